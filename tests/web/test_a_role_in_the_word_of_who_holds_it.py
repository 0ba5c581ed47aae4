"""What somebody does is said in the word for a woman or for a man, where the language has two."""

import pytest


@pytest.mark.parametrize(
    ("lang", "gender", "said"),
    [
        ("ar", "f", "مشرفة الحالات"),
        ("ar", "m", "مشرف الحالات"),
        ("ar", "", "مشرف الحالات"),
        ("en", "f", "Case supervisor"),
        ("ckb", "f", "سەرپەرشتیاری کەیس"),
    ],
)
def test_a_supervisor_is_named_as_she_or_he_is(lang: str, gender: str, said: str):
    from django.utils.translation import override

    from wasl.interfaces.web import words

    with override(lang):
        assert words.role("case-supervisor", gender) == said


def test_a_role_that_the_programme_does_not_know_is_told_by_its_code():
    from wasl.interfaces.web import words

    assert words.role("no-such-role", "f") == "no-such-role"
