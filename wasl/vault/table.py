"""People's names as arrays: one row a spelling of a person, and sorted keys for every pair of parts.

About 150 bytes a person. A pair of parts is one 64-bit key, so a question is a few binary searches; nothing
of this is ever written anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]


class Slot(IntEnum):
    GIVEN = 0
    FATHER = 1
    GRANDFATHER = 2
    GREAT = 3
    LAQAB = 4
    MOTHER = 5
    USED = 6
    KUNYA = 7


SLOTS = len(Slot)
PAIRS: tuple[tuple[Slot, Slot], ...] = (
    (Slot.GIVEN, Slot.FATHER),
    (Slot.GIVEN, Slot.GRANDFATHER),
    (Slot.FATHER, Slot.GRANDFATHER),
    (Slot.GIVEN, Slot.LAQAB),
    (Slot.FATHER, Slot.LAQAB),
    (Slot.GIVEN, Slot.MOTHER),
    (Slot.USED, Slot.FATHER),
    (Slot.USED, Slot.LAQAB),
)
SINGLES: tuple[Slot, ...] = (Slot.KUNYA, Slot.USED)
_KIND_SHIFT = np.uint64(58)
_FIRST_SHIFT = np.uint64(29)


def pair_keys(kind: int, first: Ints, second: Ints) -> npt.NDArray[np.uint64]:
    """The keys of a kind of pair; singles have kinds after the pairs and nothing as their second."""
    return (
        (np.uint64(kind) << _KIND_SHIFT)
        | (first.astype(np.uint64) << _FIRST_SHIFT)
        | second.astype(np.uint64)
    )


@dataclass(frozen=True)
class NameTable:
    """An unchanging table; newer spellings stand in a second, small one (see `index`)."""

    parts: Ints
    people: npt.NDArray[np.uint64]
    files: npt.NDArray[np.uint64]
    years: npt.NDArray[np.int16]
    sexes: npt.NDArray[np.int8]
    keys: npt.NDArray[np.uint64] = field(repr=False)
    rows: Ints = field(repr=False)
    by_person: Ints = field(repr=False)
    highs: npt.NDArray[np.uint64] = field(repr=False)

    @classmethod
    def build(
        cls,
        parts: Ints,
        people: npt.NDArray[np.uint64],
        files: npt.NDArray[np.uint64],
        years: npt.NDArray[np.int16],
        sexes: npt.NDArray[np.int8],
    ) -> NameTable:
        keys: list[npt.NDArray[np.uint64]] = []
        rows: list[Rows] = []
        for kind, (first, second) in enumerate(PAIRS):
            both = np.flatnonzero((parts[:, first] >= 0) & (parts[:, second] >= 0))
            keys.append(pair_keys(kind, parts[both, first], parts[both, second]))
            rows.append(both)
        for number, slot in enumerate(SINGLES):
            there = np.flatnonzero(parts[:, slot] >= 0)
            nothing = np.zeros(there.size, dtype=np.int32)
            keys.append(pair_keys(len(PAIRS) + number, parts[there, slot], nothing))
            rows.append(there)
        all_keys = np.concatenate(keys)
        order = np.argsort(all_keys, kind="stable")
        by_person = np.argsort(people[:, 0], kind="stable").astype(np.int32)
        return cls(
            parts,
            people,
            files,
            years,
            sexes,
            all_keys[order],
            np.concatenate(rows)[order].astype(np.int32),
            by_person,
            people[by_person, 0],
        )

    def __len__(self) -> int:
        return len(self.parts)

    def having(self, keys: npt.NDArray[np.uint64]) -> Rows:
        """The rows that carry any of the keys, each once."""
        starts = np.searchsorted(self.keys, keys, side="left")
        ends = np.searchsorted(self.keys, keys, side="right")
        hit = ends > starts
        if not hit.any():
            return np.zeros(0, dtype=np.int64)
        found = np.zeros(len(self), dtype=bool)
        for start, end in zip(starts[hit].tolist(), ends[hit].tolist(), strict=True):
            found[self.rows[start:end]] = True
        return np.flatnonzero(found)

    def of_people(self, people: npt.NDArray[np.uint64]) -> Rows:
        """The rows of these people (their ids as two halves each)."""
        starts = np.searchsorted(self.highs, people[:, 0], side="left")
        ends = np.searchsorted(self.highs, people[:, 0], side="right")
        found: list[int] = []
        for (start, end), low in zip(zip(starts, ends, strict=True), people[:, 1], strict=True):
            rows = self.by_person[start:end]
            found.extend(rows[self.people[rows, 1] == low].tolist())
        return np.array(found, dtype=np.int64)
