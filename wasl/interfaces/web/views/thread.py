"""The knots of the thread: a goal and its page, why a need has none, a service and what came of it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.enums import Circle, GoalState, NoGoalReason, ServiceResult, ServiceState
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.selectors.thread import GoalCard, NeedCard, Thread
from wasl.casefile.selectors.thread import thread as thread_of
from wasl.casefile.services import corrections
from wasl.casefile.services import thread as services
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.thread import GoalCloseForm, GoalForm, NeedAnswerForm, ServiceForm, ThreadForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import thread as pages
from wasl.interfaces.web.ui.edits import ALL
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Invalids, NotFound
from wasl.people import selectors as people
from wasl.people.selectors import PersonCard

People = dict[uuid.UUID, PersonCard]


def _open(request: HttpRequest, number: str, action: Action) -> tuple[Actor, FileCard, Thread, People]:
    by = actor(request)
    card = files.view(number, viewer=by, action=action)
    inside = people.people_of(card.ref, viewer=by)
    knots = thread_of(card.ref, viewer=by, roles=card.roles)
    return by, card, knots, {person.ref: person for person in inside}


def _kept(form: ThreadForm, write: Callable[[], object]) -> bool:
    """Whether the service took it; what it found wrong goes onto the form."""
    try:
        write()
    except (Invalid, Invalids) as error:
        form.show(error)
        return False
    return True


def _goal(knots: Thread, ref: uuid.UUID) -> GoalCard:
    found = next((goal for goal in knots.goals if goal.ref == ref), None)
    if found is None:
        raise NotFound
    return found


def _need(knots: Thread, ref: uuid.UUID) -> NeedCard:
    found = next((need for need in knots.needs if need.ref == ref), None)
    if found is None:
        raise NotFound
    return found


def _back(card: FileCard) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("file", args=[card.number]) + "#thread")


def _asked(request: HttpRequest, name: str) -> list[uuid.UUID]:
    """References in the address; what is none is left out."""
    found = []
    for text in request.GET.getlist(name):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


@require_GET
def goal(request: HttpRequest, number: str, goal: uuid.UUID) -> HttpResponse:
    """One goal: the needs it answers, its services and results, and what can be done with it."""
    by, card, knots, known = _open(request, number, Action.FILE_VIEW)
    found = _goal(knots, goal)
    context = {
        "file": card,
        "goal": pages.goal(found, knots, known, card.number),
        "may_write": bool(may(by, Action.GOAL_WRITE, on=card)),
        "may_serve": bool(may(by, Action.SERVICE_RECORD, on=card)),
    }
    return render(request, "casefile/goal.html", context)


@require_http_methods(["GET", "POST"])
def goal_write(request: HttpRequest, number: str) -> HttpResponse:
    """A new goal in the family's own words, for one need or several."""
    by, card, knots, known = _open(request, number, Action.GOAL_WRITE)
    open_needs = [need for need in knots.needs if need.state == "open" and need.score >= 2]
    chosen = [need for need in open_needs if need.ref in _asked(request, "need")]
    first = {
        "needs": [str(need.ref) for need in chosen],
        "circle": Circle.OWN if any(n.circle == Circle.OWN for n in chosen) else Circle.FAMILY,
    }
    form = GoalForm(request.POST or None, initial=first, needs=open_needs, people=known)
    if form.is_bound and form.is_valid():
        data, meant = form.cleaned_data, form.needs_meant()
        owners = {need.person for need in open_needs if need.ref in meant}
        person = owners.pop() if len(owners) == 1 else None
        written = _kept(
            form,
            lambda: services.goal_write(
                file=card.ref, person=person, needs=meant, words=data["words"], due_on=data["due_on"], by=by,
                circle=Circle(data["circle"]),
            ),
        )  # fmt: skip
        if written:
            messages.success(request, _("The goal is kept."))
            return HttpResponseRedirect(reverse("plan", args=[card.number]))
    context = {"file": card, "form": form, "needs": [pages.need(n, known, card.number) for n in chosen]}
    return render(request, "casefile/goal_write.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def goal_change(request: HttpRequest, number: str, goal: uuid.UUID) -> HttpResponse:
    """A goal worded anew; what was agreed before stays in its version."""
    by, card, knots, known = _open(request, number, Action.GOAL_WRITE)
    found = _goal(knots, goal)
    listed = [n for n in knots.needs if n.ref in found.needs or (n.state == "open" and n.score >= 2)]
    first = {
        "needs": [str(ref) for ref in found.needs],
        "words": found.words,
        "due_on": found.due_on,
        "circle": found.circle,
        "version": found.version,
    }
    form = GoalForm(
        request.POST or None,
        initial=first,
        needs=listed,
        people=known,
        edits=("words", "due_on", "circle", "needs"),
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        changed = _kept(
            form,
            lambda: corrections.goal_change(
                goal=goal, words=data["words"], due_on=data["due_on"], circle=Circle(data["circle"]),
                needs=form.needs_meant(), by=by, version=data["version"],
            ),
        )  # fmt: skip
        if changed:
            return HttpResponseRedirect(reverse("goal", args=[card.number, goal]))
    return render(
        request, "casefile/goal_change.html", {"file": card, "form": form, "goal": found},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def goal_close(request: HttpRequest, number: str, goal: uuid.UUID) -> HttpResponse:
    """How far a goal was reached."""
    by, card, knots, known = _open(request, number, Action.GOAL_WRITE)
    found = _goal(knots, goal)
    form = GoalCloseForm(
        request.POST or None,
        initial={"on": today(), "version": found.version},
        stands={_("Goal"): found.words, _("How far was it reached"): words.label(GoalState(found.state))},
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        closed = _kept(
            form,
            lambda: services.goal_close(
                goal=goal, state=GoalState(data["state"]), words=data["words"], on=data["on"], by=by,
                version=data["version"],
            ),
        )  # fmt: skip
        if closed:
            messages.success(request, _("The goal is closed. Today this can be taken back on its page."))
            return _back(card)
    context = {"file": card, "form": form, "goal": pages.goal(found, knots, known, card.number)}
    return render(request, "casefile/goal_close.html", context, status=422 if form.is_bound else 200)


@require_POST
def goal_reopen(request: HttpRequest, number: str, goal: uuid.UUID) -> HttpResponse:
    """Take back the closing of a goal, on the same day."""
    by, card, knots, _known = _open(request, number, Action.GOAL_WRITE)
    corrections.goal_reopen(goal=_goal(knots, goal).ref, by=by)
    messages.success(request, _("The goal is open again."))
    return HttpResponseRedirect(reverse("goal", args=[card.number, goal]))


@require_http_methods(["GET", "POST"])
def need_answer(request: HttpRequest, number: str, need: uuid.UUID) -> HttpResponse:
    """Why a need has no goal; not wanting one has no consequence."""
    by, card, knots, known = _open(request, number, Action.GOAL_WRITE)
    found = _need(knots, need)
    form = NeedAnswerForm(
        request.POST or None, initial={"reason": found.no_goal, "words": found.reason}, edits=ALL
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        answered = _kept(
            form,
            lambda: services.need_answer(
                need=need, reason=NoGoalReason(data["reason"]), words=data["words"], by=by
            ),
        )
        if answered:
            messages.success(request, _("The reason is kept."))
            return _back(card)
    context = {"file": card, "form": form, "need": pages.need(found, known, card.number)}
    return render(request, "casefile/need_answer.html", context, status=422 if form.is_bound else 200)


@require_POST
def need_unanswer(request: HttpRequest, number: str, need: uuid.UUID) -> HttpResponse:
    """Take the reason back: the need asks for an answer again."""
    by, card, knots, _known = _open(request, number, Action.GOAL_WRITE)
    corrections.need_unanswer(need=_need(knots, need).ref, by=by)
    return HttpResponseRedirect(reverse("plan", args=[card.number]))


@require_http_methods(["GET", "POST"])
def service_record(request: HttpRequest, number: str) -> HttpResponse:
    """A service for a goal: a new one, or where one stands. Nothing tailored is given without saying what for."""
    by, card, knots, known = _open(request, number, Action.SERVICE_RECORD)
    goals = [g for g in knots.goals if g.state == "open"]
    asked = set(_asked(request, "goal"))
    goals = [g for g in goals if g.ref in asked] or goals
    before = next((s for g in knots.goals for s in g.services if s.ref in _asked(request, "service")), None)
    if before is not None:
        goals = [_goal(knots, before.goal)]
    first = {
        "goal": str(goals[0].ref) if len(goals) == 1 else "",
        "code": before.code if before else "",
        "state": pages.next_state(before),
        "on": today(),
    }
    form = ServiceForm(
        request.POST or None, initial=first, goals=goals, needs={n.ref: n for n in knots.needs}, people=known,
        fixed=before.code if before else "",
        stands=pages.service_stands(before),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        recorded = _kept(
            form,
            lambda: services.service_record(
                goal=uuid.UUID(data["goal"]), code=data["code"], state=ServiceState(data["state"]), on=data["on"],
                by=by, service=before.ref if before else None, result=ServiceResult(data["result"]),
                words=data["words"],
            ),
        )  # fmt: skip
        if recorded:
            messages.success(request, _("The service is recorded."))
            return _back(card)
    context = {
        "file": card,
        "form": form,
        "one_goal": pages.goal(goals[0], knots, known, card.number) if len(goals) == 1 else None,
        "before": before,
        "nothing": not goals,
        "name": pages.service_name(before),
    }
    return render(request, "casefile/service_record.html", context, status=422 if form.is_bound else 200)
