"""Writes docs/requirements.md: for each requirement which test or picture shows it, or that nothing does yet.

    python tools/requirements_page.py SHOWN.json

The first argument is what `pytest --shown` wrote. The page depends on nothing else, so the same tests give the same
page: no dates, no figures of a run.
"""

import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "requirements.md"
WORDS = ROOT / "tools" / "requirements.toml"
Shown = Mapping[str, Sequence[Sequence[str]]]
Groups = Mapping[str, Mapping[str, Any]]

INTRODUCTION = """\
# What is shown, and what is not yet

Written by `make test` from the tests that passed; nobody edits it by hand. "Shown" means that a test which carries the
number passes, not that everything one could wish under that number is done.
"""


def sentence(test: str) -> str:
    """`tests/x/test_y.py::test_a_stranger_gets_404` → the sentence that the test's name is, linked to its file."""
    path, _, name = test.partition("::")
    words = name.rpartition("::")[2].removeprefix("test_").replace("_", " ")
    return f"[{words}](../{path})"


def evidence(number: str, shown: Shown, root: Path) -> str:
    """The tests and pictures that show a number."""
    found = [sentence(test) for test, _ in shown.get(number, ())]
    pictures = {picture for _, picture in shown.get(number, ()) if picture and (root / picture).is_file()}
    found += [f"[picture](../{picture})" for picture in sorted(pictures)]
    return "<br>".join(dict.fromkeys(found)) or "not yet"


def order(number: str) -> tuple[str, int]:
    return number[0], int(number[1:])


def page(shown: Shown, groups: Groups, root: Path) -> str:
    lines = [INTRODUCTION]
    for letter, group in groups.items():
        words: Mapping[str, str] = group["words"]
        numbers = sorted({*words, *(n for n in shown if n[0] == letter)}, key=order)
        if not numbers:
            continue
        done = sum(1 for number in numbers if shown.get(number))
        lines += [
            f"## {group['title']}: {done} of {len(numbers)} shown\n",
            "| | | shown by |",
            "|---|---|---|",
        ]
        lines += [f"| {n} | {words.get(n, '')} | {evidence(n, shown, root)} |" for n in numbers]
        lines.append("")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("usage: requirements_page.py SHOWN.json", file=sys.stderr)
        return 2
    shown = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    groups = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    unknown = sorted((n for n in shown if n[0] != "I" and n not in groups[n[0]]["words"]), key=order)
    if unknown:
        print(f"tests carry numbers that do not exist: {', '.join(unknown)}", file=sys.stderr)
        return 1
    PAGE.write_text(page(shown, groups, ROOT), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
