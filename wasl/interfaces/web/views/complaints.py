"""The complaint and feedback box: taken down by anybody, handled by a named person, answered by a slip's number."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access import selectors as access
from wasl.access.enums import Action
from wasl.access.services import may, require
from wasl.interfaces.web import paper, words
from wasl.interfaces.web.forms.rights import (
    AnswerForm,
    AppealForm,
    ComplaintForm,
    PaperForm,
    PassForm,
    SlipForm,
    StepForm,
    ToldForm,
)
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import rights as page
from wasl.interfaces.web.refusals import words_for
from wasl.kernel.clock import today
from wasl.kernel.errors import Refused
from wasl.rights.enums import ComplaintState, Outcome, Told
from wasl.rights.rules import COMPLAINT, OPEN
from wasl.rights.selectors import complaints as selectors
from wasl.rights.services import complaints as services


@require_http_methods(["GET", "POST"])
def complaint_new(request: HttpRequest) -> HttpResponse:
    """Take down what somebody tells; or print forms on which people write it themselves."""
    by = actor(request)
    require(by, Action.COMPLAINT_TAKE)
    form = ComplaintForm(
        request.POST or None, staff=page.staff_choices(by), initial={"file": request.GET.get("file", "")}
    )
    taken = ""

    def write(_data: dict[str, Any]) -> None:
        nonlocal taken
        taken = services.complaint_take(by=by, **form.given())

    if request.method == "POST" and _kept(form, write):
        messages.success(request, _("It is taken down and on its way. Give the slip with the number."))
        return HttpResponseRedirect(f"{reverse('complaint_slip')}?number={taken}")
    context = {"form": form, "papers": PaperForm(initial={"language": words.language()})}
    return render(request, "rights/complaint_new.html", context, status=422 if form.is_bound else 200)


def _kept(form: Any, write: Callable[[dict[str, Any]], object]) -> bool:
    """A refusal that the form can show stands at its top, and nothing typed is lost."""
    try:
        return bool(form.kept(write))
    except Refused as refused:
        if refused.kind == "person":
            raise
        form.add_error(None, str(words_for(refused.code)))
        return False


@require_POST
def complaint_forms(request: HttpRequest) -> HttpResponse:
    """Numbered forms to take away, each with a slip to tear off."""
    require(actor(request), Action.COMPLAINT_TAKE)
    form = PaperForm(request.POST)
    if not form.is_valid():
        return HttpResponseRedirect(reverse("complaint_new"))
    data = page.form_paper(form.cleaned_data["language"], form.cleaned_data["count"])
    return _pdf(paper.pdf("complaint", data | {"only_slip": False, "until": ""}), "complaint-forms")


@require_http_methods(["GET", "POST"])
def complaint_slip(request: HttpRequest) -> HttpResponse:
    """At the desk: where a complaint stands, by its number; and that somebody is not content with the answer."""
    by = actor(request)
    require(by, Action.COMPLAINT_TAKE)
    number = request.POST.get("number", "") or request.GET.get("number", "")
    appeal = AppealForm(request.POST or None, initial={"number": number})
    if request.method == "POST" and _kept(appeal, lambda data: services.complaint_appeal(by=by, **data)):
        messages.success(request, _("Somebody else looks at it now."))
        return HttpResponseRedirect(f"{reverse('complaint_slip')}?number={number}")
    card = selectors.at_desk(number, viewer=by) if number else None
    slip = SlipForm({"number": number}) if number else SlipForm()
    if number and card is None and slip.is_valid():
        slip.add_error("number", str(words_for("slip_unknown")))
    context = {
        "slip": slip,
        "appeal": appeal if card and COMPLAINT.decide(card.state, ComplaintState.REOPENED) else None,
        "card": page.line(card) if card else None,
        "until": card.answer_by if card else None,
        "answered": card is not None and card.state is ComplaintState.ANSWERED,
    }
    return render(request, "rights/complaint_slip.html", context, status=422 if appeal.is_bound else 200)


@require_GET
def complaint_slip_paper(request: HttpRequest) -> HttpResponse:
    """The slip with number and day, for who told it at the desk."""
    by = actor(request)
    require(by, Action.COMPLAINT_TAKE)
    card = selectors.at_desk(request.GET.get("number", ""), viewer=by)
    if card is None:
        return HttpResponseRedirect(reverse("complaint_slip"))
    data = page.slip_paper(card, _language(request))
    return _pdf(paper.pdf("complaint", data | {"only_slip": True}), "slip")


@require_GET
def complaints(request: HttpRequest) -> HttpResponse:
    """What is in one's hands, the first due on top."""
    by = actor(request)
    require(by, Action.COMPLAINT_HANDLE)
    cards = selectors.mine(viewer=by)
    context = {
        "open": [page.line(one) for one in cards if one.due],
        "done": [page.line(one) for one in cards if not one.due],
        "may_count": bool(may(by, Action.REPORT_VIEW)),
    }
    return render(request, "rights/complaints.html", context)


@require_GET
def complaint_counts(request: HttpRequest) -> HttpResponse:
    """This year's complaints in numbers in which nobody can be found."""
    by = actor(request)
    require(by, Action.REPORT_VIEW)
    since = today().replace(month=1, day=1)
    found = selectors.counts(viewer=by, since=since)
    shown = any(count is not None for table in found.values() for count in table.values())
    tables = page.count_tables(found) if shown else []
    return render(request, "rights/complaint_counts.html", {"tables": tables, "since": since})


@require_http_methods(["GET", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    """One complaint: what was told, what was done, and the next step."""
    by = actor(request)
    require(by, Action.COMPLAINT_HANDLE)
    if not request.GET.get("number"):
        return HttpResponseRedirect(reverse("complaints"))
    found = selectors.complaint(request.GET["number"], viewer=by)
    card, todo = found.card, request.POST.get("do", "")
    known: dict[str, Any] = {"complaint": card.ref, "by": by}
    first = {"version": card.version}
    steps: dict[str, tuple[Any, Callable[[dict[str, Any]], object]]] = {
        "acknowledge": (StepForm, lambda data: services.complaint_acknowledge(**known, **data)),
        "look": (StepForm, lambda data: services.complaint_look_into(**known, **data)),
        "pass": (PassForm, lambda data: services.complaint_pass(**known, **data)),
        "answer": (
            AnswerForm,
            lambda data: services.complaint_answer(**known, **data | {"outcome": Outcome(data["outcome"])}),
        ),
        "close": (
            ToldForm,
            lambda data: services.complaint_close(**known, **data | {"told": Told(data["told"])}),
        ),
    }
    bound = None
    if request.method == "POST" and todo in steps:
        kind, write = steps[todo]
        bound = kind(request.POST, initial=first, auto_id=f"{todo}_%s")
        if _kept(bound, write):
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(reverse("complaints") if todo == "pass" else page.url(card))
    forms = {
        name: bound if name == todo and bound else kind(initial=first, auto_id=f"{name}_%s")
        for name, (kind, _w) in steps.items()
    }
    names = access.staff_names({found.about, *(step.by for step in found.steps)}, viewer=by)
    context = {
        "card": page.line(card),
        "complaint": found,
        "facts": page.facts(found, names),
        "steps": page.steps(found, names),
        "forms": {name: forms[name] for name in _offered(card.state)},
        "bound": bound,
        "answered": card.answered_on is not None,
    }
    return render(request, "rights/complaint.html", context, status=422 if bound else 200)


def _offered(state: ComplaintState) -> list[str]:
    """What can be done now."""
    ways = {
        "acknowledge": COMPLAINT.decide(state, ComplaintState.ACKNOWLEDGED),
        "look": state is ComplaintState.LOOKED_INTO or COMPLAINT.decide(state, ComplaintState.LOOKED_INTO),
        "answer": COMPLAINT.decide(state, ComplaintState.ANSWERED),
        "close": COMPLAINT.decide(state, ComplaintState.CLOSED),
        "pass": state in OPEN,
    }
    return [name for name, open_ in ways.items() if open_]


@require_GET
def complaint_answer_paper(request: HttpRequest) -> HttpResponse:
    """The answer on paper, to lie in an envelope at the desk; addressed to the number."""
    by = actor(request)
    require(by, Action.COMPLAINT_HANDLE)
    if not request.GET.get("number"):
        return HttpResponseRedirect(reverse("complaints"))
    found = selectors.complaint(request.GET["number"], viewer=by)
    if found.card.answered_on is None:
        return HttpResponseRedirect(page.url(found.card))
    return _pdf(paper.pdf("complaint_answer", page.answer_paper(found, _language(request))), "answer")


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in words.programme().languages else words.language()


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}-{today().isoformat()}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
