"""Every no has a page in the reader's language that says what to do; a stranger's 404 is always the same bytes."""

from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from wasl.interfaces.web.refusals import remedy_for, words_for
from wasl.interfaces.web.ui.edits import Changed, both
from wasl.kernel.errors import (
    Conflict,
    Invalid,
    Invalids,
    LimitReached,
    NotFound,
    Refused,
    VaultDown,
    VaultSealed,
)


def page_for(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The answer to an error that was raised on purpose; None for all others."""
    match error:
        case NotFound() | Http404():
            return nothing_here()
        case Refused(kind="person"):
            return _say(request, "errors/403.html", 403, error.code)
        case Refused():
            return _say(request, "errors/refused.html", 409, error.code)
        case LimitReached():
            return _say(request, "errors/refused.html", 429, error.code)
        case Changed():
            return render(request, "errors/409.html", both(request, error.form), status=409)
        case Conflict():
            return _say(request, "errors/409.html", 409, "changed_meanwhile")
        case Invalid():
            return _say(request, "errors/refused.html", 422, error.code)
        case Invalids():
            return _say(request, "errors/refused.html", 422, error.errors[0].code)
        case VaultSealed() | VaultDown():
            return HttpResponse(_constant("errors/sealed.html"), status=503)
    return None


def _say(request: HttpRequest, template: str, status: int, code: str) -> HttpResponse:
    return render(
        request,
        template,
        {"reason": words_for(code), "remedy": remedy_for(code), "code": code},
        status=status,
    )


@cache
def _constant(template: str) -> str:
    with translation.override("ar"):
        return render_to_string(template)


def nothing_here() -> HttpResponse:
    """What does not exist and what a stranger may not see: one text in three languages, no path, no id."""
    return HttpResponse(_constant("errors/404.html"), status=404)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return nothing_here()


def handler500(request: HttpRequest) -> HttpResponse:
    """Our fault; nothing about the request is repeated."""
    return HttpResponse(_constant("errors/500.html"), status=500)


def handler429(request: HttpRequest) -> HttpResponse:
    """The door was tried too often from one computer; allauth asks for this page."""
    return HttpResponse(_constant("errors/429.html"), status=429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that is too old: what was typed can be sent again."""
    return render(request, "errors/403_csrf.html", status=403)
