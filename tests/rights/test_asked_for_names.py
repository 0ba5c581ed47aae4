"""Somebody telephones Salma and wants a list; she logs it, hands over a sheet, and Rana reads the register."""

from datetime import timedelta

import psycopg
import pytest

from tests.cast import AMAL, CAST, RANA, SALMA, YUSUF, ZAINAB
from tests.protection.visitors import signed_in
from tests.rights.test_complaint_pages import english
from tests.worlds import House
from wasl.kernel.clock import today

pytestmark = pytest.mark.requirement("P12")
ASKER = "رجل قال إنه من دائرة في المحافظة"


def log(house: House, browser, **changes):
    day = today()
    filled = {"asker": ASKER, "how": "phone", "on_0": day.day, "on_1": day.month, "on_2": day.year,
              "wanted": ["list", "from_a_place"]} | changes  # fmt: skip
    return browser.post("/asked/", filled)


def test_salma_logs_it_and_gets_a_sheet_in_three_languages_without_a_name(house: House, papers: list[str]):
    salma = english(house, SALMA)
    answer = log(house, salma)
    assert answer.status_code == 302
    number = answer["Location"].partition("logged=")[2]
    assert number in salma.get(answer["Location"]).content.decode()
    salma.get(f"/asked/sheet/?number={number}")
    told = papers[-1]
    assert "No information about people" in told
    assert number in told
    for name in (ASKER, "سلمى", "Salma"):
        assert name not in told
    salma.get("/asked/sheet/?number=a-list-of-my-own")
    assert "a-list" not in papers[-1], "no other text reaches the paper"


def test_rana_reads_who_asked_and_counts_the_year_and_nobody_else_does(house: House):
    log(house, signed_in(house, SALMA))
    rana = english(house, RANA)
    page = rana.get("/asked/register/").content.decode()
    assert ASKER in page
    assert "a list of names" in page
    assert "سلمى" in page
    for member in CAST:
        if member is not RANA:
            assert signed_in(house, member).get("/asked/register/").status_code == 403, member.username
    # past every page
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        (ref,) = everything.execute("SELECT id FROM rights_asked").fetchone()
    from wasl.vault.services import client

    for member in (SALMA, ZAINAB, YUSUF, AMAL):
        token = house.actor(member).token
        with psycopg.connect(house.dsn("wasl_web")) as web:
            web.execute("SELECT set_config('wasl.session', %s, true)", [token])
            assert web.execute("SELECT 1 FROM rights_asked").fetchall() == []
            counted = web.execute("SELECT sum(n) FROM rights_asked_counts(%s)", [today().year]).fetchone()
            assert counted in ((None,), (0,))
        assert client().open(token, "care", [(ref, "notes:asked")]) == {}
    assert client().open(house.actor(RANA).token, "rights", [(ref, "notes:asked")])


def test_whoever_comes_to_keep_the_register_later_reads_what_was_asked_before(house: House):
    log(house, signed_in(house, SALMA))
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("DELETE FROM access_trust WHERE account_id = %s", [house.accounts["rana"]])
    rana = signed_in(house, RANA)
    rana.get("/asked/register/")
    assert ASKER in rana.get("/asked/register/").content.decode()


def test_what_is_missing_is_told_and_a_day_to_come_is_none(house: House):
    salma = english(house, SALMA)
    tomorrow = today() + timedelta(days=1)
    answer = log(house, salma, on_0=tomorrow.day, on_1=tomorrow.month, on_2=tomorrow.year)
    assert answer.status_code == 422
    assert ASKER in answer.content.decode()
    answer = log(house, salma, wanted=[])
    assert answer.status_code == 422
    assert ASKER in answer.content.decode()


def test_who_asked_stands_in_no_row(house: House):
    log(house, signed_in(house, SALMA))
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        rows = str(everything.execute("SELECT * FROM rights_asked").fetchall())
    assert "رجل" not in rows
