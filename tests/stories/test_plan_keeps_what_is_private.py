"""A goal that only Badia may read reaches no other page of her family: not on paper, not in an agreed version."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.cast import SALMA
from tests.stories.umm_ahmed import fill, receive
from tests.worlds import House
from wasl.kernel.clock import today

SECRET = "لا أريد أن يعرف أحد بهذا"
OPEN = "نعرف أين سنعيش"


def a_plan(house: House):
    """Badia's private goal beside a goal of the family; every need answered."""
    from wasl.casefile.enums import Circle, NoGoalReason, ServiceState
    from wasl.casefile.services.thread import goal_write, need_answer, service_record

    family, salma = receive(house), house.actor(SALMA)
    fill(family, None, salma)
    fill(family, "badia", salma, safety=3, health=2, documents=2)
    fill(family, "sundus", salma)
    needs = {need.domain: need for need in thread(house, salma, family).needs}
    badia = family.people["badia"]
    own = goal_write(
        file=family.file, person=badia, needs=[needs["safety"].ref], words=SECRET, due_on=today(), by=salma,
        circle=Circle.OWN, code="feel-safe",
    )  # fmt: skip
    service_record(goal=own, code="SV-PR-02", state=ServiceState.PLANNED, on=today(), by=salma)
    need_answer(need=needs["health"].ref, reason=NoGoalReason.NOT_WANTED, words=SECRET, by=salma)
    # tied to a private need as well, the goal itself is open to all: the need must stay off the other pages
    goal_write(
        file=family.file, person=badia, needs=[needs["documents"].ref, needs["safety"].ref], words="بطاقة بدعة",
        due_on=today(), by=salma, code="own-documents",
    )  # fmt: skip
    goal_write(
        file=family.file, person=None, needs=[], words=OPEN, due_on=today(), by=salma, code="place-of-return"
    )
    return family, salma


def thread(house, by, family):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.casefile.selectors import thread as selectors

    with unit_of_work(by.token):
        card = files.view(family.number, viewer=by)
        return selectors.thread(family.file, viewer=by, roles=card.roles)


def everything_of_page(house, by, family, whose):
    """All text that a page of the plan carries: as locked, and as it goes to the printer."""
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.interfaces.web import paper
    from wasl.people import selectors as people
    from wasl.phases.rehabilitation.selectors.plan import page

    with unit_of_work(by.token):
        card = files.view(family.number, viewer=by)
        inside = people.people_of(family.file, viewer=by)
    shown = page(thread(house, by, family), family.people[whose] if whose else None)
    data = paper.plan_data(shown, file=card, inside=inside, language="ar", on=today())
    return json.dumps([shown.document(), data], ensure_ascii=False)


def sides(data) -> int:
    """How many sides of A4 a plan takes."""
    import typst

    from wasl.interfaces.web import paper

    folder = paper.letters()
    pictures: object = typst.compile(
        str(folder / "plan.typ"), root=str(folder), font_paths=[str(paper.FONTS)], ignore_system_fonts=True,
        format="png", ppi=10, sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )  # fmt: skip
    return len(pictures) if isinstance(pictures, list) else 1


def leaks(text: str) -> bool:
    """Whether anything private of Badia's stands there: words, field of life, or the service."""
    from wasl.access.policy import programme

    private = [programme().domains[code].name.ar for code in ("safety", "health")]
    private += [
        programme().rehabilitation.catalogue["SV-PR-02"].name.ar,
        "SV-PR-02",
        SECRET,
        '"safety"',
        '"health"',
    ]
    return any(word in text for word in private)


@pytest.mark.requirement("J1", "P2")
def test_a_private_goal_stands_on_her_own_page_and_on_no_other(house: House):
    family, salma = a_plan(house)
    own = everything_of_page(house, salma, family, "badia")
    assert SECRET in own
    assert OPEN in own
    for whose in (None, "sundus", "huda"):
        text = everything_of_page(house, salma, family, whose)
        assert OPEN in text
        assert "بطاقة بدعة" in text
        assert not leaks(text)


def test_a_rule_that_lets_everything_through_is_caught(house: House, monkeypatch):
    from wasl.phases.rehabilitation.selectors import plan

    family, salma = a_plan(house)
    monkeypatch.setattr(plan, "readable", lambda item, person: True)
    for whose in (None, "sundus"):
        assert leaks(everything_of_page(house, salma, family, whose))


def test_what_is_locked_and_printed_for_the_family_carries_nothing_private(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import AgreedHow
    from wasl.casefile.selectors import record
    from wasl.phases.rehabilitation.services.plan import page_agree

    family, salma = a_plan(house)
    page_agree(file=family.file, person=None, how=AgreedHow.THUMBPRINT, on=today(), by=salma)
    page_agree(
        file=family.file,
        person=family.people["sundus"],
        how=AgreedHow.SIGNATURE,
        on=today(),
        by=salma,
        alone=True,
    )
    with unit_of_work(salma.token):
        versions = record.plans(family.file, viewer=salma, words=True)
    assert len(versions) == 2
    assert not leaks(json.dumps([version.words for version in versions], ensure_ascii=False))


def test_the_page_read_to_another_member_shows_nothing_private(house: House):
    from tests.stories.test_plan_pages_in_the_browsers_place import signed_in

    family, _ = a_plan(house)
    client = signed_in(SALMA)
    for who in ("family", family.people["sundus"]):
        answer = client.get(f"/files/{family.number}/plan/agree/{who}/")
        assert answer.status_code == 200
        assert OPEN in answer.content.decode()
        assert not leaks(answer.content.decode())
    assert (
        SECRET in client.get(f"/files/{family.number}/plan/agree/{family.people['badia']}/").content.decode()
    )


def test_a_goal_for_one_reader_must_say_who_that_is(house: House):
    from wasl.casefile.enums import Circle
    from wasl.casefile.services.thread import goal_write
    from wasl.kernel.errors import Invalid

    family, salma = receive(house), house.actor(SALMA)
    with pytest.raises(Invalid) as refused:
        goal_write(
            file=family.file, person=None, needs=[], words="سر", due_on=None, by=salma, code="place-of-return",
            circle=Circle.OWN,
        )  # fmt: skip
    assert refused.value.code == "own_needs_person"


@pytest.mark.requirement("J1", "R012", "R055")
def test_the_page_on_paper_is_one_accessible_side_in_each_language(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.interfaces.web import paper
    from wasl.people import selectors as people
    from wasl.phases.rehabilitation.selectors.plan import page

    family, salma = a_plan(house)
    with unit_of_work(salma.token):
        card = files.view(family.number, viewer=salma)
        inside = people.people_of(family.file, viewer=salma)
    knots = thread(house, salma, family)
    for language in ("ar", "ckb", "en"):
        for whose in (None, family.people["badia"]):
            data = paper.plan_data(
                page(knots, whose), file=card, inside=inside, language=language, on=today()
            )
            assert paper.pdf("plan", data).startswith(b"%PDF-")
            assert sides(data) == 1
            assert sides({**data, "family": data["family"] * 6}) == 1
            assert sides({**data, "family": data["family"] * 30}) > 1, "the count of sides counts"


@pytest.mark.requirement("J1", "R069")
def test_printing_is_recorded_and_the_file_is_named_by_its_number_alone(house: House):
    from django.db import connection

    from tests.stories.test_plan_pages_in_the_browsers_place import signed_in

    family, _ = a_plan(house)
    client = signed_in(SALMA)
    answer = client.get(f"/files/{family.number}/plan/paper/{family.people['badia']}/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{family.number}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    with house.as_role("wasl_owner"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT person FROM audit_event WHERE event = 'file_printed' AND file_id = %s", [family.file]
        )
        assert cursor.fetchall() == [(family.people["badia"],)]


def test_paper_names_no_centre_and_its_words_stand_in_three_languages():
    from tests.architecture.sources import ROOT

    for folder in (ROOT / "programmes").glob("*/letters"):
        said = tomllib.loads((folder / "plan.toml").read_text(encoding="utf-8"))
        for name, text in said.items():
            assert set(text) == {"ar", "ckb", "en"}, name
            assert all(text.values()), name
        everything = "".join(Path(file).read_text(encoding="utf-8") for file in folder.iterdir()).lower()
        for word in ("al-amal", "الأمل", "ھیوا", "al-hol", "الهول", "jeddah", "الجدعة", "roj"):
            assert word not in everything, word


@pytest.mark.requirement("J1", "R059")
def test_a_changed_plan_is_read_again_and_says_why(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import AgreedHow
    from wasl.casefile.selectors import record
    from wasl.casefile.services.thread import goal_write
    from wasl.kernel.errors import Invalid
    from wasl.people import selectors as people
    from wasl.phases.rehabilitation.selectors.plan import agreements
    from wasl.phases.rehabilitation.services.plan import page_agree

    family, salma = a_plan(house)
    how = {"file": family.file, "person": None, "how": AgreedHow.SPOKEN, "on": today(), "by": salma}
    page_agree(**how)
    with pytest.raises(Invalid) as again:
        page_agree(**how)
    assert again.value.code == "agreed_already"
    added = goal_write(
        file=family.file,
        person=None,
        needs=[],
        words="هدف جديد",
        due_on=None,
        by=salma,
        code="home-to-live-in",
    )
    with unit_of_work(salma.token):
        inside = people.people_of(family.file, viewer=salma)
        versions = record.plans(family.file, viewer=salma, words=True)
    knots = thread(house, salma, family)
    one = agreements(knots, inside, versions)[0]
    assert not one.current
    assert [line.goal for line in one.changes.new] == [added]
    with pytest.raises(Invalid) as unsaid:
        page_agree(**how)
    assert unsaid.value.code == "change_reason_missing"
    with pytest.raises(Invalid) as moved:
        page_agree(**how, reason="need_changed", seen="another page")
    assert moved.value.code == "plan_changed_meanwhile"
    page_agree(**how, reason="need_changed", seen=one.page.mark)


def test_a_plan_with_an_unanswered_need_is_not_agreed(house: House):
    from wasl.casefile.enums import AgreedHow
    from wasl.kernel.errors import Refused
    from wasl.phases.rehabilitation.services.plan import page_agree

    family, salma = a_plan(house)
    fill(family, "sundus", salma, work=2)
    with pytest.raises(Refused) as refused:
        page_agree(file=family.file, person=None, how=AgreedHow.SIGNATURE, on=today(), by=salma)
    assert refused.value.code == "needs_without_answer"
    assert refused.value.facts["count"] == 1
