"""The commands of the Makefile are those of its page, and the server runs the same one as everybody."""

import os
import re
import socket

import pytest

from tests.architecture.sources import ROOT
from tests.conftest import NetworkForbidden

PROMISED = {"demo", "test", "check", "fix", "browser-test", "prove", "bench", "docs"}


def targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))


def explained(page: str) -> set[str]:
    return set(re.findall(r"^\| `make ([a-z-]+)`", page, re.MULTILINE))


def test_every_promised_command_exists_and_is_explained():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert len(makefile.splitlines()) <= 120
    assert targets(makefile) >= PROMISED
    assert explained(page) >= PROMISED
    assert explained(page) <= targets(makefile)


def test_the_server_runs_what_everybody_runs():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    commands = [
        line for line in script.read_text().splitlines() if line and not line.startswith(("#", "set", "cd"))
    ]
    assert commands == ["make test"]


def test_a_command_that_is_explained_and_gone_is_seen():
    assert explained("| `make gone` | nothing |\n") - targets("test: check\n\techo\nBIN := x\n") == {"gone"}


@pytest.mark.requirement("R079", "R102")
def test_a_test_that_reaches_for_another_machine_is_stopped():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as wire, pytest.raises(NetworkForbidden):
        wire.connect(("192.0.2.1", 80))
