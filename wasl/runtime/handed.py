"""What this process was handed to work with: connection strings and secrets, by pipe or from the command that runs.

Read once, kept in memory, never in the environment. A command in its own process hands them over with `hand_over`.
"""

import os
from collections.abc import Mapping
from typing import Any

from wasl.runtime.children import CREDENTIALS_FD, read_credentials

_handed: dict[str, Any] | None = None


def hand_over(credentials: Mapping[str, Any]) -> None:
    """For commands and tests: what the supervisor would have passed by pipe."""
    global _handed
    _handed = dict(credentials)


def handed() -> dict[str, Any]:
    """What was handed over; nothing when the process was started without (such as by a type checker)."""
    global _handed
    if _handed is None:
        _handed = read_credentials() if CREDENTIALS_FD in os.environ else {}
    return _handed
