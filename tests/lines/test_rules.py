"""Pure rules of a sealed case: for any row of acts, nothing goes on without her yes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.lines import rules
from wasl.lines.enums import About, Act, Answer, Interest, Pace, State, StepKind, Tells, Who
from wasl.lines.rules import AFTER, Case, Done, Step, fold

DAY = date(2026, 11, 30)
HUDA, LAYLA = uuid4(), uuid4()
answers = st.none() | st.sampled_from(Answer)
interests = st.none() | st.sampled_from(Interest)


def a_step(**more) -> Step:
    return Step(uuid4(), StepKind.HEALTH, "", "clinic", (Tells.SEX,), Pace.SOON, DAY, **more)


steps = st.builds(a_step, her=answers, guardian=answers, interest=interests)


@given(steps)
@pytest.mark.requirement("R030")
def test_of_an_adult_her_word_alone_counts(step: Step):
    assert bool(rules.can_go_on(step, child=False)) == (step.her is Answer.YES)


@given(steps)
@pytest.mark.requirement("R030")
def test_of_a_child_her_own_word_comes_first_unless_her_life_is_in_danger(step: Step):
    may = bool(rules.can_go_on(step, child=True))
    if step.interest is Interest.LIFE_OR_HEALTH:
        assert may
    elif step.her is not Answer.YES:
        assert not may
    else:
        assert may == (step.guardian is Answer.YES or step.interest is not None)


@given(steps, st.sampled_from(State), st.booleans())
def test_nothing_is_done_or_printed_that_may_not_go_on(step: Step, state: State, child: bool):
    case = Case(state=state, steps=(step,))
    for asked in (rules.can_finish, rules.can_print):
        if asked(case, step, child=child):
            assert state is State.OPEN
            assert rules.can_go_on(step, child=child)


@given(st.sampled_from(Who), st.booleans(), st.booleans(), st.booleans())
def test_an_answer_counts_only_after_she_was_told_and_when_she_was_alone(who, child, informed, alone):
    step = a_step()
    may = rules.can_decide(Case(steps=(step,)), step, who=who, child=child, informed=informed, alone=alone)
    if may:
        assert informed
        assert alone or who is Who.GUARDIAN
        assert child or who is Who.HER


@given(st.booleans(), st.booleans(), st.booleans())
def test_the_best_interest_is_found_by_a_supervisor_and_never_for_an_adult(child, supervises, own):
    step = a_step()
    may = rules.can_find_interest(Case(steps=(step,)), step, child=child, supervises=supervises, own=own)
    assert bool(may) == (child and supervises and not own)


def test_every_state_can_be_left_and_the_end_is_no_end():
    assert set(AFTER) == set(State)
    assert all(after and state not in after for state, after in AFTER.items())
    for state in State:
        for after in State:
            assert bool(rules.can_change(Case(state=state), after)) == (after in AFTER[state])


def acts() -> st.SearchStrategy[list[Done]]:
    """Any row of envelopes about one step."""
    ref = uuid4()
    said = st.one_of(
        st.builds(lambda a: {"act": "decision", "step": str(ref), "who": "her", "answer": str(a)},
                  st.sampled_from(Answer)),
        st.just({"act": "done", "step": str(ref)}),
        st.builds(lambda s: {"act": "state", "state": str(s)}, st.sampled_from(State)),
        st.builds(lambda a: {"act": "words", "about": str(a), "text": "x"}, st.sampled_from(About)),
        st.just({"act": "handed"}), st.just({"act": "step_in"}), st.just({"act": "printed"}),
    )  # fmt: skip
    first: dict[str, Any] = {
        "act": "step", "kind": "health", "text": "", "to": "", "tells": [], "pace": "soon", "due": DAY.isoformat(),
    }  # fmt: skip

    def rows(found: list[dict[str, Any]]) -> list[Done]:
        return [
            Done(ref if n == 0 else uuid4(), HUDA, f"{n:04}", {"on": DAY.isoformat(), **one})
            for n, one in enumerate([first, *found])
        ]

    return st.lists(said, max_size=12).map(rows)


@given(acts(), st.randoms(use_true_random=False))
def test_envelopes_read_in_any_order_make_the_same_case(row: list[Done], random):
    mixed = list(row)
    random.shuffle(mixed)
    assert fold(mixed) == fold(row)


@given(acts())
def test_the_last_word_counts_and_nothing_is_due_while_she_pauses(row: list[Done]):
    case = fold(row)
    said = [one.payload["answer"] for one in row if one.payload["act"] == Act.DECISION]
    assert case.steps[0].her == (said[-1] if said else None)
    if case.state is not State.OPEN:
        assert case.due() == []
    assert all(step.her not in (Answer.NO, Answer.NOT_NOW) for step in case.due())


def test_whoever_stepped_in_may_write_until_it_is_handed_over():
    row = [Done(uuid4(), LAYLA, "1", {"act": "step_in", "on": DAY.isoformat()})]
    assert rules.can_write(fold(row), own=False, account=LAYLA)
    assert not rules.can_write(fold(row), own=False, account=HUDA)
    handed = Done(uuid4(), LAYLA, "2", {"act": "handed", "on": DAY.isoformat()}, HUDA)
    assert rules.can_write(fold([*row, handed]), own=False, account=LAYLA).code == "step_in_first"


def test_a_slip_says_what_was_ticked_in_the_order_of_the_list():
    step = Step(uuid4(), StepKind.HEALTH, "", "clinic", (Tells.SAFE_CONTACT, Tells.SEX), Pace.SOON, DAY)
    assert rules.slip_tells(step) == (Tells.SEX, Tells.SAFE_CONTACT)


def test_a_rule_that_forgets_her_answer_is_caught(monkeypatch: pytest.MonkeyPatch):
    """The planted fault: a step that was proposed may go on."""
    monkeypatch.setattr(rules, "can_go_on", lambda step, *, child: rules.allow())
    step = a_step(her=Answer.NO)
    assert rules.can_finish(Case(steps=(step,)), step, child=False)
    with pytest.raises(AssertionError):
        test_nothing_is_done_that_she_refused()


def test_nothing_is_done_that_she_refused():
    for her in (None, Answer.NO, Answer.NOT_NOW):
        step = a_step(her=her)
        assert not rules.can_finish(Case(steps=(step,)), step, child=False)
        assert not rules.can_print(Case(steps=(step,)), step, child=False)


def test_due_is_the_soonest_first():
    late = a_step()
    soon = Step(UUID(int=1), StepKind.TALK, "", "", (), Pace.PLANNED, DAY + timedelta(days=3))
    assert Case(steps=(soon, late)).due() == [late, soon]
