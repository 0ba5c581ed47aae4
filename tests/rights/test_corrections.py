"""The year of her birth is wrong, a note is wrong, and of a third only she thinks so: her words stand beside it."""

import json
import time
from datetime import date
from uuid import UUID

import psycopg
import pytest

from tests.cast import AMAL, HUDA, KARIM, NADIA, RAWA, SALMA
from tests.journey.family import Family
from tests.protection.visitors import signed_in
from tests.rights.test_complaint_pages import english
from tests.stories.form_on_page import form_with
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.kernel.errors import Conflict, NotFound, Refused
from wasl.rights import rules
from wasl.rights.enums import About, CorrectionState

pytestmark = pytest.mark.requirement("R006", "J8")
NOTE = "قالت إنها لا تقرأ ولا تكتب"
RIGHT = "أقرأ وأكتب، تعلمت في المدرسة"


@pytest.fixture
def family(house: House) -> Family:
    made = Family(house)
    made.assess()
    return made


def note(family: Family, text: str = NOTE, circle: str = "family", by=None) -> UUID:
    from wasl.casefile.enums import Circle, ContactKind
    from wasl.casefile.services.record import contact_record

    return contact_record(
        file=family.ref, person=family.mother, text=text, circle=Circle(circle), on=today(), kind=ContactKind.NOTE,
        by=by or family.salma,
    )  # fmt: skip


def ask(family: Family, what: About, about: UUID, field: str, wanted: str, by=None) -> UUID:
    from wasl.rights.services.corrections import correction_ask

    return correction_ask(
        file=family.ref, person=family.mother, what=what, about=about, field=field, wanted=wanted,
        by=by or family.salma,
    )  # fmt: skip


def accept(family: Family, ref: UUID, version: int = 1, by=None) -> None:
    from wasl.rights.services.corrections import correction_accept

    correction_accept(file=family.ref, correction=ref, version=version, by=by or family.salma)


def refused(family: Family, ref: UUID, by, reason: str = "The talk went so.", statement: str = "") -> None:
    from wasl.rights.services.corrections import correction_refuse

    correction_refuse(file=family.ref, correction=ref, version=1, reason=reason, statement=statement, by=by)


def cards(family: Family, by=None, roles: frozenset[str] | None = None):
    from wasl.access.selectors import hold
    from wasl.access.work import unit_of_work
    from wasl.rights.selectors.corrections import corrections

    by = by or family.salma
    with unit_of_work(by.token):
        held = roles if roles is not None else hold(family.ref, viewer=by).roles
        return corrections(family.ref, viewer=by, roles=held)


def person(family: Family):
    from wasl.access.work import unit_of_work
    from wasl.people.selectors import person as one

    with unit_of_work(family.salma.token):
        return one(family.mother, viewer=family.salma)


def page(house: House, member, path: str) -> str:
    answer = english(house, member).get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_birth_date_is_read_as_people_write_it():
    assert rules.birth_of("1991") == (date(1991, 1, 1), "year")
    assert rules.birth_of(" ١٩٩١-٩ ") == (date(1991, 9, 1), "month")
    assert rules.birth_of("1991/9/3") == (date(1991, 9, 3), "day")
    for wrong in ("", "91", "1991-13", "about 1991", "1991-02-30"):
        assert rules.birth_of(wrong) is None


def test_the_year_of_her_birth_is_changed_and_what_stood_is_kept(house: House, family: Family):
    ref = ask(family, About.PERSON, family.mother, "birth", "1991-09")
    assert person(family).name.birth.year == 1990
    before = person(family).version
    accept(family, ref)
    now = person(family)
    assert (now.name.birth.year, now.name.birth.month) == (1991, 9)
    assert now.version == before + 1
    (card,) = cards(family)
    assert card.state is CorrectionState.ACCEPTED
    assert card.former == "1990"
    text = page(house, SALMA, f"/files/{family.number}/people/{family.mother}/")
    assert "before:" in text
    assert "1990" in text


def found_by(family: Family, words: str) -> bool:
    from wasl.vault.services import client

    for _ in range(150):
        hits = client().search(family.salma.token, "search", words)
        if any(hit.person == family.mother for hit in hits):
            return True
        time.sleep(0.1)
    return False


def edited(house: House, family: Family, **changes: str) -> None:
    """The mother's page, filled in anew by who works on her file."""
    browser = signed_in(house, SALMA)
    path = f"/files/{family.number}/people/{family.mother}/edit/"
    sent = form_with(browser.get(path).content.decode(), "given", "version").sent(**changes)
    assert browser.post(path, sent).status_code == 302


def test_the_search_finds_the_new_name_and_for_a_time_the_old(house: House, family: Family):
    # a search shows the best twenty, and the mothers of the other stories all bear one name
    edited(house, family, given="شهربان")
    ref = ask(family, About.PERSON, family.mother, "father", "محسن")
    assert found_by(family, "شهربان كاظم")
    accept(family, ref)
    assert person(family).name.father == "محسن"
    assert found_by(family, "شهربان محسن")
    assert found_by(family, "شهربان كاظم")
    former = person(family).name.former
    assert former[-1]["father"] == "كاظم"
    # an edit on the page does not lose it
    edited(house, family, laqab="الجبوري")
    assert person(family).name.laqab == "الجبوري"
    assert person(family).name.former == former


def test_an_old_name_whose_day_is_over_finds_nobody():
    from wasl.vault.index import NameIndex

    index, who = NameIndex(), UUID(int=7)
    name = {"given": "سندس", "father": "محسن", "former": [{"father": "كاظم", "until": "2999-01-01"}]}
    assert len(index.spellings(who, who, name)) == 2
    name["former"] = [{"father": "كاظم", "until": "2020-01-01"}]
    assert len(index.spellings(who, who, name)) == 1


def test_a_note_is_changed_and_what_stood_is_kept_beside_it(house: House, family: Family):
    wrong = note(family)
    ref = ask(family, About.NOTE, wrong, "text", RIGHT)
    accept(family, ref)
    text = page(house, SALMA, f"/files/{family.number}/")
    assert RIGHT in text
    assert NOTE in text.split("before:")[1]
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        assert everything.execute(
            "SELECT version FROM casefile_contact WHERE id = %s", [wrong]
        ).fetchone() == (2,)
        rows = str(everything.execute("SELECT * FROM rights_correction").fetchall())
    assert RIGHT not in rows
    assert NOTE not in rows


def test_what_is_refused_shows_her_own_words_on_the_page_and_on_paper(
    house: House, family: Family, papers: list[str]
):
    wrong = note(family)
    ref = ask(family, About.NOTE, wrong, "text", RIGHT)
    with pytest.raises(Refused) as own:
        refused(family, ref, family.salma)
    assert own.value.code == "own_work", "who wrote the note does not refuse to change it"
    refused(family, ref, family.nadia, statement="هذا رأي الباحثة وليس كلامي")
    text = page(house, SALMA, f"/files/{family.number}/")
    assert NOTE in text
    assert "هذا رأي الباحثة وليس كلامي" in text
    browser = signed_in(house, SALMA)
    path = f"/files/{family.number}/people/{family.mother}/corrections/"
    answer = browser.post(path, {"do": "print", "correction": str(ref)})
    assert answer["Content-Type"] == "application/pdf"
    told = " ".join(part["value"] for part in json.loads(papers[-1])["parts"])
    for words in (NOTE, RIGHT, "هذا رأي الباحثة وليس كلامي", "The talk went so."):
        assert words in told


def test_an_answer_stays_as_given_and_her_words_stand_beside_it(house: House):
    from wasl.access.policy import programme
    from wasl.instruments.services.grid import Filled, grid_record

    family = Family(house)
    scores = {domain.code: 1 for domain in programme().person_domains(36)} | {"documents": 3}
    response = grid_record(
        file=family.ref, person=family.mother, filled=Filled(scores=scores), by=family.salma
    )
    ref = ask(family, About.ANSWER, response, "documents", "All papers are there.")
    accept(family, ref)
    text = page(house, SALMA, f"/files/{family.number}/answers/{response}/")
    assert "All papers are there." in text


def test_on_the_page_it_is_asked_decided_and_owed_until_then(house: House, family: Family):
    salma = english(house, SALMA)
    path = f"/files/{family.number}/people/{family.mother}/corrections/"
    form = salma.get(path).content.decode()
    assert f"person:{family.mother}:birth" in form
    answer = salma.post(path, {"target": f"person:{family.mother}:birth", "wanted": "soon"})
    assert answer.status_code == 422
    assert "Write the year" in answer.content.decode()
    assert salma.post(path, {"target": f"person:{family.mother}:birth", "wanted": "١٩٩١"}).status_code == 302
    assert "due by" in salma.get(f"/files/{family.number}/rights/").content.decode()
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        owed = "SELECT owner, done_on IS NULL FROM casefile_task WHERE code = 'own_data' AND file_id = %s"
        assert everything.execute(owed, [family.ref]).fetchall() == [(house.accounts["salma"], True)]
    sent = form_with(salma.get(path).content.decode(), "correction", "do").sent(do="accept")
    assert salma.post(path, sent).status_code == 302
    assert person(family).name.birth.year == 1991
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        assert everything.execute(owed, [family.ref]).fetchall() == [(house.accounts["salma"], False)]


def test_two_who_decide_at_once_and_the_second_is_told(family: Family):
    ref = ask(family, About.PERSON, family.mother, "laqab", "الجبوري")
    accept(family, ref)
    with pytest.raises(Conflict):
        refused(family, ref, family.nadia)
    with pytest.raises(Refused):
        accept(family, ref, version=2)


def test_what_is_her_own_is_shown_to_nobody_who_may_not_read_it(house: House, family: Family):
    wrong = note(family, text="own words", circle="own")
    ref = ask(family, About.NOTE, wrong, "text", "other own words")
    refused(family, ref, family.nadia, statement="my own statement")
    assert [card.ref for card in cards(family)] == [ref]
    assert cards(family, roles=frozenset({"stand-in"})) == []
    from wasl.access.selectors import hold
    from wasl.access.work import unit_of_work
    from wasl.rights.selectors.corrections import targets

    with unit_of_work(family.salma.token):
        roles = hold(family.ref, viewer=family.salma).roles
        the_childs = targets(family.ref, family.child, viewer=family.salma, roles=roles)
    assert wrong not in {target.about for target in the_childs}


def test_a_page_that_forgets_the_circle_is_caught(family: Family, monkeypatch: pytest.MonkeyPatch):
    """The planted fault: everybody may read what is one person's own."""
    from wasl.kernel.decision import allow
    from wasl.rights.selectors import corrections

    ref = ask(family, About.NOTE, note(family, circle="own"), "text", "other own words")
    monkeypatch.setattr(corrections, "may", lambda *_: allow())
    assert [card.ref for card in cards(family, roles=frozenset({"stand-in"}))] == [ref]


def test_a_stranger_and_who_does_not_work_on_it_find_nothing(house: House, family: Family):
    ref = ask(family, About.PERSON, family.mother, "laqab", "الجبوري")
    for member in (KARIM, HUDA, RAWA, AMAL):
        by = house.actor(member)
        with pytest.raises((NotFound, Refused)):
            accept(family, ref, by=by)
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, true)", [house.actor(KARIM).token])
        of_this_file = "SELECT id FROM rights_correction WHERE file_id = %s"
        assert web.execute(of_this_file, [family.ref]).fetchall() == []
        web.execute("SELECT set_config('wasl.session', %s, true)", [family.salma.token])
        assert web.execute(of_this_file, [family.ref]).fetchall() == [(ref,)], "who works on it finds it"
    path = f"/files/{family.number}/people/{family.mother}/corrections/"
    assert signed_in(house, KARIM).get(path).status_code == 404
    assert signed_in(house, NADIA).get(path).status_code == 200
