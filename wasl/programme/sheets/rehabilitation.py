"""2-rehabilitation.toml: the service catalogue, what is proposed for which need, and how often a plan is reviewed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wasl.kernel.text import LocalizedText
from wasl.programme.reading import Sheet
from wasl.programme.sheets.header import Coded, read_coded

OPEN_TO = ("everyone", "women", "men")


@dataclass(frozen=True, slots=True)
class Service:
    """Something a person or family can receive. `for_everyone`: recorded for groups, without a goal; `hours_a_week`:
    what it asks of the person while it runs, where that is known."""

    code: str
    name: LocalizedText
    group: str
    unit: str
    days_to_start: int | None
    open_to: str
    women_form: LocalizedText | None
    ages: tuple[int, int]
    prerequisites: tuple[str, ...]
    for_everyone: bool
    childcare: bool
    hours_a_week: int
    circle: str
    record: str
    offered: bool
    mhpss: str
    cluster: str

    def fits(self, age: int | None) -> bool:
        return age is None or self.ages[0] <= age <= self.ages[1]


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal that can be proposed, in the words the family reads. `first_plan`: part of every first plan."""

    code: str
    name: LocalizedText
    domain: str
    from_score: int
    ages: tuple[int, int]
    services: tuple[str, ...]
    first_plan: bool

    def fits(self, age: int | None) -> bool:
        return age is None or self.ages[0] <= age <= self.ages[1]


@dataclass(frozen=True, slots=True)
class Rehabilitation:
    """All of 2-rehabilitation.toml. `catalogue` has every service, `services` those offered here."""

    groups: Mapping[str, Coded]
    units: Mapping[str, Coded]
    catalogue: Mapping[str, Service]
    services: Mapping[str, Service]
    goals: Mapping[str, Goal]
    review_days: Mapping[str, int]
    review_grace_days: int
    change_reasons: Mapping[str, Coded]
    postpone_reasons: Mapping[str, Coded]
    conference_levels: tuple[str, ...]

    @property
    def first_plan_goals(self) -> tuple[Goal, ...]:
        return tuple(goal for goal in self.goals.values() if goal.first_plan)


def read(sheet: Sheet) -> Rehabilitation:
    groups = read_coded(sheet, "group", "group")
    catalogue = {s.code: s for s in map(_read_service, sheet.tables("service"))}
    found = Rehabilitation(
        groups=groups,
        units=read_coded(sheet, "unit", "unit"),
        catalogue=MappingProxyType(catalogue),
        services=MappingProxyType({code: service for code, service in catalogue.items() if service.offered}),
        goals=MappingProxyType({g.code: g for g in map(_read_goal, sheet.tables("goal"))}),
        review_days=_read_review_days(sheet.table("review_days")),
        review_grace_days=sheet.whole("review_grace_days"),
        change_reasons=read_coded(sheet, "change_reason", "change_reason"),
        postpone_reasons=read_coded(sheet, "postpone_reason", "postpone_reason"),
        conference_levels=sheet.references("conference_levels", "level"),
    )
    _warn_of_one_sex_only(sheet, found)
    sheet.done()
    return found


def _read_service(sheet: Sheet) -> Service:
    service = Service(
        code=sheet.code(declares="service"),
        name=sheet.text("name"),
        group=sheet.refer("group", "group"),
        unit=sheet.refer("unit", "unit"),
        days_to_start=sheet.whole_or_none("days_to_start"),
        open_to=sheet.choice("open_to", OPEN_TO, default="everyone"),
        women_form=sheet.text_or_none("women_form"),
        ages=sheet.span("ages", required=False) or (0, 130),
        prerequisites=sheet.references("prerequisites", "service"),
        for_everyone=sheet.flag("for_everyone"),
        childcare=sheet.flag("childcare"),
        hours_a_week=sheet.whole("hours_a_week", most=60, default=0),
        circle=sheet.choice("circle", ("family", "own", "sealed"), default="family"),
        record=sheet.choice("record", ("full", "attendance"), default="full"),
        offered=sheet.flag("offered", default=True),
        mhpss=sheet.string("mhpss", required=False),
        cluster=sheet.string("cluster"),
    )
    if service.code in service.prerequisites:
        sheet.fault(
            "prerequisites", "value_wrong", "the service waits for itself.", "Remove it from the list."
        )
    sheet.done()
    return service


def _read_goal(sheet: Sheet) -> Goal:
    first_plan = sheet.flag("first_plan")
    goal = Goal(
        code=sheet.code(declares="goal"),
        name=sheet.text("name"),
        domain=sheet.refer("domain", "domain"),
        from_score=sheet.whole("from_score", most=4, default=2),
        ages=sheet.span("ages", required=False) or (0, 130),
        services=sheet.references("services", "service", required=True),
        first_plan=first_plan,
    )
    sheet.done()
    return goal


def _read_review_days(sheet: Sheet) -> Mapping[str, int]:
    """Days between reviews by support level; whether each level has one is checked when levels are known."""
    found = {level: sheet.whole(level, least=1) for level in sheet.every_key()}
    for level in found:
        sheet.notes.declare("review interval", level, sheet.file, sheet.at(level))
    return MappingProxyType(found)


def _warn_of_one_sex_only(sheet: Sheet, found: Rehabilitation) -> None:
    """A set of services open to one sex only leaves the others without it (R033)."""
    sets: dict[str, list[Service]] = {}
    for service in found.services.values():
        sets.setdefault(f"group[{service.group}]", []).append(service)
    for goal in found.goals.values():
        offered = [found.services[code] for code in goal.services if code in found.services]
        sets[f"goal[{goal.code}]"] = offered
    for place, services in sets.items():
        sexes = {service.open_to for service in services}
        if len(sexes) == 1 and sexes != {"everyone"}:
            sheet.notes.warn(
                sheet.file,
                place,
                "one_sex_only",
                f"every service here is open to {sexes.pop()} only.",
                "Offer a matching service to the others, or open one of these.",
            )
