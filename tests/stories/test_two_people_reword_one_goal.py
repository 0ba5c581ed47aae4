"""Salma and Hadi word one goal anew in the same minutes. The later one sees both texts; nothing typed is lost."""

from uuid import UUID

from tests.cast import AMAL, SALMA
from tests.protection.visitors import signed_in
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House

FIRST, THEIRS, MINE = "شهادة ميلاد للبنت", "شهادة ميلاد للبنت والولد", "شهادة ميلاد للبنت قبل المدرسة"


def a_goal(house: House) -> tuple[str, UUID]:
    from wasl.access.work import unit_of_work
    from wasl.casefile.services.thread import goal_write
    from wasl.people.selectors import people_of

    file, number, _ = a_family(house, AMAL, SALMA)
    salma = house.actor(SALMA)
    with unit_of_work(salma.token):
        person = people_of(file, viewer=salma)[0].ref
        return number, goal_write(
            file=file, person=person, needs=[], words=FIRST, due_on=None, by=salma, code="GO-RETURN"
        )


def sent(text: str, version: int, **more: str) -> dict[str, object]:
    return {"words": text, "circle": "family", "version": version, **more}


def test_the_later_one_sees_both_texts_and_saves_a_third(house: House):
    number, goal = a_goal(house)
    browser, address = signed_in(house, SALMA), f"/files/{number}/goals/{goal}/change/"
    assert browser.post(address, sent(THEIRS, 1)).status_code == 302

    late = browser.post(address, sent(MINE, 1))
    page = late.content.decode()
    assert late.status_code == 409
    assert THEIRS in page
    assert MINE in page
    assert f'action="{address}"' in page
    version = int(page.partition('name="version" value="')[2].partition('"')[0])
    assert browser.post(address, sent(MINE, version)).status_code == 302


def test_what_was_written_about_a_goal_that_was_reworded_meanwhile_stays_in_the_form(house: House):
    number, goal = a_goal(house)
    browser = signed_in(house, SALMA)
    assert browser.post(f"/files/{number}/goals/{goal}/change/", sent(THEIRS, 1)).status_code == 302

    from wasl.kernel.clock import today

    about = {"state": "achieved", "words": "وصلت الشهادة", "on": today().isoformat(), "version": 1}
    late = browser.post(f"/files/{number}/goals/{goal}/close/", about)
    page = late.content.decode()
    assert late.status_code == 409
    assert THEIRS in page
    assert "وصلت الشهادة" in page
    about["version"] = int(page.partition('name="version" value="')[2].partition('"')[0])
    assert browser.post(f"/files/{number}/goals/{goal}/close/", about).status_code == 302
