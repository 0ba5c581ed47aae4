"""What the people known say about how rare a name is, and so how much it speaks for one person that it agrees.

Made anew for each comparison, from the tables of one moment; what is asked again is kept as long as that lasts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from wasl.vault.index import Tables, distinct
from wasl.vault.ranking import part_values
from wasl.vault.table import PAIRS, Ints, Slot, pair_keys
from wasl.vault.vocabulary import EXACT, MISSPELT, Vocabulary

Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]
Meaning = dict[int, float]

LIKELY_EXACT, LIKELY_NEAR, LIKELY_MISSPELT = 0.88, 0.07, 0.03
LIKELY_OTHER: Mapping[Slot, float] = {
    Slot.GIVEN: 0.02,
    Slot.FATHER: 0.02,
    Slot.GRANDFATHER: 0.04,
    Slot.LAQAB: 0.10,
    Slot.MOTHER: 0.08,
}
"""How often a part of the same person is written as quite another name: a laqab is chosen, a
grandfather forgotten.
"""
YEARS_APART = ((0, 0.70, 0.02, 0.05), (1, 0.15, 0.04, 0.10), (2, 0.08, 0.04, 0.15), (5, 0.04, 0.12, 0.30),
               (999, 0.03, 0.78, 0.40))  # fmt: skip
"""Up to so many years apart: how likely for the same person, for two strangers, for a brother and a sister.
Strangers are as often of a year as the people known are: half a convoy's children may be of the last two.
"""
YEAR_SLIP = (0.06, 0.25, 0.15)
"""The same three where one of the last two figures of the year differs, or they stand the other way round."""
SIBLINGS_SHARE_NAME = 0.01
SLIP_FROM = 2
SMOOTHING = 50.0
RARE_NAME = 0.01
KINDS = tuple(
    number
    for number, pair in enumerate(PAIRS)
    if pair
    in {
        (Slot.GIVEN, Slot.FATHER),
        (Slot.GIVEN, Slot.GRANDFATHER),
        (Slot.FATHER, Slot.GRANDFATHER),
        (Slot.GIVEN, Slot.MOTHER),
    }
)


@dataclass
class Evidence:
    """What is known at one moment, as counts."""

    vocabulary: Vocabulary
    shares: Mapping[Slot, Floats]
    size: int
    people: int
    files: int
    years: npt.NDArray[np.int64]
    """How many of the people known were born in each year."""
    _meanings: dict[str, tuple[Meaning, Meaning]] = field(default_factory=dict)
    _numbers: dict[str, tuple[Ints, Ints]] = field(default_factory=dict)
    _keys: dict[tuple[int, str, str], Keys] = field(default_factory=dict)
    _weights: dict[tuple[Slot, str], Floats] = field(default_factory=dict)
    _siblings: dict[str, Floats] = field(default_factory=dict)
    _births: dict[int, tuple[Floats, Floats]] = field(default_factory=dict)

    @classmethod
    def of(cls, vocabulary: Vocabulary, tables: Tables) -> Evidence:
        size = len(vocabulary)
        shares = {}
        for slot in LIKELY_OTHER:
            counts = np.zeros(size, dtype=np.float64)
            for table, alive in tables:
                column = table.parts[alive, slot]
                counts += np.bincount(column[(column >= 0) & (column < size)], minlength=size)[:size]
            shares[slot] = counts / (counts.sum() + SMOOTHING)
        files = distinct(np.concatenate([table.files[alive] for table, alive in tables]))
        people = distinct(np.concatenate([table.people[alive] for table, alive in tables]))
        born = np.concatenate([table.years[alive] for table, alive in tables])
        years = np.bincount(born[born > 0], minlength=1)
        return cls(vocabulary, shares, size, people, files, years)

    def meaning(self, part: str) -> tuple[Meaning, Meaning]:
        """What a part may stand for: as written otherwise, and with slips besides."""
        if part not in self._meanings:
            alike = self._known(self.vocabulary.alike(part))
            self._meanings[part] = alike, {**self._known(self.vocabulary.misspelt(part)), **alike}
        return self._meanings[part]

    def _known(self, meaning: Meaning) -> Meaning:
        """Without what the vocabulary has learnt since this comparison began."""
        return {number: quality for number, quality in meaning.items() if number < self.size}

    def numbers(self, part: str) -> tuple[Ints, Ints]:
        """The same two as arrays."""
        if part not in self._numbers:
            alike, slips = self.meaning(part)
            self._numbers[part] = np.array(list(alike), np.int32), np.array(list(slips), np.int32)
        return self._numbers[part]

    def keys(self, parts: Mapping[Slot, str]) -> Keys:
        """The keys of people who agree in two parts, at most one of them with a slip."""
        found = [
            self._pair(kind, parts[first], parts[second])
            for kind in KINDS
            for first, second in [PAIRS[kind]]
            if first in parts and second in parts
        ]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.uint64)

    def _pair(self, kind: int, first: str, second: str) -> Keys:
        """Kept, since brothers and sisters have their father's and grandfather's names in common."""
        key = kind, first, second
        if key not in self._keys:
            (alike, slips), (other_alike, other_slips) = self.numbers(first), self.numbers(second)
            both = [
                pair_keys(kind, np.repeat(left, right.size), np.tile(right, left.size))
                for left, right in ((alike, other_slips), (slips, other_alike))
            ]
            self._keys[key] = np.unique(np.concatenate(both))
        return self._keys[key]

    def weights(self, slot: Slot, part: str) -> Floats:
        """For each form of the vocabulary, how much a known person who bears it in that place speaks for this
        part: the logarithm of how much likelier that is for one person than for two. Nothing if it is unknown.
        """
        if (slot, part) not in self._weights:
            values = part_values(self.meaning(part)[1], self.size)
            exact, slips = values >= EXACT, (values > 0) & (values <= MISSPELT)
            near = (values > MISSPELT) & ~exact
            weights = np.zeros(self.size + 1)
            taken = 0.0
            for which, likely in ((exact, LIKELY_EXACT), (near, LIKELY_NEAR), (slips, LIKELY_MISSPELT)):
                share = self.share(slot, np.flatnonzero(which))
                weights[which] = math.log(likely / share)
                taken += share
            other = LIKELY_OTHER[slot]
            weights[values == 0] = math.log(other / max(other, 1 - min(1.0, taken)))
            weights[-1] = 0.0
            self._weights[slot, part] = weights
        return self._weights[slot, part]

    def against_siblings(self, part: str) -> Floats:
        """The same of the own name against brothers and sisters, who hardly ever have the very same one."""
        if part not in self._siblings:
            weights = self.weights(Slot.GIVEN, part).copy()
            same = [number for number, quality in self.meaning(part)[0].items() if quality >= EXACT]
            weights[same] = math.log(LIKELY_EXACT / SIBLINGS_SHARE_NAME)
            self._siblings[part] = weights
        return self._siblings[part]

    def births(self, year: int) -> tuple[Floats, Floats]:
        """For each year in which people known were born, how much it speaks for one person who was born in this one:
        against two strangers, and against a brother or sister. An unknown year says nothing.
        """
        if year not in self._births:
            self._births[year] = self._of_year(year) if year else (np.zeros(len(self.years)),) * 2
        return self._births[year]

    def _of_year(self, year: int) -> tuple[Floats, Floats]:
        years = np.arange(len(self.years))
        apart = np.abs(years - year)
        steps = [apart <= most for most, *_ in YEARS_APART]
        before = [-1, *(most for most, *_ in YEARS_APART)]
        likelier = [
            math.log(same / self._strangers(apart, least, most, two))
            for least, (most, same, two, _) in zip(before, YEARS_APART, strict=False)
        ]
        strangers = np.select(steps, likelier, 0.0)
        siblings = np.select(steps, [math.log(same / two) for _, same, _, two in YEARS_APART], 0.0)
        slipped = np.isin(years, _slips(year)) & (apart > SLIP_FROM)
        same, two, brothers = YEAR_SLIP
        strangers[slipped] = np.maximum(strangers[slipped], math.log(same / two))
        siblings[slipped] = np.maximum(siblings[slipped], math.log(same / brothers))
        strangers[0] = siblings[0] = 0.0
        return strangers, siblings

    def _strangers(self, apart: npt.NDArray[np.int64], before: int, most: int, usual: float) -> float:
        there = int(self.years[(apart > before) & (apart <= most)].sum())
        return (there + SMOOTHING * usual) / (int(self.years.sum()) + SMOOTHING)

    def share(self, slot: Slot, numbers: npt.NDArray[np.int64]) -> float:
        """The share of people who bear one of these names in that place."""
        return float(self.shares[slot][numbers].sum()) + RARE_NAME * SMOOTHING / (self.people + SMOOTHING)


def _slips(year: int) -> list[int]:
    """The years that a slip in one of the last two figures makes of this one."""
    century, ten, one = year - year % 100, year % 100 // 10, year % 10
    others = [century + ten * 10 + other for other in range(10)] + [
        century + other * 10 + one for other in range(10)
    ]
    return [*others, century + one * 10 + ten]
