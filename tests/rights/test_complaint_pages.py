"""The box on the page and on paper: Amal takes it down, Zainab answers it, the slip tells where it stands."""

import re
from typing import Any

import pytest

from tests.cast import AMAL, NADIA, RANA, SALMA, ZAINAB, Member
from tests.protection.visitors import signed_in
from tests.rights.test_complaints import WORDS, reads, take
from tests.worlds import House

pytestmark = pytest.mark.requirement("R006")


def version_of(page: str) -> str:
    return re.findall(r'name="version" value="(\d+)"', page)[0]


def sent(house: House, browser: Any, **changes: str) -> Any:
    filled = {
        "topic": "treatment", "words": WORDS, "about": str(house.accounts["salma"]), "via": "desk",
        "voice": "participant", "wish": "slip",
    } | changes  # fmt: skip
    return browser.post("/complaints/new/", filled)


def english(house: House, member: Member) -> Any:
    browser = signed_in(house, member)
    browser.post("/language/", {"language": "en", "next": "/"})
    return browser


def test_amal_takes_it_down_and_zainab_finds_it_on_her_day(house: House, papers: list[str]):
    amal, zainab = english(house, AMAL), english(house, ZAINAB)
    answer = sent(house, amal)
    assert answer.status_code == 302, answer.content.decode()
    number = answer["Location"].partition("number=")[2]
    slip = amal.get(answer["Location"]).content.decode()
    assert number in slip
    assert "State of the complaint" in slip
    assert WORDS not in slip
    assert number in zainab.get("/").content.decode()
    page = zainab.get(f"/complaints/one/?number={number}").content.decode()
    assert WORDS in page
    assert "سلمى" in page
    for member in (AMAL, SALMA, NADIA, RANA):
        other = signed_in(house, member).get(f"/complaints/one/?number={number}")
        assert other.status_code in (403, 404), member.username
        assert WORDS not in other.content.decode()
    for step in ("acknowledge", "look"):
        version = version_of(page)
        kept = zainab.post(f"/complaints/one/?number={number}", {"do": step, "version": version, "words": ""})
        assert kept.status_code == 302
        page = zainab.get(f"/complaints/one/?number={number}").content.decode()
    version = version_of(page)
    missing = zainab.post(
        f"/complaints/one/?number={number}", {"do": "answer", "version": version, "words": "yes"}
    )
    assert missing.status_code == 422
    assert 'id="answer_words"' in missing.content.decode()
    done = zainab.post(
        f"/complaints/one/?number={number}",
        {"do": "answer", "version": version, "outcome": "upheld", "words": "She starts on Sunday."},
    )
    assert done.status_code == 302
    paper = zainab.get(f"/complaints/one/paper/?number={number}&language=en")
    assert paper["Content-Type"] == "application/pdf"
    told = papers[-1]
    assert "She starts on Sunday." in told
    assert number in told
    assert WORDS not in told
    assert "سلمى" not in told
    assert "lies ready" in amal.get(f"/complaints/slip/?number={number}").content.decode()


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(house: House):
    amal = english(house, AMAL)
    answer = sent(house, amal, number="S-00-0000", via="paper")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert WORDS in page
    assert "This is no number of a slip" in page
    refused = sent(house, amal, topic="harm", about=str(house.accounts["rana"]))
    assert refused.status_code == 422
    assert "Nobody here may handle this complaint" in refused.content.decode()
    assert WORDS in refused.content.decode()


def test_forms_on_paper_carry_numbers_of_their_own_and_come_back_once(house: House, papers: list[str]):
    amal = signed_in(house, AMAL)
    amal.post("/complaints/forms/", {"language": "en", "count": "5"})
    found = re.findall(r"S-\w\w-\w{4}", papers[-1])
    assert len(found) == 5
    assert len(set(found)) == 5
    from wasl.rights.rules import normal_number

    assert all(normal_number(one) == one for one in found)
    for language in ("ar", "ckb"):
        assert amal.post("/complaints/forms/", {"language": language, "count": "1"}).content.startswith(
            b"%PDF"
        )
    assert sent(house, amal, number=found[0], via="paper", voice="nobody").status_code == 302
    assert sent(house, amal, number=found[0], via="paper").status_code == 422


def test_salma_learns_nothing_at_the_desk_of_a_complaint_about_her(house: House):
    number = take(house)
    theirs = english(house, SALMA).get(f"/complaints/slip/?number={number}").content.decode()
    nobodys = english(house, SALMA).get("/complaints/slip/?number=S-AA-AAAA").content.decode()
    assert "There is no complaint with this number" in theirs
    assert "There is no complaint with this number" in nobodys


def test_every_member_of_staff_reaches_both_from_the_foot_of_each_page(house: House):
    for member in (SALMA, AMAL, RANA):
        page = signed_in(house, member).get("/").content.decode()
        assert 'href="/complaints/new/"' in page
        assert 'href="/asked/"' in page


def test_the_slip_on_paper_says_number_and_day_and_no_name(house: House, papers: list[str]):
    number = take(house)
    english(house, AMAL).get(f"/complaints/slip/paper/?number={number}&language=en")
    told = papers[-1]
    assert number in told
    assert "Answer until" in told
    assert "سلمى" not in told
    assert "Amal" not in told


def test_the_numbers_page_tells_nothing_of_one(house: House):
    number = take(house)
    page = english(house, NADIA).get("/complaints/numbers/").content.decode()
    assert number not in page
    assert "Too few to be shown in numbers" in page
    assert signed_in(house, SALMA).get("/complaints/numbers/").status_code == 403
    assert reads(house, number, ZAINAB) is not None
