"""Counting families and the people in them. Pure: rows of codes in, groups out.

Women and men stand beside every count, and households headed by a woman beside every count of families, so that nobody
has to ask for them (R033, R062).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

WEEK = 7
AHEAD = (7, 14, 30)


@dataclass(frozen=True)
class Heads:
    """People by sex, adults apart from children; `unknown` are announced and not met yet."""

    women: int = 0
    men: int = 0
    girls: int = 0
    boys: int = 0
    unknown: int = 0

    def __add__(self, other: Heads) -> Heads:
        return Heads(
            self.women + other.women, self.men + other.men, self.girls + other.girls, self.boys + other.boys,
            self.unknown + other.unknown,
        )  # fmt: skip

    @property
    def people(self) -> int:
        return self.women + self.men + self.girls + self.boys + self.unknown


@dataclass(frozen=True)
class FileFact:
    """A family as codes and days. `since` is the day its present stay is counted from."""

    ref: UUID
    inside: bool
    expected: bool
    section: str
    waiting: str
    next_action: str
    next_due: date | None
    since: date | None
    planned_end: date | None
    woman_headed: bool
    heads: Heads


@dataclass(frozen=True)
class Group:
    """So many families, how many of them headed by a woman, and who is in them."""

    families: int = 0
    woman_headed: int = 0
    heads: Heads = Heads()

    def __add__(self, other: Group) -> Group:
        return Group(
            self.families + other.families, self.woman_headed + other.woman_headed, self.heads + other.heads
        )


@dataclass(frozen=True)
class Day:
    """The centre on one day. Groups by code are sorted, the largest first; sections by their name."""

    on: date
    inside: Group
    expected: Group
    arrived: Group
    arrived_week: Group
    left: Group
    left_week: Group
    sections: dict[str, Group]
    late: dict[str, Group]
    waiting: dict[str, Group]
    within: Group
    over_planned: Group
    over_longest: Group
    longest_days: int
    ending: dict[int, Group]


def group(files: Iterable[FileFact]) -> Group:
    families = woman_headed = 0
    heads = Heads()
    for file in files:
        families += 1
        woman_headed += file.woman_headed
        heads += file.heads
    return Group(families, woman_headed, heads)


def by(
    files: Iterable[FileFact], key: Callable[[FileFact], str], *, largest: bool = True
) -> dict[str, Group]:
    """A group for each code; families without one are left out where the code means that something holds."""
    sorted_out: dict[str, list[FileFact]] = {}
    for file in files:
        sorted_out.setdefault(key(file), []).append(file)
    found = {code: group(those) for code, those in sorted_out.items()}
    order = (lambda code: (-found[code].families, code)) if largest else (lambda code: (0, code))
    return {code: found[code] for code in sorted(found, key=order)}


def day_of(
    files: Iterable[FileFact],
    left: Mapping[date, Group],
    *,
    on: date,
    longest: Callable[[FileFact], int],
    late_before: date | None = None,
) -> Day:
    """Sort the families of a centre into its day. `left` is who left, by day; `longest` tells the longest stay that a
    family's pathway knows; what was due before `late_before`, the last worked day, is late."""
    late_day = late_before or on
    every = list(files)
    inside = [file for file in every if file.inside]
    week = on - timedelta(days=WEEK - 1)
    lasted = {file.ref: (on - file.since).days for file in inside if file.since}

    def beyond(file: FileFact) -> bool:
        return lasted.get(file.ref, 0) > longest(file)

    def late_for_home(file: FileFact) -> bool:
        return not beyond(file) and file.planned_end is not None and on > file.planned_end

    def came(file: FileFact, first: date) -> bool:
        return file.since is not None and first <= file.since <= on

    return Day(
        on=on,
        inside=group(inside),
        expected=group(file for file in every if file.expected),
        arrived=group(file for file in every if came(file, on)),
        arrived_week=group(file for file in every if came(file, week)),
        left=left.get(on, Group()),
        left_week=sum((those for day, those in left.items() if week <= day <= on), Group()),
        sections=by(inside, lambda file: file.section, largest=False),
        late=by((f for f in inside if f.next_due and f.next_due < late_day), lambda file: file.next_action),
        waiting=by((file for file in inside if file.waiting), lambda file: file.waiting),
        within=group(file for file in inside if not beyond(file) and not late_for_home(file)),
        over_planned=group(file for file in inside if late_for_home(file)),
        over_longest=group(file for file in inside if beyond(file)),
        longest_days=max(lasted.values(), default=0),
        ending={
            days: group(
                f for f in inside if f.planned_end and on <= f.planned_end <= on + timedelta(days=days)
            )
            for days in AHEAD
        },
    )
