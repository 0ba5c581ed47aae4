"""The sealer and the proof: whatever is done to the record behind its back is found."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.world import World
from wasl.vault import merkle
from wasl.vault.checkpoints import Checkpoint
from wasl.vault.keyring import KeyringFile
from wasl.vault.operations import Vault
from wasl.vault.sealer import Diverged, Sealer
from wasl.vault.verify import verify

Check = Callable[..., dict[str, Any]]
MAKE = (
    "SELECT audit_append(jsonb_agg(jsonb_build_object('event', 'goal_written', 'actor', gen_random_uuid(), "
    "'actor_kind', 'web', 'fields', jsonb_build_array('a', n::text)))) FROM generate_series(1, %s) AS n"
)
UNLOCK = "SET session_replication_role = replica"


@pytest.fixture
def sealer(vault: Vault, keys: KeyringFile, tmp_path: Path) -> Sealer:
    return Sealer(vault.store, keys.open().signing, tmp_path / "witness")


@pytest.fixture
def written(world: World, sealer: Sealer) -> list[Any]:
    """Three checkpoints over some sixty rows; the ids in their order."""
    for _ in range(3):
        with world.as_super() as sql:
            sql.execute(MAKE, [20])
        sealer.tick()
    with world.as_super() as sql:
        return [row[0] for row in sql.execute("SELECT event_id FROM audit_leaf ORDER BY position")]


@pytest.fixture
def check(database: Callable[[str], str], keys: KeyringFile, tmp_path: Path) -> Check:
    def run(witness: bool = True) -> dict[str, Any]:
        with psycopg.connect(database("wasl_vault")) as sql:
            return verify(sql, tmp_path / "witness" if witness else None, keys.public_key())

    return run


def reference_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, word for word and slowly."""
    if not leaves:
        return merkle.EMPTY
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(reference_root(leaves[:split]), reference_root(leaves[split:]))


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_the_growing_tree_has_the_root_of_the_definition(contents: list[bytes]) -> None:
    tree = merkle.Frontier()
    leaves = [merkle.leaf_hash(one) for one in contents]
    for leaf in leaves:
        tree.append(leaf)
    assert tree.root() == reference_root(leaves)


def test_the_tree_gives_the_known_answers_of_certificate_transparency() -> None:
    """The eight leaves and roots that the reference implementations of RFC 6962 are tested with."""
    tree = merkle.Frontier()
    assert tree.root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    for leaf in [*leaves, "606162636465666768696a6b6c6d6e6f"]:
        tree.append(merkle.leaf_hash(bytes.fromhex(leaf)))
    assert tree.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.requirement("P10")
def test_an_untouched_record_is_proved_whole_and_new_rows_wait(
    world: World, written: list[Any], check: Check
) -> None:
    with world.as_super() as sql:
        sql.execute(MAKE, [5])
    answer = check()
    assert answer["ok"]
    assert answer["first_divergent"] is None
    assert (answer["rows"], answer["checkpoints"], answer["pending"]) == (len(written), 3, 5)


@pytest.mark.requirement("P10")
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("UPDATE audit_event SET purpose = 'other' WHERE id = %(id)s", "edited"),
        ("DELETE FROM audit_event WHERE id = %(id)s", "deleted"),
        ("UPDATE audit_event SET id = gen_random_uuid() WHERE id = %(id)s", "deleted"),
        ("DELETE FROM audit_leaf WHERE event_id = %(id)s", "gap"),
        ("UPDATE audit_leaf SET leaf_hash = sha256('x') WHERE event_id = %(id)s", "edited"),
    ],
)
def test_the_first_row_that_differs_is_named(
    world: World, written: list[Any], check: Check, fault: str, reason: str
) -> None:
    position = 27
    with world.as_super() as sql:
        sql.execute(UNLOCK)
        sql.execute(fault, {"id": written[position]})
    answer = check()
    assert not answer["ok"]
    assert answer["first_divergent"]["reason"] == reason
    assert answer["first_divergent"]["position"] == position
    if reason != "gap":
        assert answer["first_divergent"]["event"] == str(written[position])


def test_two_rows_that_changed_places_are_found_between_their_checkpoints(
    world: World, written: list[Any], check: Check
) -> None:
    with world.as_super() as sql:
        sql.execute(UNLOCK)
        sql.execute("UPDATE audit_leaf SET position = -1 WHERE position = 25")
        sql.execute("UPDATE audit_leaf SET position = 25 WHERE position = 30")
        sql.execute("UPDATE audit_leaf SET position = 30 WHERE position = -1")
    found = check()["first_divergent"]
    assert found["reason"] == "reordered"
    assert found["position"] <= 25 <= found["upto"]


@pytest.mark.requirement("P10")
def test_a_row_written_in_afterwards_with_an_old_date_is_found_before_and_after_it_is_sealed(
    world: World, written: list[Any], check: Check, sealer: Sealer
) -> None:
    forged = uuid4()
    with world.as_super() as sql:
        sql.execute(
            "INSERT INTO audit_event SELECT %s, at - interval '2 minutes', actor, actor_kind, event, file_id, "
            "resource_kind, resource, person, purpose, outside, fields, code, request FROM audit_event WHERE id = %s",
            [forged, written[10]],
        )
    assert check()["first_divergent"] == {"position": None, "event": str(forged), "reason": "inserted"}
    sealer.tick()
    sealer.tick()
    answer = check()
    assert not answer["ok"]
    assert (answer["first_divergent"]["reason"], answer["first_divergent"]["event"]) == (
        "inserted",
        str(forged),
    )


def test_a_tail_that_was_cut_off_cleanly_is_found_by_the_witness(
    world: World, written: list[Any], check: Check
) -> None:
    with world.as_super() as sql:
        sql.execute(UNLOCK)
        sizes = [row[0] for row in sql.execute("SELECT tree_size FROM audit_checkpoint ORDER BY 1")]
        sql.execute("DELETE FROM audit_event WHERE id = ANY (%s)", [written[sizes[1] :]])
        sql.execute("DELETE FROM audit_leaf WHERE position >= %s", [sizes[1]])
        sql.execute("DELETE FROM audit_checkpoint WHERE tree_size > %s", [sizes[1]])
    assert check(witness=False)["ok"], "without a witness a clean cut cannot be seen"
    answer = check()
    assert not answer["ok"]
    assert answer["first_divergent"]["reason"] == "cut"
    assert answer["first_divergent"]["position"] == sizes[1]


def test_a_history_written_anew_with_another_key_is_found(
    world: World, written: list[Any], check: Check, vault: Vault, tmp_path: Path
) -> None:
    other = KeyringFile(tmp_path / "other", "practice").create()
    with world.as_super() as sql:
        sql.execute(UNLOCK)
        sql.execute("DELETE FROM audit_leaf")
        sql.execute("DELETE FROM audit_checkpoint")
        sql.execute("UPDATE audit_event SET purpose = 'other' WHERE id = %s", [written[3]])
    Sealer(vault.store, other.signing).tick()
    reasons = {one["reason"] for one in check()["divergent"]}
    assert {"signature", "witness"} <= reasons


def test_a_history_signed_anew_with_the_vaults_own_key_is_found_by_the_witness(
    world: World, written: list[Any], check: Check, vault: Vault, keys: KeyringFile
) -> None:
    with world.as_super() as sql:
        sql.execute(UNLOCK)
        sql.execute("DELETE FROM audit_leaf")
        sql.execute("DELETE FROM audit_checkpoint")
        sql.execute("DELETE FROM audit_event WHERE id = %s", [written[3]])
    Sealer(vault.store, keys.open().signing).tick()
    assert check(witness=False)["ok"], "without a witness nothing tells it from the first history"
    assert check()["first_divergent"]["reason"] in ("witness", "cut")


def test_a_record_that_was_emptied_whole_is_found_by_the_witness_and_without_one_said_to_be_unseen(
    world: World, written: list[Any], check: Check
) -> None:
    from wasl.interfaces.cli.audit import _lines

    with world.as_super() as sql:
        sql.execute(UNLOCK)
        for table in ("audit_event", "audit_leaf", "audit_checkpoint"):
            sql.execute(f"DELETE FROM {table}")
    found = check()["first_divergent"]
    assert (found["position"], found["reason"]) == (0, "cut")
    alone = check(witness=False)
    assert (alone["ok"], alone["witnessed"]) == (True, 0)
    assert "no witness" in _lines(alone)[0]


def test_a_row_changed_together_with_its_leaf_is_found_within_its_checkpoint(
    world: World, written: list[Any], check: Check
) -> None:
    from wasl.vault.sealer import CANONICAL

    with world.as_super() as sql:
        sql.execute(UNLOCK)
        sql.execute("SET LOCAL timezone = 'UTC'")
        sql.execute("UPDATE audit_event SET purpose = 'other' WHERE id = %s", [written[27]])
        sql.execute(
            f"UPDATE audit_leaf SET leaf_hash = sha256('\\x00'::bytea || {CANONICAL}) FROM audit_event e "
            "WHERE e.id = event_id AND e.id = %s", [written[27]],
        )  # fmt: skip
    found = check(witness=False)["first_divergent"]
    assert found["reason"] == "reordered"
    assert found["position"] <= 27 <= found["upto"]


@pytest.mark.parametrize("cut", ["tail", "everything"])
def test_a_vault_that_starts_again_signs_nothing_over_a_cut_that_the_witness_knows(
    world: World, written: list[Any], vault: Vault, keys: KeyringFile, tmp_path: Path, cut: str
) -> None:
    with world.as_super() as sql:
        sql.execute(UNLOCK)
        sizes = [row[0] for row in sql.execute("SELECT tree_size FROM audit_checkpoint ORDER BY 1")]
        size = 0 if cut == "everything" else sizes[0]
        sql.execute("DELETE FROM audit_event WHERE id = ANY (%s)", [written[size:]])
        sql.execute("DELETE FROM audit_leaf WHERE position >= %s", [size])
        sql.execute("DELETE FROM audit_checkpoint WHERE tree_size > %s", [size])
        sql.execute(MAKE, [100])
    with pytest.raises(Diverged):
        Sealer(vault.store, keys.open().signing, tmp_path / "witness").tick()
    forgetful = Sealer(vault.store, keys.open().signing)
    assert forgetful.tick() >= 100, "the planted fault: a sealer without a witness goes on"


def test_a_witness_with_a_line_that_nobody_wrote_is_found(
    written: list[Any], check: Check, tmp_path: Path, vault: Vault, keys: KeyringFile
) -> None:
    kept = (tmp_path / "witness").read_text()
    (tmp_path / "witness").write_text("[]\n" + kept)
    assert check()["first_divergent"]["reason"] == "witness"
    with pytest.raises(Diverged):
        Sealer(vault.store, keys.open().signing, tmp_path / "witness").tick()


def test_a_full_disk_at_the_witness_does_not_end_the_sealing(
    world: World, sealer: Sealer, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line that could not be written is written with the next round."""
    from wasl.vault import sealer as module

    def full(*_: object) -> None:
        raise OSError("no space left")

    really = module.witness
    with world.as_super() as sql:
        sql.execute(MAKE, [5])
    monkeypatch.setattr(module, "witness", full)
    with pytest.raises(OSError, match="no space"):
        sealer.tick()
    monkeypatch.setattr(module, "witness", really)
    sealer.tick()
    assert check()["witnessed"] == 1
    monkeypatch.setattr(module, "witness", full)
    with world.as_super() as sql:
        sql.execute(MAKE, [5])
    monkeypatch.setattr(module, "EVERY_SECONDS", 0.05)
    sealer.start()
    assert _until(lambda: sealer.state == "witness")
    monkeypatch.setattr(module, "witness", really)
    assert _until(lambda: sealer.state == "sealing")
    sealer.stop()
    assert check()["witnessed"] == 2


def _until(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 5
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def test_a_checkpoint_taken_out_of_the_middle_breaks_the_link(
    world: World, written: list[Any], check: Check
) -> None:
    with world.as_super() as sql:
        sql.execute(UNLOCK)
        sql.execute(
            "DELETE FROM audit_checkpoint WHERE tree_size = (SELECT tree_size FROM audit_checkpoint "
            "ORDER BY tree_size OFFSET 1 LIMIT 1)"
        )
    assert check()["first_divergent"]["reason"] in ("link", "witness")
    assert not check(witness=False)["ok"]


def test_the_sealer_does_not_sign_on_over_a_changed_tree(
    world: World, written: list[Any], sealer: Sealer, vault: Vault, keys: KeyringFile
) -> None:
    with world.as_super() as sql:
        sql.execute(UNLOCK)
        sql.execute("UPDATE audit_leaf SET leaf_hash = sha256('x') WHERE position = 2")
    with pytest.raises(Diverged):
        Sealer(vault.store, keys.open().signing).tick()
    with world.as_super() as sql:
        sql.execute(UNLOCK)
        sql.execute("DELETE FROM audit_checkpoint WHERE tree_size > 40")
    with pytest.raises(Diverged):
        sealer.tick()


def test_a_row_of_an_open_transaction_is_not_passed_over(
    world: World, written: list[Any], sealer: Sealer, check: Check
) -> None:
    with world.as_super() as slow:
        slow.execute(MAKE, [1])
        with world.as_super() as quick:
            quick.execute(MAKE, [1])
        assert sealer.tick() == 0, "the younger row waits for the older, open one"
    assert sealer.tick() == 2
    assert check()["ok"]


def test_a_sealer_that_starts_again_goes_on_where_the_last_one_stopped(
    world: World, written: list[Any], vault: Vault, keys: KeyringFile, tmp_path: Path, check: Check
) -> None:
    with world.as_super() as sql:
        sql.execute(MAKE, [3])
    again = Sealer(vault.store, keys.open().signing, tmp_path / "witness")
    assert again.tick() == 3
    assert again.rows == len(written) + 3
    assert check()["ok"]


def test_a_witness_line_that_a_power_cut_left_half_is_passed_over(
    written: list[Any], check: Check, tmp_path: Path
) -> None:
    with (tmp_path / "witness").open("a") as file:
        file.write('{"rows": 99, "ro')
    assert check()["ok"]


@pytest.mark.parametrize("role", ["wasl_web", "wasl_vault", "wasl_worker"])
def test_no_role_of_daily_work_can_change_the_record(
    world: World, written: list[Any], database: Callable[[str], str], role: str
) -> None:
    for statement in (
        "UPDATE audit_event SET purpose = ''",
        "DELETE FROM audit_event",
        "DELETE FROM audit_leaf",
        "UPDATE audit_checkpoint SET root = ''",
    ):
        with psycopg.connect(database(role)) as sql, pytest.raises(psycopg.errors.InsufficientPrivilege):
            sql.execute(statement)


def test_a_checkpoint_survives_its_line(keys: KeyringFile, written: list[Any], tmp_path: Path) -> None:
    for line in (tmp_path / "witness").read_text().splitlines():
        assert Checkpoint.from_line(line).line() == line
