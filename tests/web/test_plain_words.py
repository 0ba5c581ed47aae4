"""Before words of accusation are saved the writer is asked once, calmly; what she decides is nobody's business."""

import pytest
from django import forms
from django.utils import translation

from wasl.interfaces.web.ui.plain_words import PlainWords
from wasl.programme.forbidden import check_text, lexicon

ACCUSING = "زوجها كان مع داعش، وتحتاج إلى بيان ولادة لابنها"
CALM = "تحتاج إلى بيان ولادة لابنها ولا تعرف أين تطلبه"


class NoteForm(PlainWords):
    plain_fields = ("text", "reason")

    title = forms.CharField(required=False)
    text = forms.CharField(max_length=200, widget=forms.Textarea)
    reason = forms.CharField(required=False)


def sent(**data: str) -> NoteForm:
    return NoteForm({"text": CALM, **data})


@pytest.mark.requirement("R002", "P11")
def test_words_of_accusation_bring_the_form_back_with_advice_and_the_text_as_it_was():
    form = sent(text=ACCUSING)
    assert not form.is_valid()
    with translation.override("ar"):
        page = str(form)
    assert '<mark lang="ar">داعش</mark>' in page
    assert lexicon().remedies["affiliation"].ar in page
    assert ACCUSING in page
    assert f'name="as_it_is" value="{form.as_it_is}"' in page


def test_the_advice_speaks_the_language_of_the_page():
    form = sent(text=ACCUSING)
    assert not form.is_valid()
    for lang in ("ckb", "en"):
        with translation.override(lang):
            assert lexicon().remedies["affiliation"].in_(lang) in str(form)


def test_a_calm_text_is_not_asked_about_and_shows_no_advice():
    form = sent()
    assert form.is_valid()
    assert form.advice == []
    assert "as_it_is" not in str(form)
    assert "as_it_is" not in str(NoteForm())


def test_the_second_sending_with_the_tick_passes_and_the_text_is_untouched():
    first = sent(text=ACCUSING)
    assert not first.is_valid()
    second = sent(text=ACCUSING, as_it_is=first.as_it_is)
    assert second.is_valid()
    assert second.cleaned_data["text"] == ACCUSING
    assert "as_it_is" not in second.cleaned_data


def test_without_the_tick_it_is_asked_again_and_a_made_up_tick_does_not_count():
    assert not sent(text=ACCUSING, as_it_is="").is_valid()
    assert not sent(text=ACCUSING, as_it_is="yes").is_valid()


def test_new_words_are_asked_about_even_after_a_tick_and_old_ones_are_not_forgotten():
    first = sent(text=ACCUSING)
    assert not first.is_valid()
    second = sent(text=ACCUSING, reason="هو مطلوب للقضاء", as_it_is=first.as_it_is)
    assert not second.is_valid()
    assert list(second.errors) == ["reason"]
    assert sent(text=ACCUSING, reason="هو مطلوب للقضاء", as_it_is=second.as_it_is).is_valid()


def test_a_field_that_is_not_named_is_not_read():
    assert sent(title="داعش").is_valid()


def test_what_was_written_cannot_become_markup():
    form = sent(text="<b>داعش</b><script>alert(1)</script>")
    assert not form.is_valid()
    assert "<script>" not in str(form)


def test_other_faults_are_told_beside_it():
    form = NoteForm({"text": "", "reason": "suspected of helping them"})
    assert not form.is_valid()
    assert set(form.errors) == {"text", "reason"}


def test_two_forms_on_one_page_have_ticks_of_their_own():
    data = {"a-text": ACCUSING, "b-text": ACCUSING}
    first, second = NoteForm(data, prefix="a"), NoteForm(data, prefix="b")
    assert not first.is_valid()
    assert not NoteForm({**data, "b-as_it_is": first.as_it_is}, prefix="a").is_valid()
    assert NoteForm({**data, "a-as_it_is": first.as_it_is}, prefix="a").is_valid()
    assert not second.is_valid()
    assert PlainWords.is_tick("a-as_it_is")
    assert PlainWords.is_tick("as_it_is")
    assert not PlainWords.is_tick("text")


def test_a_form_that_names_no_field_asks_nothing_and_would_fail_these_tests(monkeypatch):
    monkeypatch.setattr(NoteForm, "plain_fields", ())
    assert check_text(ACCUSING)
    assert sent(text=ACCUSING).is_valid()
