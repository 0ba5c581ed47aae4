"""Whoever may send a list may send harm: every such file gives an answer in good time and runs nothing."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importer.lists import (
    EVERYONE,
    HEADINGS,
    TWO_FAMILIES,
    YOUSIF,
    as_csv,
    as_excel,
    as_xlsx,
    changed,
    faults,
    people,
    read,
)
from wasl.phases.entry_assessment.importer import sheets

GOOD = as_excel(TWO_FAMILIES)


def rewritten(change):
    """The good workbook with its parts changed: `change(name, bytes) -> bytes or None to leave out`."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                target.writestr(name, part)
    return out.getvalue()


def in_sheet(old, new):
    return rewritten(
        lambda name, part: part.replace(old, new) if name == "xl/worksheets/sheet1.xml" else part
    )


LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)


def with_document_type(part, text=LAUGHS):
    return part.replace(b"?>", b"?>" + text, 1) if b"?>" in part else text + part


@pytest.mark.parametrize(
    "where", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
def test_entities_are_never_expanded(where):
    data = rewritten(lambda name, part: with_document_type(part) if name == where else part)
    started = time.monotonic()
    assert faults(read(data)) == [(1, "file_unsafe")]
    assert time.monotonic() - started < 2


def test_entities_that_hide_in_another_encoding_or_behind_a_comment_are_found():
    utf16 = rewritten(
        lambda name, part: (
            b"\xff\xfe" + with_document_type(part).decode().encode("utf-16-le")
            if name.endswith("sheet1.xml")
            else part
        )
    )
    behind = rewritten(
        lambda name, part: (
            with_document_type(part, b"<!--" + b"x" * 3_000_000 + b"-->" + LAUGHS)
            if name.endswith("sheet1.xml")
            else part
        )
    )
    for data in (utf16, behind):
        assert faults(read(data)) == [(1, "file_unsafe")]


def test_an_archive_that_unpacks_to_gigabytes_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            bomb.writestr(name, b"<x/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"\x20" * (sheets.MAX_UNPACKED + 1))
    assert len(out.getvalue()) < 1_000_000
    assert faults(read(out.getvalue())) == [(1, "file_too_large")]


def test_a_sheet_that_claims_a_million_rows_and_columns_is_read_to_its_bounds():
    wide = in_sheet(b'<c r="A1"', b'<c r="XFD1" t="n"><v>1</v></c><c r="A1"')
    assert faults(read(wide)) in ([], [(1, "file_unreadable")])
    claims = in_sheet(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    started = time.monotonic()
    read(claims)
    far = in_sheet(b'<row r="4"', b'<row r="1048576"')
    assert faults(read(far)) == [(1, "too_many_rows")]
    assert time.monotonic() - started < 5


def test_too_many_rows_and_too_many_bytes_are_said(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_ROWS", 50)
    rows = [HEADINGS, *[changed(YOUSIF, family=str(number)) for number in range(60)]]
    assert faults(read(as_csv(rows))) == [(1, "too_many_rows")]
    assert faults(read(as_xlsx(rows))) == [(1, "too_many_rows")]
    monkeypatch.setattr(sheets, "MAX_BYTES", 100)
    assert faults(read(as_csv(rows))) == [(1, "file_too_large")]


def test_formulas_are_not_run_and_their_text_is_no_name():
    rows = [
        HEADINGS,
        changed(YOUSIF, given="=1+1"),
        changed(YOUSIF, family="3", given='=HYPERLINK("http://x","a")'),
    ]
    assert faults(read(as_csv(rows))) == [(2, "name_invalid"), (3, "name_invalid")]
    assert faults(read(as_xlsx(rows))) == [
        (2, "name_missing"),
        (3, "name_missing"),
    ]  # nothing was ever computed


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "a.csv", "file_empty"),
        (b"  \n ", "a.csv", "file_empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "format_unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xlsx", "format_old_excel"),
        (b"%PDF-1.7 x", "a.csv", "format_unsupported"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "a.csv", "format_unsupported"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "a.csv", "format_unsupported"),
        (b"PK\x03\x04 broken", "a.xlsx", "file_unreadable"),
        (as_csv(TWO_FAMILIES), "../../etc/passwd.exe", "format_unsupported"),
    ],
)
def test_what_is_no_list_at_all_is_told_what_it_is(data, filename, code):
    assert faults(read(data, filename)) == [(1, code)]


def test_another_zip_is_no_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", b"<x/>")
    assert faults(read(out.getvalue())) == [(1, "format_unsupported")]


def test_a_workbook_with_the_wrong_ending_is_still_read_for_what_it_is():
    assert people(read(GOOD, "list.csv")) == EVERYONE
    assert people(read(as_csv(TWO_FAMILIES), "list.xlsx")) == EVERYONE


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_never_raises(at, junk):
    roster = read(GOOD[:at] + junk + GOOD[at + len(junk) :], "list.xlsx")
    assert roster.errors or roster.families or roster.ignored_rows or roster.refused_columns


@given(
    st.sampled_from(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]),
    st.data(),
)
@settings(max_examples=80, deadline=None)
def test_damaged_parts_never_raise(where, data):
    def damage(name, part):
        if name != where:
            return part
        at = data.draw(st.integers(0, len(part)))
        return (
            part[:at]
            + data.draw(st.binary(max_size=30))
            + part[data.draw(st.integers(at, min(at + 40, len(part)))) :]
        )

    read(rewritten(damage))


@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(data):
    read(data, "list.csv")


def test_a_part_that_is_left_out_is_said():
    for missing in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        roster = read(rewritten(lambda name, part, gone=missing: None if name == gone else part))
        assert roster.errors or people(roster) == EVERYONE
