"""The engine that browsers run is the bundle whose digest stands beside it, made of what the lock file names."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "wasl" / "interfaces" / "web" / "static" / "vendor" / "xforms-engine"
PROJECT = ROOT / "tools" / "engine"


def agrees(folder: Path) -> bool:
    """Whether the bundle in a folder has the digest that was written with it."""
    digest = hashlib.sha256((folder / "engine.js").read_bytes()).hexdigest()
    return (folder / "engine.js.sha256").read_text(encoding="utf-8").split()[0] == digest


def test_the_bundle_is_the_one_that_was_written() -> None:
    assert agrees(BUNDLE)


def test_a_bundle_that_somebody_touched_is_caught(tmp_path: Path) -> None:
    shutil.copytree(BUNDLE, tmp_path / "engine")
    with (tmp_path / "engine" / "engine.js").open("a", encoding="utf-8") as file:
        file.write("// one line more")
    assert not agrees(tmp_path / "engine")


def test_the_lock_pins_every_package_by_its_digest_and_names_no_address() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {path: one for path, one in lock["packages"].items() if path}
    assert all(one.get("integrity", "").startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())
    named = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))
    asked = named["dependencies"] | named["devDependencies"]
    assert all(version[0].isdigit() for version in asked.values()), "exact versions"
    version = lock["packages"]["node_modules/@getodk/xforms-engine"]["version"]
    assert f"@getodk/xforms-engine {version} " in (BUNDLE / "PACKAGES.txt").read_text(encoding="utf-8")


@pytest.mark.prove
def test_the_same_packages_give_the_same_bytes(tmp_path: Path) -> None:
    assert shutil.which("npm"), "this proof builds the engine: it needs Node and npm"
    shutil.copytree(PROJECT, tmp_path / "engine", ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=tmp_path / "engine", check=True, timeout=300)
    subprocess.run(["node", "build.mjs", tmp_path / "out"], cwd=tmp_path / "engine", check=True, timeout=120)
    assert (tmp_path / "out" / "engine.js").read_bytes() == (BUNDLE / "engine.js").read_bytes()
