"""What clerks write in the cells: dates, sexes, kinship, names in one cell, places, telephone numbers."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.importer.lists import HEADINGS, KHADIJA, PLACES, TODAY, YOUSIF, changed, faults, read_rows
from wasl.kernel.numerals import to_arabic_digits
from wasl.phases.entry_assessment.importer.dates import BadDate, read_age, read_birth
from wasl.phases.entry_assessment.importer.people import BadName, read_part, split_full
from wasl.phases.entry_assessment.importer.places_of_rows import BadPlace, PlaceReader, Return
from wasl.phases.entry_assessment.importer.vocabulary import headings, relation_of, sex_of

NO_ZONE = None  # a sheet's dates have none


def born(cell, today=TODAY, **how):
    found = read_birth(cell, today, **how)
    return (found.date, found.accuracy.value if found.accuracy else None)


FIFTH_OF_MARCH = (date(1987, 3, 5), "day")


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "5/3/1987",
            "05/03/1987",
            "5-3-1987",
            "5.3.1987",
            "5 / 3 / 1987",
            "5\\3\\1987",
            "٥/٣/١٩٨٧",
            "۵/۳/۱۹۸۷",
        ),
        *("1987-03-05", "1987/3/5", "1987-03-05 00:00:00", "1987-03-05T00:00:00", "٥/٣/٨٧", "5/3/87"),
        *(
            "5 آذار 1987",
            "٥ اذار ١٩٨٧",
            "5 مارس 1987",
            "5 ئازار 1987",
            "5 March 1987",
            "5-Mar-87",
        ),
        *("March 5, 1987", "1987 آذار 5", "5/آذار/1987", "05031987", 5031987, 19870305, "5/3/1987م"),
        *(
            datetime(1987, 3, 5, tzinfo=NO_ZONE),
            datetime(1987, 3, 5, 12, tzinfo=UTC),
            date(1987, 3, 5),
            31841,
            31841.0,
            "31841",
        ),
    ],
)
def test_one_day_written_in_many_ways(cell):
    assert born(cell) == FIFTH_OF_MARCH


@pytest.mark.parametrize(
    ("name", "month"),
    [
        *(
            ("كانون الثاني", 1),
            ("ك2", 1),
            ("كانون ثاني", 1),
            ("شباط", 2),
            ("آذار", 3),
            ("نيسان", 4),
            ("أيار", 5),
        ),
        *(("مايس", 5), ("حزيران", 6), ("تموز", 7), ("آب", 8), ("أيلول", 9), ("تشرين الأول", 10), ("ت1", 10)),
        *(("تشرين الثاني", 11), ("كانون الأول", 12), ("ك1", 12), ("يناير", 1), ("أغسطس", 8), ("ديسمبر", 12)),
        *(("کانوونی دووەم", 1), ("شوبات", 2), ("ئازار", 3), ("نیسان", 4), ("ئایار", 5), ("حوزەیران", 6)),
        *(("تەممووز", 7), ("ئاب", 8), ("ئەیلوول", 9), ("تشرینی یەکەم", 10), ("تشرینی دووەم", 11)),
        *(("کانوونی یەکەم", 12), ("Jan", 1), ("August", 8), ("sept", 9)),
    ],
)
def test_months_by_name_in_iraqi_arabic_sorani_and_english(name, month):
    assert born(f"12 {name} 1990") == (date(1990, month, 12), "day")
    assert born(f"{name} 1990") == (date(1990, month, 1), "month")


@pytest.mark.parametrize(
    "cell", ["1987", "١٩٨٧", 1987, 1987.0, "مواليد 1987", "سنة 1987", "1987 م", "00/00/1987", "1/7/1987"]
)
def test_a_year_alone_or_its_placeholder_day_is_known_to_the_year(cell):
    assert born(cell) == (date(1987, 7, 1), "year")


def test_other_degrees_of_knowing():
    assert born("1/1/1987") == (date(1987, 1, 1), "year")
    assert born("3/1987") == born("1987-03") == born("0/3/1987") == (date(1987, 3, 1), "month")
    assert born("حوالي 1987") == born("1987 تقريبا") == born("1987؟") == (date(1987, 7, 1), "estimated")
    assert (
        born("35 سنة")
        == born("٣٥ سنة")
        == born("عمره 35 سنة")
        == born("35 ساڵ")
        == (date(1991, 7, 1), "estimated")
    )
    assert born("8 أشهر") == born("8 months") == (date(2026, 3, 1), "estimated")


@pytest.mark.parametrize(
    "cell",
    [None, "", " ", "-", "؟", "غير معروف", "غير معلوم", "لا يوجد", "unknown", "N/A", "نازانرێت", "ـــ"],
)
def test_an_unknown_date_is_no_fault(cell):
    assert born(cell) == (None, None)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "31/02/1990",
            "32/1/1990",
            "5/13/1990",
            "12/25/1990",
            "1/2/3/1990",
            "٣١/٤/٢٠٠٠",
            "29/2/2001",
            "abc",
            "1/7",
        ),
        *(
            "187",
            "85",
            "15/15",
            "1800",
            "1405/3/2",
            "5/3/987",
            "#VALUE!",
            "99999999",
            True,
            time(5, 3),
            timedelta(3),
        ),
        *(12, 1.5, 10**20, "3 آذار شباط 1990", "آذار", "150 سنة", "=TODAY()"),
    ],
)
def test_what_is_no_date_is_a_fault(cell):
    with pytest.raises(BadDate) as caught:
        born(cell)
    assert caught.value.code == "date_invalid"


@pytest.mark.parametrize(
    "cell",
    ["2031", 2031, "23/11/2026", "1/1/2027", "2027-03", datetime(2030, 5, 5, tzinfo=NO_ZONE), "12/2026"],
)
def test_a_birth_to_come_is_a_fault_of_its_own(cell):
    with pytest.raises(BadDate) as caught:
        born(cell)
    assert caught.value.code == "date_in_future"


def test_a_child_of_this_year_is_not_from_the_future():
    in_spring = date(2026, 3, 1)
    assert born("2026", in_spring) == born("1/7/2026", in_spring) == (date(2026, 1, 1), "year")
    assert born("22/11/2026") == (TODAY, "day")
    assert born("5/3/27") == (date(1927, 3, 5), "day")  # two digits never mean a year to come


def test_a_workbook_of_an_old_mac_counts_its_days_from_1904():
    assert born(31841 - 1462, mac=True) == FIFTH_OF_MARCH


@given(
    st.dates(date(1910, 1, 1), TODAY),
    st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0:%d-%m-%Y}", "{0:%Y.%m.%d}"]),
)
def test_every_day_of_a_life_is_read_back(day, form):
    text = form.format(day)
    for written in (text, to_arabic_digits(text)):
        assert read_birth(written, TODAY).date == day


@given(st.text(max_size=30) | st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_no_cell_breaks_the_reading_of_dates(cell):
    for reader in (read_birth, read_age):
        try:
            found = reader(cell, TODAY)
        except BadDate:
            continue
        assert found.date is None or found.date <= TODAY


@pytest.mark.parametrize(
    "word", ["أنثى", "انثى", "انثي", "أُنثى", "أ", "F", "f", "Female", "بنت", "إمرأة", "مێ", "مێینە"]
)
def test_words_for_women_and_girls(word):
    assert sex_of(word) == "f"


@pytest.mark.parametrize("word", ["ذكر", "ذكَر", "ذ", "M", "m", "male", "ولد", "رجل", "نێر", "نێرینە", "پیاو"])
def test_words_for_men_and_boys(word):
    assert sex_of(word) == "m"


@pytest.mark.parametrize("word", ["", "؟", "1", "2", "غير معروف", "ذ/أ", "x", "م"])
def test_a_sex_that_is_not_told_is_not_guessed(word):
    assert sex_of(word) is None


@pytest.mark.parametrize(
    ("word", "role"),
    [
        *(
            ("رب الأسرة", "head"),
            ("ربة الاسرة", "head"),
            ("رب العائلة", "head"),
            ("رب اسرة", "head"),
            ("Head", "head"),
        ),
        *(("سەرۆکی خێزان", "head"), ("Head of Household", "head"), ("رب الأسره", "head"), ("معيلة", "head")),
        *(
            ("زوجة", "spouse"),
            ("زوج", "spouse"),
            ("زوجه", "spouse"),
            ("الزوجة الثانية", "spouse"),
            ("wife", "spouse"),
        ),
        *(
            ("ابن", "child"),
            ("إبن", "child"),
            ("ابنة", "child"),
            ("ابنه", "child"),
            ("بنت", "child"),
            ("کچ", "child"),
        ),
        *(("أم", "parent"), ("الأم", "parent"), ("والدة", "parent"), ("أب", "parent"), ("mother", "parent")),
        *(
            ("أخ", "sibling"),
            ("أخت", "sibling"),
            ("شقيقة", "sibling"),
            ("خوشک", "sibling"),
            ("brother", "sibling"),
        ),
        *(
            ("جدة", "grandparent"),
            ("جد", "grandparent"),
            ("داپیر", "grandparent"),
            ("grandmother", "grandparent"),
        ),
        *(
            ("حفيد", "grandchild"),
            ("حفيدة", "grandchild"),
            ("ابن الابن", "grandchild"),
            ("grandson", "grandchild"),
        ),
        *(("خالة", "other"), ("كنة", "other"), ("بنت الأخ", "other"), ("niece", "other"), ("جار", "other")),
        *(
            ("ابن/ابنة", "child"),
            ("daughter-in-law", "other"),
            ("step-son", "child"),
            ("زوجة (ثانية)", "spouse"),
            ("", None),
            ("غير معروف", None),
            ("-", None),
        ),
    ],
)
def test_words_of_kinship(word, role):
    assert relation_of(word) == role


FULL_NAMES = {
    "أحمد محمد علي": ("أحمد", "محمد", "علي", "", ""),
    "أحمد محمد علي الجبوري": ("أحمد", "محمد", "علي", "", "الجبوري"),
    "أحمد محمد علي حسن": ("أحمد", "محمد", "علي", "حسن", ""),
    "أحمد محمد علي حسن الجبوري": ("أحمد", "محمد", "علي", "حسن", "الجبوري"),
    "عبد الرحمن عبد الله عبد الكريم الموصلي": ("عبد الرحمن", "عبد الله", "عبد الكريم", "", "الموصلي"),
    "نور الدين أبو بكر صلاح الدين": ("نور الدين", "أبو بكر", "صلاح الدين", "", ""),
    "سيف الله هبة الله علي": ("سيف الله", "هبة الله", "علي", "", ""),
    "أم كلثوم حسين علي": ("أم كلثوم", "حسين", "علي", "", ""),
    "عبد محمد حسين": ("عبد", "محمد", "حسين", "", ""),
    "عبد علي محمد حسين": ("عبد علي", "محمد", "حسين", "", ""),
    "فاطمة بنت محمد بن علي": ("فاطمة", "محمد", "علي", "", ""),
    "الياس محمد الياس": ("الياس", "محمد", "الياس", "", ""),
    "علي الجبوري": ("علي", "", "", "", "الجبوري"),
    "زينب كريم محمد الحمداني الموصلي": ("زينب", "كريم", "محمد", "", "الحمداني الموصلي"),
    "محمد علي حسن آل ياسين": ("محمد", "علي", "حسن", "", "آل ياسين"),
    "أحمد / محمد / علي": ("أحمد", "محمد", "علي", "", ""),
    "فاطمة": ("فاطمة", "", "", "", ""),
    "ئازاد محەمەد عەلی زاخۆیی": ("ئازاد", "محەمەد", "عەلی", "", "زاخۆیی"),
    "Ahmed Mohammed Ali Al-Jubouri": ("Ahmed", "Mohammed", "Ali", "", "Al-Jubouri"),
    "Abd al-Rahman Abu Bakr Nour al-Din": ("Abd al-Rahman", "Abu Bakr", "Nour al-Din", "", ""),
    "Abdul Rahman Abd Al Kareem Hasan": ("Abdul Rahman", "Abd Al Kareem", "Hasan", "", ""),
}


@pytest.mark.parametrize(("text", "parts"), FULL_NAMES.items())
def test_a_whole_name_in_one_cell_comes_apart_where_its_bearer_would_part_it(text, parts):
    name = split_full(text)
    assert (name.given, name.father, name.grandfather, name.great, name.laqab) == parts


def test_a_list_with_whole_names_is_read_with_and_without_a_column_for_the_laqab():
    headings_ = (
        "رقم العائلة",
        "الاسم الثلاثي",
        "اللقب",
        "اسم الأم الثلاثي",
        "الجنس",
        "المواليد",
        "صلة القرابة",
    )
    row = ("1", "عبد الرحمن عبد الله خلف", "الجبوري", "أمينة حسن علي", "ذكر", "1980", "رب الأسرة")
    head = read_rows([headings_, row]).families[0].head
    assert (head.name.given, head.name.father, head.name.laqab) == ("عبد الرحمن", "عبد الله", "الجبوري")
    assert head.mother == ("أمينة", "حسن", "علي")
    name_only = ("رقم العائلة", "الاسم", "الجنس", "المواليد", "صلة القرابة")
    head = (
        read_rows([name_only, ("1", "عبد الرحمن عبد الله خلف الجبوري", "ذكر", "1980", "رب الأسرة")])
        .families[0]
        .head
    )
    assert (head.name.given, head.name.grandfather, head.name.laqab) == ("عبد الرحمن", "خلف", "الجبوري")


def test_the_identity_is_what_the_vault_seals():
    head = read_rows([HEADINGS, KHADIJA]).families[0].head
    assert head.identity() == {
        **{
            "given": "خديجة",
            "father": "أحمد",
            "grandfather": "هاشم",
            "great": "",
            "laqab": "الكركوكي",
            "kunya": "",
        },
        "mother": ["زينب", "", ""],
        "birth": {"date": "1978-03-12", "accuracy": "day"},
    }
    assert head.age(TODAY) == 48


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("x")', "+محمد", "@SUM(A1)", "محمد1", "<b>محمد</b>", "م" * 81, "محمد;علي"]
)
def test_what_cannot_be_a_name_is_a_fault(text):
    with pytest.raises(BadName) as caught:
        read_part(text)
    assert caught.value.code == "name_invalid"


def test_names_keep_their_spelling():
    assert read_part("  عبد   الرحمن ") == "عبد الرحمن"
    assert read_part("محەمەد") == "محەمەد"
    assert read_part("محمد (متوفى)") == "محمد"
    assert read_part("Sa'ad") == "Sa'ad"
    assert read_part("غير معروف") == read_part("؟") == ""


def where(governorate, district=""):
    try:
        return PlaceReader(PLACES).read(governorate, district)
    except BadPlace as bad:
        return (bad.field, bad.code)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "نينوى",
            "نينوا",
            "محافظة نينوى",
            "نَينوى",
            "Ninewa",
            "Nineveh",
            "ninawa",
            "نەینەوا",
            "پارێزگای نەینەوا",
        ),
        *("IQG15", "iqg15", "IQ-NI", "Ninewa Governorate", "Neynewa", "ＩＱＧ１５"),
    ],
)
def test_a_governorate_by_code_or_any_name(text):
    assert where(text) == Return("IQG15")


def test_districts_by_code_name_or_as_local_units():
    assert (
        where("نينوى", "قضاء سنجار")
        == where("IQG15", "شەنگال")
        == where("Ninewa", "Sinjar")
        == Return("IQG15", "IQG15Q07")
    )
    assert where("بغداد", "أبو غريب") == Return("IQG08", None, "أبو غريب")
    assert where("دهوك", "عقرة") == Return(
        "IQG09", "IQG15Q01"
    )  # administered from there, whatever its code says
    assert where("ديالى", "الحويجة") == Return("IQG10", None, "الحويجة")
    assert where("نينوى / تلعفر") == where("نينوى - تلعفر") == Return("IQG15", "IQG15Q08")
    assert where("الفلوجة") == Return("IQG01", "IQG01Q01")
    assert where("IQG13Q01") == Return("IQG13", "IQG13Q01")
    assert where("", "الحويجة") == Return("IQG13", "IQG13Q01")
    assert where("", "") == where("غير محدد", "-") == Return()


def test_places_that_are_not_known_and_codes_of_an_older_generation():
    assert where("كوكب المريخ", "أبو غريب") == ("governorate", "place_unknown")
    assert where("الرقة") == ("governorate", "place_unknown")
    for old in ("IQ-G08", "iq-g08", "IQ08096", "IQ-G08-01", "IQ-08"):
        assert where(old) == ("governorate", "place_code_obsolete")
    assert where("نينوى", "IQ08096") == ("district", "place_code_obsolete")
    assert where("نينوى", "IQG99Q01") == ("district", "place_unknown")


def test_telephones_are_one_number_however_written():
    for text in (
        "07747186838",
        "+964 774 718 6838",
        "٠٧٧٤٧١٨٦٨٣٨",
        "00964-7747186838",
        "7747186838",
        "0774 718 6838",
    ):
        row = changed(KHADIJA, phone=text)
        assert read_rows([HEADINGS, row]).families[0].head.phones == ("+9647747186838",), text
    two = changed(KHADIJA, phone="07747186838 / 07801234567")
    assert read_rows([HEADINGS, two]).families[0].head.phones == ("+9647747186838", "+9647801234567")
    assert read_rows([HEADINGS, changed(KHADIJA, phone="لا يوجد")]).families[0].head.phones == ()


def test_a_place_is_taken_over_from_the_family_when_a_line_has_none():
    son = changed(YOUSIF, given="عمر", relation="ابن", governorate="", district="")
    roster = read_rows([HEADINGS, YOUSIF, son])
    assert {(person.governorate, person.district) for person in roster.families[0].people} == {
        ("IQG15", "IQG15Q07")
    }


def test_a_fault_in_the_place_of_the_head_is_told_once():
    son = changed(YOUSIF, given="عمر", relation="ابن", governorate="", district="")
    assert faults(read_rows([HEADINGS, changed(YOUSIF, governorate="القمر"), son])) == [(2, "place_unknown")]


def test_no_heading_means_two_things():
    assert len(headings()) > 300
