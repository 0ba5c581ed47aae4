"""Notice, the day of departure and the place of choice; the office that follows up; leaving by one's own choice."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access import selectors as access
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.enums import FileState
from wasl.casefile.selectors import files
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import DeclineForm, MoveForm
from wasl.interfaces.web.forms.leaving import (
    YES,
    AcceptForm,
    DepartureForm,
    LeftForm,
    OfficeForm,
    OwnChoiceForm,
)
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import leaving as pages
from wasl.interfaces.web.pages.journey import stage
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.interfaces.web.ui.edits import ALL
from wasl.journey.services import home, leaving
from wasl.kernel.clock import today
from wasl.phases.aftercare import selectors as aftercare
from wasl.phases.aftercare.services.offers import officers_of, readers_of
from wasl.phases.exit_assessment import selectors as exits


@require_http_methods(["GET", "POST"])
def departure(request: HttpRequest, number: str) -> HttpResponse:
    """Choose the day with the family, and say when it has left."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.DEPARTURE_RECORD)
    before = exits.departure(card.ref, viewer=by, words=True)
    before = None if before and before.left_on else before
    notice = words.programme().exit.notice_days
    first = {
        "notice_on": before.notice_on if before else today(),
        "planned_on": before.planned_on if before else today() + timedelta(days=notice),
        "governorate": card.governorate,
        "district": card.district,
        "shortened_because": before.shortened_because if before else "",
        "words": before.words if before else "",
    }
    do = request.POST.get("do", "")
    plan = DepartureForm(
        request.POST if do == "plan" else None, initial=first, edits=ALL if before else (), stands=stage(card)
    )
    day = {_("Day of departure"): iraqi_date(before.planned_on) if before and before.planned_on else "—"}
    left = LeftForm(request.POST if do == "left" else None, initial={"on": today()}, stands=stage(card) | day)
    undo = MoveForm(request.POST if do == "undo" else None, stands=stage(card) | day)
    if do == "plan" and plan.kept(lambda data: leaving.departure_plan(file=card.ref, by=by, **data)):
        messages.success(request, _("The day is kept. Tell the family what comes next."))
        return HttpResponseRedirect(reverse("departure", args=[card.number]))
    if do == "left" and left.kept(lambda data: leaving.leave(file=card.ref, by=by, **data)):
        messages.success(request, _("The family is home. Whoever accepted it follows up from now on."))
        return HttpResponseRedirect(reverse("my_day"))
    if do == "undo" and undo.kept(
        lambda data: leaving.departure_undo(file=card.ref, reason=data["reason"], by=by)
    ):
        return HttpResponseRedirect(reverse("completion", args=[card.number]))
    offer = aftercare.acceptance(card.ref, viewer=by)
    context = {
        "file": card,
        "planned": before,
        "where": words.where(before.governorate, before.district) if before else "",
        "plan": plan,
        "left": left if card.state is FileState.DEPARTING else None,
        "undo": undo if card.state is FileState.DEPARTING and may(by, Action.EXIT_ASSESS, on=card) else None,
        "accepted": bool(offer and offer.accepted),
        "asked": bool(offer and offer.waits),
        "notice_days": notice,
    }
    return render(request, "exit/departure.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def own_choice(request: HttpRequest, number: str) -> HttpResponse:
    """The family leaves because it wishes to; after-care is offered to everybody."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.DEPARTURE_RECORD)
    form = OwnChoiceForm(
        request.POST or None,
        initial={"on": today(), "office": pages.office_of(card.governorate)},
        offices=pages.offices(card.governorate),
        stands=stage(card),
    )
    if form.is_bound and form.kept(
        lambda data: leaving.leave_by_own_choice(
            file=card.ref, on=data["on"], wants_aftercare=data["wants"] == YES, office=data["office"],
            words=data["words"], by=by,
        )
    ):  # fmt: skip
        messages.success(request, _("Kept. The door stays open."))
        return HttpResponseRedirect(reverse("my_day"))
    return render(
        request, "exit/own_choice.html", {"file": card, "form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "POST"])
def office(request: HttpRequest, number: str) -> HttpResponse:
    """The centre asks an office; the office accepts or declines."""
    by = actor(request)
    card = files.view(number, viewer=by)
    offer = aftercare.acceptance(card.ref, viewer=by)
    waits = offer is not None and offer.waits
    readers = readers_of(offer.office, viewer=by) if offer and waits else {}
    officers = officers_of(readers)
    names = access.staff_names([*officers, offer.officer if offer else None], viewer=by)
    do = request.POST.get("do", "")
    stands = stage(card) | pages.offered(offer, names)
    ask = OfficeForm(
        request.POST if do == "ask" else None,
        stands=stands,
        offices=pages.offices(card.governorate),
        initial={"office": pages.office_of(card.governorate)},
    )
    mine = [
        (str(ref), names.get(ref, "")) for ref in sorted(officers) if by.ref not in officers or ref == by.ref
    ]
    accept = AcceptForm(
        request.POST if do == "accept" else None,
        officers=mine,
        initial={"officer": str(by.ref)},
        stands=stands,
    )
    decline = DeclineForm(request.POST if do == "decline" else None, stands=stands)
    if do == "ask" and ask.kept(lambda data: leaving.office_ask(file=card.ref, office=data["office"], by=by)):
        messages.success(request, _("The office has been asked."))
        return HttpResponseRedirect(reverse("office", args=[card.number]))
    if do == "accept" and accept.kept(
        lambda data: home.office_accept(file=card.ref, officer=uuid.UUID(data["officer"]), by=by)
    ):
        messages.success(request, _("Accepted. The family knows now who comes."))
        return HttpResponseRedirect(reverse("my_day"))
    if do == "decline" and decline.kept(
        lambda data: home.office_decline(file=card.ref, reason=data["reason"], by=by)
    ):
        messages.success(request, _("The centre will ask another office."))
        return HttpResponseRedirect(reverse("my_day"))
    answers = waits and by.ref in readers and bool(may(by, Action.AFTERCARE_ACCEPT, on=card))
    context = {
        "file": card,
        "offer": offer,
        "office": dict(pages.offices()).get(offer.office, "") if offer else "",
        "officer": names.get(offer.officer, "") if offer and offer.officer else "",
        "ask": ask
        if not waits and not (offer and offer.accepted) and may(by, Action.DEPARTURE_RECORD, on=card)
        else None,
        "accept": accept if answers else None,
        "decline": decline if answers else None,
        "tier": words.level(offer.tier) if offer else "",
        "where": words.where(card.governorate, card.district),
    }
    return render(request, "aftercare/office.html", context, status=422 if request.method == "POST" else 200)
