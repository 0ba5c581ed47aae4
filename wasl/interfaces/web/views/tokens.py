"""Personal access tokens: one's own, made and ended here; and those for which names are asked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wasl.access import tokens as services
from wasl.access.enums import Action
from wasl.access.services import may, prove
from wasl.interfaces.web.forms.tokens import NamesForm, OneToken, TokenForm
from wasl.interfaces.web.middleware import actor
from wasl.kernel.errors import Invalid


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens; after a press the new one, on this answer and nowhere else."""
    by, told = actor(request), ""
    form = TokenForm()

    def make(data: dict[str, Any]) -> None:
        nonlocal told
        user = authenticate(request, username=by.username, password=data.pop("secret"))
        proof = prove(user) if isinstance(user, get_user_model()) and user.pk == by.ref else ""
        if not proof:
            raise Invalid("secret", "password_wrong")
        told = services.token_make(by=by, proof=proof, **data)

    if request.method == "POST":
        form = TokenForm(request.POST)
        if form.kept(make):
            form = TokenForm()
    context = {
        "form": form,
        "told": told,
        "tokens": services.tokens(viewer=by),
        "may_decide": bool(may(by, Action.NAMES_GRANT)),
    }
    return render(request, "account/tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
def token_end(request: HttpRequest) -> HttpResponse:
    """A token opens nothing any more."""
    form = OneToken(request.POST)
    if form.is_valid():
        services.token_end(token=form.cleaned_data["token"], by=actor(request))
        messages.success(request, _("This token has ended. Programs that hold it are refused from now on."))
    return HttpResponseRedirect(reverse("tokens"))


@require_http_methods(["GET", "POST"])
def token_names(request: HttpRequest) -> HttpResponse:
    """Tokens of others for which names are asked: yes for thirty days, or no."""
    by = actor(request)
    waiting = services.tokens_waiting(viewer=by)
    if request.method == "POST":
        form = NamesForm(request.POST)
        if form.is_valid():
            services.token_names(token=form.cleaned_data["token"], granted=form.granted(), by=by)
            messages.success(request, _("The decision is kept."))
        return HttpResponseRedirect(reverse("token_names"))
    return render(request, "account/token_names.html", {"waiting": waiting})
