"""Who is known already, and which earlier import a list repeats."""

import time
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.vault.world import Worker, World
from wasl.vault import duplicates
from wasl.vault.client import Plain
from wasl.vault.index import NameIndex
from wasl.vault.rosters import likeness, recognise

GIVEN = ["محمد", "أحمد", "علي", "حسين", "فاطمة", "زينب", "مريم", "خالد", "سعاد", "نور", "عمر", "هدى", "ياسين"]


def crowd(size: int) -> list[dict[str, Any]]:
    """People of a few common names, so that agreement in one or two parts means little."""
    return [
        {
            "given": GIVEN[n % 13],
            "father": GIVEN[(n * 7 + n // 13) % 13],
            "grandfather": GIVEN[(n * 5 + n // 7) % 13],
            "laqab": "الموصلي" if n % 3 else "التلعفري",
            "mother": [GIVEN[(n * 3 + n // 5) % 13]],
            "birth": {"date": f"{1950 + n % 60}-07-01"},
        }
        for n in range(size)
    ]


@pytest.fixture
def index() -> NameIndex:
    made = NameIndex()
    made.load(row for one in crowd(400) for row in made.spellings(uuid4(), uuid4(), one))
    return made


RARE: dict[str, Any] = {
    "given": "رقية",
    "father": "ثامر",
    "grandfather": "عبد الوهاب",
    "laqab": "الدليمي",
    "mother": ["خديجة"],
    "birth": {"date": "1968-07-01"},
}


def newcomer(**more: Any) -> duplicates.Newcomer:
    base = {
        "key": "1", "family": "f", "given": "رقيه", "father": "ثامر ", "grandfather": "عبدالوهاب",
        "laqab": "الـــدليمي", "mother": "خديجه", "birth_year": 1969,
    }  # fmt: skip
    return duplicates.newcomer(base | more)


def test_the_same_person_written_otherwise_is_proposed(index: NameIndex) -> None:
    person, file = uuid4(), uuid4()
    index.replace(index.spellings(person, file, RARE))
    ((match,),) = duplicates.propose(index, [newcomer()])
    assert (match.person, match.file) == (person, file)
    assert match.score > 0.95


@pytest.mark.parametrize(
    "other",
    [
        {"given": "سعاد", "birth_year": 1990},
        {"father": "خالد", "grandfather": "عمر", "mother": "مريم"},
        {"birth_year": 2010, "mother": "نور", "grandfather": "علي"},
    ],
)
def test_a_relative_or_a_namesake_is_not_proposed(index: NameIndex, other: dict[str, Any]) -> None:
    index.replace(index.spellings(uuid4(), uuid4(), RARE))
    assert duplicates.propose(index, [newcomer(**other)]) == [[]]


def test_sex_must_be_equal(index: NameIndex) -> None:
    index.replace(index.spellings(uuid4(), uuid4(), RARE | {"sex": "f"}))
    assert duplicates.propose(index, [newcomer(sex="m")]) == [[]]
    assert len(duplicates.propose(index, [newcomer(sex="f")])[0]) == 1


def test_a_pair_that_was_said_not_to_be_the_same_is_not_proposed_again(index: NameIndex) -> None:
    person = uuid4()
    index.replace(index.spellings(person, uuid4(), RARE))
    assert duplicates.propose(index, [newcomer()], [("1", person)]) == [[]]


def test_a_person_is_never_proposed_to_herself(index: NameIndex) -> None:
    person, file = uuid4(), uuid4()
    index.replace(index.spellings(person, file, RARE))
    assert duplicates.propose(index, [newcomer(person=str(person), file=str(file))]) == [[]]


def test_common_names_alone_propose_few_and_a_whole_family_of_them_is_proposed() -> None:
    index = NameIndex()
    people = crowd(400)
    index.load(row for one in people for row in index.spellings(uuid4(), uuid4(), one))
    strangers = [
        duplicates.newcomer(
            {
                **one,
                "key": str(n),
                "birth_year": 1950 + (n * 17) % 60,
                "mother": GIVEN[(n + 6) % 13],
                "laqab": "العاني",
            }
        )
        for n, one in enumerate(people[:100])
    ]
    assert sum(1 for found in duplicates.propose(index, strangers) if found) <= 5
    file = uuid4()
    members: list[dict[str, Any]] = [
        {
            "given": given,
            "father": "محمد",
            "grandfather": "علي",
            "laqab": "الموصلي",
            "birth": {"date": f"{year}-07-01"},
        }
        for given, year in (("أحمد", 1999), ("زينب", 2004), ("مريم", 2008))
    ]
    index.replace(row for one in members for row in index.spellings(uuid4(), file, one))
    arrivals = [
        duplicates.newcomer(
            {**one, "key": str(n), "family": "f", "birth_year": int(one["birth"]["date"][:4])}
        )
        for n, one in enumerate(members)
    ]
    found = duplicates.propose(index, arrivals)
    assert all(any(match.file == file for match in matches) for matches in found)


def test_duplicates_out_of_reach_are_told_only_to_who_may_ask(world: World) -> None:
    zainab, omar = world.worker("zainab", "north"), world.worker("omar", "south")
    clerk = world.worker("clerk", "south", classes=["identity", "beyond"])
    person, file = world.person(zainab, "north", **RARE)
    _until(lambda: world.vault.status()["people"] == 1)
    asked = [{"key": "1", "given": "رقيه", "father": "ثامر", "grandfather": "عبدالوهاب", "laqab": "الدليمي",
              "mother": "خديجة", "birth_year": 1968}]  # fmt: skip
    assert world.vault.duplicates(omar.token, asked) == [[]]
    ((mine,),) = world.vault.duplicates(zainab.token, asked)
    ((match,),) = world.vault.duplicates(clerk.token, asked)
    assert mine == match
    assert (match.person, match.file) == (person, file)
    assert world.vault.duplicates(clerk.token, asked, [("1", person)]) == [[]]
    assert [row["code"] for row in world.events(event="compared", actor=clerk.account)] == ["asked:1"] * 2


def _until(condition: Any) -> None:
    until = time.monotonic() + 2
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    assert condition()


def member(given: str, father: str, grandfather: str, mother: str, year: int) -> dict[str, Any]:
    return {
        "given": given,
        "father": father,
        "grandfather": grandfather,
        "mother": mother,
        "birth": str(year),
    }


FAMILY = [
    member("سعاد", "ياسين", "عمر", "هدى", 1970),
    member("حسن", "خالد", "علي", "سعاد", 1999),
    member("زينب", "خالد", "علي", "سعاد", 2003),
]


def import_family(
    world: World, by: Worker, batch: UUID, number: str, members: list[dict[str, Any]]
) -> dict[str, Any]:
    file, owner = world.file("north"), uuid4()
    kept = [{**one, "person": str(uuid4())} for one in members]
    value = {"batch": str(batch), "number": number, "members": kept}
    world.write(by, [Plain(owner, "identity:roster", file, file, world.team("north"), value)])
    return {"file": file, "entry": owner, "people": [UUID(one["person"]) for one in kept]}


@pytest.fixture
def imported(world: World) -> tuple[World, Worker, UUID, list[dict[str, Any]]]:
    zainab = world.worker("zainab", "north")
    batch = uuid4()
    families = [
        import_family(world, zainab, batch, "1", FAMILY),
        import_family(world, zainab, batch, "2", [member("مريم", "نوح", "عباس", "سارة", 1980)]),
    ]
    import_family(world, zainab, uuid4(), "1", [member("كريم", "صالح", "مهدي", "آية", 1988)])
    _until(
        lambda: world.vault.roster_overlap(zainab.token, batch, [{"number": "2", "members": []}]) is not None
    )
    return world, zainab, batch, families


def test_a_corrected_list_is_recognised_by_overlap_and_only_what_is_missing_is_new(
    imported: tuple[World, Worker, UUID, list[dict[str, Any]]],
) -> None:
    world, zainab, batch, (first, second) = imported
    corrected = [
        {
            "number": " ١ ",
            "members": [
                member("حسين", "خالد", "علي", "سعاد", 2001),
                member("زينب", "خالد", "على", "سعاد", 2003),
                member("حسن", "خالد", "علي", "سعاد", 1999),
                member("سعاد", "ياسين", "عمران", "هدى", 1970),
            ],
        },
        {"number": "2", "members": [member("مريم", "نوح", "عباس", "ساره", 1981)]},
        {"number": "3", "members": [member("نور", "عمر", "علي", "هدى", 1990)]},
    ]
    answer = world.vault.roster_overlap(zainab.token, None, corrected)
    assert (answer.batch, answer.agreeing) == (batch, 2)
    one, two, three = answer.families
    people = first["people"]
    assert (one.file, one.known) == (first["file"], (None, people[2], people[1], people[0])), "a new brother"
    assert (two.file, two.known) == (second["file"], (second["people"][0],))
    assert (three.file, three.known) == (None, (None,))


def test_another_list_with_the_same_numbers_is_not_taken_for_a_correction(
    imported: tuple[World, Worker, UUID, list[dict[str, Any]]],
) -> None:
    world, zainab, _, _ = imported
    other = [{"number": str(n), "members": [member("نور", "عمر", "علي", "هدى", 1990)]} for n in (1, 2, 3)]
    answer = world.vault.roster_overlap(zainab.token, None, other)
    assert (answer.batch, answer.agreeing) == (None, 0)
    assert all(one.file is None for one in answer.families)


def test_another_teams_import_is_not_told(imported: tuple[World, Worker, UUID, list[dict[str, Any]]]) -> None:
    world, _, batch, _ = imported
    omar = world.worker("omar", "south")
    answer = world.vault.roster_overlap(omar.token, batch, [{"number": "1", "members": FAMILY}])
    assert answer.families[0].file is None


def test_brothers_one_letter_apart_stay_two_and_a_slip_with_the_same_birth_year_is_one() -> None:
    hasan, hussein = FAMILY[1], member("حسين", "خالد", "علي", "سعاد", 2001)
    assert likeness(hasan, hussein) == 0.0
    assert recognise([hussein, hasan], [hasan]) == [None, 0]
    assert (
        likeness(member("فاطمة", "خالد", "علي", "سعاد", 2003), member("فاطنة", "خالد", "علي", "سعاد", 2003))
        > 0.8
    )
    assert recognise([hasan, hasan], [hasan]) == [0, None], "nobody is taken twice"
