"""State machines are tables, and every pair of states has an answer: the pairs are generated, so none is forgotten."""

from enum import StrEnum
from itertools import product

import pytest

from tools.docs.states import tables
from wasl.kernel.decision import Decision
from wasl.kernel.transitions import Transition, TransitionTable


def undecided(table: TransitionTable) -> list[str]:
    """States that the table forgot, and pairs whose answer is not exactly what the table declares."""
    allowed = {(t.source, t.target) for t in table.transitions}
    named = {state for pair in allowed for state in pair}
    lists = {type(state) for state in named if isinstance(state, StrEnum)}
    found = [f"{state!r} is in no transition" for kind in lists for state in kind if state not in named]
    for source, target in product(sorted(named), repeat=2):
        decision = table.decide(source, target)
        if not decision.code:
            found.append(f"{source} → {target} has no answer")
        elif decision.allowed != ((source, target) in allowed):
            found.append(f"{source} → {target} is answered {decision.code}, against the table")
    return found


def unknown_actions(table: TransitionTable) -> list[str]:
    """Transitions whose action nobody could be given."""
    from wasl.access.enums import Action

    return [f"{t.source} → {t.target}: {t.action}" for t in table.transitions if t.action not in set(Action)]


@pytest.mark.requirement("R004", "R022")
def test_every_pair_of_states_of_every_table_has_its_answer():
    assert {name: wrong for name, table in tables().items() if (wrong := undecided(table))} == {}


def test_every_transition_names_an_action_that_exists():
    assert {name: wrong for name, table in tables().items() if (wrong := unknown_actions(table))} == {}


class _Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


def test_a_state_that_was_added_and_forgotten_is_caught():
    table = TransitionTable("lamp", (Transition(_Lamp.OFF, _Lamp.ON, "need.record", None),))
    assert undecided(table) == ["<_Lamp.BROKEN: 'broken'> is in no transition"]


def test_a_table_that_answers_against_itself_is_caught():
    class Yes(TransitionTable):
        def decide(self, source, target):
            return Decision(True, "allowed")

    table = Yes("lamp", (Transition(_Lamp.OFF, _Lamp.ON, "need.record", None),
                         Transition(_Lamp.ON, _Lamp.BROKEN, "need.record", None)))  # fmt: skip
    assert any("against the table" in line for line in undecided(table))


def test_an_action_that_nobody_could_be_given_is_caught():
    assert unknown_actions(TransitionTable("lamp", (Transition(_Lamp.OFF, _Lamp.ON, "lamp.light", None),)))
