"""What a program may send. Shape only: what may be written is the service's question."""

import re
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, WithJsonSchema

from wasl.appointments.enums import Childcare
from wasl.casefile.enums import (
    Circle,
    ContactKind,
    GoalState,
    NoGoalReason,
    ServiceResult,
    ServiceState,
    TaskKind,
    WaitingReason,
)
from wasl.instruments.enums import Mode

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _as_written(value: Any) -> Any:
    """A day is written YYYY-MM-DD; numbers and moments are none."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return value
    raise ValueError("not a day")


Day = Annotated[
    date,
    BeforeValidator(_as_written),
    Field(ge=FIRST, le=LAST),
    WithJsonSchema({"type": "string", "format": "date"}),
]
#: HH:MM, where the work is done
Time = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:30"])]
#: words that will be sealed; no character that PostgreSQL cannot hold
Words = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]
Note = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9_.-]*$")]
Version = Annotated[StrictInt, Field(ge=1, le=2_000_000_000, description="The version that was read.")]


class Sent(Schema):
    """A body: a field that we do not know is a mistake, not something to pass over."""

    model_config = ConfigDict(extra="forbid")


class ContactIn(Sent):
    """A note or a contact."""

    kind: ContactKind = ContactKind.NOTE
    text: Note
    on: Day
    person: UUID | None = None
    circle: Circle = Circle.FAMILY
    permitted: StrictBool | None = None


class NeedIn(Sent):
    """A need in a field of life; the open need of the same field gets the new score."""

    domain: Code
    score: Annotated[StrictInt, Field(ge=0, le=4)]
    on: Day
    due_on: Day | None = None
    person: UUID | None = None
    circle: Circle = Circle.FAMILY
    wish: Words = ""


class NoGoalIn(Sent):
    """Why a need has no goal."""

    reason: NoGoalReason
    words: Words


class GoalIn(Sent):
    """A goal in the person's words, for one need or several."""

    words: Words
    needs: Annotated[list[UUID], Field(min_length=1, max_length=50)]
    due_on: Day | None = None
    person: UUID | None = None
    circle: Circle = Circle.FAMILY


class GoalChange(Sent):
    """An open goal worded anew, or tied to other needs."""

    version: Version
    words: Words
    needs: Annotated[list[UUID], Field(max_length=50)]
    due_on: Day | None = None
    circle: Circle = Circle.FAMILY


class GoalEnd(Sent):
    """How far a goal was reached."""

    version: Version
    state: GoalState
    on: Day
    words: Words = ""


class Reopened(Sent):
    """Taking back the closing of a goal, on the same day."""

    version: Version


class ServiceIn(Sent):
    """A service for a goal."""

    code: Code
    state: ServiceState = ServiceState.PLANNED
    on: Day
    result: ServiceResult = ServiceResult.NONE
    words: Words = ""


class ServiceChange(Sent):
    """Where a service stands, and what came of it."""

    state: ServiceState
    on: Day
    result: ServiceResult = ServiceResult.NONE
    words: Words = ""


class TaskIn(Sent):
    """Something that the token's owner will do by a day."""

    kind: TaskKind = TaskKind.OTHER
    due_on: Day
    person: UUID | None = None
    text: Words = ""


class AppointmentIn(Sent):
    """An appointment. Without `worker` it is with the token's owner; without `minutes` as long as is usual.

    `language`: of an interpreter; `childcare`: who looks after the small children, `asked` is a place with us.
    """

    person: UUID
    kind: Code
    day: Day
    starts: Time
    minutes: Annotated[StrictInt, Field(ge=15, le=600)] | None = None
    worker: UUID | None = None
    room: Code = ""
    language: Code = ""
    interpreter_sex: Literal["", "f", "m"] = ""
    childcare: Childcare = Childcare.ASKED
    circle: Circle | None = None


class AppointmentMove(Sent):
    """Another time, place or help; what is left out stays as it was."""

    version: Version
    day: Day | None = None
    starts: Time | None = None
    minutes: Annotated[StrictInt, Field(ge=15, le=600)] | None = None
    worker: UUID | None = None
    room: Code | None = None


class AppointmentEnd(Sent):
    """What became of an appointment; a code of the programme for why it did not take place."""

    state: Literal["attended", "missed", "cancelled"]
    reason: Code = ""


class WaitingIn(Sent):
    """What a file waits for."""

    reason: WaitingReason
    since: Day


class SubmissionIn(Sent):
    """A filled form: an XForm instance as browsers and ODK Collect send it; or that somebody did not wish to answer."""

    form: Code
    instance: Annotated[str, Field(max_length=400_000, pattern=r"^[^\x00]*$")] = ""
    person: UUID | None = None
    language: Annotated[str, Field(pattern=r"^(ar|ckb|en)$")] = "ar"
    mode: Mode = Mode.READ_ALOUD
    on: Day | None = None
    minutes: Annotated[StrictInt, Field(ge=1, le=300)] | None = None
    declined: StrictBool = False
    key: UUID | None = None
