"""The assessment: the family at a glance, one part to fill, and answers as they were given."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.access import selectors as access
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.selectors import files, record
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.selectors.thread import thread as thread_of
from wasl.casefile.services import record as casefile
from wasl.instruments.enums import Occasion, Tool
from wasl.instruments.rules import can_fill, occasion_of
from wasl.instruments.selectors import grid as instruments
from wasl.instruments.selectors.grid import Sheet
from wasl.instruments.services import grid as services
from wasl.interfaces.web.forms.assessment import GridForm, first_values
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import assessment as pages
from wasl.interfaces.web.pages import own_data
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.journey.services import moves
from wasl.kernel.errors import Invalid, Invalids, NotFound
from wasl.people import selectors as people
from wasl.phases.entry_assessment.selectors import assessment as selectors
from wasl.phases.entry_assessment.selectors.assessment import Progress
from wasl.rights.selectors.corrections import corrections


@require_GET
def assessment(request: HttpRequest, number: str) -> HttpResponse:
    """Who of the family has been asked, and who comes next."""
    by = actor(request)
    card = files.view(number, viewer=by)
    inside = people.people_of(card.ref, viewer=by)
    found = selectors.progress(card.ref, inside, viewer=by)
    cards = instruments.responses(card.ref, viewer=by)
    may_record = bool(may(by, Action.ASSESSMENT_RECORD, on=card))
    context = {
        "file": card,
        "parts": pages.parts(found, card.number),
        "found": found,
        "minutes": pages.minutes(found),
        "earlier": pages.earlier(cards, {p.ref: p for p in inside}, card.number, may_read=may_record),
        "changes": pages.changes(thread_of(card.ref, viewer=by, roles=card.roles, words=False)),
        "may_record": may_record and bool(can_fill(card.state)),
        "level_unset": may_record
        and not card.level
        and found.complete
        and bool(may(by, Action.NEED_RECORD, on=card)),
        "may_plan": bool(may(by, Action.PLAN_WRITE, on=card)),
        "next_url": reverse("assessment_fill", args=[card.number, found.next_sheet.who])
        if found.next_sheet
        else "",
        "next_name": pages.who(found.next_sheet) if found.next_sheet else "",
    }
    return render(request, "entry/assessment.html", context)


@require_http_methods(["GET", "POST"])
def assessment_fill(request: HttpRequest, number: str, who: str) -> HttpResponse:
    """One part of the grid, filled with the household or with one person alone."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    can_fill(card.state).or_refuse()
    inside = people.people_of(card.ref, viewer=by)
    found = selectors.progress(card.ref, inside, viewer=by)
    sheet = next((one for one in found.sheets if one.who == who), None)
    if sheet is None:
        raise NotFound
    slug = f"assessment-{who[:8]}"
    whole = occasion_of(card.state) is Occasion.ENTRY
    asked: dict[str, Any] = {
        "stands": {_("Last asked"): iraqi_date(sheet.last.on) if sheet.last else "—"},
        "about": sheet.last.ref if sheet.last else None,
    }
    if request.method == "POST":
        form = GridForm(request.POST, sheet=sheet, whole=whole, **asked)
        if form.is_valid() and _kept(form, card, request):
            moves.follow(file=card.ref, by=by)
            casefile.draft_drop(file=card.ref, form=slug, by=by)
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(_onward(found, sheet, card, "next" in request.POST))
    else:
        kept = record.draft(card.ref, slug, viewer=by)
        language = sheet.person.language if sheet.person else card.language
        form = GridForm(initial=first_values(sheet, language, kept), sheet=sheet, whole=whole, **asked)
    follows = _follows(found, sheet)
    context = {
        "file": card,
        "form": form,
        "sheet": sheet,
        "next_name": pages.who(follows) if follows else "",
        "who": pages.who(sheet),
        "age": pages.age_of(sheet.person),
        "place": _place(found, sheet.who),
        "whole": whole,
        "draft_url": reverse("draft_save", args=[card.number, slug]),
    }
    return render(request, "entry/assessment_fill.html", context, status=422 if form.is_bound else 200)


def _kept(form: GridForm, card: FileCard, request: HttpRequest) -> bool:
    try:
        services.grid_record(
            file=card.ref,
            person=form.sheet.person.ref if form.sheet.person else None,
            filled=form.filled(),
            by=actor(request),
            form_key=form.cleaned_data["key"],
        )
    except (Invalid, Invalids) as error:
        form.show(error)
        return False
    return True


def _follows(found: Progress, sheet: Sheet) -> Sheet | None:
    """Whose part comes after this one: who was not asked yet, from here on and then from the beginning."""
    at = found.sheets.index(sheet)
    return next((one for one in (*found.sheets[at + 1 :], *found.sheets[:at]) if one.last is None), None)


def _onward(found: Progress, sheet: Sheet, card: FileCard, go_on: bool) -> str:
    follows = _follows(found, sheet)
    if go_on and follows:
        return reverse("assessment_fill", args=[card.number, follows.who])
    return reverse("assessment", args=[card.number])


def _place(found: Progress, who: str) -> tuple[int, int]:
    return next(n for n, sheet in enumerate(found.sheets, start=1) if sheet.who == who), found.total


@require_GET
def assessment_read(request: HttpRequest, number: str, response: uuid.UUID) -> HttpResponse:
    """What was answered then, in the words that were read then."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    found = instruments.response(card.ref, response, viewer=by)
    if found.instrument != Tool.GRID:
        return HttpResponseRedirect(reverse("form_read", args=[card.number, found.ref]))
    answers = instruments.answers(found, viewer=by, roles=card.roles)
    name = _("The household together")
    if found.person:
        name = pages.person_name(people.person(found.person, viewer=by))
    context = {
        "file": card,
        "name": name,
        "facts": pages.facts(found, access.staff_names({found.recorded_by}, viewer=by)),
        "lines": pages.lines(answers),
        "beside": own_data.beside_lines(
            corrections(card.ref, viewer=by, roles=card.roles, person=found.person)
        ).get(found.ref, ()),
        "hidden": answers.hidden,
        "sealed": answers.sealed,
    }
    return render(request, "entry/assessment_read.html", context)
