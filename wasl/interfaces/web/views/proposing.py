"""The rules from answers to needs, goals and services, in plain words, for everybody who may read the programme."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wasl.access.enums import Action
from wasl.access.services import require
from wasl.interfaces.web import words
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import proposing as pages


@require_GET
def programme_rules(request: HttpRequest) -> HttpResponse:
    """What proposes which need, which goals and services follow, and which decision each question serves."""
    require(actor(request), Action.PROGRAMME_VIEW)
    found = words.programme()
    context = {"fields": pages.fields(found), "asked": pages.asked(found), "minimum": pages.minimum(found)}
    return render(request, "instruments/rules.html", context)
