"""The safety plan on a person's own page: made with her, read by whoever works with her family, and by no table.

No name is opened here, the file is not recorded as viewed, and nothing of the file is touched: a row written in the
same transaction would tell of whom the envelope is. Where one may not, there is nothing at this address.
"""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access import selectors as access
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.selectors import files
from wasl.interfaces.web import paper_codes, words
from wasl.interfaces.web.forms.codes import PLAN, SafetyForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import codes as pages
from wasl.interfaces.web.ui.dates import digits
from wasl.kernel.errors import NotFound
from wasl.lines.selectors import safety_plan
from wasl.lines.services import own_plan_write
from wasl.people import selectors as people
from wasl.people.enums import AgeBand, FamilyRole


@require_http_methods(["GET", "POST"])
def safety(request: HttpRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """Read it, write it anew, and print it if she wants a paper."""
    by = actor(request)
    ref = files.find(number, viewer=by)
    held = access.hold(ref, viewer=by)
    row = next((one for one in people.rows_of(ref) if one.id == person), None)
    if row is None or not may(by, Action.NOTE_READ_OWN_CIRCLE, on=held):
        raise NotFound
    found = safety_plan(ref, person, viewer=by)
    plan = dict(found.plan) if found else {}
    if request.method == "POST" and request.POST.get("do") == "print":
        if not plan.get("paper"):
            raise NotFound
        answer = HttpResponse(
            paper_codes.plan(plan, language=words.language()), content_type="application/pdf"
        )
        answer["Content-Disposition"] = 'inline; filename="1.pdf"'
        answer["Cache-Control"] = "no-store"
        return answer
    form = SafetyForm(request.POST if request.method == "POST" else None, initial=plan)
    if request.method == "POST" and form.kept(
        lambda data: own_plan_write(
            file=ref, person=person, plan={name: data[name] for name in PLAN}, paper=data["paper"], by=by
        )
    ):
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("safety", args=[held.number, person]))
    context = {
        "number": held.number,
        "person": person,
        "who": digits(f"{words.label(FamilyRole(row.role))} · {words.label(AgeBand(row.age_band))}"),
        "plan": pages.plan(plan),
        "paper": plan.get("paper"),
        "form": form,
    }
    return render(request, "lines/safety.html", context, status=422 if form.is_bound else 200)
