"""Between two reviews: what happened, whether the next one was put off, and who asked for a lower level."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wasl.access.actor import Actor
from wasl.casefile.enums import Circle, GoalState, ServiceState
from wasl.casefile.models import Contact, File, Goal, Service
from wasl.kernel.clock import today
from wasl.people import selectors as people
from wasl.phases.rehabilitation.enums import LevelAnswer
from wasl.phases.rehabilitation.models import LevelRequest, Postponement, Review

MOST = 60


@dataclass(frozen=True)
class SinceLast:
    """What the record knows of the time since the last review, as counts and codes."""

    since: date
    delivered: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    notes: int = 0
    goals_due: int = 0

    def __bool__(self) -> bool:
        return bool(self.delivered or self.started or self.notes or self.goals_due)


@dataclass(frozen=True)
class PostponedCard:
    """A review that is held later than its day."""

    file: UUID
    number: str
    due_on: date
    until: date
    reason: str
    on: date
    postponed_by: UUID | None


@dataclass(frozen=True)
class LevelRequestCard:
    """That somebody's support level be lowered, with who asked and why."""

    ref: UUID
    file: UUID
    number: str
    person: UUID
    level: str
    asked_by: UUID
    asked_on: date
    reason: str = ""


def since_last(file: UUID, since: date, *, viewer: Actor) -> SinceLast:
    """What was done since a day: services given and begun, notes that all may read, goals whose day has come."""
    services = list(Service.objects.filter(file_id=file).order_by("id"))
    day = today()
    return SinceLast(
        since,
        tuple(s.code for s in services if s.state == ServiceState.DELIVERED and s.ended_on and s.ended_on >= since),
        tuple(s.code for s in services if s.state == ServiceState.STARTED and s.started_on and s.started_on >= since),
        Contact.objects.filter(file_id=file, on__gte=since, circle=Circle.FAMILY).count(),
        Goal.objects.filter(file_id=file, state=GoalState.OPEN, due_on__lte=day).count(),
    )  # fmt: skip


def last_review(file: UUID, *, viewer: Actor, since: date | None = None) -> Review | None:
    """The last review; with `since`, of the present stay."""
    rows = Review.objects.filter(file_id=file)
    if since is not None:
        rows = rows.filter(on__gte=since)
    return rows.order_by("-on", "id").first()


def postponed(file: UUID, *, viewer: Actor, since: date | None = None) -> Postponement | None:
    """What was put off since the last review, if anything: the review that is due cannot be put off again."""
    last = last_review(file, viewer=viewer, since=since)
    rows = Postponement.objects.filter(file_id=file, after=last)
    if last is None and since is not None:
        rows = rows.filter(on__gte=since)
    return rows.order_by("-on", "id").first()


def postponed_in(teams: Collection[int], *, viewer: Actor) -> list[PostponedCard]:
    """Reviews of these teams that are held later than their day and are still to come, the latest first."""
    rows = list(
        Postponement.objects.filter(team_id__in=teams, until__gte=today()).order_by("-until", "id")[:MOST]
    )
    numbers = _numbers(row.file_id for row in rows)
    return [
        PostponedCard(
            row.file_id, numbers.get(row.file_id, ""), row.due_on, row.until, row.reason, row.on, row.postponed_by
        )
        for row in rows
    ]  # fmt: skip


def postponed_ever(file: UUID, *, viewer: Actor) -> int:
    """How often reviews of this file were put off."""
    return Postponement.objects.filter(file_id=file).count()


def level_requests(file: UUID, *, viewer: Actor) -> list[LevelRequestCard]:
    """Open requests of one file, with their reasons."""
    rows = list(
        LevelRequest.objects.filter(file_id=file, state=str(LevelAnswer.ASKED)).order_by("asked_on", "id")
    )
    found = people.opened([(row.id, "notes:reason") for row in rows], viewer=viewer)
    return [_request(row, {}, found.text(row.id, "notes:reason")) for row in rows]


def level_requests_in(teams: Collection[int], *, viewer: Actor) -> list[LevelRequestCard]:
    """Open requests of these teams by file number, the longest first."""
    rows = list(
        LevelRequest.objects.filter(team_id__in=teams, state=str(LevelAnswer.ASKED)).order_by(
            "asked_on", "id"
        )[:MOST]
    )
    numbers = _numbers(row.file_id for row in rows)
    return [_request(row, numbers) for row in rows]


def _request(row: LevelRequest, numbers: dict[UUID, str], reason: str = "") -> LevelRequestCard:
    number = numbers.get(row.file_id, "")
    return LevelRequestCard(
        row.id, row.file_id, number, row.person_id, row.level, row.asked_by, row.asked_on, reason
    )


def _numbers(files: Iterable[UUID]) -> dict[UUID, str]:
    return dict(File.objects.filter(pk__in=list(files)).values_list("file_id", "number"))
