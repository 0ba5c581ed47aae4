"""A plausible dated course for each synthetic family, from announcement to closing, up to the stage it stands at."""

from datetime import date
from random import Random

from wasl.interfaces.cli.demo import entry, home, leaving, services
from wasl.interfaces.cli.demo.course import Course
from wasl.interfaces.cli.demo.events import Departed, History
from wasl.interfaces.cli.demo.families import SyntheticFamily
from wasl.interfaces.cli.demo.milestones import milestones
from wasl.interfaces.cli.demo.stages import Stage
from wasl.interfaces.cli.demo.terms import Terms

#: The state of the file in `casefile` for each stage; a family that left by own choice depends on its wish.
_STATES = {
    Stage.EXPECTED: "expected",
    Stage.ARRIVED: "assessing",
    Stage.RECEIVED: "assessing",
    Stage.ASSESSED: "planning",
    Stage.PLANNED: "in_services",
    Stage.IN_SERVICES: "in_services",
    Stage.HANDED_ON: "in_services",
    Stage.WAITING: "in_services",
    Stage.EXIT_ASSESSMENT: "exit_assessment",
    Stage.OFFERED: "exit_assessment",
    Stage.PUT_FORWARD: "exit_assessment",
    Stage.NOTICE_GIVEN: "departing",
    Stage.DEPARTED: "aftercare",
    Stage.AFTERCARE: "aftercare",
    Stage.ENDING: "aftercare",
    Stage.REOPENED: "aftercare",
    Stage.CLOSED: "closed",
}


def history(family: SyntheticFamily, today: date, terms: Terms) -> History:
    """What has happened with this family by today; the same family, day and terms always give the same course."""
    rng = Random(f"{family.seed}:{family.index}:course")  # noqa: S311 — made-up events, not secrets
    placed = family.placement
    marks = milestones(rng, placed, today, terms, light=family.level == "light")
    course = Course.start(rng, family, today, terms, marks)
    if placed.stage is Stage.EXPECTED:
        entry.expect(course)
    else:
        entry.receive(course)
        entry.assess(course)
        if marks.assessed is not None:
            services.plan(course)
            services.reviews(course)
            leaving.leave(course)
            home.at_home(course)
    course.events.sort(key=_day)
    return History(
        state=_state(course),
        pathway=marks.path,
        slot=family.index,
        level=course.level if marks.assessed else "",
        levels=dict(course.levels) if marks.assessed else {},
        planned_end=None if placed.stage is Stage.EXPECTED else marks.planned_end,
        events=course.events,
        upcoming=course.upcoming,
    )


def _day(event: object) -> date:
    return event.on  # type: ignore[attr-defined, no-any-return]


def _state(course: Course) -> str:
    stage = course.family.placement.stage
    if stage is not Stage.LEFT:
        return _STATES[stage]
    followed = any(isinstance(event, Departed) and event.aftercare for event in course.events)
    return "aftercare" if followed else "withdrawn"
