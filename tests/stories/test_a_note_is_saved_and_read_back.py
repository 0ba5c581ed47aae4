"""The thinnest way through: Amal opens a file, Salma writes a note, it comes back to her and to nobody else."""

from datetime import date

import pytest

from tests.cast import AMAL, HADI, KARIM, SALMA
from tests.worlds import House
from wasl.kernel.clock import today


def a_family(house: House, clerk, worker):
    """A family of two at the desk, handed to a worker."""
    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import FileState
    from wasl.casefile.models import File
    from wasl.casefile.services.files import NewFile, file_create, file_recount
    from wasl.people.enums import Accuracy, FamilyRole, JoinReason, Sex, SpouseFate
    from wasl.people.names import NameCard
    from wasl.people.services import NewPerson, person_add

    by = house.actor(clerk)
    file = file_create(
        new=NewFile(
            team=house.teams["A"], state=FileState.ASSESSING, arrived_on=today(), governorate="IQG16"
        ),
        role="intake-clerk",
        by=by,
    )
    people = [
        NewPerson(
            NameCard("سندس", "كاظم", "جبار", laqab="التكريتي", kunya="أم أحمد", birth=date(1990, 7, 1),
                     accuracy=Accuracy.YEAR),
            Sex.FEMALE, FamilyRole.HEAD, SpouseFate.UNKNOWN, phones=("07701234567",),
        ),
        NewPerson(NameCard("أحمد", "عباس", "حسن", birth=date(2015, 3, 2)), Sex.MALE, FamilyRole.CHILD),
    ]  # fmt: skip
    refs = person_add(file=file, people=people, since=today(), reason=JoinReason.ARRIVAL, by=by)
    file_recount(file=file, by=by)
    with unit_of_work(by.token):
        grant_give(
            file=file, account=house.accounts[worker.username], role="caseworker", purpose="care", by=by
        )
    with unit_of_work(by.token):
        number = File.objects.get(pk=file).number
    return file, number, refs


@pytest.mark.requirement("R079")
def test_salma_writes_a_note_and_reads_it_back(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import ContactKind
    from wasl.casefile.selectors import files, record
    from wasl.casefile.services.record import contact_record

    file, number, _ = a_family(house, AMAL, SALMA)
    salma = house.actor(SALMA)
    contact_record(
        file=file, person=None, kind=ContactKind.NOTE, text="طلبت بيان ولادة لأحمد", on=today(), by=salma
    )
    with unit_of_work(salma.token):
        card = files.view(number, viewer=salma)
        notes = record.contacts(card.ref, viewer=salma, roles=card.roles)
    assert [note.text for note in notes] == ["طلبت بيان ولادة لأحمد"]


@pytest.mark.requirement("R088")
def test_a_stranger_finds_nothing_and_a_colleague_is_told_why(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.kernel.errors import NotFound, Refused

    _, number, _ = a_family(house, AMAL, SALMA)
    karim, hadi = house.actor(KARIM), house.actor(HADI)
    with pytest.raises(NotFound), unit_of_work(karim.token):
        files.view(number, viewer=karim)
    with pytest.raises(Refused) as refused, unit_of_work(hadi.token):
        files.view(number, viewer=hadi)
    assert refused.value.code == "colleague_without_grant"
    assert refused.value.kind == "person"
