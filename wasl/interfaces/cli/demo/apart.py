"""What only one line of work may know of: written one by one by that line's own worker, as it is in life.

No grant is given for it: that somebody of such a line was let into a file would already tell. Where the worker does
not reach the file anyway, nothing is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wasl.access.enums import Reach
from wasl.access.policy import programme
from wasl.casefile.enums import SealedKind, SealedLine
from wasl.casefile.services.sealed import WRITES, sealed_write
from wasl.interfaces.cli.demo.desks import Desks
from wasl.interfaces.cli.demo.events import Note
from wasl.interfaces.cli.demo.writing import Writing


@dataclass(frozen=True)
class Apart:
    """One item of a line, and who writes it."""

    file: UUID
    person: UUID
    line: SealedLine
    text: str
    by: UUID


def items(writing: Writing) -> list[Apart]:
    """The sealed items of a family that its lines of work can write."""
    found = []
    for note in writing.every(Note):
        if not note.line or note.person is None or writing.whole.team != writing.centre:
            continue
        by = worker_of(writing, SealedLine(note.line))
        if by is not None:
            line = SealedLine(note.line)
            found.append(Apart(writing.whole.ref, writing.people[note.person], line, note.text, by))
    return found


def worker_of(writing: Writing, line: SealedLine) -> UUID | None:
    """The first who may write in this line and reaches the file: by the site, or because she works on it anyway."""
    granted = {account for account, _, _ in writing.whole.grants}
    for role in programme().roles.values():
        if role.may(WRITES[line]):
            account = writing.someone(role.code)
            if account is not None and (role.reach == Reach.SITE or account in granted):
                return account
    return None


def write(desks: Desks, found: Iterable[Apart]) -> int:
    """Write them down, in an order that follows from nothing but random references; answers how many."""
    ordered = sorted(found, key=lambda one: one.person)
    for one in ordered:
        sealed_write(
            file=one.file,
            person=one.person,
            line=one.line,
            kind=SealedKind.NOTE,
            text=one.text,
            by=desks.session(one.by),
        )
    return len(ordered)
