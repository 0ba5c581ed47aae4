"""The reference pages that a machine writes, each from what it describes, so that none can lag behind.

`python -m tools.docs` writes them, `python -m tools.docs --check` names those that are behind the code.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.docs import commands, instruments, programme, rules, states, words

ROOT = Path(__file__).resolve().parents[2]
PAGES: Mapping[str, Callable[[], str]] = {
    "docs/states.md": lambda: states.page(states.tables()),
    "docs/commands.md": commands.page,
    "docs/record.md": words.record,
    "docs/rights.md": words.rights,
    "docs/refusals.md": words.refusals,
    "docs/programme-folder.md": programme.page,
    "docs/instruments.md": instruments.page,
    "docs/rules.md": rules.page,
}


def main(arguments: Sequence[str], pages: Mapping[str, Callable[[], str]] = PAGES, root: Path = ROOT) -> int:
    """0 when every page is, or now is, what the code says."""
    behind = []
    for name, write in pages.items():
        place, text = root / name, write()
        if place.is_file() and place.read_text(encoding="utf-8") == text:
            continue
        behind.append(name)
        if "--check" not in arguments:
            place.write_text(text, encoding="utf-8")
    if "--check" in arguments and behind:
        print(f"behind the code: {', '.join(behind)}. Write them: make docs", file=sys.stderr)
        return 1
    return 0
