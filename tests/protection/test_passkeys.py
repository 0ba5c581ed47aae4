"""Nadia signs in by a passkey, and with nothing else than hers: the vault asks, and checks what it was answered.

Whoever speaks for the web cannot vouch for anybody, an answer opens once, and what was removed opens nothing.
"""

import base64
import json
import secrets
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.cast import KARIM, NADIA, PASSWORD, SALMA
from tests.protection.authenticator import PRESENT, Authenticator
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.kernel.errors import Refused, VaultSealed

pytestmark = pytest.mark.requirement("P15", "P6")
SIGN_IN = "/accounts/passkey/?lang=en"


@pytest.fixture(autouse=True)
def fresh_door() -> Iterator[None]:
    """The door counts how often one machine knocks."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


def enrol(house: House, member: Any, *, name: str = "phone", **about: Any) -> Authenticator:
    """A passkey added by the page, by somebody who has just confirmed who she is."""
    from wasl.vault.services import client

    browser = signed_in(house, member)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD}, headers={"host": "localhost"})
    key = Authenticator(house.accounts[member.username], **about)
    answer = json.dumps(key.made(client().passkey_ask()))
    page = browser.post(
        "/account/passkeys/add/", {"name": name, "credential": answer}, headers={"host": "localhost"}
    )
    assert (page.status_code, page["Location"]) == (302, "/account/passkeys/"), page.content.decode()[:2000]
    return key


def kept(house: House, account: UUID) -> list[Any]:
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        return everything.execute(
            "SELECT id, data FROM mfa_authenticator WHERE user_id = %s AND type = 'webauthn' ORDER BY id",
            [account],
        ).fetchall()


@pytest.fixture
def nadias(house: House) -> Iterator[Authenticator]:
    yield enrol(house, NADIA)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("DELETE FROM mfa_authenticator WHERE type = 'webauthn'")


def knock(house: House, answer: dict[str, Any]) -> tuple[Any, Any]:
    browser = signed_in(house, None, language="en")
    return browser, browser.post(SIGN_IN, {"credential": json.dumps(answer)}, headers={"host": "localhost"})


def question() -> bytes:
    from wasl.vault.services import client

    return client().passkey_ask()


def test_a_passkey_signs_in_without_a_password(house: House, nadias: Authenticator):
    asked = signed_in(house, None).get("/accounts/passkey/question/", headers={"host": "localhost"}).json()
    assert asked["host"] == "localhost"
    told = asked["question"]
    browser, page = knock(house, nadias.shown(base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))))
    assert page.status_code == 302, page.content.decode()[:3000]
    assert page["Location"] == "/"
    assert "نادية" in browser.get("/account/").content.decode()
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        events = everything.execute(
            "SELECT event FROM audit_event WHERE actor = %s ORDER BY at DESC LIMIT 8", [nadias.account]
        ).fetchall()
    assert {("passkey_used",), ("signed_in",)} <= set(events)


def changed(answer: dict[str, Any], **parts: str) -> dict[str, Any]:
    return {**answer, "response": {**answer["response"], **parts}}


WRONG: dict[str, Callable[[Authenticator], dict[str, Any]]] = {
    "a question of somebody else's making": lambda key: key.shown(secrets.token_bytes(56)),
    "another key": lambda key: Authenticator(key.account, ref=key.ref).shown(question()),
    "a key that is not known": lambda key: Authenticator(key.account).shown(question()),
    "no finger and no PIN": lambda key: key.shown(question(), flags=PRESENT),
    "another site": lambda key: Authenticator(
        key.account, host="localhost", origin="https://evil.example", key=key.key, ref=key.ref
    ).shown(question()),
    "another host": lambda key: Authenticator(
        key.account, host="evil.example", key=key.key, ref=key.ref
    ).shown(question()),
    "somebody else's name": lambda key: changed(
        key.shown(question()), userHandle=base64.urlsafe_b64encode(bytes(16)).decode()
    ),
    "a registration": lambda key: key.made(question()),
    "nothing": lambda key: {},
    "a list": lambda key: {"response": []},
    "rubbish": lambda key: changed(key.shown(question()), authenticatorData="AAAA", signature="AA"),
    "depth": lambda key: changed(key.shown(question()), clientDataJSON="W1tb" * 3000),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_not_her_passkey_opens_nothing(house: House, nadias: Authenticator, what: str):
    browser, page = knock(house, WRONG[what](nadias))
    assert page.status_code == 200
    assert "not accepted" in page.content.decode()
    assert browser.get("/account/").status_code == 302


def test_an_answer_opens_once_and_a_question_grows_old(
    house: House, nadias: Authenticator, monkeypatch: pytest.MonkeyPatch
):
    answer = nadias.shown(question())
    assert knock(house, answer)[1].status_code == 302
    assert knock(house, answer)[1].status_code == 200
    from wasl.vault.passkeys import GOOD_FOR, Questions

    class Ring:
        def own_key(self, purpose: str) -> bytes:
            return purpose.encode()

    asked, ring = Questions(), Ring()
    told = asked.new(ring)  # type: ignore[arg-type]
    import time

    late = time.time() + GOOD_FOR + 1
    monkeypatch.setattr("wasl.vault.passkeys.time.time", lambda: late)
    assert not asked.take(ring, told)  # type: ignore[arg-type]
    assert asked.take(ring, asked.new(ring))  # type: ignore[arg-type]


def test_a_vault_that_forgets_what_was_answered_would_be_found(
    house: House, nadias: Authenticator, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: the same answer taken twice, by questions that are never crossed out."""
    from wasl.vault.passkeys import Questions

    asked = Questions()
    ring = type("Ring", (), {"own_key": lambda self, purpose: purpose.encode()})()
    told = asked.new(ring)
    assert asked.take(ring, told)
    assert not asked.take(ring, told)
    asked._answered.clear()
    assert asked.take(ring, told), "this is what would be seen"


def test_the_web_vouches_for_nobody(house: House, nadias: Authenticator):
    """As the web's role: no proof, no name on another's passkey, none put up for another account."""
    (ref, _), karim = kept(house, nadias.account)[0], house.accounts[KARIM.username]
    for statement, given in (
        ("SELECT access_vouch(%s, %s, %s)", [ref, nadias.account, "p" * 40]),
        ("SELECT * FROM access_passkeys(%s)", [nadias.account]),
        (
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'webauthn', '{}', now())",
            [karim],
        ),
        ("UPDATE mfa_authenticator SET data = '{}' WHERE id = %s", [ref]),
    ):
        with (
            psycopg.connect(house.dsn("wasl_web")) as web,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            web.execute(statement.encode(), given)
    from tests.protection.visitors import web_session

    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, true)", [web_session(house, KARIM)])
        assert web.execute("SELECT access_passkey_name(%s, 'x')", [ref]).fetchall() == [(False,)]


def test_neither_key_nor_name_lies_readable_in_the_database(house: House, nadias: Authenticator):
    """With the planted fault that the same look finds: a passkey written down in clear."""

    def told(data: object) -> bool:
        raw = json.dumps(data)
        forms = [nadias.ref.hex(), base64.b64encode(nadias.ref).decode(), "phone"]
        forms.append(base64.urlsafe_b64encode(nadias.ref).decode().rstrip("="))
        opened = b"".join(base64.b64decode(part) for part in data.values()) if isinstance(data, dict) else b""
        return any(form in raw for form in forms) or nadias.ref in opened or b"phone" in opened

    ((_, data),) = kept(house, nadias.account)
    assert set(data) == {"sealed", "name"}
    assert not told(data)
    assert told({"sealed": base64.b64encode(b"..." + nadias.ref).decode()})
    assert told({"name": base64.b64encode(b"phone").decode()})


def test_what_was_sealed_for_one_account_is_no_passkey_of_another(house: House, nadias: Authenticator):
    """Karim's row with what was sealed for Nadia, written by a hand in the database."""
    from wasl.vault.services import client

    ((_, data),) = kept(house, nadias.account)
    karim = house.accounts[KARIM.username]
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'webauthn', %s, now())",
            [karim, json.dumps(data)],
        )
    with pytest.raises(Refused):
        client().passkey_shown(nadias.shown(question()), account=karim, host="localhost")
    found = client().passkey_shown(nadias.shown(question()), account=nadias.account, host="localhost")
    assert found == kept(house, nadias.account)[0][0]


def test_a_removed_passkey_and_a_suspended_account_open_nothing(house: House, nadias: Authenticator):
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("UPDATE access_account SET is_active = false WHERE id = %s", [nadias.account])
    assert knock(house, nadias.shown(question()))[1].status_code == 200
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("UPDATE access_account SET is_active = true WHERE id = %s", [nadias.account])
    browser, page = knock(house, nadias.shown(question()))
    assert page.status_code == 302
    ((ref, _),) = kept(house, nadias.account)
    page = browser.post("/account/passkeys/remove/", {"passkey": ref}, headers={"host": "localhost"})
    assert page["Location"].startswith("/accounts/passkey/confirm/"), (
        "whoever has one is asked for it once more"
    )
    page = browser.post(
        page["Location"], {"credential": json.dumps(nadias.shown(question()))}, headers={"host": "localhost"}
    )
    assert kept(house, nadias.account) == [], page.content.decode()[:500]
    assert knock(house, nadias.shown(question()))[1].status_code == 200


def test_one_takes_and_names_only_ones_own(house: House, nadias: Authenticator):
    ((ref, before),) = kept(house, nadias.account)
    salma = signed_in(house, SALMA)
    assert salma.post("/account/passkeys/name/", {"passkey": ref, "name": "mine"}).status_code == 404
    salma.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert salma.post("/account/passkeys/remove/", {"passkey": ref}).status_code == 404
    assert kept(house, nadias.account) == [(ref, before)]
    nadia = signed_in(house, NADIA)
    assert nadia.post("/account/passkeys/name/", {"passkey": ref, "name": "مفتاحي"}).status_code == 302
    assert "مفتاحي" in nadia.get("/account/passkeys/").content.decode()


@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("127.0.0.1:8000", "opened by a number"),
        ("localhost:8000", "data-passkey"),
    ],
)
def test_the_page_says_where_no_browser_uses_a_passkey(house: House, host: str, says: str):
    page = signed_in(house, None).get("/accounts/login/?lang=en", headers={"host": host})
    assert says in page.content.decode()


def test_while_the_vault_is_sealed_the_page_says_what_to_do(house: House, nadias: Authenticator):
    from wasl.vault.services import client

    asked = question()
    client().seal_up()
    try:
        with pytest.raises(VaultSealed):
            question()
        assert signed_in(house, None).get("/accounts/passkey/question/").status_code == 503
        browser, page = knock(house, nadias.shown(asked))
        assert "Use your password and a printed code" in page.content.decode()
        assert browser.get("/account/").status_code == 302
        mine = signed_in(house, NADIA).get("/account/passkeys/")
        assert mine.status_code == 200
        assert "passkey_add" not in mine.content.decode()
    finally:
        house.stop_vault()
        client().close()
        house.start_vault()
    assert knock(house, nadias.shown(question()))[1].status_code == 302
