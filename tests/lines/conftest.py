"""A house with its lines, and a family of which one member is a girl of fifteen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest

from tests.cast import AMAL, SALMA
from tests.lines.staff import take_on
from tests.worlds import House


@dataclass(frozen=True)
class Kin:
    """A family: its file, its number, the mother and her daughter of fifteen."""

    file: UUID
    number: str
    mother: UUID
    girl: UUID


@pytest.fixture
def lines(house: House) -> House:
    take_on(house)
    return house


def a_family_with_a_girl(house: House) -> Kin:
    from tests.stories.test_a_note_is_saved_and_read_back import a_family
    from wasl.kernel.clock import today
    from wasl.people.enums import Accuracy, FamilyRole, JoinReason, Sex
    from wasl.people.names import NameCard
    from wasl.people.services import NewPerson, person_add

    file, number, (mother, _) = a_family(house, AMAL, SALMA)
    born = date(today().year - 15, 1, 2)
    girl = NewPerson(
        NameCard("رغد", "عباس", "حسن", birth=born, accuracy=Accuracy.DAY), Sex.FEMALE, FamilyRole.CHILD
    )
    (ref,) = person_add(
        file=file, people=[girl], since=today(), reason=JoinReason.ARRIVAL, by=house.actor(AMAL)
    )
    return Kin(file, number, mother, ref)


@pytest.fixture
def kin(lines: House) -> Kin:
    return a_family_with_a_girl(lines)
