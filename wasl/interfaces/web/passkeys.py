"""Passkeys at the door: where a browser can use them, what it is asked, and the forms that carry its answer.

The keys lie sealed in the vault, which makes each question and checks each answer; here an answer is only handed on.
"""

import ipaddress
import secrets
from base64 import urlsafe_b64decode
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base.internal.flows import check_rate_limit
from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.access import passkeys
from wasl.access.actor import Actor
from wasl.access.labels import REASONS
from wasl.access.sessions import PROOF
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.errors import Refused, VaultDown, VaultSealed
from wasl.vault import services as vault

NAME = "passkey-name"
LARGEST = 20_000
SEALED = _("The vault is sealed, so a passkey cannot be checked now. Use your password and a printed code.")
UNKNOWN = REASONS["passkey_unknown"]


def host(request: HttpRequest) -> str:
    """The name under which this page was opened: a passkey belongs to it."""
    name = request.get_host()
    return name.rpartition(":")[0] if not name.endswith("]") and ":" in name else name


def hindrance(request: HttpRequest) -> str:
    """Why no browser uses a passkey here: it was opened by a number (`address`), or without HTTPS (`open`)."""
    name = host(request)
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        at_home = name == "localhost" or name.endswith(".localhost")
        return "" if at_home or request.is_secure() else "open"
    return "address"


def about(request: HttpRequest) -> dict[str, Any]:
    """What a page with a passkey on it says."""
    return {
        "passkey_hindrance": hindrance(request),
        "passkey_at": "http://localhost:" + request.get_port(),
        "passkey_questions": reverse("passkey_question"),
        "passkey_sealed": SEALED,
    }


class _Answer(forms.Form):
    """What a browser answered, as JSON in a hidden field that its script fills."""

    credential = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST, required=False)

    def clean_credential(self) -> Any:
        raw = self.cleaned_data["credential"]
        if not raw:
            raise forms.ValidationError(_("A passkey needs a browser with JavaScript."), code="no_answer")
        answer = forms.JSONField(required=False).clean(raw)
        if not isinstance(answer, dict):
            raise forms.ValidationError(str(UNKNOWN), code="passkey_unknown")
        return self.take(answer)

    def take(self, answer: dict[str, Any]) -> Any:
        """What comes of an answer."""
        raise NotImplementedError

    def asked(self, account: UUID, answer: dict[str, Any], proof: str = "") -> int:
        """The vault's word on an answer, or what to do instead."""
        try:
            return vault.client().passkey_shown(
                answer, account=account, host=host(context.request), proof=proof
            )
        except (VaultSealed, VaultDown) as sealed:
            raise forms.ValidationError(SEALED, code="vault_sealed") from sealed
        except Refused as no:
            audit.record(EventType.SIGN_IN_FAILED, by=Actor(ref=account, kind="web"), code="passkey")
            raise forms.ValidationError(str(UNKNOWN), code="passkey_unknown") from no


class SignInForm(_Answer):
    """A passkey instead of password and second step: it is held, and opened by a finger or a PIN."""

    user: Any = None

    def take(self, answer: dict[str, Any]) -> int:
        try:
            handle = str(answer["response"]["userHandle"])
            account = UUID(bytes=urlsafe_b64decode(handle + "=" * (-len(handle) % 4)))
        except (KeyError, TypeError, ValueError):
            raise forms.ValidationError(str(UNKNOWN), code="passkey_unknown") from None
        self.proof = secrets.token_urlsafe(32)
        found = self.asked(account, answer, self.proof)
        self.user = get_user_model().objects.get(pk=account)
        return found

    def save(self) -> None:
        """The proof lies in the session, where the database looks for it when the session becomes somebody's."""
        request = context.request
        request.session[PROOF] = self.proof
        passkeys.passkey_used(passkey=self.cleaned_data["credential"], by=_whose(self.user))
        record_authentication(request, self.user, "mfa", type="webauthn", passwordless=True)


class StepForm(_Answer):
    """A passkey as the second step, after the password."""

    reauthenticates = False

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def take(self, answer: dict[str, Any]) -> int:
        forget_failures = check_rate_limit(self.user)
        found = self.asked(self.user.pk, answer)
        forget_failures()
        return found

    def save(self) -> None:
        passkeys.passkey_used(passkey=self.cleaned_data["credential"], by=_whose(self.user))
        more = {"reauthenticated": True} if self.reauthenticates else {}
        record_authentication(context.request, self.user, "mfa", type="webauthn", **more)


class ConfirmForm(StepForm):
    """A passkey before something that asks once more."""

    reauthenticates = True


class NameForm(forms.Form):
    """What somebody calls a passkey of hers."""

    name = forms.CharField(
        label=_("What you call it"),
        max_length=passkeys.NAME_LENGTH,
        help_text=_("So that you know it again: the phone, the key on your ring."),
    )


class AddForm(NameForm, _Answer):
    """A new passkey, and its name."""

    def take(self, answer: dict[str, Any]) -> dict[str, Any]:
        return answer


class OneForm(forms.Form):
    """Which passkey."""

    passkey = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class RenameForm(NameForm, OneForm):
    """Another name for one."""


def _whose(user: Any) -> Actor:
    return Actor(ref=UUID(str(user.pk)), kind="web")
