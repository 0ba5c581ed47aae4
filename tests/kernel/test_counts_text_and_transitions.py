"""Small tables: counts that give nobody away, words in three languages, states that draw themselves."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.kernel.counts import Counts
from wasl.kernel.text import LocalizedText
from wasl.kernel.transitions import Transition, TransitionTable

tables = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(0, 30), max_size=9
).map(Counts)


def test_counts_add_up_by_each_part_of_the_key():
    counts = Counts({("f", "Ninewa"): 12, ("m", "Ninewa"): 7, ("f", "Anbar"): 9})
    assert counts.total() == 28
    assert counts.by(0) == {("f",): 21, ("m",): 7}
    assert counts[("m", "Ninewa")] == 7
    assert counts == Counts(dict(counts))
    assert hash(counts) == hash(Counts(dict(counts)))


def test_a_count_is_never_negative_and_keys_have_one_length():
    with pytest.raises(ValueError, match="negative"):
        Counts({("f",): -1})
    with pytest.raises(ValueError, match="same number"):
        Counts({("f",): 1, ("f", "x"): 2})


def test_a_hidden_cell_takes_another_with_it_so_that_no_sum_gives_it_back():
    shown = Counts({("a",): 2, ("b",): 8, ("c",): 20}).hidden(5)
    assert shown == {("a",): None, ("b",): None, ("c",): 20}


@given(tables)
def test_no_row_or_column_has_exactly_one_hidden_cell_beside_open_ones(counts):
    shown = counts.hidden(5)
    assert all(count is None or count == 0 or count >= 5 for count in shown.values())
    for part, wanted in itertools.product((0, 1), "abcxyz"):
        line = [key for key in shown if key[part] == wanted]
        hidden = [key for key in line if shown[key] is None]
        others = [key for key in line if shown[key]]
        assert len(hidden) != 1 or not others


def test_a_text_is_given_in_the_language_asked_for_or_in_arabic():
    text = LocalizedText(ar="عائلة", ckb="", en="family")
    assert text.in_("en") == "family"
    assert text.in_("ar-iq") == text.in_("ar_IQ") == "عائلة"
    assert text.in_("ckb") == "عائلة"
    assert text.in_("fr") == "عائلة"
    assert text.missing == ("ckb",)


TABLE = TransitionTable(
    "review",
    [
        Transition("planned", "held", "review.hold"),
        Transition("held", "closed", "review.close", gate="can_close"),
        Transition("closed", "held", "review.reopen"),
    ],
)


def test_every_pair_of_states_is_decided_and_only_the_table_allows():
    allowed = {(step.source, step.target) for step in TABLE.transitions}
    for pair in itertools.product(TABLE.states, repeat=2):
        decision = TABLE.decide(*pair)
        assert bool(decision) == (pair in allowed)
    assert TABLE.decide("held", "closed").facts["gate"] == "can_close"
    assert TABLE.decide("planned", "closed").code == "no_such_step"
    assert TABLE.targets("held") == ("closed",)


def test_the_drawing_shows_each_step_with_its_gate():
    drawing = TABLE.mermaid()
    assert "    [*] --> planned\n" in drawing
    assert "    held --> closed: review.close [can_close]\n" in drawing


def test_a_pair_twice_in_the_table_is_a_mistake():
    with pytest.raises(ValueError, match="twice"):
        TransitionTable("x", [Transition("a", "b", "go"), Transition("a", "b", "run")])
