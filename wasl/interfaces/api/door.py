"""The unit of work of a program's request, in front of everything that pages need.

A request below /api/ never reaches the middlewares of the pages: no cookie is read, no session is made, no form token
is asked for. One transaction holds the context of row-level security, the work and its record; whatever is answered
with a no is rolled back, and the refusal written afterwards.
"""

import hashlib
import hmac
import re
import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.urls import resolve, set_urlconf
from django.utils import translation

from wasl.access import tokens
from wasl.access.actor import Actor
from wasl.access.enums import SessionKind
from wasl.access.services import record_refusal
from wasl.access.work import actor_of, begin
from wasl.audit import services as audit
from wasl.interfaces.api import problems
from wasl.interfaces.api.problems import Unreadable
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, NotFound, WaslError

Handler = Callable[[HttpRequest], HttpResponse]
BELOW = "/api/"
ADDRESSES = "wasl.interfaces.api.urls"
MOST_BYTES = 128 * 1024
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
_BEARER = re.compile(r"bearer +([A-Za-z0-9_\-]{20,200}) *", re.ASCII | re.IGNORECASE)
_WEIGHED = re.compile(r"([a-z]{2,3})(?:-[a-z0-9-]+)?(?:;q=([01](?:\.\d{0,3})?))?", re.ASCII)


class ApiDoor:
    """Answers what is below /api/ and lets everything else pass."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(BELOW):
            return self.get_response(request)
        # an error that nobody foresaw is answered by the handler of these addresses
        set_urlconf(ADDRESSES)
        with translation.override(language(request, "")):
            response = _worked(request)
        response["Cache-Control"] = "no-store"
        return response


def _worked(request: HttpRequest) -> HttpResponse:
    token = _token(request)
    request.failure = None  # type: ignore[attr-defined]
    with audit.unit(uuid.uuid4()), transaction.atomic():
        begun = begin(token, SessionKind.TOKEN) if token else None
        by = actor_of(begun, token)
        request.actor = by  # type: ignore[attr-defined]
        request.names_granted = bool(begun and begun["names"])  # type: ignore[attr-defined]
        with translation.override(language(request, by.language if by.signed_in else "")):
            response = _answered(request, by)
            response["Content-Language"] = translation.get_language() or "ar"
        if request.failure is None:  # type: ignore[attr-defined]
            audit.flush()
        else:
            transaction.set_rollback(True)
    if isinstance(request.failure, WaslError):  # type: ignore[attr-defined]
        record_refusal(request.failure, by=by if by.signed_in else None)  # type: ignore[attr-defined]
    return response


def _answered(request: HttpRequest, by: Actor) -> HttpResponse:
    """The answer of the view; every no on the way to it is a problem too."""
    try:
        _readable(request)
        match = resolve(request.path_info, ADDRESSES)
        request.resolver_match = match
        _ready(by)
        once = _claim(request, by)
        if once is not None:
            return once
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return problems.of(request, NotFound())
    except (SuspiciousOperation, BadRequest):
        return problems.of(request, Unreadable(HTTPStatus.BAD_REQUEST, "input_invalid"))
    except WaslError as error:
        return problems.of(request, error)
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        refused = problems.of(request, Unreadable(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_here"))
        refused["Allow"] = response["Allow"]
        return refused
    _keep(request, by, response)
    return response


def _token(request: HttpRequest) -> str:
    """The token of the header and of nowhere else; what has not its form is as good as none that is known."""
    said = request.headers.get("Authorization", "")
    found = _BEARER.fullmatch(said)
    request.token_fault = "token_invalid" if said else "token_missing"  # type: ignore[attr-defined]
    return found[1] if found else ""


def _readable(request: HttpRequest) -> None:
    """Refuse a body before anything reads it."""
    if request.method not in UNSAFE:
        return
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Unreadable(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large")
    try:
        body = request.body
    except (UnreadablePostError, RawPostDataException):
        raise Unreadable(HTTPStatus.BAD_REQUEST, "body_not_json") from None
    if body and request.content_type != "application/json":
        raise Unreadable(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "body_of_another_kind")


def _ready(by: Actor) -> None:
    """A person does first what every page asks of her first; made-up families ask for no promise."""
    if not by.signed_in:
        return
    if by.must_change_password:
        refuse("password_first").or_refuse(kind="person")
    practises = by.practice and settings.WASL_PRACTICE
    if not practises and by.conduct != settings.WASL_PROGRAMME.entry.conduct.version:
        refuse("conduct_first").or_refuse(kind="person")


# --- a request that is sent twice ---------------------------------------------------------------------------------


def _claim(request: HttpRequest, by: Actor) -> HttpResponse | None:
    """The answer that was given before under the same key, or none and the key is this request's."""
    said = request.headers.get("Idempotency-Key")
    request.once = None  # type: ignore[attr-defined]
    if said is None or request.method not in UNSAFE or not by.signed_in:
        return None
    try:
        key = uuid.UUID(said)
    except ValueError:
        raise Invalid("Idempotency-Key", "form_wrong") from None
    found = tokens.answer_once(key, _mark(request))
    if found.fresh:
        request.once = key  # type: ignore[attr-defined]
        return None
    if not found.same:
        raise Invalid("Idempotency-Key", "key_used_otherwise")
    return HttpResponse(found.answer, status=found.status, content_type="application/json; charset=utf-8")


def _keep(request: HttpRequest, by: Actor, response: HttpResponse) -> None:
    if request.once is not None and request.failure is None:  # type: ignore[attr-defined]
        tokens.answer_keep(request.once, response.status_code, response.content.decode())  # type: ignore[attr-defined]


def _mark(request: HttpRequest) -> bytes:
    """What tells two requests apart, and tells nobody what was in them."""
    told = b"\n".join([str(request.method).encode(), request.path_info.encode(), request.body])
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).digest()


def language(request: HttpRequest, own: str) -> str:
    """The language that was asked for; else the account's own; else Arabic."""
    best, weight = "", 0.0
    for part in request.headers.get("Accept-Language", "").lower().replace(" ", "").split(",")[:20]:
        found = _WEIGHED.fullmatch(part)
        if found and found[1] in LANGUAGES and float(found[2] or 1) > weight:
            best, weight = found[1], float(found[2] or 1)
    return best or (own if own in LANGUAGES else settings.LANGUAGE_CODE)
