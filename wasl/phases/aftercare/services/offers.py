"""A file is offered to the office of the place of return; one of its officers accepts, or the office declines.

An officer reaches a file of the centre only by a grant. Those of the office who may answer get one while the offer
waits, so that somebody can read and accept it; when it is answered, only whoever accepted and whoever follows up keep
theirs.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from wasl.access import policy
from wasl.access import selectors as access_selectors
from wasl.access import services as access
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
from wasl.phases.aftercare.models import Acceptance
from wasl.vault import services as vault
from wasl.vault.client import Plain

PURPOSE = "aftercare"


def readers_of(office: int, *, viewer: Actor) -> dict[UUID, str]:
    """Who of an office may read and answer an offer: account and role."""
    team = access_selectors.teams().get(office)
    roles = [code for code, role in policy.programme().roles.items() if role.may(Action.AFTERCARE_ACCEPT)]
    if team is None:
        return {}
    return {
        card.account: card.role
        for card in access_selectors.staff(roles, viewer=viewer, sites=[team.site])
        if card.team in (None, office)
    }


def officers_of(readers: Mapping[UUID, str]) -> set[UUID]:
    """Those of them who follow up at home themselves."""
    return {ref for ref, role in readers.items() if role in policy.programme().aftercare.owner_roles}


@command
def aftercare_offer(*, file: UUID, office: int, tier: str, on: date, by: Actor) -> UUID:
    """Ask an office to follow up; its officers may read the file until it is answered."""
    row = lock(file, by=by)
    require(by, Action.DEPARTURE_RECORD, on=row)
    team = access_selectors.teams().get(office)
    readers = readers_of(office, viewer=by)
    rules.can_offer(
        office_kind=team.site_kind if team else "",
        waiting=_waiting(file) is not None,
        officers=len(officers_of(readers)),
    ).or_refuse()
    offer = Acceptance.objects.create(
        id=new_id(),
        file_id=file,
        team_id=row.team_id,
        office=office,
        offered_by=by.ref,
        offered_on=on,
        tier=tier,
    )
    for account, role in readers.items():
        if account != row.worker:
            access.grant_give(file=file, account=account, role=role, purpose=PURPOSE, by=by)
    touch(row, [])
    audit.record(EventType.HANDOVER_PROPOSED, by=by, on=offer, code="aftercare")
    return offer.id


@command
def aftercare_accept(*, file: UUID, on: date, by: Actor, officer: UUID | None = None) -> UUID:
    """Accept a family for one's office. A manager accepts by naming the officer; answers with the officer."""
    row = lock(file, by=by)
    require(by, Action.AFTERCARE_ACCEPT, on=row)
    offer = _waiting(file)
    if offer is None:
        refuse("no_offer").or_refuse()
        raise NotFound
    readers = readers_of(offer.office, viewer=by)
    officers = officers_of(readers)
    chosen = officer or (by.ref if by.ref in officers else None)
    rules.can_accept(officer=chosen, officers=officers, worker=row.worker).or_refuse()
    offer.officer, offer.answered_on, offer.accepted = chosen, on, True
    offer.save(update_fields=["officer", "answered_on", "accepted"])
    touch(row, [])
    audit.record(EventType.AFTERCARE_ACCEPTED, by=by, on=offer)
    _end_grants(file, readers, by, but={chosen, by.ref})
    return chosen or offer.id


@command
def aftercare_decline(*, file: UUID, reason: str, on: date, by: Actor) -> None:
    """The office cannot follow up, and says why; nobody of it reaches the file any more."""
    row = lock(file, by=by)
    require(by, Action.AFTERCARE_ACCEPT, on=row)
    offer = _waiting(file)
    if offer is None:
        refuse("no_offer").or_refuse()
        raise NotFound
    if not reason.strip():
        raise Invalid("reason", "reason_missing")
    offer.officer, offer.answered_on, offer.accepted = by.ref, on, False
    offer.save(update_fields=["officer", "answered_on", "accepted"])
    vault.write([Plain(offer.id, "notes:reason", file, file, row.team_id, reason.strip())])
    touch(row, [])
    audit.record(EventType.HANDOVER_DECLINED, by=by, on=offer, code="aftercare")
    _end_grants(file, readers_of(offer.office, viewer=by), by, but=set())


@command
def aftercare_take_back(*, file: UUID, on: date, by: Actor) -> None:
    """The family wants no after-care: an office that was asked and has not answered is asked no more."""
    row = lock(file, by=by)
    require(by, Action.DEPARTURE_RECORD, on=row)
    offer = _waiting(file)
    if offer is None:
        return
    offer.answered_on, offer.accepted = on, False
    offer.save(update_fields=["answered_on", "accepted"])
    audit.record(EventType.HANDOVER_DECLINED, by=by, on=offer, code="taken_back")
    _end_grants(file, readers_of(offer.office, viewer=by), by, but={row.worker})


def _end_grants(file: UUID, readers: Mapping[UUID, str], by: Actor, *, but: set[UUID | None]) -> None:
    """The one who acts comes last: she needs her own grant to end the others'."""
    for account in sorted(readers, key=lambda ref: ref == by.ref):
        if account not in but:
            access.grant_end(file=file, account=account, role=readers[account], by=by)


def _waiting(file: UUID) -> Acceptance | None:
    return Acceptance.objects.select_for_update().filter(file_id=file, answered_on__isnull=True).first()
