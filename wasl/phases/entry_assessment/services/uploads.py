"""A list between its sender and the files: read, kept sealed for some hours, set right, imported, reported, forgotten.

Nothing of it is written to any file before somebody says so, and the file itself is not kept at all. What waits is
sealed for the account that sent it; neither a colleague nor the worker can open it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.access.work import unit_of_work
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.clock import now
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.phases.entry_assessment.enums import UploadStage, UploadState
from wasl.phases.entry_assessment.importer import Expected, Roster
from wasl.phases.entry_assessment.importer.columns import MappingFault, emptied, mapped, packed
from wasl.phases.entry_assessment.importer.tables import Table
from wasl.phases.entry_assessment.models import Upload
from wasl.phases.entry_assessment.rules import can_begin
from wasl.phases.entry_assessment.selectors import comparing
from wasl.phases.entry_assessment.selectors import uploads as selectors
from wasl.phases.entry_assessment.selectors.comparing import Proposal
from wasl.phases.entry_assessment.services.comparing import comparison_end
from wasl.phases.entry_assessment.services.rosters import Imported, team_of
from wasl.vault import services as vault

KEPT_HOURS = 8
REPORT_DAYS = 30


@command
def upload_keep(*, table: Table, expected: bool, expected_on: date | None, by: Actor) -> UUID:
    """Keep what was read of a list, sealed, until its sender has looked at it. Another one of hers is forgotten."""
    ref = new_id()
    require(by, Action.ROSTER_IMPORT)
    sealed = vault.client().keep(selectors.content_label(ref), packed(emptied(table, None)), token=by.token)
    Upload.objects.filter(account=by.account, state=str(UploadState.READ)).delete()
    Upload.objects.create(
        id=ref, account=by.account, team_id=team_of(by, None), made_at=now(),
        expires_at=now() + timedelta(hours=KEPT_HOURS), state=str(UploadState.READ), expected=expected,
        expected_on=expected_on, total=len(table.lines), content=sealed,
    )  # fmt: skip
    audit.record(EventType.ROSTER_IMPORTED, by=by, code="read", purpose="import")
    return ref


@command
def upload_map(*, upload: UUID, meant: Mapping[int, str], by: Actor) -> None:
    """Set right what the columns mean. What nobody needs is still there until the import, and is not written then."""
    row = _held(upload, by)
    require(by, Action.ROSTER_IMPORT)
    can_begin(row.state, row.beat_at, now()).or_refuse()
    try:
        table = mapped(selectors.table(upload, viewer=by), meant, None)
    except MappingFault as fault:
        raise Invalid(f"column_{fault.place}", fault.code) from fault
    row.content = vault.client().keep(selectors.content_label(upload), packed(table), token=by.token)
    row.total = len(table.lines)
    row.save(update_fields=["content", "total"])
    audit.record(EventType.ROSTER_IMPORTED, by=by, code="mapped", purpose="import")


@command
def upload_begin(*, upload: UUID, by: Actor) -> None:
    """From now on the list is being imported; a second time only after the first has stopped without a word."""
    row = _held(upload, by)
    require(by, Action.ROSTER_IMPORT)
    can_begin(row.state, row.beat_at, now()).or_refuse()
    row.state, row.stage, row.beat_at, row.fault = str(UploadState.RUNNING), str(UploadStage.WAITS), now(), ""
    row.save(update_fields=["state", "stage", "beat_at", "fault"])
    audit.record(EventType.ROSTER_IMPORTED, by=by, code="begun", purpose="import")


@command
def upload_done(*, upload: UUID, report: Mapping[str, Any], batch: UUID | None, by: Actor) -> None:
    """The import is through, in the same transaction as its files; what was read of the list is gone."""
    row = _held(upload, by)
    require(by, Action.ROSTER_IMPORT)
    if row.state != UploadState.RUNNING:
        refuse("upload_not_running").or_refuse()
    label = selectors.report_label(upload)
    row.report = vault.client().keep(label, json.dumps(report, ensure_ascii=False), token=by.token)
    row.state, row.content, row.batch = str(UploadState.DONE), None, batch
    row.expires_at = now() + timedelta(days=REPORT_DAYS)
    row.save(update_fields=["report", "state", "content", "batch", "expires_at"])
    audit.record(EventType.ROSTER_IMPORTED, by=by, code="done", purpose="import")


@command
def upload_compared(*, upload: UUID, by: Actor) -> None:
    """When all people of the list are compared the report says whom they may be, and nothing else is kept of it."""
    row = _held(upload, by)
    require(by, Action.ROSTER_IMPORT)
    waiting = comparing.of_upload(upload, viewer=by)
    if waiting is None or not waiting.over:
        return
    found = comparing.proposals(waiting.ref, viewer=by)
    report = selectors.report(upload, viewer=by) | {"possible_duplicates": possible_duplicates(found)}
    label = selectors.report_label(upload)
    row.report = vault.client().keep(label, json.dumps(report, ensure_ascii=False), token=by.token)
    row.save(update_fields=["report"])
    comparison_end(comparison=waiting.ref, by=by)
    audit.record(EventType.ROSTER_IMPORTED, by=by, code="reported", purpose="import")


@command
def upload_failed(*, upload: UUID, code: str, by: Actor) -> None:
    """The import stopped and nothing of it was written; it can be begun again."""
    row = _held(upload, by)
    require(by, Action.ROSTER_IMPORT)
    if row.state != UploadState.RUNNING:
        refuse("upload_not_running").or_refuse()
    row.state, row.fault = str(UploadState.FAILED), code
    row.save(update_fields=["state", "fault"])
    audit.record(EventType.ROSTER_IMPORTED, by=by, code="failed", purpose="import")


@command
def upload_drop(*, upload: UUID, by: Actor) -> None:
    """Forget a list that was only looked at."""
    row = _held(upload, by)
    require(by, Action.ROSTER_IMPORT)
    can_begin(row.state, row.beat_at, now()).or_refuse()
    row.delete()
    audit.record(EventType.ROSTER_IMPORTED, by=by, code="dropped", purpose="import")


def upload_beat(upload: UUID, stage: UploadStage, *, by: Actor) -> None:
    """Say that the import lives and what it is doing. Nothing is recorded: this is no act of anybody."""
    with unit_of_work(by.token):
        Upload.objects.filter(pk=upload, state=str(UploadState.RUNNING)).update(
            stage=str(stage), beat_at=now()
        )


def uploads_forget() -> int:
    """Lists that were only looked at, and old reports, are deleted. A job of the worker."""
    with unit_of_work(""), connection.cursor() as cursor:
        cursor.execute("DELETE FROM entry_upload WHERE expires_at < now()")
        gone = int(cursor.rowcount)
        cursor.execute(
            "DELETE FROM entry_comparison WHERE made_at < %s", [now() - timedelta(days=REPORT_DAYS)]
        )
        return gone


def _held(upload: UUID, by: Actor) -> Upload:
    row = Upload.objects.select_for_update().filter(pk=upload, account=by.account).first()
    if row is None:
        raise NotFound
    return row


def report_of(found: Roster | Expected, done: Imported) -> dict[str, Any]:
    """What an import did, in numbers, lines and references: the same for the command and for the page."""
    errors = sorted((*found.errors, *done.errors), key=lambda error: error.row)
    return {
        "families": found.family_count,
        "people": found.people_count,
        "created_families": done.created_families,
        "created_people": done.created_people,
        "skipped_families": len(found.skipped_families) + len(done.errors),
        "refused_columns": list(found.refused_columns),
        "ignored_columns": list(found.ignored_columns),
        "ignored_rows": list(found.ignored_rows),
        "unread_sheets": list(found.unread_sheets),
        "errors": [asdict(error) for error in errors],
        "possible_duplicates": possible_duplicates(done.proposals),
        "batch": done.label,
    }


def possible_duplicates(found: Iterable[Proposal]) -> list[dict[str, Any]]:
    """Whom people of a list may be, by their lines and by numbers of files."""
    return [
        {
            "family": one.family,
            "person": one.row,
            "matches": [{"reference": ref, "score": score} for ref, score in one.matches],
        }
        for one in found
    ]
