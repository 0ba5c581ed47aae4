"""The command as a person runs it: in a process of its own, in a home of the test's own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wasl.interfaces.cli.boot import Instance
from wasl.runtime.processes import children_of

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300.0


@dataclass
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document; anything else on standard output is a fault."""
        return json.loads(self.out)


@dataclass
class Place:
    """A home for one test, removed afterwards."""

    path: Path
    python: str = sys.executable
    packages: str = ""

    @property
    def instance(self) -> Instance:
        return Instance.locate(home=self.path)

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WASL_")}
        return (
            kept
            | {"WASL_HOME": str(self.path), "PYTHONPATH": os.pathsep.join([str(ROOT), self.packages])}
            | more
        )

    def wasl(self, *argv: str, stdin: str = "", **more: str) -> Said:
        """Run a command to its end."""
        done = subprocess.run(
            [self.python, "-m", "wasl", *argv],
            cwd="/",
            env=self.environment(**more),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)


@contextmanager
def place() -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="wasl-cli-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield Place(folder / "home")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Served:
    """A running `wasl serve`."""

    process: subprocess.Popen[str]
    address: str
    announced: dict[str, Any]

    def child(self, word: str) -> int:
        """The child of the supervisor whose command line holds the word."""
        found = self.children(word)
        assert len(found) == 1, f"{word}: {found}"
        return found[0]

    def children(self, word: str) -> list[int]:
        return [pid for pid in children_of(self.process.pid) if word in command_line(pid)]

    def everyone(self) -> set[int]:
        """The supervisor's children and theirs."""
        all_of_them, newest = set(), {self.process.pid}
        while newest:
            newest = {child for pid in newest for child in children_of(pid)}
            all_of_them |= newest
        return all_of_them

    def answers(self, path: str = "/readyz") -> int:
        """The status of a page; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:  # noqa: S310 - our own address
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def ready(self) -> bool:
        return self.answers() == 200


@contextmanager
def serving(home: Place, *argv: str, **more: str) -> Iterator[Served]:
    """`wasl serve` on a free port until the end of the block; whatever happens, nothing of it stays."""
    log = (home.path.parent / "serve.err").open("a+")
    process = subprocess.Popen(
        [home.python, "-m", "wasl", "serve", "--json", "--port", "0", *argv],
        cwd="/",
        env=home.environment(**more),
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            log.seek(0)
            raise AssertionError(f"did not start: {log.read()}")
        announced = json.loads(line)
        yield Served(process, announced["address"], announced)
    finally:
        by_itself = process.poll()
        if by_itself is None:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
        process.stdout.close()
        log.seek(0)
        said = log.read()
        log.close()
    # -9 is what a test did to it
    assert by_itself in (None, 0, -signal.SIGKILL), f"ended by itself with {by_itself}: {said[-8000:]}"


def eventually(holds: Callable[[], bool], seconds: float = 30.0) -> float:
    """Wait until it holds and tell how long that took."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - begun


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
    except OSError:
        return ""


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
