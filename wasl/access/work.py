"""The unit of work: one transaction, one session context, one flush of the record, refusals written after the rollback.

In the web a middleware opens it around the whole request, rendering included; elsewhere `command` does. Services
nest: the inner ones share the transaction through savepoints.
"""

import functools
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction

from wasl.access.actor import NOBODY, Actor, from_principal
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.errors import NotFound, Refused

_begun: ContextVar[tuple[str, dict[str, Any] | None]] = ContextVar("begun", default=("", None))
P = ParamSpec("P")
R = TypeVar("R")


def begin(token: str, door: str = "") -> dict[str, Any] | None:
    """Set the session context of this transaction; answers `{data, kind, locked, names, principal}` or None.

    `door`: the one kind of session that is taken here; another kind is no session at all.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_begin(%s, %s::interval, %s)",
            [token, f"{settings.WASL_IDLE_MINUTES} minutes", door],
        )
        row = cursor.fetchone()
    found = row[0] if row else None
    if isinstance(found, str):
        found = json.loads(found)
    answer = found if isinstance(found, dict) else None
    _begun.set((token, answer))
    return answer


def begun_for(token: str, door: str = "") -> dict[str, Any] | None:
    """What `begin` answered for this token in the present unit of work, so that nobody asks twice."""
    known, answer = _begun.get()
    return answer if known == token else begin(token, door)


def actor_of(begun: dict[str, Any] | None, token: str) -> Actor:
    """The actor behind a begun session; nobody when there is none or the screen is locked."""
    if not begun or not begun["principal"] or begun["locked"]:
        return NOBODY
    return from_principal(begun["principal"], begun["kind"], token)


@contextmanager
def unit_of_work(token: str, request: uuid.UUID | None = None) -> Iterator[Actor]:
    """Transaction, context and record for everything that is not a web request."""
    with audit.unit(request), transaction.atomic():
        yield actor_of(begin(token), token)
        audit.flush()


def record_refusal(error: Exception, *, by: Actor | None) -> None:
    """Write down an attempt that was refused or met nothing; call it outside the transaction that rolled back."""
    if isinstance(error, Refused):
        audit.record(EventType.REFUSED, by=by, code=error.code)
    elif isinstance(error, NotFound):
        audit.record(EventType.NOT_FOUND, by=by)


def command(service: Callable[P, R]) -> Callable[P, R]:
    """Make a function a service: it runs in a transaction, and its refusal outlives the rollback."""

    @functools.wraps(service)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        by = kwargs.get("by")
        actor = by if isinstance(by, Actor) else None
        if audit.in_unit():
            with audit.kept_on_success(), transaction.atomic():
                return service(*args, **kwargs)
        try:
            with unit_of_work(actor.token if actor else ""):
                return service(*args, **kwargs)
        except (Refused, NotFound) as error:
            record_refusal(error, by=actor)
            raise

    return inner
