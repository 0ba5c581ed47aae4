"""3-exit.toml: what must be in place before a family leaves, who decides, and how long before it is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wasl.kernel.text import LocalizedText
from wasl.programme.criteria import Criterion, read_criteria
from wasl.programme.reading import Sheet
from wasl.programme.sheets.header import Coded, read_coded
from wasl.programme.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class DepartureKind:
    """How a stay ended. `aftercare`: whether follow-up at home is offered; it is, whenever somebody goes home."""

    code: str
    name: LocalizedText
    aftercare: bool
    needs_decision: bool
    completes: bool


@dataclass(frozen=True, slots=True)
class Minimum:
    """What each person of these ages should have received one of before leaving, on these pathways (none named: all).

    `domain`: only who has a need in this field of life is meant; without it everybody is.
    """

    code: str
    name: LocalizedText
    pathways: tuple[str, ...]
    ages: tuple[int, int]
    domain: str
    services: tuple[str, ...]

    def is_meant_for(self, pathway: str, age: int | None) -> bool:
        """Of somebody whose age nobody knows nothing is missing."""
        on_it = not self.pathways or pathway in self.pathways
        return on_it and age is not None and self.ages[0] <= age <= self.ages[1]


@dataclass(frozen=True, slots=True)
class Exit:
    """All of 3-exit.toml."""

    criteria: tuple[Criterion, ...]
    decided_by: tuple[str, ...]
    panel: tuple[str, ...]
    not_by_caseworker: bool
    notice_days: int
    appeal_days: int
    begin_days_before_planned: int
    override_reasons: Mapping[str, Coded]
    package: Mapping[str, Coded]
    departures: Mapping[str, DepartureKind]
    minimum: Mapping[str, Minimum]


def read(sheet: Sheet, vocabulary: Vocabulary) -> Exit:
    decision = sheet.table("decision")
    found = Exit(
        criteria=read_criteria(sheet, "criterion", "exit criterion", vocabulary),
        decided_by=decision.references("decided_by", "role", required=True),
        panel=decision.references("panel", "role", required=True),
        not_by_caseworker=decision.flag("not_by_caseworker", default=True),
        notice_days=decision.whole("notice_days", least=1),
        appeal_days=decision.whole("appeal_days", least=1),
        begin_days_before_planned=decision.whole("begin_days_before_planned", least=1),
        override_reasons=read_coded(sheet, "override_reason", "override_reason"),
        package=read_coded(sheet, "package", "package"),
        departures=MappingProxyType({d.code: d for d in map(_read_departure, sheet.tables("departure"))}),
        minimum=MappingProxyType(
            {m.code: m for m in map(_read_minimum, sheet.tables("minimum", required=False))}
        ),
    )
    if not found.not_by_caseworker:
        decision.fault(
            "not_by_caseworker",
            "self_approval",
            "the worker of a family may not decide alone on its exit.",
            "Remove the line or write true.",
        )
    decision.done()
    sheet.done()
    return found


def _read_minimum(sheet: Sheet) -> Minimum:
    line = Minimum(
        code=sheet.code(declares="minimum"),
        name=sheet.text("name"),
        pathways=sheet.references("pathways", "pathway"),
        ages=sheet.span("ages", required=False) or (0, 130),
        domain=sheet.refer("domain", "domain", required=False),
        services=sheet.references("services", "service", required=True),
    )
    sheet.done()
    return line


def _read_departure(sheet: Sheet) -> DepartureKind:
    kind = DepartureKind(
        code=sheet.code(declares="departure"),
        name=sheet.text("name"),
        aftercare=sheet.flag("aftercare"),
        needs_decision=sheet.flag("needs_decision"),
        completes=sheet.flag("completes"),
    )
    sheet.done()
    return kind
