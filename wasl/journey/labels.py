"""Words for what is due, for how long a stay is, and for a gate that is not open yet."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.journey.enums import LifeTask, NextAction, Stay

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    NextAction: {
        NextAction.RECEIVE: _("Reception"),
        NextAction.ASSESS: _("Assessment of each member"),
        NextAction.PLAN: _("Plan agreed with each adult"),
        NextAction.REVIEW: _("Review of the plan"),
        NextAction.BEGIN_EXIT: _("Begin the completion assessment"),
        NextAction.PREPARE_DECISION: _("Prepare the decision on completion"),
        NextAction.DECIDE: _("Decision on completion"),
        NextAction.PLAN_DEPARTURE: _("Choose the day of departure and give notice"),
        NextAction.DEPART: _("Departure"),
        NextAction.OFFER_AFTERCARE: _("Offer the file to the after-care office"),
        NextAction.HOME_CONTACT: _("Contact at home"),
        NextAction.CLOSE: _("Talk about closing"),
        NextAction.SIGN_CLOSING: _("Sign off the closing"),
    },
    Stay: {
        Stay.WITHIN: _("Within the planned time"),
        Stay.OVER_PLANNED: _("Longer than planned"),
        Stay.OVER_LONGEST: _("Longer than the longest planned stay"),
    },
    LifeTask: {
        LifeTask.NEWBORN: _("A birth: ask how mother and child are, and assess the child"),
        LifeTask.AFTER_DEATH: _("A death: visit the family, and ask what it needs now"),
        LifeTask.WHO_CARES: _("Urgent: settle today who cares for this child"),
        LifeTask.CHILD_ALONE: _(
            "Urgent: a child without an adult. See her or him today, with child protection"
        ),
        LifeTask.PAPERS: _("Talk about the papers that are needed now"),
        LifeTask.NEW_HOUSEHOLD: _(
            "A new household: ask alone what it needs, and how it may be reached safely"
        ),
        LifeTask.OF_AGE: _(
            "Comes of age: ask her or him alone for her own choices, and offer a file of her own"
        ),
        LifeTask.JOINED: _("Two files became one: go through papers, choices and plan together"),
    },
}
REASONS: dict[str, str | Promise] = {
    "practice_only": _("Whole histories are written only where people practise with made-up families."),
    "no_such_step": _("From here the file cannot go there."),
    "not_arrived": _("The day of arrival is not recorded yet."),
    "nobody_in_file": _("Nobody stands in this file yet."),
    "members_not_assessed": _("Some members of the family have not been assessed yet, children too."),
    "level_to_be_set": _("Everybody was asked and declined: set a support level, with the reason."),
    "adults_without_plan": _("Not each adult has agreed to her or his page of the plan."),
    "no_approved_decision": _("No decision on completion has been approved."),
    "has_left_already": _("The family has left already."),
    "departure_not_recorded": _("The day of departure is not recorded."),
    "aftercare_not_wanted": _("The family does not want after-care."),
    "aftercare_not_offered": _("After-care has to be offered first, whoever leaves."),
    "office_has_not_accepted": _("No after-care officer has accepted the family yet."),
    "closing_not_signed": _("The closing is not signed off yet."),
    "centre_missing": _("Choose the team of the centre that takes the family in again."),
    "day_before_step": _("The day lies before the last step of this file."),
    "pathway_unknown": _("This programme has no such path."),
    "pathway_gate_closed": _("The short path is open only when each line of its list is met."),
    "ends_only_at_home": _("Our work ends in this way only when the family is at home."),
    "not_leaving_yet": _("The day of departure is chosen during the completion assessment."),
    "worker_hands_over": _("The family's own worker hands the file over to somebody first."),
    "worker_missing": _("Choose who takes the file over."),
    "share_reason_missing": _("Say why these families are shared out: whoever takes them reads it."),
    "nothing_chosen": _("Choose at least one family."),
    "same_file": _("This is the family's own file."),
    "same_worker": _("This worker has the file already."),
}


def word(member: StrEnum) -> str | Promise:
    """The words for one code."""
    return WORDS[type(member)][member]
