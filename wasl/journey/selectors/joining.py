"""Files that were joined with one, and whether they can still be parted again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wasl.access.actor import Actor
from wasl.journey.models import Joining
from wasl.people import selectors as people
from wasl.people.selectors import NAME, PersonCard, card, rows_of
from wasl.vault import services as vault

#: from here on the page proposes that two people are one; a human says so
LIKELY = 0.6


@dataclass(frozen=True)
class JoiningCard:
    """A file that was joined with this one, by whom and why."""

    ref: UUID
    number: str
    made_by: UUID | None
    made_at: datetime
    undone_at: datetime | None
    reason: str


def joinings(file: UUID, *, viewer: Actor) -> list[JoiningCard]:
    """What was joined with a file, the newest first."""
    rows = list(Joining.objects.filter(file_id=file).order_by("-made_at"))
    found = people.opened([(row.id, "notes:reason") for row in rows], viewer=viewer)
    return [
        JoiningCard(
            row.id, row.number, row.made_by, row.made_at, row.undone_at, found.text(row.id, "notes:reason")
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Beside:
    """Somebody of the other file, and who here may be the same, the likeliest first."""

    person: PersonCard
    likely: tuple[UUID, ...]


def beside(file: UUID, other: UUID, *, viewer: Actor) -> tuple[list[PersonCard], list[Beside]]:
    """Everybody of two files: those here, and of the other each with who may be the same person."""
    here, there = rows_of(file), rows_of(other)
    found = people.opened([(row.id, NAME) for row in (*here, *there)], viewer=viewer)
    mine, others = [card(row, found) for row in here], [card(row, found) for row in there]
    asked = [_asked(one, other) for one in others if one.name]
    matches = vault.client().duplicates(viewer.token, asked) if asked and not found.sealed else []
    inside = {one.ref for one in mine}
    likely = {
        UUID(str(one["key"])): tuple(m.person for m in hits if m.person in inside and m.score >= LIKELY)
        for one, hits in zip(asked, matches, strict=False)
    }
    return mine, [Beside(one, likely.get(one.ref, ()) or _same_name(one, mine)) for one in others]


def _same_name(one: PersonCard, mine: Sequence[PersonCard]) -> tuple[UUID, ...]:
    """Of two files alone, also those of one sex with the very same three names."""
    if one.name is None:
        return ()
    return tuple(
        other.ref
        for other in mine
        if other.name and other.sex == one.sex and other.name.three == one.name.three
    )


def _asked(one: PersonCard, file: UUID) -> dict[str, object]:
    name = one.name
    assert name is not None  # noqa: S101 - asked only of those whose name was opened
    return {
        "key": str(one.ref), "family": str(file), "given": name.given, "father": name.father,
        "grandfather": name.grandfather, "laqab": name.laqab, "mother": name.mother[0] if name.mother else "",
        "sex": one.sex, "birth_year": name.birth.year if name.birth else 0, "person": str(one.ref),
        "file": str(file),
    }  # fmt: skip
