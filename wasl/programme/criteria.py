"""Declared criteria over facts: a gate or an exit is a list of data, and each line explains itself.

A criterion asks one fact. `computed` facts come from the rooms that know them; where a fact is not known the answer
stays open (`met is None`) and a named person gives it with evidence. Nothing here decides about a person: it tells
what is there and what is still to be done.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wasl.kernel.text import LocalizedText
from wasl.programme.reading import Sheet
from wasl.programme.vocabulary import Vocabulary

OPERATORS: Mapping[str, str] = {
    "is": "any",
    "is_not": "any",
    "at_least": "number",
    "at_most": "number",
    "in": "list",
    "not_in": "list",
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a gate, an exit or a closing. `explains`: what still has to happen when it is not met."""

    code: str
    fact: str
    op: str
    value: Any
    wording: LocalizedText
    explains: LocalizedText
    evidence: str
    required: bool


@dataclass(frozen=True, slots=True)
class Result:
    """How one criterion stands: met, not met, or (None) to be answered by a named person."""

    criterion: Criterion
    met: bool | None
    because: Mapping[str, Any]

    @property
    def code(self) -> str:
        return self.criterion.code

    @property
    def to_be_answered(self) -> bool:
        return self.met is None


def evaluate(criteria: Iterable[Criterion], facts: Mapping[str, Any]) -> list[Result]:
    """How each criterion stands, in the order of the programme."""
    return [_evaluate_one(criterion, facts) for criterion in criteria]


def all_met(results: Iterable[Result]) -> bool:
    """Whether every required criterion is met; an open one is not."""
    return all(result.met for result in results if result.criterion.required)


def open_lines(results: Iterable[Result]) -> list[Result]:
    """What is still missing, required lines first."""
    missing = [result for result in results if not result.met]
    return sorted(missing, key=lambda result: not result.criterion.required)


def _evaluate_one(criterion: Criterion, facts: Mapping[str, Any]) -> Result:
    if facts.get(criterion.fact) is None:
        return Result(criterion, None, {})
    fact = facts[criterion.fact]
    return Result(criterion, _compare(criterion.op, fact, criterion.value), {criterion.fact: fact})


def _compare(op: str, fact: Any, value: Any) -> bool:
    match op:
        case "is":
            return bool(fact == value)
        case "is_not":
            return bool(fact != value)
        case "at_least":
            return bool(fact >= value)
        case "at_most":
            return bool(fact <= value)
        case "in":
            return fact in value
        case "not_in":
            return fact not in value
    raise ValueError(f"no such operator: {op}")


def read_criteria(sheet: Sheet, key: str, kind: str, vocabulary: Vocabulary) -> tuple[Criterion, ...]:
    return tuple(_read_one(line, kind, vocabulary) for line in sheet.tables(key))


def _read_one(line: Sheet, kind: str, vocabulary: Vocabulary) -> Criterion:
    fact, op, value = line.string("fact"), line.string("op"), line.any_value("value")
    criterion = Criterion(
        code=line.code(declares=kind),
        fact=fact,
        op=op,
        value=tuple(value) if isinstance(value, list) else value,
        wording=line.text("wording"),
        explains=line.text("explains"),
        evidence=line.choice("evidence", ("computed", "answered")),
        required=line.flag("required", default=True),
    )
    if fact and fact not in vocabulary.facts:
        known = ", ".join(sorted(vocabulary.facts))
        line.fault("fact", "fact_unknown", f"no room knows the fact {fact!r}.", f"Use one of: {known}.")
    if op and op not in OPERATORS:
        line.fault(
            "op", "operator_unknown", f"{op!r} is no operator.", f"Use one of: {', '.join(OPERATORS)}."
        )
    elif op and value is not None:
        _check_value(line, op, value, vocabulary.facts.get(fact, "any"))
    line.done()
    return criterion


def _check_value(line: Sheet, op: str, value: Any, kind: str) -> None:
    wanted = OPERATORS[op]
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if wanted == "list" and not (isinstance(value, list) and value):
        line.fault("value", "type_wrong", f"{op!r} needs a list.", 'Write ["one", "another"].')
    elif wanted == "number" and not is_number:
        line.fault("value", "type_wrong", f"{op!r} needs a number.", "Write a number without quotes.")
    elif wanted == "number" and kind not in ("number", "any"):
        line.fault(
            "op", "operator_unfit", f"the fact is no number but {kind}.", "Use is, is_not, in or not_in."
        )
    elif wanted == "any" and not _fits(value, kind, is_number=is_number):
        line.fault(
            "value", "type_wrong", f"the fact is {kind}, the value is not.", "Write a value of the same kind."
        )


def _fits(value: Any, kind: str, *, is_number: bool) -> bool:
    match kind:
        case "yes_no":
            return isinstance(value, bool)
        case "number":
            return is_number
        case "code":
            return isinstance(value, str)
    return True
