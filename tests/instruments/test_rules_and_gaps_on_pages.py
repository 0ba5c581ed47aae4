"""Rules are read in plain words by everybody who reads the programme; gaps of the minimum stand at completion."""

import pytest

from tests.cast import BASIM, NADIA, SALMA, ZAINAB
from tests.journey.family import Family
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.casefile.enums import ServiceState
from wasl.kernel.clock import today


@pytest.mark.requirement("R048", "R076")
@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", "من الإجابات إلى الاحتياجات"), ("ckb", "لە وەڵامەکانەوە"), ("en", "From answers to needs")],
)
def test_each_rule_stands_on_the_page_in_three_languages(house: House, language: str, said: str):
    from wasl.access.policy import programme

    browser = signed_in(house, SALMA)
    browser.post("/language/", {"language": language, "next": "/"})
    page = browser.get("/programme/rules/").content.decode()
    browser.post("/language/", {"language": "ar", "next": "/"})
    assert said in page
    for rule in programme().rules.values():
        first = rule.because.in_(language).split("{")[0].strip()
        assert first.split(" (")[0][:12] in page, rule.code


def test_who_may_not_read_the_programme_finds_no_rules(house: House):
    from wasl.access.policy import programme

    reads = {role for role, found in programme().roles.items() if found.may("programme.view")}
    for member in (SALMA, NADIA, BASIM):
        status = signed_in(house, member).get("/programme/rules/").status_code
        assert status == (200 if member.role in reads else 403)


@pytest.mark.requirement("R045")
def test_what_somebody_has_not_received_stands_at_completion_and_holds_nobody_back(house: House):
    from wasl.casefile.services.thread import goal_write, service_record

    family = Family(house)
    family.assess()
    family.plan()
    page = f"/files/{family.number}/completion/"
    skills, mind = "المهارات والعمل", "الدعم النفسي والاجتماعي"
    before = gaps(signed_in(house, SALMA).get(page))
    assert skills in before
    assert mind in before
    assert mind not in gaps(signed_in(house, ZAINAB).get(page)), "its absence would tell who has been to whom"
    goal = goal_write(
        file=family.ref, person=family.mother, needs=[], words="أتعلم الخياطة", due_on=None, code="earn-a-living",
        by=family.salma,
    )  # fmt: skip
    service_record(goal=goal, code="SV-LV-02", state=ServiceState.STARTED, on=today(), by=family.salma)
    assert skills not in gaps(signed_in(house, SALMA).get(page))


def gaps(answer) -> str:
    """The card of what was not received yet, as it stands on the page."""
    _, _, card = answer.content.decode().partition('id="gaps"')
    return card.partition("</section>")[0]
