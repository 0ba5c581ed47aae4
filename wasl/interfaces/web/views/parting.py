"""A household parts, and somebody comes of age: who goes where, with her part of the record."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access import selectors as access
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web.forms.parting import OTHER_FILE, OfAgeForm, PartingForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import life as pages
from wasl.interfaces.web.pages.reception import called
from wasl.interfaces.web.refusals import words_for
from wasl.journey.services import parting as services
from wasl.kernel.clock import today
from wasl.kernel.errors import Conflict, Invalid, NotFound, Refused
from wasl.people import rules
from wasl.people import selectors as people
from wasl.people.enums import JoinReason, LifeEvent


@require_http_methods(["GET", "POST"])
def life_parting(request: HttpRequest, number: str) -> HttpResponse:
    """Some go to a file of their own, or to one that is there already."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PERSON_EDIT)
    inside = people.people_of(card.ref, viewer=by)
    asked = [one.ref for one in inside if str(one.ref) == request.GET.get("person")]
    working = [
        one
        for one in access.grants_on(card.ref, viewer=by)
        if one.account not in (card.worker, by.account) and one.role != "stand-in"
    ]
    form = PartingForm(
        request.POST or None, people=inside, working=working,
        initial={"going": [str(ref) for ref in asked], "head": str(asked[0]) if asked else ""},
    )  # fmt: skip
    went: dict[str, uuid.UUID] = {}

    def write(data: dict[str, Any]) -> None:
        went["to"] = _gone(data, form, card, request)

    if request.method == "POST" and form.kept(write):
        new = files.get(went["to"], viewer=by)
        messages.success(
            request, _("Kept. Who went is in this file now, with her or his part of the record.")
        )
        return HttpResponseRedirect(reverse("file", args=[new.number]))
    context = {"file": card, "form": form, "event": pages.event(LifeEvent.PARTING, card.number)}
    return render(request, "people/parting.html", context, status=422 if form.is_bound else 200)


def _gone(data: dict[str, Any], form: PartingForm, card: FileCard, request: HttpRequest) -> uuid.UUID:
    by = actor(request)
    try:
        if data["where"] != OTHER_FILE:
            return services.part(file=card.ref, parting=form.parting(), by=by)
        to = files.find(data["number"], viewer=by)
        services.move(file=card.ref, to=to, parting=form.parting(), reason=JoinReason.REUNION, by=by)
    except Conflict as conflict:
        raise Invalid("going", "went_already") from conflict
    except (NotFound, Refused) as refused:
        if data["where"] != OTHER_FILE:
            raise
        raise Invalid("number", getattr(refused, "code", "no_such_file")) from refused
    return to


@require_http_methods(["GET", "POST"])
def of_age(request: HttpRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """Somebody comes of age: when, what changes, and whether she wants a file of her own."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PERSON_EDIT)
    inside = people.people_of(card.ref, viewer=by)
    one = next((one for one in inside if one.ref == person), None)
    if one is None:
        raise NotFound
    when = services.of_age(one)
    allowed = rules.can_come_of_age(when, today())
    form = OfAgeForm(request.POST or None, initial={"seen": one.version}) if allowed else None
    where: dict[str, uuid.UUID] = {}

    def write(data: dict[str, Any]) -> None:
        where["file"] = services.come_of_age(
            file=card.ref, person=person, own_file=data["own_file"] == "yes", by=by
        )

    if form and request.method == "POST" and form.kept(write):
        messages.success(request, _("No guardian answers any more. Ask alone, choice by choice."))
        home = files.get(where["file"], viewer=by)
        ask = "consent_ask" if may(by, Action.CONSENT_RECORD, on=home) else "person"
        return HttpResponseRedirect(reverse(ask, args=[home.number, person]))
    context = {
        "file": card, "form": form, "called": called(one), "when": pages.of_age_facts(one, when),
        "reason": "" if allowed else words_for(allowed.code), "person": one,
        "event": pages.event(LifeEvent.OF_AGE, card.number),
    }  # fmt: skip
    return render(
        request, "people/of_age.html", context, status=422 if form is not None and form.is_bound else 200
    )
