"""Places by section: how many stay where and how many may still come. Numbers only."""

from dataclasses import dataclass

from django.db import connection

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.selectors import TeamCard, teams
from wasl.access.services import require


@dataclass(frozen=True)
class SectionCard:
    """One section of a centre; `capacity` 0 where nobody has said for how many it is meant."""

    team: TeamCard
    families: int
    people: int
    reserved: int
    capacity: int

    @property
    def free(self) -> int:
        """Places that nobody has and that are kept for nobody; below zero where more stay than are meant to."""
        return self.capacity - self.families - self.reserved

    @property
    def over(self) -> int:
        """How many families more than the section is meant for."""
        return max(0, -self.free) if self.capacity else 0


@dataclass(frozen=True)
class Sections:
    """The sections of the viewer's centres, and how many families are in none of them."""

    cards: tuple[SectionCard, ...]
    nowhere: int
    nowhere_expected: int


def sections(*, viewer: Actor) -> Sections:
    """The sections of the viewer's centres, the emptiest first."""
    require(viewer, Action.RECEPTION_RECORD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT site, section, families, people, reserved FROM entry_sections()")
        rows = cursor.fetchall()
    counted = {(site, section): (int(f), int(p), int(r)) for site, section, f, p, r in rows}
    meant = {
        code: capacity
        for centre in policy.programme().centres.values()
        for code, capacity in centre.sections.items()
    }
    near = [team for team in teams().values() if team.site in viewer.sites and team.site_kind == "centre"]
    cards = [
        SectionCard(team, *counted.get((team.site, team.code), (0, 0, 0)), meant.get(team.code, 0))
        for team in near
    ]
    known = {(card.team.site, card.team.code) for card in cards}
    others = [numbers for place, numbers in counted.items() if place not in known]
    return Sections(
        tuple(sorted(cards, key=lambda card: (-card.free, card.team.code))),
        sum(families for families, _people, _reserved in others),
        sum(reserved for _families, _people, reserved in others),
    )
