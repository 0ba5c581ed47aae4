"""Words for the codes of the thread."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.casefile.enums import (
    AgreedHow,
    Circle,
    Clearance,
    ConsentDecision,
    ContactKind,
    DepartureKind,
    DocumentState,
    FileState,
    GoalState,
    Level,
    NeedState,
    NoGoalReason,
    Phase,
    RemovalReason,
    ScanKind,
    SealedKind,
    SealedLine,
    ServiceResult,
    ServiceState,
    TaskKind,
    WaitingReason,
)

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    FileState: {
        FileState.EXPECTED: _("Expected"),
        FileState.ASSESSING: _("In assessment"),
        FileState.PLANNING: _("Plan being made"),
        FileState.IN_SERVICES: _("In services"),
        FileState.EXIT_ASSESSMENT: _("Completion being assessed"),
        FileState.DEPARTING: _("Departure being prepared"),
        FileState.AFTERCARE: _("At home, in after-care"),
        FileState.CLOSED: _("Closed"),
        FileState.WITHDRAWN: _("Left, no after-care wanted"),
    },
    Phase: {
        Phase.ENTRY: _("Entry assessment"),
        Phase.SERVICES: _("Services and reviews"),
        Phase.EXIT: _("Completion assessment"),
        Phase.AFTERCARE: _("After-care"),
    },
    Level: {
        Level.LIGHT: _("Light support"),
        Level.STANDARD: _("Standard support"),
        Level.ENHANCED: _("Enhanced support"),
        Level.INTENSIVE: _("Intensive support"),
    },
    Circle: {
        Circle.FAMILY: _("Every adult of the family"),
        Circle.OWN: _("This person only"),
    },
    SealedLine: {
        SealedLine.GBV: _("Protection from violence at home"),
        SealedLine.CHILD: _("Child protection"),
        SealedLine.CLINICAL: _("Clinical"),
    },
    SealedKind: {
        SealedKind.NOTE: _("Note"),
        SealedKind.NEED: _("Need"),
        SealedKind.GOAL: _("Goal"),
        SealedKind.SAFETY: _("Safety plan"),
    },
    NeedState: {
        NeedState.OPEN: _("Open need"),
        NeedState.MET: _("Met"),
        NeedState.HANDED_OVER: _("Handed over"),
        NeedState.NOT_WANTED: _("Not wanted"),
        NeedState.ENDED: _("The person is here no more"),
    },
    NoGoalReason: {
        NoGoalReason.NOT_WANTED: _("The person does not want it"),
        NoGoalReason.ALREADY_SERVED: _("Already served"),
        NoGoalReason.NOT_AVAILABLE: _("Not available here"),
    },
    GoalState: {
        GoalState.OPEN: _("Under way"),
        GoalState.ACHIEVED: _("Reached"),
        GoalState.PARTLY: _("Partly reached"),
        GoalState.NOT_ACHIEVED: _("Not reached"),
        GoalState.DROPPED: _("Dropped"),
    },
    ServiceState: {
        ServiceState.PLANNED: _("Planned"),
        ServiceState.STARTED: _("Started"),
        ServiceState.DELIVERED: _("Delivered"),
        ServiceState.DECLINED: _("Declined"),
        ServiceState.ENDED: _("Ended"),
    },
    ServiceResult: {
        ServiceResult.NONE: "",
        ServiceResult.HELPED: _("It helped"),
        ServiceResult.PARTLY: _("It helped partly"),
        ServiceResult.DID_NOT_HELP: _("It did not help"),
    },
    ConsentDecision: {
        ConsentDecision.GIVEN: _("Agreed"),
        ConsentDecision.REFUSED: _("Said no"),
        ConsentDecision.WITHDRAWN: _("Taken back"),
        ConsentDecision.ENDED: _("Ended: of age now, to be asked anew"),
    },
    ContactKind: {
        ContactKind.NOTE: _("Note"),
        ContactKind.PERSON: _("Talk with the person"),
        ContactKind.FAMILY: _("Talk with the family"),
        ContactKind.COMMUNITY: _("Contact with the community"),
        ContactKind.PROVIDER: _("Contact with a provider"),
    },
    DocumentState: {
        DocumentState.HAVE: _("Has it"),
        DocumentState.EXPIRED: _("Expired"),
        DocumentState.LOST: _("Lost"),
        DocumentState.NEVER_HAD: _("Never had it"),
        DocumentState.NOT_NEEDED: _("Not needed"),
        DocumentState.UNKNOWN: _("Not known"),
    },
    ScanKind: {
        ScanKind.DOCUMENT: _("A document"),
        ScanKind.CONSENT: _("The signed choices"),
        ScanKind.LETTER: _("A letter"),
        ScanKind.PHOTO: _("A photo of the person"),
    },
    RemovalReason: {
        RemovalReason.WRONG_PERSON: _("It belongs to somebody else"),
        RemovalReason.UNREADABLE: _("It cannot be read"),
        RemovalReason.REPLACED: _("There is a better one"),
        RemovalReason.WISH: _("The person wishes it"),
        RemovalReason.NOT_NEEDED: _("No service needs it any more"),
    },
    TaskKind: {
        TaskKind.URGENT: _("Urgent need"),
        TaskKind.SAFETY: _("Safety"),
        TaskKind.DOCUMENT: _("Document"),
        TaskKind.CONTACT: _("Contact"),
        TaskKind.OTHER: _("Task"),
    },
    WaitingReason: {
        WaitingReason.DOCUMENTS: _("Documents"),
        WaitingReason.TRANSPORT: _("Transport"),
        WaitingReason.COMMUNITY: _("The community"),
        WaitingReason.HEALTH: _("Health"),
        WaitingReason.FAMILY_WISH: _("The family's wish"),
        WaitingReason.OTHER: _("Something else"),
    },
    AgreedHow: {
        AgreedHow.SIGNATURE: _("Signature"),
        AgreedHow.THUMBPRINT: _("Thumbprint"),
        AgreedHow.SPOKEN: _("Spoken, before a witness"),
    },
    Clearance: {
        Clearance.CLEARED: _("Cleared for the programme"),
        Clearance.NOT_APPLICABLE: _("Not applicable"),
    },
    DepartureKind: {
        DepartureKind.COMPLETION: _("Programme completed"),
        DepartureKind.OWN_CHOICE: _("Left by own choice"),
        DepartureKind.TRANSFER: _("Moved to another place"),
        DepartureKind.DEATH: _("Died"),
    },
}
REASONS: dict[str, str | Promise] = {
    "joined_moved_on": _("The file has gone on since: its state changed, or somebody went to another file."),
    "joined_changed": _("What came from the other file was worked on since, and would lose that work."),
    "joined_tied": _("A goal or a service of one file was tied to a need of the other since."),
    "joined_agreed": _("A plan was agreed since that rests on both files."),
    "joined_assessed": _("Somebody was assessed since as one person."),
    "joined_chosen": _(
        "Somebody made choices since as one person: nobody could say in which file they were meant."
    ),
    "joined_already": _("These two files are joined already, or one of them is joined with another."),
    "joined_unpaired": _("Say of at least one person that she or he stands in both files."),
    "joined_twice": _("Two people of one file cannot be the same person of the other."),
    "joined_sexes": _("A woman and a man are not the same person. Correct who they are first."),
    "not_joined": _("These files are not joined."),
    "nothing_offered": _("This family is not offered to you any more. Whoever offered it can say why."),
    "colleague_without_grant": _("This file belongs to your team, but you do not work on it."),
    "file_is_closed": _("This file is closed."),
    "not_assessed_yet": _("The assessment is not there yet."),
    "needs_without_answer": _("Some needs have neither a goal nor a reason."),
    "return_goal_missing": _("The plan has no goal yet about return or the place of choice."),
    "lowering_needs_supervisor": _("Only the supervisor can lower a support level."),
    "level_reason_missing": _("Changing a support level needs a reason in words."),
    "already_closed": _("This is closed already."),
    "score_out_of_range": _("A score is a number from 0 to 4."),
    "reason_missing": _("Write the reason in a few words."),
    "goal_missing": _("Write what shall be different."),
    "which_need": _("Which need is this for?"),
    "own_needs_person": _("What only one person may read needs that person's name."),
    "not_closed": _("This is still open."),
    "reopen_same_day": _("This was closed on an earlier day. Write a new goal."),
    "text_missing": _("There is nothing written yet."),
    "before_waiting_began": _("The present waiting began later than this day."),
    "date_in_future": _("This day has not come yet."),
    "permission_missing": _("A contact outside the family needs the person's permission."),
    "person_missing": _("Choose whom it concerns."),
    "not_of_this_family": _("This person does not belong to this family."),
    "owner_missing": _("Choose who does it."),
    "photo_without_consent": _("A photo is kept only if the person has agreed to it."),
    "photo_is_her_own": _("A photo of a person is for her own page only."),
    "scan_document_missing": _("Choose which document it is."),
    "scans_full": _(
        "There are forty pictures for this person already. Take away what no service needs any more."
    ),
    "scan_gone": _("This picture was taken away already."),
    "caption_too_long": _("Write it in fewer words."),
    "picture_missing": _("Take a picture or choose a file."),
    "picture_empty": _("The file is empty."),
    "picture_too_large": _("The file is too large. Take the picture again, or send fewer pages at a time."),
    "picture_kind": _("This is no picture that can be kept. Send a photo (JPEG, PNG, WebP) or a PDF."),
    "picture_heic": _(
        "This is an iPhone picture (HEIC). Choose Settings, Camera, Formats, Most Compatible on the phone, and take "
        "the picture again."
    ),
    "picture_broken": _("The picture cannot be read: it is damaged or incomplete. Take it again."),
    "picture_moving": _("This is a moving picture. Send a still one."),
    "picture_slow": _("The picture could not be prepared in good time. Take it again, or send fewer pages."),
    "picture_tiny": _("The picture is too small to be read. Take it again from closer by."),
    "picture_too_many_pixels": _(
        "The picture has too many points. Take it again with the usual camera setting."
    ),
    "pdf_locked": _("The PDF is locked with a password. Send it without one, or photograph the pages."),
    "pdf_too_many_pages": _("A PDF may have six pages at most. Divide it and send its parts."),
}


def word(member: StrEnum) -> str | Promise:
    """The words for one code. Codes of different lists may be spelt alike, so each list has its own."""
    return WORDS[type(member)][member]
