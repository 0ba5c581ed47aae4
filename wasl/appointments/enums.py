"""The closed lists of appointments."""

from enum import StrEnum


class State(StrEnum):
    """Where an appointment stands; `planned` is the only one that holds slots ahead."""

    PLANNED = "planned"
    ATTENDED = "attended"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Childcare(StrEnum):
    """Who looks after the small children meanwhile."""

    NONE = "none"
    ASKED = "asked"
    FAMILY = "family"
    SHORT = "short"


class Resource(StrEnum):
    """Whom or what an appointment takes an hour of."""

    CHILDCARE = "childcare"
    INTERPRETER = "interpreter"
    PERSON = "person"
    ROOM = "room"
    WORKER = "worker"


class Source(StrEnum):
    """Where an hour that is asked of somebody comes from."""

    APPOINTMENT = "appointment"
    SERVICE = "service"
