"""The plan: answering every need, agreeing page by page, versions, and the page on paper."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.enums import AgreedHow
from wasl.casefile.selectors import files, record
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.selectors.thread import Thread
from wasl.casefile.selectors.thread import thread as thread_of
from wasl.casefile.services import record as casefile
from wasl.interfaces.web import paper
from wasl.interfaces.web.forms.plan import AgreeForm, PlanForms, agreed_today
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import approval
from wasl.interfaces.web.pages import plan as pages
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.journey.services import moves
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Invalids, NotFound
from wasl.people import selectors as people
from wasl.people.selectors import PersonCard
from wasl.phases.rehabilitation.selectors import approvals, proposals
from wasl.phases.rehabilitation.selectors import plan as selectors
from wasl.phases.rehabilitation.services import plan as services
from wasl.rights.selectors import corrections

FORM = "plan"


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Every need gets a goal or a reason; then each adult agrees to her own page."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PLAN_WRITE)
    inside = people.people_of(card.ref, viewer=by)
    known = {person.ref: person for person in inside}
    knots = thread_of(card.ref, viewer=by, roles=card.roles)
    owed, first = proposals.groups(knots, known), proposals.first_goals(knots)
    if request.method == "POST":
        page = PlanForms(card, first, owed, known, request.POST)
        if page.is_valid():
            written = services.plan_write(file=card.ref, answers=page.answers(), by=by)
            casefile.draft_drop(file=card.ref, form=FORM, by=by)
            messages.success(request, _("The plan is kept.") if written else _("Kept."))
            return HttpResponseRedirect(reverse("plan", args=[card.number]))
    else:
        page = PlanForms(card, first, owed, known)
        page.remember(record.draft(card.ref, FORM, viewer=by) or {})
    versions = record.plans(card.ref, viewer=by, words=True)
    standing = selectors.agreements(knots, inside, versions)
    stand = [pages.agreement(one, known, card.number) for one in standing]
    may_agree = bool(may(by, Action.PLAN_AGREE, on=card)) and not knots.unanswered and not first
    context = {
        "file": card,
        "page": page,
        "owed": len(knots.unanswered),
        "goals": [pages.line(one, known, card.number) for one in _everything(knots, inside)],
        "left": [pages.left(one, known) for one in _left(knots, inside)],
        "standing": stand,
        "may_agree": may_agree,
        "agree_next": next((one for one in stand if not one["current"]), None) if may_agree else None,
        "first_missing": bool(first),
        "versions": pages.versions(versions, known, card.number),
        "pairs": [
            {"name": pages.whose(person, known) if person else _("The family's page"), "url": url}
            for person, url in approval.pairs(versions, card.number).items()
        ],
        "chip": approval.chip(approvals.standing(card, viewer=by, words=False)),
        "sealed": knots.sealed,
        "draft_url": reverse("draft_save", args=[card.number, FORM]),
        "new_goal_url": reverse("goal_write", args=[card.number]),
    }
    return render(request, "rehabilitation/plan.html", context, status=422 if page.bound else 200)


def _everything(knots: Thread, inside: list[PersonCard]) -> list[selectors.PlanLine]:
    """All lines of all pages once: what the worker, and only the worker, sees together."""
    found: dict[uuid.UUID, selectors.PlanLine] = {}
    for person in (*(p.ref for p in inside), None):
        for line in selectors.page(knots, person).lines:
            kept = found.get(line.goal)
            if kept is None or len(line.needs) > len(kept.needs):
                found[line.goal] = line
    return list(found.values())


def _left(knots: Thread, inside: list[PersonCard]) -> list[selectors.LeftLine]:
    found = (
        line for person in (*(p.ref for p in inside), None) for line in selectors.page(knots, person).left
    )
    return list(dict.fromkeys(found))


def _agreement(card: FileCard, who: str, by: Actor) -> tuple[selectors.Agreement, list[PersonCard]]:
    inside = people.people_of(card.ref, viewer=by)
    knots = thread_of(card.ref, viewer=by, roles=card.roles)
    for one in selectors.agreements(knots, inside, record.plans(card.ref, viewer=by, words=True)):
        if one.who == who:
            return one, inside
    raise NotFound


@require_http_methods(["GET", "POST"])
def plan_agree(request: HttpRequest, number: str, who: str) -> HttpResponse:
    """The page of one adult (or of the family), read aloud and agreed to."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PLAN_AGREE)
    one, inside = _agreement(card, who, by)
    known = {person.ref: person for person in inside}
    adult = one.person is not None and one.person.is_adult
    data = request.POST if request.method == "POST" else None
    form = AgreeForm(
        data, adult=adult, again=one.last is not None, goals=_goals(one, inside),
        initial={**agreed_today(), "seen": one.page.mark},
        stands={f"{_('Goal')} {n}": line.words for n, line in enumerate(one.page.lines, start=1)}, about=one.page.mark,
    )  # fmt: skip
    if form.is_bound and form.is_valid() and _agreed(form, card, one, by):
        moves.follow(file=card.ref, by=by)
        messages.success(request, _("Agreed and locked. A later change makes a new version."))
        return HttpResponseRedirect(reverse("plan", args=[card.number]) + "#agree")
    context = {
        "file": card,
        "title": pages.whose(one.person.ref, known) if one.person else _("The family's page"),
        "adult": adult,
        "lines": [pages.line(line, known) for line in one.page.lines],
        "left": [pages.left(line, known) for line in one.page.left],
        "changes": pages.changed(one.changes, known) if one.last else [],
        "state": pages.agreement(one, known, card.number),
        "form": form,
        "paper_url": reverse("plan_paper", args=[card.number, one.who]),
    }
    return render(request, "rehabilitation/plan_agree.html", context, status=422 if form.is_bound else 200)


def _goals(one: selectors.Agreement, inside: list[PersonCard]) -> list[tuple[str, str]]:
    """The goals of a page, each of which can be refused by itself."""
    known = {person.ref: person for person in inside}
    return [(str(line.goal), pages.line(line, known)["words"]) for line in one.page.lines]


def _agreed(form: AgreeForm, card: FileCard, one: selectors.Agreement, by: Actor) -> bool:
    data = form.cleaned_data
    try:
        services.page_agree(
            file=card.ref,
            person=one.person.ref if one.person else None,
            how=AgreedHow(data["how"]),
            on=data["on"],
            by=by,
            alone=data.get("alone", False),
            copy_given=data["copy_given"],
            reason=data.get("reason", ""),
            seen=data["seen"],
            refused=[uuid.UUID(ref) for ref in data["refused"]],
        )
    except (Invalid, Invalids) as error:
        form.show(error)
        return False
    return True


@require_GET
def plan_version(request: HttpRequest, number: str, version: uuid.UUID) -> HttpResponse:
    """A page as it was agreed to; nothing changes it afterwards."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PLAN_WRITE)
    found = next((one for one in record.plans(card.ref, viewer=by, words=True) if one.ref == version), None)
    if found is None:
        raise NotFound
    inside = people.people_of(card.ref, viewer=by, active=None)
    known = {person.ref: person for person in inside}
    page = selectors.page_from(found.person, found.words) if found.words else selectors.PlanPage(found.person)
    context = {
        "file": card,
        "sealed": not found.words,
        "version": pages.versions([found], known, card.number)[0],
        "digest": found.digest[:16],
        "programme": found.programme_digest,
        "lines": [pages.line(line, known) | {"refused": line.goal in found.refused} for line in page.lines],
        "left": [pages.left(line, known) for line in page.left],
    }
    return render(request, "rehabilitation/plan_version.html", context)


@require_GET
def plan_paper(request: HttpRequest, number: str, who: str) -> HttpResponse:
    """The page on paper, in the language of whoever takes it along."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PLAN_WRITE)
    one, inside = _agreement(card, who, by)
    services.page_printed(file=card.ref, person=one.person.ref if one.person else None, by=by)
    language = request.GET.get("lang", "")
    if language not in LANGUAGES:
        language = one.person.language if one.person else card.language
    on = one.last.agreed_on if one.last and one.current else today()
    beside = corrections.of_plan(
        card.ref, one.person.ref if one.person else None, viewer=by, roles=card.roles
    )
    agreed = one.last if one.last and one.current else None
    pdf = paper.plan(
        one.page, file=card, inside=inside, language=language, on=on, agreed=agreed, beside=beside
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{card.number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
