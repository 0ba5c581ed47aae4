"""The ways in which Wasl says no, one class for each answer that a door gives.

Doors translate: `NotFound` is 404, `Refused` 403 (person) or 409 (state), `Invalid` 422 with its field,
`Conflict` 409 with both texts, `VaultSealed` and `VaultDown` 503, `LimitReached` 429. Messages hold codes and
field names only, so that an error in a log never carries somebody's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from wasl.kernel.decision import Decision


class WaslError(Exception):
    """Whatever Wasl raises on purpose."""


class NotFound(WaslError):
    """There is nothing here, or nothing that this person may know of: the two are told apart by nobody."""


class Refused(WaslError):
    """A decision that said no: to this person, or in this state."""

    def __init__(self, decision: Decision, kind: Literal["person", "state"] = "state") -> None:
        super().__init__(decision.code)
        self.decision = decision
        self.kind: Literal["person", "state"] = kind

    @property
    def code(self) -> str:
        return self.decision.code

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.decision.facts


class Invalid(WaslError):
    """One field holds what it cannot hold."""

    def __init__(self, field: str, code: str, /, **facts: Any) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
        self.facts: Mapping[str, Any] = facts


class Invalids(WaslError):
    """All the fields that are wrong, so that nobody is told of them one at a time."""

    def __init__(self, errors: Iterable[Invalid]) -> None:
        self.errors = list(errors)
        super().__init__("; ".join(str(error) for error in self.errors))

    def __iter__(self) -> Iterator[Invalid]:
        return iter(self.errors)

    def __len__(self) -> int:
        return len(self.errors)


class Conflict(WaslError):
    """Someone changed this while you wrote; both texts are kept (and never put into the message)."""

    def __init__(self, field: str, theirs: Any, yours: Any) -> None:
        super().__init__(field)
        self.field = field
        self.theirs = theirs
        self.yours = yours


class VaultSealed(WaslError):
    """The vault is up but nobody has unsealed it."""


class VaultDown(WaslError):
    """The vault does not answer."""


class LimitReached(WaslError):
    """Too many looks at people outside one's own work."""

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, Any] = facts
