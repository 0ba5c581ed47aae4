"""Whether a course could have happened: the rules that every history keeps, each broken one told in words.

The demonstration is written in bulk past the services that would refuse a wrong step, so this says beforehand what
they would have said: what comes after what, what must be closed when, which notice and which agreement must be there.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from wasl.interfaces.cli.demo.events import (
    AfterContact,
    Arrived,
    Assessed,
    Closed,
    Decision,
    Departed,
    Expected,
    Finding,
    Goal,
    GoalClosed,
    Handover,
    History,
    Need,
    NeedClosed,
    NoticeGiven,
    PlanAgreed,
    PutForward,
    Reopened,
    Review,
    Service,
    ServiceEnded,
    ServiceStarted,
    Waiting,
)
from wasl.interfaces.cli.demo.needs import LEVELS
from wasl.interfaces.cli.demo.terms import Terms

_MONTH = 30


def faults(history: History, today: date, terms: Terms) -> list[str]:
    """Every rule that this course breaks; none for a course that could have happened."""
    return [fault for check in _CHECKS for fault in check(history, today, terms)]


def _first(history: History, kind: type) -> date | None:
    return next((event.on for event in history.events if isinstance(event, kind)), None)


def _days_are_worked_and_past(history: History, today: date, terms: Terms) -> Iterator[str]:
    arrival = _first(history, Arrived)
    before: date | None = None
    for event in history.events:
        name = type(event).__name__
        if before is not None and event.on < before:
            yield f"{name} on {event.on} stands after an event of {before}"
        before = event.on
        if event.on > today:
            yield f"{name} on {event.on} lies in the future"
        if event.on != arrival and not terms.calendar.is_working(event.on):
            yield f"{name} on {event.on}, when nobody works"


def _nothing_before_arrival(history: History, today: date, terms: Terms) -> Iterator[str]:
    arrival = _first(history, Arrived)
    for event in history.events:
        if isinstance(event, Expected):
            if arrival is not None and event.on > arrival:
                yield "announced after arrival"
        elif arrival is None or event.on < arrival:
            yield f"{type(event).__name__} before arrival"


def _steps_in_order(history: History, today: date, terms: Terms) -> Iterator[str]:
    order = (Arrived, Assessed, PlanAgreed, Decision, NoticeGiven, Departed, Closed, Reopened)
    reached: list[tuple[str, date]] = []
    for kind in order:
        on = _first(history, kind)
        if on is None:
            continue
        for name, earlier in reached:
            if on < earlier:
                yield f"{kind.__name__} before {name}"
        reached.append((kind.__name__, on))


def _thread_holds(history: History, today: date, terms: Terms) -> Iterator[str]:
    needs = {event.key: event for event in history.events if isinstance(event, Need)}
    goals = {event.key: event for event in history.events if isinstance(event, Goal)}
    answered = {need for goal in goals.values() for need in goal.needs}
    planned = _first(history, PlanAgreed)
    for need in needs.values():
        if need.first_score < terms.need_from:
            yield f"need {need.key} from a score of {need.first_score}"
        if planned and need.key not in answered and not need.no_goal:
            yield f"need {need.key} has neither goal nor reason"
    for goal in goals.values():
        for key in goal.needs:
            if key not in needs or needs[key].on > goal.on:
                yield f"goal {goal.key} for a need that was not there"
    for service in (event for event in history.events if isinstance(event, Service)):
        if service.goal not in goals or goals[service.goal].on > service.on:
            yield f"service {service.key} for a goal that was not there"
        yield from _service_days(service)
        if service.ended_on is None:
            for key in goals[service.goal].needs if service.goal in goals else ():
                if needs[key].state == "met":
                    yield f"need {key} met while service {service.key} goes on"


def _service_days(service: Service) -> Iterator[str]:
    if service.started_on and service.started_on < service.on:
        yield f"service {service.key} began before it was planned"
    if service.ended_on and service.ended_on < (service.started_on or service.on):
        yield f"service {service.key} ended before it began"
    if (service.state in {"planned", "started"}) != (service.ended_on is None):
        yield f"service {service.key} is {service.state} with the end {service.ended_on}"


def _ends_agree(history: History, today: date, terms: Terms) -> Iterator[str]:
    """The end that a knot carries is the end that was told, once."""
    told: dict[tuple[str, int], date] = {}
    for event in history.events:
        match event:
            case NeedClosed(on=on, need=key) | GoalClosed(on=on, goal=key) | ServiceEnded(on=on, service=key):
                name = type(event).__name__
            case ServiceStarted(on=on, service=key):
                name = "ServiceStarted"
            case _:
                continue
        if (name, key) in told:
            yield f"{name} of {key} told twice"
        told[name, key] = on
    for event in history.events:
        match event:
            case Need(key=key, closed_on=end, state=state):
                expected = {"NeedClosed": end}
            case Goal(key=key, closed_on=end, state=state):
                expected = {"GoalClosed": end}
            case Service(key=key, started_on=start, ended_on=end):
                expected, state = {"ServiceStarted": start, "ServiceEnded": end}, ""
            case _:
                continue
        for name, day in expected.items():
            if told.get((name, key)) != day:
                yield f"{name} of {key}: {day} kept, {told.get((name, key))} told"
        if state and (state == "open") != (end is None):
            yield f"{type(event).__name__} {key} is {state} with the end {end}"


def _reviews_follow(history: History, today: date, terms: Terms) -> Iterator[str]:
    last = _first(history, PlanAgreed)
    reviews = (event for event in history.events if isinstance(event, Review))
    for number, review in enumerate(reviews, start=1):
        if review.number != number or last is None:
            yield f"review {review.number} where number {number} was due"
        elif review.due != terms.roll(last + timedelta(days=terms.review_days[review.level_before])):
            yield f"review {review.number} not by the interval of {review.level_before}"
        lowered = LEVELS.index(review.level_after) < LEVELS.index(review.level_before)
        if lowered and not review.supervisor:
            yield f"review {review.number} lowers the level without the supervisor"
        last = review.on


def _exit_is_fair(history: History, today: date, terms: Terms) -> Iterator[str]:
    ready = next((e for e in history.events if isinstance(e, Decision) and e.outcome == "ready"), None)
    notice = next((e for e in history.events if isinstance(e, NoticeGiven)), None)
    departed = next((e for e in history.events if isinstance(e, Departed)), None)
    if ready:
        if any(isinstance(e, Finding) and e.on == ready.on and not e.met for e in history.events):
            yield "ready with a criterion that is not met"
        owned = (owner.accepted_on for owner in _owners(history, terms))
        if not any(accepted and accepted <= ready.on for accepted in owned):
            yield "ready before anybody accepted the after-care"
    asked = _first(history, PutForward)
    if notice and not (ready and notice.on >= ready.on) and not (asked and notice.on <= asked):
        yield "notice before the decision was asked for"
    if asked and not any(
        owner.accepted_on and owner.accepted_on <= asked for owner in _owners(history, terms)
    ):
        yield "put forward before anybody accepted the after-care"
    if notice and (notice.departure - notice.on).days < terms.notice_days:
        yield "too short a notice"
    if (
        departed
        and departed.kind == terms.departure_done
        and (notice is None or departed.on < notice.departure)
    ):
        yield "departed without notice, or before its day"


def _owners(history: History, terms: Terms) -> list[Handover]:
    """Offices that were asked to follow up."""
    return [e for e in history.events if isinstance(e, Handover) and e.role == terms.aftercare_role]


def _nothing_falls_off(history: History, today: date, terms: Terms) -> Iterator[str]:
    """At departure every knot of the stay is closed or handed to somebody."""
    departed = _first(history, Departed)
    if departed is None:
        return
    for event in history.events:
        if isinstance(event, Need) and event.state == "handed_over" and not event.owner_after:
            yield f"need {event.key} handed over to nobody"
        match event:
            case Need(on=on, key=key, closed_on=end) | Goal(on=on, key=key, closed_on=end):
                if on < departed and (end is None or end > departed):
                    yield f"{type(event).__name__} {key} left open at departure"
            case Service(on=on, key=key, ended_on=end):
                if on < departed and (end is None or end > departed):
                    yield f"service {key} goes on after departure"
            case Review(on=on) if on > departed:
                yield "a review after departure"


def _contacts_after_departure(history: History, today: date, terms: Terms) -> Iterator[str]:
    departed, closed, reopened = (_first(history, kind) for kind in (Departed, Closed, Reopened))
    contacts = (event for event in history.events if isinstance(event, AfterContact))
    for number, contact in enumerate(contacts, start=1):
        if contact.number != number:
            yield f"contact {contact.number} where number {number} was due"
        if departed is None or contact.on <= departed:
            yield f"contact {contact.number} before departure"
        if closed and contact.on > closed and not (reopened and contact.on > reopened):
            yield f"contact {contact.number} after closing"
        if not contact.reached and not contact.missed_reason:
            yield f"contact {contact.number} missed without a reason"
    if closed and departed and (closed - departed).days < terms.aftercare_months * _MONTH:
        yield "closed before the end of after-care"


def _waits_are_whole(history: History, today: date, terms: Terms) -> Iterator[str]:
    open_waits = 0
    for wait in (event for event in history.events if isinstance(event, Waiting)):
        open_waits += wait.until is None
        if wait.until and wait.until < wait.on:
            yield "a wait that ends before it begins"
    if open_waits > 1 or (open_waits and history.state != "in_services"):
        yield f"{open_waits} open waits in a file that is {history.state}"


def _state_fits(history: History, today: date, terms: Terms) -> Iterator[str]:
    arrived, planned = _first(history, Arrived), _first(history, PlanAgreed)
    departed, closed, reopened = (_first(history, kind) for kind in (Departed, Closed, Reopened))
    fits = {
        "expected": arrived is None,
        "assessing": arrived is not None and planned is None,
        "planning": arrived is not None and planned is None,
        "in_services": planned is not None and departed is None,
        "exit_assessment": planned is not None and departed is None,
        "departing": _first(history, NoticeGiven) is not None and departed is None,
        "aftercare": departed is not None and (closed is None or reopened is not None),
        "closed": closed is not None and reopened is None,
        "withdrawn": departed is not None and closed is None,
    }
    if not fits[history.state]:
        yield f"the file is {history.state}, which its events do not bear out"


_CHECKS: tuple[Callable[[History, date, Terms], Iterator[str]], ...] = (
    _days_are_worked_and_past,
    _nothing_before_arrival,
    _steps_in_order,
    _thread_holds,
    _ends_agree,
    _reviews_follow,
    _exit_is_fair,
    _nothing_falls_off,
    _contacts_after_departure,
    _waits_are_whole,
    _state_fits,
)
