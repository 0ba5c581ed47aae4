"""What of a pathway's minimum package somebody has not received yet (R045). Pure; shown at exit.

A gap holds nobody back and is counted nowhere: it says what can still be offered before the family leaves.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from wasl.programme.programme import Programme
from wasl.programme.sheets.leaving import Minimum


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the family: the age by which questions are chosen, and the fields of life with a need."""

    ref: UUID
    age: int | None
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Received:
    """A service that somebody, or with no `person` the whole family, has had, has begun or did not want."""

    person: UUID | None
    code: str
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """One line of the minimum and who has nothing of it; `declined`: those of them who were offered it and said no."""

    line: Minimum
    people: tuple[UUID, ...]
    declined: frozenset[UUID]


def package_gaps(
    programme: Programme, pathway: str, people: Sequence[Member], received: Iterable[Received]
) -> list[Gap]:
    """The lines of the minimum that somebody has nothing of, in the order of the folder. Age decides, never sex."""
    had = list(received)
    gaps = []
    for line in programme.exit.minimum.values():
        meant = [one for one in people if _is_meant(line, pathway, one)]
        without = [one.ref for one in meant if not _has(line, one.ref, had, declined=False)]
        if without:
            refused = frozenset(ref for ref in without if _has(line, ref, had, declined=True))
            gaps.append(Gap(line, tuple(without), refused))
    return gaps


def _is_meant(line: Minimum, pathway: str, one: Member) -> bool:
    return line.is_meant_for(pathway, one.age) and (not line.domain or line.domain in one.needs)


def _has(line: Minimum, ref: UUID, had: Collection[Received], *, declined: bool) -> bool:
    return any(
        one.person in (None, ref) and one.code in line.services and one.declined is declined for one in had
    )


def on_own_page(programme: Programme, line: Minimum) -> bool:
    """Whether a line tells of services that stand on one person's own page only."""
    catalogue = programme.rehabilitation.catalogue
    return any(catalogue[code].circle != "family" for code in line.services if code in catalogue)
