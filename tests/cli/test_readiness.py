"""An instance is for practice until all is there that real people need: looked for in the code, part by part.

The planted faults are codes that lack one part, or have one that does nothing.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import ROOT
from wasl.interfaces.cli import init, readiness
from wasl.interfaces.cli.boot import Instance
from wasl.interfaces.cli.demo_command import only_for_practice
from wasl.interfaces.cli.doctor import people
from wasl.interfaces.cli.preparing import _decide
from wasl.runtime.faults import Fault

pytestmark = pytest.mark.requirement("R093", "P5")
WHOLE = {
    "interfaces/cli/main.py": "COMMANDS: dict[str, tuple[str, str]] = "
    '{"backup": ("backup", ""), "restore": ("restore", "")}',
    "interfaces/cli/backup.py": "def run(argv):\n    write(argv)\n    return 0\n",
    "interfaces/cli/restore.py": "def run(argv):\n    read(argv)\n    return 0\n",
    "interfaces/web/urls.py": "\n".join(
        f'path("{name}/", page, name="{name}")'
        for name in ("erasure", "complaint_new", "complaints", "disclosures")
    ),
    "rights/migrations/0001_initial.py": "\n".join(
        f'{{"db_table": "{name}"}}' for name in ("rights_complaint", "rights_disclosure", "rights_breakglass")
    ),
    "rights/services.py": "\n".join(
        f"@command\ndef {name}(*, by):\n    {does}audit.record(by)\n"
        for name, does in (
            ("erasure_carry_out", "vault.erase(by)\n    "),
            ("complaint_take", ""),
            ("complaint_close", ""),
            ("disclosure_ask", ""),
            ("disclosure_decide", ""),
            ("glass_open", ""),
            ("glass_review", ""),
        )
    ),
}
#: a part of the whole, what stands in its place, and what is then missing
FAULTS = [
    ("interfaces/cli/restore.py", "return 0", "raise NotImplementedError", "backup and restore"),
    ("interfaces/cli/main.py", '"restore"', '"someday"', "backup and restore"),
    ("rights/services.py", "vault.erase(by)", "pass", "erasure"),
    ("interfaces/web/urls.py", 'name="erasure"', 'name="later"', "erasure"),
    ("rights/migrations/0001_initial.py", "rights_complaint", "rights_wish", "complaint register"),
    ("rights/services.py", "def complaint_close", "def complaint_hide", "complaint register"),
    ("rights/services.py", "def disclosure_decide", "def disclosure_hope", "disclosure register"),
    ("rights/services.py", "@command\ndef glass_review", "def glass_review", "reviewed break-glass"),
]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    for name, text in WHOLE.items():
        place = tmp_path / "code" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return tmp_path / "code"


def test_a_code_with_every_part_may_hold_real_people(whole: Path):
    assert readiness.lacking(readiness.checks(whole)) == []


@pytest.mark.parametrize(("place", "part", "instead", "missing"), FAULTS)
def test_each_part_that_is_not_there_is_missed(
    whole: Path, place: str, part: str, instead: str, missing: str
):
    file = whole / place
    text = file.read_text(encoding="utf-8")
    assert part in text
    file.write_text(text.replace(part, instead), encoding="utf-8")
    assert readiness.lacking(readiness.checks(whole)) == [missing]


def test_a_module_that_only_stands_there_is_no_command(whole: Path):
    (whole / "interfaces/cli/backup.py").write_text("def run(argv):\n    return 0\n", encoding="utf-8")
    assert readiness.lacking(readiness.checks(whole)) == ["backup and restore"]


def test_an_empty_folder_lacks_everything_and_says_what(tmp_path: Path):
    found = readiness.checks(tmp_path)
    assert len(readiness.lacking(found)) == len(readiness.CAPABILITIES)
    assert all(one.detail.startswith("missing: no ") and one.remedy for one in found)


def test_what_is_told_of_our_own_code_is_what_lies_there():
    """Whatever this version lacks: its complaint register counts when, and only when, complaints are kept."""
    found = {one.name: one.ok for one in readiness.checks(ROOT / "wasl")}
    models = ROOT / "wasl" / "rights" / "models.py"
    there = models.exists() and "rights_complaint" in models.read_text(encoding="utf-8")
    assert found["complaint register"] is there
    assert found["backup and restore"] is (ROOT / "wasl/interfaces/cli/restore.py").exists()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Instance]:
    monkeypatch.setenv("WASL_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    yield Instance.locate()
    shutil.rmtree(tmp_path / "home")


def test_the_command_refuses_until_code_and_custody_are_right(
    whole: Path, home: Instance, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """A whole code and a key beside the data: still no; only the custody is missing then."""
    monkeypatch.setattr(init, "CODE", whole)
    assert init.run(["--real", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["missing"] == ["custody of the key"]
    assert not home.notes
    reached: list[bool] = []

    def prepared(*_: object, real: bool, **__: object) -> None:
        reached.append(real)
        raise Fault("as far as this", "")

    monkeypatch.setattr(init, "prepare", prepared)
    monkeypatch.setattr(init, "_new_passphrase", lambda: "four sparrows by the river")
    with pytest.raises(Fault, match="as far as this"):
        init.run(["--real", "--unseal", "passphrase", "--json"])
    assert reached == [True]


def test_an_instance_stays_what_it_was_made(home: Instance):
    """Practice never becomes real, with its made-up people in it, and a real one never becomes practice."""
    _decide(home, "ar", "passphrase", real=True)
    assert not home.practice
    _decide(home, None, None)
    assert not home.practice, "made ready for a new version, it is still real"
    with pytest.raises(Fault, match="real people"):
        only_for_practice(home)
    home.note(practice=True)
    only_for_practice(home)
    with pytest.raises(Fault, match="made up"):
        _decide(home, None, None, real=True)


def test_doctor_tells_what_real_people_wait_for_and_finds_fault_with_a_real_instance_that_lacks_it(
    home: Instance,
):
    lacking = readiness.lacking(readiness.checks(ROOT / "wasl"))
    (one,) = people(home)
    assert one.ok
    assert all(name in one.detail for name in lacking)
    home.note(practice=False, vault="practice")
    found = {check.name: check.ok for check in people(home)}
    assert [name for name, ok in found.items() if not ok] == [*lacking, "custody of the key"]
