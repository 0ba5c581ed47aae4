"""Search before create, in the page: any spelling finds, the desk cannot pass it by, and nothing typed is lost."""

import re

import pytest

from tests.cast import AMAL, HUDA
from tests.entry.convoy import mark
from tests.entry.desk import Desk, contexts_are_kept, desk_sees  # noqa: F401 - a fixture
from tests.stories.umm_ahmed import receive
from tests.worlds import House

SPELLINGS = (("أحمد", "احمد"), ("عبدالرحمن", "عبد الرحمن"), ("محمد", "محەمەد"))


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


@pytest.mark.requirement("J1", "R007")
@pytest.mark.parametrize(("written", "asked"), SPELLINGS)
def test_a_name_written_otherwise_is_found_on_the_page(desk: Desk, written: str, asked: str):
    father = mark()
    number = desk.receive(mark(), given=written, father=father, sex="m")
    desk_sees(desk, father, written)
    answer = desk.post("/search/", q=f"{asked} {father}", purpose="work_on_file")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="/files/{number}/"' in page
    assert f'<bdi class="ref" dir="ltr">{number}</bdi>' in page
    assert f"<bdi>{written} {father}" in page


@pytest.mark.requirement("J1", "R007")
@pytest.mark.parametrize(("written", "asked"), SPELLINGS)
def test_the_desk_is_shown_her_side_by_side_before_a_second_file(desk: Desk, written: str, asked: str):
    father, grandfather = mark(), mark()
    number = desk.receive(grandfather, given=written, father=father, sex="m")
    desk_sees(desk, father, written)
    typed = desk.opening(grandfather, given=asked, father=father, sex="m", kunya="أبو سيف", used="أبو سيف")
    seen = desk.look(typed)
    [found] = seen.context["found"]
    assert (found["number"], seen.context["known"]) == (number, "same")
    assert all(line["same"] for line in found["lines"])
    page = seen.content.decode()
    for value in (asked, father, grandfather, "أبو سيف", typed["key"]):
        assert f'value="{value}"' in page
    assert page.index('id="known"') < page.index('id="notice"'), "what was found stands where the eye is"
    assert desk.browser.post("/reception/new/", typed | {"open": "1"}).status_code == 422


def test_a_kunya_finds_her_too(desk: Desk):
    father = mark()
    number = desk.receive(mark(), father=father, kunya="أم كلثوم", used="أم كلثوم")
    desk_sees(desk, father)
    answer = desk.post("/search/", q=f"ام كلثوم {father}", purpose="work_on_file")
    assert number in [one["number"] for one in answer.context["found"]]


def test_nobody_found_leads_on_to_a_family_without_a_file(desk: Desk):
    page = desk.post("/search/", q=f"{mark()} {mark()}", purpose="reception").content.decode()
    assert 'href="/reception/new/"' in page
    own = desk.post("/search/", q=f"{mark()} {mark()}", purpose="work_on_file").content.decode()
    assert 'href="/reception/new/"' not in own


def test_the_answer_is_where_the_keyboard_stands(desk: Desk):
    for question in (f"{mark()} {mark()}", "00-0000"):
        page = desk.post("/search/", q=question, purpose="work_on_file").content.decode()
        assert page.count("data-focus") == 1
    assert "data-focus" not in desk.text("/search/")


def test_a_limit_of_looks_is_said_in_the_form_and_nothing_typed_is_lost(
    house: House, desk: Desk, monkeypatch
):
    from wasl.kernel.errors import LimitReached
    from wasl.phases.entry_assessment.selectors import search

    def stop(*_args: object, **_named: object) -> None:
        raise LimitReached("looks_hour")

    monkeypatch.setattr(search, "known_already", stop)
    typed = desk.opening(mark())
    answer = desk.browser.post("/reception/new/", typed | {"look": "1"})
    assert answer.status_code == 422
    assert f'value="{typed["grandfather"]}"' in answer.content.decode()


@pytest.mark.requirement("R088")
def test_ages_of_locked_people_are_told_in_the_readers_digits(house: House):
    """Where no name is opened the band stands for the age, on the page of what is sealed too."""
    from django.utils import translation

    from wasl.access.work import unit_of_work
    from wasl.interfaces.web.pages.reception import how_old
    from wasl.people import selectors as people

    family = receive(house)
    by = house.actor(AMAL)
    with unit_of_work(by.token):
        [rows] = [people.rows_of(family.file)]
        cards = [people.card(row, people.Opened()) for row in rows]
    with translation.override("ar"):
        said = " ".join(how_old(card) for card in cards)
    assert not set(said) & set("0123456789"), said
    assert set(said) & set("٠١٢٣٤٥٦٧٨٩")
    with translation.override("en"):
        assert "25 to 59 years" in " ".join(how_old(card) for card in cards)


@pytest.mark.requirement("R088")
def test_the_sealed_page_has_no_latin_digit_beside_a_person(house: House):
    number = receive(house).number
    page = Desk(house, HUDA).text(f"/files/{number}/sealed/")
    options = re.findall(r"<option[^>]*>([^<]+)</option>", page)
    assert any(re.search("[٠-٩]", text) for text in options), options
    assert not [text for text in options if re.search("[0-9]", text)]
