"""Salma's way through assessment, plan and services on the pages, as a browser without JavaScript would go it."""

import re
import uuid
from html.parser import HTMLParser

import pytest

from tests.cast import HADI, KARIM, PASSWORD, SALMA
from tests.stories.umm_ahmed import assess, fill, receive
from tests.worlds import House
from wasl.kernel.clock import today


class Fields(HTMLParser):
    """What a form would send as it stands: names and values of its fields, the chosen ones only."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name", "")
        if tag == "input" and name:
            if given.get("type") in ("radio", "checkbox") and "checked" not in given:
                return
            self.values[name] = given.get("value") or ("on" if given.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given and self.select:
            self.values[self.select] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag in ("textarea", "select"):
            self.area = self.select = ""

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += data.strip()


def fields(response) -> dict[str, str]:
    page = Fields()
    page.feed(response.content.decode())
    return {
        name: value
        for name, value in page.values.items()
        if name not in ("q", "language", "secret") or "key" in page.values
    }


def signed_in(member, language="ar"):
    from django.test import Client

    client = Client(headers={"accept-language": language})
    answer = client.post("/accounts/login/", {"login": member.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content[:400]
    return client


@pytest.fixture(scope="module")
def salma(house: House):
    return signed_in(SALMA)


@pytest.mark.requirement("J1", "R072", "R079")
def test_the_grid_is_filled_person_by_person_and_read_back(house: House, salma):
    family = receive(house)
    overview = salma.get(f"/files/{family.number}/assessment/")
    assert overview.status_code == 200
    page = salma.get(f"/files/{family.number}/assessment/household/")
    sent = fields(page) | {"score_shelter": "1", "score_basics": "0", "score_legal": "-", "score_family": "2",
                           "words_family": "تريد خبراً عن أخيها", "minutes": "12"}  # fmt: skip
    del sent["words_shelter"]
    first = salma.post(f"/files/{family.number}/assessment/household/", sent)
    assert first.status_code == 302, first.content.decode()[:3000]
    again = salma.post(f"/files/{family.number}/assessment/household/", sent)
    assert again.status_code == 302
    overview = salma.get(f"/files/{family.number}/assessment/").content.decode()
    links = set(re.findall(r"/files/[^/]+/answers/[0-9a-f-]+/", overview))
    assert len(links) == 1
    read = salma.get(links.pop()).content.decode()
    assert "تريد خبراً عن أخيها" in read


def test_a_missing_line_is_asked_for_and_what_was_typed_stays(house: House, salma):
    family = receive(house)
    url = f"/files/{family.number}/assessment/household/"
    sent = fields(salma.get(url)) | {"score_shelter": "3", "words_shelter": "سقف مكسور"}
    answer = salma.post(url, sent)
    assert answer.status_code == 422
    assert "سقف مكسور" in answer.content.decode()


@pytest.mark.requirement("R006", "R059")
def test_who_does_not_wish_to_answer_says_so_with_one_press(house: House, salma):
    family = receive(house)
    url = f"/files/{family.number}/assessment/{family.people['badia']}/"
    assert salma.post(url, fields(salma.get(url)) | {"declined": "on"}).status_code == 302
    overview = salma.get(f"/files/{family.number}/assessment/").content.decode()
    assert "/answers/" not in overview


def test_a_draft_of_one_part_comes_back(house: House, salma):
    family = receive(house)
    who = str(family.people["sundus"])
    kept = salma.post(
        f"/files/{family.number}/drafts/assessment-{who[:8]}/",
        {"score_documents": "3", "words_documents": "تنتظر"},
    )
    assert kept.json() == {"saved": True}
    page = salma.get(f"/files/{family.number}/assessment/{who}/")
    assert fields(page)["score_documents"] == "3"
    assert fields(page)["words_documents"] == "تنتظر"


@pytest.mark.requirement("J1", "R012", "R055", "R076")
def test_the_plan_answers_every_need_and_childrens_papers_become_one_goal(house: House, salma):
    family, worker = receive(house), house.actor(SALMA)
    assess(family, worker)
    url = f"/files/{family.number}/plan/"
    page = salma.get(url)
    assert page.status_code == 200
    sent = fields(page)
    takes = re.findall(r'name="([^"]+-take)"', page.content.decode())
    assert len(takes) == len(set(takes))
    sent |= dict.fromkeys(takes, "on")
    answer = salma.post(url, sent)
    assert answer.status_code == 302, re.findall(r"errorlist.*?</ul>", answer.content.decode())
    thread = _thread(house, worker, family)
    assert thread.unanswered == ()
    papers = next(goal for goal in thread.goals if goal.code == "childrens-documents")
    assert len(papers.needs) == 4
    assert any(goal.code == "place-of-return" for goal in thread.goals)
    agree = salma.get(url)
    assert "/plan/agree/family/" in agree.content.decode()
    who = str(family.people["sundus"])
    form = salma.get(f"{url}agree/{who}/")
    lonely = salma.post(f"{url}agree/{who}/", fields(form))
    assert lonely.status_code == 422
    done = salma.post(f"{url}agree/{who}/", fields(form) | {"alone": "on"})
    assert done.status_code == 302
    version = re.search(r"/files/[^/]+/plan/versions/[0-9a-f-]+/", salma.get(url).content.decode())
    assert version
    assert salma.get(version[0]).status_code == 200


def test_a_draft_of_the_plan_comes_back_as_it_was_left(house: House, salma):
    family, worker = receive(house), house.actor(SALMA)
    fill(family, "zahra", worker, documents=3)
    fill(family, "omar", worker, documents=3)
    url = f"/files/{family.number}/plan/"
    sent = fields(salma.get(url))
    (meant, _other) = sorted(name for name in sent if "-need-" in name)
    (group,) = {name.split("-")[0] for name in sent if "-need-" in name}
    left = {name: value for name, value in sent.items() if name != meant}
    left |= {f"{group}-0-take": "on", f"{group}-0-words": "أوراق عمر", f"{group}-0-due_on_0": "5"}
    assert salma.post(f"/files/{family.number}/drafts/plan/", left).json() == {"saved": True}
    back = fields(salma.get(url))
    assert back[f"{group}-0-words"] == "أوراق عمر"
    assert back[f"{group}-0-take"] == "on"
    assert back[f"{group}-0-due_on_0"] == "٥", "in the digits of the page"
    assert meant not in back


def test_what_has_changed_since_the_first_answers_is_shown(house: House, salma):
    family, worker = receive(house), house.actor(SALMA)
    fill(family, "sundus", worker, documents=3, work=2, ties=2)
    page = f"/files/{family.number}/assessment/"
    assert 'id="change"' not in salma.get(page).content.decode()
    fill(family, "sundus", worker, documents=1, work=2, ties=2)
    assert 'id="change"' in salma.get(page).content.decode()


def _thread(house, worker, family):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files, thread

    with unit_of_work(worker.token):
        card = files.view(family.number, viewer=worker)
        return thread.thread(family.file, viewer=worker, roles=card.roles)


def a_goal(house, worker, family):
    from wasl.casefile.services.thread import goal_write

    fill(family, "sundus", worker, work=2)
    need = _thread(house, worker, family).needs[0]
    return need, goal_write(
        file=family.file, person=need.person, needs=[need.ref], words="تتعلم الخياطة", due_on=today(), by=worker,
        code="earn-a-living",
    )  # fmt: skip


@pytest.mark.requirement("J1", "R072")
def test_a_service_is_recorded_in_three_presses_and_says_what_it_is_for(house: House, salma):
    family, worker = receive(house), house.actor(SALMA)
    _, goal = a_goal(house, worker, family)
    hub = salma.get(f"/files/{family.number}/").content.decode()
    url = re.search(rf"/files/{family.number}/services/\?goal={goal}", hub)
    assert url
    page = salma.get(url[0])
    sent = fields(page)
    assert sent["state"] == "delivered"
    answer = salma.post(url[0], sent | {"code": "SV-LV-01"})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert _thread(house, worker, family).goals[0].services[0].state == "delivered"


def test_a_goal_is_closed_and_taken_back_the_same_day(house: House, salma):
    family, worker = receive(house), house.actor(SALMA)
    _, goal = a_goal(house, worker, family)
    base = f"/files/{family.number}/goals/{goal}/"
    form = salma.get(f"{base}close/")
    assert (
        salma.post(f"{base}close/", fields(form) | {"state": "achieved", "words": "تخيط"}).status_code == 302
    )
    assert _thread(house, worker, family).goals[0].state == "achieved"
    assert "reopen" in salma.get(base).content.decode()
    assert salma.post(f"{base}reopen/").status_code == 302
    assert _thread(house, worker, family).goals[0].state == "open"


def test_a_need_without_a_goal_says_why_and_can_be_asked_again(house: House, salma):
    family, worker = receive(house), house.actor(SALMA)
    fill(family, "sundus", worker, spiritual=2)
    need = _thread(house, worker, family).needs[0]
    base = f"/files/{family.number}/needs/{need.ref}/"
    assert salma.post(base, {"reason": "not_wanted", "words": ""}).status_code == 422
    assert salma.post(base, {"reason": "not_wanted", "words": "لا ترغب"}).status_code == 302
    assert _thread(house, worker, family).unanswered == ()
    assert salma.post(f"{base}back/").status_code == 302
    assert len(_thread(house, worker, family).unanswered) == 1


def test_a_goal_is_worded_anew_and_tied_to_other_needs(house: House, salma):
    family, worker = receive(house), house.actor(SALMA)
    need, goal = a_goal(house, worker, family)
    url = f"/files/{family.number}/goals/{goal}/change/"
    sent = fields(salma.get(url)) | {"needs": str(need.ref), "words": "تفتح مشغلاً", "circle": "own"}
    answer = salma.post(url, sent)
    assert answer.status_code == 302, answer.content.decode()[-2500:]
    changed = _thread(house, worker, family).goals[0]
    assert (changed.words, changed.circle) == ("تفتح مشغلاً", "own")


@pytest.mark.requirement("P8", "R088")
def test_strangers_find_nothing_and_colleagues_are_told_why_on_every_page(house: House):
    family, worker = receive(house), house.actor(SALMA)
    need, goal = a_goal(house, worker, family)
    base, nothing = f"/files/{family.number}", uuid.uuid4()
    pages = [
        "assessment/", "assessment/household/", f"answers/{need.answer}/", "plan/", "plan/agree/family/",
        "plan/paper/family/", f"plan/versions/{nothing}/", "goals/", f"goals/{goal}/", f"goals/{goal}/change/",
        f"goals/{goal}/close/", f"needs/{need.ref}/", "services/",
    ]  # fmt: skip
    karim, hadi = signed_in(KARIM), signed_in(HADI)
    empty = karim.get("/files/ZZ-ZZZZ/plan/").content
    for page in pages:
        answer = karim.get(f"{base}/{page}")
        assert (answer.status_code, answer.content) == (404, empty), page
        assert hadi.get(f"{base}/{page}").status_code == 403, page


@pytest.mark.parametrize("language", ["ar", "ckb", "en"])
def test_every_page_stands_in_every_language(house: House, language):
    family, worker = receive(house), house.actor(SALMA)
    need, goal = a_goal(house, worker, family)
    client = signed_in(SALMA)
    client.post("/language/", {"language": language})
    try:
        for page in ("assessment/", "assessment/household/", f"assessment/{family.people['huda']}/",
                     f"answers/{need.answer}/", "plan/", f"plan/agree/{family.people['sundus']}/", "goals/",
                     f"goals/{goal}/", f"goals/{goal}/change/", f"goals/{goal}/close/", f"needs/{need.ref}/",
                     "services/", ""):  # fmt: skip
            answer = client.get(f"/files/{family.number}/{page}")
            assert answer.status_code == 200, page
            assert f'lang="{language}"' in answer.content.decode()[:200]
    finally:
        client.post("/language/", {"language": "ar"})
