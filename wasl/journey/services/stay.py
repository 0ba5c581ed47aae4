"""The second phase in the file's way: reviews, and what everyone receives; afterwards it is said again what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.casefile.enums import Level
from wasl.casefile.selectors.files import lock
from wasl.casefile.services import thread
from wasl.journey.enums import NextAction
from wasl.journey.services import moves
from wasl.journey.services.parting import ages_follow
from wasl.kernel.clock import today
from wasl.phases.rehabilitation.services import between, groups, reviews
from wasl.phases.rehabilitation.services.reviews import NewReview


@command
def review(*, file: UUID, new: NewReview, by: Actor) -> UUID:
    """Record a review beside the day on which it was due; the next day follows from the level that holds now."""
    row = lock(file, by=by)
    require(by, Action.REVIEW_RECORD, on=row)
    due = row.next_due if row.next_action == NextAction.REVIEW else None
    ref = reviews.review_record(file=file, new=replace(new, due_on=new.due_on or due), by=by)
    ages_follow(file=file, by=by)
    moves.follow(file=file, by=by)
    return ref


@command
def postpone(*, file: UUID, until: date, reason: str, by: Actor) -> None:
    """Hold the review that is due on a later day; the file is due then. A day off does not count towards the delay."""
    row = lock(file, by=by)
    require(by, Action.REVIEW_RECORD, on=row)
    due = row.next_due if row.next_action == NextAction.REVIEW else None
    counted = due - timedelta(days=row.due_moved) if due else None
    between.review_postpone(file=file, due=counted, until=until, reason=reason, by=by)
    moves.follow(file=file, by=by)


@command
def level_answer(*, file: UUID, request: UUID, grant: bool, reason: str, by: Actor) -> None:
    """Answer whoever asked to lower a support level; what is due next may follow from it."""
    row = lock(file, by=by)
    require(by, Action.LEVEL_LOWER, on=row)
    between.level_answer(file=file, request=request, grant=grant, reason=reason, by=by)
    moves.follow(file=file, by=by)


@command
def level(*, file: UUID, person: UUID, level: Level, reason: str, by: Actor) -> None:
    """Set a support level by hand: for who declined to answer, or where more is needed than the answers say."""
    row = lock(file, by=by)
    require(by, Action.NEED_RECORD, on=row)
    thread.level_set(file=file, person=person, level=level, because=(), on=today(), reason=reason, by=by)
    moves.follow(file=file, by=by)


@command
def group(*, code: str, on: date, chosen: Mapping[UUID, Sequence[UUID]], form_key: UUID, by: Actor) -> int:
    """Record what many received at once; answers with how many people."""
    require(by, Action.SERVICE_GROUP)
    return groups.group_record(code=code, on=on, chosen=chosen, form_key=form_key, by=by)
