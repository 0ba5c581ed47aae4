"""Forms of a team's day: who stands in for an absent colleague, who takes which families."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.forms.journey import Choices, WayForm
from wasl.interfaces.web.ui.fields import DateField
from wasl.workforce.enums import CoverReason
from wasl.workforce.labels import word


class CoverForm(WayForm):
    """A colleague and a last day; both are one press each. The rest is filled in already."""

    stand_in = forms.ChoiceField(label=_("Who stands in"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Why"), choices=[(reason.value, word(reason)) for reason in CoverReason],
        initial=CoverReason.LEAVE.value,
    )  # fmt: skip
    since = DateField(label=_("From"))
    day = DateField(label=_("Until another day"), required=False)
    until = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].choices = staff  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["last"] = data.get("until") or data.get("day")
        if data["last"] is None and "day" not in self.errors:
            self.add_error("day", _("Choose until when."))
        return data

    def last(self) -> date:
        found: date = self.cleaned_data["last"]
        return found


class CoverEndForm(forms.Form):
    """Which cover ends."""

    cover = forms.UUIDField(widget=forms.HiddenInput)
