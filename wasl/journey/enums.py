"""What a file can be due for."""

from enum import StrEnum


class NextAction(StrEnum):
    """The next thing that somebody owes a family; stands on the file beside its day."""

    RECEIVE = "receive"
    ASSESS = "assess"
    PLAN = "plan"
    REVIEW = "review"
    BEGIN_EXIT = "begin_exit"
    PREPARE_DECISION = "prepare_decision"
    DECIDE = "decide"
    PLAN_DEPARTURE = "plan_departure"
    DEPART = "depart"
    OFFER_AFTERCARE = "offer_aftercare"
    HOME_CONTACT = "home_contact"
    CLOSE = "close"
    SIGN_CLOSING = "sign_closing"


class Stay(StrEnum):
    """How a stay compares with what was planned from the first day (R011)."""

    WITHIN = "within"
    OVER_PLANNED = "over_planned"
    OVER_LONGEST = "over_longest"


OTHERS_DECIDE = frozenset({NextAction.DECIDE, NextAction.SIGN_CLOSING})


class LifeTask(StrEnum):
    """What an event in a family's life leaves to be done; the code of its task."""

    NEWBORN = "newborn"
    AFTER_DEATH = "after_death"
    WHO_CARES = "who_cares"
    CHILD_ALONE = "child_alone"
    PAPERS = "life_papers"
    NEW_HOUSEHOLD = "new_household"
    OF_AGE = "of_age"
    JOINED = "joined"
