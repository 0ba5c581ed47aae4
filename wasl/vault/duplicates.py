"""Whether somebody who arrives is known already: evidence weighed part by part, then together with the
family's.

Each name part that agrees speaks for one person as strongly as it is rare among the people known: two
Fatimas are nothing, two Ruqayyas something. Parts that differ speak against, a birth year within two years
for, and sex must be equal. The sum, set against how unlikely a match is among so many people, is a
probability; that is the score. A family is weighed as a whole: what one name says is counted once, however
many members bear it, since a father's name stands in the line of each of his children. A proposal is never more
than that: people decide.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from wasl.kernel import names
from wasl.vault.index import NameIndex, sex_code, to_uuid
from wasl.vault.ranking import part_values
from wasl.vault.table import PAIRS, NameTable, Rows, Slot, pair_keys
from wasl.vault.vocabulary import EXACT, MISSPELT, Vocabulary

Floats = npt.NDArray[np.float64]
Meaning = dict[int, float]

PROPOSE = 0.6
MOST_MATCHES = 5
EXPECTED_SHARE = 0.1
"""How many of those who arrive are, before looking, expected to be known: one in ten."""
WITHOUT_FAMILY = 0.15
"""Of these, who comes with a family whose others are not the ones she is known with."""
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
SIBLINGS = math.log(3)
"""A person known has some three brothers and sisters who could arrive as well as she."""
SLIP_FROM = 2
SMOOTHING = 50.0
RARE_NAME = 0.01
MEMBER_MISSING = math.log(0.2)
WORTH_A_LOOK = -9.0
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


@dataclass(frozen=True)
class Newcomer:
    """Somebody who arrives, as written on a list."""

    key: str
    family: str
    parts: Mapping[Slot, str]
    year: int
    sex: int
    person: UUID | None = None
    file: UUID | None = None


@dataclass(frozen=True)
class Match:
    """A person already known who may be the same."""

    person: UUID
    file: UUID
    score: float


@dataclass(frozen=True)
class _Pair:
    person: UUID
    file: UUID
    whole: float
    """For one person and against two strangers."""
    born: float
    names: tuple[tuple[str, int, float], ...]
    """What each name says: as written, the form that is known, and how much it speaks for one person."""
    not_sibling: float
    """For one person and against a brother or sister."""


@dataclass
class _Evidence:
    """What the people known say about how rare a name is."""

    vocabulary: Vocabulary
    shares: Mapping[Slot, Floats]
    size: int
    people: int
    files: int
    years: npt.NDArray[np.int64]
    """How many of the people known were born in each year."""
    meanings: dict[str, tuple[Meaning, Meaning]] = field(default_factory=dict)
    _weights: dict[tuple[Slot, str], Floats] = field(default_factory=dict)
    _births: dict[int, Floats] = field(default_factory=dict)

    def meaning(self, part: str) -> tuple[Meaning, Meaning]:
        """What a part may stand for: as written otherwise, and with slips besides."""
        if part not in self.meanings:
            alike = self._known(self.vocabulary.alike(part))
            self.meanings[part] = alike, {**self._known(self.vocabulary.misspelt(part)), **alike}
        return self.meanings[part]

    def _known(self, meaning: Meaning) -> Meaning:
        """Without what the vocabulary has learnt since this comparison began."""
        return {number: quality for number, quality in meaning.items() if number < self.size}

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
        weights = self.weights(Slot.GIVEN, part).copy()
        same = [number for number, quality in self.meaning(part)[0].items() if quality >= EXACT]
        weights[same] = math.log(LIKELY_EXACT / SIBLINGS_SHARE_NAME)
        return weights

    def numbers(self, table: NameTable, rows: Rows, slot: Slot) -> npt.NDArray[np.int32]:
        """The forms that stand in a place; what is newer than this comparison counts as missing."""
        numbers = table.parts[rows, slot]
        return np.where(numbers < self.size, numbers, -1).astype(np.int32)

    def births(self, year: int) -> Floats:
        """For each step of `YEARS_APART`, how much a birth year so far away speaks for one person."""
        if year not in self._births:
            known = np.arange(self.years.size)
            known = known[self.years > 0]
            steps = [-1, *(most for most, *_ in YEARS_APART)]
            self._births[year] = np.array(
                [
                    math.log(same / self._strangers(known, year, before, most, two))
                    for before, (most, same, two, _) in zip(steps, YEARS_APART, strict=False)
                ]
            )
        return self._births[year]

    def _strangers(
        self, known: npt.NDArray[np.int64], year: int, before: int, most: int, usual: float
    ) -> float:
        apart = np.abs(known - year)
        there = int(self.years[known[(apart > before) & (apart <= most)]].sum())
        return (there + SMOOTHING * usual) / (int(self.years.sum()) + SMOOTHING)

    def share(self, slot: Slot, numbers: npt.NDArray[np.int64]) -> float:
        """The share of people who bear one of these names in that place."""
        return float(self.shares[slot][numbers].sum()) + RARE_NAME * SMOOTHING / (self.people + SMOOTHING)


def newcomer(given: Mapping[str, Any]) -> Newcomer:
    """From the message: own, father's, grandfather's name, laqab, mother's own name, year, sex, family."""
    mother = given.get("mother")
    names = {
        Slot.GIVEN: given.get("given"),
        Slot.FATHER: given.get("father"),
        Slot.GRANDFATHER: given.get("grandfather"),
        Slot.LAQAB: given.get("laqab"),
        Slot.MOTHER: mother[0] if isinstance(mother, list) and mother else mother,
    }
    parts = {slot: text.strip() for slot, text in names.items() if isinstance(text, str) and text.strip()}
    person, file = given.get("person"), given.get("file")
    return Newcomer(
        str(given["key"]),
        str(given.get("family") or given["key"]),
        parts,
        int(given.get("birth_year") or 0),
        sex_code(given.get("sex")),
        UUID(person) if person else None,
        UUID(file) if file else None,
    )


def propose(
    index: NameIndex,
    newcomers: Sequence[Newcomer],
    not_the_same: Collection[tuple[str, UUID]] = (),
    may_name: Callable[[set[UUID]], set[UUID]] | None = None,
) -> list[list[Match]]:
    """For each newcomer the people who may be the same, best first. `may_name` keeps the files that may
    be told.
    """
    evidence = _evidence(index)
    if not evidence.people:
        return [[] for _ in newcomers]
    families: defaultdict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(newcomers):
        families[one.family].append(at)
    excluded = set(not_the_same)
    pairs = []
    for one in newcomers:
        found = {
            pair.person: pair
            for pair in _compare(index, evidence, one)
            if pair.person != one.person and pair.file != one.file and (one.key, pair.person) not in excluded
        }
        pairs.append(list(found.values()))
    scores: list[dict[UUID, Match]] = [{} for _ in newcomers]
    for members in families.values():
        for at, match in _weigh(evidence, {at: pairs[at] for at in members}):
            if match.score > PROPOSE and match.score > scores[at].get(match.person, match).score - 1e-9:
                scores[at][match.person] = match
    allowed = {match.file for found in scores for match in found.values()}
    if may_name is not None:
        allowed = may_name(allowed)
    return [
        sorted(
            (match for match in found.values() if match.file in allowed),
            key=lambda match: (-match.score, match.person.int),
        )[:MOST_MATCHES]
        for found in scores
    ]


def _evidence(index: NameIndex) -> _Evidence:
    tables = index.tables()
    size = len(index.vocabulary)
    shares = {}
    for slot in LIKELY_OTHER:
        counts = np.zeros(size, dtype=np.float64)
        for table, alive in tables:
            column = table.parts[alive, slot]
            counts += np.bincount(column[(column >= 0) & (column < size)], minlength=size)[:size]
        shares[slot] = counts / (counts.sum() + SMOOTHING)
    files = np.concatenate([table.files[alive] for table, alive in tables])
    born = np.concatenate([table.years[alive] for table, alive in tables])
    years = np.bincount(born[born > 0], minlength=1)
    return _Evidence(index.vocabulary, shares, size, index.people(), len(np.unique(files, axis=0)), years)


def _candidates(evidence: _Evidence, table: NameTable, one: Newcomer) -> Rows:
    """People who agree in two parts, at most one of them with a slip."""
    keys: list[npt.NDArray[np.uint64]] = []
    for kind in KINDS:
        first, second = PAIRS[kind]
        if first not in one.parts or second not in one.parts:
            continue
        alike, slips = evidence.meaning(one.parts[first])
        other_alike, other_slips = evidence.meaning(one.parts[second])
        for a, b in ((alike, other_slips), (slips, other_alike)):
            left, right = np.array(list(a), dtype=np.int32), np.array(list(b), dtype=np.int32)
            if left.size and right.size:
                keys.append(pair_keys(kind, np.repeat(left, right.size), np.tile(right, left.size)))
    return table.having(np.unique(np.concatenate(keys))) if keys else np.zeros(0, dtype=np.int64)


def _compare(index: NameIndex, evidence: _Evidence, one: Newcomer) -> Iterator[_Pair]:
    for table, alive in index.tables():
        rows = _candidates(evidence, table, one)
        rows = rows[alive[rows]]
        if one.sex and rows.size:
            sexes = table.sexes[rows]
            rows = rows[(sexes == 0) | (sexes == one.sex)]
        if not rows.size:
            continue
        born, born_sibling = _birth_weight(evidence, table, rows, one.year)
        siblings = born_sibling - SIBLINGS
        whole = born.copy()
        said = []
        for slot, part in one.parts.items():
            numbers = evidence.numbers(table, rows, slot)
            weights = evidence.weights(slot, part)[numbers]
            whole += weights
            said.append((names.normal(part), numbers, weights))
            if slot == Slot.GIVEN:
                siblings += evidence.against_siblings(part)[numbers]
        for at in np.flatnonzero(whole > math.log(evidence.people) + WORTH_A_LOOK):
            row = rows[at]
            yield _Pair(
                to_uuid(table.people[row]),
                to_uuid(table.files[row]),
                float(whole[at]),
                float(born[at]),
                tuple((part, int(numbers[at]), float(weights[at])) for part, numbers, weights in said),
                float(siblings[at]),
            )


def _birth_weight(evidence: _Evidence, table: NameTable, rows: Rows, year: int) -> tuple[Floats, Floats]:
    years = table.years[rows].astype(np.int64)
    if not year:
        return np.zeros(rows.size), np.zeros(rows.size)
    apart = np.abs(years - year)
    steps = [apart <= most for most, *_ in YEARS_APART]
    strangers = np.select(steps, list(evidence.births(year)), 0.0)
    siblings = np.select(steps, [math.log(same / two) for _, same, _, two in YEARS_APART], 0.0)
    slipped = np.isin(years, _slips(year)) & (apart > SLIP_FROM)
    same, two, brothers = YEAR_SLIP
    strangers[slipped] = np.maximum(strangers[slipped], math.log(same / two))
    siblings[slipped] = np.maximum(siblings[slipped], math.log(same / brothers))
    known = years != 0
    return np.where(known, strangers, 0.0), np.where(known, siblings, 0.0)


def _slips(year: int) -> list[int]:
    """The years that a slip in one of the last two figures makes of this one."""
    century, ten, one = year - year % 100, year % 100 // 10, year % 10
    others = [century + ten * 10 + other for other in range(10)] + [
        century + other * 10 + one for other in range(10)
    ]
    return [*others, century + one * 10 + ten]


def _weigh(evidence: _Evidence, pairs: Mapping[int, Sequence[_Pair]]) -> Iterator[tuple[int, Match]]:
    """Matches of one family's members: each by herself, and each within a file that matches as a whole."""
    alone = math.log(EXPECTED_SHARE * (WITHOUT_FAMILY if len(pairs) > 1 else 1.0) / evidence.people)
    by_file: defaultdict[UUID, list[tuple[int, _Pair]]] = defaultdict(list)
    for at, found in pairs.items():
        for pair in found:
            by_file[pair.file].append((at, pair))
            yield (
                at,
                Match(pair.person, pair.file, round(_probability(alone + pair.whole, pair.not_sibling), 4)),
            )
    for file, together in by_file.items():
        chosen: dict[int, _Pair] = {}
        for at, pair in sorted(together, key=lambda entry: -entry[1].whole):
            if at not in chosen and all(pair.person != other.person for other in chosen.values()):
                chosen[at] = pair
        if len(pairs) < 2:
            continue
        weight = _together(list(chosen.values()), math.log(max(1.0, evidence.people / evidence.files)))
        weight += MEMBER_MISSING * (len(pairs) - len(chosen))
        family = _probability(math.log(EXPECTED_SHARE / evidence.files) + weight)
        for at, pair in chosen.items():
            yield at, Match(pair.person, file, round(family * _probability(pair.not_sibling), 4))


def _together(pairs: Sequence[_Pair], chances: float) -> float:
    """What the members say with one voice: a name counts once, and who speaks against the others is another member."""
    counted: set[tuple[str, int]] = set()
    weight = 0.0
    for pair in pairs:
        fresh = [said for said in pair.names if said[:2] not in counted]
        own = pair.born + sum(likely for _, _, likely in fresh) - chances
        if own > MEMBER_MISSING:
            counted.update(said[:2] for said in fresh)
        weight += max(own, MEMBER_MISSING)
    return weight


def _probability(*weights: float) -> float:
    """Of one explanation against others, each given by how much it weighs less."""
    return 1 / (1 + sum(math.exp(-max(-60.0, min(60.0, weight))) for weight in weights))
