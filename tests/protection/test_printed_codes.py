"""Nadia works where phones are forbidden, and after a power cut the vault is sealed. Her sheet of paper lets her in.

A code opens once, for one account, beside the password. What lies in the database opens nothing, and the web's role
can neither read the sheets nor write one for somebody else.
"""

import html
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from django.http import HttpResponse
from django.utils import translation

from tests.cast import KARIM, PASSWORD, Member
from tests.protection.visitors import signed_in
from tests.worlds import House

NADIA = Member("nadia-real", "نادية", "f", "case-supervisor", "A")
CANNOT_CHECK = (
    "The vault is sealed, so digits of an app cannot be checked now. Use one of your printed codes."
)
SECOND_STEP = "/accounts/2fa/authenticate/"


@pytest.fixture
def real(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[uuid.UUID]:
    """An account that is no practice account, in an instance that is none."""
    from django.conf import settings
    from django.core.cache import cache

    from wasl.access.founding import NewAccount, Post, found_account
    from wasl.access.models import Account
    from wasl.access.policy import programme
    from wasl.kernel.clock import now

    name = f"nadia-{uuid.uuid4().hex[:8]}"
    with house.as_role("wasl_owner"):
        account = found_account(
            new=NewAccount(name, "نادية", PASSWORD, must_change_password=False, language="en"),
            posts=[Post("case-supervisor", team=house.teams["A"])],
        )
        assert account is not None
        Account.objects.filter(pk=account).update(
            conduct_version=programme().entry.conduct.version, conduct_accepted_at=now()
        )
    house.accounts[NADIA.username] = account
    monkeypatch.setattr(settings, "WASL_PRACTICE", False)
    cache.clear()
    yield account
    cache.clear()
    with house.as_role("wasl_owner"):
        Account.objects.filter(pk=account).update(is_active=False)


def said_in_some_language(sentence: str, page: HttpResponse) -> bool:
    """Before sign-in a page speaks the browser's language or the centre's; the sentence is the same."""
    found = []
    for language in ("ar", "ckb", "en"):
        with translation.override(language):
            found.append(html.escape(translation.gettext(sentence)) in page.content.decode())
    return any(found)


def username(account: uuid.UUID) -> str:
    from wasl.access.models import Account

    return Account.objects.get(pk=account).username


def make_sheet(account: uuid.UUID) -> list[str]:
    from wasl.access.printed import printed_codes_make
    from wasl.access.services import command_actor

    return printed_codes_make(by=command_actor(username(account)))


def use(account: uuid.UUID, code: str) -> bool:
    from wasl.access.printed import printed_code_use

    return printed_code_use(account, code)


@pytest.mark.requirement("P15", "R102")
def test_a_code_opens_once_however_it_is_typed(house: House, real: uuid.UUID):
    codes = make_sheet(real)
    assert len(set(codes)) == 10
    assert use(real, codes[0])
    assert not use(real, codes[0])
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    assert use(real, codes[9].translate(arabic).replace("-", " "))
    assert not use(real, codes[1][:-1])
    assert not use(real, "1-0000-0000-0000")
    assert not use(real, "123456")


@pytest.mark.requirement("P15")
def test_a_new_sheet_ends_the_old_one_and_no_sheet_opens_for_another(house: House, real: uuid.UUID):
    old = make_sheet(real)
    new = make_sheet(real)
    assert not use(real, old[2])
    assert not use(house.accounts[KARIM.username], new[2])
    assert use(real, new[2])


@pytest.mark.requirement("P5", "P15")
def test_what_is_stored_is_slow_to_guess_and_the_web_cannot_read_it(house: House, real: uuid.UUID):
    codes = make_sheet(real)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        rows = everything.execute(
            "SELECT slot, code_hash FROM access_printedcode WHERE account_id = %s ORDER BY slot", [real]
        ).fetchall()
    assert [slot for slot, _ in rows] == list(range(1, 11))
    assert all(stored.startswith("argon2id-shown$v=19$m=65536,t=3,") for _, stored in rows)
    assert len({stored for _, stored in rows}) == 10
    digits = codes[0].partition("-")[2].replace("-", "")
    assert not any(digits in stored for _, stored in rows)
    for role in ("wasl_web", "wasl_vault", "wasl_worker", "wasl_report"):
        with psycopg.connect(house.dsn(role)) as there, pytest.raises(psycopg.errors.InsufficientPrivilege):
            there.execute("SELECT * FROM access_printedcode")
    for statement in ("UPDATE access_printedcode SET used_at = NULL", "DELETE FROM access_printedcode"):
        with (
            psycopg.connect(house.dsn("wasl_web")) as web,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            web.execute(statement)


@pytest.mark.requirement("P8", "P15")
def test_a_sheet_is_made_for_oneself_only(house: House, real: uuid.UUID):
    from django.db import connection, transaction
    from django.db.utils import ProgrammingError

    from wasl.access.services import command_actor
    from wasl.access.work import unit_of_work

    karim = command_actor(KARIM.username)
    statement, given = "SELECT access_printed_codes_make(%s, %s)", [real, ["planted"]]
    with pytest.raises(ProgrammingError), unit_of_work(karim.token), connection.cursor() as cursor:
        cursor.execute(statement, given)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)


def test_a_hash_of_another_line_or_account_does_not_fit(house: House, real: uuid.UUID):
    """The planted fault: rows exchanged by somebody who may write to the database."""
    codes = make_sheet(real)
    karim = house.accounts[KARIM.username]
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute(
            "UPDATE access_printedcode SET code_hash = (SELECT code_hash FROM access_printedcode"
            " WHERE account_id = %(a)s AND slot = 2) WHERE account_id = %(a)s AND slot = 3", {"a": real},
        )  # fmt: skip
        everything.execute(
            "INSERT INTO access_printedcode (id, account_id, slot, code_hash, made_at)"
            " SELECT gen_random_uuid(), %s, 2, code_hash, now() FROM access_printedcode"
            " WHERE account_id = %s AND slot = 2", [karim, real],
        )  # fmt: skip
    assert not use(real, "3" + codes[1][1:])
    assert not use(karim, codes[1])
    assert use(real, codes[1])
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("DELETE FROM access_printedcode WHERE account_id = %s", [karim])


def enter(house: House, account: uuid.UUID, code: str):
    """Password first, then the second step. Answers the browser and its last page."""
    browser = signed_in(house, None, language="en")
    asked = browser.post("/accounts/login/", {"login": username(account), "password": PASSWORD})
    if asked.status_code != 302 or asked["Location"] != SECOND_STEP:
        return browser, asked
    return browser, browser.post(SECOND_STEP, {"code": code})


@pytest.mark.requirement("P15", "R102")
def test_a_sheet_alone_is_a_second_step(house: House, real: uuid.UUID):
    codes = make_sheet(real)
    browser, page = enter(house, real, "9-1111-2222-3333")
    assert page.status_code == 200
    assert browser.get("/account/").status_code == 302
    browser, page = enter(house, real, codes[4])
    assert (page.status_code, page["Location"]) == (302, "/")
    assert browser.get("/account/").status_code == 200
    again, page = enter(house, real, codes[4])
    assert page.status_code == 200
    assert again.get("/account/").status_code == 302


@pytest.mark.requirement("P15")
def test_when_all_codes_are_used_the_password_alone_opens_nothing(house: House, real: uuid.UUID):
    for code in make_sheet(real):
        assert use(real, code)
    browser, page = enter(house, real, "1-1111-2222-3333")
    assert page.status_code == 200
    assert browser.get("/account/").status_code == 302


@pytest.mark.requirement("P15")
def test_without_any_second_step_only_setting_one_up_is_open(house: House, real: uuid.UUID):
    browser, page = enter(house, real, "")
    assert (page.status_code, page["Location"]) == (302, "/")
    assert browser.get("/").headers["Location"] == "/accounts/2fa/totp/activate/"
    assert browser.get("/account/codes/").status_code == 200
    asked = browser.post("/account/codes/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    made = browser.post(asked["Location"], {"password": PASSWORD})
    assert made.status_code == 200
    assert made["Cache-Control"] == "no-store"
    assert made.content.decode().count("<li><code>") == 10
    assert b"<li><code>" not in browser.get("/account/codes/").content
    assert browser.get("/account/").status_code == 200


@pytest.fixture
def sealed(house: House) -> Iterator[None]:
    from wasl.vault.services import client

    client().seal_up()
    yield
    house.stop_vault()
    client().close()
    house.start_vault()


@pytest.fixture
def with_an_app(house: House, real: uuid.UUID) -> uuid.UUID:
    """Nadia has an app too; its seed is sealed in the vault, in a session of her own."""
    from allauth.core.context import request_context
    from allauth.mfa.totp.internal import auth as app
    from django.conf import settings
    from django.test import RequestFactory

    from wasl.access.models import Account
    from wasl.access.services import command_actor
    from wasl.access.work import unit_of_work

    request = RequestFactory().get("/")
    token = command_actor(username(real)).token
    request.COOKIES[settings.SESSION_COOKIE_NAME] = token
    with request_context(request), unit_of_work(token):
        app.TOTP.activate(Account.objects.get(pk=real), app.generate_totp_secret())
    return real


@pytest.mark.requirement("P5", "P15")
def test_while_the_vault_is_sealed_an_app_cannot_be_checked_and_paper_opens(
    house: House, with_an_app: uuid.UUID, request: pytest.FixtureRequest
):
    codes = make_sheet(with_an_app)
    request.getfixturevalue("sealed")
    browser, page = enter(house, with_an_app, "123456")
    assert page.status_code == 200
    assert said_in_some_language(CANNOT_CHECK, page)
    assert browser.get("/account/").status_code == 302
    browser, page = enter(house, with_an_app, codes[0])
    assert (page.status_code, page["Location"]) == (302, "/")
    for address in ("/account/", "/account/codes/", "/accounts/2fa/", "/"):
        assert browser.get(address).status_code == 200, address


def test_a_form_that_asks_the_vault_first_would_shut_everybody_out(
    house: House, with_an_app: uuid.UUID, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: printed codes taken for digits of an app."""
    from wasl.interfaces.web import second_factor

    codes = make_sheet(with_an_app)
    request.getfixturevalue("sealed")
    monkeypatch.setattr(second_factor.printed, "is_printed", lambda typed: False)
    browser, page = enter(house, with_an_app, codes[0])
    assert page.status_code == 200
    assert browser.get("/account/").status_code == 302


@pytest.mark.requirement("P10")
def test_sheets_uses_and_failures_are_recorded_without_a_code(house: House, real: uuid.UUID):
    codes = make_sheet(real)
    enter(house, real, "9-1111-2222-3333")
    enter(house, real, codes[6])
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        events = everything.execute(
            "SELECT event, code FROM audit_event WHERE actor = %s ORDER BY at", [real]
        ).fetchall()
    assert ("printed_codes_made", "") in events
    assert ("sign_in_failed", "printed_code") in events
    assert ("printed_code_used", "") in events
    assert events.count(("signed_in", "")) == 1
