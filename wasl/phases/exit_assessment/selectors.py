"""Reading answers, decisions and departures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from wasl.access.actor import Actor
from wasl.people import selectors as people
from wasl.phases.exit_assessment.models import Decision, Departure, Finding


@dataclass(frozen=True)
class FindingCard:
    """A line answered by a named person, with what shows it."""

    criterion: str
    met: bool
    answered_by: UUID | None
    on: date
    evidence: str


@dataclass(frozen=True)
class DecisionCard:
    """What was put forward, and what was decided with which reasons."""

    ref: UUID
    prepared_by: UUID | None
    prepared_on: date | None
    approved: bool | None
    decided_by: UUID | None
    on: date | None
    unmet: tuple[str, ...]
    override: bool
    override_because: str
    reason: str = ""

    @property
    def waits(self) -> bool:
        return self.on is None


@dataclass(frozen=True)
class DepartureCard:
    """Notice, planned day and the day it happened."""

    ref: UUID
    kind: str
    notice_on: date | None
    planned_on: date | None
    left_on: date | None
    governorate: str
    district: str
    shortened_because: str
    words: str = ""


def answers(file: UUID, *, viewer: Actor, since: date | None = None) -> Mapping[str, bool]:
    """Line to answer, without the words; with `since`, what was answered from that day on."""
    return dict(_answered(file, since).values_list("criterion", "met"))


def findings(file: UUID, *, viewer: Actor, since: date | None = None) -> dict[str, FindingCard]:
    """Line to answer, with what shows it and who said so."""
    rows = list(_answered(file, since))
    found = people.opened([(row.id, "notes:evidence") for row in rows], viewer=viewer)
    return {
        row.criterion: FindingCard(
            row.criterion, row.met, row.answered_by, row.on, found.text(row.id, "notes:evidence")
        )
        for row in rows
    }


def _answered(file: UUID, since: date | None) -> QuerySet[Finding]:
    """A family that came back answers anew: what was said before an earlier departure is not true of this one."""
    rows = Finding.objects.filter(file_id=file)
    return rows if since is None else rows.filter(on__gte=since)


def decision(file: UUID, *, viewer: Actor, words: bool = False) -> DecisionCard | None:
    """The decision that waits, else the newest; of two on one day the approval, which ends the asking."""
    rows = list(Decision.objects.filter(file_id=file))
    newest = max(rows, key=lambda d: (d.on is None, d.on or date.min, bool(d.approved)), default=None)
    if newest is None:
        return None
    found = people.opened([(newest.id, "notes:reason")], viewer=viewer) if words else people.Opened()
    return DecisionCard(
        newest.id, newest.prepared_by, newest.prepared_on, newest.approved, newest.decided_by, newest.on,
        tuple(newest.unmet), newest.override, newest.override_because, found.text(newest.id, "notes:reason"),
    )  # fmt: skip


def departure(file: UUID, *, viewer: Actor, words: bool = False) -> DepartureCard | None:
    """The departure that is planned, else the last one."""
    rows = list(Departure.objects.filter(file_id=file))
    row = next((d for d in rows if d.left_on is None), None)
    row = row or max(rows, key=lambda d: d.left_on or date.min, default=None)
    if row is None:
        return None
    found = people.opened([(row.id, "notes:departure")], viewer=viewer) if words else people.Opened()
    return DepartureCard(
        row.id, row.kind, row.notice_on, row.planned_on, row.left_on, row.governorate, row.district,
        row.shortened_because, found.text(row.id, "notes:departure"),
    )  # fmt: skip
