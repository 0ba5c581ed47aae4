"""The fourth phase in the file's way: an office accepts, contacts at home, the end and its return."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wasl.access import policy
from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.casefile.enums import FileState, Level, TaskKind
from wasl.casefile.models import File
from wasl.casefile.selectors.files import lock
from wasl.casefile.services import record, thread
from wasl.journey import rules
from wasl.journey.selectors import facts
from wasl.journey.services import hands, moves
from wasl.journey.services.parting import ages_follow
from wasl.kernel.clock import today
from wasl.phases.aftercare import rules as contact_rules
from wasl.phases.aftercare import selectors as aftercare
from wasl.phases.aftercare.enums import ReturnedBecause
from wasl.phases.aftercare.services import closings, contacts, offers
from wasl.phases.aftercare.services.contacts import NewContact

URGENT_EVENT = "urgent_event"


@dataclass(frozen=True)
class NewLevel:
    """A person's level as it shall be after a contact, and why."""

    person: UUID
    level: Level
    reason: str


@command
def office_accept(*, file: UUID, by: Actor, officer: UUID | None = None, on: date | None = None) -> None:
    """Accept a family for one's office: taken over at once if it is at home, else on the day it leaves."""
    row = lock(file, by=by)
    require(by, Action.AFTERCARE_ACCEPT, on=row)
    offers.aftercare_accept(file=file, on=on or today(), by=by, officer=officer)
    offer = aftercare.acceptance(file, viewer=by)
    moves.follow(file=file, by=by)
    if row.state == FileState.AFTERCARE and offer is not None:
        hands.take_home(lock(file, by=by), offer, by)


@command
def office_decline(*, file: UUID, reason: str, by: Actor, on: date | None = None) -> None:
    """The office cannot follow up; the centre asks another."""
    offers.aftercare_decline(file=file, reason=reason, on=on or today(), by=by)


@command
def contact(*, file: UUID, new: NewContact, by: Actor, level: NewLevel | None = None) -> UUID:
    """Write down a contact at home; every contact may raise the level, and the next day follows from it (R083)."""
    row = lock(file, by=by)
    require(by, Action.AFTERCARE_CONTACT, on=row)
    due = facts.contact_due(row)
    if level is not None:
        thread.level_set(
            file=file,
            person=level.person,
            level=level.level,
            because=(),
            on=new.on,
            reason=level.reason,
            by=by,
        )
        row = lock(file, by=by)
    ref = contacts.home_contact_record(
        file=file, new=new, due_on=due, next_due=_after(row, new, due), level_after=row.level, by=by
    )
    ages_follow(file=file, by=by)
    moves.follow(file=file, by=by)
    return ref


def _after(row: File, new: NewContact, due: date | None) -> date | None:
    """The contact after this one: by the schedule of the level that holds now, or the next try."""
    terms = policy.programme().aftercare
    reached = new.result in terms.results and terms.results[new.result].reached
    known = facts.contacts_at_home(row)
    made = [*known, contact_rules.Tried(new.on, due, new.kind, True)]
    planned = contact_rules.next_contact(
        row.home_since or new.on, facts.schedule(row), made, counted_from=row.ledger_from
    )
    if reached:
        return planned
    between = max(1, terms.grace_days // terms.tries_before_not_reached)
    return contact_rules.try_again(new.on, between, planned)


@command
def urgent_event(*, file: UUID, person: UUID | None, text: str, by: Actor, owner: UUID | None = None) -> UUID:
    """Something that cannot wait: a task of the same day with a named owner."""
    return record.task_add(
        file=file, person=person, kind=TaskKind.SAFETY, code=URGENT_EVENT, owner=owner or by.ref, due_on=today(),
        text=text, by=by,
    )  # fmt: skip


@command
def closing_propose(
    *, file: UUID, reason: str, answered: Collection[str], words: str, by: Actor, on: date | None = None
) -> UUID:
    """Propose to end our work with a family."""
    row = lock(file, by=by)
    require(by, Action.AFTERCARE_CONTACT, on=row)
    rules.can_end(FileState(row.state), facts.asked_by_ending(reason)).or_refuse()
    ref = closings.closing_propose(
        file=file, reason=reason, answered=answered, words=words, facts=facts.closing_facts(row, viewer=by),
        on=on or today(), by=by,
    )  # fmt: skip
    moves.follow(file=file, by=by)
    return ref


@command
def closing_sign(*, file: UUID, by: Actor, on: date | None = None) -> None:
    """Sign off an ending; the file is closed from that day on and can always be opened again."""
    closings.closing_sign(file=file, on=on or today(), by=by)
    moves.file_move(file=file, to=FileState.CLOSED, by=by, on=on, known={"closing_signed": True})
    hands.work_is_over(lock(file, by=by), by, at_home=False)


@command
def closing_return(*, file: UUID, by: Actor, on: date | None = None) -> None:
    """Give a proposed ending back to the officer."""
    closings.closing_return(file=file, on=on or today(), by=by)
    moves.follow(file=file, by=by)


@command
def reopen(*, file: UUID, because: ReturnedBecause, by: Actor, on: date | None = None) -> None:
    """A closed file, or one of a family that wanted no after-care, is opened again."""
    closings.closing_reopen(file=file, because=because, on=on or today(), by=by)
    moves.file_move(file=file, to=FileState.AFTERCARE, by=by, on=on)


@command
def return_to_centre(
    *, file: UUID, team: int, to: UUID, role: str, reason: str, by: Actor, on: date | None = None
) -> None:
    """A family comes back to a centre; the officer stays its worker until somebody there accepts the file."""
    row = lock(file, by=by)
    require(by, Action.FILE_HANDOVER, on=row)
    closings.closing_overtaken(file=file, on=on or today(), by=by)
    moves.file_move(file=file, to=FileState.IN_SERVICES, by=by, on=on, reason=reason, known={"centre": team})
    hands.hand_over(file=file, to=to, role=role, reason=reason, by=by)
    access.scope_move(row.file_id, team)
