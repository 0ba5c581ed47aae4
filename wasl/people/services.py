"""Writing persons: added with a reason and a date, changed with the version seen, never merged by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wasl.access import selectors as access_selectors
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.clock import today
from wasl.kernel.errors import Conflict, Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.people import rules
from wasl.people.enums import FamilyRole, JoinReason, LeaveReason, Sex, SpouseFate
from wasl.people.models import Membership, NotSame, Person
from wasl.people.names import NameCard
from wasl.people.selectors import CONTACT, NAME, SafeContact
from wasl.vault import services as vault
from wasl.vault.client import Plain


@dataclass(frozen=True)
class NewPerson:
    """What is known of somebody who joins a file."""

    name: NameCard
    sex: Sex
    role: FamilyRole
    spouse: SpouseFate | str = ""
    language: str = "ar"
    phones: tuple[str, ...] = ()
    ref: UUID | None = None


def rows_for(
    people: Sequence[NewPerson], *, file: UUID, team: int, since: date, reason: JoinReason
) -> tuple[list[Person], list[Membership], list[Plain]]:
    """Rows and sealed values for new people, not yet written: one path for a desk and for a convoy."""
    rows, members, plains = [], [], []
    for new in people:
        ref = new.ref or new_id()
        band = rules.band_of(rules.age_on(new.name.birth, today()) if new.name.birth else rules.ADULT + 7)
        rows.append(
            Person(
                id=ref, file_id=file, team_id=team, sex=str(new.sex), age_band=str(band), role=str(new.role),
                spouse=str(new.spouse), language=new.language,
            )
        )  # fmt: skip
        members.append(
            Membership(
                id=new_id(), file_id=file, team_id=team, person_id=ref, since=since, reason_in=str(reason)
            )
        )
        plains.append(Plain(ref, NAME, ref, file, team, new.name.document()))
        if new.phones:
            plains.append(Plain(ref, CONTACT, ref, file, team, {"phones": list(new.phones), "safe": {}}))
    return rows, members, plains


@command
def person_add(
    *, file: UUID, people: Sequence[NewPerson], since: date, reason: JoinReason, by: Actor
) -> list[UUID]:
    """Add people to a file: at reception, by birth, by marriage."""
    held = access_selectors.hold(file, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    for new in people:
        _check(new.name)
    rows, members, plains = rows_for(people, file=file, team=held.team, since=since, reason=reason)
    Person.objects.bulk_create(rows)
    Membership.objects.bulk_create(members)
    vault.write(plains)
    for row in rows:
        audit.record(EventType.PERSON_ADDED, by=by, on=row, person=row.id, code=str(reason))
    return [row.id for row in rows]


@command
def person_change(
    *,
    person: UUID,
    name: NameCard,
    sex: Sex,
    role: FamilyRole,
    spouse: SpouseFate | str,
    version: int,
    by: Actor,
) -> None:
    """Correct who somebody is; refuses when somebody else changed it meanwhile."""
    row = lock(person)
    held = access_selectors.hold(row.file_id, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    _check(name)
    if row.version != version:
        raise Conflict("person", row.version, version)
    if role is FamilyRole.HEAD and row.role != FamilyRole.HEAD:
        age = rules.age_on(name.birth, today()) if name.birth else rules.ADULT
        bands = Person.objects.filter(file_id=row.file_id, active=True).values_list("age_band", flat=True)
        rules.can_head(age, len(bands), sum(band not in rules.MINORS for band in bands)).or_refuse()
        Person.objects.filter(file_id=row.file_id, role=str(FamilyRole.HEAD), active=True).update(
            role=str(FamilyRole.OTHER)
        )
    row.sex, row.role, row.spouse, row.version = str(sex), str(role), str(spouse), row.version + 1
    if name.birth:
        row.age_band = str(rules.band_of(rules.age_on(name.birth, today())))
    row.save(update_fields=["sex", "role", "spouse", "age_band", "version"])
    vault.write([Plain(row.id, NAME, row.id, row.file_id, row.team_id, name.document())])
    audit.record(EventType.PERSON_CHANGED, by=by, on=row, person=row.id, fields=["identity:name"])


@command
def membership_end(
    *, person: UUID, until: date, reason: LeaveReason, by: Actor, headed_by: UUID | None = None
) -> None:
    """Somebody no longer belongs to the household, from a day and for a reason. `headed_by`: who heads it then."""
    row = lock(person)
    held = access_selectors.hold(row.file_id, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    others = Person.objects.filter(file_id=row.file_id, active=True).exclude(pk=person)
    if (
        row.role == FamilyRole.HEAD
        and others.exists()
        and headed_by not in others.values_list("id", flat=True)
    ):
        raise Invalid("person", "name_another_head_first")
    row.active, row.version = False, row.version + 1
    row.save(update_fields=["active", "version"])
    Membership.objects.filter(person=row, until__isnull=True).update(until=until, reason_out=str(reason))
    audit.record(EventType.MEMBERSHIP_CHANGED, by=by, on=row, person=row.id, code=str(reason))


@command
def safe_contact_record(*, person: UUID, contact: SafeContact, by: Actor) -> None:
    """How an adult wishes to be reached, in her own words."""
    row = lock(person)
    held = access_selectors.hold(row.file_id, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    value: dict[str, Any] = {
        "phones": list(contact.phones),
        "safe": {
            "when": contact.when,
            "who_may_answer": contact.who_may_answer,
            "name_to_use": contact.name_to_use,
            "visit": contact.visit,
            "vehicle": contact.vehicle,
        },
    }
    vault.write([Plain(row.id, CONTACT, row.id, row.file_id, row.team_id, value)])
    audit.record(EventType.SAFE_CONTACT_RECORDED, by=by, on=row, person=row.id, fields=[CONTACT])


@command
def not_the_same(*, person: UUID, other: UUID, reason: str, by: Actor) -> None:
    """Remember that two people who look alike on paper are two people."""
    row = lock(person)
    held = access_selectors.hold(row.file_id, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    note, made = NotSame.objects.get_or_create(
        person=row,
        other=other,
        defaults={
            "file_id": row.file_id, "team_id": row.team_id, "decided_by": by.ref, "decided_on": today(),
        },
    )  # fmt: skip
    if made and reason:
        vault.write([Plain(note.id, "notes:reason", row.id, row.file_id, row.team_id, reason)])
    audit.record(EventType.NOT_THE_SAME, by=by, on=note, person=row.id)


def lock(person: UUID) -> Person:
    """The row, held until the transaction ends."""
    row = Person.objects.select_for_update().filter(pk=person).first()
    if row is None:
        raise NotFound
    return row


def _check(name: NameCard) -> None:
    if not name.given.strip():
        raise Invalid("given", "name_missing")
    if name.birth and name.birth > today():
        raise Invalid("birth", "date_in_future")
