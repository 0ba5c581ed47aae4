"""docs/record.md, rights.md, refusals.md: the closed lists of the rooms with the words that people see for them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path

from django.utils.translation import override

from wasl.access.enums import Action, Purpose
from wasl.access.labels import WORDS as ACCESS_WORDS
from wasl.audit.enums import EventType
from wasl.audit.labels import WORDS as AUDIT_WORDS
from wasl.interfaces.cli.programme import vocabulary
from wasl.interfaces.web.refusals import REMEDIES, ROOMS
from wasl.programme import load

PROGRAMME = Path(__file__).resolve().parents[2] / "programmes" / "iq-al-amal"
RECORD = """\
# What stands in the record

Written by `make docs`. One line is kept for each thing that is done, seen or refused: when, by whom, which file, person
or object (opaque references), for what purpose, which fields, which code. Never a value.
"""
RIGHTS = """\
# Who may do what

Written by `make docs` from the actions of the rooms and the roles of `programmes/iq-al-amal`. A role reaches the files
granted to the person, her team's, her site's or all of the instance; an action without a role is refused to everybody.
What no programme may change stands in `wasl/access/rules.py`.
"""
REFUSALS = """\
# Why something is refused

Written by `make docs`. A decision has a code, which the record and programs get, and a sentence, which people read in
their language; the third column is what the page then advises.
"""


def english(text: object) -> str:
    """The sentence as it stands in the source."""
    with override("en"):
        return escaped(str(text))


def escaped(text: str) -> str:
    return text.replace("|", "\\|")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def listed(words: Mapping[type[StrEnum], Mapping[str, object]], kind: type[StrEnum]) -> list[list[str]]:
    return [[f"`{member}`", english(words[kind][member])] for member in kind]


def record() -> str:
    parts = [
        RECORD,
        "## Events\n",
        table(["event", "what it says"], listed(AUDIT_WORDS, EventType)),
        "## Purposes\n",
        table(["purpose", "what it says"], listed(ACCESS_WORDS, Purpose)),
    ]
    return "\n".join(parts)


def rights() -> str:
    programme = load(PROGRAMME, vocabulary())
    roles = [
        [f"`{role.code}`", english(role.name.en), str(role.reach), english(role.description.en)]
        for role in programme.roles.values()
    ]
    who = [
        [
            f"`{action}`",
            ", ".join(role.code for role in programme.roles.values() if role.may(action)) or "nobody",
        ]
        for action in Action
    ]
    parts = [RIGHTS, "## Roles\n", table(["role", "name", "reach", "what for"], roles)]
    return "\n".join([*parts, "## Actions\n", table(["action", "roles"], who)])


def refusals() -> str:
    found: dict[str, str] = {}
    for room in ROOMS:
        for code, text in room.items():
            found.setdefault(code, english(text))
    rows = [[f"`{code}`", said, english(REMEDIES.get(code, ""))] for code, said in sorted(found.items())]
    return "\n".join([REFUSALS, table(["code", "what is said", "what to do"], rows)])
