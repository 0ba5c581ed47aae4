"""What answers about forms look like: which are asked, which were filled, which needs are proposed because of them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from wasl.interfaces.api.listing import NamedPage, Page
from wasl.interfaces.api.names import Shown


class FormOut(Schema):
    """A form that is asked now. `clinical`: single answers are the psychologist's alone."""

    code: str
    version: str
    title: dict[str, str]
    tool: str
    clinical: bool
    languages: list[str]
    since: datetime | None


class Forms(Page[FormOut]):
    """Forms that are asked now."""


class SubmissionOut(Schema):
    """That a form was filled: which version, how, when. Never what was answered."""

    ref: UUID
    person: UUID | None
    form: str
    version: str
    language: str
    mode: str
    occasion: str
    on: date
    declined: bool
    minutes: int | None
    recorded_at: datetime


class Submissions(Page[SubmissionOut]):
    """Filled forms of a file, the newest first."""


class AnswerOut(Schema):
    """One answer, by the name of its question, the same in every version. `at`: rounds of repeats, from 1."""

    name: str
    value: str
    label: dict[str, str]
    words: list[dict[str, str]]
    at: list[int]


class SubmissionWhole(SubmissionOut):
    """One filled form. Answers and results where words are given; `hidden`: clinical, and told to no program."""

    hidden: bool = False
    answers: list[AnswerOut] | None = None
    results: dict[str, Any] | None = None
    names: Shown = Shown.NOT_ASKED


class ProposedNeedOut(Schema):
    """A need that rules propose for a filled form (`answer`), and the need it became; why, where words are given."""

    ref: UUID
    person: UUID | None
    answer: UUID
    domain: str
    level: int
    circle: str
    state: str
    raised_on: date
    decided_on: date | None
    given: int | None
    need: UUID | None
    rules: list[str] | None = None
    rests_on: list[str] | None = None
    because: dict[str, str] | None = None
    reason: str | None = None


class ProposedNeeds(NamedPage[ProposedNeedOut]):
    """Needs that rules propose for a file."""
