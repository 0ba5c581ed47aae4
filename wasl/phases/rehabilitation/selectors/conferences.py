"""Case conferences of a file, with what was decided as far as the viewer may open it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wasl.access.actor import Actor
from wasl.people import selectors as people
from wasl.phases.rehabilitation.enums import Wish
from wasl.phases.rehabilitation.models import Conference


@dataclass(frozen=True)
class ConferenceCard:
    """One conference; `consented` false: she was asked and wished none."""

    ref: UUID
    person: UUID
    on: date
    consented: bool
    wish: Wish | None
    roles: tuple[str, ...]
    accounts: tuple[UUID, ...]
    written_by: UUID | None
    decisions: str = ""
    minutes: str = ""


def conferences(file: UUID, *, viewer: Actor) -> list[ConferenceCard]:
    """All conferences of a file, the newest first."""
    rows = list(Conference.objects.filter(file_id=file).order_by("-on", "id"))
    fields = ("notes:decisions", "notes:minutes")
    found = people.opened([(row.id, field) for row in rows for field in fields], viewer=viewer)
    return [
        ConferenceCard(
            row.id, row.person_id, row.on, row.consented, Wish(row.presence) if row.presence else None,
            tuple(row.roles), tuple(row.accounts), row.written_by, *(found.text(row.id, field) for field in fields),
        )
        for row in rows
    ]  # fmt: skip
