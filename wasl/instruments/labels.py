"""Words for the codes of filled forms."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.instruments.enums import Mode, Occasion, Tool

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    Tool: {
        Tool.GRID: _("Needs and strengths grid"),
    },
    Mode: {
        Mode.SELF: _("Read and answered alone"),
        Mode.READ_ALOUD: _("Read aloud"),
        Mode.PROXY: _("Somebody answered for the person"),
    },
    Occasion: {
        Occasion.ENTRY: _("At entry"),
        Occasion.REVIEW: _("At a review"),
        Occasion.EXIT: _("Before leaving"),
        Occasion.AFTERCARE: _("At home"),
    },
}
REASONS: dict[str, str | Promise] = {
    "family_not_here_yet": _("This family has not arrived yet."),
    "line_missing": _("Choose a line, or “did not want to answer”."),
    "not_asked_here": _("This is not asked of this person."),
    "date_before_arrival": _("This day lies before the family's arrival."),
}
#: what a task says when its matter belongs on one person's page only
TALK_ALONE: Promise = _("Urgent: talk with this person alone today")


def word(member: StrEnum) -> str | Promise:
    """The words for one code."""
    return WORDS[type(member)][member]
