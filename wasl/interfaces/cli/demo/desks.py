"""Who of the staff works where: the files of a demonstration are spread over whoever holds a role in their team."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from wasl.access import selectors as access
from wasl.access import services
from wasl.access.actor import Actor
from wasl.access.enums import Action, Reach, SessionKind
from wasl.access.policy import programme
from wasl.access.selectors import StaffCard, TeamCard
from wasl.access.work import unit_of_work
from wasl.kernel.errors import NotFound

CENTRE, OFFICE = "centre", "office"
HOURS = 8


@dataclass
class Desks:
    """The staff as it stands when the families are written, and a session for each team that receives some."""

    teams: dict[int, TeamCard]
    staff: tuple[StaffCard, ...]
    _actors: dict[UUID, Actor] = field(default_factory=dict)
    _held: dict[tuple[str, int], tuple[UUID, ...]] = field(default_factory=dict)
    _leaders: dict[int, UUID | None] = field(default_factory=dict)
    _offices: dict[tuple[str, str], int | None] = field(default_factory=dict)

    @classmethod
    def seen_by(cls, usernames: Iterable[str]) -> "Desks":
        """Ask the first of these accounts that is there who works where."""
        for username in usernames:
            with suppress(NotFound):
                actor = services.command_actor(username)
                break
        else:
            raise NotFound
        with unit_of_work(actor.token):
            found = cls(access.teams(), tuple(access.staff(list(programme().roles), viewer=actor)))
        services.end_session(actor.token)
        return found

    def who(self, role: str, team: int, slot: int) -> UUID | None:
        """Whoever holds a role in a team, else in its site; `slot` spreads the work over several."""
        held = self._held.get((role, team))
        if held is None:
            site = self.teams[team].site
            cards = [card for card in self.staff if card.role == role]
            near = [c for c in cards if c.team == team] or [c for c in cards if c.site == site]
            # by name, not by random reference: the same families are the same people's in every demonstration
            named = sorted({(c.name, c.account) for c in near}, key=lambda one: (one[0], str(one[1])))
            held = self._held[role, team] = tuple(account for _, account in named)
        if not held:
            return None
        # families of a kind come round in threes: in step with them one worker would get all of a kind. Whoever comes
        # next is always somebody else, since files are handed on to the next one
        out_of_step = slot // len(held) if len(held) > 2 else 0
        return held[(slot + out_of_step) % len(held)]

    def holds(self, account: UUID | None, role: str) -> bool:
        """Whether somebody holds a role, wherever."""
        return (account, role) in self._roles

    @cached_property
    def _roles(self) -> frozenset[tuple[UUID, str]]:
        return frozenset((card.account, card.role) for card in self.staff)

    def everybody(self, role: str, team: int) -> tuple[UUID, ...]:
        """All who hold a role in a team or its site."""
        self.who(role, team, 0)
        return self._held[role, team]

    def writer(self, team: int) -> Actor | None:
        """A session that reaches everything of a team: its supervisor's, or the manager's of its site."""
        account = self.leader(team)
        return None if account is None else self.session(account)

    def session(self, account: UUID) -> Actor:
        """One of the staff at work; the session ends with the load."""
        if account not in self._actors:
            token = services.open_session(account, SessionKind.COMMAND, HOURS)
            with unit_of_work(token) as actor:
                self._actors[account] = actor
        return self._actors[account]

    def writers(self) -> list[Actor]:
        """One session for each who answers for a team."""
        leaders = {self.leader(team) for team in self.teams}
        return [self.session(account) for account in leaders if account is not None]

    def leader(self, team: int) -> UUID | None:
        """Who answers for a team: files are closed and assigned there."""
        if team not in self._leaders:
            self._leaders[team] = self._leader(team)
        return self._leaders[team]

    def _leader(self, team: int) -> UUID | None:
        wide = [role for role in programme().roles.values() if role.may(Action.FILE_ASSIGN)]
        for reach in (Reach.TEAM, Reach.SITE):
            for role in wide:
                if role.reach == reach and (reach is Reach.SITE or self._own(role.code, team)):
                    found = self.who(role.code, team, 0)
                    if found:
                        return found
        return None

    def centres(self, worker: str) -> list[int]:
        """Teams in which families live: those with somebody to work with them and somebody who answers for them."""
        return [
            team
            for team, card in self.teams.items()
            if card.site_kind == CENTRE and self.leader(team) and self._own(worker, team)
        ]

    def office(self, governorate: str, officer: str) -> int | None:
        """The office that follows up in a governorate; where there is none yet, the first that can."""
        asked = governorate, officer
        if asked not in self._offices:
            self._offices[asked] = self._office(governorate, officer)
        return self._offices[asked]

    def _office(self, governorate: str, officer: str) -> int | None:
        able = [
            team
            for team, card in self.teams.items()
            if card.site_kind == OFFICE and self.leader(team) and self.everybody(officer, team)
        ]
        own = [team for team in able if self.teams[team].site_place == governorate]
        return next(iter(own or able), None)

    def _own(self, role: str, team: int) -> bool:
        return any(card.role == role and card.team == team for card in self.staff)

    def close(self) -> None:
        """End the sessions."""
        for actor in self._actors.values():
            services.end_session(actor.token)
        self._actors.clear()
