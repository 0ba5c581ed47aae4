"""The power is gone: forms are filled by hand, and typed back when it returns, each once, by whoever has the sheet."""

import re
import uuid
from datetime import timedelta
from html import unescape

import psycopg
import pytest

from tests.cast import AMAL, HADI, KARIM, RANA, SALMA
from tests.instruments.sheets import instance, psychologist
from tests.protection.visitors import signed_in
from tests.stories.umm_ahmed import Family, receive
from tests.worlds import House
from wasl.kernel.clock import today

HOST = {"host": "localhost"}
ANSWERS = {f"item_{n}": "1" for n in range(1, 6)}


def stack(house: House, by, **forms: int):
    from wasl.instruments.services.papers import papers_print

    return papers_print(forms={code.replace("_", "-"): n for code, n in forms.items()}, language="ar", by=by)


def sent(sheet, answers=ANSWERS, **more):
    """What the browser sends of a sheet: each opening of the page has an instance ID of its own."""
    from wasl.instruments.services.submissions import Sent

    xml = instance(sheet.instrument, sheet.version, answers)
    return Sent(form=sheet.instrument, instance=xml, **more)


def typed(family: Family, sheet, by, who: str = "household", **more):
    from wasl.instruments.services.papers import paper_receive

    return paper_receive(paper=sheet.ref, file=family.file, who=who, sent=sent(sheet, **more), by=by)


def kept(family: Family, by) -> int:
    from wasl.access.work import unit_of_work
    from wasl.instruments.models import Response

    with unit_of_work(by.token):
        return Response.objects.filter(file_id=family.file, instrument="rcsi").count()


def how_often(house: House, family: Family) -> int:
    """One sheet, typed by two workers and once for somebody else: how many answers come of it."""
    from wasl.kernel.errors import Invalid, Refused

    salma, hadi = house.actor(SALMA), house.actor(HADI)
    [sheet] = stack(house, salma, rcsi=1)
    for by, who in ((salma, "household"), (hadi, "household"), (salma, str(family.people["badia"]))):
        try:
            typed(family, sheet, by, who)
        except (Refused, Invalid):
            continue
    return kept(family, salma)


@pytest.fixture
def family(house: House) -> Family:
    found = receive(house)
    hadi_too(house, found)
    return found


def hadi_too(house: House, family: Family) -> None:
    """Hadi works on the family too."""
    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work

    by = house.actor(AMAL)
    with unit_of_work(by.token):
        grant_give(
            file=family.file, account=house.accounts[HADI.username], role="caseworker", purpose="care", by=by
        )


def test_three_sheets_of_a_power_cut_are_typed_back_by_two_people_and_one_of_them_twice(
    house: House, family: Family
):
    salma, hadi = house.actor(SALMA), house.actor(HADI)
    sheets = stack(house, salma, rcsi=3)
    assert len({sheet.code for sheet in sheets}) == 3
    assert all(sheet.file is None and not sheet.who for sheet in sheets)
    first = typed(family, sheets[0], salma, on=today() - timedelta(days=0), language="ckb")
    second = typed(family, sheets[1], hadi)
    assert typed(family, sheets[1], salma) == second, "typed again, it is the same"
    third = typed(family, sheets[2], salma)
    assert len({first, second, third}) == 3
    assert kept(family, salma) == 3


def test_a_sheet_is_used_for_one_person_once(house: House, family: Family):
    assert how_often(house, family) == 1


def test_a_code_that_opened_twice_would_be_seen(house: House, family: Family, monkeypatch):
    """The planted fault: a sheet that never counts as used, and whose answers have no key of its own."""
    from wasl.instruments import rules
    from wasl.instruments.services import papers
    from wasl.kernel.decision import allow

    monkeypatch.setattr(rules, "can_type_back", lambda *_, **__: allow())
    assert how_often(house, family) == 1, "the key of the sheet holds by itself"
    monkeypatch.setattr(papers, "key_of", lambda _code: uuid.uuid4())
    other = receive(house)
    hadi_too(house, other)
    assert how_often(house, other) > 1


def codes_that_tell(house: House, families: list[Family], by) -> list[str]:
    """Sheets printed twice for the same family whose codes are the same, or hold something of its number."""
    from wasl.instruments.services.papers import paper_print
    from wasl.kernel.refs import normal_file_number

    telling = []
    for one in families:
        number = one.number.replace("-", "")
        codes = [
            paper_print(file=one.file, who="household", form="rcsi", language="ar", by=by).code
            for _ in range(2)
        ]
        for code in codes:
            plain = code.removeprefix("P-").replace("-", "")
            if codes[0] == codes[1] or number[:4] in plain or normal_file_number(plain):
                telling.append(code)
    return telling


def test_a_code_tells_nothing_of_whose_it_is(house: House, monkeypatch):
    """And the planted fault: a code derived from the file number is found."""
    from wasl.instruments.services import papers
    from wasl.kernel import refs

    salma = house.actor(SALMA)
    families = [receive(house) for _ in range(2)]
    assert codes_that_tell(house, families, salma) == []
    number = families[0].number.replace("-", "")
    five = number[:5]
    derived = iter(
        f"P-{five[:4]}-{letter}{refs._check_char(five[:4] + letter, refs._PAGE_OFFSET)}" for letter in "01"
    )
    monkeypatch.setattr(papers, "new_page_code", lambda: next(derived))
    assert codes_that_tell(house, families[:1], salma)


def test_a_code_that_is_taken_anywhere_is_drawn_anew(house: House, monkeypatch):
    """Also where the other sheet lies in another team, which this session cannot see."""
    from wasl.instruments.services import papers

    [theirs] = stack(house, house.actor(KARIM), rcsi=1)
    fresh = papers.new_page_code
    drawn = iter([theirs.code, theirs.code])
    monkeypatch.setattr(papers, "new_page_code", lambda: next(drawn, None) or fresh())
    [ours] = stack(house, house.actor(SALMA), rcsi=1)
    assert ours.code != theirs.code


def test_who_is_known_is_not_asked_and_nobody_else_takes_the_sheet(house: House, family: Family):
    from wasl.instruments.services.papers import paper_cancel, paper_print
    from wasl.kernel.errors import Refused

    salma = house.actor(SALMA)
    who = str(family.people["badia"])
    sheet = paper_print(file=family.file, who=who, form="rcsi", language="ckb", by=salma)
    other = receive(house)
    for wrong, other_who in ((family, "household"), (other, "household")):
        with pytest.raises(Refused) as refused:
            typed(wrong, sheet, salma, other_who)
        assert refused.value.code == "paper_of_another"
    paper_cancel(paper=sheet.ref, by=salma)
    with pytest.raises(Refused) as gone:
        typed(family, sheet, salma, who)
    assert gone.value.code == "paper_cancelled"
    with pytest.raises(Refused):
        paper_cancel(paper=sheet.ref, by=salma)


def test_after_sixty_days_a_sheet_opens_nothing(house: House, family: Family):
    from wasl.kernel.errors import Refused

    salma = house.actor(SALMA)
    [sheet] = stack(house, salma, rcsi=1)
    assert sheet.until == today() + timedelta(days=60)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute(
            "UPDATE instruments_paper SET until = %s WHERE id = %s", [today() - timedelta(days=1), sheet.ref]
        )
    with pytest.raises(Refused) as late:
        typed(family, sheet, salma)
    assert late.value.code == "paper_expired"


def test_what_is_typed_must_be_the_version_on_the_sheet(house: House, family: Family):
    from wasl.instruments.services.papers import paper_receive
    from wasl.instruments.services.submissions import Sent
    from wasl.kernel.errors import Invalid

    salma = house.actor(SALMA)
    [sheet] = stack(house, salma, rcsi=1)
    for code, version in (("rcsi", "another"), ("wg-ss", sheet.version)):
        with pytest.raises(Invalid) as other:
            paper_receive(
                paper=sheet.ref, file=family.file, who="household",
                sent=Sent(form="rcsi", instance=instance(code, version, ANSWERS)), by=salma,
            )  # fmt: skip
        assert other.value.code == "form_is_another"
    assert kept(family, salma) == 0


@pytest.mark.requirement("P3")
def test_clinical_sheets_are_the_psychologists(house: House, family: Family):
    from wasl.instruments.services.papers import paper_print
    from wasl.kernel.errors import Refused

    salma, rawa = house.actor(SALMA), psychologist(house, family)
    with pytest.raises(Refused):
        stack(house, salma, phq_9=1)
    who = str(family.people["sundus"])
    with pytest.raises(Refused):
        paper_print(file=family.file, who=who, form="phq-9", language="ar", by=salma)
    assert paper_print(file=family.file, who=who, form="phq-9", language="ar", by=rawa).code
    [blank] = stack(house, rawa, phq_9=1)
    browser = signed_in(house, SALMA)
    page = browser.get(f"/files/{family.number}/papers/{blank.ref}/", headers=HOST)
    assert page.status_code == 403


# --- on the page ------------------------------------------------------------------------------------------------------


def at_the_desk(browser, code: str, number: str = ""):
    return browser.post("/papers/back/", {"code": code, "number": number}, headers=HOST)


def plain(response) -> str:
    """A page without what differs by itself: what was typed, the token of the form."""
    text = re.sub(r'(value|nonce)="[^"]*"', "", unescape(response.content.decode()))
    return re.sub(r'"X-CSRFToken": "[^"]*"', "", text)


def test_a_code_of_another_team_is_answered_like_one_that_nobody_has(house: House):
    from wasl.kernel.refs import new_page_code

    [theirs] = stack(house, house.actor(KARIM), rcsi=1)
    browser = signed_in(house, SALMA)
    stranger, nobody = at_the_desk(browser, theirs.code), at_the_desk(browser, new_page_code())
    assert (stranger.status_code, nobody.status_code) == (422, 422)
    assert plain(stranger) == plain(nobody)
    assert at_the_desk(signed_in(house, KARIM), theirs.code, "").status_code == 422  # asks for the file
    assert (
        browser.get(f"/files/{receive(house).number}/papers/{theirs.ref}/", headers=HOST).status_code == 404
    )
    assert at_the_desk(signed_in(house, RANA), theirs.code).status_code == 403


@pytest.mark.parametrize(
    "code",
    [
        "", " ", "P", "P-", "P-7K2M", "P-7K2M-4", "'; DROP TABLE x; --", "<script>", "P-٧٧٧٧-٧٧", "\u202eP-7K2M-4Q",
        "P" * 400, "P-7K2M-4Q\x00", "../../etc", "P-🙂🙂🙂🙂-🙂🙂", "%s%s%s",
    ],
)  # fmt: skip
def test_hostile_codes_are_answered_in_words(house: House, code):
    page = at_the_desk(signed_in(house, SALMA), code)
    assert page.status_code == 422
    assert b"<script>alert" not in page.content


def test_a_sheet_is_printed_typed_and_found_again_on_the_pages(house: House, family: Family):
    browser = signed_in(house, SALMA, language="en")
    printed = browser.post("/papers/", {"language": "ar", "n_rcsi": "2", "n_wg-ss": "1"}, headers=HOST)
    assert printed.status_code == 200
    assert printed.content.startswith(b"%PDF")
    one = f"/files/{family.number}/forms/rcsi/household/paper/"
    sheet = browser.post(one, {"language": "ckb"}, headers=HOST)
    assert sheet.headers["Cache-Control"] == "no-store"
    code = re.search(r"P-[0-9A-Z]{4}-[0-9A-Z]{2}", sheet.headers["Content-Disposition"])
    assert code
    assert code[0].encode() in browser.get(one, headers=HOST).content
    whose = at_the_desk(browser, code[0].lower().replace("-", " "))
    fill = browser.get(whose.headers["Location"], headers=HOST).headers["Location"]
    page = browser.get(fill, headers=HOST)
    assert b"xform-config" in page.content
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import papers

    by = house.actor(SALMA)
    with unit_of_work(by.token):
        card = papers.by_code(code[0], viewer=by)
    on = today()
    data = {
        "key": str(uuid.uuid4()), "mode": "read_aloud", "language": "ckb", "on_0": str(on.day), "on_1": str(on.month),
        "on_2": str(on.year), "instance": instance("rcsi", card.version, ANSWERS),
    }  # fmt: skip
    assert browser.post(fill, {k: v for k, v in data.items() if k != "mode"}, headers=HOST).status_code == 422
    done = browser.post(fill, data, headers=HOST)
    assert done.status_code == 302
    again = at_the_desk(browser, code[0])
    assert done.headers["Location"].encode() in again.content
    assert browser.post(fill, data, headers=HOST).headers["Location"] == done.headers["Location"]


def test_a_blank_sheet_asks_for_the_family_and_the_person(house: House, family: Family):
    [blank] = stack(house, house.actor(SALMA), wg_ss=1)
    browser = signed_in(house, SALMA)
    assert at_the_desk(browser, blank.code).status_code == 422
    assert at_the_desk(browser, blank.code, "no number").status_code == 422
    whose = at_the_desk(browser, blank.code, family.number).headers["Location"]
    page = browser.get(whose, headers=HOST)
    assert f"{whose}{family.people['badia']}/".encode() in page.content


def test_more_sheets_than_a_day_needs_are_refused(house: House):
    from wasl.kernel.errors import Refused

    for forms in ({"rcsi": 201}, {"rcsi": 0}, {"rcsi": 150, "wg_ss": 51}):
        with pytest.raises(Refused):
            stack(house, house.actor(SALMA), **forms)
