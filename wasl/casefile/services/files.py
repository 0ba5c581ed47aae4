"""The file itself: opened, counted, handed over, waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from wasl.access import policy
from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.selectors import staff
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import ENDED, Clearance, FileState, WaitingReason
from wasl.casefile.models import Case, File, Handover, Task, Waiting
from wasl.casefile.selectors.files import lock
from wasl.kernel.clock import now, today
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_file_number, new_id
from wasl.people.enums import FamilyRole
from wasl.people.models import Person
from wasl.people.rules import MINORS
from wasl.vault import services as vault
from wasl.vault.client import Plain


@dataclass(frozen=True)
class NewFile:
    """What is known of a family when its file is opened."""

    team: int
    state: FileState
    arrived_on: date | None
    governorate: str = ""
    district: str = ""
    local_place: str = ""
    language: str = "ar"
    section: str = ""
    pathway: str = "standard"
    opened_on: date | None = None
    planned_end: date | None = None
    clearance: Clearance = Clearance.CLEARED
    clearance_on: date | None = None
    imported: UUID | None = None
    ledger_from: date | None = None


def row_for(new: NewFile, *, ref: UUID | None = None) -> File:
    """The row of a new file, not yet written: one path for a desk and for a convoy."""
    programme = policy.programme()
    return File(
        file_id=ref or new_id(),
        team_id=new.team,
        number=new_file_number(),
        programme=programme.code,
        digest=programme.short_digest,
        pathway=new.pathway,
        state=str(new.state),
        clearance=str(new.clearance),
        clearance_on=new.clearance_on,
        opened_on=new.opened_on or new.arrived_on or today(),
        arrived_on=new.arrived_on,
        planned_end=new.planned_end,
        governorate=new.governorate,
        district=new.district,
        language=new.language,
        section=new.section,
        imported=new.imported,
        ledger_from=new.ledger_from,
        changed_at=now(),
    )


@command
def file_create(*, new: NewFile, role: str, by: Actor) -> UUID:
    """Open a file; its maker gets a grant in `role` until a primary worker accepts it."""
    require(by, Action.FILE_CREATE)
    row = row_for(new)
    row.number = access.scope_open(row.file_id, row.number, new.team, role)
    row.save(force_insert=True)
    if new.local_place:
        vault.write(
            [
                Plain(
                    row.file_id,
                    "identity:place",
                    row.file_id,
                    row.file_id,
                    new.team,
                    {"local": new.local_place},
                )
            ]
        )
    audit.record(EventType.FILE_CREATED, by=by, on=row)
    return row.file_id


@command
def file_recount(*, file: UUID, by: Actor) -> None:
    """Bring the counts on the file in line with its people; opens the cases that are missing."""
    row = lock(file, by=by)
    require(by, Action.PERSON_EDIT, on=row)
    people = list(Person.objects.filter(file_id=file, active=True))
    row.size = len(people)
    row.children = sum(person.age_band in MINORS for person in people)
    row.adults = row.size - row.children
    row.woman_headed = any(p.role == FamilyRole.HEAD and p.sex == "f" for p in people)
    row.changed_at, row.version = now(), row.version + 1
    row.save(update_fields=["size", "children", "adults", "woman_headed", "changed_at", "version"])
    known = set(Case.objects.filter(file_id=file).values_list("person_id", flat=True))
    Case.objects.bulk_create(
        Case(id=new_id(), file_id=file, team_id=row.team_id, person_id=p.id)
        for p in people
        if p.id not in known
    )
    audit.record(EventType.PERSON_CHANGED, by=by, on=row, fields=["size"])


def touch(row: File, fields: Sequence[str]) -> None:
    """Save some fields of a locked file together with the moment of change."""
    row.changed_at, row.version = now(), row.version + 1
    row.save(update_fields=[*fields, "changed_at", "version"])


def of_family(file: UUID, *named: UUID | None) -> None:
    """Refuse what names somebody who neither belongs nor ever belonged to the household of a file.

    Whoever has left it stays in its history. Somebody of another family and nobody at all are answered alike.
    """
    wanted = {person for person in named if person is not None}
    if not wanted:
        return
    known = Q(file_id=file) | Q(memberships__file_id=file)
    if Person.objects.filter(known, pk__in=wanted).values("pk").distinct().count() != len(wanted):
        raise Invalid("person", "not_of_this_family")


@command
def handover_propose(*, file: UUID, to: UUID, role: str, reason: str, by: Actor) -> UUID:
    """Offer a file to another worker; the present one stays responsible until it is accepted (J7)."""
    row = lock(file, by=by)
    action = Action.FILE_ASSIGN if row.worker != by.ref else Action.FILE_HANDOVER
    require(by, action, on=row)
    if row.state in ENDED:
        refuse("file_is_closed").or_refuse()
    _take_back_open_offer(row, to, by)
    offer = Handover.objects.create(
        file_id=file, team_id=row.team_id, from_worker=row.worker, to_worker=to, role=role, proposed_by=by.ref,
        proposed_on=today(),
    )  # fmt: skip
    access.grant_give(file=file, account=to, role=role, purpose="handover", by=by)
    if reason:
        vault.write([Plain(offer.id, "notes:reason", file, file, row.team_id, reason)])
    touch(row, [])
    audit.record(EventType.HANDOVER_PROPOSED, by=by, on=offer)
    return offer.id


def _take_back_open_offer(row: File, to: UUID, by: Actor) -> None:
    """Whoever was asked before and has not answered is asked no longer, and reads the file no longer."""
    earlier = (
        Handover.objects.select_for_update().filter(file_id=row.file_id, answered_on__isnull=True).first()
    )
    if earlier is None:
        return
    earlier.answered_on, earlier.accepted = today(), False
    earlier.save(update_fields=["answered_on", "accepted"])
    if earlier.to_worker not in (to, row.worker):
        access.grant_end(file=row.file_id, account=earlier.to_worker, role=earlier.role, by=by)


@command
def handover_accept(*, file: UUID, by: Actor) -> None:
    """Take over a file: from this moment its one named primary worker (R054)."""
    row = lock(file, by=by)
    require(by, Action.FILE_ACCEPT, on=row)
    offer = _open_offer(file, by)
    offer.answered_on, offer.accepted = today(), True
    offer.save(update_fields=["answered_on", "accepted"])
    former, row.worker = row.worker, by.ref
    touch(row, ["worker"])
    if former and former != by.ref:
        access.grant_end(file=file, account=former, role=offer.role, by=by)
    desk = _reception_roles()
    for role in desk:
        access.grant_end(file=file, account=None, role=role, by=by)
    _take_over(file, desk, by)
    audit.record(EventType.HANDOVER_ACCEPTED, by=by, on=offer)


@command
def handover_settle(*, file: UUID, by: Actor) -> None:
    """A file whose worker has left goes to whoever it was offered to without waiting for an answer (R054)."""
    row = lock(file, by=by)
    require(by, Action.FILE_ASSIGN, on=row)
    offer = Handover.objects.select_for_update().filter(file_id=file, answered_on__isnull=True).first()
    if offer is None:
        raise NotFound
    former = row.worker
    offer.answered_on, offer.accepted = today(), True
    offer.save(update_fields=["answered_on", "accepted"])
    row.worker = offer.to_worker
    touch(row, ["worker"])
    Task.objects.filter(file_id=file, done_on__isnull=True, owner=former).update(owner=offer.to_worker)
    if former is not None:
        access.grant_end(file=file, account=former, role=offer.role, by=by)
    access.grant_end(file=file, account=None, role=policy.STAND_IN, by=by)
    audit.record(EventType.HANDOVER_ACCEPTED, by=by, on=offer, code="worker_left")


def _take_over(file: UUID, desk: list[str], by: Actor) -> None:
    """What the desk has not done yet would stand on nobody's day once the desk reads the file no longer."""
    former = {card.account for card in staff(desk, viewer=by)} - {by.ref}
    Task.objects.filter(file_id=file, done_on__isnull=True, owner__in=former).update(owner=by.ref)


def _reception_roles() -> list[str]:
    """Roles whose work on a file is its reception: done once a worker has accepted it."""
    return [
        code
        for code, actions in policy.allowed().items()
        if Action.RECEPTION_RECORD in actions and Action.NOTE_WRITE not in actions
    ]


@command
def handover_decline(*, file: UUID, reason: str, by: Actor) -> None:
    """Say no to an offered file, with a reason; it stays where it was."""
    row = lock(file, by=by)
    require(by, Action.FILE_ACCEPT, on=row)
    offer = _open_offer(file, by)
    offer.answered_on, offer.accepted = today(), False
    offer.save(update_fields=["answered_on", "accepted"])
    vault.write([Plain(offer.id, "notes:reason", file, file, row.team_id, reason)])
    audit.record(EventType.HANDOVER_DECLINED, by=by, on=offer)
    access.grant_end(file=file, account=offer.to_worker, role=offer.role, by=by)


def _open_offer(file: UUID, by: Actor) -> Handover:
    offer = (
        Handover.objects.select_for_update()
        .filter(file_id=file, to_worker=by.account, answered_on__isnull=True)
        .first()
    )
    if offer is None:
        refuse("nothing_offered").or_refuse()
        raise NotFound
    return offer


@command
def waiting_set(*, file: UUID, reason: WaitingReason, since: date, by: Actor) -> None:
    """The file waits for something; the reason is one of a closed list, and no other authority is in it."""
    row = lock(file, by=by)
    require(by, Action.CASE_WAIT, on=row)
    if row.state in ENDED:
        refuse("file_is_closed").or_refuse()
    if since > today():
        raise Invalid("since", "date_in_future")
    _end_waiting(file, since, "since")
    Waiting.objects.create(file_id=file, team_id=row.team_id, reason=str(reason), since=since)
    row.waiting = str(reason)
    touch(row, ["waiting"])
    audit.record(EventType.WAITING_SET, by=by, on=row, code=str(reason))


@command
def waiting_end(*, file: UUID, on: date, by: Actor) -> None:
    """What the file waited for is there."""
    row = lock(file, by=by)
    require(by, Action.CASE_WAIT, on=row)
    _end_waiting(file, on, "on")
    row.waiting = ""
    touch(row, ["waiting"])
    audit.record(EventType.WAITING_ENDED, by=by, on=row)


def _end_waiting(file: UUID, on: date, field: str) -> None:
    """What a file waits for ends on a day, and no earlier than it began."""
    present = Waiting.objects.filter(file_id=file, until__isnull=True)
    if present.filter(since__gt=on).exists():
        raise Invalid(field, "before_waiting_began")
    present.update(until=on)


def waiting_over(row: File, on: date, by: Actor) -> None:
    """A family that has left, or whose file is closed, waits for nothing here any more; services say when."""
    found = Waiting.objects.filter(file_id=row.file_id, until__isnull=True).first()
    if found is None:
        return
    found.until = max(on, found.since)
    found.save(update_fields=["until"])
    row.waiting = ""
    touch(row, ["waiting"])
    audit.record(EventType.WAITING_ENDED, by=by, on=row, code="left")
