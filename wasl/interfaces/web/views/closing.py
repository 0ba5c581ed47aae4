"""The end of our work: proposed by the officer, signed off by somebody else, opened again whenever it is needed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.enums import ENDED, FileState
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.home import ClosingForm, ReopenForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import home as pages
from wasl.interfaces.web.pages.journey import stage
from wasl.journey.rules import STAYING
from wasl.journey.selectors import way
from wasl.journey.services import home
from wasl.phases.aftercare import selectors
from wasl.phases.aftercare.enums import ReturnedBecause


@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, number: str) -> HttpResponse:
    """Propose, sign off, give back or open again, as the file stands."""
    by = actor(request)
    card = files.view(number, viewer=by)
    endings = pages.endings(way.closing_lines(card, viewer=by))
    chosen = next((e for e in endings if e["code"] == request.GET.get("reason")), None)
    lines = [(line["code"], line["wording"]) for line in chosen["lines"] if line["asked"]] if chosen else []
    do = request.POST.get("do", "")
    found = selectors.closing(card.ref, viewer=by, words=True)
    stands = stage(card) | pages.proposed(found)
    form = ClosingForm(request.POST if do == "propose" else None, lines=lines, stands=stands)
    reopen = ReopenForm(request.POST if do == "reopen" else None, stands=stands)
    if request.method == "POST" and _done(card, by, do, form, reopen, chosen["code"] if chosen else ""):
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("closing", args=[card.number]))
    staff = access.staff_names([found.proposed_by, found.signed_by] if found else [], viewer=by)
    waits = found is not None and found.waits
    own = found is not None and by.ref in (found.proposed_by, card.worker)
    names = words.programme().aftercare.closings
    context = {
        "file": card,
        "closing": found,
        "reason": words.say(names[found.reason].name) if found and found.reason in names else "",
        "proposed_by": staff.get(found.proposed_by, "") if found and found.proposed_by else "",
        "signed_by": staff.get(found.signed_by, "") if found and found.signed_by else "",
        "waits": waits,
        "may_sign": waits and not own and bool(may(by, Action.FILE_CLOSE, on=card)),
        "endings": endings if _may_propose(card, by) and not waits else [],
        "chosen": chosen,
        "form": form,
        "reopen": reopen if card.state in ENDED and may(by, Action.FILE_REOPEN, on=card) else None,
        "ended": card.state in ENDED,
    }
    return render(request, "aftercare/closing.html", context, status=422 if request.method == "POST" else 200)


def _may_propose(card: FileCard, by: Actor) -> bool:
    within = card.state in STAYING or card.state is FileState.AFTERCARE
    return within and bool(may(by, Action.AFTERCARE_CONTACT, on=card))


def _done(card: FileCard, by: Actor, do: str, form: ClosingForm, reopen: ReopenForm, reason: str) -> bool:
    match do:
        case "propose":
            return form.kept(
                lambda data: home.closing_propose(
                    file=card.ref,
                    reason=reason,
                    answered=data.get("answered", []),
                    words=data["words"],
                    by=by,
                )
            )
        case "sign":
            home.closing_sign(file=card.ref, by=by)
            return True
        case "return":
            home.closing_return(file=card.ref, by=by)
            return True
        case "reopen":
            return reopen.kept(
                lambda data: home.reopen(file=card.ref, because=ReturnedBecause(data["because"]), by=by)
            )
    return False
