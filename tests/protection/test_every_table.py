"""Every table of the database, as its own catalog lists them: protected by rows, or for a reason that stands here.

What a table gives is asked by raw SQL as the web's role, with no session, another's, an expired and a locked one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from tests.cast import AMAL, KARIM, SALMA
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House

Connection = psycopg.Connection[tuple[object, ...]]
pytestmark = pytest.mark.requirement("R088", "P6")

# tables without row-level security that the web's role may touch, and why no row of them is anybody's business
REASONS = {
    "access_site": "centres and offices: no file, no person",
    "access_team": "teams: no file, no person",
    "account_emailaddress": "empty: accounts have no mail address",
    "account_emailconfirmation": "empty: accounts have no mail address",
    "auth_group": "empty: roles are memberships",
    "auth_group_permissions": "empty: roles are memberships",
    "auth_permission": "names of the library's permissions",
    "django_content_type": "names of tables",
    "django_migrations": "names of migrations",
    "planning_duration": "how many days things take: no file, no person",
    "vault_envelope": "may be written and never read: random ids and noise",
}
TABLES = """
SELECT c.relname::text, c.relrowsecurity, c.relforcerowsecurity,
       EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid),
       has_any_column_privilege('wasl_web', c.oid, 'SELECT, INSERT, UPDATE')
         OR has_table_privilege('wasl_web', c.oid, 'DELETE, TRUNCATE'),
       ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
             AND NOT a.attisdropped AND a.atttypid = 'uuid'::regtype)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg_temp%'
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1
"""


def unprotected(connection: Connection) -> set[str]:
    """Tables and views that the web's role may touch, without policies and without a reason."""
    return {
        str(name)
        for name, enabled, _, policies, touched, _ in connection.execute(TABLES)
        if touched and not (enabled and policies) and name not in REASONS
    }


def not_forced(connection: Connection) -> set[str]:
    """Tables with files whose owner would see every row; a table of grants is read by nobody but its functions."""
    return {
        str(name)
        for name, enabled, forced, _, touched, columns in connection.execute(TABLES)
        if touched and enabled and not forced and "file_id" in columns  # type: ignore[operator]
    }


def named_in(connection: Connection, refs: set[UUID]) -> set[str]:
    """Tables of which a SELECT gives a row with one of these ids in whatever column of ids it has."""
    found = set()
    for name, _, _, _, _, columns in connection.execute(TABLES).fetchall():
        for column in columns:  # type: ignore[attr-defined]
            table, field = sql.Identifier(str(name)), sql.Identifier(column)
            try:
                with connection.transaction():
                    rows = connection.execute(
                        sql.SQL("SELECT 1 FROM {} WHERE {} = ANY (%s) LIMIT 1").format(table, field),
                        [list(refs)],
                    ).fetchall()
            except psycopg.errors.InsufficientPrivilege:
                continue
            if rows:
                found.add(str(name))
    return found


@contextmanager
def web(house: House, token: str | None) -> Iterator[Connection]:
    with psycopg.connect(house.dsn("wasl_web")) as connection:
        if token is not None:
            connection.execute("SELECT set_config('wasl.session', %s, true)", [token])
        yield connection


@contextmanager
def changed(house: House, *statements: str) -> Iterator[Connection]:
    """As it would be after these statements, which are taken back."""
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        for statement in statements:
            everything.execute(statement.encode())
        yield everything
        everything.rollback()


@pytest.fixture
def family(house: House) -> tuple[UUID, set[UUID]]:
    file, _, people = a_family(house, AMAL, SALMA)
    return file, {file, *people}


def test_every_table_is_protected_or_has_a_reason(house: House):
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        tables = {str(row[0]) for row in owner.execute(TABLES)}
        assert unprotected(owner) == set()
        assert not_forced(owner) == set()
    assert len(tables) > 40
    assert set(REASONS) <= tables, "a reason for a table that is not there"


@pytest.mark.parametrize(
    "fault",
    [
        "CREATE TABLE planted (id uuid, file_id uuid); GRANT SELECT ON planted TO wasl_web",
        "CREATE TABLE planted (id uuid, words text); GRANT SELECT (words) ON planted TO wasl_web",
        "CREATE TABLE planted (id uuid); GRANT SELECT ON planted TO PUBLIC",
        "CREATE VIEW planted AS SELECT * FROM people_person; GRANT SELECT ON planted TO wasl_web",
        "CREATE SCHEMA beside; CREATE TABLE beside.planted (file_id uuid); GRANT INSERT ON beside.planted TO wasl_web",
        "CREATE TABLE planted (file_id uuid); ALTER TABLE planted ENABLE ROW LEVEL SECURITY; "
        "GRANT SELECT ON planted TO wasl_web",
    ],
)
def test_a_planted_table_without_a_policy_is_caught(house: House, fault: str):
    with changed(house, fault) as everything:
        assert unprotected(everything) == {"planted"}


def test_a_table_that_lost_its_protection_is_caught(house: House):
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        held = [str(r[0]) for r in owner.execute(TABLES) if r[1] and r[4] and "file_id" in r[5]]  # type: ignore[operator]
    assert len(held) > 20
    for table in held:
        with changed(house, f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY") as everything:
            assert unprotected(everything) == {table}
        with changed(house, f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY") as everything:
            assert not_forced(everything) == {table}


def test_no_statement_names_a_family_out_of_reach(house: House, family: tuple[UUID, set[UUID]]):
    from wasl.access.services import end_session, lock_session

    _, refs = family
    ended, locked, late = (house.actor(SALMA).token for _ in range(3))
    end_session(ended)
    lock_session(locked)
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        owner.execute(
            "UPDATE access_session SET expires_at = now() - interval '1 second' WHERE token_hash = access_hash(%s)",
            [late],
        )
    for token in (None, "", "made up", ended, locked, late, house.actor(KARIM).token):
        with web(house, token) as connection:
            assert named_in(connection, refs) == set()
    with web(house, house.actor(SALMA).token) as connection:
        assert {"casefile_file", "people_person", "vault_sealed"} <= named_in(connection, refs)


def test_a_policy_that_lets_everybody_in_is_caught(house: House, family: tuple[UUID, set[UUID]]):
    """The planted fault: on whichever protected table has a row of the family."""
    _, refs = family
    with web(house, house.actor(SALMA).token) as connection:
        theirs = named_in(connection, refs)
    assert len(theirs) >= 4
    for table in theirs:
        with changed(house, f"CREATE POLICY open_door ON {table} TO wasl_web USING (true)") as everything:
            everything.execute("SET LOCAL ROLE wasl_web")
            everything.execute("SELECT set_config('wasl.session', %s, true)", [house.actor(KARIM).token])
            assert named_in(everything, refs) == {table}


ARGUMENTS = """
SELECT p.oid::regprocedure::text, p.proargtypes::regtype[]::text[], p.proretset, p.prokind
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND p.prosecdef AND has_function_privilege('wasl_web', p.oid, 'EXECUTE') ORDER BY 1
"""


def test_no_function_answers_about_a_family_out_of_reach(house: House, family: tuple[UUID, set[UUID]]):
    """Every function that runs with its owner's rights, asked with the family's own ids in Karim's session."""
    file, refs = family
    told = set()
    with web(house, house.actor(KARIM).token) as connection:
        functions = connection.execute(ARGUMENTS).fetchall()
        assert len(functions) > 20
        for name, types, _, _ in functions:
            given = [_argument(kind, file) for kind in types]  # type: ignore[attr-defined]
            call = f"SELECT * FROM {str(name).partition('(')[0]}({', '.join(['%s::' + t for t in types])})"  # type: ignore[attr-defined]
            try:
                with connection.transaction(force_rollback=True):
                    connection.execute(
                        "SELECT set_config('wasl.session', %s, true)", [house.actor(KARIM).token]
                    )
                    rows = connection.execute(call.encode(), given).fetchall()
            except psycopg.Error:
                continue
            if any(str(ref) in str(row) for row in rows for ref in refs):
                told.add(str(name).partition("(")[0])
    assert told == set()


def _argument(kind: str, file: UUID) -> object:
    plain: dict[str, object] = {
        "uuid": file, "uuid[]": [file], "text": str(file), "text[]": [str(file)], "integer": 1, "integer[]": [1],
        "boolean": True, "bytea": b"x", "interval": "1 hour", "date": "2026-11-22", "jsonb": "[]",
        "timestamp with time zone": "2020-01-01",
    }  # fmt: skip
    return plain[kind]
