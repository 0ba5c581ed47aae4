"""The centre's day in numbers, on the screen, on one page of paper and as a spreadsheet. No name and no file number."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Reach
from wasl.interfaces.web import paper, sheets, words
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import today as page
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.kernel.clock import today as this_day
from wasl.reporting import selectors


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What a manager asks for in the morning."""
    found = _found(actor(request), this_day())
    return render(request, "reporting/today.html", found | {"headings": page.HEADINGS})


@require_GET
def today_sheet(request: HttpRequest) -> HttpResponse:
    """The same numbers as a spreadsheet."""
    on = this_day()
    found = _found(actor(request), on)
    title = _("The day in numbers")
    headings = [str(heading) for heading in page.HEADINGS]
    content = sheets.workbook(
        f"{title} {on.isoformat()}",
        [
            (_("Places"), [_("In use"), _("Capacity"), _("Free")],
             [(one["label"], one["inside"], one["capacity"], one["free"]) for one in found["places"]]),
            *((t.title, headings, [(row.label, *row.numbers) for row in t.rows]) for t in found["tables"]),
        ],
        rtl=LANGUAGES[words.language()].dir == "rtl",
    )  # fmt: skip
    return _attachment(content, sheets.TYPE, f"today-{on.isoformat()}.xlsx", "attachment")


@require_GET
def today_paper(request: HttpRequest) -> HttpResponse:
    """One side of A4 with ministry head, number and date line."""
    on = this_day()
    found = _found(actor(request), on)
    language = words.language()
    data = {
        "lang": language,
        "dir": LANGUAGES[language].dir,
        "owner": words.say(words.programme().header.owner),
        "title": _("The day in numbers"),
        "date": iraqi_date(on),
        "headings": [str(heading) for heading in page.HEADINGS],
        "places": [
            _("%(label)s: %(inside)s of %(capacity)s, %(free)s free")
            % {name: digits(value) for name, value in one.items()}
            for one in found["places"]
        ],
        "tables": [
            {
                "title": table.title,
                "empty": table.empty,
                "rows": [
                    {"label": row.label, "strong": row.strong, "numbers": [digits(n) for n in row.numbers]}
                    for row in table.rows
                ],
            }
            for table in found["tables"]
        ],
        "stamp": [_("Name and signature"), _("Stamp")],
    }
    return _attachment(paper.pdf("today", data), "application/pdf", f"today-{on.isoformat()}.pdf", "inline")


def _found(by: Actor, on: date) -> dict[str, Any]:
    programme = words.programme()
    longest = {code: path.range_days[1] for code, path in programme.pathways.items()}
    day = selectors.today(viewer=by, on=on, longest=longest)
    teams = access.teams().values()
    led = {m.site for m in by.memberships if m.reach in (Reach.SITE, Reach.REALM)}
    codes = {team.site_code for team in teams if team.site in led}
    centres = [centre for code, centre in programme.centres.items() if code in codes]
    return {
        "day": day,
        # free places are a centre's; who leads a team sees the team
        "places": page.places(
            day, sum(c.capacity_families for c in centres), sum(c.capacity_people for c in centres)
        )
        if centres
        else [],
        "tables": page.tables(day, teams),
    }


def _attachment(content: bytes, kind: str, name: str, how: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
