"""Every room says what it is for, and every module beyond the usual ones is named there with its reason."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT, files, floors, tree_of

GRAMMAR = {"services", "selectors", "models", "labels", "rules", "enums", "apps", "admin", "migrations"}
FREE = {"kernel", "runtime", "programme", "vault", "interfaces", "phases"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "stuff"}


def undocumented(root: Path) -> list[str]:
    """Modules without a reason, rooms with modules that their docstring does not name, drawers for everything."""
    found = []
    for path in files(root / "wasl", ".py"):
        if "migrations" in path.parts:
            continue
        tree = tree_of(path)
        if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES:
            found.append(f"{path.relative_to(root)}: a drawer for everything; name it for what it is")
        if tree.body and not ast.get_docstring(tree) and path.stem != "apps":
            found.append(f"{path.relative_to(root)}: the module does not say why it exists")
    phases = [path for path in (root / "wasl" / "phases").glob("*") if path.is_dir()]
    rooms = [root / "wasl" / name for name in floors() if name not in FREE] + phases
    for room in rooms:
        if not (room / "__init__.py").is_file():
            continue
        said = ast.get_docstring(tree_of(room / "__init__.py")) or ""
        for module in sorted(room.iterdir()):
            if module.name.startswith("_") or not (
                module.suffix == ".py" or (module / "__init__.py").is_file()
            ):
                continue
            if module.stem not in GRAMMAR and f"`{module.stem}`" not in said:
                found.append(f"{module.relative_to(root)}: not named in the docstring of the room")
    return found


def test_every_room_names_the_modules_that_are_its_own():
    assert undocumented(ROOT) == []


def test_every_room_of_the_floor_plan_is_described_on_its_page():
    page = (ROOT / "docs" / "floor-plan.md").read_text(encoding="utf-8")
    assert [room for room in floors() if f"`{room}`" not in page] == []


def test_the_import_contracts_hold():
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr


def _offence(tmp_path: Path, module: str, line: str) -> str:
    """The answer of the contracts about a small house of our floor plan in which one import is wrong."""
    modules = ["audit.models", "people.models", "casefile.models", "phases.aftercare.services", module]
    phases = [f"phases.{p}" for p in ("entry_assessment", "rehabilitation", "exit_assessment", "aftercare")]
    for name in [*floors(), *phases, *modules]:
        folder = tmp_path / "wasl"
        *above, last = name.split(".")
        for part in [*above, *([] if name in modules else [last])]:
            folder.mkdir(exist_ok=True)
            (folder / "__init__.py").touch()
            folder /= part
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        if name in modules:
            (folder / f"{last}.py").touch()
    (tmp_path / "wasl" / Path(*module.split("."))).with_suffix(".py").write_text(line + "\n")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Contracts:" in run.stdout, run.stdout + run.stderr
    return "" if run.returncode == 0 else run.stdout


def test_a_house_without_offence_passes_the_contracts(tmp_path):
    assert _offence(tmp_path, "casefile.rules", "from wasl.kernel import *") == ""


def test_a_phase_that_knows_another_phase_is_caught(tmp_path):
    assert "four phases" in _offence(
        tmp_path, "phases.rehabilitation.services", "import wasl.phases.aftercare.services"
    )


def test_a_room_that_looks_up_is_caught(tmp_path):
    assert "Floors" in _offence(tmp_path, "people.services", "import wasl.casefile.models")


def test_a_door_that_touches_a_table_is_caught(tmp_path):
    assert "never touch tables" in _offence(tmp_path, "interfaces.pages", "import wasl.people.models")


def test_a_room_that_touches_audit_rows_is_caught(tmp_path):
    assert "audit room" in _offence(tmp_path, "journey.services", "import wasl.audit.models")


def test_rules_that_know_a_framework_are_caught(tmp_path):
    assert "Pure code" in _offence(tmp_path, "casefile.rules", "import django")


def test_a_drawer_for_everything_is_caught(tmp_path):
    assert "Inside every room" in _offence(tmp_path, "casefile.utils", "")


def test_a_module_that_its_room_does_not_name_is_caught(tmp_path):
    room = tmp_path / "wasl" / "people"
    room.mkdir(parents=True)
    (room / "__init__.py").write_text('"""People. `importer` reads rosters."""\n')
    for name in ("importer", "matching", "utils"):
        (room / f"{name}.py").write_text('"""A reason."""\n')
    assert undocumented(tmp_path) == [
        "wasl/people/utils.py: a drawer for everything; name it for what it is",
        "wasl/people/matching.py: not named in the docstring of the room",
        "wasl/people/utils.py: not named in the docstring of the room",
    ]
