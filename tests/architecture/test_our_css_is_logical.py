"""Arabic and Sorani run from right to left: our own style knows start and end, never left and right."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, files, place

SIDES = r"(?:left|right)"
PHYSICAL = re.compile(
    rf"""(?<![-\w])(?:
        (?:margin|padding|border|scroll-margin|scroll-padding|inset)-{SIDES}[\w-]*\s*: |
        border-(?:top|bottom)-{SIDES}-radius\s*: |
        {SIDES}\s*: |
        (?:text-align|float|clear)\s*:\s*{SIDES}\b
    )""",
    re.VERBOSE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def physical(root: Path) -> list[str]:
    """Declarations that name a side of the screen, in our own style sheets."""
    found = []
    for path in files(root, ".css"):
        text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), path.read_text(encoding="utf-8"))
        for number, line in enumerate(text.splitlines(), start=1):
            if match := PHYSICAL.search(line):
                found.append(f"{place(path, root, number)}: {match[0].strip()}")
    return found


@pytest.mark.requirement("R079")
def test_our_style_names_no_side_of_the_screen():
    assert physical(ROOT / "wasl") == []


@pytest.mark.parametrize(
    "line",
    ["margin-left: 1px", "padding-right:0", "left: 0", "text-align: right", "float:left", "border-left-width: 1px",
     "border-top-left-radius: 2px", "clear: left"],
)  # fmt: skip
def test_a_side_of_the_screen_is_caught(tmp_path, line):
    (tmp_path / "page.css").write_text(f"p {{ {line}; }}\n")
    assert len(physical(tmp_path)) == 1


def test_logical_properties_and_comments_are_welcome(tmp_path):
    (tmp_path / "page.css").write_text(
        "/* not margin-left: it would not mirror */\n"
        "p { margin-inline-start: 1px; text-align: start; inset-inline-end: 0; border-start-start-radius: 2px; }\n"
        ".align-left { color: red; } a { justify-content: left; }\n"
    )
    assert physical(tmp_path) == []
