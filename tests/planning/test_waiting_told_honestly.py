"""How long a family still waits: the longest chain, its usual length, and no promise beyond what is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.planning.rules import Outlook, Span, Step, outlook

pytestmark = pytest.mark.requirement("R011", "R087")

TODAY = date(2026, 3, 1)
BIRTH, CARD = Span(60, 120), Span(30, 90)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_the_birth_registration_of_the_youngest_holds_up_the_card_and_the_card_the_departure():
    steps = [
        Step("birth_registration", begun_on=ago(41)),
        Step("national_card", after=("birth_registration",)),
        Step("school_place", begun_on=ago(2)),
        Step("notice", after=("national_card", "school_place")),
    ]
    spans = {
        "birth_registration": BIRTH,
        "national_card": CARD,
        "school_place": Span(5, 10),
        "notice": Span(14, 14),
    }
    seen = outlook(steps, spans, TODAY)
    assert [one.code for one in seen.chain] == ["birth_registration", "national_card", "notice"]
    assert (seen.chain[0].day, seen.chain[0].span) == (41, BIRTH)
    assert seen.earliest == TODAY + timedelta(days=19 + 30 + 14)
    assert seen.by == TODAY + timedelta(days=79 + 90 + 14)


def test_what_has_outlasted_the_median_is_not_promised_for_tomorrow():
    seen = outlook([Step("birth_registration", begun_on=ago(75))], {"birth_registration": BIRTH}, TODAY)
    assert seen.earliest == seen.by == TODAY + timedelta(days=45)


def test_what_has_outlasted_nine_in_ten_has_no_end_that_could_be_told():
    seen = outlook([Step("birth_registration", begun_on=ago(121))], {"birth_registration": BIRTH}, TODAY)
    assert seen.by is None
    assert seen.open_ended == ("birth_registration",)


def test_what_has_no_end_is_told_even_where_something_else_takes_longer():
    seen = outlook(
        [Step("transport", begun_on=ago(40)), Step("services", begun_on=ago(1))],
        {"transport": Span(3, 14), "services": Span(60, 120)},
        TODAY,
    )
    assert [one.code for one in seen.chain] == ["services"]
    assert (seen.by, seen.open_ended) == (None, ("transport",))


def test_a_family_for_whom_everything_is_done_waits_for_nothing():
    assert outlook([Step("plan", done=True)], {}, TODAY) == Outlook(TODAY, TODAY, ())
    assert outlook([], {}, TODAY).chain == ()


def test_steps_that_wait_for_each_other_are_a_fault_and_no_endless_loop():
    with pytest.raises(ValueError, match="wait for each other: card, proof"):
        outlook([Step("card", after=("proof",)), Step("proof", after=("card",))], {}, TODAY)


@st.composite
def ways(draw: st.DrawFn) -> tuple[list[Step], dict[str, Span]]:
    """Steps that need only earlier ones."""
    count = draw(st.integers(1, 8))
    steps, spans = [], {}
    for number in range(count):
        code = f"s{number}"
        after = draw(st.sets(st.sampled_from([step.code for step in steps]), max_size=3)) if steps else set()
        median = draw(st.integers(0, 60))
        spans[code] = Span(median, median + draw(st.integers(0, 60)))
        begun = draw(st.none() | st.integers(0, 150).map(ago))
        steps.append(Step(code, tuple(sorted(after)), begun, draw(st.booleans())))
    return steps, spans


@given(ways())
def test_the_day_is_never_past_and_the_late_day_never_before_the_early_one(
    way: tuple[list[Step], dict[str, Span]],
):
    seen = outlook(*way, TODAY)
    assert seen.earliest >= TODAY
    assert seen.by is None or seen.by >= seen.earliest


@given(ways(), st.data())
def test_doing_a_step_never_makes_the_wait_longer(
    way: tuple[list[Step], dict[str, Span]], data: st.DataObject
):
    steps, spans = way
    done = data.draw(st.integers(0, len(steps) - 1))
    fewer = [
        Step(step.code, step.after, step.begun_on, done=True) if number == done else step
        for number, step in enumerate(steps)
    ]
    assert outlook(fewer, spans, TODAY).earliest <= outlook(steps, spans, TODAY).earliest


@given(ways())
def test_the_chain_is_a_way_through_the_steps_and_its_days_make_the_earliest(
    way: tuple[list[Step], dict[str, Span]],
):
    steps, spans = way
    known = {step.code: step for step in steps}
    chain = outlook(steps, spans, TODAY).chain
    assert all(not known[one.code].done for one in chain)
    assert all(one.day is None for one in chain[1:]), "only the first of a chain can have begun"
