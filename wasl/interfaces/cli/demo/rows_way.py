"""Rows of a family's way: each state with its planned and actual days, what it waits for, and what is due next.

Planned days and the next thing due are computed by the rules that the journey itself uses, so that a file written in
bulk is due for exactly what it would be due for had it come here step by step.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from wasl.casefile.enums import ENDED, FileState
from wasl.interfaces.cli.demo.events import (
    AfterContact,
    Assessed,
    Closed,
    ClosingProposed,
    Decision,
    Departed,
    Event,
    ExitStarted,
    NoticeGiven,
    PlanAgreed,
    PutForward,
    Reopened,
    Review,
    Waiting,
)
from wasl.interfaces.cli.demo.writing import Writing
from wasl.journey import bulk, rules
from wasl.journey.rules import Way
from wasl.phases.aftercare.rules import Tried, next_contact


@dataclass(frozen=True)
class Entered:
    """That the file entered a state on a day, and who moved it."""

    state: FileState
    on: date
    by: UUID | None


def way(writing: Writing) -> list[Entered]:
    """The states of the file in order."""
    found = [Entered(FileState.ASSESSING, writing.arrived_on, writing.clerk)]
    asked = [event.on for event in writing.every(Assessed) if event.purpose == "entry"]
    if asked and writing.history.state != FileState.ASSESSING:
        found.append(Entered(FileState.PLANNING, max(asked), writing.worker_on(max(asked))))
        moving = (event for event in writing.history.events if isinstance(event, _MOVING))
        found += [one for event in moving for one in _entered(writing, event)]
    return found


_MOVING = (PlanAgreed, ExitStarted, Decision, Departed, Closed, Reopened)


def _entered(writing: Writing, event: Event) -> Iterator[Entered]:
    by = writing.worker_on(event.on)
    match event:
        case PlanAgreed(on=on, reason="first", person=None):
            yield Entered(FileState.IN_SERVICES, on, by)
        case ExitStarted(on=on):
            yield Entered(FileState.EXIT_ASSESSMENT, on, by)
        case Decision(on=on, outcome="ready"):
            yield Entered(FileState.DEPARTING, on, writing.supervisor)
        case Departed(on=on, aftercare=wanted):
            yield Entered(FileState.AFTERCARE if wanted else FileState.WITHDRAWN, on, by)
        case Closed(on=on):
            yield Entered(FileState.CLOSED, on, signer(writing))
        case Reopened(on=on):
            yield Entered(FileState.AFTERCARE, on, signer(writing))


def signer(writing: Writing) -> UUID | None:
    """Who signs endings: whoever answers for the team that holds the file."""
    return writing.place.desks.leader(writing.whole.team)


def steps(writing: Writing) -> None:
    """One row for each state."""
    states = way(writing)
    terms = bulk.terms_of(writing.history.pathway, writing.history.level)
    for at, one in enumerate(states):
        following = states[at + 1].on if at + 1 < len(states) else None
        then = replace(_plain(writing, one), departure_on=departure_day(writing))
        writing.whole.add(
            "journey_step",
            state=str(one.state),
            entered_on=one.on,
            planned_until=rules.planned_until(one.state, then, terms, one.on),
            left_on=following,
            moved_by=one.by,
        )


def _plain(writing: Writing, at: Entered) -> Way:
    left = writing.departed.on if writing.departed else None
    back = came_back(writing)
    return Way(
        state=at.state,
        opened_on=writing.arrived_on,
        entered_on=at.on,
        arrived_on=writing.arrived_on,
        planned_end=writing.history.planned_end,
        left_on=left,
        home_since=back if back and at.on >= back else left,
    )


def came_back(writing: Writing) -> date | None:
    """The day on which a closed file was opened again: contacts are counted from it."""
    reopened = writing.first(Reopened)
    return reopened.on if reopened else None


def departure_day(writing: Writing) -> date | None:
    """The day of which the family was told."""
    notice = writing.first(NoticeGiven)
    return notice.departure if notice else None


def closed_on(writing: Writing) -> date | None:
    """The day on which our work ended, if it has."""
    last = way(writing)[-1]
    return last.on if last.state in ENDED else None


def next_due(writing: Writing) -> rules.Due | None:
    """What is due next, and on which day."""
    last = max(writing.every(Review), key=lambda review: review.on, default=None)
    offer, left = writing.offer, writing.departed is not None
    asked, proposed = writing.first(PutForward), writing.first(ClosingProposed)
    stands = replace(
        _plain(writing, way(writing)[-1]),
        review_due=last.next_due if last else None,
        departure_on=None if left else departure_day(writing),
        office_accepted=bool(offer and offer.accepted_on),
        offer_open=bool(offer and not offer.accepted_on),
        contact_due=contact_due(writing),
        put_forward=asked.on if asked else None,
        closing_proposed=proposed.on if proposed else None,
    )
    return rules.next_due(stands, bulk.terms_of(writing.history.pathway, writing.history.level))


def contact_due(writing: Writing) -> date | None:
    """The next contact at home, by the schedule of the level that holds now."""
    if writing.departed is None:
        return None
    days = bulk.contact_days(writing.history.pathway, writing.history.level)
    since = came_back(writing) or writing.departed.on
    return next_contact(since, days, [one for one in tried(writing) if one.on >= since])


def tried(writing: Writing) -> list[Tried]:
    """Contacts as the rules of after-care read them; after a missed one the next day is what was planned then."""
    events = writing.every(AfterContact)
    planned = next((due.on for due in writing.history.upcoming if due.what == "contact"), None)
    following = [event.due for event in events[1:]] + [planned]
    return [
        Tried(event.on, event.due, event.kind, event.reached, due)
        for event, due in zip(events, following, strict=False)
    ]


def waits(writing: Writing) -> None:
    """What the file waited for; the words beside it become a note."""
    for wait in writing.every(Waiting):
        writing.whole.add("casefile_waiting", reason=wait.reason, since=wait.on, until=wait.until)
