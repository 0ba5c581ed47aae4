"""The way of a file: planned beside actual, the gate that comes next, the path it is on."""

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
from wasl.interfaces.web.forms.journey import MoveForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import ahead, leaving
from wasl.interfaces.web.pages import journey as pages
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.journey.selectors import way as selectors
from wasl.journey.services import hands, moves
from wasl.kernel.clock import today
from wasl.phases.exit_assessment import rules
from wasl.phases.exit_assessment import selectors as exits


@require_http_methods(["GET", "POST"])
def way(request: HttpRequest, number: str) -> HttpResponse:
    """Every step with its planned day; begin services with a reason; take or leave a path."""
    by = actor(request)
    card = files.view(number, viewer=by)
    do = request.POST.get("do", "")
    form = MoveForm(request.POST if do == "services" else None, stands=pages.stage(card))
    if request.method == "POST" and _done(request, card, by, do, form):
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("way", args=[card.number]))
    steps = selectors.steps(card.ref, viewer=by)
    paths = _paths(card, by)
    context = {
        "file": card,
        "phases": pages.phases(card, steps),
        "stay": pages.stay_note(card),
        "outlook": ahead.outlook(card, by=by, today=today()),
        "steps": [_step(step) for step in steps],
        "form": form if card.state is FileState.PLANNING and may(by, Action.PLAN_AGREE, on=card) else None,
        "path": words.say(words.programme().pathways[card.pathway].name)
        if card.pathway in words.programme().pathways
        else "",
        "paths": paths,
        "may_leave_path": card.pathway != next(iter(words.programme().pathways))
        and card.state not in ENDED
        and bool(may(by, Action.PLAN_WRITE, on=card)),
    }
    return render(request, "journey/way.html", context, status=422 if request.method == "POST" else 200)


def _done(request: HttpRequest, card: FileCard, by: Actor, do: str, form: MoveForm) -> bool:
    match do:
        case "services":
            return form.kept(
                lambda data: moves.file_move(
                    file=card.ref, to=FileState.IN_SERVICES, reason=data["reason"], by=by
                )
            )
        case "path":
            hands.path_take(file=card.ref, pathway=request.POST.get("pathway", ""), by=by)
        case "ordinary":
            hands.path_leave(file=card.ref, by=by)
        case _:
            return False
    moves.follow(file=card.ref, by=by)
    return True


def _step(step: selectors.StepCard) -> dict[str, object]:
    return {
        "state": words.label(step.state),
        "entered": iraqi_date(step.entered_on),
        "planned": iraqi_date(step.planned_until) if step.planned_until else "",
        "left": iraqi_date(step.left_on) if step.left_on else "",
        "late": step.days_late,
    }


def _paths(card: FileCard, by: Actor) -> list[dict[str, object]]:
    """Paths with a gate that the family is not on: each line of the gate as it stands."""
    found = []
    for code, path in words.programme().pathways.items():
        if not path.gate or code == card.pathway or card.state in ENDED or card.left_on:
            continue
        lines = selectors.path_lines(card, code, viewer=by)
        findings = exits.findings(card.ref, viewer=by)
        staff = access.staff_names([f.answered_by for f in findings.values()], viewer=by)
        own_part = [line for line in lines if line.criterion.fact != "supervisor_agreed"]
        found.append(
            {
                "code": code,
                "name": words.say(path.name),
                "explanation": words.say(path.explanation),
                "lines": leaving.lines(
                    own_part, findings, staff, card, may=bool(may(by, Action.EXIT_ASSESS, on=card))
                ),
                "open": not rules.unmet(own_part),
                "may_agree": bool(may(by, Action.EXIT_DECIDE, on=card)) and card.worker != by.ref,
            }
        )
    return found
