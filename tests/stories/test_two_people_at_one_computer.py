"""Salma's screen is locked and Hadi signs in at the same computer; what she was typing waits for her alone."""

import pytest

from tests.cast import HADI, PASSWORD, SALMA
from tests.journey.family import Family
from tests.protection.visitors import signed_in
from tests.worlds import House


@pytest.mark.requirement("P15", "R102")
def test_another_signs_in_at_the_same_computer_and_the_draft_stays_with_its_writer(house: House):
    from django.conf import settings

    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work

    family = Family(house)
    with unit_of_work(family.salma.token):
        grant_give(
            file=family.ref,
            account=house.accounts["hadi"],
            role="caseworker",
            purpose="care",
            by=family.salma,
        )
    computer = signed_in(house, SALMA)
    first = computer.cookies[settings.SESSION_COOKIE_NAME].value
    note, words = f"/files/{family.number}/note/", "لم أكمل هذه الجملة"
    kept = computer.post(f"/files/{family.number}/drafts/note/", {"text": words})
    assert kept.status_code < 300, kept.status_code
    computer.post("/lock/")
    locked = computer.get(note)
    assert locked.status_code == 423
    assert 'action="/switch/"' in locked.content.decode()
    gone = computer.post("/switch/")
    assert (gone.status_code, gone["Location"]) == (302, "/accounts/login/")
    with unit_of_work(first) as nobody:
        assert not nobody.signed_in

    computer.post("/accounts/login/", {"login": HADI.username, "password": PASSWORD})
    his = computer.get(note)
    assert his.status_code == 200
    assert words not in his.content.decode()
    computer.post("/switch/")
    computer.post("/accounts/login/", {"login": SALMA.username, "password": PASSWORD})
    assert words in computer.get(note).content.decode()


def test_a_switch_is_a_press_and_not_a_link(house: House):
    assert signed_in(house, SALMA).get("/switch/").status_code == 405
