"""A list of people who have arrived becomes files: a family each, a person for each line. Undone whole or not at all.

The same list twice adds nothing, and a corrected one adds what was missing: both are entries of one import, found in
the vault by the same names under the same family numbers. Whoever may be known already is proposed when the list is
written (`comparing`), never merged.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.models import File
from wasl.kernel.clock import now, today
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.phases.entry_assessment import rules
from wasl.phases.entry_assessment.enums import UploadStage
from wasl.phases.entry_assessment.importer import Roster, RosterError
from wasl.phases.entry_assessment.models import Batch, Comparison
from wasl.phases.entry_assessment.selectors.comparing import Proposal
from wasl.phases.entry_assessment.services.comparing import asked_before, keep
from wasl.phases.entry_assessment.services.taking import Taken, document, take
from wasl.vault import services as vault
from wasl.vault.client import KnownFamily, Overlap

FAMILIES_AT_ONCE = 4000
ONE_LIST_AT_A_TIME = 0x5741534C
LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")


Told = Callable[[UploadStage], None]


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do."""

    batch: UUID
    label: str
    created_families: int = 0
    created_people: int = 0
    errors: tuple[RosterError, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    comparison: UUID | None = None
    files: tuple[UUID, ...] = ()
    entered_on: date | None = None


@command
def roster_import(
    *,
    roster: Roster,
    role: str,
    by: Actor,
    team: int | None = None,
    label: str = "",
    arrived_on: date | None = None,
    upload: UUID | None = None,
    dry_run: bool = False,
    tell: Told = lambda stage: None,
) -> Imported:
    """Take the families of a list; those that an earlier import of the same list has are left as they are.

    Looking first what would be done waits for nobody, and says at once who may be known already; of a list that is
    written this is found afterwards, by the comparison it answers with. `upload`: the page's list, if it came by one.
    `tell` hears what is being done, for a page that shows it.
    """
    tell(UploadStage.WAITS)
    lock_lists(dry_run=dry_run)
    require(by, Action.ROSTER_IMPORT)
    tell(UploadStage.COMPARES)
    batch, fresh = batch_for(label, team_of(by, team), by=by)
    overlap = overlap_of([document(f) for f in roster.families], None if fresh else batch.id, by=by)
    if overlap.batch and fresh:
        batch, fresh = _earlier(overlap.batch, batch), False
    taken = take(roster.families, overlap, batch, arrived_on or today())
    tell(UploadStage.WRITES)
    comparison = None if dry_run else _write(taken, batch, role, upload, fresh=fresh, by=by)
    answer = Imported(
        batch=batch.id, label="" if dry_run and fresh else batch.label,
        created_families=len(taken.files) + len(taken.received), created_people=len(taken.people),
        errors=tuple(taken.errors), proposals=asked_before(taken, by=by) if dry_run else (), comparison=comparison,
        files=tuple(f.file_id for f in (*taken.files, *taken.received)), entered_on=arrived_on or today(),
    )  # fmt: skip
    _record(taken, by)
    audit.record(
        EventType.ROSTER_IMPORTED, by=by, code=f"families:{answer.created_families}", purpose="import"
    )
    return answer


def _write(
    taken: Taken, batch: Batch, role: str, upload: UUID | None, *, fresh: bool, by: Actor
) -> UUID | None:
    batch.families += len(taken.files) + len(taken.received)
    batch.people += len(taken.people)
    if fresh and taken.people:
        batch.save(force_insert=True)
    elif taken.people:
        Batch.objects.filter(pk=batch.id).update(families=batch.families, people=batch.people, expected=False)
    open_scopes(taken.files, batch.team_id, role)
    taken.write()
    return keep(taken, batch, upload, by=by)


def _record(taken: Taken, by: Actor) -> None:
    """One line of the record for each file: where it came from, or that its people came."""
    for row in taken.files:
        audit.record(EventType.FILE_CREATED, by=by, on=row, code="roster", purpose="import")
    for row in taken.received:
        audit.record(EventType.FAMILY_RECEIVED, by=by, on=row, code="roster", purpose="import")
    for row in taken.changed:
        audit.record(EventType.ROSTER_IMPORTED, by=by, on=row, code="changed", purpose="import")


@command
def roster_undo(*, batch: str, by: Actor) -> int:
    """Take an import back whole: its files, people and keys are gone. Only while nobody has worked on any of them."""
    lock_lists()
    require(by, Action.ROSTER_IMPORT)
    found = batch_named(batch)
    if found is None:
        raise NotFound
    files = list(File.objects.filter(imported=found.id).values_list("file_id", flat=True))
    rules.can_undo(undone=found.undone_at is not None, worked_on=_worked_on(files)).or_refuse()
    Comparison.objects.filter(batch=found.id).delete()
    _withdraw(files)
    found.undone_at, found.undone_by = now(), by.ref
    found.save(update_fields=["undone_at", "undone_by"])
    audit.record(EventType.ROSTER_UNDONE, by=by, code=f"families:{len(files)}", purpose="import")
    return len(files)


def lock_lists(*, dry_run: bool = False) -> None:
    """One list at a time, so that two people with the same file cannot both find it new."""
    if dry_run:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_LIST_AT_A_TIME])


def team_of(by: Actor, team: int | None) -> int:
    """The team that receives: the one asked for, else the account's own."""
    chosen = team or (by.teams[0] if by.teams else None)
    if chosen is None:
        raise Invalid("team", "no_team_to_receive")
    return chosen


def batch_named(text: str) -> Batch | None:
    """The import of this name or reference."""
    try:
        return Batch.objects.filter(pk=UUID(text)).first()
    except ValueError:
        return Batch.objects.filter(label=text).order_by("undone_at", "-made_at").first()


def batch_for(label: str, team: int, *, by: Actor, expected: bool = False) -> tuple[Batch, bool]:
    """The import to add to, and whether it is a new one."""
    if label and not LABEL.fullmatch(label):
        raise Invalid("batch", "batch_name_invalid")
    found = batch_named(label) if label else None
    if found is not None and found.undone_at is None:
        return found, False
    ref = new_id()
    name = label or f"{today():%Y-%m-%d}-{ref.hex[:6]}"
    return Batch(
        id=ref, team_id=team, label=name, expected=expected, made_by=by.ref, made_at=now()
    ), True  # fmt: skip


def _earlier(ref: UUID, instead: Batch) -> Batch:
    """The earlier import; where a colleague's row is out of reach, its reference with our own team."""
    found = Batch.objects.filter(pk=ref).first()
    if found is None:
        instead.id = ref
    return found or instead


def overlap_of(families: Sequence[dict[str, Any]], batch: UUID | None, *, by: Actor) -> Overlap:
    """Which earlier import the list repeats. The first part of a long list decides for the rest."""
    found: list[KnownFamily] = []
    agreeing = 0
    for at in range(0, len(families), FAMILIES_AT_ONCE):
        answer = vault.client().roster_overlap(by.token, batch, families[at : at + FAMILIES_AT_ONCE])
        batch, agreeing = batch or answer.batch, agreeing + answer.agreeing
        found.extend(answer.families)
    return Overlap(batch, agreeing, tuple(found))


def open_scopes(files: Sequence[File], team: int, role: str) -> None:
    """The files belong to a team; whoever took them in works on them until a worker accepts."""
    if files:
        numbers = access.scopes_open([f.file_id for f in files], [f.number for f in files], team, role)
        for file, number in zip(files, numbers, strict=True):
            file.number = number


def _worked_on(files: Sequence[UUID]) -> int:
    """On how many of the files the record shows any work beyond taking them in and looking at them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM entry_worked_on(%s)", [list(files)])
        return int(cursor.fetchone()[0])


def _withdraw(files: Sequence[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_withdraw(%s)", [list(files)])
