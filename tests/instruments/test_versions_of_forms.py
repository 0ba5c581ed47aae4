"""A new version of a form: one person puts it forward, another publishes it, and what was answered stays as it was."""

import io
import uuid
from pathlib import Path

import openpyxl
import psycopg
import pytest

from tests.cast import NADIA, RANA, SALMA, ZAINAB
from tests.entry.desk import contexts_are_kept
from tests.instruments.sheets import send
from tests.instruments.test_from_answers_to_a_plan import sheet
from tests.instruments.test_the_door_for_forms import read
from tests.protection.visitors import signed_in
from tests.stories.umm_ahmed import receive
from tests.worlds import House

__all__ = ["contexts_are_kept"]
FOLDER = Path(__file__).resolve().parents[2] / "programmes" / "iq-al-amal" / "instruments"


def changed(name: str, **cells: str) -> bytes:
    """A sheet of the programme with the Arabic label of some questions changed; `_drop` takes a question away."""
    book = openpyxl.load_workbook(FOLDER / f"{name}.xlsx")
    survey = book["survey"]
    headings = [cell.value for cell in survey[1]]
    for row in survey.iter_rows(min_row=2):
        found = row[headings.index("name")].value
        if found in cells:
            row[headings.index("label::العربية (ar)")].value = cells[found]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(content: bytes, name: str, reason: str = "كلمة أوضح"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return {"sheet": SimpleUploadedFile(name, content), "reason": reason}


def version_now(house: House, code: str, by) -> str:
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import versions

    with unit_of_work(by.token):
        return versions.current(code, viewer=by).version


@pytest.mark.requirement("R079", "R093")
def test_two_people_bring_a_new_version_and_old_answers_stay_as_they_were_read(house: House):
    family, salma = receive(house), house.actor(SALMA)
    before = version_now(house, "education-profile", salma)
    old = sheet(house, "education-profile", salma, last_class="none", in_class_now="yes")
    answered = send(family, "zahra", "education-profile", old, salma)
    begun = sheet(house, "education-profile", salma, last_class="none")

    mark = uuid.uuid4().hex[:6]
    proposer, publisher = signed_in(house, ZAINAB), signed_in(house, RANA)
    sent = proposer.post(
        "/forms/new/",
        upload(changed("education-profile", last_class=f"آخر صف {mark}"), "education-profile.xlsx"),
    )
    assert sent.status_code == 302, sent.context["findings"]
    page = publisher.get(sent["Location"])
    [difference] = [one for one in page.context["differences"] if mark in one["detail"]]
    assert (difference["name"], difference["said"]) == ("last_class", "صياغة جديدة")
    assert publisher.get(page.context["config"]["xform_url"]).status_code == 200
    assert version_now(house, "education-profile", salma) == before, "nobody is asked by it yet"
    assert proposer.post(f"{sent['Location']}decide/", {"publish": "1"}).status_code == 403, (
        "not by whoever put it forward"
    )
    assert publisher.post(f"{sent['Location']}decide/", {"publish": "1"}).status_code == 302
    after = version_now(house, "education-profile", salma)
    assert after != before

    was = read(house, family, answered, salma)
    assert was.card.version == before
    assert not any(mark in line.label["ar"] for line in was.lines)
    late = read(house, family, send(family, "omar", "education-profile", begun, salma), salma)
    assert late.card.version == before, "a draft goes on in the version in which it was begun"
    new = sheet(house, "education-profile", salma, last_class="none", in_class_now="yes")
    is_now = read(house, family, send(family, "zahra", "education-profile", new, salma), salma)
    assert is_now.card.version == after
    assert any(mark in line.label["ar"] for line in is_now.lines)
    assert {line.name for line in was.lines} == {line.name for line in is_now.lines}, (
        "compared by their names"
    )
    history = publisher.get("/forms/education-profile/").context["rows"]
    assert [row["version"] for row in history][:2] == [after, before]
    assert history[0]["reason"] == "كلمة أوضح"


def test_not_by_whoever_put_it_forward_in_the_database_either(house: House):
    """Rana may publish; her own version is not hers to publish, whatever a page says."""
    from django.db import connection, transaction

    from wasl.access.work import unit_of_work

    ref = uuid.uuid4()
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
        everything.execute(
            "INSERT INTO instruments_formversion (id, code, version, digest, sheet, xform, tool, state, reason, "
            "proposed_by, proposed_at) VALUES (%s, 'planted', 'x', 'x', '', '', '', 'proposed', 'x', %s, now())",
            [ref, house.accounts["rana"]],
        )
    try:
        rana = house.actor(RANA)
        with unit_of_work(rana.token), pytest.raises(Exception, match="another person"), transaction.atomic():
            connection.cursor().execute("SELECT instruments_form_decide(%s, true)", [ref])
        salma = house.actor(SALMA)
        with (
            unit_of_work(salma.token),
            pytest.raises(Exception, match="another person"),
            transaction.atomic(),
        ):
            connection.cursor().execute("SELECT instruments_form_decide(%s, true)", [ref])
        with (
            unit_of_work(salma.token),
            pytest.raises(Exception, match="may not propose"),
            transaction.atomic(),
        ):
            connection.cursor().execute(
                "SELECT instruments_form_propose(%s, 'a', 'b', 'c', '', '', '', 'd')", [uuid.uuid4()]
            )
        with (
            unit_of_work(rana.token),
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
        ):
            connection.cursor().execute("UPDATE instruments_formversion SET xform = '' WHERE id = %s", [ref])
    finally:
        with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
            everything.execute("DELETE FROM instruments_formversion WHERE id = %s", [ref])


@pytest.mark.requirement("P11")
def test_what_may_not_be_asked_is_refused_with_its_row_in_the_readers_language(house: House):
    browser = signed_in(house, ZAINAB)
    answer = browser.post(
        "/forms/new/",
        upload(changed("education-profile", last_class="ما هو مذهبك؟"), "education-profile.xlsx"),
    )
    assert answer.status_code == 422
    found = [one for one in answer.context["findings"] if one["severity"] == "fault"]
    assert any("survey row" in one["place"] and "لا يجوز" in one["said"] for one in found), found
    assert answer.context["form"]["reason"].value() == "كلمة أوضح"


HOSTILE = {
    "empty.xlsx": b"", "text.xlsx": b"name,label\nx,y\n", "zip.xlsx": b"PK\x03\x04" + b"\0" * 200,
    "pdf.xlsx": b"%PDF-1.7\n%%EOF", "big.xlsx": b"0" * 4_100_000,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_is_no_form_is_told_so(house: House, name: str):
    answer = signed_in(house, ZAINAB).post("/forms/new/", upload(HOSTILE[name], name))
    assert answer.status_code == 422
    assert answer.context["findings"] or answer.context["form"].errors


def test_the_same_again_is_no_new_version_and_without_a_reason_nothing_is_put_forward(house: House):
    browser = signed_in(house, ZAINAB)
    content = (FOLDER / "sas-6.xlsx").read_bytes()
    assert browser.post("/forms/new/", upload(content, "sas-6.xlsx")).context["form"].errors["sheet"]
    assert browser.post("/forms/new/", upload(content, "sas-6.xlsx", "")).context["form"].errors["reason"]


def test_every_finding_of_the_checker_has_its_sentence():
    import ast

    from wasl.interfaces.web.pages.finding_words import WORDS

    folder = Path(__file__).resolve().parents[2] / "wasl" / "programme" / "forms"
    codes: set[str] = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("fault", "warn"):
                texts = [
                    a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                ]
                codes |= {
                    t
                    for t in texts
                    if "_" in t and " " not in t and t.islower() and not t.startswith("list_name")
                }
    columns = {"default_language", "form_id", "file_unknown"}  # of a folder, not of a sheet
    assert codes - columns <= set(WORDS), sorted(codes - columns - set(WORDS))


def test_everybody_with_the_programme_reads_it_and_only_some_put_forward(house: House):
    page = signed_in(house, NADIA).get("/forms/")
    assert page.status_code == 200
    assert len(page.context["forms"]) > 10
    assert signed_in(house, NADIA).get("/forms/new/").status_code == 403
    assert signed_in(house, NADIA).get("/forms/rcsi/").status_code == 200
    assert signed_in(house, NADIA).get("/forms/no-such-form/").status_code == 404
