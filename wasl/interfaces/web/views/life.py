"""What happens in a family's life: each event has a page that asks what it needs, and says what follows from it."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.access.enums import Action
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web.forms.life import (
    BirthForm,
    DeathForm,
    DivorceForm,
    LeavingForm,
    MarriageForm,
    ref_of,
)
from wasl.interfaces.web.forms.people import refs_of
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import life as pages
from wasl.journey.services import life as services
from wasl.journey.services.life import Gone
from wasl.kernel.errors import NotFound
from wasl.people import selectors as people
from wasl.people.enums import Accuracy, FamilyRole, LeaveReason, LifeEvent, Sex, SpouseFate
from wasl.people.names import NameCard
from wasl.people.selectors import PersonCard
from wasl.people.services import NewPerson


@require_GET
def life(request: HttpRequest, number: str) -> HttpResponse:
    """What can have changed in a family, each with what it leads to."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PERSON_EDIT)
    return render(request, "people/life.html", {"file": card, "events": pages.events(card.number)})


@require_http_methods(["GET", "POST"])
def life_birth(request: HttpRequest, number: str) -> HttpResponse:
    """A child was born."""
    by = actor(request)
    card, inside = _family(request, number)
    mother = next((one for one in inside if str(one.ref) == request.GET.get("person")), None)
    form = BirthForm(request.POST or None, people=inside, initial=_newborn(inside, mother))

    def write(data: dict[str, Any]) -> None:
        asked = next((one for one in inside if str(one.ref) == data["mother_ref"]), None)
        name = replace(
            form.name_card(), birth=data["on"], accuracy=Accuracy.DAY,
            mother=(asked.name.given, asked.name.father, asked.name.grandfather) if asked and asked.name else (),
        )  # fmt: skip
        child = NewPerson(
            name, Sex(data["sex"]), FamilyRole(data["role"]), language=card.language, ref=_ref(request)
        )
        services.birth(file=card.ref, child=child, mother=ref_of(data["mother_ref"]), on=data["on"], by=by)

    if request.method == "POST" and form.kept(write):
        told = _("The child is in the file, with the papers that are needed and a task to ask after both.")
        messages.success(request, told)
        return _to_people(card)
    return _page(request, card, LifeEvent.BIRTH, form)


@require_http_methods(["GET", "POST"])
def life_marriage(request: HttpRequest, number: str) -> HttpResponse:
    """Two adults married."""
    by = actor(request)
    card, inside = _family(request, number)
    form = MarriageForm(request.POST or None, people=inside, initial=_asked(request, inside))

    def write(data: dict[str, Any]) -> None:
        spouse = ref_of(data["spouse"])
        services.marriage(
            file=card.ref, person=uuid.UUID(data["who"]), on=data["on"], spouse=spouse,
            newcomer=None if spouse else _newcomer(data, inside, card, request), by=by,
        )  # fmt: skip

    if request.method == "POST" and form.kept(write):
        messages.success(request, _("Kept, with the papers that are needed now."))
        return _to_people(card)
    return _page(request, card, LifeEvent.MARRIAGE, form)


@require_http_methods(["GET", "POST"])
def life_divorce(request: HttpRequest, number: str) -> HttpResponse:
    """A marriage has ended."""
    by = actor(request)
    card, inside = _family(request, number)
    form = DivorceForm(request.POST or None, people=inside, initial=_asked(request, inside))
    if request.method == "POST" and form.kept(
        lambda data: services.divorce(
            file=card.ref, person=uuid.UUID(data["who"]), spouse=ref_of(data["spouse"]), on=data["on"], by=by
        )
    ):
        messages.success(request, _("Kept, with the papers that are needed now."))
        return _to_people(card)
    return _page(request, card, LifeEvent.DIVORCE, form)


@require_http_methods(["GET", "POST"])
def life_death(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody died."""
    by = actor(request)
    card, inside = _family(request, number)
    form = DeathForm(request.POST or None, people=inside, initial=_asked(request, inside))

    def write(data: dict[str, Any]) -> None:
        gone = Gone(data["on"], LeaveReason.DEATH, ref_of(data["heir"]), form.carers)
        services.death(file=card.ref, person=uuid.UUID(data["who"]), gone=gone, by=by)

    if request.method == "POST" and form.kept(write):
        return _after(request, card)
    return _page(request, card, LifeEvent.DEATH, form)


@require_http_methods(["GET", "POST"])
def life_leaving(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody no longer belongs to the household, since a day and for a reason."""
    by = actor(request)
    card, inside = _family(request, number)
    form = LeavingForm(request.POST or None, people=inside, initial=_asked(request, inside))

    def write(data: dict[str, Any]) -> None:
        gone = Gone(data["on"], LeaveReason(data["reason"]), ref_of(data["heir"]), form.carers)
        services.leaving(file=card.ref, person=uuid.UUID(data["who"]), gone=gone, by=by)

    if request.method == "POST" and form.kept(write):
        return _after(request, card)
    return _page(request, card, LifeEvent.LEAVING, form)


def _family(request: HttpRequest, number: str) -> tuple[FileCard, list[PersonCard]]:
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PERSON_EDIT)
    return card, people.people_of(card.ref, viewer=by)


def _asked(request: HttpRequest, inside: Sequence[PersonCard]) -> dict[str, str]:
    """Of whom the page before spoke; a reference of another family is nothing here."""
    asked = request.GET.get("person", "")
    if asked and asked not in {str(one.ref) for one in inside}:
        raise NotFound
    return {"who": asked}


def _newborn(inside: Sequence[PersonCard], mother: PersonCard | None) -> dict[str, Any]:
    """What a child's name takes from the family: the names that the other children of the house bear."""
    child = next((one for one in inside if one.role == FamilyRole.CHILD and one.name), None)
    name = child.name if child and child.name else NameCard(given="")
    head = next((one for one in inside if one.is_head), None)
    if child is None and head is not None and head.name and head.sex == Sex.MALE:
        name = NameCard(given="", father=head.name.given, grandfather=head.name.father, laqab=head.name.laqab)
    guess = mother or next((one for one in inside if one.is_head and one.sex == Sex.FEMALE), None)
    return {
        "father": name.father, "grandfather": name.grandfather, "laqab": name.laqab,
        "mother_ref": str(guess.ref) if guess else "", "role": str(FamilyRole.CHILD),
    }  # fmt: skip


def _newcomer(
    data: dict[str, Any], inside: Sequence[PersonCard], card: FileCard, request: HttpRequest
) -> NewPerson:
    born = data.get("birth")
    name = NameCard(
        given=data["given"].strip(), father=data["father"].strip(), grandfather=data["grandfather"].strip(),
        laqab=data["laqab"].strip(), birth=pages.day_of(born), accuracy=pages.accuracy_of(born),
    )  # fmt: skip
    who = next(one for one in inside if str(one.ref) == data["who"])
    role = FamilyRole.SPOUSE if who.is_head else FamilyRole.OTHER
    return NewPerson(
        name, Sex(data["sex"]), role, SpouseFate.PRESENT, language=card.language, ref=_ref(request)
    )


def _ref(request: HttpRequest) -> uuid.UUID | None:
    """A reference that the same form gives again, so that nobody is written down twice."""
    try:
        return refs_of(uuid.UUID(request.POST.get("once", "")), 1)[0]
    except ValueError:
        return None


def _after(request: HttpRequest, card: FileCard) -> HttpResponse:
    """To the family; where nobody is left, to the ending of our work."""
    left = files.get(card.ref, viewer=actor(request))
    if not left.size:
        messages.info(request, _("Nobody is left in this file. Our work with it can be ended."))
        return HttpResponseRedirect(reverse("closing", args=[card.number]))
    messages.success(request, _("Kept. What is to be done now stands on the family's page."))
    return _to_people(card)


def _to_people(card: FileCard) -> HttpResponse:
    return HttpResponseRedirect(reverse("file", args=[card.number]) + "#next")


def _page(request: HttpRequest, card: FileCard, event: LifeEvent, form: Any) -> HttpResponse:
    context = {"file": card, "form": form, "event": pages.event(event, card.number)}
    return render(request, "people/life_event.html", context, status=422 if form.is_bound else 200)
