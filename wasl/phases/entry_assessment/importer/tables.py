"""Chooses the table of a file that is the list of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wasl.phases.entry_assessment.importer.headers import Header, find_header, is_refused
from wasl.phases.entry_assessment.importer.lines import Line, Lines
from wasl.phases.entry_assessment.importer.sheets import MAX_BYTES, Sheet, Unreadable, read_sheets
from wasl.programme.forbidden import Lexicon, check_name

_SUFFIXES: Final = ("", ".csv", ".txt", ".tsv", ".xlsx", ".xlsm")


@dataclass
class Table:
    """The list, its headings and its lines."""

    sheet: Sheet
    header: Header
    lines: Sequence[Line]
    ignored_rows: tuple[int, ...]
    unread_sheets: tuple[str, ...] = field(default=())


def read_table(source: bytes | Path | Table, filename: str, lexicon: Lexicon | None) -> Table:
    """The table with the most headings, then the most lines; hidden sheets only when nothing else is there.

    A table that was chosen before, and whose columns somebody has set right, is taken as it is.
    """
    if isinstance(source, Table):
        return source
    if Path(filename).suffix.lower() not in _SUFFIXES:
        raise Unreadable("format_unsupported")
    best: Table | None = None
    others: list[Table] = []
    for sheet in read_sheets(_bytes(source)):
        table = _table(sheet, lexicon)
        if table is None:
            continue
        if best is None or _worth(table) > _worth(best):
            others, best = [*others, *([best] if best else [])], table
        else:
            others.append(table)
    if best is None:
        raise Unreadable("header_missing")
    if not best.sheet.name.startswith("delimiter "):
        best.unread_sheets = tuple(table.sheet.name for table in others if table.lines)
    return best


def _bytes(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        return source
    with source.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _table(sheet: Sheet, lexicon: Lexicon | None) -> Table | None:
    header = find_header(sheet.rows, lambda text: is_forbidden(text, lexicon))
    return None if header is None else table_of(sheet, header)


def is_forbidden(heading: str, lexicon: Lexicon | None) -> bool:
    """Whether a column of this heading is never read."""
    return check_name(heading, lexicon) is not None or is_refused(heading)


def table_of(sheet: Sheet, header: Header) -> Table:
    """A sheet read under these headings."""
    lines = Lines(sheet, header)
    people = list(lines)
    return Table(sheet, header, people, tuple(lines.ignored))


def _worth(table: Table) -> tuple[bool, int, int]:
    return (not table.sheet.hidden, len(table.header.fields), len(table.lines))
