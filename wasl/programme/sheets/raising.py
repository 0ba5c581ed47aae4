"""rules.toml: which answers and scores propose which need, at which level, and the sentence that says why.

A rule decides nothing. It says where to look, and a worker takes the need up, at another level too, or leaves it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from wasl.kernel.text import LocalizedText
from wasl.programme.reading import Sheet

LEAST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class Condition:
    """An answer to a question (one of `answers`), or what a score came to (one of them, or a number in between)."""

    question: str = ""
    result: str = ""
    answers: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None

    @property
    def looks_at(self) -> str:
        return self.question or self.result


@dataclass(frozen=True, slots=True)
class Rule:
    """When all (or with `any_of`, one) of its conditions hold, a need of this field of life is proposed."""

    code: str
    form: str
    when: tuple[Condition, ...]
    any_of: bool
    ages: tuple[int, int] | None
    domain: str
    level: int
    because: LocalizedText
    goals: tuple[str, ...]
    source: str

    def fits(self, age: int | None) -> bool:
        """Whether somebody of this age is meant; an age that nobody knows keeps no rule from asking."""
        return self.ages is None or age is None or self.ages[0] <= age <= self.ages[1]


Rules = Mapping[str, Rule]
NO_RULES: Rules = MappingProxyType({})


def read(sheet: Sheet) -> Rules:
    """All rules by their codes, in the order of the file."""
    rules = {rule.code: rule for rule in map(_read_rule, sheet.tables("rule"))}
    sheet.done()
    return MappingProxyType(rules)


def _read_rule(sheet: Sheet) -> Rule:
    rule = Rule(
        code=sheet.code(declares="rule"),
        form=sheet.string("form"),
        when=tuple(map(_read_condition, sheet.tables("when"))),
        any_of=sheet.flag("any_of"),
        ages=sheet.span("ages", required=False),
        domain=sheet.refer("domain", "domain"),
        level=sheet.whole("level", least=LEAST, most=MOST),
        because=sheet.text("because"),
        goals=sheet.references("goals", "goal"),
        source=sheet.string("source"),
    )
    if not rule.when:
        sheet.fault(
            "when", "key_missing", "the rule has no condition.", "Say which answer or score it looks at."
        )
    sheet.done()
    return rule


def _read_condition(sheet: Sheet) -> Condition:
    question, result = sheet.string("question", required=False), sheet.string("result", required=False)
    found = Condition(
        question=question,
        result=result,
        answers=_answers(sheet),
        at_least=sheet.number("at_least", default=-1.0) if sheet.has("at_least") else None,
        at_most=sheet.number("at_most", default=-1.0) if sheet.has("at_most") else None,
    )
    if bool(question) == bool(result):
        sheet.fault(
            "", "value_wrong", "a condition looks at one thing.", "Write question = or result =, one of them."
        )
    if not found.answers and found.at_least is None and found.at_most is None:
        sheet.fault(
            "is",
            "key_missing",
            "nothing says which answers are meant.",
            "Write is = [...], at_least or at_most.",
        )
    sheet.done()
    return found


def _answers(sheet: Sheet) -> tuple[str, ...]:
    """`is` may be one answer or a list; yes and no of a score are true and false."""
    if not sheet.has("is"):
        return ()
    given: Any = sheet.any_value("is")
    several = given if isinstance(given, list) else [given]
    return tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in several)
