"""What a person says is wrong about her, what stood before, what stands, and her own words beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.kept import Kept
from wasl.access.policy import allowed
from wasl.access.rules import may
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import Circle
from wasl.casefile.models import Contact, Need
from wasl.instruments.models import Response
from wasl.instruments.selectors.grid import ANSWERS
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound
from wasl.people import selectors as people
from wasl.people.names import NameCard
from wasl.people.selectors import NAME, Opened
from wasl.rights.enums import About, CorrectionState, NamePart
from wasl.rights.models import Correction

OF_PERSON, OF_WORDS = "identity:correction", "notes:correction"
LATEST = 12


def field_of(what: About) -> str:
    """Under which class what she says is sealed: as what it is about."""
    return OF_PERSON if what is About.PERSON else OF_WORDS


@dataclass(frozen=True)
class CorrectionCard:
    """One correction, with its words as far as the viewer may open them."""

    ref: UUID
    person: UUID
    what: About
    about: UUID
    field: str
    circle: str
    state: CorrectionState
    asked_on: date
    due_on: date
    decided_on: date | None
    taken_by: UUID
    decided_by: UUID | None
    version: int
    wanted: str
    former: str
    reason: str
    statement: str

    @property
    def late(self) -> bool:
        return self.state is CorrectionState.ASKED and self.due_on < today()


def corrections_part(
    file: UUID, *, viewer: Actor, roles: frozenset[str], person: UUID | None = None
) -> people.Part[list[CorrectionCard]]:
    """The corrections of a file as a part of a page; of the own circle only for roles that may read them."""
    if not viewer.signed_in:
        raise NotFound
    found_rows = [row for row in _CORRECTIONS(file) if person in (None, row.person_id)]
    if not may(Action.NOTE_READ_OWN_CIRCLE, roles, allowed()):
        found_rows = [row for row in found_rows if row.circle == Circle.FAMILY]
    found = yield [(row.id, field_of(About(row.what))) for row in found_rows]
    return [_card(row, found) for row in found_rows]


_CORRECTIONS = Kept(lambda file: Correction.objects.filter(file_id=file).order_by("-asked_on", "id"), UUID, columns=(
    "id", "person_id", "what", "about", "field", "circle", "state", "asked_on", "due_on", "decided_on", "taken_by",
    "decided_by", "version",
))  # fmt: skip


def corrections(
    file: UUID, *, viewer: Actor, roles: frozenset[str], person: UUID | None = None
) -> list[CorrectionCard]:
    """The corrections of a file, or of one person in it."""
    part = corrections_part(file, viewer=viewer, roles=roles, person=person)
    return people.alone(part, viewer=viewer, purpose=Purpose.RIGHTS)


def _card(row: Any, found: Opened) -> CorrectionCard:
    told: Mapping[str, Any] = found.get(row.id, field_of(About(row.what))) or {}
    return CorrectionCard(
        row.id, row.person_id, About(row.what), row.about, row.field, row.circle, CorrectionState(row.state),
        row.asked_on, row.due_on, row.decided_on, row.taken_by, row.decided_by, row.version,
        told.get("wanted", ""), told.get("former", ""), told.get("reason", ""), told.get("statement", ""),
    )  # fmt: skip


def beside(cards: Iterable[CorrectionCard]) -> dict[UUID, list[CorrectionCard]]:
    """What stands beside each thing: her statement where it was refused, what stood before where it was changed."""
    found: dict[UUID, list[CorrectionCard]] = {}
    for card in cards:
        if card.state in (CorrectionState.ACCEPTED, CorrectionState.REFUSED):
            found.setdefault(card.about, []).append(card)
    return found


@dataclass(frozen=True)
class Target:
    """Something of a person's that can be corrected, as it stands."""

    what: About
    about: UUID
    field: str
    circle: str
    stands: str
    domain: str = ""
    on: date | None = None
    author: UUID | None = None

    @property
    def code(self) -> str:
        """How a form names it."""
        return f"{self.what}:{self.about}:{self.field}"


def part_of(name: NameCard | None, part: NamePart) -> str:
    """One part of who somebody is, as a line of text."""
    if name is None:
        return ""
    if part is NamePart.MOTHER:
        return name.mother[0] if name.mother else ""
    if part is NamePart.BIRTH:
        if name.birth is None:
            return ""
        return name.birth.isoformat()[: {"day": 10, "month": 7}.get(str(name.accuracy), 4)]
    return str(getattr(name, part))


def targets(file: UUID, person: UUID, *, viewer: Actor, roles: frozenset[str]) -> list[Target]:
    """Everything of hers and of the whole family's that she may say is wrong; nothing that is somebody else's own."""
    if not viewer.signed_in:
        raise NotFound
    circles = [Circle.FAMILY, *([Circle.OWN] if may(Action.NOTE_READ_OWN_CIRCLE, roles, allowed()) else [])]

    def hers(circle: str, whose: UUID | None) -> bool:
        return circle == Circle.FAMILY or whose == person

    notes = list(
        Contact.objects.filter(file_id=file, circle__in=circles).order_by("-written_at", "id")[:LATEST]
    )
    needs = list(Need.objects.filter(file_id=file, circle__in=circles).order_by("-score", "domain", "id"))
    given = Response.objects.filter(file_id=file, person_id=person).order_by("-recorded_at", "id").first()
    found = people.opened(
        [(person, NAME), *((note.id, "notes:text") for note in notes), *((need.id, "notes:wish") for need in needs),
         *([(given.id, ANSWERS)] if given else [])],
        viewer=viewer, purpose=Purpose.RIGHTS,
    )  # fmt: skip
    name = found.name(person)
    listed = [
        Target(About.PERSON, person, str(part), str(Circle.FAMILY), part_of(name, part)) for part in NamePart
    ]
    listed += [
        Target(
            About.NOTE, note.id, "text", note.circle, found.text(note.id, "notes:text"), on=note.on,
            author=note.written_by,
        )
        for note in notes if hers(note.circle, note.person_id)
    ]  # fmt: skip
    listed += [
        Target(About.NEED, need.id, "wish", need.circle, found.text(need.id, "notes:wish"), need.domain)
        for need in needs if hers(need.circle, need.person_id)
    ]  # fmt: skip
    return listed + (_answers(given, found, circles) if given else [])


def _answers(given: Response, found: Opened, circles: list[Circle]) -> list[Target]:
    document: Mapping[str, Any] = found.get(given.id, ANSWERS) or {}
    return [
        Target(
            About.ANSWER, given.id, domain, line.get("circle") or str(Circle.OWN),
            (document.get("words") or {}).get(domain, ""), domain, given.on, given.recorded_by,
        )
        for domain, line in (document.get("lines") or {}).items() if (line.get("circle") or Circle.OWN) in circles
    ]  # fmt: skip


def printed(file: UUID, card: CorrectionCard, *, viewer: Actor) -> None:
    """That the paper about a correction was drawn."""
    audit.record(
        EventType.FILE_PRINTED,
        by=viewer,
        file=file,
        person=card.person,
        purpose=Purpose.RIGHTS,
        code="correction",
    )


def lock_correction(ref: UUID, file: UUID) -> Correction:
    """The correction of this very file, held until the transaction ends."""
    row = Correction.objects.select_for_update().filter(pk=ref, file_id=file).first()
    if row is None:
        raise NotFound
    return row


def of_plan(file: UUID, person: UUID | None, *, viewer: Actor, roles: frozenset[str]) -> list[CorrectionCard]:
    """What stands beside the needs of a person's plan page: her statement, or what was changed at her word."""
    cards = corrections(file, viewer=viewer, roles=roles, person=person) if person else []
    return [
        card
        for card in cards
        if card.what is About.NEED and card.state in (CorrectionState.ACCEPTED, CorrectionState.REFUSED)
    ]
