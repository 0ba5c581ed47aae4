"""Words for why an office cannot take a file, a contact not be written, a closing not be signed."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.phases.aftercare.enums import ReturnedBecause

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    ReturnedBecause: {
        ReturnedBecause.NOT_YET: _("Not yet: something is still to be done"),
        ReturnedBecause.FAMILY_ASKED: _("The family asked for support again"),
        ReturnedBecause.NEW_NEED: _("A new need came up"),
        ReturnedBecause.ERROR: _("Closed by mistake"),
        ReturnedBecause.CAME_BACK: _("The family came back to a centre"),
    },
}
REASONS: dict[str, str | Promise] = {
    "not_an_office": _("Choose an after-care office."),
    "offer_waits_already": _("An office has been asked already and has not answered yet."),
    "office_without_officer": _("This office has nobody who follows up at home."),
    "officer_missing": _("Name the officer who follows up."),
    "another_worker_follows_up": _("Somebody other than the worker of the centre follows up at home."),
    "not_of_this_office": _("This officer does not serve in the office that was asked."),
    "no_offer": _("No office has been asked."),
    "not_at_home_yet": _("The family is not in after-care."),
    "contact_kind_unknown": _("Choose how the contact took place."),
    "contact_result_unknown": _("Choose how the contact ended."),
    "missed_reason_missing": _("Say why the contact could not be made."),
    "closing_unknown": _("Choose why our work ends."),
    "closing_waits_already": _("The closing waits already for its signature."),
    "closing_lines_open": _("Some lines of this ending are still open."),
    "no_closing": _("No closing has been proposed."),
}


def word(member: StrEnum) -> str | Promise:
    """The words for one code."""
    return WORDS[type(member)][member]
