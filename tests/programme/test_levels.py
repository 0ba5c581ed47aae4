"""A support level follows from the scores by declared rules, and says which domains caused it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.programme import Programme
from wasl.programme.levels import family_level


def as_the_grid_prints_it(scores: list[int]) -> str:
    """Any 4 or three of 3: intensive; any 3 or four of 2: enhanced; any 2: standard; else light."""
    if 4 in scores or sum(score >= 3 for score in scores) >= 3:
        return "intensive"
    if 3 in scores or sum(score >= 2 for score in scores) >= 4:
        return "enhanced"
    return "standard" if 2 in scores else "light"


@pytest.mark.requirement("R048")
@given(scores=st.lists(st.integers(0, 4), max_size=14))
def test_any_scores_give_the_level_that_the_printed_rule_gives(programme: Programme, scores):
    result = programme.support_level({f"domain-{n}": score for n, score in enumerate(scores)})
    assert result.level.code == as_the_grid_prints_it(scores)


@pytest.mark.requirement("J1", "R048")
def test_umm_ahmeds_level_is_enhanced_because_of_documents_and_children(programme: Programme):
    result = programme.support_level(
        {"documents": 3, "coping": 2, "work": 2, "family": 2, "children": 3, "health": 1}
    )
    assert result.level.code == "enhanced"
    assert dict(result.because) == {"children": 3, "documents": 3}
    assert result.rule is not None
    assert (result.rule.score, result.rule.domains) == (3, 1)


def test_a_level_that_no_rule_gives_has_no_cause_to_name(programme: Programme):
    result = programme.support_level({"documents": 1, "work": 0})
    assert (result.level.code, result.rule, dict(result.because)) == ("light", None, {})


def test_a_family_has_the_level_of_its_member_who_needs_most(programme: Programme):
    mother = programme.support_level({"work": 2})
    child = programme.support_level({"children": 4})
    assert family_level([mother, child]) == child
    assert family_level([]) is None
