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
