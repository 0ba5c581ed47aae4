"""The words of instruments: whose they are, where they are from, or why there are none; and what nobody is called."""

from pathlib import Path

import pytest

from tests.programme.folders import Folder
from tests.scoring.test_checker import HERE, Shelf
from wasl.kernel.text import LANGUAGES
from wasl.programme import load
from wasl.programme.forbidden import check_name, check_text
from wasl.programme.scoring import NoText, ToolText, library
from wasl.programme.scoring.engine import Reason
from wasl.programme.scoring.texts import STATUS
from wasl.programme.scoring.words import say, spoken

#: what a result never says of a person, in three languages
DIAGNOSES = {
    "en": ("depress", "anxiety", "ptsd", "disorder", "diagnos", "patient", "disease", "illness", "suicid", "trauma"),
    "ar": ("اكتئاب", "اضطراب", "تشخيص", "مرض", "مريض", "انتحار", "صدمة", "أعراض"),
    "ckb": ("خەمۆکی", "تێکچوون", "دەستنیشان", "نەخۆش", "خۆکوشتن", "تراوما", "نیشانە"),
}  # fmt: skip
SHIPPED = sorted(library().texts)
WORDED = sorted(code for code in SHIPPED if isinstance(library().text(code, "en"), ToolText))


def judging(language: str, text: str) -> list[str]:
    return [word for word in DIAGNOSES[language] if word in text.casefold()]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


# --- what is there


def test_every_tool_that_may_ship_says_whether_its_words_are_here():
    may = {code for code, tool in library().tools.items() if tool.texts == "ship"}
    assert set(SHIPPED) == may
    assert len(WORDED) >= 15


@pytest.mark.parametrize("code", SHIPPED)
def test_a_language_has_words_with_a_source_or_a_reason_why_not(code):
    for language in LANGUAGES:
        text = library().text(code, language)
        if isinstance(text, NoText):
            assert text.code == "text_absent"
            assert text.reason
            continue
        assert text.status in STATUS
        assert text.source
        assert text.notice
        assert text.intro
        assert set(library().tools[code].expected) <= set(text.items)


@pytest.mark.parametrize("code", WORDED)
def test_validated_words_are_not_translated_here(code):
    """Only the project's own checklists are in three languages by our own hand."""
    own = library().tools[code].kind == "checklist"
    for language in ("ar", "ckb"):
        assert isinstance(library().text(code, language), ToolText) == own
    english = library().text(code, "en")
    assert isinstance(english, ToolText)
    assert (english.status == "own") == own


def test_why_there_are_no_words_is_told_in_three_languages():
    for code, why in (
        ("who-5", "text_needs_permission"),
        ("nsg-14", "text_in_programme"),
        ("sdq-paper", "text_absent"),
    ):
        for language in LANGUAGES:
            text = library().text(code, language)
            assert (isinstance(text, NoText), text.code) == (True, why)
            assert say(text.code, language=language)


def test_the_words_of_an_answer_are_those_of_its_own_scale():
    phq = library().text("phq-9", "en")
    assert isinstance(phq, ToolText)
    assert phq.answers["9"][3] == "Nearly every day"
    assert phq.answers["10"][3] == "Extremely difficult"


# --- what is never said


@pytest.mark.requirement("R002", "P11")
def test_no_item_asks_for_what_has_no_field_here():
    for code in WORDED:
        for language in LANGUAGES:
            text = library().text(code, language)
            if isinstance(text, NoText):
                continue
            said = [
                text.intro,
                *text.items.values(),
                *(word for one in text.answers.values() for word in one.values()),
            ]
            asked = check_name if text.status in ("own", "review") else check_text
            assert [one for one in said if asked(one)] == []


def test_what_the_engine_says_names_no_illness_and_judges_nobody():
    for code, text in spoken().items():
        for language in LANGUAGES:
            assert text.in_(language), (code, language)
            assert judging(language, text.in_(language)) == []
            assert check_text(text.in_(language)) == []
            assert check_name(text.in_(language)) is None


def test_a_diagnosis_would_be_seen():
    """The planted fault."""
    assert judging("en", "She has Depression.") == ["depress"]
    assert judging("ar", "لديه اكتئاب") == ["اكتئاب"]
    assert judging("ckb", "خەمۆکی ھەیە") == ["خەمۆکی"]


def test_every_code_of_the_engine_has_words_for_its_facts():
    facts = {"item": "9", "items": "1, 2", "count": 2, "most": 1, "least": 8, "score": "B", "flag": "x", "level": "y",
             "keys": "items", "expected": "9", "given": 8, "allowed": "0, 1"}  # fmt: skip
    for code in spoken():
        for language in LANGUAGES:
            assert "{" not in say(Reason(code).code, facts, language)


# --- what the checker finds


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "place"),
    [
        ("phq-9", 'tool = "phq-9"', 'tool = "phq-8"', "tool_unknown", "tool"),
        ("phq-9", 'tool = "phq-9"', 'tool = "who-5"', "text_not_allowed", "tool"),
        ("phq-9", 'tool = "phq-9"', 'tool = "sdq-paper"', "text_not_allowed", "tool"),
        ("phq-9", 'tool = "phq-9"', 'tool = "nsg-14"', "text_not_allowed", "tool"),
        ("phq-9", 'status = "published"', 'status = "remembered"', "value_wrong", "language.en.status"),
        ("phq-9", 'source = "phqscreeners.com, PHQ-9 in English"', "", "source_missing", "language.en.source"),
        ("phq-9", "[language.ar]\nabsent", "[language.fa]\nabsent", "language_missing", "language.ar"),
        ("phq-9", 'code = "9"', 'code = "19"', "item_unknown", "item[19].code"),
        ("phq-9", 'code = "9"', 'code = "8"', "item_twice", "item[8].code"),
        ("phq-9", 'code = "9"', 'code = "10"', "item_missing", "item"),
        ("phq-9", "is = 3", "is = 4", "answer_unknown", "answer[4].is"),
        ("srq-20", "is = 1", "is = 0", "answer_missing", "answer"),
        ("phq-9", 'en = "Feeling tired', 'ar = "متعب"\nen = "Feeling tired', "language_absent", "item[4].ar"),
        ("fcr-10", 'ckb = "بەڵێ"', "", "key_missing", "answer[2].ckb"),
        ("fcr-10", 'en = "A clinic is', 'en = "Their tribe is', "word_forbidden", "item[7].en"),
        ("phq-9", 'en = "Trouble conc', 'en = "A member of the group. Conc', "word_forbidden", "item[7].en"),
    ],
)  # fmt: skip
def test_each_fault_of_a_file_of_words_is_found(shelf: Shelf, name, old, new, code, place):
    found = shelf.replace(name, old, new, part="texts").findings()
    told = [str(finding) for finding in found]
    assert any(f.code == code and f.place == place and f.file == f"texts/{name}.toml" for f in found), told


# --- a content pack

PACK = """
tool = "hdds"
notice = "with permission of the owner"
licence = "for this ministry"

[language.en]
absent = "not needed here"
[language.ar]
status = "published"
source = "the form of 2026"
[language.ckb]
absent = "not published"

[intro]
ar = "هل أكل أحد في الأسرة أمس من هذه الأطعمة؟"
[[answer]]
is = 0
ar = "لا"
[[answer]]
is = 1
ar = "نعم"
""" + "".join(f'[[item]]\ncode = "{n}"\nar = "مجموعة {n}"\n' for n in range(1, 13))


def test_a_content_pack_brings_words(folder: Folder):
    (folder.path / "texts").mkdir()
    (folder.path / "texts" / "hdds.toml").write_text(PACK, encoding="utf-8")
    scoring = load(folder.path).scoring
    arabic = scoring.text("hdds", "ar")
    assert isinstance(arabic, ToolText)
    assert arabic.items["12"] == "مجموعة 12"
    assert isinstance(scoring.text("phq-9", "en"), ToolText)


def test_a_content_pack_may_bring_what_needs_permission_and_never_what_may_not_be_drawn(folder: Folder):
    (folder.path / "texts").mkdir()
    pack = folder.path / "texts" / "pack.toml"
    pack.write_text('tool = "who-5"\nnotice = "n"\nlicence = "l"\n', encoding="utf-8")
    assert "text_not_allowed" not in folder.codes()
    pack.write_text('tool = "sdq-paper"\nnotice = "n"\nlicence = "l"\n', encoding="utf-8")
    found = folder.findings()
    assert ("texts/pack.toml", "text_not_allowed") in {(finding.file, finding.code) for finding in found}
    pack.write_text("tool = \n", encoding="utf-8")
    assert ("texts/pack.toml", "toml_broken") in {(f.file, f.code) for f in folder.findings()}


def test_the_library_lies_where_the_package_is():
    assert (HERE / "texts").is_dir()
