"""Who handles a complaint, when it is late, which counts can be shown: pure rules, without a house."""

from datetime import date
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from wasl.kernel.clock import Calendar
from wasl.rights import rules
from wasl.rights.enums import ComplaintState, Told, Topic
from wasl.rights.rules import Candidate, Concerned, Post

WEEK = Calendar(weekend=frozenset({4, 5}), holidays=frozenset({date(2026, 11, 25)}))
MANAGER, OFFICER, MINISTRY, SALMA = uuid4(), uuid4(), uuid4(), uuid4()
KNOWN = [
    Candidate(MINISTRY, None, True, True),
    Candidate(OFFICER, 1, True, True),
    Candidate(MANAGER, 1, False, False),
]


def to(**what: object) -> list[UUID]:
    return [one.account for one in rules.handlers(KNOWN, Concerned(site=1, **what))]  # type: ignore[arg-type]


@pytest.mark.requirement("I40")
def test_fifteen_working_days_pass_over_weekends_and_holidays():
    clock = rules.clock(date(2026, 11, 22), WEEK, acknowledge=3, answer=15, serious=False)
    assert clock.acknowledge_by == date(2026, 11, 26)
    assert clock.answer_by == date(2026, 12, 14)
    assert WEEK.working_between(date(2026, 11, 22), clock.answer_by) == 15


def test_a_serious_one_lies_on_the_desk_the_same_day():
    friday = date(2026, 11, 27)
    sunday = date(2026, 11, 22)
    assert rules.clock(sunday, WEEK, acknowledge=3, answer=15, serious=True).acknowledge_by == sunday
    assert rules.clock(friday, WEEK, acknowledge=3, answer=15, serious=True).acknowledge_by == date(
        2026, 11, 29
    )
    assert {Topic.HARM, Topic.FAVOUR} == rules.SERIOUS


@pytest.mark.requirement("R006")
def test_a_complaint_goes_to_the_lead_of_the_place_and_never_to_whom_it_concerns():
    assert to(about=SALMA)[0] == MANAGER
    assert MANAGER not in to(about=MANAGER)
    assert to(about=SALMA, serious=True) == [OFFICER, MINISTRY]
    assert to(about=OFFICER, serious=True) == [MINISTRY]
    assert MANAGER not in to(about=SALMA, former=MANAGER)
    assert MANAGER not in to(about=SALMA, shut=frozenset({MANAGER}))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=100)
@given(
    about=some.sampled_from([None, MANAGER, OFFICER, MINISTRY, SALMA]),
    former=some.sampled_from([None, MANAGER, OFFICER, MINISTRY]),
    shut=some.frozensets(some.sampled_from([MANAGER, OFFICER, MINISTRY])),
    serious=some.booleans(),
)
def test_whoever_is_concerned_never_handles_it(about, former, shut, serious):
    found = to(about=about, former=former, shut=shut, serious=serious)
    assert not {about, former, *shut} & set(found)
    assert not serious or MANAGER not in found


def test_whoever_works_under_somebody_is_found_by_team_and_by_place():
    hadi, amal = uuid4(), uuid4()
    posts = [
        Post(SALMA, 7, 1), Post(hadi, 7, 1), Post(amal, 8, 1), Post(OFFICER, 7, 1, outside=True),
        Post(MANAGER, None, 1, leads_site=True), Post(MINISTRY, 7, 1, leads_team=True),
    ]  # fmt: skip
    assert rules.under(MINISTRY, posts) == {SALMA, hadi}
    assert rules.under(MANAGER, posts) == {SALMA, hadi, amal, MINISTRY}
    assert rules.under(SALMA, posts) == frozenset()


def test_it_closes_when_she_was_told_or_after_her_answer_waited_long():
    answered, day = ComplaintState.ANSWERED, date(2026, 11, 22)
    assert rules.can_close(answered, Told.AT_DESK, day, day)
    assert rules.can_close(answered, Told.NOBODY_CAME, day, date(2027, 1, 20)).code == "her_answer_waits"
    assert rules.can_close(answered, Told.NOBODY_CAME, day, date(2027, 1, 21))
    assert not rules.can_close(ComplaintState.LOOKED_INTO, Told.AT_DESK, None, day)


def test_a_slips_number_is_read_as_people_write_it():
    # one of which the number itself begins with an S, which once was taken for the mark before it
    for number in ("S-SR-G51D", rules.new_number()):
        read_as_written(number)
    assert rules.normal_number("S-00-0000") is None


def read_as_written(number: str) -> None:
    for written in (number, number.lower(), number.replace("-", " "), number[2:], f" {number} "):
        assert rules.normal_number(written) == number


def worlds(tables, shown, total, below):
    """Every way in which the hidden cells of a table could be filled, for a reader who knows all the rest."""
    for table, seen in zip(tables, shown, strict=True):
        hidden = [code for code, count in seen.items() if count is None]
        if not hidden:
            continue
        rest = total - sum(count for count in seen.values() if count is not None)
        ways = [way for way in product(range(rest + 1), repeat=len(hidden)) if sum(way) == rest]
        small = [way for way in ways if sum(n < below for n in way) >= 1]
        yield table, dict(zip(hidden, zip(*small, strict=True), strict=True))


@pytest.mark.requirement("P14")
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=100)
@given(some.lists(some.sampled_from("abcd"), min_size=0, max_size=16), some.data())
def test_no_hidden_count_can_be_worked_out_from_what_is_shown(topics, data):
    """The attacker subtracts from the sum, which another table that is whole gives away."""
    tables = [{code: topics.count(code) for code in "abcd"}]
    tables.append({"whole": len(topics)})
    found = rules.shown(tables, 5)
    assert all(count is None or count >= 5 or count == len(topics) for one in found for count in one.values())
    if found[1]["whole"] is None:
        assert all(count is None for one in found for count in one.values())
        return
    for table, ways in worlds(tables, found, len(topics), 5):
        for code, values in ways.items():
            assert table[code] in values
            assert len(set(values)) > 1 or table[code] == 0, (table, found)


def test_hiding_only_the_small_ones_is_caught():
    """The planted fault: one small cell beside shown ones is the sum less the others."""
    table = {"a": 9, "b": 8, "c": 2}
    naive = {code: None if count < 5 else count for code, count in table.items()}
    (_, ways) = next(iter(worlds([table], [naive], 19, 5)))
    assert set(ways["c"]) == {2}
    assert rules.shown([table, {"x": 19}], 5)[0] == {"a": 9, "b": None, "c": None}
