"""Lists of families: sent, looked at and set right, imported while one watches, reported, taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import require
from wasl.interfaces.web import importing
from wasl.interfaces.web.forms.rosters import ANNOUNCED, ColumnsForm, UploadForm, rows
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import rosters as pages
from wasl.interfaces.web.received import too_large
from wasl.interfaces.web.refusals import words_for
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid
from wasl.phases.entry_assessment.enums import UploadStage, UploadState
from wasl.phases.entry_assessment.importer.columns import columns
from wasl.phases.entry_assessment.importer.sheets import Unreadable
from wasl.phases.entry_assessment.importer.tables import read_table
from wasl.phases.entry_assessment.labels import REMEDIES, word
from wasl.phases.entry_assessment.selectors import arrivals
from wasl.phases.entry_assessment.selectors import comparing as comparisons
from wasl.phases.entry_assessment.selectors import uploads as selectors
from wasl.phases.entry_assessment.selectors.uploads import UploadCard
from wasl.phases.entry_assessment.services import rosters as services
from wasl.phases.entry_assessment.services import uploads

STAGES = tuple(UploadStage)


@require_http_methods(["GET", "POST"])
def rosters(request: HttpRequest) -> HttpResponse:
    """Send a list; one's own lists on their way; earlier imports of the team."""
    by = actor(request)
    require(by, Action.ROSTER_IMPORT)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"on": today()})
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if too_large(request):
            form.errors.clear()
            form.add_error("list", _sentence("file_too_large"))
        elif form.is_valid() and (ref := _kept(form, by)):
            return _to(ref)
    context = {
        "form": form,
        "lists": pages.on_the_way(selectors.uploads(viewer=by)),
        "batches": pages.earlier(arrivals.batches(viewer=by, limit=30)),
    }
    return render(request, "entry/rosters.html", context, status=422 if form.is_bound else 200)


def _kept(form: UploadForm, by: Actor) -> UUID | None:
    """The list, kept sealed until it has been looked at; or what is wrong with the file as a whole."""
    sent = form.cleaned_data["list"]
    try:
        table = read_table(sent.read(), sent.name, None)
    except Unreadable as error:
        form.add_error("list", _sentence(error.code))
        return None
    return uploads.upload_keep(
        table=table,
        expected=form.cleaned_data["kind"] == ANNOUNCED,
        expected_on=form.cleaned_data["on"],
        by=by,
    )


def _sentence(code: str) -> str:
    return " ".join(str(part) for part in (words_for(code), REMEDIES.get(code, "")) if part)


@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    """One list: what was understood of it, or how far its import is, or what it did."""
    by = actor(request)
    require(by, Action.ROSTER_IMPORT)
    ref = _asked(request)
    if ref is None:
        return _to(None)
    card = selectors.upload(ref, viewer=by)
    if card.state is UploadState.DONE:
        return _report(request, card, by)
    if not card.open:
        return render(request, "entry/roster_progress_page.html", _progress(card))
    return _preview(request, card, by)


@require_GET
def roster_progress(request: HttpRequest) -> HttpResponse:
    """How far the import is, for a page that asks again; when it is through the page is opened anew."""
    by = actor(request)
    require(by, Action.ROSTER_IMPORT)
    ref = _asked(request)
    if ref is None:
        return _to(None)
    card = selectors.upload(ref, viewer=by)
    if card.state is UploadState.RUNNING and not card.quiet:
        return render(request, "components/progress.html", _progress(card))
    if comparing := _comparing(card, by):
        return render(request, "components/progress.html", comparing)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = _url(ref)
    return answer


@require_POST
def roster_columns(request: HttpRequest) -> HttpResponse:
    """Set right what the columns mean, and see the list anew."""
    by = actor(request)
    require(by, Action.ROSTER_IMPORT)
    ref = _asked(request)
    if ref is None:
        return _to(None)
    card = selectors.upload(ref, viewer=by)
    found = columns(selectors.table(ref, viewer=by), None)
    form = ColumnsForm(request.POST, columns=found)
    if form.is_valid():
        try:
            uploads.upload_map(upload=ref, meant=form.meant, by=by)
        except Invalid as error:
            form.add_error(error.field if error.field in form.fields else None, str(words_for(error.code)))
        else:
            return _to(ref)
    return _preview(request, card, by, form)


@require_POST
def roster_import(request: HttpRequest) -> HttpResponse:
    """Take the families in. The page that follows shows how far it is."""
    by = actor(request)
    require(by, Action.ROSTER_IMPORT)
    ref = _asked(request)
    if ref is not None:
        importing.begin(ref, by=by)
    return _to(ref)


@require_POST
def roster_drop(request: HttpRequest) -> HttpResponse:
    """Forget a list that was only looked at."""
    by = actor(request)
    require(by, Action.ROSTER_IMPORT)
    ref = _asked(request)
    if ref is not None:
        uploads.upload_drop(upload=ref, by=by)
        messages.success(request, _("Forgotten. Nothing of it was kept."))
    return _to(None)


@require_POST
def roster_undo(request: HttpRequest) -> HttpResponse:
    """Take an import back whole, while nobody has worked on any family of it."""
    by = actor(request)
    require(by, Action.ROSTER_IMPORT)
    batch = _ref(request.POST.get("batch", ""))
    if batch is not None:
        gone = services.roster_undo(batch=str(batch), by=by)
        messages.success(request, _("Taken back: %(count)s families are gone.") % {"count": gone})
    return _to(None)


def _preview(
    request: HttpRequest, card: UploadCard, by: Actor, form: ColumnsForm | None = None
) -> HttpResponse:
    table = selectors.table(card.ref, viewer=by)
    found = importing.read(table, expected=card.expected)
    done = importing.take(found, card, by=by, dry_run=True)
    report = uploads.report_of(found, done)
    known = columns(table, None)
    form = form or ColumnsForm(columns=known)
    context = {
        "list": card,
        "form": form,
        "rows": rows(form, known),
        "numbers": pages.numbers(report),
        "faults": pages.faults((*found.errors, *done.errors)),
        "pairs": pages.pairs(found, done, viewer=by),
        "sample": pages.sample(found),
        "unread_sheets": found.unread_sheets,
        "nothing": not done.created_families and not done.created_people,
        "fault": words_for(card.fault or "upload_broken") if card.fault or card.quiet else "",
    }
    return render(request, "entry/roster_preview.html", context, status=422 if form.is_bound else 200)


def _report(request: HttpRequest, card: UploadCard, by: Actor) -> HttpResponse:
    comparing = _comparing(card, by)
    report = selectors.report(card.ref, viewer=by)
    context = {
        "list": card,
        "report": report,
        "numbers": pages.numbers(report, compared=comparing is None),
        "faults": pages.reported(report),
        "comparing": comparing,
    }
    return render(request, "entry/roster_report.html", context)


def _comparing(card: UploadCard, by: Actor) -> dict[str, Any] | None:
    """How far the comparison with who is known is, while it is not over; where it was stopped it goes on."""
    waiting = comparisons.of_upload(card.ref, viewer=by)
    if waiting is None:
        return None
    importing.go_on(card.ref, by=by)
    return {
        "id": "comparing",
        "label": _("Looking for people who may be known already"),
        "done": waiting.done,
        "total": waiting.people,
        "poll_url": f"{reverse('roster_progress')}?list={card.ref}",
    }


def _progress(card: UploadCard) -> dict[str, Any]:
    at = STAGES.index(card.stage) if card.stage else 0
    return {
        "list": card,
        "id": "progress",
        "label": _("The list is being imported"),
        "done": at + 1,
        "total": len(STAGES) + 1,
        "note": word(card.stage) if card.stage else "",
        "poll_url": f"{reverse('roster_progress')}?list={card.ref}",
    }


def _asked(request: HttpRequest) -> UUID | None:
    return _ref(request.GET.get("list", "") or request.POST.get("list", ""))


def _ref(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _url(ref: UUID) -> str:
    return f"{reverse('roster')}?list={ref}"


def _to(ref: UUID | None) -> HttpResponseRedirect:
    return HttpResponseRedirect(_url(ref) if ref else reverse("rosters"))
