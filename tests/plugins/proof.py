"""Writes what the long tests found, with the day and their figures: `pytest -m prove --proof docs/proof/README.md`.

A test tells a figure with `record_property("p95 in ms, exact", 3.1)`. Whatever did not pass stands on the page as well.
"""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.requirements import KEY

INTRODUCTION = """\
# What was proved at length

Written by `make prove`: the tests that take too long for `make test`, what came of each, the day on
which it was last run, and the figures that it told.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--proof", metavar="FILE", help="write what each test found, with its figures (Markdown)"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--proof") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Proof(Path(config.getoption("--proof"))), "wasl-proof")


class Proof:
    """One line for each test: of this run, or of the last one in which it took part."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[str, str] = {}
        self.day = datetime.now(UTC).date().isoformat()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> Generator[None, Any, Any]:
        if report.when == "call" or not report.passed:
            told = [pair for pair in report.user_properties if pair[0] != KEY]
            figures = "; ".join(f"{name}: {value}" for name, value in told)
            named = sentence(report.nodeid)
            self.lines[named] = (
                f"| {named} | {report.outcome} | {self.day} | {report.duration:.0f} s | {figures} |"
            )
        return (yield)

    def pytest_sessionfinish(self) -> None:
        if not self.lines:
            return
        head = ["| test | | on | took | figures |", "|---|---|---|---|---|"]
        lines = self.earlier() | self.lines
        table = [*head, *(lines[test] for test in sorted(lines))]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("\n".join([INTRODUCTION, *table]) + "\n", encoding="utf-8")

    def earlier(self) -> dict[str, str]:
        """The lines that stand on the page already: some proofs take hours and are run one by one."""
        there = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        return {line.split(" | ")[0].removeprefix("| "): line for line in there if line.startswith("| [")}


def sentence(test: str) -> str:
    """The sentence that a test's name is, with what it was tried on, linked to its file."""
    path, _, name = test.partition("::")
    name, _, tried = name.rpartition("::")[2].partition("[")
    words = name.removeprefix("test_").replace("_", " ")
    return f"[{words}](../../{path})" + (f" ({tried.removesuffix(']')})" if tried else "")
