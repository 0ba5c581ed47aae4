"""Words for the codes of filled forms."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.instruments.enums import About, FormState, Mode, Occasion, PaperState, RaisedState, Tool

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    Tool: {
        Tool.GRID: _("Needs and strengths grid"),
    },
    Mode: {
        Mode.SELF: _("Read and answered alone"),
        Mode.READ_ALOUD: _("Read aloud"),
        Mode.PROXY: _("Somebody answered for the person"),
    },
    FormState: {
        FormState.PROPOSED: _("Put forward"),
        FormState.PUBLISHED: _("Published"),
        FormState.REFUSED: _("Turned down"),
    },
    RaisedState: {
        RaisedState.PROPOSED: _("Proposed"),
        RaisedState.ACCEPTED: _("Taken up"),
        RaisedState.CHANGED: _("Taken up at another level"),
        RaisedState.REJECTED: _("Left out, with a reason"),
        RaisedState.REPLACED: _("Asked anew since"),
    },
    Occasion: {
        Occasion.ENTRY: _("At entry"),
        Occasion.REVIEW: _("At a review"),
        Occasion.EXIT: _("Before leaving"),
        Occasion.AFTERCARE: _("At home"),
    },
}
#: nobody reads these as words: a sheet is out while it is listed, and a page says in a sentence whom a form is about
UNSPOKEN: tuple[type[StrEnum], ...] = (About, PaperState)
REASONS: dict[str, str | Promise] = {
    "family_not_here_yet": _("This family has not arrived yet."),
    "proposal_answered": _("This proposal was answered already."),
    "line_missing": _("Choose a line, or “did not want to answer”."),
    "not_asked_here": _("This is not asked of this person."),
    "date_too_long_ago": _("This day is too long ago to be written down now."),
    "form_decided": _("This version was decided about already."),
    "form_unknown": _("There is no such form here."),
    "form_is_another": _("This is another form."),
    "form_version_unknown": _("This version of the form is not known here. Open the form again."),
    "form_version_there": _("This version is there already: it asks the same."),
    "form_tool_stays": _(
        "The instrument of a form stays the same, since it says who may read the answers. "
        "Keep that of the version asked now."
    ),
    "form_has_faults": _("This form has faults that must be mended first."),
    "instance_unreadable": _("What was sent cannot be read as a form."),
    "instance_too_long": _("This form is longer than can be kept."),
    "instance_of_another": _("This form was sent before, for somebody else."),
    "question_unknown": _("The form does not ask this."),
    "answered_twice": _("This was answered twice."),
    "answer_missing": _("This question needs an answer."),
    "answer_too_long": _("This answer is too long."),
    "answer_not_in_list": _("Choose one of the answers."),
    "answer_no_number": _("Write a number."),
    "answer_no_date": _("Write a day."),
    "too_many_rounds": _("This is more than can be kept."),
    "page_code_wrong": _(
        "This is no code of a sheet: it reads like P-7K2M-4Q. Compare it once more, letter by letter."
    ),
    "paper_unknown": _("No sheet with this code belongs to your work."),
    "paper_used": _("What stands on this sheet is there already; each sheet is typed once."),
    "paper_cancelled": _("This sheet was cancelled. Print a new one."),
    "paper_expired": _("This sheet is too old to be typed back. Ask again."),
    "paper_of_another": _("This sheet was printed for somebody else."),
    "paper_settled": _("This sheet was typed back or cancelled already."),
    "paper_needs_file": _("This sheet was printed for nobody yet: write the file number too."),
    "paper_no_team": _("Blank sheets belong to a team, and you work in none."),
    "paper_none_chosen": _("Write how many sheets of at least one form."),
    "paper_too_many": _("These are more sheets than may be printed at once."),
    "date_before_arrival": _("This day lies before the family's arrival."),
}
#: what a task says of an answer that does not wait; of a person's own answer it says no more than that
OPENS: dict[str, str | Promise] = {
    "safety_today": _("Urgent: an answer asks for a talk today"),
    "protection_followup": _("An answer asks for protection: talk about it today"),
    "preparation": _("The place of return is not safe for this family: prepare before anybody leaves"),
}
#: what a task says when its matter belongs on one person's page only
TALK_ALONE: Promise = _("Urgent: talk with this person alone today")


def word(member: StrEnum) -> str | Promise:
    """The words for one code."""
    return WORDS[type(member)][member]
