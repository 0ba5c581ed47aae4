"""Signing in. allauth does the work; ours are hashing, no public sign-up, sealed second factors, the record."""

import base64
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import update_last_login
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.passkeys import passkeys
from wasl.access.printed import printed_codes
from wasl.access.sessions import PROOF
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.interfaces.web.passkeys import hindrance
from wasl.vault import services as vault

LABEL = "second-factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by people with that duty, never by a form on the internet."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_day")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A right password leaves its proof in the session, against which the database will make it somebody's."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            request.session[PROOF] = access.prove(user)
        return user

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """What somebody may show before something that asks once more; the first is asked for. Whoever has a passkey
        is asked for it where a browser can use one: it cannot be looked at over a shoulder.
        """
        if not user.is_authenticated:
            return []
        doer = Actor(ref=user.pk, kind="web")
        ways = [("account_reauthenticate", _("Use your password"))]
        if passkeys(viewer=doer):
            way = ("passkey_confirm", _("Use a passkey"))
            ways.insert(1 if hindrance(context.request) else 0, way)
        if (
            Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()
            or printed_codes(user.pk).made
        ):
            ways.append(("mfa_reauthenticate", _("Use the app or a printed code")))
        return [{"id": name, "description": said, "url": reverse(name)} for name, said in ways]

    def set_password(self, user: Any, password: str) -> None:
        access.password_set(user, password)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say themselves what happened."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds are sealed by the vault; the database holds ciphertext."""

    def encrypt(self, text: str) -> str:
        sealed = vault.client().keep(LABEL, text, token=_token())
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """For whoever is signed in, or showed her password a moment ago: her own seed and nobody else's."""
        proof = str(context.request.session.get(PROOF, ""))
        return vault.client().recall(LABEL, base64.b64decode(encrypted_text), token=_token(), proof=proof)

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """A sheet of printed codes is a second step too, even when all of it is used: then there is no way around it.

        Pages about one kind of authenticator ask about that kind alone, and a sheet is none. Whoever practises
        skips the step unless she sets up an app to try it.
        """
        if super().is_mfa_enabled(user, types):
            return True
        about_one_kind = types is not None and Authenticator.Type.WEBAUTHN not in types
        if about_one_kind or user.is_anonymous or settings.WASL_PRACTICE:
            return False
        return printed_codes(user.pk).made > 0


def _token() -> str:
    """The session of whoever asks; the vault looks whose it is."""
    return str(context.request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))


def _doer(user: Any) -> Actor | None:
    return Actor(ref=UUID(str(user.pk)), kind="web") if user is not None else None


def _signed_out(sender: object, user: Any, **_: Any) -> None:
    audit.record(EventType.SIGNED_OUT, by=_doer(user))


def _failed(sender: object, **_: Any) -> None:
    audit.record(EventType.SIGN_IN_FAILED, by=None)


def listen() -> None:
    """Write sign-outs and failures into the record; a sign-in, and its moment, the database writes itself."""
    user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")
    user_logged_out.connect(_signed_out, dispatch_uid="wasl-signed-out")
    user_login_failed.connect(_failed, dispatch_uid="wasl-sign-in-failed")
