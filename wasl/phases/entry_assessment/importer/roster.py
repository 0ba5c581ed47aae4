"""What comes out of reading a list: families with their people, and everything that was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from wasl.people.enums import Accuracy, FamilyRole, Sex

FAULTS: Final = (
    # of one line
    *("name_missing", "name_invalid", "sex_unknown", "date_invalid", "date_in_future"),
    *("place_unknown", "place_code_obsolete"),
    # of a family
    *("head_missing", "head_twice", "family_number_missing", "family_too_large"),
    # of a list sent before arrival
    *("count_invalid", "ages_invalid", "ages_more_than_people", "family_number_twice"),
    # of the whole file, at row 1 or at the headings
    *("header_missing", "column_missing", "file_empty", "file_too_large", "file_unreadable", "file_unsafe"),
    "file_macros",
    *("format_unsupported", "format_old_excel", "too_many_rows"),
)


@dataclass(frozen=True, slots=True)
class RosterError:
    """One fault. `row` counts the lines of the file from 1; `column` is its heading as the file has it."""

    row: int
    column: str
    code: str

    @property
    def message_key(self) -> str:
        return f"roster.{self.code}"


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth date and how well it is known; both None when nobody knows it."""

    date: date | None = None
    accuracy: Accuracy | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name as written in the list."""

    given: str = ""
    father: str = ""
    grandfather: str = ""
    great: str = ""
    laqab: str = ""
    kunya: str = ""


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """One line of the list."""

    row: int
    name: Name
    mother: tuple[str, str, str]
    sex: Sex
    birth: Birth
    relation: FamilyRole | None
    governorate: str | None = None
    district: str | None = None
    local_district: str | None = None
    phones: tuple[str, ...] = ()

    def age(self, on: date) -> int | None:
        """Full years on a day; None when the birth date is not known."""
        born = self.birth.date
        if born is None:
            return None
        return max(0, on.year - born.year - ((on.month, on.day) < (born.month, born.day)))

    def identity(self) -> dict[str, Any]:
        """The name and birth as the sealed identity document has them."""
        name = self.name
        born = self.birth
        return {
            "given": name.given,
            "father": name.father,
            "grandfather": name.grandfather,
            "great": name.great,
            "laqab": name.laqab,
            "kunya": name.kunya,
            "mother": list(self.mother),
            "birth": {
                "date": born.date.isoformat() if born.date else None,
                "accuracy": born.accuracy.value if born.accuracy else None,
            },
        }


@dataclass(frozen=True, slots=True)
class RosterFamily:
    """The people under one family number, the head first if there is one."""

    number: str
    people: tuple[RosterPerson, ...]

    @property
    def row(self) -> int:
        return min(person.row for person in self.people)

    @property
    def head(self) -> RosterPerson | None:
        return next((person for person in self.people if person.relation is FamilyRole.HEAD), None)


@dataclass(frozen=True, slots=True)
class Roster:
    """A whole list. `families` are those without a fault; the others are named in `skipped_families`."""

    families: tuple[RosterFamily, ...] = ()
    errors: tuple[RosterError, ...] = ()
    skipped_families: tuple[str, ...] = ()
    refused_columns: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    ignored_rows: tuple[int, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    family_count: int = 0
    people_count: int = 0


@dataclass(frozen=True, slots=True)
class ExpectedFamily:
    """A family announced before arrival: who comes first, how many, how old. Nothing else is kept."""

    number: str
    row: int
    head: Name
    count: int
    ages: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """A list sent before arrival."""

    families: tuple[ExpectedFamily, ...] = ()
    errors: tuple[RosterError, ...] = ()
    skipped_families: tuple[str, ...] = ()
    refused_columns: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    ignored_rows: tuple[int, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    family_count: int = 0
    people_count: int = 0
