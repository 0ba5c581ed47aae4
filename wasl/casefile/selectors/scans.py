"""Pictures of a file as far as the viewer may see them: small ones for a list, one page at a time for reading."""

import base64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.rules import may
from wasl.casefile.enums import Circle, ConsentDecision, ScanKind
from wasl.casefile.models import Consent, Scan
from wasl.casefile.models.scan import CAPTION, PAGES, SMALL
from wasl.casefile.selectors.files import FileCard
from wasl.kernel.errors import NotFound, VaultSealed
from wasl.people import selectors as people

PHOTO = "photo"


@dataclass(frozen=True)
class ScanCard:
    """A kept picture. `small` and `caption` where the viewer may open them; `removed_at`: it is gone."""

    ref: UUID
    person: UUID
    kind: str
    document: str
    circle: str
    pages: int
    added_by: UUID | None
    added_at: datetime
    removed_by: UUID | None
    removed_at: datetime | None
    removed_why: str
    small: str
    caption: str

    @property
    def opens(self) -> bool:
        return bool(self.small)


def photo_choices() -> list[str]:
    """The choices of the programme that are about a photo of the person."""
    return [choice.code for choice in policy.programme().entry.consents.values() if choice.purpose == PHOTO]


def photo_agreed(person: UUID, *, viewer: Actor) -> bool:
    """Whether she has agreed to a photo, and has not taken it back; off until she is asked."""
    if not viewer.signed_in:
        return False
    newest = (
        Consent.objects.filter(person_id=person, purpose__in=photo_choices())
        .order_by("-recorded_at", "-id")
        .values_list("decision", flat=True)
        .first()
    )
    return newest == ConsentDecision.GIVEN


def counts(file: FileCard, *, viewer: Actor) -> dict[UUID, int]:
    """How many pictures there are of each person's papers that the viewer may see."""
    rows = _seen(file, viewer).filter(removed_at__isnull=True)
    return dict(rows.values("person_id").annotate(n=Count("pk")).values_list("person_id", "n"))


def of_person(file: FileCard, person: UUID, *, agreed: bool, viewer: Actor) -> list[ScanCard]:
    """The pictures of one person's papers, the newest first, with what was taken away; a photo of her if she agreed."""
    rows = list(_seen(file, viewer).filter(person_id=person).order_by("-added_at", "id"))
    if not agreed:
        rows = [row for row in rows if row.kind != ScanKind.PHOTO or row.removed_at]
    wanted = [(row.id, name) for row in rows if row.removed_at is None for name in (SMALL, CAPTION)]
    found = people.opened(wanted, viewer=viewer)
    return [_card(row, found) for row in rows]


def one(file: FileCard, scan: UUID, *, viewer: Actor, closed: bool = False) -> ScanCard:
    """One picture that is there and that the viewer may open; `closed`: or of which she may see that it is there."""
    row = _row(file, scan, viewer)
    found = people.opened([(row.id, SMALL), (row.id, CAPTION)], viewer=viewer)
    if found.sealed:
        raise VaultSealed
    card = _card(row, found)
    if not (card.opens or closed):
        raise NotFound
    return card


def pages(
    file: FileCard, scan: UUID, *, viewer: Actor, purpose: Purpose = Purpose.CARE, only: int | None = None
) -> list[bytes]:
    """The pages of one picture, or `only` one of them; the look is recorded before they are given."""
    row = _row(file, scan, viewer)
    names = PAGES[: row.pages] if only is None else PAGES[: row.pages][only - 1 : only] if only > 0 else ()
    if not names:
        raise NotFound
    found = people.opened([(row.id, name) for name in names], viewer=viewer, purpose=purpose)
    if found.sealed:
        raise VaultSealed
    texts = [found.text(row.id, name) for name in names]
    if not all(texts):
        raise NotFound
    return [base64.b64decode(text) for text in texts]


def _row(file: FileCard, scan: UUID, viewer: Actor) -> Scan:
    row = _seen(file, viewer).filter(pk=scan, removed_at__isnull=True).first()
    if row is None or (row.kind == ScanKind.PHOTO and not photo_agreed(row.person_id, viewer=viewer)):
        raise NotFound
    return row


def _seen(file: FileCard, viewer: Actor) -> QuerySet[Scan]:
    """What is one person's own is not seen by whoever reads the family's part only."""
    rows = Scan.objects.filter(file_id=file.ref)
    if not viewer.signed_in:
        return rows.none()
    return (
        rows
        if may(Action.NOTE_READ_OWN_CIRCLE, file.roles, policy.allowed())
        else rows.filter(circle=Circle.FAMILY)
    )


def _card(row: Scan, found: people.Opened) -> ScanCard:
    return ScanCard(
        row.id, row.person_id, row.kind, row.document, row.circle, row.pages, row.added_by, row.added_at,
        row.removed_by, row.removed_at, row.removed_why, found.text(row.id, SMALL), found.text(row.id, CAPTION),
    )  # fmt: skip
