"""Passkeys of one's own: added, named, taken away. What they are lies sealed; here are numbers, dates, sealed texts.

Whether a passkey signed is checked by the vault (`vault.passkeys`), which also writes the proof that opens a session.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from wasl.access.actor import Actor
from wasl.access.work import command
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.clock import now
from wasl.kernel.decision import refuse
from wasl.kernel.errors import NotFound, Refused

MOST: Final = 10
NAME_LENGTH: Final = 60
KIND: Final = "webauthn"


@dataclass(frozen=True)
class Passkey:
    """One passkey; its name is sealed for its account."""

    ref: int
    name: str
    made_at: datetime
    used_at: datetime | None


def passkeys(*, viewer: Actor) -> list[Passkey]:
    """One's own, the first made first."""
    rows = _fetched(
        "SELECT id, data->>'name', created_at, last_used_at FROM mfa_authenticator "
        "WHERE user_id = %(account)s AND type = %(kind)s ORDER BY id",
        account=viewer.ref,
    )
    return [Passkey(*row) for row in rows]


@command
def passkey_add(*, sealed: str, name: str, by: Actor) -> int:
    """A new one for oneself, as the vault sealed it."""
    if len(passkeys(viewer=by)) >= MOST:
        raise Refused(refuse("passkeys_enough", most=MOST), "state")
    made = _fetched(
        "INSERT INTO mfa_authenticator (user_id, type, data, created_at) "
        "VALUES (%(account)s, %(kind)s, %(data)s, %(at)s) RETURNING id",
        account=by.account,
        data=json.dumps({"sealed": sealed, "name": name}),
    )
    audit.record(EventType.PASSKEY_ADDED, by=by)
    return int(made[0][0])


@command
def passkey_name(*, passkey: int, name: str, by: Actor) -> None:
    """Call one's own by another name."""
    if not _done(
        "SELECT 1 WHERE access_in_person() = %(account)s AND access_passkey_name(%(passkey)s, %(name)s)",
        account=by.account,
        passkey=passkey,
        name=name,
    ):
        raise NotFound
    audit.record(EventType.PASSKEY_NAMED, by=by)


@command
def passkey_remove(*, passkey: int, by: Actor) -> None:
    """One's own opens nothing any more."""
    if not _done(
        "DELETE FROM mfa_authenticator "
        "WHERE id = %(passkey)s AND user_id = %(account)s AND type = %(kind)s RETURNING id",
        account=by.account,
        passkey=passkey,
    ):
        raise NotFound
    audit.record(EventType.PASSKEY_REMOVED, by=by)


@command
def passkey_used(*, passkey: int, by: Actor) -> None:
    """When it served last."""
    _done(
        "UPDATE mfa_authenticator SET last_used_at = %(at)s "
        "WHERE id = %(passkey)s AND user_id = %(account)s RETURNING id",
        account=by.account,
        passkey=passkey,
    )
    audit.record(EventType.PASSKEY_USED, by=by)


def _done(statement: str, **given: Any) -> bool:
    return bool(_fetched(statement, **given))


def _fetched(statement: str, **given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"kind": KIND, "at": now(), **given})
        return list(cursor.fetchall())
