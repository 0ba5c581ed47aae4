"""What a person at the terminal needs of the log: that something died or will not start. The file has the rest."""

from io import StringIO
from typing import TextIO

BAD_NEWS = (": died", ": not started", ": not asked", ": cannot be written")
GOOD_NEWS = ": ready"


class Screen(StringIO):
    """Lets through the supervisor's bad news, and that it is over."""

    def __init__(self, terminal: TextIO) -> None:
        super().__init__()
        self._terminal = terminal
        self._down: set[str] = set()

    def write(self, text: str) -> int:
        if text.startswith("supervisor"):
            self._show(text.partition("|")[2].strip())
        return len(text)

    def flush(self) -> None:
        self._terminal.flush()

    def _show(self, line: str) -> None:
        name = line.partition(":")[0]
        if any(word in line for word in BAD_NEWS):
            self._down.add(name)
        elif name in self._down and GOOD_NEWS in line:
            self._down.remove(name)
        else:
            return
        self._terminal.write(f"{line}\n")
