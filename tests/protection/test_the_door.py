"""Whoever speaks for the web opens no session by that: the database asks to be shown the password itself.

As the web's role, by raw SQL: sessions, locked screens, passwords and rows of other accounts.
"""

import secrets
import time
from hashlib import sha256
from unittest.mock import patch
from uuid import UUID

import psycopg
import pytest

from tests.cast import KARIM, NADIA, PASSWORD, SALMA
from tests.protection.visitors import signed_in
from tests.worlds import House

SAVE = "SELECT access_save_session(%s, %s, '', %s)"
pytestmark = pytest.mark.requirement("P6", "P15")


def web(house: House, token: str = "") -> "psycopg.Connection[tuple[object, ...]]":
    connection = psycopg.connect(house.dsn("wasl_web"))
    if token:
        connection.execute("SELECT set_config('wasl.session', %s, true)", [token])
    return connection


def an_anonymous_session(connection: "psycopg.Connection[tuple[object, ...]]") -> str:
    token = secrets.token_urlsafe(32)
    connection.execute("SELECT access_open_session(%s, '1 hour', '')", [token])
    return token


def answer(
    connection: "psycopg.Connection[tuple[object, ...]]", statement: str, given: list[object]
) -> object:
    return connection.execute(statement.encode(), given).fetchall()[0][0]


def kept_of(house: House, username: str) -> str:
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        rows = everything.execute(
            "SELECT password FROM access_account WHERE username = %s", [username]
        ).fetchall()
    return str(rows[0][0])


def shown_by(house: House, username: str, password: str = PASSWORD) -> bytes | None:
    from wasl.access.passwords import shown

    return shown(password, kept_of(house, username))


def test_the_web_opens_no_session_for_an_account(house: House):
    nadia = house.accounts[NADIA.username]
    with web(house) as connection:
        token = an_anonymous_session(connection)
        for proof in ("", None, "made up", secrets.token_urlsafe(32)):
            assert answer(connection, SAVE, [token, nadia, proof]) is False
    for statement in (
        "SELECT access_open_for('x', %s, 'web', '1 hour', '')",
        "SELECT access_spend('x', %s)",
        "INSERT INTO access_proof VALUES ('x', now() + interval '1 hour', %s)",
        "SELECT * FROM access_proof WHERE account_id = %s",
        "SELECT access_note(%s, 'web', 'signed_in', NULL, '')",
    ):
        with web(house) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode(), [nadia])


def test_what_can_be_read_of_a_password_proves_nothing(house: House):
    nadia = house.accounts[NADIA.username]
    with web(house) as connection:
        kept = str(answer(connection, "SELECT password FROM access_account WHERE id = %s", [nadia]))
        last = kept.rpartition("$")[2].encode()
        import base64

        for guess in (b"", last, base64.b64decode(last), kept.encode(), sha256(kept.encode()).digest()):
            assert answer(connection, "SELECT access_prove(%s, %s, %s)", [nadia, guess, "p" * 40]) is False


def test_a_right_password_proves_its_own_account_once(house: House):
    nadia, karim, proof = house.accounts["nadia"], house.accounts["karim"], secrets.token_urlsafe(32)
    with web(house) as connection:
        shown = shown_by(house, "nadia")
        assert answer(connection, "SELECT access_prove(%s, %s, %s)", [karim, shown, proof]) is False
        assert answer(connection, "SELECT access_prove(%s, %s, %s)", [nadia, shown, proof]) is True
        first, second = an_anonymous_session(connection), an_anonymous_session(connection)
        assert answer(connection, SAVE, [first, karim, proof]) is False
        assert answer(connection, SAVE, [first, nadia, proof]) is True
        assert answer(connection, SAVE, [second, nadia, proof]) is False
        assert answer(connection, SAVE, [first, karim, proof]) is False
    assert whose(house, first) == nadia
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("UPDATE access_account SET is_active = false WHERE id = %s", [nadia])
        prove = "SELECT access_prove(%s, %s, %s)"
        assert everything.execute(prove, [nadia, shown, "n" * 40]).fetchall() == [(False,)]
        everything.rollback()


def test_a_proof_ends_after_a_quarter_of_an_hour(house: House):
    nadia, proof = house.accounts["nadia"], secrets.token_urlsafe(32)
    with web(house) as connection:
        assert answer(connection, "SELECT access_prove(%s, %s, %s)", [nadia, shown_by(house, "nadia"), proof])
        token = an_anonymous_session(connection)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        left = everything.execute(
            "UPDATE access_proof SET expires_at = expires_at - interval '15 minutes' "
            "WHERE proof_hash = access_hash(%s) RETURNING expires_at <= now()", [proof],
        ).fetchall()  # fmt: skip
        assert left == [(True,)]
    with web(house) as connection:
        assert answer(connection, SAVE, [token, nadia, proof]) is False


def test_a_sign_in_stands_in_the_record_whatever_the_web_writes(house: House):
    nadia, proof = house.accounts["nadia"], secrets.token_urlsafe(32)
    before = sign_ins(house, nadia)
    with web(house) as connection:
        answer(connection, "SELECT access_prove(%s, %s, %s)", [nadia, shown_by(house, "nadia"), proof])
        answer(connection, SAVE, [an_anonymous_session(connection), nadia, proof])
    assert sign_ins(house, nadia) == before + 1
    house.actor(NADIA)
    assert sign_ins(house, nadia) == before + 2, "somebody with a shell acts as her"


@pytest.mark.parametrize(
    "event", ["opened", "searched", "sealed_opened", "signed_in", "file_moved", "backdated"]
)
@pytest.mark.parametrize("role", ["wasl_web", "wasl_worker"])
def test_what_the_vault_and_the_database_record_nobody_else_can(house: House, role: str, event: str):
    for line in (f'{{"event": "{event}"}}', '{"event": "refused", "outside": true}'):
        with psycopg.connect(house.dsn(role)) as connection:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT audit_append(jsonb_build_array(%s::jsonb))", [line])
            connection.rollback()
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT audit_write(jsonb_build_array(%s::jsonb))", [line])


def test_a_line_of_ones_own_work_is_recorded(house: House):
    """The control: the same door takes what is the web's to say."""
    with web(house) as connection:
        connection.execute('SELECT audit_append(\'[{"event": "goal_written"}]\')')
        connection.rollback()


def test_a_locked_screen_opens_to_its_own_password_only(house: House):
    token = signed_in(house, SALMA).cookies["wasl"].value
    with web(house) as connection:
        connection.execute("SELECT access_lock_session(%s)", [token])
        connection.commit()
        karims, salmas = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        for name, proof in (("karim", karims), ("salma", salmas)):
            given = [house.accounts[name], shown_by(house, name), proof]
            assert answer(connection, "SELECT access_prove(%s, %s, %s)", given) is True
        unlock = "SELECT access_unlock_session(%s, %s)"
        assert answer(connection, unlock, [token, "made up"]) is False
        assert answer(connection, unlock, [token, karims]) is False
        assert answer(connection, unlock, [token, salmas]) is True


def test_a_password_is_changed_by_whoever_knows_the_former_one(house: House):
    from wasl.access.passwords import shown

    change = "SELECT access_password_set(%s, %s)"
    salma, kept = house.actor(SALMA), kept_of(house, "salma")
    with web(house, salma.token) as connection:
        assert answer(connection, change, [shown("not this one", kept), "x"]) is False
        assert answer(connection, change, [shown_by(house, "karim"), "x"]) is False
    with web(house) as connection:
        assert answer(connection, change, [shown_by(house, "salma"), "x"]) is False
    assert kept_of(house, "salma") == kept


COLUMNS = """
SELECT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relname = 'access_account' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1
"""
ONES_OWN = {"language", "digits", "conduct_version", "conduct_accepted_at"}


def test_of_an_account_the_web_writes_four_columns_of_ones_own_row(house: House):
    salma = house.actor(SALMA)
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        columns = [row[0] for row in owner.execute(COLUMNS)]
    assert set(columns) > ONES_OWN
    writable = set()
    for column in columns:
        with web(house, salma.token) as connection:
            try:
                query = f"UPDATE access_account SET {column} = {column} WHERE id = %s"
                rows = connection.execute(query.encode(), [salma.ref]).rowcount
            except psycopg.errors.InsufficientPrivilege:
                continue
            assert rows == 1
            writable.add(column)
            query = f"UPDATE access_account SET {column} = {column} WHERE id <> %s"
            assert connection.execute(query.encode(), [salma.ref]).rowcount == 0
    assert writable == ONES_OWN
    with web(house) as connection:
        assert connection.execute("UPDATE access_account SET language = 'en'").rowcount == 0


def test_a_role_that_may_write_passwords_is_caught(house: House):
    """The planted fault: the grant as it was, on all columns of all rows."""
    karim = house.accounts[KARIM.username]
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("ALTER TABLE access_account DISABLE ROW LEVEL SECURITY")
        everything.execute("GRANT UPDATE ON access_account TO wasl_web")
        everything.execute("SET LOCAL ROLE wasl_web")
        done = everything.execute("UPDATE access_account SET password = 'mine' WHERE id = %s", [karim])
        assert done.rowcount == 1
        everything.rollback()


def test_a_second_factor_is_put_up_and_taken_down_by_its_own_account(house: House):
    add = (
        "INSERT INTO mfa_authenticator (type, data, created_at, user_id) "
        "VALUES ('totp', '{}', now(), %s) RETURNING id"
    )
    karim, salma = house.actor(KARIM), house.actor(SALMA)
    with web(house, karim.token) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute(add, [salma.ref])
        made = answer(connection, add, [karim.ref])
        connection.execute("UPDATE mfa_authenticator SET last_used_at = now() WHERE id = %s", [made])
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute("UPDATE mfa_authenticator SET data = '{}' WHERE id = %s", [made])
        connection.execute("SELECT set_config('wasl.session', %s, true)", [salma.token])
        assert connection.execute("DELETE FROM mfa_authenticator WHERE id = %s", [made]).rowcount == 0
        connection.execute("SELECT set_config('wasl.session', %s, true)", [karim.token])
        assert connection.execute("DELETE FROM mfa_authenticator WHERE id = %s", [made]).rowcount == 1


def test_the_vaults_kept_texts_open_to_no_process_without_a_session(house: House):
    from wasl.kernel.errors import Refused
    from wasl.vault.services import client

    token = house.actor(SALMA).token
    sealed = client().keep("second-factor", "JBSWY3DPEHPK3PXP", token=token)
    assert client().recall("second-factor", sealed, token=token) == "JBSWY3DPEHPK3PXP"
    for other in ("", house.actor(KARIM).token):
        with pytest.raises(Refused):
            client().recall("second-factor", sealed, token=other)
    with pytest.raises(Refused):
        client().keep("second-factor", "x", token="")


def whose(house: House, token: str) -> UUID:
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        found = everything.execute(
            "SELECT account_id FROM access_session WHERE token_hash = access_hash(%s)", [token]
        ).fetchall()
    return UUID(str(found[0][0]))


def sign_ins(house: House, account: UUID) -> int:
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        found = everything.execute(
            "SELECT count(*) FROM audit_event WHERE event = 'signed_in' AND actor = %s", [account]
        ).fetchall()
    return int(found[0][0])


@pytest.mark.requirement("P15")
@pytest.mark.parametrize(("steps", "opens"), [(0, True), (-1, True), (1, True), (-2, False), (2, False)])
def test_a_code_opens_half_a_minute_around_its_own_and_no_longer(house: House, steps: int, opens: bool):
    """A telephone's clock is a little off, or the code ran out while it was typed."""
    from allauth.mfa.totp.internal import auth

    secret, now = auth.generate_totp_secret(), int(time.time()) // 30
    code = auth.format_hotp_value(auth.hotp_value(secret, now + steps))
    with patch("allauth.mfa.totp.internal.auth.time.time", return_value=now * 30 + 15):
        assert auth.validate_totp_code(secret, code) is opens
