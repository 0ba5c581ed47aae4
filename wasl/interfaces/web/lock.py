"""The locked screen: after fifteen idle minutes the password brings back the same page with nothing typed lost.

Without JavaScript a form that was sent while the screen was locked is kept in the lock page itself and sent again
after unlocking; it is never stored.
"""

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wasl.access import services as access
from wasl.audit import services as audit
from wasl.audit.enums import EventType

KEPT = "kept:"
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "secret", "action", "path"})


def page(request: HttpRequest, *, wrong: bool = False) -> HttpResponse:
    """The lock page, carrying what was being sent."""
    posted = request.POST if request.method == "POST" else {}
    own = request.path == reverse("lock")
    kept = [
        (name if own else KEPT + name, value)
        for name in posted
        if name not in NOT_KEPT and (not own or name.startswith(KEPT))
        for value in request.POST.getlist(name)
    ]
    path = str(request.POST.get("path", "")) if own else request.get_full_path()
    context = {"kept": kept, "path": path, "wrong": wrong, "unsent": bool(kept)}
    return render(request, "account/locked.html", context, status=401 if wrong else 423)


def lock(request: HttpRequest) -> HttpResponse:
    """Lock now, or unlock with the password."""
    token = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    quietly = request.headers.get("Accept", "").startswith("application/json")
    if request.method != "POST" or request.POST.get("action") != "unlock":
        access.lock_session(token)
        return JsonResponse({"locked": True}) if quietly else page(request)
    secret = str(request.POST.get("secret", ""))
    user = authenticate(request, username=request.user.get_username(), password=secret)
    if user is None or user.pk != request.user.pk or not access.unlock_session(token, access.prove(user)):
        return JsonResponse({"locked": True}, status=401) if quietly else page(request, wrong=True)
    audit.record(EventType.UNLOCKED, by=None, code="password")
    if quietly:
        return JsonResponse({"locked": False})
    path = str(request.POST.get("path", ""))
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        path = reverse("my_day")
    kept = [
        (n.removeprefix(KEPT), v) for n in request.POST if n.startswith(KEPT) for v in request.POST.getlist(n)
    ]
    if kept:
        return render(request, "account/resume.html", {"kept": kept, "path": path})
    return HttpResponseRedirect(path)
