"""Real .xlsx sheets made for a test: a small form in order, and what a test changes in it."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl

from wasl.programme import Finding
from wasl.programme.forms import FormFile, check_sheet

AR, CKB, EN = "label::العربية (ar)", "label::کوردی (ckb)", "label::English (en)"
Rows = Sequence[Mapping[str, Any]]


def workbook(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """The bytes of a workbook with these sheets, rows of cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(rows: Rows) -> list[list[Any]]:
    """Headings and cells of rows that are given by heading."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return [headings, *([row.get(heading) for heading in headings] for row in rows)]


def said(ar: str, ckb: str, en: str) -> dict[str, str]:
    return {AR: ar, CKB: ckb, EN: en}


YES, NO = said("نعم", "بەڵێ", "Yes"), said("لا", "نەخێر", "No")
COURSE = said("أي دورة تُقترح", "کام خول پێشنیار دەکرێت", "Which course is proposed")


class Own:
    """A form by the rules of a programme folder, without a fault; `change` plants one."""

    def __init__(self) -> None:
        self.name = "wishes.xlsx"
        self.survey: list[dict[str, Any]] = [
            {"type": "note", "name": "hello", **said("مرحباً", "سڵاو", "Hello")},
            {
                "type": "select_one yes_no",
                "name": "wants_course",
                **said("هل ترغب في دورة؟", "ئایا خولێکت دەوێت؟", "Is a course wished for?"),
                "decision": "course",
            },
            {
                "type": "integer",
                "name": "hours",
                **said("كم ساعة؟", "چەند کاتژمێر؟", "How many hours?"),
                "decision": "course",
                "relevant": "${wants_course} = 'yes'",
            },
        ]
        self.choices: list[dict[str, Any]] = [
            {"list_name": "yes_no", "name": "yes", **YES},
            {"list_name": "yes_no", "name": "no", **NO},
        ]
        self.settings: list[dict[str, Any]] = [
            {"form_id": "wishes", "form_title": "Wishes", "title_ar": "الرغبات", "title_ckb": "ئارەزووەکان",
             "title_en": "Wishes"}
        ]  # fmt: skip
        self.decisions: list[dict[str, Any]] = [{"name": "course", **COURSE}]

    def row(self, name: str) -> dict[str, Any]:
        return next(row for row in self.survey if row.get("name") == name)

    def add(self, **row: Any) -> "Own":
        self.survey.append(row)
        return self

    def content(self) -> bytes:
        parts = {
            name: table(rows)
            for name in ("survey", "choices", "settings", "decisions")
            if (rows := getattr(self, name))
        }
        return workbook(parts)

    def check(self, *, own: bool = True) -> tuple[FormFile | None, list[Finding]]:
        return check_sheet(self.content(), self.name, own=own)

    def findings(self) -> dict[str, Finding]:
        """code → finding."""
        return {finding.code: finding for finding in self.check()[1]}


def asked(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """A question of our own form that has all it needs."""
    return {"type": kind, "name": name, **said("سؤال", "پرسیار", "A question"), "decision": "course", **more}
