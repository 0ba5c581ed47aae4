"""The programme is changed: what a role opens changes for whoever holds it already, up and down, and is recorded."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import psycopg
import pytest

from tests.cast import SALMA
from tests.journey.family import Family
from tests.worlds import House

KEPT = """SELECT m.classes, m.looks_hour FROM access_membership m JOIN access_account a ON a.id = m.account_id
          WHERE a.username = %s AND m.role = 'caseworker'"""
GIVEN = """SELECT g.classes FROM access_grant g JOIN access_account a ON a.id = g.account_id
           WHERE a.username = %s AND g.file_id = %s AND g.role = 'caseworker'"""
TOLD = "SELECT count(*) FROM audit_event WHERE event = 'membership_given' AND code = 'caseworker'"


@pytest.fixture
def family(house: House) -> Family:
    made = Family(house)
    made.assess()
    return made


def asked(house: House, question: str, *values: Any) -> Any:
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        return everything.execute(question, values).fetchall()[0]


def follow(house: House) -> int:
    from wasl.access.founding import follow_programme

    with house.as_role("wasl_owner"):
        return follow_programme()


@pytest.mark.requirement("R079", "P8")
def test_what_a_role_opens_follows_the_programme_and_comes_back(
    house: House, family: Family, monkeypatch: pytest.MonkeyPatch
):
    from wasl.access import policy

    assert follow(house) == 0, "whoever was made under this programme holds what it says"
    running, before = policy.programme(), asked(house, KEPT, SALMA.username)
    worker = running.roles["caseworker"]
    assert "notes" in worker.classes
    narrow = replace(worker, classes=type(worker.classes)(one for one in worker.classes if one != "notes"))
    changed = replace(running, roles=MappingProxyType({**running.roles, "caseworker": narrow}))
    told = asked(house, TOLD)[0]
    with monkeypatch.context() as patched:
        patched.setattr(policy, "programme", lambda: changed)
        assert follow(house) >= 1
        assert follow(house) == 0, "said twice, it is done once"
    for question, values in ((KEPT, (SALMA.username,)), (GIVEN, (SALMA.username, family.ref))):
        assert "notes" not in asked(house, question, *values)[0]
    assert asked(house, TOLD)[0] == told + 1
    assert follow(house) >= 1
    assert asked(house, KEPT, SALMA.username) == before
    assert "notes" in asked(house, GIVEN, SALMA.username, family.ref)[0]
