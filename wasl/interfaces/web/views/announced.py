"""Families announced, found at the desk by the number on the list or the head's name; one press and they are here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wasl.access.enums import Action
from wasl.access.services import require
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import reception as pages
from wasl.phases.entry_assessment.selectors import arrivals


@require_GET
def announced(request: HttpRequest) -> HttpResponse:
    """Who is announced, all or those who answer to what was asked."""
    by = actor(request)
    require(by, Action.RECEPTION_RECORD)
    asked = request.GET.get("q", "").strip()[:120]
    found = arrivals.expected(viewer=by)
    answering = arrivals.answering(found, asked)
    context = {
        "asked": asked,
        "expected": pages.expected(answering),
        "all": len(found),
        "shown": len(answering),
    }
    return render(request, "entry/announced.html", context)
