"""What a synthetic course needs to know of its programme: intervals, codes and working days, ready for quick use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from wasl.interfaces.cli.demo.needs import Grid
from wasl.kernel.clock import Calendar
from wasl.programme.programme import Programme

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class GoalTerm:
    code: str
    from_score: int
    ages: tuple[int, int]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceTerm:
    code: str
    days_to_start: int
    sex: str
    ages: tuple[int, int]
    circle: str

    def fits(self, age: int, sex: str) -> bool:
        return self.ages[0] <= age <= self.ages[1] and self.sex in {"", sex}


@dataclass(frozen=True, slots=True)
class UrgentTerm:
    code: str
    domain: str
    owner: str
    circle: str


@dataclass(frozen=True, slots=True)
class ConsentTerm:
    code: str
    purpose: str
    optional: bool
    everyone: bool


@dataclass(frozen=True, slots=True)
class PathTerm:
    planned_days: int
    shortest: int
    longest: int
    floor: str
    floor_days: int


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything by its code, as the programme folder has it."""

    calendar: Calendar
    grid: Grid
    standard_path: str
    short_path: str
    paths: Mapping[str, PathTerm]
    assessment_due_days: int
    plan_due_days: int
    exit_lead_days: int
    notice_days: int
    need_from: int
    urgency_days: Mapping[int, int]
    circles: Mapping[str, str]
    no_goal_reasons: tuple[str, ...]
    goals: Mapping[str, tuple[GoalTerm, ...]]
    first_goals: tuple[tuple[str, str], ...]
    services: Mapping[str, ServiceTerm]
    group_services: tuple[str, ...]
    urgent: tuple[UrgentTerm, ...]
    consents: tuple[ConsentTerm, ...]
    review_days: Mapping[str, int]
    criteria: tuple[tuple[str, str], ...]
    exit_role: str
    departure_done: str
    departure_own: str
    contact_days: Mapping[tuple[str, str], tuple[int, ...]]
    contact_kinds: tuple[str, ...]
    reached: tuple[str, ...]
    missed: tuple[str, ...]
    missed_reasons: tuple[str, ...]
    aftercare_role: str
    aftercare_months: int
    closing: str
    waiting: tuple[str, ...]
    at_once: frozenset[int] = frozenset()
    _forward: dict[date, date] = field(default_factory=dict)
    _back: dict[date, date] = field(default_factory=dict)

    def roll(self, day: date) -> date:
        """This day, or the next that is worked."""
        found = self._forward.get(day)
        if found is None:
            found = self._forward[day] = self._worked(day, _DAY)
        return found

    def begun_by(self, score: int, on: date) -> date:
        """By when help for a need begins: what is urgent waits for no working day."""
        by_then = on + timedelta(days=self.urgency_days.get(score, 30))
        return by_then if score in self.at_once else self.roll(by_then)

    def back(self, day: date) -> date:
        """This day, or the last one before it that was worked."""
        found = self._back.get(day)
        if found is None:
            found = self._back[day] = self._worked(day, -_DAY)
        return found

    def _worked(self, day: date, step: timedelta) -> date:
        while not self.calendar.is_working(day):
            day += step
        return day

    @classmethod
    def of(cls, programme: Programme) -> "Terms":
        entry, rehabilitation = programme.entry, programme.rehabilitation
        leaving, aftercare = programme.exit, programme.aftercare
        gated = [path.code for path in programme.pathways.values() if path.gate]
        open_paths = [path.code for path in programme.pathways.values() if not path.gate]
        paths = {
            path.code: PathTerm(
                path.planned_days,
                *path.range_days,
                floor=path.aftercare_floor,
                floor_days=path.aftercare_floor_days,
            )
            for path in programme.pathways.values()
        }
        goals: dict[str, list[GoalTerm]] = {}
        for goal in rehabilitation.goals.values():
            if not goal.first_plan:
                goals.setdefault(goal.domain, []).append(
                    GoalTerm(goal.code, goal.from_score, goal.ages, goal.services)
                )
        results = aftercare.results.values()
        kinds = [kind.code for kind in aftercare.kinds.values() if not kind.outside]
        return cls(
            calendar=programme.calendar,
            grid=Grid.of(programme),
            standard_path=open_paths[0],
            short_path=gated[0] if gated else "",
            paths=paths,
            assessment_due_days=entry.assessment_due_days,
            plan_due_days=entry.plan_due_days,
            exit_lead_days=leaving.begin_days_before_planned,
            notice_days=leaving.notice_days,
            need_from=entry.need_from_score,
            urgency_days={score: urgency.days for score, urgency in entry.urgencies.items()},
            circles={domain.code: domain.circle for domain in programme.domains.values()},
            no_goal_reasons=tuple(entry.reasons_without_goal),
            goals={domain: tuple(found) for domain, found in goals.items()},
            first_goals=tuple((goal.code, goal.domain) for goal in rehabilitation.first_plan_goals),
            services=_services(programme),
            group_services=tuple(s.code for s in programme.services.values() if s.for_everyone),
            urgent=tuple(
                UrgentTerm(u.code, u.domain, u.owner, u.circle)
                for u in entry.urgent_needs.values()
                if u.circle != "sealed"
            ),
            consents=tuple(
                ConsentTerm(c.code, c.purpose, c.optional, c.asked_of == "everyone")
                for c in entry.consents.values()
            ),
            review_days=dict(rehabilitation.review_days),
            criteria=tuple((criterion.code, criterion.fact) for criterion in leaving.criteria),
            exit_role=leaving.decided_by[0],
            departure_done=next(d.code for d in leaving.departures.values() if d.completes),
            departure_own=next(
                d.code
                for d in leaving.departures.values()
                if d.aftercare and not d.completes and not d.needs_decision
            ),
            contact_days={
                (level, code): aftercare.schedule(level, floor=path.floor, floor_days=path.floor_days)
                for level in programme.levels
                for code, path in paths.items()
            },
            contact_kinds=tuple(kinds),
            reached=tuple(result.code for result in results if result.reached),
            missed=tuple(result.code for result in results if not result.reached),
            missed_reasons=tuple(aftercare.missed_reasons),
            aftercare_role=aftercare.owner_roles[0],
            aftercare_months=aftercare.months,
            closing=next(iter(aftercare.closings)),
            waiting=tuple(programme.waiting_reasons),
            at_once=frozenset(score for score, one in entry.urgencies.items() if one.first_answer_hours),
        )


def _services(programme: Programme) -> dict[str, ServiceTerm]:
    sexes = {"women": "f", "men": "m"}
    return {
        service.code: ServiceTerm(
            service.code,
            service.days_to_start or 14,
            sexes.get(service.open_to, ""),
            service.ages,
            service.circle,
        )
        for service in programme.services.values()
        if not service.for_everyone
    }
