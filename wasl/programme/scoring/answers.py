"""From what was given (a list, or an object) to answers by item, each of them one that its item can have.

What cannot be an answer is refused, all of it at once and by item: a 2 where the scale knows 0, 1, 3 and 5 is a slip of
the hand, and a score made of slips looks like any other. The given value is not repeated in the fault: answers are
clinical, and faults end in logs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wasl.kernel.errors import Invalid, Invalids
from wasl.programme.scoring.tool import LIST, Answer, Condition, Group, Item, Tool


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What was asked and answered: item → answer, None where nothing was (or may not be) counted.

    An item that is absent was not asked. `skipped`: what a rule of the form answered in its place; `capped`: what was
    more than a scale holds.
    """

    by_item: Mapping[str, Answer | None]
    skipped: tuple[str, ...] = ()
    capped: tuple[str, ...] = ()

    def __getitem__(self, item: str) -> Answer | None:
        return self.by_item.get(item)

    def unanswered(self, items: tuple[str, ...]) -> tuple[str, ...]:
        """Asked and not answered."""
        return tuple(item for item in items if item in self.by_item and self.by_item[item] is None)

    def holds(self, condition: Condition) -> bool | None:
        """Whether enough items have one of the answers; None while unanswered ones can still decide it."""
        if any(self[item] == 1 for item in condition.unless):
            return False
        met = sum(self[item] in condition.answers for item in condition.items)
        if met >= condition.enough:
            return True
        return None if met + len(self.unanswered(condition.items)) >= condition.enough else False


def read_answers(tool: Tool, given: Any) -> AnswerSheet:
    """The answers of one form, after the form's own rules about what is not asked.

    Raises Invalids, with the item as field and one of the codes shape_wrong, count_wrong, item_unknown, answer_wrong.
    """
    faults: list[Invalid] = []
    raw = _by_item(tool, given, faults)
    checked: dict[str, Answer | None] = {}
    expected = set(tool.expected)
    aids = {item for aided in tool.aided for item in aided.when.items}
    capped: list[str] = []
    for code, item in tool.items.items():
        if code in raw:
            answer = _checked(item, raw[code], faults, capped)
            # an optional item without an answer was not asked; whether an aid is used is another matter
            if answer is not None or not item.optional or code in aids:
                checked[code] = answer
        elif code in expected:
            checked[code] = None
    if faults:
        raise Invalids(faults)
    answers = _with_aids(tool, AnswerSheet(checked, (), tuple(capped)))
    return _with_skips(tool, answers)


def _by_item(tool: Tool, given: Any, faults: list[Invalid]) -> dict[str, Any]:
    if isinstance(given, list):
        if LIST not in tool.groups:
            faults.append(Invalid("answers", "shape_wrong", keys=_keys(tool)))
            return {}
        return _listed(tool.groups[LIST], given, faults)
    if not isinstance(given, Mapping):
        faults.append(Invalid("answers", "shape_wrong", keys=_keys(tool)))
        return {}
    found: dict[str, Any] = {}
    for key, value in given.items():
        if key in tool.groups and isinstance(value, list):
            found |= _listed(tool.groups[key], value, faults)
        elif key in tool.items:
            found[key] = value
        else:
            faults.append(Invalid(str(key), "item_unknown", keys=_keys(tool)))
    return found


def _keys(tool: Tool) -> str:
    return ", ".join([*tool.groups, *(code for code, item in tool.items.items() if not item.group)])


def _listed(group: Group, given: list[Any], faults: list[Invalid]) -> dict[str, Any]:
    if not group.least <= len(given) <= len(group.items):
        expected = (
            str(group.least) if group.least == len(group.items) else f"{group.least}-{len(group.items)}"
        )
        faults.append(Invalid(group.code, "count_wrong", expected=expected, given=len(given)))
    return dict(zip(group.items, given, strict=False))


def _checked(item: Item, given: Any, faults: list[Invalid], capped: list[str]) -> Answer | None:
    # true is 1 to Python; on a scale of numbers it is somebody's mistake
    if given is None or (not isinstance(given, bool) and given in item.unknown):
        return None
    if isinstance(given, int | str) and not isinstance(given, bool):
        if given in item.answers:
            return given
        if item.capped and isinstance(given, int) and given > item.most:
            capped.append(item.code)
            return item.most
    allowed = ", ".join(map(str, (*item.answers, *item.unknown)))
    faults.append(Invalid(item.code, "answer_wrong", allowed=allowed))
    return None


def _with_aids(tool: Tool, answers: AnswerSheet) -> AnswerSheet:
    """Who sees well with glasses sees well: the answer with the aid takes the place of the other."""
    by_item = dict(answers.by_item)
    for aided in tool.aided:
        uses = answers.holds(aided.when)
        if uses:
            by_item[aided.item] = answers[aided.aided]
        elif uses is None and not _same(by_item.get(aided.item), answers[aided.aided]):
            # whether the aid is used was not answered, and the two answers differ: neither may be taken
            by_item[aided.item] = None if aided.aided in by_item else by_item.get(aided.item)
    return AnswerSheet(by_item, answers.skipped, answers.capped)


def _same(one: Answer | None, other: Answer | None) -> bool:
    return one is not None and one == other


def _with_skips(tool: Tool, answers: AnswerSheet) -> AnswerSheet:
    by_item, skipped = dict(answers.by_item), list(answers.skipped)
    for skip in tool.skips:
        if not answers.holds(skip.when):
            continue
        for item in skip.items:
            before = by_item.get(item)
            if before is None or (skip.even_if_answered and before != skip.counts_as):
                by_item[item] = skip.counts_as
                skipped.append(item)
    return AnswerSheet(by_item, tuple(skipped), answers.capped)
