"""Closed lists of the thread and of the file's life."""

from enum import StrEnum


class FileState(StrEnum):
    """Where a file stands on its way; which moves are possible is `journey.rules.FILE_TABLE`."""

    EXPECTED = "expected"
    ASSESSING = "assessing"
    PLANNING = "planning"
    IN_SERVICES = "in_services"
    EXIT_ASSESSMENT = "exit_assessment"
    DEPARTING = "departing"
    AFTERCARE = "aftercare"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Phase(StrEnum):
    """The four phases of case management (R022 to R025)."""

    ENTRY = "entry"
    SERVICES = "services"
    EXIT = "exit"
    AFTERCARE = "aftercare"


class Level(StrEnum):
    """How much support somebody needs from us. Never a judgement about the person."""

    LIGHT = "light"
    STANDARD = "standard"
    ENHANCED = "enhanced"
    INTENSIVE = "intensive"


class Circle(StrEnum):
    """Who inside the family may read what is written; the third circle, sealed, lies in the vault's envelopes."""

    FAMILY = "family"
    OWN = "own"


class SealedLine(StrEnum):
    """The lines of work whose items nobody else can even see to exist."""

    GBV = "gbv"
    CHILD = "child"
    CLINICAL = "clinical"


class SealedKind(StrEnum):
    """What an item of the sealed circle is."""

    NOTE = "note"
    NEED = "need"
    GOAL = "goal"
    SAFETY = "safety"


class NeedState(StrEnum):
    OPEN = "open"
    MET = "met"
    HANDED_OVER = "handed_over"
    NOT_WANTED = "not_wanted"
    ENDED = "ended"


class NoGoalReason(StrEnum):
    """Why a need of 2 or more has no goal (dossier 3.4); a sentence stands beside it, sealed."""

    NOT_WANTED = "not_wanted"
    ALREADY_SERVED = "already_served"
    NOT_AVAILABLE = "not_available"


class GoalState(StrEnum):
    OPEN = "open"
    ACHIEVED = "achieved"
    PARTLY = "partly"
    NOT_ACHIEVED = "not_achieved"
    DROPPED = "dropped"


class ServiceState(StrEnum):
    PLANNED = "planned"
    STARTED = "started"
    DELIVERED = "delivered"
    DECLINED = "declined"
    ENDED = "ended"


class ServiceResult(StrEnum):
    NONE = ""
    HELPED = "helped"
    PARTLY = "partly"
    DID_NOT_HELP = "did_not_help"


class ConsentDecision(StrEnum):
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class ContactKind(StrEnum):
    """Whom a contact was with; outside contacts need the person's permission (R056)."""

    NOTE = "note"
    PERSON = "person"
    FAMILY = "family"
    COMMUNITY = "community"
    PROVIDER = "provider"


class DocumentState(StrEnum):
    HAVE = "have"
    EXPIRED = "expired"
    LOST = "lost"
    NEVER_HAD = "never_had"
    NOT_NEEDED = "not_needed"
    UNKNOWN = "unknown"


class ScanKind(StrEnum):
    """What a kept picture shows. A photo of a person is kept with her consent only."""

    DOCUMENT = "document"
    CONSENT = "consent"
    LETTER = "letter"
    PHOTO = "photo"


class RemovalReason(StrEnum):
    """Why a picture was taken away."""

    WRONG_PERSON = "wrong_person"
    UNREADABLE = "unreadable"
    REPLACED = "replaced"
    WISH = "wish"
    NOT_NEEDED = "not_needed"


class TaskKind(StrEnum):
    """What must be done; urgent needs and follow-ups of the day stand here with an owner."""

    URGENT = "urgent"
    SAFETY = "safety"
    DOCUMENT = "document"
    CONTACT = "contact"
    OTHER = "other"


class WaitingReason(StrEnum):
    """What a file can wait for. Nothing about any other authority is a value (R017, R027)."""

    DOCUMENTS = "documents"
    TRANSPORT = "transport"
    COMMUNITY = "community"
    HEALTH = "health"
    FAMILY_WISH = "family_wish"
    OTHER = "other"


class AgreedHow(StrEnum):
    SIGNATURE = "signature"
    THUMBPRINT = "thumbprint"
    SPOKEN = "spoken"


class Clearance(StrEnum):
    """The only two things that can be said about the outside decision that came before (R017)."""

    CLEARED = "cleared_for_programme"
    NOT_APPLICABLE = "not_applicable"


class DepartureKind(StrEnum):
    COMPLETION = "completion"
    OWN_CHOICE = "own_choice"
    TRANSFER = "transfer"
    DEATH = "death"


PHASE_OF: dict[FileState, Phase] = {
    FileState.EXPECTED: Phase.ENTRY,
    FileState.ASSESSING: Phase.ENTRY,
    FileState.PLANNING: Phase.ENTRY,
    FileState.IN_SERVICES: Phase.SERVICES,
    FileState.EXIT_ASSESSMENT: Phase.EXIT,
    FileState.DEPARTING: Phase.EXIT,
    FileState.AFTERCARE: Phase.AFTERCARE,
    FileState.CLOSED: Phase.AFTERCARE,
    FileState.WITHDRAWN: Phase.AFTERCARE,
}
ENDED = frozenset({FileState.CLOSED, FileState.WITHDRAWN})
#: the reason of a level that a named person has set; the words stand beside it, sealed
BY_HAND = "by_hand"
LEVELS = (Level.LIGHT, Level.STANDARD, Level.ENHANCED, Level.INTENSIVE)
