"""The order of the phases as one table, its gates, and what is due next. Pure: facts in, an answer out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from wasl.access.enums import Action
from wasl.casefile.enums import ENDED, FileState
from wasl.journey.enums import NextAction, Stay
from wasl.kernel.clock import Calendar
from wasl.kernel.decision import Decision, allow, refuse
from wasl.kernel.transitions import Transition, TransitionTable

_S = FileState
STAYING = (_S.ASSESSING, _S.PLANNING, _S.IN_SERVICES, _S.EXIT_ASSESSMENT, _S.DEPARTING)
#: what an ending may ask when the family has not gone home
ENDS_A_STAY = frozenset({"new_owner_accepted"})
#: days that were agreed with the family or fixed by a convoy: a day off does not move them
AS_AGREED = frozenset({NextAction.RECEIVE, NextAction.DEPART})
#: counted back from a fixed day, so that a day off makes them earlier and never shortens a notice
BEFORE_A_FIXED_DAY = frozenset({NextAction.BEGIN_EXIT, NextAction.PREPARE_DECISION})

FILE_TABLE = TransitionTable(
    "The file of a family",
    (
        Transition(_S.EXPECTED, _S.ASSESSING, Action.RECEPTION_RECORD, "arrived"),
        Transition(_S.ASSESSING, _S.PLANNING, Action.ASSESSMENT_RECORD, "everyone_assessed"),
        Transition(_S.PLANNING, _S.IN_SERVICES, Action.PLAN_AGREE, "plan_agreed"),
        Transition(_S.IN_SERVICES, _S.EXIT_ASSESSMENT, Action.EXIT_ASSESS),
        Transition(_S.EXIT_ASSESSMENT, _S.IN_SERVICES, Action.EXIT_ASSESS),
        Transition(_S.EXIT_ASSESSMENT, _S.DEPARTING, Action.EXIT_DECIDE, "decision_approved"),
        Transition(_S.DEPARTING, _S.EXIT_ASSESSMENT, Action.EXIT_ASSESS, "not_left_yet"),
        *(
            Transition(state, _S.AFTERCARE, Action.DEPARTURE_RECORD, "left_by_own_choice")
            for state in STAYING
            if state is not _S.DEPARTING
        ),
        Transition(_S.DEPARTING, _S.AFTERCARE, Action.DEPARTURE_RECORD, "left_and_received"),
        *(
            Transition(state, _S.WITHDRAWN, Action.DEPARTURE_RECORD, "aftercare_offered_not_wanted")
            for state in STAYING
        ),
        *(
            Transition(state, _S.CLOSED, Action.FILE_CLOSE, "closing_signed")
            for state in (*STAYING, _S.AFTERCARE)
        ),
        Transition(_S.AFTERCARE, _S.IN_SERVICES, Action.FILE_HANDOVER, "centre_named"),
        Transition(_S.CLOSED, _S.AFTERCARE, Action.FILE_REOPEN),
        Transition(_S.WITHDRAWN, _S.AFTERCARE, Action.FILE_REOPEN),
    ),
)


@dataclass(frozen=True)
class Way:
    """What the rules know of a file. Only what the present state asks for is gathered; the rest keeps its default."""

    state: FileState
    opened_on: date
    entered_on: date
    arrived_on: date | None = None
    planned_end: date | None = None
    left_on: date | None = None
    stays_since: date | None = None
    home_since: date | None = None
    ledger_from: date | None = None
    unassessed: int = 0
    level_known: bool = True
    people: int = 1
    adults_without_plan: int = 0
    reason: str = ""
    review_due: date | None = None
    put_forward: date | None = None
    approved: bool = False
    departure_on: date | None = None
    own_choice: bool = False
    aftercare_wanted: bool | None = None
    office_accepted: bool = False
    offer_open: bool = False
    contact_due: date | None = None
    closing_proposed: date | None = None
    closing_signed: bool = False
    centre: int | None = None


@dataclass(frozen=True)
class Terms:
    """Days that the programme sets: deadlines from arrival, the review interval of the level, the pathway; and which
    days are worked.
    """

    assessment_days: int
    plan_days: int
    review_days: int
    begin_exit_days: int
    notice_days: int
    services_until: int
    planned_days: int
    longest_days: int
    aftercare_days: int
    calendar: Calendar = field(default_factory=Calendar)


@dataclass(frozen=True)
class Due:
    """The next thing owed, and by when; `moved`: by how many days from the counted one, on which nobody works."""

    action: NextAction
    on: date
    moved: int = 0


# Gates ----------------------------------------------------------------------------------------------------------


def arrived(way: Way) -> Decision:
    return allow() if way.arrived_on else refuse("not_arrived")


def everyone_assessed(way: Way) -> Decision:
    """Each person is asked, children too (R080). Where all declined, a named person sets a level with a reason."""
    if not way.people:
        return refuse("nobody_in_file")
    if way.unassessed:
        return refuse("members_not_assessed", count=way.unassessed)
    return allow() if way.level_known else refuse("level_to_be_set")


def plan_agreed(way: Way) -> Decision:
    """Services begin when each adult agreed to her own page, or with a reason that is kept (R022)."""
    if not way.adults_without_plan or way.reason.strip():
        return allow()
    return refuse("adults_without_plan", count=way.adults_without_plan)


def decision_approved(way: Way) -> Decision:
    return allow() if way.approved else refuse("no_approved_decision")


def not_left_yet(way: Way) -> Decision:
    return refuse("has_left_already") if way.left_on else allow()


def left_by_own_choice(way: Way) -> Decision:
    """Leaving by own choice is a normal ending, with after-care offered and wanted (R060)."""
    if not (way.own_choice and way.left_on):
        return refuse("departure_not_recorded")
    return allow() if way.aftercare_wanted else refuse("aftercare_not_wanted")


def left_and_received(way: Way) -> Decision:
    """After a completed stay the family arrives where somebody has already accepted to follow up (R073)."""
    if way.own_choice:
        return left_by_own_choice(way)
    if not way.left_on:
        return refuse("departure_not_recorded")
    return allow() if way.office_accepted else refuse("office_has_not_accepted")


def aftercare_offered_not_wanted(way: Way) -> Decision:
    if not (way.own_choice and way.left_on):
        return refuse("departure_not_recorded")
    return allow() if way.aftercare_wanted is False else refuse("aftercare_not_offered")


def closing_signed(way: Way) -> Decision:
    return allow() if way.closing_signed else refuse("closing_not_signed")


def centre_named(way: Way) -> Decision:
    return allow() if way.centre is not None else refuse("centre_missing")


GATES: Mapping[str, Callable[[Way], Decision]] = {
    gate.__name__: gate
    for gate in (
        arrived, everyone_assessed, plan_agreed, decision_approved, not_left_yet, left_by_own_choice,
        left_and_received, aftercare_offered_not_wanted, closing_signed, centre_named,
    )
}  # fmt: skip


def can_end(state: FileState, asked: Collection[str]) -> Decision:
    """Our work may end during the stay where life at home has nothing to do with it: a death, another centre, a file
    opened twice. An ending that asks of life at home (`asked`: the facts of its lines) waits until the family is there.
    """
    if state is FileState.AFTERCARE:
        return allow()
    if state not in STAYING:
        return refuse("not_at_home_yet")
    return allow() if set(asked) <= ENDS_A_STAY else refuse("ends_only_at_home")


def can_plan_departure(state: FileState) -> Decision:
    """A day is chosen while the family stays and the completion is assessed, not before and not at home."""
    return allow() if state in (_S.EXIT_ASSESSMENT, _S.DEPARTING) else refuse("not_leaving_yet")


def can_move(way: Way, to: FileState) -> Decision:
    """Whether the table has this step and its gate is open."""
    step = FILE_TABLE.decide(way.state, to)
    if not step or not step.facts["gate"]:
        return step
    return GATES[step.facts["gate"]](way)


def follows_by_itself(way: Way) -> FileState | None:
    """The state that a file reaches without anybody asking, because its gate is open: entry has no other end."""
    ahead = {FileState.ASSESSING: FileState.PLANNING, FileState.PLANNING: FileState.IN_SERVICES}.get(
        way.state
    )
    return ahead if ahead is not None and can_move(way, ahead) else None


# What is due ----------------------------------------------------------------------------------------------------


def next_due(way: Way, terms: Terms) -> Due | None:
    """The next thing owed to the family, on a day that is worked. What lay before the file was kept here is never
    called late (R074).
    """
    due = _counted_due(way, terms)
    return _worked(due, _counted(way, way.entered_on), terms.calendar) if due else None


def _worked(due: Due, start: date, calendar: Calendar) -> Due:
    """Days are counted by the calendar of everybody; what falls on a day off is owed on the next day that is worked.

    What must be ready before a fixed day is owed on the last worked day before: notice is counted in days of the
    family, not of the office. A day that was agreed with the family, such as its arrival or departure, stays.
    """
    if due.action in AS_AGREED:
        return due
    on = calendar.worked_before(due.on) if due.action in BEFORE_A_FIXED_DAY else calendar.worked(due.on)
    on = on if on >= start else calendar.worked(due.on)
    return replace(due, on=on, moved=(on - due.on).days)


def late_before(today: date, calendar: Calendar) -> date:
    """What was due before this day is late: over a weekend or a feast nothing becomes late, from the next worked day on
    it is.
    """
    return calendar.worked_before(today)


def _counted_due(way: Way, terms: Terms) -> Due | None:
    if way.closing_proposed and not way.closing_signed and way.state not in ENDED:
        return Due(NextAction.SIGN_CLOSING, way.closing_proposed)
    match way.state:
        case FileState.EXPECTED:
            return Due(NextAction.RECEIVE, way.arrived_on or way.opened_on)
        case FileState.ASSESSING:
            return Due(NextAction.ASSESS, _from_arrival(way, terms.assessment_days))
        case FileState.PLANNING:
            return Due(NextAction.PLAN, _from_arrival(way, terms.plan_days))
        case FileState.IN_SERVICES:
            return _in_services(way, terms)
        case FileState.EXIT_ASSESSMENT:
            return _at_exit(way, terms)
        case FileState.DEPARTING:
            if way.departure_on is None:
                return Due(NextAction.PLAN_DEPARTURE, way.entered_on)
            return Due(NextAction.DEPART, way.departure_on)
        case FileState.AFTERCARE:
            return _at_home(way, terms)
    return None


def _from_arrival(way: Way, days: int) -> date:
    return _counted(way, way.arrived_on or way.opened_on) + timedelta(days=days)


def _counted(way: Way, day: date) -> date:
    """Days are counted from here, or from the day the file is kept in Wasl where that is later."""
    return max(day, way.ledger_from) if way.ledger_from else day


def _in_services(way: Way, terms: Terms) -> Due:
    interval = timedelta(days=terms.review_days)
    review = way.review_due or _counted(way, way.entered_on) + interval
    if way.ledger_from and review < way.ledger_from:
        review = way.ledger_from + interval
    if way.planned_end is None:
        return Due(NextAction.REVIEW, review)
    begin = way.planned_end - timedelta(days=terms.begin_exit_days)
    if way.ledger_from and begin < way.ledger_from:
        begin = way.ledger_from + interval
    return Due(NextAction.BEGIN_EXIT, begin) if begin <= review else Due(NextAction.REVIEW, review)


def _at_exit(way: Way, terms: Terms) -> Due:
    if way.put_forward:
        return Due(NextAction.DECIDE, way.put_forward)
    notice = timedelta(days=terms.notice_days)
    start = _counted(way, way.entered_on)
    by = way.planned_end - notice if way.planned_end else start + notice
    return Due(NextAction.PREPARE_DECISION, by if by >= start else start + notice)


def _at_home(way: Way, terms: Terms) -> Due | None:
    home = way.home_since or way.left_on or way.entered_on
    if not way.office_accepted and not way.offer_open:
        return Due(NextAction.OFFER_AFTERCARE, _counted(way, max(home, way.entered_on)))
    if way.contact_due:
        return Due(NextAction.HOME_CONTACT, way.contact_due)
    return Due(NextAction.CLOSE, _counted(way, home + timedelta(days=terms.aftercare_days)))


# Planned beside actual ------------------------------------------------------------------------------------------


def planned_end(arrived_on: date, terms: Terms) -> date:
    """The end that is planned from day one and visible to the family (R011)."""
    return arrived_on + timedelta(days=terms.planned_days)


def planned_until(state: FileState, way: Way, terms: Terms, on: date) -> date | None:
    """When a file that enters a state on a day is meant to leave it again (R087)."""
    start = way.stays_since or way.arrived_on or on
    worked = terms.calendar.worked
    planned = {
        FileState.ASSESSING: worked(start + timedelta(days=terms.assessment_days)),
        FileState.PLANNING: worked(start + timedelta(days=terms.plan_days)),
        FileState.IN_SERVICES: start + timedelta(days=terms.services_until),
        FileState.EXIT_ASSESSMENT: way.planned_end,
        FileState.DEPARTING: way.departure_on or way.planned_end,
        FileState.AFTERCARE: (way.home_since or way.left_on or on) + timedelta(days=terms.aftercare_days),
    }.get(state)
    return max(planned, on) if planned else None


def stay(since: date | None, left_on: date | None, end: date | None, longest: int, today: date) -> Stay:
    """Whether the present stay has passed its planned day, or the longest that the pathway knows."""
    if since is None or left_on is not None:
        return Stay.WITHIN
    if (today - since).days > longest:
        return Stay.OVER_LONGEST
    return Stay.OVER_PLANNED if end and today > end else Stay.WITHIN


__all__ = [
    "FILE_TABLE", "GATES", "Due", "Terms", "Way", "can_move", "follows_by_itself", "late_before", "next_due",
    "planned_end", "planned_until", "stay",
]  # fmt: skip
