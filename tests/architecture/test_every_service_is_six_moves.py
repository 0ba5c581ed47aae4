"""Lock, person, state, change, record, return: a reader who has seen one service has seen them all.

The order is checked among the moves that a service makes, by the first place where each stands. What cannot be left
out is the person: every service asks `access.require`, unless it only touches the caller's own row or hands on to
another service that asks.
"""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, dotted, place
from tests.architecture.test_services_record_what_they_do import (
    CHANGES,
    Function,
    commands,
    is_record,
    other_services,
    reached,
)

MOVES = ("lock", "person", "state", "change", "record")


def move_of(call: ast.Call) -> str | None:
    """Which of the moves a call is, if any."""
    name = dotted(call.func)
    last = name.rpartition(".")[2]
    if is_record(call):
        return "record"
    if last == "select_for_update" or last == "lock" or last.startswith("lock_"):
        return "lock"
    if last == "require":
        return "person"
    if last == "or_refuse" or name.startswith("rules."):
        return "state"
    if last in CHANGES:
        return "change"
    return None


def out_of_step(function: Function) -> str | None:
    """The first two moves that stand in the wrong order, looking at the function's own body."""
    first: dict[str, tuple[int, int]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and (move := move_of(node)):
            end = (node.func.end_lineno or node.lineno, node.func.end_col_offset or node.col_offset)
            first[move] = min(first.get(move, end), end)
    made = [move for move in MOVES if move in first]
    for before, after in pairwise(made):
        if first[before] > first[after]:
            return f"{after} stands before {before}"
    return None


def asks_the_person(function: Function, tree: ast.Module) -> bool:
    within = reached(function, tree)
    if any(move_of(call) == "person" for call in within):
        return True
    own_row = any(
        keyword.arg in {"pk", "id", "account", "account_id"}
        and dotted(keyword.value) in {"by.ref", "by.account"}
        for call in within
        for keyword in call.keywords
    )
    return own_row or any(dotted(call.func).partition(".")[0] in other_services(tree) for call in within)


def departures(root: Path) -> list[str]:
    """Services that do not ask the person, or make their moves in another order."""
    found = []
    for path, tree, function in commands(root):
        where = f"{place(path, root, function.lineno)}: {function.name}"
        if not asks_the_person(function, tree):
            found.append(f"{where} never asks access.require")
        if wrong := out_of_step(function):
            found.append(f"{where}: {wrong}")
    return found


@pytest.mark.requirement("R069")
def test_every_service_makes_its_moves_in_the_same_order():
    assert departures(ROOT) == []


def _service(tmp_path: Path, *lines: str) -> Path:
    room = tmp_path / "wasl" / "casefile"
    room.mkdir(parents=True)
    body = "".join(f"    {line}\n" for line in lines)
    (room / "services.py").write_text(f"@access.command\ndef need_record(*, ref, by):\n{body}")
    return tmp_path


GOOD = (
    "need = selectors.lock(ref)",
    "access.require(by, Action.NEED_RECORD, on=need)",
    "rules.can_record(need.facts()).or_refuse()",
    "need.save()",
    "audit.record(EventType.NEED_RECORDED, on=need, by=by)",
    "return need",
)


def test_the_six_moves_in_order_are_welcome(tmp_path):
    assert departures(_service(tmp_path, *GOOD)) == []


def test_a_service_that_never_asks_the_person_is_caught(tmp_path):
    found = departures(_service(tmp_path, GOOD[0], *GOOD[2:]))
    assert found == ["wasl/casefile/services.py:2: need_record never asks access.require"]


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 2), (2, 3), (3, 4)])
def test_two_moves_exchanged_are_caught(tmp_path, first, second):
    lines = list(GOOD)
    lines[first], lines[second] = lines[second], lines[first]
    assert len(departures(_service(tmp_path, *lines))) == 1
