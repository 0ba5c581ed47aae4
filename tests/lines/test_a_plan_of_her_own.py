"""Salma and a mother make a plan for the days when it is dangerous at home; no table knows that there is one."""

import html

import pytest

from tests.cast import HADI, HUDA, KARIM, NADIA, SALMA, YUSUF, ZAINAB
from tests.lines.conftest import Kin
from tests.protection.test_a_sealed_note_leaves_no_trace import difference
from tests.protection.visitors import signed_in
from tests.worlds import House

PLAN = {"signs": "إذا أغلق الباب", "people": "جارتها أم علي", "places": "", "take": "", "contact": ""}


@pytest.mark.requirement("R010", "P2")
def test_it_is_written_read_and_printed_only_if_she_wants_a_paper(lines: House, kin: Kin):
    path = f"/files/{kin.number}/people/{kin.mother}/safety/"
    salma, nadia = signed_in(lines, SALMA), signed_in(lines, NADIA)
    assert salma.post(path, {**PLAN, "signs": "", "people": ""}).status_code == 422
    assert salma.post(path, PLAN).status_code == 302
    assert PLAN["signs"] in html.unescape(salma.get(path).content.decode())
    assert salma.post(path, {"do": "print"}).status_code == 404
    changed = PLAN | {"signs": "إذا جاء متأخرا", "paper": "on"}
    assert salma.post(path, changed).status_code == 302
    now = html.unescape(salma.get(path).content.decode())
    assert changed["signs"] in now
    assert PLAN["signs"] not in now
    assert salma.post(path, {"do": "print"}).headers["Content-Type"] == "application/pdf"
    assert changed["signs"] in html.unescape(nadia.get(path).content.decode())
    daughters = f"/files/{kin.number}/people/{kin.girl}/safety/"
    assert changed["signs"] not in html.unescape(salma.get(daughters).content.decode())
    for member in (HADI, KARIM, ZAINAB, HUDA, YUSUF):
        outside = signed_in(lines, member)
        found = outside.get(path)
        empty = outside.get(daughters)
        assert changed["signs"] not in html.unescape(found.content.decode())
        assert found.status_code == empty.status_code


@pytest.mark.requirement("R010", "P2")
def test_no_row_tells_that_there_is_a_plan_or_of_whom(lines: House, kin: Kin):
    path = f"/files/{kin.number}/people/{kin.mother}/safety/"
    salma = signed_in(lines, SALMA)
    # a form that carries a mark of what stood would hold the file's row (middleware)
    for page in (path, f"/files/{kin.number}/sealed/"):
        browser = salma if page == path else signed_in(lines, HUDA)
        assert 'name="stood-' not in browser.get(page).content.decode()
    rows = difference(lines, lambda: salma.post(path, PLAN | {"paper": "on"}))
    assert {table: len(found) for table, found in rows.items() if table != "audit_event"} == {
        "vault_envelope": 1
    }
    told = "\n".join(row for found in rows.values() for row in found)
    for secret in (kin.file, kin.number, kin.mother, "safety"):
        assert str(secret) not in told


def test_a_plan_that_holds_the_row_of_its_file_is_caught(
    lines: House, kin: Kin, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: the file is held while the plan is written, as other services do, and its row remembers."""
    import psycopg

    from wasl.casefile.selectors.files import lock
    from wasl.lines import services

    honest = services.access.hold

    def holder() -> str:
        with psycopg.connect(lines.dsn("wasl_super")) as everything:
            ((mark,),) = everything.execute(
                "SELECT xmax::text FROM casefile_file WHERE file_id = %s", [kin.file]
            ).fetchall()
        return str(mark)

    def held(file, *, viewer):
        lock(file, by=viewer)
        return honest(file, viewer=viewer)

    path = f"/files/{kin.number}/people/{kin.mother}/safety/"
    salma = signed_in(lines, SALMA)
    before = holder()
    assert salma.post(path, PLAN).status_code == 302
    assert holder() == before
    monkeypatch.setattr(services.access, "hold", held)
    assert salma.post(path, PLAN).status_code == 302
    assert holder() != before
