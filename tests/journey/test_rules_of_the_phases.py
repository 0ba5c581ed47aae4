"""Leaving, life at home, reviews: the pure rules, each with the fault that it must catch."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from wasl.kernel.text import LocalizedText
from wasl.phases.aftercare import rules as home
from wasl.phases.aftercare.rules import Tried
from wasl.phases.exit_assessment import rules as leaving
from wasl.phases.rehabilitation import rules as stay
from wasl.programme.criteria import Criterion, evaluate

DAY = date(2026, 3, 1)
ME, OTHER, WORKER = uuid4(), uuid4(), uuid4()
TEXT = LocalizedText(ar="س", ckb="س", en="x")


def line(code: str, *, evidence: str = "computed", required: bool = True) -> Criterion:
    return Criterion(code, f"fact_{code}", "at_most", 0, TEXT, TEXT, evidence, required)


LINES = (line("counted"), line("said", evidence="answered"), line("wished", required=False))


@pytest.mark.requirement("R082")
def test_a_line_follows_its_fact_and_no_answer_can_talk_it_away():
    found = leaving.lines(LINES, {"fact_counted": 2}, {"counted": True, "said": True})
    assert [(one.met, one.answered) for one in found] == [(False, False), (True, True), (None, False)]
    assert leaving.unmet(found) == ["counted"]
    assert leaving.can_answer("counted", found).code == "criterion_is_computed"
    assert leaving.can_answer("said", found)
    assert leaving.can_answer("nothing", found).code == "criterion_unknown"


def test_a_decision_is_asked_for_only_when_each_line_has_its_answer():
    opened = leaving.lines(LINES, {"fact_counted": 2}, {})
    assert leaving.can_put_forward(opened, waiting=False).code == "lines_not_answered"
    answered = leaving.lines(LINES, {"fact_counted": 2}, {"said": False})
    assert leaving.can_put_forward(answered, waiting=False)
    assert leaving.can_put_forward(answered, waiting=True).code == "decision_waits_already"


@pytest.mark.requirement("R082", "R020")
@pytest.mark.parametrize(
    ("planted", "code"),
    [
        ({}, "allowed"),
        ({"by": OTHER}, "own_work"),
        ({"by": WORKER}, "own_work"),
        ({"by": None}, "nobody_decides"),
        ({"unmet": ["counted"]}, "override_reason_missing"),
        ({"unmet": ["counted"], "override": "family_insists"}, "allowed"),
        ({"unmet": ["counted"], "approve": False}, "allowed"),
    ],
)
def test_another_decides_and_an_open_line_needs_its_reason(planted: dict, code: str):
    given = {"by": ME, "prepared_by": OTHER, "worker": WORKER, "approve": True, "unmet": [], "override": ""}
    assert leaving.can_decide(**(given | planted)).code == code


@pytest.mark.requirement("R091")
@pytest.mark.parametrize(
    ("days", "because", "code"),
    [
        (14, "", "allowed"),
        (13, "", "notice_too_short"),
        (3, "family_insists", "allowed"),
        (-1, "x", "departure_before_notice"),
    ],
)
def test_the_family_knows_the_day_long_enough_before(days: int, because: str, code: str):
    found = leaving.can_plan_departure(
        notice_on=DAY, planned_on=DAY + timedelta(days=days), notice_days=14, shortened_because=because
    )
    assert found.code == code


SCHEDULE = (14, 30, 60)


def made(
    day: int, *, due: int | None = None, reached: bool = True, kind: str = "phone", again: int | None = None
) -> Tried:
    at = lambda n: DAY + timedelta(days=n) if n is not None else None  # noqa: E731
    return Tried(DAY + timedelta(days=day), at(due), kind, reached, at(again))


@pytest.mark.requirement("R083")
@pytest.mark.parametrize(
    ("contacts", "next_day"),
    [
        ([], 14),
        ([made(14, due=14)], 30),
        ([made(12, due=14)], 30),
        ([made(20, due=14)], 30),
        ([made(31, due=14)], 60),
        ([made(3)], 14),
        ([made(14, due=14, reached=False, again=19)], 19),
        ([made(14, due=14, reached=False, again=19), made(19, due=19)], 30),
        ([made(60, due=60)], None),
    ],
)
def test_the_next_contact_follows_from_those_that_were_made(contacts: list[Tried], next_day: int | None):
    due = home.next_contact(DAY, SCHEDULE, contacts)
    assert (due - DAY).days == next_day if due else next_day is None


@pytest.mark.requirement("R074")
def test_contact_days_before_the_file_was_kept_here_are_not_owed():
    assert home.next_contact(DAY, SCHEDULE, [], counted_from=DAY + timedelta(days=20)) == DAY + timedelta(
        days=30
    )


def test_three_tries_in_two_ways_are_counted_since_somebody_was_reached():
    tries = [
        made(1, reached=False),
        made(5, kind="phone"),
        made(9, reached=False),
        made(12, kind="home_visit", reached=False),
    ]
    assert home.tries(tries) == (2, 2)


def test_somebody_else_of_the_office_that_was_asked_follows_up():
    assert home.can_accept(officer=ME, officers={ME}, worker=WORKER)
    assert (
        home.can_accept(officer=WORKER, officers={WORKER}, worker=WORKER).code == "another_worker_follows_up"
    )
    assert home.can_accept(officer=OTHER, officers={ME}, worker=WORKER).code == "not_of_this_office"
    assert home.can_accept(officer=None, officers={ME}, worker=WORKER).code == "officer_missing"


def test_a_file_is_offered_to_an_office_with_officers_once():
    good = {"office_kind": "office", "waiting": False, "officers": 1}
    assert home.can_offer(**good)
    assert home.can_offer(**(good | {"office_kind": "centre"})).code == "not_an_office"
    assert home.can_offer(**(good | {"waiting": True})).code == "offer_waits_already"
    assert home.can_offer(**(good | {"officers": 0})).code == "office_without_officer"


@pytest.mark.requirement("R020")
def test_an_ending_is_signed_by_another_and_only_when_its_lines_are_met():
    results = evaluate(LINES, {"fact_counted": 0})
    assert home.can_propose_closing(results, ["said"], waiting=False)
    assert home.can_propose_closing(results, [], waiting=False).code == "closing_lines_open"
    assert (
        home.can_propose_closing(
            evaluate(LINES, {"fact_counted": 1}), ["said", "counted"], waiting=False
        ).code
        == "closing_lines_open"
    )
    assert home.can_propose_closing(results, ["said"], waiting=True).code == "closing_waits_already"
    assert home.can_sign(by=ME, proposed_by=OTHER, worker=WORKER)
    assert home.can_sign(by=OTHER, proposed_by=OTHER, worker=WORKER).code == "own_work"
    assert home.can_sign(by=WORKER, proposed_by=OTHER, worker=WORKER).code == "own_work"
    assert home.can_sign(by=None, proposed_by=OTHER, worker=WORKER).code == "nobody_decides"


@pytest.mark.requirement("R023", "R081")
def test_a_review_follows_a_plan_and_only_what_is_for_everyone_needs_no_goal():
    assert stay.can_review("in_services")
    assert stay.can_review("aftercare")
    assert stay.can_review("assessing").code == "nothing_to_review"
    assert stay.next_review(DAY, 14) == DAY + timedelta(days=14)
    assert stay.can_give_to_all("SV-SH-02", ["SV-SH-02"])
    assert stay.can_give_to_all("SV-LG-01", ["SV-SH-02"]).code == "service_needs_goal"
