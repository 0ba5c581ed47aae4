"""Before people are written down: who of them may be known already, each with whom to compare.

Within one's own work the two are shown side by side. Beyond it the answer is only that somebody bears the very same
names, and it is asked for by the door that counts and records such questions (PROTECTION P8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.services import may
from wasl.kernel.errors import VaultDown, VaultSealed
from wasl.people.enums import Sex
from wasl.people.models import NotSame
from wasl.people.names import NameCard
from wasl.phases.entry_assessment.selectors.search import FoundCard, cards, known_already
from wasl.vault import services as vault
from wasl.vault.client import Hit, Match


@dataclass(frozen=True)
class Newcomer:
    """Somebody as written at the desk; `person` where she stands in the file already."""

    key: str
    name: NameCard
    sex: Sex
    person: UUID | None = None


@dataclass(frozen=True)
class Alike:
    """Who may be the same: people to be seen, and of those out of reach nothing but a reference for the record."""

    newcomer: Newcomer
    found: tuple[FoundCard, ...]
    beyond: tuple[UUID, ...]


def alike(file: UUID, newcomers: Sequence[Newcomer], *, viewer: Actor) -> list[Alike]:
    """For each newcomer who looks like somebody known, whom; what was answered once is not asked again."""
    if not newcomers:
        return []
    try:
        matches = vault.client().duplicates(
            viewer.token, [_asked(one, file) for one in newcomers], _told_apart(newcomers)
        )
    except (VaultSealed, VaultDown):
        return []
    hits = {
        match.person: Hit(match.person, match.file, match.score, False)
        for found in matches
        for match in found
    }
    seen = {
        card.person.ref: card for card in cards(list(hits.values()), viewer=viewer, purpose=Purpose.RECEPTION)
    }
    pairs = [_alike(one, found, seen, viewer) for one, found in zip(newcomers, matches, strict=True)]
    return [one for one in pairs if one.found or one.beyond]


def _alike(one: Newcomer, matches: Sequence[Match], seen: dict[UUID, FoundCard], viewer: Actor) -> Alike:
    found = tuple(seen[match.person] for match in matches if match.person in seen)
    beyond = tuple(match.person for match in matches if match.person not in seen)
    if beyond and not _borne_beyond(one, viewer):
        beyond = ()
    return Alike(one, found, beyond)


def _borne_beyond(one: Newcomer, viewer: Actor) -> bool:
    named = sum(
        bool(part.strip()) for part in (one.name.given, one.name.father, one.name.grandfather, one.name.laqab)
    )
    if named < 2 or not may(viewer, Action.RECEPTION_RECORD) or not may(viewer, Action.FILE_SEARCH):
        return False
    return known_already(one.name, viewer=viewer).beyond > 0


def _asked(one: Newcomer, file: UUID) -> dict[str, object]:
    name = one.name
    return {
        "key": one.key,
        "family": str(file),
        "given": name.given,
        "father": name.father,
        "grandfather": name.grandfather,
        "laqab": name.laqab,
        "mother": name.mother[0] if name.mother else "",
        "sex": str(one.sex),
        "birth_year": name.birth.year if name.birth else 0,
        "person": str(one.person) if one.person else None,
        "file": str(file),
    }


def _told_apart(newcomers: Sequence[Newcomer]) -> list[tuple[str, UUID]]:
    """Whoever was said to be somebody else, at this desk or at the other's."""
    keys = {one.person: one.key for one in newcomers if one.person}
    if not keys:
        return []
    rows = NotSame.objects.filter(person_id__in=keys).values_list("person_id", "other")
    back = NotSame.objects.filter(other__in=keys).values_list("other", "person_id")
    return [(keys[person], other) for person, other in (*rows, *back)]
