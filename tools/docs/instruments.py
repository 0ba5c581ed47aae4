"""docs/instruments.md: what each scoring file of the library says, for people who read no TOML."""

from collections.abc import Iterator

from tools.docs.words import table
from wasl.programme.scoring import NoText, Tool, library
from wasl.programme.scoring.tool import Condition, Rule

INTRODUCTION = """\
# Instruments and checklists

Written by `make docs` from `wasl/programme/scoring/library/` and `texts/`. A score is never a diagnosis: the screen
says "talk to the psychologist". Where answers are clinical, others see done or not done, the date, and the need that
followed. A programme may set what is not marked *fixed*, see [scoring-files.md](scoring-files.md).

Where no words are here, the questions are read from the instrument's own paper and the answers typed by their numbers.
Words that a ministry may use, also of an instrument that needs a permission, come as a **content pack**: a file in
`texts/` of the programme's folder. They are asked from then on, in a new version of the form; see
[content-packs.md](content-packs.md).
"""
READ_BY = {
    "clinical": "Single answers: the psychologist and her clinical supervisor.",
    "file": "Single answers: who works on the file.",
}
LANGUAGES = {"en": "English", "ar": "Arabic", "ckb": "Sorani"}


def page() -> str:
    tools = sorted(library().tools.values(), key=lambda tool: tool.name.casefold())
    return "\n".join([INTRODUCTION, *(part for tool in tools for part in _about(tool))])


def _about(tool: Tool) -> Iterator[str]:
    yield f"## {tool.name}\n"
    yield f"`{tool.code}`, {tool.kind}. {READ_BY[tool.privacy]} {_sentence(tool.source)}\n"
    yield f"Words: {'; '.join(_words(tool))}.\n"
    yield f"Missing answers: {_sentence(tool.missing.source)}\n"
    yield table(["result", "is", "from"], _results(tool))


def _words(tool: Tool) -> Iterator[str]:
    for language, name in LANGUAGES.items():
        text = library().text(tool.code, language)
        yield f"{name} {'none here' if isinstance(text, NoText) else text.status}"


def _results(tool: Tool) -> Iterator[list[str]]:
    for score in tool.scores.values():
        change = f"; {score.change} points are a change" if score.change is not None else ""
        yield [f"`{score.code}`", f"{score.how} of {_items(score.items)}{change}", score.change_source]
    for bands in tool.bands.values():
        ends = ", ".join(f"{band.code} {band.least}-{band.most}" for band in bands.bands)
        always = "".join(f"; {gives} when {_condition(one)}" for one, gives in bands.always)
        yield [f"`{bands.code}`", f"of {bands.score}: {ends}{always}{_fixed(bands.fixed)}", bands.source]
    for cutoff in tool.cutoffs.values():
        yield [f"`{cutoff.code}`", f"{_rule(cutoff.rule)}{_fixed(cutoff.fixed)}", cutoff.source]
    for level in tool.levels.values():
        steps = "; ".join(f"{step.code}: {_rule(step.rule)}" for step in level.steps)
        yield [f"`{level.code}`", f"{steps}; else {level.otherwise}", level.source]
    for flag in tool.flags.values():
        yield [f"`{flag.code}`", f"{flag.awaits or _rule(flag.rule)}; opens {flag.opens}", flag.source]


def _fixed(fixed: bool) -> str:
    return " (fixed)" if fixed else ""


def _rule(rule: Rule) -> str:
    return (" and " if rule.every else " or ").join(map(_condition, rule.conditions))


def _condition(one: Condition) -> str:
    if one.score:
        end = f"at least {one.at_least}" if one.at_least is not None else f"at most {one.at_most}"
        return f"{one.score} {end}"
    answers = ", ".join(map(str, sorted(one.answers, key=str)))
    back = f", unless {_items(one.unless)}" if one.unless else ""
    enough = f"{one.enough} of " if one.enough > 1 else ""
    return f"{enough}{_items(one.items)} answered {answers}{back}"


def _items(items: tuple[str, ...]) -> str:
    if len(items) > 2 and all(item.isdigit() for item in items) and _in_a_row(items):
        return f"items {items[0]}-{items[-1]}"
    return f"item {items[0]}" if len(items) == 1 else f"items {', '.join(items)}"


def _in_a_row(items: tuple[str, ...]) -> bool:
    return [int(item) for item in items] == list(range(int(items[0]), int(items[0]) + len(items)))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
