"""Leaving is prepared for: the lines that the family knows from the first week, the decision and its reasons."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.enums import FileState
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import MoveForm
from wasl.interfaces.web.forms.leaving import NO, YES, AnswerForm, DecideForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import gaps
from wasl.interfaces.web.pages import leaving as pages
from wasl.interfaces.web.pages.journey import stage
from wasl.interfaces.web.ui.edits import ALL
from wasl.journey.selectors import way
from wasl.journey.services import leaving
from wasl.kernel.errors import NotFound
from wasl.people import selectors as people
from wasl.phases.exit_assessment import rules
from wasl.phases.exit_assessment import selectors as exits


@require_http_methods(["GET", "POST"])
def completion(request: HttpRequest, number: str) -> HttpResponse:
    """Each line with how it stands; begin, put forward, decide, or go back to services."""
    by = actor(request)
    card = files.view(number, viewer=by)
    found = way.exit_lines(card, viewer=by)
    missing = rules.unmet(found)
    do = request.POST.get("do", "")
    before = exits.decision(card.ref, viewer=by)
    stands, ref = stage(card) | pages.decided(before), before.ref if before else None
    decide = DecideForm(request.POST if do == "decide" else None, unmet=missing, stands=stands, about=ref)
    stop = MoveForm(request.POST if do == "stop" else None, stands=stands, about=ref)
    if request.method == "POST" and _done(request, card, by, do, decide, stop):
        return HttpResponseRedirect(reverse("completion", args=[card.number]))
    decision = exits.decision(card.ref, viewer=by, words=True)
    findings = exits.findings(card.ref, viewer=by)
    ids = {finding.answered_by for finding in findings.values()}
    staff = access.staff_names(
        [*ids, *((decision.decided_by, decision.prepared_by) if decision else ())], viewer=by
    )
    assess = bool(may(by, Action.EXIT_ASSESS, on=card)) and card.state is FileState.EXIT_ASSESSMENT
    waits = decision is not None and decision.waits
    own = by.ref in (card.worker, decision.prepared_by if decision else None)
    known = {person.ref: person for person in people.people_of(card.ref, viewer=by)}
    context = {
        "file": card,
        "lines": pages.lines(found, findings, staff, card, may=assess and not waits),
        "met": sum(bool(line.met) for line in found),
        "needs": pages.needs(way.serious_needs(card, viewer=by), known),
        "owners": pages.owners(),
        "decision": pages.decision(decision, staff),
        "decide": decide if waits and not own and may(by, Action.EXIT_DECIDE, on=card) else None,
        "unmet": len(missing),
        "stop": stop,
        "may_assess": assess,
        "may_begin": card.state is FileState.IN_SERVICES and bool(may(by, Action.EXIT_ASSESS, on=card)),
        "may_put_forward": assess and not waits and bool(rules.can_put_forward(found, waiting=waits)),
        "may_depart": bool(may(by, Action.DEPARTURE_RECORD, on=card)),
        "departing": card.state is FileState.DEPARTING,
        "gaps": gaps.of(card, list(known.values()), viewer=by),
    }
    return render(request, "exit/completion.html", context, status=422 if request.method == "POST" else 200)


def _done(
    request: HttpRequest, card: FileCard, by: Actor, do: str, decide: DecideForm, stop: MoveForm
) -> bool:  # fmt: skip
    match do:
        case "begin":
            leaving.exit_begin(file=card.ref, by=by)
            messages.success(request, _("The completion assessment has begun."))
        case "put_forward":
            leaving.put_forward(file=card.ref, by=by)
            messages.success(request, _("It waits now for the decision of somebody else."))
        case "stop":
            return stop.kept(lambda data: leaving.exit_stop(file=card.ref, reason=data["reason"], by=by))
        case "decide":
            return decide.kept(
                lambda data: leaving.decide(
                    file=card.ref, approve=data["approve"] == YES, reason=data["reason"],
                    override=data.get("override", "") if data["approve"] == YES else "", by=by,
                )
            )  # fmt: skip
        case "owner":
            asked = request.POST.get("need", "")
            ref = next((n.ref for n in way.serious_needs(card, viewer=by) if str(n.ref) == asked), None)
            if ref is None:
                raise NotFound
            leaving.need_hand_on(file=card.ref, need=ref, owner=request.POST.get("owner", ""), by=by)
        case _:
            return False
    return True


@require_http_methods(["GET", "POST"])
def completion_answer(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """Answer one line by name, with what shows it."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.EXIT_ASSESS)
    criteria = {c.code: c for c in words.programme().exit.criteria}
    criteria |= {c.code: c for path in words.programme().pathways.values() for c in path.gate}
    if line not in criteria:
        raise NotFound
    before = exits.findings(card.ref, viewer=by).get(line)
    first = {
        "met": (YES if before.met else NO) if before else None,
        "evidence": before.evidence if before else "",
    }
    form = AnswerForm(request.POST or None, initial=first, edits=ALL)
    back = reverse(
        "completion" if line in {c.code for c in words.programme().exit.criteria} else "way",
        args=[card.number],
    )
    if form.is_bound and form.kept(
        lambda data: leaving.line_answer(
            file=card.ref, criterion=line, met=data["met"] == YES, evidence=data["evidence"], by=by
        )
    ):
        return HttpResponseRedirect(back)
    context = {
        "file": card,
        "form": form,
        "wording": words.say(criteria[line].wording),
        "back": back,
    }
    return render(request, "exit/completion_answer.html", context, status=422 if form.is_bound else 200)


@require_GET
def completion_decision(request: HttpRequest, number: str) -> HttpResponse:
    """The decision in writing, for the family that asks for it (R069)."""
    by = actor(request)
    card = files.view(number, viewer=by)
    decision = exits.decision(card.ref, viewer=by, words=True)
    if decision is None or decision.waits:
        return HttpResponseRedirect(reverse("completion", args=[card.number]))
    staff = access.staff_names([decision.decided_by, decision.prepared_by], viewer=by)
    criteria = {c.code: words.say(c.wording) for c in words.programme().exit.criteria}
    context = {
        "file": card,
        "decision": pages.decision(decision, staff),
        "unmet": [criteria.get(code, code) for code in decision.unmet],
        "appeal_days": words.programme().exit.appeal_days,
        "owner": words.say(words.programme().header.owner),
        "programme": words.say(words.programme().header.outside_name),
    }
    return render(request, "exit/completion_decision.html", context)
