"""Pure rules of the first days: when an import can be undone, an expected family is forgotten, reception is done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wasl.kernel.decision import Decision, allow, refuse
from wasl.phases.entry_assessment.enums import Step, UploadState

QUIET_SECONDS = 30


def can_undo(*, undone: bool, worked_on: int) -> Decision:
    """A list is undone as a whole, once, and only while nobody has worked on any family of it."""
    if undone:
        return refuse("import_undone_already")
    if worked_on:
        return refuse("import_worked_on", count=worked_on)
    return allow()


def gone_quiet(beat_at: datetime | None, at: datetime) -> bool:
    """Whether an import that gave a sign every few seconds has given none for long: its process is no more, and its
    transaction with it."""
    return beat_at is None or at - beat_at > timedelta(seconds=QUIET_SECONDS)


def can_begin(state: str, beat_at: datetime | None, at: datetime) -> Decision:
    """A list is imported once; what stopped or failed has written nothing and can be begun again."""
    if state == UploadState.DONE:
        return refuse("upload_done")
    if state == UploadState.RUNNING and not gone_quiet(beat_at, at):
        return refuse("upload_running")
    return allow()


def forgotten_before(today: date, days: int) -> date:
    """Families expected before this day did not come; what was kept of them goes."""
    return today - timedelta(days=days)


@dataclass(frozen=True)
class ReceptionFacts:
    """What reception has so far, as counts and yes or no."""

    notice_read: bool
    people: int
    adults: int
    adults_asked: int
    adults_reached: int
    urgent_asked: bool
    documents: int
    place_known: bool


def done_steps(facts: ReceptionFacts) -> frozenset[Step]:
    """Which steps are there already; reception can stop after any of them and go on later."""
    reached = {
        Step.NOTICE: facts.notice_read,
        Step.ROSTER: facts.people > 0,
        Step.CHOICES: facts.adults > 0 and facts.adults_asked >= facts.adults,
        Step.CONTACT: facts.adults > 0 and facts.adults_reached >= facts.adults,
        Step.URGENT: facts.urgent_asked,
        Step.DOCUMENTS: facts.documents > 0,
        Step.PLACE: facts.place_known,
    }
    return frozenset(step for step, done in reached.items() if done)


def can_finish(done: Collection[Step]) -> Decision:
    """The notice, the people and the urgent needs belong to the first hour; all else can follow."""
    for step, code in (
        (Step.NOTICE, "notice_not_read"),
        (Step.ROSTER, "nobody_in_the_family"),
        (Step.URGENT, "urgent_not_asked"),
    ):
        if step not in done:
            return refuse(code)
    return allow()
