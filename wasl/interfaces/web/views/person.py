"""One person of a family: who she is, how she wishes to be reached, since when she belongs to it."""

import uuid
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.services import files as casefile
from wasl.interfaces.web.forms.people import (
    PersonForm,
    SafeContactForm,
    contact_first,
    person_first,
)
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import own_data
from wasl.interfaces.web.pages import reception as pages
from wasl.interfaces.web.pages.life import of_age_link
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.edits import ALL
from wasl.kernel.errors import Invalid, NotFound, Refused
from wasl.people import services
from wasl.people.enums import FamilyRole, Sex
from wasl.people.names import NameCard
from wasl.people.selectors import PersonCard, memberships
from wasl.phases.entry_assessment.selectors import reception as selectors
from wasl.phases.entry_assessment.selectors.reception import MemberCard
from wasl.rights.selectors.corrections import corrections


def _member(card: FileCard, person: uuid.UUID, request: HttpRequest) -> MemberCard:
    """Somebody of this very file; a reference of another file is nothing here."""
    found = selectors.reception(card.ref, viewer=actor(request))
    member = next((one for one in found.members if one.person.ref == person), None)
    if member is None:
        raise NotFound
    return member


@require_GET
def person(request: HttpRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """Who she is, how to reach her safely, and since when she belongs to the family."""
    by = actor(request)
    card = files.view(number, viewer=by)
    member = _member(card, person, request)
    since = [one for one in memberships(card.ref, viewer=by) if one.person == person]
    context = {
        "file": card,
        "person": member.person,
        "called": pages.called(member.person),
        "facts": pages.person_facts(member.person),
        "contact": member.contact,
        "contact_facts": pages.contact_facts(member.contact),
        "since": since,
        "of_age_url": of_age_link(
            member.person, card.number, may_edit=bool(may(by, Action.PERSON_EDIT, on=card))
        ),
        "beside": own_data.beside_lines(
            corrections(card.ref, viewer=by, roles=card.roles, person=person)
        ).get(person, ()),
        "may_edit": bool(may(by, Action.PERSON_EDIT, on=card)),
        "may_plan": bool(may(by, Action.NOTE_READ_OWN_CIRCLE, on=card)),
        "may_ask": bool(may(by, Action.CONSENT_RECORD, on=card)),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """Correct or complete who somebody is."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PERSON_EDIT)
    member = _member(card, person, request)
    form = PersonForm(request.POST or None, initial=person_first(member.person), edits=ALL)
    if request.method == "POST" and form.is_valid() and _changed(form, card, member.person, request):
        return HttpResponseRedirect(reverse("person", args=[card.number, person]))
    context = {"file": card, "person": member.person, "called": pages.called(member.person), "form": form}
    return render(request, "people/person_edit.html", context, status=422 if form.is_bound else 200)


def _named(form: PersonForm, person: PersonCard) -> NameCard:
    """What was written; names that were corrected before stay with it."""
    return replace(form.name_card(), former=person.name.former if person.name else ())


def _changed(form: PersonForm, card: FileCard, person: PersonCard, request: HttpRequest) -> bool:
    by, data = actor(request), form.cleaned_data
    try:
        services.person_change(
            person=person.ref, name=_named(form, person), sex=Sex(data["sex"]), role=FamilyRole(data["role"]),
            spouse=form.spouse_fate, version=data["version"], by=by,
        )  # fmt: skip
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, str(words_for(error.code)))
        return False
    except Refused as refused:
        if refused.kind != "state":
            raise
        form.add_error("role", str(words_for(refused.code)))
        return False
    casefile.file_recount(file=card.ref, by=by)
    return True


@require_http_methods(["GET", "POST"])
def safe_contact(request: HttpRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """How an adult wishes to be reached; asked alone."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PERSON_EDIT)
    member = _member(card, person, request)
    form = SafeContactForm(request.POST or None, initial=contact_first(member.contact), edits=ALL)
    if request.method == "POST" and form.is_valid():
        services.safe_contact_record(person=person, contact=form.contact(), by=by)
        if selectors.under_way(card.ref, viewer=by):
            return HttpResponseRedirect(reverse("reception_file", args=[card.number]) + "#members")
        return HttpResponseRedirect(reverse("person", args=[card.number, person]))
    context = {"file": card, "person": member.person, "called": pages.called(member.person), "form": form}
    return render(request, "people/safe_contact.html", context, status=422 if form.is_bound else 200)
