"""A person says that something is wrong about her: taken down, decided, on paper, her own words beside it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access.enums import Action
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import paper, words
from wasl.interfaces.web.forms.rights import CorrectionForm, DecideForm, RefuseForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import own_data as page
from wasl.interfaces.web.pages import reception
from wasl.interfaces.web.refusals import words_for
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound, Refused
from wasl.people import selectors as people
from wasl.people.selectors import PersonCard
from wasl.rights.enums import About, CorrectionState
from wasl.rights.selectors import corrections as selectors
from wasl.rights.selectors.corrections import CorrectionCard, Target
from wasl.rights.services import corrections as services


@require_http_methods(["GET", "POST"])
def person_corrections(request: HttpRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """What she says is wrong, what was decided about it, and a new one."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PERSON_EDIT)
    inside = people.people_of(card.ref, viewer=by, active=None)
    asked = next((one for one in inside if one.ref == person), None)
    if asked is None:
        raise NotFound
    targets = selectors.targets(card.ref, person, viewer=by, roles=card.roles)
    cards = selectors.corrections(card.ref, viewer=by, roles=card.roles, person=person)
    here = reverse("person_corrections", args=[card.number, person])
    todo, bound = request.POST.get("do", ""), None
    if request.method == "POST" and todo:
        one = next((c for c in cards if str(c.ref) == request.POST.get("correction", "")), None)
        if one is None:
            raise NotFound
        if todo == "print":
            selectors.printed(card.ref, one, viewer=by)
            return _paper(one, card, asked, targets)
        bound = (
            _decide_form(one, targets, request) if todo != "refuse" else _refuse_form(one, targets, request)
        )
        if _decided(bound, todo, one, card, request):
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(here)
    choices = [(target.code, page.target_label(target)) for target in targets]
    form = CorrectionForm(request.POST if request.method == "POST" and not todo else None, targets=choices)
    if form.is_bound and form.kept(lambda data: _ask(data, card, person, request)):
        messages.success(request, _("Taken down. It is decided within the days; she gets it on paper."))
        return HttpResponseRedirect(here)
    context = {
        "file": card,
        "called": reception.called(asked),
        "form": form,
        "bound": bound,
        "lines": [_line(c, targets, bound) for c in cards],
    }
    faulty = form.is_bound or bound is not None
    return render(request, "rights/person_corrections.html", context, status=422 if faulty else 200)


def _ask(data: dict[str, Any], card: FileCard, person: uuid.UUID, request: HttpRequest) -> None:
    what, about, field = data["target"].split(":", 2)
    services.correction_ask(
        file=card.ref, person=person, what=About(what), about=uuid.UUID(about), field=field, wanted=data["wanted"],
        by=actor(request),
    )  # fmt: skip


def _target(card: CorrectionCard, targets: list[Target]) -> Target | None:
    return next(
        (t for t in targets if (t.what, t.about, t.field) == (card.what, card.about, card.field)), None
    )


def _stands(card: CorrectionCard, targets: list[Target]) -> dict[str, str]:
    """How it stands now: whoever decides is told when that changed meanwhile."""
    target = _target(card, targets)
    return {str(_("As it stands")): target.stands if target else ""}


def _decide_form(
    card: CorrectionCard, targets: list[Target], request: HttpRequest | None = None
) -> DecideForm:
    first = {"correction": card.ref, "version": card.version}
    return DecideForm(
        request.POST if request else None, initial=first, stands=_stands(card, targets), about=str(card.ref),
        auto_id=f"{card.ref}_%s",
    )  # fmt: skip


def _refuse_form(
    card: CorrectionCard, targets: list[Target], request: HttpRequest | None = None
) -> RefuseForm:
    first = {"correction": card.ref, "version": card.version}
    return RefuseForm(
        request.POST if request else None, initial=first, stands=_stands(card, targets), about=str(card.ref),
        auto_id=f"{card.ref}_r_%s",
    )  # fmt: skip


def _decided(form: Any, todo: str, one: CorrectionCard, card: FileCard, request: HttpRequest) -> bool:
    known: dict[str, Any] = {"file": card.ref, "correction": one.ref, "by": actor(request)}

    def write(data: dict[str, Any]) -> None:
        known["version"] = data["version"]
        if todo == "accept":
            services.correction_accept(**known)
        elif todo == "withdraw":
            services.correction_withdraw(**known)
        else:
            services.correction_refuse(**known, reason=data["reason"], statement=data["statement"])

    try:
        return bool(form.kept(write))
    except Refused as refused:
        if refused.kind == "person":
            raise
        form.add_error(None, str(words_for(refused.code)))
        return False


def _line(card: CorrectionCard, targets: list[Target], bound: Any) -> dict[str, Any]:
    known = {target.about: target for target in targets}
    accept, refuse = _decide_form(card, targets), _refuse_form(card, targets)
    if isinstance(bound, RefuseForm) and bound.data.get("correction") == str(card.ref):
        refuse = bound
    target = _target(card, targets)
    return page.correction_line(card, known) | {
        "stands": target.stands if target else "",
        "accept_form": accept if card.state in (CorrectionState.ASKED, CorrectionState.REFUSED) else None,
        "refuse_form": refuse if card.state is CorrectionState.ASKED else None,
    }


def _paper(one: CorrectionCard, card: FileCard, asked: PersonCard, targets: list[Target]) -> HttpResponse:
    language = asked.language if asked.language in words.programme().languages else words.language()
    target = _target(one, targets)
    with page.speaking(language):
        line = page.correction_line(one, {t.about: t for t in targets})
    data = page.correction_paper(
        line, number=card.number, language=language, on=today(), stands=target.stands if target else ""
    )
    answer = HttpResponse(paper.pdf("correction", data), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{card.number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
