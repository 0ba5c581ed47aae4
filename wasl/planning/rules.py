"""How long a family still has to wait, told honestly: what stands in the way, one after another, and how long each
took others before. Pure: codes and days in, an outlook out (issue of waiting: R011, R087; R017 for what may be named).

Nothing is promised. A step that has lasted longer than it did for nine in ten others has no end that could be told.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

#: from so many of the centre's own cases on they speak instead of the programme's estimate
ENOUGH = 20


@dataclass(frozen=True)
class Span:
    """How many days a step takes: half of the cases at most `median`, nine in ten at most `late`.

    `cases` is how many of the centre's own it was counted from; 0 where the programme's estimate stands in.
    """

    median: int
    late: int
    cases: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.median <= self.late:
            raise ValueError(f"a span of {self.median} to {self.late} days")


@dataclass(frozen=True)
class Step:
    """Something required before departure; `after` are the steps that must be done before it can begin."""

    code: str
    after: tuple[str, ...] = ()
    begun_on: date | None = None
    done: bool = False


@dataclass(frozen=True)
class Awaited:
    """A step of the longest chain: on which day of its span it stands today, or that it has not begun."""

    code: str
    span: Span
    day: int | None
    beyond: bool


@dataclass(frozen=True)
class Outlook:
    """The earliest realistic day, the day by which nine in ten would be through, and the chain that decides it.

    `open_ended` are the steps that have lasted longer than they did for nine in ten others, whether or not they are of
    the chain; while there is one, no day can be told by which all is done, and `by` is None.
    """

    earliest: date
    by: date | None
    chain: tuple[Awaited, ...]
    open_ended: tuple[str, ...] = ()


def outlook(steps: Collection[Step], spans: Mapping[str, Span], today: date) -> Outlook:
    """Walk the steps in the order in which they need each other; the latest end decides.

    A step without a span or after an unknown one is a fault of the caller (KeyError); a circle is a ValueError.
    """
    known = {step.code: step for step in steps}
    ends: dict[str, tuple[int, int, str | None]] = {}
    for step in _in_order(known):
        begins, latest, before = _begins(step, ends)
        soon, late = (0, 0) if step.done else _remaining(step, spans[step.code], today)
        ends[step.code] = (begins + soon, latest + late, before)
    if not ends:
        return Outlook(today, today, ())
    last = max(ends, key=lambda code: (ends[code][0], ends[code][1], code))
    chain = tuple(_chain(last, known, ends, spans, today))
    open_ended = tuple(
        code for code, step in known.items() if not step.done and _beyond(step, spans[code], today)
    )
    by = None if open_ended else today + timedelta(days=max(end[1] for end in ends.values()))
    return Outlook(today + timedelta(days=ends[last][0]), by, chain, open_ended)


def _begins(step: Step, ends: Mapping[str, tuple[int, int, str | None]]) -> tuple[int, int, str | None]:
    """Days from today until the step can begin, soonest and latest, and which step it waits for."""
    if step.done or step.begun_on is not None or not step.after:
        return 0, 0, None
    before = max(step.after, key=lambda code: (ends[code][0], ends[code][1], code))
    return ends[before][0], max(ends[code][1] for code in step.after), before


def _remaining(step: Step, span: Span, today: date) -> tuple[int, int]:
    """Days that are left. What has outlasted the median is expected at the late end, and never before tomorrow."""
    lasted = _lasted(step, today)
    if lasted is None:
        return span.median, span.late
    left, most = span.median - lasted, max(span.late - lasted, 1)
    return (left if left > 0 else most), most


def _lasted(step: Step, today: date) -> int | None:
    return None if step.begun_on is None else max((today - step.begun_on).days, 0)


def _beyond(step: Step, span: Span, today: date) -> bool:
    lasted = _lasted(step, today)
    return lasted is not None and lasted > span.late


def _chain(
    last: str,
    known: Mapping[str, Step],
    ends: Mapping[str, tuple[int, int, str | None]],
    spans: Mapping[str, Span],
    today: date,
) -> list[Awaited]:
    """From what holds up the rest to what comes last; what is done is not waited for."""
    chain: list[Awaited] = []
    code: str | None = last
    while code is not None:
        step = known[code]
        if not step.done:
            chain.append(Awaited(code, spans[code], _lasted(step, today), _beyond(step, spans[code], today)))
        code = ends[code][2]
    return chain[::-1]


def _in_order(known: Mapping[str, Step]) -> list[Step]:
    """Each step after those that it needs."""
    ordered: dict[str, Step] = {}
    open_steps = dict(known)
    while open_steps:
        free = [step for step in open_steps.values() if all(code in ordered for code in step.after)]
        if not free:
            raise ValueError(f"steps wait for each other: {', '.join(sorted(open_steps))}")
        for step in free:
            ordered[step.code] = open_steps.pop(step.code)
    return list(ordered.values())
