"""Criteria over facts: met, not met, or open for a named person; never guessed."""

import pytest

from wasl.kernel.text import LocalizedText
from wasl.programme import Programme
from wasl.programme.criteria import Criterion, all_met, evaluate, open_lines

WORDS = LocalizedText("نص", "دەق", "text")


def line(op, value, *, code="line", required=True) -> Criterion:
    return Criterion(code, "fact", op, value, WORDS, WORDS, "computed", required)


@pytest.mark.parametrize(
    ("op", "value", "fact", "met"),
    [
        ("is", True, True, True),
        ("is", True, False, False),
        ("is_not", "prepare", "ready", True),
        ("is_not", "prepare", "prepare", False),
        ("at_least", 14, 14, True),
        ("at_least", 14, 13, False),
        ("at_most", 0, 0, True),
        ("at_most", 0, 1, False),
        ("in", ("ready", "conditional"), "ready", True),
        ("in", ("ready", "conditional"), "prepare", False),
        ("not_in", ("prepare",), "ready", True),
        ("not_in", ("prepare",), "prepare", False),
    ],
)
def test_each_operator_says_yes_and_no(op, value, fact, met):
    (result,) = evaluate([line(op, value)], {"fact": fact})
    assert result.met is met
    assert result.because == {"fact": fact}


@pytest.mark.requirement("R082")
@pytest.mark.parametrize("facts", [{}, {"fact": None}])
def test_a_fact_that_nobody_knows_leaves_the_line_open_and_does_not_pass(facts):
    results = evaluate([line("at_most", 0)], facts)
    assert (results[0].met, results[0].to_be_answered) == (None, True)
    assert not all_met(results)


def test_an_optional_line_does_not_hold_anybody_back_but_is_still_shown_last():
    results = evaluate(
        [line("is", True, code="nice", required=False), line("is", True, code="needed")], {"fact": False}
    )
    assert [result.code for result in open_lines(results)] == ["needed", "nice"]
    assert all_met(evaluate([line("is", True, required=False)], {"fact": False}))


def test_an_unknown_operator_is_an_error_and_never_a_pass():
    with pytest.raises(ValueError, match="no such operator"):
        evaluate([line("roughly", 1)], {"fact": 1})


@pytest.mark.requirement("R085", "J5")
def test_a_place_that_is_not_ready_holds_the_exit_until_something_is_arranged(programme: Programme):
    (place,) = [criterion for criterion in programme.exit.criteria if criterion.code == "community-ready"]
    met = {
        readiness: evaluate([place], {"community_readiness": readiness})[0].met
        for readiness in (
            "ready",
            "conditional",
            "prepare",
            "conditional_with_mitigation",
            "chosen_with_mitigation",
        )
    }
    assert met == {
        "ready": True,
        "conditional": False,
        "prepare": False,
        "conditional_with_mitigation": True,
        "chosen_with_mitigation": True,
    }


@pytest.mark.requirement("R041")
def test_one_member_above_light_closes_the_short_path(programme: Programme):
    facts = {
        "members_without_level": 0,
        "members_above_light": 0,
        "safety_tasks_open": 0,
        "family_asked_in_writing": True,
        "supervisor_agreed": True,
    }
    gate = programme.pathways["short"].gate
    assert all_met(evaluate(gate, facts))
    for fact, other in [
        ("members_above_light", 1),
        ("members_without_level", 1),
        ("family_asked_in_writing", False),
    ]:
        assert not all_met(evaluate(gate, {**facts, fact: other}))
