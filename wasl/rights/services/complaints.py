"""A complaint is taken down, reaches a named person whom it does not concern, and is answered."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require, trust_open, trust_pass
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.clock import now, today
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Conflict, Invalid, NotFound
from wasl.kernel.refs import new_id, normal_file_number
from wasl.rights import rules
from wasl.rights.enums import ComplaintState, Outcome, Told, Topic, Via, Voice, Wish
from wasl.rights.models import Complaint, ComplaintStep
from wasl.rights.rules import COMPLAINT, Concerned
from wasl.rights.selectors import complaints as selectors
from wasl.rights.selectors.complaints import STEP, WORDS, lock_row
from wasl.vault import services as vault
from wasl.vault.client import Plain

ORDINARY, SERIOUS = "complaints", "complaints:serious"


@command
def complaint_take(
    *,
    topic: Topic,
    via: Via,
    voice: Voice,
    words: str,
    by: Actor,
    about: UUID | None = None,
    about_words: str = "",
    file: str = "",
    wish: Wish = Wish.SLIP,
    contact: str = "",
    number: str = "",
) -> str:
    """Take down a complaint; answers with its number. Whoever takes it down does not read it again."""
    require(by, Action.COMPLAINT_TAKE)
    if about == by.ref:
        refuse("complaint_about_yourself").or_refuse()
    if not words.strip():
        raise Invalid("words", "complaint_missing")
    if file and not normal_file_number(file):
        raise Invalid("file", "file_number_wrong")
    chosen = rules.normal_number(number) if number else rules.new_number()
    if chosen is None:
        raise Invalid("number", "slip_number_wrong")
    row = _row(chosen, topic, via, voice)
    row.handler = _into_hands(row, about, by)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Invalid("number", "slip_typed_already") from None
    told: Mapping[str, Any] = {
        "text": words.strip(), "about": str(about) if about else "", "about_words": about_words.strip(),
        "file": normal_file_number(file) or "", "wish": str(wish), "contact": contact.strip(),
    }  # fmt: skip
    vault.write([Plain(row.id, WORDS, row.id, row.id, None, told)])
    _step(row, None, "")
    # who took it down stands in the record, and not beside which complaint it was
    audit.record(EventType.COMPLAINT_TAKEN, by=by, code=str(via), apart=True)
    return row.number


def _row(number: str, topic: Topic, via: Via, voice: Voice) -> Complaint:
    kept = policy.programme().protection
    serious = topic in rules.SERIOUS
    due = rules.clock(
        today(), policy.programme().calendar, acknowledge=kept.complaint_acknowledge_days,
        answer=kept.complaint_answer_days, serious=serious,
    )  # fmt: skip
    return Complaint(
        id=new_id(), number=number, topic=str(topic), via=str(via), voice=str(voice), serious=serious,
        state=str(ComplaintState.RECEIVED), received_on=today(), acknowledge_by=due.acknowledge_by,
        answer_by=due.answer_by,
    )  # fmt: skip


def _into_hands(row: Complaint, about: UUID | None, by: Actor) -> UUID:
    """Whoever may handle it, the nearest first; the database asks once more whether she may."""
    known = selectors.posts(viewer=by)
    shut = rules.under(about, known) if about else frozenset()
    what = Concerned(about, selectors.site_of(about or by.ref, known), shut, None, row.serious)
    for one in rules.handlers(selectors.candidates(viewer=by), what):
        if trust_open(row.id, word=_word(row), account=one.account, about=about, shut=shut):
            return one.account
    refuse("nobody_to_handle").or_refuse()
    raise NotFound


def _word(row: Complaint) -> str:
    return SERIOUS if row.serious else ORDINARY


def _step(row: Complaint, by: UUID | None, words: str, outcome: str = "") -> None:
    step = ComplaintStep.objects.create(
        id=new_id(), complaint=row, at=now(), by=by, state=row.state, outcome=outcome
    )
    if words.strip():
        vault.write([Plain(step.id, STEP, row.id, row.id, None, words.strip())])


def lock_mine(ref: UUID, version: int, by: Actor) -> Complaint:
    """The complaint as it was read, held; nothing for whoever does not handle it."""
    row = lock_row(ref)
    if row.handler != by.ref:
        raise NotFound
    if row.version != version:
        raise Conflict("complaint", row.version, version)
    return row


def _moved(row: Complaint, state: ComplaintState, **changes: Any) -> None:
    row.state, row.version = str(state), row.version + 1
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "version", *changes])


@command
def complaint_acknowledge(*, complaint: UUID, version: int, words: str, by: Actor) -> None:
    """The person has been told that it came and until when she is answered."""
    row = lock_mine(complaint, version, by)
    require(by, Action.COMPLAINT_HANDLE)
    COMPLAINT.decide(row.state, ComplaintState.ACKNOWLEDGED).or_refuse()
    _moved(row, ComplaintState.ACKNOWLEDGED, acknowledged_on=today())
    _step(row, by.account, words)
    audit.record(EventType.COMPLAINT_MOVED, by=by, on=row, code=row.state)


@command
def complaint_look_into(*, complaint: UUID, version: int, words: str, by: Actor) -> None:
    """Somebody begins to look into it, or writes what was found so far."""
    row = lock_mine(complaint, version, by)
    require(by, Action.COMPLAINT_HANDLE)
    if row.state != ComplaintState.LOOKED_INTO:
        COMPLAINT.decide(row.state, ComplaintState.LOOKED_INTO).or_refuse()
    _moved(row, ComplaintState.LOOKED_INTO)
    _step(row, by.account, words)
    audit.record(EventType.COMPLAINT_MOVED, by=by, on=row, code=row.state)


@command
def complaint_answer(*, complaint: UUID, version: int, outcome: Outcome, words: str, by: Actor) -> None:
    """What came of it, in words that can be told."""
    row = lock_mine(complaint, version, by)
    require(by, Action.COMPLAINT_HANDLE)
    rules.can_answer(ComplaintState(row.state), words).or_refuse()
    _moved(row, ComplaintState.ANSWERED, outcome=str(outcome), answered_on=today())
    _step(row, by.account, words, str(outcome))
    audit.record(EventType.COMPLAINT_MOVED, by=by, on=row, code=row.state)


@command
def complaint_close(*, complaint: UUID, version: int, told: Told, by: Actor) -> None:
    """The person was told."""
    row = lock_mine(complaint, version, by)
    require(by, Action.COMPLAINT_HANDLE)
    rules.can_close(ComplaintState(row.state), told, row.answered_on, today()).or_refuse()
    _moved(row, ComplaintState.CLOSED, told=str(told), closed_on=today())
    _step(row, by.account, "")
    audit.record(EventType.COMPLAINT_MOVED, by=by, on=row, code=row.state)


@command
def complaint_appeal(*, number: str, words: str, by: Actor) -> None:
    """Whoever holds the slip is not content: somebody else looks at it, with the same days."""
    ref = selectors.find(number, viewer=by)
    if ref is None:
        raise Invalid("number", "slip_unknown")
    row = lock_row(ref)
    require(by, Action.COMPLAINT_TAKE)
    COMPLAINT.decide(row.state, ComplaintState.REOPENED).or_refuse()
    former = row.handler
    handler = _into_other_hands(row, by)
    kept, calendar = policy.programme().protection, policy.programme().calendar
    due = calendar.add_working(today(), kept.complaint_answer_days)
    _moved(
        row, ComplaintState.REOPENED, handler=handler, former=former, answer_by=due, answered_on=None, told="",
        closed_on=None,
    )  # fmt: skip
    _step(row, None, words)
    audit.record(EventType.COMPLAINT_MOVED, by=by, on=row, code=row.state)


@command
def complaint_pass(*, complaint: UUID, version: int, words: str, by: Actor) -> None:
    """It is not for these hands: somebody else who may takes it."""
    row = lock_mine(complaint, version, by)
    require(by, Action.COMPLAINT_HANDLE)
    if ComplaintState(row.state) not in rules.OPEN:
        COMPLAINT.decide(row.state, ComplaintState.LOOKED_INTO).or_refuse()
    handler = _into_other_hands(row, by)
    _moved(row, ComplaintState(row.state), handler=handler, former=by.account)
    _step(row, by.account, words)
    audit.record(EventType.COMPLAINT_PASSED, by=by, on=row)


def _into_other_hands(row: Complaint, by: Actor) -> UUID:
    """Somebody else than before. Who is shut out of it only the database knows, and it says no."""
    site = selectors.site_of(row.handler, selectors.posts(viewer=by))
    what = Concerned(site=site, former=row.handler, serious=row.serious)
    for one in rules.handlers(selectors.candidates(viewer=by), what):
        if trust_pass(row.id, word=_word(row), account=one.account):
            return one.account
    refuse("nobody_to_handle").or_refuse()
    raise NotFound
