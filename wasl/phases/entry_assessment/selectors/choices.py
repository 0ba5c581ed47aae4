"""The ledger of choices: every line, the newest first, and which of them holds."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wasl.access.actor import Actor
from wasl.casefile.models import Consent


@dataclass(frozen=True)
class LedgerLine:
    """A choice as it was made. `holds`: no later line about the same thing stands after it."""

    person: UUID
    purpose: str
    recipient: str
    decision: str
    on: date
    language: str
    explained_by: UUID | None
    asked_alone: bool
    guardian: UUID | None
    given_how: str
    holds: bool


def ledger(file: UUID, *, viewer: Actor) -> list[LedgerLine]:
    """All choices of a file's people."""
    seen: set[tuple[UUID, str, str]] = set()
    lines = []
    for row in Consent.objects.filter(file_id=file).order_by("-recorded_at", "-id"):
        key = (row.person_id, row.purpose, row.recipient)
        lines.append(
            LedgerLine(
                row.person_id, row.purpose, row.recipient, row.decision, row.on, row.language, row.explained_by,
                row.asked_alone, row.guardian, row.given_how, key not in seen,
            )
        )  # fmt: skip
        seen.add(key)
    return lines
