"""Numbered lists: printed from one's own work for some days, registered, and ticked when the paper is destroyed."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may, require
from wasl.interfaces.web import paper
from wasl.interfaces.web.forms.lists import FIELD_OF, DestroyedForm, ListForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import lists as page
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.bidi import isolated
from wasl.kernel.clock import today
from wasl.kernel.errors import Refused
from wasl.workforce import selectors, services
from wasl.workforce.enums import ListPurpose, ListSource


@require_http_methods(["GET", "POST"])
def working_lists(request: HttpRequest) -> HttpResponse:
    """One's own lists, what is still out first, and the form that prints one."""
    by = actor(request)
    require(by, Action.LIST_PRINT)
    first = {"key": uuid.uuid4(), "source": request.GET.get("source", ""), "destroy_by": today().isoformat()}
    form = ListForm(
        request.POST or None, sources=_sources(by), workers=_workers(by), today=today(), initial=first
    )
    if form.is_bound and form.is_valid() and (answer := _printed(form, by)):
        return answer
    found = selectors.my_lists(viewer=by, today=today())
    staff = access.staff_names({one.destroyed_by for one in found}, viewer=by)
    lists = page.register(found, staff)
    context = {
        "form": form,
        "out": [one for one in lists if not one["gone"]],
        "gone": [one for one in lists if one["gone"]],
    }
    return render(request, "workforce/lists.html", context, status=422 if form.is_bound else 200)


def _sources(by: Actor) -> list[ListSource]:
    """What somebody has in hand: the desk's arrivals, own families, a team."""
    found = []
    if may(by, Action.FILE_ACCEPT):
        found += [ListSource.DUE, ListSource.FAMILIES]
    if may(by, Action.FILE_ASSIGN):
        found += [ListSource.LATE, ListSource.WORKER]
    if may(by, Action.RECEPTION_RECORD) and by.teams:
        found += [ListSource.DESK]
    return found


def _workers(by: Actor) -> list[tuple[str, str]]:
    if not may(by, Action.FILE_ASSIGN):
        return []
    teams = selectors.teams_led(by)
    staff = access.staff(selectors.worker_roles(), viewer=by)
    return [(str(one.account), isolated(one.name)) for one in staff if one.team in teams]


def _printed(form: ListForm, by: Actor) -> HttpResponse | None:
    """The paper, entered in the register before a name is opened; or the form says why there is none."""
    data, on = form.cleaned_data, today()
    source, purpose = ListSource(data["source"]), ListPurpose(data["purpose"])
    lines = selectors.list_lines(source, viewer=by, today=on, phase=data["phase"], worker=form.worker_ref)
    try:
        number = services.list_print(
            source=source, purpose=purpose, files=[line.file for line in lines], destroy_by=form.last_day,
            key=data["key"], by=by,
        )  # fmt: skip
    except Refused as error:
        form.add_error(FIELD_OF.get(error.code, "source"), str(words_for(error.code)))
        return None
    content = page.paper(lines, number=number, purpose=purpose, destroy_by=form.last_day, today=on, viewer=by)
    answer = HttpResponse(paper.pdf("list", content), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def list_destroyed(request: HttpRequest) -> HttpResponse:
    """The paper is gone."""
    by = actor(request)
    form = DestroyedForm(request.POST)
    if form.is_valid():
        services.list_destroyed(ref=form.cleaned_data["list"], by=by)
        messages.success(request, _("Ticked: the list is destroyed."))
    return HttpResponseRedirect(_back(request, by))


def _back(request: HttpRequest, by: Actor) -> str:
    if request.POST.get("back") == "team" and may(by, Action.FILE_ASSIGN):
        return reverse("team") + "#lists"
    return reverse("working_lists" if may(by, Action.LIST_PRINT) else "my_day")
