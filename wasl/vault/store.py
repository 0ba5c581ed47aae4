"""Every statement that the vault sends to the database, under its own role.

Short transactions that see committed rows only. A lock timeout stands guard: should the vault ever wait for
a lock that the web holds, it fails after two seconds instead of standing still.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg_pool import ConnectionPool

OPTIONS = (
    "-c lock_timeout=2000 -c statement_timeout=20000 -c timezone=UTC -c datestyle=ISO "
    "-c default_transaction_isolation=read\\ committed -c application_name=wasl-vault"
)
Connection = psycopg.Connection[Any]

_WANTED = """
WITH wanted AS (SELECT * FROM unnest(%(owners)s::uuid[], %(fields)s::text[]) AS w(owner, field)),
     held AS (SELECT s.owner, s.field, s.subject, s.file_id, s.sealed, k.kek, k.wrapped
              FROM wanted JOIN vault_sealed s USING (owner, field) JOIN vault_subjectkey k USING (subject))
SELECT held.*, reach.classes, reach.working_set, reach.covered
FROM held JOIN access_reach(%(token)s, ARRAY (SELECT DISTINCT file_id FROM held)) AS reach USING (file_id)
"""
_PEOPLE = """
WITH held AS (SELECT owner, file_id FROM vault_sealed
              WHERE field = 'identity:name' AND owner = ANY (%(people)s))
SELECT held.owner, held.file_id, reach.classes
FROM held LEFT JOIN access_reach(%(token)s, ARRAY (SELECT DISTINCT file_id FROM held)) AS reach USING (file_id)
"""
_ALL = """
SELECT s.owner, s.subject, s.file_id, s.sealed, k.kek, k.wrapped
FROM vault_sealed s JOIN vault_subjectkey k USING (subject) WHERE s.field = %s AND k.wrapped <> ''
"""
_SOME = _ALL + " AND s.owner = ANY (%s)"
_LOOKS = """
SELECT coalesce(person, file_id) AS whom, min(at) > now() - interval '1 hour' AS recent
FROM audit_event
WHERE actor = %s AND outside AND at > now() - interval '24 hours' AND coalesce(person, file_id) IS NOT NULL
GROUP BY 1
"""


class SealedRow(NamedTuple):
    owner: UUID
    subject: UUID
    file_id: UUID
    sealed: bytes
    kek: int
    wrapped: bytes


class ReachedRow(NamedTuple):
    owner: UUID
    field: str
    subject: UUID
    file_id: UUID
    sealed: bytes
    kek: int
    wrapped: bytes
    classes: list[str]
    working_set: bool
    covered: bool


class Change(NamedTuple):
    id: int
    owner: UUID
    field: str
    gone: bool


@dataclass(frozen=True)
class Principal:
    """Who asks, as `access` says."""

    account: UUID
    kind: str
    roles: tuple[str, ...]
    classes: frozenset[str]
    limits: dict[str, Any]


@dataclass(frozen=True)
class Reach:
    classes: frozenset[str]
    working_set: bool


class Store:
    def __init__(self, dsn: str, connections: int = 6) -> None:
        self.dsn = dsn
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            dsn, min_size=1, max_size=connections, open=False, timeout=5, kwargs={"options": OPTIONS}
        )

    def open(self) -> None:
        self._pool.open()

    def close(self) -> None:
        self._pool.close()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One short transaction; committed when the block ends well."""
        with self._pool.connection() as connection:
            yield connection

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """For one statement that only reads: it is its own transaction, without two messages more around it."""
        with self._pool.connection() as connection:
            connection.autocommit = True
            try:
                yield connection
            finally:
                if not connection.closed:
                    connection.autocommit = False

    def listening(self) -> Connection:
        """A connection of its own for notifications and for the sealer."""
        return psycopg.connect(self.dsn, autocommit=True, options=OPTIONS)


def principal(connection: Connection, token: str) -> Principal | None:
    row = connection.execute(
        "SELECT account_id, kind, roles, classes, limits FROM access_principal(%s)", [token]
    ).fetchone()
    return (
        None
        if row is None
        else Principal(row[0], row[1], tuple(row[2] or ()), frozenset(row[3] or ()), row[4] or {})
    )


def proven(connection: Connection, proof: str) -> UUID | None:
    """Whose password was shown a moment ago, by the proof that was given for it."""
    row = connection.execute("SELECT access_proven(%s)", [proof]).fetchone()
    return row[0] if row else None


class Passkey(NamedTuple):
    ref: int
    sealed: str


def passkeys(connection: Connection, account: UUID) -> list[Passkey]:
    """The passkeys of an account that may sign in, as they were sealed."""
    rows = connection.execute("SELECT passkey, sealed FROM access_passkeys(%s)", [account])
    return [Passkey(*row) for row in rows]


def vouch(connection: Connection, passkey: int, account: UUID, proof: str) -> bool:
    """Write the proof of an account whose passkey signed, as a password that was shown gives one."""
    row = connection.execute("SELECT access_vouch(%s, %s, %s)", [passkey, account, proof]).fetchone()
    return bool(row and row[0])


def reach(connection: Connection, token: str, files: Sequence[UUID]) -> dict[UUID, Reach]:
    rows = connection.execute(
        "SELECT file_id, classes, working_set FROM access_reach(%s, %s::uuid[])", [token, list(set(files))]
    )
    return {file: Reach(frozenset(classes or ()), bool(own)) for file, classes, own in rows}


def wanted(connection: Connection, token: str, entries: Sequence[tuple[UUID, str]]) -> list[ReachedRow]:
    """The entries that exist and whose file the session may open; strangers' entries are not even read
    out.
    """
    rows = connection.execute(
        _WANTED,
        {
            "token": token,
            "owners": [owner for owner, _ in entries],
            "fields": [field for _, field in entries],
        },
        binary=True,
    )
    return [ReachedRow(*row) for row in rows]


def looked_at(connection: Connection, account: UUID) -> dict[UUID, bool]:
    """People outside the working set whom the account looked at in the last day: whether within the hour."""
    return {whom: bool(recent) for whom, recent in connection.execute(_LOOKS, [account])}


def hold_account(connection: Connection, account: UUID) -> None:
    """One look outside the working set at a time for each account, or two at once could both pass the
    limit.
    """
    key = int.from_bytes(account.bytes[:8], "big", signed=True)
    connection.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def append_audit(connection: Connection, events: Sequence[dict[str, Any]]) -> None:
    if events:
        connection.execute("SELECT audit_append(%s::jsonb)", [json.dumps(events, default=str)])


def subject_keys(connection: Connection, subjects: Sequence[UUID]) -> dict[UUID, tuple[int, bytes]]:
    rows = connection.execute(
        "SELECT subject, kek, wrapped FROM vault_subjectkey WHERE subject = ANY (%s)", [list(subjects)]
    )
    return {subject: (kek, bytes(wrapped)) for subject, kek, wrapped in rows}


def homes(connection: Connection, subjects: Sequence[UUID]) -> dict[UUID, UUID]:
    """In which file each subject is now."""
    rows = connection.execute(
        "SELECT subject, file_id FROM vault_subjectkey WHERE subject = ANY (%s)", [list(subjects)]
    )
    return dict(rows.fetchall())


def erase_key(connection: Connection, subject: UUID) -> bool:
    done = connection.execute(
        "UPDATE vault_subjectkey SET wrapped = '', kek = 0 WHERE subject = %s AND wrapped <> ''", [subject]
    )
    return done.rowcount == 1


def file_of(connection: Connection, subject: UUID) -> UUID | None:
    row = connection.execute("SELECT file_id FROM vault_subjectkey WHERE subject = %s", [subject]).fetchone()
    return row[0] if row else None


def every(connection: Connection, field: str) -> Iterator[SealedRow]:
    """All sealed values of one field, streamed: for the vault's own memory, never for an answer."""
    with connection.cursor(name="vault_every", binary=True) as cursor:
        cursor.itersize = 5000
        for row in cursor.execute(_ALL, [field]):
            yield SealedRow(*row)


def some(connection: Connection, field: str, owners: Sequence[UUID]) -> list[SealedRow]:
    return [SealedRow(*row) for row in connection.execute(_SOME, [field, list(owners)], binary=True)]


def reach_of_people(
    connection: Connection, token: str, people: Sequence[UUID]
) -> dict[UUID, tuple[UUID, frozenset[str]]]:
    """For people who exist now: their file, and the classes that the session may open in it (none: a stranger)."""
    rows = connection.execute(_PEOPLE, {"token": token, "people": list(people)})
    return {person: (file, frozenset(classes or ())) for person, file, classes in rows}


def envelopes(connection: Connection, ids: Sequence[UUID] | None = None) -> Iterator[tuple[UUID, bytes]]:
    if ids is None:
        with connection.cursor(name="vault_envelopes", binary=True) as cursor:
            yield from cursor.execute("SELECT id, sealed FROM vault_envelope")
    else:
        yield from connection.execute(
            "SELECT id, sealed FROM vault_envelope WHERE id = ANY (%s)", [list(ids)], binary=True
        )


def new_envelopes(connection: Connection) -> list[UUID]:
    """Envelopes that were committed a moment ago, so that whoever wrote one finds it at once."""
    rows = connection.execute("SELECT owner FROM vault_change WHERE field = 'envelope'")
    return [row[0] for row in rows]


def changes(connection: Connection, horizon: int) -> tuple[list[Change], int]:
    """What was committed since, and the new horizon: every transaction below it has ended.

    By transaction and not by id: a lower id may commit later than a higher one.
    """
    rows = connection.execute(
        "SELECT id, owner, field, gone, pg_snapshot_xmin(pg_current_snapshot())::text::bigint "
        "FROM vault_change WHERE tx >= %s::text::xid8 ORDER BY id",
        [str(horizon)],
    ).fetchall()
    return [Change(*row[:4]) for row in rows], int(rows[0][4]) if rows else horizon


def horizon(connection: Connection) -> int:
    row = connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint").fetchone()
    return int(row[0]) if row else 0


def forget_changes(connection: Connection, ids: Sequence[int]) -> None:
    connection.execute("DELETE FROM vault_change WHERE id = ANY (%s)", [list(ids)])
