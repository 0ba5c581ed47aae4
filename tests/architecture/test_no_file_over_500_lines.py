"""A file that nears 400 lines becomes a folder. The list of exceptions may only shrink."""

from collections.abc import Mapping
from pathlib import Path

from tests.architecture.sources import ROOT, committed_or_new, files

LIMIT = 500
SUFFIXES = (".py", ".html", ".css", ".js", ".sh", ".sql", ".typ")
#: file → lines it may have, until somebody divides it
LONGER: Mapping[str, int] = {}


def too_long(paths: list[Path], root: Path, longer: Mapping[str, int]) -> list[str]:
    """Files beyond the limit or their exception, and exceptions that are no longer needed."""
    found, used = [], set()
    for path in paths:
        name = path.relative_to(root).as_posix()
        # migrations are written by Django and read once
        if path.suffix not in SUFFIXES or {"vendor", "migrations"} & set(path.parts):
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > longer.get(name, LIMIT):
            found.append(f"{name} has {lines} lines")
        if lines > LIMIT:
            used.add(name)
    return found + [f"{name} needs no exception any more" for name in longer if name not in used]


def test_no_file_is_longer_than_500_lines():
    assert too_long(committed_or_new(ROOT), ROOT, LONGER) == []


def test_a_file_of_501_lines_is_caught(tmp_path):
    (tmp_path / "long.py").write_text("x = 1\n" * 501)
    assert too_long(list(files(tmp_path, ".py")), tmp_path, {}) == ["long.py has 501 lines"]


def test_an_exception_that_grew_or_is_no_longer_needed_is_caught(tmp_path):
    (tmp_path / "long.py").write_text("x = 1\n" * 520)
    (tmp_path / "short.py").write_text("x = 1\n")
    paths = list(files(tmp_path, ".py"))
    assert too_long(paths, tmp_path, {"long.py": 510, "short.py": 600}) == [
        "long.py has 520 lines",
        "short.py needs no exception any more",
    ]
