"""What answers look like: codes, numbers, dates and references; `name` and words are null unless names were given."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from wasl.access.selectors import LookCard
from wasl.appointments.selectors.diary import AppointmentCard
from wasl.casefile.enums import FileState, Phase
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.selectors.record import CaseCard, ConsentCard, ContactCard, DocumentCard, TaskCard
from wasl.casefile.selectors.thread import GoalCard, NeedCard, ServiceCard
from wasl.interfaces.api.listing import NamedPage, Page
from wasl.journey.selectors.way import StepCard
from wasl.people.enums import Accuracy
from wasl.people.names import NameCard
from wasl.people.selectors import MembershipCard, PersonCard


class Name(Schema):
    """A person's name as her papers have it, and as she is called."""

    full: str
    called: str
    given: str
    father: str
    grandfather: str
    laqab: str
    latin: str
    born: date | None
    born_accuracy: Accuracy

    @classmethod
    def of(cls, card: NameCard | None) -> "Name | None":
        if card is None:
            return None
        return cls(
            full=card.full, called=card.called, given=card.given, father=card.father, grandfather=card.grandfather,
            laqab=card.laqab, latin=card.in_latin, born=card.birth, born_accuracy=card.accuracy,
        )  # fmt: skip


class FileOut(Schema):
    """A file: one family from arrival to closure under one number."""

    number: str
    team: int
    state: FileState
    phase: Phase
    pathway: str
    level: str
    level_because: list[str]
    worker: UUID | None
    opened_on: date
    arrived_on: date | None
    planned_end: date | None
    left_on: date | None
    closed_on: date | None
    next_due: date | None
    next_action: str
    waiting: str
    size: int
    adults: int
    children: int
    woman_headed: bool
    governorate: str
    district: str
    language: str
    section: str
    programme: str
    programme_digest: str
    changed_at: datetime
    version: int
    head: Name | None = None

    @classmethod
    def of(cls, card: FileCard, head: NameCard | None = None) -> "FileOut":
        return cls(
            number=card.number, team=card.team, state=card.state, phase=card.phase, pathway=card.pathway,
            level=card.level, level_because=list(card.level_because), worker=card.worker, opened_on=card.opened_on,
            arrived_on=card.arrived_on, planned_end=card.planned_end, left_on=card.left_on, closed_on=card.closed_on,
            next_due=card.next_due, next_action=card.next_action, waiting=card.waiting, size=card.size,
            adults=card.adults, children=card.children, woman_headed=card.woman_headed,
            governorate=card.governorate, district=card.district, language=card.language, section=card.section,
            programme=card.programme, programme_digest=card.digest, changed_at=card.changed_at,
            version=card.version, head=Name.of(head),
        )  # fmt: skip


class Files(NamedPage[FileOut]):
    """Files in a stated scope."""


class PersonOut(Schema):
    """A person of a file."""

    ref: UUID
    sex: str
    age_band: str
    role: str
    spouse: str
    language: str
    active: bool
    since: date | None
    until: date | None
    version: int
    name: Name | None = None

    @classmethod
    def of(cls, card: PersonCard, belongs: MembershipCard | None) -> "PersonOut":
        return cls(
            ref=card.ref, sex=card.sex, age_band=card.age_band, role=card.role, spouse=card.spouse,
            language=card.language, active=card.active, since=belongs.since if belongs else None,
            until=belongs.until if belongs else None, version=card.version, name=Name.of(card.name),
        )  # fmt: skip


class People(NamedPage[PersonOut]):
    """Everybody who belongs or belonged to a household."""


class CaseOut(Schema):
    """One person's own way through the file: support level and ending."""

    ref: UUID
    person: UUID
    level: str
    level_because: list[str]
    assessed_on: date | None
    left_on: date | None
    left_how: str

    @classmethod
    def of(cls, card: CaseCard) -> "CaseOut":
        return cls(
            ref=card.ref, person=card.person, level=card.level, level_because=list(card.level_because),
            assessed_on=card.assessed_on, left_on=card.left_on, left_how=card.left_how,
        )  # fmt: skip


class Cases(Page[CaseOut]):
    """The open case of each person."""


class StayOut(Schema):
    """A state of the file: entered, meant to be left, left."""

    state: FileState
    entered_on: date
    planned_until: date | None
    left_on: date | None
    days_late: int

    @classmethod
    def of(cls, card: StepCard) -> "StayOut":
        return cls(
            state=card.state, entered_on=card.entered_on, planned_until=card.planned_until, left_on=card.left_on,
            days_late=card.days_late,
        )  # fmt: skip


class Stays(Page[StayOut]):
    """The way of a file so far, in its order."""


class ServiceOut(Schema):
    """A service for a goal, and what came of it."""

    ref: UUID
    goal: UUID
    person: UUID | None
    code: str
    state: str
    planned_on: date
    started_on: date | None
    ended_on: date | None
    result: str
    version: int
    words: str | None = None

    @classmethod
    def of(cls, card: ServiceCard, words: bool) -> "ServiceOut":
        return cls(
            ref=card.ref, goal=card.goal, person=card.person, code=card.code, state=card.state,
            planned_on=card.planned_on, started_on=card.started_on, ended_on=card.ended_on, result=card.result,
            version=card.version, words=card.words if words else None,
        )  # fmt: skip


class GoalOut(Schema):
    """A goal, the needs it answers and its services."""

    ref: UUID
    person: UUID | None
    code: str
    circle: str
    state: str
    set_on: date
    due_on: date | None
    closed_on: date | None
    needs: list[UUID]
    services: list[ServiceOut]
    version: int
    words: str | None = None
    outcome: str | None = None

    @classmethod
    def of(cls, card: GoalCard, words: bool) -> "GoalOut":
        return cls(
            ref=card.ref, person=card.person, code=card.code, circle=card.circle, state=card.state,
            set_on=card.set_on, due_on=card.due_on, closed_on=card.closed_on, needs=list(card.needs),
            services=[ServiceOut.of(one, words) for one in card.services], version=card.version,
            words=card.words if words else None, outcome=card.result if words else None,
        )  # fmt: skip


class Goals(NamedPage[GoalOut]):
    """Goals of a file that the viewer may see."""


class NeedOut(Schema):
    """A need with the goals that answer it, or the code of the reason why there is none."""

    ref: UUID
    person: UUID | None
    domain: str
    score: int
    first_score: int
    circle: str
    state: str
    raised_on: date
    due_on: date | None
    closed_on: date | None
    no_goal: str
    answer: UUID | None
    goals: list[UUID]
    unanswered: bool
    version: int
    wish: str | None = None
    reason: str | None = None

    @classmethod
    def of(cls, card: NeedCard, words: bool) -> "NeedOut":
        return cls(
            ref=card.ref, person=card.person, domain=card.domain, score=card.score, first_score=card.first_score,
            circle=card.circle, state=card.state, raised_on=card.raised_on, due_on=card.due_on,
            closed_on=card.closed_on, no_goal=card.no_goal, answer=card.answer, goals=[goal.ref for goal in card.goals],
            unanswered=card.unanswered, version=card.version, wish=card.wish if words else None,
            reason=card.reason if words else None,
        )  # fmt: skip


class Needs(NamedPage[NeedOut]):
    """Needs of a file that the viewer may see, the most serious first."""


class ContactOut(Schema):
    """A contact or note."""

    ref: UUID
    person: UUID | None
    kind: str
    circle: str
    on: date
    written_by: UUID | None
    written_at: datetime
    permitted: bool | None
    version: int
    text: str | None = None

    @classmethod
    def of(cls, card: ContactCard, words: bool) -> "ContactOut":
        return cls(
            ref=card.ref, person=card.person, kind=card.kind, circle=card.circle, on=card.on,
            written_by=card.written_by, written_at=card.written_at, permitted=card.permitted, version=card.version,
            text=card.text if words else None,
        )  # fmt: skip


class Contacts(NamedPage[ContactOut]):
    """Contacts and notes that the viewer may read, the newest first."""


class TaskOut(Schema):
    """Something to be done by somebody, by a day."""

    ref: UUID
    file: str = Field(description="The number of the file.")
    person: UUID | None
    kind: str
    code: str
    owner: UUID | None
    due_on: date
    done_on: date | None
    text: str | None = None

    @classmethod
    def of(cls, card: TaskCard, number: str, words: bool = False) -> "TaskOut":
        return cls(
            ref=card.ref, file=number, person=card.person, kind=card.kind, code=card.code, owner=card.owner,
            due_on=card.due_on, done_on=card.done_on, text=card.text if words else None,
        )  # fmt: skip


class Tasks(NamedPage[TaskOut]):
    """Tasks, the earliest due first."""


class AppointmentOut(Schema):
    """An appointment. `busy`: that there is one is all that this account may know of it."""

    ref: UUID
    file: str = Field(description="The number of the file.")
    person: UUID | None
    kind: str
    circle: str
    day: date
    starts: str = Field(description="HH:MM, where the work is done.")
    ends: str
    worker: UUID
    interpreter: UUID | None
    language: str
    room: str
    childcare: str
    small_children: int
    state: str
    reason: str
    busy: bool
    version: int

    @classmethod
    def of(cls, card: AppointmentCard) -> "AppointmentOut":
        return cls(
            ref=card.ref, file=card.number, person=card.person, kind=card.kind, circle=card.circle, day=card.day,
            starts=clock(card.starts), ends=clock(card.ends), worker=card.worker, interpreter=card.interpreter,
            language=card.language, room=card.room, childcare=card.childcare, small_children=card.small_children,
            state=card.state, reason=card.reason, busy=card.busy, version=card.version,
        )  # fmt: skip


def clock(minutes: int) -> str:
    """A time as programs write it."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


class Appointments(Page[AppointmentOut]):
    """Appointments in the order of the diary."""


class ConsentOut(Schema):
    """The choice that holds now for a person, a purpose and a recipient."""

    ref: UUID
    person: UUID
    purpose: str
    recipient: str
    fields_shared: list[str]
    decision: str
    on: date
    language: str
    explained_by: UUID | None
    asked_alone: bool

    @classmethod
    def of(cls, card: ConsentCard) -> "ConsentOut":
        return cls(
            ref=card.ref, person=card.person, purpose=card.purpose, recipient=card.recipient,
            fields_shared=list(card.fields), decision=card.decision, on=card.on, language=card.language,
            explained_by=card.explained_by, asked_alone=card.asked_alone,
        )  # fmt: skip


class Consents(Page[ConsentOut]):
    """Choices that hold now."""


class DocumentOut(Schema):
    """How one kind of paper stands for one person; its number is never in an answer."""

    ref: UUID
    person: UUID
    kind: str
    state: str
    wanted: bool
    step: str
    since: date
    version: int

    @classmethod
    def of(cls, card: DocumentCard) -> "DocumentOut":
        return cls(
            ref=card.ref, person=card.person, kind=card.kind, state=card.state, wanted=card.wanted, step=card.step,
            since=card.since, version=card.version,
        )  # fmt: skip


class Documents(Page[DocumentOut]):
    """Papers of everybody in a file."""


class LookOut(Schema):
    """One look at a file: when, by which account, what for, and whether it lay outside that account's own work."""

    at: datetime
    account: UUID | None
    event: str
    purpose: str
    outside: bool

    @classmethod
    def of(cls, card: LookCard) -> "LookOut":
        return cls(
            at=card.at, account=card.account, event=card.event, purpose=card.purpose, outside=card.outside
        )


class Looks(Schema):
    """Who looked at a file, the newest first, at most 200: each look at this list is one more, so it has no pages."""

    items: list[LookOut]


class Written(Schema):
    """What was written, by its reference."""

    ref: UUID
