"""The thread as rows: need, goal, service, result. What is open stands first, what is answered is folded away.

Needs of one kind that the same goals answer are one row: the papers of five children are one piece of work.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.casefile.enums import Circle, GoalState, NeedState, NoGoalReason, ServiceState
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.selectors.thread import GoalCard, NeedCard, ServiceCard, Thread
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.addresses import address
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.kernel.clock import today
from wasl.people.selectors import PersonCard

NAMED = 3
RESULTS = 2


@dataclass(frozen=True)
class Rows:
    """The rows of a thread: `open` ones in full, `done` ones behind a fold."""

    open: list[dict[str, Any]] = field(default_factory=list)
    done: list[dict[str, Any]] = field(default_factory=list)


def thread_rows(thread: Thread, people: Mapping[UUID, PersonCard], number: str) -> Rows:
    """Rows of everything that the viewer may see, the most urgent first; goals without a need come last."""
    groups: dict[tuple[object, ...], list[NeedCard]] = {}
    for need in thread.needs:
        if need.score >= 2 or need.first_score >= 2 or need.goals:
            goals = frozenset(goal.ref for goal in need.goals)
            alone = None if goals else need.person
            key = (need.domain, need.circle, _is_open(need), goals, need.no_goal, alone)
            groups.setdefault(key, []).append(need)
    rows = Rows()
    for needs in groups.values():
        (rows.open if _is_open(needs[0]) else rows.done).append(_row(needs, people, number))
    shown = {goal.ref for need in thread.needs for goal in need.goals}
    for goal in thread.goals:
        if goal.ref not in shown:
            (rows.open if goal.state == GoalState.OPEN else rows.done).append(_goal_row(goal, people, number))
    return rows


def thread_links(file: FileCard, *, may_plan: bool) -> list[dict[str, str]]:
    """Where the thread begins and where it is agreed: the assessment and the plan."""
    found = [{"url": address("assessment", file.number), "label": _("Assessment")}]
    if may_plan:
        found.append({"url": address("plan", file.number), "label": _("Plan")})
    return found


def _is_open(need: NeedCard) -> bool:
    return need.state == NeedState.OPEN and (not need.no_goal or bool(need.goals))


def _row(needs: Sequence[NeedCard], people: Mapping[UUID, PersonCard], number: str) -> dict[str, Any]:
    most = max(needs, key=lambda need: need.score)
    person = people.get(most.person) if most.person else None
    line = words.anchor(most.domain, most.score, person.age if person else None)
    since = iraqi_date(min(need.raised_on for need in needs), "day_month")
    return {
        "circle": most.circle,
        "need": {
            "level": most.score,
            "word": words.urgency(most.score),
            "name": words.domain(most.domain),
            "note": " · ".join(part for part in (isolated(_names(needs, people)), since) if part),
            "chip": _("her page only") if most.circle == Circle.OWN else "",
            "why": line and f"{words.domain(most.domain)} = {digits(most.score)}: {line}",
        },
        "goals": [_goal_item(goal, number) for goal in most.goals],
        "goal_ask": _("Add a goal or write why not"),
        "goal_url": address("goal_write", number) + "?" + "&".join(f"need={need.ref}" for need in needs),
        "no_goal_reason": words.label(NoGoalReason(most.no_goal)) if most.no_goal else "",
        "services": [_service_item(s, number) for goal in most.goals for s in goal.services],
        "results": _results(most.goals),
    }


def _goal_row(goal: GoalCard, people: Mapping[UUID, PersonCard], number: str) -> dict[str, Any]:
    person = people.get(goal.person) if goal.person else None
    return {
        "circle": goal.circle,
        "need": {
            "level": None,
            "word": "",
            "name": words.goal(goal.code) or _("For the way home"),
            "note": person.called if person else "",
        },
        "goals": [_goal_item(goal, number)],
        "services": [_service_item(s, number) for s in goal.services],
        "results": _results([goal]),
    }


def _names(needs: Iterable[NeedCard], people: Mapping[UUID, PersonCard]) -> str:
    called = [people[need.person].called for need in needs if need.person in people and need.person]
    called = [name for name in called if name]
    comma = ", " if words.language() == "en" else "، "
    more = len(called) - NAMED
    if more <= 0:
        return comma.join(called)
    others = digits(ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more})
    return f"{comma.join(called[:NAMED])} {others}"


def _goal_item(goal: GoalCard, number: str) -> dict[str, Any]:
    state = GoalState(goal.state)
    return {
        "text": goal.words or words.goal(goal.code),
        "url": address("goal", number, goal.ref),
        "way_on": _("Record a service") if state is GoalState.OPEN else "",
        "way_on_url": f"{address('service_record', number)}?goal={goal.ref}"
        if state is GoalState.OPEN
        else "",
        "chip": words.label(state) if state is not GoalState.OPEN else "",
        "note": _("by %(day)s") % {"day": iraqi_date(goal.due_on)}
        if goal.due_on and state is GoalState.OPEN
        else "",
    }


def _service_item(service: ServiceCard, number: str) -> dict[str, Any]:
    state = ServiceState(service.state)
    late = state is ServiceState.PLANNED and (today() - service.planned_on).days
    return {
        "text": words.service(service.code),
        "url": f"{address('service_record', number)}?service={service.ref}",
        "chip": words.label(state),
        "tone": "amber" if state is ServiceState.DECLINED or (late and late > 14) else "teal",
        "note": iraqi_date(service.ended_on or service.started_on or service.planned_on, "day_month"),
    }


def _results(goals: Sequence[GoalCard]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for goal in goals:
        if goal.closed_on:
            found.append(
                {
                    "text": goal.result or words.label(GoalState(goal.state)),
                    "note": iraqi_date(goal.closed_on, "day_month"),
                }
            )
        latest = sorted((s for s in goal.services if s.words), key=lambda s: s.ended_on or s.planned_on)[
            -RESULTS:
        ]
        found += [
            {"text": s.words, "note": iraqi_date(s.ended_on, "day_month") if s.ended_on else ""}
            for s in latest
        ]
    return found
