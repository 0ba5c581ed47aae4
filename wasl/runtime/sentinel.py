"""The last one out. Run as a script by the supervisor, it outlives a supervisor that is killed with SIGKILL.

On its standard input it is told which process groups run (`+ group signal [signal]`, `- group`). When that
closes without a `bye`, it ends every group: gently, then firmly. It needs nothing but the standard library.
"""

from __future__ import annotations

import os
import signal
import sys
import time

GENTLE_SECONDS = 6.0
FIRM_SECONDS = 1.0


def watch() -> dict[int, list[int]]:
    """Read until the supervisor says good-bye or is gone; what is left must be ended."""
    groups: dict[int, list[int]] = {}
    for line in sys.stdin:
        word, *numbers = line.split()
        if word == "+":
            groups[int(numbers[0])] = [int(number) for number in numbers[1:]]
        elif word == "-":
            groups.pop(int(numbers[0]), None)
        elif word == "bye":
            return {}
    return groups


def end(groups: dict[int, list[int]]) -> None:
    """Send every group its signals in turn, the last of them SIGKILL."""
    steps = max((len(signals) for signals in groups.values()), default=0)
    for step in range(steps):
        for group, signals in list(groups.items()):
            if step < len(signals) and not send(group, signals[step]):
                del groups[group]
        wait_for(groups, FIRM_SECONDS if step else GENTLE_SECONDS)
    for group in groups:
        send(group, signal.SIGKILL)


def wait_for(groups: dict[int, list[int]], seconds: float) -> None:
    until = time.monotonic() + seconds
    while groups and time.monotonic() < until:
        for group in list(groups):
            if not send(group, 0):
                del groups[group]
        time.sleep(0.1)


def send(group: int, number: int) -> bool:
    """Signal a group; False when nobody is in it any more."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    end(watch())
