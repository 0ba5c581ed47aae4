"""Birth dates as clerks write them: any digits, separators, month names, only a year, an age, an Excel number."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from wasl.kernel.names import normal
from wasl.kernel.numerals import to_ascii_digits
from wasl.people.enums import Accuracy
from wasl.phases.entry_assessment.importer.roster import Birth
from wasl.phases.entry_assessment.importer.sheets import Cell
from wasl.phases.entry_assessment.importer.vocabulary import clean, date_words, is_unknown

OLDEST: Final = 120
_EXCEL_ZERO: Final = date(1899, 12, 30)
_EXCEL_ZERO_MAC: Final = date(1904, 1, 1)
_SERIALS: Final = range(3_654, 80_000)  # 1910 to 2119

_TIME: Final = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp][Mm]|ص|م)?Z?$")
_NUMBER_OR_WORD: Final = re.compile(r"\d+|[^\W\d_]+(?:\u200c[^\W\d_]+)*")


class BadDate(Exception):
    """A birth date that is none: code `date_invalid` or `date_in_future`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_birth(cell: Cell, today: date, *, mac: bool = False) -> Birth:
    """The birth date in a cell; raises `BadDate`."""
    if isinstance(cell, datetime):
        return _exact(cell.date(), today)
    if isinstance(cell, date):
        return _exact(cell, today)
    if cell is None or isinstance(cell, str):
        return _read_text(clean(cell or ""), today, mac)
    if isinstance(cell, bool | time | timedelta):
        raise BadDate("date_invalid")
    return _read_number(int(cell), today, mac)


def read_age(cell: Cell, today: date) -> Birth:
    """The birth year that an age tells; raises `BadDate`."""
    if isinstance(cell, float):
        cell = int(cell)
    text = (
        to_ascii_digits(clean(str(cell)))
        if isinstance(cell, str | int) and not isinstance(cell, bool)
        else "?"
    )
    if is_unknown(text) and not isinstance(cell, datetime | date | time | timedelta | bool):
        return Birth()
    if text.isdecimal():
        return _years_ago(int(text) * 12, today)
    found = _age([normal(word) for word in _NUMBER_OR_WORD.findall(text)], today)
    if found is None:
        raise BadDate("date_invalid")
    return found


def _read_number(number: int, today: date, mac: bool) -> Birth:
    if 1800 <= number <= 2999:
        return _year(number, today)
    if number in _SERIALS:
        zero = _EXCEL_ZERO_MAC if mac else _EXCEL_ZERO
        return _exact(zero + timedelta(days=number), today)
    if 1_000_000 <= number <= 99_999_999:  # 19870305, 05031987 (which loses its 0 in a number cell)
        digits = f"{number:08}"
        for year, month, day in (
            (digits[:4], digits[4:6], digits[6:]),
            (digits[4:], digits[2:4], digits[:2]),
        ):
            if 1900 <= int(year) <= today.year and 1 <= int(month) <= 12:
                return _day(int(year), int(month), int(day), today)
    raise BadDate("date_invalid")


def _read_text(text: str, today: date, mac: bool) -> Birth:
    if is_unknown(text):
        return Birth()
    text = _TIME.sub("", to_ascii_digits(text)).strip()
    if text.isdecimal():
        return _read_number(int(text), today, mac)
    if re.fullmatch(r"\d+\.0+", text):
        return _read_number(int(float(text)), today, mac)
    about = text[:1] in "~≈" or text[-1:] in "?؟~"
    tokens = [normal(token) for token in _NUMBER_OR_WORD.findall(text)]
    age = _age(tokens, today)
    if age is not None:
        return age
    about = about or any(token in date_words().about for token in tokens)
    parts = _with_months(
        [token for token in tokens if token not in date_words().about | date_words().fillers]
    )
    found = _from_parts(parts, today)
    return Birth(found.date, Accuracy.ESTIMATED) if about and found.date else found


def _age(tokens: list[str], today: date) -> Birth | None:
    """'35 سنة', '8 أشهر', 'عمره 12', 'سنة و 3 أشهر'; None when it is not an age."""
    units = date_words().units
    months, said = 0, False
    number: int | None = None
    for token in tokens:
        if token.isdecimal():
            number = int(token)
        elif token in units and number is not None:
            months, number, said = months + number * units[token], None, True
        elif token in date_words().before:
            said = True
        elif token not in date_words().about and token not in date_words().fillers:
            return None
    if not said:
        return None
    return _years_ago(months + (number or 0) * 12, today)


def _with_months(tokens: list[str]) -> list[str]:
    """The tokens with month names, of one word or two, as numbers marked by a leading 'm'."""
    found: list[str] = []
    place = 0
    while place < len(tokens):
        for size in (2, 1):
            month = date_words().months.get("".join(tokens[place : place + size]))
            if month is not None and place + size <= len(tokens):
                found.append(f"m{month}")
                place += size
                break
        else:
            found.append(tokens[place])
            place += 1
    return found


def _from_parts(parts: list[str], today: date) -> Birth:
    named = [part for part in parts if part.startswith("m") and part[1:].isdecimal()]
    if len(named) == 1:
        numbers = [part for part in parts if part not in named]
        if not all(number.isdecimal() for number in numbers):
            raise BadDate("date_invalid")
        month = named[0][1:]
        if len(numbers) == 1:
            return _ordered([month, numbers[0]], today)
        if len(numbers) == 2 and len(numbers[0]) == 4:
            return _ordered([numbers[0], month, numbers[1]], today)
        return _ordered([numbers[0], month, *numbers[1:]] if numbers else [], today)
    if named or not all(part.isdecimal() for part in parts):
        raise BadDate("date_invalid")
    return _ordered(parts, today)


def _ordered(numbers: list[str], today: date) -> Birth:
    """Year alone, month and year, day month year, or year month day. Never month before day."""
    if any(len(number) > 4 for number in numbers):
        raise BadDate("date_invalid")
    if len(numbers) == 1 and len(numbers[0]) == 4:
        return _year(int(numbers[0]), today)
    if len(numbers) == 2:
        year, month = (numbers[0], numbers[1]) if len(numbers[0]) == 4 else (numbers[1], numbers[0])
        return _month(_full_year(year, today), int(month), today)
    if len(numbers) == 3:
        if len(numbers[0]) == 4 or (len(numbers[2]) == 2 and int(numbers[0]) > 31):
            year, month, day = numbers
        else:
            day, month, year = numbers
        return _day(_full_year(year, today), int(month), int(day), today)
    raise BadDate("date_invalid")


def _full_year(text: str, today: date) -> int:
    """Four digits as they are; two are the last year that ends so and is not to come."""
    if len(text) == 4:
        return int(text)
    if len(text) != 2:
        raise BadDate("date_invalid")
    century = today.year - today.year % 100
    year = century + int(text)
    return year if year <= today.year else year - 100


def _check_year(year: int, today: date) -> None:
    if year > today.year:
        raise BadDate("date_in_future")
    if year < today.year - OLDEST:
        raise BadDate("date_invalid")


def _year(year: int, today: date, accuracy: Accuracy = Accuracy.YEAR) -> Birth:
    _check_year(year, today)
    middle = date(year, 7, 1)
    return Birth(middle if middle <= today else date(year, 1, 1), accuracy)


def _month(year: int, month: int, today: date) -> Birth:
    if month == 0:
        return _year(year, today)
    if month > 12:
        raise BadDate("date_invalid")
    _check_year(year, today)
    if (year, month) > (today.year, today.month):
        raise BadDate("date_in_future")
    return Birth(date(year, month, 1), Accuracy.MONTH)


def _day(year: int, month: int, day: int, today: date) -> Birth:
    if day == 0 or month == 0:
        return _month(year, month, today)
    try:
        born = date(year, month, day)
    except ValueError as error:
        raise BadDate("date_invalid") from error
    return _exact(born, today)


def _exact(born: date, today: date) -> Birth:
    if (born.month, born.day) in ((7, 1), (1, 1)):
        # 1 July and 1 January stand for "some day of that year" in most of the papers that people carry.
        _check_year(born.year, today)
        return Birth(born if born <= today else date(born.year, 1, 1), Accuracy.YEAR)
    if born > today:
        raise BadDate("date_in_future")
    _check_year(born.year, today)
    return Birth(born, Accuracy.DAY)


def _years_ago(months: int, today: date) -> Birth:
    if months > OLDEST * 12:
        raise BadDate("date_invalid")
    if months < 24:
        total = today.year * 12 + today.month - 1 - months
        return Birth(date(total // 12, total % 12 + 1, 1), Accuracy.ESTIMATED)
    return _year(today.year - months // 12, today, Accuracy.ESTIMATED)
