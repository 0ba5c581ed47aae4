"""The expressions of a form against its names: what is named exists, lists have the columns asked for, nothing turns in
circles."""

import re
from collections.abc import Mapping
from typing import Final

from wasl.programme.forms.expressions import look
from wasl.programme.forms.form import HOLDERS, SELECTS, Form, Question
from wasl.programme.forms.workbook import place
from wasl.programme.notes import Notes

_YES_NO: Final = frozenset(("yes", "no", "true", "false", "true()", "false()"))
_LABEL_REF: Final = re.compile(r"\$\{\s*([^}]*?)\s*\}")
#: what makes a value depend on another one
_DEPENDING: Final = ("calculation", "relevant")


def examine(form: Form, notes: Notes) -> None:
    """Note every expression that cannot work, with the row and column where it stands."""
    names = {question.name: question for question, _ in form.every()}
    for question, _ in form.every():
        for column, written in question.logic.items():
            if column in ("required", "read_only") and written.lower() in _YES_NO:
                continue
            if column == "default" and "${" not in written and "(" not in written:
                continue  # a plain value
            _expression(form, question, column, written, names, notes)
        for column, words in question.all_words():
            for language, text in words.items():
                for name in _LABEL_REF.findall(text):
                    _known(form, question, f"{column} ({language})", name, names, notes)
    _circles(form, notes)


def _expression(
    form: Form, question: Question, column: str, written: str, names: Mapping[str, Question], notes: Notes
) -> None:
    seen = look(written)
    for code, message in seen.faults:
        notes.fault(
            form.file,
            place("survey", question.row, column),
            code,
            f"{written!r} cannot work: {message}.",
            "Mend the expression.",
        )
    for name in seen.names:
        _known(form, question, column, name, names, notes)
    if column == "choice_filter" and question.kind in SELECTS:
        known = {key for choice in form.lists.get(question.choices, ()) for key in choice.more} | {
            "name",
            "label",
        }
        for bare in seen.bare:
            if bare not in known:
                notes.fault(
                    form.file,
                    place("survey", question.row, column),
                    "filter_column_unknown",
                    f"the list {question.choices!r} has no column {bare!r}.",
                    f"Use one of: {', '.join(sorted(known))}.",
                )


def _known(
    form: Form, question: Question, column: str, name: str, names: Mapping[str, Question], notes: Notes
) -> None:
    if name in names:
        return
    reason = "earlier submissions are not read" if name.startswith("last-saved#") else "there is no such name"
    notes.fault(
        form.file,
        place("survey", question.row, column),
        "reference_unknown",
        f"${{{name}}} leads nowhere: {reason}.",
        "Use a name of the survey sheet.",
    )


def _circles(form: Form, notes: Notes) -> None:
    """A calculation or relevance that hangs on itself, by whatever way: a device refuses such a form."""
    needs: dict[str, set[str]] = {}
    for question, around in form.every():
        own = {name for key in _DEPENDING for name in look(question.logic.get(key, "")).names}
        outer = {name for group in around for name in look(group.logic.get("relevant", "")).names}
        needs[question.name] = own | outer
        if question.kind in HOLDERS:
            needs[question.name] = own
    told: set[str] = set()
    for question, _ in form.every():
        way = _way_back(question.name, needs)
        if way and not told.intersection(way):
            told.update(way)
            notes.fault(
                form.file,
                place("survey", question.row, "calculation, relevant"),
                "goes_in_circles",
                f"{question.name!r} hangs on itself: {' → '.join((*way, question.name))}.",
                "Break the circle.",
            )


def _way_back(start: str, needs: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The names from `start` back to itself; empty where there is no such way."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for name in sorted(needs.get(way[-1], ())):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()
