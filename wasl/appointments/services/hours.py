"""Hours that somebody keeps without saying for what: of an appointment that nobody outside a sealed line may know.

What it is for, with whom and of which family stands in an envelope of the vault, or nowhere; here is a busy hour.
"""

from dataclasses import dataclass
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, may, require
from wasl.appointments import rules
from wasl.appointments.enums import Resource
from wasl.appointments.models import Block
from wasl.appointments.rules import When
from wasl.appointments.selectors import asked
from wasl.appointments.services.booking import wait_and_see
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.services.sealed import WRITES
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Invalids, NotFound
from wasl.kernel.refs import new_id

#: whoever meets people, in a sealed line or outside
KEEP = (*WRITES.values(), Action.APPOINTMENT_BOOK)


@dataclass(frozen=True)
class Kept:
    """A kept hour as the record names it."""

    audit_ref: UUID
    audit_kind: str = "appointments_block"
    audit_file: None = None


@command
def hour_keep(*, when: When, room: str = "", by: Actor) -> UUID:
    """Keep an hour of one's own, with a room where one is wanted."""
    keys = [str(by.account), *([f"{_site(by)}:{room}"] if room else [])]
    if not any(may(by, action) for action in KEEP):
        require(by, Action.APPOINTMENT_BOOK)
    terms, calendar = asked.terms(), policy.programme().calendar
    faults = [
        Invalid(field, code)
        for field, code in rules.faults_of(
            when, begins=terms.begins, closes=terms.ends, calendar=calendar, today=today()
        )
    ]
    if room and room not in terms.rooms:
        faults.append(Invalid("room", "room_unknown"))
    if not faults:
        taken = wait_and_see(when, keys)
        faults += [Invalid("starts", "you_are_taken")] if taken.by(Resource.WORKER, by.account) else []
        faults += [Invalid("room", "room_taken")] if room and taken.by(Resource.ROOM, keys[-1]) else []
    if faults:
        raise Invalids(faults)
    made = Block.objects.create(
        id=new_id(), worker=by.account, site_id=_site(by), room=room, day=when.day, starts=when.starts, ends=when.ends
    )  # fmt: skip
    audit.record(EventType.HOUR_KEPT, by=by, on=Kept(made.id))
    return made.id


@command
def hour_give_back(*, block: UUID, by: Actor) -> None:
    """Give a kept hour back; one that is somebody else's is not there."""
    row = Block.objects.filter(pk=block, worker=by.account).first()
    if row is None:
        raise NotFound
    if not any(may(by, action) for action in KEEP):
        require(by, Action.APPOINTMENT_BOOK)
    row.delete()
    audit.record(EventType.HOUR_KEPT, by=by, on=Kept(block), code="given_back")


def _site(by: Actor) -> int:
    """Where somebody works; whoever belongs to no place keeps hours nowhere."""
    site = asked.site_of(viewer=by)
    if site is None:
        raise NotFound
    return site
