"""What is wrong with a form that could be read: names, words, lists, logic, and what it has no business to ask.

A form of a programme folder (`own`) must say which decision each question serves, in three languages, with names that
last; of a form from elsewhere only what our renderer needs is asked. What may not be asked is asked of both.
"""

import re
from collections.abc import Iterator
from typing import Final

from wasl.kernel.text import LANGUAGES
from wasl.programme.forbidden import check_name, check_text
from wasl.programme.forms.form import ASKED, HOLDERS, SELECTS, Form, Kind, Question, Words
from wasl.programme.forms.workbook import place
from wasl.programme.notes import Notes

_OWN_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_ANY_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_OWN_CHOICE: Final = re.compile(r"[a-z0-9][a-z0-9_]*")
_ARABIC_LETTER: Final = re.compile(r"[\u0620-\u06ff]")
_LATIN_LETTER: Final = re.compile(r"[A-Za-z]")
#: what the renderer draws; anything else only changes looks, and is told
_APPEARANCES: Final = frozenset(
    (
        "field-list",
        "table-list",
        "matrix",
        "minimal",
        "multiline",
        "label",
        "list-nolabel",
        "year",
        "month-year",
    )
)
_GRID_ONLY: Final = frozenset(("table-list", "matrix"))
#: how much of a date is known
_DATE_ONLY: Final = frozenset(("year", "month-year"))


def examine(form: Form, notes: Notes, *, own: bool) -> None:
    """Note everything that is wrong with this form by itself; expressions have a file of their own (logic)."""
    checker = _Checker(form, notes, own=own)
    checker.settings()
    checker.names()
    checker.lists()
    for question, around in form.every():
        checker.question(question, around)
    if own:
        checker.decisions()
    checker.forbidden_words()


class _Checker:
    def __init__(self, form: Form, notes: Notes, *, own: bool) -> None:
        self.form, self.notes, self.own = form, notes, own
        self.wanted = LANGUAGES if own else tuple(form.languages)

    def fault(self, sheet: str, row: int, column: str, code: str, message: str, remedy: str) -> None:
        self.notes.fault(self.form.file, place(sheet, row, column), code, message, remedy)

    def warn(self, sheet: str, row: int, column: str, code: str, message: str, remedy: str) -> None:
        self.notes.warn(self.form.file, place(sheet, row, column), code, message, remedy)

    def settings(self) -> None:
        named = self.form.languages.values()
        default = self.form.default_language
        if default and default not in named:
            self.fault(
                "settings",
                2,
                "default_language",
                "language_unknown",
                f"no heading speaks of the language {default!r}.",
                f"Use one of: {', '.join(filter(None, named)) or 'none is named'}.",
            )
        if not self.own:
            return
        stem = self.form.file.rsplit("/", 1)[-1].removesuffix(".xlsx")
        if self.form.code != stem:
            self.fault(
                "settings",
                2,
                "form_id",
                "code_not_file",
                f"the form's code {self.form.code!r} is not the file's name {stem!r}.",
                "Give both the same name.",
            )
        for language in LANGUAGES:
            if language not in self.form.title:
                self.fault(
                    "settings",
                    2,
                    f"title_{language}",
                    "language_missing",
                    f"the title in {language!r} is missing.",
                    "Write it.",
                )
            if language not in self.form.languages:
                self.fault(
                    "survey",
                    1,
                    "label",
                    "language_missing",
                    f"nothing is said in {language!r}.",
                    f"Add columns whose headings end in ({language}), such as 'label::العربية (ar)'.",
                )

    # --- names ----------------------------------------------------------------------------------------------------

    def names(self) -> None:
        seen: dict[str, int] = {}
        shape = _OWN_NAME if self.own else _ANY_NAME
        for question, _ in self.form.every():
            row, name = question.row, question.name
            if not name:
                self.fault("survey", row, "name", "cell_empty", "a row without a name.", "Give it one.")
                continue
            if not shape.fullmatch(name):
                said = "small letters, digits and _" if self.own else "letters, digits, _, - and ."
                self.fault(
                    "survey",
                    row,
                    "name",
                    "name_shape",
                    f"{name!r} is no name that lasts.",
                    f"Begin with a letter; use {said}.",
                )
            if name in seen:
                self.fault(
                    "survey",
                    row,
                    "name",
                    "name_twice",
                    f"the name {name!r} stands twice, first in row {seen[name]}.",
                    "Rename one of them: an answer is found by its name.",
                )
            seen.setdefault(name, row)

    # --- one row --------------------------------------------------------------------------------------------------

    def question(self, question: Question, around: tuple[Question, ...]) -> None:
        self.words_of(question)
        self.shape_of(question, around)
        if self.own:
            self.own_row(question)

    def words_of(self, question: Question) -> None:
        for column, words in question.all_words():
            needed = column == "label" and question.kind in ASKED | {Kind.NOTE}
            if needed or words:
                self.languages("survey", question.row, column, words, needed=needed)

    def languages(self, sheet: str, row: int, column: str, words: Words, *, needed: bool = True) -> None:
        """Our own forms speak three languages; one from elsewhere speaks those of its headings, or it is told."""
        if needed and not words:
            # one finding is enough, whichever languages there are
            self.fault(
                sheet, row, column, "words_missing", "nothing is written to read.", f"Fill in {column}."
            )
            return
        for language in self.wanted:
            said = words.get(language, "")
            if not said and self.own:
                self.fault(
                    sheet,
                    row,
                    column,
                    "language_missing",
                    f"the words in {language!r} are missing.",
                    "Translate them.",
                )
            elif not said:
                self.warn(
                    sheet,
                    row,
                    column,
                    "language_missing",
                    f"the words in {language!r} are missing.",
                    "Translate them; until then another language is shown.",
                )
            elif language in ("ar", "ckb") and _LATIN_LETTER.search(said) and not _ARABIC_LETTER.search(said):
                tell = self.fault if self.own else self.warn
                tell(
                    sheet,
                    row,
                    column,
                    "language_copied",
                    f"{language!r} stands in Latin letters.",
                    "Translate it.",
                )

    def shape_of(self, question: Question, around: tuple[Question, ...]) -> None:
        row, kind, logic = question.row, question.kind, question.logic
        if kind in SELECTS and question.choices not in self.form.lists:
            self.fault(
                "survey",
                row,
                "type",
                "list_unknown",
                f"there is no list {question.choices!r}.",
                f"Use one of the sheet 'choices': {', '.join(self.form.lists) or 'it has none'}.",
            )
        if kind is Kind.CALCULATE and not logic.get("calculation") and not logic.get("default"):
            self.fault(
                "survey", row, "calculation", "calculation_missing", "nothing is calculated.", "Say what is."
            )
        if "choice_filter" in logic and kind not in SELECTS:
            self.misplaced(row, "choice_filter", "only a select has answers to filter")
        if "repeat_count" in logic and kind is not Kind.REPEAT:
            self.misplaced(row, "repeat_count", "only a repeat is counted")
        if kind in HOLDERS:
            for column in ("constraint", "required", "calculation", "default"):
                if column in logic:
                    self.misplaced(row, column, "a group has no answer of its own")
            if not question.children:
                self.fault(
                    "survey", row, "type", "group_empty", "nothing stands in it.", "Fill or remove it."
                )
        if kind is Kind.MATRIX:
            self.grid(question)
        if kind is Kind.REPEAT and any(outer.kind is Kind.REPEAT for outer in around):
            self.fault(
                "survey",
                row,
                "type",
                "repeat_in_repeat",
                "a repeat inside a repeat is not drawn.",
                "Ask the inner one in a form of its own.",
            )
        self.looks(question)

    def misplaced(self, row: int, column: str, why: str) -> None:
        self.fault(
            "survey", row, column, "cell_misplaced", f"{column!r} says nothing here: {why}.", "Empty it."
        )

    def grid(self, grid: Question) -> None:
        """A grid is drawn as one table: questions of one kind under the same answers."""
        asked = [child for child in grid.children if child.kind is not Kind.NOTE]
        kinds = {(child.kind, child.choices) for child in asked}
        if len(kinds) > 1 or any(child.kind not in SELECTS for child in asked):
            odd = next((child for child in asked if child.kind not in SELECTS), asked[-1])
            self.fault(
                "survey",
                odd.row,
                "type",
                "grid_mixed",
                f"the grid {grid.name!r} has questions of different kinds.",
                "Let all of them be select_one or select_multiple of the same list.",
            )
        for child in asked:
            if "choice_filter" in child.logic:
                self.misplaced(child.row, "choice_filter", "a grid has the same answers in every line")

    def looks(self, question: Question) -> None:
        for look in question.appearance.split():
            if look in _GRID_ONLY and question.kind is not Kind.MATRIX:
                self.misplaced(question.row, "appearance", f"{look!r} belongs to a group")
            elif look in _DATE_ONLY and question.kind is not Kind.DATE:
                self.misplaced(question.row, "appearance", f"{look!r} belongs to a date")
            elif look not in _APPEARANCES:
                tell = self.fault if self.own else self.warn
                tell(
                    "survey",
                    question.row,
                    "appearance",
                    "appearance_unknown",
                    f"{look!r} is not drawn; the question looks plain.",
                    f"Known here: {', '.join(sorted(_APPEARANCES))}.",
                )

    def own_row(self, question: Question) -> None:
        row = question.row
        if question.kind is Kind.META:
            self.fault(
                "survey",
                row,
                "type",
                "type_unsupported",
                f"{question.written!r} is in the record already.",
                "Remove the row.",
            )
        for column, words in (("constraint", question.constraint_message),):
            if column in question.logic and not words:
                self.fault(
                    "survey",
                    row,
                    f"{column}_message",
                    "message_missing",
                    "an answer is refused and nobody is told why.",
                    "Say what is right, in three languages.",
                )
        if question.kind in ASKED and not question.decision:
            self.fault(
                "survey",
                row,
                "decision",
                "decision_missing",
                f"nothing is decided by {question.name!r}.",
                "Name the decision that it serves (sheet 'decisions'), or let the question go.",
            )
        if question.decision and question.decision not in self.form.decisions:
            self.fault(
                "survey",
                row,
                "decision",
                "decision_unknown",
                f"there is no decision {question.decision!r}.",
                f"Use one of the sheet 'decisions': {', '.join(self.form.decisions) or 'it has none'}.",
            )

    # --- lists and decisions --------------------------------------------------------------------------------------

    def lists(self) -> None:
        used = {question.choices for question, _ in self.form.every()}
        many = {
            question.choices for question, _ in self.form.every() if question.kind is Kind.SELECT_MULTIPLE
        }
        for name, choices in self.form.lists.items():
            if name not in used:
                self.warn(
                    "choices",
                    choices[0].row,
                    "list_name",
                    "list_unused",
                    f"nobody asks with the list {name!r}.",
                    "Remove it.",
                )
            seen: dict[str, int] = {}
            for choice in choices:
                if choice.name in seen:
                    self.fault(
                        "choices",
                        choice.row,
                        "name",
                        "choice_twice",
                        f"the answer {choice.name!r} stands twice in {name!r}, first in row {seen[choice.name]}.",
                        "Rename one of them.",
                    )
                seen.setdefault(choice.name, choice.row)
                if (self.own and not _OWN_CHOICE.fullmatch(choice.name)) or (
                    name in many and " " in choice.name
                ):
                    self.fault(
                        "choices",
                        choice.row,
                        "name",
                        "name_shape",
                        f"{choice.name!r} is no name that lasts.",
                        "Use small letters, digits and _, without spaces.",
                    )
                self.languages("choices", choice.row, "label", choice.label)

    def decisions(self) -> None:
        served = {question.decision for question, _ in self.form.every()}
        for name, words in self.form.decisions.items():
            row = self.form.decision_rows[name]
            self.languages("decisions", row, "label", words)
            if name not in served:
                self.warn(
                    "decisions",
                    row,
                    "name",
                    "decision_unserved",
                    f"no question serves the decision {name!r}.",
                    "Remove it, or ask for what it needs.",
                )

    # --- what may not be asked ------------------------------------------------------------------------------------

    def forbidden_words(self) -> None:
        for sheet, row, column, text, sentence in self.written():
            found = _found(text, sentence=sentence)
            if found:
                self.fault(
                    sheet,
                    row,
                    column,
                    "word_forbidden",
                    f"this speaks of {found[0]} ({found[1]}).",
                    "Ask what the person needs instead.",
                )

    def written(self) -> Iterator[tuple[str, int, str, str, bool]]:
        """(sheet, row, column, text, whether it is running text) of every word that somebody wrote."""

        def all_of(
            sheet: str, row: int, column: str, words: Words
        ) -> Iterator[tuple[str, int, str, str, bool]]:
            for language, text in words.items():
                yield sheet, row, f"{column} ({language})", text, False

        form = self.form
        yield "settings", 2, "form_id", form.code, False
        yield "settings", 2, "form_title", form.written_title, False
        yield from all_of("settings", 2, "title", form.title)
        for question, _ in form.every():
            yield "survey", question.row, "name", question.name, False
            for column, words in question.all_words():
                for language, text in words.items():
                    # a note may say what is *not* asked; it is read as a sentence
                    running = question.kind is Kind.NOTE and column == "label"
                    yield "survey", question.row, f"{column} ({language})", text, running
        for name, choices in form.lists.items():
            yield "choices", choices[0].row, "list_name", name, False
            for choice in choices:
                yield "choices", choice.row, "name", choice.name, False
                yield from all_of("choices", choice.row, "label", choice.label)
        for name, words in form.decisions.items():
            yield "decisions", form.decision_rows[name], "name", name, False
            yield from all_of("decisions", form.decision_rows[name], "label", words)


def _found(text: str, *, sentence: bool) -> tuple[str, str] | None:
    """(kind of thing, the words that tell) of the first thing in a text that has no business here."""
    if sentence:
        return next(((hint.code, hint.term) for hint in check_text(text)), None)
    named = check_name(text)
    return (named.name.en, named.term) if named else None
