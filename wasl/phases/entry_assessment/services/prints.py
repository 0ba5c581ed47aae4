"""Cards and consent forms for many families: asked for at the desk, drawn by the worker, fetched once or more within a
day, gone after it.

The worker never opens a name in a file. What stands on the papers is sealed by whoever asks, and the worker's session
of ten minutes is given that one content and nothing else; what it has drawn is sealed again for whoever asked.
"""

import base64
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.access.work import unit_of_work
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.models import File
from wasl.kernel.clock import now
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.phases.entry_assessment.enums import PrintKind, PrintState
from wasl.phases.entry_assessment.models import Printed, Printing
from wasl.phases.entry_assessment.selectors import prints as selectors
from wasl.vault import services as vault

KEPT_HOURS = 24
Draw = Callable[[str, Mapping[str, Any]], tuple[bytes, int]]
"""Draws a kind of paper from its content: the PDF, and how many pages it has."""


@command
def papers_ask(
    *, kind: PrintKind, files: Sequence[UUID], content: Mapping[str, Any], team: int, by: Actor
) -> UUID:
    """Ask for papers. The worker is told in the same transaction."""
    ref = new_id()
    require(by, Action.RECEPTION_RECORD)
    if not files:
        raise Invalid("kind", "nothing_to_print")
    text = json.dumps(content, ensure_ascii=False)
    sealed = vault.client().keep(selectors.content_label(ref), text, token=by.token)
    Printing.objects.create(
        id=ref, account=by.account, team_id=team, made_at=now(), expires_at=now() + timedelta(hours=KEPT_HOURS),
        kind=str(kind), state=str(PrintState.ASKED), total=len(files), files=list(files), content=sealed,
    )  # fmt: skip
    for file in files:
        audit.record(EventType.FILE_PRINTED, by=by, file=file, code=f"asked:{kind}", purpose="print")
    return ref


@command
def papers_fetch(*, printing: UUID, by: Actor) -> bytes:
    """The papers. Each family's is printed from now on, and the record says so for each."""
    row = Printing.objects.select_for_update().filter(pk=printing, account=by.account).first()
    require(by, Action.RECEPTION_RECORD)
    if row is None or row.expires_at < now():
        raise NotFound
    if row.state != PrintState.READY:
        refuse("papers_not_ready").or_refuse()
    found = base64.b64decode(selectors.paper(printing, viewer=by))
    held = list(File.objects.filter(pk__in=row.files).values_list("file_id", "team_id"))
    Printed.objects.bulk_create(
        [
            Printed(id=new_id(), file_id=file, team_id=team, kind=row.kind, printed_at=now(), by=by.ref)
            for file, team in held
        ],
        ignore_conflicts=True,
    )
    row.fetched_at = now()
    row.save(update_fields=["fetched_at"])
    for file, _team in held:
        audit.record(EventType.FILE_PRINTED, by=by, file=file, code=row.kind, purpose="print")
    return found


@command
def papers_drop(*, printing: UUID, by: Actor) -> None:
    """Forget papers before their day is over."""
    row = Printing.objects.select_for_update().filter(pk=printing, account=by.account).first()
    require(by, Action.RECEPTION_RECORD)
    if row is None:
        raise NotFound
    row.delete()
    audit.record(EventType.FILE_PRINTED, by=by, code="dropped", purpose="print")


def papers_draw(printing: UUID, draw: Draw) -> bool:
    """Draw what was asked for; the worker's part. Answers whether there was anything to draw."""
    token = secrets.token_urlsafe(32)
    if not _opened(printing, token):
        return False
    try:
        with unit_of_work(token):
            row = Printing.objects.select_for_update().get(pk=printing)
            sealed = bytes(row.content or b"")
            text = vault.client().recall(selectors.content_label(printing), sealed, token=token)
            found, row.pages = draw(row.kind, json.loads(text))
            plain = base64.b64encode(found).decode()
            row.paper = vault.client().keep(selectors.paper_label(printing), plain, token=token)
            row.state, row.done, row.content = str(PrintState.READY), row.total, None
            row.save(update_fields=["paper", "pages", "state", "done", "content"])
    except BaseException:
        _mark(printing, PrintState.FAILED)
        raise
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT access_end_session(%s)", [token])
    return True


def _opened(printing: UUID, token: str) -> bool:
    """A session for this one paper, committed so that the vault knows it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT entry_print_open(%s, %s)", [printing, token])
        answer = cursor.fetchone()
    if answer and answer[0]:
        _mark(printing, PrintState.DRAWING)
        return True
    return False


def _mark(printing: UUID, state: PrintState) -> None:
    with unit_of_work(""):
        Printing.objects.filter(pk=printing).update(state=str(state))


def papers_forget() -> int:
    """Papers whose day is over are deleted. A job of the worker."""
    with unit_of_work(""), connection.cursor() as cursor:
        cursor.execute("DELETE FROM entry_printing WHERE expires_at < now()")
        return int(cursor.rowcount)
