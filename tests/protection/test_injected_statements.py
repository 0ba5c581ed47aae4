"""What a statement smuggled into somebody's own request can do: it acts as that person, and may not make her more."""

from uuid import UUID

import psycopg
import pytest

from tests.cast import AMAL, BASIM, HUDA, NADIA, SALMA, YUSUF, ZAINAB, Member
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House

GIVE = "SELECT access_grant_give(%s, %s, %s, 'care', %s, NULL)"
EVERYTHING = [
    "give",
    "move",
    "identity",
    "notes",
    "clinical",
    "sealed",
    "files",
    "keys",
    "sealed:gbv:supervise",
    "erase",
    "beyond",
]


def names_open(house: House, token: str, people: list[UUID]) -> bool:
    from wasl.vault import services as vault

    return bool(vault.client().open(token, "care", [(person, "identity:name") for person in people]))


@pytest.mark.requirement("P6", "P8")
def test_a_grant_opens_no_more_than_the_role_does(house: House):
    """Nadia gives herself everything on a file of her own team: she gets what her role has."""
    file, _, _ = a_family(house, AMAL, SALMA)
    given = granted_to_herself(house, NADIA, file)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        held = everything.execute(
            "SELECT classes FROM access_membership WHERE account_id = %s AND role = %s",
            [house.accounts[NADIA.username], NADIA.role],
        ).fetchall()[0][0]
    assert given
    assert set(given) <= set(held)
    assert not set(EVERYTHING) <= set(given)


@pytest.mark.requirement("P1", "P8")
@pytest.mark.parametrize("member", [YUSUF, ZAINAB], ids=lambda member: member.username)
def test_a_grant_to_oneself_takes_no_file_out_of_the_count_of_looks(house: House, member: Member):
    """Within sight of a whole site or of all: a grant, or a list of the day, would make it one's own work."""
    file, _, _ = a_family(house, AMAL, SALMA)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        granted_to_herself(house, member, file)
    by = house.actor(member)
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, true)", [by.token])
        web.execute("SELECT access_daylist_add(%s, %s, current_date)", [[file], by.ref])
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        listed = everything.execute("SELECT 1 FROM access_daylist WHERE file_id = %s", [file]).fetchall()
        working = everything.execute(
            "SELECT working_set FROM access_reach(%s, %s)", [by.token, [file]]
        ).fetchall()
    assert listed == []
    assert working in ([], [(False,)])


@pytest.mark.requirement("P8")
def test_an_auditor_reads_no_name_and_gives_no_file_away(house: House):
    file, _, people = a_family(house, AMAL, SALMA)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        smuggled(house, YUSUF, GIVE, [file, house.accounts["karim"], "caseworker", EVERYTHING])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        smuggled(house, YUSUF, "SELECT access_grant_end(%s, NULL, 'caseworker')", [file])
    assert not names_open(house, house.actor(YUSUF).token, people)
    assert names_open(house, house.actor(SALMA).token, people), (
        "the names are there for whoever works with them"
    )


def test_a_grant_that_is_taken_at_its_word_is_caught(house: House):
    """The planted fault: the grant as it would be if the database believed the statement."""
    file, _, people = a_family(house, AMAL, SALMA)
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
        everything.execute(
            "INSERT INTO access_grant (id, file_id, account_id, role, purpose, classes, valid_from) "
            "VALUES (gen_random_uuid(), %s, %s, 'auditor', 'care', %s, now())",
            [file, house.accounts["yusuf"], EVERYTHING],
        )
    assert names_open(house, house.actor(YUSUF).token, people)


@pytest.mark.requirement("P6", "P8")
@pytest.mark.parametrize("member", [AMAL, YUSUF, HUDA, BASIM], ids=lambda member: member.username)
def test_whoever_may_not_hand_over_moves_no_file(house: House, member: Member):
    file, _, _ = a_family(house, AMAL, SALMA)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="may not move"):
        smuggled(house, member, "SELECT access_scope_move(%s, %s)", [file, house.teams["B"]])


@pytest.mark.requirement("P8", "P10")
def test_a_file_goes_only_where_somebody_works_on_it_and_never_unseen(house: House):
    file, _, _ = a_family(house, AMAL, SALMA)
    move = "SELECT access_scope_move(%s, %s)"
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="nobody there"):
        smuggled(house, SALMA, move, [file, house.teams["SD"]])
    smuggled(house, SALMA, GIVE, [file, house.accounts["dilshad"], "aftercare-officer", EVERYTHING])
    smuggled(house, SALMA, move, [file, house.teams["SD"]])
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        moved = everything.execute(
            "SELECT actor FROM audit_event WHERE event = 'file_moved' AND file_id = %s", [file]
        ).fetchall()
    assert moved == [(house.accounts["salma"],)]


def test_a_move_that_asks_only_for_reach_is_caught(house: House):
    """The planted fault: the function as it was, which asked nothing but whether the file is within reach."""
    file, _, _ = a_family(house, AMAL, SALMA)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute(
            "CREATE OR REPLACE FUNCTION access_may(file uuid, what text) RETURNS boolean LANGUAGE sql "
            "SECURITY DEFINER AS 'SELECT access_reaches(file)'"
        )
        everything.execute("SET LOCAL ROLE wasl_web")
        everything.execute("SELECT set_config('wasl.session', %s, true)", [house.actor(YUSUF).token])
        everything.execute(GIVE, [file, house.accounts["karim"], "caseworker", EVERYTHING])
        everything.execute("SELECT access_scope_move(%s, %s)", [file, house.teams["B"]])
        everything.rollback()


def smuggled(house: House, member: Member, statement: str, given: list[object]) -> list[tuple[object, ...]]:
    """A statement in a member's own session, under the web's role."""
    by = house.actor(member)
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, true)", [by.token])
        return web.execute(statement.encode(), given).fetchall()


def granted_to_herself(house: House, member: Member, file: UUID) -> list[str]:
    """The classes of a grant of everything that a member gives to herself in her own session."""
    by = house.actor(member)
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, true)", [by.token])
        (ref,) = web.execute(
            GIVE, [file, house.accounts[member.username], member.role, EVERYTHING]
        ).fetchall()[0]
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        classes: list[str] = everything.execute(
            "SELECT classes FROM access_grant WHERE id = %s", [ref]
        ).fetchall()[0][0]
    return classes
