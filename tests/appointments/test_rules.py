"""The rules of a diary and of a week's hours, held against all that can be."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wasl.appointments import rules
from wasl.appointments.enums import Source, State
from wasl.appointments.rules import Asked, Limits, Load
from wasl.kernel.clock import Calendar

calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
IRAQ = Calendar(frozenset({4, 5}))
UNITS = ("", "course", "session")
asked = st.tuples(
    st.sampled_from(list(Source)),
    st.sampled_from(["a", "b"]),
    st.integers(1, 40),
    st.booleans(),
    st.sampled_from(UNITS),
).map(lambda t: Asked(t[0], t[1], t[2] * rules.QUARTER, t[3], t[4]))
weeks = st.lists(asked, max_size=12)
stretch = st.tuples(st.integers(0, 90), st.integers(1, 6)).map(lambda t: (t[0] * 15, (t[0] + t[1]) * 15))


def minutes(found: list[Asked], source: Source, unit: str) -> int:
    return sum(one.minutes for one in found if one.source is source and one.unit == unit)


@pytest.mark.requirement("R087")
@calmly
@given(weeks)
def test_no_hour_counts_twice_and_none_is_lost(found: list[Asked]):
    """A service of 16 hours with 12 booked asks 16; with 20 booked it asks 20."""
    due = minutes(found, Source.APPOINTMENT, "") + minutes(found, Source.SERVICE, "")
    for unit in UNITS[1:]:
        due += max(minutes(found, Source.APPOINTMENT, unit), minutes(found, Source.SERVICE, unit))
    total = rules.load(found, small_children=1)
    assert total.minutes == due == sum(line.minutes for line in total.lines)
    assert 0 <= total.uncared <= total.minutes
    assert rules.load(found, small_children=0).uncared == 0


@pytest.mark.requirement("R087")
@calmly
@given(weeks, asked, st.integers(0, 3), st.integers(1, 40), st.integers(0, 20))
def test_more_never_asks_less_and_what_is_refused_lies_above_a_limit(
    found: list[Asked], more: Asked, small: int, most: int, uncared: int
):
    before = rules.load(found, small_children=small)
    after = rules.load([*found, more], small_children=small)
    assert after.minutes >= before.minutes
    limits = Limits(most, uncared)
    decision = rules.can_be_asked(before, after, limits)
    if rules.fits(after, limits):
        assert decision
    elif rules.fits(before, limits):
        assert not decision
    if not decision:
        assert after.minutes > most * rules.HOUR or after.uncared > uncared * rules.HOUR


@calmly
@given(weeks)
def test_what_makes_a_full_week_no_heavier_is_not_refused(found: list[Asked]):
    same = rules.load(found, small_children=1)
    assert rules.can_be_asked(same, same, Limits(0, 0))
    assert rules.can_be_asked(same, Load(0, 0), Limits(0, 0))


@calmly
@given(stretch, stretch)
def test_two_stretches_meet_exactly_where_they_share_a_quarter(one: tuple[int, int], other: tuple[int, int]):
    shared = set(rules.quarters(*one)) & set(rules.quarters(*other))
    assert rules.meet(one, other) is rules.meet(other, one) is bool(shared)


@calmly
@given(st.integers(1, 20), st.sets(st.integers(1, 20)), st.integers(0, 8))
def test_places_in_childcare_are_free_ones_and_each_is_given_once(places: int, taken: set[int], wanted: int):
    found = rules.seats(places, taken, wanted)
    assert len(found) == len(set(found)) == min(wanted, len(set(range(1, places + 1)) - taken))
    assert not set(found) & taken


@calmly
@given(st.sets(st.integers(32, 59)), st.integers(1, 6))
def test_a_free_time_is_free_and_the_first(taken: set[int], length: int):
    found = rules.free_at(length * 15, taken, begins=480, closes=900)
    tried = [n for n in range(32, 60 - length + 1) if not set(range(n, n + length)) & taken]
    assert found == (tried[0] * 15 if tried else None)


@calmly
@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_a_week_begins_after_the_weekend(day: date):
    first = rules.week_of(day, IRAQ)
    assert first.strftime("%A") == "Sunday"
    assert first <= day < first + timedelta(days=7)
    assert [d.strftime("%a") for d in rules.days_of(first, IRAQ)] == ["Sun", "Mon", "Tue", "Wed", "Thu"]
    monday = rules.week_of(day, Calendar(frozenset({5, 6})))
    assert monday.strftime("%A") == "Monday"


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_every_pair_of_states_is_decided(state: State, to: State, ahead: int):
    now = date(2026, 11, 29)
    day = now + timedelta(days=ahead)
    settled = bool(rules.can_settle(state, to, day=day, today=now))
    possible = {State.CANCELLED: ahead >= 0, State.ATTENDED: ahead <= 0, State.MISSED: ahead <= 0}
    assert settled is (state is State.PLANNED and possible.get(to, False))
    restored = bool(rules.can_restore(state, day=day, today=now))
    assert restored is (state is not State.PLANNED and not (state is State.CANCELLED and ahead < 0))
    assert bool(rules.can_move(state)) is (state is State.PLANNED)


@pytest.mark.requirement("R084")
@pytest.mark.parametrize(
    ("age", "band", "small"),
    [(5, "5-11", True), (6, "5-11", False), (None, "0-4", True), (None, "5-11", False), (0, "0-4", True)],
)
def test_who_is_looked_after(age: int | None, band: str, small: bool):
    assert rules.is_small(age, band, 6) is small


def test_what_is_ones_own_opens_for_the_worker_and_for_who_reads_it():
    for mine in (True, False):
        for reads in (True, False):
            assert rules.opens(own_circle=True, mine=mine, reads_own=reads) is (mine or reads)
            assert rules.opens(own_circle=False, mine=mine, reads_own=reads)
