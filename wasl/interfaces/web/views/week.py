"""The week of whoever is signed in, and of her team: days beside each other, on a phone below each other."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action, Reach
from wasl.access.services import may
from wasl.appointments.selectors import asked, diary
from wasl.appointments.selectors.diary import Diary
from wasl.appointments.services import hours
from wasl.interfaces.web.forms.appointments import HourForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import appointments as pages
from wasl.workforce.selectors import covering, teams_led


@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """My week with names, my team's without."""
    by = actor(request)
    scopes = [("mine", _("My week"))] + ([("team", _("My team's week"))] if _has_team(by) else [])
    scope = "team" if request.GET.get("scope") == "team" and len(scopes) > 1 else "mine"
    first = pages.first_day(request.GET.get("from", ""))
    found = _team(by, first) if scope == "team" else diary.mine(
        viewer=by, standing=covering(viewer=by), since=first, until=first + asked.LASTS
    )  # fmt: skip
    me = by.ref if scope == "mine" else None
    staff = access.staff_names(pages.staff_in(found), viewer=by)
    query = "" if scope == "mine" else "&scope=team"
    context = {
        "scope": scope,
        "scopes": [(code, label, code == scope) for code, label in scopes],
        "week": pages.frame(first, reverse("week"), query),
        "days": pages.days(first, pages.lines(found, staff=staff, me=me)),
        "sealed": found.sealed,
        "may_visit": bool(may(by, Action.DOCUMENT_RECORD)),
    }
    return render(request, "appointments/week.html", context)


@require_POST
def hour_give_back(request: HttpRequest) -> HttpResponse:
    """Give a kept hour of one's own back."""
    form = HourForm(request.POST)
    if form.is_valid():
        hours.hour_give_back(block=form.cleaned_data["block"], by=actor(request))
        messages.success(request, _("The hour is free again."))
    return HttpResponseRedirect(reverse("week"))


def _has_team(by: Actor) -> bool:
    return bool(by.teams) or any(m.reach == Reach.SITE for m in by.memberships)


def _team(by: Actor, first: object) -> Diary:
    since = pages.first_day(str(first))
    teams = teams_led(by) or list(by.teams)
    workers = [
        account for team in teams[:1] for account, card in asked.desk(team, viewer=by).workers.items()
        if card.team in teams
    ]  # fmt: skip
    return diary.of_team(teams, workers, viewer=by, since=since, until=since + timedelta(days=6))
