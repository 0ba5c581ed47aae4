"""4-aftercare.toml: contacts at home by support level, what is asked, and when a file may be closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wasl.kernel.text import LocalizedText
from wasl.programme.criteria import Criterion, read_criteria
from wasl.programme.reading import Sheet
from wasl.programme.sheets.header import Coded, read_coded
from wasl.programme.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Tier:
    """Contacts due on these days after departure. `code` is that of the support level it serves."""

    code: str
    name: LocalizedText
    days: tuple[int, ...]

    def next_after(self, day: int) -> int | None:
        """The first contact day after this day; nothing when the schedule is at its end."""
        return next((due for due in self.days if due > day), None)

    def within(self, first: int, last: int) -> tuple[int, ...]:
        return tuple(day for day in self.days if first <= day <= last)


@dataclass(frozen=True, slots=True)
class ContactKind:
    """A way to be in touch. `outside`: speaks with somebody other than the family, so needs their permission."""

    code: str
    name: LocalizedText
    service: str
    outside: bool


@dataclass(frozen=True, slots=True)
class ContactResult:
    """How a contact ended."""

    code: str
    name: LocalizedText
    reached: bool


@dataclass(frozen=True, slots=True)
class Track:
    """One thing that is followed at home. `domain` ties it to the need it answers."""

    code: str
    name: LocalizedText
    question: LocalizedText
    domain: str


@dataclass(frozen=True, slots=True)
class ClosingReason:
    """Why a file is closed and which criteria go with it; re-opening is always possible."""

    code: str
    name: LocalizedText
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Aftercare:
    """All of 4-aftercare.toml."""

    months: int
    tiers: Mapping[str, Tier]
    owner_roles: tuple[str, ...]
    another_worker: bool
    grace_days: int
    tries_before_not_reached: int
    ways_before_not_reached: int
    kinds: Mapping[str, ContactKind]
    results: Mapping[str, ContactResult]
    missed_reasons: Mapping[str, Coded]
    tracks: Mapping[str, Track]
    closed_by: tuple[str, ...]
    closings: Mapping[str, ClosingReason]

    def schedule(self, level: str, *, floor: str = "", floor_days: int = 0) -> tuple[int, ...]:
        """Contact days of a level; until `floor_days` those of the floor, where that one asks for more contacts."""
        own = self.tiers[level].days
        if not floor or len(self.tiers[floor].within(0, floor_days)) <= len(
            self.tiers[level].within(0, floor_days)
        ):
            return own
        return tuple(
            sorted({*self.tiers[floor].within(0, floor_days), *(day for day in own if day > floor_days)})
        )


def read(sheet: Sheet, vocabulary: Vocabulary) -> Aftercare:
    tiers = {tier.code: tier for tier in map(_read_tier, sheet.tables("tier"))}
    found = Aftercare(
        months=sheet.whole("months", least=1),
        tiers=MappingProxyType(tiers),
        owner_roles=sheet.references("owner_roles", "role", required=True),
        another_worker=sheet.flag("another_worker", default=True),
        grace_days=sheet.whole("grace_days"),
        tries_before_not_reached=sheet.whole("tries_before_not_reached", least=1),
        ways_before_not_reached=sheet.whole("ways_before_not_reached", least=1),
        kinds=MappingProxyType({k.code: k for k in map(_read_kind, sheet.tables("contact_kind"))}),
        results=MappingProxyType({r.code: r for r in map(_read_result, sheet.tables("contact_result"))}),
        missed_reasons=read_coded(sheet, "missed_reason", "missed_reason"),
        tracks=MappingProxyType({t.code: t for t in map(_read_track, sheet.tables("track"))}),
        closed_by=sheet.references("closed_by", "role", required=True),
        closings=MappingProxyType(
            {c.code: c for c in (_read_closing(s, vocabulary) for s in sheet.tables("closing"))}
        ),
    )
    sheet.done()
    return found


def rhythm_days(parts: list[tuple[int, int]]) -> tuple[int, ...]:
    """The days that `every` and `until` give: no gap is longer than its rhythm, and the last day is a contact."""
    days: list[int] = []
    last = 0
    for every, until in parts:
        while every > 0 and last + every <= until:
            last += every
            days.append(last)
    if parts and parts[-1][1] > last:
        days.append(parts[-1][1])
    return tuple(days)


def _read_tier(sheet: Sheet) -> Tier:
    if sheet.has("days"):
        days = sheet.wholes("days")
    else:
        parts = []
        for part in sheet.tables("rhythm", required=False, named="until"):
            parts.append((part.whole("every", least=1), part.whole("until", least=1)))
            part.done()
        days = rhythm_days(parts)
    code = sheet.refer("code", "level")
    sheet.notes.declare("tier", code, sheet.file, sheet.place)
    if not days:
        sheet.fault(
            "days",
            "aftercare_empty",
            "nobody would be contacted at home.",
            "Write days = [30, 90] or a [[tier.rhythm]].",
        )
    elif list(days) != sorted(set(days)) or days[0] < 1:
        sheet.fault(
            "days", "schedule_disordered", "the days do not rise from 1.", "Put them in order, each once."
        )
    tier = Tier(code, sheet.text("name"), days)
    sheet.done()
    return tier


def _read_kind(sheet: Sheet) -> ContactKind:
    kind = ContactKind(
        code=sheet.code(declares="contact_kind"),
        name=sheet.text("name"),
        service=sheet.refer("service", "service", required=False),
        outside=sheet.flag("outside"),
    )
    sheet.done()
    return kind


def _read_result(sheet: Sheet) -> ContactResult:
    result = ContactResult(sheet.code(declares="contact_result"), sheet.text("name"), sheet.flag("reached"))
    sheet.done()
    return result


def _read_track(sheet: Sheet) -> Track:
    track = Track(
        code=sheet.code(declares="track"),
        name=sheet.text("name"),
        question=sheet.text("question"),
        domain=sheet.refer("domain", "domain"),
    )
    sheet.done()
    return track


def _read_closing(sheet: Sheet, vocabulary: Vocabulary) -> ClosingReason:
    code = sheet.code(declares="closing")
    criteria = (
        read_criteria(sheet, "criterion", f"closing line of {code}", vocabulary)
        if sheet.has("criterion")
        else ()
    )
    reason = ClosingReason(code, sheet.text("name"), criteria)
    sheet.done()
    return reason
