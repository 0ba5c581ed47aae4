"""A form as frozen values: what is asked, in which order, in which languages, and which decision each question serves.

Rows of the sheet are kept for the checker only; they are no part of what a form is, so an empty row or a sheet saved by
another program makes no new version.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

SHORT_DIGEST = 10
#: language code (or its name where the sheet gives none) → text
Words = Mapping[str, str]
NO_WORDS: Words = MappingProxyType({})


def _none() -> Words:
    return NO_WORDS


class Kind(StrEnum):
    """What a row of the sheet is. Each is drawn by our own renderer; every other type is refused by the checker."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    NOTE = "note"
    CALCULATE = "calculate"
    META = "meta"  # start, end and today of forms from elsewhere
    GROUP = "group"
    MATRIX = "grid"
    REPEAT = "repeat"


#: what somebody is asked and has to answer
ASKED = frozenset((Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.SELECT_ONE, Kind.SELECT_MULTIPLE))
SELECTS = frozenset((Kind.SELECT_ONE, Kind.SELECT_MULTIPLE))
HOLDERS = frozenset((Kind.GROUP, Kind.MATRIX, Kind.REPEAT))


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list. `more`: its other columns, by which a choice_filter narrows the list."""

    name: str
    label: Words
    more: Mapping[str, str]
    row: int


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the survey sheet; a group, grid or repeat holds the rows up to its end.

    `logic`: relevant, constraint, required, choice_filter, calculation, default, read_only, repeat_count as written,
    without those that are empty. `decision` is that of the row itself or of the nearest group around it.
    """

    kind: Kind
    written: str
    name: str
    label: Words
    row: int
    hint: Words = field(default_factory=_none)
    guidance: Words = field(default_factory=_none)
    constraint_message: Words = field(default_factory=_none)
    required_message: Words = field(default_factory=_none)
    choices: str = ""
    logic: Mapping[str, str] = field(default_factory=_none)
    appearance: str = ""
    decision: str = ""
    item: str = ""
    children: tuple["Question", ...] = ()

    def all_words(self) -> Iterator[tuple[str, Words]]:
        """(column, words) of everything a person can read in this row."""
        for column in WORDED:
            yield column, getattr(self, column)


WORDED = ("label", "hint", "guidance", "constraint_message", "required_message")


@dataclass(frozen=True, slots=True)
class Form:
    """One XLSForm. `languages`: code → the name that its headings give; `tool`: whose items its questions answer.

    `review`: the languages whose words somebody who speaks them has still to read.
    """

    file: str
    code: str
    title: Words
    written_title: str
    languages: Mapping[str, str]
    default_language: str
    tool: str
    review: tuple[str, ...]
    decisions: Mapping[str, Words]
    decision_rows: Mapping[str, int]
    lists: Mapping[str, tuple[Choice, ...]]
    questions: tuple[Question, ...]

    def every(self) -> Iterator[tuple[Question, tuple[Question, ...]]]:
        """(question, the groups around it from outside in), in the order of the sheet."""

        def down(
            questions: tuple[Question, ...], around: tuple[Question, ...]
        ) -> Iterator[tuple[Question, tuple[Question, ...]]]:
            for question in questions:
                yield question, around
                yield from down(question.children, (*around, question))

        return down(self.questions, ())

    @property
    def digest(self) -> str:
        """SHA-256 of what the form is: all of it but file and rows, and whatever the sheet's own version says."""
        plain = json.dumps(_plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()

    @property
    def version(self) -> str:
        return self.digest[:SHORT_DIGEST]


#: where it stands, and what is said about it, is no part of what is asked
_NO_PART = {"file", "row", "decision_rows", "review"}


def _plain(value: Any) -> Any:
    match value:
        case Form() | Question() | Choice():
            return {
                part.name: _plain(getattr(value, part.name))
                for part in fields(value)
                if part.name not in _NO_PART
            }
        case Mapping():
            return {key: _plain(inner) for key, inner in value.items()}
        case tuple():
            return [_plain(inner) for inner in value]
    return str(value)
