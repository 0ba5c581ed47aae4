"""Search: at least two parts, exact before loose before Latin before misspelt, and nobody out of reach."""

import time
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.vault.world import World, stored_by
from wasl.kernel.errors import Invalid, LimitReached, Refused
from wasl.vault import services
from wasl.vault.client import Plain
from wasl.vault.index import NameIndex
from wasl.vault.ranking import parts_of, search

PEOPLE: dict[str, dict[str, Any]] = {
    "ahmed": {"given": "أحمد", "father": "محمد", "grandfather": "علي", "laqab": "الجبوري"},
    "abdulrahman": {"given": "عبد الرحمن", "father": "حسين", "grandfather": "كريم", "laqab": "الموصلي"},
    "fatima": {
        "given": "فاطمة",
        "father": "ياسين",
        "grandfather": "عمر",
        "kunya": "أم أحمد",
        "mother": ["زينب"],
    },
    "muhammad": {"given": "محمد", "father": "صالح", "grandfather": "مهدي", "laqab": "العاني"},
    "rebwar": {"given": "ڕێبوار", "father": "ئازاد", "grandfather": "محەمەد", "laqab": "زاخۆیی"},
    "thamir": {"given": "ثامر", "father": "عباس", "grandfather": "جاسم", "used": "أبو ليث"},
    "noor": {"given": "نور الدين", "father": "أبو بكر", "grandfather": "سعيد"},
    "samir": {"given": "سامر", "father": "عباس", "grandfather": "جاسم"},
}


@pytest.fixture(scope="module")
def index() -> tuple[NameIndex, dict[str, UUID]]:
    made, ids = NameIndex(), {name: uuid4() for name in PEOPLE}
    made.load(row for name, one in PEOPLE.items() for row in made.spellings(ids[name], uuid4(), one))
    return made, ids


@pytest.mark.requirement("P4")
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("احمد محمد", "ahmed"),
        ("أحمد الجبوري", "ahmed"),
        ("الجبوري أحمد", "ahmed"),
        ("عبدالرحمن حسين", "abdulrahman"),
        ("عبد الرحمن الموصلي", "abdulrahman"),
        ("محەمەد ساڵح", "muhammad"),
        ("فاطمه ياسين", "fatima"),
        ("فاطمة زينب", "fatima"),
        ("أم أحمد", "fatima"),
        ("ام احمد", "fatima"),
        ("Um Ahmed", "fatima"),
        ("أبو ليث", "thamir"),
        ("Ahmad Mohammed", "ahmed"),
        ("Ahmed al-Jubouri", "ahmed"),
        ("Abdul Rahman Hussein", "abdulrahman"),
        ("Rebwar Azad", "rebwar"),
        ("ريبوار ازاد", "rebwar"),
        ("نور الدين ابو بكر", "noor"),
        ("فاطنة ياسين", "fatima"),
        ("احمد بن محمد", "ahmed"),
        ("ثامر عباس جاسم", "thamir"),
        ("سامر عباس جاسم", "samir"),
        ("مُحَمَّد صالـــح", "muhammad"),
    ],
)
def test_a_name_is_found_however_it_is_written(
    index: tuple[NameIndex, dict[str, UUID]], query: str, first: str
) -> None:
    made, ids = index
    found = search(made, parts_of(query), 20)
    assert found, "nobody"
    assert found[0].person == ids[first]


@pytest.mark.parametrize("query", ["أحمد", "عبد الرحمن", "نور الدين", "Ahmed", "al-Jubouri", "", "  ", "بن"])
def test_one_name_alone_is_no_question(query: str) -> None:
    with pytest.raises(Invalid) as refused:
        parts_of(query)
    assert refused.value.code == "two_name_parts_needed"


def test_exact_comes_before_loose_and_loose_before_misspelt() -> None:
    index = NameIndex()
    written = {"exact": "ثامر", "loose": "سامر", "misspelt": "ثامور"}
    ids = {kind: uuid4() for kind in written}
    index.load(
        row
        for kind, given in written.items()
        for row in index.spellings(ids[kind], uuid4(), {"given": given, "father": "عباس"})
    )
    found = search(index, parts_of("ثامر عباس"), 10)
    assert [one.person for one in found] == [ids["exact"], ids["loose"]]
    assert [one.exact for one in found] == [True, False]
    index.replace([], [ids["exact"]])
    found = search(index, parts_of("ثامر عباس"), 10)
    assert [one.person for one in found] == [ids["loose"], ids["misspelt"]]


def test_one_muhammad_does_not_answer_for_two() -> None:
    index = NameIndex()
    once, twice = uuid4(), uuid4()
    index.load(
        [
            *index.spellings(once, uuid4(), {"given": "محمد", "father": "حسن", "grandfather": "محمد"}),
            *index.spellings(twice, uuid4(), {"given": "محمد", "father": "محمد", "grandfather": "حسن"}),
        ]
    )
    found = search(index, parts_of("محمد محمد"), 10)
    assert found[0].person == twice
    assert search(index, parts_of("محمد حسن محمد"), 10)[0].person == once


def test_what_was_saved_since_stands_in_place_of_what_was_loaded() -> None:
    index = NameIndex()
    person, file = uuid4(), uuid4()
    index.load(index.spellings(person, file, PEOPLE["ahmed"]))
    index.replace(index.spellings(person, file, PEOPLE["thamir"]))
    assert search(index, parts_of("أحمد محمد"), 10) == []
    assert [one.person for one in search(index, parts_of("ثامر عباس"), 10)] == [person]
    many = [uuid4() for _ in range(5000)]
    index.replace(row for one in many for row in index.spellings(one, file, PEOPLE["noor"]))
    assert index.people() == 5001
    assert [one.person for one in search(index, parts_of("ثامر عباس"), 10)] == [person]


@pytest.mark.requirement("P1", "P4")
def test_a_saved_name_is_found_within_a_second_and_a_rolled_back_one_never(world: World) -> None:
    zainab = world.worker("zainab", "north")
    person = uuid4()
    plain = Plain(person, "identity:name", person, world.file("north"), world.team("north"), PEOPLE["noor"])
    with world.as_web(zainab.token) as connection, stored_by(connection):
        services.write([plain], through=world.vault)
        connection.rollback()
    salma, file = world.person(zainab, "north", **PEOPLE["ahmed"])
    until = time.monotonic() + 1.0
    while not (hits := world.vault.search(zainab.token, "care", "احمد محمد")) and time.monotonic() < until:
        time.sleep(0.01)
    assert [(hit.person, hit.file, hit.exact) for hit in hits] == [(salma, file, True)]
    assert len(world.vault.search(zainab.token, "care", "نور الدين ابو بكر")) == 0
    (row, *_) = world.events(event="searched", code="hits:1")
    assert row["actor"] == zainab.account
    assert row["person"] is None
    with world.as_super() as sql:
        assert sql.execute("SELECT count(*) FROM vault_change").fetchone() == (0,), "the feed is consumed"


def _found(world: World, token: str, query: str, **more: Any) -> Any:
    until = time.monotonic() + 2.0
    while True:
        hits = world.vault.search(token, "reception", query, **more)
        if len(hits) or hits.beyond or time.monotonic() > until:
            return hits
        time.sleep(0.02)


@pytest.mark.requirement("P8")
def test_out_of_reach_there_is_nobody_unless_one_may_ask_and_then_only_same_or_not(world: World) -> None:
    zainab, omar = world.worker("zainab", "north"), world.worker("omar", "south")
    clerk = world.worker("clerk", "south", classes=["identity", "beyond"])
    world.person(zainab, "north", **PEOPLE["ahmed"])
    assert len(_found(world, zainab.token, "احمد محمد")) == 1
    hits = world.vault.search(omar.token, "care", "احمد محمد")
    assert (len(hits), hits.beyond) == (0, 0)
    with pytest.raises(Refused) as refused:
        world.vault.search(omar.token, "care", "احمد محمد", beyond=True)
    assert refused.value.code == "beyond_not_allowed"
    hits = world.vault.search(clerk.token, "reception", "احمد محمد علي", beyond=True)
    assert (len(hits), hits.beyond) == (0, 1)
    assert world.vault.known_person(clerk.token, "reception", PEOPLE["ahmed"]) == "same"
    assert world.vault.known_person(clerk.token, "reception", PEOPLE["samir"]) == "none"


def test_questions_beyond_reach_count_as_looks_outside_ones_own_work(world: World) -> None:
    zainab = world.worker("zainab", "north")
    clerk = world.worker("clerk", "south", classes=["identity", "beyond"], hour=1)
    world.person(zainab, "north", **PEOPLE["ahmed"])
    world.person(zainab, "north", **PEOPLE["noor"])
    assert len(_found(world, zainab.token, "نور الدين ابو بكر")) == 1
    assert world.vault.known_person(clerk.token, "reception", PEOPLE["ahmed"]) == "same"
    with pytest.raises(LimitReached):
        world.vault.known_person(clerk.token, "reception", PEOPLE["noor"])


def test_a_role_without_names_finds_nobody(world: World) -> None:
    zainab, cook = world.worker("zainab", "north"), world.worker("cook", "north", classes=["files"])
    world.person(zainab, "north", **PEOPLE["ahmed"])
    assert len(_found(world, zainab.token, "احمد محمد")) == 1
    assert len(world.vault.search(cook.token, "care", "احمد محمد")) == 0


def test_a_changed_name_is_found_by_the_new_one_and_no_more_by_the_old(world: World) -> None:
    zainab = world.worker("zainab", "north")
    person, file = world.person(zainab, "north", **PEOPLE["ahmed"])
    assert len(_found(world, zainab.token, "احمد محمد")) == 1
    world.write(zainab, [Plain(person, "identity:name", person, file, world.team("north"), PEOPLE["noor"])])
    assert len(_found(world, zainab.token, "نور الدين ابو بكر")) == 1
    assert len(world.vault.search(zainab.token, "care", "احمد محمد")) == 0
    with world.as_web(zainab.token) as sql:
        sql.execute("DELETE FROM vault_sealed WHERE owner = %s", [person])
    until = time.monotonic() + 2
    while len(world.vault.search(zainab.token, "care", "نور الدين ابو بكر")) and time.monotonic() < until:
        time.sleep(0.02)
    assert len(world.vault.search(zainab.token, "care", "نور الدين ابو بكر")) == 0
