"""Writes synthetic families as the roster that a ministry sends: so that the demonstration comes in by the same door.

Tidy rosters are what a careful clerk sends. Untidy ones have what real ones have: digits of two kinds, dates in five
forms, three words for each sex, blank lines, the family number on the first line only, semicolons and a BOM.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from openpyxl import Workbook

from wasl.interfaces.cli.demo.families import SyntheticFamily, SyntheticPerson
from wasl.interfaces.cli.demo.names import FEMALE
from wasl.interfaces.cli.demo.tables import pick
from wasl.kernel.numerals import to_arabic_digits

HEADERS = (
    "ت",
    "رقم العائلة",
    "الاسم",
    "اسم الأب",
    "اسم الجد",
    "اللقب",
    "اسم الأم",
    "الجنس",
    "تاريخ التولد",
    "صلة القرابة",
    "محافظة العودة",
    "القضاء",
    "رقم الهاتف",
    "الملاحظات",
)
#: How a roster names the relation to the head; a woman who heads her family is written like a man, as is the custom.
RELATIONS = {
    "head": "رب الأسرة",
    "wife": "زوجة",
    "husband": "زوج",
    "son": "ابن",
    "daughter": "ابنة",
    "mother": "أم",
    "brother": "أخ",
    "sister": "أخت",
    "grandson": "حفيد",
    "granddaughter": "حفيدة",
}
_SEXES = {True: ("أنثى", "انثى", "F"), False: ("ذكر", "ذ", "M")}


@dataclass(frozen=True, slots=True)
class Roster:
    """What was written, to be compared with what is found in it."""

    families: int
    people: int


def write_roster(
    path: Path,
    families: Iterable[SyntheticFamily],
    *,
    convoy: int,
    untidy: bool = False,
    more: Mapping[str, str] | None = None,
    seed: int = 0,
) -> Roster:
    """Write a CSV or, where the path ends in .xlsx, a sheet. `more`: further columns, each with one value."""
    clerk = _Clerk(Random(seed), untidy)  # noqa: S311 — clerks' habits, not secrets
    chosen = list(families)
    headers = [*HEADERS, *(more or {})]
    lines = [[*line, *(more or {}).values()] for line in clerk.lines(chosen)]
    title = [["وزارة الهجرة والمهجرين"], [f"قائمة عوائل القافلة ({convoy})"], []]
    if path.suffix == ".xlsx":
        _write_sheet(path, [*title, headers, *lines])
    else:
        _write_csv(path, [headers, *lines] if untidy else [*title, headers, *lines], untidy=untidy)
    return Roster(len(chosen), sum(len(family.people) for family in chosen))


class _Clerk:
    """Whose hand it is: the same seed makes the same slips."""

    def __init__(self, rng: Random, untidy: bool) -> None:
        self.rng = rng
        self.untidy = untidy

    def lines(self, families: Iterable[SyntheticFamily]) -> Iterator[list[str]]:
        count = 0
        for family in families:
            for at, person in enumerate(family.people):
                count += 1
                yield self._line(count, family, person, first=at == 0)
            if self.untidy and self.rng.random() < 0.05:
                yield []

    def _line(
        self, count: int, family: SyntheticFamily, person: SyntheticPerson, *, first: bool
    ) -> list[str]:
        hide_number = self.untidy and not first and self.rng.random() < 0.3
        return [
            str(count),
            "" if hide_number else family.number,
            *person.line.arabic,
            person.laqab.ar if person.laqab else "",
            person.mother.given.ar,
            self._sex(person),
            self._birth(person),
            RELATIONS[person.relation],
            family.governorate.ar,
            family.district.ar,
            self._phone(person),
            "",
        ]

    def _sex(self, person: SyntheticPerson) -> str:
        words = _SEXES[person.sex == FEMALE]
        return pick(self.rng, words) if self.untidy else words[0]

    def _birth(self, person: SyntheticPerson) -> str:
        born = person.born
        if person.accuracy in {"year", "estimated"}:
            text = f"1/7/{born.year}" if not self.untidy or self.rng.random() < 0.6 else str(born.year)
        elif self.untidy:
            form = pick(self.rng, ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"))
            text = born.strftime(form)
        else:
            text = f"{born.day}/{born.month}/{born.year}"
        return to_arabic_digits(text) if self.untidy and self.rng.random() < 0.25 else text

    def _phone(self, person: SyntheticPerson) -> str:
        if not person.phones:
            return ""
        local = person.phones[0]
        if not self.untidy or self.rng.random() < 0.4:
            return local
        return to_arabic_digits(local) if self.rng.random() < 0.4 else f"+964 {local[1:]}"


def _write_csv(path: Path, rows: list[list[str]], *, untidy: bool) -> None:
    encoding, delimiter = ("utf-8-sig", ";") if untidy else ("utf-8", ",")
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)


def _write_sheet(path: Path, rows: list[list[str]]) -> None:
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = "القافلة"
    sheet.sheet_view.rightToLeft = True
    for row in rows:
        sheet.append([value or None for value in row])
    book.save(path)
