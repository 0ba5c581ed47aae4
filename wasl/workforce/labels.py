"""Words for absences, for why somebody fits a family, and for what cannot be done."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.workforce.enums import CoverReason, Fit, ListPurpose, ListSource

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    CoverReason: {
        CoverReason.LEAVE: _("On leave"),
        CoverReason.ILL: _("Ill"),
        CoverReason.TRAINING: _("In training"),
        CoverReason.DUTY: _("On duty elsewhere"),
        CoverReason.OTHER: _("Another reason"),
    },
    Fit: {
        Fit.LOAD_LIGHT: _("has room"),
        Fit.LOAD_FULL: _("has a full load"),
        Fit.INTENSIVE_FULL: _("has six families at intensive already"),
        Fit.LANGUAGE: _("speaks the family's language"),
        Fit.OTHER_LANGUAGE: _("would need an interpreter"),
        Fit.WOMAN_WITH_WOMAN: _("a woman for a family that a woman heads"),
        Fit.MAN_WITH_WOMAN: _("a man for a family that a woman heads"),
        Fit.SAME_TEAM: _("works in the family's team"),
        Fit.OTHER_TEAM: _("works in another team"),
        Fit.AWAY: _("is away now"),
    },
    ListSource: {
        ListSource.FAMILIES: _("All my families"),
        ListSource.DUE: _("My families with something due by Thursday, or late"),
        ListSource.DESK: _("Families at the desk and those expected"),
        ListSource.WORKER: _("The families of one worker of my team"),
        ListSource.LATE: _("Families of my team that are late"),
    },
    ListPurpose: {
        ListPurpose.VISITS: _("Visits"),
        ListPurpose.CALLS: _("Calls"),
        ListPurpose.DESK: _("Reception at the desk"),
        ListPurpose.DISTRIBUTION: _("Handing things out"),
        ListPurpose.TRANSPORT: _("Transport"),
        ListPurpose.MEETING: _("A meeting about these families"),
        ListPurpose.DOCUMENTS: _("Visit of the office for documents"),
    },
}
REASONS: dict[str, str | Promise] = {
    "cover_for_oneself": _("Somebody else stands in: choose a colleague."),
    "cover_ends_before_it_begins": _("The last day lies before the first."),
    "cover_too_long": _("Cover holds for three months at most. For longer, hand the files over."),
    "covered_already": _("This colleague is covered for these days already."),
    "cover_other_role": _("Only somebody who does the same work can stand in."),
    "nobody_to_cover": _("This colleague has no family in hand that you may share out."),
    "list_is_empty": _("No family would stand on this list."),
    "list_too_long": _("A list has sixty lines at most. Choose one phase, or those with something due."),
    "list_not_in_hand": _("A list holds only families that are your own work."),
    "list_day_past": _("A list is destroyed today at the earliest."),
    "list_day_far": _("A list is kept for fourteen days at most."),
    "list_destroyed_already": _("This list was ticked as destroyed already."),
    "cover_is_over": _("This cover has ended already."),
}


def word(member: StrEnum) -> str | Promise:
    """The words for one code."""
    return WORDS[type(member)][member]
