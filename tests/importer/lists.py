"""Makes the lists that the tests read: rows to CSV and XLSX in memory, and the usual family of Khadija."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import get_column_letter

from wasl.phases.entry_assessment.importer import Expected, Roster, read_expected, read_roster
from wasl.programme.places import Places

HERE = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
PLACES = Places.load(HERE.parent / "programmes" / "iq-al-amal" / "places")

HEADINGS = (
    *("رقم العائلة", "الاسم", "اسم الأب", "اسم الجد", "اللقب", "اسم الأم", "الجنس"),
    *("تاريخ التولد", "صلة القرابة", "محافظة العودة", "القضاء", "رقم الهاتف", "الملاحظات"),
)
KHADIJA = (
    *("1", "خديجة", "أحمد", "هاشم", "الكركوكي", "زينب", "أنثى", "12/3/1978"),
    *("رب الأسرة", "كركوك", "الحويجة", "07747186838", ""),
)
HER_SON = (
    *("1", "محمد", "علي", "حسن", "الكركوكي", "خديجة", "ذكر", "25/05/2011"),
    *("ابن", "كركوك", "الحويجة", "", "يتيم"),
)
YOUSIF = (
    *("2", "يوسف", "عبد الله", "خلف", "الجبوري", "أمينة", "ذكر", "1969"),
    *("رب الأسرة", "نينوى", "سنجار", "", ""),
)
TWO_FAMILIES = (HEADINGS, KHADIJA, HER_SON, YOUSIF)


def changed(row: Sequence[Any], **cells: Any) -> tuple[Any, ...]:
    """A row with some cells changed; keys are the English words below."""
    words = (
        *("family", "given", "father", "grandfather", "laqab", "mother", "sex"),
        *("birth", "relation", "governorate", "district", "phone", "remarks"),
    )
    return tuple(cells.get(word, cell) for word, cell in zip(words, row, strict=True))


def as_csv(rows: Iterable[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(
        ["" if cell is None else cell for cell in row] for row in rows
    )
    return text.getvalue().encode(encoding)


def as_xlsx(
    rows: Iterable[Sequence[Any]], *, merge: Sequence[str] = (), **sheets: Iterable[Sequence[Any]]
) -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "القافلة"
    for row in rows:
        first.append(list(row))
    for area in merge:
        first.merge_cells(area)
    for title, others in sheets.items():
        sheet = book.create_sheet(title)
        for row in others:
            sheet.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def as_excel(rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook as Excel itself writes it: texts in a table of their own, some in runs, empty cells left out."""
    shared: dict[str, int] = {}
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for place, cell in enumerate(row):
            if cell in (None, ""):
                continue
            at = f"{get_column_letter(place + 1)}{number}"
            if isinstance(cell, int | float):
                cells.append(f'<c r="{at}"><v>{cell}</v></c>')
            else:
                cells.append(f'<c r="{at}" t="s"><v>{shared.setdefault(str(cell), len(shared))}</v></c>')
        if cells:
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    halves = [(escape(text[:2]), escape(text[2:])) for text in shared]
    items = "".join(
        f'<si><r><t xml:space="preserve">{a}</t></r><r><rPr><b/></rPr><t xml:space="preserve">{b}</t></r></si>'
        for a, b in halves
    )
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{links}"><sheets>'
        '<sheet name="ورقة1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{links}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f'<sst {main} count="{len(shared)}" uniqueCount="{len(shared)}">{items}</sst>',
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
    return data.getvalue()


def read(data: bytes, filename: str = "") -> Roster:
    name = filename or ("list.xlsx" if data.startswith(b"PK") else "list.csv")
    return read_roster(data, name, today=TODAY, places=PLACES)


def read_rows(rows: Iterable[Sequence[Any]]) -> Roster:
    return read(as_csv(rows))


def expect(data: bytes, filename: str = "") -> Expected:
    name = filename or ("list.xlsx" if data.startswith(b"PK") else "list.csv")
    return read_expected(data, name, today=TODAY, places=PLACES)


def faults(roster: Roster | Expected) -> list[tuple[int, str]]:
    return [(error.row, error.code) for error in roster.errors]


def people(roster: Roster) -> list[tuple[str, str]]:
    """(family number, given name) of everyone taken, in the order of the file."""
    found = [
        (person.row, family.number, person.name.given)
        for family in roster.families
        for person in family.people
    ]
    return [(number, given) for _, number, given in sorted(found)]


EVERYONE = [("1", "خديجة"), ("1", "محمد"), ("2", "يوسف")]
