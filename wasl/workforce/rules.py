"""How heavy a worker's load is, whether a cover can be given, and who fits a family. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from wasl.kernel.decision import Decision, allow, refuse
from wasl.workforce.enums import Fit

#: tenths of an ordinary family: what a week of work with a family of this support level asks (DOSSIER 3.5, our default)
WEIGHTS: Mapping[str, int] = {"light": 5, "standard": 10, "enhanced": 15, "intensive": 20}
UNKNOWN_WEIGHT, AT_HOME_PERCENT = 10, 50
LONGEST_COVER = timedelta(days=92)
MOST_LINES, LONGEST_LIST = 60, timedelta(days=14)
BAGHDAD = "Asia/Baghdad"


def weight(level: str, *, at_home: bool, families: int = 1) -> int:
    """Tenths of an ordinary family; one that is at home asks half."""
    one = WEIGHTS.get(level, UNKNOWN_WEIGHT)
    return families * (one * AT_HOME_PERCENT // 100 if at_home else one)


@dataclass(frozen=True)
class Ceiling:
    """How much one worker is to have in hand by the programme: ordinary families, and those that need most (R053)."""

    families: int
    intensive: int

    @property
    def weight(self) -> int:
        return self.families * WEIGHTS["standard"]


@dataclass(frozen=True)
class Load:
    """What one worker has in hand: families, what they weigh, how many are late, wait, or need most."""

    ceiling: Ceiling
    families: int = 0
    weight: int = 0
    intensive: int = 0
    late: int = 0
    waiting: int = 0
    tasks_late: int = 0

    @property
    def percent(self) -> int:
        """How full the hands are, to 100."""
        return min(100, self.weight * 100 // self.ceiling.weight)

    @property
    def full(self) -> bool:
        return self.weight >= self.ceiling.weight


def moments(since: date, until: date, now: datetime, tz: str = BAGHDAD) -> tuple[datetime, datetime]:
    """From when until when a cover of whole days holds: from now where it begins today, to the end of the last day."""
    zone = ZoneInfo(tz)
    begin = datetime.combine(since, time(), zone).astimezone(UTC)
    end = datetime.combine(until + timedelta(days=1), time(), zone).astimezone(UTC)
    return max(begin, now), end


def can_cover(
    absent: UUID, stand_in: UUID, since: datetime, until: datetime, now: datetime, taken: bool
) -> Decision:
    """Whether somebody can stand in for a colleague between two moments."""
    if absent == stand_in:
        return refuse("cover_for_oneself")
    if until <= max(now, since):
        return refuse("cover_ends_before_it_begins")
    if until - now > LONGEST_COVER:
        return refuse("cover_too_long", days=LONGEST_COVER.days)
    return refuse("covered_already") if taken else allow()


def can_print(lines: int, destroy_by: date, today: date) -> Decision:
    """Whether a list may be printed: so that nobody keeps one of her own, but no paper holds everybody."""
    if lines < 1:
        return refuse("list_is_empty")
    if lines > MOST_LINES:
        return refuse("list_too_long", most=MOST_LINES)
    if destroy_by < today:
        return refuse("list_day_past")
    return refuse("list_day_far", days=LONGEST_LIST.days) if destroy_by - today > LONGEST_LIST else allow()


@dataclass(frozen=True)
class Worker:
    """Somebody who could take a family."""

    account: UUID
    role: str
    gender: str
    languages: frozenset[str]
    team: int | None
    load: Load
    away: bool = False


@dataclass(frozen=True)
class Wanted:
    """What a family brings to the choice of its worker: its team, level, language, and who heads it."""

    team: int
    level: str
    language: str
    woman_headed: bool
    woman_wished: bool = False


@dataclass(frozen=True)
class Proposal:
    """A worker with the reasons, the best first. A person decides; nothing follows from it by itself."""

    worker: Worker
    points: int
    because: tuple[Fit, ...] = field(default=())


def propose(wanted: Wanted, workers: Iterable[Worker]) -> list[Proposal]:
    """Workers for a family, by load, language, who heads it and place."""
    found = [_proposal(wanted, worker) for worker in workers]
    return sorted(found, key=lambda p: (-p.points, p.worker.load.weight, str(p.worker.account)))


def _proposal(wanted: Wanted, worker: Worker) -> Proposal:
    marks = [*_of_load(wanted, worker), _of_language(wanted, worker), _of_place(wanted, worker)]
    if wanted.woman_headed or wanted.woman_wished:
        woman = worker.gender == "f"
        marks.append(
            (Fit.WOMAN_WITH_WOMAN, 20) if woman else (Fit.MAN_WITH_WOMAN, -60 if wanted.woman_wished else -5)
        )
    if worker.away:
        marks.append((Fit.AWAY, -200))
    return Proposal(worker, sum(points for _, points in marks), tuple(fit for fit, _ in marks))


def _of_load(wanted: Wanted, worker: Worker) -> list[tuple[Fit, int]]:
    ceiling = worker.load.ceiling
    free = (ceiling.weight - worker.load.weight) * 60 // ceiling.weight
    marks = [(Fit.LOAD_FULL if worker.load.full else Fit.LOAD_LIGHT, free)]
    if wanted.level == "intensive" and worker.load.intensive >= ceiling.intensive:
        marks.append((Fit.INTENSIVE_FULL, -40))
    return marks


def _of_language(wanted: Wanted, worker: Worker) -> tuple[Fit, int]:
    return (Fit.LANGUAGE, 25) if wanted.language in worker.languages else (Fit.OTHER_LANGUAGE, -25)


def _of_place(wanted: Wanted, worker: Worker) -> tuple[Fit, int]:
    return (Fit.SAME_TEAM, 15) if worker.team == wanted.team else (Fit.OTHER_TEAM, 0)


def share(families: Sequence[tuple[UUID, Wanted]], workers: Sequence[Worker]) -> dict[UUID, list[Proposal]]:
    """Proposals for several families at once: each counts on its proposed worker before the next is looked at."""
    present = {worker.account: worker for worker in workers}
    found: dict[UUID, list[Proposal]] = {}
    heaviest = sorted(families, key=lambda one: (-weight(one[1].level, at_home=False), str(one[0])))
    for ref, wanted in heaviest:
        found[ref] = propose(wanted, present.values())
        if found[ref]:
            best = found[ref][0].worker
            present[best.account] = _with_one_more(best, wanted)
    return found


def _with_one_more(worker: Worker, wanted: Wanted) -> Worker:
    load = worker.load
    more = replace(
        load,
        families=load.families + 1,
        weight=load.weight + weight(wanted.level, at_home=False),
        intensive=load.intensive + (wanted.level == "intensive"),
    )
    return replace(worker, load=more)
