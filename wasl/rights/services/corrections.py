"""A person says that something is wrong: it is changed and what stood is kept, or her own words stand beside it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from wasl.access import policy
from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.selectors import Held
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.models import Contact, Need
from wasl.instruments.models import Response
from wasl.kernel.clock import today
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Conflict, Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.people import selectors as people
from wasl.people.enums import Accuracy, FamilyRole, Sex, SpouseFate
from wasl.people.models import Person
from wasl.people.names import NameCard
from wasl.people.services import person_change
from wasl.rights import rules
from wasl.rights.enums import About, CorrectionState, NamePart
from wasl.rights.models import Correction
from wasl.rights.rules import CORRECTION
from wasl.rights.selectors import corrections as selectors
from wasl.rights.selectors.corrections import field_of, lock_correction
from wasl.rights.services.requests import owe, owed_no_more
from wasl.vault import services as vault
from wasl.vault.client import Plain

#: what of a note and of a need is words
WORDS: Mapping[About, tuple[Any, str]] = {
    About.NOTE: (Contact, "notes:text"),
    About.NEED: (Need, "notes:wish"),
}
KEPT_NAMES = 5


@command
def correction_ask(
    *, file: UUID, person: UUID, what: About, about: UUID, field: str, wanted: str, by: Actor
) -> UUID:
    """Take down what she says is wrong, and how it is right."""
    held = access.hold(file, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    listed = selectors.targets(file, person, viewer=by, roles=held.roles)
    target = next((one for one in listed if (one.what, one.about, one.field) == (what, about, field)), None)
    if target is None or not Person.objects.filter(pk=person, file_id=file).exists():
        raise NotFound
    if not wanted.strip():
        raise Invalid("wanted", "wanted_words_missing")
    if field == NamePart.BIRTH and what is About.PERSON and rules.birth_of(wanted) is None:
        raise Invalid("wanted", "birth_not_understood")
    row = Correction.objects.create(
        id=new_id(), file_id=file, team_id=held.team, person_id=person, what=str(what), about=about, field=field,
        circle=target.circle, state=str(CorrectionState.ASKED), asked_on=today(), taken_by=by.account,
        due_on=today() + timedelta(days=policy.programme().protection.rights_answer_days),
    )  # fmt: skip
    _seal(row, {"wanted": wanted.strip()})
    owe(row, by)
    audit.record(EventType.CORRECTION_ASKED, by=by, on=row, person=person, code=str(what), fields=[field])
    return row.id


def _seal(row: Correction, told: Mapping[str, Any]) -> None:
    field = field_of(About(row.what))
    vault.write([Plain(row.id, field, row.person_id, row.file_id, row.team_id, dict(told))])


def _lock(correction: UUID, file: UUID, version: int) -> Correction:
    row = lock_correction(correction, file)
    if row.version != version:
        raise Conflict("correction", row.version, version)
    return row


def _card(row: Correction, held: Held, by: Actor) -> selectors.CorrectionCard:
    """What she said; nothing to decide for whoever cannot read it."""
    cards = selectors.corrections(row.file_id, viewer=by, roles=held.roles, person=row.person_id)
    found = next((card for card in cards if card.ref == row.id), None)
    if found is None:
        raise NotFound
    if not found.wanted:
        refuse("words_are_locked").or_refuse()
    return found


def _decided(row: Correction, state: CorrectionState, by: Actor | None) -> None:
    row.state, row.version = str(state), row.version + 1
    row.decided_on, row.decided_by = (today(), by.account) if by else (None, None)
    row.save(update_fields=["state", "version", "decided_on", "decided_by"])
    owed_no_more(row)


@command
def correction_accept(*, file: UUID, correction: UUID, version: int, by: Actor) -> None:
    """She is right: it is changed, and what stood before is kept beside it, sealed."""
    row = _lock(correction, file, version)
    held = access.hold(file, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    CORRECTION.decide(row.state, CorrectionState.ACCEPTED).or_refuse()
    card = _card(row, held, by)
    former = (
        _change_person(row, card.wanted, by)
        if card.what is About.PERSON
        else _change_words(row, card, held, by)
    )
    _seal(row, _told(card) | {"former": former})
    _decided(row, CorrectionState.ACCEPTED, by)
    audit.record(EventType.CORRECTION_DECIDED, by=by, on=row, person=row.person_id, code=row.state)


def _told(card: selectors.CorrectionCard) -> dict[str, str]:
    kept = {"wanted": card.wanted, "former": card.former, "reason": card.reason, "statement": card.statement}
    return {name: words for name, words in kept.items() if words}


def _change_person(row: Correction, wanted: str, by: Actor) -> str:
    """Her name with one part changed; under what it was she is found for a time. Answers with what stood."""
    card = people.person(row.about, viewer=by, purpose=Purpose.RIGHTS)
    if card.name is None:
        refuse("words_are_locked").or_refuse()
        raise NotFound
    part = NamePart(row.field)
    person_change(
        person=card.ref, name=changed(card.name, part, wanted), sex=Sex(card.sex), role=FamilyRole(card.role),
        spouse=SpouseFate(card.spouse) if card.spouse else "", version=card.version, by=by,
    )  # fmt: skip
    return selectors.part_of(card.name, part)


def changed(name: NameCard, part: NamePart, wanted: str) -> NameCard:
    """A name with one part as she wants it."""
    if part is NamePart.BIRTH:
        found = rules.birth_of(wanted)
        if found is None:
            raise Invalid("wanted", "birth_not_understood")
        return replace(name, birth=found[0], accuracy=Accuracy(found[1]))
    until = today() + timedelta(days=policy.programme().protection.former_name_days)
    stood = {key: value for key, value in name.document().items() if key in {*NamePart} - {NamePart.BIRTH}}
    standing = [one for one in name.former if str(one.get("until") or "") >= today().isoformat()]
    former = (*standing, stood | {"until": until.isoformat()})[-KEPT_NAMES:]
    value: Any = (wanted, *name.mother[1:]) if part is NamePart.MOTHER else wanted
    return replace(name, former=former, latin="", **{str(part): value})


def _change_words(row: Correction, card: selectors.CorrectionCard, held: Held, by: Actor) -> str:
    """The words of a note or a need; an answer stays as it was given, and what is right stands beside it."""
    listed = selectors.targets(row.file_id, row.person_id, viewer=by, roles=held.roles)
    target = next((one for one in listed if (one.about, one.field) == (row.about, row.field)), None)
    if target is None:
        raise NotFound
    if card.what is not About.ANSWER:
        table, field = WORDS[card.what]
        found = table.objects.select_for_update().get(pk=row.about, file_id=row.file_id)
        found.version += 1
        found.save(update_fields=["version"])
        subject = found.person_id or row.file_id
        vault.write([Plain(found.id, field, subject, row.file_id, row.team_id, card.wanted)])
    return target.stands


@command
def correction_refuse(
    *, file: UUID, correction: UUID, version: int, reason: str, statement: str, by: Actor
) -> None:
    """It stays as it is, for a reason; what she says to it stands beside it wherever it is shown."""
    row = _lock(correction, file, version)
    held = access.hold(file, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    rules.can_refuse(CorrectionState(row.state), by.ref, row.taken_by, _author(row), reason).or_refuse()
    card = _card(row, held, by)
    _seal(row, _told(card) | {"reason": reason.strip(), "statement": statement.strip() or card.wanted})
    _decided(row, CorrectionState.REFUSED, by)
    audit.record(EventType.CORRECTION_DECIDED, by=by, on=row, person=row.person_id, code=row.state)


def _author(row: Correction) -> UUID | None:
    if row.what == About.NOTE:
        return Contact.objects.filter(pk=row.about).values_list("written_by", flat=True).first()
    if row.what == About.ANSWER:
        return Response.objects.filter(pk=row.about).values_list("recorded_by", flat=True).first()
    return None


@command
def correction_withdraw(*, file: UUID, correction: UUID, version: int, by: Actor) -> None:
    """She does not ask for it any more."""
    row = _lock(correction, file, version)
    held = access.hold(file, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    CORRECTION.decide(row.state, CorrectionState.WITHDRAWN).or_refuse()
    _decided(row, CorrectionState.WITHDRAWN, None)
    audit.record(EventType.CORRECTION_DECIDED, by=by, on=row, person=row.person_id, code=row.state)
