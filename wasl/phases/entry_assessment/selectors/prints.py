"""What is to be printed for many families, and how far it is."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.services import require
from wasl.casefile.enums import FileState
from wasl.casefile.models import File
from wasl.kernel.clock import now
from wasl.kernel.errors import NotFound
from wasl.people import selectors as people
from wasl.people.models import Person
from wasl.people.selectors import NAME, PersonCard
from wasl.phases.entry_assessment.enums import PrintKind, PrintState
from wasl.phases.entry_assessment.models import Printed, Printing
from wasl.vault import services as vault

MOST_FAMILIES = 300
INSIDE = (str(FileState.ASSESSING), str(FileState.IN_SERVICES))


@dataclass(frozen=True)
class Choosing:
    """Whose papers: of one list, of one day, or all that have none yet. `again`: those that have them too."""

    kind: PrintKind
    batch: UUID | None = None
    day: date | None = None
    again: bool = False


@dataclass(frozen=True)
class FamilyPaper:
    """What stands on a family's card."""

    file: UUID
    number: str
    language: str
    worker: UUID | None


@dataclass(frozen=True)
class AdultPaper:
    """Whose consent form: an adult with her names."""

    file: UUID
    number: str
    language: str
    person: PersonCard


@dataclass(frozen=True)
class PrintingCard:
    """One batch of papers."""

    ref: UUID
    kind: PrintKind
    state: PrintState
    done: int
    total: int
    pages: int
    made_at: datetime
    expires_at: datetime
    fetched_at: datetime | None

    @property
    def under_way(self) -> bool:
        return self.state in (PrintState.ASKED, PrintState.DRAWING)


def families(choosing: Choosing, *, viewer: Actor, limit: int = MOST_FAMILIES) -> list[FamilyPaper]:
    """The families chosen, by number, within the viewer's own teams or own imports."""
    require(viewer, Action.RECEPTION_RECORD)
    rows = File.objects.filter(Q(team_id__in=viewer.teams), state__in=INSIDE)
    if choosing.batch:
        rows = rows.filter(imported=choosing.batch)
    if choosing.day:
        rows = rows.filter(arrived_on=choosing.day)
    if not choosing.again:
        there = Printed.objects.filter(kind=str(choosing.kind)).values("file_id")
        rows = rows.exclude(pk__in=there)
    return [
        FamilyPaper(row.file_id, row.number, row.language, row.worker)
        for row in rows.order_by("number")[:limit]
    ]


def adults(chosen: list[FamilyPaper], *, viewer: Actor) -> list[AdultPaper]:
    """The adults of these families with their names, opened at once and recorded as a look for printing."""
    of = {one.file: one for one in chosen}
    rows = list(Person.objects.filter(file_id__in=of, active=True))
    found = people.opened([(row.id, NAME) for row in rows], viewer=viewer, purpose=Purpose.PRINT)
    cards = [people.card(row, found) for row in rows]
    grown = [card for card in cards if card.is_adult and card.name]
    return [
        AdultPaper(card.file, of[card.file].number, card.language or of[card.file].language, card)
        for card in sorted(grown, key=lambda one: (of[one.file].number, not one.is_head, str(one.ref)))
    ]


def printing(ref: UUID, *, viewer: Actor) -> PrintingCard:
    """One batch of papers of the viewer's own."""
    return _card(_row(ref, viewer))


def printings(*, viewer: Actor, limit: int = 20) -> list[PrintingCard]:
    """The viewer's own batches of the last day, the newest first."""
    rows = Printing.objects.filter(account=viewer.account, expires_at__gt=now())
    return [_card(row) for row in rows.defer("content", "paper").order_by("-made_at")[:limit]]


def paper(ref: UUID, *, viewer: Actor) -> str:
    """The finished paper as base64 text."""
    row = _row(ref, viewer)
    if row.paper is None:
        raise NotFound
    return vault.client().recall(paper_label(ref), bytes(row.paper), token=viewer.token)


def content_label(printing: UUID) -> str:
    return f"print:content:{printing}"


def paper_label(printing: UUID) -> str:
    return f"print:paper:{printing}"


def _row(ref: UUID, viewer: Actor) -> Printing:
    require(viewer, Action.RECEPTION_RECORD)
    row = Printing.objects.filter(pk=ref, account=viewer.account, expires_at__gt=now()).first()
    if row is None:
        raise NotFound
    return row


def _card(row: Printing) -> PrintingCard:
    return PrintingCard(
        ref=row.id, kind=PrintKind(row.kind), state=PrintState(row.state), done=row.done, total=row.total,
        pages=row.pages, made_at=row.made_at, expires_at=row.expires_at, fetched_at=row.fetched_at,
    )  # fmt: skip
