"""Families of a second convoy who were in the first are found, and few others: over drawn convoys, tame and hard."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from tests.importer.lists import HEADINGS, read_rows
from tests.importer.population import Convoys, convoys, lines
from wasl.vault import duplicates, evidence
from wasl.vault.index import NameIndex


@dataclass
class Outcome:
    found: int
    false: int


def asked_of(made: Convoys) -> tuple[NameIndex, list[duplicates.Newcomer], dict[UUID, str]]:
    """The first convoy as it is known, the second as it arrives, and the numbers of the files."""
    first, second = (read_rows([HEADINGS, *lines(families)]) for families in (made.first, made.second))
    assert first.errors == second.errors == ()
    index, number_of = NameIndex(), dict[UUID, str]()
    spellings = []
    for family in first.families:
        file = uuid4()
        number_of[file] = family.number
        for person in family.people:
            spellings += index.spellings(uuid4(), file, person.identity())
    index.load(spellings)
    asked = [(family, person) for family in second.families for person in family.people]
    newcomers = [
        duplicates.newcomer(
            {
                **person.identity(),
                "key": str(at),
                "family": family.number,
                "sex": str(person.sex),
                "birth_year": person.birth.date.year,
            }
        )
        for at, (family, person) in enumerate(asked)
    ]
    return index, newcomers, number_of


def proposed(made: Convoys) -> Outcome:
    index, newcomers, number_of = asked_of(made)
    said: dict[str, set[str]] = {}
    for one, matches in zip(newcomers, duplicates.propose(index, newcomers), strict=True):
        said.setdefault(one.family, set()).update(number_of[match.file] for match in matches)
    found = sum(1 for number, earlier in made.known.items() if earlier in said[number])
    return Outcome(found, sum(1 for number, files in said.items() if files and number not in made.known))


@pytest.mark.requirement("R007", "R028")
@pytest.mark.parametrize("hard", [False, True], ids=["written otherwise", "with slips, gaps and relatives"])
@pytest.mark.parametrize("seed", range(100, 106))
def test_repeated_families_are_proposed_and_hardly_any_other(seed: int, hard: bool) -> None:
    outcome = proposed(convoys(seed, hard=hard))
    assert outcome.found >= 11
    assert outcome.false <= 3


def test_a_matcher_that_forgets_how_common_names_are_names_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: every name as telling as the rarest."""
    monkeypatch.setattr(evidence.Evidence, "share", lambda *_: 0.0005)
    assert proposed(convoys(100, hard=True)).false > 3


@pytest.mark.parametrize("seed", range(200, 206))
def test_nobody_is_left_out_before_a_closer_look_who_would_be_proposed_after_it(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, newcomers, _ = asked_of(convoys(seed, hard=True))
    quick = duplicates.propose(index, newcomers)
    assert any(quick)
    monkeypatch.setattr(duplicates, "_worth_a_look", lambda _, family: [list(found) for found in family])
    assert duplicates.propose(index, newcomers) == quick


def test_files_that_are_kept_apart_count_as_little_as_if_nobody_knew_them() -> None:
    made = convoys(210, hard=False)
    index, newcomers, _ = asked_of(made)
    before = duplicates.propose(index, newcomers)
    apart = [uuid4() for _ in range(3)]
    twins = [
        one
        for family in made.second
        for at, person in enumerate(read_rows([HEADINGS, *lines([family])]).families[0].people)
        for one in index.spellings(uuid4(), apart[at % 3], person.identity())
    ]
    index.replace(twins)
    assert duplicates.propose(index, newcomers) != before
    assert duplicates.propose(index, newcomers, apart=apart) == before
