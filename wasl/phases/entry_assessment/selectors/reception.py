"""Reception so far: which steps are there, what is missing, who is at the desk."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Purpose
from wasl.casefile.enums import FileState
from wasl.casefile.models import Consent, Document, File
from wasl.people import selectors as people
from wasl.people.models import Person
from wasl.people.rules import MINORS
from wasl.people.selectors import CONTACT, NAME, PersonCard, SafeContact, card, rows_of, safe_contact_from
from wasl.phases.entry_assessment import rules
from wasl.phases.entry_assessment.enums import Step
from wasl.phases.entry_assessment.models import Reception


@dataclass(frozen=True)
class MemberCard:
    """Somebody of the family at the desk, with what has been asked of her."""

    person: PersonCard
    contact: SafeContact
    asked: bool


@dataclass(frozen=True)
class ReceptionCard:
    """A reception as far as it has come."""

    on: date | None
    notice_language: str
    finished_at: datetime | None
    done: frozenset[Step]
    members: tuple[MemberCard, ...]
    urgent_asked: bool
    local_place: str
    sealed: bool

    @property
    def adults(self) -> tuple[MemberCard, ...]:
        return tuple(member for member in self.members if member.person.is_adult)

    @property
    def can_finish(self) -> bool:
        """Whether the first hour is done; all else can follow."""
        return bool(rules.can_finish(self.done))

    @property
    def next(self) -> Step | None:
        return next((step for step in Step if step not in self.done), None)


def reception(file: UUID, *, viewer: Actor) -> ReceptionCard:
    """Everything the desk needs of one family, opened at once."""
    row = Reception.objects.filter(file_id=file).first()
    rows = rows_of(file)
    wanted = [(person.id, field) for person in rows for field in (NAME, CONTACT)]
    found = people.opened([*wanted, (file, "identity:place")], viewer=viewer, purpose=Purpose.RECEPTION)
    asked = set(Consent.objects.filter(file_id=file).values_list("person_id", flat=True))
    members = tuple(
        MemberCard(card(one, found), safe_contact_from(found.get(one.id, CONTACT)), one.id in asked)
        for one in rows
    )
    place = found.get(file, "identity:place") or {}
    adults = [member for member in members if member.person.is_adult]
    facts = rules.ReceptionFacts(
        notice_read=bool(row and row.notice_language),
        people=len(members),
        adults=len(adults),
        adults_asked=sum(member.asked for member in adults),
        adults_reached=sum(member.contact.known for member in adults),
        urgent_asked=bool(row and row.urgent_asked_on),
        documents=Document.objects.filter(file_id=file).count(),
        place_known=_place_known(file),
    )
    return ReceptionCard(
        on=row.on if row else None,
        notice_language=row.notice_language if row else "",
        finished_at=row.finished_at if row else None,
        done=rules.done_steps(facts),
        members=members,
        urgent_asked=facts.urgent_asked,
        local_place=str(place.get("local") or ""),
        sealed=found.sealed,
    )


def under_way(file: UUID, *, viewer: Actor) -> bool:
    """Whether the family stands at the desk: steps lead back there. Opens nothing."""
    return Reception.objects.filter(file_id=file, finished_at__isnull=True).exists()


def done_so_far(file: UUID, *, viewer: Actor) -> frozenset[Step]:
    """The steps that are there, told without opening anything."""
    row = Reception.objects.filter(file_id=file).first()
    bands = list(Person.objects.filter(file_id=file, active=True).values_list("age_band", flat=True))
    facts = rules.ReceptionFacts(
        notice_read=bool(row and row.notice_language),
        people=len(bands),
        adults=sum(band not in MINORS for band in bands),
        adults_asked=0,
        adults_reached=0,
        urgent_asked=bool(row and row.urgent_asked_on),
        documents=0,
        place_known=_place_known(file),
    )
    return rules.done_steps(facts)


def _place_known(file: UUID) -> bool:
    return File.objects.filter(pk=file).exclude(governorate="").exists()


@dataclass(frozen=True)
class WaitingCard:
    """A family whose reception is not finished."""

    file: UUID
    number: str
    size: int
    arrived_on: date | None
    begun: bool


def unfinished(*, viewer: Actor, limit: int = 30) -> list[WaitingCard]:
    """Families of the viewer's teams that have come and are not through reception, the newest first."""
    rows = File.objects.filter(team_id__in=viewer.teams, state=str(FileState.ASSESSING), worker__isnull=True)
    finished = Reception.objects.filter(finished_at__isnull=False).values("file_id")
    listed = list(rows.exclude(pk__in=finished).order_by("-changed_at", "file_id")[:limit])
    begun = set(
        Reception.objects.filter(file_id__in=[f.file_id for f in listed]).values_list("file_id", flat=True)
    )
    return [WaitingCard(f.file_id, f.number, f.size, f.arrived_on, f.file_id in begun) for f in listed]
