"""Mending the thread: a goal worded anew, a goal closed by mistake opened again the same day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile import rules
from wasl.casefile.enums import Circle, GoalState, NeedState
from wasl.casefile.models import Goal, Need, NeedGoal
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import touch
from wasl.kernel.clock import today
from wasl.kernel.errors import Conflict, Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.vault import services as vault
from wasl.vault.client import Plain


@command
def goal_change(
    *,
    goal: UUID,
    words: str,
    due_on: date | None,
    circle: Circle,
    needs: Sequence[UUID],
    by: Actor,
    version: int | None = None,
) -> None:
    """Word an open goal anew, or tie it to other needs. What was agreed before stays in its plan version."""
    found, file = _goal(goal)
    row = lock(file, by=by)
    require(by, Action.GOAL_WRITE, on=row)
    rules.can_end(found.state).or_refuse()
    if version is not None and found.version != version:
        raise Conflict("goal", found.version, version)
    if not words.strip():
        raise Invalid("words", "goal_missing")
    if circle is Circle.OWN and found.person_id is None:
        raise Invalid("circle", "own_needs_person")
    answered = list(Need.objects.filter(file_id=file, pk__in=needs))
    if not answered and not found.code:
        raise Invalid("needs", "which_need")
    found.due_on, found.circle, found.version = due_on, str(circle), found.version + 1
    found.save(update_fields=["due_on", "circle", "version"])
    _tie(found, answered)
    vault.write([Plain(goal, "notes:goal", found.person_id or file, file, row.team_id, words.strip())])
    touch(row, [])
    audit.record(EventType.GOAL_WRITTEN, by=by, on=found, person=found.person_id, code="changed")


@command
def goal_reopen(*, goal: UUID, by: Actor, version: int | None = None) -> None:
    """Take back the closing of a goal on the day it was closed; later a new goal says what is wanted now."""
    found, file = _goal(goal)
    row = lock(file, by=by)
    require(by, Action.GOAL_WRITE, on=row)
    rules.can_reopen_goal(found.state, found.closed_on, today()).or_refuse()
    if version is not None and found.version != version:
        raise Conflict("goal", found.version, version)
    found.state, found.closed_on, found.version = str(GoalState.OPEN), None, found.version + 1
    found.save(update_fields=["state", "closed_on", "version"])
    touch(row, [])
    audit.record(EventType.GOAL_CLOSED, by=by, on=found, person=found.person_id, code="undone")


@command
def need_unanswer(*, need: UUID, by: Actor) -> None:
    """Take back the reason why a need has no goal: it asks for an answer again."""
    found = Need.objects.select_for_update().filter(pk=need).first()
    if found is None:
        raise NotFound
    row = lock(found.file_id, by=by)
    require(by, Action.GOAL_WRITE, on=row)
    rules.can_end(found.state, open_state=NeedState.OPEN).or_refuse()
    found.no_goal, found.version = "", found.version + 1
    found.save(update_fields=["no_goal", "version"])
    touch(row, [])
    audit.record(EventType.NEED_ANSWERED, by=by, on=found, person=found.person_id, code="undone")


def _goal(goal: UUID) -> tuple[Goal, UUID]:
    found = Goal.objects.select_for_update().filter(pk=goal).first()
    if found is None:
        raise NotFound
    return found, found.file_id


def _tie(goal: Goal, needs: Sequence[Need]) -> None:
    wanted = {need.id for need in needs}
    NeedGoal.objects.filter(goal=goal).exclude(need_id__in=wanted).delete()
    there = set(NeedGoal.objects.filter(goal=goal).values_list("need_id", flat=True))
    NeedGoal.objects.bulk_create(
        NeedGoal(id=new_id(), file_id=goal.file_id, team_id=goal.team_id, need=need, goal=goal)
        for need in needs
        if need.id not in there
    )
