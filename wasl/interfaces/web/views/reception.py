"""The desk: who is expected, who comes, and the steps of the first hour, each a page of its own that can wait."""

import uuid
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may, require
from wasl.casefile.enums import FileState
from wasl.casefile.selectors import files
from wasl.casefile.services import files as casefile
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.people import refs_of
from wasl.interfaces.web.forms.reception import (
    NoticeForm,
    OpeningForm,
    PlaceForm,
    UrgentForm,
    first_opening,
    first_place,
)
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import reception as pages
from wasl.interfaces.web.pages.alike import beside
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.edits import ALL
from wasl.journey.services import moves
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, LimitReached
from wasl.people import services as people
from wasl.people.enums import FamilyRole, JoinReason, Sex
from wasl.people.names import NameCard
from wasl.phases.entry_assessment.enums import Known
from wasl.phases.entry_assessment.labels import word
from wasl.phases.entry_assessment.selectors import arrivals, search
from wasl.phases.entry_assessment.selectors import reception as selectors
from wasl.phases.entry_assessment.services import expected
from wasl.phases.entry_assessment.services import reception as services

LOOKED = "wasl.looked"
LOOKED_SECONDS = 3600
MOST_COMPARED = 8


@require_GET
def reception(request: HttpRequest) -> HttpResponse:
    """Families expected, families at the desk, and the way to a new one."""
    by = actor(request)
    require(by, Action.RECEPTION_RECORD)
    context = {
        "expected": pages.expected(arrivals.expected(viewer=by)),
        "waiting": pages.waiting(selectors.unfinished(viewer=by)),
        "may_open": bool(may(by, Action.FILE_CREATE)) and bool(by.teams),
        "may_list": bool(may(by, Action.LIST_PRINT)),
    }
    return render(request, "entry/reception.html", context)


@require_POST
def reception_expected(request: HttpRequest, number: str) -> HttpResponse:
    """An expected family stands at the desk."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.RECEPTION_RECORD)
    expected.expected_receive(file=card.ref, on=today(), by=by)
    moves.file_begin(file=card.ref, by=by)
    return HttpResponseRedirect(reverse("reception_file", args=[card.number]))


@require_http_methods(["GET", "POST"])
def reception_new(request: HttpRequest) -> HttpResponse:
    """A family without a file: the notice, then the head's names, then a look whether they are known, then the file."""
    by = actor(request)
    require(by, Action.RECEPTION_RECORD)
    require(by, Action.FILE_CREATE)
    context = _notice(words.language())
    if request.method != "POST":
        return render(
            request, "entry/reception_new.html", context | {"form": OpeningForm(initial=first_opening())}
        )
    form = OpeningForm(request.POST)
    context["form"] = form
    if not form.is_valid():
        return render(request, "entry/reception_new.html", context, status=422)
    name = form.name_card()
    if "open" in request.POST:
        number = _opened(form, name, by)
        if number:
            return HttpResponseRedirect(reverse("reception_file", args=[number]))
    context |= _looked(form, name, by)
    return render(request, "entry/reception_new.html", context, status=422 if form.errors else 200)


def _looked(form: OpeningForm, name: NameCard, by: Actor) -> dict[str, Any]:
    """Whether somebody with these names has a file; what was seen is signed, so that nothing is opened unseen."""
    try:
        answer = search.known_already(name, viewer=by)
    except Invalid as error:
        form.add_error("father", str(words_for(error.code)))
        return {}
    except LimitReached as limit:
        form.add_error(None, str(words_for(limit.code)))
        return {}
    near = answer.found[:MOST_COMPARED]
    seen = [_asked(name), [str(ref) for ref in pages.refs(near)], answer.known]
    return {
        "looked": signing.dumps(seen, salt=LOOKED),
        "known": answer.known,
        "sentence": word(answer.known),
        "found": [beside(name, Sex(form.cleaned_data["sex"]), card) for card in near],
    }


def _asked(name: NameCard) -> list[str]:
    return [name.given, name.father, name.grandfather, name.laqab]


def _opened(form: OpeningForm, name: NameCard, by: Actor) -> str:
    """The number of the new file; empty where something is still missing."""
    try:
        asked, near, known = signing.loads(form.cleaned_data["looked"], salt=LOOKED, max_age=LOOKED_SECONDS)
    except signing.BadSignature:
        asked, near, known = [], [], ""
    if asked != _asked(name):
        form.add_error(None, str(words_for("search_first")))
        return ""
    if known != Known.NONE and not form.cleaned_data["another"]:
        form.add_error(
            "another", _("Somebody of this name has a file. Open that one, or say it is somebody else.")
        )
        return ""
    if near and not form.cleaned_data["reason"].strip():
        form.add_error("reason", str(words_for("reason_missing")))
        return ""
    try:
        return _write(form, name, [uuid.UUID(ref) for ref in near], by)
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, str(words_for(error.code)))
    return ""


def _write(form: OpeningForm, name: NameCard, others: list[uuid.UUID], by: Actor) -> str:
    data = form.cleaned_data
    role = next(m.role for m in by.memberships if words.programme().roles[m.role].may(Action.FILE_CREATE))
    arrived = data["arrived_on"] or today()
    file = services.family_open(
        opening=services.Opening(
            ref=data["key"], team=by.teams[0], role=role, language=data["language"], state=FileState(data["starts"]),
            arrived_on=arrived, left_on=data["left_on"],
        ),
        by=by,
    )  # fmt: skip
    card = files.get(file, viewer=by)
    if not card.size:
        head = people.NewPerson(
            name,
            Sex(data["sex"]),
            FamilyRole.HEAD,
            spouse=form.spouse_fate,
            language=data["language"],
            ref=refs_of(data["key"], 1)[0],
        )
        [person] = people.person_add(
            file=file, people=[head], since=arrived, reason=JoinReason.ARRIVAL, by=by
        )
        casefile.file_recount(file=file, by=by)
        for other in others:
            people.not_the_same(person=person, other=other, reason=data["reason"].strip(), by=by)
        moves.file_begin(file=file, by=by)
    return card.number


def _notice(spoken: str) -> dict[str, Any]:
    """The notice in every language; the one in which it will be read aloud stands open."""
    privacy = words.programme().entry.privacy
    languages = sorted(words.programme().languages.values(), key=lambda one: one.code != spoken)
    return {
        "notices": [
            {"language": one, "paragraphs": [p.in_(one.code) for p in privacy.paragraphs]} for one in languages
        ]
    }  # fmt: skip


@require_GET
def reception_file(request: HttpRequest, number: str) -> HttpResponse:
    """Where reception stands: what is there, what is next, who belongs to the family."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.RECEPTION_RECORD)
    found = selectors.reception(card.ref, viewer=by)
    context = {
        "file": card,
        "found": found,
        "steps": pages.steps(found, card.number),
        "members": pages.members(found.members, card.number),
        "done": len(found.done),
        "expected": card.state is FileState.EXPECTED,
    }
    return render(request, "entry/reception_file.html", context)


@require_http_methods(["GET", "POST"])
def reception_notice(request: HttpRequest, number: str) -> HttpResponse:
    """The privacy notice, to be read aloud."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.RECEPTION_RECORD)
    form = NoticeForm(request.POST or None, initial={"language": card.language})
    if request.method == "POST" and form.is_valid():
        services.notice_read(file=card.ref, language=form.cleaned_data["language"], by=by)
        return HttpResponseRedirect(reverse("reception_file", args=[card.number]))
    context = _notice(card.language) | {"file": card, "form": form}
    return render(request, "entry/reception_notice.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def reception_urgent(request: HttpRequest, number: str) -> HttpResponse:
    """What cannot wait: each is asked, each yes becomes a task of today with an owner."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.RECEPTION_RECORD)
    inside = [member.person for member in selectors.reception(card.ref, viewer=by).members]
    roles = sorted({need.owner for need in words.programme().entry.urgent_needs.values()})
    staff = access.staff(roles, viewer=by, sites=by.sites)
    form = UrgentForm(
        request.POST or None,
        people=inside,
        staff=staff,
        me=by.ref,
        team=card.team,
        initial={"key": uuid.uuid4()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.urgent_record(
                file=card.ref, found=form.found(), by=by, form_key=form.cleaned_data["key"]
            )
        except Invalid as error:
            form.add_error(error.field if error.field in form.fields else None, str(words_for(error.code)))
        else:
            if made:
                messages.success(request, _("Each has an owner now and is due today."))
            return HttpResponseRedirect(reverse("reception_file", args=[card.number]))
    context = {"file": card, "form": form}
    return render(request, "entry/reception_urgent.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def reception_place(request: HttpRequest, number: str) -> HttpResponse:
    """Where the family wishes to live, its own choice; and where it stays until then."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.RECEPTION_RECORD)
    teams = access.teams()
    near = [team for team in teams.values() if team.site == teams[card.team].site]
    found = selectors.reception(card.ref, viewer=by)
    first = first_place(card.governorate, card.district, card.section, found.local_place)
    form = PlaceForm(request.POST or None, initial=first, teams=near, edits=ALL)
    if request.method == "POST" and form.is_valid():
        try:
            services.place_record(file=card.ref, by=by, **form.cleaned_data)
        except Invalid as error:
            form.add_error(error.field if error.field in form.fields else None, str(words_for(error.code)))
        else:
            return HttpResponseRedirect(reverse("reception_file", args=[card.number]))
    return render(
        request,
        "entry/reception_place.html",
        {"file": card, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def reception_finish(request: HttpRequest, number: str) -> HttpResponse:
    """Done for today. The supervisor sees that a worker is to be named."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.RECEPTION_RECORD)
    services.reception_finish(file=card.ref, by=by)
    messages.success(
        request, _("Reception is done. The team's supervisor names the worker; the card can be printed.")
    )
    return HttpResponseRedirect(reverse("family_card", args=[card.number]))


@require_GET
def family_card(request: HttpRequest, number: str) -> HttpResponse:
    """What the family carries: number, worker, where to complain. Nothing on it names a centre or a programme."""
    by = actor(request)
    card = files.view(number, viewer=by)
    worker = access.staff_names([card.worker], viewer=by).get(card.worker) if card.worker else ""
    context = {"file": card, "worker": worker, "outside_name": words.programme().header.outside_name}
    return render(request, "entry/family_card.html", context)
