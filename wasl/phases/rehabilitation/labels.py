"""Words for why a plan, a review or a service for everyone cannot be kept as it is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "asked_alone": _("Each adult reads and agrees alone, without other members of the family."),
    "agreed_already": _("This page is agreed as it stands. A change in the plan makes a new version."),
    "plan_changed_meanwhile": _("The plan was changed while this page was being read. Read it once more."),
    "change_reason_missing": _("Choose why the plan has changed."),
    "nothing_to_review": _("There is no plan to review in this phase."),
    "service_needs_goal": _("This service answers a need: record it on the goal it is for."),
    "nobody_chosen": _("Choose the people who received it."),
    "review_text_missing": _("Write in a few words what you went through together."),
}
