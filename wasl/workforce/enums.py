"""The closed lists of workforce."""

from enum import StrEnum


class CoverReason(StrEnum):
    """Why somebody is away, as little as a team needs: nothing about health."""

    LEAVE = "leave"
    ILL = "ill"
    TRAINING = "training"
    DUTY = "duty"
    OTHER = "other"


class Fit(StrEnum):
    """One reason for or against giving a family to a worker, as it is shown beside the proposal."""

    LOAD_LIGHT = "load_light"
    LOAD_FULL = "load_full"
    INTENSIVE_FULL = "intensive_full"
    LANGUAGE = "language"
    OTHER_LANGUAGE = "other_language"
    WOMAN_WITH_WOMAN = "woman_with_woman"
    MAN_WITH_WOMAN = "man_with_woman"
    SAME_TEAM = "same_team"
    OTHER_TEAM = "other_team"
    AWAY = "away"


class ListSource(StrEnum):
    """Where the lines of a printed list come from: one's own work, never a place and never a name that was sought."""

    FAMILIES = "families"
    DUE = "due"
    DESK = "desk"
    WORKER = "worker"
    LATE = "late"


class ListPurpose(StrEnum):
    """What somebody takes a list along for."""

    VISITS = "visits"
    CALLS = "calls"
    DESK = "desk"
    DISTRIBUTION = "distribution"
    TRANSPORT = "transport"
    MEETING = "meeting"
    DOCUMENTS = "documents"
