"""Umm Ahmed's family with a diary: who takes appointments, who interprets, and the days of a week ahead."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.cast import SALMA, Member
from tests.stories.umm_ahmed import Family, receive
from tests.worlds import House
from wasl.kernel.clock import today


def week_ahead(weeks: int) -> list[date]:
    """The worked days of a week that lies ahead."""
    from wasl.access.policy import programme
    from wasl.appointments.rules import week_of

    calendar = programme().calendar
    first = week_of(today() + timedelta(weeks=weeks), calendar)
    return [day for n in range(7) if calendar.is_working(day := first + timedelta(days=n))]


def interpreter(house: House, name: str, gender: str, language: str = "ckb") -> UUID:
    """Somebody who interprets at the centre; an account of its own for each story."""
    from wasl.access.models import Account, Membership, Team

    with house.as_role("wasl_owner"):
        team = Team.objects.select_related("site").get(pk=house.teams["A"])
        account = Account.objects.create(
            username=f"{name}-{uuid4().hex[:6]}", name=name, gender=gender, language=language, practice=True
        )
        Membership.objects.create(
            account=account, role="interpreter", reach="granted", team=team, site=team.site, classes=[]
        )
    return account.pk


@dataclass
class Diary:
    """A family's appointments as a story makes them."""

    house: House
    #: each file of stories has weeks of its own: Salma has one diary
    ahead: int = 2
    family: Family = field(init=False)

    def __post_init__(self) -> None:
        self.family = receive(self.house)
        self.days = week_ahead(self.ahead)

    def household(self, by: Any) -> list[Any]:
        from wasl.access.work import unit_of_work
        from wasl.people import selectors as people

        with unit_of_work(by.token):
            return people.people_of(self.family.file, viewer=by)

    def desk(self, by: Any) -> Any:
        from wasl.access.work import unit_of_work
        from wasl.appointments.selectors import asked

        with unit_of_work(by.token):
            return asked.desk(self.house.teams["A"], viewer=by)

    def wish(
        self, who: str = "sundus", worker: Member = SALMA, *, day: int = 0, starts: int = 600, **more: Any
    ) -> Any:
        from wasl.appointments.services.booking import Wish

        values = {"kind": "talk", "minutes": 60, "day": self.days[day], "starts": starts} | more
        return Wish(person=self.family.people[who], worker=self.house.accounts[worker.username], **values)

    def book(self, who: str = "sundus", worker: Member = SALMA, *, by: Member = SALMA, **more: Any) -> UUID:
        from wasl.appointments.services.booking import book

        key = more.pop("form_key", None)
        actor = self.house.actor(by)
        return book(
            file=self.family.file, wish=self.wish(who, worker, **more), household=self.household(actor),
            desk=self.desk(actor), by=actor, form_key=key,
        )  # fmt: skip

    def move(
        self, ref: UUID, who: str = "sundus", *, by: Member = SALMA, version: int | None = None, **more: Any
    ) -> None:
        from wasl.appointments.services.booking import move

        actor = self.house.actor(by)
        move(
            appointment=ref, wish=self.wish(who, **more), household=self.household(actor), desk=self.desk(actor),
            by=actor, version=version,
        )  # fmt: skip

    def settle(self, ref: UUID, to: str, reason: str = "", *, by: Member = SALMA) -> None:
        from wasl.appointments.enums import State
        from wasl.appointments.services.settling import settle

        settle(appointment=ref, to=State(to), reason=reason, by=self.house.actor(by))

    def restore(self, ref: UUID, *, by: Member = SALMA) -> None:
        from wasl.appointments.services.settling import restore

        actor = self.house.actor(by)
        restore(appointment=ref, household=self.household(actor), desk=self.desk(actor), by=actor)

    def row(self, ref: UUID, by: Member = SALMA) -> Any:
        from wasl.access.work import unit_of_work
        from wasl.appointments.models import Appointment

        with unit_of_work(self.house.actor(by).token):
            return Appointment.objects.get(pk=ref)

    def book_on(self, day: date) -> UUID:
        """On a day that is none of the worked ones."""
        self.days.append(day)
        return self.book(day=-1)

    def book_with(self, account: UUID) -> UUID:
        """With somebody who takes no appointments here."""
        self.house.accounts["somebody"] = account
        return self.book(worker=Member("somebody", "", "f", "", "A"))
