"""A fault names its line, its column and its kind; the family is left out and the others are taken."""

import ast
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importer.lists import (
    EVERYONE,
    HEADINGS,
    HER_SON,
    KHADIJA,
    TWO_FAMILIES,
    YOUSIF,
    as_csv,
    as_xlsx,
    changed,
    faults,
    people,
    read,
    read_rows,
)
from wasl.phases.entry_assessment import importer
from wasl.phases.entry_assessment.importer.roster import FAULTS

ONE_CELL_WRONG = [
    ("given", "", "name_missing", "الاسم"),
    ("given", "؟", "name_missing", "الاسم"),
    ("given", "12345", "name_invalid", "الاسم"),
    ("sex", "؟", "sex_unknown", "الجنس"),
    ("sex", "", "sex_unknown", "الجنس"),
    ("birth", "31/02/1990", "date_invalid", "تاريخ التولد"),
    ("birth", "2031", "date_in_future", "تاريخ التولد"),
    ("governorate", "كوكب المريخ", "place_unknown", "محافظة العودة"),
    ("governorate", "IQ-G08", "place_code_obsolete", "محافظة العودة"),
    ("district", "IQ08096", "place_code_obsolete", "القضاء"),
]


@pytest.mark.parametrize(("field", "cell", "code", "column"), ONE_CELL_WRONG)
@pytest.mark.parametrize("line", [1, 2])
def test_one_wrong_cell_is_told_with_line_and_column_and_costs_only_its_own_family(
    field, cell, code, column, line
):
    rows = list(TWO_FAMILIES)
    rows[line] = changed(rows[line], **{field: cell})
    for roster in (read_rows(rows), read(as_xlsx(rows))):
        assert [(error.row, error.column, error.code) for error in roster.errors] == [
            (line + 1, column, code)
        ]
        assert roster.errors[0].message_key == f"roster.{code}"
        assert people(roster) == [("2", "يوسف")]
        assert roster.skipped_families == ("1",)
        assert (roster.family_count, roster.people_count) == (2, 3)


def test_a_second_head_is_told_at_her_own_line_and_a_third_at_his():
    second = changed(HER_SON, relation="رب الأسرة")
    assert faults(read_rows([HEADINGS, KHADIJA, second, YOUSIF])) == [(3, "head_twice")]
    third = changed(HER_SON, given="عمر", relation="ربة الأسرة")
    assert faults(read_rows([HEADINGS, KHADIJA, second, third])) == [(3, "head_twice"), (4, "head_twice")]


def test_a_family_without_a_head_is_told_at_its_first_line():
    rows = [HEADINGS, YOUSIF, changed(KHADIJA, relation="زوجة"), HER_SON]
    assert faults(read_rows(rows)) == [(3, "head_missing")]
    assert faults(read_rows([HEADINGS, changed(YOUSIF, relation="")])) == [(2, "head_missing")]


@pytest.mark.requirement("R019")
def test_any_adult_may_head_a_family():
    mother = changed(KHADIJA, given="حمدية", birth="1940", relation="ربة الأسرة", sex="أنثى")
    roster = read_rows([HEADINGS, mother, changed(KHADIJA, relation="ابنة"), HER_SON])
    assert faults(roster) == []
    assert roster.families[0].head.name.given == "حمدية"


def test_a_child_alone_is_a_file_of_her_own_and_an_adult_alone_needs_to_be_its_head():
    child = changed(HER_SON, family="9")
    roster = read_rows([HEADINGS, child])
    assert faults(roster) == []
    assert roster.families[0].head is None
    assert faults(read_rows([HEADINGS, changed(child, birth="1990")])) == [(2, "head_missing")]
    assert faults(read_rows([HEADINGS, changed(child, birth="غير معروف")])) == [(2, "head_missing")]
    seventeen, eighteen = changed(child, birth="23/11/2008"), changed(child, birth="22/11/2008")
    assert faults(read_rows([HEADINGS, seventeen])) == []
    assert faults(read_rows([HEADINGS, eighteen])) == [(2, "head_missing")]
    two_children = [HEADINGS, child, changed(child, given="سارة", sex="أنثى")]
    assert faults(read_rows(two_children)) == [(2, "head_missing")]


def test_every_fault_of_a_family_is_told_at_once():
    rows = [HEADINGS, changed(KHADIJA, given="", sex="؟", birth="99/99/1999", governorate="القمر"), HER_SON]
    assert sorted(code for _, code in faults(read_rows(rows))) == [
        *("date_invalid", "name_missing", "place_unknown", "sex_unknown")
    ]


def test_an_unknown_birth_date_or_father_is_life_and_no_fault():
    row = changed(
        YOUSIF, birth="غير معروف", father="", grandfather="؟", mother="مجهول", governorate="", district=""
    )
    person = read_rows([HEADINGS, row]).families[0].head
    assert (person.birth.date, person.birth.accuracy) == (None, None)
    assert (person.name.father, person.name.grandfather, person.mother[0], person.governorate) == (
        "",
        "",
        "",
        None,
    )


@pytest.mark.requirement("R002", "P11")
@pytest.mark.parametrize(
    "heading",
    [
        *(
            "الموقف الأمني",
            "العشيرة",
            "اللقب (العشيرة)",
            "الانتماء",
            "المذهب",
            "التهمة",
            "نتيجة التدقيق",
            "الرتبة",
        ),
        *(
            "Security status",
            "Tribe",
            "Risk level",
            "Affiliation",
            "Facebook",
            "GPS",
            "هۆز",
            "دۆخی ئەمنی",
            "العـشـيرة",
        ),
    ],
)
def test_a_column_that_may_not_exist_is_refused_by_name_and_its_cells_are_nowhere(heading):
    rows = [
        [*row, cell] for row, cell in zip(TWO_FAMILIES, [heading, "لا تقرأ هذا", "ولا هذا", "7"], strict=True)
    ]
    for roster in (read_rows(rows), read(as_xlsx(rows))):
        assert roster.refused_columns == (heading.replace("ـ", "ـ"),)
        assert people(roster) == EVERYONE
        assert "لا تقرأ هذا" not in repr(roster)
        assert heading not in roster.ignored_columns


def test_a_refused_column_is_not_read_even_where_another_word_of_it_is_wanted():
    headings = [heading if heading != "اللقب" else "اللقب / العشيرة" for heading in HEADINGS]
    roster = read_rows([headings, KHADIJA])
    assert roster.refused_columns == ("اللقب / العشيرة",)
    assert roster.families[0].head.name.laqab == ""


def test_a_list_without_a_needed_column_says_which():
    without = [place for place, heading in enumerate(HEADINGS) if heading not in ("صلة القرابة", "الجنس")]
    roster = read_rows([[row[place] for place in without] for row in TWO_FAMILIES])
    assert [(error.row, error.column, error.code) for error in roster.errors] == [
        (1, "sex", "column_missing"),
        (1, "relation", "column_missing"),
    ]
    assert roster.families == ()


@pytest.mark.parametrize(
    "data",
    [
        as_csv([["المحافظة", "عدد العوائل"], ["نينوى", "7"]]),
        b"hello\nworld",
        "لا شيء هنا".encode(),
        as_xlsx([["x"]]),
    ],
)
def test_a_file_without_a_list_says_so(data):
    roster = read(data)
    assert (faults(roster), roster.families) == ([(1, "header_missing")], ())


def test_a_corrected_file_gives_what_was_left_out_and_the_same_of_all_else():
    wrong = read_rows([HEADINGS, changed(KHADIJA, sex="؟"), HER_SON, YOUSIF])
    right = read_rows(TWO_FAMILIES)
    assert wrong.families[0] == right.families[1]
    assert people(right) == EVERYONE


@given(
    st.lists(st.sampled_from(range(len(ONE_CELL_WRONG) + 3)), min_size=1, max_size=12), st.integers(0, 999)
)
@settings(max_examples=60, deadline=None)
def test_planted_faults_come_back_exactly(kinds, seed):
    chance = random.Random(seed)
    rows, planted = [HEADINGS], []
    for number, kind in enumerate(kinds, start=1):
        head, child = changed(YOUSIF, family=str(number)), changed(HER_SON, family=str(number))
        family = [head, child]
        if kind < len(ONE_CELL_WRONG):
            field, cell, code, _ = ONE_CELL_WRONG[kind]
            at = chance.randrange(2)
            family[at] = changed(family[at], **{field: cell})
            planted.append((len(rows) + at + 1, code))
        rows += family
    roster = read_rows(rows)
    assert faults(roster) == planted
    assert len(roster.families) == len(kinds) - len(planted)


def test_every_code_that_the_reader_gives_is_declared_and_none_is_declared_in_vain():
    given_ = set()
    for source in Path(importer.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in ("BadDate", "BadName", "BadPlace", "Unreadable", "_fault", "RosterError"):
                    given_ |= {arg.value for arg in node.args[-1:] if isinstance(arg, ast.Constant)}
    assert given_ == set(FAULTS)
