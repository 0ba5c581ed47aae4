"""Umm Ahmed's family, as in the first journey of the dossier: she, her husband's mother and five children."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tests.cast import AMAL, SALMA
from tests.worlds import House
from wasl.kernel.clock import today


@dataclass
class Family:
    """The family's file, and who is who in it."""

    file: UUID
    number: str
    people: dict[str, UUID] = field(default_factory=dict)


def receive(house: House, worker=SALMA, state: str = "assessing") -> Family:
    """A family of seven, received by Amal and handed to a worker."""
    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import FileState
    from wasl.casefile.models import File
    from wasl.casefile.services.files import NewFile, file_create, file_recount
    from wasl.people.enums import Accuracy, FamilyRole, JoinReason, Sex, SpouseFate
    from wasl.people.names import NameCard
    from wasl.people.services import NewPerson, person_add

    year = today().year
    by = house.actor(AMAL)
    file = file_create(
        new=NewFile(team=house.teams["A"], state=FileState(state), arrived_on=today(), governorate="IQG16"),
        role="intake-clerk",
        by=by,
    )
    born = lambda age: date(year - age, 1, 1)  # noqa: E731
    everybody = {
        "sundus": NewPerson(
            NameCard("سندس", "كاظم", "جبار", laqab="التكريتي", kunya="أم أحمد", birth=born(34), accuracy=Accuracy.YEAR),
            Sex.FEMALE, FamilyRole.HEAD, SpouseFate.UNKNOWN,
        ),
        "badia": NewPerson(
            NameCard("بدعة", "خلف", "محمد عبد الرحمن", laqab="الجبوري", birth=born(61), accuracy=Accuracy.YEAR),
            Sex.FEMALE, FamilyRole.PARENT, SpouseFate.DECEASED,
        ),
        "huda": NewPerson(NameCard("هدى", "عباس", "حسن", birth=born(15)), Sex.FEMALE, FamilyRole.CHILD),
        "ahmed": NewPerson(NameCard("أحمد", "عباس", "حسن", birth=born(11)), Sex.MALE, FamilyRole.CHILD),
        "zahra": NewPerson(NameCard("زهراء", "عباس", "حسن", birth=born(9)), Sex.FEMALE, FamilyRole.CHILD),
        "omar": NewPerson(NameCard("عمر", "عباس", "حسن", birth=born(6)), Sex.MALE, FamilyRole.CHILD),
        "noor": NewPerson(NameCard("نور الهدى", "عباس", "حسن", birth=born(2)), Sex.FEMALE, FamilyRole.CHILD),
    }  # fmt: skip
    refs = person_add(
        file=file, people=list(everybody.values()), since=today(), reason=JoinReason.ARRIVAL, by=by
    )
    file_recount(file=file, by=by)
    with unit_of_work(by.token):
        grant_give(
            file=file, account=house.accounts[worker.username], role="caseworker", purpose="care", by=by
        )
        File.objects.filter(pk=file).update(worker=house.accounts[worker.username])
        number = File.objects.get(pk=file).number
    return Family(file, number, dict(zip(everybody, refs, strict=True)))


def fill(home: Family, who: str | None, by, *, calm: int = 1, words=None, key=None, **scores: int) -> UUID:
    """One part of the grid: the given scores, and `calm` for all else that is asked."""
    from wasl.access.policy import programme
    from wasl.access.work import unit_of_work
    from wasl.instruments.rules import asked_age
    from wasl.instruments.services.grid import Filled, grid_record
    from wasl.people import selectors as people

    person = home.people[who] if who else None
    if person is None:
        asked = programme().household_domains()
    else:
        with unit_of_work(by.token):
            card = people.person(person, viewer=by)
        asked = programme().person_domains(asked_age(card.age, card.age_band))
    chosen = {domain.code: calm for domain in asked} | scores
    return grid_record(
        file=home.file,
        person=person,
        filled=Filled(scores=chosen, words=words or {}, minutes=10),
        by=by,
        form_key=key,
    )


def assess(family: Family, by) -> None:
    """The whole family, with the needs of the journey: documents, coping, work, school, family."""
    fill(family, None, by, family=2)
    fill(family, "sundus", by, documents=3, coping=2, work=2)
    fill(family, "badia", by, health=3, safety=2)
    fill(family, "huda", by, coping=2)
    for child in ("ahmed", "zahra", "omar"):
        fill(family, child, by, documents=3, education=3)
    fill(family, "noor", by, documents=3)
