"""What holds for any answers to any tool: bounds, direction, missing answers, halves, flags."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.scoring.forms import TOOLS, a_form, values
from wasl.programme import Programme
from wasl.programme.scoring import Result, library, score
from wasl.programme.scoring.engine import half_up
from wasl.programme.scoring.parts import Known
from wasl.programme.scoring.words import say

EACH = pytest.mark.parametrize("code", TOOLS)
#: tools in which no answer is set aside by the form's own rules (an item that is not asked, an aid)
PLAIN = [code for code in TOOLS if not library().tools[code].skips and not library().tools[code].aided]
RISING = [
    (code, name) for code in PLAIN for name, one in library().tools[code].scores.items() if one.how == "sum"
]
SETTLING = [
    code
    for code in PLAIN
    if library().tools[code].missing.rule != "prorate" and library().tools[code].cutoffs
]
#: each of these runs for every tool; more examples would make them the longest tests of all
few = settings(max_examples=20)


@EACH
@few
@given(data=st.data())
def test_every_value_lies_where_the_file_says_it_can(code, data):
    of = library().tools[code]
    result = score(of, data.draw(a_form(of)))
    known = Known(of.items, {})
    for name, one in of.scores.items():
        if (value := result.values[name]) is not None:
            least, most = known.reach(one)
            assert least <= Decimal(str(value)) <= most
    for name, bands in of.bands.items():
        assert result.values[name] in {None, *(band.code for band in bands.bands)}
    for name, level in of.levels.items():
        assert result.values[name] in {None, level.otherwise, *(step.code for step in level.steps)}
    for name in (*of.cutoffs, *of.flags):
        assert result.values[name] in (None, True, False)


@EACH
@few
@given(data=st.data())
def test_a_whole_form_is_scored_in_whole(code, data):
    of = library().tools[code]
    result = score(of, data.draw(a_form(of, complete=True)))
    undecided = {name for name, value in result.values.items() if value is None}
    assert undecided <= {name for name, flag in of.flags.items() if flag.awaits}
    assert (result.scored, result.missing, result.prorated) == (True, (), False)


@EACH
@few
@given(data=st.data())
def test_whatever_is_not_scored_has_a_reason_in_words(code, data):
    of = library().tools[code]
    result: Result = score(of, data.draw(a_form(of)))
    unscored = any(result.values[name] is None for name in (*of.scores, *of.bands, *of.cutoffs, *of.levels))
    if unscored:
        assert not result.scored
    for one in (*result.reasons, *result.notes):
        for language in ("ar", "ckb", "en"):
            assert say(one.code, one.facts, language)


@pytest.mark.parametrize(("code", "name"), RISING)
@few
@given(data=st.data())
def test_more_of_an_item_is_never_less_of_a_sum_and_turned_items_fall(code, name, data):
    of = library().tools[code]
    one = of.scores[name]
    form = data.draw(a_form(of, complete=True))
    item = data.draw(st.sampled_from(one.items))
    higher = data.draw(st.sampled_from(of.items[item].answers))
    assume(higher > form[item])
    before, after = (Decimal(str(score(of, given).values[name])) for given in (form, form | {item: higher}))
    assert before >= after if item in one.turned else before <= after
    assert (before != after) == bool(one.weight(item))


@EACH
@few
@given(data=st.data())
def test_a_flag_depends_on_its_own_items_alone(code, data):
    """Whatever the total, and however much of the form is empty."""
    of = library().tools[code]
    form = data.draw(a_form(of))
    for name, flag in of.flags.items():
        own = {item for condition in flag.rule.conditions for item in condition.items}
        if {item for skip in of.skips for item in skip.items} & own:
            continue  # C-SSRS: what is not asked counts as no; its own test says what holds there
        alone = {item: answer for item, answer in form.items() if item in own}
        assert score(of, form).values[name] == score(of, alone).values[name]


@given(data=st.data())
def test_any_yes_in_the_screener_opens_work_today(data):
    of = library().tools["c-ssrs"]
    form = data.draw(a_form(of))
    result = score(of, form)
    yes = any(answer == 1 for item, answer in form.items() if item != "q6_over_1y")
    assert ("safety_today" in result.opens) == yes
    if yes:
        assert result.values["triage"] in ("plan", "same_day", "immediate")
    if result.values["triage"] == "none":
        assert result.scored


@pytest.mark.parametrize("code", SETTLING)
@few
@given(data=st.data())
def test_an_answer_that_settles_something_is_not_unsettled_by_another(code, data):
    """What a form with gaps says yes or no to, it says however the gaps are filled (made-up sums aside)."""
    of = library().tools[code]
    form = data.draw(a_form(of))
    filled = data.draw(a_form(of, complete=True))
    whole = {
        item: filled[item] if answer is None or answer in of.items[item].unknown else answer
        for item, answer in form.items()
    }
    before, after = score(of, form).values, score(of, whole).values
    for name, cutoff in of.cutoffs.items():
        if any(
            condition.score and of.scores[condition.score].how == "mean"
            for condition in cutoff.rule.conditions
        ):
            continue  # a mean of what was answered moves with every answer
        if before[name] is not None:
            assert before[name] == after[name]


@given(
    answers=st.lists(st.integers(0, 3), min_size=9, max_size=9), gone=st.sets(st.integers(0, 7), max_size=4)
)
def test_phq9_is_made_up_for_one_or_two_and_for_no_more(answers, gone):
    form = [None if place in gone else answer for place, answer in enumerate(answers)]
    total = values("PHQ-9", form)["total"]
    if len(gone) > 2:
        assert total is None
        return
    there = [answer for answer in form if answer is not None]
    exact = Decimal(sum(there) * 9) / Decimal(len(there))
    assert total == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(number=st.fractions(0, 200, max_denominator=64), decimals=st.integers(0, 3))
def test_halves_go_up_and_nothing_moves_by_more_than_half(number, decimals):
    rounded = Fraction(half_up(number, decimals))
    unit = Fraction(1, 10**decimals)
    assert -unit / 2 < rounded - number <= unit / 2
    if (number / unit) % 1 == Fraction(1, 2):
        assert rounded > number


def test_halves_to_even_would_be_seen():
    """The planted fault: what `round` makes of the same numbers."""
    halves = [Fraction(23, 2), Fraction(25, 2), Fraction(1, 2)]
    assert [int(half_up(half)) for half in halves] == [12, 13, 1]
    assert [round(float(half)) for half in halves] == [12, 12, 0]


@pytest.mark.requirement("R048")
@given(grid=st.lists(st.integers(0, 4), min_size=14, max_size=14))
def test_the_grids_scoring_file_and_the_programmes_rule_of_support_agree(programme: Programme, grid):
    by_domain = {f"domain-{n}": answer for n, answer in enumerate(grid)}
    assert values("NSG-14", grid)["support_level"] == programme.support_level(by_domain).level.code
