"""One's own account: code of conduct, language and digits, help."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from wasl.access import services as access
from wasl.access.enums import Action
from wasl.interfaces.web import words
from wasl.interfaces.web.middleware import LANGUAGES, actor


@require_http_methods(["GET", "POST"])
def conduct(request: HttpRequest) -> HttpResponse:
    """The code of conduct, shown at the first sign-in and recorded when accepted (R070)."""
    code = settings.WASL_PROGRAMME.entry.conduct
    if request.method == "POST":
        access.accept_conduct(version=code.version, by=actor(request))
        return HttpResponseRedirect(reverse("my_day"))
    return render(request, "account/conduct.html", {"conduct": code})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language (and digits) of the account, or of this browser before sign-in."""
    by, language = actor(request), request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("my_day")
    response = HttpResponseRedirect(back)
    if language not in LANGUAGES:
        return response
    if by.signed_in:
        digits = request.POST.get("digits", by.digits)
        access.set_language(language=language, digits=digits if digits in ("arab", "latn") else "", by=by)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Strict", httponly=True)
    return response


def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, my roles, language, second factor."""
    by = actor(request)
    known = settings.WASL_PROGRAMME.roles
    roles = [
        {"name": words.role(m.role, by.gender), "description": words.say(known[m.role].description)}
        for m in by.memberships
        if m.role in known
    ]
    return render(
        request, "account/account.html", {"roles": roles, "languages": settings.WASL_PROGRAMME.languages}
    )


def help_page(request: HttpRequest) -> HttpResponse:
    """How to do the day's work, in short."""
    reads_rules = bool(access.may(actor(request), Action.PROGRAMME_VIEW))
    context = {"conduct": settings.WASL_PROGRAMME.entry.conduct, "reads_rules": reads_rules}
    return render(request, "account/help.html", context)
