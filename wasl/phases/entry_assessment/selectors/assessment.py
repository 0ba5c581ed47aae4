"""How far the assessment of a family has come: who has been asked, how long it takes, what is still owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.policy import programme
from wasl.instruments.selectors import grid as instruments
from wasl.instruments.selectors.grid import Sheet
from wasl.people import selectors as people


@dataclass(frozen=True)
class Progress:
    """The parts of the grid for one family. Who declined has been asked: a refusal holds nothing up."""

    sheets: tuple[Sheet, ...]

    @property
    def household(self) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.person is None)

    @property
    def persons(self) -> tuple[Sheet, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.person is not None)

    @property
    def done(self) -> int:
        return sum(sheet.last is not None for sheet in self.sheets)

    @property
    def total(self) -> int:
        return len(self.sheets)

    @property
    def complete(self) -> bool:
        return self.done == self.total and self.total > 1

    @property
    def next_sheet(self) -> Sheet | None:
        """Whose part comes next: the household first, then everybody in the order of the family."""
        return next((sheet for sheet in self.sheets if sheet.last is None), None)

    @property
    def minutes_planned(self) -> float:
        return sum(sheet.minutes for sheet in self.sheets)

    @property
    def minutes_taken(self) -> int:
        return sum(sheet.last.minutes or 0 for sheet in self.sheets if sheet.last)

    @property
    def minutes_limit(self) -> int:
        """What a family of seven may be asked to give at most."""
        return programme().entry.family_of_seven_minutes


def progress(file: UUID, inside: Sequence[people.PersonCard], *, viewer: Actor) -> Progress:
    """Whose part of the grid is filled and whose is not, for the people shown on the page."""
    return Progress(tuple(instruments.sheets(file, inside, viewer=viewer)))
