"""Making the plan: every need gets a goal or a reason, and each adult agrees to her own page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import AgreedHow, Circle, NoGoalReason, ServiceState
from wasl.casefile.models import File
from wasl.casefile.selectors import record
from wasl.casefile.selectors.files import lock
from wasl.casefile.selectors.thread import thread as thread_of
from wasl.casefile.services import plans, thread
from wasl.casefile.services.files import of_family
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, NotFound
from wasl.people import selectors as people
from wasl.phases.rehabilitation.selectors import plan as selectors


@dataclass(frozen=True)
class NewGoal:
    """A proposal that was taken, in the words that the family chose."""

    needs: tuple[UUID, ...]
    person: UUID | None
    code: str
    words: str
    due_on: date | None
    circle: Circle = Circle.FAMILY
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoGoal:
    """Needs that get no goal, and why in the family's words."""

    needs: tuple[UUID, ...]
    reason: NoGoalReason
    words: str


@dataclass(frozen=True)
class Answers:
    """Everything that was decided in one talk about the plan."""

    goals: Sequence[NewGoal] = field(default_factory=tuple)
    reasons: Sequence[NoGoal] = field(default_factory=tuple)


@command
def plan_write(*, file: UUID, answers: Answers, by: Actor) -> list[UUID]:
    """Write goals with their planned services, and reasons where there is no goal; all of it or nothing."""
    row = lock(file, by=by)
    require(by, Action.PLAN_WRITE, on=row)
    goals = []
    for new in answers.goals:
        goal = thread.goal_write(
            file=file, person=new.person, needs=new.needs, words=new.words, due_on=new.due_on, by=by, code=new.code,
            circle=new.circle,
        )  # fmt: skip
        for code in new.services:
            thread.service_record(goal=goal, code=code, state=ServiceState.PLANNED, on=today(), by=by)
        goals.append(goal)
    for left in answers.reasons:
        for need in left.needs:
            thread.need_answer(need=need, reason=left.reason, words=left.words, by=by)
    return goals


@command
def page_agree(
    *,
    file: UUID,
    person: UUID | None,
    how: AgreedHow,
    on: date,
    by: Actor,
    alone: bool = False,
    copy_given: bool = True,
    reason: str = "",
    seen: str = "",
    refused: Sequence[UUID] = (),
) -> UUID:
    """Lock the page that was read (`seen` is its mark), an adult's with her alone. Changes make a new version.

    A goal can be refused (`refused`) while the rest of the page is agreed: it is kept so in the version, and nothing
    follows from it.
    """
    row = lock(file, by=by)
    require(by, Action.PLAN_AGREE, on=row)
    standing = _standing(row, person, by)
    if on > today():
        raise Invalid("on", "date_in_future")
    if standing.person is not None and standing.person.is_adult and not alone:
        raise Invalid("alone", "asked_alone")
    if standing.current:
        raise Invalid("person", "agreed_already")
    if seen and seen != standing.page.mark:
        raise Invalid("person", "plan_changed_meanwhile")
    if standing.last is not None and not reason:
        raise Invalid("reason", "change_reason_missing")
    shown = standing.page
    return plans.plan_agree(
        file=file, person=person, how=how, on=on, words=shown.document(), goals=[line.goal for line in shown.lines],
        by=by, copy_given=copy_given, reason=reason, refused=refused,
    )  # fmt: skip


@command
def page_printed(*, file: UUID, person: UUID | None, by: Actor) -> None:
    """A page of the plan goes onto paper: who printed whose stays in the record."""
    row = lock(file, by=by)
    require(by, Action.PLAN_WRITE, on=row)
    of_family(file, person)
    audit.record(
        EventType.FILE_PRINTED, by=by, on=row, person=person, purpose=str(Purpose.PRINT), code="plan"
    )


def _standing(row: File, person: UUID | None, by: Actor) -> selectors.Agreement:
    """How the page of this person stands; there is none for somebody of another family."""
    knots = thread_of(row.file_id, viewer=by, roles=row.roles)
    inside = people.people_of(row.file_id, viewer=by)
    versions = record.plans(row.file_id, viewer=by, words=True)
    for one in selectors.agreements(knots, inside, versions):
        if (one.person.ref if one.person else None) == person:
            return one
    raise NotFound
