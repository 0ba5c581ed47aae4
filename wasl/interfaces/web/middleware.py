"""What stands around every page: one transaction with its context and its record, the page's language, the door.

`UnitOfWork` owns the transaction, the row-level-security context and the rendering: templates are rendered inside it,
since lazy queries after the commit would see nothing. What was done and its trace commit together; a refusal is
written after the rollback.
"""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from wasl.access.actor import NOBODY, Actor
from wasl.access.enums import SessionKind
from wasl.access.services import record_refusal, second_factor_needed
from wasl.access.work import actor_of, begin
from wasl.audit import services as audit
from wasl.casefile.selectors import files
from wasl.interfaces.web import errors, lock, once
from wasl.interfaces.web.access_table import PUBLIC, TABLE
from wasl.interfaces.web.ui.edits import MARK, Changed
from wasl.interfaces.web.ui.reader import reading_as
from wasl.kernel.errors import NotFound, Refused

Handler = Callable[[HttpRequest], HttpResponse]
LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
BEFORE_PASSWORD = frozenset(
    {"account_change_password", "account_logout", "set_language", "lock", "switch", "help"}
)
BEFORE_CONDUCT = BEFORE_PASSWORD | {"conduct"}
BEFORE_FACTOR = BEFORE_CONDUCT | {
    "mfa_index",
    "mfa_activate_totp",
    "printed_codes",
    "passkeys",
    "passkey_add",
    "account_reauthenticate",
}


class UnitOfWork:
    """One request is one transaction: context first, record last."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok", content_type="text/plain")
        token = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        request.failure = None  # type: ignore[attr-defined]
        with audit.unit(uuid.uuid4()), transaction.atomic():
            begun = begin(token, SessionKind.WEB) if token else None
            request.locked = bool(begun and begun["locked"])  # type: ignore[attr-defined]
            request.actor = actor_of(begun, token)  # type: ignore[attr-defined]
            response = self.get_response(request)
            response = once.settle(request, response, request.failure)  # type: ignore[attr-defined]
            if request.failure is not None:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
            elif not transaction.get_rollback():
                audit.flush()
        failure = request.failure  # type: ignore[attr-defined]
        if failure is not None:
            record_refusal(failure, by=actor(request))
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> None:
        """What is written about something that is there holds the file first, so that nobody changes it meanwhile."""
        if request.method == "POST" and "number" in kwargs and _about_something(request):
            files.hold(str(kwargs["number"]), viewer=actor(request))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Every kind of no has its page; anything else rolls back too and becomes Django's 500."""
        if not isinstance(
            error, Changed
        ):  # nothing was written, and the look at both texts stays on the record
            request.failure = NotFound() if isinstance(error, Http404) else error  # type: ignore[attr-defined]
        return errors.page_for(request, error)


class PageLanguage:
    """The page speaks the account's language; before sign-in what was asked for, else the browser's."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        by = actor(request)
        asked = request.GET.get("lang", "")
        if asked in LANGUAGES and not by.signed_in:
            language = asked
        elif by.signed_in:
            language = by.language
        else:
            language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
            language = language if language in LANGUAGES else settings.LANGUAGE_CODE
        with translation.override(language), reading_as(gender=by.gender, digits=by.digits):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if asked in LANGUAGES and not by.signed_in:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, asked, samesite="Strict", httponly=True)
        return response


class Doorkeeper:
    """Nobody passes without signing in, reading the code of conduct and, outside practice, a second factor."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            name = resolve(request.path_info).url_name or ""
        except Resolver404:
            return self.get_response(request)
        if TABLE.get(name) == PUBLIC:
            return self.get_response(request)
        if request.locked:  # type: ignore[attr-defined]
            return (
                self.get_response(request)
                if name in ("lock", "switch", "account_logout")
                else lock.page(request)
            )
        by = actor(request)
        if not by.signed_in:
            return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
        if by.must_change_password and name not in BEFORE_PASSWORD:
            return HttpResponseRedirect(reverse("account_change_password"))
        conduct = settings.WASL_PROGRAMME.entry.conduct.version
        if by.conduct != conduct and name not in BEFORE_CONDUCT:
            return HttpResponseRedirect(reverse("conduct"))
        if second_factor_needed(by) and name not in BEFORE_FACTOR and not _has_factor(request):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)


def _about_something(request: HttpRequest) -> bool:
    """Whether a form says what stood there when it was opened."""
    return any((name == "version" and value) or name.startswith(MARK) for name, value in request.POST.items())


def _has_factor(request: HttpRequest) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(request.user))


def actor(request: HttpRequest) -> Actor:
    """Who asks."""
    found = getattr(request, "actor", NOBODY)
    return found if isinstance(found, Actor) else NOBODY


__all__ = ["Doorkeeper", "PageLanguage", "Refused", "UnitOfWork", "actor"]
