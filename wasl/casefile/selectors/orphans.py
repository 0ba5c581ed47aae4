"""Orphans: needs that nobody has answered, and services that serve no need any more, for who leads a team.

By file numbers, never by names. A fixed number of statements for a page, however many families there are.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.casefile.enums import ENDED, Circle, GoalState, NeedState, ServiceState
from wasl.casefile.models import File, Need, NeedGoal, Service
from wasl.kernel.errors import NotFound

PAGE = 50
T = TypeVar("T")


@dataclass(frozen=True)
class Teams:
    """Whose work is looked at; of `own`, those where the viewer reads what stands on one person's own page too."""

    led: Collection[int]
    own: Collection[int] = ()


@dataclass(frozen=True)
class OrphanNeed:
    """An open need without a goal and without a reason; `late`: by now the plan should have answered it."""

    ref: UUID
    number: str
    worker: UUID | None
    domain: str
    score: int
    since: date
    late: bool


@dataclass(frozen=True)
class OrphanService:
    """A service under way whose goal is closed, or answers no need."""

    ref: UUID
    goal: UUID
    number: str
    worker: UUID | None
    code: str
    since: date
    goal_closed: bool


@dataclass(frozen=True)
class Page(Generic[T]):
    """Part of a list; `after` continues it."""

    found: tuple[T, ...]
    after: str = ""


def counts(*, viewer: Actor, teams: Teams) -> tuple[int, int]:
    """How many needs and services are orphans."""
    return _needs(viewer, teams).count(), _services(viewer, teams).count()


def needs(
    *, viewer: Actor, teams: Teams, today: date, after: str = "", limit: int = PAGE
) -> Page[OrphanNeed]:
    """Needs without a goal or a reason, the oldest first: those that the plan should have answered stand on top."""
    due = today - timedelta(days=policy.programme().entry.plan_due_days)
    rows, mark = _part(_needs(viewer, teams), "raised_on", after, limit)
    files = _files(rows)
    return Page(
        tuple(
            OrphanNeed(n.id, *files[n.file_id], n.domain, n.score, n.raised_on, n.raised_on < due)
            for n in rows
            if n.file_id in files
        ),
        mark,
    )


def services(*, viewer: Actor, teams: Teams, after: str = "", limit: int = PAGE) -> Page[OrphanService]:
    """Services planned or begun that serve no open goal, or a goal without a need, the oldest first."""
    rows, mark = _part(_services(viewer, teams).select_related("goal"), "planned_on", after, limit)
    files = _files(rows)
    return Page(
        tuple(
            OrphanService(
                s.id, s.goal_id, *files[s.file_id], s.code, s.planned_on, s.goal.state != GoalState.OPEN
            )
            for s in rows
            if s.file_id in files
        ),
        mark,
    )


def _in_hand(teams: Teams) -> QuerySet[File]:
    open_files = File.objects.filter(team_id__in=list(teams.led), joined_into__isnull=True)
    return open_files.exclude(state__in=[str(state) for state in ENDED])


def _needs(viewer: Actor, teams: Teams) -> QuerySet[Need]:
    if not viewer.signed_in:
        raise NotFound
    answered = NeedGoal.objects.filter(need_id=OuterRef("pk"))
    rows = Need.objects.filter(
        ~Exists(answered), file_id__in=_in_hand(teams).values("file_id"), state=NeedState.OPEN,
        score__gte=policy.programme().entry.need_from_score, no_goal="",
    )  # fmt: skip
    return rows.filter(Q(circle=Circle.FAMILY) | Q(team_id__in=list(teams.own)))


def _services(viewer: Actor, teams: Teams) -> QuerySet[Service]:
    """A goal of every first plan (where the family will live) is set without a need, on purpose."""
    if not viewer.signed_in:
        raise NotFound
    first = [goal.code for goal in policy.programme().rehabilitation.first_plan_goals]
    answers = NeedGoal.objects.filter(goal_id=OuterRef("goal_id"))
    rows = Service.objects.filter(
        ~Q(goal__state=GoalState.OPEN) | (~Exists(answers) & ~Q(goal__code__in=first)),
        file_id__in=_in_hand(teams).values("file_id"),
        state__in=[ServiceState.PLANNED, ServiceState.STARTED],
    )
    return rows.filter(Q(goal__circle=Circle.FAMILY) | Q(team_id__in=list(teams.own)))


def _part(rows: QuerySet[Any], by: str, after: str, limit: int) -> tuple[list[Any], str]:
    """One page in the order of a day, from where the one before ended; a mark that nobody was given begins anew."""
    day, _, ref = after.partition("|")
    try:
        seen = (date.fromisoformat(day), UUID(ref))
        rows = rows.filter(Q(**{f"{by}__gt": seen[0]}) | Q(**{by: seen[0], "id__gt": seen[1]}))
    except ValueError:
        pass
    found = list(rows.order_by(by, "id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], f"{getattr(last, by).isoformat()}|{last.id}" if last else ""


def _files(rows: Iterable[Any]) -> dict[UUID, tuple[str, UUID | None]]:
    refs = {row.file_id for row in rows}
    found = File.objects.filter(pk__in=refs).values_list("file_id", "number", "worker") if refs else ()
    return {ref: (number, worker) for ref, number, worker in found}
