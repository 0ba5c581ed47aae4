"""The supervisor's side of the sentinel: keeps one running and tells it which groups there are."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from signal import Signals

from wasl.runtime import sentinel


class Guard:
    """A sentinel process. One that dies is replaced and told everything again."""

    def __init__(self) -> None:
        self._groups: dict[int, str] = {}
        self._pipe: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._start()

    @property
    def pid(self) -> int | None:
        """None while there is none: the last one died and no other could be started yet."""
        return self._process.pid if self._process else None

    def watch(self, group: int, signals: Sequence[Signals]) -> None:
        """This process group is to be ended, with these signals, should the supervisor be killed."""
        self._groups[group] = f"+ {group} {' '.join(str(int(number)) for number in signals)}"
        self._tell(self._groups[group])

    def forget(self, group: int) -> None:
        self._groups.pop(group, None)
        self._tell(f"- {group}")

    def keep_alive(self) -> None:
        """Called at every beat of the supervisor."""
        if self._process is not None and self._process.poll() is None:
            return
        self._process = None
        self._close()
        try:
            self._start()
        except OSError:
            self._close()  # no memory or no number left for a process just now: the next beat tries again

    def dismiss(self) -> None:
        """The supervisor ends in good order: nothing is left to do."""
        self._tell("bye")
        self._close()
        if self._process is None:
            return
        try:
            self._process.wait(2.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> None:
        """What it must know lies in its pipe before it lives, so that it is never there without knowing."""
        reading, self._pipe = os.pipe()
        for line in self._groups.values():
            self._tell(line)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(Path(sentinel.__file__))],
                stdin=reading,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
            )
        finally:
            os.close(reading)

    def _tell(self, line: str) -> None:
        """One that died meanwhile cannot be told; the next beat replaces it."""
        if self._pipe is None:
            return
        try:
            os.write(self._pipe, f"{line}\n".encode())
        except BrokenPipeError:
            return

    def _close(self) -> None:
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None
