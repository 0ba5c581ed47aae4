"""Finding somebody: by any spelling, by number, and only within one's own work."""

import pytest

from tests.cast import AMAL, BASIM, KARIM
from tests.entry.desk import Desk, contexts_are_kept  # noqa: F401 - a fixture
from tests.stories.test_reception_of_a_family import desk_sees
from tests.worlds import House


@pytest.fixture(scope="module")
def known(house: House):
    """A family with names that can be misspelt, and its number."""
    desk = Desk(house)
    number = desk.receive("عبد الرحمن", given="فاطمة", father="محمد", laqab="الدليمي")
    import time

    for _ in range(200):
        answer = desk.post("/search/", q="فاطمة محمد عبد الرحمن", purpose="work_on_file")
        if any(one["number"] == number for one in answer.context["found"]):
            return desk, number
        time.sleep(0.05)
    raise AssertionError("never found")


MOST = 20


@pytest.mark.requirement("R007")
@pytest.mark.parametrize(
    "asked",
    [
        "فاطمه محمد عبدالرحمن",
        "فاتیمە محەمەد",
        "Fatima Mohammed Abdulrahman",
        "فاطمة محمد الدليمي",
        "فاظمة محمد عبد الرحمن",
    ],
)
def test_any_spelling_finds_her(known, asked):
    desk, number = known
    answer = desk.post("/search/", q=asked, purpose="work_on_file")
    assert answer.status_code == 200
    found = [one["number"] for one in answer.context["found"]]
    # two common names may fill the list with women of other stories
    assert number in found or len(found) >= MOST


@pytest.mark.parametrize("write", [str, str.lower, lambda number: number.replace("-", "")])
def test_a_file_number_leads_straight_to_the_file(known, write):
    desk, number = known
    answer = desk.post("/search/", q=write(number), purpose="work_on_file")
    assert answer["Location"] == f"/files/{number}/"


@pytest.mark.parametrize("asked", ["", "فاطمة", "  "])
def test_a_question_that_is_too_short_says_what_is_missing(known, asked):
    desk, _ = known
    answer = desk.post("/search/", q=asked, purpose="work_on_file")
    assert answer.status_code == 422
    assert answer.context["form"].errors["q"]


@pytest.mark.requirement("R088")
def test_a_stranger_s_number_and_nobody_s_number_are_answered_alike(house: House, known):
    from wasl.kernel.refs import new_file_number

    _, number = known
    karim = Desk(house, KARIM)
    pages = [
        karim.post("/search/", q=asked, purpose="work_on_file").content.decode().replace(asked, "")
        for asked in (number, new_file_number())
    ]
    assert pages[0].split("<main")[1].split("csrf")[0] == pages[1].split("<main")[1].split("csrf")[0]
    assert number not in pages[0]


@pytest.mark.requirement("R088", "P8")
def test_who_has_no_search_is_told_so(house: House, known):
    assert Desk(house, BASIM).get("/search/").status_code == 403


def test_a_name_never_stands_in_an_address(known):
    desk, _ = known
    answer = desk.get("/search/?q=فاطمة+محمد&purpose=work_on_file")
    assert answer.status_code == 200
    assert "found" not in answer.context


@pytest.mark.requirement("P10")
def test_a_search_leaves_its_row_with_its_purpose(house: House, known):
    from django.db import connection

    desk, _ = known
    desk.post("/search/", q="فاطمة محمد", purpose="reception")
    with house.as_role("wasl_backup"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT purpose, fields, code FROM audit_event WHERE event = 'searched' AND actor = %s "
            "ORDER BY at DESC LIMIT 1",
            [house.accounts[AMAL.username]],
        )
        purpose, _, code = cursor.fetchone()
    assert purpose == "reception"
    assert "فاطمة" not in code


def test_the_vault_follows_what_the_desk_saves(house: House):
    from tests.entry.convoy import mark

    desk, name = Desk(house), mark()
    desk.receive(name)
    desk_sees(desk, name)
