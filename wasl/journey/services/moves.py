"""A file moves from state to state here and nowhere else; each step keeps the day that was planned beside it."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, may, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import ENDED, FileState
from wasl.casefile.models import File
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import touch, waiting_over
from wasl.journey import rules
from wasl.journey.models import Left, Step
from wasl.journey.selectors import facts
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid
from wasl.kernel.refs import new_id
from wasl.people.models import Person
from wasl.people.rules import MINORS

HOME_OR_ENDED = ENDED | {FileState.AFTERCARE}
_STAMPED = (
    "state", "arrived_on", "stay_from", "planned_end", "left_on", "home_from", "closed_on", "next_due", "next_action",
    "due_moved",
)  # fmt: skip


@command
def file_move(
    *,
    file: UUID,
    to: FileState,
    by: Actor,
    on: date | None = None,
    reason: str = "",
    known: dict[str, Any] | None = None,
) -> None:
    """Move a file along the table, if its gate is open. `known`: facts that the caller has just made true."""
    row = lock(file, by=by)
    require(by, _action(row, to), on=row)
    day = on or today()
    before = replace(facts.way(row, viewer=by), reason=reason, **(known or {}))
    rules.can_move(before, to).or_refuse()
    if day < before.entered_on:
        raise Invalid("on", "day_before_step")
    Step.objects.filter(file_id=file, left_on__isnull=True).update(left_on=day)
    _stamp(row, to, day)
    _enter(row, before, day, by, "reason" if reason.strip() else "")
    if before.state in rules.STAYING and to in HOME_OR_ENDED:
        _count_out(row, row.left_on or day)
    _due(row, by)
    touch(row, _STAMPED)
    if to in HOME_OR_ENDED:
        waiting_over(row, day, by)
    audit.record(EventType.STATE_CHANGED, by=by, on=row, code=str(to))


@command
def file_begin(*, file: UUID, by: Actor) -> None:
    """The first step of a file that was opened in some state, with its real dates, and what is due next (R074)."""
    row = lock(file, by=by)
    require(by, Action.FILE_VIEW, on=row)
    if not Step.objects.filter(file_id=file, left_on__isnull=True).exists():
        way = facts.way(row, viewer=by)
        if row.arrived_on and row.planned_end is None:
            row.planned_end = rules.planned_end(row.arrived_on, facts.terms(row))
        _enter(row, way, way.entered_on, by, "")
    _due(row, by)
    touch(row, _STAMPED)
    audit.record(EventType.STATE_CHANGED, by=by, on=row, code=row.state)


@command
def follow(*, file: UUID, by: Actor, on: date | None = None) -> FileState:
    """After any work on a file: go on where the gate of entry has opened, and say again what is due next.

    Answers with the state in which the file stands. Whoever may not take the step leaves the file where it is.
    """
    row = lock(file, by=by)
    require(by, Action.FILE_VIEW, on=row)
    while (ahead := rules.follows_by_itself(facts.way(row, viewer=by))) and may(
        by, _action(row, ahead), on=row
    ):
        file_move(file=file, to=ahead, by=by, on=max(on or today(), _entered(file)))
        row = lock(file, by=by)
    former = row.next_due, row.next_action
    _due(row, by)
    if (row.next_due, row.next_action) != former:
        touch(row, ["next_due", "next_action", "due_moved"])
        audit.record(EventType.STATE_CHANGED, by=by, on=row, code=row.next_action)
    return FileState(row.state)


def set_aside(row: File, by: Actor) -> None:
    """The family goes on under another number: this file rests, and nothing is due on it. Saved by whoever calls."""
    day = max(today(), _entered(row.file_id))
    Step.objects.filter(file_id=row.file_id, left_on__isnull=True).update(left_on=day)
    row.state, row.closed_on = str(FileState.CLOSED), day
    row.next_due, row.next_action, row.due_moved = None, "", 0
    Step.objects.create(
        id=new_id(), file_id=row.file_id, team_id=row.team_id, state=row.state, entered_on=day, moved_by=by.ref,
        reason="joined",
    )  # fmt: skip


def take_up(row: File, state: FileState, by: Actor) -> None:
    """A file that rested stands again where it stood; the step that was broken off goes on. Saved by whoever calls."""
    steps = Step.objects.filter(file_id=row.file_id)
    broken_off = steps.filter(state=str(state)).order_by("-left_on", "-entered_on").first()
    day = max(today(), _entered(row.file_id))
    steps.filter(left_on__isnull=True).update(left_on=day)
    row.state, row.closed_on = str(state), None
    Step.objects.create(
        id=new_id(), file_id=row.file_id, team_id=row.team_id, state=row.state, moved_by=by.ref, reason="joined",
        entered_on=day, planned_until=max(day, broken_off.planned_until)
        if broken_off and broken_off.planned_until
        else None,
    )  # fmt: skip


def _action(row: File, to: FileState) -> Action:
    """What the table asks of whoever takes this step; for a step that is not there, only to see the file."""
    step = rules.FILE_TABLE.step(row.state, to)
    return Action(step.action) if step else Action.FILE_VIEW


def _entered(file: UUID) -> date:
    entered = (
        Step.objects.filter(file_id=file, left_on__isnull=True).values_list("entered_on", flat=True).first()
    )
    return entered or date.min


def _stamp(row: File, to: FileState, day: date) -> None:
    """The dates that belong to a state, so that the table's constraints hold."""
    if to is FileState.ASSESSING and row.planned_end is None:
        row.planned_end = rules.planned_end(row.arrived_on or day, facts.terms(row))
    row.closed_on = day if to in ENDED else None
    if to is FileState.IN_SERVICES and row.state == FileState.AFTERCARE:
        row.stay_from, row.planned_end = day, rules.planned_end(day, facts.terms(row))
        row.left_on = row.home_from = None
    if to in (FileState.AFTERCARE, FileState.WITHDRAWN) and row.left_on is None:
        row.left_on = day
    if to is FileState.CLOSED and row.left_on is None:
        row.left_on = day
    if to is FileState.AFTERCARE and row.state in ENDED:
        row.home_from = day
    row.state = str(to)


def _count_out(row: File, on: date) -> None:
    """The team's count of who left it; the file will be out of its reach."""
    child = Q(age_band__in=[str(band) for band in MINORS])
    people = Person.objects.filter(file_id=row.file_id, active=True)
    counted = people.aggregate(
        women=Count("pk", filter=Q(sex="f") & ~child), men=Count("pk", filter=Q(sex="m") & ~child),
        girls=Count("pk", filter=Q(sex="f") & child), boys=Count("pk", filter=Q(sex="m") & child),
    )  # fmt: skip
    # written in one go and not read back: whoever has no part in leading the team may add a line and see none
    Left.objects.bulk_create(
        [
            Left(
                team_id=row.team_id,
                left_on=on,
                state=row.state,
                woman_headed=row.woman_headed,
                **counted,
            )
        ]
    )


def _enter(row: File, before: rules.Way, day: date, by: Actor, reason: str) -> None:
    state = FileState(row.state)
    now_at = replace(
        before, state=state, planned_end=row.planned_end, left_on=row.left_on, arrived_on=row.arrived_on,
        stays_since=row.stays_since, home_since=row.home_since,
    )  # fmt: skip
    Step.objects.create(
        id=new_id(), file_id=row.file_id, team_id=row.team_id, state=row.state, entered_on=day, moved_by=by.ref,
        planned_until=rules.planned_until(state, now_at, facts.terms(row), day), reason=reason,
    )  # fmt: skip


def _due(row: File, by: Actor) -> None:
    due = rules.next_due(facts.way(row, viewer=by), facts.terms(row))
    row.next_due, row.next_action = (due.on, str(due.action)) if due else (None, "")
    row.due_moved = due.moved if due else 0
