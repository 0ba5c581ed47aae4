"""The table of a file's way, its gates and its days: every pair decided, every gate shut by the one fact it asks."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from wasl.casefile.enums import FileState
from wasl.journey import rules
from wasl.journey.enums import NextAction, Stay
from wasl.journey.rules import FILE_TABLE, GATES, Terms, Way

S = FileState
DAY = date(2026, 3, 1)
TERMS = Terms(
    assessment_days=7, plan_days=14, review_days=30, begin_exit_days=30, notice_days=14, services_until=75,
    planned_days=90, longest_days=180, aftercare_days=365,
)  # fmt: skip
#: every fact as it is when the gates are open
OPEN = Way(
    state=S.ASSESSING, opened_on=DAY, entered_on=DAY, arrived_on=DAY, planned_end=DAY + timedelta(days=90),
    approved=True, office_accepted=True, closing_signed=True, centre=1,
)  # fmt: skip
LEFT = {"left_on": DAY + timedelta(days=60)}
OWN = LEFT | {"own_choice": True, "aftercare_wanted": True}
#: for each gate: the facts that open it, and each single change that must shut it again with its own reason
SHUT: dict[str, tuple[dict, list[tuple[dict, str]]]] = {
    "arrived": ({}, [({"arrived_on": None}, "not_arrived")]),
    "everyone_assessed": (
        {},
        [({"unassessed": 1}, "members_not_assessed"), ({"people": 0}, "nobody_in_file"),
         ({"level_known": False}, "level_to_be_set")],
    ),
    "plan_agreed": ({}, [({"adults_without_plan": 1}, "adults_without_plan")]),
    "decision_approved": ({}, [({"approved": False}, "no_approved_decision")]),
    "not_left_yet": ({}, [(LEFT, "has_left_already")]),
    "left_by_own_choice": (
        OWN,
        [({"own_choice": False}, "departure_not_recorded"), ({"left_on": None}, "departure_not_recorded"),
         ({"aftercare_wanted": False}, "aftercare_not_wanted")],
    ),
    "left_and_received": (
        LEFT,
        [({"left_on": None}, "departure_not_recorded"), ({"office_accepted": False}, "office_has_not_accepted")],
    ),
    "aftercare_offered_not_wanted": (
        OWN | {"aftercare_wanted": False},
        [({"aftercare_wanted": None}, "aftercare_not_offered"), ({"left_on": None}, "departure_not_recorded")],
    ),
    "closing_signed": ({}, [({"closing_signed": False}, "closing_not_signed")]),
    "centre_named": ({}, [({"centre": None}, "centre_missing")]),
}  # fmt: skip


@pytest.mark.requirement("R022", "R004")
@pytest.mark.parametrize(("source", "target"), list(product(S, repeat=2)))
def test_a_step_is_taken_exactly_where_the_table_has_it_and_its_gate_is_open(source: S, target: S):
    step = FILE_TABLE.step(source, target)
    facts = SHUT[step.gate][0] if step and step.gate else {}
    assert bool(rules.can_move(replace(OPEN, state=source, **facts), target)) == (step is not None)


@pytest.mark.parametrize(
    ("gate", "planted", "code"),
    [(gate, change, code) for gate, (_, shut) in SHUT.items() for change, code in shut],
)
def test_one_wrong_fact_shuts_its_gate_and_says_which(gate: str, planted: dict, code: str):
    facts = SHUT[gate][0]
    assert GATES[gate](replace(OPEN, **facts))
    shut = GATES[gate](replace(OPEN, **(facts | planted)))
    assert (shut.allowed, shut.code) == (False, code)


def test_every_gate_of_the_table_exists_and_is_planted_here():
    named = {step.gate for step in FILE_TABLE.transitions if step.gate}
    assert named == set(GATES) == set(SHUT)


def test_services_begin_without_agreement_only_with_a_reason():
    way = replace(OPEN, state=S.PLANNING, adults_without_plan=1)
    assert not rules.can_move(way, S.IN_SERVICES)
    assert rules.can_move(replace(way, reason="في المستشفى"), S.IN_SERVICES)


@pytest.mark.requirement("R060")
def test_a_family_may_leave_by_its_own_choice_from_wherever_it_stays():
    for state in (S.ASSESSING, S.PLANNING, S.IN_SERVICES, S.EXIT_ASSESSMENT, S.DEPARTING):
        assert rules.can_move(replace(OPEN, state=state, office_accepted=False, **OWN), S.AFTERCARE)
        assert rules.can_move(replace(OPEN, state=state, **(OWN | {"aftercare_wanted": False})), S.WITHDRAWN)


@pytest.mark.requirement("R011", "R081")
@pytest.mark.parametrize(
    ("facts", "action", "days"),
    [
        ({"state": S.ASSESSING}, NextAction.ASSESS, 7),
        ({"state": S.PLANNING}, NextAction.PLAN, 14),
        ({"state": S.IN_SERVICES}, NextAction.REVIEW, 30),
        ({"state": S.IN_SERVICES, "review_due": DAY + timedelta(days=44)}, NextAction.REVIEW, 44),
        ({"state": S.IN_SERVICES, "review_due": DAY + timedelta(days=70)}, NextAction.BEGIN_EXIT, 60),
        ({"state": S.EXIT_ASSESSMENT, "entered_on": DAY + timedelta(days=60)}, NextAction.PREPARE_DECISION, 76),
        ({"state": S.EXIT_ASSESSMENT, "put_forward": DAY + timedelta(days=65)}, NextAction.DECIDE, 65),
        ({"state": S.DEPARTING, "entered_on": DAY + timedelta(days=70)}, NextAction.PLAN_DEPARTURE, 70),
        ({"state": S.DEPARTING, "departure_on": DAY + timedelta(days=90)}, NextAction.DEPART, 90),
        ({"state": S.AFTERCARE, "left_on": DAY, "contact_due": DAY + timedelta(days=14)}, NextAction.HOME_CONTACT, 14),
        ({"state": S.AFTERCARE, "left_on": DAY, "office_accepted": False}, NextAction.OFFER_AFTERCARE, 0),
        ({"state": S.AFTERCARE, "left_on": DAY}, NextAction.CLOSE, 365),
    ],
)  # fmt: skip
def test_each_state_owes_one_thing_by_one_day(facts: dict, action: NextAction, days: int):
    facts = {"closing_signed": False} | facts
    due = rules.next_due(replace(OPEN, **facts), TERMS)
    assert due is not None
    assert (due.action, (due.on - DAY).days) == (action, days)


def test_a_proposed_closing_waits_for_its_signature_before_anything_else():
    way = replace(
        OPEN, state=S.AFTERCARE, left_on=DAY, closing_signed=False, closing_proposed=DAY, contact_due=DAY,
    )  # fmt: skip
    due = rules.next_due(way, TERMS)
    assert due
    assert due.action is NextAction.SIGN_CLOSING


@pytest.mark.parametrize("state", [S.CLOSED, S.WITHDRAWN])
def test_a_file_that_has_ended_owes_nothing(state: S):
    assert rules.next_due(replace(OPEN, state=state, left_on=DAY), TERMS) is None


@pytest.mark.requirement("R074")
@pytest.mark.parametrize("state", [S.ASSESSING, S.PLANNING, S.IN_SERVICES, S.EXIT_ASSESSMENT, S.AFTERCARE])
def test_a_file_that_came_with_old_dates_is_not_late_on_its_first_day(state: S):
    kept_from = DAY + timedelta(days=300)
    way = replace(
        OPEN, state=state, ledger_from=kept_from, closing_signed=False, left_on=DAY + timedelta(days=60)
    )
    late = replace(way, ledger_from=None)
    due, planted = rules.next_due(way, TERMS), rules.next_due(late, TERMS)
    assert due
    assert due.on >= kept_from
    assert planted
    assert planted.on < kept_from or state is S.AFTERCARE


@pytest.mark.requirement("R087")
def test_each_step_has_a_planned_end_that_never_lies_before_its_beginning():
    for state in (S.ASSESSING, S.PLANNING, S.IN_SERVICES, S.EXIT_ASSESSMENT, S.DEPARTING, S.AFTERCARE):
        for late in (0, 200):
            on = DAY + timedelta(days=late)
            until = rules.planned_until(state, replace(OPEN, left_on=None), TERMS, on)
            assert until
            assert until >= on


@pytest.mark.requirement("R011")
@pytest.mark.parametrize(
    ("day", "said"), [(89, Stay.WITHIN), (90, Stay.WITHIN), (91, Stay.OVER_PLANNED), (181, Stay.OVER_LONGEST)]
)
def test_a_long_stay_is_said(day: int, said: Stay):
    assert rules.stay(DAY, None, DAY + timedelta(days=90), 180, DAY + timedelta(days=day)) is said


def test_nobody_stays_long_who_has_not_come_or_has_left():
    assert rules.stay(None, None, None, 180, DAY) is Stay.WITHIN
    assert rules.stay(DAY, DAY, DAY, 180, DAY + timedelta(days=999)) is Stay.WITHIN
