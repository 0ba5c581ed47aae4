"""Whether the families are as the dossier says that families are."""

from collections import Counter

import pytest

from tests.demo.plain_terms import TODAY, plain_terms
from wasl.interfaces.cli.demo.events import Closed, History, Note, Urgent
from wasl.interfaces.cli.demo.families import SyntheticFamily, families
from wasl.interfaces.cli.demo.families import family as one_family
from wasl.interfaces.cli.demo.histories import history
from wasl.interfaces.cli.demo.needs import DOCUMENTS, LEVELS, MISSING, highest, support_level
from wasl.interfaces.cli.demo.places import PLACES
from wasl.interfaces.cli.demo.stages import ANNOUNCED, DECK, OPENING, Stage
from wasl.interfaces.cli.demo.words import every_sentence
from wasl.programme.forbidden import check_name


@pytest.fixture(scope="module")
def town() -> list[SyntheticFamily]:
    return list(families(7, 4000, TODAY))


def test_sizes_ages_and_heads_are_those_of_the_dossier(town: list[SyntheticFamily]) -> None:
    people = [person for family in town for person in family.people]
    sizes = [len(family.people) for family in town]
    assert min(sizes) == 1
    assert max(sizes) == 11
    assert sum(sizes) / len(sizes) == pytest.approx(3.9, abs=0.1)
    assert sum(not person.adult for person in people) / len(people) == pytest.approx(0.62, abs=0.03)
    assert sum(family.woman_headed for family in town) / len(town) == pytest.approx(0.6, abs=0.03)


def test_a_grandmother_lives_in_about_every_seventh_family(town: list[SyntheticFamily]) -> None:
    def has_one(family: SyntheticFamily) -> bool:
        return any(person.relation in {"mother", "grandson", "granddaughter"} for person in family.people)

    assert sum(has_one(family) for family in town) / len(town) == pytest.approx(0.15, abs=0.025)


def test_levels_are_spread_as_assumed_and_always_follow_from_the_scores(town: list[SyntheticFamily]) -> None:
    share = Counter(family.level for family in town)
    for level, expected in zip(LEVELS, (0.15, 0.40, 0.30, 0.15), strict=True):
        assert share[level] / len(town) == pytest.approx(expected, abs=0.025)
    assert [fault for family in town for fault in level_faults(family)] == []


def level_faults(family: SyntheticFamily) -> list[str]:
    """Members whose level their scores do not explain."""
    found = []
    for person in family.people:
        scores = [*person.scores.values(), *(family.household.values() if person is family.head else ())]
        if person.level != support_level(scores):
            found.append(f"{family.index}: {person.key} is {person.level}")
    if family.level != highest([person.level for person in family.people]):
        found.append(f"{family.index}: family is {family.level}")
    return found


def test_a_level_without_its_reason_is_noticed() -> None:
    light = next(one for one in families(7, 200, TODAY) if one.level == "light")
    light.head.scores["health"] = 3
    assert level_faults(light) == [f"{light.index}: 1 is light"]


def test_documents_are_missing_as_often_as_assumed(town: list[SyntheticFamily]) -> None:
    people = [person for family in town for person in family.people]
    assert sum(bool(p.missing_documents) for p in people) / len(people) == pytest.approx(0.70, abs=0.03)
    assert sum(len(p.missing_documents) for p in people) / len(people) == pytest.approx(2.2, abs=0.2)
    assert all(tuple(family.head.documents) == DOCUMENTS for family in town)
    for person in people:
        pressing = len(person.missing_documents) >= 2
        assert pressing == (person.scores["documents"] >= 2)
        assert MISSING & set(person.documents.values()) or not person.missing_documents


@pytest.mark.requirement("R062")
def test_what_became_of_a_spouse_has_four_neutral_values(town: list[SyntheticFamily]) -> None:
    fates = Counter(person.spouse for family in town for person in family.people if person.spouse)
    assert set(fates) == {"present", "absent", "deceased", "unknown"}
    for family in town:
        couple = [person for person in family.people if person.relation in {"head", "wife", "husband"}]
        assert (family.head.spouse == "present") == (len(couple) == 2)


def test_places_of_return_have_the_assumed_shares(town: list[SyntheticFamily]) -> None:
    share = Counter(family.governorate.code for family in town)
    expected = {"IQG16": 0.35, "IQG01": 0.30, "IQG15": 0.25, "IQG13": 0.05, "IQG10": 0.03, "IQG08": 0.02}
    assert set(share) == set(expected)
    for code, part in expected.items():
        assert share[code] / len(town) == pytest.approx(part, abs=0.025)
    assert all(family.district.code.startswith(family.governorate.code) for family in town)
    assert 0.02 < sum(family.language == "ckb" for family in town) / len(town) < 0.12
    assert len({place.code for place in PLACES}) == len(PLACES)


def test_ages_fit_together_and_nobody_is_born_after_arrival(town: list[SyntheticFamily]) -> None:
    assert [fault for family in town for fault in age_faults(family)] == []
    placeholders = [p for f in town for p in f.people if p.accuracy in {"year", "estimated"}]
    assert placeholders
    assert all((person.born.day, person.born.month) == (1, 7) for person in placeholders)


def age_faults(family: SyntheticFamily) -> list[str]:
    found = []
    people = {person.key: person for person in family.people}
    for person in family.people:
        if person.born > family.placement.arrival:
            found.append(f"{person.key} is not born yet")
        if person.relation in {"son", "daughter"} and family.head.age - person.age < 15:
            found.append(f"{person.key} is too old for a child of the head")
        if person.carer is not None and not people[person.carer].adult:
            found.append(f"{person.key} is cared for by a child")
        if not person.adult and person.relation != "head" and person.carer is None:
            found.append(f"nobody cares for {person.key}")
    return found


def test_a_child_older_than_her_mother_is_noticed(town: list[SyntheticFamily]) -> None:
    mother = next(f for f in families(7, 100, TODAY) if any(p.relation == "daughter" for p in f.people))
    daughter = next(person for person in mother.people if person.relation == "daughter")
    object.__setattr__(daughter, "age", 90)
    assert f"{daughter.key} is too old for a child of the head" in age_faults(mother)


def test_a_child_without_an_adult_is_a_family_of_her_own(town: list[SyntheticFamily]) -> None:
    alone = [family for family in town if not family.adults]
    assert alone
    assert all(len(family.people) == 1 and family.head.age >= 14 for family in alone)


def test_the_same_seed_gives_the_same_family_however_many_are_asked_for() -> None:
    few, many = list(families(21, 3, TODAY)), list(families(21, 9, TODAY))
    assert few == many[:3]
    assert many[5] == one_family(21, 5, TODAY) == next(families(21, 1, TODAY, first=5))
    assert few != list(families(22, 3, TODAY))


def test_the_first_families_stand_at_every_stage_and_one_of_each_kind_is_there() -> None:
    first = list(families(1, len(OPENING), TODAY))
    assert {family.placement.stage for family in first} == set(Stage)
    assert {family.placement.stage for family in first[:13]} >= {
        Stage.EXPECTED,
        Stage.AFTERCARE,
        Stage.CLOSED,
    }
    assert any(not family.adults for family in first)
    assert {family.language for family in first} == {"ar", "ckb"}
    assert 0.4 <= sum(family.woman_headed for family in first) / len(first) <= 0.75
    assert len(DECK) == 40


def test_the_first_rounds_bring_every_office_families_to_answer_for() -> None:
    """Shares alone would leave the offices of small governorates with nothing to do in a small demonstration."""
    few = list(families(1, 143, TODAY))
    for stages in ({Stage.OFFERED, Stage.ENDING}, {Stage.AFTERCARE}):
        assert len({f.governorate.code for f in few if f.placement.stage in stages}) == 6


def test_convoys_arrive_on_working_days_and_only_the_expected_one_lies_ahead(
    town: list[SyntheticFamily],
) -> None:
    for family in town:
        placed = family.placement
        assert placed.arrival.isoweekday() not in {5, 6}
        assert (placed.arrival > TODAY) == (placed.stage is Stage.EXPECTED)


@pytest.mark.requirement("R002", "P11")
def test_no_sentence_names_what_has_no_place_in_a_file() -> None:
    sentences = list(every_sentence())
    assert len(sentences) > 250
    assert [text for text in sentences if check_name(text)] == []


def test_a_stigmatizing_sentence_would_be_found() -> None:
    assert check_name("العائلة لها انتماء سابق.")
    assert check_name("اسم القبيلة مسجل في الملف.")


def untrue_words(family: SyntheticFamily, texts: list[str]) -> list[str]:
    """Sentences that speak of somebody who is not in the family."""
    ages = [person.age for person in family.people]
    there = {
        "الجدة": any(p.relation == "mother" or p.age >= 50 for p in family.people),
        "مدرسة": any(6 <= age < 18 for age in ages),
        "طفل": any(age < 18 for age in ages),
        "أطفال": any(age < 18 for age in ages),
        "للرضيع": any(age < 2 for age in ages),
    }
    return [text for text in texts for word, known in there.items() if word in text and not known]


def texts_of(told: History) -> list[str]:
    return [event.text for event in told.events if isinstance(event, Note | Urgent | Closed)]


def test_no_note_speaks_of_somebody_who_is_not_there() -> None:
    for family in families(2, 300, TODAY):
        told = history(family, TODAY, plain_terms())
        assert untrue_words(family, texts_of(told)) == [], family.index


def test_a_note_about_a_grandmother_who_is_not_there_is_noticed() -> None:
    alone = next(f for f in families(2, 300, TODAY) if len(f.people) == 1 and f.head.age < 40)
    assert untrue_words(alone, ["راجعت الجدة اللجنة الطبية"]) == ["راجعت الجدة اللجنة الطبية"]


def test_a_family_reads_each_note_once_as_long_as_there_are_others() -> None:
    for family in families(3, 120, TODAY):
        notes = [
            n for n in history(family, TODAY, plain_terms()).events if isinstance(n, Note) and not n.line
        ]
        said = [n.text for n in notes if n.topic in {"reception", "assessment", "plan", "exit"}]
        assert len(said) == len(set(said)) or family.language == "ckb"


def test_as_many_families_are_made_as_are_asked_for() -> None:
    """Announced ones come by lists of their own; beyond the first they would be left out."""
    made = families(4, 200, TODAY, first=ANNOUNCED)
    assert Stage.EXPECTED not in {family.placement.stage for family in made}
