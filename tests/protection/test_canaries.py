"""Thousands of made-up names and sentences go in at every door; in what a thief could carry away none is found.

With sealing off the same sweep finds every one of them, and each way of writing is found where it was put.
"""

import random
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.protection.canaries import plain_text, put_in
from tests.protection.needles import Hay, ways_of
from tests.protection.search import Search
from tests.protection.sweep import Found, sweep, told
from tests.worlds import House

pytestmark = pytest.mark.requirement("P2", "P3")


def test_nothing_that_was_put_in_is_found_anywhere(house: House, tmp_path: Path):
    hays = put_in(house, families=16, seed=11)
    assert len(hays.all) > 3000
    found = sweep(house.home, house.cluster, hays.all, tmp_path)
    assert not found, told(found)


def test_with_sealing_off_the_same_sweep_finds_all(house: House, monkeypatch: pytest.MonkeyPatch):
    """The planted fault: a seal that stores what it was given."""
    from wasl.vault.client import SealedBatch, Vault

    really, really_envelope, really_add = Vault.seal, Vault.seal_envelope, Vault.case_add

    def no_seal(self: Vault, plains: Any) -> SealedBatch:
        batch = really(self, plains)
        return SealedBatch([plain_text(one.value) for one in plains], batch.new_keys)

    def no_envelope(self: Vault, token: str, payload: Any) -> tuple[Any, bytes]:
        ref, _ = really_envelope(self, token, payload)
        return ref, plain_text(payload)

    def no_case(self: Vault, token: str, code: str, payload: Any, **more: Any) -> tuple[Any, bytes]:
        ref, _ = really_add(self, token, code, payload, **more)
        return ref, plain_text(payload)

    monkeypatch.setattr(Vault, "seal", no_seal)
    monkeypatch.setattr(Vault, "case_add", no_case)
    monkeypatch.setattr(Vault, "seal_envelope", no_envelope)
    try:
        hays = put_in(house, families=2, seed=23)
        found = sweep(house.home, house.cluster, hays.all)
    finally:
        clear_what_was_not_sealed(house)
    stored, replaced = set(hays.stored.all), set(hays.replaced.all)
    assert stored <= seen(found, "pg_dump plain") & seen(found, "pg_dump custom, read back")
    assert stored <= seen(found, "data files")
    # a correction may overwrite its predecessor's place in the page, and the log drops old parts at a checkpoint
    assert replaced & (seen(found, "data files") | seen(found, "write-ahead log"))
    assert seen(found, "write-ahead log")
    typed = set(hays.typed.all)
    assert len(typed & seen(found, "pg_dump plain")) > 20, "the forms of the pages do keep what is typed"
    assert not set(hays.said.all) & set().union(*(seen(found, place) for place in found))


def test_the_sweep_looks_into_every_place_of_an_instance(house: House, tmp_path: Path):
    """The planted fault: one forgotten line in each place where a process could leave it."""
    hay = Hay(31)
    places = {
        house.home.logs / "web.log": "logs",
        house.home.run / "left-behind": "run",
        house.home.path / "exported.csv": "exported.csv",
        house.cluster.data / "base" / "pgsql_tmp" / "pgsql_tmp1.0": "data files",
        house.cluster.data / "log": "database's log",
        tmp_path / "upload": "upload",
    }
    needles = {place: hay.arabic() for place in places}
    there = [place for place in places if place.exists()]
    assert not there, "the planted lines may overwrite nothing"
    (house.cluster.data / "base" / "pgsql_tmp").mkdir(exist_ok=True)
    try:
        for place, needle in needles.items():
            place.write_text(f"2026-11-22 INFO {needle}\n", encoding="utf-8")
        found = sweep(house.home, house.cluster, list(needles.values()), tmp_path)
    finally:
        for place in places:
            place.unlink(missing_ok=True)
    for place, kind in places.items():
        where = [name for name in found if needles[place] in seen(found, name)]
        assert any(kind in name for name in where), f"{place}: {where}"


def seen(found: Found, place: str) -> set[str]:
    return set().union(*found.get(place, {}).values())


def test_each_way_of_writing_is_found_where_it_was_put(tmp_path: Path):
    hay = Hay(5)
    needles = [hay.arabic(), hay.kurdish(), hay.latin(), hay.phone(), hay.paper()]
    patterns = ways_of(needles)
    draw = random.Random(3)
    search = Search(patterns)
    for pattern, meant in patterns.items():
        place = tmp_path / "leak"
        place.write_bytes(draw.randbytes(draw.randrange(64)) + pattern + draw.randbytes(draw.randrange(64)))
        assert meant in set(search.in_file(place))
    assert {way for _, way in patterns.values()} >= {
        "NFC UTF-8", "NFD UTF-8", "NFC UTF-16 LE", "NFC percent", "NFC JSON escapes", "NFC base64, shifted by 2",
    }  # fmt: skip


def test_a_needle_on_the_seam_of_two_pieces_is_found(tmp_path: Path):
    from tests.protection.search import PIECE

    needle = Hay(7).arabic()
    place = tmp_path / "long"
    place.write_bytes(bytes(PIECE - 5) + needle.encode() + bytes(100))
    assert list(Search(ways_of([needle])).in_file(place))


def clear_what_was_not_sealed(house: House) -> None:
    """Take the plain rows out again: other tests share this house and its vault."""
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("DELETE FROM vault_sealed WHERE get_byte(sealed, 0) <> 1")
        everything.execute("DELETE FROM vault_envelope WHERE get_byte(sealed, 0) <> 1")
