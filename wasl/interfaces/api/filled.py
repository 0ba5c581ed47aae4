"""What answers about forms look like: versions, what was filled, what rules propose because of it.

Single answers and results are sealed; they are null unless words were given, and `hidden` where they are
clinical: no program reads those.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from wasl.instruments.selectors.forms import Filled, RaisedCard
from wasl.instruments.selectors.grid import Answers, ResponseCard
from wasl.instruments.selectors.versions import VersionCard
from wasl.interfaces.api.listing import NamedPage, Page
from wasl.interfaces.api.names import Shown
from wasl.kernel.text import LANGUAGES, LocalizedText


class FormOut(Schema):
    """The version of a form that is asked now."""

    code: str
    version: str
    title: dict[str, str]
    tool: str = Field(description="The instrument that scores it; empty where none does.")
    clinical: bool = Field(description="Single answers are read by the psychologist and her supervisor only.")

    @classmethod
    def of(cls, card: VersionCard, name: LocalizedText | None) -> "FormOut":
        """`name`: what the programme calls the instrument, which stands before the form's own title."""
        title = {one: name.in_(one) for one in LANGUAGES} if name else dict(card.form.title)
        return cls(code=card.code, version=card.version, title=title, tool=card.tool, clinical=card.clinical)


class Forms(Page[FormOut]):
    """Forms that are asked now, in the order of the programme."""


class FormVersionOut(FormOut):
    """One published version, whole: it stays as it is for ever."""

    languages: list[str]
    xform: str = Field(description="The XForm (XML), as OpenRosa clients take it.")

    @classmethod
    def whole(cls, card: VersionCard, name: LocalizedText | None, xform: str) -> "FormVersionOut":
        return cls(**FormOut.of(card, name).model_dump(), languages=list(card.form.languages), xform=xform)


class SubmissionOut(Schema):
    """That a form was filled: of whom, when, how, in which version. Not what was answered."""

    ref: UUID
    person: UUID | None
    form: str
    version: str
    language: str
    mode: str
    on: date
    occasion: str
    declined: bool
    minutes: int | None
    recorded_by: UUID | None
    recorded_at: datetime

    @classmethod
    def of(cls, card: ResponseCard) -> "SubmissionOut":
        return cls(**_about(card))


class Submissions(Page[SubmissionOut]):
    """Filled forms of a file, the newest first."""


class AnswerOut(Schema):
    """One answer, by the name of its question, which is the same in every version. `at`: rounds of repeats, from 1."""

    name: str
    value: str
    label: dict[str, str]
    words: list[dict[str, str]]
    at: list[int]


class SubmissionWhole(SubmissionOut):
    """A filled form with its answers in the words that were read then, and what they come to."""

    hidden: bool = Field(description="It was done; what was said is clinical and told to no program.")
    answers: list[AnswerOut] | None = None
    results: dict[str, Any] | None = None
    names: Shown = Shown.NOT_ASKED

    @classmethod
    def closed(cls, card: ResponseCard, *, hidden: bool, names: Shown) -> "SubmissionWhole":
        """Without its answers: they were not asked for, or are not this account's to read."""
        return cls(**_about(card), hidden=hidden, names=names)

    @classmethod
    def whole(cls, one: Filled, names: Shown) -> "SubmissionWhole":
        """With what was answered."""
        answers = [
            AnswerOut(
                name=line.name, value=line.value, label=_words(line.label),
                words=[_words(word) for word in line.words], at=list(line.at),
            )
            for line in one.lines
        ]  # fmt: skip
        results = dict(one.results) if one.results is not None else None
        return cls(**_about(one.card), hidden=False, answers=answers, results=results, names=names)

    @classmethod
    def of_grid(cls, card: ResponseCard, found: Answers, names: Shown) -> "SubmissionWhole":
        """The grid: a field of life is its question, the level chosen its answer."""
        answers = [
            AnswerOut(
                name=line.domain, value="" if line.score is None else str(line.score), label=_said(line.name),
                words=[_said(line.line)] if line.line else [], at=[],
            )
            for line in found.lines
        ]  # fmt: skip
        return cls(**_about(card), hidden=False, answers=answers, names=names)


class ProposedNeedOut(Schema):
    """A need that rules propose because of a submission, and what a worker made of it.

    Which rules fired tells what was answered, so it is given with words only.
    """

    ref: UUID
    person: UUID | None
    submission: UUID
    domain: str
    level: int
    circle: str
    state: str
    raised_on: date
    decided_on: date | None
    decided_by: UUID | None
    given: int | None = Field(description="The level at which it was taken up.")
    need: UUID | None
    rules: list[str] | None = None
    because: dict[str, str] | None = None
    reason: str | None = None

    @classmethod
    def of(cls, card: RaisedCard, words: bool) -> "ProposedNeedOut":
        return cls(
            ref=card.ref, person=card.person, submission=card.response, domain=card.domain, level=card.level,
            circle=card.circle, state=card.state, raised_on=card.raised_on, decided_on=card.decided_on,
            decided_by=card.decided_by, given=card.given, need=card.need,
            rules=list(card.rules) if words else None, because=_words(card.because) if words else None,
            reason=card.reason if words else None,
        )  # fmt: skip


class ProposedNeeds(NamedPage[ProposedNeedOut]):
    """Needs that rules propose for a file, the most serious first."""


def _about(card: ResponseCard) -> dict[str, Any]:
    return {
        "ref": card.ref, "person": card.person, "form": card.instrument, "version": card.version,
        "language": card.language, "mode": card.mode, "on": card.on, "occasion": card.occasion,
        "declined": card.declined, "minutes": card.minutes, "recorded_by": card.recorded_by,
        "recorded_at": card.recorded_at,
    }  # fmt: skip


def _words(said: Mapping[str, str] | str) -> dict[str, str]:
    return {"": said} if isinstance(said, str) else dict(said)


def _said(text: LocalizedText) -> dict[str, str]:
    return {one: text.in_(one) for one in LANGUAGES}
