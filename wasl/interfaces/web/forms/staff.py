"""Forms about accounts of the staff: a new one, a role, a yes or no."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wasl.access.accounts import NewPerson, offered_roles
from wasl.access.enums import RequestKind
from wasl.access.selectors import teams
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import WayForm


def _places() -> list[tuple[str, str]]:
    return [
        ("", "—"),
        *((str(t.id), f"{words.say(t.site_name)} · {words.say(t.name)}") for t in teams().values()),
    ]


def _roles() -> list[tuple[str, str]]:
    return [(code, words.role(code)) for code in offered_roles()]


class RoleForm(WayForm):
    """A role and where it is held."""

    role = forms.ChoiceField(label=_("Role"), choices=_roles)
    team = forms.TypedChoiceField(
        label=_("Team"), choices=_places, coerce=int, empty_value=None, required=False,
        help_text=_("Not needed for a role that reaches everything."),
    )  # fmt: skip


class InviteForm(RoleForm):
    """Somebody who shall work here."""

    name = forms.CharField(label=_("Name"), max_length=120)
    username = forms.CharField(
        label=_("User name"), max_length=40, help_text=_("Small Latin letters; it is typed at sign-in."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "dir": "ltr"}),
    )  # fmt: skip
    gender = forms.ChoiceField(
        label=_("Gender"), choices=[("f", _("woman")), ("m", _("man"))], widget=forms.RadioSelect,
        help_text=_("Families may wish for a woman or a man."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the pages"), choices=settings.LANGUAGES)
    field_order = ("name", "username", "gender", "language", "role", "team")

    def person(self) -> NewPerson:
        data: dict[str, Any] = self.cleaned_data
        return NewPerson(data["username"].strip(), data["name"].strip(), data["gender"], data["language"])


class StepForm(forms.Form):
    """What shall happen with one account."""

    do = forms.ChoiceField(
        choices=[(word, "") for word in ("suspend", "leave", "role", "role_end", *RequestKind)]
    )
    role = forms.CharField(required=False)


class DecideForm(forms.Form):
    """Yes or no to what another asked."""

    request = forms.UUIDField()
    decision = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
