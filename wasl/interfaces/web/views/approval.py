"""A plan is handed in and approved by another; two of its versions lie side by side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.access import selectors as access
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.selectors import files, record
from wasl.interfaces.web.forms.between import AnswerForm
from wasl.interfaces.web.forms.journey import WayForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import approval as pages
from wasl.interfaces.web.pages import plan as plan_pages
from wasl.kernel.errors import NotFound
from wasl.people import selectors as people
from wasl.phases.rehabilitation.rules import can_answer_plan, can_hand_in
from wasl.phases.rehabilitation.selectors import approvals, plan
from wasl.phases.rehabilitation.services import approvals as services


@require_http_methods(["GET", "POST"])
def plan_approval(request: HttpRequest, number: str) -> HttpResponse:
    """What the plan still lacks, line by line; handing it in; approving it or sending it back."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PLAN_WRITE)
    now = approvals.standing(card, viewer=by)
    stands = {str(_("Plan")): str(now.versions) + str(now.last.ref if now.last else "")}
    do = request.POST.get("do", "")
    hand_in = WayForm(request.POST if do == "hand_in" else None)
    answer = AnswerForm(request.POST if do in ("approve", "send_back") else None, stands=stands)
    if do == "hand_in" and hand_in.kept(lambda data: services.plan_hand_in(file=card.ref, by=by)):
        messages.success(request, _("Handed in. The supervisor finds it on the page of the team."))
        return HttpResponseRedirect(reverse("plan_approval", args=[card.number]))
    if do in ("approve", "send_back") and answer.kept(
        lambda data: services.plan_answer(file=card.ref, approve=do == "approve", words=data["words"], by=by)
    ):
        messages.success(request, _("Approved.") if do == "approve" else _("Sent back with your words."))
        return HttpResponseRedirect(reverse("plan_approval", args=[card.number]))
    inside = {one.ref: one for one in people.people_of(card.ref, viewer=by)}
    names = access.staff_names(
        [ref for one in now.approvals for ref in (one.handed_by, one.answered_by)], viewer=by
    )
    made = {*now.prepared, now.last.handed_by if now.last else None, card.worker}
    may_lock = bool(may(by, Action.PLAN_LOCK, on=card)) and now.waits
    other = by.account not in made
    context = {
        "file": card,
        "chip": pages.chip(now),
        "missing": pages.missing(now.missing, inside, card.number),
        "may_hand_in": bool(may(by, Action.PLAN_AGREE, on=card))
        and bool(can_hand_in(now.missing, waits=now.waits, stands=now.stands)),
        "answer": answer if may_lock and other else None,
        "may_approve": bool(
            can_answer_plan(now.missing, by=by.account, prepared=made, approve=True, same=now.same)
        ),
        "own": may_lock and not other,
        "waits": now.waits,
        "changed": now.waits and not now.same,
        "said": [pages.said(one, names) for one in now.approvals],
    }
    return render(
        request, "rehabilitation/plan_approval.html", context, status=422 if answer.is_bound else 200
    )


@require_GET
def plan_compare(request: HttpRequest, number: str) -> HttpResponse:
    """Two agreed versions of one page, each exactly as it was agreed then."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PLAN_WRITE)
    versions = {str(one.ref): one for one in record.plans(card.ref, viewer=by, words=True)}
    newer = versions.get(request.GET.get("newer", "")) or next(iter(versions.values()), None)
    if newer is None:
        raise NotFound
    same_page = [one for one in versions.values() if one.person == newer.person]
    older = versions.get(request.GET.get("older", ""))
    if older is None or older.person != newer.person:
        older = next((one for one in same_page if one.number < newer.number), newer)
    if older.number > newer.number:
        older, newer = newer, older
    inside = people.people_of(card.ref, viewer=by, active=None)
    known = {person.ref: person for person in inside}
    sealed = not (older.words and newer.words)
    context = {
        "file": card,
        "sealed": sealed,
        "title": plan_pages.whose(newer.person, known) if newer.person else _("The family's page"),
        "older": pages.side(older),
        "newer": pages.side(newer),
        "versions": [pages.side(one) for one in same_page],
        "rows": [] if sealed else pages.beside(plan.beside(older, newer), known),
    }
    return render(request, "rehabilitation/plan_compare.html", context)
