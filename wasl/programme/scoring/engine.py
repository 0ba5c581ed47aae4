"""Applies a tool to answers: scores, bands, cut-offs, levels and flags, or the reason why something is not scored.

Rules for all tools (DOSSIER 3.0): only what is complete is scored; halves are rounded up, by exact fractions and never
by `round`, which rounds them to even; flags look at single answers and do not wait for the rest of the form. Where an
unanswered item could still turn the answer, the answer is None and not False.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from wasl.programme.scoring.answers import AnswerSheet, read_answers
from wasl.programme.scoring.tool import Bands, Condition, Flag, Item, Level, Rule, Score, Tool

Value = int | float | str | bool | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not scored, as a code with its facts; `words` has the words."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What came out. `values`: key → number, code, yes, no or None (not scored, or not decided yet).

    `opens`: what the flags that are set ask for, `says`: what the cut-offs that are reached advise. `notes`: what the
    reader should know (an answer that the form's own rule replaced, a step that is reached at least, a flag whose item
    nobody has named).
    """

    tool: Tool
    values: Mapping[str, Value]
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    prorated: bool
    opens: tuple[str, ...]
    says: tuple[str, ...]
    notes: tuple[Reason, ...]

    @property
    def scored(self) -> bool:
        return not self.reasons


def score(tool: Tool, given: Any) -> Result:
    """Score one form. `given`: a list in the order of the items, or an object by group or item; None is unanswered.

    Raises Invalids for what cannot be an answer (see `read_answers`). Keeps nothing.
    """
    return _Scoring(tool, read_answers(tool, given)).result()


def half_up(number: Fraction, decimals: int = 0) -> Decimal:
    """Round to so many decimals, halves away from zero: 11.5 is 12 and 12.5 is 13.

    The fraction is cut exactly before it is rounded, so that no binary half is ever mistaken for less.
    """
    scaled = number * 10**decimals
    whole = Decimal(scaled.numerator * 2 // scaled.denominator) / 2
    return whole.quantize(Decimal(1), ROUND_HALF_UP).scaleb(-decimals)


def _list(items: Iterable[str]) -> str:
    return ", ".join(items)


class _Scoring:
    """One run: the tool, the answers and what has come out so far."""

    def __init__(self, tool: Tool, answers: AnswerSheet) -> None:
        self.tool, self.answers = tool, answers
        required = tuple(code for code, item in tool.items.items() if not item.optional)
        self.missing = answers.unanswered(required)
        self.reasons: list[Reason] = list(self._gate(required))
        self.shut = bool(self.reasons)
        self.notes: list[Reason] = []
        self.exact: dict[str, Fraction | None] = {}
        self.made_up: set[str] = set()

    def _gate(self, required: tuple[str, ...]) -> Iterable[Reason]:
        """Why nothing at all is scored, by the tool's rule for missing answers."""
        rule = self.tool.missing
        for item in rule.never:
            if item in self.missing:
                yield Reason("item_never_made_up", {"item": item})
        gone = _list(self.missing)
        if rule.most is not None and len(self.missing) > rule.most:
            yield Reason("too_many_missing", {"items": gone, "count": len(self.missing), "most": rule.most})
        for code, most in rule.most_in.items():
            lost = self.answers.unanswered(self.tool.scores[code].items)
            if len(lost) > most:
                yield Reason("too_many_missing_in", {"items": _list(lost), "score": code, "most": most})
        answered = len(required) - len(self.missing)
        if rule.least is not None and answered < rule.least:
            yield Reason("too_few_answered", {"items": gone, "count": answered, "least": rule.least})

    def result(self) -> Result:
        values: dict[str, Value] = {}
        for one in self.tool.scores.values():
            values[one.code] = self._score(one)
        for bands in self.tool.bands.values():
            values[bands.code] = self._band(bands)
        for cutoff in self.tool.cutoffs.values():
            values[cutoff.code] = None if self.shut else self._decide(cutoff.rule)
        for level in self.tool.levels.values():
            values[level.code] = None if self.shut else self._level(level)
        flags = {flag.code: self._flag(flag) for flag in self.tool.flags.values()}
        if not self.reasons and self.missing and None in values.values():
            self.reasons.append(Reason("incomplete", {"items": _list(self.missing)}))
        self.notes += [Reason("skipped", {"item": item}) for item in self.answers.skipped]
        self.notes += [Reason("capped", {"item": item}) for item in self.answers.capped]
        return Result(
            tool=self.tool,
            values=values | flags,
            reasons=tuple(self.reasons),
            missing=self.missing,
            prorated=bool(self.made_up),
            opens=tuple(dict.fromkeys(flag.opens for flag in self.tool.flags.values() if flags[flag.code])),
            says=tuple(
                dict.fromkeys(one.says for one in self.tool.cutoffs.values() if one.says and values[one.code])
            ),
            notes=tuple(self.notes),
        )

    # --- numbers

    def _score(self, one: Score) -> Value:
        exact = None if self.shut else self._exact(one)
        if exact is None:
            self.exact[one.code] = None
            return None
        whole = one.how in ("sum", "count") and exact.denominator == 1 and one.code not in self.made_up
        whole = whole and all(weight.denominator == 1 for weight in one.weights.values())
        rounded = half_up(exact, 0 if whole else one.decimals)
        # a mean is held against its cut-off as it is, everything else as people read it
        self.exact[one.code] = exact if one.how == "mean" else Fraction(rounded)
        return int(rounded) if whole or not one.decimals else float(rounded)

    def _exact(self, one: Score) -> Fraction | None:
        """The number before it is rounded; None where it cannot be made of what was answered."""
        answered = [self.tool.items[item] for item in one.items if self.answers[item] is not None]
        lost = len(self.answers.unanswered(one.items))
        rule = self.tool.missing.rule
        if (lost and rule == "none") or (not answered and one.how != "count"):
            return None
        if one.how == "count":
            return Fraction(sum(self.answers[item] in one.answers for item in one.items))
        total = sum((self._points(one, item) for item in answered), Fraction(0))
        if lost and rule == "prorate":
            self.made_up.add(one.code)
        if one.how == "mean":
            return total / len(answered)
        if one.how == "percent":
            least = sum((one.weight(item.code) * item.least for item in answered), Fraction(0))
            most = sum((one.weight(item.code) * item.most for item in answered), Fraction(0))
            return (total - least) * 100 / (most - least)
        return total * (len(answered) + lost) / len(answered) if one.code in self.made_up else total

    def _points(self, one: Score, item: Item) -> Fraction:
        answer = self.answers[item.code]
        points = answer if isinstance(answer, int) else 0
        if item.code in one.turned:
            points = item.least + item.most - points
        return one.weight(item.code) * (points + one.shift)

    # --- what follows from numbers and answers

    def _band(self, bands: Bands) -> Value:
        for condition, gives in bands.always:
            if self.answers.holds(condition):
                return gives
        value = self.exact.get(bands.score)
        if value is None:
            return None
        return next((b.code for b in bands.bands if Fraction(b.least) <= value <= Fraction(b.most)), None)

    def _holds(self, condition: Condition) -> bool | None:
        if not condition.score:
            return self.answers.holds(condition)
        value = self.exact.get(condition.score)
        if value is None:
            return None
        if condition.at_least is not None:
            return value >= Fraction(condition.at_least)
        return condition.at_most is not None and value <= Fraction(condition.at_most)

    def _decide(self, rule: Rule) -> bool | None:
        """Yes or no; None while what is unanswered could still turn it."""
        said = [self._holds(condition) for condition in rule.conditions]
        settles = not rule.every
        if settles in said:
            return settles
        return None if None in said else not settles

    def _level(self, level: Level) -> Value:
        open_above = False
        for step in level.steps:
            said = self._decide(step.rule)
            if said and open_above and level.at_least:
                self.notes.append(Reason("at_least", {"level": level.code, "items": _list(self.missing)}))
            if said:
                return step.code if level.at_least or not open_above else None
            open_above = open_above or said is None
        return None if open_above else level.otherwise

    def _flag(self, flag: Flag) -> Value:
        if flag.awaits:
            self.notes.append(Reason("flag_without_item", {"flag": flag.code}))
            return None
        return self._decide(flag.rule)
