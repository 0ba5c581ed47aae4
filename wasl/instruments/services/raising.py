"""What a worker makes of the needs that rules propose: taken up, at another level too, or left out with a reason."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.policy import programme
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import Circle, FileState
from wasl.casefile.models import File
from wasl.casefile.models.thread import whose
from wasl.casefile.selectors.files import lock
from wasl.casefile.services import thread
from wasl.instruments import rules
from wasl.instruments.enums import RaisedState
from wasl.instruments.models import Raised, Response
from wasl.instruments.selectors.documents import answers_of, words_of
from wasl.instruments.selectors.versions import VersionCard
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.kernel.text import LANGUAGES
from wasl.programme.raising import raised as needs_of
from wasl.vault import services as vault
from wasl.vault.client import Plain


def raise_needs(
    row: File,
    response: Response,
    version: VersionCard,
    document: Mapping[str, Any],
    age: int | None,
    by: Actor,
) -> None:
    """Put the needs that rules propose for this filling before the worker, each with its sentence.

    A part of the six moves of whoever keeps the filling. What waits already for the same field of life of the same
    person is not asked twice: the newer one stands in its place. Which rules fired is sealed with the sentence.
    """
    answers, words = answers_of(document), words_of(document)
    found = needs_of(programme().rules, version.code, answers, document.get("results") or {}, words, age)
    for one in found:
        Raised.objects.filter(
            whose(response.person_id), file_id=row.file_id, domain=one.domain, state=RaisedState.PROPOSED
        ).update(state=str(RaisedState.REPLACED), decided_on=today())
        domain = programme().domains[one.domain]
        made = Raised.objects.create(
            id=new_id(), file_id=row.file_id, team_id=row.team_id, person_id=response.person_id, response=response,
            domain=one.domain, level=one.level, raised_on=response.on,
            circle=str(rules.circle_of(domain.circle, age) if response.person_id else Circle.FAMILY),
        )  # fmt: skip
        said = {language: one.because.in_(language) for language in LANGUAGES}
        kept = {
            "said": said,
            "rules": list(one.rules),
            "rests_on": list(one.rests_on),
            "goals": list(one.goals),
        }
        subject = response.person_id or row.file_id
        vault.write([Plain(made.id, "notes:because", subject, row.file_id, row.team_id, kept)])
        audit.record(EventType.NEED_PROPOSED, by=by, on=made, person=response.person_id, code=one.domain)


@command
def raised_take(*, raised: UUID, by: Actor, level: int | None = None) -> UUID:
    """Take a proposed need up, at the level proposed or at another; the need remembers the answer it rests on."""
    found = Raised.objects.filter(pk=raised).first()
    if found is None:
        raise NotFound
    row = lock(found.file_id, by=by)
    require(by, Action.NEED_RECORD, on=row)
    found = Raised.objects.select_for_update().get(pk=raised)
    rules.can_answer(found.state).or_refuse()
    rules.can_fill(FileState(row.state)).or_refuse()
    given = found.level if level is None else level
    if not programme().entry.need_from_score <= given <= 4:
        raise Invalid("level", "score_out_of_range")
    urgency = programme().entry.urgency(given)
    need = thread.need_record(
        file=row.file_id, person=found.person_id, domain=found.domain, score=given, on=today(),
        due_on=rules.begun_by(urgency, today(), programme().calendar) if urgency else None, by=by,
        answer=found.response_id, circle=Circle(found.circle),
    )  # fmt: skip
    same = given == found.level
    found.state = str(RaisedState.ACCEPTED if same else RaisedState.CHANGED)
    found.given, found.need, found.decided_by, found.decided_on = given, need, by.ref, today()
    found.save(update_fields=["state", "given", "need", "decided_by", "decided_on"])
    audit.record(EventType.RAISED_ANSWERED, by=by, on=found, person=found.person_id, code=found.state)
    return need


@command
def raised_leave(*, raised: UUID, words: str, by: Actor) -> None:
    """Leave a proposed need out. The reason stands beside it, sealed."""
    found = Raised.objects.filter(pk=raised).first()
    if found is None:
        raise NotFound
    row = lock(found.file_id, by=by)
    require(by, Action.NEED_RECORD, on=row)
    found = Raised.objects.select_for_update().get(pk=raised)
    rules.can_answer(found.state).or_refuse()
    if not words.strip():
        raise Invalid("words", "reason_missing")
    found.state, found.decided_by, found.decided_on = str(RaisedState.REJECTED), by.ref, today()
    found.save(update_fields=["state", "decided_by", "decided_on"])
    subject = found.person_id or found.file_id
    vault.write([Plain(found.id, "notes:reason", subject, found.file_id, row.team_id, words.strip())])
    audit.record(EventType.RAISED_ANSWERED, by=by, on=found, person=found.person_id, code=found.state)
