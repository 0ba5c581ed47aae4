"""A form in words says everything that the form is; two versions are told apart in words, and one with itself never."""

import copy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.programme.folders import AL_AMAL
from tests.programme.test_forms_from_elsewhere import CASCADE, HOUSEHOLD, SCORES
from tests.programme.workbooks import AR, CKB, EN, Own, asked, workbook
from wasl.programme.forms import between, check_sheet

SHEETS = sorted((AL_AMAL / "instruments").glob("*.xlsx"))


def changes(new: Own, old: Own | None = None):
    before, after = (old or Own()).check()[0], new.check()[0]
    return between(before.form, after.form)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_every_sheet_of_al_amal_has_its_twin_and_no_difference_with_itself(sheet: Path):
    file, findings = check_sheet(sheet.read_bytes(), f"instruments/{sheet.name}", own=True)
    assert [str(one) for one in findings] == []
    assert sheet.with_suffix(".txt").read_bytes().decode() == file.twin
    assert between(file.form, file.form) == ()


def test_the_twin_can_be_read_aloud():
    twin = Own().check()[0].twin
    assert "wants_course: select_one yes_no\n    ar: هل ترغب في دورة؟\n" in twin
    assert "    relevant: ${wants_course} = 'yes'\n    decision: course\n" in twin
    assert "list yes_no\n    yes\n        ar: نعم\n" in twin


def _question(own: Own, **cells) -> None:
    own.row("hours").update(cells)


PLANTED = [
    ("question_added", "question more added", lambda own: own.add(**asked("more"))),
    ("question_removed", "question hours removed", lambda own: own.survey.remove(own.row("hours"))),
    ("words_changed", "question hours, label in ckb: “چەند کاتژمێر؟” → “چەند کات؟”",
     lambda own: _question(own, **{CKB: "چەند کات؟"})),
    ("words_changed", "list yes_no, answer no, label in ar: “لا” → “كلا”",
     lambda own: own.choices[1].update({AR: "كلا"})),
    ("words_changed", "decision course, label in en: “Which course is proposed” → “Which one”",
     lambda own: own.decisions[0].update({EN: "Which one"})),
    ("words_changed", "settings, title in en: “Wishes” → “Hopes”",
     lambda own: own.settings[0].update(title_en="Hopes")),
    ("choice_added", "list yes_no: answer maybe added",
     lambda own: own.choices.append({"list_name": "yes_no", "name": "maybe", EN: "Maybe", AR: "ربما", CKB: "ڕەنگە"})),
    ("choice_removed", "list yes_no: answer no removed", lambda own: own.choices.pop()),
    ("choices_reordered", "list yes_no: the answers stand in another order", lambda own: own.choices.reverse()),
    ("relevant_changed", "question hours, relevant: “${wants_course} = 'yes'” → nothing",
     lambda own: own.row("hours").pop("relevant")),
    ("type_changed", "question hours is decimal, before integer: give it a new name",
     lambda own: _question(own, type="decimal")),
    ("question_moved", "question wants_course stands in another place",
     lambda own: own.survey.insert(1, own.survey.pop())),
    ("decision_changed", "question hours, decision: “course” → nothing", lambda own: own.row("hours").pop("decision")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "words", "plant"), PLANTED, ids=[code for code, _, _ in PLANTED])
def test_each_change_is_told_in_words(code, words, plant):
    own = Own()
    plant(own)
    found = {(change.code, change.said) for change in changes(own)}
    expected = words.replace("wants_course stands", "hours stands")
    assert (code, words) in found or (code, expected) in found, found


def test_only_a_name_that_comes_back_with_another_type_is_refused():
    for code, _, plant in PLANTED:
        own = Own()
        plant(own)
        assert any(change.refused for change in changes(own)) is (code == "type_changed")


def test_a_group_that_becomes_a_grid_loses_no_answer():
    def grouped(appearance):
        own = Own()
        own.add(type="begin group", name="g", appearance=appearance, **{EN: "G", AR: "م", CKB: "گ"})
        own.add(**asked("a", "select_one yes_no"))
        return own.add(type="end group")

    found = changes(grouped("table-list"), grouped("field-list"))
    assert "type_changed" in {change.code for change in found}
    assert not any(change.refused for change in found)


CELLS = st.sampled_from(
    ["x", "y z", "سؤال", "پرسیار", "${q0} = 'a'", "1 + 1", "field-list", "course", "w::q", ""]
)
KINDS = st.sampled_from(
    ["text", "integer", "date", "note", "select_one l", "select_multiple l", "calculate", "begin group", "end group",
     "begin repeat", "end repeat", "geopoint", "what", ""]
)  # fmt: skip
HEADINGS = ("label::العربية (ar)", "label::English (en)", "hint::English (en)", "relevant", "constraint", "required",
            "calculation", "choice_filter", "appearance", "decision", "item", "default", "repeat_count")  # fmt: skip
ROWS = st.lists(
    st.tuples(KINDS, st.sampled_from(["q0", "q1", "q2", "Q 3", ""]), st.lists(CELLS, max_size=len(HEADINGS))),
    min_size=1,
    max_size=7,
)
CHOICES = st.lists(st.tuples(st.just("l"), st.sampled_from(["a", "b", "c d"]), CELLS, CELLS), max_size=3)


def _sheet(rows, choices) -> bytes:
    survey = [["type", "name", *HEADINGS], *([kind, name, *cells] for kind, name, cells in rows)]
    return workbook({"survey": survey, "choices": [["list_name", "name", EN, "town"], *choices]})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, CHOICES)
def test_whatever_is_written_is_read_put_into_words_and_equal_to_itself(rows, choices):
    """Read twice from two workbooks: the same words, the same version, no difference; and nothing ever raises."""
    one, findings = check_sheet(_sheet(rows, choices), "one.xlsx")
    two, _ = check_sheet(_sheet(copy.deepcopy(rows), choices), "one.xlsx", own=True)
    if one is None:
        assert findings
        return
    assert one.twin == two.twin
    assert one.form.digest == two.form.digest
    assert between(one.form, two.form) == ()
    assert one.xform or any(finding.severity == "fault" for finding in findings)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, CHOICES, ROWS)
def test_two_versions_differ_in_words_exactly_when_their_digests_do(rows, choices, others):
    one, two = (check_sheet(_sheet(some, choices), "one.xlsx")[0] for some in (rows, others))
    if one is None or two is None:
        return
    assert (between(one.form, two.form) == ()) is (one.form.digest == two.form.digest)
    assert (one.twin == two.twin) is (one.form.digest == two.form.digest)


@pytest.mark.parametrize("sheets", [HOUSEHOLD, CASCADE, SCORES])
def test_forms_from_elsewhere_have_twins_too(sheets):
    file, _ = check_sheet(workbook(sheets), "elsewhere.xlsx")
    for question, _ in file.form.every():
        assert f"{question.name}: " in file.twin
