"""Passkeys: one's own, added, named and taken away; signing in with one, and confirming with one."""

import base64
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.account.views import BaseReauthenticateView, LoginView
from allauth.core.internal import ratelimit
from allauth.mfa.base.views import AuthenticateView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access import passkeys as own
from wasl.access.actor import Actor
from wasl.interfaces.web import passkeys as door
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.refusals import words_for
from wasl.kernel.errors import Refused, VaultDown, VaultSealed
from wasl.vault import services as vault

AGAIN = "allauth.mfa"


@require_GET
def passkey_question(request: HttpRequest) -> HttpResponse:
    """What a passkey is to sign; whoever asks, it is nobody's yet. A sealed vault asks nothing."""
    try:
        asked = vault.client().passkey_ask()
    except (VaultSealed, VaultDown):
        return JsonResponse({"sealed": True}, status=503)
    return JsonResponse(
        {"question": base64.urlsafe_b64encode(asked).decode().rstrip("="), "host": door.host(request)}
    )


class SignIn(LoginView):  # type: ignore[misc]
    """The door, with a passkey beside the password where a browser can use one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "passkey_form": door.SignInForm(),
            **super().get_context_data(**kwargs),
            **door.about(self.request),
        }


@method_decorator(ratelimit.decorator(app=AGAIN, action="webauthn_login"), name="dispatch")
class PasskeySignIn(SignIn):
    """The answer of a passkey at the door; what is wrong with it is said on the page of the door."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = door.SignInForm(request.POST)
        if not form.is_valid():
            page: HttpResponse = self.render_to_response(
                self.get_context_data(form=self.get_form_class()(), passkey_form=form)
            )
            return page
        form.save()
        answer: HttpResponse = flows.login.perform_login(
            request, Login(user=form.user, redirect_url=self.get_success_url())
        )
        return answer


class SecondStep(AuthenticateView):  # type: ignore[misc]
    """The second step: digits, a printed code, or a passkey of this account."""

    def _build_forms(self) -> Any:
        user, given = self.stage.login.user, self.request.POST
        self.webauthn_form = None
        self.auth_form, self.passkey_form = self.get_form_class()(user=user), door.StepForm(user=user)
        if self.request.method != "POST":
            return None
        if "credential" in given:
            self.passkey_form = door.StepForm(given, user=user)
            return self.passkey_form
        self.auth_form = self.get_form_class()(user=user, data=given)
        return self.auth_form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has = bool(own.passkeys(viewer=Actor(ref=self.stage.login.user.pk, kind="web")))
        more = {"passkey_form": self.passkey_form, "has_passkey": has}
        return {**super().get_context_data(**kwargs), **more, **door.about(self.request)}


class PasskeyConfirm(BaseReauthenticateView):  # type: ignore[misc]
    """Before something that asks once more: a passkey instead of the password."""

    form_class = door.ConfirmForm
    template_name = "mfa/passkey_confirm.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **door.about(self.request)}


@require_GET
def passkeys(request: HttpRequest) -> HttpResponse:
    """One's own passkeys. While the vault is sealed their names are not read; the page says so."""
    return _list(request)


@require_http_methods(["GET", "POST"])
@reauthentication_required(app=AGAIN)  # type: ignore[untyped-decorator]
def passkey_add(request: HttpRequest) -> HttpResponse:
    """A new passkey of this browser, phone or key."""
    by = actor(request)
    form = door.AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sealed = vault.client().passkey_made(
                form.cleaned_data["credential"], host=door.host(request), token=by.token
            )
            own.passkey_add(sealed=sealed, name=_sealed_name(form.cleaned_data["name"], by), by=by)
        except (VaultSealed, VaultDown):
            form.add_error(None, str(door.SEALED))
        except Refused as no:
            form.add_error(None, str(words_for(no.code)))
        else:
            messages.success(request, _("The passkey is kept. It signs you in from now on."))
            return HttpResponseRedirect(reverse("passkeys"))
    account = base64.urlsafe_b64encode(by.account.bytes).decode().rstrip("=")
    context = {"form": form, "account": account, **door.about(request)}
    return render(request, "account/passkey_add.html", context, status=422 if form.is_bound else 200)


@require_POST
def passkey_name(request: HttpRequest) -> HttpResponse:
    """Another name for one of them."""
    by = actor(request)
    form = door.RenameForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    name = _sealed_name(form.cleaned_data["name"], by)
    own.passkey_name(passkey=form.cleaned_data["passkey"], name=name, by=by)
    messages.success(request, _("The name is kept."))
    return HttpResponseRedirect(reverse("passkeys"))


@require_POST
@reauthentication_required(app=AGAIN)  # type: ignore[untyped-decorator]
def passkey_remove(request: HttpRequest) -> HttpResponse:
    """One of them opens nothing any more."""
    form = door.OneForm(request.POST)
    if form.is_valid():
        own.passkey_remove(passkey=form.cleaned_data["passkey"], by=actor(request))
        messages.success(
            request, _("This passkey opens nothing any more. Remove it from the phone or browser too.")
        )
    return HttpResponseRedirect(reverse("passkeys"))


def _list(request: HttpRequest, form: door.RenameForm | None = None, status: int = 200) -> HttpResponse:
    by = actor(request)
    found = own.passkeys(viewer=by)
    try:
        names = [
            vault.client().recall(door.NAME, base64.b64decode(one.name), token=by.token) for one in found
        ]
        sealed = False
    except (VaultSealed, VaultDown):
        names, sealed = [""] * len(found), True
    context = {
        "passkeys": [
            {"card": one, "name": name, "form": _naming(one, name, form)}
            for one, name in zip(found, names, strict=True)
        ],
        "sealed": sealed,
        "enough": len(found) >= own.MOST,
        "form": form,
        **door.about(request),
    }
    return render(request, "account/passkeys.html", context, status=status)


def _naming(one: own.Passkey, name: str, given: door.RenameForm | None) -> door.RenameForm:
    """The form of one line; that which came back with a fault keeps what was typed."""
    if given is not None and given.data.get("passkey") == str(one.ref):
        given.auto_id = f"id_{one.ref}_%s"
        return given
    return door.RenameForm(initial={"passkey": one.ref, "name": name}, auto_id=f"id_{one.ref}_%s")


def _sealed_name(name: str, by: Actor) -> str:
    return base64.b64encode(vault.client().keep(door.NAME, name, token=by.token)).decode()
