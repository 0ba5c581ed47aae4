"""The pages of approval, comparison, conference and review, as Salma and Nadia find them."""

from datetime import timedelta

import pytest

from tests.cast import NADIA, SALMA
from tests.stories.planned import agree, conference, planned, standing
from tests.stories.test_plan_pages_in_the_browsers_place import signed_in
from tests.stories.test_reviews_in_time import living, put_off, requests
from tests.worlds import House
from wasl.kernel.clock import today


def day_parts(name: str, ahead: int) -> dict[str, str]:
    on = today() + timedelta(days=ahead)
    return {f"{name}_0": str(on.day), f"{name}_1": str(on.month), f"{name}_2": str(on.year)}


@pytest.mark.requirement("R020", "J1")
def test_salma_hands_in_on_the_page_and_nadia_approves_it_there(house: House):
    family = planned(house)
    salma, nadia = signed_in(SALMA), signed_in(NADIA)
    url = f"/files/{family.number}/plan/approval/"
    page = salma.get(url).content.decode()
    assert f"/plan/agree/{family.mother}/" in page
    assert 'value="hand_in"' not in page
    agree(family)
    assert 'value="hand_in"' in salma.get(url).content.decode()
    assert salma.post(url, {"do": "hand_in"}).status_code == 302
    assert 'value="approve"' not in salma.get(url).content.decode()
    assert family.number in nadia.get("/team/").content.decode()
    assert 'value="approve"' in nadia.get(url).content.decode()
    assert nadia.post(url, {"do": "send_back", "words": ""}).status_code == 422
    assert nadia.post(url, {"do": "approve", "words": ""}).status_code == 302
    assert standing(family).stands
    assert salma.post(url, {"do": "approve", "words": ""}).status_code in (403, 409)


@pytest.mark.requirement("R059", "J1")
def test_a_goal_is_refused_on_the_page_and_shown_so_in_its_version(house: House):
    family = planned(house)
    salma = signed_in(SALMA)
    url = f"/files/{family.number}/plan/agree/{family.mother}/"
    sent = {
        "how": "spoken",
        "alone": "on",
        "copy_given": "on",
        "refused": [str(family.goal)],
        **day_parts("on", 0),
    }
    assert salma.post(url, sent).status_code == 302
    version = standing(family).versions[0]
    page = salma.get(f"/files/{family.number}/plan/versions/{version}/").content.decode()
    assert page.count("chip") >= 1
    assert "لا تريده" in page or "لا يريده" in page
    assert salma.post(url, {**sent, "refused": [str(version)]}).status_code == 422, "no goal of this page"


@pytest.mark.requirement("R059")
def test_two_versions_are_compared_on_one_page(house: House):
    from wasl.casefile.services.thread import goal_write

    family = planned(house)
    agree(family, family.goal)
    goal_write(
        file=family.ref,
        person=family.mother,
        needs=[family.need],
        words="دورة خياطة",
        due_on=None,
        by=family.salma,
    )
    agree(family, reason="wish_changed")
    salma = signed_in(SALMA)
    assert (
        f"/files/{family.number}/plan/compare/?older="
        in salma.get(f"/files/{family.number}/plan/").content.decode()
    )
    page = salma.get(f"/files/{family.number}/plan/compare/")
    assert page.status_code == 200
    assert "دورة خياطة" in page.content.decode()
    nothing = planned(house)
    assert salma.get(f"/files/{nothing.number}/plan/compare/").status_code == 404


@pytest.mark.requirement("R021")
def test_a_conference_is_written_read_and_printed(house: House):
    family = planned(house, level="enhanced")
    salma = signed_in(SALMA)
    new = f"/files/{family.number}/conferences/new/"
    sent = {
        "key": "5c0b1cbb-6d5f-4b3e-9c40-0d9b1b7b7a11", "person": str(family.mother), "consented": "yes",
        "wish": "present", "accounts": [str(house.accounts["salma"])], "decisions": "زيارة المدرسة يوم الأحد",
        "minutes": "", **day_parts("on", 0),
    }  # fmt: skip
    assert salma.get(new).status_code == 200
    assert salma.post(new, {**sent, "decisions": ""}).status_code == 422
    assert salma.post(new, {**sent, "consented": "no"}).status_code == 422
    assert salma.post(new, {**sent, "wish": ""}).status_code == 422
    assert salma.post(new, sent).status_code == 302
    page = salma.get(f"/files/{family.number}/conferences/").content.decode()
    assert "زيارة المدرسة" in page
    paper = next(part for part in page.split('"') if part.endswith("/paper/"))
    answer = salma.get(paper)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    refused = conference(family, consented=False)
    assert salma.get(f"/files/{family.number}/conferences/{refused}/paper/").status_code == 404


@pytest.mark.requirement("R081")
def test_a_review_is_put_off_on_its_page_and_then_no_more(house: House):
    family = living(house)
    salma, nadia = signed_in(SALMA), signed_in(NADIA)
    review, later = f"/files/{family.number}/review/", f"/files/{family.number}/review/later/"
    assert "/review/later/" in salma.get(review).content.decode()
    ahead = (family.row().next_due - today()).days
    assert salma.post(later, {"reason": "ill", **day_parts("until", ahead + 90)}).status_code == 409
    assert salma.post(later, {"reason": "ill", **day_parts("until", ahead + 3)}).status_code == 302
    assert "/review/later/" not in salma.get(review).content.decode()
    assert salma.get(later).status_code == 200
    assert family.number in nadia.get("/team/").content.decode()


@pytest.mark.requirement("R082")
def test_a_lower_level_is_asked_for_in_the_review_and_answered_by_nadia(house: House):
    family = living(house)
    salma, nadia = signed_in(SALMA), signed_in(NADIA)
    url = f"/files/{family.number}/review/"
    sent = {
        "key": "7a0b1cbb-6d5f-4b3e-9c40-0d9b1b7b7a12", "text": "تحدثنا", f"goal-{family.goal}": "open",
        f"goal-{family.home}": "open", f"level-{family.mother}": "light", f"level-{family.child}": "light",
        "reason": "تدبر أمورها", **day_parts("on", 0),
    }  # fmt: skip
    assert salma.post(url, sent).status_code == 302
    (asked,) = requests(family)
    page = f"/files/{family.number}/level/requests/"
    assert 'value="grant"' not in salma.get(page).content.decode()
    assert 'value="grant"' in nadia.get(page).content.decode()
    assert nadia.post(page, {"request": str(asked.ref), "do": "keep", "reason": ""}).status_code == 422
    assert nadia.post(page, {"request": str(asked.ref), "do": "keep", "reason": "ليس بعد"}).status_code == 302
    assert not requests(family)


@pytest.mark.requirement("R020")
def test_the_team_page_counts_what_nobody_has_approved(house: House):
    family = living(house)
    put_off(family, 2)
    assert signed_in(NADIA).get("/team/").status_code == 200


@pytest.mark.requirement("R030", "R021")
def test_nobody_of_a_sealed_line_can_be_named_in_a_conference(house: House):
    family = planned(house, level="enhanced")
    page = signed_in(SALMA).get(f"/files/{family.number}/conferences/new/").content.decode()
    assert str(house.accounts["rawa"]) in page
    for member in ("huda", "layla"):
        assert str(house.accounts[member]) not in page
    assert 'value="gbv-focal-point"' not in page
    assert 'value="child-protection-worker"' not in page


def test_choices_are_said_in_the_language_of_the_page(house: House):
    family = planned(house, level="enhanced")
    salma = signed_in(SALMA)
    salma.post("/language/", {"language": "en"})
    try:
        assert "She or he took part" in salma.get(f"/files/{family.number}/conferences/new/").content.decode()
        assert (
            "Thumbprint" in salma.get(f"/files/{family.number}/plan/agree/{family.mother}/").content.decode()
        )
    finally:
        salma.post("/language/", {"language": "ar"})
