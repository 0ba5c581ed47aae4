"""What differs between two versions of a form, in words.

An answer remembers the version under which it was given and is found by the name of its question. So wording may
change, questions may come and go, but a name that once stood for a date never comes back as a number: that is the one
change which is refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wasl.programme.forms.columns import LOGIC
from wasl.programme.forms.form import SELECTS, Choice, Form, Kind, Question, Words


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `name`: of the question, list or decision; `refused`: stored answers would lose their meaning."""

    code: str
    name: str
    said: str
    refused: bool = False

    def __str__(self) -> str:
        return self.said


def between(old: Form, new: Form) -> tuple[Change, ...]:
    """Every difference, in the order of the new form; none when both have the same digest."""
    return (*_heads(old, new), *_decisions(old, new), *_questions(old, new), *_lists(old, new))


def _heads(old: Form, new: Form) -> Iterator[Change]:
    for column, called in (
        ("code", "form_id"),
        ("written_title", "form_title"),
        ("default_language", "default language"),
        ("tool", "tool"),
    ):
        yield from _plain("settings", called, getattr(old, column), getattr(new, column))
    yield from _worded("settings", "title", old.title, new.title)
    for code in sorted({*old.languages, *new.languages}):
        before, after = old.languages.get(code), new.languages.get(code)
        if before is None:
            yield Change("language_added", code, f"language {code} added")
        elif after is None:
            yield Change("language_removed", code, f"language {code} removed")
        elif before != after:
            yield Change("language_renamed", code, f"language {code} is called {after!r}, before {before!r}")


def _decisions(old: Form, new: Form) -> Iterator[Change]:
    yield from _came_and_went("decision", old.decisions, new.decisions)
    for name in new.decisions:
        if name in old.decisions:
            yield from _worded(f"decision {name}", "label", old.decisions[name], new.decisions[name])


# --- questions ----------------------------------------------------------------------------------------------------


def _questions(old: Form, new: Form) -> Iterator[Change]:
    before, after = _places(old), _places(new)
    yield from _came_and_went("question", before, after)
    for name, (question, around) in after.items():
        if name in before:
            yield from _question(name, before[name][0], question)
            if before[name][1] != around:
                yield Change(
                    "question_moved",
                    name,
                    f"question {name} stands in {around or 'no group'}, before in {before[name][1] or 'no group'}",
                )
    kept_before = [name for name in before if name in after]
    kept_after = [name for name in after if name in before]
    for moved in _moved(kept_before, kept_after):
        yield Change("question_moved", moved, f"question {moved} stands in another place")


def _places(form: Form) -> dict[str, tuple[Question, str]]:
    found: dict[str, tuple[Question, str]] = {}
    for number, (question, around) in enumerate(form.every()):
        key = question.name or f"(row {number})"
        while key in found:  # such a form is refused elsewhere; here nothing may be lost
            key += "'"
        found[key] = (question, around[-1].name if around else "")
    return found


def _question(name: str, old: Question, new: Question) -> Iterator[Change]:
    called = f"question {name}"
    if old.kind is not new.kind or old.written != new.written:
        harmless = {old.kind, new.kind} <= {Kind.GROUP, Kind.MATRIX}
        was, now = old.written or str(old.kind), new.written or str(new.kind)
        said = f"{called} is {now}, before {was}" + ("" if harmless else ": give it a new name")
        yield Change("type_changed", name, said, refused=not harmless)
    elif old.kind in SELECTS and old.choices != new.choices:
        yield Change("list_changed", name, f"{called} has the answers {new.choices}, before {old.choices}")
    for column, words in new.all_words():
        yield from _worded(called, column, getattr(old, column), words)
    for column in LOGIC:
        yield from _plain(called, column, old.logic.get(column, ""), new.logic.get(column, ""))
    for column in ("appearance", "decision", "item"):
        yield from _plain(called, column, getattr(old, column), getattr(new, column))


# --- lists --------------------------------------------------------------------------------------------------------


def _lists(old: Form, new: Form) -> Iterator[Change]:
    yield from _came_and_went("list", old.lists, new.lists)
    for name, choices in new.lists.items():
        if name not in old.lists:
            continue
        before, after = _by_name(old.lists[name]), _by_name(choices)
        for gone in before:
            if gone not in after:
                yield Change("choice_removed", name, f"list {name}: answer {gone} removed")
        for answer, choice in after.items():
            called = f"list {name}, answer {answer}"
            if answer not in before:
                yield Change("choice_added", name, f"list {name}: answer {answer} added")
                continue
            yield from _worded(called, "label", before[answer].label, choice.label, name)
            for key in sorted({*before[answer].more, *choice.more}):
                yield from _plain(
                    called, key, before[answer].more.get(key, ""), choice.more.get(key, ""), name
                )
        if _moved([one for one in before if one in after], [one for one in after if one in before]):
            yield Change("choices_reordered", name, f"list {name}: the answers stand in another order")


def _by_name(choices: tuple[Choice, ...]) -> dict[str, Choice]:
    found: dict[str, Choice] = {}
    for choice in choices:
        key = choice.name
        while key in found:  # refused elsewhere; here nothing may be lost
            key += "'"
        found[key] = choice
    return found


# --- shared -------------------------------------------------------------------------------------------------------


def _came_and_went(what: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    for name in old:
        if name not in new:
            yield Change(f"{what}_removed", name, f"{what} {name} removed")
    for name in new:
        if name not in old:
            yield Change(f"{what}_added", name, f"{what} {name} added")


def _moved(old: list[str], new: list[str]) -> list[str]:
    """The first name that stands elsewhere, if any: the rest follows from it."""
    return next(([after] for before, after in zip(old, new, strict=True) if before != after), [])


def _worded(called: str, column: str, old: Words, new: Words, name: str = "") -> Iterator[Change]:
    for language in sorted({*old, *new}):
        before, after = old.get(language, ""), new.get(language, "")
        if before != after:
            yield Change(
                "words_changed",
                name or called.split(" ")[-1],
                f"{called}, {column} in {language}: {_said(before)} → {_said(after)}",
            )


def _plain(called: str, column: str, old: str, new: str, name: str = "") -> Iterator[Change]:
    if old != new:
        yield Change(
            f"{column.replace(' ', '_')}_changed",
            name or called.split(" ")[-1],
            f"{called}, {column}: {_said(old)} → {_said(new)}",
        )


def _said(text: str) -> str:
    return f"“{text}”" if text else "nothing"
