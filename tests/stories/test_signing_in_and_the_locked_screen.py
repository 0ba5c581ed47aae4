"""Salma signs in, reads the code of conduct once, is called away while she writes, and finds what she typed again."""

import html
import re
from datetime import timedelta

import psycopg
import pytest

from tests.cast import AMAL, HADI, PASSWORD, SALMA
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House


@pytest.fixture
def client(house: House):
    from django.test import Client

    return Client()


def sign_in(client, member, password=PASSWORD):
    return client.post("/accounts/login/", {"login": member.username, "password": password})


def hidden(response) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode())
    return {name: html.unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def idle(house: House, minutes: int) -> None:
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        owner.execute(
            "UPDATE access_session SET last_seen = now() - %s WHERE kind = 'web'",
            [timedelta(minutes=minutes)],
        )


def test_a_wrong_password_is_refused_and_the_right_one_leads_to_my_day(house: House, client):
    assert sign_in(client, SALMA, "not this one").status_code == 200
    answer = sign_in(client, SALMA)
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_computer_that_knocks_too_often_is_told_to_wait_in_three_languages(house: House, client):
    knocked = [client.post("/accounts/login/", {}, REMOTE_ADDR="127.9.9.9") for _ in range(31)]
    assert [answer.status_code for answer in knocked] == [200] * 30 + [429]
    told = knocked[-1].content.decode()
    assert all(words in told for words in ("انتظروا دقيقة", "خولەکێک چاوەڕێ بن", "Wait a minute"))
    assert client.post("/accounts/login/", {}, REMOTE_ADDR="127.9.9.10").status_code == 200


def test_the_database_holds_the_hash_of_the_cookie_and_not_the_cookie(house: House, client):
    sign_in(client, SALMA)
    token = client.cookies["wasl"].value
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        (known,) = owner.execute(
            "SELECT count(*) FROM access_session WHERE token_hash = access_hash(%s)", [token]
        ).fetchone()
        everything = owner.execute("SELECT s::text FROM access_session s").fetchall()
    assert known == 1
    assert all(token not in row[0] for row in everything)


@pytest.mark.requirement("R070")
def test_the_code_of_conduct_comes_first_and_its_acceptance_is_recorded(house: House, client):
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        owner.execute(
            "UPDATE access_account SET conduct_version = '', conduct_accepted_at = NULL WHERE username = 'hadi'"
        )
    sign_in(client, HADI)
    assert client.get("/files/")["Location"] == "/conduct/"
    assert client.post("/conduct/").status_code == 302
    assert client.get("/files/").status_code == 200
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        (events,) = owner.execute(
            "SELECT count(*) FROM audit_event WHERE event = 'conduct_accepted' AND actor = %s",
            [house.accounts["hadi"]],
        ).fetchone()
    assert events == 1


@pytest.mark.requirement("R088")
def test_after_fifteen_idle_minutes_nothing_is_shown_and_nothing_typed_is_lost(house: House, client):
    _, number, _ = a_family(house, AMAL, SALMA)
    sign_in(client, SALMA)
    key = hidden(client.get(f"/files/{number}/note/"))["key"]
    note = {
        "key": key, "kind": "note", "person": "", "on": "2026-11-20", "circle": "family",
        "text": "اتفقنا على موعد يوم الأحد",
    }  # fmt: skip
    idle(house, 16)
    locked = client.post(f"/files/{number}/note/", note)
    assert locked.status_code == 423
    assert "اتفقنا على موعد يوم الأحد" in locked.content.decode()
    assert client.get(f"/files/{number}/").status_code == 423

    wrong = client.post(
        "/lock/", {"action": "unlock", "secret": "no", **{f"kept:{k}": v for k, v in note.items()}}
    )
    assert wrong.status_code == 401
    assert "اتفقنا على موعد يوم الأحد" in wrong.content.decode()

    kept = {f"kept:{k}": v for k, v in note.items()}
    back = client.post(
        "/lock/", {"action": "unlock", "secret": PASSWORD, "path": f"/files/{number}/note/", **kept}
    )
    assert back.status_code == 200
    assert hidden(back)["text"] == note["text"]
    assert client.post(f"/files/{number}/note/", hidden(back)).status_code == 302
    assert "اتفقنا على موعد يوم الأحد" in client.get(f"/files/{number}/").content.decode()


def test_fourteen_minutes_do_not_lock(house: House, client):
    """The planted fault beside the one above: a lock that fell too early would be switched off by its users."""
    sign_in(client, SALMA)
    idle(house, 14)
    assert client.get("/").status_code == 200


def test_the_same_note_sent_twice_is_there_once(house: House, client):
    _, number, _ = a_family(house, AMAL, SALMA)
    sign_in(client, SALMA)
    key = hidden(client.get(f"/files/{number}/note/"))["key"]
    note = {
        "key": key,
        "kind": "note",
        "on": "2026-11-20",
        "circle": "family",
        "text": "زيارة قصيرة في القسم",
    }
    for _ in range(3):
        assert client.post(f"/files/{number}/note/", note).status_code == 302
    assert client.get(f"/files/{number}/").content.decode().count("زيارة قصيرة في القسم") == 1


def test_a_draft_is_kept_for_its_writer_alone(house: House, client):
    _, number, _ = a_family(house, AMAL, SALMA)
    sign_in(client, SALMA)
    saved = client.post(f"/files/{number}/drafts/note/", {"text": "بداية الملاحظة", "kind": "note"})
    assert saved.json() == {"saved": True}
    assert "بداية الملاحظة" in client.get(f"/files/{number}/note/").content.decode()


@pytest.mark.requirement("R079")
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ckb", "rtl"), ("en", "ltr")])
def test_language_and_direction_come_from_one_object(house: House, client, language, direction):
    page = client.get(f"/accounts/login/?lang={language}").content.decode()
    assert f'<html lang="{language}" dir="{direction}"' in page


def test_a_one_time_password_opens_one_page_only_until_it_is_changed(house: House, client):
    new = "words that only hadi knows"
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        (kept,) = owner.execute("SELECT password FROM access_account WHERE username = 'hadi'").fetchone() or (
            "",
        )
        owner.execute("UPDATE access_account SET must_change_password = true WHERE username = 'hadi'")
    try:
        sign_in(client, HADI)
        assert client.get("/files/")["Location"] == "/accounts/password/change/"
        words = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert client.post("/accounts/password/change/", words).status_code == 302
        assert client.get("/files/").status_code == 200
    finally:
        with psycopg.connect(house.dsn("wasl_owner")) as owner:
            owner.execute(
                "UPDATE access_account SET password = %s, must_change_password = false WHERE username = 'hadi'",
                [kept],
            )
