"""The database's roles: one for each kind of work, none of them mighty.

The same statements serve the embedded server, where the supervisor runs them, and an external one, where
its administrator runs the script of `script_for_external`. Passwords travel as SCRAM verifiers, so no
server log and no script holds one in clear.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
from collections.abc import Mapping

import psycopg
from psycopg import sql

from wasl.runtime.faults import Fault

OWNER = "wasl_owner"
ROLES = (OWNER, "wasl_web", "wasl_vault", "wasl_worker", "wasl_report", "wasl_backup")
SUPERUSER = "wasl_super"
DATABASE = "wasl"
# COPY FROM is refused under row-level security, so bulk writers copy into a temporary table first
USE_TEMPORARY_TABLES = (OWNER, "wasl_web", "wasl_worker")
LIMITS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
ITERATIONS = 4096
PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]+")

Connection = psycopg.Connection[tuple[object, ...]]


def verifier(password: str, salt: bytes | None = None, iterations: int = ITERATIONS) -> str:
    """What PostgreSQL stores of a password (RFC 5802, RFC 7677)."""
    salt = os.urandom(16) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt_text, stored_text, server_text = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${iterations}:{salt_text}${stored_text}:{server_text}"


def verifies(password: str, stored: str) -> bool:
    """Whether the stored verifier was made from this password."""
    method, _, rest = stored.partition("$")
    parameters = rest.partition("$")[0].partition(":")
    if method != "SCRAM-SHA-256" or not parameters[0].isdecimal():
        return False
    again = verifier(password, base64.b64decode(parameters[2]), int(parameters[0]))
    return hmac.compare_digest(again, stored)


def ensure_roles(connection: Connection, passwords: Mapping[str, str]) -> list[str]:
    """Make or correct the roles; answers with those it changed. Needs a superuser and autocommit."""
    rows = connection.execute(
        "SELECT rolname, coalesce(rolpassword, ''),"
        " rolcanlogin AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)"
        " FROM pg_authid WHERE rolname = ANY(%s)",
        [list(passwords)],
    ).fetchall()
    there = {str(name): (str(stored), bool(humble)) for name, stored, humble in rows}
    changed = []
    for role, password in passwords.items():
        stored, humble = there.get(role, ("", False))
        if humble and verifies(password, stored):
            continue
        verb = "ALTER" if role in there else "CREATE"
        connection.execute(
            sql.SQL(f"{verb} ROLE {{}} {LIMITS} PASSWORD {{}}").format(
                sql.Identifier(role), verifier(password)
            )
        )
        changed.append(role)
    return changed


def ensure_database(connection: Connection, name: str, template: str = "template0") -> bool:
    """Make the database, owned by wasl_owner, if it is missing. Needs a superuser and autocommit."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return False
    encoding = sql.SQL("ENCODING 'UTF8'" if template == "template0" else "")
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} {}").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template), encoding
        )
    )
    return True


def rights(name: str) -> list[str]:
    """Statements, run inside the database: who may come in, and that only the owner makes things there."""
    others = ", ".join(role for role in ROLES if role != OWNER)
    return [
        f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC',
        f'GRANT CONNECT ON DATABASE "{name}" TO {others}',
        f'GRANT TEMPORARY ON DATABASE "{name}" TO {", ".join(USE_TEMPORARY_TABLES)}',
        f"ALTER SCHEMA public OWNER TO {OWNER}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {others}",
    ]


def script_for_external(passwords: Mapping[str, str], name: str = DATABASE) -> str:
    """For the administrator of an external server: what to run with psql, as a superuser, once."""
    if not PLAIN_NAME.fullmatch(name):
        raise Fault(f"{name!r} is no name for a database.", "Use letters, digits, _ and - only.")
    lines = [
        "-- Run with psql as an administrator of the server. It may be run again.",
        "\\set ON_ERROR_STOP on",
    ]
    for role, password in passwords.items():
        lines += [
            f"\\set make 'CREATE ROLE {role}'",
            f"SELECT :'make' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec",  # noqa: S608
            f"ALTER ROLE {role} {LIMITS} PASSWORD '{verifier(password)}';",
        ]
    make = f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE template0'
    lines += [
        f"\\set make '{make}'",
        f"SELECT :'make' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}') \\gexec",  # noqa: S608
        f'\\connect "{name}"',
    ]
    return "\n".join(lines + [f"{statement};" for statement in rights(name)]) + "\n"
