"""Where these tests put their instances, and which processes belong to one.

Homes lie directly below /tmp: a socket's path is limited to 107 bytes, and pytest's own folders are closed to the
service user under whom the server runs when the tests are run by root.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wasl.runtime.binaries import Binaries
from wasl.runtime.home import Home
from wasl.runtime.postgres import Cluster
from wasl.runtime.settings import load


def newest_of_each_origin() -> list[Binaries]:
    """The system's PostgreSQL where there is one, and the one from the Python package."""
    found: dict[str, Binaries] = {}
    for binaries in Binaries.every(load()):
        found.setdefault(binaries.origin, binaries)
    return list(found.values())


SERVERS = newest_of_each_origin()
WHEEL = next(binaries for binaries in SERVERS if binaries.origin == "wheel")


@contextmanager
def short_home() -> Iterator[Home]:
    place = Path(tempfile.mkdtemp(prefix="wasl-test-", dir="/tmp"))
    place.chmod(0o711)
    try:
        yield Home(place)
    finally:
        shutil.rmtree(place)


def cluster_at(home: Home, binaries: Binaries, *, durable: bool = False) -> Cluster:
    """A cluster with these programs, made as a command would make it. Tests that kill it ask for durable=True."""
    return Cluster.of(home, load(pg_bin=binaries.bin, pg_shared_buffers="16MB"), durable=durable)


def processes_of(home: Home) -> dict[int, str]:
    """Every living process that works in the home or names it on its command line, but not this one."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            place = os.readlink(entry / "cwd")
        except OSError:
            continue
        if str(home.path) in line or place.startswith(str(home.path)):
            found[int(entry.name)] = line
    found.pop(os.getpid(), None)
    return found


def within(seconds: float, happens: Callable[[], bool]) -> bool:
    """Whether it happens within the time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happens():
            return True
        time.sleep(0.05)
    return happens()
