"""Part of a household goes to another file: one of its own, or one where others wait for them.

What is about a person goes with her, whatever circle it stands in, and is read where she is and nowhere else; what is
the household's stays with the household, and its open needs are carried into a new file so that none falls off. Her key
in the vault goes with her; nothing is sealed anew (ADR on moving).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Model

from wasl.access import policy
from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.selectors import GrantCard, grants_on
from wasl.access.services import command, require
from wasl.appointments.models import Appointment
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import ENDED, Clearance, ConsentDecision, FileState, NeedState
from wasl.casefile.models import (
    Case,
    Consent,
    Contact,
    Document,
    File,
    Goal,
    Need,
    NeedGoal,
    PlanVersion,
    Scan,
    Service,
    Task,
)
from wasl.casefile.selectors.files import lock
from wasl.casefile.services import files
from wasl.casefile.services.files import NewFile
from wasl.casefile.services.thread import family_level
from wasl.instruments.models import Paper, Raised, Response
from wasl.journey.enums import LifeTask
from wasl.journey.services import moves
from wasl.journey.services.life import Gone, leave, members, task
from wasl.kernel.clock import now, today
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Conflict, Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.people import rules
from wasl.people import selectors as people
from wasl.people.enums import AgeBand, FamilyRole, JoinReason, LeaveReason
from wasl.people.models import Membership, NotSame, Person
from wasl.phases.rehabilitation.models import Conference, LevelRequest, Review
from wasl.vault import services as vault
from wasl.vault.client import Plain

#: rows that name a person and go where she goes
FOLLOWS: tuple[type[Model], ...] = (
    Case, Consent, Contact, Document, Task, Need, Goal, Service, PlanVersion, Response, Raised, Paper, Review, NotSame,
    Appointment, Scan, Conference, LevelRequest,
)  # fmt: skip
#: the same of the rooms above, each of which says so when it is installed
_ABOVE: list[type[Model]] = []
#: rows that name a person and stay with the household, each with its reason
STAYS: Mapping[str, str] = {
    "people.Membership": "the household over time: that she belonged to it, since when and until when",
    "aftercare.HomeContact": "the household's calendar of contacts; what was said then was said to the whole of it",
}
#: where a decision or a day of departure stands, it is the household's: who goes begins again in services
_STATE_OF_A_PART = {
    FileState.EXIT_ASSESSMENT: FileState.IN_SERVICES,
    FileState.DEPARTING: FileState.IN_SERVICES,
}


def goes_along(*models: type[Model]) -> None:
    """Rows of a room above that name a person (`person`, `file_id`, `team_id`) go where she goes, too."""
    _ABOVE.extend(model for model in models if model not in _ABOVE)


def follows() -> tuple[type[Model], ...]:
    """Every table whose rows go where their person goes."""
    return (*FOLLOWS, *_ABOVE)


@dataclass(frozen=True)
class Parting:
    """Who goes, who heads them, since when and why; who heads those who stay, and who cares for which child of theirs.

    `seen`: the version of each person as it was read; `keep`: who of those who work with the family works on with
    those who go.
    """

    going: Sequence[UUID]
    on: date
    reason: LeaveReason = LeaveReason.SPLIT
    head: UUID | None = None
    heir: UUID | None = None
    carers: Mapping[UUID, UUID | None] = field(default_factory=dict)
    seen: Mapping[UUID, int] = field(default_factory=dict)
    keep: Sequence[UUID] = ()


@command
def part(*, file: UUID, parting: Parting, by: Actor) -> UUID:
    """Some of a household get a file of their own, with their worker and their part of the record."""
    row = lock(file, by=by)
    require(by, Action.PERSON_EDIT, on=row)
    require(by, Action.FILE_CREATE)
    _may_go(row)
    known = members(file)
    allowed = rules.can_part(known, parting.going, parting.head)
    if not allowed:
        raise Invalid("head" if allowed.code == "no_head_there" else "going", allowed.code)
    _as_seen(known, parting.seen)
    working = grants_on(file, viewer=by)
    leave(row, parting.going, _gone(parting), known, by, ends=False)
    new = _own_file(row, by)
    _hand_on(row, new, working, parting.keep, by)
    _carry(parting.going, row, new, by)
    _settle(new, known, parting, JoinReason.SPLIT, by)
    _carry_needs(row, new, by)
    _told(new, known, parting, by)
    _both_follow(row, new, by)
    return new.file_id


@command
def move(*, file: UUID, to: UUID, parting: Parting, reason: JoinReason, by: Actor) -> None:
    """Some of a household join another file that is there already, such as that of relatives."""
    row, other = lock_both(file, to, by)
    require(by, Action.PERSON_EDIT, on=row)
    require(by, Action.PERSON_EDIT, on=other)
    _may_go(row)
    _may_go(other)
    known = members(file)
    if not parting.going or not set(parting.going) <= {one.ref for one in known}:
        raise Invalid("going", "not_of_this_family")
    _as_seen(known, parting.seen)
    leave(row, parting.going, _gone(parting), known, by, ends=False)
    _carry(parting.going, row, other, by)
    _settle(other, known, parting, reason, by)
    _both_follow(row, other, by)


@command
def come_of_age(
    *, file: UUID, person: UUID, by: Actor, own_file: bool = False, seen: int | None = None
) -> UUID:
    """Somebody is of age: no guardian answers for her, she is asked anew; a file of her own where she wants one."""
    row = lock(file, by=by)
    require(by, Action.PERSON_EDIT, on=row)
    card = people.person(person, viewer=by)
    if card.file != file or not card.active:
        raise NotFound
    rules.can_come_of_age(of_age(card), today()).or_refuse()
    if seen is not None and card.version != seen:
        raise Conflict("person", card.version, seen)
    Person.objects.filter(pk=person).update(
        age_band=str(max(AgeBand(card.age_band), AgeBand.B18_24, key=list(AgeBand).index)),
        carer=None, version=F("version") + 1,
    )  # fmt: skip
    guardians_end(row, person, by)
    Task.objects.filter(person_id=person, code=str(LifeTask.OF_AGE), done_on__isnull=True).update(
        done_on=today()
    )
    files.file_recount(file=file, by=by)
    audit.record(EventType.CAME_OF_AGE, by=by, on=row, person=person)
    if own_file and Person.objects.filter(file_id=file, active=True).exclude(pk=person).exists():
        return part(file=file, parting=Parting((person,), today(), head=person), by=by)
    moves.follow(file=file, by=by)
    return file


def of_age(card: people.PersonCard) -> rules.OfAge | None:
    """When somebody comes of age, where the birth date may be read."""
    return rules.of_age(card.name.birth, card.name.accuracy) if card.name and card.name.birth else None


def guardians_end(row: File, person: UUID, by: Actor) -> None:
    """What a guardian agreed to for her ends; what she said herself stays as she said it."""
    newest: dict[tuple[str, str], Consent] = {}
    for line in Consent.objects.filter(person_id=person).order_by("recorded_at", "id"):
        newest[line.purpose, line.recipient] = line
    for line in newest.values():
        if line.guardian is None or line.decision != ConsentDecision.GIVEN:
            continue
        ended = Consent.objects.create(
            id=new_id(), file_id=row.file_id, team_id=row.team_id, person_id=person, purpose=line.purpose,
            recipient=line.recipient, fields=line.fields, decision=str(ConsentDecision.ENDED), on=today(),
            language=line.language, explained_by=by.ref, asked_alone=False, guardian=line.guardian, given_how="",
            recorded_at=now(),
        )  # fmt: skip
        audit.record(EventType.CONSENT_RECORDED, by=by, on=ended, person=person, code=ended.decision)


@command
def ages_follow(*, file: UUID, by: Actor) -> int:
    """Age bands keep up with birth dates, and whoever is soon of age has somebody who prepares it; how many changed."""
    row = lock(file, by=by)
    require(by, Action.FILE_VIEW, on=row)
    changed = 0
    for card in people.people_of(file, viewer=by):
        if card.name is None or card.name.birth is None:
            continue
        changed += _band(card)
        when = rules.of_age(card.name.birth, card.name.accuracy)
        if card.age_band in rules.MINORS and rules.is_near(when, today()) and not _prepared(card.ref):
            task(row, LifeTask.OF_AGE, card.ref, by, due_on=_month_of(max(when.first, today())))
            changed += 1
    if changed:
        audit.record(EventType.PERSON_CHANGED, by=by, on=row, fields=["age_band"])
    return changed


def _band(card: people.PersonCard) -> int:
    """The band of a child or an adult moves by itself; from one to the other only by `come_of_age` and her own word."""
    if card.name is None or card.name.birth is None:
        return 0
    band = rules.band_of(rules.age_on(card.name.birth, today()))
    if str(band) == card.age_band or (card.age_band in rules.MINORS) != (band in rules.MINORS):
        return 0
    return Person.objects.filter(pk=card.ref).update(age_band=str(band), version=F("version") + 1)


def _prepared(person: UUID) -> bool:
    return Task.objects.filter(person_id=person, code=str(LifeTask.OF_AGE)).exists()


def _month_of(day: date) -> date:
    """The first worked day of the month: the day itself would be a birth date in clear."""
    return policy.programme().calendar.worked(day.replace(day=1))


# How a person's part goes with her -------------------------------------------------------------------------------


def lock_both(one: UUID, other: UUID, by: Actor) -> tuple[File, File]:
    """Two files, held in one order whoever asks, so that two who move people at once never wait for one another."""
    if one == other:
        raise Invalid("to", "same_file")
    held = {ref: lock(ref, by=by) for ref in sorted((one, other))}
    return held[one], held[other]


def _may_go(row: File) -> None:
    if row.state in ENDED:
        refuse("file_is_closed").or_refuse()
    if row.state == FileState.EXPECTED:
        refuse("not_arrived").or_refuse()


def _as_seen(known: Sequence[rules.Member], seen: Mapping[UUID, int]) -> None:
    """Somebody who was changed or moved since the page was opened is not moved unseen."""
    there = dict(Person.objects.filter(pk__in=[one.ref for one in known]).values_list("id", "version"))
    for ref, version in seen.items():
        if there.get(ref) != version:
            raise Conflict("person", there.get(ref), version)


def _gone(parting: Parting) -> Gone:
    return Gone(parting.on, parting.reason, parting.heir, parting.carers)


def _own_file(row: File, by: Actor) -> File:
    """A file beside the family's, where the family stands on its way, in the same team."""
    state = _STATE_OF_A_PART.get(FileState(row.state), FileState(row.state))
    new = files.row_for(
        NewFile(
            team=row.team_id, state=state, arrived_on=row.arrived_on, governorate=row.governorate,
            district=row.district, language=row.language, section=row.section, pathway=row.pathway, opened_on=today(),
            planned_end=row.planned_end, clearance=Clearance(row.clearance), clearance_on=row.clearance_on,
            ledger_from=today() if state is FileState.AFTERCARE else row.ledger_from,
        )
    )  # fmt: skip
    new.stay_from, new.left_on, new.home_from = row.stay_from, row.left_on, row.home_from
    new.worker = row.worker
    new.number = access.scope_open(new.file_id, new.number, row.team_id, _role_to_open(by))
    new.save(force_insert=True)
    audit.record(EventType.FILE_CREATED, by=by, on=new, code="parted")
    return lock(new.file_id, by=by)


def _role_to_open(by: Actor) -> str:
    may_open = policy.allowed()
    return next(m.role for m in by.memberships if Action.FILE_CREATE in may_open.get(m.role, frozenset()))


def _hand_on(row: File, new: File, working: Sequence[GrantCard], keep: Sequence[UUID], by: Actor) -> None:
    """The worker stays theirs until the file is handed over; whoever else works on is named, nobody by itself."""
    for grant in working:
        if grant.account == by.account or (grant.account != row.worker and grant.account not in keep):
            continue
        if grant.role != policy.STAND_IN:
            access.grant_give(file=new.file_id, account=grant.account, role=grant.role, purpose="care", by=by)


def _carry(going: Sequence[UUID], old: File, new: File, by: Actor) -> None:
    """Move every row that is about these people, what is sealed of it, and their keys, to another file."""
    echoes = list(Person.objects.filter(same_as__in=list(going)).values_list("id", flat=True))
    everybody = [*going, *echoes]
    owners: list[UUID] = list(everybody)
    home = {"file_id": new.file_id, "team_id": new.team_id}
    for model in follows():
        rows: Any = model._default_manager.filter(file_id=old.file_id, person_id__in=everybody)
        owners += list(rows.values_list("id", flat=True))
        rows.update(**home)
    links = NeedGoal.objects.filter(
        file_id=old.file_id, need__person_id__in=list(going), goal__person_id__in=list(going)
    )
    links.update(**home)
    Person.objects.filter(pk__in=list(going)).update(
        **home, active=True, role=str(FamilyRole.OTHER), version=F("version") + 1
    )
    Person.objects.filter(pk__in=echoes).update(**home)
    vault.rehome(owners, subjects=everybody, old=old.file_id, file=new.file_id, team=new.team_id)
    for person in going:
        audit.record(EventType.PERSON_WENT, by=by, on=old, person=person)
        audit.record(EventType.PERSON_CAME, by=by, on=new, person=person)
    open_tasks = Task.objects.filter(file_id=new.file_id, person_id__in=list(going), done_on__isnull=True)
    if new.worker is not None and new.worker != old.worker:
        open_tasks.filter(owner=old.worker).update(owner=new.worker)


def _settle(
    new: File, known: Sequence[rules.Member], parting: Parting, reason: JoinReason, by: Actor
) -> None:
    """Those who came belong to the household from that day on, each in her place."""
    came = [one for one in known if one.ref in parting.going]
    present = Person.objects.filter(file_id=new.file_id, active=True, role=str(FamilyRole.HEAD))
    headed = present.exclude(pk__in=parting.going).exists()
    head = None if headed else parting.head or came[0].ref
    roles = rules.roles_under(head, came) if head else {one.ref: FamilyRole.OTHER for one in came}
    for ref, role in roles.items():
        Person.objects.filter(pk=ref).update(role=str(role))
    adults = {one.ref for one in came if one.adult}
    Person.objects.filter(pk__in=parting.going).exclude(carer__in=adults).update(carer=None)
    Membership.objects.bulk_create(
        Membership(
            id=new_id(), file_id=new.file_id, team_id=new.team_id, person_id=one.ref, since=parting.on,
            reason_in=str(reason),
        )
        for one in came
    )  # fmt: skip
    files.file_recount(file=new.file_id, by=by)
    new.refresh_from_db()
    family_level(new)


def _carry_needs(old: File, new: File, by: Actor) -> None:
    """What the household needs, both parts of it need; in the new file it asks for goals of its own."""
    found = list(Need.objects.filter(file_id=old.file_id, person_id__isnull=True, state=str(NeedState.OPEN)))
    wishes = people.opened([(need.id, "notes:wish") for need in found], viewer=by)
    copies = {
        need.id: Need(
            id=new_id(), file_id=new.file_id, team_id=new.team_id, domain=need.domain, score=need.score,
            first_score=need.first_score, circle=need.circle, raised_on=need.raised_on, due_on=need.due_on,
            answer=need.answer, carried_from=need.id,
        )
        for need in found
    }  # fmt: skip
    Need.objects.bulk_create(copies.values())
    vault.write(
        [
            Plain(copy.id, "notes:wish", new.file_id, new.file_id, new.team_id, wish)
            for ref, copy in copies.items()
            if (wish := wishes.text(ref, "notes:wish"))
        ]
    )
    moved = NeedGoal.objects.filter(
        file_id=old.file_id, need_id__in=list(copies), goal__file_id=new.file_id
    ).values_list("need_id", "goal_id")
    NeedGoal.objects.bulk_create(
        NeedGoal(id=new_id(), file_id=new.file_id, team_id=new.team_id, need_id=copies[need].id, goal_id=goal)
        for need, goal in list(moved)
    )
    for copy in copies.values():
        audit.record(EventType.NEED_RECORDED, by=by, on=copy, code="carried")


def _told(new: File, known: Sequence[rules.Member], parting: Parting, by: Actor) -> None:
    """Somebody asks the new household what it needs; children who are alone in it are seen today."""
    task(new, LifeTask.NEW_HOUSEHOLD, None, by)
    came = [one for one in known if one.ref in parting.going]
    if not any(one.adult for one in came):
        for child in came:
            task(new, LifeTask.CHILD_ALONE, child.ref, by)


def _both_follow(old: File, new: File, by: Actor) -> None:
    moves.file_begin(file=new.file_id, by=by)
    moves.follow(file=old.file_id, by=by)
    moves.follow(file=new.file_id, by=by)


__all__ = [
    "STAYS", "Parting", "ages_follow", "come_of_age", "follows", "goes_along", "lock_both", "move", "of_age", "part",
]  # fmt: skip
