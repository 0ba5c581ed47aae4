"""Standing in for a colleague who is away: two presses, a colleague and a last day. It ends by itself."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may, require
from wasl.interfaces.web.forms.team import CoverEndForm, CoverForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import team as page
from wasl.interfaces.web.ui.bidi import isolated
from wasl.kernel.clock import today
from wasl.workforce import selectors, services
from wasl.workforce.enums import CoverReason


@require_http_methods(["GET", "POST"])
def cover(request: HttpRequest) -> HttpResponse:
    """Who stands in for a colleague, or for oneself when nobody is named, and until when."""
    by = actor(request)
    account = ref_in(request, "who") or by.account
    require(by, Action.FILE_HANDOVER if account == by.ref else Action.FILE_ASSIGN)
    away, others = selectors.colleagues(account, viewer=by, today=today())
    staff = [
        (str(one.staff.account), f"{isolated(one.staff.name)} · {page.families(one.load.families)}")
        for one in others
    ]
    form = CoverForm(request.POST or None, staff=staff, initial={"since": today()})
    if request.method == "POST" and form.kept(
        lambda data: services.cover_give(
            absent=account,
            stand_in=uuid.UUID(data["stand_in"]),
            since=data["since"],
            until=data["last"],
            reason=CoverReason(data["reason"]),
            by=by,
        )
    ):
        messages.success(request, _("Arranged. It ends by itself after that day."))
        return HttpResponseRedirect(_back(by))
    standing = [
        one for one in selectors.covers(viewer=by, teams=selectors.teams_led(by)) if one.absent == account
    ]
    names = access.staff_names([who for one in standing for who in (one.absent, one.stand_in)], viewer=by)
    context = {
        "away": away,
        "own": account == by.ref,
        "form": form if staff else None,
        "days": page.until_days(today()),
        "standing": page.covers(standing, names),
        "back_url": _back(by),
    }
    return render(request, "workforce/cover.html", context, status=422 if form.is_bound else 200)


@require_POST
def cover_end(request: HttpRequest) -> HttpResponse:
    """The colleague is back."""
    by = actor(request)
    form = CoverEndForm(request.POST)
    if form.is_valid():
        services.cover_end(cover=form.cleaned_data["cover"], by=by)
        messages.success(request, _("The cover has ended."))
    return HttpResponseRedirect(_back(by))


def ref_in(request: HttpRequest, name: str) -> uuid.UUID | None:
    """A reference in the address; what is none names nobody."""
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _back(by: Actor) -> str:
    return reverse("team" if may(by, Action.FILE_ASSIGN) else "my_day")
