"""A token is told once, opens what its owner opens and no more, and shows names only after somebody else said yes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.api.program import Program, token_of
from tests.cast import BASIM, HADI, KARIM, NADIA, PASSWORD, RANA, SALMA, Member
from tests.protection.visitors import signed_in, web_session
from tests.stories.umm_ahmed import Family, receive
from tests.worlds import House

pytestmark = pytest.mark.requirement("P8", "R088")


@pytest.fixture(scope="module")
def home(house: House) -> Family:
    return receive(house)


@contextmanager
def a_real_account(house: House, member: Member) -> Iterator[None]:
    """The member's account as one that is not for practice."""
    change = "UPDATE access_account SET practice = %s WHERE username = %s"
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
        everything.execute(change, [False, member.username])
        try:
            yield
        finally:
            everything.execute(change, [True, member.username])


def refs(house: House, member: Member) -> list[str]:
    from wasl.access.tokens import tokens
    from wasl.access.work import unit_of_work

    by = house.actor(member)
    with unit_of_work(by.token):
        return [str(one.ref) for one in tokens(viewer=by)]


def asking(token: str) -> Program:
    return Program(token, **{"x-wasl-purpose": "care"})


def named(home: Family, token: str) -> str:
    """What an answer about the household says of its names."""
    return str(asking(token).get(f"/files/{home.number}/people").json()["names"])


def found(pattern: str, page: str) -> str:
    seen = re.search(pattern, page)
    assert seen, page
    return seen[1]


def test_what_lies_in_the_database_is_no_token(house: House):
    token = token_of(house, SALMA)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        for table in ("access_token", "access_session", "audit_event"):
            rows = everything.execute(f"SELECT t::text FROM {table} t").fetchall()  # type: ignore[arg-type]
            assert rows
            assert not any(token in row[0] or token.encode().hex() in row[0] for row in rows)


def test_a_token_made_in_the_browser_is_shown_once_and_ended_there(house: House, home: Family):
    from django.core.cache import cache

    cache.clear()
    browser = signed_in(house, None)
    browser.post("/accounts/login/", {"login": SALMA.username, "password": PASSWORD})
    sent = {"label": "weekly report", "days": "7"}
    for wrong in ({}, {"secret": "not my password"}):
        refused = browser.post("/account/tokens/", sent | wrong)
        assert (refused.status_code, b"wasl_" in refused.content) == (422, False)
    made = browser.post("/account/tokens/", sent | {"secret": PASSWORD}).content.decode()
    token = found(r"<code>(wasl_[A-Za-z0-9_-]+)</code>", made)
    assert token not in browser.get("/account/tokens/").content.decode()
    assert Program(token).get(f"/files/{home.number}").status_code == 200
    ref = found(r'name="token" value="([0-9a-f-]+)"', made)
    assert signed_in(house, KARIM).post("/account/tokens/end/", {"token": ref}).status_code == 404
    assert Program(token).get("/me").status_code == 200
    assert browser.post("/account/tokens/end/", {"token": ref}).status_code == 302
    assert Program(token).get("/me").json()["code"] == "token_invalid"


def test_a_token_needs_a_label_and_one_of_the_terms(house: House):
    from wasl.access.tokens import token_make
    from wasl.kernel.errors import Invalid

    by = house.actor(SALMA)
    for label, days, code in (
        (" ", 7, "label_missing"),
        ("x" * 61, 7, "label_missing"),
        ("x", 8, "days_unknown"),
    ):
        with pytest.raises(Invalid) as refused:
            token_make(label=label, days=days, names=False, by=by)
        assert refused.value.code == code


def test_nothing_but_a_token_that_holds_is_a_token(house: House, home: Family):
    ended, expired = token_of(house, SALMA), token_of(house, SALMA)
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
        everything.execute("DELETE FROM access_session WHERE token_hash = sha256(%s)", [ended.encode()])
        everything.execute(
            "UPDATE access_session SET expires_at = now() WHERE token_hash = sha256(%s)", [expired.encode()]
        )
    cookie, command = web_session(house, SALMA), house.actor(SALMA).token
    for text in (ended, expired, cookie, command, "wasl_" + "x" * 43, "x", "'; DROP TABLE access_token; --"):
        refused = Program(text).get(f"/files/{home.number}")
        assert refused.status_code == 401, text
        assert refused.json()["code"] == "token_invalid"
        assert "invalid_token" in refused["WWW-Authenticate"]
    assert Program().get("/me").json()["code"] == "token_missing"
    basic = Program()
    assert basic.get("/me", authorization="Basic c2FsbWE6eA==").json()["code"] == "token_invalid"


def test_a_cookie_opens_nothing_here_and_a_token_no_page(house: House, home: Family):
    from django.conf import settings

    browser = signed_in(house, SALMA)
    assert browser.get(f"/files/{home.number}/").status_code == 200
    assert browser.get(f"/api/v1/files/{home.number}").status_code == 401
    assert browser.post(f"/api/v1/files/{home.number}/contacts", {"text": "x"}).status_code in (401, 415)
    browser.cookies[settings.SESSION_COOKIE_NAME] = token_of(house, SALMA, names=True)
    assert browser.get(f"/files/{home.number}/")["Location"].startswith("/accounts/login/")


def test_an_account_that_is_suspended_takes_its_tokens_along(house: House):
    token = token_of(house, HADI)
    assert Program(token).get("/me").status_code == 200
    change = "UPDATE access_account SET is_active = %s WHERE username = %s"
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
        everything.execute(change, [False, HADI.username])
        try:
            assert Program(token).get("/me").json()["code"] == "token_invalid"
        finally:
            everything.execute(change, [True, HADI.username])


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("must_change_password", "true", "password_first"), ("conduct_version", "'earlier'", "conduct_first")],
)
def test_what_every_page_asks_first_is_asked_here_too(house: House, column: str, value: str, code: str):
    token = token_of(house, HADI)
    with (
        a_real_account(house, HADI),
        psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything,
    ):
        before = everything.execute(
            f"SELECT {column} FROM access_account WHERE username = %s",
            [HADI.username],  # type: ignore[arg-type]
        ).fetchall()[0][0]
        change = f"UPDATE access_account SET {column} = "
        everything.execute(change + value + " WHERE username = %s", [HADI.username])  # type: ignore[arg-type]
        try:
            refused = Program(token).get("/me")
            assert (refused.status_code, refused.json()["code"]) == (403, code)
        finally:
            everything.execute(change + "%s WHERE username = %s", [before, HADI.username])  # type: ignore[arg-type]


def test_a_token_makes_ends_and_decides_on_no_token(house: House):
    token = token_of(house, SALMA)
    ref = refs(house, SALMA)[0]
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, false)", [token])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute(
                "SELECT access_token_make(%s, 'x', 'x', interval '7 days', true, '')",
                [house.accounts["salma"]],
            )
        web.rollback()
        web.execute("SELECT set_config('wasl.session', %s, false)", [token])
        end = web.execute("SELECT access_token_end(%s, %s)", [house.accounts["salma"], ref])
        assert end.fetchall() == [(False,)]
        assert web.execute("SELECT access_token_names(%s, true)", [ref]).fetchall() == [(False,)]


def test_nobody_makes_or_ends_a_token_for_another(house: House):
    token_of(house, SALMA)
    ref, salma = refs(house, SALMA)[0], house.accounts["salma"]
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, false)", [web_session(house, KARIM)])
        assert web.execute("SELECT access_token_end(%s, %s)", [salma, ref]).fetchall() == [(False,)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("SELECT access_token_make(%s, 'x', 'x', interval '7 days', true, '')", [salma])
    assert ref in refs(house, SALMA)


def test_whoever_speaks_for_the_web_makes_no_token_without_the_password(house: House):
    """It would outlive the session that was taken."""
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, false)", [web_session(house, SALMA)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="password"):
            web.execute(
                "SELECT access_token_make(%s, 'x', 'x', interval '7 days', true, 'made up')",
                [house.accounts["salma"]],
            )


def test_the_owner_asks_for_names_and_somebody_else_decides(house: House, home: Family):
    with a_real_account(house, SALMA):
        token = token_of(house, SALMA, names=True)
        assert named(home, token) == "not_granted"
        ref = refs(house, SALMA)[0]
        for member, status in ((SALMA, 403), (NADIA, 403), (BASIM, 403), (RANA, 302)):
            browser = signed_in(house, member)
            sent = {"token": ref, "decision": "grant"}
            assert browser.post("/account/tokens/names/", sent).status_code == status, member.username
            assert (named(home, token) == "opened") == (member is RANA)
        assert ref not in signed_in(house, RANA).get("/account/tokens/names/").content.decode()


def test_a_no_is_a_no(house: House, home: Family):
    with a_real_account(house, SALMA):
        token = token_of(house, SALMA, names=True)
        ref = refs(house, SALMA)[0]
        browser = signed_in(house, RANA)
        assert ref in browser.get("/account/tokens/names/").content.decode()
        browser.post("/account/tokens/names/", {"token": ref, "decision": "decline"})
        again = browser.post("/account/tokens/names/", {"token": ref, "decision": "grant"})
        assert again.status_code == 404
        assert named(home, token) == "not_granted"


def test_whoever_decides_does_not_decide_on_her_own(house: House):
    with a_real_account(house, RANA):
        token_of(house, RANA, names=True)
        ref = refs(house, RANA)[0]
        browser = signed_in(house, RANA)
        assert ref not in browser.get("/account/tokens/names/").content.decode()
        sent = {"token": ref, "decision": "grant"}
        assert browser.post("/account/tokens/names/", sent).status_code == 404


def test_names_end_after_thirty_days(house: House, home: Family):
    token = token_of(house, SALMA, names=True)
    assert named(home, token) == "opened"
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
        left = everything.execute(
            "SELECT names_until - now() FROM access_token WHERE token_hash = sha256(%s)", [token.encode()]
        ).fetchall()[0][0]
        assert 29 <= left.days <= 30
        everything.execute(
            "UPDATE access_token SET names_until = now() WHERE token_hash = sha256(%s)", [token.encode()]
        )
    assert named(home, token) == "not_granted"


def test_the_vault_itself_opens_nothing_to_a_token_of_codes_and_no_sealed_line_to_any(
    house: House, home: Family
):
    """Whatever a door does wrong: the vault asks the database, which knows what kind of session it is."""
    from wasl.people.selectors import CONTACT, NAME
    from wasl.vault import services as vault

    wanted = [(home.people["sundus"], NAME), (home.people["sundus"], CONTACT)]
    client = vault.client()
    assert client.open(house.actor(SALMA).token, "care", wanted)
    assert client.open(token_of(house, SALMA), "care", wanted) == {}
    assert client.open(token_of(house, SALMA, names=True), "care", wanted)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        for names, classes in ((False, set()), (True, {"identity", "notes"})):
            token = token_of(house, SALMA, names=names)
            reach = everything.execute(
                "SELECT classes FROM access_reach(%s, %s)", [token, [home.file]]
            ).fetchall()
            assert {one for row in reach for one in row[0]} == classes
            held = everything.execute("SELECT classes FROM access_principal(%s)", [token]).fetchall()[0][0]
            assert set(held) == classes


def test_making_granting_and_ending_stand_in_the_record(house: House):
    with a_real_account(house, SALMA):
        token_of(house, SALMA, names=True)
        ref = refs(house, SALMA)[0]
        signed_in(house, RANA).post("/account/tokens/names/", {"token": ref, "decision": "grant"})
        signed_in(house, SALMA).post("/account/tokens/end/", {"token": ref})
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        rows = everything.execute(
            "SELECT event, actor FROM audit_event WHERE resource = %s ORDER BY at", [ref]
        ).fetchall()
    salma, rana = house.accounts["salma"], house.accounts["rana"]
    assert rows == [("token_made", salma), ("names_granted", rana), ("token_ended", salma)]
