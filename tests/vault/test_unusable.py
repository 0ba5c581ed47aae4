"""A sealed value that cannot be used stops nothing but itself, and is told by its owner's reference only."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.vault.world import Worker, World
from wasl.kernel.errors import Invalid
from wasl.vault.client import Plain
from wasl.vault.memory import Memory

ZAINAB: dict[str, Any] = {"given": "زينب", "father": "كريم", "grandfather": "حسن"}
SALMA: dict[str, Any] = {"given": "سلمى", "father": "ياسين", "grandfather": "عمر"}
BAD_NAMES: list[Any] = [
    None, 7, "زينب", ["زينب"], {"given": {"own": "زينب"}}, {"given": ["زينب"], "father": "كريم"}, {"given": 5},
    {**ZAINAB, "mother": {"own": "هناء"}}, {**ZAINAB, "birth": "1990"}, {**ZAINAB, "birth": {"date": {}}, "latin": 3,
    "ckb": {"given": ["x"]}},
]  # fmt: skip
BAD_ENTRIES: list[Any] = [
    None, [], {"members": []}, {"batch": "no uuid", "number": "1", "members": []},
    {"batch": str(uuid4()), "number": "1", "members": ["زينب"]}, {"batch": str(uuid4()), "number": None, "members": 4},
]  # fmt: skip


def store(world: World, by: Worker, field: str, value: Any, *, owner: UUID | None = None) -> UUID:
    home, owner = world.file("north"), owner or uuid4()
    world.write(by, [Plain(owner, field, owner, home, world.team("north"), value)])
    return owner


def until(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 3
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def found(world: World, by: Worker, query: str) -> set[UUID]:
    return {hit.person for hit in world.vault.search(by.token, "care", query)}


@pytest.mark.requirement("P1", "P4")
@pytest.mark.parametrize(
    ("field", "value"),
    [*(("identity:name", bad) for bad in BAD_NAMES[:7]), *(("identity:roster", bad) for bad in BAD_ENTRIES)],
)
def test_a_malformed_document_stops_neither_the_unsealing_nor_the_following(
    world: World, field: str, value: Any
) -> None:
    salma = world.worker("salma", "north")
    before, _ = world.person(salma, "north", **SALMA)
    bad = store(world, salma, field, value)
    assert until(lambda: world.vault.status()["unusable"] == 1)
    after, _ = world.person(salma, "north", **ZAINAB)
    assert until(lambda: found(world, salma, "زينب كريم") == {after})
    world.vault.seal_up()
    status = world.vault.unseal()
    assert (status["sealed"], status["people"], status["unusable"]) == (False, 2, 1)
    assert status["unusable_ones"] == [{"field": field, "owner": str(bad), "reason": "malformed"}]
    assert found(world, salma, "سلمى ياسين") == {before}


@pytest.mark.parametrize("value", BAD_NAMES)
def test_whatever_stands_in_a_name_the_others_are_found(world: World, value: Any) -> None:
    salma = world.worker("salma", "north")
    store(world, salma, "identity:name", value)
    person, _ = world.person(salma, "north", **ZAINAB)
    world.vault.seal_up()
    world.vault.unseal()
    assert person in found(world, salma, "زينب كريم")
    assert until(lambda: world.vault.status()["feed"] == "following")


def test_a_value_that_does_not_open_is_told_as_closed(world: World) -> None:
    salma = world.worker("salma", "north")
    person, _ = world.person(salma, "north", **ZAINAB)
    with world.as_super() as sql:
        sql.execute(
            "UPDATE vault_sealed SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) WHERE owner = %s",
            [person],
        )
    told = [{"field": "identity:name", "owner": str(person), "reason": "closed"}]
    assert until(lambda: world.vault.status()["unusable_ones"] == told)


def test_a_document_that_is_no_json_is_told_and_opens_as_absent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sealed by a fault of the past: authentic, and nothing that can be read."""
    from wasl.vault import crypto

    salma = world.worker("salma", "north")
    really = crypto.pad
    monkeypatch.setattr(crypto, "pad", lambda content, size=None: really(b"{not json", size))
    owner = store(world, salma, "identity:name", ZAINAB)
    monkeypatch.undo()
    assert until(lambda: world.vault.status()["unusable"] == 1)
    assert world.vault.open(salma.token, "care", [(owner, "identity:name")]) == {}


def test_what_is_saved_anew_or_erased_is_off_the_list(world: World) -> None:
    salma = world.worker("salma", "north", classes=["identity", "notes", "erase"])
    person, home = world.person(salma, "north", given=["زينب"])
    other, _ = world.person(salma, "north", given=["هناء"])
    assert until(lambda: world.vault.status()["unusable"] == 2)
    world.write(salma, [Plain(person, "identity:name", person, home, world.team("north"), ZAINAB)])
    assert until(lambda: found(world, salma, "زينب كريم") == {person})
    assert world.vault.status()["unusable"] == 1
    world.vault.erase(salma.token, "erasure", other)
    assert world.vault.status()["unusable"] == 0


def test_an_entry_that_was_spoilt_since_is_an_unknown_family(world: World) -> None:
    clerk = world.worker("amal", "north", classes=["identity", "beyond"])
    batch, family = uuid4(), {"number": "7", "members": [ZAINAB]}
    entry = store(world, clerk, "identity:roster", {**family, "batch": str(batch)})
    assert until(lambda: bool(world.vault.roster_overlap(clerk.token, batch, [family]).families[0].file))
    with world.as_super() as sql:
        sql.execute("ALTER TABLE vault_sealed DISABLE TRIGGER ALL")
        sql.execute("UPDATE vault_sealed SET sealed = substr(sealed, 1, 40) WHERE owner = %s", [entry])
    assert world.vault.roster_overlap(clerk.token, batch, [family]).families[0].file is None
    assert world.vault.status()["unusable_ones"][0]["owner"] == str(entry)


def test_the_log_and_the_status_tell_no_content(world: World, caplog: pytest.LogCaptureFixture) -> None:
    salma = world.worker("salma", "north")
    store(world, salma, "identity:name", {"given": ["سر لا يقال"]})
    store(world, salma, "identity:roster", {"batch": "سر لا يقال", "number": "1", "members": []})
    assert until(lambda: world.vault.status()["unusable"] == 2)
    assert "سر لا يقال" not in caplog.text + str(world.vault.status())
    assert "cannot be used" in caplog.text


def test_a_reader_that_trusts_every_document_is_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: without the guard the same document keeps the vault shut."""
    salma = world.worker("salma", "north")
    store(world, salma, "identity:name", {"given": ["زينب"]})
    assert until(lambda: world.vault.status()["unusable"] == 1)
    world.vault.seal_up()

    def trusting(self: Memory, rows: Any) -> Any:
        for row in rows:
            yield from self.names.spellings(row.owner, row.file_id, self._opened("identity:name", row))

    monkeypatch.setattr(Memory, "_spellings", trusting)
    with pytest.raises(Invalid):
        world.vault.unseal()
    assert world.vault.status()["sealed"]


def test_a_follower_that_meets_the_unforeseen_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    salma = world.worker("salma", "north")
    really, met = Memory._apply, []

    def stumbling(self: Memory, *given: Any) -> None:
        if not met:
            met.append(True)
            raise AssertionError("nobody thought of this")
        really(self, *given)

    monkeypatch.setattr(Memory, "_apply", stumbling)
    person, _ = world.person(salma, "north", **ZAINAB)
    assert until(lambda: world.vault.status()["feed"] == "interrupted")
    assert until(lambda: found(world, salma, "زينب كريم") == {person})
    assert world.vault.status()["feed"] == "following"


def test_the_doctor_says_whose_and_what_to_do(world: World) -> None:
    from types import SimpleNamespace

    from wasl.interfaces.cli import doctor

    instance: Any = SimpleNamespace(vault_socket=world.vault.path)
    assert doctor.vault(instance).ok
    owner = store(world, world.worker("salma", "north"), "identity:name", {"given": ["سر لا يقال"]})
    assert until(lambda: world.vault.status()["unusable"] == 1)
    check = doctor.vault(instance)
    assert not check.ok
    assert f"identity:name of {owner} (malformed)" in check.detail
    assert "save that name again" in check.remedy
    assert "سر" not in check.detail + check.remedy
