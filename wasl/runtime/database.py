"""The database of an instance, embedded or external, as the rest of the house sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from wasl.runtime import roles
from wasl.runtime.children import Child
from wasl.runtime.home import Home
from wasl.runtime.postgres import Cluster
from wasl.runtime.settings import Settings


class Database(Protocol):
    """What both kinds can do."""

    @property
    def embedded(self) -> bool: ...

    def dsn(self, role: str, dbname: str = roles.DATABASE) -> str: ...

    def child(self) -> Child | None: ...

    def alive(self) -> bool: ...


class External:
    """A server that somebody else runs. Its administrator makes the roles with `roles_script`."""

    embedded = False

    def __init__(self, home: Home, settings: Settings) -> None:
        if settings.database_url is None:
            raise ValueError("there is no external server in these settings")
        self._home = home
        self._given = conninfo_to_dict(settings.database_url.get_secret_value())
        self._passwords = settings.role_passwords

    @property
    def dbname(self) -> str:
        return str(self._given.get("dbname") or roles.DATABASE)

    def dsn(self, role: str, dbname: str = roles.DATABASE) -> str:
        """The given address with the role's name and password; `wasl` stands for the database named there."""
        others = {
            key: str(value) for key, value in self._given.items() if key not in {"user", "password", "dbname"}
        }
        name = self.dbname if dbname == roles.DATABASE else dbname
        return make_conninfo(user=role, password=self._password(role), dbname=name, **others)

    def child(self) -> None:
        """Nothing to run."""

    def alive(self) -> bool:
        """Whether the server lets the web's role in."""
        try:
            with psycopg.connect(self.dsn("wasl_web"), connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def roles_script(self) -> str:
        """What the server's administrator runs once, with psql."""
        return roles.script_for_external({role: self._password(role) for role in roles.ROLES}, self.dbname)

    def leave_roles_script(self) -> Path:
        """Put the script into the home, for whoever takes it to the administrator. It holds no password in clear."""
        place = self._home.path / "roles.sql"
        place.touch(mode=0o600)
        place.write_text(self.roles_script(), encoding="utf-8")
        return place

    def _password(self, role: str) -> str:
        given = self._passwords.get(role)
        return given.get_secret_value() if given else self._home.secret(f"pg_{role}")


def open_database(home: Home, settings: Settings) -> Database:
    """The database that the settings mean."""
    if settings.database_url is not None:
        home.prepare()
        return External(home, settings)
    return Cluster.of(home, settings)
