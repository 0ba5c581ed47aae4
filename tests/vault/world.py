"""A small centre to test the vault in: two teams, the people who work there, and families with names."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import psycopg

from wasl.vault import services
from wasl.vault.client import Plain, Vault

CARE = ["identity", "notes"]


@dataclass
class Worker:
    """Somebody with a session."""

    account: UUID
    token: str


@dataclass
class World:
    """The scratch database and the vault at work on it."""

    dsn: dict[str, str]
    vault: Vault
    teams: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def as_super(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self.dsn["super"]) as connection:
            yield connection

    @contextmanager
    def as_web(self, token: str) -> Iterator[psycopg.Connection[Any]]:
        """A transaction of the web for a session, as its middleware would open it."""
        with psycopg.connect(self.dsn["web"]) as connection:
            connection.execute("SELECT set_config('wasl.session', %s, true)", [token])
            yield connection

    def team(self, name: str) -> int:
        if name not in self.teams:
            with self.as_super() as sql:
                site = sql.execute(
                    "INSERT INTO access_site (code, kind, place, name_ar, name_ckb, name_en) "
                    "VALUES (%s, 'centre', '', '', '', '') RETURNING id",
                    [f"{name}-{uuid4().hex[:8]}"],
                ).fetchall()[0][0]
                self.teams[name] = sql.execute(
                    "INSERT INTO access_team (code, name_ar, name_ckb, name_en, site_id) "
                    "VALUES (%s, '', '', '', %s) RETURNING id",
                    [f"{name}-{uuid4().hex[:8]}", site],
                ).fetchall()[0][0]
        return self.teams[name]

    def worker(
        self,
        name: str,
        team: str | None = None,
        *,
        classes: list[str] | None = None,
        reach: str = "team",
        hour: int = 60,
        day: int = 200,
        expired: bool = False,
    ) -> Worker:
        one = Worker(uuid4(), secrets.token_urlsafe(24))
        with self.as_super() as sql:
            sql.execute(
                "INSERT INTO access_account (id, username, password, name, title, gender, language, digits, "
                "is_active, practice, must_change_password, conduct_version, created_at) "
                "VALUES (%s, %s, '', %s, '', '', 'ar', '', true, true, false, '', now())",
                [one.account, f"{name}-{uuid4().hex[:6]}", name],
            )
            if team is not None:
                sql.execute(
                    "INSERT INTO access_membership (role, reach, classes, looks_hour, looks_day, valid_from, "
                    "account_id, team_id) VALUES ('caseworker', %s, %s, %s, %s, now(), %s, %s)",
                    [reach, CARE if classes is None else classes, hour, day, one.account, self.team(team)],
                )
            sql.execute(
                "INSERT INTO access_session (token_hash, account_id, kind, data, created_at, last_seen, "
                "expires_at, locked) VALUES (%s, %s, 'web', '', now(), now(), now() + %s::interval, false)",
                [sha256(one.token.encode()).digest(), one.account, "-1 hour" if expired else "8 hours"],
            )
        return one

    def file(self, team: str) -> UUID:
        file = uuid4()
        with self.as_super() as sql:
            sql.execute(
                "INSERT INTO access_scope (file_id, number, team_id) VALUES (%s, %s, %s)",
                [file, uuid4().hex[:12], self.team(team)],
            )
        return file

    def grant(self, worker: Worker, file: UUID, classes: list[str] | None = None) -> None:
        with self.as_super() as sql:
            sql.execute(
                "INSERT INTO access_grant (id, role, purpose, classes, valid_from, account_id, file_id) "
                "VALUES (%s, 'caseworker', 'care', %s, now(), %s, %s)",
                [uuid4(), CARE if classes is None else classes, worker.account, file],
            )

    def write(self, by: Worker, plains: list[Plain], bulk: bool = False) -> None:
        """Store as the web would: sealed, in its transaction, under its role."""
        with self.as_web(by.token) as connection, stored_by(connection):
            (services.copy if bulk else services.write)(plains, through=self.vault)

    def person(self, by: Worker, team: str, file: UUID | None = None, **document: Any) -> tuple[UUID, UUID]:
        """A person with this identity document; the person and the file."""
        person, home = uuid4(), file or self.file(team)
        self.write(by, [Plain(person, "identity:name", person, home, self.team(team), document)])
        return person, home

    def events(self, **where: Any) -> list[dict[str, Any]]:
        condition = " AND ".join(f"{column} = %s" for column in where) or "true"
        with self.as_super() as sql, sql.cursor(row_factory=psycopg.rows.dict_row) as cursor:
            return cursor.execute(
                f"SELECT * FROM audit_event WHERE {condition} ORDER BY at", list(where.values())
            ).fetchall()


class _Cursor:
    """What `services` needs of Django's cursor, over a plain connection."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.cursor = connection.cursor()
        self.execute, self.fetchall = self.cursor.execute, self.cursor.fetchall

    @property
    def rowcount(self) -> int:
        return self.cursor.rowcount

    def __enter__(self) -> "_Cursor":
        return self

    def __exit__(self, *_: object) -> None:
        self.cursor.close()


@contextmanager
def stored_by(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """For the block, `services` writes through this connection."""

    class Alias:
        def cursor(self) -> _Cursor:
            return _Cursor(connection)

    services_module = vars(services)
    before = services_module["connections"]
    services_module["connections"] = {"default": Alias()}
    try:
        yield
    finally:
        services_module["connections"] = before
