"""Whether two databases hold the same: every row, every sequence, every right and guard.

Rows are compared by number and by the sum of their digests, so order does not matter; rights by what they allow, since
newer versions write them differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg import sql

from wasl.runtime.faults import Fault
from wasl.runtime.roles import Connection

TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'
ORDER BY 1, 2
"""
ROWS = (
    "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM {}.{} t"
)
GUARDS = {
    "tables and their owners": """
        SELECT format('%s.%s %s %s %s %s', n.nspname, c.relname, c.relkind, r.rolname, c.relrowsecurity,
                      c.relforcerowsecurity)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
        WHERE n.nspname = 'public' AND c.relkind <> 't'""",
    "rights on tables": """
        SELECT format('%s %s %s', c.relname, a.grantee::regrole, a.privilege_type)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
             aclexplode(coalesce(c.relacl,
                        acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner))) a
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'S') AND a.privilege_type <> 'MAINTAIN'""",
    "rights on columns": """
        SELECT format('%s.%s %s %s', c.relname, t.attname, a.grantee::regrole, a.privilege_type)
        FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
             aclexplode(t.attacl) a
        WHERE n.nspname = 'public'""",
    "policies": """
        SELECT format('%s %s %s %s %s', tablename, policyname, permissive, cmd, roles) FROM pg_policies""",
    "functions": """
        SELECT format('%s %s %s %s', p.oid::regprocedure, r.rolname, p.prosecdef, p.proconfig)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner
        WHERE n.nspname = 'public'""",
    "rights on functions": """
        SELECT format('%s %s', p.oid::regprocedure, a.grantee::regrole)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
             aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        WHERE n.nspname = 'public'""",
    "triggers": """
        SELECT format('%s %s %s', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal""",
    "constraints": """
        SELECT format('%s %s %s %s', conrelid::regclass, conname, contype, convalidated)
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = 'public' AND contype <> 'n'""",
    "sequences": "SELECT format('%s.%s %s', schemaname, sequencename, last_value) FROM pg_sequences",
}


@dataclass(frozen=True)
class Contents:
    """What a database holds: rows and digest of each table, and the lists of what guards them."""

    tables: Mapping[str, tuple[int, str]]
    guards: Mapping[str, frozenset[str]]


def contents(connection: Connection) -> Contents:
    """Read everything, as a superuser."""
    tables = {}
    for schema, name in connection.execute(TABLES).fetchall():
        question = sql.SQL(ROWS).format(sql.Identifier(str(schema)), sql.Identifier(str(name)))
        row = connection.execute(question).fetchone()
        if row is not None:
            tables[f"{schema}.{name}"] = (int(str(row[0])), str(row[1]))
    guards = {
        kind: frozenset(str(row[0]) for row in connection.execute(question.encode()).fetchall())
        for kind, question in GUARDS.items()
    }
    return Contents(tables, guards)


def compare(before: Contents, after: Contents) -> dict[str, int]:
    """Rows of each table, when both hold the same; else a fault that names what differs."""
    differing = [
        f"{name} ({_told(before.tables.get(name))} before, {_told(after.tables.get(name))} after)"
        for name in sorted({*before.tables, *after.tables})
        if before.tables.get(name) != after.tables.get(name)
    ]
    for kind, entries in before.guards.items():
        if lost := sorted(entries ^ after.guards[kind]):
            differing.append(f"{kind}: {'; '.join(lost[:5])}")
    if differing:
        raise Fault(
            f"The copy differs from the original: {', '.join(differing[:10])}.",
            "Nothing was changed; the original serves on. Please report this.",
        )
    return {name: rows for name, (rows, _) in after.tables.items()}


def count_events(connection: Connection) -> int:
    """How many things the record holds: nobody changes anything without one."""
    there = connection.execute("SELECT to_regclass('public.audit_event')").fetchone()
    if there is None or there[0] is None:
        return 0
    row = connection.execute("SELECT count(*) FROM audit_event").fetchone()
    return int(str(row[0])) if row else 0


def _told(found: tuple[int, str] | None) -> str:
    return "not there" if found is None else f"{found[0]} rows"
