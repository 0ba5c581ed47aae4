"""Reads a list sent before arrival. Of each family it keeps the head's name, the count and the ages, no more.

The list may have a line for each person, or one for each family with its count and ages. Whatever else it says is
not looked at.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

from wasl.kernel.numerals import to_ascii_digits
from wasl.phases.entry_assessment.importer.dates import BadDate, read_age
from wasl.phases.entry_assessment.importer.families import MAX_FAMILY, read_roster
from wasl.phases.entry_assessment.importer.lines import Line
from wasl.phases.entry_assessment.importer.people import BadName, split_full
from wasl.phases.entry_assessment.importer.roster import (
    Expected,
    ExpectedFamily,
    Name,
    Roster,
    RosterError,
)
from wasl.phases.entry_assessment.importer.sheets import Unreadable
from wasl.phases.entry_assessment.importer.tables import Table, read_table
from wasl.phases.entry_assessment.importer.vocabulary import is_unknown
from wasl.programme.forbidden import Lexicon
from wasl.programme.places import Places

_AGES_APART: Final = re.compile(r"[,،;؛/|+\n]+|\s-\s|(?<=\d)-(?=\d)|\s+و\s*(?=\d)|(?<=\d)\s+(?=\d)")


def read_expected(
    source: bytes | Path | Table,
    filename: str,
    *,
    today: date,
    places: Places,
    refused_lexicon: Lexicon | None = None,
) -> Expected:
    """The families that a list announces."""
    try:
        table = read_table(source, filename, refused_lexicon)
    except Unreadable as unreadable:
        return Expected(errors=(RosterError(1, "", unreadable.code),))
    if "count" in table.header or ("ages" in table.header and "relation" not in table.header):
        return _FamilyLines(table, today).expected()
    roster = read_roster(source, filename, today=today, places=places, refused_lexicon=refused_lexicon)
    return _of_people(roster, today)


def _of_people(roster: Roster, today: date) -> Expected:
    """The same faults as in a roster, so that the corrected list can be imported on arrival."""
    families = []
    for family in roster.families:
        first = family.head or family.people[0]
        ages = tuple(person.age(today) for person in family.people)
        families.append(ExpectedFamily(family.number, family.row, first.name, len(family.people), ages))
    return Expected(
        families=tuple(families),
        errors=roster.errors,
        skipped_families=roster.skipped_families,
        refused_columns=roster.refused_columns,
        ignored_columns=roster.ignored_columns,
        ignored_rows=roster.ignored_rows,
        unread_sheets=roster.unread_sheets,
        family_count=roster.family_count,
        people_count=roster.people_count,
    )


class _FamilyLines:
    """A list with one line for each family."""

    def __init__(self, table: Table, today: date) -> None:
        self._table = table
        self._today = today
        self._errors: list[RosterError] = []
        fields = table.header.fields
        self._name_field = next(field for field in ("head_name", "full", "given") if field in fields)

    def expected(self) -> Expected:
        families, skipped, people = [], [], 0
        numbers: set[str] = set()
        for place, line in enumerate(self._table.lines, start=1):
            number = line.family if "family" in self._table.header else str(place)
            before = len(self._errors)
            if number in numbers:
                self._fault(line, "family", "family_number_twice")
            numbers.add(number)
            found = self._family(number, line)
            people += found.count
            if len(self._errors) == before:
                families.append(found)
            else:
                skipped.append(number)
        header = self._table.header
        return Expected(
            families=tuple(families),
            errors=tuple(self._errors),
            skipped_families=tuple(skipped),
            refused_columns=header.refused,
            ignored_columns=header.ignored,
            ignored_rows=self._table.ignored_rows,
            unread_sheets=self._table.unread_sheets,
            family_count=len(self._table.lines),
            people_count=people,
        )

    def _fault(self, line: Line, field: str, code: str) -> None:
        self._errors.append(RosterError(line.row, self._table.header.title(field), code))

    def _family(self, number: str, line: Line) -> ExpectedFamily:
        name = self._name(line)
        ages = self._ages(line)
        count = self._count(line, len(ages))
        if ages and len(ages) > count:
            self._fault(line, "ages", "ages_more_than_people")
        return ExpectedFamily(number, line.row, name, count, ages)

    def _name(self, line: Line) -> Name:
        own_columns = self._name_field == "given" and "father" in self._table.header
        text = " ".join(
            line.text(field)
            for field in (("given", "father", "grandfather") if own_columns else (self._name_field,))
        )
        try:
            name = split_full(text, laqab_apart=bool(line.text("laqab")))
        except BadName as bad:
            self._fault(line, self._name_field, bad.code)
            return Name()
        if not name.given:
            self._fault(line, self._name_field, "name_missing")
        laqab = line.text("laqab") or name.laqab
        return Name(name.given, name.father, name.grandfather, name.great, laqab)

    def _ages(self, line: Line) -> tuple[int | None, ...]:
        text = to_ascii_digits(line.text("ages"))
        if is_unknown(text):
            return ()
        ages: list[int | None] = []
        for part in _AGES_APART.split(text):
            if not part.strip():
                continue
            try:
                born = read_age(part.strip(), self._today).date
            except BadDate:
                self._fault(line, "ages", "ages_invalid")
                return ()
            ages.append(None if born is None else self._today.year - born.year)
        return tuple(ages)

    def _count(self, line: Line, ages: int) -> int:
        text = to_ascii_digits(line.text("count"))
        if is_unknown(text) and ages:
            return ages
        if not text.isdecimal() or not 1 <= int(text) <= MAX_FAMILY:
            self._fault(line, "count", "count_invalid")
            return 0
        return int(text)
