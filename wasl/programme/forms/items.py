"""A form that asks the items of an instrument says so (`tool`, `item`), and asks them as the instrument has them.

The wording and the answers of an instrument are what its cut-offs were made with. So the labels of such questions are
those of its words, letter by letter, and their answers those of its scoring file.
"""

from wasl.programme.forms.form import ASKED, Form, Question
from wasl.programme.forms.workbook import place
from wasl.programme.notes import Notes
from wasl.programme.scoring import Library
from wasl.programme.scoring.texts import ToolText


def examine(form: Form, notes: Notes, library: Library) -> None:
    """Note every question that does not fit the item it claims to ask."""
    _Items(form, notes, library).examine()


class _Items:
    def __init__(self, form: Form, notes: Notes, library: Library) -> None:
        self.form, self.notes, self.library = form, notes, library
        self.tool = library.tools.get(form.tool)

    def fault(
        self, row: int, column: str, code: str, message: str, remedy: str, sheet: str = "survey"
    ) -> None:
        self.notes.fault(self.form.file, place(sheet, row, column), code, message, remedy)

    def examine(self) -> None:
        if self.form.tool and self.tool is None:
            known = ", ".join(self.library.tools)
            self.fault(
                2,
                "tool",
                "tool_unknown",
                f"there is no tool {self.form.tool!r}.",
                f"Use one of: {known}.",
                "settings",
            )
        elif self.tool and self.tool.texts == "never":
            self.fault(
                2,
                "tool",
                "form_not_allowed",
                f"{self.tool.name} may not be drawn as a form.",
                "Fill it on paper and record its totals.",
                "settings",
            )
        elif self.tool and self.tool.texts == "ask" and self.form.tool not in self.library.texts:
            self.fault(
                2,
                "tool",
                "text_not_allowed",
                f"{self.tool.name} needs permission before its words are here.",
                "Put the words that came with the permission into texts/ first.",
                "settings",
            )
        rows: dict[str, int] = {}
        for question, _ in self.form.every():
            if not question.item:
                continue
            if question.item in rows:
                self.fault(
                    question.row,
                    "item",
                    "item_twice",
                    f"the item {question.item!r} is asked in row {rows[question.item]} already.",
                    "Ask it once.",
                )
            rows[question.item] = question.row
            self.item(question)

    def item(self, question: Question) -> None:
        if self.tool is None:
            if not self.form.tool:
                self.fault(
                    question.row,
                    "item",
                    "tool_missing",
                    "an item of no tool.",
                    "Name the tool in the sheet 'settings', column 'tool'.",
                )
            return
        item = self.tool.items.get(question.item)
        if item is None:
            self.fault(
                question.row,
                "item",
                "item_unknown",
                f"{self.tool.name} has no item {question.item!r}.",
                f"Use one of: {', '.join(self.tool.items)}.",
            )
            return
        if question.kind not in ASKED:
            self.fault(
                question.row, "item", "item_not_asked", "nobody answers this row.", "Empty the cell, or ask."
            )
        self.answers(question, set(map(str, item.answers)), set(map(str, item.unknown)))
        self.wording(question)

    def answers(self, question: Question, needed: set[str], unknown: set[str]) -> None:
        given = {choice.name for choice in self.form.lists.get(question.choices, ())}
        if question.choices and not needed <= given <= needed | unknown:
            self.fault(
                question.row,
                "type",
                "answers_differ",
                f"the list {question.choices!r} has other answers than the item: {', '.join(sorted(given))}.",
                f"Its answers are: {', '.join(sorted(needed | unknown))}.",
            )

    def wording(self, question: Question) -> None:
        texts = self.library.texts.get(self.form.tool)
        if texts is None:
            return
        for language in ("ar", "ckb", "en"):
            words = texts.in_(language)
            wanted = words.items.get(question.item, "") if isinstance(words, ToolText) else ""
            if wanted and question.label.get(language) not in (None, "", wanted):
                self.fault(
                    question.row,
                    f"label ({language})",
                    "wording_differs",
                    f"the wording is not that of {self.form.tool}: “{wanted}”.",
                    "Take the instrument's own words, or change them there.",
                )
