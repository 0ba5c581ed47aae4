"""Every page of the way opens for whoever does that step, and its forms do what the services do."""

import re
from datetime import timedelta

import pytest

from tests.cast import DILSHAD, HADI, KARIM, NADIA, PASSWORD, SALMA, SHIRIN
from tests.journey.family import Family
from tests.worlds import House
from wasl.casefile.enums import FileState
from wasl.kernel.clock import today

PAGES = (
    "way", "review", "handover", "waiting", "completion", "departure", "own-choice", "office", "aftercare", "closing",
)  # fmt: skip


def signed_in(member):
    from django.test import Client

    client = Client()
    client.post("/accounts/login/", {"login": member.username, "password": PASSWORD})
    return client


def said(answer) -> str:
    return answer.content.decode()


def key_of(answer) -> str:
    """The key of the form on a page."""
    found = re.search(r'name="key" value="([0-9a-f-]+)"', said(answer))
    assert found, said(answer)[:2000]
    return found.group(1)


def served(house: House) -> Family:
    family = Family(house)
    family.assess()
    family.plan()
    return family


def test_every_page_of_a_family_in_services_opens(house: House):
    family = served(house)
    salma = signed_in(SALMA)
    pages = PAGES
    answers = {page: salma.get(f"/files/{family.number}/{page}/").status_code for page in pages}
    assert answers == dict.fromkeys(pages, 200)
    assert salma.get("/group/").status_code == 200
    assert salma.get(f"/files/{family.number}/").status_code == 200


def test_a_stranger_finds_none_of_them(house: House):
    family = served(house)
    karim = signed_in(KARIM)
    pages = (*PAGES, "aftercare/contact")
    assert {karim.get(f"/files/{family.number}/{page}/").status_code for page in pages} == {404}


@pytest.mark.requirement("R081")
def test_a_review_closes_a_goal_raises_a_level_and_says_when_we_meet_again(house: House):
    family = served(house)
    salma = signed_in(SALMA)
    page = salma.get(f"/files/{family.number}/review/")
    sent = {
        "key": key_of(page), "text": "تحدثنا عن المدرسة", "on": today().isoformat(), f"goal-{family.goal}": "achieved",
        f"result-{family.goal}": "وصل البيان", f"goal-{family.home}": "open", f"level-{family.mother}": "intensive",
        f"level-{family.child}": "light", "reason": "",
    }  # fmt: skip
    assert salma.post(f"/files/{family.number}/review/", sent).status_code == 422
    assert salma.post(f"/files/{family.number}/review/", sent | {"reason": "لا تنام"}).status_code == 302
    row = family.row()
    assert (row.level, row.next_due) == ("intensive", today() + timedelta(days=7))
    assert salma.post(f"/files/{family.number}/review/", sent | {"reason": "لا تنام"}).status_code in (
        302,
        422,
    )


def test_a_hand_over_is_proposed_accepted_and_the_former_worker_is_out(house: House):
    family = served(house)
    number = family.number
    nadia, hadi = signed_in(NADIA), signed_in(HADI)
    page = said(nadia.get(f"/files/{number}/handover/"))
    to = f"{house.accounts['hadi']}:caseworker"
    assert to in page
    assert (
        nadia.post(f"/files/{number}/handover/", {"do": "propose", "to": to, "reason": "سفر"}).status_code
        == 302
    )
    assert family.row().worker == family.salma.ref
    assert number in said(hadi.get("/"))
    assert hadi.post(f"/files/{number}/handover/", {"do": "accept"}).status_code == 302
    assert family.row(family.nadia).worker == house.accounts["hadi"]
    assert signed_in(SALMA).get(f"/files/{number}/").status_code == 403


def test_a_family_waits_and_goes_on(house: House):
    family = served(house)
    salma = signed_in(SALMA)
    sent = {"do": "set", "reason": "documents", "since": today().isoformat()}
    assert salma.post(f"/files/{family.number}/waiting/", sent).status_code == 302
    assert family.row().waiting == "documents"
    assert (
        salma.post(f"/files/{family.number}/waiting/", {"do": "end", "on": today().isoformat()}).status_code
        == 302
    )
    assert family.row().waiting == ""


@pytest.mark.requirement("R023")
def test_soap_for_everyone_is_kept_for_families_and_single_people(house: House):
    from wasl.access.work import unit_of_work
    from wasl.phases.rehabilitation.selectors.stay import group_services

    one, other = served(house), served(house)
    salma = signed_in(SALMA)
    page = salma.get("/group/")
    code = re.search(r'<option value="(SV-[A-Z0-9-]+)"', said(page)).group(1)
    sent = {
        "key": key_of(page), "code": code, "on": today().isoformat(),
        "family": [str(one.ref)], "person": [f"{other.ref}:{other.child}"],
    }  # fmt: skip
    assert salma.post("/group/", sent).status_code == 302
    assert salma.post("/group/", sent).status_code == 302
    with unit_of_work(one.salma.token):
        assert [set(g.people) for g in group_services(one.ref, viewer=one.salma)] == [{one.mother, one.child}]
        assert [g.people for g in group_services(other.ref, viewer=one.salma)] == [(other.child,)]
    assert salma.post("/group/", sent | {"family": [], "person": []}).status_code == 422


@pytest.mark.requirement("R082", "R020", "R069")
def test_leaving_is_decided_in_pages_by_two_people_and_given_in_writing(house: House):
    family = served(house)
    family.prepare_exit()
    salma, nadia = signed_in(SALMA), signed_in(NADIA)
    url = f"/files/{family.number}/completion/"
    assert "put_forward" in said(salma.get(url))
    assert salma.post(url, {"do": "put_forward"}).status_code == 302
    assert 'name="approve"' not in said(salma.get(url))
    assert family.number in said(nadia.get("/")).partition('id="for-me"')[2]
    assert nadia.post(url, {"do": "decide", "approve": "yes", "reason": ""}).status_code == 422
    assert nadia.post(url, {"do": "decide", "approve": "yes", "reason": "كل شيء جاهز"}).status_code == 302
    assert family.row().state == FileState.DEPARTING
    assert "كل شيء جاهز" in said(salma.get(f"{url}decision/"))
    assert (
        salma.post(
            f"/files/{family.number}/departure/",
            {"do": "left", "on": today().isoformat(), "shortened_because": "family_insists"},
        ).status_code
        == 302
    )
    assert family.row(family.dilshad).state == FileState.AFTERCARE


@pytest.mark.requirement("R025", "R083")
def test_life_at_home_is_followed_up_ended_and_opened_again_in_pages(house: House):
    family = served(house)
    family.prepare_exit()
    family.depart()
    dilshad, shirin = signed_in(DILSHAD), signed_in(SHIRIN)
    number = family.row(family.dilshad).number
    page = dilshad.get(f"/files/{number}/aftercare/contact/")
    sent = {
        "key": key_of(page), "kind": "phone", "result": "reached", "missed": "", "person": "",
        "on": today().isoformat(), "text": "لا تنام", "level_person": str(family.mother), "level": "enhanced",
        "level_reason": "",
    }  # fmt: skip
    assert dilshad.post(f"/files/{number}/aftercare/contact/", sent).status_code == 422
    assert (
        dilshad.post(f"/files/{number}/aftercare/contact/", sent | {"level_reason": "لا تنام"}).status_code
        == 302
    )
    assert family.row(family.dilshad).level == "enhanced"
    for path in ("aftercare", "aftercare/urgent", "aftercare/return", "closing?reason=own_wish"):
        assert (
            dilshad.get(
                f"/files/{number}/{path.replace('?', '/?')}" if "?" in path else f"/files/{number}/{path}/"
            ).status_code
            == 200
        )
    closing = f"/files/{number}/closing/"
    wish = {"do": "propose", "answered": ["wish-heard"], "words": "قالت ذلك"}
    assert dilshad.post(f"{closing}?reason=own_wish", wish).status_code == 302
    assert dilshad.post(closing, {"do": "sign"}).status_code == 403
    assert number in said(shirin.get("/")).partition('id="for-me"')[2]
    assert shirin.post(closing, {"do": "sign"}).status_code == 302
    assert family.row(family.dilshad).state == FileState.CLOSED
    assert shirin.post(closing, {"do": "reopen", "because": "family_asked"}).status_code == 302
    assert family.row(family.dilshad).state == FileState.AFTERCARE


@pytest.mark.requirement("R060")
def test_leaving_by_own_choice_is_an_ordinary_page(house: House):
    family = served(house)
    salma = signed_in(SALMA)
    number = family.number
    sent = {"on": today().isoformat(), "wants": "no", "office": "", "words": "عند الأهل"}
    assert salma.post(f"/files/{number}/own-choice/", sent).status_code == 302
    assert family.row().state == FileState.WITHDRAWN
