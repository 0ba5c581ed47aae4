"""A hundred files that mean harm are sent to the desk: each is answered in words, none is kept, nothing stops."""

import io
import time
import zipfile
from collections.abc import Iterator

import pytest

from tests.entry.desk import Desk, contexts_are_kept
from tests.entry.test_roster_pages import send
from tests.importer.lists import HEADINGS, TWO_FAMILIES, YOUSIF, as_csv, as_excel, changed, read
from tests.worlds import House
from wasl.phases.entry_assessment.importer import sheets

__all__ = ["contexts_are_kept"]
pytestmark = pytest.mark.requirement("R028")
GOOD = as_excel(TWO_FAMILIES)
ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def with_parts(**parts: bytes) -> bytes:
    """The good workbook with more in it; `__` stands for a slash."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def rewritten(part_name: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(old, new) if name == part_name else part)
    return out.getvalue()


def bomb(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\x20" * size)
    return out.getvalue()


def matryoshka() -> bytes:
    inner = bomb(1_000_000)
    for _ in range(5):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("inner.xlsx", inner)
        inner = out.getvalue()
    return inner


def hostile() -> Iterator[tuple[str, str, bytes]]:
    """Name, file name and content of each."""
    for at in range(40):  # cut anywhere
        yield f"cut {at}", "list.xlsx", GOOD[: 4 + at * (len(GOOD) - 8) // 40]
    for at in range(24):  # bytes turned over in the middle, where it does not happen to be read all the same
        place = 60 + at * (len(GOOD) - 140) // 24
        turned = bytes(byte ^ 0xFF for byte in GOOD[place : place + 16])
        damaged = GOOD[:place] + turned + GOOD[place + 16 :]
        if read(damaged) != read(GOOD):
            yield f"turned {at}", "list.xlsx", damaged
    heads = {
        "gif": b"GIF89a\x01\x00\x01\x00",
        "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        "pdf": b"%PDF-1.7\n",
        "html": b"<html><script>alert(1)</script>",
        "exe": b"MZ\x90\0\x03\0\0\0",
        "elf": b"\x7fELF\x02\x01\x01",
        "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "rtf": b"{\\rtf1 ",
        "xml": b'<?xml version="1.0"?>' + ENTITY,
        "gzip": b"\x1f\x8b\x08\0\0\0\0\0",
        "sh": b"#!/bin/sh\nrm -rf /\n",
    }
    for name, head in heads.items():  # two kinds of file in one, and the plain head as a list
        yield f"{name} before a workbook", "list.xlsx", head + GOOD
        yield f"{name} as a list", "list.csv", head + b"\n" + bytes(range(256))
    programs = {
        "macro": {"xl__vbaProject.bin": b"x"}, "excel 4 macro": {"xl__macrosheets__sheet1.xml": b"<x/>"},
        "control": {"xl__activeX__activeX1.bin": b"x"}, "embedded": {"xl__embeddings__oleObject1.bin": b"x"},
    }  # fmt: skip
    for name, parts in programs.items():
        yield name, "list.xlsm", with_parts(**parts)
    yield "entities", "list.xlsx", rewritten("xl/workbook.xml", b"?>", b"?>" + ENTITY)
    yield "bomb", "list.xlsx", bomb(sheets.MAX_UNPACKED + 1)
    yield "nested", "list.xlsx", matryoshka()
    yield "a path", "../../../etc/passwd", b"root:x:0:0"
    yield "a program by its name", "list.exe", as_csv(TWO_FAMILIES)
    yield "nothing", "list.csv", b" \n"
    yield "zeros", "list.csv", bytes(200_000)
    yield "quotes without end", "list.csv", b'"' * 100_000
    yield "commas", "list.csv", b"," * 500_000
    yield "many lines", "list.csv", b"\n".join([",".join(map(str, HEADINGS)).encode(), b"x,y,z" * 1] * 70_000)
    yield "one long line", "list.csv", b"a" * 1_000_000
    yield "too large", "list.csv", b"a,b,c\n" * 2_500_000


def test_a_hundred_hostile_files_are_refused_in_words_and_none_is_kept(house: House):
    from wasl.access.work import unit_of_work
    from wasl.phases.entry_assessment.models import Upload

    desk = Desk(house)

    def waiting() -> set[object]:
        with unit_of_work(house.actor(desk.who).token):
            mine = Upload.objects.filter(account=house.accounts[desk.who.username])
            return set(mine.values_list("pk", flat=True))

    before = waiting()
    sent = list(hostile())
    assert len(sent) >= 100
    slow, kept = [], []
    for name, filename, content in sent:
        started = time.monotonic()
        answer = send(desk, content, name=filename)
        took = time.monotonic() - started
        if took > 5:
            slow.append((name, took))
        if answer.status_code == 302:
            kept.append(name)
            continue
        assert answer.status_code == 422, (name, answer.status_code)
        assert answer.context["form"].errors["list"], name
    assert not slow
    assert not kept
    assert waiting() <= before
    assert send(desk, GOOD, name="list.xlsx").status_code == 302, "a good list is taken by the same page"
    assert len(waiting() - before) == 1


def test_a_formula_is_text_and_no_name(house: House):
    desk = Desk(house)
    wicked = ['=HYPERLINK("http://x","a")', "@SUM(1)", "+cmd|' /C calc'!A0", "-2+3", "=1+1"]
    rows = [HEADINGS, *(changed(YOUSIF, family=str(n), given=text) for n, text in enumerate(wicked, start=1))]
    answer = send(desk, as_csv(rows))
    page = desk.get(answer["Location"])
    assert len(page.context["faults"]) == len(wicked)
