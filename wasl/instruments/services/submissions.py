"""The one door for filled forms: pages come in here, and whatever else sends XForm instances.

What is sent is held against the version that it says it answers, kept whole in the words that were read then, scored by
the declared rules, and never edited afterwards. Sent twice with one instance ID, it is there once. An answer that asks
for somebody's safety is seen the same day, also while the form is still a draft that nobody may ever send.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import IntegrityError, transaction

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import FileState, TaskKind
from wasl.casefile.models import Draft, File
from wasl.casefile.models.thread import whose
from wasl.casefile.selectors.files import lock
from wasl.casefile.services import record
from wasl.casefile.services.files import of_family
from wasl.instruments import labels, rules
from wasl.instruments.enums import Mode, Occasion
from wasl.instruments.models import Response
from wasl.instruments.selectors import versions
from wasl.instruments.selectors.documents import CLINICAL, NOTES, draft_field, of_instance
from wasl.instruments.selectors.versions import VersionCard
from wasl.instruments.services.raising import raise_needs
from wasl.kernel.clock import now, today
from wasl.kernel.errors import Invalid, Invalids, NotFound
from wasl.kernel.refs import new_id
from wasl.people import selectors as people
from wasl.programme.forms.instance import Instance, read_instance, root_of
from wasl.programme.scoring import Result, score
from wasl.vault import services as vault
from wasl.vault.client import Plain

#: how long after its day a form may still be written down, as after a power cut
LATEST_DAYS = 60


@dataclass(frozen=True)
class Sent:
    """A filled form as it arrives. `declined`: she did not want to answer, and then nothing else is there.

    `place`: the district that a form about a place of return is about. `paper`: the sheet that it was typed from, whose
    key stands before the instance's own, so that two who type one sheet keep it once.
    """

    form: str
    instance: str = ""
    language: str = "ar"
    mode: Mode = Mode.READ_ALOUD
    on: date | None = None
    minutes: int | None = None
    declined: bool = False
    place: str = ""
    paper: UUID | None = None


@command
def form_receive(
    *,
    file: UUID,
    person: UUID | None,
    sent: Sent,
    by: Actor,
    key: UUID | None = None,
    occasion: Occasion | None = None,
) -> UUID:
    """Keep a filled form of a person, or of the household, and what follows from it.

    `key`: what makes a second sending the first one, where there is no instance (who declined). Raises Invalids by the
    names of the questions.
    """
    row = lock(file, by=by)
    require(by, Action.ASSESSMENT_RECORD, on=row)
    of_family(file, person)
    version = _version(sent, by)
    if version.clinical:
        require(by, Action.ASSESSMENT_VIEW_CLINICAL, on=row)
    rules.can_fill(FileState(row.state)).or_refuse()
    on = _day(row, sent)
    age = _age(row, person, by)
    instance = None if sent.declined else read_instance(version.form, sent.instance)
    once = sent.paper or (instance.key if instance and instance.key else key)
    again = Response.objects.filter(form_key=once).first() if once else None
    if again is not None:
        if (again.file_id, again.person_id, again.instrument) != (file, person, version.code):
            raise Invalid("instance", "instance_of_another")
        return again.id
    response = Response(
        id=new_id(), file_id=file, team_id=row.team_id, person_id=person, instrument=version.code,
        version=version.version, language=sent.language, mode=str(sent.mode), on=on,
        occasion=str(occasion or rules.occasion_of(FileState(row.state))), recorded_by=by.ref, recorded_at=now(),
        declined=sent.declined, minutes=sent.minutes, form_key=once, place=sent.place,
    )  # fmt: skip
    try:
        with transaction.atomic():
            response.save(force_insert=True)
    except IntegrityError as error:  # the key is that of a filling in a file out of reach
        raise Invalid("instance", "instance_of_another") from error
    if instance is not None:
        result = result_of(version, _with_other_half(row, person, version, instance, by))
        where = CLINICAL if version.clinical else NOTES
        document = of_instance(version, instance, result, age)
        vault.write([Plain(response.id, where, person or file, file, row.team_id, document)])
        raise_needs(row, response, version, document, age, by)
        if result is not None:
            talk_today(row, person, version, result.opens, once or response.id, by)
    _forget_draft(file, version.code, person, by)
    audit.record(EventType.ASSESSMENT_RECORDED, by=by, on=response, person=person, code=version.code)
    return response.id


@command
def form_draft(*, file: UUID, person: UUID | None, form: str, instance: str, by: Actor) -> None:
    """Keep a form that is being filled, for its writer alone. What cannot wait does not wait for the rest of it."""
    row = lock(file, by=by)
    require(by, Action.ASSESSMENT_RECORD, on=row)
    of_family(file, person)
    version = _version(Sent(form, instance), by)
    if version.clinical:
        require(by, Action.ASSESSMENT_VIEW_CLINICAL, on=row)
    rules.can_fill(FileState(row.state)).or_refuse()
    _age(row, person, by)
    given = read_instance(version.form, instance, unfinished=True)
    draft, _ = Draft.objects.update_or_create(
        account=by.account, file_id=file, form=slug(form, person),
        defaults={"team_id": row.team_id, "saved_at": now()},
        create_defaults={"id": new_id(), "team_id": row.team_id, "saved_at": now()},
    )  # fmt: skip
    kept = {"instance": instance, "version": version.version}
    field_of = draft_field(clinical=version.clinical)
    vault.write([Plain(draft.id, field_of, person or file, file, row.team_id, kept)])
    if (result := result_of(version, given.items())) is not None:
        talk_today(row, person, version, result.opens, given.key or draft.id, by)
    audit.record(EventType.DRAFT_SAVED, by=by, on=row, person=person, code=form)


def slug(form: str, person: UUID | None) -> str:
    """How a draft is called: one for each form and person of a file."""
    return f"form:{form}:{person or 'household'}"


def result_of(version: VersionCard, items: Mapping[str, Any]) -> Result | None:
    """The scores of what was answered, by item; None where the form belongs to no instrument."""
    tool = versions.tool_of(version.tool)
    if tool is None:
        return None
    try:
        return score(tool, items)
    except Invalids as error:
        names = {q.item: q.name for q, _ in version.form.every() if q.item}
        raise Invalids(
            Invalid(names.get(one.field, one.field), one.code, **one.facts) for one in error
        ) from error


def _with_other_half(
    row: File, person: UUID | None, version: VersionCard, instance: Instance, by: Actor
) -> dict[str, Any]:
    """Item → answer: of this form, and of the last filling of the other forms of the same instrument (FCR-10: the
    family's half and the place's), which alone could not be scored.
    """
    items = instance.items()
    halves = versions.forms_of(version.tool, viewer=by) if version.tool else []
    others = [code for code in halves if code != version.code]
    if not others:
        return items
    filled = Response.objects.filter(
        whose(person), file_id=row.file_id, instrument__in=others, declined=False
    ).order_by("recorded_at")
    refs = list(filled.values_list("id", flat=True))
    opened = people.opened([(ref, NOTES) for ref in refs], viewer=by)
    found: dict[str, Any] = {}
    for ref in refs:
        found |= (opened.get(ref, NOTES) or {}).get("own_items") or {}
    return found | items


def talk_today(
    row: File, person: UUID | None, version: VersionCard, opens: Iterable[str], once: UUID, by: Actor
) -> None:
    """What an answer asks for the same day, a task each. Of a clinical form nobody else learns what was said."""
    for code in opens:
        own = version.clinical or person is not None
        record.task_add(
            file=row.file_id, person=person, kind=TaskKind.SAFETY, code="" if version.clinical else code,
            owner=by.ref if version.clinical else row.worker or by.ref, due_on=today(), by=by,
            text=str(labels.TALK_ALONE if own else labels.OPENS[code]), form_key=uuid5(NAMESPACE_OID, f"{once}:{code}"),
        )  # fmt: skip


def _version(sent: Sent, by: Actor) -> VersionCard:
    """The version that an instance says it answers: the one asked now, or an older one begun before."""
    if sent.declined:
        try:
            return versions.current(sent.form, viewer=by)
        except NotFound as error:
            raise Invalid("form", "form_unknown") from error
    code, version = root_of(sent.instance)
    if code != sent.form:
        raise Invalid("instance", "form_is_another", form=sent.form)
    try:
        return versions.of_version(code, version, viewer=by)
    except NotFound as error:
        raise Invalid("instance", "form_version_unknown") from error


def _day(row: File, sent: Sent) -> date:
    on = sent.on or today()
    if on > today():
        raise Invalid("on", "date_in_future")
    if row.arrived_on and on < row.arrived_on:
        raise Invalid("on", "date_before_arrival")
    if on < today() - timedelta(days=LATEST_DAYS):
        raise Invalid("on", "date_too_long_ago")
    return on


def _age(row: File, person: UUID | None, by: Actor) -> int | None:
    if person is None:
        return None
    card = people.person(person, viewer=by)
    if card.file != row.file_id or not card.active:  # whoever has left is asked in the file where she is now
        raise Invalid("person", "not_of_this_family")
    return rules.asked_age(card.age, card.age_band)


def _forget_draft(file: UUID, form: str, person: UUID | None, by: Actor) -> None:
    Draft.objects.filter(account=by.account, file_id=file, form=slug(form, person)).delete()
