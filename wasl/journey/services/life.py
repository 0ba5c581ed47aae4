"""What happens in a family's life: a birth, a marriage and its end, a death, somebody who leaves.

Each event is one service: it changes who belongs together and since when, opens the papers that the programme asks for
after it, and leaves tasks with an owner, so that nothing hangs on somebody's memory. What is said of husband and wife
stays within four neutral values, and that a marriage ended is kept nowhere but in the paper that is wanted (R062).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.appointments.services.settling import call_off
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import DepartureKind, DocumentState, TaskKind
from wasl.casefile.models import Document, File, Task
from wasl.casefile.selectors.files import lock
from wasl.casefile.services import files
from wasl.casefile.services.endings import thread_end
from wasl.casefile.services.thread import family_level
from wasl.journey.enums import LifeTask
from wasl.journey.services import moves
from wasl.kernel.clock import today
from wasl.kernel.decision import Decision
from wasl.kernel.errors import Invalid
from wasl.kernel.refs import new_id
from wasl.people import rules
from wasl.people import services as people
from wasl.people.enums import AgeBand, FamilyRole, JoinReason, LeaveReason, LifeEvent, SpouseFate
from wasl.people.models import Membership, Person
from wasl.people.services import NewPerson

#: worked days in which the family is asked what an event means for it
SOON = 2
_SAME_DAY = {
    LifeTask.WHO_CARES: TaskKind.SAFETY,
    LifeTask.CHILD_ALONE: TaskKind.SAFETY,
    LifeTask.AFTER_DEATH: TaskKind.CONTACT,
}


@dataclass(frozen=True)
class Gone:
    """That people no longer belong to a household: since when and why, who heads it now, who cares for which child."""

    on: date
    reason: LeaveReason
    heir: UUID | None = None
    carers: Mapping[UUID, UUID | None] = field(default_factory=dict)


@command
def birth(*, file: UUID, child: NewPerson, mother: UUID | None, on: date, by: Actor) -> UUID:
    """A child is born: a person of her own, with the papers she needs and somebody who asks after her."""
    row = lock(file, by=by)
    require(by, Action.PERSON_EDIT, on=row)
    _belongs(row, mother, "mother")
    _day(on)
    [born] = people.person_add(file=file, people=[child], since=on, reason=_joins(LifeEvent.BIRTH), by=by)
    Person.objects.filter(pk=born).update(carer=mother)
    files.file_recount(file=file, by=by)
    _papers(row, LifeEvent.BIRTH, [born], by)
    task(row, LifeTask.NEWBORN, born, by)
    moves.follow(file=file, by=by)
    return born


@command
def marriage(
    *,
    file: UUID,
    person: UUID,
    on: date,
    by: Actor,
    spouse: UUID | None = None,
    newcomer: NewPerson | None = None,
) -> UUID | None:
    """Two adults married, one of whom may join the family by it; kept for papers and family unity only."""
    row = lock(file, by=by)
    require(by, Action.PERSON_EDIT, on=row)
    known = members(file)
    one, other = _member(known, person, "who"), _member(known, spouse, "spouse") if spouse else None
    _as_invalid(rules.can_marry(one, other), "who" if not one.adult else "spouse")
    _day(on)
    if (spouse is None) == (newcomer is None):
        raise Invalid("spouse", "two_people_needed")
    if newcomer is not None:
        if newcomer.name.birth and rules.age_on(newcomer.name.birth, on) < rules.ADULT:
            raise Invalid("birth", "child_is_not_married")
        [spouse] = people.person_add(
            file=file, people=[newcomer], since=on, reason=_joins(LifeEvent.MARRIAGE), by=by
        )
        files.file_recount(file=file, by=by)
    both = [person, spouse] if spouse else [person]
    _spouses(both, LifeEvent.MARRIAGE, by)
    _papers(row, LifeEvent.MARRIAGE, both, by)
    task(row, LifeTask.PAPERS, person, by)
    moves.follow(file=file, by=by)
    return spouse


@command
def divorce(*, file: UUID, person: UUID, on: date, by: Actor, spouse: UUID | None = None) -> None:
    """A marriage has ended: nothing is kept of it but the paper that is wanted. Who goes where is asked by itself."""
    row = lock(file, by=by)
    require(by, Action.PERSON_EDIT, on=row)
    known = members(file)
    _as_invalid(
        rules.can_marry(_member(known, person, "who"), _member(known, spouse, "spouse") if spouse else None),
        "spouse" if spouse else "who",
    )
    _day(on)
    both = [person, spouse] if spouse else [person]
    _spouses(both, LifeEvent.DIVORCE, by)
    _papers(row, LifeEvent.DIVORCE, both, by)
    for one in both:
        task(row, LifeTask.PAPERS, one, by)


@command
def death(*, file: UUID, person: UUID, gone: Gone, by: Actor) -> None:
    """Somebody died: nobody calls or asks for her any more, the family is visited, and each child has somebody."""
    row = lock(file, by=by)
    require(by, Action.PERSON_EDIT, on=row)
    known = members(file)
    _member(known, person, "who")
    former = Person.objects.get(pk=person)
    leave(row, [person], gone, known, by)
    if former.spouse == SpouseFate.PRESENT or former.role in (FamilyRole.HEAD, FamilyRole.SPOUSE):
        widowed = _widowed(former, known)
        _spouses(widowed, LifeEvent.DEATH, by)
    head = Person.objects.filter(file_id=file, active=True, role=str(FamilyRole.HEAD)).first()
    if head is not None:
        _papers(row, LifeEvent.DEATH, [head.id], by)
        task(row, LifeTask.AFTER_DEATH, None, by)
    moves.follow(file=file, by=by)


@command
def leaving(*, file: UUID, person: UUID, gone: Gone, by: Actor) -> None:
    """Somebody no longer belongs to the household, and gets no file of her own."""
    row = lock(file, by=by)
    require(by, Action.PERSON_EDIT, on=row)
    known = members(file)
    _member(known, person, "who")
    leave(row, [person], gone, known, by)
    moves.follow(file=file, by=by)


def members(file: UUID) -> list[rules.Member]:
    """Who belongs to a household, as the rules ask it."""
    return [
        rules.Member(
            one.id, one.age_band not in rules.MINORS, FamilyRole(one.role), AgeBand(one.age_band), one.carer
        )
        for one in Person.objects.select_for_update().filter(file_id=file, active=True).order_by("id")
    ]


def leave(
    row: File, who: Sequence[UUID], gone: Gone, known: Sequence[rules.Member], by: Actor, *, ends: bool = True
) -> rules.After:
    """Bring a household in order after people are gone. `ends`: their part of the thread ends, or goes with them."""
    _as_invalid(rules.can_leave(known, who, gone.heir), "heir")
    _day(gone.on)
    if Membership.objects.filter(person_id__in=who, until__isnull=True, since__gt=gone.on).exists():
        raise Invalid("on", "before_the_coming")
    left = rules.after(known, who, gone.heir, gone.carers)
    for person in sorted(who, key=lambda ref: (ref == _head(known), str(ref))):
        people.membership_end(person=person, until=gone.on, reason=gone.reason, headed_by=left.head, by=by)
        if ends:
            how = DepartureKind.DEATH if gone.reason is LeaveReason.DEATH else DepartureKind.OWN_CHOICE
            call_off(row.file_id, person, by)
            thread_end(row, person, on=max(gone.on, row.opened_on), how=how, by=by)
    _place(left)
    _care(row, known, who, gone, left, by)
    files.file_recount(file=row.file_id, by=by)
    row.refresh_from_db()
    family_level(row)
    return left


def _head(known: Sequence[rules.Member]) -> UUID | None:
    return next((one.ref for one in known if one.heads), None)


def _place(left: rules.After) -> None:
    """How everybody stands to the head, where that is somebody else now."""
    for ref, role in (left.roles or {}).items():
        if role is not FamilyRole.HEAD:
            Person.objects.filter(pk=ref).update(role=str(role), version=F("version") + 1)
    if left.roles and left.head:
        Person.objects.filter(pk=left.head).update(role=str(FamilyRole.HEAD), version=F("version") + 1)


def _care(
    row: File, known: Sequence[rules.Member], who: Sequence[UUID], gone: Gone, left: rules.After, by: Actor
) -> None:
    """Each child has somebody of the household who cares for her, or a task of today says that nobody does."""
    adults = {one.ref for one in known if one.adult and one.ref not in who}
    for one in known:
        if not one.adult and one.ref not in who:
            carer = gone.carers.get(one.ref, one.carer)
            Person.objects.filter(pk=one.ref).update(carer=carer if carer in adults else None)
    for child in left.alone:
        task(row, LifeTask.CHILD_ALONE, child, by)
    for child in set(left.uncared) - set(left.alone):
        task(row, LifeTask.WHO_CARES, child, by)


def _widowed(former: Person, known: Sequence[rules.Member]) -> list[UUID]:
    """Whom the household's own words make husband or wife of somebody: head and spouse, each other's."""
    if former.role == FamilyRole.HEAD:
        return [one.ref for one in known if one.role is FamilyRole.SPOUSE]
    return [one.ref for one in known if one.heads] if former.role == FamilyRole.SPOUSE else []


def _joins(event: LifeEvent) -> JoinReason:
    return rules.LIFE[event].joins or JoinReason.CORRECTION


def _spouses(who: Sequence[UUID], event: LifeEvent, by: Actor) -> None:
    """What is known of husband or wife from now on."""
    fate = rules.LIFE[event].spouse
    if fate is None:
        return
    for one in Person.objects.select_for_update().filter(pk__in=who, active=True).order_by("id"):
        one.spouse, one.version = str(fate), one.version + 1
        one.save(update_fields=["spouse", "version"])
        audit.record(EventType.PERSON_CHANGED, by=by, on=one, person=one.id, fields=["spouse"])


def _papers(row: File, event: LifeEvent, who: Sequence[UUID], by: Actor) -> None:
    """The papers that the programme wants after an event; what is known of them already stays as it was."""
    for kind in policy.programme().documents.wanted_after(str(event)):
        for person in who:
            paper, made = Document.objects.get_or_create(
                person_id=person, kind=kind.code,
                defaults={
                    "id": new_id(), "file_id": row.file_id, "team_id": row.team_id, "wanted": True, "since": today(),
                    "state": str(DocumentState.NEVER_HAD),
                },
            )  # fmt: skip
            if made:
                audit.record(EventType.DOCUMENT_RECORDED, by=by, on=paper, person=person, code=kind.code)


def task(row: File, code: LifeTask, person: UUID | None, by: Actor, *, due_on: date | None = None) -> None:
    """Something to be done, by the family's worker or, where it has none yet, by whoever wrote the event down."""
    soon = policy.programme().calendar.add_working(today(), SOON)
    task = Task.objects.create(
        id=new_id(), file_id=row.file_id, team_id=row.team_id, person_id=person, code=str(code),
        kind=str(_SAME_DAY.get(code, TaskKind.OTHER)), owner=row.worker or by.ref, added_by=by.ref, added_on=today(),
        due_on=due_on or (today() if code in _SAME_DAY else soon),
    )  # fmt: skip
    audit.record(EventType.TASK_ADDED, by=by, on=task, person=person, code=str(code))


def _member(known: Sequence[rules.Member], ref: UUID, place: str) -> rules.Member:
    found = next((one for one in known if one.ref == ref), None)
    if found is None:
        raise Invalid(place, "not_of_this_family")
    return found


def _belongs(row: File, person: UUID | None, place: str) -> None:
    if person is not None:
        _member(members(row.file_id), person, place)


def _day(on: date) -> None:
    if on > today():
        raise Invalid("on", "date_in_future")


def _as_invalid(decision: Decision, place: str) -> None:
    """What a rule refuses is shown at the field that it concerns."""
    if not decision:
        raise Invalid(place, decision.code, **decision.facts)


__all__ = ["Gone", "birth", "death", "divorce", "leave", "leaving", "marriage", "members", "task"]
