"""Days that are worked: what falls on a Friday or a feast is owed on the next worked day, and nobody is late before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journey.test_rules_of_the_way import TERMS
from wasl.casefile.enums import FileState
from wasl.journey import rules
from wasl.journey.enums import NextAction
from wasl.journey.rules import AS_AGREED, BEFORE_A_FIXED_DAY, Due, Terms, Way
from wasl.kernel.clock import Calendar

S = FileState
FRIDAY, SATURDAY = 4, 5
EID = date(2026, 3, 20)
CALENDAR = Calendar(
    frozenset({FRIDAY, SATURDAY}), frozenset(EID + timedelta(days=n) for n in range(3)) | {date(2026, 5, 28)}
)
IRAQ = replace(TERMS, calendar=CALENDAR)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
STATES = st.sampled_from(
    [S.EXPECTED, S.ASSESSING, S.PLANNING, S.IN_SERVICES, S.EXIT_ASSESSMENT, S.DEPARTING, S.AFTERCARE]
)


@st.composite
def ways(draw: st.DrawFn) -> Way:
    """A file somewhere on its way, with whatever days it may have."""
    arrived = draw(DAYS)
    maybe = st.none() | DAYS
    return Way(
        state=draw(STATES), opened_on=arrived, entered_on=draw(DAYS), arrived_on=arrived, planned_end=draw(maybe),
        left_on=draw(maybe), home_since=draw(maybe), ledger_from=draw(maybe), review_due=draw(maybe),
        put_forward=draw(maybe), departure_on=draw(maybe), office_accepted=draw(st.booleans()),
        offer_open=draw(st.booleans()), contact_due=draw(maybe), closing_proposed=draw(maybe),
    )  # fmt: skip


def due(way: Way, terms: Terms = IRAQ) -> Due:
    found = rules.next_due(way, terms)
    assert found is not None
    return found


@given(ways())
def test_what_is_owed_falls_on_a_worked_day_unless_the_family_was_told_the_day(way: Way):
    found = due(way)
    assert found.action in AS_AGREED or CALENDAR.is_working(found.on)


@given(ways())
def test_a_day_is_moved_to_the_nearest_worked_one_and_never_past_one(way: Way):
    found, counted = due(way), due(way, TERMS)
    assert found.action == counted.action
    assert found.on - timedelta(days=found.moved) == counted.on
    step = 1 if found.moved > 0 else -1
    over = [counted.on + timedelta(days=step * n) for n in range(abs(found.moved))]
    assert not any(CALENDAR.is_working(day) for day in over)


@given(ways())
def test_only_what_must_be_ready_before_a_fixed_day_comes_earlier(way: Way):
    found = due(way)
    assert found.moved >= 0 or found.action in BEFORE_A_FIXED_DAY


@given(DAYS, DAYS)
def test_nothing_becomes_late_on_a_day_off_and_everything_on_the_next_worked_day(owed: date, today: date):
    late = owed < rules.late_before(today, CALENDAR)
    since = (owed + timedelta(days=n) for n in range(1, (today - owed).days + 1))
    assert late == any(CALENDAR.is_working(day) for day in since)


def test_a_programme_without_days_off_counts_as_everybody_does():
    assert rules.late_before(EID, Calendar()) == EID
    assert due(Way(S.ASSESSING, EID, EID, arrived_on=EID), TERMS).moved == 0


@pytest.mark.requirement("R081")
def test_a_review_on_the_first_day_of_the_feast_is_held_on_the_first_worked_day_after_it():
    way = Way(S.IN_SERVICES, EID, date(2026, 3, 1), arrived_on=date(2026, 2, 1), review_due=EID)
    assert due(way) == Due(NextAction.REVIEW, date(2026, 3, 23), 3)


@pytest.mark.requirement("R083")
def test_a_contact_at_home_on_a_friday_is_made_on_sunday():
    way = Way(S.AFTERCARE, EID, EID, home_since=EID, office_accepted=True, contact_due=date(2026, 4, 3))
    assert due(way) == Due(NextAction.HOME_CONTACT, date(2026, 4, 5), 2)


def test_a_notice_is_never_shortened_by_a_weekend_so_the_decision_is_prepared_before_it():
    way = Way(S.EXIT_ASSESSMENT, EID, date(2026, 4, 1), planned_end=date(2026, 4, 25))
    found = due(way)
    assert found == Due(NextAction.PREPARE_DECISION, date(2026, 4, 9), -2)
    assert (date(2026, 4, 25) - found.on).days >= IRAQ.notice_days


def test_a_departure_that_a_family_was_told_for_a_friday_stays_on_that_friday():
    way = Way(S.DEPARTING, EID, EID, departure_on=date(2026, 4, 3))
    assert due(way) == Due(NextAction.DEPART, date(2026, 4, 3), 0)


def test_the_planted_fault_of_counting_a_feast_as_worked_is_caught():
    weekend_only = replace(TERMS, calendar=Calendar(CALENDAR.weekend))
    way = Way(S.IN_SERVICES, EID, date(2026, 3, 1), arrived_on=date(2026, 2, 1), review_due=EID)
    assert due(way, weekend_only).on == date(2026, 3, 22)
    assert not CALENDAR.is_working(due(way, weekend_only).on)
