"""The catalogues follow the source, keep every translation, and never pretend to be complete."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools import messages

PAGE = """{% load i18n %}
  <h1>{% translate "My day" %}</h1>
     <p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}</p>
{% blocktranslate count counter=n %}One family{% plural %}{{ counter }} families{% endblocktranslate %}
"""
CODE = 'from x import gettext_lazy as _, pgettext\nA = _("Need")\nB = pgettext("button", "Accept")\nC = "not this"\n'


@pytest.fixture
def house(tmp_path):
    """A small package with one page and one module, in one language that nobody has translated yet."""
    templates = tmp_path / "wasl" / "templates"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text(PAGE)
    (tmp_path / "wasl" / "labels.py").write_text(CODE)
    (tmp_path / "listed.txt").write_text("# words of others\nInvalid login.\nThis field is required.\n")
    return tmp_path


def _po(house: Path) -> Path:
    return house / "wasl" / "locale" / "ckb" / "LC_MESSAGES" / "django.po"


def _update(house: Path) -> str:
    messages.update(house, house / "listed.txt", ["ckb"])
    return _po(house).read_text(encoding="utf-8")


def _check(house: Path) -> list[str]:
    return messages.check(house, house / "listed.txt", ["ckb"])


def _translate(house: Path, pairs: dict[str, str]) -> None:
    text = _po(house).read_text(encoding="utf-8")
    for english, kurdish in pairs.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{kurdish}"')
        text = text.replace(
            'msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "یەک خێزان"\nmsgstr[1] "%(counter)s خێزان"'
        )
    _po(house).write_text(text, encoding="utf-8")


WHOLE = {
    "My day": "ڕۆژەکەم",
    "Hello %(name)s": "سڵاو %(name)s",
    "Need": "پێویستی",
    "Accept": "قبوڵ",
    "Invalid login.": "هەڵەیە",
}


def test_words_of_pages_and_modules_are_found_and_other_text_is_not(house):
    text = _update(house)
    for english in ("My day", "Hello %(name)s", "One family", "Need", "Accept", "Invalid login."):
        assert f'msgid "{english}"' in text
    assert 'msgctxt "button"' in text
    assert "not this" not in text


def test_a_word_that_django_brings_in_sorani_is_not_asked_of_us(house):
    assert "This field is required." not in _update(house)


def test_a_whole_catalogue_has_no_fault(house):
    _update(house)
    _translate(house, WHOLE)
    assert _check(house) == []


def test_every_empty_translation_is_named(house):
    _update(house)
    assert len(_check(house)) == 6


def test_a_new_word_in_the_source_that_nobody_extracted_is_caught(house):
    _update(house)
    _translate(house, WHOLE)
    (house / "wasl" / "labels.py").write_text(CODE + 'D = _("Goal")\n')
    assert _check(house) == ["ckb: not in the catalogue: 'Goal' (run make messages)"]


def test_a_word_that_left_the_source_is_caught_and_kept_for_its_return(house):
    _update(house)
    _translate(house, WHOLE)
    (house / "wasl" / "labels.py").write_text("")
    assert len(_check(house)) == 2
    assert '#~ msgid "Need"' in _update(house)
    assert _check(house) == []
    (house / "wasl" / "labels.py").write_text(CODE)
    _update(house)
    assert messages.read(_po(house), "ckb")["Need"].string == "پێویستی"


def test_a_translation_and_its_note_for_review_survive_an_update_unchanged(house):
    _update(house)
    _translate(house, WHOLE)
    text = (
        _po(house)
        .read_text(encoding="utf-8")
        .replace("#: wasl/labels.py\nmsgid", "# review\n#: wasl/labels.py\nmsgid")
    )
    _po(house).write_text(text, encoding="utf-8")
    assert _update(house) == text


@pytest.mark.parametrize("broken", ["سڵاو", "سڵاو %(nav)s", "سڵاو %(name)s %s"])
def test_a_placeholder_that_was_lost_or_changed_is_caught(house, broken):
    _update(house)
    _translate(house, {**WHOLE, "Hello %(name)s": broken})
    assert [line.partition(":")[2].split(":")[0].strip() for line in _check(house)] == ["placeholders differ"]


def test_a_plural_form_may_leave_the_number_out_but_not_invent_a_name():
    forms = ("One family", "%(n)d families")
    assert messages.faults_of(Message(forms, ("خێزانێک", "%(n)d خێزان"))) == []
    assert len(messages.faults_of(Message(forms, ("خێزانێک", "%(m)d خێزان")))) == 1
    assert len(messages.faults_of(Message(forms, ("خێزانێک", "")))) == 1


def test_what_is_compiled_speaks(house):
    import gettext

    _update(house)
    _translate(house, WHOLE)
    written = messages.compile_all(house / "wasl" / "locale")
    with written[0].open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.gettext("My day") == "ڕۆژەکەم"
    assert spoken.ngettext("One family", "%(counter)s families", 5) == "%(counter)s خێزان"


def test_plural_forms_are_those_of_django(house):
    import gettext

    for language in messages.LANGUAGES:
        rule = gettext.c2py(messages.PLURALS[language].partition("plural=")[2].rstrip(";"))
        forms = {rule(n) for n in range(200)}
        assert forms == set(range(int(messages.PLURALS[language][len("nplurals=")])))
