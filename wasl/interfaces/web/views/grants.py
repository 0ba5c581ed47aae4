"""Who has been let into a file, and ending it before its time."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access import selectors as access
from wasl.access.enums import Action
from wasl.casefile.selectors import files
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import grants as pages
from wasl.journey.services import hands


@require_http_methods(["GET", "POST"])
def file_access(request: HttpRequest, number: str) -> HttpResponse:
    """The staff who may open this file by name; the family's worker or whoever shares out files ends it for one."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.FILE_HANDOVER)
    account, _colon, role = request.POST.get("key", "").partition(":")
    ref = _ref(account)
    if request.method == "POST" and ref is not None:
        hands.access_end(file=card.ref, account=ref, role=role, by=by)
        messages.success(request, _("From now on this person reads the file no longer."))
        return HttpResponseRedirect(reverse("file_access", args=[card.number]))
    found = pages.lines(access.grants_on(card.ref, viewer=by), card, by)
    return render(
        request,
        "casefile/file_access.html",
        {"file": card, "found": found},
        status=422 if request.method == "POST" else 200,
    )


def _ref(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
