"""Tables as a spreadsheet (XLSX), written in the direction of the reader's language."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH_FIRST, WIDTH = 42, 13


def workbook(
    title: str, tables: Iterable[tuple[str, Sequence[str], Iterable[Sequence[str | int]]]], *, rtl: bool
) -> bytes:
    """One sheet; each table with its name, headings and lines. Only our own words and numbers may go in: a cell that
    somebody typed could be read as a formula."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one sheet
    sheet.title = title[:31]
    sheet.sheet_view.rightToLeft = rtl
    sheet.append([title])
    sheet["A1"].font = Font(bold=True, size=14)
    for name, headings, lines in tables:
        sheet.append([])
        sheet.append([name, *headings])
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        for line in lines:
            sheet.append(list(line))
    sheet.column_dimensions["A"].width = WIDTH_FIRST
    for column in "BCDEFGHIJ":
        sheet.column_dimensions[column].width = WIDTH
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
