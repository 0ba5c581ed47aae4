"""The sheets of an .xlsx file as plain rows of text, each with its number, so that every fault has a place.

A cell that holds a formula has no value until some program has computed it, and two programs need not agree: it is
refused. Sizes are limited, since a form from elsewhere is opened on somebody's word.
"""

import datetime as dt
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wasl.programme.notes import Notes

MOST_BYTES, MOST_UNPACKED = 4_000_000, 60_000_000
MOST_ROWS, MOST_COLUMNS = 5_000, 200
READ = ("survey", "choices", "settings", "decisions")
#: what openpyxl and the parsers below it raise when a file is broken; a forbidden XML entity is a ValueError
_BROKEN = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    OSError,
    TypeError,
    AttributeError,
    SyntaxError,
    EOFError,
    IndexError,
    RuntimeError,  # a part that is encrypted, or packed in a way that nobody knows
    struct.error,
    zlib.error,
)
_BLANK = re.compile(r"[\s\u00a0]+")


@dataclass(frozen=True, slots=True)
class Row:
    """Heading → text of the cells that hold something."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its headings as written, and its rows without those that are empty."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def place(sheet: str, row: int = 0, column: str = "") -> str:
    """Where something stands, as a person looks for it: `survey row 7, label::English (en)`."""
    return ", ".join(part for part in (f"{sheet} row {row}" if row else sheet, column) if part)


def read(content: bytes, file: str, notes: Notes) -> Mapping[str, Table]:
    """The sheets that an XLSForm is made of, by their names in lower case; faults of the file itself are noted."""
    book = _open(content, file, notes)
    if book is None:
        return {}
    tables: dict[str, Table] = {}
    for sheet in book.worksheets:
        name = sheet.title.strip().lower()
        if name in READ:
            try:
                tables[name] = _table(sheet, name, file, notes)
            except _BROKEN as error:
                _broken(error, file, name, notes)
        elif name in ("entities", "external_choices", "osm") and sheet.max_row and sheet.max_row > 1:
            notes.fault(
                file,
                name,
                "sheet_unsupported",
                f"the sheet {name!r} asks for what Wasl does not do.",
                "Remove it; lists belong into 'choices'.",
            )
    book.close()
    return tables


def _open(content: bytes, file: str, notes: Notes) -> Any:
    import openpyxl  # whoever only asks for a word need not wait for it

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if len(content) > MOST_BYTES or unpacked > MOST_UNPACKED:
            notes.fault(file, "", "file_too_large", "the file is too large for a form.", "Divide it.")
            return None
        with warnings.catch_warnings():
            # drop-down lists and missing styles of other programs, which say nothing about the form
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    except _BROKEN as error:
        _broken(error, file, "", notes)
        return None


def _broken(error: Exception, file: str, sheet: str, notes: Notes) -> None:
    said = _BLANK.sub(" ", str(error))[:120]
    notes.fault(
        file, sheet, "file_no_sheet", f"this is no .xlsx workbook: {said}.", "Save it again as .xlsx."
    )


def _table(sheet: Any, name: str, file: str, notes: Notes) -> Table:
    sheet.reset_dimensions()  # some programs write a wrong size, and what lies beyond would be lost
    headings: list[str] = []
    rows: list[Row] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
            notes.fault(
                file, place(name, number), "sheet_too_large", "the sheet is too large.", "Divide the form."
            )
            break
        values = list(_values(cells, name, file, notes))
        if not headings:
            headings = values
            _headings(headings, name, number, file, notes)
            continue
        found: dict[str, str] = {}
        for index, value in enumerate(values):
            if not value:
                continue
            if index >= len(headings) or not headings[index]:
                notes.fault(
                    file,
                    place(name, number),
                    "heading_missing",
                    f"{value!r} stands in a column without a heading.",
                    "Give the column a heading, or empty the cell.",
                )
                continue
            found.setdefault(headings[index], value)
        if found:
            rows.append(Row(number, found))
    return Table(name, tuple(filter(None, headings)), tuple(rows))


def _headings(headings: list[str], name: str, number: int, file: str, notes: Notes) -> None:
    seen: set[str] = set()
    for heading in filter(None, headings):
        if heading.lower() in seen:
            notes.fault(
                file,
                place(name, number, heading),
                "heading_twice",
                f"two columns are called {heading!r}.",
                "Rename or remove one of them.",
            )
        seen.add(heading.lower())


def _values(cells: Any, name: str, file: str, notes: Notes) -> Iterator[str]:
    for cell in cells:
        kind = getattr(cell, "data_type", "n")
        if kind in ("f", "e"):
            notes.fault(
                file,
                place(name, cell.row, f"column {cell.column_letter}"),
                "cell_computed",
                "the cell holds a formula of the spreadsheet, not a text.",
                "Write its value there (copy, paste as values).",
            )
            yield ""
        else:
            yield _text(cell.value)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.date() | dt.datetime() | dt.time():
            return value.isoformat()
    # pyxform too reads a no-break space as a space and runs of spaces as one, outside of line breaks
    lines = (
        re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in str(value).replace("\r\n", "\n").split("\n")
    )
    return "\n".join(lines).strip()
