"""One made-up family on its way into the tables: references, who worked with it on which day, and what time it was."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from wasl.instruments.rules import circle_of
from wasl.interfaces.cli.demo.desks import Desks
from wasl.interfaces.cli.demo.events import (
    Arrived,
    Assessed,
    Departed,
    Event,
    Goal,
    Handover,
    History,
    Need,
    Whom,
)
from wasl.interfaces.cli.demo.families import SyntheticFamily, SyntheticPerson
from wasl.interfaces.cli.demo.terms import Terms
from wasl.journey.bulk import Whole
from wasl.kernel.clock import now
from wasl.kernel.refs import new_id
from wasl.programme import Programme

CLERK, WORKER, SUPERVISOR = "intake-clerk", "caseworker", "case-supervisor"
BAGHDAD = ZoneInfo("Asia/Baghdad")
_MORNING = time(8, 30)
_WORKDAY_MINUTES = 360
Kind = TypeVar("Kind", bound=Event)


@dataclass(frozen=True)
class Place:
    """What every family is written with; `taken` and `met`: whose hours are promised already (`demo.diary`)."""

    programme: Programme
    terms: Terms
    desks: Desks
    centres: tuple[int, ...]
    today: date
    taken: dict[tuple[str, str, date], set[int]] = field(default_factory=dict, compare=False)
    met: dict[tuple[UUID, date], int] = field(default_factory=dict, compare=False)

    @property
    def officer(self) -> str:
        return self.terms.aftercare_role


def section_of(place: Place, family: SyntheticFamily) -> int:
    """The team of the section in which a family lives."""
    return place.centres[(ord(family.section) - ord("A")) % len(place.centres)]


@dataclass
class Writing:
    """A family, its course, and the rows that come of it."""

    place: Place
    family: SyntheticFamily
    history: History
    whole: Whole
    centre: int
    office: int | None
    people: dict[int, UUID] = field(default_factory=dict)
    needs: dict[int, UUID] = field(default_factory=dict)
    goals: dict[int, UUID] = field(default_factory=dict)
    responses: dict[tuple[date, str, Whom], UUID] = field(default_factory=dict)
    #: taken once: on the days of a walk the clock stands in the past
    until: datetime = field(default_factory=now)

    @classmethod
    def begin(cls, place: Place, family: SyntheticFamily, history: History, number: str) -> "Writing":
        """The team that holds the file today: a section's, or after an accepted departure the office's."""
        centre = section_of(place, family)
        office = place.desks.office(family.governorate.code, place.officer)
        made = cls(place, family, history, Whole(centre, number), centre, office)
        made.people = {person.key: new_id() for person in family.people}
        if made.received_at_home is not None and office is not None:
            made.whole.team = office
        return made

    def every(self, kind: type[Kind]) -> list[Kind]:
        """The events of a kind, in order."""
        return cast(list[Kind], self._by_kind.get(kind, []))

    @cached_property
    def _by_kind(self) -> dict[type, list[Event]]:
        found: dict[type, list[Event]] = {}
        for event in self.history.events:
            found.setdefault(type(event), []).append(event)
        return found

    def first(self, kind: type[Kind]) -> Kind | None:
        return next(iter(self.every(kind)), None)

    @cached_property
    def asked_on_entry(self) -> list[Assessed]:
        return [event for event in self.every(Assessed) if event.purpose == "entry"]

    @property
    def section(self) -> str:
        """The section of the centre in which the family lives, by the code of its team as reception writes it."""
        return self.place.desks.teams[self.centre].code

    @cached_property
    def arrived_on(self) -> date:
        arrived = self.first(Arrived)
        if arrived is None:
            raise ValueError("a family that has not come has no history yet")
        return arrived.on

    @cached_property
    def departed(self) -> Departed | None:
        return self.first(Departed)

    @cached_property
    def offer(self) -> Handover | None:
        """The after-care that was asked for."""
        if self.office is None:
            return None
        return next((e for e in self.every(Handover) if e.role == self.place.officer), None)

    @cached_property
    def received_at_home(self) -> date | None:
        """The day from which the office is responsible: departed, and accepted there."""
        if self.departed is None or not self.departed.aftercare or self.offer is None:
            return None
        return max(self.departed.on, self.offer.accepted_on) if self.offer.accepted_on else None

    # -- who -------------------------------------------------------------------------------------------------------

    def someone(self, role: str, slot: int | None = None) -> UUID | None:
        """Whoever holds a role where the family lived, or at the office for what is the office's."""
        team = self.office if role == self.place.officer and self.office is not None else self.centre
        return self.place.desks.who(role, team, self.history.slot if slot is None else slot)

    @cached_property
    def clerk(self) -> UUID | None:
        return self.someone(CLERK, 0)

    @cached_property
    def supervisor(self) -> UUID | None:
        return self.place.desks.leader(self.centre)

    @cached_property
    def officer(self) -> UUID | None:
        return self.someone(self.place.officer, self.offer.slot if self.offer else None)

    @cached_property
    def workers(self) -> list[tuple[date, UUID | None]]:
        """Since when each primary worker was responsible, the latest first."""
        found: list[tuple[date, UUID | None]] = []
        for event in self.every(Handover):
            if event.role == WORKER and event.accepted_on and not self.came_too_late(event):
                found.append((event.accepted_on, self.someone(WORKER, event.slot)))
        if self.received_at_home is not None:
            found.append((self.received_at_home, self.officer))
        return sorted(found, key=lambda one: one[0], reverse=True)

    def came_too_late(self, event: Handover) -> bool:
        """An offer to a worker of the centre that nobody had accepted when the family left."""
        return self.departed is not None and (
            event.accepted_on is None or event.accepted_on > self.departed.on
        )

    def worker_on(self, day: date) -> UUID | None:
        """The primary worker of a day; on the first, before anybody accepted, whoever received the family."""
        return next((who for since, who in self.workers if since <= day), self.clerk)

    @cached_property
    def worker(self) -> UUID | None:
        return self.worker_on(self.place.today)

    # -- whose and when --------------------------------------------------------------------------------------------

    def person(self, whom: Whom) -> UUID | None:
        return None if whom is None else self.people[whom]

    def member(self, key: int) -> SyntheticPerson:
        return self.family.people[key - 1]

    def age(self, whom: Whom) -> int | None:
        return None if whom is None else self.member(whom).age

    def circle(self, whom: Whom, circle: str) -> str:
        """What a small child needs is the family's to know."""
        return str(circle_of(circle, self.age(whom)))

    def circle_of_goal(self, goal: Goal) -> str:
        """A goal is a person's own where one of its needs is."""
        asked = [need for need in self.every(Need) if need.key in goal.needs]
        if any(self.circle(need.person, need.circle) == "own" for need in asked):
            return "own"
        return "family" if asked else goal.circle

    def at(self, day: date, order: int = 0) -> datetime:
        """An hour of that working day, the same each time, and never later than now."""
        minute = (self.history.slot * 37 + order * 11) % _WORKDAY_MINUTES
        moment = datetime.combine(day, _MORNING, BAGHDAD) + timedelta(minutes=minute)
        return min(moment, self.until - timedelta(minutes=1))

    def assessed_on(self, key: int) -> date | None:
        """When somebody was last asked about her own life."""
        return max((event.on for event in self.every(Assessed) if event.person == key), default=None)

    @cached_property
    def last_event(self) -> date:
        return self.history.events[-1].on

    @cached_property
    def scores(self) -> dict[Whom, dict[str, int]]:
        """How each field of life stands now: the last assessment, with what changed since."""
        found: dict[Whom, dict[str, int]] = {}
        for event in self.history.events:
            if isinstance(event, Assessed):
                found.setdefault(event.person, {}).update(event.scores)
            for whom, domain, score in getattr(event, "changed", ()):
                found.setdefault(whom, {})[domain] = score
        return found
