"""Where the checks about the repository itself find their files, floors and syntax trees."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", ".wasl", "__pycache__", "vendor", "node_modules", "build", "staticfiles"}


def files(root: Path, *suffixes: str) -> Iterator[Path]:
    """Files below `root` with one of the suffixes, without vendored and generated ones, in a stable order."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.suffix in suffixes and path.is_file() and not NOT_OURS.intersection(parts):
            yield path


def committed_or_new(root: Path) -> list[Path]:
    """Files that git tracks or would track, so that a local scratch file breaks nobody's build."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    return [root / name for name in sorted(filter(None, listed.split("\0"))) if (root / name).is_file()]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module_of(path: Path, root: Path) -> str:
    """The dotted name of a file below the folder that holds the package."""
    parts = list(path.relative_to(root).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def floors() -> Mapping[str, int]:
    """Room → height, read from the import contract so that there is one floor plan only; the ground is 0."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in settings["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    return {
        room.strip(): height
        for height, layer in enumerate(reversed(contract["layers"]))
        for room in layer.split("|")
    }


def room_of(module: str) -> str | None:
    """`wasl.people.models` → `people`; a phase is a room of its own: `phases.aftercare`."""
    parts = module.split(".")
    if len(parts) < 2 or parts[0] != "wasl" or parts[1] not in floors():
        return None
    return ".".join(parts[1:3]) if parts[1] == "phases" and len(parts) > 2 else parts[1]


def may_know(room: str, other: str) -> bool:
    """Whether `room` may refer to `other`: itself, or a room on a lower floor."""
    return room == other or floors()[other.partition(".")[0]] < floors()[room.partition(".")[0]]


def dotted(node: ast.expr) -> str:
    """`audit.record` for a name or a chain of attributes, "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else f".{node.attr}"
    return ""


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call below a node, in the order in which it stands in the file."""
    found = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
    yield from sorted(found, key=lambda call: (call.lineno, call.col_offset))


def place(path: Path, root: Path, line: int = 0) -> str:
    return f"{path.relative_to(root)}:{line}" if line else str(path.relative_to(root))
