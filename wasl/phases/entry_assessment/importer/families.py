"""Reads a roster: every line a person, every family whole or left out with all its faults named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from wasl.people.enums import FamilyRole, Sex
from wasl.phases.entry_assessment.importer.dates import BadDate, read_age, read_birth
from wasl.phases.entry_assessment.importer.headers import Header
from wasl.phases.entry_assessment.importer.lines import Line
from wasl.phases.entry_assessment.importer.people import BadName, read_part, split_full
from wasl.phases.entry_assessment.importer.places_of_rows import BadPlace, PlaceReader, Return
from wasl.phases.entry_assessment.importer.roster import (
    Birth,
    Name,
    Roster,
    RosterError,
    RosterFamily,
    RosterPerson,
)
from wasl.phases.entry_assessment.importer.sheets import Unreadable
from wasl.phases.entry_assessment.importer.tables import Table, read_table
from wasl.phases.entry_assessment.importer.vocabulary import is_unknown, relation_of, sex_of
from wasl.programme.forbidden import Lexicon
from wasl.programme.places import Places

GROWN_UP: Final = 18
MAX_FAMILY: Final = 60
_NEEDED: Final = ("sex", "relation")
_PHONES_APART: Final = re.compile(r"[,،;؛/|\\\n]+|\s-\s|\s+(?=(?:\+|00|0)?\d{7})|(?<=\d)-(?=0\d{9})")


def read_roster(
    source: bytes | Path | Table,
    filename: str,
    *,
    today: date,
    places: Places,
    refused_lexicon: Lexicon | None = None,
) -> Roster:
    """The families of a list of people who have arrived, and whatever is wrong with it.

    A file that cannot be read at all gives no family and one error in row 1. Nothing is raised for what a clerk or
    a stranger may have put into the file.
    """
    try:
        table = read_table(source, filename, refused_lexicon)
    except Unreadable as unreadable:
        return Roster(errors=(RosterError(1, "", unreadable.code),))
    missing = [field for field in _NEEDED if field not in table.header]
    if not {"birth", "age"} & table.header.fields.keys():
        missing.append("birth")
    if missing:
        return Roster(
            errors=tuple(RosterError(table.header.last_row, field, "column_missing") for field in missing),
            refused_columns=table.header.refused,
            ignored_columns=table.header.ignored,
        )
    return _Reading(table, today, places).roster()


class _Reading:
    """One table being read; faults gather here."""

    def __init__(self, table: Table, today: date, places: Places) -> None:
        self._table = table
        self._header: Header = table.header
        self._today = today
        self._places = PlaceReader(places)
        self._telephone = places.telephone
        self._errors: list[RosterError] = []
        # Without a column for the father, the one name column holds the whole name.
        self._whole_name = "full" if "given" not in table.header else "given"
        self._in_one_cell = "father" not in table.header

    def roster(self) -> Roster:
        by_number: dict[str, list[Line]] = {}
        for line in self._table.lines:
            by_number.setdefault(line.family, []).append(line)
        families, skipped = [], []
        for number, lines in by_number.items():
            before = len(self._errors)
            people = self._family(number, lines)
            if len(self._errors) > before:
                skipped.append(number)
            else:
                families.append(RosterFamily(number, tuple(people)))
        return Roster(
            families=tuple(families),
            errors=tuple(sorted(self._errors, key=lambda error: error.row)),
            skipped_families=tuple(skipped),
            refused_columns=self._header.refused,
            ignored_columns=self._header.ignored,
            ignored_rows=self._table.ignored_rows,
            unread_sheets=self._table.unread_sheets,
            family_count=len(by_number),
            people_count=len(self._table.lines),
        )

    def _fault(self, line: Line, field: str, code: str) -> None:
        self._errors.append(RosterError(line.row, self._header.title(field), code))

    def _family(self, number: str, lines: Sequence[Line]) -> list[RosterPerson]:
        if not number:
            self._fault(lines[0], "family", "family_number_missing")
        if len(lines) > MAX_FAMILY:
            self._fault(lines[MAX_FAMILY], "family", "family_too_large")
        first = next((line for line in lines if not is_unknown(line.text("governorate"))), lines[0])
        people = [self._person(line, first) for line in lines]
        self._check_head(lines, people)
        people.sort(key=lambda person: person.relation is not FamilyRole.HEAD)
        return people

    def _check_head(self, lines: Sequence[Line], people: Sequence[RosterPerson]) -> None:
        heads = [at for at, person in enumerate(people) if person.relation is FamilyRole.HEAD]
        for second in heads[1:]:
            self._fault(lines[second], "relation", "head_twice")
        if heads:
            return
        age = people[0].age(self._today)
        if len(people) > 1 or age is None or age >= GROWN_UP:
            self._fault(lines[0], "relation", "head_missing")

    def _person(self, line: Line, first: Line) -> RosterPerson:
        sex = sex_of(line.text("sex"))
        if sex is None:
            self._fault(line, "sex", "sex_unknown")
        where = self._place(line, first)
        return RosterPerson(
            row=line.row,
            name=self._name(line),
            mother=self._mother(line),
            sex=sex or Sex.FEMALE,  # never leaves this room: the family of a line with a fault is left out
            birth=self._birth(line),
            relation=relation_of(line.text("relation")),
            governorate=where.governorate,
            district=where.district,
            local_district=where.local_district,
            phones=self._phones(line),
        )

    def _part(self, line: Line, field: str) -> str:
        try:
            return read_part(line.text(field))
        except BadName as bad:
            self._fault(line, field, bad.code)
            return "?"

    def _name(self, line: Line) -> Name:
        if self._in_one_cell or (self._whole_name == "full" and not line.text("father")):
            return self._name_in_one_cell(line)
        own = "given" if "given" in self._header else "full"
        given = self._part(line, own)
        if not given:
            self._fault(line, own, "name_missing")
        others = {
            field: self._part(line, field) for field in ("father", "grandfather", "great", "laqab", "kunya")
        }
        return Name(given, **others)

    def _name_in_one_cell(self, line: Line) -> Name:
        field = self._whole_name
        try:
            name = split_full(line.text(field), laqab_apart=bool(line.text("laqab")))
        except BadName as bad:
            self._fault(line, field, bad.code)
            return Name()
        if not name.given:
            self._fault(line, field, "name_missing")
        laqab = self._part(line, "laqab") or name.laqab
        return Name(name.given, name.father, name.grandfather, name.great, laqab, self._part(line, "kunya"))

    def _mother(self, line: Line) -> tuple[str, str, str]:
        if line.text("mother_full"):
            return self._mother_in_one_cell(line, "mother_full")
        if "mother_father" not in self._header and " " in line.text("mother"):
            return self._mother_in_one_cell(line, "mother")
        own, father, grandfather = (
            self._part(line, field) for field in ("mother", "mother_father", "mother_grandfather")
        )
        return own, father, grandfather

    def _mother_in_one_cell(self, line: Line, field: str) -> tuple[str, str, str]:
        try:
            name = split_full(line.text(field))
        except BadName as bad:
            self._fault(line, field, bad.code)
            return "", "", ""
        return name.given, name.father, name.grandfather

    def _birth(self, line: Line) -> Birth:
        field = "birth"
        try:
            found = read_birth(line.cells.get("birth"), self._today, mac=self._table.sheet.mac_dates)
            if found.date is None and "age" in line.cells:
                field = "age"
                found = read_age(line.cells["age"], self._today)
        except BadDate as bad:
            self._fault(line, field, bad.code)
            return Birth()
        return found

    def _place(self, line: Line, first: Line) -> Return:
        """A line without a governorate goes where the first line of the family with one goes."""
        governorate, district = line.text("governorate"), line.text("district")
        taken_over = line is not first and is_unknown(governorate)
        if taken_over:
            governorate = first.text("governorate")
            district = first.text("district") if is_unknown(district) else district
        try:
            return self._places.read(governorate, district)
        except BadPlace as bad:
            # A fault in a place taken over is told at its own line and not once more for each member.
            if not taken_over or (bad.field == "district" and line.text("district")):
                self._fault(line, bad.field, bad.code)
            return Return()

    def _phones(self, line: Line) -> tuple[str, ...]:
        text = line.text("phone")
        if is_unknown(text):
            return ()
        numbers = (self._telephone.normal(part) for part in _PHONES_APART.split(text))
        return tuple(dict.fromkeys(number for number in numbers if 6 <= len(number) <= 16))
