"""A sheet of one-time codes, made for oneself, shown once and printed."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from wasl.access import printed
from wasl.interfaces.web.middleware import actor

FEW = 3


@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True, app="allauth.mfa")  # type: ignore[untyped-decorator]
def printed_codes(request: HttpRequest) -> HttpResponse:
    """How many codes are left; after a press the new ones, on this answer and nowhere else."""
    by = actor(request)
    sheet = printed.printed_codes(by.account)
    codes = printed.printed_codes_make(by=by) if request.method == "POST" else []
    context = {"codes": codes, "sheet": sheet, "few": bool(sheet.made) and sheet.unused <= FEW}
    return render(request, "account/printed_codes.html", context)
