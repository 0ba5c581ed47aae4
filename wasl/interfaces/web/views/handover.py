"""A file is offered to a colleague, accepted or declined; at every moment it has one named worker."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.selectors import files, record
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.services import files as services
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import DeclineForm, HandoverForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.dates import digits
from wasl.journey.services import hands
from wasl.workforce.selectors import worker_roles


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a worker, or answer what was proposed."""
    by = actor(request)
    card = files.view(number, viewer=by)
    offer = record.open_handover(card.ref, viewer=by)
    asked = offer is not None and offer.to_worker == by.ref
    staff = _staff(card, by) if not asked else []
    do = request.POST.get("do", "")
    names = access.staff_names([card.worker, offer.to_worker if offer else None], viewer=by)
    worker = names.get(card.worker, "") if card.worker else ""
    stands = {
        _("Worker now"): worker or "—",
        _("Offered to"): names.get(offer.to_worker, "") if offer else "—",
    }
    form = HandoverForm(
        request.POST if do == "propose" else None,
        staff=[(key, label) for key, label, _r in staff],
        stands=stands,
    )
    decline = DeclineForm(request.POST if do == "decline" else None, stands=stands)
    if request.method == "POST":
        if do == "accept":
            hands.hand_accept(file=card.ref, by=by)
            messages.success(request, _("The family is yours from now on."))
            return HttpResponseRedirect(reverse("file", args=[card.number]))
        if do == "decline" and decline.kept(
            lambda data: services.handover_decline(file=card.ref, reason=data["reason"], by=by)
        ):
            messages.success(request, _("The file stays where it was."))
            return HttpResponseRedirect(reverse("my_day"))
        if do == "propose" and form.kept(lambda data: _propose(card, data["to"], data["reason"], by)):
            messages.success(
                request, _("Offered. Until it is accepted the present worker stays responsible.")
            )
            return HttpResponseRedirect(reverse("my_day"))
    may_hand = may(by, Action.FILE_HANDOVER if card.worker == by.ref else Action.FILE_ASSIGN, on=card)
    context = {
        "file": card,
        "offer": offer,
        "asked": asked,
        "worker": worker,
        "offered_to": names.get(offer.to_worker, "") if offer else "",
        "form": form if may_hand and staff else None,
        "decline": decline,
        "may_hand": bool(may_hand),
    }
    return render(request, "journey/handover.html", context, status=422 if request.method == "POST" else 200)


def _staff(card: FileCard, by: Actor) -> list[tuple[str, str, str]]:
    """Who could take the file: of the same site, the least loaded first."""
    team = access.teams().get(card.team)
    sites = [team.site] if team else list(by.sites)
    found = access.staff(worker_roles(), viewer=by, sites=sites)
    return [
        (
            f"{s.account}:{s.role}",
            f"{isolated(s.name)} · {words.role(s.role, s.gender)} · {_load(s.load)}",
            s.role,
        )
        for s in found
        if s.account != card.worker
    ]


def _load(count: int) -> str:
    return digits(ngettext("%(n)d family", "%(n)d families", count) % {"n": count})


def _propose(card: FileCard, to: str, reason: str, by: Actor) -> None:
    account, _colon, role = to.partition(":")
    hands.hand_over(file=card.ref, to=uuid.UUID(account), role=role, reason=reason, by=by)
