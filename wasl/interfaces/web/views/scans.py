"""Pictures of papers: kept, looked at one page at a time, printed, taken away.

What was sent exists in memory only, is painted anew by a helper before anything is written, and is shown from the
vault. A picture goes out under a type that runs nothing and a policy that allows it nothing.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.services import may
from wasl.casefile.enums import RemovalReason
from wasl.casefile.selectors import files
from wasl.casefile.selectors import scans as selectors
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.services import scans as services
from wasl.interfaces.web import paper_scans
from wasl.interfaces.web.forms.scans import RemoveForm, ScanForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import reception as pages
from wasl.interfaces.web.pages import scans as page
from wasl.interfaces.web.received import too_large
from wasl.interfaces.web.refusals import words_for
from wasl.kernel.errors import Invalid, NotFound, Refused
from wasl.people import selectors as people
from wasl.people.selectors import PersonCard
from wasl.runtime.pictures import cleaned

HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@require_http_methods(["GET", "POST"])
def scans(request: HttpRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """The pictures of one person's papers, and the form that adds one."""
    by = actor(request)
    card = files.view(number, viewer=by)
    whom = _one(people.people_of(card.ref, viewer=by), person)
    form = _form(request, whom, by, may_keep=bool(may(by, Action.DOCUMENT_RECORD, on=card)))
    if form is not None and form.is_bound and _kept(request, form, card, whom, by):
        messages.success(request, _("Kept. What came with the picture, such as where it was taken, is gone."))
        return HttpResponseRedirect(reverse("scans", args=[card.number, person]))
    agreed = selectors.photo_agreed(person, viewer=by)
    if form is not None and not agreed:
        form.offer_no_photo()
    found = selectors.of_person(card, person, agreed=agreed, viewer=by)
    staff = access.staff_names({one.added_by for one in found} | {one.removed_by for one in found}, viewer=by)
    context = {
        "file": card,
        "person": whom,
        "called": pages.called(whom),
        "form": form,
        "photo_agreed": agreed,
        "may_ask": bool(may(by, Action.CONSENT_RECORD, on=card)),
        **page.lists(found, card.number, staff),
    }
    return render(request, "casefile/scans.html", context, status=422 if form and form.is_bound else 200)


def _one(inside: list[PersonCard], person: uuid.UUID) -> PersonCard:
    found = next((one for one in inside if one.ref == person), None)
    if found is None:
        raise NotFound
    return found


def _form(request: HttpRequest, whom: PersonCard, by: Actor, *, may_keep: bool) -> ScanForm | None:
    if not may_keep:
        return None
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    first = {"kind": request.GET.get("kind", "document"), "document": request.GET.get("document", "")}
    return ScanForm(*sent, kinds=page.kinds(whom), initial=first)


def _kept(request: HttpRequest, form: ScanForm, card: FileCard, whom: PersonCard, by: Actor) -> bool:
    """Whether the picture is kept; else the form says what is wrong with it."""
    if too_large(request):
        form.errors.clear()
        form.add_error("file", str(words_for("picture_too_large")))
        return False
    if not form.is_valid():
        return False
    try:
        picture = cleaned(form.sent)
        services.scan_keep(file=card.ref, person=whom.ref, picture=picture, by=by, **form.chosen)
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else "file", str(words_for(error.code)))
    except Refused as error:
        form.add_error(None, str(words_for(error.code)))
    else:
        return True
    return False


@require_GET
def scan(request: HttpRequest, number: str, scan: uuid.UUID) -> HttpResponse:
    """One picture with all its pages."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.SCAN_VIEW)
    found = selectors.one(card, scan, viewer=by)
    return render(request, "casefile/scan.html", _about(card, found, by) | {"remove": RemoveForm()})


def _about(card: FileCard, found: selectors.ScanCard, by: Actor) -> dict[str, Any]:
    whom = people.person(found.person, viewer=by)
    staff = access.staff_names({found.added_by}, viewer=by)
    return {
        "file": card,
        "person": whom,
        "called": pages.called(whom),
        "scan": page.line(found, card.number, staff),
        "pages": page.page_lines(found, card.number),
        "may_remove": bool(may(by, Action.DOCUMENT_RECORD, on=card)),
    }


@require_GET
def scan_page(request: HttpRequest, number: str, scan: uuid.UUID, page: int) -> HttpResponse:
    """One page as a picture and nothing else."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.SCAN_VIEW)
    content = selectors.pages(card, scan, viewer=by, only=page)[0]
    answer = HttpResponse(content, content_type="image/jpeg", headers=HARMLESS)
    answer["Content-Disposition"] = f'inline; filename="page-{page}.jpg"'
    return answer


@require_GET
def scan_paper(request: HttpRequest, number: str, scan: uuid.UUID) -> HttpResponse:
    """All pages on paper, each with the file's number; the record says that it was printed."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.SCAN_VIEW)
    found = selectors.one(card, scan, viewer=by)
    content = selectors.pages(card, scan, viewer=by, purpose=Purpose.PRINT)
    services.scan_printed(scan=scan, by=by)
    answer = HttpResponse(paper_scans.draw(card, found, content), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{card.number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def scan_remove(request: HttpRequest, number: str, scan: uuid.UUID) -> HttpResponse:
    """Take a picture away for good."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.DOCUMENT_RECORD)
    found = selectors.one(card, scan, viewer=by, closed=True)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return render(request, "casefile/scan.html", _about(card, found, by) | {"remove": form}, status=422)
    services.scan_remove(scan=scan, why=RemovalReason(form.cleaned_data["why"]), by=by)
    messages.success(request, _("Taken away. Nobody can bring the picture back."))
    return HttpResponseRedirect(reverse("scans", args=[card.number, found.person]))
