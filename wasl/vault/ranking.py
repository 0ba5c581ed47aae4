"""From the words of a question to people in order: exact before loose before Latin before misspelt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import numpy as np
import numpy.typing as npt

from wasl.kernel.errors import Invalid
from wasl.vault.index import NameIndex, question_keys, to_uuid
from wasl.vault.table import NameTable, Rows, Slot
from wasl.vault.vocabulary import EXACT, Vocabulary, split_name, weight

MOST_PARTS = 6
RANKED = 40
MOST_FOUND = 3000
LEAST_SCORE = 0.6
LACKS_A_PART = 0.25
ORDER_BONUS = 1e-3
Values = npt.NDArray[np.float32]
_LINE = (Slot.GIVEN, Slot.FATHER, Slot.GRANDFATHER, Slot.GREAT, Slot.LAQAB)


@dataclass(frozen=True)
class Found:
    """A person who may be meant."""

    person: UUID
    file: UUID
    score: float
    exact: bool


def parts_of(query: str | Sequence[str]) -> list[str]:
    """The parts of a question; fewer than two are no question, for one name alone would list its bearers."""
    parts = split_name(query) if isinstance(query, str) else [part for part in query if part.strip()]
    if weight(parts) < 2:
        raise Invalid("query", "two_name_parts_needed")
    return parts[:MOST_PARTS]


def search(index: NameIndex, parts: Sequence[str], limit: int) -> list[Found]:
    """The people meant, best first."""
    return list(islice(rank(index, parts), limit))


def rank(index: NameIndex, parts: Sequence[str]) -> Iterator[Found]:
    """The people meant, best first, made as they are taken. Misspelt forms are tried only when nobody bears exactly
    these names; people who lack a part are named only where nobody has all of them.
    """
    readings = _segmentations(index.vocabulary, list(parts))
    ranked = _merge([_ask(index, [index.vocabulary.alike(part) for part in one]) for one in readings])
    if not ranked.exact.any():
        wider = [
            _ask(index, [{**index.vocabulary.misspelt(part), **index.vocabulary.alike(part)} for part in one])
            for one in readings
        ]
        ranked = _merge([ranked, *wider])
    return ranked.found()


@dataclass(frozen=True)
class _Ranked:
    """Rows in order, still as numbers: most are never looked at."""

    people: npt.NDArray[np.uint64]
    files: npt.NDArray[np.uint64]
    scores: npt.NDArray[np.float64]
    exact: npt.NDArray[np.bool_]

    def found(self) -> Iterator[Found]:
        seen: set[tuple[int, ...]] = set()
        for at in range(len(self.scores)):
            person = tuple(self.people[at].tolist())
            if person not in seen:
                seen.add(person)
                score, exact = round(float(self.scores[at]), 4), bool(self.exact[at])
                yield Found(to_uuid(self.people[at]), to_uuid(self.files[at]), score, exact)


def _segmentations(vocabulary: Vocabulary, parts: list[str]) -> list[list[str]]:
    """The parts as written, and with two neighbours as one name where somebody bears that name (فاطمة
    الزهراء).
    """
    ways = [parts]
    for at in range(len(parts) - 1):
        both = f"{parts[at]} {parts[at + 1]}"
        joined = [*parts[:at], both, *parts[at + 2 :]]
        if vocabulary.knows(both) and weight(joined) >= 2:
            ways.append(joined)
    return ways


def _merge(parts: Sequence[_Ranked]) -> _Ranked:
    if len(parts) == 1:
        return parts[0]
    scores = np.concatenate([one.scores for one in parts])
    order = np.argsort(-scores, kind="stable")
    if order.size:
        order = order[scores[order] >= scores[order[0]] - LACKS_A_PART]
    return _Ranked(
        np.concatenate([one.people for one in parts])[order],
        np.concatenate([one.files for one in parts])[order],
        scores[order],
        np.concatenate([one.exact for one in parts])[order],
    )


def _ask(index: NameIndex, meanings: Sequence[dict[int, float]]) -> _Ranked:
    keys = question_keys(meanings)
    tables = index.tables()
    size = len(index.vocabulary)
    values = [part_values(meaning, size) for meaning in meanings]
    ranked = []
    for table, alive in tables:
        rows = table.having(keys)
        ranked.append(_rank(table, rows[alive[rows]], values))
    return _merge(ranked)


def part_values(meaning: dict[int, float], size: int) -> Values:
    """How well each form of the vocabulary answers to a part; the last place stands for a missing part."""
    values = np.zeros(size + 1, dtype=np.float32)
    if meaning:
        values[list(meaning)] = list(meaning.values())
    return values


def _rank(table: NameTable, rows: Rows, values: Sequence[Values]) -> _Ranked:
    """Score all, by a bound that is exact but in odd cases, and the best ones once more in full."""
    parts = np.ascontiguousarray(table.parts[rows].T)
    qualities = np.stack([value[parts] for value in values])
    each_part, each_slot = qualities.max(axis=1), qualities.max(axis=0)
    bound = np.minimum(each_part.sum(axis=0), each_slot.sum(axis=0)).astype(np.float64)
    in_line = sum(qualities[at, slot] for at, slot in enumerate(_LINE[: len(values)]))
    scores = (bound + ORDER_BONUS * in_line) / (len(values) * (1 + ORDER_BONUS))
    least = max(LEAST_SCORE, float(scores.max()) - LACKS_A_PART) if rows.size else LEAST_SCORE
    best = np.flatnonzero(scores >= least)
    best = best[np.argsort(-scores[best], kind="stable")[:MOST_FOUND]]
    exact = (each_part[:, best].min(axis=0) >= EXACT) & (bound[best] >= len(values))
    scores = scores[best]
    for at in range(min(RANKED, best.size)):
        scores[at], exact[at] = _assign(qualities[:, :, best[at]])
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] >= LEAST_SCORE]
    chosen = rows[best[order]]
    return _Ranked(table.people[chosen], table.files[chosen], scores[order], exact[order])


def _assign(quality: npt.NDArray[np.float32]) -> tuple[float, bool]:
    """Each part of the question to a slot of its own, so that محمد محمد is not answered by one محمد."""
    answers = [
        [(slot, float(value)) for slot, value in enumerate(line) if value > 0] for line in quality.tolist()
    ]
    best_sum, best_exact = 0.0, False

    def place(at: int, taken: int, total: float, last: int, worst: float) -> None:
        nonlocal best_sum, best_exact
        if at == len(answers):
            if total > best_sum:
                best_sum, best_exact = total, worst >= EXACT
            return
        for slot, value in answers[at]:
            if not taken & (1 << slot):
                bonus = ORDER_BONUS if slot in _LINE and slot == last + 1 else 0.0
                place(at + 1, taken | (1 << slot), total + value + bonus, slot, min(worst, value))
        if total + len(answers) - at - 1 > best_sum:
            place(at + 1, taken, total, last, 0.0)

    place(0, 0, 0.0, -1, EXACT)
    whole = len(answers) * (1 + ORDER_BONUS)
    return round(best_sum / whole, 4), best_exact
