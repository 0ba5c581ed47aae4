"""Pure rules of reviews and of services for everyone."""

from collections.abc import Collection
from datetime import date, timedelta

from wasl.casefile.enums import FileState
from wasl.kernel.decision import Decision, allow, refuse

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
