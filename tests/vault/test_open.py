"""Looks: reach, class, limit, record, answer, in this order."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.vault.world import World, stored_by
from wasl.kernel.errors import Invalid, LimitReached, Refused, VaultDown, VaultSealed
from wasl.vault import services
from wasl.vault.client import Plain

SALMA: dict[str, Any] = {
    "given": "سلمى",
    "father": "ياسين",
    "grandfather": "عمر",
    "laqab": "الجبوري",
    "mother": ["زهراء"],
}
NAME = "identity:name"


@pytest.mark.requirement("P1")
def test_a_worker_reads_back_what_she_saved_and_leaves_a_record(world: World) -> None:
    zainab = world.worker("zainab", "north")
    salma, file = world.person(zainab, "north", **SALMA)
    assert world.vault.open(zainab.token, "care", [(salma, NAME)]) == {(salma, NAME): SALMA}
    (row,) = world.events(event="opened")
    assert (row["actor"], row["file_id"], row["person"]) == (zainab.account, file, salma)
    assert (row["purpose"], row["fields"], row["outside"]) == ("care", [NAME], False)


@pytest.mark.requirement("P1", "P8")
def test_another_teams_session_opens_nothing_and_cannot_tell_it_from_nothing(world: World) -> None:
    zainab, omar = world.worker("zainab", "north"), world.worker("omar", "south")
    salma, _ = world.person(zainab, "north", **SALMA)
    assert world.vault.open(omar.token, "care", [(salma, NAME)]) == {}
    assert world.vault.open(omar.token, "care", [(uuid4(), NAME)]) == {}
    assert world.events(event="opened") == []


def test_an_expired_or_unknown_session_is_refused(world: World) -> None:
    zainab = world.worker("zainab", "north")
    salma, _ = world.person(zainab, "north", **SALMA)
    for token in (world.worker("late", "north", expired=True).token, "nobody", ""):
        with pytest.raises(Refused) as refused:
            world.vault.open(token, "care", [(salma, NAME)])
        assert refused.value.code == "no_session"


def test_a_class_that_the_role_does_not_have_stays_closed(world: World) -> None:
    zainab, clerk = world.worker("zainab", "north"), world.worker("clerk", "north", classes=["identity"])
    salma, file = world.person(zainab, "north", **SALMA)
    team = world.team("north")
    world.write(zainab, [Plain(salma, "notes:text", salma, file, team, "came alone")])
    both = [(salma, NAME), (salma, "notes:text")]
    assert set(world.vault.open(zainab.token, "care", both)) == set(both)
    assert set(world.vault.open(clerk.token, "reception", both)) == {(salma, NAME)}


@pytest.mark.requirement("P10")
def test_if_the_record_cannot_be_written_nothing_is_opened(world: World) -> None:
    zainab = world.worker("zainab", "north")
    salma, _ = world.person(zainab, "north", **SALMA)
    with world.as_super() as sql:
        sql.execute("ALTER TABLE audit_event ADD CONSTRAINT nothing_more CHECK (event <> 'opened') NOT VALID")
    with pytest.raises(VaultDown):
        world.vault.open(zainab.token, "care", [(salma, NAME)])


@pytest.mark.requirement("P1")
def test_the_61st_person_outside_ones_own_work_is_refused_and_it_is_recorded(world: World) -> None:
    zainab = world.worker("zainab", "north")
    manager = world.worker("manager", "north", reach="realm")
    file = world.file("north")
    people = [uuid4() for _ in range(61)]
    team = world.team("north")
    world.write(zainab, [Plain(one, NAME, one, file, team, SALMA) for one in people], bulk=True)
    for person in people[:60]:
        assert world.vault.open(manager.token, "oversight", [(person, NAME)])
    assert world.vault.open(manager.token, "oversight", [(people[0], NAME)]), (
        "seen today: does not count again"
    )
    with pytest.raises(LimitReached) as limit:
        world.vault.open(manager.token, "oversight", [(people[60], NAME)])
    assert (limit.value.code, limit.value.facts["limit"], limit.value.facts["used"]) == ("looks_hour", 60, 60)
    assert [row["code"] for row in world.events(event="refused")] == ["looks_hour"]
    assert len(world.vault.open(zainab.token, "care", [(one, NAME) for one in people])) == 61, "her own work"


def test_the_limit_of_the_day_counts_people_of_earlier_hours(world: World) -> None:
    zainab = world.worker("zainab", "north")
    manager = world.worker("manager", "north", reach="realm", hour=5, day=6)
    file, team = world.file("north"), world.team("north")
    people = [uuid4() for _ in range(8)]
    world.write(zainab, [Plain(one, NAME, one, file, team, SALMA) for one in people])
    with world.as_super() as sql:
        sql.execute(
            "INSERT INTO audit_event (id, at, actor, actor_kind, event, file_id, resource_kind, person, purpose, "
            "outside, fields, code) SELECT gen_random_uuid(), now() - interval '3 hours', %s, 'web', 'opened', %s, "
            "'person', p, 'oversight', true, '{}', '' FROM unnest(%s::uuid[]) AS p",
            [manager.account, file, people[:5]],
        )
    assert world.vault.open(manager.token, "oversight", [(people[5], NAME)])
    with pytest.raises(LimitReached) as limit:
        world.vault.open(manager.token, "oversight", [(people[6], NAME)])
    assert limit.value.code == "looks_day"


@pytest.mark.requirement("P3")
@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE vault_sealed SET sealed = set_byte(sealed, 30, get_byte(sealed, 30) # 1)",
        "UPDATE vault_sealed SET owner = %(other)s WHERE owner = %(salma)s",
        "UPDATE vault_sealed SET field = 'identity:contact'",
        "UPDATE vault_subjectkey SET wrapped = set_byte(wrapped, 3, get_byte(wrapped, 3) # 1)",
    ],
)
def test_a_value_that_was_changed_or_moved_does_not_open(world: World, fault: str) -> None:
    zainab = world.worker("zainab", "north")
    salma, _ = world.person(zainab, "north", **SALMA)
    other = uuid4()
    with world.as_super() as sql:
        sql.execute(fault, {"other": other, "salma": salma})
    places = [(one, field) for one in (salma, other) for field in (NAME, "identity:contact")]
    assert world.vault.open(zainab.token, "care", places) == {}


def test_two_values_in_one_transaction_share_the_key_of_a_new_person(world: World) -> None:
    zainab = world.worker("zainab", "north")
    person, file, team = uuid4(), world.file("north"), world.team("north")
    contact: dict[str, Any] = {"phones": ["07700000001"]}
    with world.as_web(zainab.token) as connection, stored_by(connection):
        services.write([Plain(person, NAME, person, file, team, SALMA)], through=world.vault)
        services.write([Plain(person, "identity:contact", person, file, team, contact)], through=world.vault)
    opened = world.vault.open(zainab.token, "care", [(person, NAME), (person, "identity:contact")])
    assert opened == {(person, NAME): SALMA, (person, "identity:contact"): contact}


@pytest.mark.requirement("P6")
def test_the_web_may_not_store_into_another_teams_file(world: World) -> None:
    zainab, omar = world.worker("zainab", "north"), world.worker("omar", "south")
    salma, file = world.person(zainab, "north", **SALMA)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        world.write(omar, [Plain(salma, NAME, salma, file, world.team("north"), {"given": "x"})])
    with world.as_web(omar.token) as sql:
        assert sql.execute("SELECT count(*) FROM vault_sealed").fetchone() == (0,)
        assert sql.execute("SELECT count(*) FROM vault_subjectkey").fetchone() == (0,)
    with world.as_web("") as sql:
        assert sql.execute("SELECT count(*) FROM vault_sealed").fetchone() == (0,)


def test_the_web_cannot_read_envelopes_or_the_change_feed(world: World) -> None:
    zainab = world.worker("zainab", "north")
    for table in ("vault_envelope", "vault_change"):
        with world.as_web(zainab.token) as sql, pytest.raises(psycopg.errors.InsufficientPrivilege):
            sql.execute(f"SELECT count(*) FROM {table}")


def test_a_sealed_vault_says_so_and_opens_again(world: World) -> None:
    zainab = world.worker("zainab", "north")
    salma, _ = world.person(zainab, "north", **SALMA)
    assert world.vault.seal_up()["sealed"] is True
    with pytest.raises(VaultSealed):
        world.vault.open(zainab.token, "care", [(salma, NAME)])
    assert world.vault.unseal()["people"] == 1
    assert world.vault.open(zainab.token, "care", [(salma, NAME)])


def test_an_erased_person_does_not_open_and_is_not_found(world: World) -> None:
    zainab = world.worker("zainab", "north", classes=["identity", "erase"])
    salma, _ = world.person(zainab, "north", **SALMA)
    clerk = world.worker("clerk", "north")
    with pytest.raises(Refused):
        world.vault.erase(clerk.token, "erasure", salma)
    assert world.vault.erase(zainab.token, "erasure", salma) is True
    assert world.vault.open(zainab.token, "care", [(salma, NAME)]) == {}
    assert len(world.vault.search(zainab.token, "care", "سلمى ياسين")) == 0
    world.vault.seal_up()
    assert world.vault.unseal()["people"] == 0


def test_a_purpose_is_a_code_so_that_no_name_is_written_into_the_record(world: World) -> None:
    zainab = world.worker("zainab", "north")
    for purpose in ("", "سلمى ياسين", "a" * 200):
        with pytest.raises(Invalid):
            world.vault.open(zainab.token, purpose, [(uuid4(), NAME)])


def test_a_short_text_opens_under_its_label_and_to_its_own_account_only(world: World) -> None:
    salma, karim = world.worker("salma", "north"), world.worker("karim", "north")
    sealed = world.vault.keep("factor", "JBSWY3DPEHPK3PXP", token=salma.token)
    assert world.vault.recall("factor", sealed, token=salma.token) == "JBSWY3DPEHPK3PXP"
    for label, given in (
        ("other", {"token": salma.token}), ("factor", {"token": karim.token}), ("factor", {"token": "none"}),
        ("factor", {"proof": "nobody's"}), ("factor", {}),
    ):  # fmt: skip
        with pytest.raises(Refused):
            world.vault.recall(label, sealed, **given)
    with pytest.raises(Refused):
        world.vault.keep("factor", "JBSWY3DPEHPK3PXP", token="")


def test_while_she_signs_in_the_proof_of_her_password_opens_her_own_text(world: World) -> None:
    salma, karim = world.worker("salma", "north"), world.worker("karim", "north")
    sealed = world.vault.keep("factor", "JBSWY3DPEHPK3PXP", token=salma.token)
    for whose, proof in ((salma, "s" * 40), (karim, "k" * 40), (salma, "l" * 40)):
        with world.as_super() as sql:
            sql.execute(
                "INSERT INTO access_proof VALUES (access_hash(%s), now() + %s::interval, %s)",
                [proof, "-1 second" if proof[0] == "l" else "1 minute", whose.account],
            )
    assert world.vault.recall("factor", sealed, proof="s" * 40) == "JBSWY3DPEHPK3PXP"
    for proof in ("k" * 40, "l" * 40):
        with pytest.raises(Refused):
            world.vault.recall("factor", sealed, proof=proof)


def test_an_expired_or_locked_session_and_a_token_keep_and_recall_nothing(world: World) -> None:
    salma = world.worker("salma", "north")
    sealed = world.vault.keep("factor", "JBSWY3DPEHPK3PXP", token=salma.token)
    for change in ("locked = true", "locked = false, kind = 'token'", "kind = 'web', expires_at = now()"):
        with world.as_super() as sql:
            sql.execute(f"UPDATE access_session SET {change} WHERE account_id = %s", [salma.account])
        with pytest.raises(Refused):
            world.vault.recall("factor", sealed, token=salma.token)
