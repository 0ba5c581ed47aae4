"""Two files of one family: seen side by side, joined by whoever leads the team, and parted again."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access import selectors as access
from wasl.access.enums import Action
from wasl.access.services import require
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web.forms.joining import JoiningForm, NumberForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.journey.selectors import joining as selectors
from wasl.journey.services import joining as services
from wasl.kernel.errors import NotFound, Refused


@require_http_methods(["GET", "POST"])
def joining(request: HttpRequest, number: str) -> HttpResponse:
    """The other file by its number; then everybody side by side; below, what was joined before and the way back."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.FILE_ASSIGN)
    if request.POST.get("do") == "back":
        return _back(request, card)
    asked = NumberForm(request.GET if "number" in request.GET else None)
    other = _other(asked, card, request) if asked.is_bound and asked.is_valid() else None
    form = None
    if other is not None:
        mine, others = selectors.beside(card.ref, other.ref, viewer=by)
        posted = request.POST if request.method == "POST" else None
        form = JoiningForm(posted, mine=mine, others=others, stands={"": other.version}, about=other.ref)
        if request.method == "POST" and form.kept(lambda data: _join(card, other, form, data, request)):
            messages.success(request, _("The two files are one now. Both numbers lead here."))
            return HttpResponseRedirect(reverse("file", args=[card.number]))
    made = selectors.joinings(card.ref, viewer=by)
    staff = access.staff_names({one.made_by for one in made}, viewer=by)
    context = {
        "file": card, "asked": asked, "other": other, "form": form,
        "made": [
            {
                "ref": one.ref, "number": one.number, "on": iraqi_date(one.made_at), "reason": one.reason,
                "who": staff.get(one.made_by, "") if one.made_by else "",
                "undone": iraqi_date(one.undone_at) if one.undone_at else "",
            }
            for one in made
        ],
    }  # fmt: skip
    wrong = (form is not None and form.is_bound) or bool(asked.errors)
    return render(request, "people/joining.html", context, status=422 if wrong else 200)


def _other(asked: NumberForm, card: FileCard, request: HttpRequest) -> FileCard | None:
    by = actor(request)
    try:
        found = files.get(files.find(asked.cleaned_data["number"], viewer=by), viewer=by)
        require(by, Action.FILE_ASSIGN, on=found)
    except (NotFound, Refused) as refused:
        asked.add_error("number", str(words_for(getattr(refused, "code", "no_such_file"))))
        return None
    if found.ref == card.ref:
        asked.add_error("number", str(words_for("same_file")))
        return None
    return found


def _join(
    card: FileCard, other: FileCard, form: JoiningForm | None, data: dict[str, Any], request: HttpRequest
) -> None:
    if form is not None:
        services.join(
            file=card.ref, other=other.ref, pairs=form.pairs, reason=data["reason"], by=actor(request)
        )


def _back(request: HttpRequest, card: FileCard) -> HttpResponse:
    """Take a joining back; what keeps it from being taken back is said on the page that refuses."""
    by = actor(request)
    try:
        ref = uuid.UUID(request.POST.get("joining", ""))
    except ValueError:
        raise NotFound from None
    if ref not in {one.ref for one in selectors.joinings(card.ref, viewer=by)}:
        raise NotFound
    services.take_back(joining=ref, by=by)
    messages.success(request, _("The two files are apart again, each as it was."))
    return HttpResponseRedirect(reverse("joining", args=[card.number]))
