"""The floor: the same rows by plain psycopg as the superuser, decrypted with the keys in this very process."""

from typing import Any
from uuid import UUID, uuid4

import psycopg

from bench.world import World
from wasl.vault import crypto
from wasl.vault.keyring import Keyring, KeyringFile

_LIST = """
SELECT f.*, s.owner, s.subject, s.sealed, k.kek, k.wrapped FROM casefile_file f
LEFT JOIN people_person p ON p.file_id = f.file_id AND p.role = 'head' AND p.active
LEFT JOIN vault_sealed s ON s.owner = p.id AND s.field = 'identity:name'
LEFT JOIN vault_subjectkey k ON k.subject = s.subject
WHERE f.team_id = %s AND f.number > %s ORDER BY f.number LIMIT 50
"""
_SEALED = """
SELECT s.owner, s.field, s.subject, s.sealed, k.kek, k.wrapped
FROM vault_sealed s JOIN vault_subjectkey k USING (subject) WHERE s.file_id = %s
"""
_TABLES = ("casefile_file", "people_person", "casefile_need", "casefile_goal", "casefile_needgoal", "casefile_service",
           "casefile_contact", "casefile_document", "casefile_task")  # fmt: skip


class Opener:
    """Opens sealed values with the keys in this very process."""

    def __init__(self, world: World) -> None:
        self.ring: Keyring = KeyringFile(world.instance.keyring_folder, "practice").open()

    def open(self, field: str, owner: Any, subject: Any, sealed: Any, kek: Any, wrapped: Any) -> Any:
        key = self.ring.unwrap(int(kek), _bytes(wrapped))
        return crypto.open_value(key, field, subject, owner, _bytes(sealed))


class Floor(Opener):
    """Reads and writes what the pages read and write, and nothing beside it."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._connection = world.floor()

    def list_of(self, team: int, after: str = "") -> int:
        rows = self._connection.execute(_LIST, [team, after], binary=True).fetchall()
        for row in rows:
            owner, subject, sealed, kek, wrapped = row[-5:]
            if sealed is not None:
                self.open("identity:name", owner, subject, sealed, kek, wrapped)
        return len(rows)

    def family(self, file: UUID) -> int:
        for table in _TABLES:
            query = psycopg.sql.SQL("SELECT * FROM {} WHERE file_id = %s").format(
                psycopg.sql.Identifier(table)
            )
            self._connection.execute(query, [file], binary=True).fetchall()
        rows = self._connection.execute(_SEALED, [file], binary=True).fetchall()
        for owner, field, subject, sealed, kek, wrapped in rows:
            self.open(str(field), owner, subject, sealed, kek, wrapped)
        return len(rows)

    def note(self, file: UUID, team: int, text: str) -> None:
        note = uuid4()
        with self._connection.transaction():
            found = self._connection.execute(
                "SELECT kek, wrapped FROM vault_subjectkey WHERE subject = %s", [file]
            ).fetchone()
            kek, wrapped = found if found else (self.ring.current, self.ring.wrap(crypto.new_key()))
            key = self.ring.unwrap(int(str(kek)), _bytes(wrapped))
            if found is None:
                self._connection.execute(
                    "INSERT INTO vault_subjectkey (subject, file_id, team_id, kek, wrapped) "
                    "VALUES (%s, %s, %s, %s, %s)",
                    [file, file, team, kek, wrapped],
                )
            self._connection.execute(
                'INSERT INTO casefile_contact (id, file_id, team_id, kind, circle, "on", written_at, version) '
                "VALUES (%s, %s, %s, 'note', 'family', current_date, now(), 1)",
                [note, file, team],
            )
            self._connection.execute(
                "INSERT INTO vault_sealed (owner, field, subject, file_id, team_id, sealed) "
                "VALUES (%s, 'notes:text', %s, %s, %s, %s)",
                [note, file, file, team, crypto.seal_value(key, "notes:text", file, note, text)],
            )

    def close(self) -> None:
        self._connection.close()


def _bytes(value: Any) -> bytes:
    return bytes(value)
