"""Storing what the vault sealed, in the caller's own transaction and under the caller's row-level
security.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.backends.utils import CursorWrapper

from wasl.kernel.errors import Conflict
from wasl.vault.client import NewKey, Plain, SealedBatch, Vault

__all__ = ["Plain", "client", "copy", "rehome", "seal", "write"]

_KEYS = """
INSERT INTO vault_subjectkey (subject, file_id, team_id, kek, wrapped)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::smallint[], %s::bytea[])
ON CONFLICT (subject) DO NOTHING
"""
_VALUES = "SELECT vault_keep(%s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::int[], %s::bytea[])"
_INCOMING = """
INSERT INTO vault_sealed (owner, field, subject, file_id, team_id, sealed)
SELECT owner, field, subject, file_id, team_id, sealed FROM vault_incoming
ON CONFLICT (owner, field) DO UPDATE SET subject = excluded.subject, file_id = excluded.file_id,
    team_id = excluded.team_id, sealed = excluded.sealed
"""
_COLUMNS = "owner uuid, field text, subject uuid, file_id uuid, team_id int, sealed bytea"


@cache
def _client(path: str) -> Vault:
    return Vault(path)


def client() -> Vault:
    """The vault of this instance, at the socket that the settings name."""
    return _client(str(settings.WASL_VAULT_SOCKET))


def write(plains: Sequence[Plain], *, through: Vault | None = None, using: str = "default") -> None:
    """Seal and store values, in two statements at most. What was stored of a field before is replaced."""
    if not plains:
        return
    batch = (through or client()).seal(plains)
    with connections[using].cursor() as cursor:
        _store_keys(cursor, batch.new_keys)
        cursor.execute(_VALUES, [list(column) for column in zip(*_rows(plains, batch), strict=True)])


def seal(plains: Sequence[Plain]) -> list[bytes]:
    """Seal values for a statement of the caller's that stores them (`vault_keep`) with what they belong to."""
    batch = client().seal(plains)
    if batch.new_keys:
        with connections["default"].cursor() as cursor:
            _store_keys(cursor, batch.new_keys)
    return batch.values


def copy(plains: Iterable[Plain], *, through: Vault | None = None, using: str = "default") -> int:
    """Seal and store many values. COPY goes to a temporary table, since row-level security refuses it
    elsewhere.
    """
    everything = list(plains)
    if not everything:
        return 0
    batch = (through or client()).seal(everything)
    with connections[using].cursor() as cursor:
        _store_keys(cursor, batch.new_keys)
        cursor.execute(f"CREATE TEMPORARY TABLE vault_incoming ({_COLUMNS}) ON COMMIT DROP")
        with cursor.cursor.copy("COPY vault_incoming FROM STDIN WITH (FORMAT binary)") as lines:
            lines.set_types(["uuid", "text", "uuid", "uuid", "int4", "bytea"])
            for row in _rows(everything, batch):
                lines.write_row(row)
        cursor.execute(_INCOMING)
        cursor.execute("DROP TABLE vault_incoming")
    return len(everything)


def rehome(
    owners: Sequence[UUID],
    *,
    subjects: Sequence[UUID],
    old: UUID,
    file: UUID,
    team: int,
    using: str = "default",
) -> None:
    """Values of these owners, and the keys of these subjects, belong to another file from now on.

    Nothing is sealed anew: a value is bound to its field, its subject and its owner, none of which changes. The
    caller's row-level security must reach both files; the vault learns of it by its feed, as of all that is saved.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "UPDATE vault_subjectkey SET file_id = %s, team_id = %s WHERE subject = ANY (%s) AND file_id = %s",
            [file, team, list(subjects), old],
        )
        cursor.execute(
            "UPDATE vault_sealed SET file_id = %s, team_id = %s WHERE owner = ANY (%s) AND file_id = %s",
            [file, team, list(owners), old],
        )


def _rows(plains: Sequence[Plain], batch: SealedBatch) -> Iterable[tuple[Any, ...]]:
    for one, sealed in zip(plains, batch.values, strict=True):
        yield one.owner, one.field, one.subject, one.file, one.team, sealed


def _store_keys(cursor: CursorWrapper, keys: Sequence[NewKey]) -> None:
    """Store new keys. A subject may have one key only: another one already stored would make values
    unreadable.
    """
    if not keys:
        return
    columns = [(key.subject, key.file, key.team, key.kek, key.wrapped) for key in keys]
    cursor.execute(_KEYS, [list(column) for column in zip(*columns, strict=True)])
    if cursor.rowcount == len(keys):
        return
    cursor.execute(
        "SELECT subject, wrapped FROM vault_subjectkey WHERE subject = ANY (%s)",
        [[key.subject for key in keys]],
    )
    stored = {subject: bytes(wrapped) for subject, wrapped in cursor.fetchall()}
    if any(stored.get(key.subject) != key.wrapped for key in keys):
        raise Conflict("subject_key", None, None)
