"""A family of two that can be walked to any state of its file by the services that do each step."""

from datetime import date, timedelta
from uuid import UUID

from tests.cast import AMAL, DILSHAD, NADIA, SALMA, SHIRIN
from tests.worlds import House
from wasl.kernel.clock import now, today


def day(ago: int) -> date:
    return today() - timedelta(days=ago)


class Family:
    """One family of the stories, with what a test needs to act on it."""

    def __init__(self, house: House, *, arrived_ago: int = 0, ledger_from: date | None = None) -> None:
        from wasl.casefile.enums import FileState
        from wasl.casefile.services.files import (
            NewFile,
            file_create,
            file_recount,
            handover_accept,
            handover_propose,
        )
        from wasl.journey.services.moves import file_begin
        from wasl.people.enums import Accuracy, FamilyRole, JoinReason, Sex, SpouseFate
        from wasl.people.names import NameCard
        from wasl.people.services import NewPerson, person_add

        self.house = house
        self.amal, self.salma, self.nadia = (house.actor(m) for m in (AMAL, SALMA, NADIA))
        self.dilshad, self.shirin = house.actor(DILSHAD), house.actor(SHIRIN)
        new = NewFile(
            team=house.teams["A"], state=FileState.ASSESSING, arrived_on=day(arrived_ago), governorate="IQG16",
            ledger_from=ledger_from,
        )  # fmt: skip
        self.ref = file_create(new=new, role="intake-clerk", by=self.amal)
        people = [
            NewPerson(
                NameCard("سندس", "كاظم", "جبار", kunya="أم أحمد", birth=date(1990, 7, 1), accuracy=Accuracy.YEAR),
                Sex.FEMALE, FamilyRole.HEAD, SpouseFate.UNKNOWN,
            ),
            NewPerson(NameCard("أحمد", "عباس", "حسن", birth=date(2015, 3, 2)), Sex.MALE, FamilyRole.CHILD),
        ]  # fmt: skip
        self.mother, self.child = person_add(
            file=self.ref, people=people, since=day(arrived_ago), reason=JoinReason.ARRIVAL, by=self.amal
        )
        file_recount(file=self.ref, by=self.amal)
        file_begin(file=self.ref, by=self.amal)
        handover_propose(
            file=self.ref, to=house.accounts[SALMA.username], role="caseworker", reason="", by=self.nadia
        )
        handover_accept(file=self.ref, by=self.salma)

    def row(self, by=None):
        """The file as somebody who reaches it finds it."""
        from wasl.access.work import unit_of_work
        from wasl.casefile.models import File

        with unit_of_work((by or self.salma).token):
            return File.objects.get(pk=self.ref)

    @property
    def number(self) -> str:
        return self.row().number

    def assess(self, *, mother: str = "standard", child: str = "light", on: date | None = None) -> UUID:
        from wasl.casefile.enums import Level
        from wasl.casefile.services.thread import level_set, need_record
        from wasl.journey.services.moves import follow

        on = on or today()
        need = need_record(
            file=self.ref, person=self.mother, domain="documents", score=3, on=on, due_on=None, by=self.salma
        )
        for person, level in ((self.mother, mother), (self.child, child)):
            level_set(
                file=self.ref, person=person, level=Level(level), because=["documents=3"], on=on, by=self.salma,
                computed=True,
            )  # fmt: skip
        follow(file=self.ref, by=self.salma, on=on)
        self.need = need
        return need

    def plan(self, on: date | None = None) -> None:
        from wasl.casefile.enums import AgreedHow
        from wasl.casefile.services.plans import plan_agree
        from wasl.casefile.services.thread import goal_write
        from wasl.journey.services.moves import follow

        on = on or today()
        self.goal = goal_write(
            file=self.ref,
            person=self.mother,
            needs=[self.need],
            words="بيان ولادة",
            due_on=None,
            by=self.salma,
            set_on=on,
        )
        self.home = goal_write(
            file=self.ref,
            person=None,
            needs=[],
            words="العودة",
            due_on=None,
            by=self.salma,
            code=first_goal(),
            set_on=on,
        )
        plan_agree(
            file=self.ref, person=self.mother, how=AgreedHow.THUMBPRINT, on=on, words={"goals": ["1"]},
            goals=[self.goal, self.home], by=self.salma,
        )  # fmt: skip
        follow(file=self.ref, by=self.salma, on=on)

    def repeat_grid(self) -> None:
        """The same questions again with each, and a talk with the mother alone."""
        from wasl.access.work import unit_of_work
        from wasl.casefile.enums import ContactKind
        from wasl.casefile.services.record import contact_record
        from wasl.instruments.models import Response
        from wasl.kernel.refs import new_id

        with unit_of_work(self.salma.token):
            for person in (self.mother, self.child):
                Response.objects.create(
                    id=new_id(), file_id=self.ref, team_id=self.house.teams["A"], person_id=person, instrument="NSG-14",
                    version="1", language="ar", mode="read_aloud", on=today(), occasion="exit",
                    recorded_by=self.salma.ref, recorded_at=now(),
                )  # fmt: skip
        contact_record(
            file=self.ref,
            person=self.mother,
            kind=ContactKind.PERSON,
            text="تريد العودة",
            on=today(),
            by=self.salma,
        )

    def answer(self, *codes: str, met: bool = True) -> None:
        from wasl.journey.services.leaving import line_answer

        for code in codes:
            line_answer(file=self.ref, criterion=code, met=met, evidence="قالت ذلك كتابةً", by=self.salma)

    def prepare_exit(self, *, notice: int = 14) -> None:
        """Everything that the lines of leaving ask, up to an office that has accepted."""
        from wasl.casefile.enums import GoalState
        from wasl.casefile.services.thread import goal_close
        from wasl.journey.services import home, leaving

        leaving.exit_begin(file=self.ref, by=self.salma)
        self.repeat_grid()
        goal_close(goal=self.goal, state=GoalState.ACHIEVED, words="وصل", on=today(), by=self.salma)
        leaving.need_hand_on(file=self.ref, need=self.need, owner="aftercare-officer", by=self.salma)
        leaving.departure_plan(
            file=self.ref, notice_on=today(), planned_on=today() + timedelta(days=notice), governorate="IQG16",
            district="", by=self.salma, shortened_because="" if notice >= 14 else "family_insists",
        )  # fmt: skip
        leaving.office_ask(file=self.ref, office=self.house.teams["SD"], by=self.salma)
        home.office_accept(file=self.ref, by=self.dilshad)
        self.answer("place-agreed", "community-ready", "departure-plan")

    def depart(self) -> None:
        from wasl.journey.services import leaving

        leaving.put_forward(file=self.ref, by=self.salma)
        leaving.decide(file=self.ref, approve=True, reason="كل ما يلزم موجود", by=self.nadia)
        leaving.leave(file=self.ref, by=self.salma, shortened_because="family_insists")


def first_goal() -> str:
    from wasl.access.policy import programme

    return programme().rehabilitation.first_plan_goals[0].code
