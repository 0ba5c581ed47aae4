"""The addresses of version 1, gathered from their routers."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.security.http import HttpAuthBase

from wasl.access.actor import Actor
from wasl.interfaces.api import document, problems
from wasl.interfaces.api.routes import appointments, files, forms, me, record, thread
from wasl.kernel.errors import Invalid, WaslError

PREFIX = "/api/v1/"
DESCRIPTION = (
    "Case files by number and code. Names and words are given to tokens that were granted them, to requests that say "
    "what for (X-Wasl-Purpose), and are recorded. A file that is not the token owner's is not there: 404."
)


class Bearer(HttpAuthBase):
    """A personal access token. The door has asked whose it is; here only whether there is somebody."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Actor:
        by: Actor = request.actor  # type: ignore[attr-defined]
        if not by.signed_in:
            raise problems.Unknown(request.token_fault)  # type: ignore[attr-defined]
        where = request.resolver_match
        if where is None or not questions()[str(where.url_name), str(request.method)].issuperset(request.GET):
            raise Invalid("query", "field_unknown")
        return by


class Strict(Parser):
    """JSON as RFC 8259 has it: UTF-8, and no numbers that are none."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(request.body.decode("utf-8"), parse_constant=_no_number)
        return found


def _no_number(text: str) -> None:
    raise ValueError(text)


class Readable(JSONRenderer):
    """Arabic and Kurdish as they are written."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Api(NinjaAPI):
    """One word for an address everywhere: its name is its operation's too."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.url_name)


api = Api(
    title="Wasl",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    auth=Bearer(),
    renderer=Readable(),
    parser=Strict(),
)
for part in (me, files, thread, forms, record, appointments):
    api.add_router("", part.router)

api.add_exception_handler(WaslError, problems.of)  # type: ignore[arg-type]
api.add_exception_handler(ValidationError, problems.of_shape)  # type: ignore[arg-type]
api.add_exception_handler(HttpError, problems.of_body)  # type: ignore[arg-type]


@api.exception_handler(Exception)
def unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    """Whatever nobody foresaw is Django's to log and `handler500`'s to answer, in practice too."""
    raise error


@cache
def questions() -> dict[tuple[str, str], frozenset[str]]:
    """What may be asked in the address of each operation, by any name of its path and its method.

    A question that nobody knows is a mistake: passed over, a misspelt `scope` would answer with other files.
    """
    return {
        (str(named.url_name), method): frozenset(
            name
            for model in operation.models
            if model.__ninja_param_source__ == "query"
            for name in model.__ninja_flatten_map__
        )
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for named in view.operations
        for operation in view.operations
        for method in operation.methods
    }


@cache
def openapi() -> dict[str, Any]:
    """The OpenAPI document, finished."""
    made = document.finish(dict(api.get_openapi_schema(path_prefix=PREFIX)))
    made["info"]["x-wasl-version"] = version("wasl")
    return made


@api.get("/openapi.json", auth=None, url_name="openapi", summary="This document", include_in_schema=False)
def openapi_document(request: HttpRequest) -> HttpResponse:
    """The document itself, for everybody: it tells nothing that the code does not."""
    return JsonResponse(openapi())
