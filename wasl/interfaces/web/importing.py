"""An import that runs beside the page that shows it, as the person who began it and with her rights.

It runs here and not in the worker: whoever writes families must hold the rights of the web's role and the session of a
person, and the worker has neither. One transaction takes the whole list, its first steps and its report, so whatever
stops it, a power cut or a restart, leaves nothing behind; the page sees that no sign of life comes any more and offers
to begin again. Who may be known already is found when that is written, part by part; the page of the report goes on
with it where it was stopped.
"""

import threading
from types import TracebackType
from uuid import UUID

from django.db import connection, transaction

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.policy import programme
from wasl.access.selectors import staff
from wasl.access.work import unit_of_work
from wasl.journey.services.arrivals import files_begin
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Refused, WaslError
from wasl.phases.entry_assessment.enums import UploadStage
from wasl.phases.entry_assessment.importer import Expected, Roster, read_expected, read_roster
from wasl.phases.entry_assessment.importer.tables import Table
from wasl.phases.entry_assessment.selectors import comparing as comparisons
from wasl.phases.entry_assessment.selectors import uploads as selectors
from wasl.phases.entry_assessment.selectors.comparing import ComparisonCard
from wasl.phases.entry_assessment.selectors.uploads import UploadCard
from wasl.phases.entry_assessment.services import uploads as services
from wasl.phases.entry_assessment.services.comparing import comparison_go_on
from wasl.phases.entry_assessment.services.expected import expected_import
from wasl.phases.entry_assessment.services.rosters import Imported, Told, roster_import

BEAT_SECONDS = 2.0
_comparing: set[UUID] = set()


def begin(upload: UUID, *, by: Actor) -> None:
    """Begin an import; it runs as soon as this page's transaction is through."""
    services.upload_begin(upload=upload, by=by)
    runner = threading.Thread(target=run, args=(upload, by), name="import", daemon=True)
    transaction.on_commit(runner.start)


def run(upload: UUID, by: Actor) -> None:
    """The import itself, whole or not at all."""
    try:
        with _Beating(upload, by) as beating, unit_of_work(by.token):
            card = selectors.upload(upload, viewer=by)
            found = read(selectors.table(upload, viewer=by), expected=card.expected)
            done = take(found, card, by=by, tell=beating.tell)
            services.upload_done(
                upload=upload,
                report=services.report_of(found, done),
                batch=done.batch if done.label else None,
                by=by,
            )
    except WaslError as error:
        code = error.code if isinstance(error, Refused | Invalid) else "upload_broken"
        services.upload_failed(upload=upload, code=code, by=by)
    else:
        _compare(upload, by)
    finally:
        connection.close()


def go_on(upload: UUID, *, by: Actor) -> None:
    """Find who of a list may be known already, beside the page that asks, unless this process is at it."""
    if upload not in _comparing:
        runner = threading.Thread(target=_go_on, args=(upload, by), name="import-compare", daemon=True)
        transaction.on_commit(runner.start)


def _go_on(upload: UUID, by: Actor) -> None:
    try:
        _compare(upload, by)
    finally:
        connection.close()


def _compare(upload: UUID, by: Actor) -> None:
    """To the end, and into the report. What stops it (a sealed vault, an ended session) leaves it for the next look."""
    _comparing.add(upload)
    try:
        while (waiting := _waiting(upload, by)) and comparison_go_on(comparison=waiting.ref, by=by):
            continue
        services.upload_compared(upload=upload, by=by)
    except WaslError:
        return
    finally:
        _comparing.discard(upload)


def _waiting(upload: UUID, by: Actor) -> ComparisonCard | None:
    with unit_of_work(by.token):
        return comparisons.of_upload(upload, viewer=by)


def read(table: Table, *, expected: bool) -> Roster | Expected:
    """What a list says, as its columns are understood now."""
    reader = read_expected if expected else read_roster
    return reader(table, "", today=today(), places=programme().places)


def take(
    found: Roster | Expected,
    card: UploadCard,
    *,
    by: Actor,
    dry_run: bool = False,
    tell: Told = lambda stage: None,
) -> Imported:
    """Import what was read, or say what importing it would do; the same services as the command's."""
    role = role_of(by)
    if isinstance(found, Expected):
        desk = [one.account for one in staff([role], viewer=by) if one.team in by.teams]
        return expected_import(
            expected=found, role=role, by=by, colleagues=[one for one in desk if one != by.ref],
            expected_on=card.expected_on, dry_run=dry_run, tell=tell,
        )  # fmt: skip
    done = roster_import(
        roster=found,
        role=role,
        by=by,
        arrived_on=card.expected_on,
        upload=card.ref,
        dry_run=dry_run,
        tell=tell,
    )
    if done.files and not dry_run:
        files_begin(files=done.files, by=by)
    return done


def role_of(by: Actor) -> str:
    """The role in which somebody imports."""
    roles = programme().roles
    return next((m.role for m in by.memberships if roles[m.role].may(Action.ROSTER_IMPORT)), "")


class _Beating:
    """Says every few seconds, on a connection of its own, that the import lives and what it is doing."""

    def __init__(self, upload: UUID, by: Actor) -> None:
        self._upload, self._by = upload, by
        self._stage = UploadStage.WAITS
        self._news, self._over = threading.Event(), False
        self._thread = threading.Thread(target=self._beat, name="import-beat", daemon=True)

    def tell(self, stage: UploadStage) -> None:
        self._stage = stage
        self._news.set()

    def __enter__(self) -> "_Beating":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        self._news.set()
        self._thread.join(timeout=BEAT_SECONDS * 5)

    def _beat(self) -> None:
        try:
            while not self._over:
                services.upload_beat(self._upload, self._stage, by=self._by)
                self._news.wait(BEAT_SECONDS)
                self._news.clear()
        finally:
            connection.close()
