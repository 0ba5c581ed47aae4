"""Which earlier import a list repeats: compared inside the vault, with no hash of a name stored anywhere.

Each imported family leaves one sealed entry: its number on the list and its members as they were written.
In memory an entry is a few numbers made with this process's own secret; names come back from ciphertext
when a family matches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wasl.kernel import names
from wasl.kernel.numerals import to_ascii_digits

SAME_BATCH = 0.5
SAME_MEMBER = 0.6
TELLING = 2
"""A family of so many is told from others by its names alone; a single فاطمة محمد محمد is not."""
SAME_NAME, SLIP = 0.95, 0.7
_WEIGHTS = (("given", 0.25), ("father", 0.25), ("grandfather", 0.15), ("mother", 0.15))
_YEAR_WEIGHT = 0.10
_NAMES = ("given", "father", "grandfather")
_NO_FILE = UUID(int=0)
Member = Mapping[str, Any]


def list_number(written: Any) -> str:
    """The family's number as a list writes it, in one spelling."""
    return "".join(to_ascii_digits(str(written)).split()).casefold()


def _mark(member: Member, parts: Sequence[str]) -> int:
    """A number for a member's names; the interpreter's own random secret makes it useless elsewhere."""
    return hash((*(names.normal(str(member.get(part) or "")) for part in parts), _year(member)))


@dataclass(frozen=True)
class Entry:
    """A family of a list as numbers. The marks are in order: equal marks are the same family in any order."""

    batch: UUID
    number: str
    file: UUID
    marks: tuple[int, ...]
    exact: tuple[int, ...]
    """With the mother's name and the year of birth, by which even a single person is told from her namesakes."""


def _entry(batch: UUID, file: UUID, family: Mapping[str, Any]) -> Entry:
    members: Sequence[Member] = family["members"]
    return Entry(
        batch,
        list_number(family["number"]),
        file,
        tuple(sorted(_mark({**member, "birth": None}, _NAMES) for member in members)),
        tuple(sorted(_mark(member, (*_NAMES, "mother")) for member in members)),
    )


def _marks_that_tell(entry: Entry) -> tuple[int, ...] | None:
    return entry.marks if len(entry.marks) >= TELLING else None


class RosterBook:
    """All entries, by batch and number on the list. A list that was numbered anew may give a number twice."""

    def __init__(self) -> None:
        self.entries: dict[UUID, Entry] = {}
        self._batches: defaultdict[UUID, defaultdict[str, list[UUID]]] = defaultdict(_numbers)

    def put(self, owner: UUID, file: UUID, document: Mapping[str, Any]) -> None:
        self.drop(owner)
        entry = _entry(UUID(str(document["batch"])), file, document)
        self.entries[owner] = entry
        self._batches[entry.batch][entry.number].append(owner)

    def drop(self, owner: UUID) -> None:
        entry = self.entries.pop(owner, None)
        if entry is None:
            return
        numbers = self._batches[entry.batch]
        numbers[entry.number].remove(owner)
        if not numbers[entry.number]:
            del numbers[entry.number]
        if not numbers:
            del self._batches[entry.batch]

    def entries_of(self, batch: UUID, families: Sequence[Mapping[str, Any]]) -> list[UUID | None]:
        """For each family of a list its entry in an import. The very same family comes first, also where a list was
        numbered anew; then that of its number where the names agree; what is left is to be looked at closely.
        """
        asked = [_entry(batch, _NO_FILE, one) for one in families]
        owners = [owner for several in list(self._batches.get(batch, {}).values()) for owner in several]
        left = {owner: self.entries[owner] for owner in owners}
        found: list[UUID | None] = [None] * len(asked)
        for key, agreeing in _WAYS:
            there: defaultdict[Hashable, list[UUID]] = defaultdict(list)
            for owner, entry in left.items():
                there[key(entry)].append(owner)
            for at, one in enumerate(asked):
                if found[at] is not None or key(one) is None:
                    continue
                fit = (
                    owner
                    for owner in there.get(key(one), ())
                    if owner in left and (not agreeing or _agree(one.marks, left[owner].marks))
                )
                if (fitting := next(fit, None)) is not None:
                    found[at] = fitting
                    del left[fitting]
        return found

    def best_batch(
        self, families: Sequence[Mapping[str, Any]], *, without: Collection[UUID] = ()
    ) -> tuple[UUID | None, int]:
        """The import in which the same numbers carry the same names, or other numbers the very same families, and
        for how many families they do. `without`: imports that are gone.
        """
        entries = [_entry(_NO_FILE, _NO_FILE, one) for one in families]
        asked = {one.number: one.marks for one in entries}
        telling = Counter(marks for one in entries if (marks := _marks_that_tell(one)))
        best: tuple[UUID | None, int] = (None, 0)
        for batch, numbers in list(self._batches.items()):
            if batch in without:
                continue
            marks_of = {
                number: [self.entries[owner].marks for owner in owners]
                for number, owners in list(numbers.items())
            }
            same_number = sum(
                any(_agree(asked[number], marks) for marks in marks_of[number])
                for number in asked.keys() & marks_of.keys()
            )
            there = Counter(marks for several in marks_of.values() for marks in several)
            agreeing = max(same_number, (telling & there).total())
            enough = agreeing >= SAME_BATCH * min(len(asked), there.total())
            if agreeing > best[1] and enough:
                best = (batch, agreeing)
        return best


def _numbers() -> defaultdict[str, list[UUID]]:
    return defaultdict(list)


_WAYS: tuple[tuple[Callable[[Entry], Hashable], bool], ...] = (
    (lambda entry: (entry.number, entry.exact), False),
    (lambda entry: entry.exact or None, False),
    (lambda entry: entry.number, True),
    (_marks_that_tell, False),
    (lambda entry: entry.number, False),
)
"""By what an entry is sought, one way after the other, and whether the names must agree besides."""


def _agree(ones: Sequence[int], others: Sequence[int]) -> bool:
    """Whether at least half of the smaller family stands in the other."""
    common = (Counter(ones) & Counter(others)).total()
    return 2 * common >= max(1, min(len(ones), len(others)))


def recognise(members: Sequence[Member], known: Sequence[Member]) -> list[int | None]:
    """For each member of a family on the list, which known member it is; nobody is taken twice."""
    found: list[int | None] = [None] * len(members)
    free = set(range(len(known)))
    ranked = sorted(
        (
            (-score, at, other)
            for at, member in enumerate(members)
            for other, candidate in enumerate(known)
            if (score := likeness(member, candidate)) >= SAME_MEMBER
        ),
    )
    for _, at, other in ranked:
        if found[at] is None and other in free:
            found[at] = other
            free.discard(other)
    return found


def same_family(found: Sequence[int | None], known: Sequence[Member]) -> bool:
    """Whether enough members were recognised: one namesake among many does not make it the same family."""
    recognised = sum(at is not None for at in found)
    return 2 * recognised >= max(1, min(len(found), len(known)))


def likeness(one: Member, other: Member) -> float:
    """How alike two entries for the same family number are, 0 to 1. A given name that differs by a slip counts
    only where everything else, the birth year too, is the same: brothers have names one letter apart.
    """
    given = names.similarity(str(one.get("given") or ""), str(other.get("given") or ""))
    same_year = _year(one) != 0 and _year(one) == _year(other)
    total = weight = 0.0
    rest = []
    for part, share in _WEIGHTS:
        mine, theirs = str(one.get(part) or ""), str(other.get(part) or "")
        if mine and theirs:
            alike = names.similarity(mine, theirs)
            total, weight = total + share * alike, weight + share
            if part != "given":
                rest.append(alike)
    if _year(one) and _year(other):
        total += _YEAR_WEIGHT * (abs(_year(one) - _year(other)) <= 2)
        weight += _YEAR_WEIGHT
    if not weight or given < SLIP:
        return 0.0
    if given < SAME_NAME and not (same_year and all(alike >= SAME_NAME for alike in rest)):
        return 0.0
    return total / weight


def _year(member: Member) -> int:
    birth = member.get("birth")
    text = str((birth.get("date") if isinstance(birth, Mapping) else birth) or "")[:4]
    return int(text) if text.isdecimal() else 0
