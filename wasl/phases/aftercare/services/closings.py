"""The end of our work: proposed by one, signed off by another; coming back is always possible."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import touch
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.phases.aftercare import rules
from wasl.phases.aftercare.enums import ReturnedBecause
from wasl.phases.aftercare.models import Closing
from wasl.programme.criteria import evaluate
from wasl.vault import services as vault
from wasl.vault.client import Plain


@command
def closing_propose(
    *, file: UUID, reason: str, answered: Collection[str], words: str, facts: Mapping[str, Any], on: date, by: Actor
) -> UUID:  # fmt: skip
    """Propose an ending; each of its lines is met by the facts or answered here by name, with words."""
    row = lock(file, by=by)
    require(by, Action.AFTERCARE_CONTACT, on=row)
    ending = policy.programme().aftercare.closings.get(reason)
    if ending is None:
        raise Invalid("reason", "closing_unknown")
    results = evaluate(ending.criteria, facts)
    rules.can_propose_closing(results, answered, waiting=_waiting(file) is not None).or_refuse()
    if not words.strip():
        raise Invalid("words", "reason_missing")
    closing = Closing.objects.create(
        id=new_id(), file_id=file, team_id=row.team_id, reason=reason, proposed_by=by.ref, proposed_on=on
    )
    vault.write([Plain(closing.id, "notes:reason", file, file, row.team_id, words.strip())])
    touch(row, [])
    audit.record(EventType.FINDING_RECORDED, by=by, on=closing, code=f"closing:{reason}")
    return closing.id


@command
def closing_sign(*, file: UUID, on: date, by: Actor) -> UUID:
    """Sign off an ending that another proposed."""
    row = lock(file, by=by)
    require(by, Action.FILE_CLOSE, on=row)
    closing = _proposed(file)
    own = by.ref in (closing.proposed_by, row.worker)
    decision = rules.can_sign(by=by.ref, proposed_by=closing.proposed_by, worker=row.worker)
    decision.or_refuse(kind="person" if own else "state")
    closing.signed_by, closing.signed_on = by.ref, on
    closing.save(update_fields=["signed_by", "signed_on"])
    touch(row, [])
    audit.record(EventType.CLOSED, by=by, on=closing, code=closing.reason)
    return closing.id


@command
def closing_return(*, file: UUID, on: date, by: Actor) -> None:
    """Give a proposal back: something is still to be done."""
    row = lock(file, by=by)
    require(by, Action.FILE_CLOSE, on=row)
    closing = _proposed(file)
    closing.reopened_by, closing.reopened_on = by.ref, on
    closing.reopened_because = str(ReturnedBecause.NOT_YET)
    closing.save(update_fields=["reopened_by", "reopened_on", "reopened_because"])
    touch(row, [])
    audit.record(EventType.REOPENED, by=by, on=closing, code=closing.reopened_because)


@command
def closing_reopen(*, file: UUID, because: ReturnedBecause, on: date, by: Actor) -> None:
    """Open a closed file again; the ending stays in its history."""
    row = lock(file, by=by)
    require(by, Action.FILE_REOPEN, on=row)
    closing = (
        Closing.objects.select_for_update()
        .filter(file_id=file, signed_on__isnull=False, reopened_on__isnull=True)
        .order_by("-signed_on")
        .first()
    )
    if closing is not None:
        closing.reopened_by, closing.reopened_on, closing.reopened_because = by.ref, on, str(because)
        closing.save(update_fields=["reopened_by", "reopened_on", "reopened_because"])
    audit.record(EventType.REOPENED, by=by, on=row, code=str(because))


@command
def closing_overtaken(*, file: UUID, on: date, by: Actor) -> None:
    """The family comes back to a centre: an ending that waits for its signature is asked for no more."""
    row = lock(file, by=by)
    require(by, Action.FILE_HANDOVER, on=row)
    closing = _waiting(file)
    if closing is None:
        return
    closing.reopened_by, closing.reopened_on = by.ref, on
    closing.reopened_because = str(ReturnedBecause.CAME_BACK)
    closing.save(update_fields=["reopened_by", "reopened_on", "reopened_because"])
    audit.record(EventType.REOPENED, by=by, on=closing, code=closing.reopened_because)


def _waiting(file: UUID) -> Closing | None:
    return (
        Closing.objects.select_for_update()
        .filter(file_id=file, signed_on__isnull=True, reopened_on__isnull=True)
        .first()
    )


def _proposed(file: UUID) -> Closing:
    closing = _waiting(file)
    if closing is None:
        refuse("no_closing").or_refuse()
        raise NotFound
    return closing
