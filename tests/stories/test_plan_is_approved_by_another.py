"""Salma hands in the plan that she made with Sundus; Nadia approves it or sends it back, and nobody else does."""

import psycopg
import pytest

from tests.cast import HADI, KARIM, SALMA, ZAINAB
from tests.journey.family import day
from tests.stories.planned import agree, asked, conference, planned, standing
from tests.worlds import House
from wasl.kernel.errors import Invalid, NotFound, Refused
from wasl.phases.rehabilitation.enums import ApprovalState, Lack


def hand_in(family, by=None):
    from wasl.phases.rehabilitation.services.approvals import plan_hand_in

    return plan_hand_in(file=family.ref, by=by or family.salma)


def answer(family, by, approve=True, words=""):
    from wasl.phases.rehabilitation.services.approvals import plan_answer

    plan_answer(file=family.ref, approve=approve, words=words, by=by)


def lacks(family) -> list[Lack]:
    return [line.what for line in standing(family).missing]


def tasks_of(family, by) -> list[str]:
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import record

    with unit_of_work(by.token):
        return [task.code for task in record.tasks(family.ref, viewer=by) if task.owner == by.account]


@pytest.mark.requirement("R020", "R076")
def test_what_is_missing_is_named_until_the_plan_is_whole(house: House):
    from tests.journey.family import Family, first_goal
    from wasl.casefile.services.thread import goal_write

    family = Family(house)
    assert set(lacks(family)) == {
        Lack.NOT_ASSESSED,
        Lack.CHOICES_NOT_ASKED,
        Lack.RETURN_GOAL,
        Lack.NOT_AGREED,
    }
    family.assess()
    asked(family)
    assert lacks(family) == [Lack.NEED_UNANSWERED, Lack.RETURN_GOAL, Lack.NOT_AGREED]
    with pytest.raises(Refused) as refused:
        hand_in(family)
    assert refused.value.decision.code == "plan_lacks"
    said = {"file": family.ref, "due_on": None, "by": family.salma}
    goal_write(person=family.mother, needs=[family.need], words="بيان ولادة", **said)
    goal_write(person=None, needs=[], words="العودة", code=first_goal(), **said)
    assert lacks(family) == [Lack.NOT_AGREED]
    agree(family)
    assert lacks(family) == []
    hand_in(family)
    with pytest.raises(Refused) as twice:
        hand_in(family)
    assert twice.value.decision.code == "plan_waits_already"


@pytest.mark.requirement("R020")
def test_nadia_approves_and_salma_finds_it_on_her_day(house: House):
    family = planned(house)
    agree(family)
    hand_in(family)
    assert standing(family).waits
    answer(family, family.nadia)
    now = standing(family)
    assert now.stands
    assert now.last.state is ApprovalState.APPROVED
    assert "plan_approved" in tasks_of(family, family.salma)


@pytest.mark.requirement("R020")
def test_a_plan_is_sent_back_with_words_and_comes_again(house: House):
    family = planned(house)
    agree(family)
    hand_in(family)
    with pytest.raises(Invalid) as empty:
        answer(family, family.nadia, approve=False)
    assert empty.value.code == "answer_missing"
    answer(family, family.nadia, approve=False, words="أين هدف المدرسة لأحمد؟")
    last = standing(family).last
    assert (last.state, last.words) == (ApprovalState.SENT_BACK, "أين هدف المدرسة لأحمد؟")
    assert "plan_sent_back" in tasks_of(family, family.salma)
    hand_in(family)
    answer(family, family.nadia)
    assert standing(family).stands


@pytest.mark.requirement("R020", "P6")
def test_who_made_a_plan_does_not_approve_it_whatever_her_role(house: House):
    family = planned(house)
    agree(family, by=family.nadia)
    hand_in(family)
    with pytest.raises(Refused) as own:
        answer(family, family.nadia)
    assert own.value.decision.code == "own_plan"
    other = planned(house)
    agree(other)
    hand_in(other, by=other.nadia)
    with pytest.raises(Refused) as handed:
        answer(other, other.nadia, approve=False, words="لا")
    assert handed.value.decision.code == "own_plan"


@pytest.mark.requirement("R020")
def test_who_may_not_approve_is_refused_and_a_stranger_finds_nothing(house: House):
    family = planned(house)
    agree(family)
    hand_in(family)
    for member in (SALMA, HADI, ZAINAB):
        with pytest.raises((Refused, NotFound)):
            answer(family, house.actor(member))
    with pytest.raises(NotFound):
        answer(family, house.actor(KARIM))


@pytest.mark.requirement("R020")
def test_the_database_keeps_what_the_rule_would_let_through(house: House, monkeypatch):
    """Planted: a rule that lets everybody approve. The table refuses it all the same."""
    from django.db import IntegrityError

    from wasl.kernel.decision import allow
    from wasl.phases.rehabilitation import rules

    family = planned(house)
    agree(family)
    hand_in(family, by=family.nadia)
    monkeypatch.setattr(rules, "can_answer_plan", lambda *args, **kwargs: allow())
    with pytest.raises(IntegrityError):
        answer(family, family.nadia)


@pytest.mark.requirement("R020", "R076")
def test_a_need_that_is_found_after_the_hand_in_stops_the_approval(house: House):
    from wasl.casefile.services.thread import need_record

    family = planned(house)
    agree(family)
    hand_in(family)
    need_record(
        file=family.ref, person=family.mother, domain="work", score=3, on=day(0), due_on=None, by=family.salma
    )
    with pytest.raises(Refused) as refused:
        answer(family, family.nadia)
    assert refused.value.decision.code == "plan_lacks"
    assert Lack.NEED_UNANSWERED in lacks(family)


def test_a_rule_that_overlooks_an_orphan_need_is_caught(house: House, monkeypatch):
    from wasl.casefile.services.thread import need_record
    from wasl.phases.rehabilitation import rules

    family = planned(house)
    agree(family)
    hand_in(family)
    need_record(
        file=family.ref, person=family.mother, domain="work", score=3, on=day(0), due_on=None, by=family.salma
    )
    monkeypatch.setattr(rules, "lacking", lambda facts: ())
    with pytest.raises(pytest.fail.Exception), pytest.raises(Refused):
        answer(family, family.nadia)
    assert standing(family).last.state is ApprovalState.APPROVED, "without the rule the gap goes through"


@pytest.mark.requirement("R021")
def test_with_much_support_a_conference_comes_first_or_her_word_that_she_wants_none(house: House):
    for consented in (True, False):
        family = planned(house, level="intensive")
        agree(family)
        assert lacks(family) == [Lack.CONFERENCE]
        conference(family, consented=consented)
        assert lacks(family) == []
        hand_in(family)
        answer(family, family.nadia)
        assert standing(family).stands


@pytest.mark.requirement("R020", "R059")
def test_a_page_that_is_agreed_anew_asks_for_the_approval_again(house: House):
    from wasl.casefile.services.thread import goal_write

    family = planned(house)
    agree(family)
    hand_in(family)
    answer(family, family.nadia)
    goal_write(
        file=family.ref,
        person=family.mother,
        needs=[family.need],
        words="دورة خياطة",
        due_on=None,
        by=family.salma,
    )
    assert not standing(family).stands or lacks(family) == [Lack.NOT_AGREED]
    agree(family, reason="wish_changed")
    now = standing(family)
    assert not now.stands
    assert now.missing == ()
    hand_in(family)
    answer(family, family.nadia)
    assert standing(family).stands


@pytest.mark.requirement("R020")
def test_the_waiting_list_is_of_the_team_and_names_nobody(house: House):
    from wasl.access.work import unit_of_work
    from wasl.phases.rehabilitation.selectors import approvals

    family = planned(house)
    agree(family)
    with unit_of_work(family.nadia.token):
        before = approvals.not_approved(viewer=family.nadia, teams=[house.teams["A"]])
    hand_in(family)
    with unit_of_work(family.nadia.token):
        listed = approvals.waiting(viewer=family.nadia, teams=[house.teams["A"]])
        assert family.number in [one.number for one in listed]
        assert not approvals.waiting(viewer=family.nadia, teams=[house.teams["B"]])
    answer(family, family.nadia)
    with unit_of_work(family.nadia.token):
        assert family.ref not in [
            one.file for one in approvals.waiting(viewer=family.nadia, teams=[house.teams["A"]])
        ]
        assert approvals.not_approved(viewer=family.nadia, teams=[house.teams["A"]]) == before - 1


@pytest.mark.requirement("R059", "R080")
def test_she_refuses_one_goal_and_nothing_follows_from_it(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import record
    from wasl.phases.rehabilitation.selectors import plan

    family = planned(house)
    agree(family, family.goal)
    with unit_of_work(family.salma.token):
        kept = record.plans(family.ref, viewer=family.salma, words=True)[0]
    assert kept.refused == (family.goal,)
    assert {line.goal for line in plan.page_from(family.mother, kept.words).lines} == {
        family.goal,
        family.home,
    }
    assert lacks(family) == []
    assert str(family.row().state) == "in_services"
    hand_in(family)
    answer(family, family.nadia)


@pytest.mark.requirement("R059")
def test_two_versions_lie_side_by_side_as_they_were_agreed_then(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import Circle, GoalState
    from wasl.casefile.selectors import record
    from wasl.casefile.services.corrections import goal_change
    from wasl.casefile.services.thread import goal_close, goal_write
    from wasl.phases.rehabilitation.selectors import plan

    family = planned(house)
    said = {
        "file": family.ref,
        "person": family.mother,
        "needs": [family.need],
        "due_on": None,
        "by": family.salma,
    }
    gone = goal_write(words="درس ديني", **said)
    agree(family, gone)
    goal_close(goal=gone, state=GoalState.DROPPED, words="", on=day(0), by=family.salma)
    new = goal_write(words="دورة خياطة", **said)
    goal_change(
        goal=family.goal, words="بيان ولادة وهوية", due_on=None, circle=Circle.FAMILY, needs=[family.need],
        by=family.salma,
    )  # fmt: skip
    agree(family, reason="wish_changed")
    with unit_of_work(family.salma.token):
        newer, older = record.plans(family.ref, viewer=family.salma, words=True)
    rows = {(row.older or row.newer).goal: row for row in plan.beside(older, newer)}
    assert {goal: row.kind for goal, row in rows.items()} == {
        new: plan.ADDED, gone: plan.DROPPED, family.goal: plan.CHANGED, family.home: plan.SAME,
    }  # fmt: skip
    assert rows[gone].refused_then
    assert rows[family.goal].older.words == "بيان ولادة"
    assert rows[family.goal].newer.words == "بيان ولادة وهوية"


@pytest.mark.requirement("P2", "R021")
def test_the_words_of_an_answer_and_of_a_conference_are_sealed(house: House):
    family = planned(house, level="enhanced")
    agree(family)
    conference(family)
    hand_in(family)
    answer(family, family.nadia, approve=False, words="كلمة لا يجوز أن تظهر")
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        for table in ("rehabilitation_planapproval", "rehabilitation_conference"):
            for row in everything.execute(f"SELECT t::text FROM {table} t"):
                assert "كلمة" not in row[0]
                assert "الطبيب" not in row[0]
