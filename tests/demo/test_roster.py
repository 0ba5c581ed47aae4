"""Rosters of synthetic families look like those of the ministry."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.demo.plain_terms import TODAY
from wasl.interfaces.cli.demo.families import families
from wasl.interfaces.cli.demo.names import FEMALE
from wasl.interfaces.cli.demo.roster import HEADERS, RELATIONS, write_roster
from wasl.kernel.numerals import to_ascii_digits
from wasl.phases.entry_assessment.importer.families import read_roster
from wasl.programme.places import Places

PLACES = Path(__file__).parents[2] / "programmes" / "iq-al-amal" / "places"
CONVOY = list(families(4, 60, TODAY))
PEOPLE = sum(len(family.people) for family in CONVOY)


def rows_of(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row for row in csv.reader(stream, delimiter=delimiter) if row]


def test_a_tidy_roster_has_a_title_the_headers_and_a_line_for_everybody(tmp_path: Path) -> None:
    written = write_roster(tmp_path / "convoy.csv", CONVOY, convoy=34)
    rows = rows_of(tmp_path / "convoy.csv")
    assert (written.families, written.people) == (60, PEOPLE)
    assert rows[2] == list(HEADERS)
    lines = rows[3:]
    assert len(lines) == PEOPLE
    for line, person in zip(lines, (p for f in CONVOY for p in f.people), strict=True):
        assert tuple(line[2:5]) == person.line.arabic
        assert line[7] == ("أنثى" if person.sex == FEMALE else "ذكر")
        assert line[8].endswith(str(person.born.year))
        assert line[9] == RELATIONS[person.relation]
    assert [line[9] for line in lines].count(RELATIONS["head"]) == 60


def test_a_sheet_holds_the_same_lines(tmp_path: Path) -> None:
    write_roster(tmp_path / "convoy.xlsx", CONVOY, convoy=34)
    sheet = load_workbook(tmp_path / "convoy.xlsx").active
    assert sheet is not None
    assert sheet.sheet_view.rightToLeft
    values = [row for row in sheet.iter_rows(values_only=True) if row[0]]
    assert len(values) == PEOPLE + 3


def test_an_untidy_roster_says_the_same_in_many_hands(tmp_path: Path) -> None:
    path = tmp_path / "convoy.csv"
    write_roster(path, CONVOY, convoy=34, untidy=True, seed=2)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    header, *lines = (row for row in rows_of(path, ";") if any(row))
    assert header == list(HEADERS)
    assert len(lines) == PEOPLE
    assert len({line[7] for line in lines}) == 6
    assert any(line[1] == "" for line in lines)
    assert any(to_ascii_digits(line[8]) != line[8] for line in lines)
    for line, person in zip(lines, (p for f in CONVOY for p in f.people), strict=True):
        assert str(person.born.year) in to_ascii_digits(line[8])


@pytest.mark.requirement("R028")
@pytest.mark.parametrize("name", ["convoy.csv", "convoy.xlsx"])
@pytest.mark.parametrize("untidy", [False, True], ids=["tidy", "untidy"])
def test_what_is_written_is_what_the_import_reads(tmp_path: Path, name: str, untidy: bool) -> None:
    write_roster(tmp_path / name, CONVOY, convoy=34, untidy=untidy, seed=3)
    read = read_roster(tmp_path / name, name, today=TODAY, places=Places.load(PLACES))
    assert read.errors == ()
    assert (read.family_count, read.people_count) == (60, PEOPLE)
    for family, found in zip(CONVOY, read.families, strict=True):
        for person, line in zip(family.people, found.people, strict=True):
            written = (person.line.arabic, person.sex, person.role, person.born, family.district.code)
            assert written == (
                (line.name.given, line.name.father, line.name.grandfather),
                line.sex,
                line.relation,
                line.birth.date,
                line.district,
            )


@pytest.mark.requirement("P11")
def test_a_column_that_must_be_refused_is_only_there_when_a_test_adds_it(tmp_path: Path) -> None:
    write_roster(tmp_path / "plain.csv", CONVOY, convoy=34)
    write_roster(tmp_path / "more.csv", CONVOY, convoy=34, more={"الموقف الأمني": "سليم"})
    assert "الموقف الأمني" not in (tmp_path / "plain.csv").read_text(encoding="utf-8")
    rows = rows_of(tmp_path / "more.csv")
    assert rows[2][-1] == "الموقف الأمني"
    assert {row[-1] for row in rows[3:]} == {"سليم"}


def test_the_same_roster_is_written_twice(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        write_roster(tmp_path / name, CONVOY, convoy=34, untidy=True, seed=8)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
