"""Words of the sealed lines: few, calm, and none that says more than it must if somebody looks over a shoulder."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.lines.enums import About, Act, Answer, Interest, Pace, State, StepKind, Tells, Who

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    State: {
        State.OPEN: pgettext_lazy("sealed case", "Open"),
        State.PAUSED: _("She wants to pause"),
        State.CLOSED: pgettext_lazy("sealed case", "Ended"),
    },
    About: {
        About.NEED: _("What she needs"),
        About.SAFETY: _("What makes her safe"),
        About.WISH: _("What she wishes"),
    },
    StepKind: {
        StepKind.HEALTH: _("Medical care"),
        StepKind.SAFE_PLACE: _("A safe place"),
        StepKind.SUPPORT: _("Somebody to talk to"),
        StepKind.LEGAL: _("Legal advice"),
        StepKind.DOCUMENTS: _("Papers"),
        StepKind.LIVING: _("Money and things for daily life"),
        StepKind.SCHOOL: _("School or training"),
        StepKind.TALK: _("Meet again"),
        StepKind.OTHER: _("Something else"),
    },
    Pace: {
        Pace.AT_ONCE: _("At once, within a day"),
        Pace.SOON: _("Soon, within three days"),
        Pace.PLANNED: _("Within two weeks"),
    },
    Tells: {
        Tells.LANGUAGE: _("Language"),
        Tells.SEX: _("Woman or man"),
        Tells.AGE_BAND: _("Age group"),
        Tells.WITH_CHILDREN: _("Comes with small children"),
        Tells.HARD_TO_WALK: _("Walking is hard"),
        Tells.WOMAN_ONLY: _("Wants to be received by a woman"),
        Tells.SAFE_CONTACT: _("The safe way to reach her"),
    },
    Who: {
        Who.HER: _("She herself"),
        Who.GUARDIAN: _("Her guardian"),
    },
    Answer: {
        Answer.YES: pgettext_lazy("her answer", "Yes"),
        Answer.NO: pgettext_lazy("her answer", "No"),
        Answer.NOT_NOW: pgettext_lazy("her answer", "Not now"),
    },
    Interest: {
        Interest.NO_GUARDIAN: _("There is no guardian to ask"),
        Interest.GUARDIAN_UNSAFE: _("Asking the guardian would endanger the child"),
        Interest.LIFE_OR_HEALTH: _("Life or health is in danger now"),
    },
}
UNSPOKEN = (Act,)
REASONS: dict[str, str | Promise] = {
    "she_was_not_asked": _("She was not asked yet. Nothing goes on without her yes."),
    "she_said_no": _("She said no. This step does not go on."),
    "she_said_not_now": _("She said not now. This step waits until she wants it."),
    "guardian_not_asked": _(
        "For a child her guardian is asked too. Where that would endanger her, the supervisor of the line looks for "
        "what is best for the child."
    ),
    "guardian_said_no": _(
        "The guardian did not agree. Speak with the supervisor of the line about what is best for the child."
    ),
    "no_guardian_of_adults": _("An adult decides for herself. Nobody else is asked."),
    "inform_first": _("First tell her what this step is, who would know what, and that she may say no."),
    "ask_alone": _("Ask her alone. With others in the room it does not count as her answer."),
    "step_is_done": _("This step is done."),
    "nobody_is_asked": _("Nobody outside is asked for this step, so there is no paper for it."),
    "case_paused": _("She wants to pause. Nothing goes on until she says so."),
    "case_closed": _("This has ended. It can be opened again."),
    "case_is_there": _("You already work with this person. Look into your list."),
    "envelope_unknown": _("This is not within your work."),
    "state_as_it_is": _("It stands like this already."),
    "step_in_first": _("This is a colleague's. Step in for her first; it stays written down that you did."),
    "works_on_it_already": _("She works on it already."),
    "not_of_the_line": _("Only somebody who works in this line can take this over."),
    "interest_of_children_only": _("An adult decides for herself. Nobody decides in her place."),
    "interest_needs_supervisor": _("The supervisor of the line says this, and not of her own cases."),
    "no_safety_plan": _("There is no safety plan yet."),
    "she_wants_no_paper": _("She does not want it on paper."),
}
