"""The three convoys of the project: exactly the families, the people and the faults that the truth names."""

import json

import pytest

from tests.importer.lists import HERE, PLACES, TODAY, faults
from wasl.phases.entry_assessment.importer import read_expected, read_roster

TRUTH = json.loads((HERE / "rosters" / "convoy-truth.json").read_text(encoding="utf-8"))


def roster(name):
    return read_roster(HERE / "rosters" / name, name, today=TODAY, places=PLACES)


@pytest.mark.requirement("R028")
def test_convoy_a_gives_every_family_and_every_person():
    read = roster("convoy-a.xlsx")
    assert read.errors == ()
    assert len(read.families) == read.family_count == TRUTH["families_a"]
    assert sum(len(family.people) for family in read.families) == read.people_count == TRUTH["people_a"]
    assert read.ignored_columns == ("الملاحظات",)
    assert read.ignored_rows == (673,)  # the line of totals
    assert all(family.head for family in read.families)


@pytest.mark.requirement("R002", "R028", "P11")
def test_convoy_b_gives_every_family_and_refuses_the_column_that_may_not_exist():
    read = roster("convoy-b.csv")
    assert (len(read.families), read.people_count, read.errors) == (
        TRUTH["families_b"],
        TRUTH["people_b"],
        (),
    )
    assert read.refused_columns == ("الموقف الأمني",)
    assert "قيد التدقيق" not in repr(read)


def test_the_faulty_convoy_shows_each_fault_at_its_line_and_leaves_those_families_out():
    read = roster("convoy-faulty.csv")
    assert sorted(map(list, faults(read))) == sorted(TRUTH["faulty_lines"])
    assert len(read.skipped_families) + len(read.families) == read.family_count == 20
    assert not {family.number for family in read.families} & set(read.skipped_families)


def test_the_same_families_stand_in_both_convoys_under_other_numbers():
    a = {family.number: family for family in roster("convoy-a.xlsx").families}
    b = {family.number: family for family in roster("convoy-b.csv").families}
    for number_in_b, number_in_a in TRUTH["b_already_in_a"].items():
        assert b[number_in_b].head.birth.date.year == pytest.approx(
            a[number_in_a].head.birth.date.year, abs=2
        )


@pytest.mark.requirement("R028")
def test_of_a_list_sent_before_arrival_only_head_count_and_ages_are_kept():
    read = read_expected(HERE / "rosters" / "convoy-a.xlsx", "convoy-a.xlsx", today=TODAY, places=PLACES)
    assert (len(read.families), sum(family.count for family in read.families)) == (190, 657)
    kept = {field for family in read.families for field in family.__slots__}
    assert kept == {"number", "row", "head", "count", "ages"}
    assert all(len(family.ages) == family.count for family in read.families)
    assert "+964" not in repr(read)
