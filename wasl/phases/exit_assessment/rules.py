"""Pure rules of leaving: how the declared lines stand, who may decide, and how long before the family is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wasl.kernel.decision import Decision, allow, refuse
from wasl.programme.criteria import Criterion, Result, evaluate


@dataclass(frozen=True)
class Line:
    """One declared line: met, not met, or (None) still to be answered by a named person."""

    criterion: Criterion
    met: bool | None
    fact: Any = None
    answered: bool = False

    @property
    def code(self) -> str:
        return self.criterion.code

    @property
    def required(self) -> bool:
        return self.criterion.required


def lines(criteria: Iterable[Criterion], facts: Mapping[str, Any], answers: Mapping[str, bool]) -> list[Line]:
    """How each line stands: by the facts where they are known, else by what somebody answered with evidence."""
    return [_line(result, answers) for result in evaluate(criteria, facts)]


def _line(result: Result, answers: Mapping[str, bool]) -> Line:
    if result.met is None and result.code in answers:
        return Line(result.criterion, answers[result.code], answered=True)
    return Line(result.criterion, result.met, next(iter(result.because.values()), None))


def unmet(found: Iterable[Line]) -> list[str]:
    """Required lines that are not met, whether refused or still open."""
    return [line.code for line in found if line.required and not line.met]


def to_answer(found: Iterable[Line]) -> list[str]:
    """Required lines that nobody has answered."""
    return [line.code for line in found if line.required and line.met is None]


def can_answer(code: str, found: Sequence[Line]) -> Decision:
    """A person answers what the facts do not; what is computed cannot be talked away."""
    line = next((line for line in found if line.code == code), None)
    if line is None:
        return refuse("criterion_unknown")
    if line.met is not None and not line.answered:
        return refuse("criterion_is_computed")
    return allow()


def can_put_forward(found: Sequence[Line], *, waiting: bool) -> Decision:
    """A decision is asked for when every line has its answer; open wishes of the family are answers too."""
    if waiting:
        return refuse("decision_waits_already")
    missing = to_answer(found)
    return refuse("lines_not_answered", count=len(missing)) if missing else allow()


def can_decide(
    *,
    by: UUID | None,
    prepared_by: UUID | None,
    worker: UUID | None,
    approve: bool,
    unmet: Sequence[str],
    override: str,
) -> Decision:
    """Somebody other than the caseworker and the preparer; an approval with open lines says why (R082)."""
    if by is None:
        return refuse("nobody_decides")
    if by in (prepared_by, worker):
        return refuse("own_work")
    if approve and unmet and not override:
        return refuse("override_reason_missing", count=len(unmet))
    return allow()


def can_plan_departure(
    *, notice_on: date, planned_on: date, notice_days: int, shortened_because: str
) -> Decision:
    """The family knows the day long enough before; a shorter time is their own wish or has a reason (R091)."""
    given = (planned_on - notice_on).days
    if given < 0:
        return refuse("departure_before_notice")
    if given < notice_days and not shortened_because:
        return refuse("notice_too_short", days=given, needed=notice_days)
    return allow()
