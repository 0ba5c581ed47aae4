"""Sealed cases by code: the list of one's line, one case, and each thing that is done in it.

To whoever has no line, and for a code that is not one's own, there is nothing at these addresses. No name is shown
until it is asked for, and asking is a look of its own.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.interfaces.web import paper_codes, words
from wasl.interfaces.web.forms import codes as forms
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import codes as pages
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound
from wasl.lines import rules, selectors, services
from wasl.lines.enums import About, Answer, Interest, Pace, State, StepKind, Tells, Who
from wasl.lines.selectors import CaseCard
from wasl.people import selectors as people
from wasl.people.enums import AgeBand, Sex


@require_GET
def codes(request: HttpRequest) -> HttpResponse:
    """One's own cases by code; the supervisor's, those of her line with who works on them."""
    by = _of_a_line(request)
    found = selectors.cases(viewer=by)
    names = access.staff_names([card.worker for card in found], viewer=by)
    context = {
        "rows": pages.listed(found, names, today()),
        "ended": pages.ended(found),
        "loads": pages.loads(selectors.load(found), names),
    }
    return render(request, "lines/codes.html", context)


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, case: str) -> HttpResponse:
    """One case. `POST` opens the name behind the code, which the record knows as a look."""
    by = _of_a_line(request)
    card = selectors.case(case, viewer=by)
    name, number = selectors.name_of(case, viewer=by) if request.method == "POST" else (None, "")
    stands = rules.can_write(card.case, own=card.own, account=by.account)
    names = access.staff_names([card.worker], viewer=by)
    context = {
        "card": card,
        "state": words.label(card.case.state),
        "open": card.case.state is State.OPEN,
        "closed": card.case.state is State.CLOSED,
        "worker": "" if card.own else names.get(card.worker, ""),
        "may_write": bool(stands),
        "steps": pages.steps(card, today(), words_for),
        "words": [
            {"about": words.label(one.about), "text": one.text, "on": one.on} for one in card.case.words
        ],
        "plan": pages.plan(card.case.safety),
        "may_print_plan": bool(rules.can_print_plan(card.case)),
        "name": name,
        "asked_name": request.method == "POST",
        "number": number,
    }
    return render(request, "lines/code.html", context)


@require_http_methods(["GET", "POST"])
def code_act(request: HttpRequest, case: str, act: str) -> HttpResponse:
    """One thing to write in a case."""
    by = _of_a_line(request)
    card = selectors.case(case, viewer=by)
    found = FORMS.get(act)
    if found is None:
        raise NotFound
    make, write = found
    sent = request.POST if request.method == "POST" else None
    form = make(sent, card, by)
    step = _step(request, card) if act in OF_A_STEP else None
    shown = pages.steps(card, today(), words_for) if step else []
    if request.method == "POST" and form.kept(lambda data: write(card, step, data, by)):  # type: ignore[attr-defined]
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("codes") if act == "hand" else reverse("code", args=[case]))
    context = {
        "code": case,
        "title": title_of(act),
        "form": form,
        "step": next((one for one in shown if step and one["ref"] == step.ref), None),
        "child": card.child,
        "deciding": act == "decide",
    }
    return render(request, "lines/act.html", context, status=422 if form.is_bound else 200)


@require_POST
def code_do(request: HttpRequest, case: str) -> HttpResponse:
    """What takes one press: a step is done, she pauses, a colleague is stood in for, a paper is printed."""
    by = _of_a_line(request)
    do = request.POST.get("do", "")
    if do in ("slip", "plan"):
        return _paper(request, case, do, by)
    if do in set(State):
        services.state_set(code=case, state=State(do), by=by)
    elif do == "step-in":
        services.step_in(code=case, by=by)
    elif do == "finish":
        services.step_finish(code=case, step=_ref(request), by=by)
    else:
        raise NotFound
    messages.success(request, _("Kept."))
    return HttpResponseRedirect(reverse("code", args=[case]))


def _paper(request: HttpRequest, case: str, do: str, by: Actor) -> HttpResponse:
    language = request.POST.get("language", "")
    language = language if language in LANGUAGES else words.language()
    if do == "plan":
        card = services.plan_print(code=case, by=by)
        made = paper_codes.plan(dict(card.case.safety), language=language)
    else:
        card = services.slip_print(code=case, step=_ref(request), by=by)
        step = card.case.step(_ref(request))
        if step is None:
            raise NotFound
        with translation.override(language):
            facts = _facts(card)
        made = paper_codes.asking(card, step, facts=facts, language=language)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="1.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _facts(card: CaseCard) -> dict[Tells, str]:
    """What a slip may say of her where it was ticked; codes that the file has in the clear, and her safe contact."""
    found = {Tells.SAFE_CONTACT: card.case.contact}
    rows = people.rows_of(card.file, active=None) if card.file else []
    for row in rows:
        if row.id == card.person:
            found |= {
                Tells.SEX: words.label(Sex(row.sex)),
                Tells.AGE_BAND: words.label(AgeBand(row.age_band)) if row.age_band else "",
                Tells.LANGUAGE: LANGUAGES[row.language].name if row.language in LANGUAGES else "",
            }
    return found


def _of_a_line(request: HttpRequest) -> Actor:
    by = actor(request)
    if not selectors.in_a_line(by):
        raise NotFound
    return by


def _ref(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("step") or request.GET.get("step") or "")
    except ValueError:
        raise NotFound from None


def _step(request: HttpRequest, card: CaseCard) -> rules.Step:
    found = card.case.step(_ref(request))
    if found is None:
        raise NotFound
    return found


def _safety(sent: Any, card: CaseCard, by: Actor) -> Form:
    return forms.SafetyForm(sent, initial=dict(card.case.safety))


def _hand(sent: Any, card: CaseCard, by: Actor) -> Form:
    others = [one for one in selectors.workers(card.line, viewer=by) if one.account != card.worker]
    return forms.HandForm(sent, staff=[(str(one.account), one.name) for one in others])


Write = Callable[[CaseCard, Any, dict[str, Any], Actor], object]
Make = Callable[[Any, CaseCard, Actor], Form]
OF_A_STEP = frozenset({"decide", "interest"})
FORMS: dict[str, tuple[Make, Write]] = {
    "words": (
        lambda sent, card, by: forms.WordsForm(sent, initial={"about": About.NEED.value}),
        lambda card, step, data, by: services.words_add(
            code=card.code, about=About(data["about"]), text=data["text"], by=by
        ),
    ),
    "contact": (
        lambda sent, card, by: forms.ContactForm(sent, initial={"text": card.case.contact}),
        lambda card, step, data, by: services.contact_set(code=card.code, text=data["text"], by=by),
    ),
    "step": (
        lambda sent, card, by: forms.StepForm(sent, initial={"pace": Pace.SOON.value}),
        lambda card, step, data, by: services.step_add(
            code=card.code, kind=StepKind(data["kind"]), pace=Pace(data["pace"]), text=data["text"], to=data["to"],
            tells=[Tells(one) for one in data["tells"]], by=by,
        ),
    ),
    "decide": (
        lambda sent, card, by: forms.DecideForm(sent, child=card.child),
        lambda card, step, data, by: services.step_decide(
            code=card.code, step=step.ref, who=Who(data["who"]), answer=Answer(data["answer"]),
            informed=data["informed"], alone=data["alone"], by=by,
        ),
    ),
    "interest": (
        lambda sent, card, by: forms.InterestForm(sent),
        lambda card, step, data, by: services.interest_find(
            code=card.code, step=step.ref, interest=Interest(data["interest"]), by=by
        ),
    ),
    "safety": (
        _safety,
        lambda card, step, data, by: services.safety_set(
            code=card.code, plan={name: data[name] for name in forms.PLAN}, paper=data["paper"], by=by
        ),
    ),
    "hand": (
        _hand,
        lambda card, step, data, by: services.hand_over(code=card.code, to=uuid.UUID(data["to"]), by=by),
    ),
}  # fmt: skip


def title_of(act: str) -> str:
    """The heading of each form."""
    return {
        "words": _("What she needs and wishes"),
        "contact": _("The safe way to reach her"),
        "step": _("A step, if she wants it"),
        "decide": _("What she says"),
        "interest": _("What is best for the child"),
        "safety": _("Safety plan"),
        "hand": _("Hand over to a colleague of the line"),
    }[act]
