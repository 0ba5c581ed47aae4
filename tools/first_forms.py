"""Made al-Amal's first sheets from `first_forms.toml` and the words of the instruments, once.

    python -m tools.first_forms        writes the sheets that are not there yet, and never over one that is

People edit the sheets, in a spreadsheet; this is only how they came to be, and how another programme may begin.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from wasl.programme.scoring import library

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path(__file__).with_suffix(".toml")
TO = ROOT / "programmes" / "iq-al-amal" / "instruments"
LANGUAGES = {"ar": "العربية (ar)", "ckb": "کوردی (ckb)", "en": "English (en)"}
_PLAIN = ("type", "name", "relevant", "constraint", "appearance", "decision", "item")
_WORDED = {"label": None, "hint": "hint", "constraint_message": "message"}
Rows = list[list[str]]


def sheets(form: Mapping[str, Any]) -> dict[str, Rows]:
    """The rows of each sheet, headings first."""
    lists = {**form.get("lists", {}), **_answers(form)}
    columns = [*_PLAIN[:2], *_headings(*_WORDED), *_PLAIN[2:]]
    survey = [list(_survey_row(row, form)) for row in form["rows"]]
    used = [number for number, _ in enumerate(columns) if any(row[number] for row in survey)]
    return {
        "survey": [[row[number] for number in used] for row in (columns, *survey)],
        "choices": [
            ["list_name", "name", *_headings("label")],
            *([name, one["name"], *_words(one)] for name, choices in lists.items() for one in choices),
        ],
        "settings": [
            [
                "form_id",
                "form_title",
                *(f"title_{code}" for code in LANGUAGES),
                "default_language",
                "tool",
                "review",
            ],
            [
                form["code"],
                form["title"]["ar"],
                *_words(form["title"]),
                LANGUAGES["ar"],
                form.get("tool", ""),
                "ckb",
            ],
        ],
        "decisions": [
            ["name", *_headings("label")],
            *([one["name"], *_words(one)] for one in form["decisions"]),
        ],
    }


def _headings(*columns: str) -> Iterator[str]:
    for column in columns:
        yield from (f"{column}::{named}" for named in LANGUAGES.values())


def _words(words: Mapping[str, str]) -> Iterator[str]:
    yield from (words.get(code, "") for code in LANGUAGES)


def _survey_row(row: Mapping[str, Any], form: Mapping[str, Any]) -> Iterator[str]:
    words = row
    if "intro_of" in row:
        words = {code: library().text(row["intro_of"], code).intro for code in LANGUAGES}  # type: ignore[union-attr]
    elif "item" in row:
        words = {code: library().text(form["tool"], code).items[row["item"]] for code in LANGUAGES}  # type: ignore[union-attr]
    yield f"{row['type']} {form['tool'].replace('-', '_')}" if "item" in row else row["type"]
    yield row.get("name", "")
    for key in _WORDED.values():
        yield from _words(words if key is None else row.get(key, {}))
    yield from (row.get(key, "") for key in _PLAIN[2:])


def _answers(form: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """The instrument's own answers as a list of its name."""
    if not form.get("tool"):
        return {}
    texts = {code: library().text(form["tool"], code) for code in LANGUAGES}
    first = next(row["item"] for row in form["rows"] if "item" in row)
    answers = library().tools[form["tool"]].items[first].answers
    named = form["tool"].replace("-", "_")
    return {
        named: [
            {"name": str(answer)} | {code: texts[code].answers[first][answer] for code in LANGUAGES}  # type: ignore[union-attr]
            for answer in answers
        ]
    }


def write(form: Mapping[str, Any], place: Path) -> None:
    """A workbook that is pleasant to edit: headings that stay, columns wide enough, long words wrapped."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets(form).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
        sheet.freeze_panes = "C2" if name == "survey" else "A2"
        for number, heading in enumerate(rows[0], start=1):
            sheet.cell(1, number).font = Font(bold=True)
            wide = "::" in heading or heading.startswith(("title", "form_title"))
            sheet.column_dimensions[get_column_letter(number)].width = 44 if wide else 22
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    book.save(place)


def main() -> int:
    TO.mkdir(exist_ok=True)
    for form in tomllib.loads(SOURCE.read_text(encoding="utf-8"))["form"]:
        place = TO / f"{form['code']}.xlsx"
        if not place.exists():
            write(form, place)
            print(f"written: {place.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
