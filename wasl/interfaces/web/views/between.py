"""Between two reviews: a review held later, and a lower support level asked for and answered."""

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
from wasl.casefile.enums import Level
from wasl.casefile.selectors import files, record
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.between import LevelAnswerForm, PostponeForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import approval as pages
from wasl.interfaces.web.pages.plan import whose
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.journey.enums import NextAction
from wasl.journey.services import stay
from wasl.people import selectors as people
from wasl.phases.rehabilitation.rules import next_review
from wasl.phases.rehabilitation.selectors import between


@require_http_methods(["GET", "POST"])
def review_postpone(request: HttpRequest, number: str) -> HttpResponse:
    """Put off the review that is due: once, by one interval at most, for a reason of the programme's list."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.REVIEW_RECORD)
    before = between.postponed(card.ref, viewer=by, since=card.stays_since)
    due = card.next_due if card.next_action == NextAction.REVIEW else None
    form = PostponeForm(request.POST or None, stands={_("Review"): iraqi_date(due) if due else "—"})
    if form.is_bound and form.kept(
        lambda data: stay.postpone(file=card.ref, until=data["until"], reason=data["reason"], by=by)
    ):
        messages.success(request, _("Kept. The supervisor sees it."))
        return HttpResponseRedirect(reverse("review", args=[card.number]))
    counted = due - timedelta(days=card.due_moved) if due else None
    last = (
        next_review(counted, words.programme().review_days(card.level or Level.STANDARD)) if counted else None
    )
    context = {
        "file": card,
        "form": form if due and before is None else None,
        "due": iraqi_date(due, "weekday") if due else "",
        "last": iraqi_date(last, "weekday") if last else "",
        "before": {"why": pages.why_later(before.reason), "due": iraqi_date(before.due_on)}
        if before
        else None,
        "ever": between.postponed_ever(card.ref, viewer=by),
    }
    return render(
        request, "rehabilitation/review_postpone.html", context, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "POST"])
def level_requests(request: HttpRequest, number: str) -> HttpResponse:
    """Requests to lower a support level: whoever may lower it answers, never who asked."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.REVIEW_RECORD)
    found = between.level_requests(card.ref, viewer=by)
    answers = bool(may(by, Action.LEVEL_LOWER, on=card))
    sent = request.POST.get("request", "")
    forms = {
        one.ref: LevelAnswerForm(
            request.POST if sent == str(one.ref) else None,
            initial={"request": one.ref}, prefix=None, auto_id=f"id_{one.ref.hex[:8]}_%s",
        )
        for one in found
    }  # fmt: skip
    bound = next((form for form in forms.values() if form.is_bound), None)
    if bound is not None and bound.kept(
        lambda data: stay.level_answer(
            file=card.ref, request=uuid.UUID(sent), grant=request.POST.get("do") == "grant", reason=data["reason"],
            by=by,
        )
    ):  # fmt: skip
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("level_requests", args=[card.number]))
    inside = {one.ref: one for one in people.people_of(card.ref, viewer=by)}
    cases = record.cases(card.ref, viewer=by)
    names = access.staff_names([one.asked_by for one in found], viewer=by)
    context = {
        "file": card,
        "bound": bound,
        "requests": [
            {
                "who": whose(one.person, inside),
                "now": words.level(cases[one.person].level) if one.person in cases else "",
                "level": words.level(one.level),
                "by": names.get(one.asked_by, ""),
                "on": iraqi_date(one.asked_on),
                "reason": one.reason,
                "form": forms[one.ref] if answers and one.asked_by != by.account else None,
            }
            for one in found
        ],
    }
    return render(request, "rehabilitation/level_requests.html", context, status=422 if bound else 200)
