"""Contacts at home follow the support level, thin out slowly and end with a last one at a year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.programme import Programme
from wasl.programme.sheets.aftercare import rhythm_days


@pytest.mark.requirement("R025", "R083")
def test_light_and_standard_have_the_published_days(programme: Programme):
    assert programme.aftercare.tiers["light"].days == (30, 90, 180, 365)
    assert programme.aftercare.tiers["standard"].days == (14, 30, 60, 90, 180, 365)


@pytest.mark.requirement("R083")
def test_more_support_means_contacts_closer_together(programme: Programme):
    enhanced, intensive = (programme.aftercare.tiers[code].days for code in ("enhanced", "intensive"))
    assert enhanced[:3] == (14, 28, 42)
    assert intensive[:4] == (7, 14, 21, 28)
    assert enhanced[-1] == intensive[-1] == 365
    assert [len(tier.days) for tier in programme.aftercare.tiers.values()] == [4, 6, 12, 21]


@given(parts=st.lists(st.tuples(st.integers(1, 90), st.integers(1, 400)), min_size=1, max_size=4))
def test_no_gap_is_longer_than_its_rhythm_and_the_last_day_is_a_contact(parts):
    parts = sorted(parts, key=lambda part: part[1])
    days = rhythm_days(parts)
    assert list(days) == sorted(set(days))
    assert days[-1] == parts[-1][1]
    longest = max(every for every, _ in parts)
    assert all(later - earlier <= longest for earlier, later in zip((0, *days), days, strict=False))


@pytest.mark.requirement("J2")
def test_a_family_of_the_short_path_is_followed_as_standard_for_three_months(programme: Programme):
    short = programme.pathways["short"]
    assert programme.aftercare.schedule(
        "light", floor=short.aftercare_floor, floor_days=short.aftercare_floor_days
    ) == (14, 30, 60, 90, 180, 365)
    assert programme.aftercare.schedule("light") == (30, 90, 180, 365)


@pytest.mark.requirement("J2")
def test_the_floor_never_thins_out_a_closer_schedule(programme: Programme):
    own = programme.aftercare.tiers["intensive"].days
    assert programme.aftercare.schedule("intensive", floor="standard", floor_days=90) == own


def test_the_next_contact_is_the_first_after_today_and_there_is_none_after_the_last(programme: Programme):
    tier = programme.aftercare.tiers["standard"]
    assert tier.next_after(0) == 14
    assert tier.next_after(14) == 30
    assert tier.next_after(365) is None


def test_a_file_that_is_not_reached_is_closed_only_after_three_tries_in_two_ways(programme: Programme):
    lines = {line.fact: line.value for line in programme.aftercare.closings["not_reached"].criteria}
    assert lines == {"tries_without_answer": 3, "ways_tried": 2}
    assert programme.aftercare.another_worker
