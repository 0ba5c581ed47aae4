"""What must be there before an instance may hold real people (DESIGN section 10), looked for in this very code.

A capability is not declared but found: its tables in the migrations, its services among the functions that record what
they do, its pages among the addresses, its commands with a module that runs. What lacks one part counts as not there.
"""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wasl.runtime.doctor import Check

#: a part that is looked for answers with nothing when it is there, else with what is missing
Part = Callable[["Code"], Iterator[str]]


@dataclass(frozen=True)
class Code:
    """The source of Wasl, as it lies in a folder."""

    folder: Path

    def tree(self, path: Path) -> ast.Module:
        return ast.parse(path.read_text(encoding="utf-8"))

    @cached_property
    def tables(self) -> str:
        return "\n".join(
            path.read_text(encoding="utf-8") for path in sorted(self.folder.rglob("migrations/*.py"))
        )

    @cached_property
    def addresses(self) -> str:
        place = self.folder / "interfaces" / "web" / "urls.py"
        return place.read_text(encoding="utf-8") if place.exists() else ""

    @cached_property
    def registered(self) -> dict[str, str]:
        """Commands that `wasl` knows, with the module of each."""
        place = self.folder / "interfaces" / "cli" / "main.py"
        found = {}
        for node in ast.walk(self.tree(place)) if place.exists() else ():
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "COMMANDS" and node.value:
                found = {name: module for name, (module, _) in ast.literal_eval(node.value).items()}
        return found

    @cached_property
    def services(self) -> dict[str, frozenset[str]]:
        """Functions of the rooms that serve people's rights which are guarded as services, with what each calls."""
        found = {}
        for path in sorted([*self.folder.glob("rights/**/*.py"), *self.folder.glob("access/*.py")]):
            for node in self.tree(path).body:
                if isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
                    found[node.name] = frozenset(_called(node))
        return found


def command(name: str) -> Part:
    """A command that is registered and whose module has something to run."""

    def missing(code: Code) -> Iterator[str]:
        module = code.folder / "interfaces" / "cli" / f"{code.registered.get(name, '')}.py"
        runs = module.exists() and any(
            isinstance(node, ast.FunctionDef) and node.name == "run" and _does_something(node)
            for node in code.tree(module).body
        )
        if not runs:
            yield f"no command `wasl {name}`"

    return missing


def table(*names: str) -> Part:
    """A table under one of these names, in some migration."""

    def missing(code: Code) -> Iterator[str]:
        if not any(re.search(rf"""["']db_table["']\s*:\s*["']{name}["']""", code.tables) for name in names):
            yield f"no table {' or '.join(names)}"

    return missing


def page(name: str) -> Part:
    def missing(code: Code) -> Iterator[str]:
        if not re.search(rf"""\bname=["']{name}["']""", code.addresses):
            yield f"no page {name}"

    return missing


def service(pattern: str, *, calls: str = "record", what: str) -> Part:
    """A service of a room that serves people's rights, by what it is called and by what it does."""

    def missing(code: Code) -> Iterator[str]:
        named = (called for name, called in code.services.items() if re.fullmatch(pattern, name))
        if not any({calls, "record"} <= called for called in named):
            yield f"no service {what}"

    return missing


def _is_command(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).rpartition(".")[2] == "command"


def _called(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2]


def _does_something(function: ast.FunctionDef) -> bool:
    """More than words and a refusal."""
    return any(isinstance(node, ast.Return) for node in ast.walk(function)) and bool(set(_called(function)))


@dataclass(frozen=True)
class Capability:
    """One thing without which nobody's real record may be kept, and the parts it consists of."""

    name: str
    why: str
    parts: tuple[Part, ...]

    def missing(self, code: Code) -> list[str]:
        return [one for part in self.parts for one in part(code)]


CAPABILITIES: tuple[Capability, ...] = (
    Capability(
        "backup and restore",
        "a record that burns with its computer has helped nobody",
        (command("backup"), command("restore")),
    ),
    Capability(
        "erasure",
        "what may no longer be kept must be able to go",
        (page("erasure"), service(r"erasure_\w+", calls="erase", what="that has the vault destroy a person's key")),
    ),
    Capability(
        "complaint register",
        "whoever is wronged must have somebody to tell, who is not her worker",
        (
            table("rights_complaint"),
            page("complaint_new"),
            page("complaints"),
            service(r"complaint_(take|record)\w*", what="that takes a complaint"),
            service(r"complaint_(close|answer)\w*", what="that answers one"),
        ),
    ),
    Capability(
        "disclosure register",
        "whoever asks for names must be written down, and two must agree",
        (
            table("rights_disclosure"),
            page("disclosures"),
            service(r"disclosure_(ask|record)\w*", what="that takes a request for disclosure"),
            service(r"disclosure_(decide|approve)\w*", what="by which a second institution decides"),
        ),
    ),
    Capability(
        "reviewed break-glass",
        "an emergency must open one record, and somebody else must look at it afterwards",
        (
            table("rights_breakglass", "access_breakglass"),
            service(r"(break_?)?glass_(open|break)\w*", what="that opens one record in an emergency"),
            service(r"(break_?)?glass_(review|close)\w*", what="by which somebody else reviews it"),
        ),
    ),
)  # fmt: skip


def checks(folder: Path) -> list[Check]:
    """What is there and what is not, each with what is missing of it."""
    code = Code(folder)
    found = []
    for one in CAPABILITIES:
        missing = one.missing(code)
        detail = "there" if not missing else f"missing: {', '.join(missing)}"
        found.append(
            Check(
                one.name,
                not missing,
                detail,
                f"Real people's records wait for it: {one.why}." if missing else "",
            )
        )
    return found


def custody(unseal: str | None) -> Check:
    """A key beside the data opens it for whoever takes the disk: good enough for made-up people only."""
    if unseal == "passphrase":
        return Check("custody of the key", True, "a passphrase that somebody knows")
    return Check(
        "custody of the key",
        False,
        "the vault would open by a key beside the data",
        "Add --unseal passphrase.",
    )


def lacking(found: Sequence[Check]) -> list[str]:
    return [check.name for check in found if not check.ok]


__all__ = ["CAPABILITIES", "Capability", "Code", "checks", "custody", "lacking"]
