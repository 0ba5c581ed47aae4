"""The part of the thread of somebody who is gone: it ends on a day, and nobody is asked for it any more."""

from datetime import date
from uuid import UUID

from wasl.access.actor import Actor
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import DepartureKind, GoalState, NeedState, ServiceState, TaskKind
from wasl.casefile.models import Case, File, Goal, Need, Service, Task
from wasl.kernel.clock import today

_UNDER_WAY = (str(ServiceState.PLANNED), str(ServiceState.STARTED))


def thread_end(row: File, person: UUID, *, on: date, how: DepartureKind, by: Actor) -> None:
    """End what is open of one person on a file that is held; services that have asked who may say when.

    Nothing is deleted and nothing is called met: a need has ended with whoever had it. Appointments and calls that were
    to be made with her are off, so that nobody rings a house in mourning and asks for the dead.
    """
    of_her = {"file_id": row.file_id, "person_id": person}
    Need.objects.filter(**of_her, state=str(NeedState.OPEN)).update(state=str(NeedState.ENDED), closed_on=on)
    Service.objects.filter(**of_her, state__in=_UNDER_WAY).update(state=str(ServiceState.ENDED), ended_on=on)
    Goal.objects.filter(**of_her, state=str(GoalState.OPEN)).update(
        state=str(GoalState.DROPPED), closed_on=on
    )
    Task.objects.filter(**of_her, done_on__isnull=True).exclude(kind=str(TaskKind.DOCUMENT)).update(
        done_on=today()
    )
    Case.objects.filter(**of_her, left_on__isnull=True).update(left_on=on, left_how=str(how))
    audit.record(EventType.THREAD_ENDED, by=by, on=row, person=person, code=str(how))
