"""Every no as a problem document (RFC 9457): our decision code, and words in the language that was asked for.

Nothing of what was sent is repeated: a value in an answer is a value in somebody's log.
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from wasl.interfaces.web.refusals import remedy_for, words_for
from wasl.kernel.decision import refuse
from wasl.kernel.errors import (
    Conflict,
    Invalid,
    Invalids,
    LimitReached,
    NotFound,
    Refused,
    VaultDown,
    VaultSealed,
    WaslError,
)

CONTENT_TYPE = "application/problem+json"
TYPE = "urn:problem-type:wasl:"
#: what pydantic calls a fault, and what we call it
FAULTS: Mapping[str, str] = {
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "enum": "value_unknown",
    "literal_error": "value_unknown",
    "greater_than_equal": "value_out_of_range",
    "less_than_equal": "value_out_of_range",
    "string_too_long": "text_too_long",
}
#: what stands around the name of a field: where it was sent, and what our functions call it
AROUND = frozenset({"body", "query", "path", "header", "sent", "where", "purpose"})


class Unknown(WaslError):
    """No token, or one that opens nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreadable(WaslError):
    """The request itself cannot be taken: too large, no JSON, of another kind."""

    def __init__(self, status: HTTPStatus, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def problem(
    status: int,
    code: str,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """One problem document."""
    told: dict[str, Any] = {
        "type": TYPE + code,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": str(words_for(code)),
    }
    if remedy := str(remedy_for(code)):
        told["remedy"] = remedy
    if errors:
        told["errors"] = list(errors)
    return HttpResponse(
        json.dumps(told, ensure_ascii=False),
        status=status,
        content_type=CONTENT_TYPE,
        headers=dict(headers or {}),
    )


def of(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to an error that was raised on purpose; it is remembered for the record."""
    request.failure = error  # type: ignore[attr-defined]
    match error:
        case Unknown():
            if error.code == "token_missing":
                return problem(401, error.code, headers={"WWW-Authenticate": "Bearer"})
            # a token that opens nothing is an attempt; a request without one is only a mistake
            request.failure = Refused(refuse(error.code), "person")  # type: ignore[attr-defined]
            return problem(401, error.code, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        case NotFound():
            return problem(404, "nothing_here")
        case Refused():
            return problem(403 if error.kind == "person" else 409, error.code)
        case LimitReached():
            return problem(429, error.code)
        case Conflict():
            return problem(409, "changed_meanwhile", [{"field": error.field, **_version(error)}])
        case Invalid():
            return problem(422, error.code, [_fault(error.field, error.code)])
        case Invalids():
            return problem(422, "input_invalid", [_fault(one.field, one.code) for one in error])
        case Unreadable():
            return problem(error.status, error.code)
        case VaultSealed() | VaultDown():
            return problem(503, "vault_sealed", headers={"Retry-After": "60"})
    raise error


def of_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The fields that do not have the right form."""
    request.failure = error  # type: ignore[attr-defined]
    return problem(422, "input_invalid", [_shape(one) for one in error.errors])


def of_body(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The library could not read the body; it raises this for nothing else."""
    return of(request, Unreadable(HTTPStatus(error.status_code), "body_not_json"))


def _version(error: Conflict) -> dict[str, int]:
    return {"version": error.theirs} if isinstance(error.theirs, int) else {}


def _fault(field: str, code: str) -> dict[str, str]:
    return {"field": field, "code": code, "detail": str(words_for(code))}


def _shape(found: Mapping[str, Any]) -> dict[str, str]:
    place = [part for part in found["loc"] if isinstance(part, str)]
    if found["type"] == "extra_forbidden":
        place = place[:-1]  # the name of an unknown field is something that was sent
    place = [part for part in place if part not in AROUND]
    field = place[-1] if place else "body"
    return _fault(field, FAULTS.get(found["type"], "form_wrong"))
