"""Dates, digits and ages as people in Iraq write them, in the three languages."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from wasl.interfaces.web.ui import dates
from wasl.interfaces.web.ui.reader import reading_as
from wasl.kernel import clock

DAY = date(2026, 9, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(datetime(2026, 9, 20, 9, tzinfo=UTC)):
        yield


@pytest.mark.requirement("R079")
@pytest.mark.parametrize(
    ("language", "style", "written"),
    [
        ("ar", "day", "٢٠ أيلول ٢٠٢٦"),
        ("ar", "weekday", "الأحد ٢٠ أيلول ٢٠٢٦"),
        ("ar", "short", "٢٠/٩/٢٠٢٦"),
        ("ckb", "day", "٢٠ی ئەیلوولی ٢٠٢٦"),
        ("en", "weekday", "Sunday 20 September 2026"),
    ],
)
def test_a_date_has_the_month_names_and_digits_of_its_language(language, style, written):
    with translation.override(language):
        assert dates.iraqi_date(DAY, style) == written


def test_an_instant_is_written_in_the_time_of_iraq():
    late = datetime(2026, 9, 20, 22, 30, tzinfo=UTC)
    with translation.override("en"):
        assert dates.iraqi_date(late, "day_month") == "21 September"
        assert dates.clock_time(late) == "01:30"


def test_a_file_number_keeps_its_digits_in_the_middle_of_a_sentence():
    with translation.override("ar"):
        assert dates.digits("ملف K7-03F2، 12 وثيقة، 34-5678") == "ملف K7-03F2، ١٢ وثيقة، 34-5678"
        assert dates.digits("2026-11") == "٢٠٢٦-١١"


def test_the_account_decides_over_the_language_about_digits():
    with translation.override("ar"), reading_as(digits="latn"):
        assert dates.clock_time(time(9, 5)) == "09:05"
        assert dates.number(5200) == "5,200"
    with translation.override("ar"):
        assert dates.number(5200) == "٥٬٢٠٠"


@pytest.mark.requirement("R063")
@pytest.mark.parametrize(
    ("birth", "said"),
    [
        (date(2026, 2, 21), "6 months"),
        (date(2024, 9, 21), "23 months"),
        (date(1992, 9, 20), "34 years"),
        (date(1992, 9, 21), "33 years"),
        ({"date": "1992-01-01", "accuracy": "year"}, "about 34 years"),
        ({"date": "1992", "accuracy": "estimated"}, "about 34 years"),
        ({"date": "2025-10", "accuracy": "month"}, "11 months"),
        (date(2027, 1, 1), "age not known"),
        (None, "age not known"),
    ],
)
def test_an_age_is_as_exact_as_the_birth_date(birth, said):
    with translation.override("en"):
        assert dates.age(birth) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (20, "today"),
        (21, "tomorrow"),
        (19, "yesterday"),
        (23, "in 3 days"),
        (16, "4 days ago"),
        (1, "1 September 2026"),
    ],
)
def test_a_near_day_is_said_as_people_say_it(day, said):
    with translation.override("en"):
        assert dates.when(date(2026, 9, day)) == said
