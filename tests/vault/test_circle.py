"""The sealed circle: her own worker and the line's supervisor; to all others there is nothing to see."""

import time
from typing import Any
from uuid import UUID

import pytest

from tests.vault.world import Worker, World
from wasl.kernel.errors import Invalid, Refused
from wasl.vault.circle import disguised, undisguised
from wasl.vault.envelopes import SIZES
from wasl.vault.keyring import KeyringFile

SALMA: dict[str, Any] = {"given": "سلمى", "father": "ياسين", "grandfather": "عمر"}


def put(world: World, by: Worker, file: UUID, person: UUID, text: str, **more: Any) -> UUID:
    payload = {"file": file, "person": person, "line": "gbv", "kind": "note", "payload": {"text": text}}
    envelope, sealed = world.vault.seal_envelope(by.token, payload | more)
    with world.as_web(by.token) as sql:
        sql.execute("INSERT INTO vault_envelope (id, sealed) VALUES (%s, %s)", [envelope, sealed])
    return envelope


def read(world: World, by: Worker, file: UUID, expect: int = 0) -> list[Any]:
    until = time.monotonic() + 1.5
    while True:
        found = world.vault.envelopes(by.token, "care", [file])
        if len(found) >= expect or time.monotonic() > until:
            return [one["payload"]["text"] for one in found]
        time.sleep(0.02)


@pytest.mark.requirement("P2", "P8")
def test_own_worker_and_the_lines_supervisor_read_it_and_colleagues_see_nothing(world: World) -> None:
    hanan = world.worker("hanan", "north", classes=["identity", "notes", "sealed"])
    colleague = world.worker("zainab", "north", classes=["identity", "notes", "sealed"])
    supervisor = world.worker("rana", "north", classes=["identity", "sealed", "sealed:gbv:supervise"])
    other_line = world.worker("sami", "north", classes=["sealed", "sealed:protection:supervise"])
    stranger = world.worker("omar", "south", classes=["sealed", "sealed:gbv:supervise"])
    salma, file = world.person(hanan, "north", **SALMA)
    envelope = put(world, hanan, file, salma, "what she said")
    assert read(world, hanan, file, 1) == ["what she said"]
    assert read(world, supervisor, file) == ["what she said"]
    for nobody in (colleague, other_line, stranger):
        assert read(world, nobody, file) == []
    seen = world.events(event="sealed_opened")
    assert seen
    for row in seen:
        assert (row["file_id"], row["person"], row["request"]) == (None, None, None)
        assert row["resource"] not in (envelope, file, salma)


@pytest.mark.requirement("P2")
def test_an_envelope_has_one_of_two_lengths_and_names_nothing(world: World) -> None:
    hanan = world.worker("hanan", "north")
    salma, file = world.person(hanan, "north", **SALMA)
    for text in ("a", "b" * 200, "c" * 900, "d" * 6000):
        put(world, hanan, file, salma, text)
    with pytest.raises(Invalid) as refused:
        put(world, hanan, file, salma, "e" * 9000)
    assert refused.value.code == "too_long"
    with world.as_super() as sql:
        rows = sql.execute("SELECT * FROM vault_envelope").fetchall()
    assert {len(sealed) - 30 for _, sealed in rows} == set(SIZES)
    for one in (salma, file, hanan.account):
        assert all(one.bytes not in bytes(sealed) and one != number for number, sealed in rows)


def test_only_a_file_within_reach_takes_an_envelope_and_its_worker_is_who_wrote_it(world: World) -> None:
    hanan, omar = world.worker("hanan", "north"), world.worker("omar", "south")
    salma, file = world.person(hanan, "north", **SALMA)
    with pytest.raises(Refused):
        put(world, omar, file, salma, "x")
    put(world, hanan, file, salma, "mine", worker=omar.account)
    assert read(world, hanan, file, 1) == ["mine"]


def test_a_newer_envelope_stands_in_place_of_the_one_it_supersedes(world: World) -> None:
    hanan = world.worker("hanan", "north")
    colleague = world.worker("zainab", "north")
    salma, file = world.person(hanan, "north", **SALMA)
    first = put(world, hanan, file, salma, "first")
    assert read(world, hanan, file, 1) == ["first"]
    with pytest.raises(Refused):
        put(world, colleague, file, salma, "over it", supersedes=first)
    put(world, hanan, file, salma, "second", supersedes=first)
    until = time.monotonic() + 1.5
    while read(world, hanan, file) != ["second"] and time.monotonic() < until:
        time.sleep(0.02)
    assert read(world, hanan, file) == ["second"]


def test_envelopes_are_found_again_after_unsealing_and_gone_after_erasure(world: World) -> None:
    hanan = world.worker("hanan", "north", classes=["identity", "erase"])
    salma, file = world.person(hanan, "north", **SALMA)
    put(world, hanan, file, salma, "kept")
    world.vault.seal_up()
    world.vault.unseal()
    assert read(world, hanan, file) == ["kept"]
    world.vault.erase(hanan.token, "erasure", salma)
    assert read(world, hanan, file) == []
    world.vault.seal_up()
    world.vault.unseal()
    assert read(world, hanan, file) == []


@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE vault_envelope SET sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1)",
        "UPDATE vault_envelope SET id = gen_random_uuid()",
    ],
)
def test_an_envelope_that_was_changed_or_renamed_does_not_open(world: World, fault: str) -> None:
    hanan = world.worker("hanan", "north")
    salma, file = world.person(hanan, "north", **SALMA)
    put(world, hanan, file, salma, "kept")
    assert read(world, hanan, file, 1) == ["kept"]
    with world.as_super() as sql:
        sql.execute(fault)
    assert read(world, hanan, file) == []
    world.vault.seal_up()
    assert world.vault.unseal()["unusable"] == 1
    assert read(world, hanan, file) == []


def told(world: World, by: Worker, file: UUID) -> list[Any]:
    """The rows that reading this file's sealed circle adds to the record."""
    before = {row["id"] for row in world.events(event="sealed_opened")}
    world.vault.envelopes(by.token, "care", [file])
    return [row for row in world.events(event="sealed_opened") if row["id"] not in before]


@pytest.mark.requirement("P2", "R030")
def test_the_record_of_much_of_something_and_of_nothing_look_alike(world: World) -> None:
    """With record and tables side by side: as many rows, and none names an id that stands anywhere else or twice."""
    hanan = world.worker("hanan", "north", classes=["identity", "notes", "sealed"])
    salma, file = world.person(hanan, "north", **SALMA)
    _, empty = world.person(hanan, "north", given="زينب", father="كريم", grandfather="حسن")
    for n in range(9):
        put(world, hanan, file, salma, f"what she said {n}")
    assert len(read(world, hanan, file, 9)) == 9
    rows = [*told(world, hanan, file), *told(world, hanan, empty), *told(world, hanan, file)]
    assert len(rows) == 3
    assert len({row["resource"] for row in rows}) == 3
    with world.as_super() as sql:
        known = {row[0] for row in sql.execute("SELECT id FROM vault_envelope")}
    assert not {row["resource"] for row in rows} & (known | {file, empty, salma})
    assert {tuple(sorted(row)) for row in rows} == {tuple(sorted(rows[0]))}


def test_a_record_that_names_the_envelopes_is_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: what the events carry is the plain reference."""
    from wasl.vault import circle

    hanan = world.worker("hanan", "north", classes=["identity", "notes", "sealed"])
    _, file = world.person(hanan, "north", **SALMA)
    monkeypatch.setattr(circle, "disguised", lambda ring, about, ref: ref)
    assert [row["resource"] for row in told(world, hanan, file)] == [file]


def test_whoever_holds_the_keys_can_tell_which_file_it_was(world: World, keys: KeyringFile) -> None:
    hanan = world.worker("hanan", "north", classes=["identity", "notes", "sealed"])
    _, file = world.person(hanan, "north", **SALMA)
    ring = keys.open()
    for row in [*told(world, hanan, file), *told(world, hanan, file)]:
        assert undisguised(ring, row["id"], row["resource"]) == file
        assert disguised(ring, row["id"], file) == row["resource"]


def test_an_account_without_a_line_leaves_no_such_event(world: World) -> None:
    """The planted fault beside it: decoys for everybody would fill the record with nothing."""
    karim = world.worker("karim", "north", classes=["identity", "notes"])
    _, file = world.person(karim, "north", **SALMA)
    world.vault.envelopes(karim.token, "care", [file])
    assert world.events(event="sealed_opened", actor=karim.account) == []
