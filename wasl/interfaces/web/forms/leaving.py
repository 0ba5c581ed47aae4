"""Forms of leaving: a line answered, the decision, the day of departure, the office, one's own choice."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import WayForm, area
from wasl.interfaces.web.ui.fields import DateField

YES, NO = "yes", "no"


def coded(found: Any) -> list[tuple[str, str]]:
    """Codes of the programme with their words in the language of the page."""
    return [(code, words.say(entry.name)) for code, entry in found.items()]


class AnswerForm(WayForm):
    """One line: met or not, and what shows it."""

    met = forms.ChoiceField(
        label=_("How does it stand?"),
        choices=[(YES, _("It is met")), (NO, _("It is not met yet"))],
        widget=forms.RadioSelect,
    )
    evidence = area(
        _("What shows it"), hint=_("Who said so, which paper, which day. It is kept sealed with your name.")
    )


class DecideForm(WayForm):
    """Yes or not yet, with reasons that the family can ask for in writing."""

    approve = forms.ChoiceField(
        label=_("Decision"),
        choices=[(YES, _("The stay is completed: departure can be prepared")), (NO, _("Not yet"))],
        widget=forms.RadioSelect,
    )
    override = forms.ChoiceField(label=_("Why the family leaves although lines are open"), required=False)
    reason = area(_("Reasons"), rows=5, hint=_("In plain words: the family may ask for them in writing."))

    def __init__(self, *args: Any, unmet: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unmet:
            offered = coded(words.programme().exit.override_reasons)
            self.fields["override"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]
        else:
            del self.fields["override"]


class DepartureForm(WayForm):
    """When the family was told, when it leaves, and where it chose to go."""

    notice_on = DateField(label=_("The family was told on"))
    planned_on = DateField(label=_("Day of departure"))
    governorate = forms.ChoiceField(label=_("Governorate of the place they chose"))
    district = forms.ChoiceField(label=_("District"), required=False)
    shortened_because = forms.ChoiceField(
        label=_("Why the family is told later than the programme asks"), required=False
    )
    words = area(_("Transport, papers, medicine, school"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places, lang = words.places(), words.language()
        governorates = [(g.code, g.name.in_(lang)) for g in places.governorates]
        districts = [
            (name, [(d.code, d.name.in_(lang)) for d in places.districts_of(code)])
            for code, name in governorates
        ]
        reasons = coded(words.programme().exit.override_reasons)
        self.fields["governorate"].choices = governorates  # type: ignore[attr-defined]
        self.fields["district"].choices = [("", "—"), *districts]  # type: ignore[attr-defined]
        self.fields["shortened_because"].choices = [("", "—"), *reasons]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        district = words.places().by_code(data.get("district") or "")
        if district and district.parent != data.get("governorate"):
            self.add_error("district", _("This district lies in another governorate."))
        return data


class LeftForm(WayForm):
    """The day on which the family left."""

    on = DateField(label=_("Day on which the family left"))
    shortened_because = forms.ChoiceField(label=_("If it left sooner than it was told: why"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = coded(words.programme().exit.override_reasons)
        self.fields["shortened_because"].choices = [("", "—"), *reasons]  # type: ignore[attr-defined]


class OfficeForm(WayForm):
    """The office that shall follow up."""

    office = forms.TypedChoiceField(label=_("After-care office"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, offices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]


class AcceptForm(WayForm):
    """Who of the office follows up; an officer accepts for herself."""

    officer = forms.ChoiceField(label=_("Who follows up"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, officers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = officers  # type: ignore[attr-defined]


class OwnChoiceForm(WayForm):
    """A normal ending: the day, whether after-care is wanted, which office."""

    on = DateField(label=_("Day on which the family leaves"))
    wants = forms.ChoiceField(
        label=_("After-care was offered. Does the family want it?"),
        choices=[
            (YES, _("Yes, somebody may be in touch at home")),
            (NO, _("No; they know how to come back")),
        ],
        widget=forms.RadioSelect,
    )
    office = forms.TypedChoiceField(
        label=_("After-care office"), coerce=int, empty_value=None, required=False
    )
    words = area(_("What the family would like us to know"), required=False)

    def __init__(self, *args: Any, offices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", "—"), *offices]  # type: ignore[attr-defined]
