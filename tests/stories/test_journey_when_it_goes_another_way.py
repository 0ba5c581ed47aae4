"""What happens beside the straight way: own choice, the way back, an override, the short path, a file from before."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from tests.journey.family import Family, day
from tests.worlds import House
from wasl.casefile.enums import FileState
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, NotFound, Refused


def served(house: House, **arrival) -> Family:
    family = Family(house, **arrival)
    family.assess()
    family.plan()
    return family


@pytest.mark.requirement("R060")
def test_who_leaves_by_own_choice_is_followed_up_as_soon_as_an_office_accepts(house: House):
    from wasl.journey.enums import NextAction
    from wasl.journey.services import home, leaving

    family = served(house)
    leaving.leave_by_own_choice(
        file=family.ref, wants_aftercare=True, office=house.teams["SD"], words="عند الأخ", by=family.salma
    )
    row = family.row()
    assert (row.state, row.worker) == (FileState.AFTERCARE, family.salma.ref)
    home.office_accept(file=family.ref, by=family.dilshad)
    row = family.row(family.dilshad)
    assert (row.worker, row.team_id, row.next_action) == (
        family.dilshad.ref, house.teams["SD"], NextAction.HOME_CONTACT,
    )  # fmt: skip


@pytest.mark.requirement("R060")
def test_who_wants_no_aftercare_ends_in_peace_and_may_come_back(house: House):
    from wasl.journey.services import home, leaving
    from wasl.phases.aftercare.enums import ReturnedBecause

    family = served(house)
    leaving.leave_by_own_choice(file=family.ref, wants_aftercare=False, by=family.salma)
    assert family.row().state == FileState.WITHDRAWN
    home.reopen(file=family.ref, because=ReturnedBecause.FAMILY_ASKED, by=family.nadia)
    assert family.row().state == FileState.AFTERCARE


@pytest.mark.requirement("R054", "R073")
def test_a_family_that_comes_back_to_the_centre_keeps_its_officer_until_a_worker_accepts(house: House):
    from wasl.journey.services import hands, home

    family = served(house)
    family.prepare_exit()
    family.depart()
    home.return_to_centre(
        file=family.ref, team=house.teams["A"], to=house.accounts["salma"], role="caseworker", reason="البيت مهدم",
        by=family.dilshad,
    )  # fmt: skip
    row = family.row()
    assert (row.state, row.worker, row.left_on) == (FileState.IN_SERVICES, family.dilshad.ref, None)
    hands.hand_accept(file=family.ref, by=family.salma)
    assert family.row().worker == family.salma.ref
    with pytest.raises(NotFound):
        home.urgent_event(file=family.ref, person=None, text="x", by=family.dilshad)


@pytest.mark.requirement("R082", "R046")
def test_an_approval_with_an_open_line_is_counted_with_its_reason(house: House):
    from wasl.access.work import unit_of_work
    from wasl.journey.services import leaving
    from wasl.phases.exit_assessment.selectors import decision

    family = served(house)
    family.prepare_exit(notice=3)
    leaving.put_forward(file=family.ref, by=family.salma)
    with pytest.raises(Refused) as refused:
        leaving.decide(file=family.ref, approve=True, reason="يريدون السفر", by=family.nadia)
    assert refused.value.code == "override_reason_missing"
    with pytest.raises(Invalid):
        leaving.decide(file=family.ref, approve=True, reason="x", override="nothing", by=family.nadia)
    leaving.decide(
        file=family.ref, approve=True, reason="يريدون السفر", override="family_insists", by=family.nadia
    )
    with unit_of_work(family.salma.token):
        found = decision(family.ref, viewer=family.salma)
    assert found
    assert (found.override, found.override_because, found.unmet) == (
        True,
        "family_insists",
        ("notice-given",),
    )


@pytest.mark.requirement("R020")
def test_not_yet_leaves_the_family_in_the_assessment_and_can_be_asked_again(house: House):
    from wasl.journey.services import leaving

    family = served(house)
    family.prepare_exit()
    leaving.put_forward(file=family.ref, by=family.salma)
    leaving.decide(file=family.ref, approve=False, reason="الدواء", by=family.nadia)
    assert family.row().state == FileState.EXIT_ASSESSMENT
    leaving.put_forward(file=family.ref, by=family.salma)


@pytest.mark.requirement("R020")
def test_the_database_itself_keeps_two_people_apart_and_a_decision_as_it_was(house: House):
    from wasl.access.work import unit_of_work
    from wasl.journey.services import leaving
    from wasl.phases.exit_assessment.models import Decision

    family = served(house)
    with pytest.raises(IntegrityError), unit_of_work(family.nadia.token):
        Decision.objects.create(
            file_id=family.ref, team_id=house.teams["A"], approved=True, prepared_by=family.nadia.ref,
            decided_by=family.nadia.ref, on=today(),
        )  # fmt: skip
    family.prepare_exit()
    leaving.put_forward(file=family.ref, by=family.salma)
    with unit_of_work(family.nadia.token):
        assert Decision.objects.filter(file_id=family.ref).update(unmet=[]) == 1
    leaving.decide(file=family.ref, approve=True, reason="نعم", by=family.nadia)
    with unit_of_work(family.nadia.token):
        assert Decision.objects.filter(file_id=family.ref).update(approved=False) == 0


def test_a_computed_line_cannot_be_answered_and_an_answer_needs_evidence(house: House):
    from wasl.journey.services import leaving

    family = served(house)
    leaving.exit_begin(file=family.ref, by=family.salma)
    with pytest.raises(Refused) as refused:
        family.answer("needs-answered")
    assert refused.value.code == "criterion_is_computed"
    with pytest.raises(Invalid):
        leaving.line_answer(
            file=family.ref, criterion="place-agreed", met=True, evidence=" ", by=family.salma
        )


def test_an_office_that_declines_does_not_reach_the_file_any_more(house: House):
    from wasl.journey.services import home, leaving

    family = served(house)
    with pytest.raises(NotFound):
        home.office_accept(file=family.ref, by=family.dilshad)
    leaving.office_ask(file=family.ref, office=house.teams["SD"], by=family.salma)
    home.office_decline(file=family.ref, reason="لا سيارة", by=family.dilshad)
    with pytest.raises(NotFound):
        home.office_accept(file=family.ref, by=family.dilshad)
    leaving.office_ask(file=family.ref, office=house.teams["SD"], by=family.salma)
    home.office_accept(file=family.ref, officer=family.dilshad.ref, by=family.shirin)
    leaving.leave_by_own_choice(file=family.ref, wants_aftercare=True, by=family.nadia)
    assert family.row(family.shirin).worker == family.dilshad.ref
    with pytest.raises(NotFound):
        leaving.exit_begin(file=family.ref, by=family.salma)


@pytest.mark.requirement("R041", "R042", "R043")
def test_the_short_path_is_open_when_every_member_needs_light_support_and_the_family_asked(house: House):
    from wasl.journey.services import hands

    family = served(house)
    planned = family.row().planned_end
    with pytest.raises(Refused) as refused:
        hands.path_take(file=family.ref, pathway="short", by=family.nadia)
    assert refused.value.code == "pathway_gate_closed"
    assert set(refused.value.facts["lines"]) == {"everyone-light", "family-asked"}

    light = Family(house)
    light.assess(mother="light")
    light.answer("family-asked")
    with pytest.raises(Refused) as own:
        hands.path_take(file=light.ref, pathway="short", by=light.salma)
    assert own.value.code == "role_may_not"
    hands.path_take(file=light.ref, pathway="short", by=light.nadia)
    row = light.row()
    assert (row.pathway, row.planned_end) == ("short", row.arrived_on + timedelta(days=45))
    hands.path_leave(file=light.ref, by=light.salma)
    assert (light.row().pathway, light.row().planned_end) == ("standard", planned)


@pytest.mark.requirement("R074", "R011")
def test_a_family_that_was_here_before_is_not_late_on_its_first_day_in_wasl(house: House):
    old = Family(house, arrived_ago=60, ledger_from=today())
    new = Family(house, arrived_ago=60)
    assert old.row().next_due >= today() > new.row().next_due
    assert old.row().planned_end == old.row().arrived_on + timedelta(days=90)


@pytest.mark.requirement("R087", "R022")
def test_each_step_keeps_its_planned_day_beside_the_actual_one(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import FileState as S
    from wasl.journey.selectors.way import steps
    from wasl.journey.services.moves import file_move

    family = Family(house, arrived_ago=20)
    family.assess(on=day(10))
    file_move(file=family.ref, to=S.IN_SERVICES, on=day(2), reason="الأم في المستشفى", by=family.salma)
    with unit_of_work(family.salma.token):
        found = steps(family.ref, viewer=family.salma)
    assert [(s.state, s.entered_on, s.left_on) for s in found] == [
        (S.ASSESSING, day(20), day(10)), (S.PLANNING, day(10), day(2)), (S.IN_SERVICES, day(2), None),
    ]  # fmt: skip
    assert [s.days_late for s in found] == [3, 4, 0]
    assert found[1].planned_until == day(6)
    assert found[2].with_reason


def test_a_step_cannot_be_dated_before_the_one_it_follows(house: House):
    from wasl.journey.services.moves import file_move

    family = Family(house, arrived_ago=3)
    family.assess()
    with pytest.raises(Invalid) as wrong:
        file_move(file=family.ref, to=FileState.IN_SERVICES, on=day(2), reason="x", by=family.salma)
    assert wrong.value.code == "day_before_step"


@pytest.mark.requirement("R083")
def test_nobody_reached_is_tried_again_and_three_tries_in_two_ways_may_end_it(house: House):
    from wasl.journey.services import home
    from wasl.phases.aftercare.services.contacts import NewContact

    family = served(house)
    family.prepare_exit()
    family.depart()
    with pytest.raises(Invalid) as wrong:
        home.contact(file=family.ref, new=NewContact(today(), "phone", "no_answer"), by=family.dilshad)
    assert wrong.value.code == "missed_reason_missing"
    for kind in ("phone", "phone"):
        home.contact(
            file=family.ref,
            new=NewContact(today(), kind, "no_answer", missed="family_away"),
            by=family.dilshad,
        )
    assert today() < family.row(family.dilshad).next_due < today() + timedelta(days=14)
    with pytest.raises(Refused) as refused:
        home.closing_propose(file=family.ref, reason="not_reached", answered=[], words="x", by=family.dilshad)
    assert refused.value.code == "closing_lines_open"
    home.contact(
        file=family.ref,
        new=NewContact(today(), "home_visit", "no_answer", missed="family_away"),
        by=family.dilshad,
    )
    home.closing_propose(
        file=family.ref, reason="not_reached", answered=[], words="ثلاث محاولات", by=family.dilshad
    )
    with pytest.raises(Refused):
        home.closing_sign(file=family.ref, by=family.dilshad)
    home.closing_return(file=family.ref, by=family.shirin)
    assert family.row(family.dilshad).state == FileState.AFTERCARE


@pytest.mark.requirement("R073")
def test_an_office_that_followed_up_before_is_asked_anew_at_the_second_departure(house: House):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File
    from wasl.journey.selectors.facts import exit_facts
    from wasl.journey.services import hands, home
    from wasl.kernel.clock import frozen

    family = served(house)
    family.prepare_exit()
    family.depart()
    later = datetime.combine(today() + timedelta(days=40), datetime.min.time(), ZoneInfo("Asia/Baghdad"))
    with frozen(later):
        home.return_to_centre(
            file=family.ref, team=house.teams["A"], to=house.accounts["salma"], role="caseworker", reason="x",
            by=family.dilshad,
        )  # fmt: skip
        hands.hand_accept(file=family.ref, by=family.salma)
        with unit_of_work(family.salma.token):
            row = File.objects.get(pk=family.ref)
            assert exit_facts(row, viewer=family.salma)["aftercare_owner_accepted"] is False
