"""A date comes back as it was typed, in the reader's digits; answers stand so that a form stays short."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from wasl.interfaces.web.templatetags.wasl_ui import choices_layout
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.fields import DateField, kept_parts


class Visit(forms.Form):
    on = DateField()


@pytest.mark.parametrize(
    ("language", "shown"), [("ar", ("٢٢", "٢٠٢٦")), ("ckb", ("٢٢", "٢٠٢٦")), ("en", ("22", "2026"))]
)
def test_a_date_stands_in_its_fields_in_the_digits_of_the_page(language, shown):
    with translation.override(language):
        drawn = Visit(initial={"on": date(2026, 11, 22)}).as_p()
    assert f'value="{shown[0]}"' in drawn
    assert f'value="{shown[1]}"' in drawn
    assert '<option value="11" selected' in drawn, "the month keeps its number for the form"


def test_a_date_that_was_half_typed_is_opened_again_as_it_was_left():
    kept = kept_parts({"on_0": "٣", "on_1": "9", "on_2": "", "text": "زيارة"})
    assert kept == {"on": ["٣", "9", ""], "text": "زيارة"}
    with translation.override("ar"):
        drawn = Visit(initial=kept).as_p()
    assert 'value="٣"' in drawn
    assert '<option value="9" selected' in drawn


def test_what_only_looks_like_a_part_of_a_date_stays_as_it_is():
    assert kept_parts({"line_0": "a", "line_1": "b"}) == {"line_0": "a", "line_1": "b"}


@pytest.mark.parametrize(
    ("labels", "layout"),
    [
        (["Under way", "Reached", "Dropped"], "row"),
        (["Yes, somebody may be in touch at home", "No"], ""),
        ([f"Office {n}" for n in range(19)], "grid"),
        (["Only one"], ""),
    ],
)
def test_few_short_answers_stand_in_a_row_and_many_in_columns(labels, layout):
    choices = [(str(n), label) for n, label in enumerate(labels)]
    form = type(
        "Form", (forms.Form,), {"how": forms.ChoiceField(choices=choices, widget=forms.RadioSelect)}
    )()
    assert choices_layout(form["how"]) == layout


def test_a_name_put_into_a_line_keeps_its_direction_to_itself():
    line = " · ".join(("Need: begin within 30 days", isolated("تبارك"), "29 July"))
    assert "\u2068تبارك\u2069 · 29" in line
    assert isolated("") == ""
