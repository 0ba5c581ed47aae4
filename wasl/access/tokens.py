"""Personal access tokens: a program acts for a person, with that person's rights and no more.

A token is a session of its own kind. It is told once and kept as a hash; its owner lists and ends it. What it answers
holds codes and file numbers; names are a scope apart, granted for thirty days by whoever protects the data, never by
the owner (PROTECTION P8). The vault itself opens nothing to a token without that scope, and to no token a sealed line.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.errors import Invalid, NotFound

PREFIX: Final = "wasl_"
DAYS: Final = (7, 30, 90)
LABEL_LENGTH: Final = 60


@dataclass(frozen=True)
class TokenCard:
    """One of one's own tokens as the account page lists it; the secret itself is nowhere any more."""

    ref: UUID
    label: str
    made_at: datetime
    expires_at: datetime
    last_seen: datetime
    names_asked: bool
    names_until: datetime | None


@dataclass(frozen=True)
class WaitingToken:
    """A token of somebody else for which names were asked."""

    ref: UUID
    label: str
    made_at: datetime
    name: str
    username: str
    title: str


@dataclass(frozen=True)
class Once:
    """Whether a request was answered before: not at all, the same request, or another one under the same key."""

    fresh: bool
    same: bool
    status: int
    answer: str


@dataclass(frozen=True)
class _Named:
    """A token as the record names it."""

    audit_ref: UUID
    audit_kind: str = "access_token"
    audit_file: None = None


@command
def token_make(*, label: str, days: int, names: bool, by: Actor, proof: str = "") -> str:
    """A new token for oneself. What is returned here is never told again.

    `proof`: that the password was shown a moment ago (`services.prove`); a command needs none.
    """
    if not label.strip() or len(label) > LABEL_LENGTH:
        raise Invalid("label", "label_missing")
    if days not in DAYS:
        raise Invalid("days", "days_unknown")
    token = PREFIX + secrets.token_urlsafe(32)
    made = _make([token, label.strip(), f"{days} days", names, proof], account=by.account)
    audit.record(EventType.TOKEN_MADE, by=by, on=_Named(made), code="names_asked" if names else "codes")
    return token


@command
def token_end(*, token: UUID, by: Actor) -> None:
    """End one of one's own tokens at once."""
    _end(token, account=by.account)
    audit.record(EventType.TOKEN_ENDED, by=by, on=_Named(token))


@command
def token_names(*, token: UUID, granted: bool, by: Actor) -> None:
    """Grant names to somebody else's token for thirty days, or say no."""
    require(by, Action.NAMES_GRANT)
    if not _answer("SELECT access_token_names(%s, %s)", [token, granted]):
        raise NotFound
    audit.record(EventType.NAMES_GRANTED if granted else EventType.NAMES_DECLINED, by=by, on=_Named(token))


def tokens(*, viewer: Actor) -> list[TokenCard]:
    """One's own tokens that still open something, the newest first."""
    if not viewer.signed_in:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, label, made_at, expires_at, last_seen, names_asked, names_until FROM access_tokens()"
        )
        return [TokenCard(*row) for row in cursor.fetchall()]


def tokens_waiting(*, viewer: Actor) -> list[WaitingToken]:
    """Tokens of others for which names were asked and nobody has decided."""
    require(viewer, Action.NAMES_GRANT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, label, made_at, name, username, title FROM access_tokens_waiting()")
        return [WaitingToken(*row) for row in cursor.fetchall()]


def answer_once(key: UUID, mark: bytes) -> Once:
    """Claim a key for a request of the present session, or find what was answered under it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_answer_once(%s, %s)", [key, mark])
        return Once(*cursor.fetchone())


def answer_given(key: UUID, mark: bytes, status: int, answer: str) -> Once:
    """Claim a key together with where its form led; or find where the same form led before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_answer_given(%s, %s, %s, %s)", [key, mark, status, answer])
        return Once(*cursor.fetchone())


def answer_before(key: UUID, mark: bytes) -> str | None:
    """Where the same form led before, if it was done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_answer_before(%s, %s)", [key, mark])
        row = cursor.fetchone()
    return row[0] if row else None


def answer_keep(key: UUID, status: int, answer: str) -> None:
    """Keep the answer under a claimed key, in the transaction of what it answers for."""
    _answer("SELECT access_answer_keep(%s, %s, %s)", [key, status, answer])


def _make(said: list[str | bool], *, account: UUID) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_token_make(%s, %s, %s, %s::interval, %s, %s)", [account, *said])
        row = cursor.fetchone()
    return UUID(str(row[0]))


def _end(token: UUID, *, account: UUID) -> None:
    if not _answer("SELECT access_token_end(%s, %s)", [account, token]):
        raise NotFound


def _answer(statement: str, values: Sequence[str | int | UUID]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return bool(row and row[0])


def tokens_forget() -> None:
    """What has run out is deleted, not kept."""
    _answer("SELECT access_forget_tokens()", [])
