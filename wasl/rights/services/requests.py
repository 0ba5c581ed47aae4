"""A person asks who looked at her file: she is known by two facts, and gets it on paper within the days."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from wasl.access import policy
from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import TaskKind
from wasl.casefile.models import File, Task
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.people.models import Person
from wasl.rights import rules
from wasl.rights.enums import IdentityFact, RequestState, RequestVia
from wasl.rights.models import Correction, DataRequest
from wasl.rights.rules import REQUEST
from wasl.rights.selectors.requests import lock_request

#: the code of the task by which the family's worker sees on her day that something is owed
OWED = "own_data"


@command
def looks_ask(
    *, file: UUID, person: UUID, via: RequestVia, facts: Collection[IdentityFact], by: Actor
) -> UUID:
    """Take down that she asks; why is not asked."""
    held = access.hold(file, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    if not Person.objects.filter(pk=person, file_id=file).exists():
        raise NotFound
    if not rules.identity_checked(facts):
        raise Invalid("facts", "two_facts_needed")
    row = DataRequest.objects.create(
        id=new_id(), file_id=file, team_id=held.team, person_id=person, via=str(via),
        facts=sorted(map(str, set(facts))),
        state=str(RequestState.RECEIVED), asked_on=today(), taken_by=by.account,
        due_on=today() + timedelta(days=policy.programme().protection.rights_answer_days),
    )  # fmt: skip
    owe(row, by)
    audit.record(EventType.LOOKS_ASKED, by=by, on=row, person=person, purpose=Purpose.RIGHTS)
    return row.id


@command
def looks_give(*, file: UUID, request: UUID, by: Actor) -> UUID:
    """The paper is handed to her; answers with whose it is. Printed again it stays given on its day."""
    row = lock_request(request, file)
    held = access.hold(file, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    if row.state != RequestState.GIVEN:
        REQUEST.decide(row.state, RequestState.GIVEN).or_refuse()
        row.state, row.given_on, row.given_by = str(RequestState.GIVEN), today(), by.account
        row.save(update_fields=["state", "given_on", "given_by"])
        owed_no_more(row)
    audit.record(EventType.LOOKS_GIVEN, by=by, on=row, person=row.person_id, purpose=Purpose.RIGHTS)
    return row.person_id


@command
def looks_withdraw(*, file: UUID, request: UUID, by: Actor) -> None:
    """She does not ask for it any more."""
    row = lock_request(request, file)
    held = access.hold(file, viewer=by)
    require(by, Action.PERSON_EDIT, on=held)
    REQUEST.decide(row.state, RequestState.WITHDRAWN).or_refuse()
    row.state = str(RequestState.WITHDRAWN)
    row.save(update_fields=["state"])
    owed_no_more(row)
    audit.record(EventType.LOOKS_GIVEN, by=by, on=row, person=row.person_id, code="withdrawn")


def owe(row: DataRequest | Correction, by: Actor) -> None:
    """On the day of the family's worker until it is decided."""
    worker = File.objects.filter(pk=row.file_id).values_list("worker", flat=True).first()
    Task.objects.create(
        id=new_id(), file_id=row.file_id, team_id=row.team_id, person_id=row.person_id, kind=str(TaskKind.OTHER),
        code=OWED, owner=worker or by.account, added_by=by.ref, added_on=today(), due_on=row.due_on, form_key=row.id,
    )  # fmt: skip


def owed_no_more(row: DataRequest | Correction) -> None:
    """What was asked is answered."""
    Task.objects.filter(form_key=row.id, done_on__isnull=True).update(done_on=today())
