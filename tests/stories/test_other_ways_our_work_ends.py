"""A stay that ends neither by completion nor by choice: a death, another centre, a file that was opened twice."""

from datetime import timedelta

import pytest

from tests.journey.family import Family, day
from tests.worlds import House
from wasl.casefile.enums import FileState, WaitingReason
from wasl.journey.enums import NextAction
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Refused


def served(house: House) -> Family:
    family = Family(house)
    family.assess()
    family.plan()
    return family


@pytest.mark.requirement("R060", "R020")
@pytest.mark.parametrize("reason", ["death", "duplicate_file"])
def test_an_ending_that_has_nothing_to_do_with_life_at_home_closes_a_stay(house: House, reason: str):
    from wasl.journey.services import home

    family = served(house)
    home.closing_propose(file=family.ref, reason=reason, answered=[], words="كما كُتب", by=family.salma)
    row = family.row()
    assert (row.state, row.next_action) == (FileState.IN_SERVICES, NextAction.SIGN_CLOSING)
    with pytest.raises(Refused):
        home.closing_sign(file=family.ref, by=family.salma)
    home.closing_sign(file=family.ref, by=family.nadia)
    row = family.row(family.nadia)
    assert (row.state, row.left_on, row.closed_on, row.next_due) == (
        FileState.CLOSED, today(), today(), None,
    )  # fmt: skip


@pytest.mark.requirement("R073")
def test_another_centre_takes_over_only_when_it_has_accepted(house: House):
    from wasl.journey.services import home

    family = served(house)
    with pytest.raises(Refused) as open_line:
        home.closing_propose(file=family.ref, reason="moved_on", answered=[], words="x", by=family.salma)
    assert open_line.value.code == "closing_lines_open"
    home.closing_propose(
        file=family.ref, reason="moved_on", answered=["handed-over"], words="قبلوا خطياً", by=family.salma
    )
    home.closing_return(file=family.ref, by=family.nadia)
    assert family.row().next_action == NextAction.REVIEW


@pytest.mark.parametrize("reason", ["year_completed", "own_wish", "not_reached"])
def test_an_ending_of_life_at_home_does_not_end_a_stay(house: House, reason: str):
    from wasl.journey.services import home

    family = served(house)
    with pytest.raises(Refused) as refused:
        home.closing_propose(
            file=family.ref, reason=reason, answered=["wish-heard"], words="x", by=family.salma
        )
    assert refused.value.code == "ends_only_at_home"


@pytest.mark.requirement("R087")
def test_a_family_that_has_left_waits_for_nothing_any_more(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import record
    from wasl.casefile.services.files import waiting_set
    from wasl.journey.services import leaving

    family = served(house)
    waiting_set(file=family.ref, reason=WaitingReason.TRANSPORT, since=today(), by=family.salma)
    leaving.leave_by_own_choice(file=family.ref, wants_aftercare=False, by=family.salma)
    assert family.row().waiting == ""
    with unit_of_work(family.salma.token):
        ((_, since, until),) = record.waits(family.ref, viewer=family.salma)
    assert (since, until) == (today(), today())


@pytest.mark.requirement("R091")
def test_a_day_of_departure_is_chosen_while_the_completion_is_assessed(house: House):
    from wasl.journey.services import leaving

    family = served(house)
    chosen = {"planned_on": today() + timedelta(days=20), "governorate": "IQG16", "district": ""}
    with pytest.raises(Refused) as early:
        leaving.departure_plan(file=family.ref, notice_on=today(), by=family.salma, **chosen)
    assert early.value.code == "not_leaving_yet"
    leaving.exit_begin(file=family.ref, by=family.salma)
    with pytest.raises(Invalid) as promised:
        leaving.departure_plan(
            file=family.ref, notice_on=today() + timedelta(days=1), by=family.salma, **chosen
        )
    assert promised.value.code == "date_in_future"
    leaving.departure_plan(file=family.ref, notice_on=day(3), by=family.salma, **chosen)


@pytest.mark.requirement("R091")
def test_who_leaves_sooner_than_the_notice_promised_has_a_reason_that_is_kept(house: House):
    from wasl.access.work import unit_of_work
    from wasl.journey.services import leaving
    from wasl.phases.exit_assessment.selectors import departure

    family = served(house)
    family.prepare_exit()
    leaving.put_forward(file=family.ref, by=family.salma)
    leaving.decide(file=family.ref, approve=True, reason="نعم", by=family.nadia)
    with pytest.raises(Refused) as early:
        leaving.leave(file=family.ref, by=family.salma)
    assert early.value.code == "notice_too_short"
    leaving.leave(file=family.ref, by=family.salma, shortened_because="better_there")
    with unit_of_work(family.dilshad.token):
        found = departure(family.ref, viewer=family.dilshad)
    assert found
    assert (found.left_on, found.shortened_because) == (today(), "better_there")
    assert found.planned_on == today() + timedelta(days=14)
