"""Before the convoy comes: who heads each family, how many they are and how old, and nothing else."""

import pytest

from tests.importer.lists import (
    HEADINGS,
    HER_SON,
    KHADIJA,
    TWO_FAMILIES,
    YOUSIF,
    as_csv,
    as_xlsx,
    changed,
    expect,
    faults,
)

SHORT = ("ت", "رقم العائلة", "اسم رب الأسرة", "عدد الأفراد", "الأعمار", "المحافظة", "العشيرة")


@pytest.mark.requirement("R028")
def test_a_list_of_people_becomes_heads_counts_and_ages():
    for data in (as_csv(TWO_FAMILIES), as_xlsx(TWO_FAMILIES)):
        read = expect(data)
        assert [
            (family.number, family.head.given, family.count, family.ages) for family in read.families
        ] == [
            ("1", "خديجة", 2, (48, 15)),
            ("2", "يوسف", 1, (57,)),
        ]
        assert (read.family_count, read.people_count) == (2, 3)
        for kept_out in ("0774", "الحويجة", "IQG", "زينب", "1978", "محمد"):
            assert kept_out not in repr(read)


def test_a_list_with_one_line_for_each_family():
    rows = [
        ["قائمة الوصول المتوقع"],
        SHORT,
        [1, "12", "خديجة أحمد هاشم الكركوكي", "٣", "48، 15، 9", "كركوك", "لا تقرأ"],
        [2, "13", "عبد الرحمن عبد الله خلف", 2, "60 و 55", "نينوى", "لا تقرأ"],
        [None, "المجموع", "2 عائلة", 5],
    ]
    for data in (as_csv(rows), as_xlsx(rows)):
        read = expect(data)
        assert faults(read) == []
        assert [(family.number, family.row, family.count, family.ages) for family in read.families] == [
            ("12", 3, 3, (48, 15, 9)),
            ("13", 4, 2, (60, 55)),
        ]
        assert read.families[1].head.father == "عبد الله"
        assert read.families[0].head.laqab == "الكركوكي"
        assert read.refused_columns == ("العشيرة",)
        assert read.ignored_rows == (5,)
        assert "لا تقرأ" not in repr(read)


def test_faults_of_a_list_of_families():
    rows = [
        SHORT,
        [1, "12", "", 3, "", "", ""],
        [2, "13", "سعاد علي حسن", "كثير", "", "", ""],
        [3, "14", "هدى علي حسن", "", "40, 7", "", ""],
        [4, "14", "هدى علي حسن", 2, "40, 7", "", ""],
        [5, "15", "منى علي حسن", 1, "40, 7", "", ""],
        [6, "16", "رنا علي حسن", 2, "كبيرة", "", ""],
    ]
    read = expect(as_csv(rows))
    assert faults(read) == [
        *((2, "name_missing"), (3, "count_invalid"), (5, "family_number_twice")),
        *((6, "ages_more_than_people"), (7, "ages_invalid")),
    ]
    assert [(family.head.given, family.count) for family in read.families] == [("هدى", 2)]


def test_a_list_of_people_is_held_to_the_same_rules_before_and_after_arrival():
    rows = [HEADINGS, changed(KHADIJA, relation="زوجة"), HER_SON, YOUSIF]
    assert faults(expect(as_csv(rows))) == [(2, "head_missing")]
    assert faults(expect(b"nothing here")) == [(1, "header_missing")]
