"""Whether an answer may hold names and words: the token was granted them, and the request says what for.

Words of notes count as names, since people write names into them. Everything else is codes, numbers and references.
What is given is recorded twice: by the vault when it opens it, and here as given to a program (PROTECTION P8).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeVar, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Header

from wasl.access.actor import Actor
from wasl.access.enums import Purpose
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.people import selectors as people

T = TypeVar("T")
HEADER = "X-Wasl-Purpose"


class Shown(StrEnum):
    """What an answer says of the names in it."""

    OPENED = "opened"
    NOT_ASKED = "not_asked"
    NOT_GRANTED = "not_granted"
    SEALED = "sealed"


class WhatFor(StrEnum):
    """The purposes that a program can name; a search or a list of arrivals is no work of a program."""

    CARE = Purpose.CARE
    SUPERVISION = Purpose.SUPERVISION
    AFTERCARE = Purpose.AFTERCARE
    RIGHTS = Purpose.RIGHTS


Asked = Annotated[
    WhatFor | None,
    Header(
        alias=HEADER, description="What names and words are needed for. Without it the answer holds codes."
    ),
]


@dataclass
class Names:
    """How one answer deals with names."""

    by: Actor
    purpose: Purpose
    shown: Shown

    @property
    def wanted(self) -> bool:
        return self.shown is Shown.OPENED

    def read(self, part: people.Part[T]) -> T:
        """The cards of a part of a page, opened for the purpose that was named."""
        return people.alone(self._watched(part), viewer=self.by, purpose=self.purpose)

    def _watched(self, part: people.Part[T]) -> people.Part[T]:
        """The same part; whether the vault was sealed is seen on the way."""
        found = yield (wanted := next(part))
        self._see(found, bool(wanted))
        try:
            part.send(found)
        except StopIteration as end:
            return cast(T, end.value)
        raise RuntimeError("a part of a page asks once")

    def open(self, people_wanted: Iterable[UUID]) -> people.Opened:
        """Names of some people, for the purpose that was named."""
        wanted = [(person, people.NAME) for person in people_wanted] if self.wanted else []
        found = people.opened(wanted, viewer=self.by, purpose=self.purpose)
        self._see(found, bool(wanted))
        return found

    def _see(self, found: people.Opened, wanted: bool) -> None:
        """What the vault made of it: it may be sealed, or give this person's role nothing."""
        if found.sealed:
            self.shown = Shown.SEALED
        elif wanted and not found.values:
            self.shown = Shown.NOT_GRANTED

    def given(self, files: Iterable[UUID], *fields: str) -> None:
        """Record that names or words of these files were given to a program."""
        if not self.wanted:
            return
        for file in files:
            audit.record(
                EventType.REVEALED, by=self.by, file=file, purpose=str(self.purpose), fields=sorted(fields)
            )


def asked(request: HttpRequest, purpose: WhatFor | None) -> Names:
    """What this request may be shown."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    if purpose is None:
        return Names(by, Purpose.CARE, Shown.NOT_ASKED)
    granted = bool(request.names_granted)  # type: ignore[attr-defined]
    return Names(by, Purpose(purpose.value), Shown.OPENED if granted else Shown.NOT_GRANTED)
