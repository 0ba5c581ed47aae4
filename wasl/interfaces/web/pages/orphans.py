"""Needs without an answer and services without a need, as whoever leads a team reads them; by file numbers."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.casefile.selectors.orphans import OrphanNeed, OrphanService, Page
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.dates import digits, iraqi_date


def counts(needs: int, services: int) -> list[dict[str, Any]]:
    """Both lists as counts, for the page of the team."""
    return [
        {"label": _("Needs without a goal or a reason"), "count": needs},
        {"label": _("Services without a need"), "count": services},
    ]


def lists(
    needs: Page[OrphanNeed], services: Page[OrphanService], names: Mapping[UUID, str], *, may_write: bool
) -> dict[str, Any]:
    """Everything on the page; each list is turned by itself. `may_write`: the viewer answers needs, too."""
    return {
        "needs": [_need(one, names, may_write=may_write) for one in needs.found],
        "services": [_service(one, names) for one in services.found],
        "more_needs": f"?{urlencode({'needs': needs.after})}" if needs.after else "",
        "more_services": f"?{urlencode({'services': services.after})}" if services.after else "",
        "plan_days": digits(words.programme().entry.plan_due_days),
    }


def _need(one: OrphanNeed, names: Mapping[UUID, str], *, may_write: bool) -> dict[str, Any]:
    return {
        "title": words.domain(one.domain),
        "level": one.score,
        "word": words.urgency(one.score),
        "number": one.number,
        "worker": names.get(one.worker, "") if one.worker else "",
        "since": iraqi_date(one.since),
        "late": one.late,
        "url": reverse("need_answer", args=[one.number, one.ref])
        if may_write
        else reverse("file", args=[one.number]),
    }


def _service(one: OrphanService, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "title": words.service(one.code),
        "number": one.number,
        "worker": names.get(one.worker, "") if one.worker else "",
        "since": iraqi_date(one.since),
        "why": _("its goal is closed") if one.goal_closed else _("its goal answers no need"),
        "url": reverse("goal", args=[one.number, one.goal]),
    }
