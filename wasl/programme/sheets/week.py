"""week.toml: what appointments there are, where they can be, and how many hours a week may be asked of an adult."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wasl.kernel.text import LocalizedText
from wasl.programme.reading import Sheet
from wasl.programme.sheets.header import Coded, read_coded

#: the grain of a diary, in minutes
QUARTER = 15
HOURS_OF_A_WEEK = 7 * 24
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of appointment. `unit`: services counted in this unit are what it delivers, so that no hour counts twice;
    `away`: it is not in one of our rooms."""

    code: str
    name: LocalizedText
    minutes: int
    circle: str
    childcare: bool
    unit: str
    away: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A room, or where small children are looked after (`places` at once). Without `centre`: in every centre."""

    code: str
    name: LocalizedText
    centre: str
    places: int = 1


@dataclass(frozen=True, slots=True)
class Hours:
    """How many hours of a week may be asked of one adult."""

    most: int
    most_with_small_children: int
    most_without_childcare: int

    def most_of(self, small_children: int) -> int:
        return self.most_with_small_children if small_children else self.most


@dataclass(frozen=True, slots=True)
class Week:
    """All of week.toml; times of the day in minutes after midnight."""

    begins: int
    ends: int
    small_child_under: int
    hours: Hours
    kinds: Mapping[str, Kind]
    rooms: Mapping[str, Place]
    childcare: Mapping[str, Place]
    cancel_reasons: Mapping[str, Coded]
    missed_reasons: Mapping[str, Coded]

    def rooms_of(self, centre: str) -> tuple[Place, ...]:
        return tuple(room for room in self.rooms.values() if room.centre in ("", centre))

    def childcare_of(self, centre: str) -> tuple[Place, ...]:
        return tuple(place for place in self.childcare.values() if place.centre in ("", centre))


def read(sheet: Sheet) -> Week:
    found = Week(
        begins=_time(sheet, "day_begins"),
        ends=_time(sheet, "day_ends"),
        small_child_under=sheet.whole("small_child_under", least=1, most=12),
        hours=_hours(sheet.table("hours")),
        kinds=MappingProxyType({kind.code: kind for kind in map(_kind, sheet.tables("kind"))}),
        rooms=_places(sheet, "room"),
        childcare=_places(sheet, "childcare"),
        cancel_reasons=read_coded(sheet, "cancel_reason", "cancel_reason"),
        missed_reasons=read_coded(sheet, "missed_reason", "missed_appointment_reason"),
    )
    if found.begins >= found.ends:
        sheet.fault("day_ends", "value_wrong", "the day ends before it begins.", "Write the later time here.")
    sheet.done()
    return found


def _time(sheet: Sheet, key: str) -> int:
    text = sheet.string(key)
    found = _TIME.fullmatch(text)
    if not found or int(found[2]) % QUARTER:
        if text:
            sheet.fault(
                key, "value_wrong", f"{text!r} is no quarter of an hour.", 'Write "08:00" or "14:30".'
            )
        return 0
    return int(found[1]) * 60 + int(found[2])


def _hours(sheet: Sheet) -> Hours:
    hours = Hours(
        most=sheet.whole("most", least=1, most=HOURS_OF_A_WEEK),
        most_with_small_children=sheet.whole("most_with_small_children", least=1, most=HOURS_OF_A_WEEK),
        most_without_childcare=sheet.whole("most_without_childcare", most=HOURS_OF_A_WEEK),
    )
    for key, value in (
        ("most_with_small_children", hours.most_with_small_children),
        ("most_without_childcare", hours.most_without_childcare),
    ):
        if value > hours.most:
            sheet.fault(
                key, "value_wrong", f"{key!r} is above `most`.", f"Write {hours.most} or fewer hours."
            )
    sheet.done()
    return hours


def _kind(sheet: Sheet) -> Kind:
    kind = Kind(
        code=sheet.code(declares="appointment"),
        name=sheet.text("name"),
        minutes=sheet.whole("minutes", least=QUARTER, most=10 * 60),
        circle=sheet.choice("circle", ("family", "own"), default="family"),
        childcare=sheet.flag("childcare", default=True),
        unit=sheet.refer("unit", "unit", required=False),
        away=sheet.flag("away"),
    )
    if kind.minutes % QUARTER:
        sheet.fault(
            "minutes", "value_wrong", f"{kind.minutes} are no quarters of an hour.", "Write 15, 30, 45 …"
        )
    sheet.done()
    return kind


def _places(sheet: Sheet, key: str) -> Mapping[str, Place]:
    found = {}
    for entry in sheet.tables(key):
        place = Place(
            code=entry.code(declares=key),
            name=entry.text("name"),
            centre=entry.refer("centre", "centre", required=False),
            places=entry.whole("places", least=1, most=500) if key == "childcare" else 1,
        )
        found[place.code] = place
        entry.done()
    return MappingProxyType(found)
