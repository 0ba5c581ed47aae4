"""A supervisor around which something goes wrong once it serves: `python -m tests.runtime.troubled HOME TROUBLE`."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wasl.runtime import guard, supervisor
from wasl.runtime.children import Child
from wasl.runtime.home import Home
from wasl.runtime.supervisor import Supervisor

TIMES = 3
WAITS = "import time\nprint('here', flush=True)\ntime.sleep(1000)"


class Trouble:
    """Goes well until `begin`, then wrong so many times, then well again."""

    def __init__(self, error: Exception) -> None:
        self._error = error
        self._left = 0

    def begin(self) -> None:
        self._left = TIMES

    def __call__(self) -> bool:
        if self._left:
            self._left -= 1
            raise self._error
        return True


def plan(kind: str) -> tuple[Trouble, Child]:
    child = Child("web", [sys.executable, "-c", WAITS])
    if kind == "question":
        trouble = Trouble(KeyError("sealed"))
        return trouble, Child(child.name, child.argv, ready=trouble)
    if kind == "preparation":
        trouble = Trouble(ProcessLookupError("No such process"))

        def before() -> None:
            trouble()

        return trouble, Child(child.name, child.argv, before=before)
    if kind == "stale":
        trouble = Trouble(OSError("certificate"))
        supervisor.STALE_SECONDS = 0.3
        marks = iter([True])

        def stale() -> bool:
            """A question that fails at first, then once that it must be started anew."""
            return trouble() and next(marks, False)

        return trouble, Child(child.name, child.argv, stale=stale)
    trouble = Trouble(BlockingIOError("Resource temporarily unavailable"))
    guard.subprocess = _Starting(trouble)  # type: ignore[assignment]
    return trouble, child


class _Starting:
    """`subprocess` on a computer whose table of processes is full now and then."""

    def __init__(self, trouble: Callable[[], bool]) -> None:
        self._trouble = trouble

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    def Popen(self, *given: Any, **named: Any) -> Any:
        self._trouble()
        return subprocess.Popen(*given, **named)


def main() -> None:
    home = Home(Path(sys.argv[1]))
    home.prepare()
    trouble, child = plan(sys.argv[2])

    def when_ready() -> None:
        trouble.begin()
        print("up", flush=True)

    Supervisor([child], home, screen=None, when_ready=when_ready).run()


if __name__ == "__main__":
    main()
