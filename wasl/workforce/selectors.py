"""The team's day: what each worker has in hand, what is late, what waits, who stands in for whom.

A fixed number of statements, however many families and workers; names of staff, never of families.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.fields import BooleanField

from wasl.access import policy
from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action, Reach
from wasl.access.selectors import StaffCard
from wasl.casefile.enums import ENDED, PHASE_OF, FileState, Level
from wasl.casefile.models import File, Handover, Task
from wasl.kernel.clock import now
from wasl.kernel.errors import NotFound
from wasl.workforce import rules
from wasl.workforce.enums import ListSource
from wasl.workforce.models import Cover, WorkingList

MOST, THURSDAY = 60, 3


@dataclass(frozen=True)
class CoverCard:
    """Who stands in for whom, from when until when."""

    ref: UUID
    absent: UUID
    stand_in: UUID
    reason: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class WorkerLoad:
    """A worker of the team with what is in hand, and who stands in meanwhile."""

    staff: StaffCard
    load: rules.Load
    cover: CoverCard | None = None


@dataclass(frozen=True)
class TeamFile:
    """A family by its number, as something the team has to look at."""

    ref: UUID
    number: str
    state: FileState
    worker: UUID | None
    due: date | None
    action: str
    waiting: str


@dataclass(frozen=True)
class TeamDay:
    """Everything on the page of a team."""

    workers: tuple[WorkerLoad, ...]
    late: tuple[TeamFile, ...]
    late_count: int
    waiting: tuple[tuple[str, int], ...]
    approvals: tuple[TeamFile, ...]
    unanswered: tuple[tuple[TeamFile, UUID, date], ...]
    ownerless: tuple[TeamFile, ...]
    covers: tuple[CoverCard, ...]


def worker_roles() -> list[str]:
    """Roles of those who can be the named worker of a family, by the programme."""
    return [
        code
        for code, role in policy.programme().roles.items()
        if role.may(Action.FILE_ACCEPT) and role.may(Action.GOAL_WRITE)
    ]


def teams_led(viewer: Actor) -> list[int]:
    """The teams whose work the viewer shares out."""
    teams = access.teams().values()
    reached = {m.team for m in viewer.memberships if m.reach == Reach.TEAM}
    sites = {m.site for m in viewer.memberships if m.reach == Reach.SITE}
    return [team.id for team in teams if team.id in reached or team.site in sites]


def teams_read_whole(viewer: Actor) -> list[int]:
    """Of the teams led, those where the very role that leads them also reads what stands on one person's own page."""
    teams = access.teams().values()
    roles = policy.programme().roles
    whole = [
        m for m in viewer.memberships if m.role in roles and roles[m.role].may(Action.NOTE_READ_OWN_CIRCLE)
    ]
    reached = {m.team for m in whole if m.reach == Reach.TEAM}
    sites = {m.site for m in whole if m.reach == Reach.SITE}
    return [team.id for team in teams if team.id in reached or team.site in sites]


def covers_of(absent: UUID, since: datetime, until: datetime, *, viewer: Actor) -> QuerySet[Cover]:
    """Covers of somebody that touch a stretch of time."""
    if not viewer.signed_in:
        raise NotFound
    return Cover.objects.filter(absent=absent, ended_at__isnull=True, since__lt=until, until__gt=since)


def covering(*, viewer: Actor) -> dict[UUID, datetime]:
    """For whom the viewer stands in at this moment, and until when; whoever stands in for nobody asks nothing."""
    if not viewer.covering:
        return {}
    at = now()
    found = Cover.objects.filter(stand_in=viewer.account, ended_at__isnull=True, since__lte=at, until__gt=at)
    return dict(found.values_list("absent", "until"))


def covers(*, viewer: Actor, teams: Collection[int] | None = None) -> list[CoverCard]:
    """Covers that hold now or will: of the viewer's teams, or those that are the viewer's own affair."""
    rows = Cover.objects.filter(ended_at__isnull=True, until__gt=now())
    rows = rows.filter(Q(absent=viewer.account) | Q(stand_in=viewer.account) | Q(team_id__in=teams or []))
    return [
        CoverCard(*row)
        for row in rows.order_by("since", "id").values_list(
            "id", "absent", "stand_in", "reason", "since", "until"
        )
    ]


def _late_before(today: date) -> date:
    """Nothing becomes late on a day off: what was due before the last worked day is."""
    return policy.programme().calendar.worked_before(today)


def loads(*, viewer: Actor, teams: Collection[int], today: date) -> dict[UUID, rules.Load]:
    """What each worker of some teams has in hand: two statements."""
    ended = [str(state) for state in ENDED]
    at_home = Case(
        When(state=str(FileState.AFTERCARE), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    counted = (
        File.objects.filter(team_id__in=list(teams), worker__isnull=False)
        .exclude(state__in=ended)
        .annotate(at_home=at_home)
        .values_list("worker", "level", "at_home")
        .annotate(
            families=Count("pk"),
            late=Count("pk", filter=Q(next_due__lt=_late_before(today))),
            waits=Count("pk", filter=~Q(waiting="")),
        )
    )
    tasks = dict(
        Task.objects.filter(
            team_id__in=list(teams), done_on__isnull=True, due_on__lt=_late_before(today), owner__isnull=False
        )
        .values_list("owner")
        .annotate(n=Count("pk"))
    )
    found: dict[UUID, rules.Load] = {}
    nothing = empty_hands()
    for worker, level, home, families, late, waits in counted:
        before = found.get(worker, replace(nothing, tasks_late=tasks.get(worker, 0)))
        found[worker] = rules.Load(
            before.ceiling,
            before.families + families,
            before.weight + rules.weight(level, at_home=home, families=families),
            before.intensive + (families if level == Level.INTENSIVE and not home else 0),
            before.late + late,
            before.waiting + waits,
            before.tasks_late,
        )
    return found


def empty_hands() -> rules.Load:
    """Nobody in hand yet, and how much may be."""
    protection = policy.programme().protection
    return rules.Load(rules.Ceiling(protection.caseload_families, protection.caseload_intensive))


def team_day(*, viewer: Actor, today: date, decided_by_others: Iterable[str]) -> TeamDay:
    """The day of the teams that the viewer leads."""
    teams = teams_led(viewer)
    known = loads(viewer=viewer, teams=teams, today=today)
    standing = covers(viewer=viewer, teams=teams)
    present = now()
    by_absent = {cover.absent: cover for cover in standing if cover.since <= present}
    workers = [
        WorkerLoad(card, known.get(card.account, empty_hands()), by_absent.get(card.account))
        for card in access.staff(worker_roles(), viewer=viewer)
        if card.team in teams and card.account != viewer.ref
    ]
    open_files = File.objects.filter(team_id__in=teams).exclude(state__in=[str(state) for state in ENDED])
    late = open_files.filter(next_due__lt=_late_before(today), worker__isnull=False)
    asked = list(
        Handover.objects.filter(team_id__in=teams, answered_on__isnull=True)
        .order_by("proposed_on", "id")
        .values_list("file_id", "to_worker", "proposed_on")[:MOST]
    )
    offered = {file.ref: file for file in _files(open_files.filter(pk__in=[row[0] for row in asked]))}
    return TeamDay(
        workers=tuple(sorted(workers, key=lambda w: (-w.load.weight, w.staff.name))),
        late=_files(late),
        late_count=sum(worker.load.late for worker in workers),
        waiting=tuple(
            open_files.exclude(waiting="")
            .values_list("waiting")
            .annotate(n=Count("pk"))
            .order_by("-n", "waiting")
        ),
        approvals=_files(open_files.filter(next_action__in=[str(action) for action in decided_by_others])),
        unanswered=tuple((offered[file], to, on) for file, to, on in asked if file in offered),
        ownerless=_files(open_files.filter(worker__isnull=True).exclude(state=str(FileState.EXPECTED))),
        covers=tuple(standing),
    )


def _files(rows: QuerySet[File]) -> tuple[TeamFile, ...]:
    found = rows.order_by("next_due", "file_id").values_list(
        "file_id", "number", "state", "worker", "next_due", "next_action", "waiting"
    )[:MOST]
    return tuple(
        TeamFile(ref, number, FileState(state), worker, due, action, waiting)
        for ref, number, state, worker, due, action, waiting in found
    )


def colleagues(absent: UUID, *, viewer: Actor, today: date) -> tuple[StaffCard, list[WorkerLoad]]:
    """Somebody who is away, and who does the same work at the same place, the lightest load first."""
    found = access.staff(worker_roles(), viewer=viewer)
    away = next((card for card in found if card.account == absent), None)
    if away is None or away.team is None or (absent != viewer.ref and away.team not in teams_led(viewer)):
        raise NotFound
    others = {
        card.account: card
        for card in found
        if card.role == away.role and card.site == away.site and card.account != absent
    }
    known = loads(viewer=viewer, teams={card.team for card in others.values() if card.team}, today=today)
    listed = [WorkerLoad(card, known.get(account, empty_hands())) for account, card in others.items()]
    return away, sorted(listed, key=lambda w: (w.staff.team != away.team, w.load.weight, w.staff.name))


@dataclass(frozen=True)
class Candidate:
    """A family whose worker is to be chosen, with the workers proposed for it, the best first."""

    file: TeamFile
    level: str
    proposals: tuple[rules.Proposal, ...]


def to_share(
    *, viewer: Actor, today: date, languages: Mapping[UUID, str], worker: UUID | None = None
) -> tuple[list[Candidate], dict[UUID, StaffCard]]:
    """Families of one worker, or those that have none, with proposals; and whom the proposals name.

    `languages`: in which language each worker keeps the pages, which is what is known of the languages they speak.
    """
    teams = teams_led(viewer)
    rows = File.objects.filter(team_id__in=teams).exclude(state__in=[str(state) for state in ENDED])
    rows = rows.filter(worker=worker) if worker else rows.filter(worker__isnull=True)
    rows = rows.exclude(state=str(FileState.EXPECTED)).order_by("file_id")[: MOST * 2]
    found = list(rows)
    staff = _could_take(viewer, teams, but=worker)
    away = {cover.absent for cover in covers(viewer=viewer, teams=teams) if cover.since <= now()}
    known = loads(viewer=viewer, teams={c.team for c in staff.values() if c.team}, today=today)
    workers = [
        rules.Worker(
            card.account, card.role, card.gender, frozenset({languages.get(card.account, "ar")}), card.team,
            known.get(card.account, empty_hands()), card.account in away,
        )
        for card in staff.values()
    ]  # fmt: skip
    shared = rules.share(
        [(f.file_id, rules.Wanted(f.team_id, f.level, f.language, f.woman_headed)) for f in found], workers
    )
    return [
        Candidate(
            TeamFile(f.file_id, f.number, FileState(f.state), f.worker, f.next_due, f.next_action, f.waiting),
            f.level,
            tuple(shared[f.file_id]),
        )
        for f in found
    ], staff


def _could_take(viewer: Actor, teams: Collection[int], *, but: UUID | None) -> dict[UUID, StaffCard]:
    """Who leads families at the sites of some teams: their roles there, not of those who only decide."""
    sites = {team.site for team in access.teams().values() if team.id in teams}
    roles = [role for role in worker_roles() if role in _named_workers()]
    found = access.staff(roles, viewer=viewer, sites=sorted(sites))
    return {card.account: card for card in found if card.account != but}


def _named_workers() -> set[str]:
    """Roles that reach a file by being named on it, and by nothing else."""
    return {code for code, role in policy.programme().roles.items() if role.reach == Reach.GRANTED}


@dataclass(frozen=True)
class ListCard:
    """A printed list as the register shows it; `late`: its day is over and nobody has ticked it."""

    ref: UUID
    number: str
    account: UUID
    purpose: str
    source: str
    lines: int
    printed_at: datetime
    destroy_by: date
    destroyed_at: datetime | None
    destroyed_by: UUID | None
    late: bool


def lists_out(*, viewer: Actor, teams: Collection[int], today: date) -> list[ListCard]:
    """Lists of the viewer's teams that nobody has ticked as destroyed, those overdue first."""
    rows = WorkingList.objects.filter(team_id__in=list(teams), destroyed_at__isnull=True)
    return (
        _list_cards(rows.order_by("destroy_by", "printed_at", "id")[:MOST], today) if viewer.signed_in else []
    )


def my_lists(*, viewer: Actor, today: date, limit: int = 30) -> list[ListCard]:
    """The viewer's own lists: what is still out first, then what was destroyed, the newest first."""
    rows = WorkingList.objects.filter(account=viewer.account)
    ordered = rows.order_by(F("destroyed_at").desc(nulls_first=True), "destroy_by", "-printed_at")
    return _list_cards(ordered[:limit], today)


def _list_cards(rows: QuerySet[WorkingList], today: date) -> list[ListCard]:
    return [
        ListCard(
            r.id, r.number, r.account, r.purpose, r.source, len(r.files), r.printed_at, r.destroy_by,
            r.destroyed_at, r.destroyed_by, r.destroyed_at is None and r.destroy_by < today,
        )
        for r in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class ListLine:
    """A family as it would stand on a list, before its name is opened."""

    file: UUID
    number: str
    state: FileState
    size: int
    due: date | None
    action: str
    section: str


def list_lines(
    source: ListSource, *, viewer: Actor, today: date, phase: str = "", worker: UUID | None = None
) -> list[ListLine]:
    """The families of one source, one more than a list can hold; only the viewer's own, or of the teams she leads."""
    rows = File.objects.exclude(state__in=[str(state) for state in ENDED])
    if source in (ListSource.WORKER, ListSource.LATE):
        rows = rows.filter(team_id__in=teams_led(viewer))
    elif source is not ListSource.DESK:
        rows = rows.filter(worker=viewer.account)
    match source:
        case ListSource.WORKER:
            rows = rows.filter(worker=worker)
        case ListSource.LATE:
            rows = rows.filter(next_due__lt=_late_before(today), worker__isnull=False)
        case ListSource.DUE:
            rows = rows.filter(next_due__lte=today + timedelta(days=(THURSDAY - today.weekday()) % 7))
        case ListSource.DESK:
            at_the_desk = Q(state=str(FileState.ASSESSING), worker__isnull=True, team_id__in=viewer.teams)
            rows = rows.filter(at_the_desk | Q(state=str(FileState.EXPECTED), team_id__in=viewer.teams))
        case ListSource.FAMILIES:
            pass
    if phase:
        rows = rows.filter(state__in=[str(state) for state, of in PHASE_OF.items() if of == phase])
    found = rows.order_by(F("next_due").asc(nulls_last=True), "number")[: rules.MOST_LINES + 1]
    return [
        ListLine(f.file_id, f.number, FileState(f.state), f.size, f.next_due, f.next_action, f.section)
        for f in found
    ]
