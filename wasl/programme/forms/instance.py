"""What somebody answered, as an XForm instance: the document that our renderer, ODK Collect and KoboCollect send.

Everything in it is held against the form: what the form does not ask, a word where a number belongs, an answer that
is not in the list are refused, all at once and by the name of the question. Whether an answer had to be given is
for the engine that drew the form, since it depends on the other answers; where it does not, it is asked here too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring  # written here, never parsed

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from wasl.kernel.errors import Invalid, Invalids
from wasl.programme.forms.form import ASKED, SELECTS, Form, Kind, Question

MOST_BYTES: Final = 400_000
MOST_LETTERS: Final = 4_000
MOST_ROUNDS: Final = 50
#: rows that pyxform puts beside a grid
_HELPERS: Final = re.compile(r"(?:generated_table_list_label|reserved_name_for_field_list_labels)_\d+")
_INSTANCE_ID: Final = re.compile(r"(?:uuid:)?([0-9a-fA-F-]{32,36})")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one question. `value` as it was given; `at`: the rounds of the repeats around it, from 1."""

    question: Question
    value: str
    at: tuple[int, ...] = ()
    group: Question | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """One filled form. `key` is its instance ID: sent twice, it is one answer."""

    key: UUID | None
    version: str
    answers: tuple[Answer, ...]
    calculated: Mapping[str, str]

    def first(self, name: str) -> str:
        """The answer to a question that is asked once; empty where there is none."""
        return next((one.value for one in self.answers if one.question.name == name), "")

    def items(self) -> dict[str, Any]:
        """Item of the instrument → answer, for scoring: numbers as numbers."""
        return {
            one.question.item: int(one.value) if _INTEGER.fullmatch(one.value) else one.value
            for one in self.answers
            if one.question.item
        }


#: Python reads more as a day than a calendar has
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER: Final = re.compile(r"[+-]?\d{1,15}")


def root_of(xml: str) -> tuple[str, str]:
    """(form code, version) that an instance says it answers. Raises Invalid."""
    root = _parsed(xml)
    return root.get("id", ""), root.get("version", "")


def key_of(xml: str) -> UUID | None:
    """The instance ID by itself: by it a program is told whether this arrived before. Raises Invalid."""
    return _key(_parsed(xml))


def read_instance(form: Form, xml: str, *, unfinished: bool = False) -> Instance:
    """The answers of an instance in the order of the form.

    `unfinished`: a draft, in which nothing is missing yet and what cannot be read is left out. Raises Invalids.
    """
    root = _parsed(xml)
    if root.get("id") != form.code:
        raise Invalid("instance", "form_is_another", form=form.code)
    reader = _Reader(form, unfinished)
    reader.down(root, form.questions, (), None, bound=True)
    if reader.faults and not unfinished:
        raise Invalids(reader.faults)
    return Instance(_key(root), root.get("version", ""), tuple(reader.answers), reader.calculated)


def _parsed(xml: str) -> Any:
    if len(xml.encode(errors="replace")) > MOST_BYTES:
        raise Invalid("instance", "instance_too_long", most=MOST_BYTES)
    try:
        return ElementTree.fromstring(xml)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise Invalid("instance", "instance_unreadable") from error


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _key(root: Any) -> UUID | None:
    for element in root.iter():
        if _name(element) == "instanceID":
            found = _INSTANCE_ID.fullmatch((element.text or "").strip())
            try:
                return UUID(found[1]) if found else None
            except ValueError:
                return None
    return None


class _Reader:
    def __init__(self, form: Form, unfinished: bool) -> None:
        self.form, self.unfinished = form, unfinished
        self.answers: list[Answer] = []
        self.calculated: dict[str, str] = {}
        self.faults: list[Invalid] = []

    def down(
        self,
        element: Any,
        questions: tuple[Question, ...],
        at: tuple[int, ...],
        group: Question | None,
        *,
        bound: bool,
    ) -> None:
        """The rows of one group. `bound`: nothing around them can be hidden, so what must be answered must be there."""
        there: dict[str, list[Any]] = {}
        for child in element:
            there.setdefault(_name(child), []).append(child)
        for question in questions:
            found = there.pop(question.name, [])
            always = bound and "relevant" not in question.logic
            if question.kind is Kind.REPEAT:
                for number, one in enumerate(found[:MOST_ROUNDS], start=1):
                    self.down(one, question.children, (*at, number), question, bound=False)
                if len(found) > MOST_ROUNDS:
                    self.faults.append(Invalid(question.name, "too_many_rounds", most=MOST_ROUNDS))
            elif len(found) > 1:
                self.faults.append(Invalid(question.name, "answered_twice"))
            elif question.children:
                if found:
                    self.down(found[0], question.children, at, question, bound=always)
            else:
                self.row(question, (found[0].text or "").strip() if found else "", at, group, always)
        for name in there:
            if name not in ("meta", "instanceID") and not _HELPERS.fullmatch(name):
                self.faults.append(Invalid("instance", "question_unknown", name=name[:60]))

    def row(
        self, question: Question, value: str, at: tuple[int, ...], group: Question | None, always: bool
    ) -> None:
        if question.kind is Kind.CALCULATE and value:
            self.calculated[question.name] = value[:MOST_LETTERS]
        if question.kind not in ASKED:
            return
        if not value:
            if always and question.logic.get("required", "").strip().lower() in _YES and not self.unfinished:
                self.faults.append(Invalid(question.name, "answer_missing"))
            return
        code = self.fault_of(question, value)
        if code:
            self.faults.append(Invalid(question.name, code))
        else:
            self.answers.append(Answer(question, value, at, group))

    def fault_of(self, question: Question, value: str) -> str:
        """The code of what is wrong with an answer; empty where nothing is."""
        if len(value) > MOST_LETTERS:
            return "answer_too_long"
        if question.kind in SELECTS:
            known = {choice.name for choice in self.form.lists.get(question.choices, ())}
            chosen = value.split() if question.kind is Kind.SELECT_MULTIPLE else [value]
            return "" if set(chosen) <= known and len(set(chosen)) == len(chosen) else "answer_not_in_list"
        match question.kind:
            case Kind.INTEGER:
                return "" if _INTEGER.fullmatch(value) else "answer_no_number"
            case Kind.DECIMAL:
                return "" if _is_decimal(value) else "answer_no_number"
            case Kind.DATE:
                return "" if _is_date(value) else "answer_no_date"
        return ""


_YES: Final = ("yes", "true", "true()", "1")


def _is_decimal(value: str) -> bool:
    try:
        return Decimal(value).is_finite() and len(value) <= 40
    except InvalidOperation:
        return False


def _is_date(value: str) -> bool:
    if not _DAY.match(value) or value[10:11] not in ("", "T"):
        return False
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def chosen_words(form: Form, question: Question, value: str) -> Iterator[Mapping[str, str]]:
    """The words of the answers that were chosen, one for each."""
    words = {choice.name: choice.label for choice in form.lists.get(question.choices, ())}
    for name in value.split() if question.kind is Kind.SELECT_MULTIPLE else [value]:
        yield words.get(name, {})


def write_instance(form: Form, answers: Mapping[str, str], key: UUID) -> str:
    """An instance with these answers, as the engine would write it; for questions outside of repeats."""
    root = Element("data", {"id": form.code, "version": form.version})

    def down(questions: tuple[Question, ...], parent: Element) -> None:
        for question in questions:
            if question.children and question.kind is not Kind.REPEAT:
                down(question.children, SubElement(parent, question.name))
            elif question.name in answers and question.kind in ASKED:
                SubElement(parent, question.name).text = answers[question.name]

    down(form.questions, root)
    SubElement(SubElement(root, "meta"), "instanceID").text = f"uuid:{key}"
    return tostring(root, encoding="unicode")
