"""calendar.toml: which days are worked. Feasts by the moon are confirmed each year, so each says whether it is."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wasl.kernel.clock import Calendar
from wasl.kernel.text import LocalizedText
from wasl.programme.reading import Sheet

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off, or several from `date` on."""

    date: dt.date
    days: int
    name: LocalizedText
    confirmed: bool

    def dates(self) -> tuple[dt.date, ...]:
        return tuple(self.date + dt.timedelta(days=n) for n in range(self.days))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """All of calendar.toml."""

    timezone: str
    weekend: frozenset[int]
    holidays: tuple[Holiday, ...]
    calendar: Calendar

    def holiday_on(self, day: dt.date) -> Holiday | None:
        return next((holiday for holiday in self.holidays if day in holiday.dates()), None)

    @property
    def to_confirm(self) -> tuple[Holiday, ...]:
        return tuple(holiday for holiday in self.holidays if not holiday.confirmed)


def read(sheet: Sheet) -> WorkingDays:
    names = sheet.strings("weekend")
    for name in names:
        if name not in WEEKDAYS:
            sheet.fault("weekend", "value_wrong", f"{name!r} is no day.", f"Use: {', '.join(WEEKDAYS)}.")
    weekend = frozenset(WEEKDAYS.index(name) for name in names if name in WEEKDAYS)
    if len(weekend) == len(WEEKDAYS):
        sheet.fault("weekend", "value_wrong", "no working day is left.", "Name the days off only.")
        weekend = frozenset()
    holidays = tuple(map(_read_holiday, sheet.tables("holiday", named="date")))
    found = WorkingDays(
        timezone=sheet.string("timezone"),
        weekend=weekend,
        holidays=holidays,
        calendar=Calendar(weekend, frozenset(day for holiday in holidays for day in holiday.dates())),
    )
    _check_timezone(sheet, found.timezone)
    sheet.done()
    return found


def _check_timezone(sheet: Sheet, name: str) -> None:
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        sheet.fault(
            "timezone", "value_wrong", f"{name!r} is no time zone.", 'Write "Asia/Baghdad" or the like.'
        )


def _read_holiday(sheet: Sheet) -> Holiday:
    holiday = Holiday(
        date=sheet.date("date"),
        days=sheet.whole("days", least=1, most=14, default=1),
        name=sheet.text("name"),
        confirmed=sheet.flag("confirmed", default=True),
    )
    if holiday.date != dt.date.min:
        sheet.notes.declare("holiday", holiday.date.isoformat(), sheet.file, sheet.place)
    sheet.done()
    return holiday
