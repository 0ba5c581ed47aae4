"""The ledger of choices: each adult asked alone, one by one; each choice can be taken back on any day."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access import selectors as access
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.enums import ConsentDecision
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.services.record import Choice, consent_record
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.consent import ASSENT, YES, ChoicesForm, recipient
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import reception as pages
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.kernel.errors import NotFound
from wasl.people import selectors as people
from wasl.people.selectors import PersonCard
from wasl.phases.entry_assessment.selectors import reception
from wasl.phases.entry_assessment.selectors.choices import LedgerLine, ledger


@require_GET
def consents(request: HttpRequest, number: str) -> HttpResponse:
    """What each person has chosen, when, in which language, explained by whom."""
    by = actor(request)
    card = files.view(number, viewer=by)
    inside = people.people_of(card.ref, viewer=by)
    lines = ledger(card.ref, viewer=by)
    staff = access.staff_names({line.explained_by for line in lines}, viewer=by)
    may_scan = bool(may(by, Action.DOCUMENT_RECORD, on=card))
    sections = [
        {
            "name": pages.called(one),
            "adult": one.is_adult,
            "ask_url": reverse("consent_ask", args=[card.number, one.ref]),
            "person": one.ref,
            "scan_url": f"{reverse('scans', args=[card.number, one.ref])}?kind=consent" if may_scan else "",
            "lines": [_line(line, staff) for line in lines if line.person == one.ref],
        }
        for one in inside
    ]
    duties = [one for one in words.programme().entry.consents.values() if not one.optional]
    context = {
        "file": card,
        "sections": sections,
        "duties": [words.say(one.wording) for one in duties],
        "may_ask": bool(may(by, Action.CONSENT_RECORD, on=card)),
    }
    return render(request, "casefile/consents.html", context)


def _line(line: LedgerLine, staff: dict[uuid.UUID, str]) -> dict[str, Any]:
    decision = ConsentDecision(line.decision)
    return {
        "what": _("The child's own word") if line.purpose == ASSENT else words.purpose(line.purpose),
        "purpose": line.purpose,
        "recipient": line.recipient,
        "who": recipient(line.recipient) if line.recipient else "",
        "decision": words.label(decision),
        "tone": "teal" if decision is ConsentDecision.GIVEN else "",
        "on": iraqi_date(line.on),
        "explained": staff.get(line.explained_by, "") if line.explained_by else "",
        "guardian": bool(line.guardian),
        "alone": line.asked_alone,
        "holds": line.holds,
        "withdraw": line.holds and decision is ConsentDecision.GIVEN and line.purpose != ASSENT,
    }


@require_http_methods(["GET", "POST"])
def consent_ask(request: HttpRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """One person's choices, read aloud one by one."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.CONSENT_RECORD)
    inside = people.people_of(card.ref, viewer=by)
    asked = _one(inside, person)
    adults = [(str(one.ref), pages.called(one)) for one in inside if one.is_adult and one.ref != person]
    form = ChoicesForm(
        request.POST or None, person=asked, adults=adults, initial={"language": asked.language}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        consent_record(
            file=card.ref, person=person, choices=form.decided, language=data["language"],
            asked_alone=data["alone"] == YES, given_how=data["how"], guardian=form.guardian_ref, by=by,
        )  # fmt: skip
        messages.success(request, _("Kept. Every choice can be changed on any day."))
        return HttpResponseRedirect(_onward(card, asked, request))
    context = {
        "file": card,
        "form": form,
        "called": pages.called(asked),
        "adult": asked.is_adult,
        "guardians": adults,
    }
    return render(request, "casefile/consent_ask.html", context, status=422 if form.is_bound else 200)


def _onward(card: FileCard, asked: PersonCard, request: HttpRequest) -> str:
    """At the desk an adult who sits here alone is asked at once how she may be reached; else the ledger."""
    if not reception.under_way(card.ref, viewer=actor(request)):
        return reverse("consents", args=[card.number])
    if asked.is_adult and may(actor(request), Action.PERSON_EDIT, on=card):
        return reverse("safe_contact", args=[card.number, asked.ref])
    return reverse("reception_file", args=[card.number]) + "#members"


@require_POST
def consent_withdraw(request: HttpRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """Take a choice back; it takes effect with the next request of anybody."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.CONSENT_RECORD)
    purpose, to = request.POST.get("purpose", ""), request.POST.get("recipient", "")
    holding = [
        line
        for line in ledger(card.ref, viewer=by)
        if line.holds and (line.person, line.purpose, line.recipient) == (person, purpose, to)
    ]
    if not holding or holding[0].decision != ConsentDecision.GIVEN:
        raise NotFound
    consent_record(
        file=card.ref, person=person, choices=[Choice(purpose, ConsentDecision.WITHDRAWN, to)],
        language=holding[0].language, asked_alone=True, given_how="spoken", guardian=holding[0].guardian, by=by,
    )  # fmt: skip
    messages.success(request, _("Taken back. It holds from now on."))
    return HttpResponseRedirect(reverse("consents", args=[card.number]))


def _one(inside: list[PersonCard], person: uuid.UUID) -> PersonCard:
    found = next((one for one in inside if one.ref == person), None)
    if found is None:
        raise NotFound
    return found
