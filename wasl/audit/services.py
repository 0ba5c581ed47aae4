"""Writing to the record.

Inside a unit of work (one web request, one command) events are gathered and written with one statement just before
the commit: same transaction, so that what was done and its trace stand or fall together. If the record cannot be
written, the transaction cannot commit and nothing is served (PROTECTION P10).
"""

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.db import connection

from wasl.audit.enums import EventType


class Doer(Protocol):
    """Whoever acts: only the opaque reference and the kind of principal reach the record."""

    @property
    def ref(self) -> uuid.UUID | None: ...
    @property
    def kind(self) -> str: ...


class Thing(Protocol):
    """What is acted on."""

    @property
    def audit_kind(self) -> str: ...
    @property
    def audit_ref(self) -> uuid.UUID | None: ...
    @property
    def audit_file(self) -> uuid.UUID | None: ...


_pending: ContextVar[list[dict[str, Any]] | None] = ContextVar("audit_pending", default=None)
_request: ContextVar[uuid.UUID | None] = ContextVar("audit_request", default=None)


@contextmanager
def unit(request: uuid.UUID | None = None) -> Iterator[list[dict[str, Any]]]:
    """Gather the events of one unit of work; the owner of the transaction calls `flush` before its commit."""
    events: list[dict[str, Any]] = []
    pending, ref = _pending.set(events), _request.set(request or uuid.uuid4())
    try:
        yield events
    finally:
        _pending.reset(pending)
        _request.reset(ref)


@contextmanager
def kept_on_success() -> Iterator[None]:
    """Forget the events of a nested service whose savepoint rolls back."""
    pending = _pending.get()
    before = len(pending or [])
    try:
        yield
    except BaseException:
        if pending is not None:
            del pending[before:]
        raise


def in_unit() -> bool:
    """Whether somebody above owns the unit of work and will flush."""
    return _pending.get() is not None


def record(
    event: EventType,
    *,
    by: Doer | None,
    on: Thing | None = None,
    person: uuid.UUID | None = None,
    file: uuid.UUID | None = None,
    purpose: str = "",
    fields: Sequence[str] = (),
    code: str = "",
    apart: bool = False,
) -> None:
    """Add one event: who did what to which thing, with which fields and code.

    `apart`: the event does not carry the request, so that nothing else done in it tells what it was about.
    """
    row: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "actor": _text(by.ref if by else None),
        "actor_kind": by.kind if by else "nobody",
        "event": str(event),
        "file_id": _text(file or (on.audit_file if on else None)),
        "resource_kind": on.audit_kind if on else "",
        "resource": _text(on.audit_ref if on else None),
        "person": _text(person),
        "purpose": purpose,
        "fields": list(fields),
        "code": code,
        "request": None if apart else _text(_request.get()),
    }
    pending = _pending.get()
    if pending is None:
        _write([row])
    else:
        pending.append(row)


def flush() -> None:
    """Write what was gathered, in the caller's transaction."""
    pending = _pending.get()
    if pending:
        _write(pending)
        pending.clear()


def _write(rows: list[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_append(%s::jsonb)", [json.dumps(rows)])


def _text(ref: uuid.UUID | None) -> str | None:
    return None if ref is None else str(ref)
