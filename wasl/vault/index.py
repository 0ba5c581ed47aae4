"""All names in memory, searchable: a large table that rarely changes and a small one for what was saved
since.

Readers take the current tables without a lock; writers replace them. Whoever searches gets people and files
by id and a score; names themselves leave the vault only through `open`, which looks at grants and leaves
its record.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from wasl.kernel.clock import today
from wasl.vault.table import PAIRS, SINGLES, SLOTS, NameTable, Rows, Slot, pair_keys
from wasl.vault.vocabulary import Vocabulary, split_name

Ids = npt.NDArray[np.uint64]
Tables = list[tuple[NameTable, npt.NDArray[np.bool_]]]
"""Tables of a moment, each with which of its rows count."""
OVERLAY_LIMIT = 4096
SEXES = {"f": 1, "female": 1, "m": 2, "male": 2}
_DOCUMENT_SLOTS = (
    ("given", Slot.GIVEN),
    ("father", Slot.FATHER),
    ("grandfather", Slot.GRANDFATHER),
    ("great", Slot.GREAT),
    ("laqab", Slot.LAQAB),
    ("used", Slot.USED),
    ("kunya", Slot.KUNYA),
)
_HALF = (1 << 64) - 1


def halves(ids: Sequence[UUID]) -> Ids:
    """Ids as pairs of 64-bit numbers."""
    raw = np.frombuffer(b"".join(one.bytes for one in ids), dtype=">u8")
    return raw.astype(np.uint64).reshape(-1, 2)


def to_uuid(pair: Ids) -> UUID:
    return UUID(int=(int(pair[0]) << 64) | int(pair[1]))


def distinct(ids: Ids) -> int:
    """How many different ids there are."""
    ordered = ids[np.lexsort((ids[:, 1], ids[:, 0]))]
    return min(1, len(ids)) + int(np.count_nonzero((ordered[1:] != ordered[:-1]).any(axis=1)))


def birth_year(document: dict[str, Any]) -> int:
    """The year of birth, 0 when there is none."""
    text = str((document.get("birth") or {}).get("date") or "")[:4]
    return int(text) if text.isdecimal() else 0


def sex_code(value: Any) -> int:
    return SEXES.get(str(value or "").lower(), 0)


@dataclass(frozen=True)
class Spelling:
    """One row to be: a person's parts as numbers of the vocabulary."""

    person: UUID
    file: UUID
    parts: tuple[int, ...]
    year: int
    sex: int


@dataclass(frozen=True)
class _State:
    base: NameTable
    alive: npt.NDArray[np.bool_]
    recent: NameTable


def _table(spellings: Sequence[Spelling]) -> NameTable:
    size = len(spellings)
    parts = np.full((size, SLOTS), -1, dtype=np.int32)
    if size:
        parts[:] = [one.parts for one in spellings]
    return NameTable.build(
        parts,
        halves([one.person for one in spellings]) if size else np.zeros((0, 2), dtype=np.uint64),
        halves([one.file for one in spellings]) if size else np.zeros((0, 2), dtype=np.uint64),
        np.array([one.year for one in spellings], dtype=np.int16),
        np.array([one.sex for one in spellings], dtype=np.int8),
    )


def _joined(tables: Sequence[NameTable]) -> NameTable:
    return NameTable.build(
        np.concatenate([one.parts for one in tables]),
        np.concatenate([one.people for one in tables]),
        np.concatenate([one.files for one in tables]),
        np.concatenate([one.years for one in tables]),
        np.concatenate([one.sexes for one in tables]),
    )


def _some(table: NameTable, rows: npt.NDArray[np.bool_] | Rows) -> NameTable:
    return NameTable.build(
        table.parts[rows], table.people[rows], table.files[rows], table.years[rows], table.sexes[rows]
    )


class NameIndex:
    """Names in memory. `replace` and `remove` follow the database; everything else only reads."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        empty = _table([])
        self._state = _State(empty, np.zeros(0, dtype=bool), empty)
        self._recent: dict[UUID, list[Spelling]] = {}
        self._writing = threading.Lock()

    def spellings(self, person: UUID, file: UUID, document: dict[str, Any]) -> list[Spelling]:
        """The rows of one identity document: as written, its Kurdish form, its Latin form if that differs, and
        names that were corrected, until their day.
        """
        year, sex = birth_year(document), sex_code(document.get("sex"))
        mother = document.get("mother") or []
        first = self._parts(document, mother[0] if mother else None)
        rows = [first]
        kurdish = document.get("ckb")
        if isinstance(kurdish, dict):
            rows.append(
                self._parts({**document, **{key: text for key, text in kurdish.items() if text}}, None)
            )
        latin = document.get("latin")
        if isinstance(latin, str) and latin.strip():
            words = split_name(latin)
            own = dict(zip(("given", "father", "grandfather"), words[:3], strict=False))
            if len(words) > 3:
                own["laqab"] = words[-1]
            row = self._parts({**own, "kunya": document.get("kunya")}, None)
            if any(
                number >= 0 and number not in self._alike_to(first, slot) for slot, number in enumerate(row)
            ):
                rows.append(row)
        rows += [
            self._parts({**document, **one}, (one.get("mother") or mother or [None])[0])
            for one in document.get("former") or ()
            if str(one.get("until") or "") >= today().isoformat()
        ]
        return [Spelling(person, file, row, year, sex) for row in dict.fromkeys(rows)]

    def _alike_to(self, parts: tuple[int, ...], slot: int) -> tuple[int, ...]:
        """The slot's own number and whatever shares its Latin key: a generated Latin form needs no row."""
        number = parts[slot]
        if number < 0:
            return ()
        key = self.vocabulary.latin[number]
        return (number, *self.vocabulary.by_latin(key))

    def _parts(self, document: dict[str, Any], mother: str | None) -> tuple[int, ...]:
        learn = self.vocabulary.learn
        parts = [-1] * SLOTS
        for name, slot in _DOCUMENT_SLOTS:
            parts[slot] = learn(document.get(name), slot == Slot.LAQAB)
        parts[Slot.MOTHER] = learn(mother)
        return tuple(parts)

    def load(self, spellings: Iterable[Spelling]) -> None:
        """Replace everything, in chunks so that no list of all people is ever built."""
        tables: list[NameTable] = []
        chunk: list[Spelling] = []
        for one in spellings:
            chunk.append(one)
            if len(chunk) >= 20_000:
                tables.append(_table(chunk))
                chunk = []
        tables.append(_table(chunk))
        base = _joined(tables) if len(tables) > 1 else tables[0]
        with self._writing:
            self._recent = {}
            self._state = _State(base, np.ones(len(base), dtype=bool), _table([]))

    def replace(self, changed: Iterable[Spelling], gone: Iterable[UUID] = ()) -> None:
        """New spellings of people, in place of whatever was known of them; and people who are gone."""
        with self._writing:
            fresh: dict[UUID, list[Spelling]] = {}
            for one in changed:
                fresh.setdefault(one.person, []).append(one)
            removed = list(dict.fromkeys([*fresh, *gone]))
            if not removed:
                return
            for person in removed:
                self._recent.pop(person, None)
            self._recent.update(fresh)
            state = self._state
            alive = state.alive.copy()
            alive[state.base.of_people(halves(removed))] = False
            recent = _table([one for rows in self._recent.values() for one in rows])
            if len(recent) > OVERLAY_LIMIT:
                base = _joined([_some(state.base, alive), recent])
                self._recent = {}
                self._state = _State(base, np.ones(len(base), dtype=bool), _table([]))
            else:
                self._state = _State(state.base, alive, recent)

    def tables(self, apart: Sequence[UUID] = ()) -> Tables:
        """The tables of this moment, each with which of its rows count: those of files `apart` do not."""
        state = self._state
        tables = [(state.base, state.alive), (state.recent, np.ones(len(state.recent), dtype=bool))]
        if not apart:
            return tables
        out = np.unique(halves(apart)[:, 0])
        return [(table, alive & ~np.isin(table.files[:, 0], out)) for table, alive in tables]

    def people(self) -> int:
        """How many people are known."""
        return distinct(np.concatenate([table.people[alive] for table, alive in self.tables()]))

    def file_size(self, file: UUID) -> int:
        """How many people of a file are known."""
        high, low = halves([file])[0]
        members = [
            table.people[alive & (table.files[:, 0] == high) & (table.files[:, 1] == low)]
            for table, alive in self.tables()
        ]
        return len(np.unique(np.concatenate(members), axis=0))


def question_keys(meanings: Sequence[dict[int, float]]) -> npt.NDArray[np.uint64]:
    """The keys under which people with these parts would stand, whichever two parts agree, in either
    order.
    """
    numbers = [np.array(list(meaning), dtype=np.int32) for meaning in meanings]
    keys: list[npt.NDArray[np.uint64]] = []
    for number in numbers:
        for kind in range(len(PAIRS), len(PAIRS) + len(SINGLES)):
            keys.append(pair_keys(kind, number, np.zeros(number.size, dtype=np.int32)))
    for at, first in enumerate(numbers):
        for other, second in enumerate(numbers):
            if at == other or not first.size or not second.size:
                continue
            a, b = np.repeat(first, second.size), np.tile(second, first.size)
            for kind in range(len(PAIRS)):
                keys.append(pair_keys(kind, a, b))
    return np.unique(np.concatenate(keys)) if keys else np.zeros(0, dtype=np.uint64)
