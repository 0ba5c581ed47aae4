"""What a scoring file says, as frozen values: items, scores, bands, cut-offs, levels, flags and what may be missing.

Nothing here computes. `reading` makes a `Tool` from TOML and tells its faults, `engine` applies one to answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

Answer: TypeAlias = int | str

#: the group of items that may be given as a plain list
LIST = "items"


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `answers` in the order of the scale; `unknown`: given answers that count as none (7, 9)."""

    code: str
    group: str
    answers: tuple[Answer, ...]
    unknown: tuple[Answer, ...]
    optional: bool
    capped: bool

    @property
    def least(self) -> int:
        return min((answer for answer in self.answers if isinstance(answer, int)), default=0)

    @property
    def most(self) -> int:
        return max((answer for answer in self.answers if isinstance(answer, int)), default=0)


@dataclass(frozen=True, slots=True)
class Group:
    """The items that are given as one list under a key.

    `least`: how long the list must be at least. `longer`: each country chooses its list, and what is not in it is
    neither asked nor missing.
    """

    code: str
    items: tuple[str, ...]
    least: int
    longer: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """Enough of these items have one of these answers, or a score reaches (or does not pass) a value.

    `unless`: items of which a yes (1) takes it back.
    """

    items: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    answers: frozenset[Answer] = frozenset()
    enough: int = 1
    score: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions of which one (`every` false) or all must hold."""

    conditions: tuple[Condition, ...]
    every: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """A number made of answers.

    `how`: sum, mean, count (of `answers`), or percent of the way from the least to the most that the answered items
    can reach. `shift` is added to each answer, `turned` items count from the other end of their scale, `weights` are
    those of the items in order. `decimals`: where the number is rounded, half up. `change`: how many points between
    two times mean something, with its source.
    """

    code: str
    how: str
    items: tuple[str, ...]
    turned: frozenset[str]
    weights: Mapping[str, Fraction]
    shift: int
    answers: frozenset[Answer]
    decimals: int
    change: Decimal | None
    change_source: str

    def weight(self, item: str) -> Fraction:
        return self.weights.get(item, Fraction(1))


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a score, both ends in it."""

    code: str
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Bands:
    """Stretches of one score; `always`: a condition that decides by itself, whatever the score."""

    code: str
    score: str
    bands: tuple[Band, ...]
    source: str
    fixed: bool
    always: tuple[tuple[Condition, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Yes or no. `fixed`: its value is part of its name, so that no programme may set another.

    `says`: what a yes advises, a code of `words`; never what somebody has.
    """

    code: str
    rule: Rule
    source: str
    fixed: bool
    says: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a level and what leads to it."""

    code: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Level:
    """Steps from the most to the least; the first that holds is the level.

    `at_least`: an unfinished form already gives the step that it has reached, since waiting would be worse.
    """

    code: str
    steps: tuple[Step, ...]
    otherwise: str
    source: str
    at_least: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """What opens work by itself, whatever the total and also when the form was left half-way.

    `awaits`: why no item is named yet (the number depends on the version); then the flag can say nothing.
    """

    code: str
    rule: Rule
    opens: str
    source: str
    awaits: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Items that are not asked because of an earlier answer, and what they count as then."""

    items: tuple[str, ...]
    when: Condition
    counts_as: Answer
    even_if_answered: bool


@dataclass(frozen=True, slots=True)
class Aided:
    """With glasses or an aid, the answer about seeing or walking with it is the one that counts."""

    item: str
    aided: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Missing:
    """What happens to unanswered items.

    `rule`: none (a score needs all its items), prorate (made up by the mean of the answered ones), answered (made of
    what was answered). `most`: how many may be missing in all, `most_in` in each of these scores, `least`: how many
    must be answered; beyond that nothing is scored. `never`: items that must be asked again.
    """

    rule: str
    most: int | None
    most_in: Mapping[str, int]
    least: int | None
    never: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Tool:
    """One instrument or checklist, as its scoring file says.

    `texts`: ship (item texts may be in this repository), ask (they come from a content pack after permission),
    programme (they stand in the programme folder), never (no electronic form may be drawn).
    """

    code: str
    name: str
    also: tuple[str, ...]
    kind: str
    texts: str
    privacy: str
    source: str
    edition: str
    items: Mapping[str, Item]
    groups: Mapping[str, Group]
    skips: tuple[Skip, ...]
    aided: tuple[Aided, ...]
    missing: Missing
    scores: Mapping[str, Score]
    bands: Mapping[str, Bands]
    cutoffs: Mapping[str, Cutoff]
    levels: Mapping[str, Level]
    flags: Mapping[str, Flag]

    @property
    def expected(self) -> tuple[str, ...]:
        """The items that every form asks: not the optional ones, nor those by which a list may be longer."""
        longer = {
            item for group in self.groups.values() if group.longer for item in group.items[group.least :]
        }
        return tuple(code for code, item in self.items.items() if not item.optional and code not in longer)
