"""Pure rules of the thread: when a plan may be agreed, who owes an answer, what a level is and who may lower it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wasl.casefile.enums import LEVELS, Circle, Level, NeedState, ScanKind
from wasl.kernel.decision import Decision, allow, refuse

NEEDS_ANSWER_FROM = 2
#: pictures of one person at a time: 22 kinds of paper, with room for letters
MOST_SCANS = 40


@dataclass(frozen=True)
class NeedFact:
    """What the rules know of a need."""

    score: int
    state: str
    goals: int
    has_reason: bool


def unanswered(needs: Iterable[NeedFact]) -> int:
    """How many open needs of 2 or more have neither goal nor reason (dossier 3.4, R072, R076)."""
    return sum(
        1
        for need in needs
        if need.score >= NEEDS_ANSWER_FROM
        and need.state == NeedState.OPEN
        and not need.goals
        and not need.has_reason
    )


def can_agree(needs: Sequence[NeedFact], *, has_return_goal: bool, assessed: bool) -> Decision:
    """A plan is agreed when every need is answered and return or place of choice is a goal (R012)."""
    if not assessed:
        return refuse("not_assessed_yet")
    missing = unanswered(needs)
    if missing:
        return refuse("needs_without_answer", count=missing)
    if not has_return_goal:
        return refuse("return_goal_missing")
    return allow()


def can_set_level(before: str, after: Level, *, may_lower: bool, reason: str) -> Decision:
    """A worker may set and raise with a reason; lowering needs the supervisor (dossier 3.4)."""
    if before == after:
        return allow()
    lowered = before and LEVELS.index(after) < LEVELS.index(Level(before))
    if lowered and not may_lower:
        return refuse("lowering_needs_supervisor", before=before, after=str(after))
    if not reason.strip():
        return refuse("level_reason_missing")
    return allow()


def can_end(state: str, *, open_state: str = "open") -> Decision:
    """Only what is open can be closed."""
    return allow() if state == open_state else refuse("already_closed")


def can_reopen_goal(state: str, closed_on: date | None, today: date) -> Decision:
    """A goal closed by mistake is opened again on the same day; what is older stays as it was."""
    if state == "open":
        return refuse("not_closed")
    return allow() if closed_on == today else refuse("reopen_same_day")


@dataclass(frozen=True)
class SinceJoined:
    """What has happened to two files since they were joined, each as a count."""

    changed: int = 0
    tied: int = 0
    agreed: int = 0
    assessed: int = 0
    chosen: int = 0
    moved_on: int = 0


def can_take_back(since: SinceJoined) -> Decision:
    """Two files that were joined are parted again until somebody has done what rests on both.

    Whatever was written about somebody of one of them alone goes back with her, or stays where she was all along.
    """
    for code in ("moved_on", "changed", "tied", "agreed", "assessed", "chosen"):
        count = getattr(since, code)
        if count:
            return refuse(f"joined_{code}", count=count)
    return allow()


def can_keep_scan(
    kind: ScanKind, circle: Circle, *, document: str, photo_agreed: bool, kept: int
) -> Decision:
    """A picture is kept where it says what it shows; of a person only if she agreed, and for her own page only."""
    if kept >= MOST_SCANS:
        return refuse("scans_full", most=MOST_SCANS)
    if kind is ScanKind.DOCUMENT and not document:
        return refuse("scan_document_missing")
    if kind is ScanKind.PHOTO and not photo_agreed:
        return refuse("photo_without_consent")
    if kind is ScanKind.PHOTO and circle is not Circle.OWN:
        return refuse("photo_is_her_own")
    return allow()


def highest(levels: Iterable[str]) -> str:
    """The family's level: that of its member who needs most; empty when nobody has one."""
    known = [Level(level) for level in levels if level]
    return str(max(known, key=LEVELS.index)) if known else ""
