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
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from wasl.kernel import names
from wasl.vault.evidence import Evidence, Floats
from wasl.vault.index import NameIndex, Tables, sex_code, to_uuid
from wasl.vault.table import Ints, NameTable, Rows, Slot

PROPOSE = 0.6
MOST_MATCHES = 5
EXPECTED_SHARE = 0.1
"""How many of those who arrive are, before looking, expected to be known: one in ten."""
WITHOUT_FAMILY = 0.15
"""Of these, who comes with a family whose others are not the ones she is known with."""
SIBLINGS = math.log(3)
"""A person known has some three brothers and sisters who could arrive as well as she."""
MEMBER_MISSING = math.log(0.2)
WORTH_A_LOOK = -9.0
ENOUGH = math.log(PROPOSE / (1 - PROPOSE)) - 1e-6
"""What has to speak for somebody, all in all, before she is proposed."""


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


@dataclass(frozen=True)
class _Alike:
    """Rows of a table that may be a newcomer, still as numbers: most are never looked at."""

    table: NameTable
    rows: Rows
    whole: Floats
    born: Floats
    siblings: Floats
    most: Floats
    """The whole without whatever speaks against it."""
    said: tuple[tuple[str, Ints, Floats], ...]

    def of(self, which: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> _Alike:
        """Some of the rows."""
        said = tuple((part, numbers[which], weights[which]) for part, numbers, weights in self.said)
        return _Alike(
            self.table, self.rows[which], self.whole[which], self.born[which], self.siblings[which],
            self.most[which], said,
        )  # fmt: skip

    def pairs(self) -> Iterator[_Pair]:
        for at, row in enumerate(self.rows):
            yield _Pair(
                to_uuid(self.table.people[row]),
                to_uuid(self.table.files[row]),
                float(self.whole[at]),
                float(self.born[at]),
                tuple((part, int(numbers[at]), float(weights[at])) for part, numbers, weights in self.said),
                float(self.siblings[at]),
            )


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
    apart: Sequence[UUID] = (),
) -> list[list[Match]]:
    """For each newcomer the people who may be the same, best first. `may_name` keeps the files that may
    be told. Files `apart` count for nothing, as if they were not known yet.
    """
    tables = index.tables(apart)
    evidence = Evidence.of(index.vocabulary, tables)
    if not evidence.people:
        return [[] for _ in newcomers]
    families: defaultdict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(newcomers):
        families[one.family].append(at)
    excluded = set(not_the_same)
    scores: list[dict[UUID, Match]] = [{} for _ in newcomers]
    for members in families.values():
        found = [_compare(tables, evidence, newcomers[at]) for at in members]
        pairs = {
            at: _others(newcomers[at], alike, excluded)
            for at, alike in zip(members, _worth_a_look(evidence, found), strict=True)
        }
        for at, match in _weigh(evidence, pairs):
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


def _others(one: Newcomer, found: Sequence[_Alike], excluded: Collection[tuple[str, UUID]]) -> list[_Pair]:
    """Each person who may be the newcomer once, but for herself, her own file, and whoever is somebody else."""
    pairs = {
        pair.person: pair
        for alike in found
        for pair in alike.pairs()
        if pair.person != one.person and pair.file != one.file and (one.key, pair.person) not in excluded
    }
    return list(pairs.values())


def _compare(tables: Tables, evidence: Evidence, one: Newcomer) -> list[_Alike]:
    keys = evidence.keys(one.parts)
    found = []
    for table, alive in tables:
        rows = table.having(keys)
        rows = rows[alive[rows]]
        if one.sex and rows.size:
            sexes = table.sexes[rows]
            rows = rows[(sexes == 0) | (sexes == one.sex)]
        if not rows.size:
            continue
        strangers, brothers = evidence.births(one.year)
        years = table.years[rows]
        born, siblings = strangers[years], brothers[years] - SIBLINGS
        whole, most = born.copy(), born.copy()
        parts = table.parts[rows]
        # what is newer in the vocabulary than this comparison counts as missing
        parts[parts >= evidence.size] = -1
        said = []
        for slot, part in one.parts.items():
            numbers = parts[:, slot]
            weights = evidence.weights(slot, part)[numbers]
            whole += weights
            most += np.maximum(weights, 0.0)
            said.append((names.normal(part), numbers, weights))
            if slot == Slot.GIVEN:
                siblings += evidence.against_siblings(part)[numbers]
        alike = _Alike(table, rows, whole, born, siblings, most, tuple(said))
        worth = np.flatnonzero(whole > math.log(evidence.people) + WORTH_A_LOOK)
        if worth.size:
            found.append(alike.of(worth))
    return found


def _worth_a_look(evidence: Evidence, family: Sequence[Sequence[_Alike]]) -> list[list[_Alike]]:
    """Of each member's rows those of files that can be proposed at all: for one who speaks enough for herself, or for
    the most that all members together could say. Whoever is left out here would not be proposed after a closer look.
    """
    everybody = [(member, alike) for member, several in enumerate(family) for alike in several]
    if not everybody:
        return [[] for _ in family]
    heads = np.concatenate([alike.table.files[alike.rows, 0] for _, alike in everybody])
    files, of_file = np.unique(heads, return_inverse=True)
    whole = np.concatenate([alike.whole for _, alike in everybody])
    worth = np.zeros(files.size, dtype=bool)
    worth[of_file[whole > ENOUGH - _alone(evidence, len(family))]] = True
    if len(family) > 1:
        members = np.repeat([member for member, _ in everybody], [len(alike.rows) for _, alike in everybody])
        most = np.full((len(family), files.size), -np.inf)
        np.maximum.at(most, (members, of_file), np.concatenate([alike.most for _, alike in everybody]))
        said = np.maximum(most - _chances(evidence), MEMBER_MISSING).sum(axis=0)
        worth |= said > ENOUGH - math.log(EXPECTED_SHARE / evidence.files)
    kept: list[list[_Alike]] = [[] for _ in family]
    at = 0
    for member, alike in everybody:
        which = worth[of_file[at : at + len(alike.rows)]]
        at += len(alike.rows)
        if which.any():
            kept[member].append(alike.of(which))
    return kept


def _alone(evidence: Evidence, members: int) -> float:
    """How likely somebody who comes with so many is known, before looking."""
    return math.log(EXPECTED_SHARE * (WITHOUT_FAMILY if members > 1 else 1.0) / evidence.people)


def _chances(evidence: Evidence) -> float:
    """How many of a file's people a member could be."""
    return math.log(max(1.0, evidence.people / evidence.files))


def _weigh(evidence: Evidence, pairs: Mapping[int, Sequence[_Pair]]) -> Iterator[tuple[int, Match]]:
    """Matches of one family's members: each by herself, and each within a file that matches as a whole."""
    alone = _alone(evidence, len(pairs))
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
        weight = _together(list(chosen.values()), _chances(evidence))
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
