"""Words for how an appointment stands, what it takes, and why it cannot be."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.appointments.enums import Childcare, Resource, Source, State

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    State: {
        State.PLANNED: _("Planned"),
        State.ATTENDED: _("Took place"),
        State.MISSED: _("Did not take place"),
        State.CANCELLED: _("Cancelled"),
    },
    Childcare: {
        Childcare.NONE: _("No small children"),
        Childcare.ASKED: _("We look after the small children"),
        Childcare.FAMILY: _("The family looks after them itself"),
        Childcare.SHORT: _("Nobody: no place is free"),
    },
    Resource: {
        Resource.CHILDCARE: _("Childcare"),
        Resource.INTERPRETER: _("Interpreter"),
        Resource.PERSON: _("Person"),
        Resource.ROOM: _("Room"),
        Resource.WORKER: _("Member of staff"),
    },
}
UNSPOKEN = (Source,)
REASONS: dict[str, str | Promise] = {
    "day_is_past": _("This day is over."),
    "day_too_far": _("Appointments are made for the next four months at most."),
    "day_is_off": _("Nobody works on this day."),
    "not_on_the_quarter": _("Times stand on a quarter of an hour, such as 10:15."),
    "outside_hours": _("This lies outside the hours of work."),
    "kind_unknown": _("There is no such kind of appointment."),
    "room_unknown": _("There is no such room here."),
    "worker_elsewhere": _("This member of staff takes no appointments here."),
    "person_taken": _("The person has another appointment at this time. Choose another time."),
    "worker_taken": _("The member of staff is busy at this time. Choose another time or somebody else."),
    "you_are_taken": _("You are busy at this time. Choose another time."),
    "room_taken": _("The room is taken at this time. Choose another room or another time."),
    "interpreter_taken": _("Every interpreter that fits is busy at this time. Choose another time."),
    "interpreter_none": _(
        "Nobody here interprets this language as you wish. Change the wish, or ask the manager."
    ),
    "childcare_full": _(
        "The childcare has no place for all small children at this time. Choose another time, or say below how they "
        "are looked after."
    ),
    "appointment_settled": _(
        "What became of this appointment is written down already. Take that back first."
    ),
    "appointment_open": _("There is nothing to take back."),
    "appointment_is_past": _("The day of this appointment is over."),
    "appointment_is_ahead": _("This can be said on the day of the appointment, not before."),
    "appointment_reason_missing": _("Say why."),
    "week_too_full": _(
        "This week would ask more hours than one person has. Choose another week, or cancel something."
    ),
    "week_without_childcare": _(
        "This week would ask too many hours while nobody looks after the small children. Choose a time at which the "
        "childcare is free."
    ),
}


def word(member: StrEnum) -> str | Promise:
    """The words for one code."""
    return WORDS[type(member)][member]
