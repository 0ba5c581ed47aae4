"""The team's day as lists: who has how much in hand, what is late, what waits, what is asked of whom."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.casefile import labels as casefile
from wasl.casefile.enums import WaitingReason
from wasl.interfaces.web import words
from wasl.interfaces.web.pages.journey import PLACES, link
from wasl.interfaces.web.ui.dates import as_date, digits, iraqi_date, when
from wasl.journey.enums import NextAction
from wasl.journey.labels import word
from wasl.workforce import labels as workforce
from wasl.workforce.enums import CoverReason
from wasl.workforce.selectors import CoverCard, TeamDay, TeamFile, WorkerLoad

THURSDAY = 3


def last_day(until: datetime) -> date:
    """The last day of something that ends with that day's midnight."""
    return as_date(until - timedelta(microseconds=1))


def families(count: int) -> str:
    return digits(ngettext("%(n)d family", "%(n)d families", count) % {"n": count})


def lists(day: TeamDay, by: Actor) -> dict[str, Any]:
    """Everything on the page."""
    known = [w.staff.account for w in day.workers] + [by.ref]
    listed = [*day.late, *day.approvals, *(file for file, _to, _on in day.unanswered)]
    others = [file.worker for file in listed] + [to for _f, to, _on in day.unanswered]
    others += [account for cover in day.covers for account in (cover.absent, cover.stand_in)]
    names = access.staff_names({*known, *others}, viewer=by)
    return {
        "workers": [_worker(one, names) for one in day.workers],
        "late": [_file(file, names) for file in day.late],
        "late_count": day.late_count,
        "waiting": [
            {"label": casefile.word(WaitingReason(code)), "count": count} for code, count in day.waiting
        ],
        "approvals": [_file(file, names) for file in day.approvals],
        "unanswered": [
            _file(file, names)
            | {"worker": names.get(to, ""), "due": when(on), "title": _("Hand-over not answered")}
            for file, to, on in day.unanswered
        ],
        "ownerless": [_file(file, names) for file in day.ownerless],
        "covers": covers(day.covers, names),
    }


def _worker(one: WorkerLoad, names: Mapping[UUID, str]) -> dict[str, Any]:
    load = one.load
    marks = [
        (digits(ngettext("%(n)d late", "%(n)d late", load.late) % {"n": load.late}), "amber")
        if load.late
        else None,
        (
            digits(ngettext("%(n)d task late", "%(n)d tasks late", load.tasks_late) % {"n": load.tasks_late}),
            "amber",
        )
        if load.tasks_late
        else None,
        (digits(ngettext("%(n)d waiting", "%(n)d waiting", load.waiting) % {"n": load.waiting}), "")
        if load.waiting
        else None,
        (_("full load"), "plum") if load.full else None,
    ]
    return {
        "name": one.staff.name,
        "role": words.role(one.staff.role, one.staff.gender),
        "families": families(load.families),
        "percent": load.percent,
        "load": digits(f"{load.weight / 10:g}"),
        "full_load": digits(load.ceiling.families),
        "marks": [mark for mark in marks if mark],
        "cover": _cover(one.cover, names) if one.cover else None,
        "cover_url": f"{reverse('cover')}?who={one.staff.account}",
        "share_url": f"{reverse('share')}?who={one.staff.account}",
        "has_families": bool(load.families),
    }


def _file(file: TeamFile, names: Mapping[UUID, str]) -> dict[str, Any]:
    action = NextAction(file.action) if file.action else None
    return {
        "number": file.number,
        "title": str(word(action)) if action else words.label(file.state),
        "worker": names.get(file.worker, "") if file.worker else "",
        "due": when(file.due) if file.due else "",
        "url": link(PLACES[action], file.number) if action else reverse("file", args=[file.number]),
        "give_url": link("handover", file.number),
    }


def covers(found: Iterable[CoverCard], names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Who stands in for whom, with the press that ends it."""
    return [_cover(cover, names) for cover in found]


def _cover(cover: CoverCard, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "ref": cover.ref,
        "absent": names.get(cover.absent, ""),
        "stand_in": names.get(cover.stand_in, ""),
        "reason": workforce.word(CoverReason(cover.reason)),
        "since": iraqi_date(cover.since),
        "until": iraqi_date(last_day(cover.until)),
    }


def until_days(today: date) -> list[tuple[str, str]]:
    """The last days that are one press away: today, this week's Thursday, a week, two weeks."""
    thursday = today + timedelta(days=(THURSDAY - today.weekday()) % 7)
    offered = [
        (today, _("Today only")),
        (thursday, _("Until Thursday")),
        (today + timedelta(days=6), _("One week")),
        (today + timedelta(days=13), _("Two weeks")),
    ]
    return [
        (day.isoformat(), f"{label} · {iraqi_date(day)}")
        for number, (day, label) in enumerate(offered)
        if day not in {earlier for earlier, _l in offered[:number]}
    ]
