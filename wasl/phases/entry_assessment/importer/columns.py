"""What was understood of each column, so that a person can set it right before anything is written.

Between upload and import a list waits sealed. What waits is not the file: of the one table that is the list only the
cells of columns that may be read are there. Refused columns and remarks are emptied before, so that they are stored
nowhere, not even sealed.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from wasl.phases.entry_assessment.importer.headers import Header, field_of
from wasl.phases.entry_assessment.importer.sheets import Cell, Row, Sheet
from wasl.phases.entry_assessment.importer.tables import Table, is_forbidden, table_of
from wasl.programme.forbidden import Lexicon

FIELDS: Final = (
    *("family", "given", "father", "grandfather", "great", "laqab", "full", "kunya"),
    *("mother", "mother_father", "mother_grandfather", "mother_full"),
    *("sex", "birth", "age", "relation", "governorate", "district", "phone"),
    *("head_name", "count", "ages"),
)
"""What a column may mean, in the order in which a person chooses."""


class Use(StrEnum):
    """What becomes of a column."""

    READ = "read"
    LEFT = "left"
    REFUSED = "refused"


@dataclass(frozen=True)
class Column:
    """One column of the list: its place from 0, its heading, what it means and what becomes of it."""

    place: int
    title: str
    use: Use
    field: str = ""
    choosable: bool = True


class MappingFault(ValueError):
    """A mapping that cannot be: `code` says why, `place` of which column."""

    def __init__(self, code: str, place: int) -> None:
        super().__init__(code)
        self.code, self.place = code, place


def columns(table: Table, lexicon: Lexicon | None) -> tuple[Column, ...]:
    """Every column with a heading."""
    meant = {place: field for field, place in table.header.fields.items()}
    found = []
    for place, title in sorted(table.header.titles.items()):
        if is_forbidden(title, lexicon):
            found.append(Column(place, title, Use.REFUSED, choosable=False))
        elif place in meant:
            found.append(Column(place, title, Use.READ, meant[place]))
        else:
            found.append(Column(place, title, Use.LEFT, choosable=not _never_kept(title)))
    return tuple(found)


def _never_kept(title: str) -> bool:
    return field_of(title) == "remarks"


def mapped(table: Table, meant: Mapping[int, str], lexicon: Lexicon | None) -> Table:
    """The table with its columns set right; a column that is refused stays refused whatever is asked."""
    known = {column.place: column for column in columns(table, lexicon)}
    fields: dict[str, int] = {}
    for place, field in sorted(meant.items()):
        if not field:
            continue
        if field not in FIELDS or place not in known or not known[place].choosable:
            raise MappingFault("column_not_offered", place)
        if field in fields:
            raise MappingFault("column_twice", place)
        fields[field] = place
    used = set(fields.values())
    ignored = tuple(
        column.title
        for column in known.values()
        if column.use is not Use.REFUSED and column.place not in used
    )
    again = table_of(table.sheet, replace(table.header, fields=fields, ignored=ignored))
    again.unread_sheets = table.unread_sheets
    return again


def emptied(table: Table, lexicon: Lexicon | None) -> Table:
    """The same table without a cell of what is never kept: only headings are left of those columns, and nothing
    of the lines above the headings."""
    gone = {
        column.place
        for column in columns(table, lexicon)
        if column.use is Use.REFUSED or not column.choosable
    }
    titled = set(table.header.titles)
    rows = tuple(
        Row(row.number, tuple(cell if at in titled - gone else None for at, cell in enumerate(row.cells)))
        for row in table.sheet.rows
        if row.number > table.header.last_row
    )
    sheet = replace(table.sheet, rows=rows)
    again = table_of(sheet, table.header)
    again.unread_sheets = table.unread_sheets
    return again


def packed(table: Table) -> str:
    """The table as a short text, to be sealed."""
    header = table.header
    told = {
        "sheet": [table.sheet.name, table.sheet.mac_dates],
        "rows": [[row.number, [_plain(cell) for cell in row.cells]] for row in table.sheet.rows],
        "header": [header.first_row, header.last_row],
        "fields": dict(header.fields),
        "titles": {str(place): title for place, title in header.titles.items()},
        "refused": list(header.refused),
        "ignored": list(header.ignored),
        "unread": list(table.unread_sheets),
    }
    return base64.b64encode(zlib.compress(json.dumps(told, ensure_ascii=False).encode())).decode()


def unpacked(text: str) -> Table:
    """The table that was packed."""
    told = json.loads(zlib.decompress(base64.b64decode(text)))
    rows = tuple(Row(number, tuple(_cell(cell) for cell in cells)) for number, cells in told["rows"])
    first, last = told["header"]
    header = Header(
        first,
        last,
        told["fields"],
        {int(place): title for place, title in told["titles"].items()},
        tuple(told["refused"]),
        tuple(told["ignored"]),
    )
    name, mac = told["sheet"]
    table = table_of(Sheet(name, rows, mac_dates=mac), header)
    table.unread_sheets = tuple(told["unread"])
    return table


def _plain(cell: Cell) -> Any:
    """Days and times with a mark, since a text has none of them."""
    if isinstance(cell, datetime):
        return {"at": cell.isoformat()}
    if isinstance(cell, date):
        return {"on": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"long": cell.total_seconds()}
    return cell


def _cell(plain: Any) -> Cell:
    if not isinstance(plain, dict):
        cell: Cell = plain
        return cell
    [(kind, value)] = plain.items()
    if kind == "at":
        return datetime.fromisoformat(value)
    if kind == "on":
        return date.fromisoformat(value)
    return time.fromisoformat(value) if kind == "time" else timedelta(seconds=value)
