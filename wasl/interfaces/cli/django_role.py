"""Django's default connection under one role of the database, and afterwards under the one before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg.conninfo import conninfo_to_dict

KEYS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


@contextmanager
def under(connection: Any, dsn: str) -> Iterator[None]:
    """Use `dsn` in the block. The connection is closed between, so nothing reaches the other role."""
    parts = conninfo_to_dict(dsn)
    wanted = {setting: str(parts.get(key) or "") for key, setting in KEYS.items()}
    former = {setting: connection.settings_dict[setting] for setting in KEYS.values()}
    connection.close()
    connection.settings_dict.update(wanted)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(former)
