"""Makes a form of the rows of a workbook, noting everything that it cannot take, each with row and reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from wasl.programme.forms.columns import KNOWN, LOGIC, TRANSLATED, Column, Typed, column, typed
from wasl.programme.forms.form import NO_WORDS, SELECTS, WORDED, Choice, Form, Kind, Question, Words
from wasl.programme.forms.workbook import Row, Table, place
from wasl.programme.notes import Notes

#: what a heading without a language is called
UNNAMED = "default"
_NEEDED = {"survey": ("type", "name"), "choices": ("list_name", "name"), "decisions": ("name",)}
_EMPTY = Table("", (), ())
_MATRIX = ("table-list", "matrix")
_GRID_PARTS = ("label", "list-nolabel")


@dataclass(frozen=True, slots=True)
class Cells:
    """One row by our own columns: plain text, words by language, and whatever has another heading."""

    row: int
    plain: Mapping[str, str]
    words: Mapping[str, Words]
    other: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.plain.get(key, "")


@dataclass
class _Open:
    """A group whose end has not come yet."""

    cells: Cells
    kind: Kind
    decision: str
    children: list[Question] = field(default_factory=list)


def read(tables: Mapping[str, Table], file: str, notes: Notes, *, own: bool) -> Form | None:
    """The form of these sheets; None where there is nothing to read. `own`: it belongs to a programme folder."""
    return _Reader(tables, file, notes, own=own).form()


class _Reader:
    def __init__(self, tables: Mapping[str, Table], file: str, notes: Notes, *, own: bool) -> None:
        self.tables, self.file, self.notes, self.own = tables, file, notes, own
        self.languages: dict[str, str] = {}

    def fault(self, sheet: str, row: int, column: str, code: str, message: str, remedy: str) -> None:
        self.notes.fault(self.file, place(sheet, row, column), code, message, remedy)

    def form(self) -> Form | None:
        if "survey" not in self.tables or not self.tables["survey"].rows:
            if self.tables or not self.notes.findings:
                self.fault(
                    "survey", 0, "", "sheet_missing", "there is no sheet 'survey' with rows.", "Add it."
                )
            return None
        settings = self.settings()
        decisions = {cells["name"]: cells for cells in self.cells("decisions") if cells["name"]}
        lists = self.lists()
        questions = self.questions()
        title = {code: settings[f"title_{code}"] for code in ("ar", "ckb", "en") if settings[f"title_{code}"]}
        return Form(
            file=self.file,
            code=settings["form_id"],
            title=MappingProxyType(title),
            written_title=settings["form_title"],
            languages=MappingProxyType(self.languages),
            default_language=settings["default_language"],
            tool=settings["tool"],
            review=tuple(settings["review"].split()),
            decisions=MappingProxyType(
                {name: cells.words.get("label", NO_WORDS) for name, cells in decisions.items()}
            ),
            decision_rows=MappingProxyType({name: cells.row for name, cells in decisions.items()}),
            lists=MappingProxyType(lists),
            questions=tuple(questions),
        )

    # --- cells by what their headings mean ------------------------------------------------------------------------

    def cells(self, sheet: str) -> list[Cells]:
        table = self.tables.get(sheet, _EMPTY)
        meant = {heading: self.heading(sheet, heading) for heading in table.headings}
        there = {column.key for column in meant.values()}
        if table.rows:
            for key in _NEEDED.get(sheet, ()):
                if key not in there:
                    self.fault(sheet, 1, key, "heading_needed", f"the column {key!r} is missing.", "Add it.")
        return [self.row(sheet, row, meant) for row in table.rows]

    def heading(self, sheet: str, heading: str) -> Column:
        meant = column(sheet, heading)
        if meant.key and meant.key in TRANSLATED:
            code = meant.language or UNNAMED
            named = self.languages.setdefault(code, meant.named)
            if named != meant.named:
                self.fault(
                    sheet,
                    1,
                    heading,
                    "language_named_twice",
                    f"the language {code!r} is called {named!r} and {meant.named!r}.",
                    "Write it in the same way everywhere.",
                )
        elif not meant.key and not meant.refused and sheet != "choices":
            self.unknown(sheet, heading)
        return meant

    def unknown(self, sheet: str, heading: str) -> None:
        known = ", ".join(sorted(set(KNOWN[sheet].values())))
        if self.own:
            self.fault(
                sheet, 1, heading, "column_unknown", f"nobody knows {heading!r}.", f"Known here: {known}."
            )
        else:
            self.notes.warn(
                self.file,
                place(sheet, 1, heading),
                "column_unread",
                f"nobody reads the column {heading!r}.",
                "See that nothing of importance stands in it.",
            )

    def row(self, sheet: str, row: Row, meant: Mapping[str, Column]) -> Cells:
        plain: dict[str, str] = {}
        words: dict[str, dict[str, str]] = {}
        other: dict[str, str] = {}
        for heading, text in row.cells.items():
            column = meant[heading]
            if column.key and column.key in TRANSLATED:
                words.setdefault(column.key, {})[column.language or UNNAMED] = text
            elif column.key:
                plain.setdefault(column.key, text)
            elif column.refused and not (
                heading.lower() == "allow_choice_duplicates" and text.lower() == "no"
            ):
                self.fault(
                    sheet,
                    row.number,
                    heading,
                    "column_unsupported",
                    f"{heading!r} is not supported: {column.refused}.",
                    "Empty the cell.",
                )
            else:
                other[heading] = text
        return Cells(
            row.number,
            MappingProxyType(plain),
            MappingProxyType({key: MappingProxyType(value) for key, value in words.items()}),
            MappingProxyType(other),
        )

    # --- the sheets -----------------------------------------------------------------------------------------------

    def settings(self) -> Cells:
        rows = self.cells("settings")
        for extra in rows[1:]:
            self.fault("settings", extra.row, "", "row_extra", "settings have one row.", "Remove this one.")
        return rows[0] if rows else Cells(2, {}, {}, {})

    def lists(self) -> dict[str, tuple[Choice, ...]]:
        lists: dict[str, list[Choice]] = {}
        for cells in self.cells("choices"):
            if not cells["list_name"] or not cells["name"]:
                column = "name" if cells["list_name"] else "list_name"
                self.fault(
                    "choices", cells.row, column, "cell_empty", f"an answer without {column}.", "Fill it in."
                )
                continue
            lists.setdefault(cells["list_name"], []).append(
                Choice(cells["name"], cells.words.get("label", NO_WORDS), cells.other, cells.row)
            )
        return {name: tuple(choices) for name, choices in lists.items()}

    def questions(self) -> list[Question]:
        top: list[Question] = []
        open_: list[_Open] = []
        for cells in self.cells("survey"):
            if not cells["type"]:
                self.fault(
                    "survey", cells.row, "type", "cell_empty", "a row without a type.", "Say what is asked."
                )
                continue
            said = typed(cells["type"])
            decision = cells["decision"] or (open_[-1].decision if open_ else "")
            if said.begins:
                open_.append(_Open(cells, said.kind or Kind.GROUP, decision))
            elif said.ends:
                self.close(cells, said, open_, top)
            elif said.kind is None or said.refused:
                self.refuse(cells, said)
            else:
                (open_[-1].children if open_ else top).append(self.question(cells, said, decision))
        while open_:
            self.fault(
                "survey",
                open_[-1].cells.row,
                "type",
                "group_open",
                f"{open_[-1].cells['name']!r} begins here and never ends.",
                f"Add a row 'end {'repeat' if open_[-1].kind is Kind.REPEAT else 'group'}'.",
            )
            done = open_.pop()
            (open_[-1].children if open_ else top).append(self.group(done))
        return top

    def close(self, cells: Cells, said: Typed, open_: list[_Open], top: list[Question]) -> None:
        if not open_ or open_[-1].kind is not said.kind:
            begun = f"'begin {open_[-1].kind}' in row {open_[-1].cells.row}" if open_ else "nothing"
            self.fault(
                "survey",
                cells.row,
                "type",
                "group_end",
                f"{cells['type']!r} ends {begun}.",
                "Let each end stand behind its own beginning.",
            )
            return
        done = open_.pop()
        (open_[-1].children if open_ else top).append(self.group(done))

    def refuse(self, cells: Cells, said: Typed) -> None:
        if said.refused:
            self.fault(
                "survey",
                cells.row,
                "type",
                "type_unsupported",
                f"{cells['type']!r} is not supported: {said.refused}.",
                "Ask it in another way, or leave it out.",
            )
            return
        self.fault(
            "survey",
            cells.row,
            "type",
            "type_unknown",
            f"there is no type {cells['type']!r}.",
            "Use text, integer, decimal, date, select_one LIST, select_multiple LIST, note, calculate, begin group "
            "or begin repeat.",
        )

    def question(self, cells: Cells, said: Typed, decision: str) -> Question:
        words: dict[str, Any] = {key: cells.words.get(key, NO_WORDS) for key in WORDED}
        # repeat_count of a group or default of a note mean nothing, and are kept so that the checker can say so
        logic = {key: cells[key] for key in LOGIC if cells[key]}
        return Question(
            kind=said.kind or Kind.TEXT,
            written=cells["type"].lower() if said.kind is Kind.META else "",
            name=cells["name"],
            row=cells.row,
            choices=said.choices if said.kind in SELECTS else "",
            logic=MappingProxyType(logic),
            appearance=cells["appearance"],
            decision=decision,
            item=cells["item"],
            **words,
        )

    def group(self, done: _Open) -> Question:
        question = self.question(done.cells, Typed(done.kind), done.decision)
        looks = question.appearance.split()
        parts = any(child.appearance in _GRID_PARTS for child in done.children)
        grid = done.kind is Kind.GROUP and (parts or any(look in _MATRIX for look in looks))
        return replace(question, kind=Kind.MATRIX if grid else done.kind, children=tuple(done.children))
