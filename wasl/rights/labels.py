"""Words for complaints, for requests for names, and for what cannot be done."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.rights.enums import (
    About,
    AskedFor,
    AskedHow,
    ComplaintState,
    CorrectionState,
    IdentityFact,
    NamePart,
    Outcome,
    RequestState,
    RequestVia,
    Told,
    Topic,
    Via,
    Voice,
    Wish,
)

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    ComplaintState: {
        ComplaintState.RECEIVED: _("received"),
        ComplaintState.ACKNOWLEDGED: _("the person knows that it came"),
        ComplaintState.LOOKED_INTO: _("being looked into"),
        ComplaintState.ANSWERED: _("answered"),
        ComplaintState.CLOSED: _("closed"),
        ComplaintState.REOPENED: _("opened again, with somebody else"),
    },
    Topic: {
        Topic.TREATMENT: _("How somebody was treated"),
        Topic.SERVICE: _("A service"),
        Topic.DELAY: _("Something takes too long"),
        Topic.PLACE: _("The place where we live"),
        Topic.DATA: _("What is known about me, and who knows it"),
        Topic.FAVOUR: _("Somebody of the staff asked for something in return"),
        Topic.HARM: _("Somebody is or may be harmed"),
        Topic.THANKS: _("Thanks, or an idea"),
        Topic.OTHER: _("Something else"),
    },
    Via: {
        Via.DESK: _("told at the desk"),
        Via.PAPER: _("on paper"),
        Via.PHONE: _("by telephone"),
        Via.STAFF: _("noticed by staff"),
    },
    Voice: {
        Voice.PARTICIPANT: _("somebody who lives here or is accompanied by us"),
        Voice.STAFF: _("a member of staff"),
        Voice.OTHER: _("somebody else"),
        Voice.NOBODY: _("does not say"),
    },
    Wish: {
        Wish.SLIP: _("comes to the desk with the slip"),
        Wish.ALONE: _("wishes to be told alone"),
        Wish.PHONE: _("wishes to be called"),
    },
    Outcome: {
        Outcome.UPHELD: _("The complaint is right"),
        Outcome.PARTLY: _("Partly right"),
        Outcome.NOT_UPHELD: _("Not confirmed"),
        Outcome.EXPLAINED: _("Explained or passed on"),
    },
    Told: {
        Told.AT_DESK: _("at the desk, against the slip"),
        Told.ALONE: _("alone, by word of mouth"),
        Told.PHONE: _("by telephone"),
        Told.NOBODY_CAME: _("nobody came for the answer"),
    },
    AskedHow: {
        AskedHow.IN_PERSON: _("in person"),
        AskedHow.PHONE: _("by telephone"),
        AskedHow.LETTER: _("by letter"),
        AskedHow.MESSAGE: _("by a message"),
    },
    AskedFor: {
        AskedFor.ONE_PERSON: _("about one person"),
        AskedFor.FAMILY: _("about one family"),
        AskedFor.LIST: _("a list of names"),
        AskedFor.FROM_A_PLACE: _("who comes from a place"),
        AskedFor.WHEREABOUTS: _("where somebody is"),
        AskedFor.CONTENT: _("what stands in a file"),
        AskedFor.OTHER: _("something else"),
    },
    RequestState: {
        RequestState.RECEIVED: _("asked for"),
        RequestState.GIVEN: _("given to her"),
        RequestState.WITHDRAWN: _("withdrawn"),
    },
    RequestVia: {
        RequestVia.DESK: _("asked at the desk"),
        RequestVia.PHONE: _("asked by telephone, and called back"),
        RequestVia.RELATIVE: _("asked through a relative, and asked herself afterwards"),
    },
    CorrectionState: {
        CorrectionState.ASKED: _("asked for"),
        CorrectionState.ACCEPTED: _("changed"),
        CorrectionState.REFUSED: _("not changed; her own words stand beside it"),
        CorrectionState.WITHDRAWN: _("withdrawn"),
    },
    About: {
        About.PERSON: _("who she is"),
        About.NOTE: _("a note"),
        About.NEED: _("a need"),
        About.ANSWER: _("an answer"),
    },
    NamePart: {
        NamePart.GIVEN: _("Own name"),
        NamePart.FATHER: _("Father's name"),
        NamePart.GRANDFATHER: _("Grandfather's name"),
        NamePart.GREAT: _("Great-grandfather's name"),
        NamePart.LAQAB: _("Laqab"),
        NamePart.KUNYA: _("Kunya"),
        NamePart.USED: _("The name she or he uses with us"),
        NamePart.MOTHER: _("Mother's own name"),
        NamePart.BIRTH: _("Born"),
    },
    IdentityFact: {
        IdentityFact.BIRTH_YEAR: _("the year of birth"),
        IdentityFact.MOTHER: _("the mother's name"),
        IdentityFact.CHILDREN: _("names or ages of the children"),
        IdentityFact.PHONE: _("the number on which we call"),
        IdentityFact.PLACE: _("where the family comes from"),
        IdentityFact.ARRIVAL: _("when the family arrived"),
        IdentityFact.KNOWN: _("I know her from our work"),
    },
}
REASONS: dict[str, str | Promise] = {
    "nobody_to_handle": _(
        "Nobody here may handle this complaint. Give the paper form in a closed envelope to the ministry's programme "
        "manager."
    ),
    "complaint_about_yourself": _("A complaint about yourself is taken down by somebody else."),
    "complaint_about_you": _("Whom a complaint concerns does not handle it."),
    "complaint_about_your_lead": _("Whoever works under somebody does not handle a complaint about her."),
    "handled_before": _("Somebody else looks at it this time."),
    "serious_goes_outside_the_line": _("This goes to the person named for it, outside every centre's line."),
    "complaint_missing": _("Write what happened, in the words in which it was told."),
    "answer_missing": _("Write the answer in words that can be told."),
    "slip_typed_already": _("A complaint with this number is there already."),
    "slip_unknown": _("There is no complaint with this number. Look at the slip again."),
    "slip_number_wrong": _("This is no number of a slip: S, a hyphen, then as on the paper."),
    "her_answer_waits": _(
        "The answer waits for whoever holds the slip for sixty days before this can be closed."
    ),
    "file_number_wrong": _("This is no file number. Leave it empty where none was told."),
    "two_facts_needed": _("Two facts that she told by herself are needed. No document is asked for."),
    "wanted_words_missing": _("Write how it is right, in her words."),
    "birth_not_understood": _("Write the year, or year-month-day, such as 1991 or 1991-09-03."),
    "reason_missing": _("Write why it is not changed."),
    "words_are_locked": _(
        "The words are locked. Decide when the vault is unsealed, or let somebody decide who may read them."
    ),
    "asker_missing": _("Write who asked: a name, an office, or what he looked like."),
    "wanted_missing": _("Choose what was wanted."),
}


def word(member: StrEnum) -> str | Promise:
    """The words for one code."""
    return WORDS[type(member)][member]
