"""One family, and everybody as what she is to it: its own worker, one who was that once, a colleague of the same site,
of another site, of another organisation, one who stands in today, one whose standing in is over.

The pages by every method in `make prove`; in `make test` those that are only looked at.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import DILSHAD, HADI, KARIM, NADIA, PASSWORD, SALMA, Member
from tests.protection import matrix
from tests.protection.matrix import Answer, Family, Held
from tests.protection.population import populate
from tests.protection.test_permission_matrix import fits, of_files, shows
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.kernel.clock import today

FAMILIES = 60
NOTHING, COLLEAGUE = Held(frozenset(), False), Held(frozenset(), True)
pytestmark = pytest.mark.requirement("R088", "P8")


@dataclass(frozen=True)
class Relation:
    """Somebody at a browser, and what she is to the family."""

    member: Member
    held: Held
    browser: Any


@dataclass(frozen=True)
class Around:
    family: Family
    relations: dict[str, Relation]


@pytest.fixture(scope="module")
def around(house: House) -> Iterator[Around]:
    """Sessions are opened while all of them belong; then one leaves, and one's standing in ends."""
    from wasl.workforce.enums import CoverReason
    from wasl.workforce.services import cover_end, cover_give

    strangers = {HADI.username, KARIM.username, DILSHAD.username}
    family = next(
        one
        for one in populate(house, FAMILIES)
        if one.team == "A"
        and one.grants.get(SALMA.username) == "caseworker"
        and not strangers & set(one.grants)
    )
    former, replaced, provider = (
        _account(house, role, team)
        for role, team in (("caseworker", "A"), ("caseworker", "A"), ("provider-user", ""))
    )
    browsers = {
        one.username: signed_in(house, one)
        for one in (SALMA, KARIM, DILSHAD, HADI, former, replaced, provider)
    }
    nadia = house.actor(NADIA)

    def cover(stand_in: Member) -> Any:
        return cover_give(
            absent=house.accounts[SALMA.username], stand_in=house.accounts[stand_in.username], since=today(),
            until=today() + timedelta(days=2), reason=CoverReason.LEAVE, by=nadia,
        )  # fmt: skip

    cover_end(cover=cover(replaced), by=nadia)
    cover(HADI)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute(
            LEFT, [house.accounts[former.username], family.file, house.accounts[former.username]]
        )
    stands = {
        "own": (SALMA, matrix.held(SALMA, "A", family.grants)),
        "ex-member": (former, NOTHING),
        "same site": (KARIM, NOTHING),
        "other site": (DILSHAD, NOTHING),
        "other organisation": (provider, NOTHING),
        "cover active": (HADI, Held(frozenset({"stand-in"}), True)),
        "cover ended": (replaced, COLLEAGUE),
    }
    yield Around(
        family,
        {name: Relation(member, held, browsers[member.username]) for name, (member, held) in stands.items()},
    )
    house.end_all_covers()


#: she worked on the family until yesterday, and belongs to the team no longer
LEFT = """
WITH once AS (
  INSERT INTO access_grant (id, file_id, account_id, role, purpose, classes, valid_from, valid_until, given_by)
  SELECT gen_random_uuid(), g.file_id, %s, g.role, g.purpose, g.classes, now() - interval '9 days',
    now() - interval '1 day', g.given_by FROM access_grant g WHERE g.file_id = %s AND g.role = 'caseworker' LIMIT 1)
UPDATE access_membership SET valid_until = now() - interval '1 day' WHERE account_id = %s
"""


def _account(house: House, role: str, team: str) -> Member:
    from wasl.access.founding import NewAccount, Post, found_account
    from wasl.access.models import Account
    from wasl.access.policy import programme
    from wasl.kernel.clock import now

    name = f"{role}-{secrets.token_hex(3)}"
    with house.as_role("wasl_owner"):
        made = found_account(
            new=NewAccount(name, "سعاد", PASSWORD, practice=True, must_change_password=False),
            posts=[Post(role, team=house.teams[team]) if team else Post(role)],
        )
        assert made is not None
        version = programme().entry.conduct.version
        Account.objects.filter(pk=made).update(conduct_version=version, conduct_accepted_at=now())
    house.accounts[name] = made
    return Member(name, "سعاد", "f", role, team)


def asked(
    around: Around,
    methods: tuple[str, ...],
    planted: dict[str, Held] | None = None,
    only: tuple[str, ...] = (),
) -> tuple[list[str], Counter[tuple[str, str]]]:
    """Every page of the family by everybody; what was wrong, and how often each was answered how."""
    from tests.protection.test_permission_matrix import table

    wrong, told, words = [], Counter(), table()
    for address in (one for one in of_files() if not only or one.name in only):
        path = matrix.path_of(address, around.family)
        sent = matrix.SENT.get(address.name, lambda _: {})(around.family)
        for name, one in around.relations.items():
            held = (planted or {}).get(name, one.held)
            for method in methods:
                response = matrix.ask(one.browser, method, path, sent if method == "post" else None)
                found = matrix.answered(response, address)
                due = matrix.expected(address, words[address.name], one.member, held)
                told[name, str(found)] += 1
                if not fits(address, found, due):
                    wrong.append(
                        f"{method} {address.name} by {name}: {found}, due {due} [{response.status_code}]"
                    )
                if (
                    found is Answer.ALLOWED
                    and method == "get"
                    and not shows(response, address, around.family)
                ):
                    wrong.append(f"get {address.name} by {name}: allowed, and nothing of the file is there")
    return wrong, told


def test_what_somebody_is_to_a_family_decides_which_of_its_pages_open(around: Around):
    wrong, told = asked(around, ("get",))
    assert not wrong, "\n".join(wrong)
    for name in ("own", "cover active"):
        assert told[name, str(Answer.ALLOWED)] > 5, told
    for name in ("ex-member", "same site", "other site", "other organisation", "cover ended"):
        assert told[name, str(Answer.ALLOWED)] == 0, told


@pytest.mark.prove
def test_every_page_by_every_method_is_answered_as_the_relation_implies(
    around: Around, record_property: Callable[[str, object], None]
):
    wrong, told = asked(around, matrix.METHODS)
    record_property("answers", sum(told.values()))
    for (name, answer), count in sorted(told.items()):
        record_property(f"{name}: {answer}", count)
    record_property("mismatches", len(wrong))
    assert not wrong, "\n".join(wrong)


def test_whoever_is_thought_to_stand_in_still_is_found_to_be_shut_out(around: Around):
    """The planted faults: an expectation that forgets that cover ended, and one that forgets that it began."""
    standing = around.relations["cover active"].held
    wrong, _ = asked(around, ("get",), {"cover ended": standing, "cover active": COLLEAGUE}, ("file", "plan"))
    assert any("cover ended: refused" in one for one in wrong)
    assert any("cover active: allowed" in one for one in wrong)
