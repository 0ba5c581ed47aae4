"""Closed lists of the first days."""

from enum import StrEnum


class Step(StrEnum):
    """The steps of reception, in the order in which they are usual; each can be returned to."""

    NOTICE = "notice"
    ROSTER = "roster"
    CHOICES = "choices"
    CONTACT = "contact"
    URGENT = "urgent"
    DOCUMENTS = "documents"
    PLACE = "place"


class Known(StrEnum):
    """What may be said of somebody asked for beyond one's own work: the same, perhaps, or nobody."""

    SAME = "same"
    PERHAPS = "perhaps"
    NONE = "none"


class UploadState(StrEnum):
    """Where a list stands between its sender and the files."""

    READ = "read"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class UploadStage(StrEnum):
    """What an import is doing, in this order."""

    WAITS = "waits"
    COMPARES = "compares"
    WRITES = "writes"


class PrintKind(StrEnum):
    """What is printed for many families at once."""

    CARDS = "cards"
    CONSENTS = "consents"


class PrintState(StrEnum):
    """Where a batch of papers stands."""

    ASKED = "asked"
    DRAWING = "drawing"
    READY = "ready"
    FAILED = "failed"
