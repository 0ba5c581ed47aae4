"""At home: contacts by the schedule of the level, some of them missed, until the file is closed or opened again."""

from datetime import date
from random import Random

from wasl.interfaces.cli.demo.course import Course
from wasl.interfaces.cli.demo.events import (
    AfterContact,
    Change,
    Closed,
    ClosingProposed,
    Departed,
    Due,
    Reopened,
)
from wasl.interfaces.cli.demo.milestones import days
from wasl.interfaces.cli.demo.services import drift
from wasl.interfaces.cli.demo.tables import Table, between, pick
from wasl.interfaces.cli.demo.words import sentence

_SLIPS = Table(((0, 60), (1, 14), (2, 10), (4, 10), (7, 6)))
#: Share of departed families that are reached by the first, third, sixth and twelfth month (dossier, section 7).
_REACHED = ((30, 0.9), (90, 0.85), (180, 0.75), (366, 0.6))
_MONTH = 30.44
_LAST = 365


def at_home(course: Course) -> None:
    left = course.marks.departed or course.marks.left
    if left is None:
        return
    followed = any(isinstance(event, Departed) and event.aftercare for event in course.events[::-1])
    if not followed:
        return
    closed = course.marks.closed
    number = _contacts(course, left, closed, 0)
    if closed is None:
        course.upcoming.append(Due(course.marks.proposed or _end(course, left), "closing"))
        if course.marks.proposed is not None:
            text = sentence(course.rng, "endings", "closing", course.traits)
            course.events.append(
                ClosingProposed(course.marks.proposed, _end(course, left), course.terms.closing, text)
            )
        return
    _close(course, left, closed)
    if course.marks.reopened is not None:
        _reopen(course, course.marks.reopened, number)


def _end(course: Course, left: date) -> date:
    return course.terms.roll(left + days(int(course.terms.aftercare_months * _MONTH)))


def _contacts(course: Course, since: date, closed: date | None, number: int) -> int:
    """Contacts from a day on until closing, or until today; the next one stays due."""
    terms, rng, limit = course.terms, course.rng, closed or course.today
    day, last = 0, since
    while True:
        schedule = terms.contact_days[course.level, course.marks.path]
        following = next((d for d in schedule if d > day), None)
        if following is None:
            return number
        day = following
        due = terms.roll(since + days(day))
        on = terms.roll(max(due + days(_SLIPS.draw(rng)), last + days(1)))
        if on > limit:
            if closed is None:
                course.upcoming.append(Due(due, "contact", number + 1))
            return number
        number, last = number + 1, on
        _contact(course, due, on, number, day)


def _contact(course: Course, due: date, on: date, number: int, day: int) -> None:
    terms, rng, before = course.terms, course.rng, course.level
    reached = rng.random() < next((share for until, share in _REACHED if day <= until), 0.6)
    # an ordinary ending needs the last contact to have taken place
    reached = reached or day >= _LAST
    changed: list[Change] = []
    levels: dict[int, str] = {}
    missed = "" if reached else pick(rng, terms.missed_reasons)
    if reached:
        changed = drift(course, on, better=0.3, worse=0.04) + _better_at_home(course)
        levels = course.refresh_levels()
    course.events.append(
        AfterContact(
            on=on,
            due=due,
            number=number,
            # what keeps an officer from the road, or a family from its house, is met on a visit
            kind=_mostly(rng, terms.contact_kinds, 2 if reached else 1),
            result=_mostly(rng, terms.reached, 1) if reached else terms.missed[0],
            reached=reached,
            tries=between(rng, 1, 2) if reached else 3,
            missed_reason=missed,
            person=pick(rng, course.family.adults or course.family.people).key,
            level_before=before,
            level_after=course.level,
            changed=tuple(changed),
            levels=levels,
            text=course.words("aftercare" if reached else f"missed:{missed}"),
        )
    )


def _mostly(rng: Random, codes: tuple[str, ...], usual: int) -> str:
    """Nineteen times in twenty one of the first codes, which are the usual ones."""
    return pick(rng, codes[:usual] if rng.random() < 0.95 else codes)


def _better_at_home(course: Course) -> list[Change]:
    """What was handed over at departure gets better at home too, without a need of its own being opened again."""
    changed: list[Change] = []
    for whom, scores in course.scores.items():
        for domain, score in scores.items():
            if (
                score >= course.terms.need_from
                and (whom, domain) not in course.needs
                and course.rng.random() < 0.22
            ):
                scores[domain] = score - 1
                changed.append((whom, domain, score - 1))
    return changed


def _close(course: Course, left: date, on: date) -> None:
    rng = course.rng
    for services in course.of_goal.values():
        for service in services:
            if service.ended_on is None:
                course.end_service(service, on, "ended" if service.started_on else "declined")
    for need in list(course.needs.values()):
        if rng.random() < 0.85:
            course.change(on, need, course.terms.need_from - 1)
        else:
            course.close_need(on, need, "not_wanted")
    for goal in course.goals.values():
        if goal.state == "open":
            course.close_goal(on, goal, "partly", "partly")
    text = sentence(rng, "endings", "closing", course.traits)
    course.events.append(Closed(on, _end(course, left), course.terms.closing, text))


def _reopen(course: Course, on: date, number: int) -> None:
    """The family asked again: a need, a goal, and contacts from that day."""
    course.events.append(Reopened(on, sentence(course.rng, "endings", "reopened", course.traits)))
    drift(course, on, better=0.0, worse=1.0)
    course.refresh_levels()
    _contacts(course, on, None, number)
    course.upcoming.append(Due(_end(course, on), "closing"))
