"""What everyone receives, such as soap or vaccination, for many families at once."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wasl.access.enums import Action
from wasl.access.services import require
from wasl.casefile.selectors import files
from wasl.interfaces.web.forms.journey import GroupForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.dates import digits
from wasl.journey.services import stay
from wasl.kernel.clock import today
from wasl.people.enums import FamilyRole
from wasl.people.labels import place
from wasl.phases.rehabilitation.selectors import stay as selectors


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest) -> HttpResponse:
    """Choose families or single people of one's own list, or of the team's, and what they received."""
    by = actor(request)
    require(by, Action.SERVICE_GROUP)
    leads = any(m.reach in ("team", "site") for m in by.memberships)
    scope = "team" if leads and request.GET.get("scope") == "team" else "mine"
    listing = files.listing(viewer=by, scope=scope, order="number", after=request.GET.get("after", ""))
    members = selectors.members([card.ref for card in listing.cards], viewer=by)
    form = GroupForm(request.POST or None, initial={"key": uuid.uuid4(), "on": today()})
    if form.is_bound:
        chosen = _chosen(request)
        if not chosen:
            form.add_error(None, str(words_for("nobody_chosen")))
        elif form.kept(
            lambda data: messages.success(
                request,
                _said(
                    stay.group(code=data["code"], on=data["on"], chosen=chosen, form_key=data["key"], by=by)
                ),
            )
        ):
            return HttpResponseRedirect(reverse("group") + f"?scope={scope}")
    families = [
        {
            "ref": card.ref,
            "number": card.number,
            "name": card.called,
            "chosen": str(card.ref) in request.POST.getlist("family"),
            "people": [
                {
                    "ref": p.ref,
                    "name": p.called or place(FamilyRole(p.role), p.sex),
                    "band": p.age_band,
                    "chosen": f"{card.ref}:{p.ref}" in request.POST.getlist("person"),
                }
                for p in members.get(card.ref, ())
            ],
        }
        for card in listing.cards
    ]
    context = {"form": form, "families": families, "scope": scope, "leads": leads, "listing": listing}
    return render(request, "rehabilitation/group.html", context, status=422 if form.is_bound else 200)


def _chosen(request: HttpRequest) -> dict[uuid.UUID, Sequence[uuid.UUID]]:
    """File to the people ticked in it; an empty list is the whole family."""
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for text in request.POST.getlist("family"):
        if ref := _uuid(text):
            found[ref] = []
    for text in request.POST.getlist("person"):
        file, _colon, person = text.partition(":")
        in_file, ref = _uuid(file), _uuid(person)
        if in_file and ref and not (in_file in found and not found[in_file]):
            found.setdefault(in_file, []).append(ref)
    return dict(found)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _said(count: int) -> str:
    return digits(ngettext("Kept for %(n)d person.", "Kept for %(n)d people.", count) % {"n": count})
