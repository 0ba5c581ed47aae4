"""Reading the sealed circle, for those whose line it is; the vault alone knows what belongs to which file."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.policy import allowed
from wasl.access.rules import may
from wasl.casefile.enums import SealedKind, SealedLine
from wasl.kernel.errors import VaultDown, VaultSealed
from wasl.vault import services as vault

READS: dict[SealedLine, tuple[Action, ...]] = {
    SealedLine.GBV: (Action.SEALED_GBV, Action.SEALED_GBV_SUPERVISE),
    SealedLine.CHILD: (Action.SEALED_CHILD, Action.SEALED_CHILD_SUPERVISE),
    SealedLine.CLINICAL: (Action.SEALED_CLINICAL, Action.SEALED_CLINICAL_SUPERVISE),
}


@dataclass(frozen=True)
class SealedCard:
    """One item of the sealed circle as its worker sees it."""

    ref: UUID
    person: UUID | None
    line: SealedLine
    kind: SealedKind
    on: date | None
    text: str


def lines_of(roles: frozenset[str]) -> list[SealedLine]:
    """The sealed lines in which somebody with these roles works or supervises."""
    return [
        line for line, actions in READS.items() if any(may(action, roles, allowed()) for action in actions)
    ]


def sealed_items(file: UUID, *, viewer: Actor) -> list[SealedCard]:
    """The items of a file that the viewer may read, the newest first."""
    try:
        found = vault.client().envelopes(viewer.token, str(Purpose.CARE), [file])
    except (VaultSealed, VaultDown):
        return []
    cards = [
        SealedCard(
            ref=UUID(one["id"]),
            person=UUID(one["person"]) if one.get("person") else None,
            line=SealedLine(one["line"]),
            kind=SealedKind(one["kind"]),
            on=date.fromisoformat(one["payload"]["on"]) if one["payload"].get("on") else None,
            text=one["payload"]["text"],
        )
        for one in found
    ]
    return sorted(cards, key=lambda card: (card.on or date.min, str(card.ref)), reverse=True)
