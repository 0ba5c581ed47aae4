"""The pages of forms as a browser gets them, without the renderer: what is asked of whom, sent, read and answered."""

import uuid

import pytest

from tests.cast import KARIM, RAWA, SALMA
from tests.entry.desk import contexts_are_kept
from tests.instruments.sheets import listed, of_tool, psychologist, send
from tests.protection.visitors import signed_in
from tests.stories.umm_ahmed import receive
from tests.worlds import House

__all__ = ["contexts_are_kept"]


def frame(instance: str, **more: str) -> dict[str, str]:
    """What a browser sends around the answers."""
    from wasl.kernel.clock import today

    day = today()
    return {
        "key": str(uuid.uuid4()), "mode": "read_aloud", "language": "ar", "on_0": str(day.day), "on_1": str(day.month),
        "on_2": str(day.year), "minutes": "12", "instance": instance,
    } | more  # fmt: skip


def test_what_is_asked_of_each_with_its_decision(house: House):
    family = receive(house)
    page = signed_in(house, SALMA).get(f"/files/{family.number}/forms/")
    assert page.status_code == 200
    parts = {part["name"]: [line["name"] for line in part["lines"]] for part in page.context["parts"]}
    later = {part["name"]: [line["name"] for line in part["more"]] for part in page.context["parts"]}
    assert any("PHQ-" in name for name in later["أم أحمد"]), "only once something has shown that it is wanted"
    assert any("WHO-" in name for name in parts["أم أحمد"])
    assert not any("WHO-" in name for name in parts["نور الهدى عباس حسن"])
    for part in page.context["parts"]:
        assert all(line["decision"] for line in part["lines"])


@pytest.mark.requirement("R048")
def test_a_form_is_filled_its_need_answered_and_its_answers_read(house: House):
    family, salma = receive(house), house.actor(SALMA)
    browser = signed_in(house, SALMA)
    address = f"/files/{family.number}/forms/rcsi/household/"
    page = browser.get(address)
    assert page.status_code == 200
    assert "'wasm-unsafe-eval'" in page["Content-Security-Policy"]
    assert "unsafe" not in browser.get(f"/files/{family.number}/forms/")["Content-Security-Policy"]
    xform = browser.get(page.context["config"]["xform_url"])
    assert xform.status_code == 200
    assert b"<h:html" in xform.content
    assert "immutable" in xform["Cache-Control"]
    xml = of_tool(house, "rcsi", listed(7, 7, 7, 7, 7), salma)
    sent = browser.post(address, frame(xml))
    assert (sent.status_code, sent["Location"]) == (302, f"/files/{family.number}/proposed/")
    page = browser.get(sent["Location"])
    [one] = page.context["open"]
    prefix = one["prefix"]
    wrong = browser.post(
        sent["Location"],
        {"which": prefix, f"{prefix}-raised": str(one["form"].initial["raised"]), f"{prefix}-answer": "leave",
         f"{prefix}-level": "3", f"{prefix}-words": ""},
    )  # fmt: skip
    assert wrong.status_code == 422
    taken = browser.post(
        sent["Location"],
        {"which": prefix, f"{prefix}-raised": str(one["form"].initial["raised"]), f"{prefix}-answer": "take",
         f"{prefix}-level": "3", f"{prefix}-words": ""},
    )  # fmt: skip
    assert taken.status_code == 302
    read = browser.get(one["read_url"])
    assert read.status_code == 200
    assert read.context["results"]
    assert "50" in read.content.decode() or "٥" in read.content.decode()
    measures = browser.get(f"/files/{family.number}/measures/household/")
    assert measures.status_code == 200
    assert measures.context["tables"][0].rows


def test_what_is_wrong_comes_back_with_everything_typed(house: House):
    family, salma = receive(house), house.actor(SALMA)
    browser = signed_in(house, SALMA)
    xml = of_tool(house, "rcsi", listed(1, 1, 1, 1, 1), salma).replace("<item_1>1<", "<item_1>99<")
    answer = browser.post(f"/files/{family.number}/forms/rcsi/household/", frame(xml))
    assert answer.status_code == 422
    assert answer.context["config"]["draft"] == xml
    assert answer.context["config"]["faults"][0]["name"] == "item_1"
    nothing = browser.post(f"/files/{family.number}/forms/rcsi/household/", frame(""))
    assert nothing.status_code == 422


def test_a_draft_is_kept_by_the_page_and_goes_on(house: House):
    family, salma = receive(house), house.actor(SALMA)
    browser = signed_in(house, SALMA)
    xml = of_tool(house, "rcsi", listed(3), salma)
    kept = browser.post(f"/files/{family.number}/forms/rcsi/household/draft/", {"instance": xml})
    assert kept.json() == {"saved": True}
    page = browser.get(f"/files/{family.number}/forms/rcsi/household/")
    assert page.context["config"]["draft"] == xml
    broken = browser.post(f"/files/{family.number}/forms/rcsi/household/draft/", {"instance": "<data"})
    assert broken.status_code == 422


def test_clinical_forms_are_opened_by_the_psychologist_only(house: House):
    family = receive(house)
    psychologist(house, family)
    who = family.people["sundus"]
    assert signed_in(house, SALMA).get(f"/files/{family.number}/forms/phq-9/{who}/").status_code == 403
    assert signed_in(house, RAWA).get(f"/files/{family.number}/forms/phq-9/{who}/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "forms/",
        "forms/rcsi/household/",
        "proposed/",
        "measures/household/",
        "forms/rcsi/nobody/",
        "forms/no-such/household/",
    ],
)  # fmt: skip
def test_a_stranger_finds_nothing_and_what_is_not_there_is_not_found(house: House, path: str):
    family = receive(house)
    assert signed_in(house, KARIM).get(f"/files/{family.number}/{path}").status_code == 404
    if "no" in path:
        assert signed_in(house, SALMA).get(f"/files/{family.number}/{path}").status_code == 404


def test_answers_of_another_family_are_not_read_at_this_ones_address(house: House):
    family, other, salma = receive(house), receive(house), house.actor(SALMA)
    response = send(family, None, "rcsi", of_tool(house, "rcsi", listed(0, 0, 0, 0, 0), salma), salma)
    browser = signed_in(house, SALMA)
    assert browser.get(f"/files/{family.number}/filled/{response}/").status_code == 200
    assert browser.get(f"/files/{other.number}/filled/{response}/").status_code == 404


def test_pages_speak_each_language(house: House):
    family = receive(house)
    psychologist(house, family)
    text = signed_in(house, RAWA).get(f"/files/{family.number}/forms/").content.decode()
    assert 'lang="ckb"' in text
    assert "What else is asked" not in text
