"""Looks at people: reach first, then the limit outside one's own work, then the record, then the answer.

The record is committed before anything is answered. If it cannot be written, nothing is opened.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg

from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, LimitReached, Refused
from wasl.vault import crypto, store
from wasl.vault.memory import Memory
from wasl.vault.store import Connection, Principal, ReachedRow

log = logging.getLogger("wasl.vault")
PER_HOUR, PER_DAY = 60, 200
MOST_WANTED = 5000
PURPOSE_LENGTH = 80
COVER = "cover"


@dataclass(frozen=True)
class Look:
    """One person (or a file's own matters) who is looked at."""

    whom: UUID
    file: UUID
    outside: bool


def check_purpose(purpose: str) -> str:
    """A purpose is a code, short and without spaces, so that no name can be written into the record."""
    if (
        not purpose
        or len(purpose) > PURPOSE_LENGTH
        or not purpose.replace("_", "").replace(".", "").isalnum()
    ):
        raise Invalid("purpose", "purpose_needed")
    return purpose


def require_principal(connection: Connection, token: str) -> Principal:
    who = store.principal(connection, token) if token else None
    if who is None:
        raise Refused(refuse("no_session"), "person")
    return who


def may_ask_beyond(who: Principal) -> bool:
    """Whether the account may ask about people out of reach: reception and search before create, no other."""
    return "beyond" in who.classes


def event(who: Principal | None, name: str, **columns: Any) -> dict[str, Any]:
    """A row of the record, with opaque references and codes only."""
    row: dict[str, Any] = {
        "id": uuid4(),
        "actor": who.account if who else None,
        "actor_kind": who.kind if who else "system",
        "event": name,
        "outside": False,
    }
    return row | columns


def check_limits(
    connection: Connection, who: Principal, looks: Iterable[Look], already: bool = False
) -> LimitReached | None:
    """None, or the limit that these looks would pass. Each person counts once a day."""
    outside = {look.whom for look in looks if look.outside}
    if not outside:
        return None
    if not already:
        store.hold_account(connection, who.account)
    seen = store.looked_at(connection, who.account)
    fresh = outside - seen.keys()
    if not fresh:
        return None
    hour = int(who.limits.get("hour", PER_HOUR))
    day = int(who.limits.get("day", PER_DAY))
    if sum(seen.values()) + len(fresh) > hour:
        return LimitReached("looks_hour", limit=hour, used=sum(seen.values()), asked=len(fresh))
    if len(seen) + len(fresh) > day:
        return LimitReached("looks_day", limit=day, used=len(seen), asked=len(fresh))
    return None


def record_limit(memory: Memory, who: Principal, purpose: str, limit: LimitReached) -> None:
    """The refusal has its own transaction: the one that was refused is rolled back."""
    with memory.store.transaction() as connection:
        store.append_audit(
            connection, [event(who, "refused", purpose=purpose, outside=False, code=limit.code)]
        )


def open_entries(
    memory: Memory, token: str, purpose: str, entries: Sequence[tuple[UUID, str]], request: str | None
) -> list[tuple[UUID, str, Any]]:
    """The values the session may see, recorded before they are given; everything else is simply absent."""
    check_purpose(purpose)
    if len(entries) > MOST_WANTED:
        raise Invalid("wanted", "too_many", most=MOST_WANTED)
    limit: LimitReached | None = None
    with memory.store.transaction() as connection:
        who = require_principal(connection, token)
        rows = [
            row
            for row in store.wanted(connection, token, list(dict.fromkeys(entries)))
            if row.field.partition(":")[0] in row.classes
        ]
        values = _open_rows(memory, rows)
        looks = [Look(row.subject, row.file_id, not row.working_set) for row in rows]
        limit = check_limits(connection, who, looks)
        if limit is None:
            store.append_audit(connection, _opened(who, purpose, rows, request))
    if limit is not None:
        record_limit(memory, who, purpose, limit)
        raise limit
    return values


def _open_rows(memory: Memory, rows: Sequence[ReachedRow]) -> list[tuple[UUID, str, Any]]:
    values = []
    for row in rows:
        try:
            values.append((row.owner, row.field, memory.open_row(row.field, row)))
        except crypto.Tampered:
            # Erased, or changed behind our back: absent either way, and the second is for the log.
            if row.wrapped:
                log.error("a sealed value does not open: owner %s field %s", row.owner, row.field)
    return values


def _opened(
    who: Principal, purpose: str, rows: Sequence[ReachedRow], request: str | None
) -> list[dict[str, Any]]:
    """One row a file inside one's own work, one a person outside it, since those are counted by person.

    What somebody sees only because she stands in for a colleague says so, whatever purpose the page named.
    """
    groups: dict[tuple[UUID, UUID | None], list[ReachedRow]] = {}
    for row in rows:
        groups.setdefault((row.file_id, None if row.working_set else row.subject), []).append(row)
    events = []
    for (file, _), members in groups.items():
        people = {row.subject for row in members if row.subject != file}
        events.append(
            event(
                who,
                "opened",
                file_id=file,
                resource_kind="person" if people else "file",
                person=next(iter(people)) if len(people) == 1 else None,
                purpose=COVER if members[0].covered else purpose,
                outside=not members[0].working_set,
                fields=sorted({row.field for row in members}),
                code=f"people:{len(people)}" if len(people) > 1 else None,
                request=request,
            )
        )
    return events


def log_database(error: psycopg.Error) -> None:
    """A database error by its kind only: its text may quote what was sent."""
    log.error("database: %s %s", type(error).__name__, error.sqlstate)
