"""A change and its event belong to one another; what acts says `by`, what reads says `viewer`.

Read from the syntax tree, so that it holds for a service that nobody has called yet.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, calls, dotted, files, place, tree_of

CHANGES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
}

#: selectors of what anybody may know: the public names of places
PUBLIC = {"wasl/access/selectors.py": {"teams", "sites"}}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_command(function: Function) -> bool:
    return any(dotted(mark).rpartition(".")[2] == "command" for mark in function.decorator_list)


def commands(root: Path) -> Iterator[tuple[Path, ast.Module, Function]]:
    """Every function decorated with `@access.command` or `@command`."""
    for path in files(root / "wasl", ".py"):
        tree = tree_of(path)
        for node in ast.walk(tree):
            if isinstance(node, Function) and is_command(node):
                yield path, tree, node


def is_record(call: ast.Call) -> bool:
    """`audit.record(...)`, `audit.record_many(...)`; the name before the dot may be any alias that says audit."""
    before, _, name = dotted(call.func).rpartition(".")
    return name.startswith("record") and "audit" in before


def other_services(tree: ast.Module) -> set[str]:
    """Names under which a module knows the services of rooms: to delegate to one of them is to be recorded by it."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wasl."):
            from_services = ".services" in f"{node.module}."
            names |= {a.asname or a.name for a in node.names if from_services or a.name == "services"}
    return names - {"audit", "command", "require", "may"}


def reached(function: Function, tree: ast.Module) -> list[ast.Call]:
    """The calls of a function, and those of the module's own functions that it calls."""
    own = {n.name: n for n in tree.body if isinstance(n, Function)}
    found: list[ast.Call] = []
    waiting, seen = [function], {function.name}
    while waiting:
        for call in calls(waiting.pop()):
            found.append(call)
            name = dotted(call.func)
            if name in own and name not in seen:
                seen.add(name)
                waiting.append(own[name])
    return found


def unrecorded(root: Path) -> list[str]:
    """Services that change something and record nothing."""
    found = []
    for path, tree, function in commands(root):
        within = reached(function, tree)
        if any(is_record(call) for call in within):
            continue
        changes = any(dotted(call.func).rpartition(".")[2] in CHANGES for call in within)
        delegates = any(dotted(call.func).partition(".")[0] in other_services(tree) for call in within)
        if changes or not delegates:
            found.append(f"{place(path, root, function.lineno)}: {function.name} records nothing")
    return found


def reads(function: Function) -> bool:
    """Whether a function asks the database itself; one that only turns rows into cards need not ask who looks."""
    return any(isinstance(n, ast.Attribute) and n.attr in {"objects", "cursor"} for n in ast.walk(function))


def nameless(root: Path) -> list[str]:
    """Services that can be called without saying who acts, selectors without saying who looks."""
    found = [
        f"{place(path, root, function.lineno)}: {function.name} takes no keyword-only `by`"
        for path, _, function in commands(root)
        if "by" not in {a.arg for a in function.args.kwonlyargs}
    ]
    for path in files(root / "wasl", ".py"):
        if path.stem != "selectors" and path.parent.name != "selectors":
            continue
        for node in tree_of(path).body:
            # `lock` and `rows` hand rows to the services of their room, whose person was asked already
            if (
                not isinstance(node, Function)
                or node.name.startswith(("_", "lock", "rows"))
                or not reads(node)
            ):
                continue
            if node.name in PUBLIC.get(str(path.relative_to(root)), ()):
                continue
            names = {a.arg for a in node.args.kwonlyargs}
            if not names & {"viewer", "by"}:
                found.append(f"{place(path, root, node.lineno)}: {node.name} takes no keyword-only `viewer`")
    return found


@pytest.mark.requirement("P10")
def test_every_service_records_what_it_does():
    assert unrecorded(ROOT) == []


def test_services_say_who_acts_and_selectors_who_looks():
    assert nameless(ROOT) == []


def _service(tmp_path: Path, text: str) -> Path:
    room = tmp_path / "wasl" / "casefile"
    room.mkdir(parents=True)
    (room / "services.py").write_text(text)
    return tmp_path


def test_a_service_that_saves_and_records_nothing_is_caught(tmp_path):
    text = "@access.command\ndef note_write(*, by):\n    note.save()\n    return note\n"
    assert unrecorded(_service(tmp_path, text)) == ["wasl/casefile/services.py:2: note_write records nothing"]


def test_a_service_that_records_through_a_function_of_its_own_module_is_welcome(tmp_path):
    text = "def _done(note):\n    audit.record(E)\n@command\ndef note_write(*, by):\n    note.save()\n    _done(note)\n"
    assert unrecorded(_service(tmp_path, text)) == []


def test_a_service_that_changes_rows_beside_the_one_it_delegates_to_is_caught(tmp_path):
    text = (
        "from wasl.people import services as people\n"
        "@command\ndef receive(*, by):\n    people.add(by=by)\n    row.save()\n"
        "@command\ndef only_pass_on(*, by):\n    people.add(by=by)\n"
    )
    assert unrecorded(_service(tmp_path, text)) == ["wasl/casefile/services.py:3: receive records nothing"]


def test_a_service_that_anybody_may_call_namelessly_is_caught(tmp_path):
    assert (
        len(nameless(_service(tmp_path, "@command\ndef note_write(text, by):\n    audit.record(E)\n"))) == 1
    )


def test_a_selector_that_does_not_ask_who_looks_is_caught(tmp_path):
    root = _service(tmp_path, "")
    (root / "wasl" / "casefile" / "selectors.py").write_text(
        "def notes(file):\n    return list(Note.objects.filter(file=file))\ndef card(row):\n    return Card(row)\n"
    )
    assert nameless(root) == ["wasl/casefile/selectors.py:1: notes takes no keyword-only `viewer`"]
