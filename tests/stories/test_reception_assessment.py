"""A family of seven in 75 minutes: asked once where once is enough, straight from one to the next, taken up again."""

import uuid

import pytest

from tests.cast import SALMA
from tests.entry.desk import Desk, contexts_are_kept  # noqa: F401 - a fixture
from tests.stories.umm_ahmed import receive
from tests.worlds import House
from wasl.kernel.clock import today

#: keys a worker presses for the whole family: one for each line, one for each part, one to begin
MOST_KEYS = 75


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house, SALMA)


def answers(form) -> dict[str, str]:
    """Everything managed, as typed."""
    day = today()
    typed = {name: "0" for name in form.fields if name.startswith("score_")}
    return typed | {
        "key": str(uuid.uuid4()), "mode": str(form["mode"].value()), "language": str(form["language"].value()),
        "on_0": str(day.day), "on_1": str(day.month), "on_2": str(day.year),
    }  # fmt: skip


@pytest.mark.requirement("J1", "R080", "R089")
def test_a_family_of_seven_is_asked_from_the_household_to_the_last_child_without_a_way_back(
    house: House, desk: Desk
):
    number = receive(house).number
    home = f"/files/{number}/assessment/"
    overview = desk.get(home)
    assert overview.context["found"].total == 8
    assert overview.context["found"].minutes_planned <= overview.context["found"].minutes_limit == 75
    at, asked, keys = overview.context["next_url"], [], 1
    while at != home:
        form = desk.get(at).context["form"]
        lines = [name for name in form.fields if name.startswith("score_")]
        assert not any(form.initial.get(name) for name in lines), "nothing is chosen beforehand"
        asked.append((at, frozenset(lines)))
        keys += len(lines) + 1
        sent = desk.browser.post(at, answers(form) | {"next": "1"})
        assert sent.status_code == 302, form.errors
        at = sent["Location"]
    assert len({path for path, _ in asked}) == 8
    household = asked[0][1]
    assert household
    assert not any(household & lines for _, lines in asked[1:]), "what concerns all is asked once"
    assert keys <= MOST_KEYS, keys
    assert desk.get(home).context["found"].complete


@pytest.mark.requirement("R080")
def test_children_are_asked_less_and_by_their_age(house: House, desk: Desk):
    family = receive(house)
    lines = {}
    for who, ref in family.people.items():
        form = desk.get(f"/files/{family.number}/assessment/{ref}/").context["form"]
        lines[who] = {name for name in form.fields if name.startswith("score_")}
    assert lines["ahmed"] != lines["sundus"]
    assert all(len(asked) <= len(lines["sundus"]) for asked in lines.values())


@pytest.mark.requirement("J1")
def test_an_interrupted_talk_is_taken_up_where_it_stopped(house: House, desk: Desk):
    number = receive(house).number
    first = desk.get(f"/files/{number}/assessment/").context["next_url"]
    form = desk.get(first).context
    typed = answers(form["form"])
    half = dict(list(typed.items())[:2]) | {name: typed[name] for name in ("mode", "language")}
    words = next(name for name in form["form"].fields if name.startswith("words_"))
    kept = desk.browser.post(form["draft_url"], half | {words: "تريد أن تزور أختها"})
    assert kept.status_code in (200, 204)
    again = desk.get(f"/files/{number}/assessment/").context["next_url"]
    assert again == first
    taken_up = desk.get(first).context["form"]
    for name, value in half.items():
        assert str(taken_up[name].value()) == value
    assert taken_up[words].value() == "تريد أن تزور أختها"


def test_a_save_without_going_on_leads_back_and_no_name_stays_in_the_browser(house: House, desk: Desk):
    number = receive(house).number
    home = f"/files/{number}/assessment/"
    at = desk.get(home).context["next_url"]
    sent = desk.browser.post(at, answers(desk.get(at).context["form"]))
    assert sent["Location"] == home
    assert "messages" in sent.cookies
    said = [str(message) for message in desk.get(home).context["messages"]]
    assert said
    assert not any("سندس" in text or "أم أحمد" in text for text in said)


def test_the_keys_are_told_and_their_script_is_of_the_house(house: House, desk: Desk):
    number = receive(house).number
    at = desk.get(f"/files/{number}/assessment/").context["next_url"]
    page = desk.text(at)
    assert "data-scoring" in page
    assert "wasl/js/scoring" in page
