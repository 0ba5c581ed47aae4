"""Words for why a line cannot be answered, a decision not be taken, a day not be chosen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "criterion_unknown": _("The programme has no such line."),
    "criterion_is_computed": _(
        "This line follows from the file itself: change what it counts, not its answer."
    ),
    "evidence_missing": _("Write in a few words what shows it."),
    "decision_waits_already": _("The decision waits already for the one who takes it."),
    "lines_not_answered": _("Some lines have no answer yet."),
    "nothing_put_forward": _("Nothing has been put forward for a decision."),
    "decision_reason_missing": _("Write the reasons: the family can ask for them in writing."),
    "override_reason_missing": _("Some lines are not met: say why the family leaves all the same."),
    "override_unknown": _("Choose one of the reasons of the programme."),
    "departure_before_notice": _("The day of departure lies before the day the family is told."),
    "notice_too_short": _(
        "The family must know the day earlier, unless it wishes otherwise and the reason is written."
    ),
    "left_before_arrival": _("The day lies before the arrival."),
    "owner_unknown": _("Choose who goes on with it."),
}
