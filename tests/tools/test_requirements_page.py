"""docs/requirements.md says only what a passing test has shown."""

import json
import tomllib

import pytest

from tools.requirements_page import WORDS, page

GROUPS = tomllib.loads(WORDS.read_text(encoding="utf-8"))
SUITE = """
import pytest

@pytest.mark.requirement("R017", "P11")
def test_a_thing_holds():
    pass

@pytest.mark.requirement("R018")
def test_a_thing_fails():
    assert False

@pytest.mark.requirement("R019")
@pytest.mark.skip(reason="planted")
def test_a_thing_is_left_out():
    pass

@pytest.mark.requirement("R020")
@pytest.mark.parametrize("n", [1, 2])
def test_holds_only_for_one(n):
    assert n == 1
"""


@pytest.fixture
def shown(pytester, monkeypatch):
    """What a small suite shows, run as one process and as two."""

    def run(*options: str) -> dict[str, list[list[str]]]:
        pytester.makeini("[pytest]\nmarkers = requirement: numbers\n")
        pytester.makepyfile(test_planted=SUITE)
        pytester.runpytest_subprocess(*options, "-p", "tests.plugins.requirements", "--shown", "shown.json")
        found: dict[str, list[list[str]]] = json.loads((pytester.path / "shown.json").read_text())
        return found

    monkeypatch.setenv("PYTHONPATH", str(WORDS.parents[1]))
    return run


@pytest.mark.parametrize("workers", ["0", "2"])
def test_only_what_passed_counts(shown, workers):
    found = shown("-n", workers)
    assert found["R017"] == [["test_planted.py::test_a_thing_holds", ""]]
    assert found["P11"] == found["R017"]
    assert {number for number, tests in found.items() if tests} == {"R017", "P11"}


def test_a_number_that_is_none_stops_the_run(pytester, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(WORDS.parents[1]))
    pytester.makeini("[pytest]\nmarkers = requirement: numbers\n")
    pytester.makepyfile('import pytest\n@pytest.mark.requirement("17")\ndef test_x():\n    pass\n')
    result = pytester.runpytest_subprocess("-p", "tests.plugins.requirements")
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_the_page_names_every_requirement_and_says_not_yet_where_nothing_shows_it(tmp_path):
    text = page({"R017": [["tests/x.py::test_a_thing_holds", ""]]}, GROUPS, tmp_path)
    assert text.count("\n| R") == 113
    assert "| R017 " in text
    assert "[a thing holds](../tests/x.py) |" in text
    assert text.count("not yet |") == 112 + len(GROUPS["J"]["words"]) + len(GROUPS["P"]["words"])


def test_a_picture_is_linked_once_it_exists(tmp_path):
    shown = {"R007": [["tests/x.py::test_a", "docs/pictures/a.png"]]}
    assert "[picture]" not in page(shown, GROUPS, tmp_path)
    (tmp_path / "docs" / "pictures").mkdir(parents=True)
    (tmp_path / "docs" / "pictures" / "a.png").touch()
    assert "[picture](../docs/pictures/a.png)" in page(shown, GROUPS, tmp_path)


def test_the_same_tests_give_the_same_page(tmp_path):
    shown = {"R017": [["tests/x.py::test_a", ""]], "I05": [["tests/x.py::test_b", ""]]}
    assert page(shown, GROUPS, tmp_path) == page(json.loads(json.dumps(shown)), GROUPS, tmp_path)
    assert "I05" in page(shown, GROUPS, tmp_path)
