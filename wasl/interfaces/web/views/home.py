"""My day, and the tick on a task."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.services import record
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import day as page
from wasl.interfaces.web.pages import rights
from wasl.journey.selectors import day as selectors
from wasl.kernel.clock import now, today
from wasl.rights.selectors import complaints

NOON, EVENING = 12, 18


def my_day(request: HttpRequest) -> HttpResponse:
    """What is due today, what is late, what waits for me, my families."""
    by = actor(request)
    day = selectors.day(viewer=by, until=today() + timedelta(days=7), today=today())
    found = page.lists(day, by)
    handled = complaints.mine(viewer=by) if may(by, Action.COMPLAINT_HANDLE) else []
    return render(
        request,
        "journey/my_day.html",
        found
        | {
            "today": today(),
            "greeting": _greeting(),
            "meta": page.meta(day, found),
            "complaints": rights.tasks(handled),
            "may_accept": bool(may(by, Action.FILE_ACCEPT)),
            "may_list": bool(may(by, Action.LIST_PRINT)),
        },
    )


@require_POST
def task_tick(request: HttpRequest, task: uuid.UUID) -> HttpResponse:
    """Tick a task of the day, or take the tick back."""
    undone = selectors.task_is_done(task, viewer=actor(request))
    record.task_done(task=task, on=today(), by=actor(request), undo=undone)
    messages.success(
        request, _("Open again.") if undone else _("Done. It stands below until tonight, to take back.")
    )
    return HttpResponseRedirect(reverse("my_day"))


def _greeting() -> str:
    hour = localtime(now()).hour
    if hour < NOON:
        return _("Good morning")
    return _("Good afternoon") if hour < EVENING else _("Good evening")
