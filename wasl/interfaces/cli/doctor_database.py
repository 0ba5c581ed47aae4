"""What must hold inside the database, whoever changed it: the second layer is on, the web owns nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from wasl.interfaces.cli.boot import CODE
from wasl.runtime.doctor import Check

Connection = psycopg.Connection[Any]
# whoever may read a table that names files must be held to the files within reach
READERS = ("wasl_web", "wasl_worker", "wasl_report")
# what the web may never do, whatever somebody granted
NEVER = {
    "access_session": "SELECT, INSERT, UPDATE, DELETE",
    "access_grant": "SELECT, INSERT, UPDATE, DELETE",
    "access_membership": "SELECT, INSERT, UPDATE, DELETE",
    "access_proof": "SELECT, INSERT, UPDATE, DELETE",
    "access_account": "INSERT, UPDATE, DELETE",
    "audit_event": "SELECT, INSERT, UPDATE, DELETE",
    "audit_checkpoint": "INSERT, UPDATE, DELETE",
    "vault_envelope": "SELECT, UPDATE, DELETE",
}
_WITH_FILES = """
SELECT c.relname::text, c.relrowsecurity AND c.relforcerowsecurity
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'file_id' AND NOT a.attisdropped)
  AND EXISTS (SELECT FROM unnest(%s::text[]) AS reader WHERE has_table_privilege(reader, c.oid, 'SELECT'))
ORDER BY 1
"""
_OWNED = """
SELECT c.relname::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'S') AND r.rolname <> 'wasl_owner' ORDER BY 1
"""


def examine(dsn: str) -> Iterator[Check]:
    """Every check of the database's inside, under the owner's role."""
    looks: tuple[Callable[[Connection], Check], ...] = (migrations, row_security, owners, web_rights)
    with psycopg.connect(dsn, autocommit=True, connect_timeout=5) as connection:
        for look in looks:
            yield look(connection)


def migrations(connection: Connection) -> Check:
    """Every migration of ours is applied."""
    ours = {(file.parent.parent.name, file.stem) for file in CODE.rglob("migrations/0*.py")}
    row = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    if row is None or row[0] is None:
        return Check("migrations", False, "no tables yet", "Run `wasl init`.")
    labels = {_label(folder) for folder, _ in ours}
    applied = set(
        connection.execute("SELECT app, name FROM django_migrations WHERE app = ANY(%s)", [list(labels)])
    )
    missing = sorted(f"{_label(app)}.{name}" for app, name in ours if (_label(app), name) not in applied)
    if missing:
        return Check("migrations", False, f"not applied: {', '.join(missing)}", "Run `wasl init` again.")
    return Check("migrations", True, f"{len(ours)} applied")


def row_security(connection: Connection) -> Check:
    """Row-level security is on and forced on every table with case data that a process may read."""
    found = dict(connection.execute(_WITH_FILES, [list(READERS)]).fetchall())
    open_ones = [name for name, forced in found.items() if not forced]
    if open_ones:
        remedy = "; ".join(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY" for name in open_ones)
        return Check(
            "row-level security", False, f"not forced on {', '.join(open_ones)}", f"As wasl_owner: {remedy}"
        )
    return Check("row-level security", bool(found), f"forced on {len(found)} tables with case data")


def owners(connection: Connection) -> Check:
    """Only wasl_owner owns tables: an owner could switch the second layer off."""
    strangers = [name for (name,) in connection.execute(_OWNED)]
    if strangers:
        return Check(
            "owners",
            False,
            f"not owned by wasl_owner: {', '.join(strangers)}",
            "ALTER TABLE ... OWNER TO wasl_owner",
        )
    return Check("owners", True, "every table is wasl_owner's")


def web_rights(connection: Connection) -> Check:
    """The web can read neither sessions nor grants nor the record, and cannot make accounts."""
    too_much = []
    for table, rights in NEVER.items():
        for right in rights.split(", "):
            row = connection.execute(
                "SELECT has_table_privilege('wasl_web', %s, %s)", [table, right]
            ).fetchone()
            if row and row[0]:
                too_much.append(f"{right} on {table}")
    if too_much:
        revoke = "; ".join(f"REVOKE {one.replace(' on ', ' ON ')} FROM wasl_web" for one in too_much)
        return Check("rights of the web", False, ", ".join(too_much), f"As wasl_owner: {revoke}")
    return Check("rights of the web", True, "sessions, grants and the record are out of its reach")


def _label(folder: str) -> str:
    """Django's label of the room in this folder, as its apps.py says."""
    place = next((file for file in CODE.rglob(f"{folder}/apps.py")), Path())
    for line in place.read_text(encoding="utf-8").splitlines() if place.is_file() else ():
        name, _, value = line.partition("=")
        if name.strip() == "label":
            return value.strip().strip("\"'")
    return folder
