"""Imports and the families that are expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Purpose
from wasl.casefile.enums import FileState
from wasl.casefile.models import File
from wasl.kernel.names import loose
from wasl.kernel.numerals import to_ascii_digits
from wasl.people import selectors as people
from wasl.people.names import NameCard, from_document
from wasl.phases.entry_assessment.models import Batch, RosterEntry
from wasl.vault import services as vault

ROSTER = "identity:roster"
MOST_EXPECTED = 300


@dataclass(frozen=True)
class ExpectedCard:
    """A family that was announced: the head's name, how many and how old, where the viewer may open it."""

    file: UUID
    number: str
    list_number: str
    expected_on: date
    head: NameCard | None
    count: int
    ages: tuple[int | None, ...]


@dataclass(frozen=True)
class BatchCard:
    """One import, by counts."""

    ref: UUID
    label: str
    expected: bool
    families: int
    people: int
    made_at: datetime
    undone_at: datetime | None


def expected(*, viewer: Actor, limit: int = MOST_EXPECTED) -> list[ExpectedCard]:
    """Families announced and not yet here, within the viewer's reach."""
    waiting = File.objects.filter(state=str(FileState.EXPECTED), team_id__in=viewer.teams)
    rows = list(waiting.order_by("opened_on", "number")[:limit])
    entries = dict(
        RosterEntry.objects.filter(file_id__in=[r.file_id for r in rows]).values_list("file_id", "id")
    )
    found = people.opened(
        [(entry, ROSTER) for entry in entries.values()], viewer=viewer, purpose=Purpose.RECEPTION
    )
    return [
        _card(row, found.get(entries[row.file_id], ROSTER) if row.file_id in entries else None)
        for row in rows
    ]


def answering(cards: Sequence[ExpectedCard], asked: str) -> list[ExpectedCard]:
    """Those who answer to a number on the list, a file number, or parts of the head's name as they sound."""
    plain = "".join(to_ascii_digits(asked).split()).casefold()
    if not plain:
        return list(cards)
    same = [card for card in cards if plain in (_number(card.list_number), _number(card.number))]
    wanted = [loose(part) for part in asked.split()]
    return same or [card for card in cards if card.head and _sounds(card.head, wanted)]


def _number(text: str) -> str:
    return "".join(to_ascii_digits(text).split()).casefold()


def _sounds(head: NameCard, wanted: Sequence[str]) -> bool:
    """Whether every part asked for begins a part of the name."""
    borne = [
        loose(word)
        for part in (head.given, head.father, head.grandfather, head.great, head.laqab)
        for word in part.split()
    ]
    return all(any(one.startswith(part) for one in borne) for part in wanted if part)


def _card(row: File, value: dict[str, object] | None) -> ExpectedCard:
    known = value or {}
    members = known.get("members")
    first = members[0] if isinstance(members, list) and members else None
    ages, count = known.get("ages"), known.get("count")
    return ExpectedCard(
        file=row.file_id,
        number=row.number,
        list_number=str(known.get("number") or ""),
        expected_on=row.opened_on,
        head=from_document(first) if isinstance(first, dict) else None,
        count=count if isinstance(count, int) else 0,
        ages=tuple(ages) if isinstance(ages, list) else (),
    )


def batches(*, viewer: Actor, limit: int = 10) -> list[BatchCard]:
    """The newest imports that the viewer made or whose team the viewer has."""
    rows = Batch.objects.order_by("-made_at")[:limit]
    return [BatchCard(b.id, b.label, b.expected, b.families, b.people, b.made_at, b.undone_at) for b in rows]


def followed(batch: UUID, family: dict[str, object], *, viewer: Actor) -> bool:
    """Whether the vault has caught up with an import, so that the same list given again would be recognised."""
    answer = vault.client().roster_overlap(viewer.token, batch, [family])
    return answer.families[0].file is not None
