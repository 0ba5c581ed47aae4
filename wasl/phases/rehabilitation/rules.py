"""Pure rules: reviews and their postponing, what a plan lacks and who may approve it, services for everyone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wasl.casefile.enums import FileState
from wasl.kernel.decision import Decision, allow, refuse
from wasl.phases.rehabilitation.enums import Lack, LevelAnswer

REVIEWED_IN = frozenset(
    {FileState.IN_SERVICES, FileState.EXIT_ASSESSMENT, FileState.DEPARTING, FileState.AFTERCARE}
)


def can_review(state: str) -> Decision:
    """A plan is reviewed once there is one, wherever the family lives."""
    return allow() if state in REVIEWED_IN else refuse("nothing_to_review")


def next_review(on: date, days: int) -> date:
    """The next review, by the support level that holds after this one (R081)."""
    return on + timedelta(days=days)


def can_give_to_all(code: str, for_everyone: Collection[str]) -> Decision:
    """Only what is for everyone is given without asking which need it is for (R023)."""
    return allow() if code in for_everyone else refuse("service_needs_goal")


# The approval -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlanFacts:
    """What the rules ask before a plan is handed in or approved; people and fields of life by their references."""

    orphans: Sequence[tuple[UUID | None, str]] = ()
    has_return_goal: bool = True
    unassessed: Sequence[UUID] = ()
    not_asked: Sequence[UUID] = ()
    not_agreed: Sequence[UUID] = ()
    conference_due: bool = False


@dataclass(frozen=True)
class Lacking:
    """One thing that a plan lacks, and whose it is; `domain` where it is a need."""

    what: Lack
    person: UUID | None = None
    domain: str = ""


def lacking(facts: PlanFacts) -> tuple[Lacking, ...]:
    """Everything that is missing, one line for each, in the order in which it is done (R020, R076)."""
    found = [Lacking(Lack.CHOICES_NOT_ASKED, person) for person in facts.not_asked]
    found += [Lacking(Lack.NOT_ASSESSED, person) for person in facts.unassessed]
    found += [Lacking(Lack.NEED_UNANSWERED, person, domain) for person, domain in facts.orphans]
    if not facts.has_return_goal:
        found.append(Lacking(Lack.RETURN_GOAL))
    if facts.conference_due:
        found.append(Lacking(Lack.CONFERENCE))
    return (*found, *(Lacking(Lack.NOT_AGREED, person) for person in facts.not_agreed))


def can_hand_in(missing: Sequence[Lacking], *, waits: bool, stands: bool) -> Decision:
    """A plan is handed in when it is whole, and once for the pages as they were agreed."""
    if waits:
        return refuse("plan_waits_already")
    if stands:
        return refuse("plan_approved_already")
    return refuse("plan_lacks", count=len(missing)) if missing else allow()


def can_answer_plan(
    missing: Sequence[Lacking],
    *,
    by: UUID | None,
    prepared: Collection[UUID | None],
    approve: bool,
    same: bool,
) -> Decision:
    """Somebody who neither prepared nor handed in the plan answers; it may be sent back for anything, and is
    approved only whole and as it was handed in (`same`).
    """
    if by is None or by in prepared:
        return refuse("own_plan")
    if not approve:
        return allow()
    if missing:
        return refuse("plan_lacks", count=len(missing))
    return allow() if same else refuse("plan_changed_since_handed_in")


def conference_due(level: str, levels: Collection[str], held_on: Collection[date], since: date) -> bool:
    """Enhanced and intensive support ask for a conference in this stay, or for her word that she wants none (R021)."""
    return level in levels and not any(on >= since for on in held_on)


def can_keep_conference(*, consented: bool, written: bool, took_part: int) -> Decision:
    """Nobody meets about a person who does not want it; that she was asked is kept, and nothing else."""
    if not consented:
        return refuse("conference_without_consent") if written or took_part else allow()
    if not took_part:
        return refuse("conference_alone")
    return allow() if written else refuse("conference_decides")


# Postponing a review --------------------------------------------------------------------------------------------------


def can_postpone(due: date | None, until: date, *, interval: int, today: date, postponed: bool) -> Decision:
    """A review is postponed once, by one interval at most: two reviews never lie further apart than two intervals."""
    if due is None:
        return refuse("nothing_to_postpone")
    if postponed:
        return refuse("postponed_already")
    if until <= due or until <= today:
        return refuse("postpone_to_later_day")
    last = due + timedelta(days=interval)
    return allow() if until <= last else refuse("postponed_too_far", days=interval)


def can_meet_on(on: date, following: date, interval: int) -> Decision:
    """Worker and family may meet earlier than the level asks, never later."""
    if following <= on:
        return refuse("next_day_before_review")
    return allow() if following <= next_review(on, interval) else refuse("next_day_too_late", days=interval)


def can_answer_level(state: str, *, by: UUID | None, asked_by: UUID) -> Decision:
    """Who asked to lower a level does not answer herself."""
    if state != LevelAnswer.ASKED:
        return refuse("answered_already")
    return refuse("own_request") if by is None or by == asked_by else allow()
