"""What a person may ask about her own data: who looked at her file, on paper."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.access.enums import Action, Purpose
from wasl.access.services import may
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import paper, words
from wasl.interfaces.web.forms.rights import LooksForm, OneRequest
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import own_data as page
from wasl.interfaces.web.pages import reception
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound
from wasl.people import selectors as people
from wasl.people.selectors import PersonCard
from wasl.rights.selectors import requests as selectors
from wasl.rights.selectors.corrections import corrections_part
from wasl.rights.services import requests as services


@require_GET
def file_rights(request: HttpRequest, number: str) -> HttpResponse:
    """What each of the family may ask for, and what is owed to whom."""
    by = actor(request)
    card = files.view(number, viewer=by)
    inside, wrong = people.together(
        people.people_part(card.ref, viewer=by),
        corrections_part(card.ref, viewer=by, roles=card.roles),
        viewer=by,
        purpose=Purpose.RIGHTS,
    )
    context = {
        "file": card,
        "people": page.people_lines(inside, card.number, selectors.requests(card.ref, viewer=by), wrong),
        "may_ask": bool(may(by, Action.PERSON_EDIT, on=card)),
    }
    return render(request, "rights/file_rights.html", context)


@require_http_methods(["GET", "POST"])
def person_looks(request: HttpRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """She asks who looked at her file; the paper is drawn when it is handed over."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PERSON_EDIT)
    inside = people.people_of(card.ref, viewer=by, active=None)
    asked = next((one for one in inside if one.ref == person), None)
    if asked is None:
        raise NotFound
    here = HttpResponseRedirect(reverse("person_looks", args=[card.number, person]))
    one = OneRequest(request.POST or None)
    if request.method == "POST" and "do" in request.POST:
        if not one.is_valid():
            return here
        if one.cleaned_data["do"] == "withdraw":
            services.looks_withdraw(file=card.ref, request=one.cleaned_data["request"], by=by)
            messages.success(request, _("Withdrawn."))
            return here
        return _handed_over(request, card, asked, one.cleaned_data["request"])
    form = LooksForm(request.POST or None)
    if request.method == "POST" and form.kept(
        lambda _data: services.looks_ask(file=card.ref, person=person, by=by, **form.given())
    ):
        messages.success(request, _("Taken down. Print it now, or until the day that is named below."))
        return here
    context = {
        "file": card,
        "called": reception.called(asked),
        "form": form,
        "requests": [page.request_line(r) for r in selectors.requests(card.ref, viewer=by, person=person)],
    }
    return render(request, "rights/person_looks.html", context, status=422 if form.is_bound else 200)


def _handed_over(request: HttpRequest, card: FileCard, asked: PersonCard, ref: uuid.UUID) -> HttpResponse:
    by = actor(request)
    whose = services.looks_give(file=card.ref, request=ref, by=by)
    if whose != asked.ref:
        raise NotFound
    language = asked.language if asked.language in words.programme().languages else words.language()
    looks = selectors.looks(card.ref, asked.ref, viewer=by)
    content = paper.pdf("looks", page.looks_paper(looks, number=card.number, language=language, on=today()))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{card.number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
