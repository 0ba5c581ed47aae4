"""`wasl network`: what a new device needs, on the screen and on one sheet of paper."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import Place, serving

EVERYWHERE = "0.0.0.0"  # noqa: S104 - this is what is tried


def authority(home: Place) -> bytes:
    return (home.instance.home.secrets / "authority.pem").read_bytes()


def test_an_instance_of_one_computer_has_nothing_to_tell(demo: Place) -> None:
    demo.instance.note(listen="localhost", port=8000, door_port=0)
    said = demo.wasl("network")
    assert said.code == 1
    assert "--listen" in said.err


@pytest.mark.requirement("R102")
def test_the_sheet_is_one_page_and_holds_the_address_and_the_code(demo: Place, tmp_path: Path) -> None:
    place = tmp_path / "sheet.pdf"
    said = demo.wasl("network", "--listen", EVERYWHERE, "--port", "8443", "--sheet", str(place), "--json")
    assert said.code == 0, said.err
    told = said.document
    assert told["door"].endswith(":8444/device/")
    assert len(told["fingerprint"].split()) == 16
    assert place.read_bytes().startswith(b"%PDF")
    reader = shutil.which("pdftotext")
    if reader is None:
        return
    read = subprocess.run([reader, "-layout", str(place), "-"], capture_output=True, text=True, check=True)
    pages = read.stdout.rstrip("\f\n").split("\f")
    assert len(pages) == 1
    assert told["door"] in pages[0]
    assert told["address"] in pages[0]
    assert all(group in pages[0] for group in told["fingerprint"].split())


def test_a_new_authority_is_made_only_while_nothing_is_served(demo: Place) -> None:
    demo.wasl("network", "--listen", EVERYWHERE, "--json")
    before = authority(demo)
    with serving(demo, "--listen", EVERYWHERE):
        said = demo.wasl("network", "--new-authority")
        assert said.code == 1
        assert "Stop it first" in said.err
        assert authority(demo) == before
        assert demo.wasl("network", "--json").document["fingerprint"], "what is served now is told"
    said = demo.wasl("network", "--listen", EVERYWHERE, "--new-authority", "--json")
    assert said.code == 0, said.err
    assert authority(demo) != before
    assert demo.instance.home.secrets.stat().st_mode & 0o077 == 0
    demo.instance.note(listen="localhost", port=8000, door_port=0)
