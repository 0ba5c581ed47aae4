"""Dates, times, numbers and ages as people here write them.

Babel knows the Iraqi month names that Django's own Arabic does not; digits follow the reader. A file number keeps its
Latin digits wherever it stands, since it is read aloud and typed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_time, get_month_names
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from wasl.interfaces.web.ui import reader
from wasl.kernel import clock
from wasl.kernel.numerals import to_arabic_digits

LOCALES = {"ar": "ar_IQ", "ckb": "ckb_IQ", "en": "en_GB"}
PATTERNS = {
    "day": {"ckb": "dی MMMMی y", "": "d MMMM y"},
    "weekday": {"ckb": "EEEE، dی MMMMی y", "": "EEEE d MMMM y"},
    "day_month": {"ckb": "dی MMMM", "": "d MMMM"},
    "weekday_month": {"ckb": "EEEE، dی MMMM", "": "EEEE d MMMM"},
    "weekday_day": {"": "EEEE d"},
    "month": {"ckb": "MMMMی y", "": "MMMM y"},
    "name": {"": "EEEE"},
    "short": {"": "d/M/y"},
}
NEAR = 10
A_DIGIT = re.compile(r"[0-9]")
FILE_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{2}-[0-9A-Z]{4}(?![0-9A-Za-z])")


def _locale() -> str:
    return LOCALES.get(reader.language(), "en_GB")


def digits(value: object) -> str:
    """The same text in the reader's digits; file numbers stay as they are."""
    text = str(value)
    if not A_DIGIT.search(text) or not reader.current().arabic_digits:
        return text
    if "-" not in text:
        return to_arabic_digits(text)
    pieces, at = [], 0
    for found in FILE_NUMBER.finditer(text):
        pieces += [to_arabic_digits(text[at : found.start()]), found.group()]
        at = found.end()
    return "".join([*pieces, to_arabic_digits(text[at:])])


def number(value: float | Decimal) -> str:
    """A quantity with the separators of the language: 5,200 or ٥٬٢٠٠."""
    system = "arab" if reader.current().arabic_digits else "latn"
    text = str(format_decimal(value, locale=_locale(), numbering_system=system))
    return to_arabic_digits(text) if system == "arab" else text


def as_date(value: date | datetime | str) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def iraqi_date(value: date | datetime | str, style: str = "day") -> str:
    """Day, month and year with the month names used in Iraq."""
    return digits(_written(as_date(value), style, reader.language()))


@lru_cache(4096)
def _written(day: date, style: str, language: str) -> str:
    """Babel takes a tenth of a millisecond for each; a page has a hundred, and most of them on the same days."""
    forms = PATTERNS[style]
    return str(format_date(day, forms.get(language, forms[""]), locale=LOCALES.get(language, "en_GB")))


def month_names() -> list[str]:
    """The twelve months in the page's language, as Iraq names them."""
    names = get_month_names("wide", "stand-alone", locale=_locale())
    return [names[number] for number in range(1, 13)]


def clock_time(value: time | datetime) -> str:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return digits(format_time(value, "HH:mm", locale=_locale()))


def days(count: int) -> str:
    return digits(ngettext("%(count)d day", "%(count)d days", count) % {"count": count})


def when(value: date | datetime | str, today: date | None = None) -> str:
    """A near date as people say it (today, tomorrow, in 3 days), a far one written out."""
    day = as_date(value)
    away = (day - (today or clock.today())).days
    if away == 0:
        return gettext("today")
    if away in (1, -1):
        return gettext("tomorrow") if away == 1 else gettext("yesterday")
    if 1 < away <= NEAR:
        return digits(ngettext("in %(count)d day", "in %(count)d days", away) % {"count": away})
    if -NEAR <= away < -1:
        return digits(ngettext("%(count)d day ago", "%(count)d days ago", -away) % {"count": -away})
    return iraqi_date(day)


def near(value: date | datetime | str) -> str:
    """How far away a day is, where that is said in words; nothing where it would be the date again."""
    return when(value) if abs((as_date(value) - clock.today()).days) <= NEAR else ""


def age(birth: object, today: date | None = None) -> str:
    """Years, or months under two years; an estimated birth date says "about".

    Takes a date or the birth part of an identity document: ``{"date": "2019-05", "accuracy": "month"}``.
    """
    accuracy = "day"
    if isinstance(birth, dict):
        accuracy = str(birth.get("accuracy") or "day")
        birth = birth.get("date")
    if isinstance(birth, str) and birth:
        birth = date.fromisoformat((birth + "-01-01")[:10] if len(birth) in (4, 7) else birth[:10])
    if not isinstance(birth, date):
        return gettext("age not known")
    now = today or clock.today()
    months = (now.year - birth.year) * 12 + now.month - birth.month - (now.day < birth.day)
    if months < 0:
        return gettext("age not known")
    if months < 24 and accuracy in ("day", "month"):
        text = ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    else:
        years = months // 12
        text = ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    if accuracy in ("year", "estimated"):
        text = gettext("about %(age)s") % {"age": text}
    return digits(text)
