"""Whether the courses of synthetic families could have happened."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import pytest

from tests.demo.plain_terms import FRIDAY, HOLIDAY, SATURDAY, TODAY, plain_terms
from wasl.casefile import enums as casefile
from wasl.interfaces.cli.demo.events import (
    AfterContact,
    Closed,
    Consented,
    Decision,
    Departed,
    Finding,
    Goal,
    Handover,
    History,
    Need,
    NeedClosed,
    NoticeGiven,
    PlanAgreed,
    Reopened,
    Review,
    Service,
    ServiceEnded,
    ServiceStarted,
    Waiting,
)
from wasl.interfaces.cli.demo.families import SyntheticFamily, families
from wasl.interfaces.cli.demo.histories import history
from wasl.interfaces.cli.demo.needs import LEVELS
from wasl.interfaces.cli.demo.order import faults
from wasl.interfaces.cli.demo.stages import Stage
from wasl.interfaces.cli.demo.terms import Terms
from wasl.people.enums import Accuracy, FamilyRole
from wasl.programme import load

E = TypeVar("E")
AL_AMAL = Path(__file__).parents[2] / "programmes" / "iq-al-amal"
TERMS = plain_terms()
#: A midweek day, a Friday, and a day after a holiday.
DAYS = (TODAY, date(2026, 6, 5), date(2026, 4, 3))


@pytest.fixture(scope="module")
def courses() -> list[tuple[SyntheticFamily, History]]:
    return [(family, history(family, TODAY, TERMS)) for family in families(7, 1200, TODAY)]


def at(stage: Stage, *, seed: int = 7) -> History:
    """A fresh course of the first family at this stage."""
    family = next(family for family in families(seed, 40, TODAY) if family.placement.stage is stage)
    return history(family, TODAY, TERMS)


def test_every_course_keeps_the_rules_whatever_day_it_is_told() -> None:
    for day in DAYS:
        for family in families(3, 300, day):
            assert faults(history(family, day, TERMS), day, TERMS) == [], family.index


@pytest.mark.requirement("R071", "R087")
def test_courses_keep_the_rules_of_the_al_amal_programme() -> None:
    terms = Terms.of(load(AL_AMAL))
    for family in families(5, 200, TODAY, grid=terms.grid):
        told = history(family, TODAY, terms)
        assert faults(told, TODAY, terms) == [], family.index
        services = {event.code for event in told.events if isinstance(event, Service)}
        assert services <= set(terms.services)
        for scores in (person.scores for person in family.people):
            assert set(scores) <= {code for code, _, _ in terms.grid.personal}


def test_thirteen_families_show_every_state_of_a_file() -> None:
    told = [history(family, TODAY, TERMS) for family in families(1, 40, TODAY)]
    assert {one.state for one in told[:13]} >= {
        "expected",
        "assessing",
        "planning",
        "in_services",
        "exit_assessment",
        "departing",
        "aftercare",
        "closed",
    }
    kinds = {type(event) for one in told for event in one.events}
    assert {Waiting, Reopened, Departed, Closed, AfterContact, Review, Decision} <= kinds


def test_the_same_family_always_has_the_same_course() -> None:
    first, second = (list(families(9, 25, TODAY)) for _ in range(2))
    assert [history(family, TODAY, TERMS) for family in first] == [
        history(family, TODAY, TERMS) for family in second
    ]


@pytest.mark.requirement("R060")
def test_leaving_by_own_choice_is_a_normal_ending_with_after_care_offered(
    courses: list[tuple[SyntheticFamily, History]],
) -> None:
    left = [told for family, told in courses if family.placement.stage is Stage.LEFT]
    assert {told.state for told in left} == {"aftercare", "withdrawn"}
    for told in left:
        departed = next(event for event in told.events if isinstance(event, Departed))
        assert departed.kind == TERMS.departure_own
        assert departed.aftercare == (told.state == "aftercare")
        assert not any(isinstance(event, Decision) for event in told.events)


@pytest.mark.requirement("R022", "R055")
def test_every_need_has_a_goal_or_a_reason_and_return_is_a_goal_of_the_first_plan(
    courses: list[tuple[SyntheticFamily, History]],
) -> None:
    for _family, told in courses:
        pages = [event for event in told.events if isinstance(event, PlanAgreed) and event.number == 1]
        if not pages:
            continue
        goals = {event.key: event for event in told.events if isinstance(event, Goal)}
        family_page = next(page for page in pages if page.person is None)
        assert any(goals[key].code == "return_or_choice" for key in family_page.goals)
        assert all(goals[key].circle == "family" for key in family_page.goals)


def test_a_private_goal_stands_on_no_other_adults_page(
    courses: list[tuple[SyntheticFamily, History]],
) -> None:
    private = 0
    for family, told in courses:
        goals = {event.key: event for event in told.events if isinstance(event, Goal)}
        for page in (event for event in told.events if isinstance(event, PlanAgreed)):
            for goal in (goals[key] for key in page.goals if goals[key].circle == "own"):
                private += 1
                owner = family.people[(goal.person or 1) - 1]
                assert page.person in {owner.key, owner.carer}
    assert private > 100


def test_papers_of_several_children_are_one_goal(courses: list[tuple[SyntheticFamily, History]]) -> None:
    shared = [
        goal
        for _, told in courses
        for goal in told.events
        if isinstance(goal, Goal) and goal.domain == "documents" and len(goal.needs) > 2
    ]
    assert shared
    assert all(goal.person is None for goal in shared)


def test_levels_change_about_as_often_as_assumed(courses: list[tuple[SyntheticFamily, History]]) -> None:
    reviews = [event for _, told in courses for event in told.events if isinstance(event, Review)]
    steps = Counter(LEVELS.index(r.level_after) - LEVELS.index(r.level_before) for r in reviews)
    down = sum(count for step, count in steps.items() if step < 0) / len(reviews)
    up = sum(count for step, count in steps.items() if step > 0) / len(reviews)
    assert down == pytest.approx(0.20, abs=0.05)
    assert up == pytest.approx(0.05, abs=0.04)


def test_families_at_home_are_reached_less_often_as_months_pass(
    courses: list[tuple[SyntheticFamily, History]],
) -> None:
    early: list[bool] = []
    late: list[bool] = []
    for _, told in courses:
        home = next((event.on for event in told.events if isinstance(event, Departed)), TODAY)
        for contact in (event for event in told.events if isinstance(event, AfterContact)):
            (early if (contact.due - home).days <= 32 else late).append(contact.reached)
    assert sum(early) / len(early) == pytest.approx(0.9, abs=0.05)
    assert 0.6 < sum(late) / len(late) < sum(early) / len(early)


@pytest.mark.requirement("R059")
def test_choices_are_made_one_by_one_some_refused_some_withdrawn(
    courses: list[tuple[SyntheticFamily, History]],
) -> None:
    choices = [event for _, told in courses for event in told.events if isinstance(event, Consented)]
    assert {choice.decision for choice in choices} == {"given", "refused", "withdrawn"}
    needed = {choice.decision for choice in choices if choice.code == "services"}
    assert needed == {"given"}
    for choice in choices:
        assert choice.asked_alone or choice.guardian is not None


def test_nothing_is_falsely_overdue(courses: list[tuple[SyntheticFamily, History]]) -> None:
    overdue = [due for _, told in courses for due in told.upcoming if due.on < TODAY - timedelta(days=9)]
    assert overdue == []
    late = sum(due.on < TODAY for _, told in courses for due in told.upcoming)
    assert 0 < late < len(courses) * 0.08


def test_a_file_that_is_open_always_has_something_to_come(
    courses: list[tuple[SyntheticFamily, History]],
) -> None:
    for _, told in courses:
        assert (told.next is None) == (told.state in {"closed", "withdrawn"})


def test_every_code_is_one_that_the_tables_know(courses: list[tuple[SyntheticFamily, History]]) -> None:
    known: dict[tuple[type, str], type[StrEnum]] = {
        (Need, "state"): casefile.NeedState,
        (Goal, "state"): casefile.GoalState,
        (Service, "state"): casefile.ServiceState,
        (Service, "result"): casefile.ServiceResult,
        (Consented, "decision"): casefile.ConsentDecision,
        (PlanAgreed, "how"): casefile.AgreedHow,
        (Waiting, "reason"): casefile.WaitingReason,
    }
    for family, told in courses:
        assert told.state in set(casefile.FileState)
        assert {person.role for person in family.people} <= set(FamilyRole)
        assert {person.accuracy for person in family.people} <= set(Accuracy)
        assert {state for p in family.people for state in p.documents.values()} <= set(casefile.DocumentState)
        for event in told.events:
            for (kind, field), codes in known.items():
                if isinstance(event, kind):
                    assert getattr(event, field) in set(codes)


# -- planted faults: each rule must notice its own breach ----------------------------------------------------------


def one(told: History, kind: type[E], **having: object) -> E:
    """The first event of this kind in which these things stand."""
    return next(
        event
        for event in told.events
        if isinstance(event, kind) and all(getattr(event, key) == value for key, value in having.items())
    )


def some(kind: type[E], **having: object) -> History:
    """A fresh course that has such an event."""
    courses = (history(family, TODAY, TERMS) for family in families(7, 60, TODAY))
    return next(
        told
        for told in courses
        if any(
            isinstance(event, kind) and all(getattr(event, key) == value for key, value in having.items())
            for event in told.events
        )
    )


def planted() -> Iterator[tuple[str, str, History]]:
    told = at(Stage.CLOSED)
    notice = one(told, NoticeGiven)
    notice.departure = notice.on
    yield "notice of no day", "too short a notice", told

    told = at(Stage.CLOSED)
    closing = one(told, Closed)
    while closing.on.weekday() not in {FRIDAY, SATURDAY}:
        closing.on += timedelta(days=1)
    yield "closed on a weekend", "when nobody works", told

    told = at(Stage.CLOSED)
    one(told, Closed).on = TODAY + timedelta(days=2)
    yield "closed tomorrow", "lies in the future", told

    told = some(Goal, domain="coping")
    one(told, Goal, domain="coping").needs = ()
    yield "a need without a goal", "has neither goal nor reason", told

    told = at(Stage.AFTERCARE)
    told.events.sort(key=lambda event: not isinstance(event, Departed))
    yield "departure first", "stands after an event of", told

    told = some(Need)
    told.events.insert(0, replace(one(told, Need), on=date(2020, 1, 5)))
    yield "need before arrival", "before arrival", told

    told = some(NeedClosed)
    one(told, NeedClosed).on += timedelta(days=1)
    yield "two days for one end", "kept", told

    told = some(ServiceEnded)
    told.events.append(one(told, ServiceEnded))
    yield "ended twice", "told twice", told

    told = some(Review, supervisor=True)
    one(told, Review, supervisor=True).supervisor = False
    yield "lowered alone", "without the supervisor", told

    told = at(Stage.DEPARTED)
    ready = one(told, Decision, outcome="ready")
    one(told, Finding, on=ready.on).met = False
    yield "ready though not met", "criterion that is not met", told

    told = at(Stage.DEPARTED)
    told.events = [e for e in told.events if not (isinstance(e, Handover) and e.role != "caseworker")]
    yield "nobody takes over", "before anybody accepted", told

    told = some(Need, state="handed_over")
    one(told, Need, state="handed_over").owner_after = ""
    yield "handed to nobody", "handed over to nobody", told

    told = at(Stage.CLOSED)
    told.events.append(replace(one(told, AfterContact), on=TODAY, number=99))
    yield "a contact after closing", "after closing", told

    told = at(Stage.RECEIVED)
    told.state = "closed"
    yield "closed while assessing", "do not bear out", told

    told = at(Stage.IN_SERVICES)
    told.state = "aftercare"
    yield "at home without departure", "do not bear out", told

    told = at(Stage.WAITING)
    told.events.append(one(told, Waiting))
    yield "waiting twice", "2 open waits", told

    told = some(ServiceStarted)
    one(told, Service, key=one(told, ServiceStarted).service).started_on = date(2021, 1, 4)
    yield "begun before planned", "began before it was planned", told

    told = some(Review, number=2)
    one(told, Review, number=2).due += timedelta(days=3)
    yield "a review on any day", "not by the interval", told


PLANTED = list(planted())


@pytest.mark.parametrize(("words", "told"), [case[1:] for case in PLANTED], ids=[case[0] for case in PLANTED])
def test_a_planted_fault_is_found(words: str, told: History) -> None:
    assert any(words in fault for fault in faults(told, TODAY, TERMS))


def test_terms_know_the_working_week() -> None:
    assert TERMS.roll(HOLIDAY) == date(2026, 3, 23)
    assert TERMS.back(HOLIDAY) == date(2026, 3, 19)
    assert TERMS.roll(TODAY) == TODAY


@pytest.mark.prove
@pytest.mark.requirement("R044")
def test_twenty_five_thousand_families_with_their_courses_take_less_than_a_minute() -> None:
    terms = Terms.of(load(AL_AMAL))
    begun = time.process_time()
    people = events = 0
    for family in families(1, 25_000, TODAY, grid=terms.grid):
        people += len(family.people)
        events += len(history(family, TODAY, terms).events)
    assert people > 95_000
    assert events > 1_500_000
    assert time.process_time() - begun < 60
