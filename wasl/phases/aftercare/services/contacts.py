"""A contact at home: made or missed, what was said, and when the next one is due."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import FileState
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import of_family, touch
from wasl.kernel.clock import today
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid
from wasl.kernel.refs import new_id
from wasl.phases.aftercare.models import HomeContact
from wasl.vault import services as vault
from wasl.vault.client import Plain


@dataclass(frozen=True)
class NewContact:
    """What the officer writes after a visit or a call."""

    on: date
    kind: str
    result: str
    text: str = ""
    missed: str = ""
    person: UUID | None = None
    permitted: bool = False
    form_key: UUID | None = None


@command
def home_contact_record(
    *, file: UUID, new: NewContact, due_on: date | None, next_due: date | None, level_after: str, by: Actor
) -> UUID:
    """Write a contact down; sent twice with the same key it is there once."""
    row = lock(file, by=by)
    require(by, Action.AFTERCARE_CONTACT, on=row)
    if row.state != FileState.AFTERCARE:
        refuse("not_at_home_yet").or_refuse()
    of_family(file, new.person)
    _check(new)
    again = HomeContact.objects.filter(form_key=new.form_key).first() if new.form_key else None
    if again is not None:
        return again.id
    contact = HomeContact.objects.create(
        id=new_id(), file_id=file, team_id=row.team_id, person_id=new.person, due_on=due_on, on=new.on, kind=new.kind,
        result=new.result, missed=new.missed, made_by=by.ref, level_after=level_after, next_due=next_due,
        form_key=new.form_key,
    )  # fmt: skip
    if new.text.strip():
        subject = new.person or file
        vault.write([Plain(contact.id, "notes:text", subject, file, row.team_id, new.text.strip())])
    touch(row, [])
    audit.record(EventType.AFTERCARE_CONTACT, by=by, on=contact, person=new.person, code=new.result)
    return contact.id


def _check(new: NewContact) -> None:
    aftercare = policy.programme().aftercare
    if new.on > today():
        raise Invalid("on", "date_in_future")
    if new.kind not in aftercare.kinds:
        raise Invalid("kind", "contact_kind_unknown")
    if aftercare.kinds[new.kind].outside and not new.permitted:
        raise Invalid("permitted", "permission_missing")
    if new.result not in aftercare.results:
        raise Invalid("result", "contact_result_unknown")
    if not aftercare.results[new.result].reached and new.missed not in aftercare.missed_reasons:
        raise Invalid("missed", "missed_reason_missing")
    if aftercare.results[new.result].reached and not new.text.strip():
        raise Invalid("text", "text_missing")
