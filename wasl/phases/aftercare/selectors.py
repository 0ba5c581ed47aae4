"""Reading offers to offices, contacts at home and closings."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.models import Team
from wasl.people import selectors as people
from wasl.phases.aftercare.models import Acceptance, Closing, HomeContact
from wasl.phases.aftercare.rules import Tried


@dataclass(frozen=True)
class AcceptanceCard:
    """A file offered to an office, and its answer."""

    ref: UUID
    file: UUID
    office: int
    offered_by: UUID | None
    offered_on: date
    officer: UUID | None
    answered_on: date | None
    accepted: bool | None
    tier: str

    @property
    def waits(self) -> bool:
        return self.answered_on is None


@dataclass(frozen=True)
class HomeContactCard:
    """One contact at home with its words."""

    ref: UUID
    person: UUID | None
    due_on: date | None
    on: date
    kind: str
    result: str
    missed: str
    made_by: UUID | None
    level_after: str
    next_due: date | None
    text: str


@dataclass(frozen=True)
class ClosingCard:
    """An ending that was proposed, signed or taken back."""

    ref: UUID
    reason: str
    proposed_by: UUID | None
    proposed_on: date
    signed_by: UUID | None
    signed_on: date | None
    reopened_on: date | None
    reopened_because: str
    words: str = ""

    @property
    def waits(self) -> bool:
        return self.signed_on is None and self.reopened_on is None

    @property
    def stands(self) -> bool:
        return self.signed_on is not None and self.reopened_on is None


def _acceptance(row: Acceptance) -> AcceptanceCard:
    return AcceptanceCard(
        row.id, row.file_id, row.office, row.offered_by, row.offered_on, row.officer, row.answered_on, row.accepted,
        row.tier,
    )  # fmt: skip


def acceptance(file: UUID, *, viewer: Actor) -> AcceptanceCard | None:
    """The offer that waits, else the newest answer; of two on one day the acceptance, since nobody asks after it."""
    rows = list(Acceptance.objects.filter(file_id=file))
    row = max(
        rows, key=lambda a: (a.answered_on is None, a.offered_on, a.answered_on or a.offered_on, bool(a.accepted)),
        default=None,
    )  # fmt: skip
    return _acceptance(row) if row else None


def offers(*, viewer: Actor) -> list[AcceptanceCard]:
    """Offers that wait: those made to the viewer's own office and those the viewer made, the oldest first."""
    mine = Q(office__in=Team.objects.filter(site_id__in=viewer.sites).values("pk")) | Q(
        offered_by=viewer.account
    )
    rows = Acceptance.objects.filter(mine, answered_on__isnull=True).order_by("offered_on", "id")
    return [_acceptance(row) for row in rows[:100]]


def rows_tried(file: UUID, *, since: date | None = None) -> list[Tried]:
    """Contacts as the rules read them; with `since`, those of that day and later."""
    results = policy.programme().aftercare.results
    rows = HomeContact.objects.filter(file_id=file).order_by("on", "id")
    if since is not None:
        rows = rows.filter(on__gte=since)
    return [
        Tried(r.on, r.due_on, r.kind, bool(r.result in results and results[r.result].reached), r.next_due)
        for r in rows
    ]


def contacts(file: UUID, *, viewer: Actor, limit: int = 50) -> list[HomeContactCard]:
    """Contacts at home, the newest first."""
    rows = list(HomeContact.objects.filter(file_id=file).order_by("-on", "id")[:limit])
    found = people.opened([(row.id, "notes:text") for row in rows], viewer=viewer)
    return [
        HomeContactCard(
            r.id, r.person_id, r.due_on, r.on, r.kind, r.result, r.missed, r.made_by, r.level_after, r.next_due,
            found.text(r.id, "notes:text"),
        )
        for r in rows
    ]  # fmt: skip


def closing(file: UUID, *, viewer: Actor, words: bool = False) -> ClosingCard | None:
    """The closing that waits or stands, else the newest."""
    rows = list(Closing.objects.filter(file_id=file))
    row = max(rows, key=lambda c: (c.reopened_on is None, c.signed_on is None, c.proposed_on), default=None)
    if row is None:
        return None
    found = people.opened([(row.id, "notes:reason")], viewer=viewer) if words else people.Opened()
    return ClosingCard(
        row.id, row.reason, row.proposed_by, row.proposed_on, row.signed_by, row.signed_on, row.reopened_on,
        row.reopened_because, found.text(row.id, "notes:reason"),
    )  # fmt: skip
