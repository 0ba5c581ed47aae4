"""Closed lists about how a form was filled."""

from enum import StrEnum


class Tool(StrEnum):
    """The forms that Wasl fills; each answer remembers which edition of its questions was read."""

    GRID = "NSG-14"


class Mode(StrEnum):
    """How the answers came about: somebody read alone, was read to, or another spoke for them."""

    SELF = "self"
    READ_ALOUD = "read_aloud"
    PROXY = "proxy"


class Occasion(StrEnum):
    """When in a family's way the form was filled."""

    ENTRY = "entry"
    REVIEW = "review"
    EXIT = "exit"
    AFTERCARE = "aftercare"


class FormState(StrEnum):
    """Where a version of a form stands. Which of the published ones is asked now follows from their days."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    REFUSED = "refused"


class RaisedState(StrEnum):
    """What became of a need that a rule proposed."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"
    REPLACED = "replaced"


class PaperState(StrEnum):
    """Where a printed sheet stands. One whose days are over is still out, and typed back no more."""

    OUT = "out"
    USED = "used"
    CANCELLED = "cancelled"


class About(StrEnum):
    """Whom a form is about, where it is no single person."""

    HOUSEHOLD = "household"
    PLACE = "place"
