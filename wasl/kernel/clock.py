"""What time it is, and which days are worked.

Everything that asks for the time asks here, so that a test can stop the clock. Working days and holidays
belong to the programme and are handed in as a `Calendar`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _stopped_at.get() or datetime.now(UTC)


def today(tz: str = "Asia/Baghdad") -> date:
    """The date on the wall where the work is done."""
    return now().astimezone(ZoneInfo(tz)).date()


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Stop the clock at a moment with a time zone; for tests and for histories written after the fact."""
    if at.tzinfo is None:
        raise ValueError("a frozen clock needs a time zone")
    token = _stopped_at.set(at.astimezone(UTC))
    try:
        yield at
    finally:
        _stopped_at.reset(token)


@dataclass(frozen=True)
class Calendar:
    """Days off: weekdays of the weekend (Monday is 0) and single holidays."""

    weekend: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekend <= frozenset(range(7)):
            raise ValueError("weekend days are numbers from 0 (Monday) to 6 (Sunday)")
        if len(self.weekend) == 7:
            raise ValueError("a week needs at least one working day")

    def is_working(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def add_working(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it, if negative); 0 is `day` or the next worked."""
        step = timedelta(days=-1 if count < 0 else 1)
        if count == 0:
            while not self.is_working(day):
                day += step
            return day
        left = abs(count)
        while left:
            day += step
            if self.is_working(day):
                left -= 1
        return day

    def worked(self, day: date) -> date:
        """This day, or the next that is worked."""
        return self.add_working(day, 0)

    def worked_before(self, day: date) -> date:
        """This day, or the last one before it that was worked."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def working_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.working_between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_working(day))
