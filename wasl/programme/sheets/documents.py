"""documents.toml: the civil documents, whose they are, and what is stopped without them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wasl.kernel.text import LocalizedText
from wasl.programme.reading import Sheet
from wasl.programme.sheets.header import Coded, read_coded

HOLDERS = ("person", "adult", "child", "household")
#: events of life after which a paper is wanted: of the newborn, of both who married or parted, of who heads the family
AFTER = ("birth", "marriage", "divorce", "death")
#: civil documents in general (dossier 4, SV-LG-02)
USUAL_DAYS = (30, 120)


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of paper. `holder`: who has one; `asked`: always, or only where the family says it matters; `days`:
    how long it usually takes to obtain, half of them by the first and nine in ten by the second; `bring`: what
    each must bring to a visit of the office, for papers that are issued there; `after`: the events of life after which
    it is wanted."""

    number: int
    code: str
    name: LocalizedText
    issuer: LocalizedText
    holder: str
    always_asked: bool
    blocks: LocalizedText
    service: str
    days: tuple[int, int]
    bring: LocalizedText | None
    after: tuple[str, ...] = ()

    @property
    def at_visits(self) -> bool:
        """Whether a mobile office issues it: then it is said what each must bring."""
        return self.bring is not None

    def is_for(self, age: int | None) -> bool:
        """Whether a person of this age holds one of their own."""
        match self.holder:
            case "household":
                return False
            case "adult":
                return age is None or age >= 18
            case "child":
                return age is not None and age < 18
        return True


@dataclass(frozen=True, slots=True)
class Documents:
    """All of documents.toml. `missing_states`: those in which a wanted document still needs a step; `visit_steps`:
    those in which it waits for nothing but the visit of the office."""

    kinds: Mapping[str, DocumentKind]
    states: Mapping[str, Coded]
    missing_states: frozenset[str]
    visit_steps: frozenset[str]
    steps: Mapping[str, Coded]

    def wanted_after(self, event: str) -> tuple[DocumentKind, ...]:
        """The papers that an event of life asks for."""
        return tuple(kind for kind in self.kinds.values() if event in kind.after)


def read(sheet: Sheet) -> Documents:
    kinds = {}
    for number, entry in enumerate(sheet.tables("document"), start=1):
        kind = _read_kind(entry, number)
        kinds[kind.code] = kind
    found = Documents(
        kinds=MappingProxyType(kinds),
        states=read_coded(sheet, "state", "document_state"),
        missing_states=frozenset(sheet.references("missing_states", "document_state", required=True)),
        visit_steps=frozenset(sheet.references("visit_steps", "document_step")),
        steps=read_coded(sheet, "step", "document_step"),
    )
    sheet.done()
    return found


def _read_kind(sheet: Sheet, number: int) -> DocumentKind:
    kind = DocumentKind(
        number=number,
        code=sheet.code(declares="document"),
        name=sheet.text("name"),
        issuer=sheet.text("issuer"),
        holder=sheet.choice("holder", HOLDERS),
        always_asked=sheet.flag("always_asked"),
        blocks=sheet.text("blocks"),
        service=sheet.refer("service", "service"),
        days=sheet.span("days", required=False) or USUAL_DAYS,
        bring=sheet.text_or_none("bring"),
        after=_events(sheet),
    )
    sheet.done()
    return kind


def _events(sheet: Sheet) -> tuple[str, ...]:
    named = sheet.strings("after", required=False)
    for event in named:
        if event not in AFTER:
            sheet.fault(
                "after", "value_wrong", f"{event!r} is no event of life.", f"Use one of {', '.join(AFTER)}."
            )
    return tuple(event for event in named if event in AFTER)
