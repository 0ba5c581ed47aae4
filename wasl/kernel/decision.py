"""An answer that carries its reason.

Rules answer with a Decision. A page asks it whether to show a button, a service calls `or_refuse`, a test and
the API read its code. The words for a code live in each room's labels, never here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from wasl.kernel.errors import Refused


@dataclass(frozen=True)
class Decision:
    """Allowed or not, why (a code), and the few facts that explain it."""

    allowed: bool
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __bool__(self) -> bool:
        return self.allowed

    def or_refuse(self, kind: Literal["person", "state"] = "state") -> Decision:
        """Return itself when allowed, else raise `Refused` of that kind."""
        if not self.allowed:
            raise Refused(self, kind)
        return self


def allow(code: str = "allowed", /, **facts: Any) -> Decision:
    return Decision(True, code, facts)


def refuse(code: str, /, **facts: Any) -> Decision:
    return Decision(False, code, facts)
