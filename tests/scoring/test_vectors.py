"""Every worked example gives what was worked out by hand, to the type of the value."""

import pytest

from tests.scoring.forms import VECTORS, tool
from wasl.programme.scoring import score
from wasl.programme.scoring.words import say

CASES = [(name, case) for name, cases in VECTORS.items() for case in cases]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name} {n}" for n, (name, _) in enumerate(CASES)])
def test_a_worked_example_comes_out_as_it_was_worked(name, case):
    result = score(tool(name), case["items"])
    told = {
        **result.values,
        "prorated": result.prorated,
        "reason": "; ".join(say(one.code, one.facts) for one in result.reasons) or None,
    }
    expected = case["expect"]
    assert {key: (told[key], type(told[key])) for key in expected} == {
        key: (value, type(value)) for key, value in expected.items()
    }


def test_there_are_as_many_examples_as_there_were():
    assert len(CASES) == 63
    assert len(VECTORS) == 23


def test_an_example_with_another_result_would_be_seen():
    """The planted fault: a half rounded to even, as `round` does it."""
    result = score(tool("SAS-6 (own)"), [3, 4, 0, 4, 0, 4])
    assert result.values["pct"] == 13
    assert round(3 / 24 * 100) == 12
