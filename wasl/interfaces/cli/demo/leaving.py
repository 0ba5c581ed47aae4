"""Exit assessment, decision, notice and departure; and leaving by own choice, which is a normal ending."""

from datetime import date

from wasl.interfaces.cli.demo.course import Course
from wasl.interfaces.cli.demo.entry import record
from wasl.interfaces.cli.demo.events import (
    Decision,
    Departed,
    Due,
    ExitStarted,
    Finding,
    Handover,
    NoticeGiven,
    PlaceAgreed,
    PutForward,
)
from wasl.interfaces.cli.demo.milestones import days
from wasl.interfaces.cli.demo.services import drift
from wasl.interfaces.cli.demo.stages import Stage, opening
from wasl.interfaces.cli.demo.tables import between
from wasl.interfaces.cli.demo.words import sentence

_DECISION_DAYS = 14


def leave(course: Course) -> None:
    marks = course.marks
    if marks.left is not None:
        _leave_by_own_choice(course, marks.left)
    elif marks.exit_started is not None:
        _exit(course, marks.exit_started)
    elif marks.planned is not None and course.family.placement.stage is not Stage.WAITING:
        course.upcoming.append(Due(marks.exit_due, "exit"))


def _exit(course: Course, started: date) -> None:
    marks, terms, rng = course.marks, course.terms, course.rng
    course.events.append(ExitStarted(started, marks.exit_due))
    decision_due = terms.roll(started + days(_DECISION_DAYS))
    if marks.decided is None:
        _undecided(course, started, decision_due)
        return
    last = marks.refused or marks.decided
    _repeat(course, started, last)
    agreed = terms.back(started + (last - started) // 2)
    family = course.family
    course.events.append(
        PlaceAgreed(
            max(agreed, started), family.governorate.code, family.district.code, family.place_of_choice
        )
    )
    if marks.refused is not None:
        _find(course, marks.refused, open_at=int(rng.random() * len(terms.criteria)))
        text = sentence(rng, "decisions", "not_yet")
        course.events.append(Decision(marks.refused, decision_due, "not_yet", terms.exit_role, text))
    _office_accepts(course, started, marks.decided)
    _find(course, marks.decided, open_at=None)
    if marks.departure is not None:
        course.events.append(NoticeGiven(marks.decided, marks.departure))
    text = sentence(rng, "decisions", "ready")
    course.events.append(Decision(marks.decided, decision_due, "ready", terms.exit_role, text))
    course.note(marks.decided, "exit")
    if marks.departed is not None:
        _depart(course, marks.departed)
    elif marks.departure is not None:
        course.upcoming.append(Due(marks.departure, "departure"))


def _undecided(course: Course, started: date, decision_due: date) -> None:
    """Under way; an office may have been asked, and the decision may be asked for."""
    marks, terms, family = course.marks, course.terms, course.family
    _repeat(course, started, marks.put_forward or course.today)
    if marks.offered is not None:
        course.events.append(Handover(marks.offered, terms.aftercare_role, family.index, None, "aftercare"))
    if marks.put_forward is None or marks.departure is None:
        course.upcoming.append(Due(decision_due, "decision"))
        return
    place = family.governorate.code, family.district.code, family.place_of_choice
    course.events.append(PlaceAgreed(max(terms.back(marks.put_forward - days(2)), started), *place))
    _office_accepts(course, started, marks.put_forward)
    _find(course, marks.put_forward, open_at=None)
    course.events.append(NoticeGiven(marks.put_forward, marks.departure))
    course.events.append(PutForward(marks.put_forward, decision_due))
    course.upcoming.append(Due(marks.put_forward, "decision"))


def _office_accepts(course: Course, started: date, by: date) -> None:
    """Somebody at the place of return takes the family over, before it is decided."""
    terms, rng = course.terms, course.rng
    accepted = terms.back(by - days(between(rng, 0, 2)))
    offered = max(terms.back(accepted - days(between(rng, 1, 3))), started)
    accepted = max(accepted, offered)
    course.events.append(Handover(offered, terms.aftercare_role, course.family.index, accepted, "aftercare"))


def _repeat(course: Course, started: date, last: date) -> None:
    """The same grid as at entry, with each person again; at a half-done exit only with those who had their turn."""
    terms, rng = course.terms, course.rng
    drift(course, started, better=0.55, worse=0.0)
    course.refresh_levels()
    due = terms.roll(started + days(7))
    for person in course.family.people:
        on = terms.roll(started + days(between(rng, 0, 6)))
        if on <= last:
            record(course, on, person.key, "exit", due)
        elif course.marks.decided is not None or course.marks.put_forward is not None:
            record(course, last, person.key, "exit", due)
        else:
            course.upcoming.append(Due(due, "exit_talk", person.key))
    if None in course.scores:
        record(course, started, None, "exit", due)


def _find(course: Course, on: date, *, open_at: int | None) -> None:
    for at, (criterion, fact) in enumerate(course.terms.criteria):
        met = at != open_at
        text = sentence(course.rng, "evidence", fact) if met else sentence(course.rng, "plain", "still_open")
        course.events.append(Finding(on, criterion, met, text))


def _depart(course: Course, on: date) -> None:
    family, terms = course.family, course.terms
    _end_of_stay(course, on, "handed_over", terms.aftercare_role)
    course.events.append(
        Departed(
            on,
            course.marks.planned_end,
            terms.departure_done,
            family.governorate.code,
            family.district.code,
            True,
            "",
        )
    )


def _leave_by_own_choice(course: Course, on: date) -> None:
    family, terms, rng = course.family, course.terms, course.rng
    named = opening(family.index)
    wanted = rng.random() < 0.6
    if named is not None and named.wants_aftercare is not None:
        wanted = named.wants_aftercare
    if wanted:
        _end_of_stay(course, on, "handed_over", terms.aftercare_role)
    else:
        _end_of_stay(course, on, "not_wanted", "")
    text = sentence(rng, "endings", "left")
    kind, end = terms.departure_own, course.marks.planned_end
    course.events.append(Departed(on, end, kind, family.governorate.code, family.district.code, wanted, text))
    if wanted:
        accepted = terms.roll(on + days(between(rng, 0, 3)))
        course.events.append(
            Handover(
                on,
                terms.aftercare_role,
                family.index,
                accepted if accepted <= course.today else None,
                "aftercare",
            )
        )


def _end_of_stay(course: Course, on: date, state: str, owner: str) -> None:
    """Nothing falls off the thread: services end, and what is still needed goes to somebody by name or is let go."""
    for services in course.of_goal.values():
        for service in services:
            if service.ended_on is None:
                course.end_service(service, on, "ended" if service.started_on else "declined")
    for need in list(course.needs.values()):
        course.close_need(on, need, state, owner)
    for goal in course.goals.values():
        if goal.state == "open":
            _close(course, on, goal.key, state)


def _close(course: Course, on: date, key: int, state: str) -> None:
    goal, rng = course.goals[key], course.rng
    if not goal.needs and state == "handed_over":
        course.close_goal(on, goal, "achieved", "reached")
    elif state == "not_wanted":
        course.close_goal(on, goal, "dropped", "no_longer_wanted")
    elif rng.random() < 0.8:
        course.close_goal(on, goal, "partly", "partly")
    else:
        course.close_goal(on, goal, "not_achieved", "not_reached")
