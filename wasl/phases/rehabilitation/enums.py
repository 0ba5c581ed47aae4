"""The closed lists of the second phase: how a plan's approval stands, what it still lacks, how a conference was met."""

from enum import StrEnum


class ApprovalState(StrEnum):
    """How a plan that was handed in stands; before, there is no row."""

    HANDED = "handed"
    APPROVED = "approved"
    SENT_BACK = "sent_back"


class Lack(StrEnum):
    """What a plan lacks before somebody can stand behind it."""

    NEED_UNANSWERED = "need_unanswered"
    RETURN_GOAL = "return_goal"
    NOT_ASSESSED = "not_assessed"
    CHOICES_NOT_ASKED = "choices_not_asked"
    NOT_AGREED = "not_agreed"
    CONFERENCE = "conference"


class Wish(StrEnum):
    """How the person wished to be part of a case conference about her."""

    PRESENT = "present"
    SOMEBODY_FOR_HER = "somebody_for_her"
    NOT_PRESENT = "not_present"


class LevelAnswer(StrEnum):
    """How a request to lower a support level stands."""

    ASKED = "asked"
    GRANTED = "granted"
    KEPT = "kept"
