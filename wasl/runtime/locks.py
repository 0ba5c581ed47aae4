"""Who runs a service of a home, and who merely uses it.

Two locks for each service. `claim` is held by the one command that runs it. `use` is shared by all who need
it, and the one who started it for a moment waits until it is alone before stopping it. The kernel drops
both when their process dies, so nothing stale is left after a kill.
"""

from __future__ import annotations

import fcntl
import os
import time
from types import TracebackType

from wasl.runtime.home import Home


class ServiceLock:
    """The locks of one service in one home."""

    def __init__(self, home: Home, service: str) -> None:
        self._claim = _open(home, f"{service}.run")
        self._use = _open(home, f"{service}.use")

    def __enter__(self) -> ServiceLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def claim(self) -> bool:
        """Become the one who runs the service; False when somebody else does."""
        if not _try(self._claim, fcntl.LOCK_EX):
            return False
        os.ftruncate(self._claim, 0)
        os.pwrite(self._claim, f"{os.getpid()}\n".encode(), 0)
        return True

    def give_up(self) -> None:
        fcntl.flock(self._claim, fcntl.LOCK_UN)

    def holder(self) -> int | None:
        """The process that runs the service, or ran it last."""
        text = os.pread(self._claim, 20, 0).strip()
        return int(text) if text.isdigit() else None

    def use(self) -> None:
        """Announce use; waits while somebody is stopping the service."""
        fcntl.flock(self._use, fcntl.LOCK_SH)

    def alone(self, patience: float) -> bool:
        """Wait until nobody else uses the service; newcomers wait from then on."""
        until = time.monotonic() + patience
        while not _try(self._use, fcntl.LOCK_EX):
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True

    def close(self) -> None:
        for descriptor in (self._claim, self._use):
            os.close(descriptor)


def _open(home: Home, name: str) -> int:
    place = home.locks / name
    descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    owner = home.path.stat()
    if os.geteuid() == 0 and os.fstat(descriptor).st_uid != owner.st_uid:
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    return descriptor


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
