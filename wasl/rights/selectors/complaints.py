"""Complaints in one's hands, one of them with its words, and counts in which nobody can be found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from wasl.access import policy
from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose, Reach
from wasl.access.services import require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound
from wasl.people.selectors import opened
from wasl.rights import rules
from wasl.rights.enums import ComplaintState, Topic, Via, Voice
from wasl.rights.models import Complaint, ComplaintStep
from wasl.rights.rules import Candidate, Post

WORDS = "notes:complaint"
STEP = "notes:step"
MOST = 60


@dataclass(frozen=True)
class ComplaintCard:
    """A complaint as a list shows it: no word of it, nobody's name."""

    ref: UUID
    number: str
    topic: Topic
    via: Via
    voice: Voice
    serious: bool
    state: ComplaintState
    received_on: date
    acknowledge_by: date
    answer_by: date
    answered_on: date | None
    outcome: str
    told: str
    version: int

    @property
    def due(self) -> date | None:
        return rules.next_due(self.state, self.acknowledge_by, self.answer_by)


@dataclass(frozen=True)
class StepCard:
    """What was done, when, by whom, in which words."""

    at: datetime
    by: UUID | None
    state: ComplaintState
    outcome: str
    words: str


@dataclass(frozen=True)
class ComplaintPage:
    """One complaint for whoever handles it."""

    card: ComplaintCard
    words: str
    about: UUID | None
    about_words: str
    file: str
    wish: str
    contact: str
    steps: tuple[StepCard, ...]
    sealed: bool


def _card(row: Complaint) -> ComplaintCard:
    return ComplaintCard(
        row.id, row.number, Topic(row.topic), Via(row.via), Voice(row.voice), row.serious, ComplaintState(row.state),
        row.received_on, row.acknowledge_by, row.answer_by, row.answered_on, row.outcome, row.told, row.version,
    )  # fmt: skip


def mine(*, viewer: Actor) -> list[ComplaintCard]:
    """What is in one's hands, what is due first; closed ones last."""
    rows = Complaint.objects.filter(handler=viewer.account).order_by("-received_on", "id")[:MOST]
    return sorted(map(_card, rows), key=lambda one: (one.due is None, one.due or date.max, one.number))


def complaint(number: str, *, viewer: Actor) -> ComplaintPage:
    """One complaint, with its words; nothing at all for whoever is not trusted with it."""
    row = _handled(number, viewer)
    steps = list(ComplaintStep.objects.filter(complaint=row).order_by("at", "id"))
    found = opened(
        [(row.id, WORDS), *((step.id, STEP) for step in steps)], viewer=viewer, purpose=Purpose.RIGHTS
    )
    told: Mapping[str, Any] = found.get(row.id, WORDS) or {}
    return ComplaintPage(
        _card(row),
        told.get("text", ""),
        UUID(told["about"]) if told.get("about") else None,
        told.get("about_words", ""),
        told.get("file", ""),
        told.get("wish", ""),
        told.get("contact", ""),
        tuple(
            StepCard(step.at, step.by, ComplaintState(step.state), step.outcome, found.text(step.id, STEP))
            for step in steps
        ),
        found.sealed,
    )


def _handled(number: str, viewer: Actor) -> Complaint:
    known = rules.normal_number(number) or ""
    row = Complaint.objects.filter(number=known, handler=viewer.account).first()
    if row is None:
        raise NotFound
    return row


def at_desk(number: str, *, viewer: Actor) -> ComplaintCard | None:
    """Where a complaint stands, by the number on its slip: codes and days, and nothing for whom it concerns."""
    require(viewer, Action.COMPLAINT_TAKE)
    ref = find(number, viewer=viewer)
    row = Complaint.objects.filter(pk=ref).first() if ref else None
    if row is None:
        return None
    audit.record(EventType.COMPLAINT_SEEN, by=viewer, on=row, code="slip")
    return _card(row)


def find(number: str, *, viewer: Actor) -> UUID | None:
    """The complaint of a slip, in this transaction's hands for its codes alone."""
    if not viewer.signed_in:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT rights_complaint_at_desk(%s)", [rules.normal_number(number) or ""])
        row = cursor.fetchone()
    return row[0] if row else None


def lock_row(ref: UUID) -> Complaint:
    """The row, held until the transaction ends."""
    row = Complaint.objects.select_for_update().filter(pk=ref).first()
    if row is None:
        raise NotFound
    return row


def counts(*, viewer: Actor, since: date) -> dict[str, dict[str, int | None]]:
    """This year's complaints by topic, state and time, small numbers hidden."""
    require(viewer, Action.REPORT_VIEW)
    found: dict[str, dict[str, int]] = {
        "topic": {str(topic): 0 for topic in Topic},
        "state": {str(state): 0 for state in ComplaintState},
        "time": dict.fromkeys(("in_time", "answered_late", "running", "late"), 0),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, code, n FROM rights_complaint_counts(%s, %s, %s)", [since, today(), today()]
        )
        for kind, code, n in cursor.fetchall():
            found[kind][code] = n
    below = policy.programme().protection.small_cells_inside
    return dict(zip(found, rules.shown(list(found.values()), below), strict=True))


def candidates(*, viewer: Actor) -> list[Candidate]:
    """Who may handle complaints, by the programme's roles."""
    roles = policy.programme().roles
    holding = [code for code, role in roles.items() if role.may(Action.COMPLAINT_HANDLE)]
    return [
        Candidate(
            card.account, card.site, roles[card.role].reach == Reach.REALM,
            roles[card.role].may(Action.COMPLAINT_SERIOUS),
        )
        for card in access.staff(holding, viewer=viewer)
    ]  # fmt: skip


def posts(*, viewer: Actor) -> list[Post]:
    """Who leads whom: a team's lead shares out its files, a place's lead does so for the whole place."""
    roles = policy.programme().roles
    return [
        Post(
            card.account, card.team, card.site,
            leads_team=roles[card.role].may(Action.FILE_ASSIGN) and roles[card.role].reach == Reach.TEAM,
            leads_site=roles[card.role].may(Action.FILE_ASSIGN) and roles[card.role].reach == Reach.SITE,
            outside=roles[card.role].reach == Reach.REALM,
        )
        for card in access.staff(list(roles), viewer=viewer)
    ]  # fmt: skip


def site_of(account: UUID | None, known: Iterable[Post]) -> int | None:
    """Where somebody works."""
    return next((post.site for post in known if post.account == account), None)
