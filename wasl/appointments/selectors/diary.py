"""Diaries: of oneself, of a team, of a family. Each shows what the reader may know; the rest of it is busy hours.

A fixed number of statements, however full the week is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.kept import Kept
from wasl.access.policy import allowed
from wasl.access.rules import may
from wasl.appointments import rules
from wasl.appointments.enums import Childcare, Resource, State
from wasl.appointments.models import Appointment, Block, Slot
from wasl.casefile.models import File
from wasl.kernel.errors import NotFound
from wasl.people import selectors as people
from wasl.people.names import NameCard

MOST, NEXT = 400, 4
HELD = (str(Resource.WORKER), str(Resource.INTERPRETER))


@dataclass(frozen=True)
class AppointmentCard:
    """An appointment as somebody may see it; `busy`: that there is one, and nothing else of it."""

    ref: UUID
    file: UUID
    number: str
    person: UUID | None
    kind: str
    circle: str
    day: date
    starts: int
    ends: int
    worker: UUID
    interpreter: UUID | None
    language: str
    site: int
    room: str
    childcare: Childcare
    small_children: int
    state: State
    reason: str
    booked_by: UUID | None
    settled_by: UUID | None
    version: int
    busy: bool = False
    name: NameCard | None = None

    @property
    def called(self) -> str:
        return self.name.called if self.name else ""

    @property
    def code(self) -> str:
        """What stands on a slip that bears no name, and beside the appointment here."""
        return f"{self.ref.int % 10_000:04d}"


@dataclass(frozen=True)
class HeldCard:
    """A busy hour of a worker or an interpreter, of which nothing else is to be known here."""

    account: UUID
    as_interpreter: bool
    day: date
    starts: int
    ends: int
    room: str = ""
    site: int = 0
    #: one that the viewer keeps, and may give back
    kept: UUID | None = None


@dataclass(frozen=True)
class Diary:
    """A stretch of days: appointments, and busy hours that belong to none of them."""

    appointments: tuple[AppointmentCard, ...] = ()
    held: tuple[HeldCard, ...] = ()
    sealed: bool = False


_SHOWN = (
    "id", "file_id", "person_id", "kind", "circle", "day", "starts", "ends", "worker", "interpreter", "language",
    "site_id", "room", "childcare", "small_children", "state", "reason", "booked_by", "settled_by", "version",
)  # fmt: skip


def card(row: Any, *, number: str = "", busy: bool = False, name: NameCard | None = None) -> AppointmentCard:
    """The card of a row, with nothing in it that its reader may not know."""
    return AppointmentCard(
        ref=row.id, file=row.file_id, number=number, person=None if busy else row.person_id,
        kind="" if busy else row.kind, circle=row.circle, day=row.day, starts=row.starts, ends=row.ends,
        worker=row.worker, interpreter=None if busy else row.interpreter, language="" if busy else row.language,
        site=row.site_id, room=row.room, childcare=Childcare.NONE if busy else Childcare(row.childcare),
        small_children=0 if busy else row.small_children, state=State(row.state), reason="" if busy else row.reason,
        booked_by=row.booked_by, settled_by=row.settled_by, version=row.version, busy=busy, name=name,
    )  # fmt: skip


def reads_own(roles: frozenset[str]) -> bool:
    """Whether somebody with these roles on a file reads what is one person's own."""
    return bool(may(Action.NOTE_READ_OWN_CIRCLE, roles, allowed()))


def _busy(row: Any, viewer: Actor, roles: frozenset[str]) -> bool:
    mine = viewer.ref is not None and viewer.ref in (row.worker, row.booked_by)
    return not rules.opens(own_circle=row.circle == "own", mine=mine, reads_own=reads_own(roles))


def of_file(
    file: UUID, *, viewer: Actor, roles: frozenset[str], number: str, since: date, until: date
) -> list[AppointmentCard]:
    """Appointments of a family in a stretch of days; whose they are its page knows."""
    rows = Appointment.objects.filter(file_id=file, day__range=(since, until)).order_by("day", "starts", "id")
    return [card(row, number=number, busy=_busy(row, viewer, roles)) for row in rows[:MOST]]


def ahead(
    file: UUID, *, viewer: Actor, roles: frozenset[str], number: str, since: date
) -> list[AppointmentCard]:
    """The next appointments of a family that are to take place."""
    return [card(row, number=number, busy=_busy(row, viewer, roles)) for row in _AHEAD(file, since)]


_AHEAD = Kept(
    lambda file, since: Appointment.objects.filter(
        file_id=file, day__gte=since, state=str(State.PLANNED)
    ).order_by("day", "starts", "id")[:NEXT],
    UUID, date, columns=_SHOWN,
)  # fmt: skip


def _carded(row: Any, number: str, busy: bool, found: people.Opened) -> AppointmentCard:
    return card(row, number=number, busy=busy, name=None if busy else found.name(row.person_id))


Place = tuple[date, int, UUID]


def page(
    *, viewer: Actor, since: date, until: date | None, after: Place | None, limit: int, file: UUID | None = None,
    number: str = "", roles: frozenset[str] = frozenset(),
) -> list[AppointmentCard]:  # fmt: skip
    """Appointments of a file, or one's own, as codes, in the order of the diary; `after` continues a page."""
    rows = Appointment.objects.filter(day__gte=since)
    rows = rows.filter(file_id=file) if file is not None else rows.filter(worker=viewer.account)
    if until is not None:
        rows = rows.filter(day__lte=until)
    if after is not None:
        day, starts, ref = after
        rows = rows.filter(
            Q(day__gt=day) | Q(day=day, starts__gt=starts) | Q(day=day, starts=starts, id__gt=ref)
        )
    listed = list(rows.order_by("day", "starts", "id")[:limit])
    numbers = {file: number} if file is not None else _numbers(listed)
    return [card(row, number=numbers.get(row.file_id, ""), busy=_busy(row, viewer, roles)) for row in listed]


def one(
    ref: UUID, *, file: UUID, number: str, viewer: Actor, roles: frozenset[str], names: bool = True
) -> AppointmentCard:
    """One appointment of a family; what is one person's own is not there for those who may not read it."""
    row = Appointment.objects.filter(pk=ref, file_id=file).first()
    if row is None or _busy(row, viewer, roles):
        raise NotFound
    found = people.opened([(row.person_id, people.NAME)], viewer=viewer) if names else people.Opened()
    return _carded(row, number, False, found)


def mine(*, viewer: Actor, standing: Collection[UUID] = (), since: date, until: date) -> Diary:
    """One's own diary, with names; and what one interprets, where and when. `standing`: whom one stands in for."""
    rows = Appointment.objects.filter(worker__in=[viewer.account, *standing], day__range=(since, until))
    listed = list(rows.order_by("day", "starts", "id")[:MOST])
    found = people.opened(
        [(person, people.NAME) for person in persons_in(listed, viewer=viewer)], viewer=viewer
    )
    cards = carded(listed, _numbers(listed), found, viewer=viewer)
    kept = tuple(
        HeldCard(row.worker, False, row.day, row.starts, row.ends, row.room, row.site_id, row.id)
        for row in Block.objects.filter(worker=viewer.account, day__range=(since, until)).order_by(
            "day", "starts"
        )
    )
    but = {row.id for row in listed} | {card.kept for card in kept if card.kept}
    return Diary(cards, kept + _held([viewer.account], since, until, but=but, rooms=True), found.sealed)


def met_on(day: date, *, viewer: Actor, standing: Collection[UUID] = ()) -> list[Any]:
    """Whom somebody meets on a day, for a page that opens names together with others."""
    return _MET((viewer.account, *standing), day)


_MET = Kept(
    lambda workers, day: Appointment.objects.filter(worker__in=workers, day=day)
    .exclude(state=str(State.CANCELLED)).order_by("starts", "id")[:MOST],
    UUID, date, columns=_SHOWN,
)  # fmt: skip


def persons_in(rows: Iterable[Any], *, viewer: Actor) -> list[UUID]:
    """Whose names are opened for them."""
    return [row.person_id for row in rows if not _hidden(row, viewer)]


def carded(
    rows: Iterable[Any], numbers: Mapping[UUID, str], found: people.Opened, *, viewer: Actor
) -> tuple[AppointmentCard, ...]:
    """Their cards, with what was opened."""
    return tuple(_carded(row, numbers.get(row.file_id, ""), _hidden(row, viewer), found) for row in rows)


def _hidden(row: Any, viewer: Actor) -> bool:
    """On a page of several families one person's own is for its worker alone."""
    return row.circle == "own" and viewer.ref not in (row.worker, row.booked_by)


def of_team(
    teams: Sequence[int], workers: Sequence[UUID], *, viewer: Actor, since: date, until: date
) -> Diary:
    """The diary of a team without names: kind and family, or a busy hour where it is one person's own."""
    if not viewer.signed_in:
        raise NotFound
    rows = Appointment.objects.filter(team_id__in=list(teams), day__range=(since, until))
    listed = list(rows.exclude(state=str(State.CANCELLED)).order_by("day", "starts", "id")[:MOST])
    numbers = _numbers(listed)
    cards = tuple(
        card(row, number=numbers.get(row.file_id, ""), busy=row.circle == "own" and row.worker != viewer.ref)
        for row in listed
    )
    return Diary(cards, _held(workers, since, until, but={row.id for row in listed}))


def _numbers(rows: Iterable[Any]) -> dict[UUID, str]:
    wanted = {row.file_id for row in rows}
    return dict(File.objects.filter(pk__in=wanted).values_list("pk", "number")) if wanted else {}


def _held(
    accounts: Sequence[UUID], since: date, until: date, *, but: Collection[UUID], rooms: bool = False
) -> tuple[HeldCard, ...]:
    """Busy hours of members of staff, one line for each that belongs to no appointment shown already."""
    own = Slot.objects.filter(
        kind__in=HELD, holder__in=[str(one) for one in accounts], day__range=(since, until)
    )
    if rooms:
        own = Slot.objects.filter(
            Q(pk__in=own.values("pk"))
            | Q(kind=str(Resource.ROOM), appointment__in=own.values("appointment")),
            day__range=(since, until),
        )
    hours = _hours(own)
    places = {ref: holder for ref, kind, holder, *_ in hours if kind == Resource.ROOM}
    cards = []
    for ref, kind, holder, day, first, last in hours:
        if kind in HELD and ref not in but:
            site, _colon, room = places.get(ref, "").partition(":")
            held = HeldCard(
                UUID(holder),
                kind == Resource.INTERPRETER,
                day,
                first * rules.QUARTER,
                (last + 1) * rules.QUARTER,
            )
            cards.append(replace(held, room=room, site=int(site)) if room else held)
    return tuple(sorted(cards, key=lambda one: (one.day, one.starts)))


def _hours(slots: QuerySet[Slot]) -> list[tuple[UUID, str, str, date, int, int]]:
    grouped = slots.values_list("appointment", "kind", "holder", "day").annotate(
        first=Min("quarter"), last=Max("quarter")
    )
    return list(grouped.order_by("day", "first"))
