"""The thread of a file: needs with their goals, goals with their services, and the words of each, as may be seen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.kept import Kept
from wasl.access.policy import allowed
from wasl.access.rules import may
from wasl.casefile.enums import Circle
from wasl.casefile.models import Goal, Need, NeedGoal, Service
from wasl.people import selectors as people


@dataclass(frozen=True)
class ServiceCard:
    """A tailored service and what came of it."""

    ref: UUID
    goal: UUID
    person: UUID | None
    code: str
    provider: str
    state: str
    planned_on: date
    started_on: date | None
    ended_on: date | None
    result: str
    words: str = ""
    version: int = 1


@dataclass(frozen=True)
class GoalCard:
    """A goal in the person's words, with its services and the needs it answers."""

    ref: UUID
    person: UUID | None
    code: str
    circle: str
    state: str
    set_on: date
    due_on: date | None
    closed_on: date | None
    words: str
    result: str
    version: int
    needs: tuple[UUID, ...] = ()
    services: tuple[ServiceCard, ...] = ()


@dataclass(frozen=True)
class NeedCard:
    """A need with its goals, or the reason why there is none."""

    ref: UUID
    person: UUID | None
    domain: str
    score: int
    first_score: int
    circle: str
    state: str
    raised_on: date
    due_on: date | None
    closed_on: date | None
    answer: UUID | None
    no_goal: str
    owner_after: str
    wish: str
    reason: str
    version: int
    goals: tuple[GoalCard, ...] = ()

    @property
    def unanswered(self) -> bool:
        """A need of 2 or more, open, without goal or reason: what the plan still owes (dossier 3.4)."""
        return self.score >= 2 and self.state == "open" and not self.goals and not self.no_goal


@dataclass(frozen=True)
class Thread:
    """Everything of a file's thread that the viewer may see."""

    needs: tuple[NeedCard, ...] = ()
    goals: tuple[GoalCard, ...] = ()
    sealed: bool = False

    @property
    def unanswered(self) -> tuple[NeedCard, ...]:
        return tuple(need for need in self.needs if need.unanswered)


def _needs(file: UUID) -> QuerySet[Need]:
    answered = NeedGoal.objects.filter(need_id=OuterRef("pk"), file_id=file).values("goal_id")
    rows = Need.objects.filter(file_id=file).annotate(answered_by=ArraySubquery(answered))
    return rows.order_by("-score", "domain", "id")


_NEEDS = Kept(_needs, UUID, columns=(
    "id", "person_id", "domain", "score", "first_score", "circle", "state", "raised_on", "due_on", "closed_on",
    "answer", "no_goal", "owner_after", "version", "answered_by",
))  # fmt: skip
_GOALS = Kept(lambda file: Goal.objects.filter(file_id=file).order_by("due_on", "id"), UUID, columns=(
    "id", "person_id", "code", "circle", "state", "set_on", "due_on", "closed_on", "version",
))  # fmt: skip
_SERVICES = Kept(lambda file: Service.objects.filter(file_id=file).order_by("planned_on", "id"), UUID, columns=(
    "id", "goal_id", "person_id", "code", "provider", "state", "planned_on", "started_on", "ended_on", "result",
    "version",
))  # fmt: skip


def thread(
    file: UUID, *, viewer: Actor, roles: frozenset[str], purpose: Purpose = Purpose.CARE, words: bool = True
) -> Thread:
    """Needs, goals and services of a file. Items of the own circle only for roles that may read them."""
    return people.alone(
        thread_part(file, viewer=viewer, roles=roles, words=words), viewer=viewer, purpose=purpose
    )


def thread_part(
    file: UUID, *, viewer: Actor, roles: frozenset[str], words: bool = True
) -> people.Part[Thread]:
    """The thread as a part of a page."""
    may_own = bool(may(Action.NOTE_READ_OWN_CIRCLE, roles, allowed()))
    needs, goals = _NEEDS(file), _GOALS(file)
    links = [(n.id, goal) for n in needs for goal in n.answered_by]
    if not may_own:
        needs = [n for n in needs if n.circle == Circle.FAMILY]
        goals = [g for g in goals if g.circle == Circle.FAMILY]
    services = _SERVICES(file) if goals else []
    wanted = [(n.id, "notes:wish") for n in needs] + [(n.id, "notes:reason") for n in needs if n.no_goal]
    for goal in goals:
        wanted += [(goal.id, "notes:goal")] + ([(goal.id, "notes:result")] if goal.closed_on else [])
    wanted += [(s.id, "notes:result") for s in services if s.result or s.ended_on]
    found = yield wanted if words else []
    service_cards: dict[UUID, list[ServiceCard]] = {}
    for s in services:
        service_cards.setdefault(s.goal_id, []).append(
            ServiceCard(
                s.id, s.goal_id, s.person_id, s.code, s.provider, s.state, s.planned_on, s.started_on, s.ended_on,
                s.result, found.text(s.id, "notes:result"), s.version,
            )
        )  # fmt: skip
    goal_cards = {
        g.id: GoalCard(
            g.id, g.person_id, g.code, g.circle, g.state, g.set_on, g.due_on, g.closed_on,
            found.text(g.id, "notes:goal"), found.text(g.id, "notes:result"), g.version,
            tuple(need for need, goal in links if goal == g.id), tuple(service_cards.get(g.id, ())),
        )
        for g in goals
    }  # fmt: skip
    need_cards = tuple(
        NeedCard(
            n.id, n.person_id, n.domain, n.score, n.first_score, n.circle, n.state, n.raised_on, n.due_on, n.closed_on,
            n.answer, n.no_goal, n.owner_after, found.text(n.id, "notes:wish"), found.text(n.id, "notes:reason"),
            n.version, tuple(goal_cards[goal] for need, goal in links if need == n.id and goal in goal_cards),
        )
        for n in needs
    )  # fmt: skip
    return Thread(need_cards, tuple(goal_cards.values()), found.sealed)
