"""Cards and consent forms for many families: chosen, drawn by the worker while one watches, fetched within a day."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import require
from wasl.interfaces.web import paper_batches
from wasl.interfaces.web.forms.prints import PrintsForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.dates import clock_time, iraqi_date
from wasl.kernel.clock import today
from wasl.phases.entry_assessment.enums import PrintKind, PrintState
from wasl.phases.entry_assessment.labels import word
from wasl.phases.entry_assessment.selectors import arrivals
from wasl.phases.entry_assessment.selectors import prints as selectors
from wasl.phases.entry_assessment.selectors.prints import Choosing, PrintingCard
from wasl.phases.entry_assessment.services import prints as services


@require_http_methods(["GET", "POST"])
def prints(request: HttpRequest) -> HttpResponse:
    """Choose what is printed; what was asked for today and how far it is."""
    by = actor(request)
    require(by, Action.RECEPTION_RECORD)
    batches = arrivals.batches(viewer=by, limit=30)
    first = {"batch": request.GET.get("batch", "")}
    form = PrintsForm(request.POST or None, batches=batches, initial=first)
    if request.method == "POST" and form.is_valid():
        ref = _asked_for(form.choosing, by)
        if ref is not None:
            return HttpResponseRedirect(_url(ref))
        form.add_error(None, str(words_for("nothing_to_print")))
    context = {"form": form, "printings": [_line(one) for one in selectors.printings(viewer=by)]}
    return render(request, "entry/prints.html", context, status=422 if form.is_bound else 200)


def _asked_for(choosing: Choosing, by: Actor) -> UUID | None:
    """The batch that was asked for; None where nobody needs one."""
    families = selectors.families(choosing, viewer=by)
    if choosing.kind is PrintKind.CARDS:
        content = paper_batches.cards(families, viewer=by) if families else {}
        files = [one.file for one in families]
    else:
        adults = selectors.adults(families, viewer=by) if families else []
        content = paper_batches.consents(adults, on=today()) if adults else {}
        files = list(dict.fromkeys(one.file for one in adults))
    if not content or not by.teams:
        return None
    return services.papers_ask(kind=choosing.kind, files=files, content=content, team=by.teams[0], by=by)


@require_GET
def printing(request: HttpRequest) -> HttpResponse:
    """One batch: how far it is, or where it is fetched."""
    by = actor(request)
    require(by, Action.RECEPTION_RECORD)
    ref = _asked(request)
    if ref is None:
        return HttpResponseRedirect(reverse("prints"))
    card = selectors.printing(ref, viewer=by)
    return render(request, "entry/printing.html", _progress(card) | {"printing": _line(card)})


@require_GET
def printing_progress(request: HttpRequest) -> HttpResponse:
    """How far the worker is, for a page that asks again."""
    by = actor(request)
    require(by, Action.RECEPTION_RECORD)
    ref = _asked(request)
    if ref is None:
        return HttpResponseRedirect(reverse("prints"))
    card = selectors.printing(ref, viewer=by)
    if card.under_way:
        return render(request, "components/progress.html", _progress(card))
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = _url(ref)
    return answer


@require_POST
def printing_paper(request: HttpRequest) -> HttpResponse:
    """Fetch the papers; from now on they are printed, and each family's record says so."""
    by = actor(request)
    require(by, Action.RECEPTION_RECORD)
    ref = _asked(request)
    if ref is None:
        return HttpResponseRedirect(reverse("prints"))
    card = selectors.printing(ref, viewer=by)
    found = services.papers_fetch(printing=ref, by=by)
    answer = HttpResponse(found, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{card.kind}-{today().isoformat()}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def printing_drop(request: HttpRequest) -> HttpResponse:
    """Forget papers before their day is over."""
    by = actor(request)
    require(by, Action.RECEPTION_RECORD)
    ref = _asked(request)
    if ref is not None:
        services.papers_drop(printing=ref, by=by)
    return HttpResponseRedirect(reverse("prints"))


def _line(card: PrintingCard) -> dict[str, Any]:
    return {
        "ref": card.ref,
        "url": _url(card.ref),
        "what": word(card.kind),
        "state": word(card.state),
        "families": card.total,
        "pages": card.pages,
        "ready": card.state is PrintState.READY,
        "failed": card.state is PrintState.FAILED,
        "under_way": card.under_way,
        "fetched": bool(card.fetched_at),
        "until": f"{iraqi_date(card.expires_at.date())} {clock_time(card.expires_at)}",
    }


def _progress(card: PrintingCard) -> dict[str, Any]:
    return {
        "id": "progress",
        "label": _("The papers are being drawn"),
        "done": {PrintState.ASKED: 0, PrintState.DRAWING: 1}.get(card.state, 2),
        "total": 2,
        "note": word(card.state),
        "poll_url": f"{reverse('printing_progress')}?job={card.ref}",
    }


def _asked(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("job", "") or request.POST.get("job", ""))
    except ValueError:
        return None


def _url(ref: UUID) -> str:
    return f"{reverse('printing')}?job={ref}"
