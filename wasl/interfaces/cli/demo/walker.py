"""A family on its way through the services: who acts on which day, and what the services answered so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.work import unit_of_work
from wasl.casefile.selectors.thread import thread as thread_of
from wasl.interfaces.cli.demo import events as e
from wasl.interfaces.cli.demo.writing import WORKER, Writing
from wasl.kernel.clock import frozen
from wasl.people import selectors as people
from wasl.people.selectors import PersonCard

_A_DAY = timedelta(days=1)


@dataclass
class Walk:
    """One family on its way, with the references that the services answered."""

    writing: Writing
    file: UUID
    inside: dict[int, PersonCard] = field(default_factory=dict)
    needs: dict[tuple[UUID | None, str], UUID] = field(default_factory=dict)
    goals: dict[int, UUID] = field(default_factory=dict)
    services: dict[int, UUID] = field(default_factory=dict)
    order: int = 0
    #: who was asked to take the file; an office was asked; the family has left; it is in the office's hands
    offered: e.Handover | None = None
    asked: bool = False
    left: bool = False
    home: bool = False

    def actor(self, account: UUID | None) -> Actor:
        if account is None:
            raise LookupError("nobody here could do this step")
        return self.writing.place.desks.session(account)

    @property
    def clerk(self) -> Actor:
        return self.actor(self.writing.clerk)

    def worker(self, on: date) -> Actor:
        """Who is responsible; on the day on which a family leaves, the centre's worker until it has left."""
        received = self.writing.received_at_home
        if received is not None and on >= received and not self.home:
            on = received - _A_DAY
        return self.actor(self.writing.worker_on(on))

    @property
    def leader(self) -> Actor:
        """Who answers for the team that holds the file now."""
        writing = self.writing
        team = writing.office if self.home and writing.office is not None else writing.centre
        return self.actor(writing.place.desks.leader(team))

    def person(self, whom: e.Whom) -> UUID | None:
        return None if whom is None else self.inside[whom].ref

    @contextmanager
    def on(self, day: date) -> Iterator[None]:
        """The clock of that day, a little later with every step."""
        self.order += 1
        with frozen(self.writing.at(day, self.order)):
            yield

    def meet(self) -> None:
        """Who is who: people of a list have new references, and one's own name is one's own within a family."""
        with unit_of_work(self.clerk.token):
            cards = people.people_of(self.file, viewer=self.clerk)
        by_name = {(card.name.given, card.name.father, card.sex): card for card in cards if card.name}
        for member in self.writing.family.people:
            self.inside[member.key] = by_name[member.line.given.ar, member.line.father.ar, member.sex]

    def know_needs(self, by: Actor) -> None:
        """The needs that are open now, as an assessment has raised them."""
        with unit_of_work(by.token):
            knots = thread_of(self.file, viewer=by, roles=frozenset({WORKER}), words=False)
        self.needs = {(need.person, need.domain): need.ref for need in knots.needs if need.state == "open"}
