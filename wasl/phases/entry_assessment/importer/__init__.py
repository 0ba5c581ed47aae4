"""Reads the lists of arriving families as ministries send them. Pure: no database, no Django, nothing kept.

`read_roster` gives families and people and every fault with its line and column; `read_expected` gives of a list
sent before arrival only who comes first, how many and how old. What the programme may not know is refused by the
name of its column, before any cell of it is looked at.

    sheets      bytes to rows of cells, with the bounds against hostile files
    headers     which column means what (columns.toml)
    lines       which rows are people, and of which family
    people, dates, places_of_rows, vocabulary (words.toml)     what the cells mean
    families    people put together, and what a family must have
    expected    the short form before arrival
    columns     what was understood of each column, set right by a person, and the table in a form that can be sealed
"""

from wasl.phases.entry_assessment.importer.expected import read_expected
from wasl.phases.entry_assessment.importer.families import read_roster
from wasl.phases.entry_assessment.importer.roster import (
    Birth,
    Expected,
    ExpectedFamily,
    Name,
    Roster,
    RosterError,
    RosterFamily,
    RosterPerson,
)

__all__ = [
    "Birth",
    "Expected",
    "ExpectedFamily",
    "Name",
    "Roster",
    "RosterError",
    "RosterFamily",
    "RosterPerson",
    "read_expected",
    "read_roster",
]
