"""How a plan's approval stands: what it lacks, which agreed pages it is about, and what waits for whoever leads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.casefile.enums import PHASE_OF, FileState, Phase
from wasl.casefile.models import Case, Consent, File, Goal
from wasl.casefile.selectors import record
from wasl.casefile.selectors.thread import thread as thread_of
from wasl.people import selectors as people
from wasl.phases.rehabilitation import rules
from wasl.phases.rehabilitation.enums import ApprovalState
from wasl.phases.rehabilitation.models import Conference, PlanApproval
from wasl.phases.rehabilitation.selectors import plan

MOST = 60
#: the families that live by a plan
BY_A_PLAN = frozenset(state for state in FileState if PHASE_OF[state] in (Phase.SERVICES, Phase.EXIT))


@dataclass(frozen=True)
class ApprovalCard:
    """A plan that was handed in, and what was said to it."""

    ref: UUID
    state: ApprovalState
    versions: tuple[UUID, ...]
    handed_by: UUID
    handed_at: datetime
    answered_by: UUID | None
    answered_on: date | None
    words: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a plan stands between the worker and whoever approves it."""

    missing: tuple[rules.Lacking, ...]
    versions: tuple[UUID, ...]
    prepared: frozenset[UUID | None]
    approvals: tuple[ApprovalCard, ...] = ()

    @property
    def last(self) -> ApprovalCard | None:
        return self.approvals[0] if self.approvals else None

    @property
    def waits(self) -> bool:
        return self.last is not None and self.last.state is ApprovalState.HANDED

    @property
    def same(self) -> bool:
        """Whether the pages are still those that the last hand-in was about."""
        return self.last is not None and set(self.versions) == set(self.last.versions)

    @property
    def stands(self) -> bool:
        """Whether somebody stands behind the plan as it is agreed now."""
        return self.same and self.last is not None and self.last.state is ApprovalState.APPROVED


@dataclass(frozen=True)
class Waiting:
    """A plan on the list of whoever leads the team."""

    file: UUID
    number: str
    handed_by: UUID
    handed_at: datetime


def approvals(file: UUID, *, viewer: Actor, words: bool = True) -> tuple[ApprovalCard, ...]:
    """Every hand-in with its answer, the newest first."""
    rows = list(PlanApproval.objects.filter(file_id=file).order_by("-handed_at", "id"))
    found = (
        people.opened([(row.id, "notes:answer") for row in rows], viewer=viewer) if words else people.Opened()
    )
    return tuple(
        ApprovalCard(
            row.id, ApprovalState(row.state), tuple(row.versions), row.handed_by, row.handed_at, row.answered_by,
            row.answered_on, found.text(row.id, "notes:answer"),
        )
        for row in rows
    )  # fmt: skip


def standing(file: Any, *, viewer: Actor, words: bool = True) -> Standing:
    """Where the plan of a file stands; `file` is its row or its card, with the roles that the viewer holds on it."""
    ref = file.audit_file
    inside = people.people_of(ref, viewer=viewer)
    knots = thread_of(ref, viewer=viewer, roles=file.roles)
    versions = record.plans(ref, viewer=viewer, words=True)
    pages = plan.agreements(knots, inside, versions)
    grown = [one for one in pages if one.person is not None and one.person.is_adult] or [
        one for one in pages if one.person is not None
    ]
    last = [one.last for one in pages if one.last is not None]
    prepared = frozenset({card.prepared_by for card in last})
    behind = [one.person.ref for one in grown if one.person is not None and not one.current]
    facts = _facts(file, ref, inside, knots.unanswered, not_agreed=behind)
    return Standing(
        rules.lacking(facts), tuple(card.ref for card in last), prepared, approvals(ref, viewer=viewer, words=words)
    )  # fmt: skip


def _facts(
    file: Any,
    ref: UUID,
    inside: Sequence[people.PersonCard],
    orphans: Sequence[Any],
    *,
    not_agreed: list[UUID],
) -> rules.PlanFacts:
    programme = policy.programme()
    first = {goal.code for goal in programme.rehabilitation.first_plan_goals}
    assessed = set(
        Case.objects.filter(file_id=ref, assessed_on__isnull=False).values_list("person_id", flat=True)
    )
    asked = set(Consent.objects.filter(file_id=ref).values_list("person_id", flat=True))
    held = list(Conference.objects.filter(file_id=ref).values_list("on", flat=True))
    since = getattr(file, "stay_from", None) or getattr(file, "stays_since", None) or file.arrived_on
    return rules.PlanFacts(
        orphans=[(need.person, need.domain) for need in orphans],
        has_return_goal=not first or _has_goal(ref, first),
        unassessed=[one.ref for one in inside if one.ref not in assessed],
        not_asked=[one.ref for one in inside if one.is_adult and one.ref not in asked],
        not_agreed=not_agreed,
        conference_due=rules.conference_due(
            file.level, programme.rehabilitation.conference_levels, held, since or file.opened_on
        ),
    )


def _has_goal(file: UUID, codes: Collection[str]) -> bool:
    return Goal.objects.filter(file_id=file, code__in=codes).exclude(state="dropped").exists()


def waiting(*, viewer: Actor, teams: Collection[int]) -> list[Waiting]:
    """Plans that wait for somebody who leads one of these teams, the longest first; by number, never by name."""
    rows = list(
        PlanApproval.objects.filter(team_id__in=teams, state=str(ApprovalState.HANDED)).order_by(
            "handed_at", "id"
        )[:MOST]
    )
    numbers = dict(File.objects.filter(pk__in=[row.file_id for row in rows]).values_list("file_id", "number"))
    return [
        Waiting(row.file_id, numbers[row.file_id], row.handed_by, row.handed_at)
        for row in rows
        if row.file_id in numbers
    ]


def not_approved(*, viewer: Actor, teams: Collection[int]) -> int:
    """How many families of these teams live by a plan that nobody has approved yet, in this stay or before."""
    states = [str(state) for state in BY_A_PLAN]
    approved = PlanApproval.objects.filter(state=str(ApprovalState.APPROVED)).values("file_id")
    return File.objects.filter(team_id__in=teams, state__in=states).exclude(file_id__in=approved).count()
