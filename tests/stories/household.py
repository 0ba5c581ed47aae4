"""A household in the middle of its stay: mother, her husband, his mother and three children, with Salma as worker."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.cast import AMAL, SALMA, Member
from tests.entry.convoy import mark
from tests.worlds import House
from wasl.kernel.clock import today

DAY = timedelta(days=1)


@dataclass
class Home:
    """A file of the stories, who is who in it, and what a test asks of its rows."""

    house: House
    file: UUID
    number: str
    people: dict[str, UUID] = field(default_factory=dict)

    def actor(self, member: Member = SALMA) -> Any:
        return self.house.actor(member)

    def rows(self, model: Any, member: Member = SALMA, **wanted: Any) -> list[Any]:
        """Rows of this file as somebody finds them who reaches it."""
        from wasl.access.work import unit_of_work

        with unit_of_work(self.actor(member).token):
            return list(model.objects.filter(file_id=self.file, **wanted))

    def row(self) -> Any:
        from wasl.casefile.models import File

        return self.rows(File)[0]

    def person(self, who: str) -> Any:
        from wasl.people.models import Person

        return self.rows(Person, pk=self.people[who])[0]

    def tasks(self, **wanted: Any) -> dict[str, set[UUID | None]]:
        """Open tasks: code to the people whom they are about."""
        from wasl.casefile.models import Task

        found: dict[str, set[UUID | None]] = {}
        for task in self.rows(Task, done_on__isnull=True, **wanted):
            found.setdefault(task.code, set()).add(task.person_id)
        return found


def born(age: int) -> date:
    return date(today().year - age, 1, 1)


def household(house: House, *, without: tuple[str, ...] = (), name: str = "", ago: int = 30) -> Home:
    """The household in services, each name with a mark of its own, so that no two stories' families look alike."""
    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import FileState
    from wasl.casefile.models import File
    from wasl.casefile.services.files import NewFile, file_create, file_recount
    from wasl.journey.services.moves import file_begin
    from wasl.people.enums import FamilyRole, JoinReason, Sex, SpouseFate
    from wasl.people.names import NameCard
    from wasl.people.services import NewPerson, person_add

    by, own = house.actor(AMAL), name or mark()
    arrived = today() - ago * DAY
    file = file_create(
        new=NewFile(team=house.teams["A"], state=FileState.IN_SERVICES, arrived_on=arrived, governorate="IQG16"),
        role="intake-clerk", by=by,
    )  # fmt: skip
    female, male = Sex.FEMALE, Sex.MALE
    present, dead = SpouseFate.PRESENT, SpouseFate.DECEASED
    everybody = {
        "abbas": NewPerson(NameCard("عباس", "حسن", own, birth=born(40)), male, FamilyRole.HEAD, present),
        "sundus": NewPerson(NameCard("سندس", "كاظم", own, birth=born(34)), female, FamilyRole.SPOUSE, present),
        "badia": NewPerson(NameCard("بدعة", "خلف", own, birth=born(61)), female, FamilyRole.PARENT, dead),
        "huda": NewPerson(NameCard("هدى", "عباس", "حسن", laqab=own, birth=born(15)), female, FamilyRole.CHILD),
        "ahmed": NewPerson(NameCard("أحمد", "عباس", "حسن", laqab=own, birth=born(11)), male, FamilyRole.CHILD),
        "noor": NewPerson(NameCard("نور", "عباس", "حسن", laqab=own, birth=born(2)), female, FamilyRole.CHILD),
    }  # fmt: skip
    for gone in without:
        del everybody[gone]
    if "abbas" in without and everybody:
        first = next(iter(everybody))
        everybody[first] = NewPerson(everybody[first].name, everybody[first].sex, FamilyRole.HEAD)
    refs = person_add(
        file=file, people=list(everybody.values()), since=arrived, reason=JoinReason.ARRIVAL, by=by
    )
    file_recount(file=file, by=by)
    file_begin(file=file, by=by)
    with unit_of_work(by.token):
        grant_give(
            file=file, account=house.accounts[SALMA.username], role="caseworker", purpose="care", by=by
        )
        File.objects.filter(pk=file).update(worker=house.accounts[SALMA.username])
        number = File.objects.get(pk=file).number
    return Home(house, file, number, dict(zip(everybody, refs, strict=True)))
