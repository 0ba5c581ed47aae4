"""The page of long proofs says what passed, what did not, and with which figures."""

from datetime import UTC, datetime

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
    page, today = (
        (pytester.path / "proof" / "README.md").read_text(encoding="utf-8"),
        datetime.now(UTC).date(),
    )
    assert f"| [a name is found](../../test_long.py) (10) | passed | {today} | 0 s | p95 in ms: 2.5 |" in page
    assert f"| [a name is found](../../test_long.py) (20) | passed | {today} | 0 s | p95 in ms: 5.0 |" in page
    assert f"| [a kill loses nothing](../../test_long.py) | failed | {today} | 0 s |  |" in page


def test_what_was_not_run_this_time_keeps_its_line(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["tests.plugins.requirements", "tests.plugins.proof"]')
    pytester.makeini("[pytest]\nmarkers = requirement")
    pytester.makepyfile(test_long=TESTS)
    page = pytester.path / "proof" / "README.md"
    page.parent.mkdir()
    old = "| [a name is found](../../test_long.py) (20) | passed | 2026-01-02 | 9 s | p95 in ms: 7.0 |"
    page.write_text(
        f"# Old words\n\n| test | | on | took | figures |\n|---|---|---|---|---|\n{old}\n", encoding="utf-8"
    )
    pytester.runpytest("--proof", "proof/README.md", "-p", "no:cacheprovider", "-k", "10 or kill")
    text = page.read_text(encoding="utf-8")
    assert old in text
    assert text.count("../../test_long.py") == 3
    assert "Old words" not in text


def test_a_run_that_tried_nothing_leaves_the_page_as_it_is(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["tests.plugins.requirements", "tests.plugins.proof"]')
    pytester.makepyfile(test_none="")
    pytester.runpytest("--proof", "proof/README.md", "-p", "no:cacheprovider")
    assert not (pytester.path / "proof").exists()
