"""Declining is an answer that is kept: nothing is computed from silence, and nobody is stuck because of it."""

import pytest

from tests.cast import PASSWORD, SALMA
from tests.journey.family import Family
from tests.worlds import House
from wasl.casefile.enums import FileState, Level
from wasl.kernel.errors import Refused


def decline(family: Family, *, household: bool = True) -> None:
    from wasl.instruments.services.grid import Filled, grid_record
    from wasl.journey.services.moves import follow

    for person in (*((None,) if household else ()), family.mother, family.child):
        grid_record(file=family.ref, person=person, filled=Filled(declined=True), by=family.salma)
    follow(file=family.ref, by=family.salma)


def cases(family: Family):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import record

    with unit_of_work(family.salma.token):
        found = record.cases(family.ref, viewer=family.salma)
        return found, record.levels_said(found.values(), viewer=family.salma)


@pytest.mark.requirement("R006", "R080")
def test_from_a_familys_silence_no_level_is_computed(house: House):
    family = Family(house)
    decline(family)
    found, _ = cases(family)
    assert {case.level for case in found.values()} == {""}
    assert all(case.assessed_on for case in found.values())
    assert (family.row().state, family.row().level) == (FileState.ASSESSING, "")


@pytest.mark.requirement("R006", "R042")
def test_who_declined_is_not_light_for_the_short_path(house: House):
    from wasl.access.work import unit_of_work
    from wasl.journey.selectors.facts import gate_facts

    family = Family(house)
    decline(family)
    row = family.row()
    with unit_of_work(family.salma.token):
        assert gate_facts(row, viewer=family.salma)["members_without_level"] == 2


@pytest.mark.requirement("R006", "R048")
def test_a_named_person_sets_the_level_with_a_reason_and_the_family_goes_on(house: House):
    from wasl.journey.services import stay

    family = Family(house)
    decline(family)
    with pytest.raises(Refused) as wordless:
        stay.level(file=family.ref, person=family.mother, level=Level.STANDARD, reason=" ", by=family.salma)
    assert wordless.value.code == "level_reason_missing"
    stay.level(
        file=family.ref,
        person=family.mother,
        level=Level.STANDARD,
        reason="تحتاج من يرافقها",
        by=family.salma,
    )
    row = family.row()
    assert (row.state, row.level, row.level_because) == (FileState.PLANNING, "standard", ["by_hand"])
    said = cases(family)[1][family.mother]
    assert (said.reason, said.by) == ("تحتاج من يرافقها", family.salma.ref)


@pytest.mark.requirement("R006", "R080")
def test_one_member_who_declines_holds_up_nobody(house: House):
    from wasl.access.policy import programme
    from wasl.instruments.services.grid import Filled, grid_record
    from wasl.journey.services.moves import follow
    from wasl.people import selectors as people
    from wasl.people.rules import MINORS

    family = Family(house)
    assert "5-11" in MINORS
    grid_record(file=family.ref, person=family.mother, filled=Filled(declined=True), by=family.salma)
    from wasl.access.work import unit_of_work

    with unit_of_work(family.salma.token):
        age = people.person(family.child, viewer=family.salma).age
    scores = {domain.code: 0 for domain in programme().person_domains(age)} | {"education": 3}
    asked = {domain.code for domain in programme().person_domains(age)}
    grid_record(
        file=family.ref, person=family.child, filled=Filled({k: v for k, v in scores.items() if k in asked}),
        by=family.salma,
    )  # fmt: skip
    follow(file=family.ref, by=family.salma)
    assert family.row().state == FileState.PLANNING
    assert cases(family)[0][family.mother].level == ""


@pytest.mark.requirement("R006")
def test_a_plan_can_be_agreed_with_a_family_that_declined(house: House):
    from tests.journey.family import first_goal
    from wasl.casefile.enums import AgreedHow
    from wasl.casefile.services.plans import plan_agree
    from wasl.casefile.services.thread import goal_write
    from wasl.journey.services import stay
    from wasl.journey.services.moves import follow
    from wasl.kernel.clock import today

    family = Family(house)
    decline(family)
    stay.level(
        file=family.ref, person=family.mother, level=Level.LIGHT, reason="تعيش مع أهلها", by=family.salma
    )
    home = goal_write(
        file=family.ref,
        person=None,
        needs=[],
        words="العودة",
        due_on=None,
        by=family.salma,
        code=first_goal(),
    )
    plan_agree(
        file=family.ref, person=family.mother, how=AgreedHow.SPOKEN, on=today(), words={"goals": []}, goals=[home],
        by=family.salma,
    )  # fmt: skip
    follow(file=family.ref, by=family.salma)
    assert family.row().state == FileState.IN_SERVICES


def test_a_level_computed_from_silence_would_be_seen(house: House, monkeypatch: pytest.MonkeyPatch):
    """The planted fault: whoever declined is taken for somebody who answered that all is well."""
    from wasl.instruments.services import grid as services

    really = services._set_levels
    monkeypatch.setattr(services, "_set_levels", lambda *given, answered: really(*given, answered=True))
    family = Family(house)
    decline(family)
    assert {case.level for case in cases(family)[0].values()} == {"light"}


@pytest.mark.requirement("R048")
def test_the_page_of_levels_names_who_declined_and_takes_a_level_with_its_reason(house: House):
    from django.test import Client

    family = Family(house)
    decline(family)
    salma = Client()
    salma.post("/accounts/login/", {"login": SALMA.username, "password": PASSWORD})
    page = f"/files/{family.number}/level/"
    assert page in salma.get(f"/files/{family.number}/assessment/").content.decode()
    assert salma.get(page).status_code == 200
    given = {"person": str(family.mother), "level": "enhanced"}
    assert salma.post(page, given | {"reason": ""}).status_code == 422
    assert salma.post(page, given | {"reason": "تعيش وحدها"}).status_code == 302
    assert "تعيش وحدها" in salma.get(page).content.decode()
    assert family.row().level == "enhanced"
