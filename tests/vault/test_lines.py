"""Sealed cases in the vault: a code instead of a name, for its worker and the line's supervisor and nobody else."""

import re
from typing import Any
from uuid import UUID

import pytest

from tests.vault.world import Worker, World
from wasl.kernel.errors import Refused
from wasl.vault import lines
from wasl.vault.envelopes import SIZES

SALMA: dict[str, Any] = {"given": "سلمى", "father": "ياسين", "grandfather": "عمر"}
WORKER = ["identity", "sealed"]
SUPERVISOR = ["identity", "sealed", "sealed:gbv:supervise"]


def store(world: World, by: Worker, sealed: tuple[UUID, bytes]) -> UUID:
    with world.as_web(by.token) as sql:
        sql.execute("INSERT INTO vault_envelope (id, sealed) VALUES (%s, %s)", list(sealed))
    return sealed[0]


def begin(world: World, by: Worker, file: UUID, person: UUID, line: str = "gbv") -> str:
    ref, sealed, code = world.vault.case_open(
        by.token, file=file, person=person, line=line, payload={"act": "opened"}
    )
    store(world, by, (ref, sealed))
    return code


def add(world: World, by: Worker, code: str, text: str, to: UUID | None = None) -> UUID:
    return store(world, by, world.vault.case_add(by.token, code, {"text": text}, to=to))


def codes(world: World, by: Worker, file: UUID | None = None) -> list[str]:
    return [one["code"] for one in world.vault.cases(by.token, "care", file=file)]


@pytest.mark.requirement("R030", "P2", "P8")
def test_its_worker_and_the_lines_supervisor_see_it_and_nobody_else_of_any_line_or_site(world: World) -> None:
    huda = world.worker("huda", "north", classes=WORKER)
    layla = world.worker("layla", "north", classes=SUPERVISOR)
    salma, file = world.person(huda, "north", **SALMA)
    code = begin(world, huda, file, salma)
    add(world, huda, code, "what she wishes")
    for sees in (huda, layla):
        (found,) = world.vault.cases(sees.token, "care")
        assert [act["payload"].get("text") for act in found["acts"]] == [None, "what she wishes"]
        assert not {"file", "person"} & found.keys()
        assert str(file) not in str(found)
        assert str(salma) not in str(found)
        one = world.vault.case(sees.token, "care", code)
        assert one is not None
        assert (one["file"], one["person"]) == (str(file), str(salma))
    nobody = [
        world.worker("noor", "north", classes=WORKER),
        world.worker("iman", "north", classes=["identity", "sealed", "sealed:child:supervise"]),
        world.worker("karim", "north", classes=["identity", "notes"]),
        world.worker("rana", "north", classes=["identity", "erase"]),
        world.worker("far", "south", classes=SUPERVISOR),
        world.worker("gone", "north", classes=SUPERVISOR, expired=True),
    ]
    for other in nobody[:-1]:
        assert codes(world, other) == codes(world, other, file) == []
        assert world.vault.case(other.token, "care", code) is None
        assert world.vault.case_name(other.token, "care", code) is None
        with pytest.raises(Refused):
            world.vault.case_add(other.token, code, {"text": "mine"})
    with pytest.raises(Refused):
        codes(world, nobody[-1])


@pytest.mark.requirement("R030", "P2")
def test_a_code_says_nothing_and_an_envelope_of_a_case_looks_like_any_other(world: World) -> None:
    huda = world.worker("huda", "north", classes=WORKER)
    given = set()
    for n in range(12):
        person, file = world.person(huda, "north", given=f"نور{n}", father="علي", grandfather="حسن")
        given.add(begin(world, huda, file, person, "gbv" if n % 2 else "child"))
        add(world, huda, max(given), "x" * (n * 300))
    assert len(given) == 12
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{4}", code) for code in given)
    with world.as_super() as sql:
        rows = sql.execute("SELECT sealed FROM vault_envelope").fetchall()
    assert {len(sealed) - 30 for (sealed,) in rows} <= set(SIZES)


def test_one_case_for_a_person_in_a_line_as_far_as_one_may_see(world: World) -> None:
    huda = world.worker("huda", "north", classes=WORKER)
    noor = world.worker("noor", "north", classes=WORKER)
    salma, file = world.person(huda, "north", **SALMA)
    begin(world, huda, file, salma)
    with pytest.raises(Refused) as why:
        begin(world, huda, file, salma)
    assert why.value.code == "case_is_there"
    # a colleague of the line may not learn from a refusal that somebody works with her already
    begin(world, noor, file, salma)


@pytest.mark.requirement("R030")
def test_a_case_that_is_handed_over_is_seen_by_the_next_and_no_longer_by_the_first(world: World) -> None:
    huda = world.worker("huda", "north", classes=WORKER)
    noor = world.worker("noor", "north", classes=WORKER)
    layla = world.worker("layla", "north", classes=SUPERVISOR)
    salma, file = world.person(huda, "north", **SALMA)
    code = begin(world, huda, file, salma)
    add(world, huda, code, "to noor", to=noor.account)
    assert (codes(world, huda), codes(world, noor), codes(world, layla)) == ([], [code], [code])
    with pytest.raises(Refused):
        world.vault.case_add(huda.token, code, {"text": "still mine"})
    add(world, layla, code, "back", to=huda.account)
    world.vault.seal_up()
    world.vault.unseal()
    assert (codes(world, huda), codes(world, noor), codes(world, layla)) == ([code], [], [code])


def test_whoever_asks_may_say_neither_of_whom_a_case_is_nor_whose(world: World) -> None:
    """What belongs to the vault cannot be written by the web, neither in a case nor as a single item."""
    huda = world.worker("huda", "north", classes=WORKER)
    omar = world.worker("omar", "south", classes=WORKER)
    salma, file = world.person(huda, "north", **SALMA)
    stranger, elsewhere = world.person(omar, "south", given="رنا", father="علي", grandfather="حسن")
    with pytest.raises(Refused):
        begin(world, huda, elsewhere, stranger)
    with pytest.raises(Refused):
        begin(world, huda, file, stranger)
    code = begin(world, huda, file, salma)
    forged = {
        "file": file, "person": salma, "line": "gbv", "kind": "note", "payload": {"text": "x"},
        "case": "00000000-0000-0000-0000-000000000000", "code": code, "to": omar.account, "at": "9999",
    }  # fmt: skip
    store(world, huda, world.vault.seal_envelope(huda.token, forged))
    assert codes(world, huda) == [code]
    assert codes(world, omar) == []


@pytest.mark.requirement("R030", "P10")
def test_the_record_of_a_full_list_and_an_empty_one_are_one_event_each_and_name_nobody(world: World) -> None:
    huda = world.worker("huda", "north", classes=WORKER)
    noor = world.worker("noor", "north", classes=WORKER)
    people = [world.person(huda, "north", given=f"نور{n}", father="علي", grandfather="حسن") for n in range(3)]
    made = [begin(world, huda, file, person) for person, file in people]
    for who in (huda, noor):
        before = len(world.events(event="sealed_opened"))
        world.vault.cases(who.token, "care")
        assert len(world.events(event="sealed_opened")) == before + 1
    world.vault.case(huda.token, "care", made[0])
    name = world.vault.case_name(huda.token, "care", made[0])
    assert name is not None
    rows = world.events(event="sealed_opened")
    assert [row["code"] for row in rows].count("name") == 1
    known = {ref for pair in people for ref in pair}
    for row in rows:
        assert (row["file_id"], row["person"], row["request"]) == (None, None, None)
        assert row["resource"] not in known


def test_erasing_a_person_takes_her_case_with_it(world: World) -> None:
    huda = world.worker("huda", "north", classes=[*WORKER, "erase"])
    salma, file = world.person(huda, "north", **SALMA)
    code = begin(world, huda, file, salma)
    add(world, huda, code, "x")
    assert codes(world, huda) == [code]
    world.vault.erase(huda.token, "erasure", salma)
    assert codes(world, huda) == []
    world.vault.seal_up()
    world.vault.unseal()
    assert codes(world, huda) == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("may_work", lambda case, who, reach: True),
        ("supervises", lambda line: "identity"),
    ],
)
def test_a_vault_that_lets_others_in_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, fault: Any
) -> None:
    """The planted faults: everybody may work on a case; who opens names supervises every line."""
    huda = world.worker("huda", "north", classes=WORKER)
    karim = world.worker("karim", "north", classes=["identity", "notes"])
    salma, file = world.person(huda, "north", **SALMA)
    code = begin(world, huda, file, salma)
    assert world.vault.case(karim.token, "care", code) is None
    monkeypatch.setattr(lines, name, fault)
    if name == "may_work":
        monkeypatch.setattr(lines, "supervises", lambda line: "identity")
    assert world.vault.case(karim.token, "care", code) is not None
