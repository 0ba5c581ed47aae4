"""'I was asked for names': one press from every page, a sheet that says no, and the register of what was asked."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wasl.access.enums import Action
from wasl.access.services import may, require
from wasl.interfaces.web import paper
from wasl.interfaces.web.forms.rights import AskedForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import rights as page
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.kernel.clock import today
from wasl.kernel.refs import normal_file_number
from wasl.rights.labels import word
from wasl.rights.selectors import asked as selectors
from wasl.rights.services.asked import asked_record


@require_http_methods(["GET", "POST"])
def asked(request: HttpRequest) -> HttpResponse:
    """Log the request; then the number that stands on the sheet."""
    by = actor(request)
    require(by, Action.ASKED_RECORD)
    form = AskedForm(request.POST or None, initial={"on": today()})
    number = ""

    def write(_data: dict[str, Any]) -> None:
        nonlocal number
        number = asked_record(by=by, **form.given())

    if request.method == "POST" and form.kept(write):
        return HttpResponseRedirect(f"{reverse('asked')}?logged={number}")
    logged = _number(request.GET.get("logged", ""))
    context = {"form": form, "logged": logged, "may_register": bool(may(by, Action.ASKED_REGISTER))}
    return render(request, "rights/asked.html", context, status=422 if form.is_bound else 200)


@require_GET
def asked_sheet(request: HttpRequest) -> HttpResponse:
    """The refusal to hand over, in three languages; with the number of the register where there is one."""
    require(actor(request), Action.ASKED_RECORD)
    data = page.refusal_paper(_number(request.GET.get("number", "")), today())
    answer = HttpResponse(paper.pdf("refusal", data), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="refusal-{today().isoformat()}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _number(text: str) -> str:
    """A number of the register as we write it, or nothing: no other text reaches the paper."""
    found = normal_file_number(text[2:]) if text.upper().startswith("R-") else None
    return f"R-{found}" if found else ""


@require_GET
def asked_register(request: HttpRequest) -> HttpResponse:
    """The register of a year, for whoever protects the data."""
    by = actor(request)
    require(by, Action.ASKED_REGISTER)
    wished = request.GET.get("year", "")
    year = int(wished) if wished.isdecimal() and len(wished) == 4 else today().year
    rows = [
        {
            "number": one.number, "staff": one.staff, "on": iraqi_date(one.on), "how": word(one.how),
            "wanted": [word(code) for code in one.wanted], "asker": one.asker,
        }
        for one in selectors.register(year, viewer=by)
    ]  # fmt: skip
    context = {
        "year": year,
        "before": year - 1,
        "rows": rows,
        "counts": page.asked_counts(selectors.counts(year, viewer=by)),
        "most": selectors.MOST,
    }
    return render(request, "rights/asked_register.html", context)
