"""The day of a team: load, what is late, what waits, approvals, who stands in for whom."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may, require
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import approval, lists
from wasl.interfaces.web.pages import team as page
from wasl.journey.enums import OTHERS_DECIDE
from wasl.kernel.clock import today
from wasl.phases.rehabilitation.selectors import approvals, between
from wasl.workforce import selectors


@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """What whoever leads a team looks at in the morning."""
    by = actor(request)
    require(by, Action.FILE_ASSIGN)
    day = selectors.team_day(viewer=by, today=today(), decided_by_others=OTHERS_DECIDE)
    found = selectors.lists_out(viewer=by, teams=selectors.teams_led(by), today=today())
    staff = access.staff_names({one.account for one in found}, viewer=by)
    papers = {"papers": lists.register(found, staff), "may_list": bool(may(by, Action.LIST_PRINT))}
    return render(request, "workforce/team.html", page.lists(day, by) | papers | _plans(by))


def _plans(by: Actor) -> dict[str, Any]:
    """What workers of the team ask of whoever leads it: plans to approve, lower levels, reviews held later."""
    teams = selectors.teams_led(by)
    plans, asked = approvals.waiting(viewer=by, teams=teams), between.level_requests_in(teams, viewer=by)
    later = between.postponed_in(teams, viewer=by)
    workers = [p.handed_by for p in plans] + [a.asked_by for a in asked] + [p.postponed_by for p in later]
    names = access.staff_names(workers, viewer=by)
    return {
        "plans": approval.waiting(plans, names) + approval.requests(asked, names),
        "not_approved": approvals.not_approved(viewer=by, teams=teams),
        "later": approval.later(later, names),
    }
