"""Umm Ahmed asks who looked at her file; she gets roles, days and purposes, and nothing of what nobody may know."""

import json
from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.cast import CAST, HUDA, KARIM, LAYLA, NADIA, RAWA, SALMA
from tests.journey.family import Family
from tests.protection.visitors import signed_in
from tests.rights.test_complaint_pages import english
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.rights import rules
from wasl.rights.enums import IdentityFact
from wasl.rights.rules import Look

pytestmark = pytest.mark.requirement("R006", "J8")


@pytest.fixture
def family(house: House) -> Family:
    made = Family(house)
    made.assess()
    return made


def url(family: Family, person=None) -> str:
    return f"/files/{family.number}/people/{person or family.mother}/looks/"


def ask(house: House, family: Family, browser=None, **changes):
    filled = {"via": "desk", "facts": ["birth_year", "children"]} | changes
    return (browser or signed_in(house, SALMA)).post(url(family), filled)


def request_of(family: Family) -> str:
    with psycopg.connect(family.house.dsn("wasl_super")) as everything:
        row = everything.execute(
            "SELECT id FROM rights_datarequest WHERE file_id = %s ORDER BY asked_on DESC LIMIT 1",
            [family.ref],
        ).fetchone()
    assert row is not None
    return str(row[0])


def rows(papers: list[str]) -> list[list[str]]:
    return json.loads(papers[-1])["rows"]


def hand_over(house: House, family: Family, papers: list[str]) -> list[list[str]]:
    answer = signed_in(house, SALMA).post(url(family), {"request": request_of(family), "do": "give"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return rows(papers)


def test_she_is_known_by_two_facts_and_no_document_is_asked_for():
    assert rules.identity_checked([IdentityFact.MOTHER, IdentityFact.ARRIVAL])
    assert rules.identity_checked([IdentityFact.MOTHER, IdentityFact.MOTHER]).code == "two_facts_needed"
    assert not any("document" in fact for fact in IdentityFact)


def test_umm_ahmed_gets_roles_days_and_purposes_and_no_name_of_staff(
    house: House, family: Family, papers: list[str]
):
    salma = english(house, SALMA)
    one = ask(house, family, salma, facts=["mother"])
    assert one.status_code == 422
    assert "Two facts" in one.content.decode()
    assert ask(house, family, salma).status_code == 302
    page = salma.get(url(family)).content.decode()
    assert "asked for" in page
    signed_in(house, NADIA).get(f"/files/{family.number}/")
    found = hand_over(house, family, papers)
    told = papers[-1]
    roles = {row[1] for row in found}
    assert any("مشرف الحالات" in role for role in roles)
    assert any("مسؤول الحالة" in role for role in roles)
    assert family.number in told
    for member in CAST:
        assert member.name not in told.replace("سندس", ""), member.username
    assert "سندس" not in told
    assert "given to her" in salma.get(url(family)).content.decode()


def test_it_is_owed_within_thirty_days(house: House, family: Family):
    ask(house, family)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        asked, due = everything.execute(
            "SELECT asked_on, due_on FROM rights_datarequest WHERE id = %s", [request_of(family)]
        ).fetchone()
        everything.execute(
            "UPDATE rights_datarequest SET due_on = %s WHERE id = %s",
            [today() - timedelta(days=1), request_of(family)],
        )
    assert due - asked == timedelta(days=30)
    assert "late" in english(house, SALMA).get(f"/files/{family.number}/rights/").content.decode()


def test_looks_of_a_sealed_line_stand_on_no_paper(house: House, family: Family, papers: list[str]):
    """The same paper with and without: Huda, Layla and Rawa look at the family and at what is sealed."""
    ask(house, family)
    before = hand_over(house, family, papers)
    notes = json.loads(papers[-1])["notes"]
    for member in (HUDA, LAYLA, RAWA):
        browser = signed_in(house, member)
        browser.get(f"/files/{family.number}/")
        browser.get(f"/files/{family.number}/sealed/")
        browser.get(f"/files/{family.number}/people/{family.mother}/")
    after = hand_over(house, family, papers)
    assert {tuple(row[:3]) for row in after} == {tuple(row[:3]) for row in before}
    assert json.loads(papers[-1])["notes"] == notes, "the same sentence on every paper"


def test_a_paper_that_forgets_who_may_not_be_named_is_caught(
    house: House, family: Family, papers: list[str], monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: no role is unspoken."""
    from wasl.rights.selectors import requests

    ask(house, family)
    signed_in(house, HUDA).get(f"/files/{family.number}/")
    before = hand_over(house, family, papers)
    monkeypatch.setattr(requests, "unspoken", frozenset)
    assert hand_over(house, family, papers) != before
    assert "نقطة الارتكاز" in papers[-1]


def test_a_look_at_somebody_else_of_the_family_is_not_hers_to_read(house: House, family: Family):
    from wasl.access.work import unit_of_work
    from wasl.rights.selectors.requests import looks

    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute(
            "SELECT audit_write(jsonb_build_array(jsonb_build_object('actor', %s::text, 'actor_kind', 'web', 'event', "
            "'opened', 'file_id', %s::text, 'person', %s::text, 'purpose', 'supervision', 'request', %s::text)))",
            [str(house.accounts["nadia"]), str(family.ref), str(family.child), str(uuid4())],
        )
    by = house.actor(SALMA)
    with unit_of_work(by.token):
        hers = looks(family.ref, family.mother, viewer=by)
        the_childs = looks(family.ref, family.child, viewer=by)
    assert not [look for look in hers if look.purpose == "supervision"]
    assert [look for look in the_childs if look.purpose == "supervision"]


def test_a_stranger_learns_nothing_of_a_request(house: House, family: Family):
    ask(house, family)
    assert signed_in(house, KARIM).get(url(family)).status_code == 404
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, true)", [house.actor(KARIM).token])
        assert (
            web.execute("SELECT 1 FROM rights_datarequest WHERE file_id = %s", [family.ref]).fetchall() == []
        )
        assert (
            web.execute("SELECT * FROM rights_looks_of(%s, %s)", [family.ref, family.mother]).fetchall() == []
        )


ROLES = ("caseworker", "case-supervisor", "gbv-focal-point", "psychologist")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(
    some.lists(
        some.builds(
            Look,
            some.dates(date(2026, 1, 1), date(2026, 1, 3)),
            some.sampled_from(
                [(), ("caseworker",), ("psychologist",), ("caseworker", "gbv-focal-point"), ROLES]
            ),
            some.sampled_from(["care", "print"]),
            some.integers(1, 3),
        ),
        max_size=12,
    )
)
def test_what_is_unspoken_changes_nothing_that_is_told(looks: list[Look]):
    secret = frozenset({"gbv-focal-point", "psychologist"})
    told = rules.told(looks, secret)
    assert told == rules.told([look for look in looks if not set(look.roles) & secret], secret)
    assert not any(set(look.roles) & secret for look in told)
    assert len({(look.day, look.roles, look.purpose) for look in told}) == len(told)
