"""Versions of forms: everybody reads them, one person puts a new one forward, another publishes it (R079, R093)."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access import selectors as access
from wasl.access.enums import Action
from wasl.access.policy import programme
from wasl.access.rules import decided_by_another
from wasl.access.services import may, require
from wasl.instruments.enums import FormState
from wasl.instruments.selectors import versions as selectors
from wasl.instruments.services import versions as services
from wasl.interfaces.web.forms.versions import VersionForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import versions as pages
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.views.filling import runs_the_engine
from wasl.kernel.errors import Invalid, NotFound
from wasl.programme.forms.folder import FormFile


@require_GET
def form_versions(request: HttpRequest) -> HttpResponse:
    """What is asked now, and what waits for a second person."""
    by = actor(request)
    require(by, Action.PROGRAMME_VIEW)
    waiting = selectors.waiting(viewer=by)
    staff = access.staff_names(pages.people_in(waiting), viewer=by)
    context = {
        "forms": pages.listed(viewer=by),
        "waiting": [pages.row(card, staff) for card in waiting],
        "may_propose": bool(may(by, Action.PROGRAMME_PROPOSE)),
    }
    return render(request, "instruments/versions.html", context)


@require_GET
def form_version(request: HttpRequest, code: str) -> HttpResponse:
    """One form's versions, each in words."""
    by = actor(request)
    require(by, Action.PROGRAMME_VIEW)
    cards = selectors.history(code, viewer=by)
    if not cards:
        raise NotFound
    staff = access.staff_names(pages.people_in(cards), viewer=by)
    rows = pages.history(cards, staff)
    return render(request, "instruments/version.html", {"rows": rows, "title": rows[0]["title"]})


@require_GET
def programme_log(request: HttpRequest) -> HttpResponse:
    """Which edition runs, how rules are changed, and what was changed in forms: when, by whom, approved by whom."""
    by = actor(request)
    require(by, Action.PROGRAMME_VIEW)
    cards = selectors.put_forward(viewer=by)
    staff = access.staff_names(pages.people_in(cards), viewer=by)
    context = {"facts": pages.edition(), "code": programme().code, "rows": pages.log(cards, staff)}
    return render(request, "instruments/programme_log.html", context)


@require_http_methods(["GET", "POST"])
def form_new(request: HttpRequest) -> HttpResponse:
    """A sheet is looked at as a whole; where nothing is wrong it is put forward, and nobody is asked by it yet."""
    by = actor(request)
    require(by, Action.PROGRAMME_PROPOSE)
    form = VersionForm(request.POST or None, request.FILES or None)
    findings: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        name = str(request.FILES["sheet"].name)  # type: ignore[union-attr]
        file, findings = pages.looked_at(form.cleaned_data["sheet"], name, viewer=by)
        wrong = any(one["severity"] == "fault" for one in findings)
        if file is not None and not wrong and (ref := _proposed(file, form, request)):
            messages.success(request, _("Put forward. Another person has to publish it."))
            return HttpResponseRedirect(reverse("form_proposed", args=[ref]))
    context = {"form": form, "findings": findings}
    return render(request, "instruments/version_new.html", context, status=422 if form.is_bound else 200)


def _proposed(file: FormFile, form: VersionForm, request: HttpRequest) -> uuid.UUID | None:
    try:
        return services.form_propose(
            file=file, sheet=form.cleaned_data["sheet"], reason=form.cleaned_data["reason"], by=actor(request)
        )
    except Invalid as error:
        form.add_error(error.field, str(words_for(error.code)))
        return None


@require_POST
def form_decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person's yes or no."""
    by = actor(request)
    require(by, Action.PROGRAMME_APPROVE)
    card = selectors.proposed(ref, viewer=by)
    publish = "publish" in request.POST
    services.form_decide(form=ref, publish=publish, by=by)
    messages.success(request, _("Published. It is asked from now on.") if publish else _("Turned down."))
    return HttpResponseRedirect(reverse("form_version", args=[card.code]))


@require_GET
def form_proposed(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """What differs, how it looks, and the way to a yes or no for the second person."""
    by = actor(request)
    require(by, Action.PROGRAMME_VIEW)
    card = selectors.proposed(ref, viewer=by)
    staff = access.staff_names(pages.people_in([card]), viewer=by)
    waits = card.state == FormState.PROPOSED
    context = {
        "row": pages.row(card, staff),
        "decide_url": reverse("form_decide", args=[ref]),
        "differences": pages.differences(card, viewer=by) if waits else [],
        "config": pages.preview(card),
        "may_decide": waits
        and bool(may(by, Action.PROGRAMME_APPROVE))
        and bool(decided_by_another(by.ref, card.proposed_by)),
        "own": waits and by.ref == card.proposed_by,
    }
    return runs_the_engine(render(request, "instruments/version_proposed.html", context))


@require_GET
def form_proposed_xform(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The XForm of a version for its preview, also before it is published."""
    by = actor(request)
    require(by, Action.PROGRAMME_VIEW)
    found = selectors.proposed(ref, viewer=by)
    return HttpResponse(selectors.xform_of(found, viewer=by), content_type="text/xml; charset=utf-8")
