"""A review in under ten minutes: how each goal stands, whether the support fits, and when we meet again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import GoalState, Level
from wasl.casefile.models import File
from wasl.casefile.selectors.files import lock
from wasl.casefile.services import thread
from wasl.casefile.services.files import touch
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid
from wasl.kernel.refs import new_id
from wasl.phases.rehabilitation import rules
from wasl.phases.rehabilitation.models import Review
from wasl.phases.rehabilitation.services.between import level_ask
from wasl.vault import services as vault
from wasl.vault.client import Plain


@dataclass(frozen=True)
class GoalProgress:
    """How one goal stands now; open goals need no entry."""

    goal: UUID
    state: GoalState
    words: str = ""
    version: int | None = None


@dataclass(frozen=True)
class LevelChange:
    """A person's support level as it shall be; the reason goes with the review."""

    person: UUID
    level: Level
    reason: str


@dataclass(frozen=True)
class NewReview:
    """What worker and family went through together. `asks`: levels to be lowered, which is for somebody else to say;
    `next_on`: a day to meet again that is earlier than the level asks.
    """

    on: date
    text: str
    goals: Sequence[GoalProgress] = ()
    levels: Sequence[LevelChange] = ()
    due_on: date | None = None
    form_key: UUID | None = None
    asks: Sequence[LevelChange] = ()
    next_on: date | None = None


@command
def review_record(*, file: UUID, new: NewReview, by: Actor) -> UUID:
    """Record a review; the next date follows from the support level that holds after it."""
    row = lock(file, by=by)
    require(by, Action.REVIEW_RECORD, on=row)
    rules.can_review(row.state).or_refuse()
    if new.on > today():
        raise Invalid("on", "date_in_future")
    if not new.text.strip():
        raise Invalid("text", "review_text_missing")
    again = Review.objects.filter(form_key=new.form_key).first() if new.form_key else None
    if again is not None:
        return again.id
    closed = [goal for goal in new.goals if goal.state is not GoalState.OPEN]
    for goal in closed:
        thread.goal_close(
            goal=goal.goal, state=goal.state, words=goal.words, on=new.on, by=by, version=goal.version
        )
    for change in new.levels:
        thread.level_set(
            file=file,
            person=change.person,
            level=change.level,
            because=(),
            on=new.on,
            reason=change.reason,
            by=by,
        )
    for asked in new.asks:
        level_ask(file=file, person=asked.person, level=asked.level, reason=asked.reason, by=by)
    after = File.objects.values_list("level", flat=True).get(pk=file)
    interval = policy.programme().review_days(after or "standard")
    if new.next_on is not None and not (fits := rules.can_meet_on(new.on, new.next_on, interval)):
        raise Invalid("next_on", fits.code)
    review = Review.objects.create(
        id=new_id(), file_id=file, team_id=row.team_id, on=new.on, due_on=new.due_on,
        next_due=new.next_on or rules.next_review(new.on, interval),
        level_before=row.level, level_after=after, changed=bool(closed or new.levels or new.asks), reviewed_by=by.ref,
        form_key=new.form_key,
    )  # fmt: skip
    vault.write([Plain(review.id, "notes:text", file, file, row.team_id, new.text.strip())])
    row.refresh_from_db(fields=["version"])
    touch(row, [])
    audit.record(EventType.REVIEW_RECORDED, by=by, on=review, code=after)
    return review.id
