"""Pure rules of after-care: who may follow up, when the next contact is due, when our work ends."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wasl.kernel.decision import Decision, allow, refuse
from wasl.programme.criteria import Result


@dataclass(frozen=True)
class Tried:
    """What the rules know of a contact."""

    on: date
    due_on: date | None
    kind: str
    reached: bool
    next_due: date | None = None


def can_offer(*, office_kind: str, waiting: bool, officers: int) -> Decision:
    """A file is offered to one office at a time, and to one that has somebody to follow up."""
    if office_kind != "office":
        return refuse("not_an_office")
    if waiting:
        return refuse("offer_waits_already")
    return allow() if officers else refuse("office_without_officer")


def can_accept(*, officer: UUID | None, officers: Collection[UUID], worker: UUID | None) -> Decision:
    """Somebody other than the worker of the centre, who serves in that office, follows up at home (R073)."""
    if officer is None:
        return refuse("officer_missing")
    if officer == worker:
        return refuse("another_worker_follows_up")
    return allow() if officer in officers else refuse("not_of_this_office")


def next_contact(
    left_on: date, days: Iterable[int], contacts: Sequence[Tried], *, counted_from: date | None = None
) -> date | None:
    """The next day of the schedule that no contact has served; a try without an answer is tried again first."""
    last = max(contacts, key=lambda c: c.on, default=None)
    if last is not None and not last.reached and last.next_due:
        return last.next_due
    served = max((_served(left_on, c) for c in contacts if c.reached), default=0)
    for day in days:
        due = left_on + timedelta(days=day)
        if day > served and (counted_from is None or due >= counted_from):
            return due
    return None


def _served(left_on: date, contact: Tried) -> int:
    """A contact some days early serves the day it was due for, one that came late also those it passed."""
    return max((contact.on - left_on).days, (contact.due_on - left_on).days if contact.due_on else 0)


def try_again(on: date, days: int, schedule: date | None) -> date:
    """When to try again: after the programme's days between tries, sooner where the schedule asks for it."""
    again = on + timedelta(days=days)
    return min(again, schedule) if schedule and schedule > on else again


def tries(contacts: Sequence[Tried]) -> tuple[int, int]:
    """Tries without an answer since somebody was last reached, and in how many ways."""
    since: list[Tried] = []
    for contact in sorted(contacts, key=lambda c: c.on, reverse=True):
        if contact.reached:
            break
        since.append(contact)
    return len(since), len({contact.kind for contact in since})


def can_propose_closing(results: Sequence[Result], answered: Collection[str], *, waiting: bool) -> Decision:
    """Every line of the chosen reason is met by the facts, or answered by whoever proposes."""
    if waiting:
        return refuse("closing_waits_already")
    missing = [
        r.code
        for r in results
        if r.criterion.required and not r.met and not (r.met is None and r.code in answered)
    ]
    return refuse("closing_lines_open", count=len(missing)) if missing else allow()


def can_sign(*, by: UUID | None, proposed_by: UUID | None, worker: UUID | None) -> Decision:
    """Closing is signed off by another than the one who proposed it and than the family's worker (R020)."""
    if by is None:
        return refuse("nobody_decides")
    return refuse("own_work") if by in (proposed_by, worker) else allow()
