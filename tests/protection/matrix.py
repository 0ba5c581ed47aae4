"""Who may come where, derived from the programme's roles and nothing else; and what the pages answer.

The addresses are those of the resolver, the people those of the cast. A new page is in the matrix by itself; where its
address needs an object that this module cannot make yet, the matrix says so and stops.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from tests.cast import CAST, Member
from tests.worlds import House
from wasl.access.enums import Action, Reach

SITE_OF = {"A": "centre", "B": "centre", "SD": "office-sd"}
METHODS = ("get", "post")


class Answer(StrEnum):
    """How a page answers somebody."""

    ALLOWED = "allowed"
    DOOR = "sign in first"
    NOTHING = "nothing here"
    REFUSED = "refused with a reason"
    NO_METHOD = "not by this method"
    BROKEN = "broken"


@dataclass(frozen=True)
class Address:
    """One name of the resolver and what its path is made of."""

    name: str
    holes: tuple[str, ...]

    @property
    def of_a_file(self) -> bool:
        """What has no number and no row of a family stands in other addresses too: a form is everybody's."""
        return bool(set(self.holes) - {"code", "edition", "ref"})

    @property
    def has_number(self) -> bool:
        return "number" in self.holes

    def missing(self, family: "Family") -> bool:
        """Whether a family has no such thing as the address names."""
        return any(TABLES[hole] not in family.rows for hole in self.holes if hole in TABLES)


@dataclass(frozen=True)
class Held:
    """What somebody is to a file: the roles held on it, and whether it is their team's."""

    roles: frozenset[str]
    colleague: bool


def addresses() -> list[Address]:
    """Every address with a name."""
    from django.urls import get_resolver

    return sorted(_below(get_resolver().url_patterns), key=lambda one: one.name)


def _below(patterns: Iterable[Any], space: str = "", holes: tuple[str, ...] = ()) -> Iterator[Address]:
    for pattern in patterns:
        own = (*holes, *pattern.pattern.regex.groupindex)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _below(pattern.url_patterns, inner, own)
        elif pattern.name:
            yield Address(f"{space}{pattern.name}", own)


# --- what an address is filled with -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Family:
    """A family as the matrix needs it: its team, who was granted what on it, and one reference of each kind of row."""

    file: UUID
    number: str
    team: str
    grants: Mapping[str, str]
    rows: Mapping[str, UUID]
    given: Mapping[str, str]

    def of(self, table: str, hole: str) -> UUID:
        if table not in self.rows:
            raise UnknownHole(f"{hole}: the family {self.number} has no row in {table}; take one that has")
        return self.rows[table]


def _a_line_of_completion() -> str:
    from wasl.access.policy import programme

    return programme().exit.criteria[0].code


def _edition_of_a_form() -> str:
    """The version that is asked now, of the form above; forms hold no word about anybody."""
    from wasl.access.policy import programme
    from wasl.programme.forms.from_tool import form_of

    library = programme().scoring
    return form_of(library.tools["wg-ss"], library).form.version


def _ref_of_a_form() -> UUID:
    from wasl.instruments.services.versions import ref_of

    return ref_of("wg-ss", _edition_of_a_form())


# what stands in an address: a word, or the first row of the family in a table
FILLED: dict[str, Callable[[], Any]] = {
    "form": lambda: "note",
    "line": _a_line_of_completion,
    "code": lambda: "wg-ss",
    "edition": _edition_of_a_form,
    "ref": lambda: _ref_of_a_form(),
    "page": lambda: 1,
    "case": lambda: "AAA-AAAA",
    "act": lambda: "words",
}
TABLES: dict[str, str] = {
    "person": "people_person",
    "who": "head",
    "task": "casefile_task",
    "need": "casefile_need",
    "goal": "casefile_goal",
    "service": "casefile_service",
    "version": "casefile_planversion",
    "response": "instruments_response",
    "appointment": "appointments_appointment",
    "scan": "casefile_scan",
    "conference": "rehabilitation_conference",
    "paper": "instruments_paper",
}


class UnknownHole(LookupError):
    """An address needs something that the matrix cannot make yet."""


def path_of(address: Address, family: Family, number: str | None = None) -> str:
    """The path to a family's page; with `number`, the same page below another file's number."""
    from django.urls import reverse

    filled = {hole: _fill(address, hole, family) for hole in address.holes}
    if number is not None:
        filled["number"] = number
    return reverse(address.name, kwargs=filled)


def _fill(address: Address, hole: str, family: Family) -> Any:
    if hole == "number":
        return family.number
    if hole in FILLED:
        return FILLED[hole]()
    if hole in TABLES:
        return family.of(TABLES[hole], hole)
    raise UnknownHole(
        f"{address.name} needs {hole!r}: say in tests/protection/matrix.py of which table it is"
    )


# which row of a table an address means: what everybody of the family may read before what is one person's own
FIRST = {
    "people_person": "role <> 'head'",
    "casefile_need": "circle <> 'family'",
    "casefile_goal": "circle <> 'family'",
    "appointments_appointment": "circle <> 'family', state <> 'planned'",
    "casefile_scan": "circle <> 'family'",
}
# forms that name what they act on; all others are sent empty
SENT: dict[str, Callable[[Family], Mapping[str, str]]] = {"consent_withdraw": lambda family: family.given}


def families(house: House) -> list[Family]:
    """Every family that there is, read behind the scenes."""
    names = {account: username for username, account in house.accounts.items()}
    teams = {number: code for code, number in house.teams.items()}
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        tables = [row[0] for row in everything.execute(TABLES_OF_FILES)]
        found = [
            Family(file, number, teams[team], {}, {}, {})
            for file, number, team in everything.execute("SELECT file_id, number, team_id FROM casefile_file")
        ]
        rows: dict[UUID, dict[str, UUID]] = {one.file: {} for one in found}
        for table in tables:
            query = sql.SQL("SELECT DISTINCT ON (file_id) file_id, id FROM {} ORDER BY file_id, {}, id")
            first = sql.SQL(FIRST.get(table, "id"))
            for file, ref in everything.execute(query.format(sql.Identifier(table), first)):
                rows[file][table] = ref
        for file, head in everything.execute(
            "SELECT file_id, id FROM people_person WHERE role = 'head' AND active"
        ):
            rows[file]["head"] = head
        given: dict[UUID, dict[str, str]] = {one.file: {} for one in found}
        for file, person, purpose, recipient in everything.execute(GIVEN):
            rows[file]["people_person"] = person
            given[file] = {"purpose": purpose, "recipient": recipient}
        grants: dict[UUID, dict[str, str]] = {one.file: {} for one in found}
        for file, account, role in everything.execute(GRANTS):
            grants[file][names[account]] = role
    return [
        replace(one, rows=rows[one.file], grants=grants[one.file], given=given[one.file]) for one in found
    ]


TABLES_OF_FILES = """
SELECT c.table_name FROM information_schema.columns c
JOIN information_schema.columns i USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND c.column_name = 'file_id' AND i.column_name = 'id' AND i.data_type = 'uuid'
  AND c.table_name NOT LIKE 'access%' AND c.table_name NOT LIKE 'audit%' AND c.table_name NOT LIKE 'vault%'
"""
GIVEN = """
SELECT DISTINCT ON (c.file_id) c.file_id, c.person_id, c.purpose, c.recipient
FROM casefile_consent c JOIN people_person p ON p.id = c.person_id AND p.active
WHERE c.decision = 'given' AND c.recorded_at = (
  SELECT max(recorded_at) FROM casefile_consent l
  WHERE (l.person_id, l.purpose, l.recipient) = (c.person_id, c.purpose, c.recipient))
ORDER BY c.file_id, p.role = 'head', c.id
"""
GRANTS = """
SELECT file_id, account_id, role FROM access_grant
WHERE valid_from <= now() AND (valid_until IS NULL OR valid_until > now())
"""


def a_number_of_nobody() -> str:
    from wasl.kernel.refs import new_file_number

    return new_file_number()


# --- what is expected ---------------------------------------------------------------------------------------------


@cache
def actions_of(role: str) -> frozenset[str]:
    from wasl.access.policy import programme

    return frozenset(programme().roles[role].actions)


@cache
def reach_of(role: str) -> Reach:
    """A role without work on files reaches none of them, whatever its folder says."""
    from wasl.access.policy import programme

    return Reach(programme().roles[role].reach) if "file.view" in actions_of(role) else Reach.GRANTED


def held(member: Member, team: str, grants: Mapping[str, str]) -> Held:
    """The roles of a member on a file of `team`; `grants` are user names with the role they were granted."""
    reach, roles = reach_of(member.role), set()
    if member.username in grants:
        roles.add(grants[member.username])
    if (
        reach is Reach.REALM
        or (reach is Reach.SITE and SITE_OF[member.team] == SITE_OF[team])
        or (reach is Reach.TEAM and member.team == team)
    ):
        roles.add(member.role)
    return Held(frozenset(roles), member.team == team and reach in (Reach.GRANTED, Reach.TEAM))


# addresses of a file whose word in the table is not the whole rule: any of these actions, else there is nothing
LINES: dict[str, tuple[Action, ...]] = {
    "sealed": (Action.SEALED_GBV, Action.SEALED_GBV_SUPERVISE, Action.SEALED_CHILD, Action.SEALED_CHILD_SUPERVISE,
               Action.SEALED_CLINICAL, Action.SEALED_CLINICAL_SUPERVISE),
    "safety": (Action.NOTE_READ_OWN_CIRCLE,),
}  # fmt: skip


#: addresses of no file that are there for the sealed lines alone
AT_LARGE = {"codes": LINES["sealed"]}
#: addresses below a code of a sealed case, of which the matrix knows none: to everybody nothing (tests/lines)
BY_CODE = "case"


#: what devices of a network are shown; the house of these tests serves its own computer alone
ON_A_NETWORK = frozenset({"device", "device_authority"})


def expected(address: Address, word: str, member: Member | None, on: Held | None) -> Answer:
    """The answer that the roles alone imply. `on` is what the member is to the file, for addresses of a file."""
    if address.name in ON_A_NETWORK:
        return Answer.NOTHING
    if word == "public":
        return Answer.ALLOWED
    if member is None:
        return Answer.DOOR
    if BY_CODE in address.holes:
        return Answer.NOTHING
    if address.name in AT_LARGE:
        mine = actions_of(member.role) & set(AT_LARGE[address.name])
        return Answer.ALLOWED if mine else Answer.NOTHING
    if on is None:
        allowed = word == "signed_in" or word in actions_of(member.role)
        return Answer.ALLOWED if allowed else Answer.REFUSED
    if not on.roles:
        # a number is written on paper and can be asked for; a reference inside a file is known to nobody outside it
        return Answer.REFUSED if on.colleague and address.has_number else Answer.NOTHING
    may = frozenset().union(*(actions_of(role) for role in on.roles))
    if address.name in LINES:
        return Answer.ALLOWED if may & set(LINES[address.name]) else Answer.NOTHING
    return Answer.ALLOWED if word == "signed_in" or word in may else Answer.REFUSED


# --- what is so ---------------------------------------------------------------------------------------------------

SHOWN = frozenset({200, 302, 409, 422})


def answered(response: Any, address: Address) -> Answer:
    """What a response amounts to."""
    status, place = response.status_code, response.headers.get("Location", "")
    if status == 302 and place.startswith("/accounts/login/?next="):
        return Answer.DOOR
    if status == 423 and address.name == "lock":
        return Answer.ALLOWED
    if status in SHOWN:
        return Answer.ALLOWED
    return {404: Answer.NOTHING, 403: Answer.REFUSED, 405: Answer.NO_METHOD}.get(status, Answer.BROKEN)


def ask(browser: Any, method: str, path: str, sent: Mapping[str, str] | None = None) -> Any:
    """One request, the form as empty as may be; whatever it changed is undone, the knocks at the door too."""
    from django.core.cache import cache
    from django.db import transaction

    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with transaction.atomic():
        response = getattr(browser, method)(path, sent or {}, headers={"host": "localhost"})
        transaction.set_rollback(True)
    cache.clear()
    browser.cookies.clear()
    for name, value in cookies.items():
        browser.cookies[name] = value
    return response


def everybody() -> tuple[Member | None, ...]:
    return (*CAST, None)
