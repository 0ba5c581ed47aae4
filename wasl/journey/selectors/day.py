"""Somebody's day: what is due and late, what waits for them and for others, and where their families stand.

Seven statements however many families there are: tasks, hand-overs, offers, appointments, files, heads, and the
names by the vault; one more for whoever leads a team, or stands in for somebody. What one covers stands
in the same lists.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action, Reach
from wasl.access.kept import Kept
from wasl.access.models import Account, Team
from wasl.access.services import may
from wasl.appointments.selectors import diary
from wasl.appointments.selectors.diary import AppointmentCard
from wasl.casefile.enums import ENDED, PHASE_OF, FileState, Phase
from wasl.casefile.models import File, Handover, Task
from wasl.journey.enums import OTHERS_DECIDE
from wasl.journey.rules import late_before
from wasl.people import selectors as people
from wasl.people.names import NameCard
from wasl.phases.aftercare import selectors as aftercare
from wasl.phases.aftercare.selectors import AcceptanceCard
from wasl.workforce.selectors import covering

FILES, TASKS, NAMES = 400, 200, 60


@dataclass(frozen=True)
class DayFile:
    """A family as the day shows it."""

    ref: UUID
    number: str
    state: FileState
    level: str
    waiting: str
    next_due: date | None
    next_action: str
    due_moved: int
    worker: UUID | None
    opened_on: date
    planned_end: date | None
    head: NameCard | None = None
    covered_until: datetime | None = None

    @property
    def since(self) -> date | None:
        """The day as it was counted, before it was moved to one that is worked."""
        return self.next_due - timedelta(days=self.due_moved) if self.next_due else None

    @property
    def called(self) -> str:
        return self.head.called if self.head else ""


@dataclass(frozen=True)
class DayTask:
    """A task of somebody's day, open or ticked today."""

    ref: UUID
    file: UUID
    kind: str
    code: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True)
class Offer:
    """A file on offer between two workers."""

    file: UUID
    to_worker: UUID
    proposed_by: UUID | None
    proposed_on: date


@dataclass(frozen=True)
class Load:
    """How much one worker of the team has in hand, and how much of it is late."""

    worker: UUID
    name: str
    families: int
    late: int


@dataclass(frozen=True)
class Day:
    """Everything on the page of my day."""

    mine: tuple[DayFile, ...]
    team: tuple[DayFile, ...]
    tasks: tuple[DayTask, ...]
    handovers: tuple[Offer, ...]
    offers: tuple[AcceptanceCard, ...]
    files: Mapping[UUID, DayFile]
    sealed: bool = False
    loads: tuple[Load, ...] = ()
    covered: tuple[DayFile, ...] = ()
    appointments: tuple[AppointmentCard, ...] = ()

    def phases(self) -> dict[Phase, int]:
        """How many of my families are in each phase."""
        counted = dict.fromkeys(Phase, 0)
        for file in self.mine:
            counted[PHASE_OF[file.state]] += 1
        return counted


def day(*, viewer: Actor, until: date, today: date) -> Day:
    """The day of one member of staff, with what is due up to `until`."""
    standing = covering(viewer=viewer)
    tasks = _tasks(viewer, standing, until, today)
    handovers = [Offer(*row) for row in _HANDOVERS(viewer.account)]
    offers = aftercare.offers(viewer=viewer)
    met = diary.met_on(today, viewer=viewer, standing=standing)
    named = (
        {t.file for t in tasks}
        | {row.file_id for row in met}
        | {h.file for h in handovers}
        | {o.file for o in offers}
    )
    rows = _rows(viewer, standing, named)
    shown = [row.file_id for row in rows if row.file_id in named or _asks(row, viewer, standing, until)][
        :NAMES
    ]
    heads = people.heads(shown, viewer=viewer) if shown else {}
    persons = {*heads.values(), *diary.persons_in(met, viewer=viewer)}
    opened = people.opened([(person, people.NAME) for person in persons], viewer=viewer)
    cards = {
        row.file_id: _card(
            row, opened.name(heads.get(row.file_id)), standing.get(row.worker) if row.worker else None
        )
        for row in rows
    }
    mine = tuple(card for card in cards.values() if card.worker == viewer.ref)
    team = tuple(
        card
        for card in cards.values()
        if card.worker != viewer.ref and (card.worker is None or card.next_action in OTHERS_DECIDE)
        and card.ref not in {h.file for h in handovers}
    )  # fmt: skip
    return Day(
        mine, team if _leads(viewer) else (), tasks, tuple(handovers), tuple(offers), cards, opened.sealed,
        _loads(viewer, late_before(today, policy.programme().calendar)),
        tuple(card for card in cards.values() if card.covered_until),
        diary.carded(met, {ref: file.number for ref, file in cards.items()}, opened, viewer=viewer),
    )  # fmt: skip


def _tasks(viewer: Actor, standing: Collection[UUID], until: date, today: date) -> tuple[DayTask, ...]:
    return tuple(DayTask(*row) for row in _TASKS((viewer.account, *standing), until, today))


_TASKS = Kept(
    lambda owners, until, today: Task.objects.filter(
        Q(done_on__isnull=True, due_on__lte=until) | Q(done_on=today), owner__in=owners
    ).order_by("due_on", "id")[:TASKS],
    UUID, date, date, columns=("id", "file_id", "kind", "code", "due_on", "done_on"),
)  # fmt: skip
_HANDOVERS = Kept(
    lambda account: Handover.objects.filter(
        Q(to_worker=account) | Q(proposed_by=account), answered_on__isnull=True
    ).order_by("proposed_on", "id")[:TASKS],
    UUID, columns=("file_id", "to_worker", "proposed_by", "proposed_on"),
)  # fmt: skip


class _Row(NamedTuple):
    """What the day needs of a file: a page of hundreds does not build whole records."""

    file_id: UUID
    number: str
    state: str
    level: str
    waiting: str
    next_due: date | None
    next_action: str
    due_moved: int
    worker: UUID | None
    opened_on: date
    planned_end: date | None
    team_id: int


def _rows(viewer: Actor, standing: Collection[UUID], named: Collection[UUID]) -> list[_Row]:
    wanted = Q(worker__in=[viewer.account, *standing])
    if named:
        wanted |= Q(pk__in=named)
    if _leads(viewer):
        wanted |= _led(viewer) & (
            Q(worker__isnull=True) & ~Q(state=str(FileState.EXPECTED))
            | Q(next_action__in=[str(action) for action in OTHERS_DECIDE])
        )
    ended = [str(state) for state in ENDED]
    rows = File.objects.filter(wanted).exclude(state__in=ended).order_by("next_due", "file_id")
    return [_Row(*row) for row in rows.values_list(*_Row._fields)[:FILES]]


def _loads(viewer: Actor, late: date) -> tuple[Load, ...]:
    """What the workers of a team that somebody leads have in hand, whoever has most that is late first."""
    if not _leads(viewer):
        return ()
    ended = [str(state) for state in ENDED]
    counted = (
        File.objects.filter(_led(viewer), worker__isnull=False)
        .exclude(state__in=ended)
        .annotate(called=Subquery(Account.objects.filter(pk=OuterRef("worker")).values("name")[:1]))
        .values_list("worker", "called")
        .annotate(families=Count("pk"), late=Count("pk", filter=Q(next_due__lt=late)))
    )
    loads = (Load(worker, name or "", families, late) for worker, name, families, late in counted if worker)
    return tuple(sorted(loads, key=lambda load: (-load.late, -load.families, str(load.worker))))


def _leads(viewer: Actor) -> bool:
    """Whether somebody shares out files or decides on them, and so sees what the team waits for."""
    return bool(may(viewer, Action.FILE_ASSIGN)) and any(m.reach != Reach.GRANTED for m in viewer.memberships)


def _led(viewer: Actor) -> Q:
    teams = [m.team for m in viewer.memberships if m.reach == Reach.TEAM]
    sites = [m.site for m in viewer.memberships if m.reach == Reach.SITE and m.site is not None]
    led = Q(team_id__in=[team for team in teams if team is not None])
    if sites:
        led |= Q(team_id__in=Team.objects.filter(site_id__in=sites).values("pk"))
    return led


def _asks(row: _Row, viewer: Actor, standing: Collection[UUID], until: date) -> bool:
    """Whether a file shows its name on the page: what is due, and what a team waits for.

    Who leads a whole site reads the team's files by number: they are not her own work, and a page of them would use up
    the looks of an hour.
    """
    if row.worker != viewer.ref and row.worker not in standing:
        return any(m.reach == Reach.TEAM and m.team == row.team_id for m in viewer.memberships)
    return bool(row.next_due and row.next_due <= until)


def _card(row: _Row, head: NameCard | None, covered_until: datetime | None = None) -> DayFile:
    return DayFile(row.file_id, row.number, FileState(row.state), *row[3:-1], head, covered_until)


def task_is_done(task: UUID, *, viewer: Actor) -> bool:
    """Whether a task of the viewer's reach is ticked."""
    return Task.objects.filter(pk=task, done_on__isnull=False).exists()
