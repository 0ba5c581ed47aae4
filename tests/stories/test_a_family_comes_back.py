"""A family that came back is counted from the day it came back: nothing of the first time is late in the second."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journey.family import Family, day
from tests.worlds import House
from wasl.casefile.enums import FileState
from wasl.journey.enums import NextAction
from wasl.kernel.clock import frozen, today

YEAR = 365


def owed(day: date) -> date:
    """What is counted in days is owed on a day that is worked."""
    from wasl.access.policy import programme

    return programme().calendar.worked(day)


@contextmanager
def after(days: int) -> Iterator[date]:
    """So many days from the real today."""
    at = datetime.combine(day(0) + timedelta(days=days), datetime.min.time(), ZoneInfo("Asia/Baghdad"))
    with frozen(at + timedelta(hours=12)):
        yield today()


def at_home(house: House) -> Family:
    family = Family(house)
    family.assess()
    family.plan()
    family.prepare_exit()
    family.depart()
    return family


def contact(family: Family, result: str = "reached", kind: str = "phone") -> None:
    from wasl.journey.services import home
    from wasl.phases.aftercare.services.contacts import NewContact

    missed = "" if result == "reached" else "family_away"
    new = NewContact(today(), kind, result, text="بخير", missed=missed)
    home.contact(file=family.ref, new=new, by=family.dilshad)


def closed(family: Family) -> None:
    from wasl.journey.services import home

    home.closing_propose(
        file=family.ref, reason="own_wish", answered=["wish-heard"], words="لا يرغبون", by=family.dilshad
    )
    home.closing_sign(file=family.ref, by=family.shirin)


def come_back(house: House, family: Family) -> None:
    from wasl.journey.services import hands, home

    home.return_to_centre(
        file=family.ref, team=house.teams["A"], to=house.accounts["salma"], role="caseworker", reason="البيت مهدم",
        by=family.dilshad,
    )  # fmt: skip
    hands.hand_accept(file=family.ref, by=family.salma)


def leave_again(house: House, family: Family) -> None:
    from wasl.journey.services import home, leaving

    leaving.leave_by_own_choice(
        file=family.ref, wants_aftercare=True, office=house.teams["SD"], by=family.salma
    )
    home.office_accept(file=family.ref, by=family.dilshad)


@pytest.mark.requirement("R060", "R074")
def test_a_file_opened_again_begins_its_year_of_contacts_on_that_day(house: House):
    from wasl.journey.services import home
    from wasl.phases.aftercare.enums import ReturnedBecause

    family, left = at_home(house), today()
    contact(family)
    closed(family)
    with after(YEAR + 100) as then:
        home.reopen(file=family.ref, because=ReturnedBecause.FAMILY_ASKED, by=family.shirin)
        row = family.row(family.dilshad)
        assert (row.left_on, row.home_from) == (left, then)
        assert (row.next_action, row.next_due) == (NextAction.HOME_CONTACT, owed(then + timedelta(days=14)))


@pytest.mark.requirement("R060")
def test_a_family_that_wanted_no_aftercare_and_asks_for_it_later_owes_no_visit_of_before(house: House):
    from wasl.journey.selectors.way import steps
    from wasl.journey.services import home, leaving
    from wasl.phases.aftercare.enums import ReturnedBecause

    family = Family(house)
    family.assess()
    family.plan()
    leaving.leave_by_own_choice(file=family.ref, wants_aftercare=False, by=family.salma)
    with after(200) as then:
        home.reopen(file=family.ref, because=ReturnedBecause.FAMILY_ASKED, by=family.nadia)
        assert (family.row().next_action, family.row().next_due) == (NextAction.OFFER_AFTERCARE, owed(then))
        leaving.office_ask(file=family.ref, office=house.teams["SD"], by=family.salma)
        home.office_accept(file=family.ref, by=family.dilshad)
        row = family.row(family.dilshad)
        assert (row.next_action, row.next_due) == (NextAction.HOME_CONTACT, owed(then + timedelta(days=14)))
        found = _read(family.dilshad, lambda: steps(family.ref, viewer=family.dilshad))
        assert found[-1].planned_until == then + timedelta(days=YEAR)


@pytest.mark.requirement("R060", "R073", "R087")
def test_who_left_came_back_and_left_again_is_counted_from_the_second_time(house: House):
    from wasl.journey.selectors.way import steps

    family, arrived = at_home(house), today()
    contact(family, "no_answer")
    with after(300) as back:
        come_back(house, family)
        row = family.row()
        assert (row.arrived_on, row.stay_from, row.left_on) == (arrived, back, None)
        assert row.planned_end == back + timedelta(days=90)
        assert (row.next_action, row.next_due) == (NextAction.REVIEW, owed(back + timedelta(days=30)))
        found = _read(family.salma, lambda: steps(family.ref, viewer=family.salma))
        assert found[-1].planned_until == back + timedelta(days=75)
    with after(320) as left:
        leave_again(house, family)
        row = family.row(family.dilshad)
        assert (row.left_on, row.home_from) == (left, None)
        assert (row.next_action, row.next_due) == (NextAction.HOME_CONTACT, owed(left + timedelta(days=14)))
    with after(321):
        contact(family, "no_answer")
        tried = _closing_facts(family)["tries_without_answer"]
        assert tried == 1


@pytest.mark.requirement("R060")
def test_the_first_years_talk_about_closing_is_not_due_in_the_second(house: House):
    family = at_home(house)
    with after(YEAR):
        contact(family)
        assert family.row(family.dilshad).next_action == NextAction.CLOSE
        come_back(house, family)
    with after(YEAR + 10) as left:
        leave_again(house, family)
        assert family.row(family.dilshad).next_due == owed(left + timedelta(days=14))
    with after(YEAR + 10 + YEAR):
        contact(family)
        row = family.row(family.dilshad)
        assert (row.next_action, row.next_due) == (NextAction.CLOSE, owed(left + timedelta(days=YEAR)))


@pytest.mark.requirement("R091", "R082")
def test_notice_answers_and_a_waiting_decision_of_the_first_stay_say_nothing_about_the_second(house: House):
    from wasl.journey.selectors.facts import exit_facts
    from wasl.journey.selectors.way import exit_lines
    from wasl.journey.services import leaving

    family = Family(house)
    family.assess()
    family.plan()
    family.prepare_exit()
    leaving.put_forward(file=family.ref, by=family.salma)
    leaving.leave_by_own_choice(file=family.ref, wants_aftercare=True, by=family.salma)
    with after(60):
        come_back(house, family)
        leaving.exit_begin(file=family.ref, by=family.salma)
        assert family.row().next_action == NextAction.PREPARE_DECISION
        facts = _read(family.salma, lambda: exit_facts(_row(family), viewer=family.salma))
        assert (facts["notice_days_given"], facts["aftercare_owner_accepted"]) == (0, False)
        lines = _read(family.salma, lambda: exit_lines(_card(family), viewer=family.salma))
        assert {line.code for line in lines if line.met is None} >= {"place-agreed", "departure-plan"}
        family.answer("place-agreed", "community-ready", "departure-plan")
        leaving.put_forward(file=family.ref, by=family.salma)
        assert family.row().next_action == NextAction.DECIDE


@pytest.mark.requirement("R060")
def test_a_closing_that_waits_for_its_signature_is_over_when_the_family_comes_back(house: House):
    from wasl.journey.services import home
    from wasl.phases.aftercare.selectors import closing

    family = at_home(house)
    home.closing_propose(
        file=family.ref, reason="own_wish", answered=["wish-heard"], words="لا يرغبون", by=family.dilshad
    )
    with after(20):
        come_back(house, family)
        found = _read(family.salma, lambda: closing(family.ref, viewer=family.salma))
        assert found
        assert (found.waits, found.reopened_because) == (False, "came_back")
    with after(30):
        leave_again(house, family)
        assert family.row(family.dilshad).next_action == NextAction.HOME_CONTACT


@pytest.mark.requirement("R074")
@pytest.mark.parametrize("ago", [10, 200, 700])
def test_a_family_already_home_is_entered_with_its_real_days_and_owes_nothing_of_before(
    house: House, ago: int
):
    from wasl.casefile.services.files import file_recount
    from wasl.journey.services.moves import file_begin
    from wasl.people.enums import FamilyRole, JoinReason, Sex
    from wasl.people.names import NameCard
    from wasl.people.services import NewPerson, person_add
    from wasl.phases.entry_assessment.services.reception import Opening, family_open

    amal = house.actor(_member("amal"))
    opening = Opening(
        ref=_new(), team=house.teams["A"], role="intake-clerk", language="ar", state=FileState.AFTERCARE,
        arrived_on=day(ago + 90), left_on=day(ago),
    )  # fmt: skip
    file = family_open(opening=opening, by=amal)
    person_add(
        file=file, people=[NewPerson(NameCard("زينب", "علي", "حمد"), Sex.FEMALE, FamilyRole.HEAD)],
        since=day(ago + 90), reason=JoinReason.ARRIVAL, by=amal,
    )  # fmt: skip
    file_recount(file=file, by=amal)
    file_begin(file=file, by=amal)
    row = _read(amal, lambda: _file(file))
    assert (row.arrived_on, row.left_on) == (day(ago + 90), day(ago))
    assert row.next_due >= today()


def test_counted_from_the_first_departure_the_same_family_would_be_late(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: a file that forgets from when its present time at home is counted."""
    from wasl.casefile.models import File
    from wasl.journey.services import home
    from wasl.phases.aftercare.enums import ReturnedBecause

    family = at_home(house)
    contact(family)
    closed(family)
    monkeypatch.setattr(File, "home_since", property(lambda row: row.left_on))
    with after(YEAR + 100) as then:
        home.reopen(file=family.ref, because=ReturnedBecause.FAMILY_ASKED, by=family.shirin)
        assert family.row(family.dilshad).next_due < then


def _read(by, look):
    from wasl.access.work import unit_of_work

    with unit_of_work(by.token):
        return look()


def _file(file):
    from wasl.casefile.models import File

    return File.objects.get(pk=file)


def _row(family: Family):
    return _file(family.ref)


def _card(family: Family):
    from wasl.casefile.selectors.files import get

    return get(family.ref, viewer=family.salma)


def _closing_facts(family: Family):
    from wasl.journey.selectors.facts import closing_facts

    return _read(family.dilshad, lambda: closing_facts(_row(family), viewer=family.dilshad))


def _new():
    from wasl.kernel.refs import new_id

    return new_id()


def _member(username: str):
    from tests.cast import CAST

    return next(member for member in CAST if member.username == username)
