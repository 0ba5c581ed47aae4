"""Families are shared out: those of one worker, or those that have none. Proposed by rules, decided by a person."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.selectors import StaffCard
from wasl.access.services import require
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.sharing import ShareForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages.team import families as family_count
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.dates import digits
from wasl.interfaces.web.views.cover import ref_in
from wasl.journey.services import hands
from wasl.kernel.clock import today
from wasl.workforce import labels, selectors
from wasl.workforce.selectors import Candidate


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """With `who` in the address the families of that worker; without, those that have no worker yet."""
    by = actor(request)
    require(by, Action.FILE_ASSIGN)
    who = ref_in(request, "who")
    staff = access.staff(selectors.worker_roles(), viewer=by)
    languages = access.staff_languages((card.account for card in staff), viewer=by)
    found, cards = selectors.to_share(viewer=by, today=today(), languages=languages, worker=who)
    form = ShareForm(request.POST or None, families=_families(found, cards))
    if request.method == "POST" and form.kept(lambda data: _send(form, by, request)):
        return HttpResponseRedirect(reverse("team"))
    names = access.staff_names([who], viewer=by)
    return render(
        request,
        "workforce/share.html",
        {"form": form, "rows": _rows(form, found, cards), "worker": names.get(who, "") if who else ""},
        status=422 if form.is_bound else 200,
    )


def _send(form: ShareForm, by: Actor, request: HttpRequest) -> None:
    given = form.given()
    directly = hands.share_out(given=given, reason=form.cleaned_data["reason"], by=by)
    asked = len(given) - directly
    if asked:
        text = ngettext("%(n)d family offered; it waits", "%(n)d families offered; they wait", asked)
        messages.success(request, digits(text % {"n": asked}))
    if directly:
        text = ngettext(
            "%(n)d family has its new worker now.", "%(n)d families have their new workers now.", directly
        )
        messages.success(request, digits(text % {"n": directly}))


def _families(
    found: list[Candidate], cards: dict[uuid.UUID, StaffCard]
) -> list[tuple[uuid.UUID, str, list[tuple[str, str]], str]]:
    listed = []
    for one in found:
        choices = [
            (
                f"{p.worker.account}:{p.worker.role}",
                f"{isolated(cards[p.worker.account].name)} · {family_count(p.worker.load.families)}",
            )
            for p in one.proposals
        ]
        listed.append((one.file.ref, one.file.number, choices, choices[0][0] if choices else ""))
    return listed


def _rows(form: ShareForm, found: list[Candidate], cards: dict[uuid.UUID, StaffCard]) -> list[dict[str, Any]]:
    return [
        {
            "number": one.file.number,
            "level": words.level(one.level),
            "state": words.label(one.file.state),
            "field": form[f"to-{one.file.ref}"],
            "proposed": cards[one.proposals[0].worker.account].name if one.proposals else "",
            "because": [labels.word(fit) for fit in one.proposals[0].because] if one.proposals else [],
        }
        for one in found
    ]
