"""Walks families through the services, each step on its day and by whoever does it: nothing is written past a rule.

It is the slow way and the honest one: the first families of a demonstration came in by a list and were walked here,
and a test holds the bulk way against it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from wasl.interfaces.cli.demo import events as e
from wasl.interfaces.cli.demo import steps_entry, steps_home, steps_leaving, steps_plan
from wasl.interfaces.cli.demo.convoys import Came
from wasl.interfaces.cli.demo.histories import history
from wasl.interfaces.cli.demo.stages import Stage
from wasl.interfaces.cli.demo.walker import Walk
from wasl.interfaces.cli.demo.writing import Place, Writing

#: Families at these stages have not begun to leave.
STAYING = frozenset(
    {Stage.RECEIVED, Stage.ASSESSED, Stage.PLANNED, Stage.IN_SERVICES, Stage.HANDED_ON, Stage.WAITING}
)
_STEPS: Mapping[type, Callable[[Walk, Any], None]] = {
    e.Arrived: steps_entry.arrived,
    e.Consented: steps_entry.consented,
    e.Handover: steps_entry.handover,
    e.Taken: steps_entry.taken,
    e.GroupService: steps_entry.group,
    e.Assessed: steps_entry.assessed,
    e.Need: steps_plan.need,
    e.Goal: steps_plan.goal,
    e.Service: steps_plan.service,
    e.ServiceStarted: steps_plan.started,
    e.ServiceEnded: steps_plan.ended,
    e.PlanAgreed: steps_plan.agreed,
    e.GoalClosed: steps_plan.goal_closed,
    e.DocumentChanged: steps_plan.document,
    e.Review: steps_plan.review,
    e.Note: steps_plan.note,
    e.Waiting: steps_plan.waiting,
    e.NeedClosed: steps_leaving.need_closed,
    e.ExitStarted: steps_leaving.begun,
    e.Finding: steps_leaving.answered,
    e.NoticeGiven: steps_leaving.notice,
    e.PutForward: steps_leaving.put_forward,
    e.Decision: steps_leaving.decided,
    e.Departed: steps_leaving.departed,
    e.AfterContact: steps_home.contact,
    e.ClosingProposed: steps_home.proposed,
    e.Closed: steps_home.closed,
    e.Reopened: steps_home.reopened,
}


def take_over(place: Place, came: Came) -> Walk:
    """Today, for a family whose file was only opened today: reception is caught up, and a worker takes it."""
    going = Walk(
        Writing.begin(place, came.family, history(came.family, place.today, place.terms), ""), came.file
    )
    going.meet()
    writing = going.writing
    steps_entry.caught_up(going)
    first = writing.every(e.Handover)[0]
    steps_entry.handover(going, first)
    steps_entry.taken(going, e.Taken(place.today, first))
    return going


def _with_answers(events: Iterable[e.Event]) -> Iterator[e.Event | e.Taken]:
    """The events, with each acceptance on its own day: before what the one who accepted does on that day."""
    open_offers: list[e.Taken] = []
    for event in events:
        for answer in [one for one in open_offers if one.on <= event.on]:
            open_offers.remove(answer)
            yield answer
        yield event
        if isinstance(event, e.Handover) and event.accepted_on is not None:
            answer = e.Taken(event.accepted_on, event)
            if answer.on == event.on:
                yield answer
            else:
                open_offers.append(answer)
    yield from sorted(open_offers, key=lambda one: one.on)


def walk(place: Place, came: Came) -> Walk:
    """Everything that has happened with a family, in order."""
    course = history(came.family, place.today, place.terms)
    going = Walk(Writing.begin(place, came.family, course, ""), came.file)
    going.meet()
    nobody_yet = came.family.placement.stage is Stage.ARRIVED
    for event in _with_answers(course.events):
        step = None if nobody_yet and not isinstance(event, e.Arrived) else _STEPS.get(type(event))
        if step is not None:
            with going.on(event.on):
                step(going, event)
    return going
