"""Closed lists of the sealed lines. None says what happened; all say what she needs and what she decides."""

from enum import StrEnum


class Act(StrEnum):
    """What an envelope of a case holds."""

    OPENED = "opened"
    WORDS = "words"
    CONTACT = "contact"
    STEP = "step"
    DECISION = "decision"
    INTEREST = "interest"
    DONE = "done"
    SAFETY = "safety"
    STATE = "state"
    STEP_IN = "step_in"
    HANDED = "handed"
    PRINTED = "printed"


class State(StrEnum):
    """How a case stands. She may pause it at any time, and it can always be opened again."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class About(StrEnum):
    """What words in a case are about."""

    NEED = "need"
    SAFETY = "safety"
    WISH = "wish"


class StepKind(StrEnum):
    """What can be done together."""

    HEALTH = "health"
    SAFE_PLACE = "safe_place"
    SUPPORT = "support"
    LEGAL = "legal"
    DOCUMENTS = "documents"
    LIVING = "living"
    SCHOOL = "school"
    TALK = "talk"
    OTHER = "other"


class Pace(StrEnum):
    """By when, in the steps of the guidelines (dossier 3.5); how many days that is stands in the programme."""

    AT_ONCE = "at_once"
    SOON = "soon"
    PLANNED = "planned"


class Tells(StrEnum):
    """What somebody who is asked for help may need to know. There is no story to choose."""

    LANGUAGE = "language"
    SEX = "sex"
    AGE_BAND = "age_band"
    WITH_CHILDREN = "with_children"
    HARD_TO_WALK = "hard_to_walk"
    WOMAN_ONLY = "woman_only"
    SAFE_CONTACT = "safe_contact"


class Who(StrEnum):
    """Whose word is asked."""

    HER = "her"
    GUARDIAN = "guardian"


class Answer(StrEnum):
    """What she says. Not now is an answer, and no reason is asked."""

    YES = "yes"
    NO = "no"
    NOT_NOW = "not_now"


class Interest(StrEnum):
    """Why a child's best interest stands in for a guardian's word, or in mortal danger for her own."""

    NO_GUARDIAN = "no_guardian"
    GUARDIAN_UNSAFE = "guardian_unsafe"
    LIFE_OR_HEALTH = "life_or_health"
