"""Reading persons: who is in a file, and their names as far as the viewer may open them.

The vault answers with what the viewer may see and writes down the look. When it is sealed, pages go on without names.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Purpose
from wasl.access.kept import Kept
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound, VaultDown, VaultSealed
from wasl.people.enums import FamilyRole
from wasl.people.models import Membership, Person
from wasl.people.names import NameCard, from_document
from wasl.people.rules import ADULT, MINORS, age_on
from wasl.vault import services as vault

T = TypeVar("T")
NAME = "identity:name"
CONTACT = "identity:contact"


@dataclass(frozen=True)
class Opened:
    """What the vault gave: values by owner and field. `sealed`: it gave nothing because nobody has unsealed it."""

    values: Mapping[tuple[UUID, str], Any] = field(default_factory=dict)
    sealed: bool = False

    def get(self, owner: UUID, name: str) -> Any:
        return self.values.get((owner, name))

    def text(self, owner: UUID, name: str) -> str:
        value = self.get(owner, name)
        return value if isinstance(value, str) else ""

    def name(self, person: UUID | None) -> NameCard | None:
        document = self.get(person, NAME) if person else None
        return from_document(document) if document else None


def opened(wanted: Sequence[tuple[UUID, str]], *, viewer: Actor, purpose: Purpose = Purpose.CARE) -> Opened:
    """Open sealed values for a viewer; the look is recorded by the vault."""
    if not wanted:
        return Opened()
    try:
        return Opened(vault.client().open(viewer.token, str(purpose), list(wanted)))
    except (VaultSealed, VaultDown):
        return Opened(sealed=True)


Wanted = list[tuple[UUID, str]]
# a part of a page: says what it wants opened, is sent what was opened, and returns its cards
Part = Generator[Wanted, Opened, T]


def together(*parts: Part[Any], viewer: Actor, purpose: Purpose = Purpose.CARE) -> list[Any]:
    """The cards of several parts of one page, opened with one question to the vault and recorded as one look."""
    wanted = [one for part in parts for one in next(part)]
    found = opened(wanted, viewer=viewer, purpose=purpose)
    return [_ended(part, found) for part in parts]


def alone(part: Part[T], *, viewer: Actor, purpose: Purpose = Purpose.CARE) -> T:
    """The cards of one part by itself."""
    return _ended(part, opened(next(part), viewer=viewer, purpose=purpose))


def _ended(part: Part[T], found: Opened) -> T:
    try:
        part.send(found)
    except StopIteration as end:
        return cast(T, end.value)
    raise RuntimeError("a part of a page asks once")


@dataclass(frozen=True)
class SafeContact:
    """How this adult wishes to be reached; shown before every call, slip and visit."""

    phones: tuple[str, ...] = ()
    when: str = ""
    who_may_answer: str = ""
    name_to_use: str = ""
    visit: str = ""
    vehicle: str = ""

    @property
    def known(self) -> bool:
        return bool(self.phones or self.when or self.who_may_answer or self.visit or self.vehicle)


def safe_contact_from(document: Mapping[str, Any] | None) -> SafeContact:
    """The wishes that a sealed `identity:contact` holds."""
    if not document:
        return SafeContact()
    safe = document.get("safe") or {}
    return SafeContact(
        phones=tuple(document.get("phones") or ()),
        when=safe.get("when", ""),
        who_may_answer=safe.get("who_may_answer", ""),
        name_to_use=safe.get("name_to_use", ""),
        visit=safe.get("visit", ""),
        vehicle=safe.get("vehicle", ""),
    )


@dataclass(frozen=True)
class PersonCard:
    """A person as a page shows her."""

    ref: UUID
    file: UUID
    sex: str
    age_band: str
    role: str
    spouse: str
    language: str
    active: bool
    version: int
    name: NameCard | None
    carer: UUID | None = None
    #: how she wishes to be reached, where a page asked for it
    safe: SafeContact | None = None

    @property
    def is_head(self) -> bool:
        return self.role == FamilyRole.HEAD

    @property
    def age(self) -> int | None:
        return age_on(self.name.birth, today()) if self.name and self.name.birth else None

    @property
    def is_adult(self) -> bool:
        """By the birth date where it may be seen, else by the band."""
        return self.age >= ADULT if self.age is not None else self.age_band not in MINORS

    @property
    def called(self) -> str:
        return self.name.called if self.name else ""


def rows_of(file: UUID, *, active: bool | None = True) -> list[Person]:
    """The person rows of a file, the head first, then adults before children."""
    rows = Person.objects.filter(file_id=file)
    return _in_order(rows if active is None else rows.filter(active=active))


def _in_order(rows: Iterable[Any]) -> list[Any]:
    order = {role: n for n, role in enumerate(("head", "spouse"))}
    bands = ("60+", "25-59", "18-24", "12-17", "5-11", "0-4")
    return sorted(rows, key=lambda p: (order.get(p.role, 2), bands.index(p.age_band), str(p.id)))


# who is there now, of whom only what a card shows is read
_THERE = Kept(lambda file: Person.objects.filter(file_id=file, active=True), UUID, columns=(
    "id", "file_id", "sex", "age_band", "role", "spouse", "language", "active", "carer", "version",
))  # fmt: skip


def card(row: Any, found: Opened) -> PersonCard:
    """The card of a row with what was opened."""
    return PersonCard(
        ref=row.id,
        file=row.file_id,
        sex=row.sex,
        age_band=row.age_band,
        role=row.role,
        spouse=row.spouse,
        language=row.language,
        active=row.active,
        version=row.version,
        name=found.name(row.id),
        carer=row.carer,
    )


def people_of(
    file: UUID, *, viewer: Actor, purpose: Purpose = Purpose.CARE, active: bool | None = True
) -> list[PersonCard]:
    """Everybody in a file, with names."""
    return alone(people_part(file, viewer=viewer, active=active), viewer=viewer, purpose=purpose)


def people_part(
    file: UUID, *, viewer: Actor, active: bool | None = True, names: bool = True, reach: bool = False
) -> Part[list[PersonCard]]:
    """Everybody in a file, as a part of a page; with `reach` how the head wishes to be reached."""
    rows = _in_order(_THERE(file)) if active else rows_of(file, active=active)
    heads = [row for row in rows if row.role == FamilyRole.HEAD and reach]
    found = yield [*((row.id, NAME) for row in rows if names), *((row.id, CONTACT) for row in heads)]
    reached = {row.id: safe_contact_from(found.get(row.id, CONTACT)) for row in heads}
    return [replace(card(row, found), safe=reached.get(row.id)) for row in rows]


def person(ref: UUID, *, viewer: Actor, purpose: Purpose = Purpose.CARE) -> PersonCard:
    """One person whom the viewer reaches."""
    row = Person.objects.filter(pk=ref).first()
    if row is None:
        raise NotFound
    return card(row, opened([(row.id, NAME)], viewer=viewer, purpose=purpose))


def heads(files: Iterable[UUID], *, viewer: Actor) -> dict[UUID, UUID]:
    """File to the person who heads it, for lists."""
    wanted = tuple(files)
    return {row.file_id: row.id for row in _HEADS(wanted)} if wanted else {}


_HEADS = Kept(
    lambda files: Person.objects.filter(file_id__in=files, role=FamilyRole.HEAD, active=True), UUID,
    columns=("file_id", "id"),
)  # fmt: skip


@dataclass(frozen=True)
class MembershipCard:
    """Since when and why somebody belongs to the household, until when and why not."""

    person: UUID
    since: date
    until: date | None
    reason_in: str
    reason_out: str


def memberships(file: UUID, *, viewer: Actor) -> list[MembershipCard]:
    """The household over time."""
    return [
        MembershipCard(m.person_id, m.since, m.until, m.reason_in, m.reason_out)
        for m in Membership.objects.filter(file_id=file).order_by("since", "id")
    ]
