"""Forms of a programme folder: loaded with it, held against their twins and their instruments, written in words."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.programme.folders import Folder
from tests.programme.workbooks import Own, asked, workbook
from wasl.interfaces.cli.programme import DONE, FINDINGS, WRONG_USE, run
from wasl.programme.forms import Kind
from wasl.programme.scoring import library
from wasl.programme.scoring.engine import score

SAS = "instruments/sas-6.xlsx"
FORMS = {"education-profile", "fcr-10-family", "fcr-10-place", "livelihood-profile", "sas-6"}


def edit(folder: Folder, sheet: str, row: int, heading: str, value: str, file: str = SAS) -> None:
    """Writes one cell of a sheet, as somebody would with a spreadsheet program."""
    book = openpyxl.load_workbook(folder.path / file)
    headings = [cell.value for cell in book[sheet][1]]
    book[sheet].cell(row, headings.index(heading) + 1).value = value
    book.save(folder.path / file)


def test_the_programme_has_its_forms_with_their_xforms(programme):
    assert set(programme.forms) == FORMS
    assert all(file.xform for file in programme.forms.values())


def test_kurdish_that_nobody_has_read_yet_is_remembered(programme):
    assert "ckb" in programme.forms["sas-6"].form.review


def test_a_running_process_reads_no_sheet_before_a_form_is_asked_for(folder):
    """Each process would read them all at its start; a sheet that became faulty since is told when it is wanted."""
    from wasl.programme import ProgrammeFaulty, load

    running = load(folder.path)
    (folder.path / SAS).write_bytes(b"no workbook")
    fresh = load(folder.path)
    assert fresh.header == running.header
    with pytest.raises(ProgrammeFaulty) as faulty:
        len(fresh.forms)
    assert {finding.file for finding in faulty.value.findings} >= {SAS}


@pytest.mark.parametrize(
    ("tool", "codes"), [("sas-6", ["sas-6"]), ("fcr-10", ["fcr-10-family", "fcr-10-place"])]
)
def test_the_forms_of_an_instrument_ask_each_of_its_items_once(programme, tool, codes):
    items = [
        question.item for code in codes for question, _ in programme.forms[code].form.every() if question.item
    ]
    assert sorted(items, key=int) == list(library().tools[tool].items)


def test_what_is_answered_on_a_form_can_be_scored(programme):
    form = programme.forms["sas-6"].form
    answers = {question.item: 4 for question, _ in form.every() if question.item}
    result = score(library().tools["sas-6"], answers)
    assert result.values["acceptance_0_24"] == 12


def test_every_question_of_al_amal_serves_a_decision(programme):
    for file in programme.forms.values():
        for question, _ in file.form.every():
            assert question.decision in file.form.decisions or question.kind in (Kind.NOTE, Kind.CALCULATE)


def test_a_sheet_that_was_changed_asks_for_its_twin(folder: Folder, capsys):
    edit(folder, "decisions", 2, "label::English (en)", "Whether anything is offered.")
    assert folder.only().code == "twin_behind"
    assert run(["twin", str(folder.path), "--json"]) == DONE
    assert json.loads(capsys.readouterr().out) == {"written": ["instruments/sas-6.txt"], "findings": []}
    assert folder.codes() == set()
    assert run(["twin", str(folder.path)]) == DONE
    assert capsys.readouterr().out == "every twin says what its sheet says\n"


def test_a_twin_that_is_missing_alone_or_of_no_sheet_is_told(folder: Folder):
    (folder.path / "instruments/sas-6.txt").unlink()
    (folder.path / "instruments/fcr-10-place.xlsx").unlink()
    (folder.path / "instruments/~$sas-6.xlsx").write_bytes(b"open")
    found = {(one.file, one.code) for one in folder.findings() if one.file.startswith("instruments/")}
    assert found == {
        ("instruments/sas-6.txt", "twin_missing"),
        ("instruments/fcr-10-place.txt", "file_unknown"),
    }


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        ("label::English (en)", "Neighbours are kind.", "wording_differs"),
        ("item", "7", "item_unknown"),
        ("item", "2", "item_twice"),
    ],
)
def test_an_instruments_words_and_items_are_its_own(folder: Folder, heading, value, code):
    edit(folder, "survey", 3, heading, value)
    found = {finding.code: finding for finding in folder.findings()}
    assert code in found
    assert found[code].place.startswith("survey row ")


def test_an_instruments_answers_are_its_own(folder: Folder):
    edit(folder, "choices", 6, "name", "5")
    assert "answers_differ" in folder.codes()


def test_an_item_needs_a_tool_and_somebody_who_answers(folder: Folder):
    edit(folder, "settings", 2, "tool", "")
    assert "tool_missing" in folder.codes()
    edit(folder, "settings", 2, "tool", "sdq-paper")
    assert "form_not_allowed" in folder.codes()
    edit(folder, "settings", 2, "tool", "who-5")
    assert "text_not_allowed" in folder.codes()
    edit(folder, "settings", 2, "tool", "sas-6")
    edit(folder, "survey", 2, "item", "1")
    assert "item_not_asked" in folder.codes()


def test_a_broken_sheet_keeps_the_programme_from_loading(folder: Folder, capsys):
    (folder.path / SAS).write_bytes(b"no workbook")
    assert run(["check", str(folder.path), "--json"]) == FINDINGS
    told = json.loads(capsys.readouterr().out)["findings"]
    assert ("file_no_sheet", SAS) in {(finding["code"], finding["file"]) for finding in told}
    assert run(["twin", str(folder.path)]) == FINDINGS


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    place = tmp_path / "wishes.xlsx"
    place.write_bytes(Own().content())
    return place


def test_one_sheet_from_anywhere_is_checked(sheet: Path, capsys):
    assert run(["form", str(sheet), "--own"]) == DONE
    assert capsys.readouterr().out.startswith("wishes.xlsx: works, version ")
    assert run(["form", str(sheet), "--words"]) == DONE
    assert "list yes_no" in capsys.readouterr().out
    plain = {"survey": [["type", "name", "label"], ["text", "a", "A"], ["geopoint", "b", "B"]]}
    sheet.write_bytes(workbook(plain))
    assert run(["form", str(sheet)]) == FINDINGS
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith(
        "fault   wishes.xlsx: survey row 3, type: 'geopoint' is not supported: where exactly"
    )
    assert last.startswith("wishes.xlsx: refused, version ")


def test_what_has_changed_since_a_version_is_told_and_a_reused_name_refused(sheet: Path, tmp_path, capsys):
    later = tmp_path / "later.xlsx"
    own = Own().add(**asked("more"))
    later.write_bytes(own.content())
    assert run(["form", str(later), "--since", str(sheet), "--json"]) == DONE
    told = json.loads(capsys.readouterr().out)
    assert [change["said"] for change in told["changes"]] == ["question more added"]
    own.row("hours")["type"] = "text"
    later.write_bytes(own.content())
    assert run(["form", str(later), "--since", str(sheet)]) == FINDINGS
    assert "refused question hours is text, before integer: give it a new name" in capsys.readouterr().out


def test_a_sheet_that_is_not_there_or_an_old_one_that_is_none_is_wrong_use(sheet: Path, tmp_path, capsys):
    assert run(["form", str(tmp_path / "none.xlsx")]) == WRONG_USE
    (tmp_path / "old.xlsx").write_bytes(b"")
    assert run(["form", str(sheet), "--since", str(tmp_path / "old.xlsx")]) == WRONG_USE
    assert capsys.readouterr().out == ""


def test_the_first_sheets_are_made_of_their_words_and_never_written_over(tmp_path, monkeypatch, capsys):
    from tools import first_forms

    monkeypatch.setattr(first_forms, "ROOT", tmp_path)
    monkeypatch.setattr(first_forms, "TO", tmp_path / "instruments")
    (tmp_path / "instruments").mkdir()
    mine = tmp_path / "instruments" / "sas-6.xlsx"
    mine.write_bytes(b"edited by hand")
    assert first_forms.main() == 0
    assert mine.read_bytes() == b"edited by hand"
    assert {file.stem for file in mine.parent.iterdir()} == FORMS
