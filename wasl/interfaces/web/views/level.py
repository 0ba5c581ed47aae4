"""Support levels by hand: for members who declined to answer, or where more is needed than the answers say."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access import selectors as access
from wasl.access.enums import Action
from wasl.casefile.enums import Level
from wasl.casefile.selectors import files, record
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import LevelForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.journey.services import stay
from wasl.people import selectors as people
from wasl.people.enums import FamilyRole
from wasl.people.labels import place


@require_http_methods(["GET", "POST"])
def level(request: HttpRequest, number: str) -> HttpResponse:
    """The level of each member and where it comes from; a named person sets another with a reason."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.NEED_RECORD)
    inside = people.people_of(card.ref, viewer=by)
    cases = record.cases(card.ref, viewer=by)
    levels = {p.called or place(FamilyRole(p.role), p.sex): _level(cases.get(p.ref)) for p in inside}
    form = LevelForm(request.POST or None, people=inside, stands=levels)
    if form.is_bound and form.kept(
        lambda data: stay.level(
            file=card.ref, person=uuid.UUID(data["person"]), level=Level(data["level"]), reason=data["reason"], by=by
        )
    ):  # fmt: skip
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("level", args=[card.number]))
    said = record.levels_said(cases.values(), viewer=by)
    staff = access.staff_names([one.by for one in said.values()], viewer=by)
    context = {
        "file": card,
        "form": form,
        "members": [_member(person, cases.get(person.ref), said.get(person.ref), staff) for person in inside],
    }
    return render(request, "journey/level.html", context, status=422 if form.is_bound else 200)


def _level(case: record.CaseCard | None) -> str:
    return str(words.level(case.level)) if case and case.level else ""


def _member(
    person: people.PersonCard,
    case: record.CaseCard | None,
    said: record.LevelSaid | None,
    staff: dict[uuid.UUID, str],
) -> dict[str, Any]:
    declined = case is not None and case.assessed_on is not None and not case.level
    return {
        "name": person.called or place(FamilyRole(person.role), person.sex),
        "level": _level(case),
        "note": _("asked and declined; the level is to be set") if declined else "",
        "reason": said.reason if said else "",
        "by": staff.get(said.by, "") if said and said.by else "",
        "on": iraqi_date(said.on) if said and said.on else "",
    }
