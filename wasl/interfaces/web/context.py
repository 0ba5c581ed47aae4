"""What every page knows: language, practice mode, who is signed in, where she can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.appointments.selectors.asked import INTERPRETER
from wasl.interfaces.web import words
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.ui import languages
from wasl.interfaces.web.ui.addresses import address
from wasl.lines.selectors import in_a_line


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor for every page; costs no query."""
    by = actor(request)
    found: dict[str, Any] = languages.page(request) | {
        "practice": settings.WASL_PRACTICE,
        "lock_after": settings.WASL_IDLE_MINUTES * 60,
        "actor": by,
    }
    if by.signed_in:
        found |= {
            "account_chip": SimpleLazyObject(lambda: _chip(by)),
            "nav": SimpleLazyObject(lambda: _nav(request, by)),
            "may_search": bool(may(by, Action.FILE_SEARCH)),
        }
    return found


def _chip(by: Actor) -> dict[str, str]:
    known = settings.WASL_PROGRAMME.roles
    role = next((words.role(m.role, by.gender) for m in by.memberships if m.role in known), by.title)
    return {"name": by.name, "role": role, "initial": by.name[:1], "username": by.username}


def _has_diary(by: Actor) -> bool:
    """Whether somebody meets people by appointment: whoever takes them, and whoever interprets."""
    return bool(may(by, Action.APPOINTMENT_BOOK)) or INTERPRETER in by.roles


def _nav(request: HttpRequest, by: Actor) -> list[dict[str, Any]]:
    places = [
        ("my_day", _("My day"), True),
        ("week", _("Week"), _has_diary(by)),
        ("codes", _("By code"), in_a_line(by)),
        ("today", _("Today"), bool(may(by, Action.TEAM_VIEW))),
        ("team", _("Team"), bool(may(by, Action.FILE_ASSIGN) and may(by, Action.TEAM_VIEW))),
        ("auditor", _("Record"), bool(may(by, Action.AUDIT_VIEW))),
        ("staff", _("Accounts"), bool(may(by, Action.ACCOUNT_MANAGE))),
        ("staff_requests", _("Approvals"), bool(may(by, Action.ACCOUNT_APPROVE))),
        ("complaints", _("Complaints"), bool(may(by, Action.COMPLAINT_HANDLE))),
        ("file_list", _("Families"), bool(may(by, Action.FILE_VIEW))),
        ("reception", _("Reception"), bool(may(by, Action.RECEPTION_RECORD))),
        (
            "form_versions",
            _("Forms"),
            bool(may(by, Action.PROGRAMME_PROPOSE) or may(by, Action.PROGRAMME_APPROVE)),
        ),
        ("group", _("For everyone"), bool(may(by, Action.SERVICE_GROUP) and may(by, Action.FILE_VIEW))),
    ]
    return [
        {"url": (url := address(name)), "label": label, "current": request.path == url}
        for name, label, shown in places
        if shown
    ]
