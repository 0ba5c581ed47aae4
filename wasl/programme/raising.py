"""From a filled form to the needs that declared rules propose, each with its sentence and what it rests on. Pure.

What is unanswered fires nothing. Where several rules propose a need of the same field of life, the highest level stands
and all their sentences do. Nothing here decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wasl.kernel.text import LANGUAGES, LocalizedText
from wasl.programme.sheets.raising import Condition, Rule, Rules

#: question → the answers that were chosen, or what was typed
Answers = Mapping[str, Sequence[str]]
#: (question, answer) → its words by language
Words = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class RaisedNeed:
    """One proposed need. `rules`: all that propose it, the one with the highest level first."""

    rules: tuple[str, ...]
    domain: str
    level: int
    because: LocalizedText
    rests_on: tuple[str, ...]
    goals: tuple[str, ...]


def raised(
    rules: Rules, form: str, answers: Answers, results: Mapping[str, Any], words: Words, age: int | None
) -> list[RaisedNeed]:
    """The needs that these answers and results propose, the highest level first, then in the order of the rules."""
    fired: dict[str, list[Rule]] = {}
    for rule in rules.values():
        if rule.form == form and rule.fits(age) and _holds(rule, answers, results):
            fired.setdefault(rule.domain, []).append(rule)
    made = [_one(several, answers, results, words) for several in fired.values()]
    return sorted(made, key=lambda one: -one.level)


def _one(several: Sequence[Rule], answers: Answers, results: Mapping[str, Any], words: Words) -> RaisedNeed:
    first = max(several, key=lambda rule: rule.level)
    ordered = [first, *(rule for rule in several if rule is not first)]
    said = {
        language: " ".join(dict.fromkeys(_say(rule, language, answers, results, words) for rule in ordered))
        for language in LANGUAGES
    }
    return RaisedNeed(
        rules=tuple(rule.code for rule in ordered),
        domain=first.domain,
        level=first.level,
        because=LocalizedText(**said),
        rests_on=tuple(dict.fromkeys(one.looks_at for rule in ordered for one in rule.when)),
        goals=tuple(dict.fromkeys(goal for rule in ordered for goal in rule.goals)),
    )


def _holds(rule: Rule, answers: Answers, results: Mapping[str, Any]) -> bool:
    said = (_met(condition, answers, results) for condition in rule.when)
    return any(said) if rule.any_of else all(said)


def _met(condition: Condition, answers: Answers, results: Mapping[str, Any]) -> bool:
    given = values(condition, answers, results)
    if condition.answers:
        return any(one in condition.answers for one in given)
    numbers = [number for one in given if (number := _number(one)) is not None]
    return any(
        (condition.at_least is None or number >= condition.at_least)
        and (condition.at_most is None or number <= condition.at_most)
        for number in numbers
    )


def values(condition: Condition, answers: Answers, results: Mapping[str, Any]) -> Sequence[str]:
    """What was given to what a condition looks at, as text; yes and no of a score are true and false."""
    if condition.question:
        return answers.get(condition.question, ())
    found = results.get(condition.result)
    if found is None:
        return ()
    return (str(found).lower() if isinstance(found, bool) else str(found),)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _say(rule: Rule, language: str, answers: Answers, results: Mapping[str, Any], words: Words) -> str:
    condition = rule.when[0]
    given: Iterable[str] = values(condition, answers, results)
    if condition.question:
        chosen = [one for one in given if not condition.answers or one in condition.answers]
        given = (_worded(words.get((condition.question, one), {}), language) or one for one in chosen)
    comma = ", " if language == "en" else "، "
    return rule.because.in_(language).replace("{value}", comma.join(given))


def _worded(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()), "")
