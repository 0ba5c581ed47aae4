"""The pieces of the pages: what they say, what they never carry, and how they answer a mistake."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from wasl.interfaces.web.ui import drawings
from wasl.interfaces.web.ui.fields import BirthDateField, DateField
from wasl.interfaces.web.ui.form_renderer import FormRenderer
from wasl.interfaces.web.ui.reader import reading_as
from wasl.interfaces.web.ui.verbs import VERBS, verb

ALONE = ("errors/404.html", "errors/500.html")
TELLTALE = re.compile(r"<form|<input|nonce|K7-03F2|/files/", re.IGNORECASE)


def shown(source: str, **context: object) -> str:
    return Template("{% load wasl_ui i18n %}" + source).render(Context(context))


def in_all_conditions(template: str, loader=render_to_string) -> set[str]:
    """What a page says to different people at different addresses."""
    told = set()
    for language in ("ar", "ckb", "en"):
        for path in ("/files/K7-03F2/", "/nothing/"):
            with translation.override(language):
                told.add(loader(template, {"reason": path, "nonce": "abc"}, RequestFactory().get(path)))
    return told


@pytest.mark.requirement("P8")
@pytest.mark.parametrize("template", ALONE)
def test_a_strangers_404_says_the_same_to_everybody(template):
    told = in_all_conditions(template)
    assert len(told) == 1
    assert not TELLTALE.search(told.pop())


def test_a_404_that_repeats_its_address_would_be_caught():
    def telling(name, context, request):
        return Template("<p>{{ reason }}</p><form></form>").render(Context(context))

    told = in_all_conditions("errors/404.html", telling)
    assert len(told) > 1
    assert all(TELLTALE.search(page) for page in told)


@pytest.mark.requirement("R079")
def test_a_verb_asks_for_the_gender_of_the_reader(monkeypatch):
    monkeypatch.setitem(VERBS, "start", ("بدء", "ابدئي", "ابدأ"))
    assert shown("{% verb 'start' %}") == "بدء"
    with reading_as(gender="f"):
        assert shown("{% verb 'start' %} {{ 'start'|verb }}") == "ابدئي ابدئي"
        assert verb("start", "m") == "ابدأ"
    assert verb("start") == "بدء"


def test_every_verb_is_worded_for_both_and_for_nobody_in_particular():
    with translation.override("en"):
        for name, forms_ in VERBS.items():
            assert len({str(form) for form in forms_}) == 1, name


def test_a_name_is_escaped_and_stands_apart_from_the_direction_of_its_line():
    assert shown("{% bdi name %}", name="<b>أم أحمد") == "<bdi>&lt;b&gt;أم أحمد</bdi>"
    assert shown("{% file_number 'K7-03F2' %}") == '<bdi class="ref" dir="ltr">K7-03F2</bdi>'


def test_what_stands_inside_a_card_is_not_escaped_twice_and_what_people_wrote_is():
    page = shown("{% card title=title %}<p>{{ text }}</p>{% endcard %}", title="A & B", text="<script>")
    assert "<p>&lt;script&gt;</p>" in page
    assert "<h2>A &amp; B</h2>" in page
    assert '<a href="#">' in shown('{% page_head "x" %}<a href="#">y</a>{% endpage_head %}')


def test_a_level_is_told_by_bars_and_a_word_never_by_colour_alone():
    with translation.override("en"):
        page = shown("{% levels 3 'serious' %}")
    assert page.count('class="on"') == 3
    assert 'aria-label="level 3 of 4"' in page
    assert ">serious<" in page


def test_a_missing_goal_is_a_place_that_asks_to_be_filled():
    row = {"need": {"name": "Papers", "level": 2}, "goal_url": "/goal/", "goal_ask": "Add one"}
    with translation.override("en"):
        page = render_to_string("components/thread.html", {"rows": [row]})
    assert re.search(r'<a class="thread__place" href="/goal/"><b>No goal yet</b>Add one</a>', page)


def test_a_private_row_is_marked_so_that_print_leaves_it_out():
    row = {"need": {"name": "Own", "level": 1}, "circle": "own"}
    assert 'class="thread__private" data-circle="own"' in render_to_string(
        "components/thread.html", {"rows": [row]}
    )
    family = {**row, "circle": "family"}
    assert "thread__private" not in render_to_string("components/thread.html", {"rows": [family]})


class Asked(forms.Form):
    default_renderer = FormRenderer
    given = forms.CharField(label="Name", help_text="As on the document")
    reach = forms.ChoiceField(label="Reach", choices=[("p", "Phone")], widget=forms.RadioSelect)
    born = BirthDateField(label="Born", required=False)


def test_every_mistake_is_named_at_the_top_and_leads_to_its_field():
    form = Asked({})
    summary = shown("{% error_summary form %}", form=form)
    page = str(form)
    for target in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{target}"' in page
    assert summary.count("<li>") == 2
    assert "Name: " in summary
    assert shown("{% error_summary form %}", form=Asked()).strip() == ""


def test_label_hint_and_error_are_tied_to_the_input():
    page = str(Asked({}))
    assert 'for="id_given"' in page
    assert 'id="id_given_helptext"' in page
    assert 'id="id_given_error"' in page
    assert 'aria-describedby="id_given_helptext id_given_error"' in page


@pytest.mark.requirement("R063")
@pytest.mark.parametrize(
    ("parts", "known"),
    [
        (["3", "9", "1991"], {"date": "1991-09-03", "accuracy": "day"}),
        (["", "9", "1991"], {"date": "1991-09-01", "accuracy": "month"}),
        (["", "", "1991"], {"date": "1991-01-01", "accuracy": "year"}),
    ],
)
def test_as_much_of_a_birth_date_is_taken_as_is_known(parts, known):
    assert BirthDateField().clean(parts) == known


@pytest.mark.parametrize(
    "parts", [["31", "2", "1991"], ["3", "", "1991"], ["x", "9", "1991"], ["1", "1", "2999"]]
)
def test_an_impossible_birth_date_is_refused_in_words(parts):
    with pytest.raises(forms.ValidationError):
        BirthDateField().clean(parts)


def test_a_date_is_read_in_any_digits_and_asked_for_whole():
    form = type("Form", (forms.Form,), {"day": DateField()})
    assert form({"day_0": "٣", "day_1": "9", "day_2": "٢٠٢٦"}).is_valid()
    assert not form({"day_1": "9", "day_2": "2026"}).is_valid()
    assert form({"day": "2026-09-03"}).is_valid()


def test_the_web_of_needs_turns_with_the_reading_direction():
    class Change:
        def __init__(self, label: str, before: int, after: int | None) -> None:
            self.label, self.before, self.after = label, before, after

    changes = [Change("a", 4, 1), Change("b", 2, None), Change("c", 3, 0)]
    left, right = drawings.radar(changes, rtl=False), drawings.radar(changes, rtl=True)
    assert left.spokes[1].x > left.centre > right.spokes[1].x
    assert {left.spokes[1].anchor, right.spokes[1].anchor} == {"start"}


@pytest.mark.parametrize(("done", "total", "filled"), [(0, 0, 0), (5, 8, 62), (9, 8, 100), (-1, 8, 0)])
def test_a_bar_is_never_emptier_than_nothing_or_fuller_than_full(done, total, filled):
    assert drawings.percent(done, total) == filled
