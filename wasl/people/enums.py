"""Closed lists about persons and their household."""

from enum import StrEnum


class Sex(StrEnum):
    FEMALE = "f"
    MALE = "m"


class AgeBand(StrEnum):
    """The bands of the indicators (dossier, section 8)."""

    B0_4 = "0-4"
    B5_11 = "5-11"
    B12_17 = "12-17"
    B18_24 = "18-24"
    B25_59 = "25-59"
    B60 = "60+"


class Accuracy(StrEnum):
    """How well a birth date is known; 1 July and 1 January are often place-holders."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ESTIMATED = "estimated"


class FamilyRole(StrEnum):
    """How a person stands to the head of the family."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    OTHER = "other"


class SpouseFate(StrEnum):
    """Four neutral values and no more (R062)."""

    PRESENT = "present"
    ABSENT = "absent"
    DECEASED = "deceased"
    UNKNOWN = "unknown"


class JoinReason(StrEnum):
    """Why somebody belongs to a household since a date."""

    ARRIVAL = "arrival"
    BIRTH = "birth"
    MARRIAGE = "marriage"
    REUNION = "reunion"
    SPLIT = "split"
    CORRECTION = "correction"


class LeaveReason(StrEnum):
    """Why somebody no longer belongs to a household."""

    DEATH = "death"
    MARRIAGE = "marriage"
    SPLIT = "split"
    REUNION = "reunion"
    OWN_CHOICE = "own_choice"
    CORRECTION = "correction"


class LifeEvent(StrEnum):
    """What happens in a family's life and changes who belongs to it, or who somebody is to others in it."""

    BIRTH = "birth"
    MARRIAGE = "marriage"
    DIVORCE = "divorce"
    DEATH = "death"
    LEAVING = "leaving"
    PARTING = "parting"
    OF_AGE = "of_age"
