"""The page of long proofs says what passed, what did not, and with which figures."""

import pytest

TESTS = """
import pytest

@pytest.mark.parametrize("people", [10, 20])
def test_a_name_is_found(people, record_property):
    record_property("p95 in ms", people / 4)

@pytest.mark.requirement("R001")
def test_a_kill_loses_nothing():
    assert False
"""


def test_the_page_tells_every_test_with_its_figures(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["tests.plugins.requirements", "tests.plugins.proof"]')
    pytester.makeini("[pytest]\nmarkers = requirement")
    pytester.makepyfile(test_long=TESTS)
    pytester.runpytest("--proof", "proof/README.md", "-p", "no:cacheprovider")
    page = (pytester.path / "proof" / "README.md").read_text(encoding="utf-8")
    assert "| [a name is found](../../test_long.py) (10) | passed | 0 s | p95 in ms: 2.5 |" in page
    assert "| [a name is found](../../test_long.py) (20) | passed | 0 s | p95 in ms: 5.0 |" in page
    assert "| [a kill loses nothing](../../test_long.py) | failed | 0 s |  |" in page


def test_a_run_that_tried_nothing_leaves_the_page_as_it_is(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["tests.plugins.requirements", "tests.plugins.proof"]')
    pytester.makepyfile(test_none="")
    pytester.runpytest("--proof", "proof/README.md", "-p", "no:cacheprovider")
    assert not (pytester.path / "proof").exists()
