"""The day of a team: load, what is late, what waits, approvals, who stands in for whom."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may, require
from wasl.casefile.selectors import orphans as orphan_rows
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import approval, lists
from wasl.interfaces.web.pages import orphans as orphan_pages
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
    unanswered = orphan_pages.counts(*orphan_rows.counts(viewer=by, teams=_looked_at(by)))
    return render(
        request, "workforce/team.html", page.lists(day, by) | papers | _plans(by) | {"orphans": unanswered}
    )


@require_GET
def orphans(request: HttpRequest) -> HttpResponse:
    """Needs that nobody has answered, and services that serve no need: page by page, the oldest first."""
    by = actor(request)
    require(by, Action.FILE_ASSIGN)
    teams, asked = _looked_at(by), request.GET
    needs = orphan_rows.needs(viewer=by, teams=teams, today=today(), after=asked.get("needs", ""))
    services = orphan_rows.services(viewer=by, teams=teams, after=asked.get("services", ""))
    workers = {one.worker for one in needs.found} | {one.worker for one in services.found}
    names = access.staff_names({worker for worker in workers if worker}, viewer=by)
    may_write = bool(may(by, Action.GOAL_WRITE))
    found = orphan_pages.lists(needs, services, names, may_write=may_write)
    return render(request, "workforce/orphans.html", found)


def _looked_at(by: Actor) -> orphan_rows.Teams:
    return orphan_rows.Teams(selectors.teams_led(by), selectors.teams_read_whole(by))


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
