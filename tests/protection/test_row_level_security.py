"""The second layer alone: raw SQL as the web role, the product's own filters out of the way (PROTECTION P6, P7)."""

from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from tests.cast import AMAL, BASIM, DILSHAD, HADI, KARIM, NADIA, SALMA, ZAINAB
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House

CASE_COLUMNS = """
SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND c.column_name = 'file_id' AND t.table_type = 'BASE TABLE'
  AND c.table_name NOT LIKE 'access%' AND c.table_name NOT LIKE 'audit%' ORDER BY 1
"""


@pytest.fixture
def family(house: House):
    return a_family(house, AMAL, SALMA)


def case_tables(house: House) -> list[str]:
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        return [row[0] for row in owner.execute(CASE_COLUMNS)]


def files_seen(house: House, token: str | None) -> set[UUID]:
    """Every file of which a raw SELECT on any case table gives a row to a session."""
    seen: set[UUID] = set()
    tables = case_tables(house)
    with psycopg.connect(house.dsn("wasl_web")) as web:
        if token is not None:
            web.execute("SELECT set_config('wasl.session', %s, true)", [token])
        for table in tables:
            query = sql.SQL("SELECT DISTINCT file_id FROM {}").format(sql.Identifier(table))
            seen |= {row[0] for row in web.execute(query)}
    return seen


@pytest.mark.requirement("R088")
def test_without_a_session_no_case_table_gives_a_row(house: House, family):
    assert files_seen(house, None) == set()
    assert files_seen(house, "") == set()
    assert files_seen(house, "a token that nobody was given") == set()


@pytest.mark.requirement("R088")
@pytest.mark.parametrize(
    ("member", "sees"),
    [(SALMA, True), (AMAL, True), (NADIA, True), (ZAINAB, True), (HADI, False), (KARIM, False), (DILSHAD, False),
     (BASIM, False)],
    ids=lambda value: getattr(value, "username", value),
)  # fmt: skip
def test_each_session_sees_its_own_files_and_no_other(house: House, family, member, sees):
    file, _, _ = family
    assert (file in files_seen(house, house.actor(member).token)) is sees


def test_an_ended_expired_or_locked_session_sees_nothing(house: House, family):
    from wasl.access.services import end_session, lock_session

    ended, locked, late = (house.actor(SALMA).token for _ in range(3))
    end_session(ended)
    lock_session(locked)
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        owner.execute(
            "UPDATE access_session SET expires_at = now() - interval '1 second' WHERE token_hash = access_hash(%s)",
            [late],
        )
    assert files_seen(house, ended) == files_seen(house, locked) == files_seen(house, late) == set()


def test_a_grant_that_ended_shows_nothing(house: House, family):
    from wasl.access.services import grant_end
    from wasl.access.work import unit_of_work

    file, _, _ = family
    nadia = house.actor(NADIA)
    with unit_of_work(nadia.token):
        grant_end(file=file, account=house.accounts["salma"], role="caseworker", by=nadia)
    assert file not in files_seen(house, house.actor(SALMA).token)


def test_the_session_context_does_not_outlive_its_transaction(house: House, family):
    token = house.actor(SALMA).token
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT access_begin(%s, '15 minutes', '')", [token])
        inside = web.execute("SELECT count(*) FROM casefile_file").fetchone()
        web.commit()
        after = web.execute("SELECT count(*) FROM casefile_file").fetchone()
    assert inside is not None
    assert inside[0] > 0
    assert after is not None
    assert after[0] == 0


FORBIDDEN = [
    "SELECT * FROM access_session",
    "SELECT * FROM access_grant",
    "SELECT * FROM access_membership",
    "SELECT * FROM access_scope",
    "SELECT * FROM audit_event",
    "SELECT * FROM vault_envelope",
    "UPDATE audit_event SET code = ''",
    "DELETE FROM audit_event",
    "INSERT INTO access_grant (id, file_id, account_id, role, purpose, classes, valid_from) "
    "SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'caseworker', 'care', '{}', now()",
    "ALTER TABLE casefile_file DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE casefile_file NO FORCE ROW LEVEL SECURITY",
    "CREATE POLICY mine ON casefile_file USING (true)",
    "SET ROLE wasl_owner",
    "SET ROLE wasl_vault",
    "DELETE FROM casefile_file",
    "COPY casefile_file TO STDOUT PROGRAM 'cat'",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_web_role_cannot(house: House, statement: str):
    with psycopg.connect(house.dsn("wasl_web")) as web, pytest.raises(psycopg.Error) as refused:
        web.execute(statement.encode())
    assert isinstance(refused.value, psycopg.errors.InsufficientPrivilege | psycopg.errors.SyntaxError)


def test_nobody_grants_themselves_a_file_out_of_reach(house: House, family):
    """What a statement smuggled into Karim's request could try."""
    file, _, _ = family
    karim = house.actor(KARIM)
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, true)", [karim.token])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute(
                "SELECT access_grant_give(%s, %s, 'caseworker', 'care', '{identity}', NULL)",
                [file, house.accounts["karim"]],
            )


def test_every_table_with_case_data_is_protected(house: House):
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        rows = owner.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = ANY (%s)",
            [case_tables(house)],
        ).fetchall()
    assert rows
    assert all(enabled and forced for _, enabled, forced in rows)


def test_a_table_without_its_policy_is_caught(house: House, family):
    """The planted fault: with row-level security lifted from one table, the same look finds a stranger's file."""
    file, _, _ = family
    token = house.actor(KARIM).token
    with psycopg.connect(house.dsn("wasl_owner"), autocommit=True) as owner:
        owner.execute("ALTER TABLE casefile_need DISABLE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY")
        try:
            assert file in files_seen(house, token)
        finally:
            owner.execute("ALTER TABLE casefile_need ENABLE ROW LEVEL SECURITY")
            owner.execute("ALTER TABLE people_person ENABLE ROW LEVEL SECURITY")
    assert file not in files_seen(house, token)
