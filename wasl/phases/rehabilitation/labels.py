"""Words for why a plan, a review or a service for everyone cannot be kept as it is."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.phases.rehabilitation.enums import ApprovalState, Lack, LevelAnswer, Wish

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    ApprovalState: {
        ApprovalState.HANDED: _("waits for the supervisor"),
        ApprovalState.APPROVED: _("approved"),
        ApprovalState.SENT_BACK: _("sent back"),
    },
    Lack: {
        Lack.NEED_UNANSWERED: _("This need has neither a goal nor a reason why there is none."),
        Lack.RETURN_GOAL: _("No goal is about return or the place of choice."),
        Lack.NOT_ASSESSED: _("Has not been asked about her or his life yet."),
        Lack.CHOICES_NOT_ASKED: _("Has not been asked what may be shared, and with whom."),
        Lack.NOT_AGREED: _("Has not agreed to the page as it stands now."),
        Lack.CONFERENCE: _("With this much support a case conference comes before the approval."),
    },
    Wish: {
        Wish.PRESENT: _("She or he took part"),
        Wish.SOMEBODY_FOR_HER: _("Somebody she or he trusts spoke for her or him"),
        Wish.NOT_PRESENT: _("She or he agreed, and did not wish to be there"),
    },
    LevelAnswer: {
        LevelAnswer.ASKED: _("asked"),
        LevelAnswer.GRANTED: _("lowered"),
        LevelAnswer.KEPT: _("stays as it is"),
    },
}

REASONS: dict[str, str | Promise] = {
    "asked_alone": _("Each adult reads and agrees alone, without other members of the family."),
    "agreed_already": _("This page is agreed as it stands. A change in the plan makes a new version."),
    "plan_changed_meanwhile": _("The plan was changed while this page was being read. Read it once more."),
    "change_reason_missing": _("Choose why the plan has changed."),
    "nothing_to_review": _("There is no plan to review in this phase."),
    "service_needs_goal": _("This service answers a need: record it on the goal it is for."),
    "nobody_chosen": _("Choose the people who received it."),
    "review_text_missing": _("Write in a few words what you went through together."),
    "plan_waits_already": _("The plan waits for the supervisor already."),
    "plan_approved_already": _("The plan is approved as it stands."),
    "plan_lacks": _("Something is still missing from the plan; each line says what."),
    "own_plan": _("Whoever prepared a plan or leads the family does not approve it. Somebody else does."),
    "plan_changed_since_handed_in": _("A page was agreed anew since the plan was handed in. Send it back."),
    "plan_not_handed_in": _("No plan of this family waits for an answer."),
    "answer_missing": _("Write what is to be done before the plan comes back."),
    "conference_without_consent": _(
        "Without agreement nobody meets about a person: leave participants, decisions and minutes empty."
    ),
    "conference_alone": _("Choose who took part."),
    "conference_decides": _("Write what was decided."),
    "wish_missing": _("Choose how she or he wished to be part of it."),
    "nothing_to_postpone": _("No review is due that could be postponed."),
    "postponed_already": _("This review has been postponed once. It is held now."),
    "postpone_to_later_day": _("Choose a day after the one on which the review is due."),
    "postponed_too_far": _("A review is postponed by one interval at most."),
    "postpone_reason_missing": _("Choose why the review is held later."),
    "next_day_before_review": _("The next day lies after this review."),
    "next_day_too_late": _("With this support you meet earlier than that."),
    "answered_already": _("This request has been answered."),
    "own_request": _("Somebody else answers what you asked for."),
    "nothing_to_lower": _("The level is not higher than that."),
}
