"""Every address of the API, by every method it has, for everybody: the answer is what the roles imply.

The routes are those of the API itself, the people those of the cast, the families stand to them in every way there is:
own, colleague's, another team's, another site's, at home, lent for a week, lent until yesterday. What a request changes
is undone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from tests.api.program import Program, token_of
from tests.cast import CAST, HADI, KARIM, Member
from tests.protection import matrix
from tests.protection.matrix import Address, Answer, Family
from tests.protection.population import populate
from tests.worlds import House
from wasl.kernel.clock import today

pytestmark = pytest.mark.requirement("R088", "P8")
FAMILIES = 60
DAY = str(today())


@dataclass(frozen=True)
class Route:
    """One operation: its name, its method and the path it lies at."""

    name: str
    method: str
    path: str

    @property
    def address(self) -> Address:
        holes = tuple(part.split("}")[0].rpartition(":")[2] for part in self.path.split("{")[1:])
        return Address(self.name, holes)


def routes() -> list[Route]:
    """Every operation that the API has, asked of the library that serves them."""
    from wasl.interfaces.api.api import api

    return sorted(
        (
            Route(str(operation.url_name), method.lower(), path)
            for bound in api._get_bound_routers()
            for path, view in bound.path_operations.items()
            for operation in view.operations
            for method in operation.methods
        ),
        key=lambda route: route.name,
    )


@dataclass
class World:
    """Families as they stand to the cast, and a program of everybody's."""

    families: dict[str, Family]
    programs: dict[str, Program]
    names: dict[str, Program]

    def program(self, member: Member | None) -> Program:
        return self.programs[member.username if member else ""]


@pytest.fixture(scope="module")
def world(house: House) -> World:
    full: dict[str, Family] = {}
    found = populate(house, FAMILIES)
    for one in found:
        full.setdefault(one.team, one)
    strangers = {HADI.username, KARIM.username}
    lent = next(
        one for one in found if one.team == "A" and one is not full["A"] and not strangers & one.grants.keys()
    )
    _lend(house, lent)
    again = {one.file: one for one in matrix.families(house)}
    families = {
        "own team": again[full["A"].file],
        "other team": again[full["B"].file],
        "at home": again[full["SD"].file],
        "lent": again[lent.file],
    }
    codes = {member.username: Program(token_of(house, member)) for member in CAST}
    purpose = {"x-wasl-purpose": "care"}
    names = {member.username: Program(token_of(house, member, names=True), **purpose) for member in CAST}
    return World(families, codes | {"": Program()}, names)


def _lend(house: House, family: Family) -> None:
    """Karim of the other team has the file for a week, Hadi had it until yesterday."""
    given = """INSERT INTO access_grant (id, file_id, account_id, role, purpose, classes, valid_from, valid_until)
        SELECT gen_random_uuid(), %s, %s, 'caseworker', 'cover', classes, now() - interval '9 days',
          now() + %s::interval FROM access_membership WHERE account_id = %s"""
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
        for member, until in ((KARIM, "7 days"), (HADI, "-1 days")):
            account = house.accounts[member.username]
            everything.execute(given, [family.file, account, until, account])


def words() -> dict[str, str]:
    from wasl.interfaces.api.access_table import TABLE

    return {name: "signed_in" if word == "token" else str(word) for name, word in TABLE.items()}


def _worked() -> date:
    """A day far enough ahead that nobody's diary holds anything on it."""
    from wasl.access.policy import programme

    return programme().calendar.worked(today() + timedelta(days=100))


def bodies(family: Family) -> dict[str, Any]:
    """A body that each writing operation takes, so that whoever may is really let through."""
    from wasl.access.policy import programme

    service = next(c for c, s in programme().services.items() if not s.for_everyone and s.circle != "sealed")
    need = str(family.rows.get("casefile_need", family.file))
    return {
        "contact_record": {"text": "x", "on": DAY},
        "task_add": {"due_on": DAY},
        "need_record": {"domain": next(iter(programme().domains)), "score": 3, "on": DAY},
        "need_answer": {"reason": "not_wanted", "words": "x"},
        "goal_write": {"words": "x", "needs": [need]},
        "goal_change": {"version": 1, "words": "x", "needs": [need]},
        "goal_close": {"version": 1, "state": "dropped", "on": DAY},
        "goal_reopen": {"version": 1},
        "service_record": {"code": service, "on": DAY},
        "service_change": {"state": "started", "on": DAY},
        "appointment_book": {
            "person": str(family.rows.get("head", family.file)),
            "kind": "talk",
            "day": str(_worked()),
            "starts": "08:00",
        },
        "appointment_move": {"version": 1, "day": str(_worked()), "starts": "08:15", "minutes": 15},
        "appointment_settle": {"state": "cancelled", "reason": "ill"},
        "form_receive": {
            "form": "wg-ss",
            "declined": True,
            "person": str(family.rows.get("head", family.file)),
        },
        "waiting_set": {"reason": "other", "since": DAY},
    }


ALLOWED = frozenset({200, 201, 409, 422})
MEANT = {401: Answer.DOOR, 403: Answer.REFUSED, 404: Answer.NOTHING, 405: Answer.NO_METHOD}


def ask(program: Program, route: Route, family: Family, number: str | None = None) -> Any:
    """One request; whatever it changed is undone."""
    from django.db import transaction

    path = route.path
    for hole in route.address.holes:
        filled = (number or family.number) if hole == "number" else matrix._fill(route.address, hole, family)
        path = path.replace(path[path.index("{") : path.index("}") + 1], str(filled), 1)
    with transaction.atomic():
        response = program.ask(route.method, path, bodies(family).get(route.name))
        transaction.set_rollback(True)
    return response


def meant(response: Any) -> Answer:
    return (
        Answer.ALLOWED if response.status_code in ALLOWED else MEANT.get(response.status_code, Answer.BROKEN)
    )


def mismatches(world: World, family: Family, table: dict[str, str], only: list[Route]) -> Iterator[str]:
    nothings = set()
    for route in only:
        for member in matrix.everybody():
            held = matrix.held(member, family.team, family.grants) if member else None
            due = matrix.expected(
                route.address, table[route.name], member, held if route.address.of_a_file else None
            )
            response = ask(world.program(member), route, family)
            found = meant(response)
            if found is Answer.NOTHING:
                nothings.add(response.content)
            if found is not due:
                who = f"{member.username} ({member.role})" if member else "nobody"
                told = f"[{response.status_code}] {response.content[:120]!r}"
                yield f"{route.method} {route.name} by {who}: {found}, due {due} {told}"
    if len(nothings) > 1:
        yield f"nothing is said in {len(nothings)} ways"


def test_every_address_says_who_may_come_and_none_is_left_out(world: World):
    from wasl.access.enums import Action
    from wasl.interfaces.api.access_table import PUBLIC, TABLE, TOKEN

    assert {route.name for route in routes()} == set(TABLE)
    assert all(word in {PUBLIC, TOKEN, *Action} for word in TABLE.values())


@pytest.mark.parametrize("which", ["own team", "other team", "at home", "lent"])
def test_every_answer_is_the_one_that_the_roles_imply(world: World, which: str):
    family = world.families[which]
    only = [
        route
        for route in routes()
        if (which == "own team" or route.address.of_a_file) and not route.address.missing(family)
    ]
    assert len(only) > 20
    wrong = list(mismatches(world, family, words(), only))
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_families_of_the_matrix_have_every_kind_of_neighbour(world: World):
    lent = world.families["lent"]
    assert KARIM.username in lent.grants
    assert HADI.username not in lent.grants
    stands = [
        matrix.held(member, family.team, family.grants)
        for family in world.families.values()
        for member in CAST
    ]
    assert any(one.roles for one in stands)
    assert any(one.colleague and not one.roles for one in stands)
    assert any(not one.colleague and not one.roles for one in stands)


def test_whoever_may_is_really_answered(world: World):
    """No allow that returns nothing: each operation succeeds for somebody, and tells of the file it was asked about."""
    from django.db import transaction

    family = world.families["own team"]
    for route in routes():
        if route.address.missing(family):
            continue
        codes = {member.username: ask(world.program(member), route, family).status_code for member in CAST}
        assert set(codes.values()) & {200, 201, 409}, (route, codes)
    assert transaction.get_connection().in_atomic_block is False


def test_a_strangers_nothing_is_the_nothing_of_what_does_not_exist(world: World):
    family, seen = world.families["own team"], set()
    for route in routes():
        if "number" in route.address.holes:
            for number in (family.number, matrix.a_number_of_nobody(), "none"):
                response = ask(world.program(KARIM), route, family, number)
                seen.add((response.status_code, response.content, str(sorted(response.headers.items()))))
    assert len(seen) == 1


def test_anothers_objects_do_not_open_below_ones_own_number(world: World):
    mine, other = world.families["own team"], world.families["other team"]
    worker = next(member for member in CAST if mine.grants.get(member.username) == "caseworker")
    assert not matrix.held(worker, other.team, other.grants).roles
    for route in routes():
        if route.address.has_number and len(route.address.holes) > 1 and not route.address.missing(other):
            response = ask(world.program(worker), route, other, mine.number)
            assert response.status_code == 404, (route, response.content)


def test_a_token_with_names_may_come_nowhere_that_one_without_may_not(world: World):
    family = world.families["own team"]
    for route in routes():
        if route.method == "get" and not route.address.missing(family):
            for member in CAST:
                both = {
                    ask(programs[member.username], route, family).status_code
                    for programs in (world.programs, world.names)
                }
                assert len(both) == 1, (route, member.username, both)


def test_an_address_that_asks_for_less_than_the_table_says_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """The planted faults: a table stricter than its address, and an API that lets everybody do everything."""
    from wasl.access import rules
    from wasl.kernel.decision import allow

    only = [route for route in routes() if route.name == "contact_record"]
    family = world.families["own team"]
    strict = words() | {"contact_record": "exit.decide"}
    assert any("(caseworker)" in one for one in mismatches(world, family, strict, only))
    monkeypatch.setattr(rules, "may", lambda *_: allow())
    assert any("(auditor)" in one for one in mismatches(world, family, words(), only))


def test_an_address_that_nobody_entered_is_caught():
    planted = [*routes(), replace(routes()[0], name="everything")]
    from wasl.interfaces.api.access_table import TABLE

    assert {route.name for route in planted} != set(TABLE)
