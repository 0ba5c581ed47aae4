"""What the supervised processes say: one line of JSON each in the home, a short line on the screen.

A disk that is full costs lines of the log and never the service: the count of lost lines follows when there is room.
Nothing is added to what a process says; keeping personal data out of log lines is that process's duty.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

LARGEST = 10_000_000
KEPT = 5
LONGEST_LINE = 8_000


class Log:
    """The log of one supervisor; old parts are renamed and the oldest removed."""

    def __init__(self, folder: Path, screen: TextIO | None) -> None:
        self._path = folder / "wasl.log"
        self._screen = screen
        self._file = self._open()
        self._lost = 0

    def said(self, name: str, line: str) -> None:
        """A line that a child wrote; where it is JSON already, its keys are kept."""
        line = line[:LONGEST_LINE]
        told: dict[str, object] = {"line": line}
        if line.startswith("{"):
            try:
                told = json.loads(line)
            except (ValueError, RecursionError):
                told = {"line": line}
        self._write({"at": _now(), "from": name} | told)
        self._show(name, line)

    def event(self, event: str, name: str, **facts: object) -> None:
        """Something the supervisor did or saw."""
        self._write({"at": _now(), "from": "supervisor", "event": event, "name": name} | facts)
        words = " ".join(f"{key}={value}" for key, value in facts.items())
        self._show("supervisor", f"{name}: {event} {words}".rstrip())

    def close(self) -> None:
        os.close(self._file)

    def _write(self, entry: dict[str, object]) -> None:
        try:
            if self._lost:
                self._append({"at": _now(), "from": "supervisor", "event": "lines lost", "lines": self._lost})
                self._lost = 0
            self._append(entry)
            self._set_aside_when_grown()
        except OSError as error:
            self._lost += 1
            if self._lost == 1:
                self._show("supervisor", f"log: cannot be written, {error.strerror}")

    def _append(self, entry: dict[str, object]) -> None:
        """Past every buffer: what could not be written must not be tried again with the next line."""
        line = json.dumps(entry, ensure_ascii=False, default=str) + "\n"
        os.write(self._file, line.encode("utf-8", "replace"))

    def _set_aside_when_grown(self) -> None:
        if os.fstat(self._file).st_size > LARGEST:
            for age in range(KEPT - 1, 0, -1):
                older = self._path.with_suffix(f".log.{age}")
                if older.exists():
                    older.replace(self._path.with_suffix(f".log.{age + 1}"))
            self._path.replace(self._path.with_suffix(".log.1"))
            grown, self._file = self._file, self._open()
            os.close(grown)

    def _show(self, name: str, line: str) -> None:
        """A terminal that went away stops the showing, not the service."""
        if self._screen is None:
            return
        try:
            print(f"{name:<10} | {line}", file=self._screen, flush=True)
        except OSError:
            self._screen = None

    def _open(self) -> int:
        return os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
