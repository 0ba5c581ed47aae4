"""A fault is told with its line, its column and what to do, in the three languages."""

import string

import pytest

from tests.architecture.test_every_code_has_words_in_three_languages import original
from tools.messages import LANGUAGES, catalogue
from wasl.phases.entry_assessment import labels
from wasl.phases.entry_assessment.importer.roster import FAULTS


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_says_what_is_wrong_and_what_to_do(code: str) -> None:
    assert original(labels.REASONS[code])[1].endswith((".", "?"))
    assert original(labels.REMEDIES[code])[1].endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_and_every_remedy_are_translated_with_the_same_places(language: str) -> None:
    known = catalogue(language)
    sentences = ["Line %(row)d, column %(column)s: %(what)s", "Line %(row)d: %(what)s"]
    asked = [
        *((None, text) for text in sentences),
        *(original(labels.REMEDIES[code]) for code in labels.REMEDIES),
    ]
    assert [text for text in asked if not known.get(text)] == []
    for text in sentences:
        for place in ("%(row)d", "%(what)s"):
            assert place in known[(None, text)]


def test_no_sentence_blames_who_wrote_the_list() -> None:
    told = " ".join(
        original(text)[1] for text in (*labels.REASONS.values(), *labels.REMEDIES.values())
    ).lower()
    words = {word.strip(string.punctuation) for word in told.split()}
    assert not words & {"wrong", "illegal", "bad", "failed", "error"}
