"""The days on which a family passes the gates of its course, each beside the day that was planned.

The stage says which gates have been passed. Past courses are laid out forwards from arrival; a course that stands at
a gate today is laid out backwards from today, so that nothing in the demonstration is stale. All days are worked ones.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from wasl.interfaces.cli.demo.stages import Placement, Stage
from wasl.interfaces.cli.demo.tables import between
from wasl.interfaces.cli.demo.terms import PathTerm, Terms


def days(count: int) -> timedelta:
    return timedelta(days=count)


@dataclass(slots=True)
class Milestones:
    """Planned days always; actual days only for what has happened."""

    path: str
    arrival: date
    assessment_due: date
    plan_due: date
    exit_due: date
    planned_end: date
    assessed: date | None = None
    planned: date | None = None
    exit_started: date | None = None
    offered: date | None = None
    put_forward: date | None = None
    refused: date | None = None
    decided: date | None = None
    departure: date | None = None
    departed: date | None = None
    left: date | None = None
    proposed: date | None = None
    closed: date | None = None
    reopened: date | None = None


_BEFORE_PLAN = (Stage.EXPECTED, Stage.ARRIVED, Stage.RECEIVED)
_ENDED = (Stage.CLOSED, Stage.REOPENED)
_AT_EXIT = (Stage.NOTICE_GIVEN, Stage.DEPARTED, Stage.AFTERCARE, Stage.ENDING, *_ENDED)
#: A year at home is over on this day.
_YEAR = 366
_MONTH = 30.44


def milestones(rng: Random, placed: Placement, today: date, terms: Terms, *, light: bool) -> Milestones:
    stage, arrival = placed.stage, placed.arrival
    short = bool(terms.short_path) and light and stage in (Stage.AFTERCARE, *_ENDED) and rng.random() < 0.6
    code = terms.short_path if short else terms.standard_path
    path = terms.paths[code]
    end = terms.roll(arrival + days(path.planned_days))
    course = Milestones(
        path=code,
        arrival=arrival,
        assessment_due=terms.roll(arrival + days(terms.assessment_due_days)),
        plan_due=terms.roll(arrival + days(terms.plan_due_days)),
        exit_due=terms.roll(end - days(terms.exit_lead_days)),
        planned_end=end,
    )
    if stage in _BEFORE_PLAN:
        return course
    slip = 3 if rng.random() < 0.1 and not short else 0
    course.assessed = terms.back(
        min(terms.roll(arrival + days(between(rng, 2, 3 if short else 6) + slip)), today)
    )
    if stage is Stage.ASSESSED:
        return course
    planned = course.planned = terms.back(
        min(terms.roll(course.assessed + days(between(rng, 2, 4 if short else 7))), today)
    )
    if stage is Stage.LEFT:
        stay = min((today - arrival).days - 1, between(rng, 22, 80))
        course.left = terms.back(arrival + days(stay))
    elif stage in (Stage.EXIT_ASSESSMENT, Stage.OFFERED, Stage.PUT_FORWARD):
        _before_decision(rng, course, stage, today, terms, planned)
    elif stage in _AT_EXIT:
        _exit(rng, course, stage, path, today, terms, planned)
    return course


def _before_decision(
    rng: Random, course: Milestones, stage: Stage, today: date, terms: Terms, planned: date
) -> None:
    """The completion assessment runs, an office was asked, or everything is answered and waits for the decision."""
    if stage is Stage.EXIT_ASSESSMENT:
        course.exit_started = terms.back(today - days(between(rng, 0, 9)))
        return
    course.exit_started = max(terms.back(today - days(between(rng, 9, 13))), terms.roll(planned + days(2)))
    if stage is Stage.OFFERED:
        course.offered = terms.back(today - days(between(rng, 0, 2)))
        return
    course.put_forward = terms.back(today - days(between(rng, 0, 2)))
    course.departure = terms.roll(course.put_forward + days(between(rng, terms.notice_days, 18)))


def _exit(
    rng: Random, course: Milestones, stage: Stage, path: PathTerm, today: date, terms: Terms, planned: date
) -> None:
    notice = terms.notice_days
    if stage is Stage.NOTICE_GIVEN:
        course.decided = terms.back(today - days(between(rng, 0, notice - 3)))
        course.departure = terms.roll(course.decided + days(between(rng, notice, notice + 5)))
    else:
        course.departure = _departure(rng, course, stage, path, today, terms)
        course.departed = course.departure
        course.decided = terms.back(course.departure - days(between(rng, notice, notice + 6)))
    lead = between(rng, 6, 12)
    # One family in twelve is told "not yet" first, which needs the time of a second round.
    if rng.random() < 0.08 and path.longest > 100:
        course.refused = terms.back(course.decided - days(between(rng, 14, 18)))
        lead += 18
    course.exit_started = max(terms.back(course.decided - days(lead)), terms.roll(planned + days(2)))
    if course.refused and course.refused <= course.exit_started:
        course.refused = None
    if stage in _ENDED:
        course.closed = terms.roll(
            course.departure + days(int(terms.aftercare_months * _MONTH) + between(rng, 0, 18))
        )
    if stage is Stage.ENDING:
        course.proposed = terms.back(today - days(between(rng, 0, 2)))
    if stage is Stage.REOPENED and course.closed:
        course.reopened = max(
            terms.back(today - days(between(rng, 3, 26))), terms.roll(course.closed + days(3))
        )


def _contact_near(rng: Random, here: int, stay: int, code: str, path: PathTerm, terms: Terms) -> int:
    """A stay after which a contact is due about now, where one of a length that happens makes it so."""
    home = here - stay
    nearest = min(terms.contact_days["standard", code], key=lambda day: abs(day - home))
    wanted = here - nearest + between(rng, -2, 3)
    return wanted if path.shortest <= wanted <= path.longest else stay


def _departure(
    rng: Random, course: Milestones, stage: Stage, path: PathTerm, today: date, terms: Terms
) -> date:
    if stage is Stage.DEPARTED:
        return terms.back(today - days(between(rng, 1, 6)))
    if stage is Stage.ENDING:
        return terms.back(today - days(_YEAR + between(rng, 12, 24)))
    typical = path.planned_days + between(rng, -10, 85 if path.longest > 100 else 12)
    latest = (today - course.arrival).days - (16 if stage is Stage.AFTERCARE else 0)
    stay = min(max(typical, path.shortest), path.longest, latest)
    if stage is Stage.AFTERCARE and rng.random() < 0.5:
        stay = _contact_near(rng, (today - course.arrival).days, stay, course.path, path, terms)
    return terms.back(course.arrival + days(stay))
