"""What stands on a sheet: every question in its order, conditions in words, a code, and nothing about anybody."""

import uuid
from importlib import import_module

import pytest

from tests.programme.workbooks import said, table, workbook
from wasl.kernel.clock import now, today
from wasl.programme.forms import reading
from wasl.programme.forms.form import ASKED, Form
from wasl.programme.forms.workbook import read
from wasl.programme.notes import Notes

pytestmark = pytest.mark.usefixtures("house")


def version_of(form: Form):
    from wasl.instruments.enums import FormState
    from wasl.instruments.selectors.versions import VersionCard

    return VersionCard(
        uuid.uuid4(), form.code, form.version, form.tool, FormState.PUBLISHED, "", None, now(), None, None, form
    )  # fmt: skip


def sheets_of(form: Form, language: str, count: int = 1):
    from wasl.instruments.enums import PaperState
    from wasl.instruments.selectors.papers import PaperCard
    from wasl.kernel.refs import new_page_code

    return [
        PaperCard(
            uuid.uuid4(), new_page_code(), form.code, form.version, language, None, None, "", PaperState.OUT,
            today(), today(), None,
        )
        for _ in range(count)
    ]  # fmt: skip


def content_of(form: Form, language: str = "en"):
    from wasl.interfaces.web import paper_forms

    return paper_forms.content(sheets_of(form, language), {form.code: version_of(form)})


def asked_on(parts) -> list[str]:
    """The numbers of the questions as they stand on the sheet, one above the other."""
    found = []
    for part in parts:
        found += [part["n"]] if "n" in part else [row["n"] for row in part.get("rows", ())]
        found += asked_on(part.get("parts", ()))
    return found


def drawn(*rows: dict[str, str]) -> Form:
    answers = [
        {"list_name": "yn", "name": name, **said(name, name, name.title())} for name in ("yes", "no", "maybe")
    ]
    content = workbook(
        {
            "survey": table([{**said("س", "پ", row["name"].title()), **row} for row in rows]),
            "choices": table(answers),
            "settings": [["form_id", "form_title"], ["drawn", "Drawn"]],
        }
    )
    notes = Notes()
    form = reading.read(read(content, "drawn.xlsx", notes), "drawn.xlsx", notes, own=False)
    assert form is not None
    return form


@pytest.mark.parametrize("language", ["ar", "ckb", "en"])
def test_every_sheet_of_the_programme_asks_all_of_its_questions_in_order(language):
    from wasl.access.policy import programme

    for file in programme().forms.values():
        [form] = content_of(file.form, language)["forms"]
        asked = [question for question, _ in file.form.every() if question.kind in ASKED]
        numbers = asked_on(form["parts"])
        assert len(numbers) == len(asked) == len(set(numbers))
        assert form["decision"], "what is decided with the answers"
        assert form["dir"] == ("ltr" if language == "en" else "rtl")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("${first} = 'no'", "Only if the answer to 1 is: No"),
        ("selected(${first}, 'yes')", "Only if the answer to 1 is: Yes"),
        ("${first} = 'yes' or ${first} = \"maybe\"", "Only if the answer to 1 is: Yes or Maybe"),
        ("${first} != 'no'", "Only if the answer to 1 is not: No"),
        ("not(selected(${first}, 'no'))", "Only if the answer to 1 is not: No"),
        ("${first} = 'yes' and ${second} > 3", "Only if it fits"),
        ("${first} = 'yes' or ${third} = 'no'", "Only if it fits"),
        ("${first} != 'yes' or ${first} != 'no'", "Only if it fits"),
        ("${second} > 3", "Only if it fits"),
        ("", ""),
    ],
)
def test_a_condition_is_said_in_words_or_not_at_all(written, read):
    form = drawn(
        {"type": "select_one yn", "name": "first"},
        {"type": "integer", "name": "second"},
        {"type": "select_one yn", "name": "third"},
        {"type": "text", "name": "last", "relevant": written},
    )
    assert content_of(form)["forms"][0]["parts"][-1]["condition"] == read


def test_what_repeats_is_printed_three_times_and_a_grid_is_a_table():
    form = drawn(
        {"type": "begin repeat", "name": "child"},
        {"type": "integer", "name": "age"},
        {"type": "end repeat", "name": ""},
        {"type": "begin group", "name": "grid", "appearance": "table-list"},
        {"type": "select_one yn", "name": "one"},
        {"type": "select_one yn", "name": "two"},
        {"type": "end group", "name": ""},
    )
    repeat, grid = content_of(form)["forms"][0]["parts"]
    assert len(repeat["rounds"]) == 3
    assert repeat["more"]
    assert [head["words"] for head in grid["heads"]] == ["Yes", "No", "Maybe"]
    assert [row["n"] for row in grid["rows"]] == ["2", "3"]


def test_twenty_copies_carry_twenty_codes_and_a_form_once():
    from wasl.interfaces.web import paper_forms

    form = drawn({"type": "select_one yn", "name": "first"})
    sheets, versions = sheets_of(form, "en", 20), {form.code: version_of(form)}
    assert len(paper_forms.content(sheets, versions)["forms"]) == 1
    document = import_module("pypdfium2").PdfDocument(paper_forms.draw(sheets, versions))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) == 20
    for sheet, page in zip(sheets, pages, strict=True):
        assert sheet.code in page
        assert "Page 1 / 1" in page
        assert form.version in page
        assert "maybe" not in page, "an answer's name is for machines"
    document.close()
