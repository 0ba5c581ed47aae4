"""What is still to be compared of imported lists, as whoever imported them sees it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import require
from wasl.kernel.errors import NotFound
from wasl.phases.entry_assessment.models import Batch, Comparison
from wasl.vault import services as vault


@dataclass(frozen=True)
class Proposal:
    """Somebody of the list who may be known already: her family's number, her line, and who it may be."""

    family: str
    row: int
    matches: tuple[tuple[str, float], ...]
    people: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ComparisonCard:
    """One import whose people are being compared with who is known."""

    ref: UUID
    batch: UUID
    label: str
    people: int
    done: int

    @property
    def over(self) -> bool:
        return self.done >= self.people


def label_of(comparison: UUID, what: str) -> str:
    """Under which label the vault seals a part of it for its account."""
    return f"compare:{what}:{comparison}"


def of_upload(upload: UUID, *, viewer: Actor) -> ComparisonCard | None:
    """What is still to be compared of a list that came by the page."""
    require(viewer, Action.ROSTER_IMPORT)
    row = Comparison.objects.filter(account=viewer.account, upload=upload).defer("content", "found").first()
    return _card(row, "") if row else None


def left_over(*, viewer: Actor) -> list[ComparisonCard]:
    """What is still to be compared of lists that came by the command, the oldest first."""
    require(viewer, Action.ROSTER_IMPORT)
    own = Comparison.objects.filter(account=viewer.account, upload__isnull=True)
    rows = list(own.defer("content", "found").order_by("made_at"))
    labels = dict(Batch.objects.filter(pk__in=[row.batch for row in rows]).values_list("id", "label"))
    return [_card(row, labels.get(row.batch, "")) for row in rows]


def proposals(comparison: UUID, *, viewer: Actor) -> tuple[Proposal, ...]:
    """Whom the comparison has found so far."""
    row = Comparison.objects.filter(pk=comparison, account=viewer.account).first()
    if row is None:
        raise NotFound
    return as_proposals(recalled(row, "found", viewer))


def recalled(row: Comparison, what: str, viewer: Actor) -> list[Any]:
    """A part of a comparison, as it was sealed."""
    sealed = getattr(row, what)
    if sealed is None:
        return []
    text = vault.client().recall(label_of(row.id, what), bytes(sealed), token=viewer.token)
    found: list[Any] = json.loads(text)
    return found


def as_proposals(found: Sequence[Any]) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(
            family,
            row,
            tuple((number, score) for number, score, _ in matches),
            tuple(UUID(person) for *_, person in matches),
        )
        for family, row, matches in found
    )


def _card(row: Comparison, label: str) -> ComparisonCard:
    return ComparisonCard(row.id, row.batch, label, row.people, row.done)
