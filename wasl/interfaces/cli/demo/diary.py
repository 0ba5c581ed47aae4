"""Appointments of this week and the next for families that are in somebody's hands: nobody is promised twice.

The ledger knows what is taken, from what stands in the diaries already and from what was drawn since; the database
would refuse anything else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from wasl.access.work import unit_of_work
from wasl.appointments import rules
from wasl.appointments.enums import Childcare, Resource, State
from wasl.appointments.selectors import asked
from wasl.appointments.services.booking import Wish, book
from wasl.interfaces.cli.demo.families import SyntheticPerson
from wasl.interfaces.cli.demo.tables import pick
from wasl.interfaces.cli.demo.walker import Walk
from wasl.interfaces.cli.demo.writing import BAGHDAD, Place, Writing
from wasl.kernel.errors import Invalids
from wasl.people import selectors as people
from wasl.programme.sheets.week import Kind

AT_CENTRE = frozenset({"assessing", "planning", "in_services", "exit_assessment", "departing"})
AT_HOME = "aftercare"
#: what a family that stands there is asked to come for
KINDS = {
    "assessing": ("interview", "talk", "documents"),
    "planning": ("talk", "interview", "legal"),
    "in_services": ("review", "talk", "legal", "documents", "clinic", "session"),
    "exit_assessment": ("talk", "documents", "office"),
    "departing": ("talk", "documents"),
    AT_HOME: ("visit",),
}
MISSED = ("ill", "did_not_know", "no_childcare")
#: from which minute of the day on a free time is looked for
HOURS = (510, 540, 570, 600, 630, 660, 720, 750)
#: nobody meets more families on a day
A_DAY = 5


@dataclass(frozen=True)
class Ledger:
    """What is taken of whom, quarter by quarter. A place in childcare is held under its own name and number."""

    place: Place

    def quarters(self, kind: Resource, holder: str, day: date, worker: UUID) -> set[int]:
        key = (str(kind), holder, day)
        if key not in self.place.taken:
            with unit_of_work(self.place.desks.session(worker).token) as by:
                self.place.taken[key] = asked.quarters_taken(kind, holder.partition("#")[0], day, viewer=by)
        return self.place.taken[key]

    def hold(self, kind: Resource, holder: str, day: date, span: range, worker: UUID) -> bool:
        """Take a stretch of a day, unless some of it is taken."""
        found = self.quarters(kind, holder, day, worker)
        if found & set(span):
            return False
        found |= set(span)
        return True


@dataclass(frozen=True)
class Drawn:
    """One appointment as the demonstration draws it."""

    person: SyntheticPerson
    kind: Kind
    day: date
    starts: int
    worker: UUID
    site: int
    room: str
    seats: tuple[int, ...]
    small: int

    @property
    def ends(self) -> int:
        return self.starts + self.kind.minutes


def appointments(writing: Writing) -> None:
    """Rows of a family that is written in bulk: what was this week, and what lies ahead."""
    place = writing.place
    for drawn in _drawn(writing, list(_days(place, past=True))):
        over = drawn.day < place.today
        missed = over and _dice(writing, str(drawn.day)).random() < 0.2
        at = datetime.combine(drawn.day, time(14, 30), BAGHDAD) if over else None
        state = State.PLANNED if not over else State.MISSED if missed else State.ATTENDED
        writing.whole.add(
            "appointments_appointment", person_id=writing.people[drawn.person.key], kind=drawn.kind.code,
            circle=drawn.kind.circle, day=drawn.day, starts=drawn.starts, ends=drawn.ends, worker=drawn.worker,
            site_id=drawn.site, room=drawn.room, small_children=drawn.small, seats=list(drawn.seats),
            childcare=str(_childcare(drawn)), childcare_place=_nursery() if drawn.seats else "", state=str(state),
            reason=pick(_dice(writing, "why"), MISSED) if missed else "",
            settled_by=drawn.worker if over else None, settled_at=at, booked_by=drawn.worker,
            booked_at=datetime.combine(place.today - timedelta(days=8), time(9, 15), BAGHDAD),
        )  # fmt: skip


def walked(going: Walk) -> None:
    """The same for a family that was walked: made by its worker, by the service that makes appointments."""
    writing = going.writing
    place = writing.place
    for drawn in _drawn(writing, list(_days(place, past=False))):
        by = place.desks.session(drawn.worker)
        with unit_of_work(by.token):
            household = people.people_of(going.file, viewer=by)
            desk = asked.desk(writing.whole.team, viewer=by)
        wish = Wish(
            going.inside[drawn.person.key].ref, drawn.kind.code, drawn.day, drawn.starts, drawn.kind.minutes,
            drawn.worker, drawn.room, childcare=_childcare(drawn) if drawn.small else Childcare.ASKED,
        )  # fmt: skip
        try:
            book(file=going.file, wish=wish, household=household, desk=desk, by=by)
        except Invalids:
            continue  # this very week asks enough of her already


def _dice(writing: Writing, what: str) -> Random:
    """The same for a family each time."""
    return Random(f"{what}-{writing.family.index}")  # noqa: S311 - a demonstration, no secret


def _nursery() -> str:
    return next(iter(asked.terms().childcare), "")


def _childcare(drawn: Drawn) -> Childcare:
    if not drawn.small or not drawn.kind.childcare:
        return Childcare.FAMILY if drawn.small else Childcare.NONE
    return Childcare.ASKED if drawn.seats else Childcare.FAMILY


def _days(place: Place, *, past: bool) -> Iterator[date]:
    """Worked days of this week and the next."""
    calendar = place.programme.calendar
    first = rules.week_of(place.today, calendar)
    for day in (first + timedelta(days=n) for n in range(14)):
        if calendar.is_working(day) and (past or day >= place.today):
            yield day


def _drawn(writing: Writing, days: list[date]) -> Iterator[Drawn]:
    """One or two appointments of a family: its head, with whoever is responsible for it today."""
    state, place = writing.history.state, writing.place
    worker = writing.worker_on(place.today)
    # until somebody has accepted the family it is the clerk's, who makes no appointments
    if state not in KINDS or worker in (None, writing.clerk) or not days:
        return
    ledger, rng = Ledger(place), _dice(writing, "diary")
    head = next((person for person in writing.family.people if person.role == "head"), None)
    if head is None or not head.adult:
        return
    site = place.desks.teams[writing.whole.team].site
    count = 1 if state == AT_HOME else min(rng.choice((1, 2, 2)), len(KINDS[state]))
    week = days[: len(days) // 2] or days
    for code in rng.sample(KINDS[state], count):
        kind = asked.terms().kinds[code]
        for day in (*rng.sample(week, len(week)), *days[len(week) :]):
            found = _place(writing, ledger, head, kind, day, worker, site)
            if found is not None:
                yield found
                break


def _place(
    writing: Writing, ledger: Ledger, head: SyntheticPerson, kind: Kind, day: date, worker: UUID, site: int
) -> Drawn | None:
    """A free time for everybody on a day, with a room and places for the children where there are some."""
    terms = asked.terms()
    if writing.place.met.get((worker, day), 0) >= A_DAY:
        return None
    busy = ledger.quarters(Resource.WORKER, str(worker), day, worker)
    hers = writing.place.taken.setdefault((str(Resource.PERSON), str(writing.whole.ref), day), set())
    begins = _dice(writing, f"{kind.code}-{day}").choice(HOURS)
    starts = rules.free_at(kind.minutes, busy | hers, begins=begins, closes=terms.ends)
    if starts is None:
        return None
    span = rules.quarters(starts, starts + kind.minutes)
    ledger.hold(Resource.WORKER, str(worker), day, span, worker)
    hers |= set(span)
    met = writing.place.met
    met[worker, day] = met.get((worker, day), 0) + 1
    rooms = () if kind.away or writing.history.state == AT_HOME else terms.rooms
    room = next((r for r in rooms if ledger.hold(Resource.ROOM, f"{site}:{r}", day, span, worker)), "")
    small = sum(person.age < terms.small_child_under for person in writing.family.people)
    seats = _seats(ledger, site, small, day, span, worker) if small and room and kind.childcare else ()
    return Drawn(head, kind, day, starts, worker, site, room, seats, small)


def _seats(ledger: Ledger, site: int, small: int, day: date, span: range, worker: UUID) -> tuple[int, ...]:
    """Places in the childcare for all of them, or none."""
    nursery = asked.terms().childcare[_nursery()]
    free = [
        seat for seat in range(1, nursery.places + 1)
        if not ledger.quarters(Resource.CHILDCARE, f"{site}:{nursery.code}#{seat}", day, worker) & set(span)
    ][:small]  # fmt: skip
    if len(free) < small:
        return ()
    for seat in free:
        ledger.hold(Resource.CHILDCARE, f"{site}:{nursery.code}#{seat}", day, span, worker)
    return tuple(free)
