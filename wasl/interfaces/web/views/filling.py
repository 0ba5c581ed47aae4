"""Forms of a family: what is asked of whom, filling one, reading it as it was answered, and what rules propose then."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may, require
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.instruments.enums import Tool
from wasl.instruments.rules import asked_age, can_fill
from wasl.instruments.selectors import forms as selectors
from wasl.instruments.selectors import grid, versions
from wasl.instruments.services import raising, submissions
from wasl.interfaces.web.forms.filling import FillForm, RaisedForm, first_values
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import filling as pages
from wasl.interfaces.web.pages import measures as measuring
from wasl.journey.services import moves
from wasl.kernel.errors import Invalid, Invalids, NotFound
from wasl.people import selectors as people
from wasl.people.selectors import PersonCard

HOUSEHOLD, PLACE = "household", "place"


@require_GET
def forms(request: HttpRequest, number: str) -> HttpResponse:
    """What is asked of whom in this family beside the grid, and how far it has come."""
    by = actor(request)
    card = files.view(number, viewer=by)
    inside = people.people_of(card.ref, viewer=by)
    may_record = bool(may(by, Action.ASSESSMENT_RECORD, on=card)) and bool(can_fill(card.state))
    asked = pages.asked(card, inside, may_record=may_record, viewer=by)
    context = {
        "file": card,
        "parts": asked,
        "earlier": pages.earlier(card, inside, viewer=by) if may_record else [],
        "waiting": len(selectors.raised(card.ref, viewer=by, roles=card.roles, only_open=True)),
        "may_record": may_record,
    }
    return render(request, "instruments/forms.html", context)


@require_http_methods(["GET", "POST"])
def form_fill(request: HttpRequest, number: str, code: str, who: str) -> HttpResponse:
    """One form, filled with one person, with the household, or about the place of return."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    can_fill(card.state).or_refuse()
    version = versions.current(code, viewer=by)
    if version.clinical:
        require(by, Action.ASSESSMENT_VIEW_CLINICAL, on=card)
    person = _person(card, who, by)
    ref = person.ref if person else None
    age = asked_age(person.age, person.age_band) if person else None
    place = card.district if who == PLACE else ""
    draft = ""
    if request.method == "POST":
        form = FillForm(request.POST, code=code, place=place)
        draft = request.POST.get("instance", "")
        if form.is_valid() and (kept := _kept(form, card, ref, by)):
            moves.follow(file=card.ref, by=by)
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(_onward(card, kept, by))
    else:
        form = FillForm(
            initial=first_values(age, person.language if person else card.language, person is not None),
            code=code,
            place=place,
        )
        kept_draft = selectors.draft(card.ref, version, submissions.slug(code, ref), viewer=by)
        draft = kept_draft.get("instance", "")
        version = pages.version_of(version, kept_draft.get("version", ""), viewer=by)
    context = {
        "file": card,
        "form": form,
        "who": pages.name_of(person, who),
        "paper_url": reverse("form_paper", args=[card.number, code, who]),
        "title": pages.title_of(version),
        "clinical": version.clinical,
        "decision": pages.decision_of(code),
        "config": pages.configuration(
            version, draft=draft, faults=form.faults, language=form["language"].value() or card.language,
        ),
        "draft_url": reverse("form_draft", args=[card.number, code, who]),
    }  # fmt: skip
    return runs_the_engine(
        render(request, "instruments/fill.html", context, status=422 if form.is_bound else 200)
    )


def runs_the_engine(response: HttpResponse) -> HttpResponse:
    """This page alone lets compiled modules run: the engine reads expressions in WebAssembly (ADR 0027)."""
    response._csp_update = {"script-src": ["'self'", "'wasm-unsafe-eval'"]}  # type: ignore[attr-defined]
    return response


def _kept(form: FillForm, card: FileCard, person: uuid.UUID | None, by: Actor) -> uuid.UUID | None:
    try:
        return submissions.form_receive(
            file=card.ref, person=person, sent=form.sent(), by=by, key=form.cleaned_data["key"]
        )
    except (Invalid, Invalids) as error:
        form.show(error)
        return None


def _onward(card: FileCard, response: uuid.UUID, by: Actor) -> str:
    """To what rules propose because of it, else to what is asked next."""
    open_now = selectors.raised(card.ref, viewer=by, roles=card.roles, only_open=True)
    if any(one.response == response for one in open_now):
        return reverse("raised", args=[card.number])
    return reverse("forms", args=[card.number])


def _person(card: FileCard, who: str, by: Actor) -> PersonCard | None:
    if who in (HOUSEHOLD, PLACE):
        return None
    try:
        found = people.person(uuid.UUID(who), viewer=by)
    except ValueError as error:
        raise NotFound from error
    if found.file != card.ref or not found.active:
        raise NotFound
    return found


@require_POST
def form_draft(request: HttpRequest, number: str, code: str, who: str) -> JsonResponse:
    """Keep an unfinished form, sealed for whoever is filling it."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    person = _person(card, who, by)
    submissions.form_draft(
        file=card.ref, person=person.ref if person else None, form=code,
        instance=request.POST.get("instance", ""), by=by,
    )  # fmt: skip
    return JsonResponse({"saved": True})


@require_GET
@cache_control(private=True, max_age=31_536_000, immutable=True)
def form_xform(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    """The XForm of a version, which never changes. It holds no word about anybody."""
    by = actor(request)
    found = versions.of_version(code, edition, viewer=by)
    return HttpResponse(versions.xform_of(found, viewer=by), content_type="text/xml; charset=utf-8")


@require_GET
def form_read(request: HttpRequest, number: str, response: uuid.UUID) -> HttpResponse:
    """One filled form in the words that were read then; of a clinical one only that it was done, for most."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    found = grid.response(card.ref, response, viewer=by)
    if found.instrument == Tool.GRID:
        return HttpResponseRedirect(reverse("assessment_read", args=[card.number, found.ref]))
    [filled] = selectors.filled([found], pages.tools_of([found], viewer=by), viewer=by, roles=card.roles)
    name = pages.name_of(people.person(found.person, viewer=by) if found.person else None, HOUSEHOLD)
    context = {
        "file": card,
        "name": name,
        "title": pages.title_of_filled(filled),
        "facts": pages.facts(found, access.staff_names({found.recorded_by}, viewer=by)),
        "filled": filled,
        "lines": pages.lines(filled),
        "results": pages.results(filled),
        "said": pages.said(filled),
        "because": [
            pages.raised_row(one)
            for one in selectors.raised(card.ref, viewer=by, roles=card.roles)
            if one.response == found.ref
        ],
        "measures_url": reverse("measures", args=[card.number, str(found.person or HOUSEHOLD)]),
    }
    return render(request, "instruments/read.html", context)


@require_http_methods(["GET", "POST"])
def raised(request: HttpRequest, number: str) -> HttpResponse:
    """Needs that rules propose because of answers: each is taken up, at another level too, or left out."""
    by = actor(request)
    card = files.view(number, viewer=by)
    may_answer = bool(may(by, Action.NEED_RECORD, on=card)) and bool(can_fill(card.state))
    bound: RaisedForm | None = None
    if request.method == "POST":
        bound = RaisedForm(request.POST, prefix=request.POST.get("which", ""))
        if bound.is_valid() and _answered(bound, card, by):
            moves.follow(file=card.ref, by=by)
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(reverse("raised", args=[card.number]))
    inside = {person.ref: person for person in people.people_of(card.ref, viewer=by)}
    cards = selectors.raised(card.ref, viewer=by, roles=card.roles)
    context = {
        "file": card,
        "open": pages.open_raised(cards, inside, bound, number=card.number),
        "answered": [pages.raised_row(one, inside) for one in cards if one.state != "proposed"],
        "may_answer": may_answer,
        "form": bound,
        "rules_url": reverse("programme_rules") if may(by, Action.PROGRAMME_VIEW) else "",
    }
    return render(request, "instruments/raised.html", context, status=422 if bound else 200)


def _answered(form: RaisedForm, card: FileCard, by: Actor) -> bool:
    data = form.cleaned_data
    if selectors.raised_file(data["raised"], viewer=by) != card.ref:
        raise NotFound
    try:
        if data["answer"] == "take":
            raising.raised_take(raised=data["raised"], level=data["level"], by=by)
        else:
            raising.raised_leave(raised=data["raised"], words=data["words"], by=by)
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, str(pages.words_for(error.code)))
        return False
    return True


@require_GET
def measures(request: HttpRequest, number: str, who: str) -> HttpResponse:
    """The same instruments at entry, review, exit and at home, side by side; never a verdict."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    person = None if who == HOUSEHOLD else _anybody(card, who, by)
    cards = [
        one
        for one in selectors.responses(card.ref, viewer=by)
        if one.person == (person.ref if person else None)
    ]
    filled = selectors.filled(cards, pages.tools_of(cards, viewer=by), viewer=by, roles=card.roles)
    context = {
        "file": card,
        "name": pages.name_of(person, who),
        "tables": measuring.tables(filled, number=card.number),
    }
    return render(request, "instruments/measures.html", context)


def _anybody(card: FileCard, who: str, by: Actor) -> PersonCard:
    try:
        found = people.person(uuid.UUID(who), viewer=by)
    except ValueError as error:
        raise NotFound from error
    if found.file != card.ref:
        raise NotFound
    return found
