"""A form of a programme folder: every fault is planted once and found with its row, its reason and a remedy."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from tests.programme.workbooks import AR, CKB, EN, Own, asked, said, table, workbook
from wasl.programme.forms import Kind, check_sheet

Plant = Callable[[Own], object]


def test_a_form_in_order_has_nothing_to_put_right_and_becomes_an_xform():
    file, findings = Own().check()
    assert [str(finding) for finding in findings] == []
    assert f'version="{file.form.version}"' in file.xform
    assert 'translation lang="کوردی (ckb)"' in file.xform
    assert [question.kind for question in file.form.questions] == [Kind.NOTE, Kind.SELECT_ONE, Kind.INTEGER]


def _without(name: str, key: str) -> Plant:
    return lambda own: own.row(name).pop(key)


def _with(name: str, /, **cells: str) -> Plant:
    return lambda own: own.row(name).update(cells)


def _rows(*rows: dict) -> Plant:
    return lambda own: own.survey.extend(rows)


def _label(words: str, column: str = EN) -> Plant:
    return lambda own: own.row("hours").update({column: words})


GRID = {"type": "begin group", "name": "grid", **said("جدول", "خشتە", "A table"), "appearance": "table-list"}
END = {"type": "end group"}

FAULTS: list[tuple[str, str, Plant]] = [
    # what is decided
    ("decision_missing", "survey row 4, decision", _without("hours", "decision")),
    ("decision_unknown", "survey row 4, decision", _with("hours", decision="curiosity")),
    ("decision_unserved", "decisions row 3, name", lambda own: own.decisions.append(
        {"name": "other", **said("قرار", "بڕیار", "Another")})),
    # languages
    ("language_missing", "survey row 4, label", _without("hours", CKB)),
    ("language_missing", "choices row 3, label", lambda own: own.choices[1].pop(AR)),
    ("language_missing", "decisions row 2, label", lambda own: own.decisions[0].pop(CKB)),
    ("language_missing", "settings row 2, title_ckb", lambda own: own.settings[0].pop("title_ckb")),
    ("language_copied", "survey row 4, label", _label("Hours", AR)),
    ("language_unknown", "settings row 2, default_language", lambda own: own.settings[0].update(
        default_language="Français (fr)")),
    ("words_missing", "survey row 5, label", _rows({"type": "text", "name": "silent", "decision": "course"})),
    ("language_named_twice", "survey row 1, hint::Sorani (ckb)", _with("hours", **{"hint::Sorani (ckb)": "کات"})),
    ("message_missing", "survey row 4, constraint_message", _with("hours", constraint=". < 60")),
    # names
    ("name_shape", "survey row 4, name", _with("hours", name="Hours free")),
    ("name_twice", "survey row 5, name", _rows(asked("hours", "integer"))),
    ("name_shape", "choices row 3, name", lambda own: own.choices[1].update(name="No!")),
    ("choice_twice", "choices row 3, name", lambda own: own.choices[1].update(name="yes")),
    ("cell_empty", "survey row 4, name", _without("hours", "name")),
    ("cell_empty", "survey row 5, type", _rows({"name": "odd"})),
    ("cell_empty", "choices row 4, list_name", lambda own: own.choices.append({"name": "maybe"})),
    ("code_not_file", "settings row 2, form_id", lambda own: own.settings[0].update(form_id="other")),
    # types
    ("type_unknown", "survey row 4, type", _with("hours", type="integre")),
    ("type_unsupported", "survey row 5, type", _rows(asked("where", "geopoint"))),
    ("type_unsupported", "survey row 5, type", _rows(asked("photo", "image"))),
    ("type_unsupported", "survey row 5, type", _rows({"type": "start", "name": "began"})),
    ("type_unsupported", "survey row 3, type", _with("wants_course", type="select_one yes_no or_other")),
    ("list_unknown", "survey row 3, type", _with("wants_course", type="select_one yesno")),
    ("list_unused", "choices row 4, list_name", lambda own: own.choices.append(
        {"list_name": "left_over", "name": "a", **said("أ", "ئا", "A")})),
    ("calculation_missing", "survey row 5, calculation", _rows({"type": "calculate", "name": "sum"})),
    # groups
    ("group_open", "survey row 5, type", _rows({"type": "begin group", "name": "g"}, asked("a"))),
    ("group_end", "survey row 5, type", _rows(END)),
    ("group_end", "survey row 7, type", _rows({"type": "begin repeat", "name": "g"}, asked("a"), END)),
    ("group_empty", "survey row 5, type", _rows({"type": "begin group", "name": "g"}, END)),
    ("repeat_in_repeat", "survey row 6, type", _rows(
        {"type": "begin repeat", "name": "r"}, {"type": "begin repeat", "name": "s"}, asked("a"),
        {"type": "end repeat"}, {"type": "end repeat"})),
    ("grid_mixed", "survey row 7, type", _rows(GRID, asked("a", "select_one yes_no"), asked("b"), END)),
    ("cell_misplaced", "survey row 4, choice_filter", _with("hours", choice_filter="a = 1")),
    ("cell_misplaced", "survey row 5, required", _rows(
        {"type": "begin group", "name": "g", "required": "yes"}, asked("a"), END)),
    ("cell_misplaced", "survey row 4, repeat_count", _with("hours", repeat_count="3")),
    ("cell_misplaced", "survey row 4, appearance", _with("hours", appearance="table-list")),
    ("cell_misplaced", "survey row 4, appearance", _with("hours", appearance="month-year")),
    ("appearance_unknown", "survey row 4, appearance", _with("hours", appearance="picker")),
    # logic
    ("reference_unknown", "survey row 4, relevant", _with("hours", relevant="${nobody} = 'yes'")),
    ("reference_unknown", "survey row 4, label (en)", _label("How many, ${nobody}?")),
    ("expression_broken", "survey row 4, relevant", _with("hours", relevant="selected((${wants_course}, 'yes')")),
    ("expression_broken", "survey row 4, relevant", _with("hours", relevant="${wants_course} = 'yes")),
    ("expression_broken", "survey row 4, relevant", _with("hours", relevant="${wants_course} =")),
    ("function_unknown", "survey row 4, relevant", _with("hours", relevant="chosen(${wants_course})")),
    ("function_unsupported", "survey row 4, relevant", _with("hours", relevant="pulldata('a','b','c','d') = 1")),
    ("filter_column_unknown", "survey row 3, choice_filter", _with("wants_course", choice_filter="town = 1")),
    ("goes_in_circles", "survey row 3, calculation, relevant", _with("wants_course", relevant="${hours} > 1")),
    # sheets and columns
    ("column_unknown", "survey row 1, remark", _with("hours", remark="later")),
    ("column_unsupported", "survey row 4, media::image", _with("hours", **{"media::image": "a.png"})),
    ("column_unsupported", "settings row 2, public_key", lambda own: own.settings[0].update(public_key="x")),
    ("row_extra", "settings row 3", lambda own: own.settings.append({"form_id": "again"})),
    ("tool_unknown", "settings row 2, tool", lambda own: own.settings[0].update(tool="five-evenings")),
    # what has no business here, in every language and place
    ("word_forbidden", "survey row 5, name", _rows(asked("tribe"))),
    ("word_forbidden", "survey row 4, label (en)", _label("Which armed group?")),
    ("word_forbidden", "survey row 4, label (ar)", _label("ما الموقف الأمني؟", AR)),
    ("word_forbidden", "survey row 4, label (ckb)", _label("ئاستی مەترسی چەندە؟", CKB)),
    ("word_forbidden", "survey row 4, hint (en)", _with("hours", **{
        "hint::English (en)": "Ask for the risk level", "hint::العربية (ar)": "س", "hint::کوردی (ckb)": "پ"})),
    ("word_forbidden", "choices row 3, label (ar)", lambda own: own.choices[1].update({AR: "متطرف"})),
    ("word_forbidden", "choices row 3, name", lambda own: own.choices[1].update(name="extremist")),
    ("word_forbidden", "decisions row 2, label (en)", lambda own: own.decisions[0].update({EN: "The risk level"})),
    ("word_forbidden", "survey row 2, label (en)", lambda own: own.row("hello").update({EN: "He joined the group."})),
]  # fmt: skip


@pytest.mark.parametrize(("code", "place", "plant"), FAULTS, ids=[code for code, _, _ in FAULTS])
def test_each_planted_fault_is_found_where_it_stands(code, place, plant, library):
    own = Own()
    plant(own)
    file, findings = own.check()
    if file is not None:
        findings += library(file.form)
    found = [finding for finding in findings if (finding.code, finding.place) == (code, place)]
    assert found, [str(finding) for finding in findings]
    assert found[0].message
    assert found[0].remedy


@pytest.fixture
def library():
    """What is wrong in a form by the instruments of the house."""
    from wasl.programme.forms import items
    from wasl.programme.notes import Notes
    from wasl.programme.scoring import library as tools

    def examine(form):
        notes = Notes()
        items.examine(form, notes, tools())
        return notes.findings

    return examine


def test_all_faults_of_a_form_are_told_in_one_run():
    own = Own()
    for _, _, plant in (FAULTS[0], FAULTS[3], FAULTS[4], FAULTS[14]):
        plant(own)
    own.add(**asked("where", "geopoint"))
    codes = [finding.code for finding in own.check()[1]]
    assert {"decision_missing", "language_missing", "type_unsupported"} <= set(codes)
    assert len(codes) >= 4


def test_a_group_hands_its_decision_to_the_questions_in_it():
    own = Own()
    for row in ({**GRID, "decision": "course"}, {**asked("a", "select_one yes_no"), "decision": None}, END):
        own.add(**row)
    file, findings = own.check()
    assert [str(finding) for finding in findings] == []
    grid = file.form.questions[-1]
    assert grid.kind is Kind.MATRIX
    assert grid.children[0].decision == "course"


def test_a_grid_of_label_and_list_nolabel_is_a_grid():
    own = Own()
    for row in (
        {"type": "begin group", "name": "g", "appearance": "field-list"},
        asked("head", "select_one yes_no", appearance="label"),
        asked("a", "select_one yes_no", appearance="list-nolabel"),
        END,
    ):
        own.add(**row)
    file, findings = own.check()
    assert [str(finding) for finding in findings] == []
    assert file.form.questions[-1].kind is Kind.MATRIX


def test_a_threat_that_somebody_received_may_be_asked_for():
    own = Own()
    own.add(**{**asked("calm"), EN: "No threat received in the last 90 days."})
    assert own.findings() == {}


def test_a_cell_with_a_formula_is_refused_since_nobody_knows_its_value():
    own = Own()
    own.row("hours")[EN] = "=A1"
    assert own.findings()["cell_computed"].place.startswith("survey row 4, column ")


def test_words_in_a_column_without_heading_are_not_dropped():
    rows = table(Own().survey)
    rows[1].append("what is this?")
    _, findings = check_sheet(workbook({"survey": rows}), "wishes.xlsx", own=True)
    assert ("heading_missing", "survey row 2") in {(finding.code, finding.place) for finding in findings}


def test_two_columns_of_one_name_are_told():
    rows = [["type", "name", EN, "Name"], ["text", "a", "A", "b"]]
    _, findings = check_sheet(workbook({"survey": rows}), "a.xlsx")
    assert "heading_twice" in {finding.code for finding in findings}


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken", workbook({"other": [["a"]]})])
def test_what_is_no_form_is_refused_and_nothing_raises(content):
    file, findings = check_sheet(content, "x.xlsx")
    assert file is None
    assert len(findings) == 1


@pytest.mark.parametrize(
    "xml",
    [
        b"<worksheet><sheetData><row><c",
        b'<!DOCTYPE a [<!ENTITY b "b">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row>'
        b"</sheetData></worksheet>",
    ],
    ids=["cut off", "with entities"],
)
def test_a_workbook_with_a_broken_sheet_is_refused_and_nothing_raises(xml):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(Own().content())) as whole, zipfile.ZipFile(out, "w") as broken:
        for part in whole.namelist():
            broken.writestr(part, xml if part == "xl/worksheets/sheet1.xml" else whole.read(part))
    file, findings = check_sheet(out.getvalue(), "wishes.xlsx")
    assert file is None
    assert "file_no_sheet" in {finding.code for finding in findings}


def test_a_sheet_that_unpacks_to_very_much_is_not_opened(monkeypatch):
    from wasl.programme.forms import workbook as module

    monkeypatch.setattr(module, "MOST_UNPACKED", 100)
    monkeypatch.setattr(openpyxl, "load_workbook", None)
    _, (finding,) = check_sheet(Own().content() + b"\0", "large.xlsx")
    assert finding.code == "file_too_large"


def test_empty_rows_and_another_order_of_columns_make_no_new_version():
    own = Own()
    plain = own.check()[0].form
    turned = [row[::-1] for row in table(own.survey)]
    spaced = workbook(
        {
            "survey": [*turned[:2], [], *turned[2:]],
            **{name: table(getattr(own, name)) for name in ("choices", "settings", "decisions")},
        }
    )
    assert check_sheet(spaced, own.name, own=True)[0].form.digest == plain.digest
    own.row("hours")[EN] += "?"
    assert own.check()[0].form.digest != plain.digest


def test_what_pyxform_alone_refuses_is_told_with_its_row():
    own = Own()
    own.settings[0]["form_title::English (en)"] = "x"
    own.name = "wishes.xlsx"
    file, findings = own.check(own=False)
    assert any(finding.code == "xform_refused" for finding in findings)
    assert file.xform == ""


def test_pyxforms_sentences_become_places():
    from wasl.programme.forms.xform import _placed

    form = Own().check()[0].form
    refused = _placed("[row : 3] On the 'choices' sheet, the 'name' value is invalid. Why.", form)
    assert (refused.sheet, refused.row, refused.column) == ("choices", 3, "name")
    assert _placed("The survey element named 'hours' has no label or hint.", form).row == 4
    assert _placed("[row : 3] List name not in choices sheet: nn", form).sheet == "survey"
