"""Forms about personal access tokens: a new one, the end of one, and whether one may be shown names."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wasl.access.tokens import DAYS, LABEL_LENGTH
from wasl.interfaces.web.forms.journey import WayForm
from wasl.interfaces.web.ui.dates import digits


def _days(count: int) -> str:
    return digits(ngettext("%(count)d day", "%(count)d days", count) % {"count": count})


class TokenForm(WayForm):
    """A new token for a program of one's own."""

    label = forms.CharField(
        label=_("What is it for"),
        max_length=LABEL_LENGTH,
        help_text=_("The name of the program or the report."),
    )
    days = forms.TypedChoiceField(
        label=_("How long shall it hold"),
        choices=[(days, lazy(_days, str)(days)) for days in DAYS],
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
    )
    names = forms.BooleanField(
        label=_("It needs names and words too"),
        help_text=_(
            "Without this it sees codes and file numbers. Whoever protects the data decides about names, for thirty "
            "days, and each name that it is given is recorded."
        ),
        required=False,
    )
    secret = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class OneToken(forms.Form):
    """Which token."""

    token = forms.UUIDField(widget=forms.HiddenInput)


class NamesForm(OneToken):
    """Whether somebody's token is shown names."""

    decision = forms.ChoiceField(choices=[("grant", ""), ("decline", "")], widget=forms.HiddenInput)

    def granted(self) -> bool:
        data: dict[str, Any] = self.cleaned_data
        return bool(data["decision"] == "grant")
