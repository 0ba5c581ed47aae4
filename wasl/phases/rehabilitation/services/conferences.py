"""A case conference: who met about somebody, as she wished and with her consent, and what they decided (R021)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wasl.access import policy
from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import of_family, touch
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid
from wasl.kernel.refs import new_id
from wasl.phases.rehabilitation import rules
from wasl.phases.rehabilitation.enums import Wish
from wasl.phases.rehabilitation.models import Conference
from wasl.vault import services as vault
from wasl.vault.client import Plain


@dataclass(frozen=True)
class NewConference:
    """What is written down; with `consented` false, that she was asked and wished none, and nothing else."""

    person: UUID
    on: date
    consented: bool
    wish: Wish | None = None
    accounts: Sequence[UUID] = ()
    roles: Sequence[str] = ()
    decisions: str = ""
    minutes: str = ""
    form_key: UUID | None = None


@command
def conference_record(*, file: UUID, new: NewConference, by: Actor) -> UUID:
    """Keep a conference, or that the person wished none: both answer the question before the plan is approved."""
    row = lock(file, by=by)
    require(by, Action.PLAN_WRITE, on=row)
    of_family(file, new.person)
    again = Conference.objects.filter(form_key=new.form_key).first() if new.form_key else None
    if again is not None:
        return again.id
    if new.on > today():
        raise Invalid("on", "date_in_future")
    if new.consented and new.wish is None:
        raise Invalid("wish", "wish_missing")
    written = bool(new.decisions.strip())
    took_part = len(new.accounts) + len(new.roles)
    rules.can_keep_conference(
        consented=new.consented, written=written or bool(new.minutes.strip()), took_part=took_part
    ).or_refuse()
    if new.consented and not written:
        raise Invalid("decisions", "conference_decides")
    known = access.staff_names(new.accounts, viewer=by)
    roles = [code for code in dict.fromkeys(new.roles) if code in policy.programme().roles]
    kept = Conference.objects.create(
        id=new_id(), file_id=file, team_id=row.team_id, person_id=new.person, on=new.on, consented=new.consented,
        presence=str(new.wish or ""), accounts=[ref for ref in new.accounts if ref in known], roles=roles,
        written_by=by.ref, form_key=new.form_key,
    )  # fmt: skip
    said = {"notes:decisions": new.decisions.strip(), "notes:minutes": new.minutes.strip()}
    vault.write(
        [Plain(kept.id, field, new.person, file, row.team_id, text) for field, text in said.items() if text]
    )
    touch(row, [])
    audit.record(
        EventType.CONFERENCE_RECORDED, by=by, on=kept, person=new.person, code="" if new.consented else "none"
    )
    return kept.id


@command
def conference_printed(*, file: UUID, person: UUID, by: Actor) -> None:
    """The minutes go onto paper: who printed them stays in the record."""
    row = lock(file, by=by)
    require(by, Action.PLAN_WRITE, on=row)
    of_family(file, person)
    audit.record(
        EventType.FILE_PRINTED, by=by, on=row, person=person, purpose=str(Purpose.PRINT), code="conference"
    )
