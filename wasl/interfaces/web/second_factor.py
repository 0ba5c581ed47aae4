"""The second step of signing in: six digits of an app, or a printed code.

A printed code is checked without the vault, so that somebody can sign in while it is sealed; six digits cannot be
checked then, and the page says so instead of failing.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as allauth
from allauth.mfa.base.internal.flows import check_rate_limit
from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.access import printed
from wasl.access.actor import Actor
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.errors import VaultDown, VaultSealed


class _PrintedToo(forms.Form):
    """What both forms share: a printed code is tried as such, anything else by the app's seed in the vault."""

    user: Any
    reauthenticates = False
    _on_paper = False

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"])
        if printed.is_printed(typed):
            return self._printed(typed)
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except (VaultSealed, VaultDown) as sealed:
            raise forms.ValidationError(
                _(
                    "The vault is sealed, so digits of an app cannot be checked now. Use one of your printed codes."
                ),
                code="vault_sealed",
            ) from sealed

    def _printed(self, typed: str) -> str:
        forget_failures = check_rate_limit(self.user)
        if not printed.printed_code_use(self.user.pk, typed):
            audit.record(
                EventType.SIGN_IN_FAILED, by=Actor(ref=self.user.pk, kind="web"), code="printed_code"
            )
            raise get_adapter().validation_error("incorrect_code")
        forget_failures()
        self._on_paper = True
        return typed

    def save(self) -> None:
        if not self._on_paper:
            super().save()  # type: ignore[misc]
            return
        more = {"reauthenticated": True} if self.reauthenticates else {}
        record_authentication(context.request, self.user, "mfa", type="printed_code", **more)


class AuthenticateForm(_PrintedToo, allauth.AuthenticateForm):  # type: ignore[misc]
    """At sign-in."""


class ReauthenticateForm(_PrintedToo, allauth.ReauthenticateForm):  # type: ignore[misc]
    """Before something that asks for it once more."""

    reauthenticates = True
