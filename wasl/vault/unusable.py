"""Sealed values that the vault cannot use: each is told by its owner's reference, and none stops the others.

A value may fail to open (changed, moved, sealed under a lost key) or open into something of another form (written by a
fault, or by somebody who may write). What it says is never told, only whose which field it is.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from wasl.vault import crypto

log = logging.getLogger("wasl.vault")
MOST_TOLD: Final = 20
CLOSED, MALFORMED = "closed", "malformed"
# whatever reading a document of another form than expected can end in
WRONG_FORM = (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, RecursionError)
NOT_USABLE = (crypto.Tampered, *WRONG_FORM)


class Unusable:
    """What cannot be used at present; a value that is saved anew or erased is taken off the list."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, UUID], tuple[UUID, str]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._known)

    def add(self, field: str, owner: UUID, subject: UUID, error: BaseException) -> None:
        """Note one; its log line has the kind of error, since messages may quote what was read."""
        reason = CLOSED if isinstance(error, crypto.Tampered) else MALFORMED
        with self._lock:
            self._known[(field, owner)] = (subject, reason)
        log.warning("%s of %s cannot be used: %s (%s)", field, owner, reason, type(error).__name__)

    def saved(self, field: str, owners: Iterable[UUID]) -> None:
        """These values are other ones now: whether they can be used is about to be seen."""
        with self._lock:
            for owner in owners:
                self._known.pop((field, owner), None)

    def erased(self, subject: UUID) -> None:
        with self._lock:
            for key in [key for key, (whose, _) in self._known.items() if whose == subject]:
                del self._known[key]

    def told(self) -> list[dict[str, Any]]:
        """The first of them, for the status: field, owner and reason."""
        with self._lock:
            known = sorted(self._known.items())[:MOST_TOLD]
        return [
            {"field": field, "owner": str(owner), "reason": reason} for (field, owner), (_, reason) in known
        ]
