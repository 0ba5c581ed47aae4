"""A family of two whose plan is whole: what the stories of its approval begin with."""

from datetime import date
from uuid import UUID

from tests.journey.family import Family, first_goal
from tests.worlds import House
from wasl.kernel.clock import today


def planned(house: House, *, level: str = "standard", arrived_ago: int = 0, on: date | None = None) -> Family:
    """Both assessed, the mother asked what may be shared, a goal for her paper and one about return; not agreed."""
    from wasl.casefile.services.thread import goal_write

    family = Family(house, arrived_ago=arrived_ago)
    family.assess(mother=level, on=on)
    asked(family)
    goal = {"file": family.ref, "due_on": None, "by": family.salma}
    family.goal = goal_write(person=family.mother, needs=[family.need], words="بيان ولادة", **goal)
    family.home = goal_write(person=None, needs=[], words="العودة", code=first_goal(), **goal)
    return family


def asked(family: Family) -> None:
    """The mother chooses what may be shared; whatever she chooses, she was asked."""
    from wasl.access.policy import programme
    from wasl.casefile.enums import ConsentDecision
    from wasl.casefile.services.record import Choice, consent_record

    legal = programme().entry.consents["legal"]
    choice = Choice(legal.purpose, ConsentDecision.REFUSED, legal.recipients[0], legal.fields)
    consent_record(
        file=family.ref, person=family.mother, choices=[choice], language="ar", asked_alone=True, given_how="spoken",
        by=family.salma,
    )  # fmt: skip


def agree(family: Family, *refused: UUID, by=None, reason: str = "") -> UUID:
    """The mother reads her page alone and agrees, but for the goals that she refuses."""
    from wasl.casefile.enums import AgreedHow
    from wasl.journey.services.moves import follow
    from wasl.phases.rehabilitation.services.plan import page_agree

    ref = page_agree(
        file=family.ref, person=family.mother, how=AgreedHow.THUMBPRINT, on=today(), by=by or family.salma, alone=True,
        refused=refused, reason=reason,
    )  # fmt: skip
    follow(file=family.ref, by=by or family.salma)
    return ref


def standing(family: Family, by=None):
    """Where the plan stands, as somebody sees it."""
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.phases.rehabilitation.selectors import approvals

    viewer = by or family.salma
    with unit_of_work(viewer.token):
        return approvals.standing(files.get(family.ref, viewer=viewer), viewer=viewer)


def conference(family: Family, *, consented: bool = True, by=None) -> UUID:
    """Those who work with the mother meet about her; or she was asked and wished it not."""
    from tests.cast import RAWA
    from wasl.phases.rehabilitation.enums import Wish
    from wasl.phases.rehabilitation.services.conferences import NewConference, conference_record

    new = NewConference(family.mother, today(), consented)
    if consented:
        new = NewConference(
            family.mother, today(), True, Wish.PRESENT, [family.house.accounts[RAWA.username]], ["legal-officer"],
            "موعد عند الطبيب قبل نهاية الشهر", "حضرت وسمعت كل شيء",
        )  # fmt: skip
    return conference_record(file=family.ref, new=new, by=by or family.salma)
