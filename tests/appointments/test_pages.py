"""Salma's week, Umm Ahmed's week and the page of one appointment, as they stand in the browser."""

import html
import re
from uuid import uuid4

import pytest

from tests.appointments.desk import Diary
from tests.cast import HADI, KARIM, NADIA, SALMA
from tests.protection.counting import counted
from tests.protection.visitors import signed_in
from tests.worlds import House

LIST, OPEN, SAVE = 8, 14, 10


@pytest.fixture(scope="module")
def diary(house: House) -> Diary:
    return Diary(house, ahead=5)


def page_of(browser, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return html.unescape(answer.content.decode())


def sent(diary: Diary, **more: str) -> dict[str, str]:
    """The form as somebody fills it in."""
    return {
        "key": str(uuid4()), "person": str(diary.family.people["sundus"]), "kind": "talk",
        "worker": str(diary.house.accounts["salma"]), "day": diary.days[0].isoformat(), "starts": "600",
        "minutes": "", "room": "room-1", "childcare": "asked", "language": "", "interpreter_sex": "", "circle": "",
    } | more  # fmt: skip


@pytest.mark.requirement("R063", "R084")
def test_an_appointment_is_made_moved_cancelled_and_taken_back_on_the_page(diary: Diary):
    salma = signed_in(diary.house, SALMA, language="ar")
    number = diary.family.number
    book = f"/files/{number}/appointments/"
    assert "أم أحمد" in page_of(salma, book)
    made = salma.post(book, sent(diary))
    assert made.status_code == 302, made.content.decode()[-3000:]
    one = made.headers["Location"]
    shown = page_of(salma, one)
    assert "غرفة ١" in shown
    assert "رعاية الأطفال الصغار علينا" in shown
    again = salma.post(book, sent(diary, person=str(diary.family.people["badia"])))
    assert again.status_code == 422
    said = html.unescape(again.content.decode())
    assert "الموظف مشغول" in said
    assert "الغرفة محجوزة" in said
    assert 'value="600" selected' in said, "nothing typed is lost"
    standing = page_of(salma, one + "move/")
    version = standing.partition('name="version" value="')[2].partition('"')[0]
    moved = salma.post(one + "move/", sent(diary, starts="660", version=version))
    assert moved.status_code == 302, moved.content.decode()[-3000:]
    assert salma.post(one + "outcome/", {"to": "cancelled", "reason": ""}).status_code == 422
    assert salma.post(one + "outcome/", {"to": "cancelled", "reason": "ill"}).status_code == 302
    assert "ملغى: مرض" in page_of(salma, one)
    assert salma.post(one + "back/").status_code == 302
    assert salma.post(one + "outcome/", {"to": "attended"}).status_code == 409


@pytest.mark.requirement("P8")
def test_what_is_ones_own_is_a_busy_hour_to_other_workers(diary: Diary):
    """Hadi stands in for Salma: he sees that the hour is taken, not whose and not what for."""
    from datetime import timedelta

    from wasl.kernel.clock import today
    from wasl.workforce.enums import CoverReason
    from wasl.workforce.services import cover_end, cover_give

    own = diary.book(day=1, starts=480, kind="session")
    diary.book(day=1, starts=600, kind="review")
    cover = cover_give(
        absent=diary.house.accounts["salma"], stand_in=diary.house.accounts["hadi"], since=today(),
        until=today() + timedelta(days=40), reason=CoverReason.LEAVE, by=diary.house.actor(NADIA),
    )  # fmt: skip
    try:
        week, file = f"?from={diary.days[0].isoformat()}", f"/files/{diary.family.number}"
        hadi, salma = signed_in(diary.house, HADI), signed_in(diary.house, SALMA)
        for page in (f"/week/{week}", f"{file}/week/{week}"):
            hers, his = page_of(salma, page), page_of(hadi, page)
            assert str(own) in hers
            assert "جلسة" in hers
            assert str(own) not in his
            assert "جلسة" not in his
            assert "مشغول" in his
            assert "مراجعة الخطة" in his
        path = f"{file}/appointments/{own}/"
        nothing = hadi.get(path)
        assert nothing.status_code == 404
        assert nothing.content == hadi.get(path.replace(str(own), str(uuid4()))).content
        for what in ("move/", "slip/"):
            assert hadi.get(path + what).status_code == 404
        assert hadi.post(path + "outcome/", {"to": "cancelled", "reason": "ill"}).status_code == 404
        team = page_of(signed_in(diary.house, NADIA), f"/week/{week}&scope=team")
        assert str(own) not in team
        assert "أم أحمد" not in team
        assert "مراجعة الخطة" in team
    finally:
        cover_end(cover=cover, by=diary.house.actor(NADIA))


@pytest.mark.requirement("R087")
def test_an_impossible_week_is_refused_with_its_hours(house: House, monkeypatch):
    from dataclasses import replace

    from wasl.appointments.selectors import asked

    diary = Diary(house, ahead=7)
    terms = asked.terms()
    tight = replace(terms, hours=replace(terms.hours, most_with_small_children=3, most_without_childcare=1))
    monkeypatch.setattr(asked, "terms", lambda: tight)
    salma = signed_in(diary.house, SALMA)
    book = f"/files/{diary.family.number}/appointments/"
    refused = salma.post(book, sent(diary, day=diary.days[2].isoformat(), minutes="240"))
    assert refused.status_code == 422
    said = html.unescape(refused.content.decode())
    assert "أم أحمد" in said
    assert re.search(r"سيتطلب الأسبوع ٤ ساعات .*الحد الأعلى ٣ ساعات", said)
    alone = salma.post(book, sent(diary, day=diary.days[2].isoformat(), minutes="120", childcare="short"))
    assert alone.status_code == 422
    assert "لا يرعى فيها أحد الأطفال الصغار" in html.unescape(alone.content.decode())
    diary.book(day=2, starts=480, minutes=90)
    family = page_of(salma, f"/files/{diary.family.number}/week/?from={diary.days[0].isoformat()}")
    assert "المطلوب ساعتان" in family


@pytest.mark.requirement("R079")
def test_a_slip_says_nothing_that_a_neighbour_may_not_read(diary: Diary):
    from wasl.appointments.selectors import diary as selectors
    from wasl.interfaces.web import paper_slips, words

    ref = diary.book(day=3, starts=480, kind="legal", room="room-2")
    salma = signed_in(diary.house, SALMA)
    path = f"/files/{diary.family.number}/appointments/{ref}/slip/"
    for query in ("", "?name=no"):
        answer = salma.get(path + query)
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF")
        assert diary.family.number not in answer.headers["Content-Disposition"]
    card = selectors.card(diary.row(ref))
    header = words.programme().header
    for language in ("ar", "ckb", "en"):
        for name in ("أم أحمد", ""):
            data = paper_slips.slip_data(card, name=name, language=language)
            said = " ".join(str(value) for value in data.values())
            kinds = words.programme().week.kinds.values()
            for told in (header.name, header.owner, header.outside_name, *(kind.name for kind in kinds)):
                assert told.in_(language) not in said
            assert diary.family.number not in said
            assert ("أم أحمد" in said) is bool(name)
            assert bool(data["code"]) is not bool(name)
    cancelled = salma.post(path.replace("slip/", "outcome/"), {"to": "cancelled", "reason": "ill"})
    assert cancelled.status_code == 302
    assert salma.get(path).status_code == 404


@pytest.mark.requirement("P7")
def test_a_week_costs_few_statements_however_full_it_is(diary: Diary):
    diary.book("badia", day=2, starts=480)
    first = diary.days[0].isoformat()
    for member, path, most in (
        (SALMA, f"/week/?from={first}", LIST),
        (NADIA, f"/week/?from={first}&scope=team", LIST),
        (SALMA, f"/files/{diary.family.number}/week/?from={first}", LIST),
        (SALMA, f"/files/{diary.family.number}/", OPEN),
        (SALMA, "/", LIST + 1),
    ):
        browser = signed_in(diary.house, member)
        browser.get(path)
        with counted() as cost:
            assert browser.get(path).status_code == 200
        assert len(cost.statements) <= most, cost.told()
        assert len(cost.vault) <= 1
    salma = signed_in(diary.house, SALMA)
    book = f"/files/{diary.family.number}/appointments/"
    with counted() as cost:
        answer = salma.post(
            book, sent(diary, day=diary.days[2].isoformat(), starts="780", once=str(uuid4()), version="")
        )
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert len(cost.statements) <= SAVE, cost.told()


def test_a_stranger_finds_no_week(diary: Diary):
    karim = signed_in(diary.house, KARIM)
    assert karim.get(f"/files/{diary.family.number}/week/").status_code == 404
    assert karim.get(f"/files/{diary.family.number}/appointments/").status_code == 404
