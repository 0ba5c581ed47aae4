"""Counting the centre's day: every family once in each table, women and men beside every number."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.reporting.rules import FileFact, Group, Heads, by, day_of, group

pytestmark = pytest.mark.requirement("R003", "R033")

TODAY = date(2026, 3, 1)


def fact(**said) -> FileFact:
    usual = {
        "ref": uuid4(), "inside": True, "expected": False, "section": "a", "waiting": "", "next_action": "review",
        "next_due": TODAY, "since": TODAY - timedelta(days=30), "planned_end": TODAY + timedelta(days=60),
        "woman_headed": False, "heads": Heads(women=1, men=1, boys=2),
    }  # fmt: skip
    return FileFact(**usual | said)


def seen(*files: FileFact, left=()):
    return day_of(files, dict(left), on=TODAY, longest=lambda _file: 180)


def test_due_today_is_not_late_and_yesterday_is():
    assert seen(fact()).late == {}
    assert seen(fact(next_due=TODAY - timedelta(days=1))).late["review"].families == 1


def test_a_stay_past_its_plan_and_one_past_the_longest_are_told_apart():
    past = fact(planned_end=TODAY - timedelta(days=1), since=TODAY - timedelta(days=120))
    longest = fact(planned_end=TODAY - timedelta(days=90), since=TODAY - timedelta(days=181))
    day = seen(fact(), past, longest)
    assert (day.within.families, day.over_planned.families, day.over_longest.families) == (1, 1, 1)
    assert day.longest_days == 181


def test_the_week_has_seven_days_and_today_is_one_of_them():
    six, seven = TODAY - timedelta(days=6), TODAY - timedelta(days=7)
    one = Group(1, 1, Heads(women=1, girls=2))
    day = seen(fact(since=six), fact(since=seven), left={six: one + one, TODAY: one, seven: one}.items())
    assert day.arrived_week.families == 1
    assert (day.left_week.families, day.left.families) == (3, 1)
    assert (day.left_week.woman_headed, day.left_week.heads.people) == (3, 9)


def test_a_family_that_is_announced_is_counted_and_not_inside():
    day = seen(fact(inside=False, expected=True, since=None, heads=Heads(unknown=7)))
    assert (day.expected.families, day.expected.heads.people, day.inside.families) == (1, 7, 0)


facts = st.builds(
    FileFact,
    ref=st.uuids(), inside=st.booleans(), expected=st.just(False), section=st.sampled_from(["", "a", "b"]),
    waiting=st.sampled_from(["", "documents", "health"]), next_action=st.sampled_from(["review", "plan"]),
    next_due=st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=9)),
    since=st.none() | st.dates(TODAY - timedelta(days=300), TODAY),
    planned_end=st.none() | st.dates(TODAY - timedelta(days=99), TODAY + timedelta(days=99)),
    woman_headed=st.booleans(),
    heads=st.builds(Heads, *[st.integers(0, 9)] * 5),
)  # fmt: skip


@given(st.lists(facts, unique_by=lambda file: file.ref))
def test_nobody_is_lost_between_the_tables(files: list[FileFact]):
    day = seen(*files)
    assert sum(one.families for one in day.sections.values()) == day.inside.families
    stays = (day.within, day.over_planned, day.over_longest)
    assert sum(one.families for one in stays) == day.inside.families
    assert sum(one.heads.people for one in stays) == day.inside.heads.people
    assert list(day.ending.values()) == sorted(day.ending.values(), key=lambda one: one.families)


@given(st.lists(facts))
def test_groups_come_with_the_largest_first(files: list[FileFact]):
    found = by(files, lambda file: file.waiting)
    assert [one.families for one in found.values()] == sorted(
        (o.families for o in found.values()), reverse=True
    )
    assert sum(one.families for one in found.values()) == group(files).families


def test_what_was_due_on_the_last_worked_day_is_not_late_over_the_weekend():
    due = fact(next_due=TODAY - timedelta(days=1), next_action="review")
    assert day_of([due], {}, on=TODAY, longest=lambda _file: 180).late
    assert not day_of(
        [due], {}, on=TODAY, longest=lambda _file: 180, late_before=TODAY - timedelta(days=1)
    ).late
