"""Case conferences: who met about somebody, as she wished and with her consent, and what they decided."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import paper_conference, words
from wasl.interfaces.web.forms.between import ConferenceForm, may_be_named
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import approval as pages
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound
from wasl.people import selectors as people
from wasl.phases.rehabilitation.selectors.conferences import ConferenceCard
from wasl.phases.rehabilitation.selectors.conferences import conferences as conferences_of
from wasl.phases.rehabilitation.services.conferences import conference_printed, conference_record


@require_GET
def conferences(request: HttpRequest, number: str) -> HttpResponse:
    """All conferences of a file, the newest first."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PLAN_WRITE)
    inside = {one.ref: one for one in people.people_of(card.ref, viewer=by, active=None)}
    found = conferences_of(card.ref, viewer=by)
    context = {
        "file": card,
        "found": [pages.conference(one, inside, _names(found, by), card.number) for one in found],
        "asked": card.level in words.programme().rehabilitation.conference_levels,
    }
    return render(request, "rehabilitation/conferences.html", context)


@require_http_methods(["GET", "POST"])
def conference_new(request: HttpRequest, number: str) -> HttpResponse:
    """Write down a conference, or that she was asked and wishes none."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PLAN_WRITE)
    inside = people.people_of(card.ref, viewer=by)
    here = access.teams().get(card.team)
    roles = [code for code in may_be_named() if words.programme().roles[code].may(Action.FILE_VIEW)]
    staff = access.staff(roles, viewer=by, sites=[here.site] if here else None)
    form = ConferenceForm(
        request.POST or None, people=inside, staff=staff, initial={"on": today(), "key": uuid.uuid4()}
    )
    if form.is_bound and form.kept(lambda data: conference_record(file=card.ref, new=form.new(), by=by)):
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("conferences", args=[card.number]))
    context = {"file": card, "form": form}
    return render(
        request, "rehabilitation/conference_new.html", context, status=422 if form.is_bound else 200
    )


@require_GET
def conference_paper(request: HttpRequest, number: str, conference: uuid.UUID) -> HttpResponse:
    """What was decided, on paper for the person."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PLAN_WRITE)
    found = [one for one in conferences_of(card.ref, viewer=by) if one.ref == conference and one.consented]
    if not found:
        raise NotFound
    conference_printed(file=card.ref, person=found[0].person, by=by)
    pdf = _paper(request, card, found[0], by)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{card.number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _paper(request: HttpRequest, card: FileCard, one: ConferenceCard, by: Actor) -> bytes:
    inside = {person.ref: person for person in people.people_of(card.ref, viewer=by, active=None)}
    language = request.GET.get("lang", "")
    if language not in LANGUAGES:
        language = inside[one.person].language if one.person in inside else card.language
    return paper_conference.conference(
        one, file=card, inside=inside, names=_names([one], by), language=language
    )


def _names(found: list[ConferenceCard], by: Actor) -> dict[uuid.UUID, str]:
    return access.staff_names([ref for one in found for ref in (*one.accounts, one.written_by)], viewer=by)
