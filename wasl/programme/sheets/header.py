"""programme.toml: what the programme is, where it works, how long it takes, and the ways through it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wasl.kernel.text import LocalizedText
from wasl.programme.criteria import Criterion, read_criteria
from wasl.programme.reading import Sheet
from wasl.programme.vocabulary import Vocabulary

PHASES = ("entry", "rehabilitation", "exit", "aftercare")


@dataclass(frozen=True, slots=True)
class Centre:
    """A place where people stay or come to. Capacities are settings, never limits on anybody's right."""

    code: str
    name: LocalizedText
    place: str
    capacity_families: int
    capacity_people: int
    phases: tuple[str, ...]
    sections: Mapping[str, int]
    """How many families each section is meant for, by the code of its team; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class PhaseDays:
    """From and to which day after arrival a phase is expected to run."""

    code: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Pathway:
    """A way through the programme. A path with a gate is never entered by category, only by these criteria."""

    code: str
    name: LocalizedText
    explanation: LocalizedText
    planned_days: int
    range_days: tuple[int, int]
    phases: Mapping[str, PhaseDays]
    gate: tuple[Criterion, ...]
    reversible: bool
    aftercare_floor: str
    aftercare_floor_days: int


@dataclass(frozen=True, slots=True)
class Coded:
    """A code and its words: a reason, a kind, a unit."""

    code: str
    name: LocalizedText


@dataclass(frozen=True, slots=True)
class Wait(Coded):
    """What a file can wait for. `days`: half of such waits are over by the first, nine in ten by the second; the
    estimate until enough of the centre's own have ended."""

    days: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages, by its own name."""

    code: str
    name: str
    direction: str


@dataclass(frozen=True, slots=True)
class Header:
    """All of programme.toml."""

    code: str
    name: LocalizedText
    outside_name: LocalizedText
    owner: LocalizedText
    description: LocalizedText
    setting: str
    unit: str
    phases: Mapping[str, LocalizedText]
    centres: Mapping[str, Centre]
    pathways: Mapping[str, Pathway]
    waiting_reasons: Mapping[str, Wait]
    languages: Mapping[str, Language]
    entry_clearance: tuple[str, ...]


def read(sheet: Sheet, vocabulary: Vocabulary) -> Header:
    header = Header(
        code=sheet.code(),
        name=sheet.text("name"),
        outside_name=sheet.text("outside_name"),
        owner=sheet.text("owner"),
        description=sheet.text("description"),
        setting=sheet.choice("setting", ("residential", "prison", "community", "mobile")),
        unit=sheet.choice("unit", ("family", "person")),
        phases=_read_phases(sheet.table("phases")),
        centres=MappingProxyType({c.code: c for c in map(_read_centre, sheet.tables("centre"))}),
        pathways=MappingProxyType(
            {p.code: p for p in (_read_pathway(s, vocabulary) for s in sheet.tables("pathway"))}
        ),
        waiting_reasons=_read_waits(sheet),
        languages=MappingProxyType(
            {lang.code: lang for lang in map(_read_language, sheet.tables("language"))}
        ),
        entry_clearance=sheet.strings("entry_clearance"),
    )
    for value in header.entry_clearance:
        if value not in ("cleared_for_programme", "not_applicable"):
            sheet.fault(
                "entry_clearance",
                "value_wrong",
                f"{value!r} may not be stored about another authority's decision.",
                "Keep only cleared_for_programme and not_applicable.",
            )
    sheet.done()
    return header


def read_coded(sheet: Sheet, key: str, kind: str) -> Mapping[str, Coded]:
    """A [[list]] of codes with words."""
    found: dict[str, Coded] = {}
    for entry in sheet.tables(key):
        one = Coded(entry.code(declares=kind), entry.text("name"))
        entry.done()
        found[one.code] = one
    return MappingProxyType(found)


def _read_waits(sheet: Sheet) -> Mapping[str, Wait]:
    found: dict[str, Wait] = {}
    for entry in sheet.tables("waiting_reason"):
        one = Wait(entry.code(declares="waiting_reason"), entry.text("name"), entry.span("days") or (0, 0))
        entry.done()
        found[one.code] = one
    return MappingProxyType(found)


def _read_phases(sheet: Sheet) -> Mapping[str, LocalizedText]:
    found = {phase: sheet.text(phase) for phase in PHASES}
    sheet.done()
    return MappingProxyType(found)


def _read_centre(sheet: Sheet) -> Centre:
    centre = Centre(
        code=sheet.code(declares="centre"),
        name=sheet.text("name"),
        place=sheet.string("place"),
        capacity_families=sheet.whole("capacity_families", least=1),
        capacity_people=sheet.whole("capacity_people", least=1),
        phases=sheet.references("phases", "phase", required=True),
        sections=_read_sections(sheet),
    )
    if sum(centre.sections.values()) > centre.capacity_families:
        sheet.fault(
            "section",
            "value_wrong",
            "the sections together hold more families than the centre.",
            "Correct the capacity of the sections or of the centre.",
        )
    sheet.done()
    return centre


def _read_sections(sheet: Sheet) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for entry in sheet.tables("section", required=False):
        code = entry.string("code")
        if code in found:
            entry.fault("code", "value_wrong", f"{code!r} stands twice.", "Name each section once.")
        found[code] = entry.whole("capacity_families", least=1)
        entry.done()
    return MappingProxyType(found)


def _read_language(sheet: Sheet) -> Language:
    language = Language(
        code=sheet.code(declares="language"),
        name=sheet.string("name"),
        direction=sheet.choice("direction", ("rtl", "ltr")),
    )
    sheet.done()
    return language


def _read_pathway(sheet: Sheet, vocabulary: Vocabulary) -> Pathway:
    code = sheet.code(declares="pathway")
    floor = sheet.refer("aftercare_floor", "level", required=False)
    pathway = Pathway(
        code=code,
        name=sheet.text("name"),
        explanation=sheet.text("explanation"),
        planned_days=sheet.whole("planned_days", least=1),
        range_days=sheet.span("range_days") or (0, 0),
        phases=_read_phase_days(sheet.table("days")),
        gate=read_criteria(sheet, "gate", f"gate line of {code}", vocabulary) if sheet.has("gate") else (),
        reversible=sheet.flag("reversible"),
        aftercare_floor=floor,
        aftercare_floor_days=sheet.whole("aftercare_floor_days", least=1) if floor else 0,
    )
    first, last = pathway.range_days
    if last and not first <= pathway.planned_days <= last:
        sheet.fault(
            "planned_days",
            "value_wrong",
            f"{pathway.planned_days} days lie outside {first} to {last}.",
            "Plan within range_days.",
        )
    sheet.done()
    return pathway


def _read_phase_days(sheet: Sheet) -> Mapping[str, PhaseDays]:
    found = {}
    for phase in PHASES:
        first, last = sheet.span(phase) or (0, 0)
        found[phase] = PhaseDays(phase, first, last)
    sheet.done()
    return MappingProxyType(found)
