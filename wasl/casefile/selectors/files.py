"""Files: found by number, held for writing, listed by keyset."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import F, Func, Q, QuerySet, TextField

from wasl.access import policy
from wasl.access import selectors as access_selectors
from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose, Relation
from wasl.access.kept import Kept
from wasl.access.services import require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import PHASE_OF, FileState, Phase
from wasl.casefile.models import File
from wasl.kernel.decision import refuse
from wasl.kernel.errors import NotFound
from wasl.kernel.refs import normal_file_number
from wasl.people import selectors as people
from wasl.people.names import NameCard

PAGE = 50


@dataclass(frozen=True)
class FileCard:
    """A file as lists and headings show it; `head` where the viewer may open the name."""

    ref: UUID
    number: str
    team: int
    state: FileState
    phase: Phase
    pathway: str
    programme: str
    digest: str
    level: str
    level_because: tuple[str, ...]
    worker: UUID | None
    opened_on: date
    arrived_on: date | None
    planned_end: date | None
    left_on: date | None
    stays_since: date | None
    home_since: date | None
    closed_on: date | None
    next_due: date | None
    next_action: str
    due_moved: int
    waiting: str
    size: int
    adults: int
    children: int
    woman_headed: bool
    governorate: str
    district: str
    language: str
    section: str
    ledger_from: date | None
    changed_at: datetime
    version: int
    roles: frozenset[str]
    head: NameCard | None = None
    #: for the service that the page calls, where it holds the file already
    held: "Held | None" = None
    audit_kind: str = "casefile_file"

    @property
    def audit_ref(self) -> UUID:
        return self.ref

    @property
    def audit_file(self) -> UUID:
        return self.ref

    @property
    def called(self) -> str:
        return self.head.called if self.head else ""


def _with_roles() -> QuerySet[File]:
    roles = Func(F("file_id"), F("team_id"), function="access_roles_on", output_field=ArrayField(TextField()))
    return File.objects.annotate(roles_held=roles)


# what a card shows, and where the number of a joined file leads
_SHOWN = (
    "file_id", "number", "team_id", "state", "pathway", "programme", "digest", "level", "level_because", "worker",
    "opened_on", "arrived_on", "planned_end", "left_on", "stay_from", "home_from", "closed_on", "next_due",
    "next_action", "due_moved", "waiting", "size", "adults", "children", "woman_headed", "governorate", "district",
    "language", "section", "ledger_from", "changed_at", "version", "joined_into",
)  # fmt: skip
_BY_NUMBER = Kept(lambda number: _with_roles().filter(number=number), str, columns=(*_SHOWN, "roles_held"))
_BY_REF = Kept(lambda ref: _with_roles().filter(pk=ref), UUID, columns=(*_SHOWN, "roles_held"))


def _card(row: Any, head: NameCard | None = None) -> FileCard:
    state = FileState(row.state)
    return FileCard(
        ref=row.file_id, number=row.number, team=row.team_id, state=state, phase=PHASE_OF[state], pathway=row.pathway,
        programme=row.programme, digest=row.digest, level=row.level, level_because=tuple(row.level_because),
        worker=row.worker, opened_on=row.opened_on, arrived_on=row.arrived_on, planned_end=row.planned_end,
        left_on=row.left_on, stays_since=row.stay_from or row.arrived_on, home_since=row.home_from or row.left_on,
        closed_on=row.closed_on,
        next_due=row.next_due, next_action=row.next_action, due_moved=row.due_moved, waiting=row.waiting,
        size=row.size, adults=row.adults, children=row.children, woman_headed=row.woman_headed,
        governorate=row.governorate, district=row.district, language=row.language, section=row.section,
        ledger_from=row.ledger_from, changed_at=row.changed_at, version=row.version,
        roles=frozenset(getattr(row, "roles_held", ())), head=head,
    )  # fmt: skip


def find(text: str, *, viewer: Actor) -> UUID:
    """The file behind a number. A stranger finds nothing; a colleague of its team is told why not."""
    number = normal_file_number(text)
    ref, relation = access_selectors.relation(number or "", viewer=viewer)
    if ref is None or relation is Relation.STRANGER:
        raise NotFound
    if relation is Relation.COLLEAGUE:
        refuse("colleague_without_grant").or_refuse(kind="person")
    led = File.objects.filter(pk=ref).exclude(joined_into=None).values_list("joined_into", flat=True).first()
    return _joined(_BY_REF(led), viewer=viewer).file_id if led else ref


def view(number: str, *, viewer: Actor, action: Action = Action.FILE_VIEW, hold: bool = False) -> FileCard:
    """A file by its number, for a page: what the viewer holds on it is asked, and the look recorded.

    `hold`: the page will write; the file is held from here on, and its service is given `held` (see `take`).
    """
    card = _card(_reached(number, hold=hold, viewer=viewer))
    require(viewer, action, on=card)
    audit.record(EventType.FILE_VIEWED, by=viewer, on=card, purpose=policy.purpose_on(card.roles))
    return replace(card, held=Held(card.ref, card.team, card.roles, viewer.token)) if hold else card


def _reached(number: str, *, hold: bool, viewer: Actor) -> Any:
    """The row of the file to which a number leads.

    Whoever holds nothing on it is answered by `find`: for a stranger that costs what a number of nobody costs.
    """
    wanted, held = normal_file_number(number) or "", _with_roles().select_for_update(of=("self",))
    rows: list[Any] = list(held.filter(number=wanted)) if hold else _BY_NUMBER(wanted)
    if not rows or not rows[0].roles_held or not viewer.signed_in:
        find(number, viewer=viewer)
        raise NotFound
    led = rows[0].joined_into
    if led is None:
        return rows[0]
    return _joined(list(held.filter(pk=led)) if hold else _BY_REF(led), viewer=viewer)


def _joined(rows: Sequence[Any], *, viewer: Actor) -> Any:
    """The file to which another's number leads; nothing for whoever does not reach it."""
    if not rows or not rows[0].roles_held or not viewer.signed_in:
        raise NotFound
    return rows[0]


def lock(file: UUID, *, by: Actor) -> File:
    """The file, held until the transaction ends, with the roles that `by` holds on it."""
    row = _with_roles().select_for_update(of=("self",)).filter(pk=file).first()
    if row is None or not by.signed_in:
        raise NotFound
    return row


@dataclass(frozen=True)
class Held:
    """A file that this transaction holds already, for this session: a service that is given one asks no second time."""

    file_id: UUID
    team_id: int
    roles: frozenset[str]
    session: str = field(repr=False)


def take(number: str, *, by: Actor) -> Held:
    """The file behind a number, held until the transaction ends, for a page that writes before it shows anything.

    It asks once what `find` and `lock` ask in turn; what may be done is the service's question. Call it outside any
    service: what a nested one holds goes with its savepoint.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT file, team, roles FROM casefile_take(%s)", [normal_file_number(number) or ""])
        row = cursor.fetchone()
    if row is None or not row[2] or not by.signed_in:
        find(number, viewer=by)
        raise NotFound
    return Held(row[0], row[1], frozenset(row[2]), by.token)


def lock_once(file: UUID | Held, *, by: Actor) -> File | Held:
    """As `lock`; what the page holds already for this very session is not asked for again."""
    if not isinstance(file, Held):
        return lock(file, by=by)
    return file if by.signed_in and file.session == by.token else lock(file.file_id, by=by)


def hold(number: str, *, viewer: Actor) -> None:
    """Hold the file behind a number until the transaction ends, if the viewer reaches it; who may is asked after."""
    if not viewer.signed_in:
        return
    rows = File.objects.select_for_update().filter(number=normal_file_number(number) or "")
    for joined in rows.values_list("joined_into", flat=True):
        if joined:
            list(File.objects.select_for_update().filter(pk=joined).values_list("pk"))


def get(file: UUID, *, viewer: Actor) -> FileCard:
    """A file by its reference, for another room; not a look of its own."""
    rows = _BY_REF(file)
    if not rows or not viewer.signed_in:
        raise NotFound
    return _card(rows[0])


@dataclass(frozen=True)
class Listing:
    """One page of files; `after` continues it, `sealed` says that names could not be opened."""

    cards: list[FileCard]
    after: str
    sealed: bool = False


def listing(
    *,
    viewer: Actor,
    scope: str = "mine",
    state: str = "",
    order: str = "due",
    after: str = "",
    limit: int = PAGE,
    with_names: bool = True,
) -> Listing:
    """Files in a stated scope: `mine`, `team` or `site`. Ordered by due date, last change or number, by keyset."""
    rows = File.objects.filter(joined_into__isnull=True)
    if scope == "mine":
        rows = rows.filter(worker=viewer.account)
    elif scope == "team":
        rows = rows.filter(team_id__in=viewer.teams)
    else:
        rows = rows.filter(team_id__in=_teams_of_sites(viewer))
    if state:
        rows = rows.filter(state=state)
    rows, key = _keyset(rows, order, after)
    found: list[Any] = list(rows.values_list(*_SHOWN, named=True)[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    heads = people.heads((row.file_id for row in found), viewer=viewer) if with_names and found else {}
    opened = people.opened(
        [(head, people.NAME) for head in heads.values()], viewer=viewer, purpose=Purpose.CARE
    )
    cards = [_card(row, opened.name(heads.get(row.file_id))) for row in found]
    return Listing(cards, key(found[-1]) if more and found else "", opened.sealed)


def _teams_of_sites(viewer: Actor) -> list[int]:
    teams = access_selectors.teams().values()
    everywhere = any(m.reach == "realm" for m in viewer.memberships)
    return [team.id for team in teams if everywhere or team.site in viewer.sites]


def _keyset(rows: QuerySet[File], order: str, after: str) -> tuple[QuerySet[File], Any]:
    mark, _, place = after.partition("|")
    if order == "number":
        rows = rows.filter(number__gt=place) if place else rows
        return rows.order_by("number"), lambda row: f"|{row.number}"
    at, ref = _seen_until(mark, place)
    if order == "changed":
        if ref and at:
            rows = rows.filter(Q(changed_at__lt=at) | Q(changed_at=at, file_id__gt=ref))
        return rows.order_by(
            "-changed_at", "file_id"
        ), lambda row: f"{row.changed_at.isoformat()}|{row.file_id}"
    if ref and at:
        day = at.date()
        rows = rows.filter(Q(next_due__gt=day) | Q(next_due=day, file_id__gt=ref) | Q(next_due__isnull=True))
    elif ref:
        rows = rows.filter(next_due__isnull=True, file_id__gt=ref)
    return rows.order_by(
        F("next_due").asc(nulls_last=True), "file_id"
    ), lambda row: f"{row.next_due.isoformat() if row.next_due else ''}|{row.file_id}"


def _seen_until(mark: str, place: str) -> tuple[datetime | None, UUID | None]:
    """Where the page before ended; one that nobody could have been given begins the list anew."""
    try:
        at = datetime.fromisoformat(mark) if mark else None
        return at and (at if at.tzinfo else at.replace(tzinfo=UTC)), UUID(place) if place else None
    except ValueError:
        return None, None
