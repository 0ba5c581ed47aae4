"""The week runs from Sunday to Thursday and a due date never falls on a feast."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.kernel import clock

FRIDAY, SATURDAY = 4, 5
IRAQ = clock.Calendar(frozenset({FRIDAY, SATURDAY}), frozenset({date(2026, 1, 6), date(2026, 3, 21)}))
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_the_clock_stops_for_a_test_and_goes_on_after_it():
    with clock.frozen(datetime(2026, 11, 21, 22, 30, tzinfo=UTC)) as at:
        assert clock.now() == at
        assert clock.today() == date(2026, 11, 22)  # past midnight in Baghdad
        assert clock.today("UTC") == date(2026, 11, 21)
    assert clock.now() != at
    assert clock.now().tzinfo is not None


def test_a_clock_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), clock.frozen(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


def test_working_days_skip_the_weekend_and_holidays():
    thursday = date(2026, 1, 1)
    assert IRAQ.add_working(thursday, 1) == date(2026, 1, 4)
    assert IRAQ.add_working(date(2026, 1, 5), 1) == date(2026, 1, 7)  # the 6th is Army Day
    assert IRAQ.add_working(date(2026, 1, 2), 0) == date(2026, 1, 4)
    assert IRAQ.add_working(date(2026, 1, 4), -1) == thursday
    assert IRAQ.working_between(thursday, date(2026, 1, 8)) == 4


@given(days, st.integers(1, 30))
def test_what_is_added_is_what_lies_between(day, count):
    reached = IRAQ.add_working(day, count)
    assert IRAQ.is_working(reached)
    assert IRAQ.working_between(day, reached) == count
    assert IRAQ.working_between(reached, day) == -count


@given(days, days, days)
def test_stretches_of_working_days_add_up(a, b, c):
    a, b, c = sorted((a, b, c))
    assert IRAQ.working_between(a, b) + IRAQ.working_between(b, c) == IRAQ.working_between(a, c)


def test_a_calendar_that_never_works_is_refused():
    with pytest.raises(ValueError, match="at least one working day"):
        clock.Calendar(frozenset(range(7)))
    with pytest.raises(ValueError, match="numbers from 0"):
        clock.Calendar(frozenset({9}))
    assert clock.Calendar().add_working(date(2026, 1, 1), 7) == date(2026, 1, 1) + timedelta(days=7)
