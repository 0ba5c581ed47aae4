"""Sections and their free places, and places kept for those who are announced. Numbers, no names."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access.enums import Action
from wasl.access.services import may, require
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.sections import KeepForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.dates import digits
from wasl.kernel.errors import Invalid
from wasl.phases.entry_assessment.selectors import arrivals
from wasl.phases.entry_assessment.selectors.sections import SectionCard
from wasl.phases.entry_assessment.selectors.sections import sections as sections_of
from wasl.phases.entry_assessment.services.sections import section_keep


@require_http_methods(["GET", "POST"])
def sections(request: HttpRequest) -> HttpResponse:
    """How full each section is. A full one is said, and refuses nobody."""
    by = actor(request)
    require(by, Action.RECEPTION_RECORD)
    found = sections_of(viewer=by)
    keeps = bool(may(by, Action.ROSTER_IMPORT))
    batches = arrivals.batches(viewer=by, limit=30) if keeps else []
    form = KeepForm(request.POST or None, batches=batches, sections=found.cards) if keeps else None
    if request.method == "POST" and form is not None and form.is_valid():
        data = form.cleaned_data
        try:
            kept = section_keep(
                batch=uuid.UUID(data["batch"]), section=data["section"], families=data["families"], by=by
            )
        except Invalid as error:
            form.add_error(error.field if error.field in form.fields else None, str(words_for(error.code)))
        else:
            messages.success(request, _("Places kept for %(count)s families.") % {"count": digits(kept)})
            return HttpResponseRedirect(reverse("sections"))
    context = {
        "cards": [_line(one) for one in found.cards],
        "nowhere": found.nowhere,
        "nowhere_expected": found.nowhere_expected,
        "form": form if form is not None and (form.fields["batch"].choices or form.is_bound) else None,  # type: ignore[attr-defined]
    }
    return render(request, "entry/sections.html", context, status=422 if form and form.is_bound else 200)


def _line(one: SectionCard) -> dict[str, Any]:
    return {
        "name": words.say(one.team.name),
        "families": one.families,
        "people": one.people,
        "reserved": one.reserved,
        "capacity": one.capacity,
        "taken": one.families + one.reserved,
        "free": max(0, one.free),
        "over": one.over,
        "full": bool(one.capacity) and one.free <= 0,
    }
