"""An XLSForm as the XForm that browsers and field devices read: pyxform's work, with our digest as the version.

pyxform raises at its first fault and names the row inside a sentence; here that becomes a finding with a place. It is
imported when the first form is converted, since most commands never convert one.
"""

import io
import re
from typing import Final

from wasl.programme.forms.form import Form
from wasl.programme.forms.workbook import place
from wasl.programme.notes import Notes

_ROW: Final = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_SHEET: Final = re.compile(r"[Oo]n the '(\w+)' sheet|'?(survey|choices|settings)'? sheet")
_COLUMN: Final = re.compile(r"the '([\w:]+)' value")
_QUOTED: Final = re.compile(r"'([^']+)'|\$\{([^}]+)\}")
_LANGUAGES: Final = re.compile(r"Language '.*' is missing the ")
_ROOT: Final = re.compile(r'(<instance>\s*<[^\s>]+ id="[^"]*")(?: version="[^"]*")?')


class NotConverted(Exception):
    """pyxform refused the form; `row` is 0 where it did not say which."""

    def __init__(self, said: str, sheet: str, row: int, column: str) -> None:
        super().__init__(said)
        self.said, self.sheet, self.row, self.column = said, sheet, row, column


def convert(content: bytes, form: Form) -> tuple[str, tuple[str, ...]]:
    """(XForm XML, pyxform's warnings). Raises NotConverted with the row, found by the name where none is said."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert as by_pyxform

    warnings: list[str] = []
    try:
        made = by_pyxform(
            io.BytesIO(content),
            warnings=warnings,
            validate=False,
            pretty_print=False,
            form_name="data",
            file_type=".xlsx",
        )
    except PyXFormError as error:
        raise _placed(str(error), form) from error
    # headings that pyxform did not expect make it stumble instead of refusing
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, RecursionError) as error:
        raise _placed(f"pyxform stumbled: {error}", form) from error
    return _ROOT.sub(rf'\1 version="{form.version}"', made.xform, count=1), tuple(warnings)


def examine(content: bytes, form: Form, notes: Notes) -> str:
    """The XForm; empty where there is none. pyxform's fault is noted unless ours say what is wrong in that row."""
    ours = [finding for finding in notes.findings if finding.severity == "fault"]
    try:
        xml, warnings = convert(content, form)
    except NotConverted as refused:
        where = place(refused.sheet, refused.row)
        told = any(finding.place == where or finding.place.startswith(f"{where},") for finding in ours)
        if not told and (refused.row or not ours):
            notes.fault(
                form.file,
                place(refused.sheet, refused.row, refused.column),
                "xform_refused",
                refused.said.rstrip(".") + ".",
                "Mend this; pyxform tells one fault at a time.",
            )
        return ""
    for said in warnings:
        if not _LANGUAGES.match(said):  # ours say which row it is
            at = _placed(said, form)
            notes.warn(
                form.file,
                place(at.sheet, at.row, at.column),
                "xform_warning",
                at.said.rstrip(".") + ".",
                "See that it is meant so.",
            )
    return xml


def _placed(said: str, form: Form) -> NotConverted:
    row = _ROW.search(said)
    sheet = _SHEET.search(said)
    column = _COLUMN.search(said)
    number = int(row[1]) if row else 0
    if not number:
        rows = {question.name: question.row for question, _ in form.every()}
        quoted = [one or other for one, other in _QUOTED.findall(said)]
        number = next((rows[name] for name in quoted if name in rows), 0)
    named = next((name for name in sheet.groups() if name), "survey") if sheet else "survey"
    if named not in ("survey", "choices", "settings", "entities") or "not in choices sheet" in said:
        named = "survey"
    text = " ".join(_ROW.sub("", said).split())
    return NotConverted(text, named, number, column[1] if column else "")
