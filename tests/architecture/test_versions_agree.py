"""One Python, one Django, one set of packages: said once, or said the same everywhere."""

import re
import tomllib
from pathlib import Path

from tests.architecture.sources import ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
MACHINE = re.compile(r"https?://|file:/|--index-url|--extra-index-url|--find-links|--trusted-host")


def pins(text: str) -> dict[str, str]:
    return {name.lower().replace("_", "-"): version for name, version in PIN.findall(text)}


def asked(text: str) -> set[str]:
    """Package names of an .in file."""
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    names = [re.match(r"[A-Za-z0-9._-]+", line) for line in lines if line and not line.startswith("-")]
    return {name[0].lower().replace("_", "-") for name in names if name}


def lock_faults(runtime_in: str, dev_in: str, runtime: str, dev: str) -> list[str]:
    """Where the two locks and what they were made from disagree."""
    first, second = pins(runtime), pins(dev)
    found = [f"{name}: {version} at run time, {second.get(name)} in development" for name, version in first.items()
             if second.get(name) != version]  # fmt: skip
    found += [f"{name} is asked for and not locked" for name in asked(runtime_in) - first.keys()]
    found += [f"{name} is asked for and not locked" for name in asked(dev_in) - second.keys()]
    for name, text in (("runtime.txt", runtime), ("dev.txt", dev)):
        found += [f"{name} names a machine: {match[0]}" for match in MACHINE.finditer(text)]
        found += [f"{name}: {pin[0]} has no hash" for pin in re.finditer(r"^\S+==\S+$", text, re.MULTILINE)]
    return found


def python_versions(root: Path) -> dict[str, str]:
    """Every place that names the oldest Python that Wasl runs on."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    places = {
        "requires-python": settings["project"]["requires-python"].removeprefix(">="),
        "ruff": re.sub(r"py(\d)(\d+)", r"\1.\2", settings["tool"]["ruff"]["target-version"]),
        "mypy": settings["tool"]["mypy"]["python_version"],
    }
    script = (root / "tools" / "environment.sh").read_text(encoding="utf-8")
    for number, (major, minor) in enumerate(re.findall(r"version_info < \((\d), (\d+)\)", script)):
        places[f"environment.sh {number}"] = f"{major}.{minor}"
    for page in ("README.md", "docs/README.md", "docs/dependencies.md"):
        for number, named in enumerate(
            re.findall(r"Python (\d\.\d+)", (root / page).read_text(encoding="utf-8"))
        ):
            places[f"{page} {number}"] = named
    return places


def test_the_locks_agree_with_each_other_and_name_no_machine():
    folder = ROOT / "requirements"
    names = ("runtime.in", "dev.in", "runtime.txt", "dev.txt")
    assert lock_faults(*[(folder / name).read_text(encoding="utf-8") for name in names]) == []


def test_every_place_names_the_same_python():
    assert set(python_versions(ROOT).values()) == {"3.11"}, python_versions(ROOT)


def test_every_package_that_is_asked_for_has_its_reason():
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    wanted = asked((ROOT / "requirements" / "runtime.in").read_text()) | asked(
        (ROOT / "requirements" / "dev.in").read_text()
    )
    assert sorted(name for name in wanted if f"`{name}`" not in page) == []


LOCKED = "django==5.2.19 \\\n    --hash=sha256:00\n"


def test_two_locks_that_differ_are_caught():
    assert lock_faults("Django", "", LOCKED, LOCKED.replace("19", "20")) == [
        "django: 5.2.19 at run time, 5.2.20 in development"
    ]


def test_a_package_that_was_asked_for_and_not_locked_is_caught():
    assert lock_faults("Django\nsegno~=1.6", "", LOCKED, LOCKED) == ["segno is asked for and not locked"]


def test_a_lock_that_names_a_machine_or_lacks_a_hash_is_caught():
    assert len(lock_faults("", "", "--extra-index-url https://somewhere\n" + LOCKED, LOCKED)) == 2
    assert len(lock_faults("", "", "django==5.2.19\n", LOCKED)) == 1
