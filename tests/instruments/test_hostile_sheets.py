"""Workbooks that mean harm are sent as a new version of a form: each is answered in words, none is kept."""

import io
import time
import uuid
import zipfile
from collections.abc import Iterator

import openpyxl
import psycopg
import pytest

from tests.cast import RANA, ZAINAB
from tests.entry.desk import contexts_are_kept
from tests.instruments.test_versions_of_forms import FOLDER, upload
from tests.protection.visitors import signed_in
from tests.worlds import House

__all__ = ["contexts_are_kept"]
pytestmark = pytest.mark.requirement("R079", "R093")
GOOD = (FOLDER / "sas-6.xlsx").read_bytes()
ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def repacked(part: str, old: bytes, new: bytes, **more: bytes) -> bytes:
    """The good workbook with a part of it changed, or with more in it (`__` stands for a slash)."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new, 1) if name == part else content)
        for name, content in more.items():
            target.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def bomb(size: int) -> bytes:
    return repacked("", b"", b"", xl__worksheets__sheet9=b" " * size)


def with_cell(value: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book["survey"].cell(row=3, column=3).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def wide() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    for row in range(1, 6_000):
        book["survey"].cell(row=row + 60, column=1).value = "note"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hostile() -> Iterator[tuple[str, bytes]]:
    for at in range(12):  # cut anywhere
        yield f"cut {at}", GOOD[: 4 + at * (len(GOOD) - 60) // 12]
    for at in range(6):  # bytes turned over
        place = 200 + at * (len(GOOD) - 600) // 6
        yield (
            f"turned {at}",
            GOOD[:place] + bytes(byte ^ 0xFF for byte in GOOD[place : place + 40]) + GOOD[place + 40 :],
        )
    yield "entities", repacked("xl/workbook.xml", b"<workbook", ENTITY + b"<workbook")
    yield "bomb", bomb(61_000_000)
    yield "formula", with_cell('=HYPERLINK("http://x","a")')
    yield "command", with_cell("=cmd|' /C calc'!A0")
    yield "rows without end", wide()


def versions_there(house: House) -> int:
    from wasl.access.work import unit_of_work
    from wasl.instruments.models import FormVersion

    with unit_of_work(house.actor(ZAINAB).token):
        return FormVersion.objects.count()


def test_hostile_workbooks_are_refused_in_words_and_none_is_kept(house: House):
    browser, before = signed_in(house, ZAINAB), versions_there(house)
    slow, kept = [], []
    for name, content in hostile():
        started = time.monotonic()
        answer = browser.post("/forms/new/", upload(content, "sas-6.xlsx"))
        if time.monotonic() - started > 15:
            slow.append(name)
        if answer.status_code != 422:
            kept.append((name, answer.status_code))
            continue
        assert answer.context["findings"] or answer.context["form"].errors["sheet"], name
        assert answer.context["form"]["reason"].value() == "كلمة أوضح", "what was typed is still there"
    assert not slow
    assert not kept
    assert versions_there(house) == before


def without_tool(name: str) -> bytes:
    book = openpyxl.load_workbook(FOLDER / f"{name}.xlsx")
    settings, survey = book["settings"], book["survey"]
    place = [cell.value for cell in settings[1]].index("tool") + 1
    settings.cell(row=2, column=place).value = None
    items = [cell.value for cell in survey[1]].index("item") + 1
    for row in range(2, survey.max_row + 1):
        survey.cell(row=row, column=items).value = None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_form_does_not_leave_its_instrument_which_says_who_may_read_it(house: House):
    answer = signed_in(house, ZAINAB).post("/forms/new/", upload(without_tool("sas-6"), "sas-6.xlsx"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["sheet"], answer.context["findings"]


def test_a_guard_that_is_taken_away_lets_a_form_leave_its_instrument(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: nobody asks to which instrument the version belongs. It is turned down afterwards."""
    from wasl.instruments.services import versions

    monkeypatch.setattr(versions, "_scored_otherwise", lambda _form: False)
    answer = signed_in(house, ZAINAB).post("/forms/new/", upload(without_tool("sas-6"), "sas-6.xlsx"))
    assert answer.status_code == 302
    assert signed_in(house, RANA).post(f"{answer['Location']}decide/", {"refuse": "1"}).status_code == 302


def test_whoever_puts_a_version_forward_does_not_publish_it_even_with_the_right(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    """One that is Rana's own: refused by the rule; and with the rule taken away, the planted fault, by the database."""
    from wasl.instruments.services import versions
    from wasl.kernel.decision import allow

    ref, rana = uuid.uuid4(), signed_in(house, RANA)
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
        everything.execute(
            "INSERT INTO instruments_formversion (id, code, version, digest, sheet, xform, tool, state, reason, "
            "proposed_by, proposed_at) SELECT %s, code, 'hers', digest, sheet, xform, tool, 'proposed', 'x', %s, now() "
            "FROM instruments_formversion WHERE code = 'sas-6' LIMIT 1",
            [ref, house.accounts[RANA.username]],
        )
    try:
        page = f"/forms/proposed/{ref}/"
        shown = rana.get(page)
        assert (shown.context["own"], shown.context["may_decide"]) == (True, False)
        assert rana.post(f"{page}decide/", {"publish": "1"}).status_code == 403
        with monkeypatch.context() as patch:
            patch.setattr(versions, "decided_by_another", lambda *_: allow())
            assert rana.post(f"{page}decide/", {"publish": "1"}).status_code >= 400
        [row] = [one for one in rana.get("/forms/log/").context["rows"] if one["url"] == page]
        assert (row["by"], row["decided_by"], row["waits"]) == (RANA.name, "", True)
    finally:
        with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
            everything.execute("DELETE FROM instruments_formversion WHERE id = %s", [ref])


def test_the_log_says_what_was_changed_by_whom_and_how_rules_are_changed(house: House):
    from wasl.access.policy import programme

    page = signed_in(house, ZAINAB, language="en").get("/forms/log/").content.decode()
    assert programme().edition in page
    assert "wasl programme check iq-al-amal" in page
