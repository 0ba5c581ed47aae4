"""No two ministries send the same sheet. The same three people must come out of every one of these."""

import random
from datetime import date, datetime

import pytest

from tests.importer.lists import (
    EVERYONE,
    HEADINGS,
    HER_SON,
    KHADIJA,
    TWO_FAMILIES,
    YOUSIF,
    as_csv,
    as_excel,
    as_xlsx,
    changed,
    faults,
    people,
    read,
    read_rows,
)

ENGLISH = (
    *("Family No.", "Name", "Father's Name", "Grandfather's name", "Surname", "Mother's Name", "Sex"),
    *("Date of Birth", "Relationship to Head", "Governorate of Return", "District", "Phone No.", "Remarks"),
)
SORANI = (
    *("ژمارەی خێزان", "ناو", "ناوی باوک", "ناوی باپیر", "نازناو", "ناوی دایک", "ڕەگەز"),
    *("بەرواری لەدایکبوون", "پەیوەندی خزمایەتی", "پارێزگای گەڕانەوە", "قەزا", "ژمارەی تەلەفۆن", "تێبینی"),
)
SLOPPY = (
    *("رقم  العائله *", "الأسم", "اسم الاب", "اسم الجــد", "اللقب/الشهرة", "أسم الام", "الجنس (ذ/أ)"),
    *("تاريخ التولد (يوم/شهر/سنة)", "صله القرابه", "المحافظه", "القضاء:", "رقم الهاتف\nان وجد", "ملاحظات"),
)
BILINGUAL = tuple(f"{arabic} / {english}" for arabic, english in zip(HEADINGS, ENGLISH, strict=True))


def is_whole(roster):
    assert faults(roster) == []
    assert people(roster) == EVERYONE
    khadija, yousif = roster.families[0].head, roster.families[1].head
    assert (khadija.name.father, khadija.name.grandfather, khadija.name.laqab) == ("أحمد", "هاشم", "الكركوكي")
    assert (khadija.sex, khadija.birth.date, khadija.mother[0]) == ("f", date(1978, 3, 12), "زينب")
    assert (khadija.governorate, khadija.district) == ("IQG13", "IQG13Q01")
    assert yousif.name.father == "عبد الله"
    return True


@pytest.mark.parametrize("headings", [HEADINGS, ENGLISH, SORANI, SLOPPY, BILINGUAL], ids=list("aekst"))
def test_headings_in_three_languages_or_two_at_once_or_misspelt(headings):
    assert is_whole(read_rows([headings, *TWO_FAMILIES[1:]]))
    assert is_whole(read(as_xlsx([headings, *TWO_FAMILIES[1:]])))
    assert is_whole(read(as_excel([["قائمة العوائل"], [], headings, *TWO_FAMILIES[1:]])))


@pytest.mark.parametrize("seed", range(12))
def test_columns_in_any_order(seed):
    order = list(range(len(HEADINGS)))
    random.Random(seed).shuffle(order)
    assert is_whole(read_rows([[row[place] for place in order] for row in TWO_FAMILIES]))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_every_separator_in_every_encoding(delimiter, encoding):
    assert is_whole(read(as_csv(TWO_FAMILIES, delimiter, encoding)))


def test_titles_and_empty_lines_above_and_totals_and_signatures_below():
    rows = [
        ["وزارة الهجرة والمهجرين"],
        ["قائمة عوائل القافلة (35)", None, None, "العدد: 7", None, "التاريخ: 2026/11/20"],
        [],
        *TWO_FAMILIES[:3],
        [],
        TWO_FAMILIES[3],
        [],
        ["المجموع", "2", "عائلة", "3", "فرد"],
        [None, "المجموع الكلي: 2 عائلة / 3 أفراد"],
        ["", "الذكور", "", "", "", "", "2"],
        ["", "", "", "توقيع الموظف", "", "", "", "مدير المركز"],
        ["صفحة 1 من 1"],
    ]
    for roster in (read_rows(rows), read(as_xlsx(rows))):
        assert is_whole(roster)
        assert roster.family_count == 2
        assert roster.families[1].head.row == 8
        assert roster.ignored_rows == (10, 11, 12, 13, 14)


def test_headings_once_more_on_every_page():
    assert is_whole(read_rows([HEADINGS, KHADIJA, HER_SON, ["صفحة 2"], HEADINGS, YOUSIF]))


def test_the_family_number_only_on_the_first_line_of_a_family():
    assert is_whole(read_rows([HEADINGS, KHADIJA, changed(HER_SON, family=""), YOUSIF]))


def test_merged_cells_for_number_and_places():
    son = changed(HER_SON, family=None, governorate=None, district=None)
    data = as_xlsx([HEADINGS, KHADIJA, son, YOUSIF], merge=("A2:A3", "J2:J3", "K2:K3"))
    roster = read(data)
    assert is_whole(roster)
    assert {(person.governorate, person.district) for person in roster.families[0].people} == {
        ("IQG13", "IQG13Q01")
    }


def test_the_family_number_on_a_line_of_its_own():
    headings = HEADINGS[1:]
    rows = [headings, ["العائلة رقم ١"], KHADIJA[1:], HER_SON[1:], ["العائلة رقم (2)"], YOUSIF[1:]]
    assert [number for number, _ in people(read_rows(rows))] == ["1", "1", "2"]


def test_no_family_number_at_all_but_a_head_begins_each_family():
    assert is_whole(read_rows([row[1:] for row in TWO_FAMILIES]))


def test_members_of_a_family_that_stand_apart_are_put_together():
    assert faults(read_rows([HEADINGS, KHADIJA, YOUSIF, HER_SON])) == []
    assert len(read_rows([HEADINGS, KHADIJA, YOUSIF, HER_SON]).families[0].people) == 2


def test_numbers_of_families_in_any_digits_or_as_numbers_of_a_sheet():
    rows = [HEADINGS, changed(KHADIJA, family=1.0), changed(HER_SON, family="٠١"), changed(YOUSIF, family=2)]
    assert is_whole(read(as_xlsx(rows)))


def test_the_head_may_stand_last_and_is_first_in_the_family():
    roster = read_rows([HEADINGS, HER_SON, KHADIJA])
    assert faults(roster) == []
    assert [person.name.given for person in roster.families[0].people] == ["خديجة", "محمد"]
    assert roster.families[0].row == 2


def test_headings_in_two_lines_with_a_group_above_its_parts():
    groups = ["ت", "رقم العائلة", "الأسماء", None, None, None, "اسم الأم", *HEADINGS[6:]]
    parts = [None, None, "الاسم", "اسم الأب", "اسم الجد", "اللقب"]
    body = [[place, row[0], *row[1:]] for place, row in enumerate(TWO_FAMILIES[1:], start=1)]
    data = as_xlsx([["وزارة الهجرة"], groups, parts, *body], merge=("C2:F2", "A2:A3"))
    assert is_whole(read(data))


def test_a_count_beside_every_line_is_no_loss_to_report():
    rows = [["ت", *HEADINGS]] + [[place, *row] for place, row in enumerate(TWO_FAMILIES[1:], start=1)]
    roster = read_rows(rows)
    assert is_whole(roster)
    assert roster.ignored_columns == ("الملاحظات",)


def test_what_nobody_asked_for_is_named_and_not_kept():
    rows = [
        [*row, extra] for row, extra in zip(TWO_FAMILIES, ["رقم البطاقة", "199812", "5", "7"], strict=True)
    ]
    roster = read_rows(rows)
    assert is_whole(roster)
    assert roster.ignored_columns == ("الملاحظات", "رقم البطاقة")
    assert "199812" not in repr(roster)
    assert "يتيم" not in repr(roster)  # it stood in the remarks


def test_the_list_is_found_among_other_sheets():
    notes = [["تعليمات"], ["يرجى ملء القائمة"]]
    summary = [["المحافظة", "عدد العوائل", "عدد الأفراد"], ["كركوك", 1, 2], ["نينوى", 1, 1]]
    assert is_whole(read(as_xlsx(notes, ملخص=summary, القائمة=TWO_FAMILIES)))
    again = read(as_xlsx(TWO_FAMILIES, نسخة=TWO_FAMILIES[:2]))
    assert is_whole(again)
    assert again.unread_sheets == ("نسخة",)  # said, so that nobody believes it was taken


def test_dates_of_a_sheet_as_dates_numbers_and_texts():
    rows = [
        HEADINGS,
        changed(KHADIJA, birth=datetime(1978, 3, 12)),  # noqa: DTZ001
        changed(HER_SON, birth=40688),
        changed(YOUSIF, birth=1969, phone=7747186838),
    ]
    roster = read(as_xlsx(rows))
    assert is_whole(roster)
    assert roster.families[0].people[1].birth.date == date(2011, 5, 25)
    assert roster.families[1].head.phones == ("+9647747186838",)


def test_lines_numbered_and_left_empty_are_no_people():
    empty = [["3", *[""] * 12], ["4", *[""] * 12], ["5", *[""] * 8, "كركوك", "", "", ""]]
    roster = read_rows([*TWO_FAMILIES, *empty])
    assert is_whole(roster)
    assert roster.ignored_rows == (5, 6, 7)


def test_rows_shorter_than_the_headings_and_trailing_separators():
    text = as_csv(TWO_FAMILIES).decode().replace("\r\n", ",,,,\r\n").replace(",,,,,,,", ",")
    assert is_whole(read(text.encode()))


def test_a_quotation_mark_that_nobody_closes_swallows_no_family():
    text = as_csv(
        [HEADINGS, KHADIJA, HER_SON, *[changed(YOUSIF, family=str(n)) for n in range(2, 12)]]
    ).decode()
    roster = read(text.replace(",علي,", ',"علي,').encode())
    assert roster.family_count == 11


def test_lines_inside_a_quoted_cell_are_counted_as_lines_of_the_file():
    rows = [HEADINGS, changed(KHADIJA, remarks="سطر\nثان\nثالث"), HER_SON, changed(YOUSIF, sex="؟")]
    assert faults(read_rows(rows)) == [(6, "sex_unknown")]


def test_of_two_columns_for_one_thing_the_plainer_heading_is_taken():
    rows = [
        [*row[:9], extra, *row[9:]]
        for row, extra in zip(TWO_FAMILIES, ["المحافظة", "بغداد", "x", "؟"], strict=True)
    ]
    roster = read_rows(rows)
    assert is_whole(roster)
    assert roster.ignored_columns == ("المحافظة", "الملاحظات")
    origin = [
        [*row, extra] for row, extra in zip(TWO_FAMILIES, ["محافظة الأصل", "بغداد", "x", "؟"], strict=True)
    ]
    assert is_whole(read_rows(origin))


def test_an_age_instead_of_a_birth_date():
    headings = [heading if heading != "تاريخ التولد" else "العمر" for heading in HEADINGS]
    roster = read_rows([headings, changed(KHADIJA, birth="48"), changed(HER_SON, birth="٧ أشهر")])
    assert faults(roster) == []
    khadija, son = roster.families[0].people
    assert (khadija.birth.date.year, khadija.birth.accuracy) == (1978, "estimated")
    assert (son.birth.date, son.birth.accuracy) == (date(2026, 4, 1), "estimated")
