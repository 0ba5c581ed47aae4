"""Salma hears something about a husband and begins to write it down. She is asked once, calmly, and decides herself."""

import uuid

import pytest

from tests.cast import AMAL, SALMA
from tests.protection.visitors import signed_in
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House

HEARD = "زوجها كان مع داعش، وتحتاج إلى بيان ولادة لابنها"


def notes(house: House, number: str) -> list[str]:
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files, record

    salma = house.actor(SALMA)
    with unit_of_work(salma.token):
        card = files.view(number, viewer=salma)
        return [note.text for note in record.contacts(card.ref, viewer=salma, roles=card.roles)]


@pytest.mark.requirement("R002", "P11")
def test_the_note_comes_back_with_advice_and_is_saved_at_the_second_sending(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import record
    from wasl.interfaces.web.ui.plain_words import AS_IT_IS
    from wasl.kernel.clock import today

    file, number, _ = a_family(house, AMAL, SALMA)
    browser, address = signed_in(house, SALMA), f"/files/{number}/note/"
    sent = {
        "key": str(uuid.uuid4()), "kind": "note", "person": "", "on": today().isoformat(), "circle": "family",
        "text": HEARD,
    }  # fmt: skip
    first = browser.post(address, sent)
    page = first.content.decode()
    assert first.status_code == 422
    assert '<mark lang="ar">داعش</mark>' in page
    assert HEARD in page
    assert notes(house, number) == []

    tick = page.partition(f'name="{AS_IT_IS}" value="')[2].partition('"')[0]
    browser.post(f"/files/{number}/drafts/note/", {**sent, AS_IT_IS: tick})
    salma = house.actor(SALMA)
    with unit_of_work(salma.token):
        assert AS_IT_IS not in (record.draft(file, "note", viewer=salma) or {})

    assert browser.post(address, {**sent, AS_IT_IS: tick}).status_code == 302
    assert notes(house, number) == [HEARD]


def test_a_calm_note_is_saved_at_once(house: House):
    from wasl.kernel.clock import today

    _, number, _ = a_family(house, AMAL, SALMA)
    text = "تحتاج إلى بيان ولادة لابنها ولا تعرف أين تطلبه"
    sent = {
        "key": str(uuid.uuid4()), "kind": "note", "person": "", "on": today().isoformat(), "circle": "family",
        "text": text,
    }  # fmt: skip
    assert signed_in(house, SALMA).post(f"/files/{number}/note/", sent).status_code == 302
    assert notes(house, number) == [text]
