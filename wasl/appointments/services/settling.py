"""What became of an appointment, and taking that back."""

from collections.abc import Sequence
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.services import command
from wasl.appointments import rules
from wasl.appointments.enums import State
from wasl.appointments.models import Appointment
from wasl.appointments.selectors import asked
from wasl.appointments.selectors.asked import Desk
from wasl.appointments.services.booking import found_again, hold
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.clock import now, today
from wasl.kernel.errors import Invalid
from wasl.people.selectors import PersonCard


@command
def settle(*, appointment: UUID, to: State, reason: str, by: Actor) -> None:
    """It took place, it did not, or it is cancelled; the last two with a reason of the programme."""
    row = hold(appointment, by=by)
    rules.can_settle(State(row.state), to, day=row.day, today=today()).or_refuse()
    reasons = {State.MISSED: asked.terms().missed_reasons, State.CANCELLED: asked.terms().cancel_reasons}
    if to in reasons and reason not in reasons[to]:
        raise Invalid("reason", "appointment_reason_missing")
    row.state, row.reason = str(to), reason if to in reasons else ""
    row.settled_by, row.settled_at = by.ref, now()
    row.version += 1
    row.save(update_fields=["state", "reason", "settled_by", "settled_at", "version"])
    audit.record(
        EventType.APPOINTMENT_SETTLED, by=by, on=row, person=row.person_id, code=row.reason or row.state
    )


#: nobody cancelled it: whoever was to come is here no more. Not one of the programme's reasons, from which staff choose
GONE = "gone"


def call_off(file: UUID, person: UUID, by: Actor) -> None:
    """Whatever was planned with somebody who is gone is off, and its hours are free; called by services that have
    asked who may.
    """
    planned = Appointment.objects.select_for_update().filter(
        file_id=file, person_id=person, state=str(State.PLANNED), day__gte=today()
    )
    for row in planned.order_by("id"):
        row.state, row.reason, row.settled_by, row.settled_at = str(State.CANCELLED), GONE, by.ref, now()
        row.version += 1
        row.save(update_fields=["state", "reason", "settled_by", "settled_at", "version"])
        audit.record(EventType.APPOINTMENT_SETTLED, by=by, on=row, person=person, code=GONE)


@command
def restore(*, appointment: UUID, household: Sequence[PersonCard], desk: Desk, by: Actor) -> None:
    """Take back what was said of it. A cancelled one needs its hours again: they may be somebody else's by now."""
    row = hold(appointment, by=by)
    rules.can_restore(State(row.state), day=row.day, today=today()).or_refuse()
    if row.state in (State.CANCELLED, State.MISSED):
        found = found_again(row, household=household, desk=desk, by=by)
        row.interpreter, row.seats = found.interpreter, found.seats
        row.small_children, row.childcare, row.childcare_place = (
            found.small,
            str(found.childcare),
            found.place,
        )
    row.state, row.reason, row.settled_by, row.settled_at = str(State.PLANNED), "", None, None
    row.version += 1
    row.save()
    audit.record(EventType.APPOINTMENT_RESTORED, by=by, on=row, person=row.person_id, code=row.kind)
