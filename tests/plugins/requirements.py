"""Notes which tests carry which requirement numbers, so that docs/requirements.md can say what is shown.

A test says `@pytest.mark.requirement("R017", "P11")`; one that takes a picture adds `picture="docs/pictures/x.png"`.
Only a run with `--shown FILE` writes, and only a test that passed counts: a skipped one shows nothing.
"""

import json
import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

NUMBER = re.compile(r"[RJPI]\d{1,3}")
KEY = "requirement"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shown", metavar="FILE", help="write which test shows which requirement (JSON)")


def pytest_configure(config: pytest.Config) -> None:
    # under xdist the workers run the tests and the controller hears of them through their reports
    if config.getoption("--shown") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Shown(Path(config.getoption("--shown"))), "wasl-shown")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers(KEY):
            for number in mark.args:
                if not isinstance(number, str) or not NUMBER.fullmatch(number):
                    raise pytest.UsageError(
                        f"{item.nodeid}: {number!r} is no requirement number (R017, J1, P3, I05)"
                    )
                item.user_properties.append((KEY, (number, mark.kwargs.get("picture", ""))))


class Shown:
    """What passed and what did not, by number, gathered over one run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.passed: dict[str, set[tuple[str, str]]] = {}
        self.spoiled: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> Generator[None, Any, Any]:
        test = report.nodeid.partition("[")[0]
        if not report.passed:
            self.spoiled.add(test)
        if report.when == "call" and report.passed:
            for key, value in report.user_properties:
                if key == KEY and isinstance(value, list | tuple):
                    number, picture = (str(part) for part in value)
                    self.passed.setdefault(number, set()).add((test, picture))
        return (yield)

    def pytest_sessionfinish(self) -> None:
        shown = {
            number: sorted([test, picture] for test, picture in tests if test not in self.spoiled)
            for number, tests in sorted(self.passed.items())
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(shown, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
