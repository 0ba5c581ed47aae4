"""Every page on which somebody's name stands left its line in the record; and the record shows what was done to it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.cast import CAST, Member
from tests.entry.convoy import mark
from tests.protection import matrix
from tests.protection.matrix import Address, Family
from tests.protection.population import populate
from tests.protection.visitors import signed_in
from tests.worlds import House

FAMILIES = 60
LINES = "SELECT actor, file_id, person, purpose, fields FROM audit_event WHERE event = 'opened' AND at > %s"


@dataclass
class Look:
    """A line of the record about names that were opened."""

    actor: UUID
    file: UUID | None
    purpose: str
    fields: list[str]


@pytest.fixture(scope="module")
def family(house: House) -> Family:
    families = populate(house, FAMILIES)
    return next(one for one in families if one.team == "A" and "caseworker" in one.grants.values())


@pytest.fixture(scope="module")
def names(house: House, family: Family) -> list[str]:
    """What the people of the family are called, in every part that a page might show: names that nobody else in the
    house bears, so that a namesake in another family is not taken for one of them.
    """
    from wasl.access.work import unit_of_work
    from wasl.people import selectors as people
    from wasl.people.enums import FamilyRole, Sex, SpouseFate
    from wasl.people.services import person_change

    worker = house.actor(worker_of(family))
    with unit_of_work(worker.token):
        inside = people.people_of(family.file, viewer=worker, active=None)
    given = []
    for person in inside:
        assert person.name
        parts: dict[str, Any] = {"given": mark()} | {
            part: mark() for part in ("kunya", "used") if getattr(person.name, part)
        }
        person_change(
            person=person.ref, name=replace(person.name, **parts), sex=Sex(person.sex),
            role=FamilyRole(person.role), spouse=SpouseFate(person.spouse) if person.spouse else "",
            version=person.version, by=worker,
        )  # fmt: skip
        given += parts.values()
    return given


def shows(text: str, names: list[str]) -> bool:
    """Whether one of the names stands there as a word of its own, and not within another."""
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names)


def worker_of(family: Family) -> Member:
    return next(m for m in CAST if family.grants.get(m.username) == "caseworker")


def since(house: House, moment: Any) -> list[Look]:
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        return [Look(r[0], r[1], r[3], r[4]) for r in everything.execute(LINES, [moment])]


def moment(house: House) -> Any:
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        return everything.execute("SELECT clock_timestamp()").fetchall()[0][0]


def unrecorded(house: House, family: Family, names: list[str], member: Member) -> tuple[list[str], list[str]]:
    """The pages that show a name of the family, and those of them that left no line that says so."""
    browser, account = signed_in(house, member), house.accounts[member.username]
    shown, silent = [], []
    for address in matrix.addresses():
        before = moment(house)
        response = matrix.ask(browser, "get", matrix.path_of(address, family))
        if response.status_code != 200 or "text/html" not in response.headers.get("Content-Type", ""):
            continue
        text = response.content.decode()
        if not shows(text, names):
            continue
        shown.append(address.name)
        looks = [
            look
            for look in since(house, before)
            if (look.actor, look.file) == (account, family.file)
            and look.purpose
            and "identity:name" in look.fields
        ]
        if not looks:
            silent.append(address.name)
    return shown, silent


@pytest.mark.requirement("P10", "R026")
def test_every_page_with_a_name_left_a_line_with_who_whose_and_why(
    house: House, family: Family, names: list[str]
):
    shown, silent = unrecorded(house, family, names, worker_of(family))
    assert {"file", "note_write"} <= set(shown)
    assert silent == []


def test_a_page_that_shows_names_it_kept_from_before_is_caught(
    house: House, family: Family, names: list[str], monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: names remembered between requests, as a cache would."""
    from wasl.vault.client import Vault

    worker = worker_of(family)
    remembered: dict[Any, Any] = {}
    really = Vault.open

    def cached(self: Vault, token: str, purpose: str, wanted: Any, request: Any = None) -> Any:
        missing = [one for one in wanted if one not in remembered]
        remembered.update(really(self, token, purpose, missing, request))
        return {one: remembered[one] for one in wanted if one in remembered}

    monkeypatch.setattr(Vault, "open", cached)
    matrix.ask(signed_in(house, worker), "get", matrix.path_of(Address("file", ("number",)), family))
    _, silent = unrecorded(house, family, names, worker)
    assert "file" in silent


@pytest.mark.requirement("P10")
def test_if_the_look_cannot_be_recorded_no_name_is_shown(house: House, family: Family, names: list[str]):
    """The record's door is shut for the vault: the page stands, without names."""
    browser = signed_in(house, worker_of(family))
    path = matrix.path_of(Address("file", ("number",)), family)
    with shut(house, "wasl_vault"):
        text = matrix.ask(browser, "get", path).content.decode()
        assert family.number in text
        assert not shows(text, names)
    assert shows(matrix.ask(browser, "get", path).content.decode(), names)


@pytest.mark.requirement("P10")
def test_if_the_request_cannot_be_recorded_nothing_is_served_and_nothing_saved(house: House, family: Family):
    browser = signed_in(house, worker_of(family))
    with shut(house, "wasl_web"):
        answer = browser.get(
            matrix.path_of(Address("file", ("number",)), family), headers={"host": "localhost"}
        )
    assert answer.status_code == 500
    assert family.number.encode() not in answer.content


@contextmanager
def shut(house: House, role: str) -> Iterator[None]:
    """A role may not write into the record for a while."""
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
        everything.execute(f"REVOKE EXECUTE ON FUNCTION audit_append(jsonb) FROM {role}")
        try:
            yield
        finally:
            everything.execute(f"GRANT EXECUTE ON FUNCTION audit_append(jsonb) TO {role}")


@pytest.mark.requirement("P10")
def test_the_record_holds_no_name_and_no_word(house: House, family: Family, names: list[str]):
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        lines = [row[0] for row in everything.execute("SELECT to_jsonb(e)::text FROM audit_event e")]
    found = [
        line for line in lines if any(name in json.loads(line).values() or name in line for name in names)
    ]
    assert found == []
    assert not any(re.search(r"[\u0600-\u06ff]", line) for line in lines), "no letter of Arabic script at all"
