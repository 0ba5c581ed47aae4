"""Names of people who do not exist."""

from dataclasses import replace
from random import Random

import pytest

from tests.demo.plain_terms import TODAY
from wasl.interfaces.cli.demo.families import SyntheticFamily, families
from wasl.interfaces.cli.demo.names import (
    FEMALE,
    PUBLIC_FIGURES,
    Line,
    Word,
    draw_given,
    draw_line,
    draw_phone,
)
from wasl.kernel.names import normal


@pytest.fixture(scope="module")
def town() -> list[SyntheticFamily]:
    return list(families(11, 1500, TODAY))


def name_faults(family: SyntheticFamily) -> list[str]:
    """What is wrong with the names of one family."""
    found = []
    head = family.head
    for person in family.people:
        line = person.line
        child, mother_heads = person.relation in {"son", "daughter"}, head.sex == FEMALE
        fathers = (head.line.given, head.line.father)
        if child and not mother_heads and (line.father, line.grandfather) != fathers:
            found.append(f"{person.key} does not carry the father's line")
        if child and mother_heads and person.mother != head.line:
            found.append(f"{person.key} has another mother than the head")
        if person.relation in {"brother", "sister"} and line.father != head.line.father:
            found.append(f"{person.key} is no child of the head's father")
        if person.relation == "mother" and person.line != head.mother:
            found.append("the grandmother is not the head's mother by name")
        pairs = ((line.given, line.father), (line.father, line.grandfather), (line.grandfather, line.great))
        if any((own.ar, father.ar) in PUBLIC_FIGURES for own, father in pairs):
            found.append(f"{person.key} is called like somebody everybody knows")
    children = [person for person in family.people if person.relation in {"son", "daughter"}]
    if len({(child.line.father, child.line.grandfather) for child in children}) > 1:
        found.append("brothers and sisters of two lines")
    if len({child.line.given for child in children}) < len(children):
        found.append("two children of one name")
    return found


@pytest.mark.requirement("R062")
def test_children_carry_the_fathers_line_and_everybody_has_a_name_of_their_own(
    town: list[SyntheticFamily],
) -> None:
    assert [fault for family in town for fault in name_faults(family)] == []


def renamed(family: SyntheticFamily, key: int, line: Line) -> SyntheticFamily:
    people = [replace(person, line=line) if person.key == key else person for person in family.people]
    return replace(family, people=tuple(people))


def test_a_child_with_a_strangers_father_is_noticed(town: list[SyntheticFamily]) -> None:
    family = next(f for f in town if f.head.sex != FEMALE and any(p.relation == "son" for p in f.people))
    son = next(person for person in family.people if person.relation == "son")
    stranger = draw_line(Random(5), family.language, "m", 40)
    wrong = renamed(family, son.key, stranger.child(Word("مثنى", None, "Muthanna")))
    assert f"{son.key} does not carry the father's line" in name_faults(wrong)


def test_a_name_that_everybody_knows_is_drawn_again() -> None:
    father = Word("إبراهيم", None, "Ibrahim")
    drawn = {draw_given(Random(seed), "ar", "m", 40, father=father, taken=set()).ar for seed in range(2000)}
    assert ("عواد", "إبراهيم") not in PUBLIC_FIGURES
    assert {"عواد", "محمد"} <= drawn
    known = {own for own, of in PUBLIC_FIGURES if of == "إبراهيم"}
    assert known
    assert not known & drawn


def test_a_line_with_a_public_figure_in_it_is_noticed(town: list[SyntheticFamily]) -> None:
    family = next(f for f in town if f.people[0].relation == "head" and len(f.people) == 1)
    words = [Word(name, None, name) for name in ("سارة", "قصي", "صدام", "حسين")]
    assert name_faults(renamed(family, 1, Line(*words))) == ["1 is called like somebody everybody knows"]


def test_kurdish_families_have_kurdish_names_with_the_arabic_form_of_their_papers(
    town: list[SyntheticFamily],
) -> None:
    kurdish = [person for family in town if family.language == "ckb" for person in family.people]
    assert kurdish
    for person in kurdish:
        document = person.identity()
        assert document["ckb"]["given"] != ""
        assert normal(document["given"])
        assert all(part.isascii() for part in document["latin"].split())


def test_phone_numbers_are_known_at_sight_as_made_up() -> None:
    rng = Random(3)
    for number in (draw_phone(rng) for _ in range(200)):
        assert len(number) == 11
        assert number.startswith("07")
        assert number[4:7] == "000"


def test_the_name_she_wants_to_hear_is_her_kunya_or_her_own(town: list[SyntheticFamily]) -> None:
    for family in town:
        for person in family.people:
            own = {person.line.given.ar, person.line.given.ckb}
            assert person.used in own | set(person.kunya or ())
