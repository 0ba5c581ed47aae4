"""From the families of a list to rows and sealed values, not yet written: who is new, who came, who was missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from wasl.access import policy
from wasl.casefile.enums import FileState
from wasl.casefile.models import Case, File
from wasl.casefile.services.files import NewFile, row_for
from wasl.kernel.clock import now, today
from wasl.kernel.refs import new_id
from wasl.people.enums import FamilyRole, JoinReason
from wasl.people.models import Membership, Person
from wasl.people.names import from_document
from wasl.people.rules import MINORS
from wasl.people.services import NewPerson, rows_for
from wasl.phases.entry_assessment.importer import RosterError, RosterFamily, RosterPerson
from wasl.phases.entry_assessment.models import Batch, RosterEntry
from wasl.phases.entry_assessment.services.bulk import copy_rows
from wasl.vault import services as vault
from wasl.vault.client import KnownFamily, Overlap, Plain

ROSTER = "identity:roster"


@dataclass
class Taken:
    """Rows and sealed values that gather while families are taken, written together at the end."""

    files: list[File] = field(default_factory=list)
    changed: list[File] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    members: list[Membership] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    entries: list[RosterEntry] = field(default_factory=list)
    plains: list[Plain] = field(default_factory=list)
    errors: list[RosterError] = field(default_factory=list)
    newcomers: list[tuple[RosterFamily, RosterPerson, UUID, UUID]] = field(default_factory=list)
    received: list[File] = field(default_factory=list)

    def write(self) -> None:
        for rows in (self.files, self.people, self.members, self.cases, self.entries):
            copy_rows(rows)
        if self.changed:
            File.objects.bulk_update(
                self.changed,
                ["state", "arrived_on", "planned_end", "next_due", "due_moved", "governorate", "district", "size",
                 "adults", "children", "woman_headed", "changed_at", "version"],
            )  # fmt: skip
        vault.copy(self.plains)


def document(family: RosterFamily) -> dict[str, Any]:
    """A family as it is compared: the number on the list and the names of its members."""
    return {"number": family.number, "members": [_member(person) for person in family.people]}


def _member(person: RosterPerson, ref: UUID | None = None) -> dict[str, Any]:
    known = person.identity()
    names = {part: known[part] for part in ("given", "father", "grandfather")}
    return names | {
        "mother": known["mother"][0],
        "birth": known["birth"]["date"],
        "person": str(ref) if ref else None,
    }


def take(families: Sequence[RosterFamily], overlap: Overlap, batch: Batch, arrived_on: date) -> Taken:
    taken = Taken()
    there = {known.file for known in overlap.families if known.file}
    rows = (
        {row.file_id: row for row in File.objects.select_for_update().filter(pk__in=there)} if there else {}
    )
    heads = Person.objects.filter(file_id__in=there, role=str(FamilyRole.HEAD), active=True)
    headed = set(heads.values_list("file_id", flat=True)) if there else set()
    for family, known in zip(families, overlap.families, strict=True):
        if known.file is None:
            _take_new(taken, family, batch, arrived_on)
        elif any(ref is None for ref in known.known):
            row = rows.get(known.file)
            if row is None:
                taken.errors.append(RosterError(family.row, "", "file_not_reached"))
                continue
            if row.state == FileState.EXPECTED:
                arrive(row, arrived_on)
                taken.received.append(row)
            _take_missing(taken, family, known, row, batch, row.file_id in headed)
    return taken


def planned_end(arrived_on: date, pathway: str = "standard") -> date:
    """The day that is talked about from the first day on (R011)."""
    return arrived_on + timedelta(days=policy.programme().pathways[pathway].planned_days)


def arrive(row: File, arrived_on: date) -> None:
    """An expected family is here: its file begins."""
    row.state, row.arrived_on, row.opened_on = str(FileState.ASSESSING), arrived_on, arrived_on
    row.planned_end = planned_end(arrived_on, row.pathway)
    counted = arrived_on + timedelta(days=policy.programme().entry.assessment_due_days)
    row.next_due = policy.programme().calendar.worked(counted)
    row.due_moved = (row.next_due - counted).days


def _take_new(taken: Taken, family: RosterFamily, batch: Batch, arrived_on: date) -> None:
    place = family.head or family.people[0]
    row = row_for(
        NewFile(
            team=batch.team_id, state=FileState.ASSESSING, arrived_on=arrived_on, governorate=place.governorate or "",
            district=place.district or "", planned_end=planned_end(arrived_on), imported=batch.id,
            ledger_from=today() if arrived_on < today() else None,
        )
    )  # fmt: skip
    arrive(row, arrived_on)
    if place.local_district:
        local = {"local": place.local_district}
        taken.plains.append(
            Plain(row.file_id, "identity:place", row.file_id, row.file_id, row.team_id, local)
        )
    refs = _take_people(taken, family, list(family.people), row, with_head=True)
    entry = RosterEntry(id=new_id(), file_id=row.file_id, team_id=row.team_id, batch_id=batch.id)
    taken.files.append(row)
    taken.entries.append(entry)
    taken.plains.append(_entry(entry.id, row, family, batch.id, refs))


def _take_missing(
    taken: Taken, family: RosterFamily, known: KnownFamily, row: File, batch: Batch, has_head: bool
) -> None:
    missing = [person for person, ref in zip(family.people, known.known, strict=True) if ref is None]
    fresh = iter(_take_people(taken, family, missing, row, with_head=not has_head))
    refs = [ref or next(fresh) for ref in known.known]
    row.changed_at, row.version = now(), row.version + 1
    taken.changed.append(row)
    if known.entry:
        taken.plains.append(_entry(known.entry, row, family, batch.id, refs))


def _entry(entry: UUID, row: File, family: RosterFamily, batch: UUID, refs: Sequence[UUID]) -> Plain:
    members = [_member(person, ref) for person, ref in zip(family.people, refs, strict=True)]
    value = {"batch": str(batch), "number": family.number, "members": members}
    return Plain(entry, ROSTER, row.file_id, row.file_id, row.team_id, value)


def _take_people(
    taken: Taken, family: RosterFamily, people: Sequence[RosterPerson], row: File, *, with_head: bool
) -> list[UUID]:
    """People of a list into a file, its counts brought in line; answers with their references."""
    alone = len(family.people) == 1
    new = [
        NewPerson(
            name=from_document(person.identity()), sex=person.sex, role=_role(person, alone, with_head),
            phones=person.phones,
        )
        for person in people
    ]  # fmt: skip
    rows, members, plains = rows_for(
        new, file=row.file_id, team=row.team_id, since=row.arrived_on or today(), reason=JoinReason.ARRIVAL
    )
    taken.people += rows
    taken.members += members
    taken.plains += plains
    taken.cases += [
        Case(id=new_id(), file_id=row.file_id, team_id=row.team_id, person_id=one.id) for one in rows
    ]
    taken.newcomers += [
        (family, person, one.id, row.file_id) for person, one in zip(people, rows, strict=True)
    ]
    children = sum(one.age_band in MINORS for one in rows)
    row.size, row.children = row.size + len(rows), row.children + children
    row.adults = row.size - row.children
    row.woman_headed = row.woman_headed or any(one.role == FamilyRole.HEAD and one.sex == "f" for one in rows)
    return [one.id for one in rows]


def _role(person: RosterPerson, alone: bool, with_head: bool) -> FamilyRole:
    if alone:
        return FamilyRole.HEAD
    if person.relation is FamilyRole.HEAD and not with_head:
        return FamilyRole.OTHER
    return person.relation or FamilyRole.OTHER
