"""What a process does to itself so that others cannot read its memory, and to its children so that none is
left.

Everything is best effort on systems that are not Linux; `Hardened` says what was reached.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_GET_DUMPABLE = 3
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT = 1, 2, 4

PROC = Path("/proc")
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Hardened:
    """What harden() reached: another process of the same user cannot look in; no core file; no swap."""

    not_dumpable: bool
    no_core: bool
    locked_in_memory: bool


def harden(*, lock_memory: bool = False) -> Hardened:
    """Close this process to debuggers and core dumps; with `lock_memory` (the vault) keep it out of swap."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    not_dumpable = _prctl(PR_SET_DUMPABLE, 0) and _libc.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0
    return Hardened(not_dumpable, True, lock_memory and _lock_memory())


def adopt_orphans() -> bool:
    """Grandchildren whose parent died become ours, so that they can be ended and reaped."""
    return _prctl(PR_SET_CHILD_SUBREAPER, 1)


def ends_with_parent(send: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends the signal to the child when the thread that started it is gone.

    The setting is lost when the user changes, so it must run after that; subprocess does so.
    """
    parent = os.getpid()

    def in_child() -> None:
        _prctl(PR_SET_PDEATHSIG, int(send))
        if os.getppid() != parent:
            os._exit(1)

    return in_child


def children_of(parent: int) -> set[int]:
    """By /proc, where there is one."""
    mine = str(parent)
    found = set()
    for name in os.listdir(PROC) if PROC.is_dir() else ():
        if not name.isdecimal():
            continue
        try:  # a process that ends while we look is none; every kind of error means that it ended
            told = (PROC / name / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        after_name = told.rpartition(")")[2].split()
        if len(after_name) > 1 and after_name[1] == mine:
            found.add(int(name))
    return found


def _lock_memory() -> bool:
    """mlockall, only where no limit could later turn it into failing allocations."""
    soft, _ = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    if sys.platform != "linux" or (soft != resource.RLIM_INFINITY and os.geteuid() != 0):
        return False
    return bool(_libc.mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0)


def _prctl(option: int, value: int) -> bool:
    if sys.platform != "linux":
        return False
    return bool(_libc.prctl(option, value, 0, 0, 0) == 0)
