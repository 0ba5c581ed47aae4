"""Making and moving appointments. Whoever and whatever is needed is asked for together; every clash is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.appointments import rules
from wasl.appointments.enums import Childcare, Resource, State
from wasl.appointments.models import Appointment
from wasl.appointments.rules import When
from wasl.appointments.selectors import asked
from wasl.appointments.selectors.asked import Desk, Taken
from wasl.appointments.selectors.diary import reads_own
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.selectors.files import Held, lock, lock_once
from wasl.kernel.clock import now, today
from wasl.kernel.decision import Decision, allow
from wasl.kernel.errors import Conflict, Invalid, Invalids, NotFound
from wasl.kernel.refs import new_id
from wasl.people.selectors import PersonCard


@dataclass(frozen=True)
class Wish:
    """An appointment as it is asked for. `language`: of an interpreter, with the sex that is wished; empty for none."""

    person: UUID
    kind: str
    day: date
    starts: int
    minutes: int
    worker: UUID
    room: str = ""
    language: str = ""
    interpreter_sex: str = ""
    childcare: Childcare = Childcare.ASKED
    circle: str = ""

    @property
    def ends(self) -> int:
        return self.starts + self.minutes


@dataclass(frozen=True)
class Found:
    """What an appointment gets of everything that it asked for."""

    site: int
    interpreter: UUID | None
    childcare: Childcare
    place: str
    small: int
    seats: list[int]


@command
def book(
    *,
    file: UUID | Held,
    wish: Wish,
    household: Sequence[PersonCard],
    desk: Desk,
    by: Actor,
    form_key: UUID | None = None,
) -> UUID:
    """Make an appointment. `household` and `desk` are who lives in the family and who works at the place.

    `file`: its reference, or what the page holds.
    """
    row = lock_once(file, by=by)
    require(by, Action.APPOINTMENT_BOOK, on=row)
    person = _of(household, row.file_id, wish.person)
    weeks = asked.weeks(row.file_id, wish.day, viewer=by)
    again = next((one for one in weeks.appointments if form_key and one.form_key == form_key), None)
    if again is not None:
        return again.id
    found = _find(wish, person, household, desk, weeks, by)
    appointment = Appointment.objects.create(
        id=new_id(), file_id=row.file_id, team_id=row.team_id, booked_by=by.ref, booked_at=now(), form_key=form_key,
        **_values(wish, found),
    )  # fmt: skip
    audit.record(EventType.APPOINTMENT_BOOKED, by=by, on=appointment, person=wish.person, code=wish.kind)
    return appointment.id


@command
def move(
    *,
    appointment: UUID,
    wish: Wish,
    household: Sequence[PersonCard],
    desk: Desk,
    by: Actor,
    version: int | None = None,
) -> None:
    """Another time, place or help for an appointment that lies ahead; its person and its circle stay."""
    row = hold(appointment, by=by)
    if version is not None and version != row.version:
        raise Conflict("version", row.version, version)
    rules.can_move(State(row.state)).or_refuse()
    person = _of(household, row.file_id, wish.person)
    if person.ref != row.person_id:
        raise NotFound
    weeks = asked.weeks(row.file_id, wish.day, viewer=by)
    found = _find(wish, person, household, desk, weeks, by, but=row.id)
    for name, value in (_values(wish, found) | {"circle": row.circle}).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    audit.record(EventType.APPOINTMENT_MOVED, by=by, on=row, person=row.person_id, code=row.kind)


def hold(appointment: UUID, *, by: Actor) -> Appointment:
    """An appointment with its file held, for whoever may change it: its worker, or who reads what is a person's own."""
    known = Appointment.objects.filter(pk=appointment).values_list("file_id", flat=True).first()
    if known is None:
        raise NotFound
    file = lock(known, by=by)
    require(by, Action.APPOINTMENT_BOOK, on=file)
    row = Appointment.objects.select_for_update().get(pk=appointment)
    mine = by.ref in (row.worker, row.booked_by)
    if not rules.opens(own_circle=row.circle == "own", mine=mine, reads_own=reads_own(file.roles)):
        raise NotFound
    return row


def found_again(row: Appointment, *, household: Sequence[PersonCard], desk: Desk, by: Actor) -> Found:
    """What an appointment that had given its hours back can have again, or every reason why not."""
    person = _of(household, row.file_id, row.person_id)
    wish = Wish(
        row.person_id, row.kind, row.day, row.starts, row.ends - row.starts, row.worker, row.room, row.language,
        childcare=Childcare(row.childcare), circle=row.circle,
    )  # fmt: skip
    weeks = asked.weeks(row.file_id, row.day, viewer=by)
    return _find(wish, person, household, desk, weeks, by, but=row.id, over=row.day < today())


def _of(household: Sequence[PersonCard], file: UUID, ref: UUID) -> PersonCard:
    found = next((one for one in household if one.ref == ref and one.file == file and one.active), None)
    if found is None:
        raise Invalid("person", "not_of_this_family")
    return found


def _find(
    wish: Wish, person: PersonCard, household: Sequence[PersonCard], desk: Desk, weeks: asked.Weeks, by: Actor, *,
    but: UUID | None = None, over: bool = False,
) -> Found:  # fmt: skip
    """Everything that an appointment needs, or every reason why it cannot be; `over`: its day may lie behind us."""
    faults = [one for one in _shape(wish, desk) if not (over and one.code == "day_is_past")]
    site = desk.site(wish.worker)
    if faults or site is None:
        raise Invalids(faults)
    small = asked.small_children(person, household)
    fitting = asked.fitting(desk, wish.language, wish.interpreter_sex, viewer=by) if wish.language else []
    place = next(iter(asked.terms().childcare), "") if small and wish.childcare is Childcare.ASKED else ""
    nursery, room = f"{site}:{place}", f"{site}:{wish.room}"
    holders = [
        str(wish.worker), *([room] if wish.room else []), *([nursery] if place else []), *map(str, fitting),
    ]  # fmt: skip
    taken = wait_and_see(When(wish.day, wish.starts, wish.ends), holders, but=but)
    mine = (wish.starts, wish.ends)
    if any(rules.meet(mine, other) for other in weeks.of_person(person.ref, wish.day, but=but)):
        faults.append(Invalid("starts", "person_taken"))
    if taken.by(Resource.WORKER, wish.worker):
        faults.append(Invalid("worker", "worker_taken"))
    if wish.room and taken.by(Resource.ROOM, room):
        faults.append(Invalid("room", "room_taken"))
    interpreter = next((one for one in fitting if not taken.by(Resource.INTERPRETER, one)), None)
    if wish.language and interpreter is None:
        faults.append(Invalid("language", "interpreter_taken" if fitting else "interpreter_none"))
    seats = _seats(place, taken.seats(nursery), small) if place else []
    if place and len(seats) < small:
        faults.append(Invalid("childcare", "childcare_full", free=len(seats), children=small))
    childcare = wish.childcare if small else Childcare.NONE
    if small and childcare is Childcare.NONE:
        childcare = Childcare.SHORT
    too_much = _hours(wish, person, small, childcare, weeks, but)
    if not too_much:
        faults.append(Invalid("day", too_much.code, **too_much.facts))
    if faults:
        raise Invalids(faults)
    return Found(site, interpreter, childcare, place, small, seats)


def _shape(wish: Wish, desk: Desk) -> Iterator[Invalid]:
    """What is wrong whoever else wants something at that time."""
    terms = asked.terms()
    when = When(wish.day, wish.starts, wish.ends)
    for field, code in rules.faults_of(
        when, begins=terms.begins, closes=terms.ends, calendar=policy.programme().calendar, today=today()
    ):
        yield Invalid(field, code)
    if wish.kind not in terms.kinds:
        yield Invalid("kind", "kind_unknown")
    if wish.room and wish.room not in terms.rooms:
        yield Invalid("room", "room_unknown")
    if desk.site(wish.worker) is None:
        yield Invalid("worker", "worker_elsewhere")


def _seats(place: str, taken: set[int], small: int) -> list[int]:
    return rules.seats(asked.terms().childcare[place].places, taken, small)


def _hours(
    wish: Wish, person: PersonCard, small: int, childcare: Childcare, weeks: asked.Weeks, but: UUID | None
) -> Decision:
    """Whether the week stays possible for an adult (R087); nothing is asked of a child."""
    if not person.is_adult:
        return allow()
    more = asked.of_appointment(wish.kind, wish.starts, wish.ends, childcare)
    before = weeks.load(person.ref, small, but=None)
    after = weeks.load(person.ref, small, but=but, more=[more])
    return rules.can_be_asked(before, after, asked.limits(small))


def _values(wish: Wish, found: Found) -> dict[str, object]:
    return {
        "person_id": wish.person, "kind": wish.kind, "circle": wish.circle or asked.terms().kinds[wish.kind].circle,
        "day": wish.day, "starts": wish.starts, "ends": wish.ends, "worker": wish.worker,
        "interpreter": found.interpreter, "language": wish.language, "site_id": found.site, "room": wish.room,
        "childcare": str(found.childcare), "childcare_place": found.place, "small_children": found.small,
        "seats": found.seats,
    }  # fmt: skip


def wait_and_see(when: When, holders: Sequence[str], *, but: UUID | None = None) -> Taken:
    """Which of these are taken at some moment of a stretch of a day.

    Of two who want the same hour the second waits here, sees what the first took, and is told in words.
    """
    span = rules.quarters(when.starts, when.ends)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, holder, seat FROM appointments_wait_and_see(%s, %s, %s, %s::text[], %s)",
            [when.day, span.start, span.stop, list(holders), but],
        )
        return Taken(frozenset(cursor.fetchall()))
