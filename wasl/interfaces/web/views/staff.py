"""Accounts of the staff: who has one, inviting, suspending, leaving; and the yes of a second person, with a slip."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access import accounts as services
from wasl.access.accounts import AccountCard, RequestCard, Slip
from wasl.access.actor import Actor
from wasl.access.enums import Action, RequestKind
from wasl.access.labels import word
from wasl.access.selectors import teams
from wasl.access.services import require
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.staff import DecideForm, InviteForm, RoleForm, StepForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.views.cover import ref_in
from wasl.kernel.errors import Invalid, NotFound


@require_http_methods(["GET"])
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account, and what waits for a second person."""
    by = actor(request)
    require(by, Action.ACCOUNT_MANAGE)
    return render(
        request,
        "workforce/staff.html",
        {
            "rows": [_row(card) for card in services.accounts(viewer=by)],
            "waiting": [_waiting(one) for one in services.requests(viewer=by)],
        },
    )


@require_http_methods(["GET", "POST"])
def staff_new(request: HttpRequest) -> HttpResponse:
    """Ask for an account for somebody who shall work here."""
    by = actor(request)
    require(by, Action.ACCOUNT_MANAGE)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.kept(
        lambda data: services.invite_ask(person=form.person(), role=data["role"], team=data["team"], by=by)
    ):
        messages.success(request, _("Asked. It takes effect when a second person approves it."))
        return HttpResponseRedirect(reverse("staff"))
    return render(request, "workforce/staff_new.html", {"form": form}, status=_status(request))


@require_http_methods(["GET", "POST"])
def staff_one(request: HttpRequest) -> HttpResponse:
    """One account: its roles, and what can be done with it."""
    by = actor(request)
    require(by, Action.ACCOUNT_MANAGE)
    card = services.account_card(ref_in(request, "who") or by.account, viewer=by)
    form = RoleForm(request.POST if request.POST.get("do") == "role" else None)
    step = StepForm(request.POST or None)
    if request.method == "POST" and step.is_valid() and _done(request, card, step.cleaned_data, form, by):
        return HttpResponseRedirect(reverse("staff"))
    context = {
        "card": card,
        "own": card.ref == by.ref,
        "roles": [(code, words.role(code)) for code in card.roles],
        "form": form,
    }
    return render(request, "workforce/staff_one.html", context, status=_status(request))


def _done(request: HttpRequest, card: AccountCard, data: dict[str, Any], form: RoleForm, by: Actor) -> bool:
    """Whether what was pressed is done or asked."""
    do = data["do"]
    if do == "suspend":
        services.account_suspend(account=card.ref, by=by)
        messages.success(request, _("Suspended. Every session of this account is closed."))
        return True
    if do == "leave":
        services.account_leave(account=card.ref, by=by)
        messages.success(request, _("The account has ended with every role it held."))
        return True
    if do == "role":
        if not form.kept(
            lambda given: services.role_ask(account=card.ref, role=given["role"], team=given["team"], by=by)
        ):
            return False
    else:
        try:
            if do == "role_end":
                services.role_ask(account=card.ref, role=data["role"], team=None, by=by, end=True)
            else:
                services.renewal_ask(account=card.ref, kind=RequestKind(do), by=by)
        except Invalid as wrong:
            messages.error(request, str(words_for(wrong.code)))
            return False
    messages.success(request, _("Asked. It takes effect when a second person approves it."))
    return True


@require_http_methods(["GET", "POST"])
def staff_requests(request: HttpRequest) -> HttpResponse:
    """What others asked about accounts; after a yes the slip for the person concerned, once."""
    require(actor(request), Action.ACCOUNT_APPROVE)
    answer: HttpResponse = _decided(request)
    return answer


@reauthentication_required(allow_get=True, app="allauth.mfa")  # type: ignore[untyped-decorator]
def _decided(request: HttpRequest) -> HttpResponse:
    """A yes asks for the password once more."""
    by = actor(request)
    slip: Slip | None = None
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            slip = services.request_decide(
                request=form.cleaned_data["request"], yes=form.cleaned_data["decision"] == "yes", by=by
            )
        except (Invalid, NotFound) as gone:
            if isinstance(gone, NotFound):
                raise
            messages.error(request, str(words_for(gone.code)))
        if slip is None:
            messages.success(request, _("The decision is kept."))
            return HttpResponseRedirect(reverse("staff_requests"))
    waiting = [_waiting(one) for one in services.requests(viewer=by)]
    context = {"waiting": waiting, "slip": slip}
    status = 422 if request.method == "POST" and slip is None else 200
    return render(request, "workforce/staff_requests.html", context, status=status)


def _row(card: AccountCard) -> dict[str, Any]:
    return {
        "card": card,
        "roles": [words.role(code) for code in card.roles],
        "url": f"{reverse('staff_one')}?who={card.ref}",
    }


def _waiting(one: RequestCard) -> dict[str, Any]:
    team = teams().get(one.team) if one.team is not None else None
    return {
        "ref": one.ref,
        "what": word(one.kind),
        "name": one.name,
        "username": one.username,
        "role": words.role(one.role) if one.role else "",
        "place": words.say(team.name) if team else "",
        "asked_by": one.asked_name,
        "asked_at": one.asked_at,
        "own": one.own,
    }


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
