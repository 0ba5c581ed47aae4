"""What a family waits for: one of a closed list, since when and until when."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access.enums import Action
from wasl.casefile.enums import WaitingReason
from wasl.casefile.selectors import files, record
from wasl.casefile.services import files as services
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import WaitingEndForm, WaitingForm
from wasl.interfaces.web.middleware import actor
from wasl.kernel.clock import today


@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest, number: str) -> HttpResponse:
    """Set the reason, or say that what was waited for is there."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.CASE_WAIT)
    do = request.POST.get("do", "")
    form = WaitingForm(
        request.POST if do == "set" else None,
        initial={"since": today(), "reason": card.waiting},
        edits=("reason",),
    )
    waited = {_("What for"): words.label(WaitingReason(card.waiting)) if card.waiting else "—"}
    ended = WaitingEndForm(request.POST if do == "end" else None, initial={"on": today()}, stands=waited)
    kept = (
        do == "set"
        and form.kept(
            lambda data: services.waiting_set(
                file=card.ref, reason=WaitingReason(data["reason"]), since=data["since"], by=by
            )
        )
    ) or (
        do == "end" and ended.kept(lambda data: services.waiting_end(file=card.ref, on=data["on"], by=by))
    )  # fmt: skip
    if kept:
        return HttpResponseRedirect(reverse("file", args=[card.number]))
    waits = [
        {"reason": words.label(WaitingReason(reason)), "since": since, "until": until}
        for reason, since, until in record.waits(card.ref, viewer=by)
    ]
    context = {"file": card, "form": form, "ended": ended, "waits": waits}
    return render(request, "journey/waiting.html", context, status=422 if request.method == "POST" else 200)
