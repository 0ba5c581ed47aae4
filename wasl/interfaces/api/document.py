"""The OpenAPI document: every answer of every address, with its kinds of no as problem documents.

The library writes down what succeeds. What can go wrong follows from the address itself, so it is added here once and
not repeated at each function: a test sends requests until every documented answer is the only kind there is.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from wasl.interfaces.api.problems import CONTENT_TYPE

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457, with our decision code and words in the language that was asked for.",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stays the same in every language."},
        "detail": {"type": "string"},
        "remedy": {"type": "string", "description": "What to do about it, where there is something."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "version": {"type": "integer", "description": "The version that is there now."},
                },
            },
        },
    },
}
LANGUAGE: dict[str, Any] = {
    "in": "header",
    "name": "Accept-Language",
    "required": False,
    "description": "The language of words in answers: ar, ckb or en. Without it, that of the account.",
    "schema": {"type": "string"},
}
KEY: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "A new UUID for each request. Sent again within a day, the first answer is given again.",
    "schema": {"type": "string", "format": "uuid"},
}
NUMBER: dict[str, Any] = {"type": "string", "maxLength": 40, "examples": ["K7-03F2"]}
UNSAFE = frozenset({"post", "put", "patch", "delete"})


def finish(document: dict[str, Any]) -> dict[str, Any]:
    """The whole document, from what the library wrote down."""
    document["components"]["schemas"]["Problem"] = PROBLEM
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _parameters(operation, method)
            for status in _refusals(path, method, operation):
                operation["responses"][status] = _refusal(status)
    return document


def _refusals(path: str, method: str, operation: dict[str, Any]) -> Iterator[int]:
    yield 400  # a host or a header that cannot be read
    if not operation.get("security"):
        return
    yield from (401, 403, 422, 503)
    if "{" in path:
        yield 404
    if method == "get":
        yield 429
    if method in UNSAFE:
        yield from (409, 413, 415)


def _refusal(status: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 401:
        found["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return found


def _parameters(operation: dict[str, Any], method: str) -> None:
    """What the library cannot say of parameters: that null is no header, and those which the door itself reads."""
    for parameter in operation["parameters"]:
        kinds = parameter["schema"].get("anyOf")
        if kinds:
            parameter["schema"]["anyOf"] = [kind for kind in kinds if kind.get("type") != "null"]
        if parameter["name"] == "number":
            parameter["schema"] = NUMBER
    if operation.get("security"):
        operation["parameters"].append(LANGUAGE)
        if method in UNSAFE:
            operation["parameters"].append(KEY)
