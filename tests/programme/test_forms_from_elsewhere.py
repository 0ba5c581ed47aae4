"""Forms in the manner of public ODK examples work as they are, or are refused with the row and the reason."""

import pytest

from tests.programme.workbooks import workbook
from wasl.programme.forms import Kind, check_sheet

HOUSEHOLD = {
    "survey": [
        ["type", "name", "label::English (en)", "label::French (fr)", "hint::English (en)", "required", "relevant",
         "constraint", "constraint_message::English (en)", "calculation", "repeat_count", "appearance", "notes"],
        ["start", "start"],
        ["today", "today"],
        ["begin_group", "household", "Household", "Ménage"],
        ["integer", "hh_size", "How many people live here?", "Combien de personnes ?", None, "yes", None,
         ". > 0 and . < 30", "Between 1 and 29"],
        ["calculate", "rooms_needed", None, None, None, None, None, None, None, "ceiling(${hh_size} div 2)"],
        ["end_group"],
        ["begin_repeat", "member", "Member", "Membre", None, None, None, None, None, None, "${hh_size}"],
        ["text", "first_word", "What is this person called at home?", "Comment l'appelle-t-on ?"],
        ["integer", "age", "Age of ${first_word}", "Âge de ${first_word}", "In full years", None, None,
         ". >= 0 and . <= 120"],
        ["select_multiple activity", "does", "What does ${first_word} do?", "Que fait ${first_word} ?", None, None,
         "${age} >= 6", "not(selected(., 'none') and count-selected(.) > 1)"],
        ["end_repeat"],
        ["calculate", "grown", None, None, None, None, None, None, None, "count(${member})"],
        ["note", "thanks", "Thank you. ${rooms_needed} rooms.", "Merci.", None, None, None, None, None, None, None,
         None, "to be shortened"],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)", "label::French (fr)"],
        ["activity", "school", "School", "École"],
        ["activity", "work", "Work", "Travail"],
        ["activity", "none", "Nothing", "Rien"],
    ],
    "settings": [["form_title", "form_id", "version", "default_language"], ["Home", "household", 3, "English (en)"]],
}  # fmt: skip

CASCADE = {
    "survey": [
        ["type", "name", "label", "choice_filter", "relevance", "default"],
        ["select one from state", "state", "State"],
        ["select one from county", "county", "County", "state = ${state}"],
        ["select_one city", "city", "City", "state=${state} and county=${county}", "${county} != ''"],
        ["date", "day", "Day of the visit", None, None, "today()"],
        ["decimal", "weight", "Weight (kg)"],
        ["note", "where", "In ${city}, ${county}"],
    ],
    "choices": [
        ["list name", "name", "label", "state", "county"],
        ["state", "north", "North"],
        ["state", "south", "South"],
        ["county", "hills", "Hills", "north"],
        ["county", "coast", "Coast", "south"],
        ["city", "old_town", "Old Town", "north", "hills"],
        ["city", "harbour", "Harbour", "south", "coast"],
    ],
}

SCORES = {
    "survey": [
        ["type", "name", "caption", "calculate", "appearance", "bind::relevant", "readonly"],
        ["begin group", "q", "How often?", None, "field-list"],
        ["select1 often", "head", "How often?", None, "label"],
        ["select1 often", "q1", "Meals", None, "list-nolabel"],
        ["select1 often", "q2", "Sleep", None, "list-nolabel"],
        ["end group"],
        ["calculate", "score", None, "coalesce(${q1}, 0) + coalesce(${q2}, 0)"],
        ["calculate", "percent", None, "round(${score} div 6 * 100, 0)"],
        ["text", "why", "Why so few?", None, "multiline", "${score} < 3 and not(${percent} = '')"],
        ["integer", "seen", "Score", "${score}", None, None, "yes"],
        ["calculate", "band", None, "if(${score} > 4, 'many', if(${score} > 2, 'some', 'few'))"],
        ["calculate", "when", None, "format-date(today(), '%Y-%m-%d')"],
    ],
    "choices": [
        ["list_name", "value", "label"],
        ["often", 0, "Never"],
        ["often", 1, "Some days"],
        ["often", 2, "Most days"],
        ["often", 3, "Every day"],
    ],
}


def check(sheets, name="elsewhere.xlsx"):
    return check_sheet(workbook(sheets), name)


@pytest.mark.parametrize("sheets", [HOUSEHOLD, CASCADE, SCORES], ids=["repeats", "cascade", "scores"])
def test_a_form_from_elsewhere_works_without_our_own_columns(sheets):
    file, findings = check(sheets)
    assert [str(one) for one in findings if one.severity == "fault"] == []
    assert file.xform.startswith("<?xml")
    assert f'version="{file.form.version}"' in file.xform


def test_repeats_and_groups_keep_what_stands_in_them():
    file, findings = check(HOUSEHOLD)
    kinds = {question.name: (question.kind, len(question.children)) for question in file.form.questions}
    assert kinds["household"] == (Kind.GROUP, 2)
    assert kinds["member"] == (Kind.REPEAT, 3)
    assert file.form.languages == {"en": "English (en)", "fr": "French (fr)"}
    # what is not read and what is missing is told, and keeps nobody from working
    assert {(one.code, one.place) for one in findings} == {
        ("column_unread", "survey row 1, notes"),
        ("language_missing", "survey row 5, constraint_message"),
        ("language_missing", "survey row 10, hint"),
    }


def test_a_cascade_keeps_the_columns_by_which_it_narrows():
    file, _ = check(CASCADE)
    assert [dict(choice.more) for choice in file.form.lists["city"]] == [
        {"state": "north", "county": "hills"},
        {"state": "south", "county": "coast"},
    ]


def test_likert_rows_are_one_grid():
    file, _ = check(SCORES)
    assert file.form.questions[0].kind is Kind.MATRIX


def test_everything_that_does_not_work_is_told_with_row_and_reason():
    broken = {
        "survey": [
            ["type", "name", "label", "media::image", "trigger", "calculation"],
            ["geopoint", "where", "Where is the house?"],
            ["image", "house", "A picture of the house"],
            ["select_one_from_file towns.csv", "town", "Town"],
            ["select_one yn or_other", "water", "Is there water?"],
            ["range", "how_full", "How full?"],
            ["rank yn", "order", "In which order?"],
            ["text", "what", "What is this?", "thing.png"],
            ["calculate", "far", None, None, None, "distance(${what})"],
            ["deviceid", "device"],
            ["select_one tribes", "clan", "Which tribe?"],
        ],
        "choices": [["list_name", "name", "label"], ["yn", "y", "Yes"], ["tribes", "a", "A"]],
    }
    file, findings = check(broken)
    assert file.xform == ""
    faults = {one.place: one.message for one in findings if one.severity == "fault"}
    assert {f"survey row {row}, type" for row in (2, 3, 4, 5, 6, 7, 10)} <= set(faults)
    assert "survey row 8, media::image" in faults
    assert "survey row 9, calculation" in faults
    assert "survey row 11, label (default)" in faults
    assert "where exactly somebody is" in faults["survey row 2, type"]


def test_a_missing_translation_elsewhere_is_told_and_does_not_refuse():
    sheets = {"survey": [["type", "name", "label::English (en)", "label::French (fr)"], ["text", "a", "A"]]}
    file, findings = check(sheets)
    assert [(one.code, one.severity) for one in findings] == [("language_missing", "warning")]
    assert file.xform
