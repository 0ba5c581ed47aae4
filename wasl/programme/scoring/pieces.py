"""The small things that a scoring file is written with: sets of items, scales of answers, conditions, sources."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wasl.programme.reading import Sheet
from wasl.programme.scoring.tool import Answer, Condition, Item, Rule

_RANGE = re.compile(r"(\d+)-(\d+)")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]*")


def code(sheet: Sheet, key: str = "code") -> str:
    """A name in the answer of the engine; capitals and `+` are allowed, because papers name scores that way."""
    value = sheet.string(key)
    if value and not _CODE.fullmatch(value):
        sheet.fault(key, "code_wrong", f"{value!r} is not a code.", "Use Latin letters, digits, - _ . and +.")
    return value


def source(sheet: Sheet, what: str) -> str:
    """Where a rule comes from. A number that nobody can trace is a number that nobody may use."""
    value = sheet.string("source", required=False)
    if not value.strip():
        sheet.fault(
            "source",
            "source_missing",
            f"nothing says where {what} comes from.",
            "Add source = the paper, the manual or the decision, with its year.",
        )
    return value


def numbered(text: str) -> tuple[str, ...]:
    """ "1-5" or "1-5, 8" as single codes; a part that is no range stays as it is."""
    found: list[str] = []
    for part in (part.strip() for part in text.split(",")):
        span = _RANGE.fullmatch(part)
        found += map(str, range(int(span[1]), int(span[2]) + 1)) if span else [part]
    return tuple(found)


def listed(sheet: Sheet, key: str) -> tuple[str, ...]:
    """Codes given as "1-9", as "q1, q2" or as a list of numbers and texts."""
    value = sheet.any_value(key)
    match value:
        case str() if value.strip():
            return numbered(value)
        case list() if value and all(
            isinstance(one, int | str) and not isinstance(one, bool) for one in value
        ):
            return tuple(map(str, value))
    if sheet.has(key):
        sheet.fault(
            key, "value_wrong", f"{key!r} names no items.", 'Write "1-9" or a list such as [1, 3, 6].'
        )
    return ()


def items(
    sheet: Sheet, known: Mapping[str, Item], groups: Mapping[str, tuple[str, ...]], key: str = "items"
) -> tuple[str, ...]:
    """Items by code or by the name of their group; each must exist."""
    found: list[str] = []
    for name in listed(sheet, key):
        if name in known:
            found.append(name)
        elif name in groups:
            found += groups[name]
        else:
            sheet.fault(
                key,
                "item_unknown",
                f"there is no item {name!r}.",
                f"Known items: {', '.join(known) or 'none'}.",
            )
    for name in sorted({name for name in found if found.count(name) > 1}):
        sheet.fault(key, "item_twice", f"the item {name!r} stands twice.", "Name it once.")
    return tuple(dict.fromkeys(found))


def scale(sheet: Sheet, key: str) -> tuple[Answer, ...]:
    """The answers that an item takes: "0-3", or a list of whole numbers or of words."""
    value = sheet.any_value(key)
    match value:
        case str() if (span := _RANGE.fullmatch(value.strip())) and int(span[1]) < int(span[2]):
            return tuple(range(int(span[1]), int(span[2]) + 1))
        case list() if len(value) > 1 and len(set(value)) == len(value):
            if all(type(one) is int for one in value) or all(type(one) is str and one for one in value):
                return tuple(value)
    if sheet.has(key):
        sheet.fault(
            key,
            "scale_wrong",
            f"{key!r} is no scale.",
            'Write "0-3", or a list such as [0, 1, 3, 5] or ["yes", "no"].',
        )
    return ()


def decimal(sheet: Sheet, key: str) -> Decimal | None:
    """A number, exactly as it is written; nothing where the key is absent."""
    if not sheet.has(key):
        return None
    value = sheet.any_value(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        sheet.fault(key, "type_wrong", f"{key!r} is no number.", "Write a number.")
        return None
    return Decimal(str(value))


def chosen(sheet: Sheet, of: tuple[str, ...], known: Mapping[str, Item]) -> frozenset[Answer]:
    """The answers meant by `from`, `to` or `is`; they must be answers that these items can have."""
    possible = {answer for item in of for answer in known[item].answers}
    least, most = decimal(sheet, "from"), decimal(sheet, "to")
    if sheet.has("is"):
        value = sheet.any_value("is")
        named = set(value) if isinstance(value, list) else {value}
        if unknown := sorted(map(str, named - possible)):
            _no_answer(sheet, "is", ", ".join(unknown), possible)
        return frozenset(named & possible)
    if least is None and most is None:
        sheet.fault(
            "from", "key_missing", "nothing says which answers are meant.", "Add from = , to = or is = [...]."
        )
        return frozenset()
    found = {
        answer
        for answer in possible
        if isinstance(answer, int) and (least is None or answer >= least) and (most is None or answer <= most)
    }
    if of and not found:
        _no_answer(
            sheet, "from" if least is not None else "to", str(least if least is not None else most), possible
        )
    return frozenset(found)


def _no_answer(sheet: Sheet, key: str, given: str, possible: set[Any]) -> None:
    known = ", ".join(map(str, sorted(possible, key=str)))
    sheet.fault(
        key, "answer_unknown", f"no item here can have the answer {given}.", f"Answers here: {known}."
    )


def rule(
    sheet: Sheet, known: Mapping[str, Item], groups: Mapping[str, tuple[str, ...]], scores: tuple[str, ...]
) -> Rule:
    """`any` or `all` of several conditions, or one condition written directly."""
    for key, every in (("any", False), ("all", True)):
        if sheet.has(key):
            return Rule(tuple(condition(one, known, groups, scores) for one in sheet.tables(key)), every)
    return Rule((condition(sheet, known, groups, scores, done=False),))


def condition(
    sheet: Sheet,
    known: Mapping[str, Item],
    groups: Mapping[str, tuple[str, ...]],
    scores: tuple[str, ...],
    *,
    done: bool = True,
) -> Condition:
    """{ items, from|to|is, enough, unless } or { score, at_least|at_most }."""
    if sheet.has("score"):
        found = _score_condition(sheet, scores)
    else:
        of = items(sheet, known, groups)
        enough = sheet.whole("enough", least=1, default=1)
        if of and enough > len(of):
            sheet.fault(
                "enough",
                "value_wrong",
                f"{enough} of {len(of)} items can never be.",
                "Write a smaller number.",
            )
        unless = items(sheet, known, groups, "unless") if sheet.has("unless") else ()
        for item in unless:
            if not known[item].optional or 1 not in known[item].answers:
                sheet.fault(
                    "unless",
                    "unless_wrong",
                    f"item {item!r} cannot take it back.",
                    "Use an optional one, 1 is yes.",
                )
        found = Condition(of, unless, chosen(sheet, of, known), enough)
    if done:
        sheet.done()
    return found


def _score_condition(sheet: Sheet, scores: tuple[str, ...]) -> Condition:
    name = sheet.string("score")
    if name and name not in scores:
        sheet.fault(
            "score",
            "score_unknown",
            f"there is no score {name!r}.",
            f"Use one of: {', '.join(scores) or 'none'}.",
        )
    least, most = decimal(sheet, "at_least"), decimal(sheet, "at_most")
    if (least is None) == (most is None):
        sheet.fault(
            "at_least", "key_missing", "one of at_least and at_most is needed.", "Write exactly one of them."
        )
    return Condition(score=name, at_least=least, at_most=most)
