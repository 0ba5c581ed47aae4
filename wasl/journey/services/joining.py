"""Two files of one family become one, by a human's word, and are parted again as long as that can be done honestly.

Nothing is deleted and nothing sealed anew: rows come over with their ids, whoever stood in both files keeps her second
writing as a name by which she is found, the other number leads here, and the joining remembers what each row was.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Model, Q

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.appointments.models import Appointment
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile import rules
from wasl.casefile.enums import ENDED, FileState
from wasl.casefile.models import (
    Case,
    Consent,
    Document,
    File,
    Goal,
    Need,
    NeedGoal,
    PlanVersion,
    Scan,
    Service,
)
from wasl.casefile.models.thread import whose
from wasl.casefile.selectors.files import lock
from wasl.casefile.services import files
from wasl.casefile.services.files import touch
from wasl.casefile.services.thread import family_level
from wasl.instruments.models import Response
from wasl.journey.enums import LifeTask
from wasl.journey.models import Joining, Step
from wasl.journey.services import moves
from wasl.journey.services.life import task
from wasl.journey.services.parting import follows, lock_both
from wasl.kernel.clock import now, today
from wasl.kernel.decision import Decision, allow, refuse
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.people.enums import FamilyRole, JoinReason, LeaveReason
from wasl.people.models import Membership, NotSame, Person
from wasl.phases.rehabilitation.models import LevelRequest
from wasl.vault import services as vault
from wasl.vault.client import Plain

Rows = dict[str, list[list[Any]]]
_JOINED = "joined"
#: of whom there is one photo at a time
PHOTO = "photo"
_SET_ASIDE = (
    "state", "closed_on", "next_due", "next_action", "due_moved", "joined_into", "worker", "woman_headed", "size",
    "adults", "children",
)  # fmt: skip


@command
def join(*, file: UUID, other: UUID, pairs: Mapping[UUID, UUID], reason: str, by: Actor) -> UUID:
    """Make one file of two. `pairs`: who of the other file is who here; all others come over as they are."""
    row, gone = lock_both(file, other, by)
    for one in (row, gone):
        require(by, Action.FILE_ASSIGN, on=one)
        require(by, Action.PERSON_EDIT, on=one)
    can_join(row, gone).or_refuse()
    if not reason.strip():
        raise Invalid("reason", "reason_missing")
    here, there = _people(file), _people(other)
    _check(pairs, here, there)
    joining = Joining(
        id=new_id(), file_id=file, team_id=row.team_id, other=other, number=gone.number, made_by=by.ref, made_at=now(),
        pairs=[[str(twice), str(once)] for twice, once in pairs.items()],
    )  # fmt: skip
    joining.former = _former(row, gone, there.values())
    joining.rows = _bring(row, gone, pairs)
    _bring_people(row, gone, pairs, here, there)
    joining.save(force_insert=True)
    vault.write([Plain(joining.id, "notes:reason", file, file, row.team_id, reason.strip())])
    gone.refresh_from_db()
    moves.set_aside(gone, by)
    gone.joined_into, gone.worker, gone.woman_headed = file, None, False
    gone.size = gone.adults = gone.children = 0
    touch(gone, _SET_ASIDE)
    _recount(row, by)
    task(row, LifeTask.JOINED, None, by)
    for one in (row, gone):
        audit.record(EventType.FILES_JOINED, by=by, on=one, code=joining.number)
    return joining.id


@command
def take_back(*, joining: UUID, by: Actor) -> UUID:
    """Part two files that were joined, each as it was; refused, with the reason, where something rests on both."""
    found = Joining.objects.select_for_update().filter(pk=joining, undone_at__isnull=True).first()
    if found is None:
        raise NotFound
    row, gone = lock_both(found.file_id, found.other, by)
    for one in (row, gone):
        require(by, Action.FILE_ASSIGN, on=one)
        require(by, Action.PERSON_EDIT, on=one)
    can_take_back(found).or_refuse()
    _send_back(found, row, gone)
    gone.refresh_from_db()
    gone.joined_into = None
    gone.worker = UUID(found.former["worker"]) if found.former["worker"] else None
    moves.take_up(gone, FileState(found.former["state"]), by)
    touch(gone, ["state", "closed_on", "joined_into", "worker"])
    found.undone_by, found.undone_at = by.ref, now()
    found.save(update_fields=["undone_by", "undone_at"])
    _recount(row, by)
    _recount(gone, by)
    for one in (row, gone):
        audit.record(EventType.FILES_PARTED, by=by, on=one, code=found.number)
    return gone.file_id


def can_join(row: File, gone: File) -> Decision:
    """Two files that are both at work, neither of them joined with another."""
    if row.joined_into or gone.joined_into:
        return refuse("joined_already")
    if row.state in ENDED or gone.state in ENDED:
        return refuse("file_is_closed")
    if FileState.EXPECTED in (row.state, gone.state):
        return refuse("not_arrived")
    return refuse("same_file") if row.file_id == gone.file_id else allow()


def can_take_back(found: Joining) -> Decision:
    """Whether two files can still be parted, by what has happened to them since."""
    return rules.can_take_back(since(found))


def since(found: Joining) -> rules.SinceJoined:
    """What was done since two files were joined, and rests on both."""
    file, came, at = found.file_id, _ids(found), found.made_at
    both = [UUID(once) for _, once in found.pairs]
    moved = {UUID(ref) for ref in (*found.former["people"], *(twice for twice, _ in found.pairs))}
    step = Step.objects.filter(file_id=file, left_on__isnull=True).values_list("id", flat=True).first()
    links = NeedGoal.objects.filter(file_id=file).values_list("id", "need_id", "goal_id")
    needs, goals = came[Need._meta.label], came[Goal._meta.label]
    alone = _alone(found)
    return rules.SinceJoined(
        changed=sum(_changed(model, found, alone) for model in follows()),
        tied=sum(
            (need in needs) != (goal in goals) for ref, need, goal in links if ref not in _before(found)
        ),
        agreed=PlanVersion.objects.filter(file_id=file)
        .exclude(pk__in=[*came[PlanVersion._meta.label], *found.former["plans"]])
        .exclude(person_id__in=alone)
        .count(),
        assessed=Response.objects.filter(file_id=file, recorded_at__gt=at)
        .filter(Q(person_id__in=both) | Q(person_id__isnull=True))
        .count(),
        chosen=Consent.objects.filter(file_id=file, person_id__in=both, recorded_at__gt=at).count(),
        moved_on=int(str(step) != found.former["step"])
        + Person.objects.filter(pk__in=[*moved, *both]).exclude(file_id=file).count()
        + Person.objects.filter(pk__in=[*alone, *both], active=False).count(),
    )


# Bringing over ---------------------------------------------------------------------------------------------------


def _people(file: UUID) -> dict[UUID, Person]:
    rows = Person.objects.select_for_update().filter(file_id=file, active=True).order_by("id")
    return {row.id: row for row in rows}


def _check(pairs: Mapping[UUID, UUID], here: Mapping[UUID, Person], there: Mapping[UUID, Person]) -> None:
    if not pairs:
        raise Invalid("pairs", "joined_unpaired")
    if len(set(pairs.values())) != len(pairs):
        raise Invalid("pairs", "joined_twice")
    for twice, once in pairs.items():
        if twice not in there or once not in here:
            raise Invalid("pairs", "not_of_this_family")
        if there[twice].sex != here[once].sex:
            raise Invalid("pairs", "joined_sexes")


def _former(row: File, gone: File, people: Iterable[Person]) -> dict[str, Any]:
    step = Step.objects.filter(file_id=row.file_id, left_on__isnull=True).values_list("id", flat=True).first()
    plans = PlanVersion.objects.filter(file_id=row.file_id).values_list("id", flat=True)
    links = NeedGoal.objects.filter(file_id=row.file_id).values_list("id", flat=True)
    return {
        "state": gone.state,
        "worker": str(gone.worker or ""),
        "step": str(step),
        "plans": [str(ref) for ref in plans],
        "links": [str(ref) for ref in links],
        "people": {str(one.id): one.role for one in people},
    }


def _bring(row: File, gone: File, pairs: Mapping[UUID, UUID]) -> Rows:
    """Every row of the thread and of the people comes over; answers with what each was."""
    found: Rows = {}
    home = {"file_id": row.file_id, "team_id": row.team_id}
    owners: list[UUID] = list(Person.objects.filter(file_id=gone.file_id).values_list("id", flat=True))
    people = list(owners)
    # a link has neither person nor version, and goes with its needs and goals
    tables: tuple[type[Model], ...] = (*follows(), NeedGoal)
    for model in tables:
        rows: Any = model._default_manager.filter(file_id=gone.file_id)
        found[model._meta.label] = [_was(one) for one in rows]
        owners += [one.pk for one in rows]
        rows.update(**home)
    _number_plans(row, found[PlanVersion._meta.label], pairs)
    for twice, once in pairs.items():
        busy = set(Appointment.objects.filter(person_id=once).values_list("day", flat=True))
        held = set(Document.objects.filter(person_id=once).values_list("kind", flat=True))
        for model in follows():
            mine: Any = model._default_manager.filter(file_id=row.file_id, person_id=twice)
            if model in (Case, NotSame):
                continue
            if model is Document:
                mine = mine.exclude(kind__in=held)
            if model is Scan and Scan.objects.filter(person_id=once, kind=PHOTO, removed_at=None).exists():
                mine = mine.exclude(kind=PHOTO, removed_at=None)
            if model is LevelRequest and LevelRequest.objects.filter(person_id=once, state="asked").exists():
                mine = mine.exclude(state="asked")
            if model is Appointment:
                mine = mine.exclude(day__in=busy)
            mine.update(person_id=once)
        Case.objects.filter(person_id=twice, left_on__isnull=True).update(left_on=today(), left_how=_JOINED)
    vault.rehome(owners, subjects=people, old=gone.file_id, file=row.file_id, team=row.team_id)
    return found


def _was(one: Any) -> list[Any]:
    """A row as it was: its id, whose, its version; of a plan its number, of a case whether it was open."""
    more = getattr(one, "number", None) if isinstance(one, PlanVersion) else None
    if isinstance(one, Case):
        more = one.left_on is None
    person = getattr(one, "person_id", None)
    return [str(one.pk), str(person or ""), getattr(one, "version", 0), more]


def _number_plans(row: File, came: list[list[Any]], pairs: Mapping[UUID, UUID]) -> None:
    """Pages that were agreed in the other file stand after those that were agreed here."""
    for ref, person, _version, number in came:
        owner = pairs.get(UUID(person), UUID(person)) if person else None
        known = PlanVersion.objects.filter(whose(owner), file_id=row.file_id).exclude(
            pk__in=[one[0] for one in came]
        )
        last = known.aggregate(last=Max("number"))["last"] or 0
        if last:
            PlanVersion.objects.filter(pk=ref).update(number=last + number)


def _bring_people(
    row: File,
    gone: File,
    pairs: Mapping[UUID, UUID],
    here: Mapping[UUID, Person],
    there: Mapping[UUID, Person],
) -> None:
    headed_alike = any(
        there[twice].role == FamilyRole.HEAD and here[once].role == FamilyRole.HEAD
        for twice, once in pairs.items()
    )
    home = {"file_id": row.file_id, "team_id": row.team_id, "version": F("version") + 1}
    Person.objects.filter(file_id=gone.file_id, active=False).update(**home)
    for ref, one in there.items():
        role = one.role if headed_alike and one.role != FamilyRole.HEAD else FamilyRole.OTHER
        if ref in pairs:
            Person.objects.filter(pk=ref).update(active=False, same_as=pairs[ref], role=str(role), **home)
        else:
            Person.objects.filter(pk=ref).update(role=str(role), **home)
            Membership.objects.create(
                id=new_id(), file_id=row.file_id, team_id=row.team_id, person_id=ref, since=today(),
                reason_in=str(JoinReason.CORRECTION),
            )  # fmt: skip
    Person.objects.filter(same_as__in=list(pairs)).update(**home)
    left = Membership.objects.filter(file_id=gone.file_id, person_id__in=list(there), until__isnull=True)
    left.update(until=today(), reason_out=str(LeaveReason.CORRECTION))


# Sending back ----------------------------------------------------------------------------------------------------


def _ids(found: Joining) -> dict[str, set[UUID]]:
    return {label: {UUID(one[0]) for one in rows} for label, rows in found.rows.items()}


def _before(found: Joining) -> set[UUID]:
    """Links that were there when the two files were joined, of either."""
    return {UUID(ref) for ref in found.former["links"]} | _ids(found)[NeedGoal._meta.label]


def _alone(found: Joining) -> list[UUID]:
    """Whoever came over and stood in the other file alone: what is hers goes back with her, however new it is."""
    twice = {pair[0] for pair in found.pairs}
    return [UUID(ref) for ref in found.former["people"] if ref not in twice]


def _changed(model: type[Model], found: Joining, alone: list[UUID]) -> int:
    """How many rows that came over say something else now, of whoever stands in both files or of the household."""
    was = {UUID(ref): version for ref, person, version, _ in found.rows[model._meta.label] if version}
    if not was:
        return 0
    rows: Any = model._default_manager.filter(pk__in=list(was)).exclude(person_id__in=alone)
    return sum(was[ref] != version for ref, version in rows.values_list("pk", "version"))


def _send_back(found: Joining, row: File, gone: File) -> None:
    home = {"file_id": gone.file_id, "team_id": gone.team_id}
    alone = _alone(found)
    twice = [UUID(ref) for ref, _ in found.pairs]
    came = _ids(found)
    inactive = list(
        Person.objects.filter(file_id=row.file_id, active=False, memberships__file_id=gone.file_id)
        .exclude(memberships__file_id=row.file_id)
        .values_list("id", flat=True)
    )
    people = list({*alone, *twice, *inactive})
    owners: list[UUID] = list(people)
    for model in follows():
        label = model._meta.label
        rows: Any = model._default_manager.filter(file_id=row.file_id)
        mine = rows.filter(Q(pk__in=came[label]) | Q(person_id__in=alone))
        if model is Service:
            mine = rows.filter(
                Q(pk__in=came[label]) | Q(goal__in=came[Goal._meta.label]) | Q(person_id__in=alone)
            )
        owners += list(mine.values_list("pk", flat=True))
        mine.update(**home)
        for ref, person, _version, more in found.rows[label]:
            one: Any = model._default_manager.filter(pk=ref)
            if hasattr(model, "person_id") and person:
                one.exclude(person_id=person).update(person_id=person)
            if model is PlanVersion:
                one.exclude(number=more).update(number=more)
            if model is Case and more:
                one.filter(left_how=_JOINED).update(left_on=None, left_how="")
    goals = Goal.objects.filter(file_id=gone.file_id).values_list("pk", flat=True)
    NeedGoal.objects.filter(file_id=row.file_id, goal_id__in=list(goals)).update(**home)
    vault.rehome(owners, subjects=people, old=row.file_id, file=gone.file_id, team=gone.team_id)
    Person.objects.filter(pk__in=alone).update(role=str(FamilyRole.OTHER))
    for ref in people:
        role = found.former["people"].get(str(ref))
        active = {"active": True, "same_as": None, "role": role} if role else {}
        Person.objects.filter(pk=ref).update(**home, **active, version=F("version") + 1)
    Membership.objects.filter(file_id=row.file_id, person_id__in=alone, until__isnull=True).update(
        until=today(), reason_out=str(LeaveReason.CORRECTION)
    )
    ended = Membership.objects.filter(
        file_id=gone.file_id, person_id__in=list(found.former["people"]), until=found.made_on,
        reason_out=str(LeaveReason.CORRECTION),
    )  # fmt: skip
    ended.update(until=None, reason_out="")


def _recount(row: File, by: Actor) -> None:
    files.file_recount(file=row.file_id, by=by)
    row = lock(row.file_id, by=by)
    family_level(row)
    moves.follow(file=row.file_id, by=by)


__all__ = ["can_join", "can_take_back", "join", "since", "take_back"]
