"""Goes through a table line by line: which lines are people, and to which family each belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from wasl.kernel.names import normal
from wasl.kernel.numerals import to_ascii_digits
from wasl.people.enums import FamilyRole
from wasl.phases.entry_assessment.importer.headers import Header
from wasl.phases.entry_assessment.importer.sheets import Cell, Row, Sheet
from wasl.phases.entry_assessment.importer.vocabulary import begins_any, clean, key, relation_of, sex_of

MAX_NUMBER: Final = 40
_NAMES: Final = frozenset(
    [
        *("given", "father", "grandfather", "great", "laqab", "full", "kunya"),
        *("mother", "mother_father", "mother_grandfather", "mother_full", "head_name"),
    ]
)
_FACTS: Final = ("sex", "birth", "age", "relation", "count", "ages")
_MEMBER: Final = re.compile(r"(.+?)[/.\-_](\d{1,2})")
_FAMILY_LINE: Final = re.compile(
    r"(?:رقم )?(?:عایله|اسره|خیزان|family|household)(?: (?:رقم|ژماره|no|number|nr))? (\w{1,12})"
)


def text_of(cell: Cell) -> str:
    """What a cell shows; whole numbers without their '.0'."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime | date | time | timedelta):
        return cell.isoformat() if not isinstance(cell, timedelta) else str(cell)
    return clean(str(cell))


@dataclass(frozen=True, slots=True)
class Line:
    """One person's line: its number, its family and its cells by field, texts already cleaned."""

    row: int
    family: str
    cells: dict[str, Cell]

    def text(self, field: str) -> str:
        cell = self.cells.get(field, "")
        return cell if isinstance(cell, str) else text_of(cell)


def family_number(text: str) -> str:
    """A family number as it is compared: ASCII digits, no spaces, '12.0' and '012' as 12."""
    plain = to_ascii_digits(clean(text)).replace(" ", "").upper()[:MAX_NUMBER]
    plain = re.sub(r"^(\d+)\.0+$", r"\1", plain)
    return plain.lstrip("0") or plain if plain.isdecimal() else plain


class _Beginnings:
    """Where no number tells the families apart: a family begins at its head, or where another head is named."""

    def __init__(self, named: bool) -> None:
        self._named = named
        self._name: str | None = None
        self._headed = False

    def __call__(self, line: Line) -> bool:
        name = normal(line.text("head_name")) if self._named else ""
        heads = relation_of(line.text("relation")) is FamilyRole.HEAD
        another = self._name is None or bool(name and name != self._name)
        begins = another or (heads and (self._headed or not self._named))
        self._name = name or self._name or ""
        self._headed = heads or (self._headed and not begins)
        return begins


def _member_numbers(written: Sequence[str]) -> dict[str, str]:
    """The family of each number where every person has one of her own ('12/1', '12/2'): they begin anew in every
    family and count on without a gap. Empty where the numbers are those of families.
    """
    counted: dict[str, list[int]] = {}
    for text in written:
        found = _MEMBER.fullmatch(family_number(text))
        if found is None:
            return {}
        counted.setdefault(found.group(1), []).append(int(found.group(2)))
    plain = all(numbers == list(range(1, len(numbers) + 1)) for numbers in counted.values())
    if len(counted) < 2 or not plain or max(map(len, counted.values())) < 2:
        return {}
    numbers = map(family_number, written)
    return {
        number: family_number(found.group(1)) for number in numbers if (found := _MEMBER.fullmatch(number))
    }


class Lines:
    """The people's lines of a table; afterwards `ignored` holds the numbers of the others."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._sheet = sheet
        self._header = header
        # Without a number the name of the head in every line tells the families apart.
        self._has_head_names = "head_name" in header and bool({"given", "full"} & header.fields.keys())
        self.ignored: list[int] = []

    def __iter__(self) -> Iterator[Line]:
        lines = list(self._people())
        prefixes = _member_numbers([line.text("family") for line in lines])
        for line in lines:
            yield Line(line.row, prefixes.get(line.family, line.family), line.cells) if prefixes else line

    def _people(self) -> Iterator[Line]:
        family, counted, begins = "", 0, _Beginnings(self._has_head_names)
        for row in self._sheet.rows:
            if row.number <= self._header.last_row or not any(cell not in (None, "") for cell in row.cells):
                continue
            line = Line(row.number, "", self._cells(row))
            if not self._is_told(line):
                texts = [text for cell in row.cells if (text := text_of(cell))]
                if not texts:
                    continue
                if announced := self._announced(texts, line):
                    family = announced
                    continue
                if self._header.is_repeated(row) or not self._is_person(line, texts):
                    self.ignored.append(row.number)
                    continue
            if "family" in self._header:
                family = family_number(line.text("family")) or family
            elif begins(line):
                counted += 1
                family = str(counted)
            yield Line(row.number, family, line.cells)

    def _cells(self, row: Row) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        for field, place in self._header.fields.items():
            cell = row.cells[place] if place < len(row.cells) else None
            if isinstance(cell, str):
                cell = clean(cell)
            if cell is not None and cell != "":
                found[field] = cell
        return found

    def _is_told(self, line: Line) -> bool:
        """Plainly a person: somebody's sex and a name."""
        return (
            "sex" in line.cells and sex_of(line.text("sex")) is not None and not _NAMES.isdisjoint(line.cells)
        )

    def _announced(self, texts: list[str], line: Line) -> str:
        """The number in a line that only says 'العائلة رقم 5'."""
        if len(texts) > 1 or any(line.text(field) for field in _FACTS):
            return ""
        found = _FAMILY_LINE.fullmatch(key(texts[0]))
        return family_number(found.group(1)) if found and any(map(str.isdecimal, found.group(1))) else ""

    def _is_person(self, line: Line, texts: list[str]) -> bool:
        """Not a total, not a signature, not a line that was numbered and left empty.

        Who writes of a person fills some cells; two words in a line without a number are a note.
        """
        facts = [field for field in _FACTS if field in line.cells]
        filled = len(facts) + len(_NAMES & line.cells.keys())
        if begins_any(texts, "totals") and relation_of(line.text("relation")) in (None, FamilyRole.OTHER):
            return False
        if begins_any(texts, "signatures") and filled <= 3:
            return False
        numbered = "family" in line.cells
        enough = 3 if "family" in self._header and not numbered else 2
        return filled >= enough or (filled > 0 and numbered)
