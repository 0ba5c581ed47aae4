"""From the bytes of a file to rows of cells, whatever wrote it and whoever meant harm with it.

CSV in the encodings and separators of ministries' offices, and XLSX. The bounds come first: sizes, entries, rows,
columns and cell lengths are limited, XML with a document type is refused (no entity is ever expanded), nothing is
fetched, and formulas are read as the value that was last stored in the file.
"""

from __future__ import annotations

import csv
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

Cell = str | int | float | bool | datetime | date | time | timedelta | None

MAX_BYTES: Final = 24 * 1024 * 1024
MAX_UNPACKED: Final = 128 * 1024 * 1024
MAX_ENTRIES: Final = 2_000
MAX_ROWS: Final = 60_000
MAX_COLUMNS: Final = 64
MAX_CELL: Final = 500
MAX_SHEETS: Final = 20

DELIMITERS: Final = (",", ";", "\t", "|", "،", "؛")
_BROKEN: Final = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, EOFError, SyntaxError),
    *(NotImplementedError, RuntimeError, struct.error, zlib.error),
    *(zipfile.BadZipFile, ParseError, InvalidFileException),
)


class Unreadable(Exception):
    """The file as a whole cannot be read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file with its number from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the file. `mac_dates`: serial numbers of days count from 1904."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    mac_dates: bool = False


def read_sheets(data: bytes) -> Iterator[Sheet]:
    """Every table that the file may hold: the sheets of a workbook, or one reading of a text per separator."""
    if len(data) > MAX_BYTES:
        raise Unreadable("file_too_large")
    if not data.strip():
        raise Unreadable("file_empty")
    if data.startswith(b"PK"):
        yield from _workbook(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("format_old_excel")
    else:
        text = decode(data)
        if text.lstrip()[:1] in ("<", "{", "%") or text.startswith("{\\rtf"):
            raise Unreadable("format_unsupported")
        yield from _texts(text)


def decode(data: bytes) -> str:
    """Text of UTF-8, UTF-16 (with or without a mark) or windows-1256, the encodings that offices send."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    start = data[:4000]
    if b"\x00" in start:
        if not _mostly_text(start):
            raise Unreadable("format_unsupported")
        even, odd = start[0::2].count(0), start[1::2].count(0)
        return data.decode("utf-16-be" if even > odd else "utf-16-le", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1256", errors="replace")


def _mostly_text(start: bytes) -> bool:
    """UTF-16 without a mark: every second byte is 0 or the number of the Arabic block."""
    halves = (start[0::2], start[1::2])
    return any(sum(half.count(byte) for byte in (0, 6)) > len(half) * 0.9 for half in halves)


def _texts(text: str) -> Iterator[Sheet]:
    head = "\n".join(text[:20_000].splitlines()[:80])
    for delimiter in DELIMITERS:
        if delimiter in head:
            yield Sheet(f"delimiter {delimiter!r}", tuple(_records(text, delimiter)))


def _records(text: str, delimiter: str) -> Iterator[Row]:
    try:
        rows = list(_parse(text, delimiter, csv.QUOTE_MINIMAL))
        if any(isinstance(cell, str) and cell.count("\n") > 3 for row in rows for cell in row.cells):
            # A quotation mark that nobody closed has swallowed the lines after it.
            rows = list(_parse(text, delimiter, csv.QUOTE_NONE))
    except csv.Error as error:
        raise Unreadable("file_unreadable") from error
    return iter(rows)


def _parse(text: str, delimiter: str, quoting: Literal[0, 3]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    before = 0
    for count, record in enumerate(reader):
        if count >= MAX_ROWS:
            raise Unreadable("too_many_rows")
        yield Row(before + 1, tuple(cell.strip(' "')[: MAX_CELL + 1] for cell in record[:MAX_COLUMNS]))
        before = reader.line_num


def _workbook(data: bytes) -> Iterator[Sheet]:
    _check_archive(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that we do not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                mac = book.epoch == CALENDAR_MAC_1904
                for sheet in book.worksheets[:MAX_SHEETS]:
                    sheet.reset_dimensions()
                    rows = tuple(_sheet_rows(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)))
                    yield Sheet(sheet.title, rows, sheet.sheet_state != "visible", mac)
            finally:
                book.close()
    except _BROKEN as error:
        raise Unreadable("file_unreadable") from error


def _sheet_rows(rows: Iterator[tuple[Cell, ...]]) -> Iterator[Row]:
    kept = 0
    for number, cells in enumerate(rows, start=1):
        if number > MAX_ROWS * 2 or kept > MAX_ROWS:
            raise Unreadable("too_many_rows")
        filled = len(cells)
        while filled and cells[filled - 1] is None:
            filled -= 1
        if filled:
            kept += 1
            yield Row(number, tuple(_shortened(cell) for cell in cells[:filled]))


def _shortened(cell: Cell) -> Cell:
    return cell.strip()[: MAX_CELL + 1] if isinstance(cell, str) else cell


_PROGRAM: Final = ("vbaproject.bin", ".exe", ".dll", ".ocx")
_PROGRAMS: Final = ("xl/macrosheets/", "xl/activex/", "xl/embeddings/", "customui/")
_DOCUMENT_TYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def _check_archive(data: bytes) -> None:
    """Refuse what is too big unpacked, encrypted or declares entities, before any parser sees it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise Unreadable("format_unsupported")
            if any(name.lower().startswith(_PROGRAMS) or name.lower().endswith(_PROGRAM) for name in names):
                raise Unreadable("file_macros")
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise Unreadable("file_too_large")
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_part(archive, entry)
    except _BROKEN as error:
        raise Unreadable("file_unreadable") from error


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    tail = b""
    with archive.open(entry) as part:
        while chunk := part.read(1 << 20):
            plain = tail + chunk.replace(b"\x00", b"")  # the same marks in UTF-16
            if _DOCUMENT_TYPE.search(plain):
                raise Unreadable("file_unsafe")
            tail = plain[-16:]
