"""What a week asks of an adult, and what is taken of everybody else's: the facts that the rules of booking need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from wasl.access import policy
from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.selectors import StaffCard
from wasl.appointments import rules
from wasl.appointments.enums import Childcare, Resource, Source, State
from wasl.appointments.models import Appointment, Slot
from wasl.appointments.rules import Asked, Limits, Load
from wasl.casefile.enums import ServiceState
from wasl.casefile.models import Service
from wasl.kernel.errors import NotFound
from wasl.people.enums import FamilyRole
from wasl.people.selectors import PersonCard

if TYPE_CHECKING:
    from wasl.programme.sheets.week import Week

INTERPRETER = "interpreter"
LASTS = timedelta(days=6)
_COUNTED = (str(State.PLANNED), str(State.ATTENDED))
_RUNNING = (str(ServiceState.PLANNED), str(ServiceState.STARTED))
#: whose small children the children of a family are taken to be, unless somebody says otherwise
PARENTS = frozenset({FamilyRole.HEAD, FamilyRole.SPOUSE})


def terms() -> "Week":
    """What the programme says of appointments."""
    return policy.programme().week


def small_children(person: PersonCard, household: Iterable[PersonCard]) -> int:
    """How many small children somebody looks after who comes to us: those of the family, for its head and spouses."""
    if person.role not in PARENTS or not person.is_adult:
        return 0
    under = terms().small_child_under
    return sum(rules.is_small(one.age, one.age_band, under) for one in household if one.active)


def limits(small: int) -> Limits:
    """How many hours of a week may be asked of somebody with so many small children."""
    hours = terms().hours
    return Limits(hours.most_of(small), hours.most_without_childcare)


def of_appointment(kind: str, starts: int, ends: int, childcare: Childcare, *, own: bool = False) -> Asked:
    """The hours of one appointment."""
    found = terms().kinds.get(kind)
    return Asked(
        Source.APPOINTMENT, kind, ends - starts, childcare in rules.CARED, found.unit if found else "", own
    )


@dataclass(frozen=True)
class Weeks:
    """The appointments of a file in a week, and the services that run, as they ask time of each person."""

    appointments: Sequence[Appointment]
    services: Sequence[tuple[UUID | None, str]]

    def load(self, person: UUID, small: int, *, but: UUID | None = None, more: Sequence[Asked] = ()) -> Load:
        """What the week asks of one person; without one appointment, or with more."""
        booked = [
            of_appointment(row.kind, row.starts, row.ends, Childcare(row.childcare), own=row.circle == "own")
            for row in self.appointments
            if row.person_id == person and row.id != but and row.state in _COUNTED
        ]
        catalogue = policy.programme().rehabilitation.catalogue
        running = [
            Asked(
                Source.SERVICE,
                code,
                service.hours_a_week * rules.HOUR,
                service.childcare,
                service.unit,
                service.circle != "family",
            )
            for owner, code in self.services
            if owner == person and (service := catalogue.get(code)) is not None and service.hours_a_week
        ]
        return rules.load([*booked, *more, *running], small_children=small)

    def of_person(self, person: UUID, day: date, *, but: UUID | None = None) -> list[tuple[int, int]]:
        """The hours that somebody has on a day already."""
        return [
            (row.starts, row.ends)
            for row in self.appointments
            if row.person_id == person and row.day == day and row.id != but and row.state in _COUNTED
        ]


def weeks(file: UUID, day: date, *, viewer: Actor) -> Weeks:
    """The week of a day, of everybody in a file: two statements."""
    if not viewer.signed_in:
        raise NotFound
    first = rules.week_of(day, policy.programme().calendar)
    rows = Appointment.objects.filter(file_id=file, day__range=(first, first + LASTS))
    running = Service.objects.filter(file_id=file, state__in=_RUNNING)
    return Weeks(list(rows), list(running.values_list("person_id", "code")))


# --- the desk: who and what can be booked -------------------------------------------------------------------------


@dataclass(frozen=True)
class Desk:
    """Who takes appointments at a place, and who interprets there."""

    workers: Mapping[UUID, StaffCard]
    interpreters: Mapping[UUID, StaffCard]

    def site(self, worker: UUID) -> int | None:
        found = self.workers.get(worker)
        return found.site if found else None


def site_of(*, viewer: Actor) -> int | None:
    """The place at which the viewer works; the first where there are several."""
    roles = sorted(viewer.roles)
    return next(
        (card.site for card in access.staff(roles, viewer=viewer) if card.account == viewer.ref), None
    )


def roles_that_take() -> list[str]:
    """Roles whose members take appointments, by the programme."""
    return [code for code, role in policy.programme().roles.items() if role.may(Action.APPOINTMENT_BOOK)]


def desk(team: int, *, viewer: Actor) -> Desk:
    """Who can be booked where a team works: one statement."""
    staff = access.staff([*roles_that_take(), INTERPRETER], viewer=viewer)
    sites = {card.site for card in staff if card.team == team}
    here = [card for card in staff if card.site in sites]
    return Desk(
        {card.account: card for card in here if card.role != INTERPRETER},
        {card.account: card for card in here if card.role == INTERPRETER},
    )


def fitting(found: Desk, language: str, sex: str, *, viewer: Actor) -> list[UUID]:
    """Interpreters of a language, and of a sex where that is wished; always in the same order."""
    languages = access.staff_languages(found.interpreters, viewer=viewer)
    return sorted(
        (
            account
            for account, staff in found.interpreters.items()
            if languages.get(account) == language and (not sex or staff.gender == sex)
        ),
        key=str,
    )


@dataclass(frozen=True)
class Taken:
    """What of a stretch of a day is taken already, by kind and holder; places in childcare by their seat."""

    held: frozenset[tuple[str, str, int]]

    def by(self, kind: Resource, holder: object) -> bool:
        return any(k == kind and h == str(holder) for k, h, _seat in self.held)

    def seats(self, holder: str) -> set[int]:
        return {seat for kind, h, seat in self.held if kind == Resource.CHILDCARE and h == holder}


def quarters_taken(kind: Resource, holder: str, day: date, *, viewer: Actor) -> set[int]:
    """The quarters of a day in which somebody or something is taken; of a place in childcare, some seat of it."""
    if not viewer.signed_in:
        raise NotFound
    rows = Slot.objects.filter(kind=str(kind), holder=holder, day=day)
    return set(rows.values_list("quarter", flat=True))
