"""Decisions are numbered once: the number in the file name is the number in the title, and the index knows them all."""

import re
from pathlib import Path

from tests.architecture.sources import ROOT

STATES = {"proposed", "accepted", "replaced"}


def faults(folder: Path) -> list[str]:
    """What is wrong with the numbering, the index or the shape of the decisions in a folder."""
    index = (folder / "README.md").read_text(encoding="utf-8")
    found, numbers = [], []
    for path in sorted(folder.glob("[0-9]*.md")):
        text = path.read_text(encoding="utf-8")
        number = path.name[:4]
        numbers.append(number)
        title = re.match(r"# (\d{4})\. (\S.*)\n", text)
        if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name):
            found.append(f"{path.name}: the name must read 0001-a-few-words.md")
        if not title or title[1] != number:
            found.append(f"{path.name}: the title must begin with '# {number}. '")
        if not (state := re.search(r"^Status: (\w+)", text, re.MULTILINE)) or state[1] not in STATES:
            found.append(f"{path.name}: no line 'Status: ' with one of {sorted(STATES)}")
        found += [
            f"{path.name}: no section {h}" for h in ("## Why", "## Decision", "## Price") if h not in text
        ]
        if title and f"[{title[2]}]({path.name})" not in index:
            found.append(f"{path.name}: the index does not link it by its title")
    found += [f"the index links {name}, which is not there" for name in re.findall(r"\]\((\d[^)]*)\)", index)
              if not (folder / name).is_file()]  # fmt: skip
    expected = [f"{n:04}" for n in range(1, len(numbers) + 1)]
    return found if numbers == expected else [*found, f"numbers are {numbers}, expected {expected}"]


def test_the_decisions_and_their_index_agree():
    assert faults(ROOT / "docs" / "adr") == []


GOOD = "# 0001. One house\n\nStatus: accepted, 2026-11-22\n\n## Why\n\n## Decision\n\n## Price\n"


def _folder(tmp_path: Path, name: str, text: str, index: str) -> list[str]:
    (tmp_path / "README.md").write_text(index)
    (tmp_path / name).write_text(text)
    return faults(tmp_path)


def test_a_decision_in_order_is_welcome(tmp_path):
    assert _folder(tmp_path, "0001-one-house.md", GOOD, "* 0001 [One house](0001-one-house.md)\n") == []


def test_a_title_with_another_number_is_caught(tmp_path):
    text = GOOD.replace("# 0001", "# 0007")
    assert any(
        "title" in f for f in _folder(tmp_path, "0001-one-house.md", text, "[One house](0001-one-house.md)")
    )


def test_a_decision_that_the_index_forgot_is_caught(tmp_path):
    assert _folder(tmp_path, "0001-one-house.md", GOOD, "none") == [
        "0001-one-house.md: the index does not link it by its title"
    ]


def test_a_gap_in_the_numbers_is_caught(tmp_path):
    text = GOOD.replace("0001", "0002")
    assert any(
        "expected" in f
        for f in _folder(tmp_path, "0002-one-house.md", text, "[One house](0002-one-house.md)")
    )
