"""Families announced before they arrive: of each the head's name, how many and how old, sealed, for fourteen days.

At the desk, or when the list of those who arrived is imported, the expected family becomes a file. What nobody came
for is deleted with its keys; the record keeps only that it expired.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from wasl.access import policy
from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.enums import Action, SessionKind
from wasl.access.services import command, require
from wasl.access.work import unit_of_work
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import FileState
from wasl.casefile.models import File
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import NewFile, row_for, touch
from wasl.kernel.clock import today
from wasl.kernel.decision import refuse
from wasl.kernel.refs import new_id
from wasl.phases.entry_assessment import rules
from wasl.phases.entry_assessment.enums import UploadStage
from wasl.phases.entry_assessment.importer import Expected, ExpectedFamily
from wasl.phases.entry_assessment.models import Batch, RosterEntry
from wasl.phases.entry_assessment.services.bulk import copy_rows
from wasl.phases.entry_assessment.services.rosters import (
    Imported,
    Told,
    batch_for,
    lock_lists,
    open_scopes,
    overlap_of,
    team_of,
)
from wasl.phases.entry_assessment.services.taking import ROSTER, arrive
from wasl.vault import services as vault
from wasl.vault.client import Plain

JOB = Actor(ref=None, kind=str(SessionKind.JOB))


@command
def expected_import(
    *,
    expected: Expected,
    role: str,
    by: Actor,
    team: int | None = None,
    label: str = "",
    colleagues: Sequence[UUID] = (),
    expected_on: date | None = None,
    dry_run: bool = False,
    tell: Told = lambda stage: None,
) -> Imported:
    """Expect the families of a list; `colleagues` at the desk, in the same role, may receive them too."""
    tell(UploadStage.WAITS)
    lock_lists(dry_run=dry_run)
    require(by, Action.ROSTER_IMPORT)
    tell(UploadStage.COMPARES)
    batch, fresh = batch_for(label, team_of(by, team), by=by, expected=True)
    overlap = overlap_of(
        [expected_document(f) for f in expected.families], None if fresh else batch.id, by=by
    )
    if overlap.batch and fresh:
        batch, fresh = Batch.objects.filter(pk=overlap.batch).first() or batch, False
    new = [f for f, known in zip(expected.families, overlap.families, strict=True) if known.file is None]
    answer = Imported(
        batch=batch.id, label="" if dry_run and fresh else batch.label, created_families=len(new)
    )
    files: list[File] = []
    tell(UploadStage.WRITES)
    if not dry_run:
        if fresh and new:
            batch.families = len(new)
            batch.save(force_insert=True)
        files = _write(new, batch, role, colleagues, expected_on or today())
    for row in files:
        audit.record(EventType.FAMILY_EXPECTED, by=by, on=row)
        audit.record(EventType.GRANT_GIVEN, by=by, on=row, code=role, purpose="import")
    done = "dry_run" if dry_run else f"expected:{len(new)}"
    audit.record(EventType.ROSTER_IMPORTED, by=by, code=done, purpose="import")
    return answer


@command
def expected_receive(*, file: UUID, on: date, by: Actor) -> None:
    """The expected family stands at the desk: from now on it is a file like any other, still without its people."""
    row = lock(file, by=by)
    require(by, Action.RECEPTION_RECORD, on=row)
    if row.state != FileState.EXPECTED:
        refuse("not_expected").or_refuse()
    arrive(row, on)
    touch(row, ["state", "arrived_on", "opened_on", "planned_end", "next_due", "due_moved"])
    audit.record(EventType.FAMILY_RECEIVED, by=by, on=row)


def expire(*, on: date | None = None) -> int:
    """Forget the families that did not come. A job of the worker: no person acts, and the record says so."""
    days = policy.programme().entry.forget_expected_after_days
    before = rules.forgotten_before(on or today(), days)
    with unit_of_work(""):
        waiting = File.objects.filter(state=str(FileState.EXPECTED), opened_on__lt=before)
        files = list(waiting.values_list("file_id", flat=True))
        if not files:
            return 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT entry_forget(%s)", [files])
            gone = int(cursor.fetchone()[0])
        for file in files:
            audit.record(EventType.EXPECTED_EXPIRED, by=JOB, file=file)
    return gone


def expected_document(family: ExpectedFamily) -> dict[str, Any]:
    """An announced family as it is compared: its number on the list and the head's name."""
    return {"number": family.number, "members": [_head(family)]}


def _head(family: ExpectedFamily) -> dict[str, Any]:
    name = family.head
    return {
        "given": name.given,
        "father": name.father,
        "grandfather": name.grandfather,
        "great": name.great,
        "laqab": name.laqab,
        "person": None,
    }


def _write(
    new: Sequence[ExpectedFamily], batch: Batch, role: str, colleagues: Sequence[UUID], on: date
) -> list[File]:
    """Whoever is at the desk that day may receive the family, not only who read the list."""
    files, entries, plains = _rows(new, batch, on)
    open_scopes(files, batch.team_id, role)
    copy_rows(files)
    copy_rows(entries)
    vault.copy(plains)
    if files and colleagues:
        access.grants_give([f.file_id for f in files], colleagues, role, "reception")
    return files


def _rows(
    families: Sequence[ExpectedFamily], batch: Batch, on: date
) -> tuple[list[File], list[RosterEntry], list[Plain]]:
    files, entries, plains = [], [], []
    for family in families:
        row = row_for(
            NewFile(team=batch.team_id, state=FileState.EXPECTED, arrived_on=None, opened_on=on, imported=batch.id)
        )  # fmt: skip
        entry = RosterEntry(id=new_id(), file_id=row.file_id, team_id=row.team_id, batch_id=batch.id)
        value = {
            "batch": str(batch.id),
            "number": family.number,
            "members": [_head(family)],
            "count": family.count,
            "ages": list(family.ages),
        }
        files.append(row)
        entries.append(entry)
        plains.append(Plain(entry.id, ROSTER, row.file_id, row.file_id, row.team_id, value))
    return files, entries, plains
