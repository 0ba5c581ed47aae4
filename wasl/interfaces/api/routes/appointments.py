"""Appointments: one's own diary, a family's; made, moved, what became of them, and taking that back.

Ages are words of the vault, which a program is not given: small children are counted by their age band.
"""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.appointments.enums import Childcare, State
from wasl.appointments.selectors import asked, diary
from wasl.appointments.selectors.asked import Desk
from wasl.appointments.selectors.diary import AppointmentCard
from wasl.appointments.services import booking, settling
from wasl.appointments.services.booking import Wish
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.api import inputs, listing, shapes
from wasl.interfaces.api.listing import Cut
from wasl.interfaces.api.routes.files import actor
from wasl.kernel.clock import today
from wasl.people import selectors as people
from wasl.people.selectors import PersonCard

router = Router(tags=["appointments"])


class DiaryAsked(Cut):
    """From which day on, and how many days."""

    since: inputs.Day | None = None
    days: Annotated[int, Field(ge=1, le=366)] = 31

    @property
    def first(self) -> date:
        return self.since or today()

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)


@router.get(
    "/appointments",
    response=shapes.Appointments,
    url_name="my_appointments",
    summary="One's own appointments",
)
def my_appointments(request: HttpRequest, where: Query[DiaryAsked]) -> shapes.Appointments:
    """Appointments with the token's owner, in the order of the diary."""
    return _page(
        diary.page(
            viewer=actor(request), since=where.first, until=where.last, after=listing.place_in_diary(where.after),
            limit=where.limit + 1,
        ),
        where,
    )  # fmt: skip


@router.get(
    "/files/{number}/appointments",
    response=shapes.Appointments,
    url_name="appointments",
    summary="Appointments of a file",
)
def appointments(request: HttpRequest, number: str, where: Query[DiaryAsked]) -> shapes.Appointments:
    """Appointments of a family; one person's own is a busy hour to whoever may not read it."""
    by = actor(request)
    card = files.view(number, viewer=by)
    found = diary.page(
        viewer=by, since=where.first, until=where.last, after=listing.place_in_diary(where.after),
        limit=where.limit + 1, file=card.ref, number=card.number, roles=card.roles,
    )  # fmt: skip
    return _page(found, where)


def _page(found: list[AppointmentCard], where: Cut) -> shapes.Appointments:
    page = found[: where.limit]
    last = page[-1] if len(found) > where.limit else None
    return shapes.Appointments(
        items=[shapes.AppointmentOut.of(one) for one in page],
        next=listing.shut(f"{last.day.isoformat()}|{last.starts}|{last.ref}") if last else None,
    )


@router.post(
    "/files/{number}/appointments",
    response={201: shapes.Written},
    url_name="appointment_book",
    summary="An appointment",
)
def appointment_book(request: HttpRequest, number: str, sent: inputs.AppointmentIn) -> Status[shapes.Written]:
    """Make an appointment. Every clash is named: of person, worker, room, interpreter, childcare, and of the week."""
    by, card, household, desk = _asked(request, number)
    kind = asked.terms().kinds.get(sent.kind)
    wish = Wish(
        sent.person, sent.kind, sent.day, _minutes(sent.starts), sent.minutes or (kind.minutes if kind else 15),
        sent.worker or by.account, sent.room, sent.language, sent.interpreter_sex, sent.childcare,
        str(sent.circle or ""),
    )  # fmt: skip
    ref = booking.book(file=card.ref, wish=wish, household=household, desk=desk, by=by)
    return Status(201, shapes.Written(ref=ref))


@router.patch(
    "/files/{number}/appointments/{uuid:appointment}",
    response={200: shapes.Written},
    url_name="appointment_move",
    summary="An appointment moved",
)
def appointment_move(
    request: HttpRequest, number: str, appointment: UUID, sent: inputs.AppointmentMove
) -> shapes.Written:
    """Another time or place. `version` is the one that was read; a newer one is answered with 409."""
    by, card, household, desk = _asked(request, number)
    found = _one(appointment, card, by)
    assert found.person is not None  # noqa: S101 - one that is busy to the reader is not found at all
    starts = _minutes(sent.starts) if sent.starts else found.starts
    wish = Wish(
        found.person, found.kind, sent.day or found.day, starts, sent.minutes or found.ends - found.starts,
        sent.worker or found.worker, found.room if sent.room is None else sent.room, found.language,
        childcare=found.childcare if found.childcare is not Childcare.NONE else Childcare.ASKED,
    )  # fmt: skip
    booking.move(
        appointment=appointment, wish=wish, household=household, desk=desk, by=by, version=sent.version
    )
    return shapes.Written(ref=appointment)


@router.put(
    "/files/{number}/appointments/{uuid:appointment}/outcome",
    response={200: shapes.Written},
    url_name="appointment_settle",
    summary="What became of an appointment",
)
def appointment_settle(
    request: HttpRequest, number: str, appointment: UUID, sent: inputs.AppointmentEnd
) -> shapes.Written:
    """It took place, it did not, or it is cancelled; the last two with a reason of the programme."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.APPOINTMENT_BOOK)
    _one(appointment, card, by)
    settling.settle(appointment=appointment, to=State(sent.state), reason=sent.reason, by=by)
    return shapes.Written(ref=appointment)


@router.delete(
    "/files/{number}/appointments/{uuid:appointment}/outcome",
    response={200: shapes.Written},
    url_name="appointment_restore",
    summary="An appointment stands again",
)
def appointment_restore(request: HttpRequest, number: str, appointment: UUID) -> shapes.Written:
    """Take back what was said of it, if its hours are still free."""
    by, card, household, desk = _asked(request, number)
    _one(appointment, card, by)
    settling.restore(appointment=appointment, household=household, desk=desk, by=by)
    return shapes.Written(ref=appointment)


def _asked(request: HttpRequest, number: str) -> tuple[Actor, FileCard, list[PersonCard], Desk]:
    """Whoever asks, the file, and who lives and works there."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.APPOINTMENT_BOOK)
    household = people.alone(people.people_part(card.ref, viewer=by, names=False), viewer=by)
    return by, card, household, asked.desk(card.team, viewer=by)


def _one(ref: UUID, card: FileCard, by: Actor) -> AppointmentCard:
    return diary.one(ref, file=card.ref, number=card.number, viewer=by, roles=card.roles, names=False)


def _minutes(time: str) -> int:
    hours, _colon, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)
