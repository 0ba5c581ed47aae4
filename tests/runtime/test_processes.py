"""What a process does to itself: closed to core dumps and to others of the same user."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wasl.runtime.processes import children_of

CODE = """
import ctypes, json, resource, sys
from wasl.runtime.processes import harden
before = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
reached = harden(lock_memory=True) if sys.argv[1] == "hardened" else None
print(json.dumps({
    "dumpable": ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),
    "before": before,
    "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
    "said": reached.not_dumpable if reached else None,
    "locked": reached.locked_in_memory if reached else None,
    "kept_in_memory": [l for l in open("/proc/self/status") if l.startswith("VmLck")][0].split()[1],
}))
"""


def look(kind: str) -> dict[str, object]:
    path = os.pathsep.join([os.getcwd(), *filter(None, sys.path)])
    environment = dict(os.environ) | {"PYTHONPATH": path}
    command = [sys.executable, "-c", CODE, kind]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_hardened_process_can_be_neither_dumped_nor_looked_into() -> None:
    found = look("hardened")
    assert found["dumpable"] == 0
    assert found["core"] == 0
    assert found["said"] is True


def test_the_same_look_finds_a_process_that_is_not_hardened() -> None:
    assert look("plain")["dumpable"] == 1


def test_memory_is_reported_as_locked_only_where_it_is() -> None:
    found = look("hardened")
    assert found["locked"] == (found["kept_in_memory"] != "0")


def test_a_process_that_ends_while_we_look_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_text

    def gone(self: Path, encoding: str | None = None, errors: str | None = None) -> str:
        if self.name == "stat":
            raise ProcessLookupError(errno.ESRCH, "No such process")
        return read(self, encoding, errors)

    ours = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert ours.pid in children_of(os.getpid())
        monkeypatch.setattr(Path, "read_text", gone)
        assert children_of(os.getpid()) == set()
    finally:
        ours.communicate(b"\n")
