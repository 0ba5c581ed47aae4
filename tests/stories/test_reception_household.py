"""The household's table: what reception needs of each, parents' names written once, and nobody written down twice."""

import re

import pytest

from tests.cast import AMAL, SALMA
from tests.entry.convoy import mark
from tests.entry.desk import CHILD, GIRL, Desk, contexts_are_kept, desk_sees, members  # noqa: F401 - a fixture
from tests.worlds import House

UMM_RUAA = {
    "given": "سهام", "father": "كريم", "sex": "f", "role": "spouse", "birth_2": "1990", "kunya": "أم رؤى",
    "used": "أم رؤى", "language": "ckb", "spouse": "unknown",
}  # fmt: skip


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


def add(desk: Desk, number: str, typed: dict[str, str]):
    return desk.browser.post(f"/files/{number}/people/add/", typed)


def girl() -> dict[str, str]:
    """A girl whom nobody is like."""
    return GIRL | {"father": mark()}


def newcomers(answer):
    """The pairs that wait for an answer; those of the head of another story's family may stand beside them."""
    return [pair for pair in answer.context["pairs"] if pair.key.startswith("member-")]


def of_people_here(answer, given: str):
    return [pair for pair in answer.context["pairs"] if pair.name.startswith(given)]


def card_of(desk: Desk, number: str, given: str):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.people.selectors import people_of

    by = desk.house.actor(desk.who)
    with unit_of_work(by.token):
        inside = people_of(files.find(number, viewer=by), viewer=by)
    return next(one for one in inside if one.name and one.name.given == given)


@pytest.mark.requirement("R062", "J1")
def test_the_table_keeps_kunya_the_name_used_with_us_the_language_and_one_of_four_words(desk: Desk):
    number = desk.receive(mark())
    assert add(desk, number, members(UMM_RUAA)).status_code == 302
    person = card_of(desk, number, "سهام")
    assert (person.called, person.name.kunya, person.language, person.spouse) == (
        "أم رؤى", "أم رؤى", "ckb", "unknown",
    )  # fmt: skip
    refused = add(desk, number, members(UMM_RUAA | {"given": "ناهدة", "spouse": "imprisoned"}))
    assert refused.status_code == 422
    assert refused.context["rows"][0].more_unfolded


@pytest.mark.requirement("R062", "J1")
def test_the_head_is_asked_how_she_wishes_to_be_called_before_the_file_is_opened(desk: Desk):
    number = desk.receive(mark(), kunya="أم سيف", used="خديجة خانم", spouse="deceased")
    person = card_of(desk, number, "خديجة")
    assert (person.called, person.name.kunya, person.spouse) == ("خديجة خانم", "أم سيف", "deceased")


def test_who_says_nothing_of_a_language_speaks_the_familys(desk: Desk):
    number = desk.receive(mark(), language="ckb")
    add(desk, number, members(CHILD))
    assert card_of(desk, number, "سيف").language == "ckb"


def test_names_of_the_parents_are_written_once_and_taken_on(desk: Desk):
    father, grandfather = mark(), mark()
    number = desk.receive(father)
    first = CHILD | {"father": father, "grandfather": grandfather, "parents": "head"}
    second = {
        "given": "رؤى",
        "parents": "above",
        "sex": "f",
        "role": "child",
        "birth_2": "2016",
        "grandfather": "",
    }
    third = second | {"given": "ليث", "sex": "m", "father": "غير ذلك"}
    assert add(desk, number, members(first, second, third)).status_code == 302
    names = {given: card_of(desk, number, given).name for given in ("سيف", "رؤى", "ليث")}
    assert names["سيف"].mother == ("خديجة", "حاتم", father)
    assert (names["رؤى"].father, names["رؤى"].grandfather) == (father, grandfather)
    assert names["رؤى"].mother == names["سيف"].mother
    assert names["ليث"].father == "غير ذلك"


def test_three_lines_are_unfolded_and_what_is_folded_opens_without_a_script(desk: Desk):
    page = desk.text(f"/files/{desk.receive(mark())}/people/add/")
    lines = re.findall(r'<details class="panel panel--fold household" id="member-\d"( open)?>', page)
    assert lines == [" open"] * 3 + [""] * 5
    refused = add(desk, desk.receive(mark()), members(*[CHILD] * 4, {"given": "بلا جنس"}))
    again = re.findall(r'id="member-\d"( open)?>', refused.content.decode())
    assert refused.status_code == 422
    assert again == [" open"] * 5 + [""] * 3


def known_child(desk: Desk) -> tuple[str, dict[str, str]]:
    """A boy who has a file already, and what is typed of one who looks like him."""
    grandfather = mark()
    boy = CHILD | {"given": "مصعب", "father": mark(), "grandfather": grandfather, "mother": mark()}
    number = desk.receive(mark())
    assert add(desk, number, members(boy)).status_code == 302
    desk_sees(desk, grandfather, "مصعب")
    return number, boy


@pytest.mark.requirement("J1", "R007")
def test_every_member_is_compared_and_nothing_typed_is_lost(desk: Desk):
    first, boy = known_child(desk)
    second = desk.receive(mark())
    typed = members(girl() | {"kunya": "أم كلثوم"}, boy | {"given": "مُصعب"})
    seen = add(desk, second, typed)
    assert seen.status_code == 200
    [pair] = newcomers(seen)
    assert (pair.key, pair.number) == ("member-1", first)
    assert [line["same"] for line in pair.beside["lines"]] == [True] * 6
    page = seen.content.decode()
    for value in ("رؤى", "أم كلثوم", "مُصعب", typed["key"]):
        assert f'value="{value}"' in page
    assert desk.row(second).size == 1


@pytest.mark.requirement("J1", "R007")
def test_somebody_else_is_written_down_with_the_reason_and_not_asked_about_again(house: House, desk: Desk):
    from wasl.access.work import unit_of_work
    from wasl.people.models import NotSame

    first, boy = known_child(desk)
    second = desk.receive(mark())
    typed = members(boy)
    [pair] = newcomers(add(desk, second, typed))
    prefix = pair.form.prefix
    asked = typed | {f"{prefix}-asked": "1"}
    unanswered = add(desk, second, asked)
    assert unanswered.status_code == 422
    assert "answer" in newcomers(unanswered)[0].form.errors
    unreasoned = add(desk, second, asked | {f"{prefix}-answer": "other"})
    assert unreasoned.status_code == 422
    assert "reason" in newcomers(unreasoned)[0].form.errors
    assert desk.row(second).size == 1
    said = {f"{prefix}-answer": "other", f"{prefix}-reason": "أمه غير أمه"}
    assert add(desk, second, asked | said).status_code == 302
    assert desk.row(second).size == 2
    new, known = desk.people(second)["مصعب"], desk.people(first)["مصعب"]
    with unit_of_work(house.actor(AMAL).token):
        [note] = NotSame.objects.filter(person=new)
    assert note.other == known
    desk_sees(desk, boy["grandfather"], "مصعب")
    for number in (first, second):
        assert of_people_here(desk.get(f"/files/{number}/people/add/"), "مصعب") == []


@pytest.mark.requirement("J1", "R007")
def test_the_same_person_is_not_written_down_twice_and_the_rest_of_the_family_is(desk: Desk):
    first, boy = known_child(desk)
    second = desk.receive(mark())
    typed = members(boy, girl())
    [pair] = newcomers(add(desk, second, typed))
    sent = add(desk, second, typed | {f"{pair.form.prefix}-asked": "1", f"{pair.form.prefix}-answer": "same"})
    assert sent.status_code == 302
    assert set(desk.people(second)) == {"خديجة", "رؤى"}
    told = desk.text(f"/files/{second}/reception/")
    assert first in told
    assert set(desk.people(first)) == {"خديجة", "مصعب"}


@pytest.mark.requirement("R088", "P8")
def test_of_a_child_beyond_ones_own_work_only_that_the_names_are_borne_is_said(house: House, desk: Desk):
    first, boy = known_child(desk)
    salma = Desk(house, SALMA)
    number = salma.receive(mark())
    seen = add(salma, number, members(boy))
    [pair] = newcomers(seen)
    page = seen.content.decode()
    assert (pair.number, pair.beside) == ("", {})
    assert first not in page
    assert str(pair.others[0]) not in page
    other = add(salma, number, members(boy | {"given": "مصعبة", "sex": "m"}))
    assert other.status_code == 302, "names that are only alike are not told beyond one's own work"


@pytest.mark.requirement("J1")
def test_who_is_here_already_is_compared_too_and_may_be_answered_later(house: House, desk: Desk, monkeypatch):
    """As with a family that came on a list: nobody compared them when they were written down."""
    from wasl.interfaces.web.views import household

    first, boy = known_child(desk)
    second = desk.receive(mark())
    with monkeypatch.context() as unseen:
        unseen.setattr(household, "alike", lambda *_args, **_named: [])
        assert add(desk, second, members(boy)).status_code == 302
    desk_sees(desk, boy["grandfather"], "مصعب")
    page = f"/files/{second}/people/add/"
    [pair] = of_people_here(desk.get(page), "مصعب")
    assert (pair.person, pair.number) == (desk.people(second)["مصعب"], first)
    assert add(desk, second, members(girl())).status_code == 302, (
        "the girl does not wait for an answer about him"
    )
    said = {f"{pair.form.prefix}-answer": "other", f"{pair.form.prefix}-reason": "أصغر منه"}
    assert add(desk, second, members() | said).status_code == 302
    assert of_people_here(desk.get(page), "مصعب") == []


def test_a_planted_fault_a_table_that_forgets_who_is_known_is_found_out(desk: Desk, monkeypatch):
    """The control: were nobody compared, the boy would be written down a second time at once."""
    from wasl.interfaces.web.views import household

    _first, boy = known_child(desk)
    monkeypatch.setattr(household, "alike", lambda *_args, **_named: [])
    assert add(desk, desk.receive(mark()), members(boy)).status_code == 302
