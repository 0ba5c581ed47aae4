"""Needs, goals and services: each knot is tied to the one before it, or says in words why it is not."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, may, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile import rules
from wasl.casefile.enums import (
    BY_HAND,
    Circle,
    GoalState,
    Level,
    NeedState,
    NoGoalReason,
    ServiceResult,
    ServiceState,
)
from wasl.casefile.models import Case, File, Goal, Need, NeedGoal, Service
from wasl.casefile.models.thread import whose
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import of_family, touch
from wasl.kernel.clock import today
from wasl.kernel.errors import Conflict, Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.vault import services as vault
from wasl.vault.client import Plain


@command
def need_record(
    *,
    file: UUID,
    person: UUID | None,
    domain: str,
    score: int,
    on: date,
    due_on: date | None,
    by: Actor,
    answer: UUID | None = None,
    wish: str = "",
    circle: Circle = Circle.FAMILY,
) -> UUID:
    """Raise a need, or give the open need of the same domain its new score; 0 or 1 means it is met."""
    row = lock(file, by=by)
    require(by, Action.NEED_RECORD, on=row)
    of_family(file, person)
    if not 0 <= score <= 4:
        raise Invalid("score", "score_out_of_range")
    need = (
        Need.objects.select_for_update()
        .filter(whose(person), file_id=file, domain=domain, state=NeedState.OPEN)
        .first()
    )
    if need is None:
        need = Need(
            id=new_id(), file_id=file, team_id=row.team_id, person_id=person, domain=domain, score=score,
            first_score=score, circle=str(circle), raised_on=on, due_on=due_on, answer=answer,
        )  # fmt: skip
        need.save(force_insert=True)
    else:
        need.score, need.answer, need.version = score, answer or need.answer, need.version + 1
        need.due_on = due_on or need.due_on
        if score < rules.NEEDS_ANSWER_FROM:
            need.state, need.closed_on = str(NeedState.MET), on
        need.save(update_fields=["score", "answer", "due_on", "state", "closed_on", "version"])
    if wish:
        vault.write([Plain(need.id, "notes:wish", person or file, file, row.team_id, wish)])
    audit.record(EventType.NEED_RECORDED, by=by, on=need, person=person)
    return need.id


@command
def need_answer(*, need: UUID, reason: NoGoalReason, words: str, by: Actor) -> None:
    """A need of 2 or more without a goal says why, in a code and a sentence."""
    found = _need(need)
    row = lock(found.file_id, by=by)
    require(by, Action.GOAL_WRITE, on=row)
    if not words.strip():
        raise Invalid("words", "reason_missing")
    found.no_goal, found.version = str(reason), found.version + 1
    found.save(update_fields=["no_goal", "version"])
    subject = found.person_id or found.file_id
    vault.write([Plain(found.id, "notes:reason", subject, found.file_id, row.team_id, words.strip())])
    touch(row, [])
    audit.record(EventType.NEED_ANSWERED, by=by, on=found, person=found.person_id, code=str(reason))


@command
def goal_write(
    *,
    file: UUID,
    person: UUID | None,
    needs: Sequence[UUID],
    words: str,
    due_on: date | None,
    by: Actor,
    code: str = "",
    circle: Circle = Circle.FAMILY,
    set_on: date | None = None,
) -> UUID:
    """Write a goal for one need or several; a goal without a need is asked which need it is for."""
    row = lock(file, by=by)
    require(by, Action.GOAL_WRITE, on=row)
    of_family(file, person)
    if not words.strip():
        raise Invalid("words", "goal_missing")
    if circle is Circle.OWN and person is None:
        raise Invalid("circle", "own_needs_person")
    answered = list(Need.objects.filter(file_id=file, pk__in=needs))
    if not answered and not code:
        raise Invalid("needs", "which_need")
    goal = Goal.objects.create(
        id=new_id(), file_id=file, team_id=row.team_id, person_id=person, code=code, circle=str(circle),
        set_on=set_on or today(), due_on=due_on,
    )  # fmt: skip
    NeedGoal.objects.bulk_create(
        NeedGoal(id=new_id(), file_id=file, team_id=row.team_id, need=need, goal=goal) for need in answered
    )
    vault.write([Plain(goal.id, "notes:goal", person or file, file, row.team_id, words.strip())])
    touch(row, [])
    audit.record(EventType.GOAL_WRITTEN, by=by, on=goal, person=person)
    return goal.id


@command
def goal_close(
    *, goal: UUID, state: GoalState, words: str, on: date, by: Actor, version: int | None = None
) -> None:
    """Close a goal with what came of it, graded against what was wanted."""
    found = Goal.objects.filter(pk=goal).first()
    if found is None:
        raise NotFound
    row = lock(found.file_id, by=by)
    require(by, Action.GOAL_WRITE, on=row)
    rules.can_end(found.state).or_refuse()
    if version is not None and found.version != version:
        raise Conflict("goal", found.version, version)
    found.state, found.closed_on, found.version = str(state), on, found.version + 1
    found.save(update_fields=["state", "closed_on", "version"])
    if words.strip():
        subject = found.person_id or found.file_id
        vault.write([Plain(found.id, "notes:result", subject, found.file_id, row.team_id, words.strip())])
    touch(row, [])
    audit.record(EventType.GOAL_CLOSED, by=by, on=found, person=found.person_id, code=str(state))


@command
def service_record(
    *,
    goal: UUID,
    code: str,
    state: ServiceState,
    on: date,
    by: Actor,
    service: UUID | None = None,
    provider: str = "",
    result: ServiceResult = ServiceResult.NONE,
    words: str = "",
) -> UUID:
    """Plan a tailored service for a goal, or record its start, delivery or end."""
    owner = Goal.objects.filter(pk=goal).first()
    if owner is None:
        raise Invalid("goal", "which_need")
    row = lock(owner.file_id, by=by)
    require(by, Action.SERVICE_RECORD, on=row)
    found = Service.objects.select_for_update().filter(pk=service, goal=owner).first() if service else None
    if found is None:
        found = Service(
            id=new_id(), file_id=row.file_id, team_id=row.team_id, goal=owner, person_id=owner.person_id, code=code,
            provider=provider, planned_on=on,
        )  # fmt: skip
    found.state, found.result = str(state), str(result)
    if state in (ServiceState.STARTED, ServiceState.DELIVERED):
        found.started_on = found.started_on or on
    if state in (ServiceState.DELIVERED, ServiceState.ENDED, ServiceState.DECLINED):
        found.ended_on = on
    found.version += 1
    found.save()
    if words.strip():
        subject = owner.person_id or row.file_id
        vault.write([Plain(found.id, "notes:result", subject, row.file_id, row.team_id, words.strip())])
    touch(row, [])
    audit.record(EventType.SERVICE_RECORDED, by=by, on=found, person=owner.person_id, code=code)
    return found.id


@command
def level_set(
    *, file: UUID, person: UUID, level: Level, because: Sequence[str], on: date, by: Actor, reason: str = "",
    computed: bool = False,
) -> None:  # fmt: skip
    """Set one person's support level, and with it the family's: that of the member who needs most.

    One that does not follow from scores (`because`) keeps its reason in words, sealed with who gave it and when.
    """
    row = lock(file, by=by)
    lower = bool(may(by, Action.LEVEL_LOWER, on=row))
    require(by, Action.LEVEL_LOWER if lower else Action.NEED_RECORD, on=row)
    of_family(file, person)
    case = Case.objects.select_for_update().filter(person_id=person, left_on__isnull=True).first()
    if case is None:
        case = Case(id=new_id(), file_id=file, team_id=row.team_id, person_id=person)
    by_hand = not because and not computed and case.level != level
    if not computed:
        rules.can_set_level(case.level, level, may_lower=lower, reason=reason).or_refuse()
    if by_hand or because or computed:
        case.level_because = [BY_HAND] if by_hand else list(because)
    case.level, case.assessed_on = str(level), on
    case.version += 1
    case.save()
    if by_hand:
        said = {"level": str(level), "reason": reason.strip(), "by": str(by.ref), "on": on.isoformat()}
        vault.write([Plain(case.id, "notes:level", person, file, row.team_id, said)])
    family_level(row)
    audit.record(EventType.LEVEL_CHANGED, by=by, on=case, person=person, code=str(level))


@command
def asked_record(*, file: UUID, person: UUID, on: date, by: Actor) -> None:
    """Somebody was asked and declined: that is an answer, but nothing from which a support level could be computed."""
    row = lock(file, by=by)
    require(by, Action.ASSESSMENT_RECORD, on=row)
    of_family(file, person)
    case = Case.objects.select_for_update().filter(person_id=person, left_on__isnull=True).first()
    case = case or Case(id=new_id(), file_id=file, team_id=row.team_id, person_id=person)
    case.assessed_on, case.version = case.assessed_on or on, case.version + 1
    case.save()
    audit.record(EventType.ASSESSMENT_RECORDED, by=by, on=case, person=person, code="declined")


def family_level(row: File) -> None:
    """Bring the family's level in line with its members', and say whose domains gave it."""
    cases = list(Case.objects.filter(file_id=row.file_id, left_on__isnull=True).exclude(level=""))
    row.level = rules.highest(case.level for case in cases)
    row.level_because = next((case.level_because for case in cases if case.level == row.level), [])
    touch(row, ["level", "level_because"])


def _need(need: UUID) -> Need:
    found = Need.objects.select_for_update().filter(pk=need).first()
    if found is None:
        raise NotFound
    return found
