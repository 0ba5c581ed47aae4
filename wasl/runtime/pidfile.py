"""What PostgreSQL writes about itself in `postmaster.pid`, and whether that process still serves this data.

After a power cut the number in it may by now belong to anybody, even to another PostgreSQL: only a process
that works in this very data directory is ours to end. Where there is no /proc, PostgreSQL's own checks have
to do.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

NAME = "postmaster.pid"
ENDING = ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))


def says_ready(data: Path) -> bool:
    """Whether the server wrote down that it takes connections."""
    try:
        return (data / NAME).read_text(encoding="utf-8").rstrip().endswith("ready")
    except FileNotFoundError:
        return False


def clear_the_way(data: Path) -> None:
    """Before a start: end a server that a killed supervisor left; forget a number that is not its."""
    pid = _recorded(data / NAME)
    if pid is None or sys.platform != "linux" or not _exists(pid):
        return
    if not _works_in(pid, data):
        (data / NAME).unlink(missing_ok=True)
        return
    for send, patience in ENDING:
        try:
            os.kill(pid, send)
        except ProcessLookupError:
            return
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if not _works_in(pid, data):
                return
            time.sleep(0.1)


def _recorded(file: Path) -> int | None:
    try:
        first = file.read_text(encoding="utf-8").partition("\n")[0]
    except FileNotFoundError:
        return None
    return int(first) if first.isdecimal() else None


def _exists(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _works_in(pid: int, data: Path) -> bool:
    """PostgreSQL's working directory is its data directory; a process dead but not reaped has none."""
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == data
    except OSError:
        return False
