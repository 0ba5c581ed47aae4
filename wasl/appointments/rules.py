"""When an appointment can be, what can become of it, and how many hours a week asks of somebody. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wasl.appointments.enums import Childcare, Source, State
from wasl.kernel.clock import Calendar
from wasl.kernel.decision import Decision, allow, refuse

QUARTER, HOUR, DAY = 15, 60, 24 * 60
#: nobody remembers what is further ahead, and rooms are not promised for longer
FURTHEST = timedelta(days=120)
SMALLEST_BAND = "0-4"
#: the hours in which the small children are looked after, by us or by the family
CARED = frozenset({Childcare.ASKED, Childcare.FAMILY})


def quarters(starts: int, ends: int) -> range:
    """The quarters of an hour of a day that lie between two times, given in minutes after midnight."""
    return range(starts // QUARTER, -(-ends // QUARTER))


def meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two stretches of a day have a moment in common; one that ends when the other begins has none."""
    return one[0] < other[1] and other[0] < one[1]


def week_of(day: date, calendar: Calendar) -> date:
    """The first day of the week in which a day lies: the one after the weekend, Sunday in Iraq."""
    weekend = calendar.weekend
    first = next((n for n in range(7) if n not in weekend and (n - 1) % 7 in weekend), 0)
    return day - timedelta(days=(day.weekday() - first) % 7)


def days_of(first: date, calendar: Calendar) -> list[date]:
    """The days of a week that are no weekend; a feast among them stays in its place, as a day on which nobody works."""
    days = [first + timedelta(days=n) for n in range(7)]
    return [day for day in days if day.weekday() not in calendar.weekend]


@dataclass(frozen=True)
class When:
    """A day and two times."""

    day: date
    starts: int
    ends: int


def faults_of(
    when: When, *, begins: int, closes: int, calendar: Calendar, today: date
) -> list[tuple[str, str]]:
    """What is wrong with a time: field and code, all of it at once."""
    found = []
    if when.day < today:
        found.append(("day", "day_is_past"))
    elif when.day > today + FURTHEST:
        found.append(("day", "day_too_far"))
    elif not calendar.is_working(when.day):
        found.append(("day", "day_is_off"))
    if when.starts % QUARTER or when.ends % QUARTER or when.ends <= when.starts:
        found.append(("starts", "not_on_the_quarter"))
    elif when.starts < begins or when.ends > closes:
        found.append(("starts", "outside_hours"))
    return found


def can_settle(state: State, to: State, *, day: date, today: date) -> Decision:
    """Whether an appointment can be said to have been attended, missed or cancelled."""
    if state is not State.PLANNED or to is State.PLANNED:
        return refuse("appointment_settled", state=str(state))
    if to is State.CANCELLED:
        return refuse("appointment_is_past") if day < today else allow()
    return refuse("appointment_is_ahead") if day > today else allow()


def can_restore(state: State, *, day: date, today: date) -> Decision:
    """Whether what was said of an appointment can be taken back: a cancellation as long as its day is not over."""
    if state is State.PLANNED:
        return refuse("appointment_open")
    if state is State.CANCELLED and day < today:
        return refuse("appointment_is_past")
    return allow()


def can_move(state: State) -> Decision:
    """Only what lies ahead can be moved."""
    return allow() if state is State.PLANNED else refuse("appointment_settled", state=str(state))


def opens(*, own_circle: bool, mine: bool, reads_own: bool) -> bool:
    """Whether somebody may read what an appointment is and whose; to everybody else it is a busy hour."""
    return mine or reads_own or not own_circle


def is_small(age: int | None, band: str, under: int) -> bool:
    """Whether a child is looked after meanwhile: by her age, or by the youngest band where the age is not known."""
    return age < under if age is not None else band == SMALLEST_BAND


def seats(places: int, taken: Collection[int], wanted: int) -> list[int]:
    """Free places for so many children, the first ones; fewer where there are not enough."""
    free = [seat for seat in range(1, places + 1) if seat not in taken]
    return free[:wanted]


# --- hours of a week ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """Something that takes an adult's time in a week. `unit` ties the sessions of a service to the service itself;
    `own`: what it is is for the person alone."""

    source: Source
    code: str
    minutes: int
    cared: bool
    unit: str = ""
    own: bool = False


@dataclass(frozen=True)
class Load:
    """What a week asks of one adult, in minutes; `uncared`: while nobody looks after the small children."""

    minutes: int
    uncared: int
    lines: tuple[Asked, ...] = ()

    @property
    def hours(self) -> int:
        """Whole hours, a begun one counted."""
        return -(-self.minutes // HOUR)

    @property
    def uncared_hours(self) -> int:
        return -(-self.uncared // HOUR)


def load(asked: Iterable[Asked], *, small_children: int) -> Load:
    """Appointments and the weekly hours of services together, no hour twice.

    A service that runs asks so many hours a week; the appointments of its unit are those hours as far as they reach.
    """
    everything = list(asked)
    appointments = [one for one in everything if one.source is Source.APPOINTMENT]
    services = [one for one in everything if one.source is Source.SERVICE]
    booked: dict[str, int] = {}
    for one in appointments:
        if one.unit:
            booked[one.unit] = booked.get(one.unit, 0) + one.minutes
    lines = list(appointments)
    for one in services:
        met = min(one.minutes, booked.get(one.unit, 0)) if one.unit else 0
        if met:
            booked[one.unit] -= met
        if one.minutes > met:
            lines.append(replace(one, minutes=one.minutes - met))
    total = sum(one.minutes for one in lines)
    uncared = sum(one.minutes for one in lines if not one.cared) if small_children else 0
    return Load(total, uncared, tuple(lines))


@dataclass(frozen=True)
class Limits:
    """How many hours may be asked of somebody in a week, and how many while nobody looks after the children."""

    most: int
    most_uncared: int


def can_be_asked(before: Load, after: Load, limits: Limits) -> Decision:
    """Whether a week stays possible (R087). What does not make it heavier is never refused."""
    if after.minutes > limits.most * HOUR and after.minutes > before.minutes:
        return refuse("week_too_full", hours=after.hours, limit=limits.most, uncared=after.uncared_hours)
    if after.uncared > limits.most_uncared * HOUR and after.uncared > before.uncared:
        return refuse(
            "week_without_childcare",
            hours=after.hours,
            limit=limits.most_uncared,
            uncared=after.uncared_hours,
        )
    return allow()


def fits(load_of_week: Load, limits: Limits) -> bool:
    """Whether a week is possible as it stands."""
    return load_of_week.minutes <= limits.most * HOUR and load_of_week.uncared <= limits.most_uncared * HOUR


def free_at(length: int, taken: Collection[int], *, begins: int, closes: int) -> int | None:
    """The first time of a day at which something of a length lies between the quarters that are taken."""
    for starts in range(begins, closes - length + 1, QUARTER):
        if not set(quarters(starts, starts + length)) & set(taken):
            return starts
    return None
