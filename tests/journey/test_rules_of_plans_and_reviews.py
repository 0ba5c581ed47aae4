"""What a plan lacks, who may approve it, and how far a review can be put off: rules without a house."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wasl.phases.rehabilitation import rules
from wasl.phases.rehabilitation.enums import Lack

START = date(2026, 3, 1)
INTERVALS = st.sampled_from([7, 14, 30, 60])
PEOPLE = st.lists(st.uuids(), max_size=3, unique=True)
FACTS = st.builds(
    rules.PlanFacts,
    orphans=st.lists(st.tuples(st.none() | st.uuids(), st.sampled_from(["documents", "work"])), max_size=3),
    has_return_goal=st.booleans(),
    unassessed=PEOPLE,
    not_asked=PEOPLE,
    not_agreed=PEOPLE,
    conference_due=st.booleans(),
)


@pytest.mark.requirement("R020")
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(facts=FACTS)
def test_every_missing_thing_is_named_once_and_a_whole_plan_lacks_nothing(facts):
    missing = rules.lacking(facts)
    owed = (
        len(facts.orphans) + len(facts.unassessed) + len(facts.not_asked) + len(facts.not_agreed)
        + (not facts.has_return_goal) + facts.conference_due
    )  # fmt: skip
    assert len(missing) == owed
    assert bool(rules.can_hand_in(missing, waits=False, stands=False)) == (owed == 0)
    assert {line.person for line in missing if line.what is Lack.NOT_AGREED} == set(facts.not_agreed)


@pytest.mark.requirement("R020")
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(facts=FACTS, prepared=st.sets(st.uuids(), max_size=3), same=st.booleans(), approve=st.booleans())
def test_nobody_answers_what_she_prepared_and_nothing_with_a_gap_is_approved(facts, prepared, same, approve):
    missing, other = rules.lacking(facts), uuid4()
    for mine in prepared:
        own = rules.can_answer_plan(missing, by=mine, prepared=prepared, approve=approve, same=same)
        assert own.code == "own_plan"
    answer = rules.can_answer_plan(missing, by=other, prepared=prepared, approve=approve, same=same)
    assert bool(answer) == (not approve or (not missing and same))
    assert not rules.can_answer_plan(missing, by=None, prepared=prepared, approve=approve, same=same)


@pytest.mark.requirement("R021")
@given(
    level=st.sampled_from(["light", "standard", "enhanced", "intensive", ""]),
    held=st.lists(st.dates(START - timedelta(days=90), START + timedelta(days=90)), max_size=4),
)
def test_a_conference_is_due_with_much_support_until_one_was_held_in_this_stay(level, held):
    due = rules.conference_due(level, ("enhanced", "intensive"), held, START)
    assert due == (level in ("enhanced", "intensive") and all(on < START for on in held))


def attempts(tries, interval, can=rules.can_postpone):
    """How long after a review the next one is held, when somebody puts it off as often and as far as she is let."""
    due, postponed = rules.next_review(START, interval), False
    for ahead, seen in tries:
        until = due + timedelta(days=ahead)
        if can(due, until, interval=interval, today=due + timedelta(days=seen), postponed=postponed):
            due, postponed = until, True
    return (due - START).days


TRIES = st.lists(st.tuples(st.integers(-5, 200), st.integers(-60, 60)), max_size=12)


@pytest.mark.requirement("R081")
@given(interval=INTERVALS, tries=TRIES)
def test_no_number_of_postponements_stretches_a_review_beyond_two_intervals(interval, tries):
    assert interval <= attempts(tries, interval) <= 2 * interval


def test_a_rule_that_lets_a_review_be_put_off_again_is_caught():
    def endless(due, until, *, interval, today, postponed):
        return rules.can_postpone(due, until, interval=interval, today=today, postponed=False)

    assert attempts([(14, 0)] * 5, 14, endless) > 2 * 14


@given(interval=INTERVALS, ahead=st.integers(-10, 90))
def test_the_next_day_may_be_earlier_than_the_level_asks_and_never_later(interval, ahead):
    on = START + timedelta(days=ahead)
    assert bool(rules.can_meet_on(START, on, interval)) == (0 < ahead <= interval)


@given(consented=st.booleans(), written=st.booleans(), took_part=st.integers(0, 5))
def test_nothing_is_written_of_a_meeting_she_did_not_want(consented, written, took_part):
    kept = bool(rules.can_keep_conference(consented=consented, written=written, took_part=took_part))
    assert kept == ((written and took_part > 0) if consented else not written and not took_part)
