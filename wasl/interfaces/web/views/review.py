"""A review of the plan in under ten minutes."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.enums import GoalState, Level
from wasl.casefile.selectors import files, record, thread
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.services.record import draft_drop
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import ReviewForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import approval
from wasl.interfaces.web.ui.dates import days, iraqi_date
from wasl.interfaces.web.ui.fields import kept_parts
from wasl.journey.enums import NextAction
from wasl.journey.services import stay
from wasl.kernel.clock import today
from wasl.people import selectors as people
from wasl.phases.rehabilitation.rules import next_review
from wasl.phases.rehabilitation.selectors import between
from wasl.phases.rehabilitation.selectors import stay as reviews
from wasl.phases.rehabilitation.services.reviews import NewReview

FORM = "review"


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    """How each goal stands, whether the support fits, and when we meet again."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.REVIEW_RECORD)
    knots = thread.thread(card.ref, viewer=by, roles=card.roles)
    given: dict[str, Any] = {
        "goals": [goal for goal in knots.goals if goal.state == GoalState.OPEN],
        "cases": record.cases(card.ref, viewer=by),
        "people": people.people_of(card.ref, viewer=by),
        "may_lower": bool(may(by, Action.LEVEL_LOWER, on=card)),
    }
    given["stands"] = _stands(given)
    since = _since(card, by)
    happened = approval.happened(between.since_last(card.ref, since, viewer=by))
    if request.method == "POST":
        form = ReviewForm(request.POST, **given)
        if form.kept(lambda data: stay.review(file=card.ref, new=_new(form, data), by=by)):
            draft_drop(file=card.ref, form=FORM, by=by)
            after = files.get(card.ref, viewer=by)
            messages.success(request, _next(after))
            return HttpResponseRedirect(reverse("file", args=[card.number]))
    else:
        kept = record.draft(card.ref, FORM, viewer=by) or {}
        first = {"on": today(), "text": "\n".join(happened)}
        form = ReviewForm(initial=first | kept_parts(kept) | {"key": uuid.uuid4()}, **given)
    context = {
        "file": card,
        "form": form,
        "before": reviews.reviews(card.ref, viewer=by)[:3],
        "next_note": _why_next(card),
        "since": since,
        "happened": happened,
        "due": card.next_due if card.next_action == NextAction.REVIEW else None,
        "postponed": between.postponed(card.ref, viewer=by, since=card.stays_since) is not None,
        "asked": len(between.level_requests(card.ref, viewer=by)),
        "draft_url": reverse("draft_save", args=[card.number, FORM]),
    }
    return render(request, "rehabilitation/review.html", context, status=422 if form.is_bound else 200)


def _stands(given: dict[str, Any]) -> dict[str, str]:
    """The open goals and the levels that a review is about."""
    goals = {f"{_('Goal')} {n}": g.words or words.goal(g.code) for n, g in enumerate(given["goals"], start=1)}
    levels = {
        p.called: words.level(given["cases"][p.ref].level) for p in given["people"] if p.ref in given["cases"]
    }
    return goals | levels


def _new(form: ReviewForm, data: dict[str, Any]) -> NewReview:
    return NewReview(
        on=data["on"], text=data["text"], goals=form.progress(), levels=form.changes(), form_key=data["key"],
        asks=form.asks(), next_on=data["next_on"],
    )  # fmt: skip


def _since(card: FileCard, by: Actor) -> date:
    """The day from which a review looks back: the last one, else the beginning of the stay."""
    last = between.last_review(card.ref, viewer=by, since=card.stays_since)
    return last.on if last else card.stays_since or card.opened_on


def _why_next(card: FileCard) -> str:
    """When we meet again if the level stays, and why then (R081)."""
    level = card.level or Level.STANDARD
    interval = words.programme().review_days(level)
    return _("With %(level)s the next review is after %(days)s: %(day)s.") % {
        "level": words.level(level),
        "days": days(interval),
        "day": iraqi_date(next_review(today(), interval), "weekday"),
    }


def _next(card: FileCard) -> str:
    if card.next_due is None:
        return _("Kept.")
    return _("Kept. Next date: %(day)s.") % {"day": iraqi_date(card.next_due, "weekday")}
