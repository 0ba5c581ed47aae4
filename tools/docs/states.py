"""docs/states.md: the state tables of the rooms, drawn from the tables themselves."""

import importlib
from collections.abc import Mapping
from pathlib import Path

from wasl.kernel.transitions import TransitionTable

ROOT = Path(__file__).resolve().parents[2]
INTRODUCTION = """\
# States

Drawn by `make docs` from the transition tables in the rules of the rooms. A step that is not here does not happen; the
word before the brackets is the action that takes it, the brackets name the gate that must be open.
"""


def tables(root: Path = ROOT) -> dict[str, TransitionTable]:
    """Every transition table that a room declares in its rules, by module and name."""
    found = {}
    for path in sorted((root / "wasl").rglob("*.py")):
        if path.stem != "rules" and path.parent.name != "rules":
            continue
        parts = path.relative_to(root).with_suffix("").parts
        module = importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
        for name, value in vars(module).items():
            if isinstance(value, TransitionTable):
                found[f"{module.__name__}.{name}"] = value
    return found


def page(drawn: Mapping[str, TransitionTable]) -> str:
    sections = [
        f"## {table.name}\n\n`{where}`\n\n```mermaid\n{table.mermaid()}```\n"
        for where, table in drawn.items()
    ]
    return "\n".join([INTRODUCTION, *sections])
