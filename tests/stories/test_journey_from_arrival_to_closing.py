"""Umm Ahmed's file from the first day to the last, each step by whoever does it, each gate shut until it opens."""

import pytest

from tests.journey.family import Family
from tests.worlds import House
from wasl.casefile.enums import FileState
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound, Refused


@pytest.mark.requirement("R013", "R054", "R073", "R082")
def test_a_family_goes_from_arrival_to_closing_through_every_gate(house: House):
    from wasl.journey.enums import NextAction
    from wasl.journey.services import home, leaving
    from wasl.phases.aftercare.services.contacts import NewContact

    family = Family(house)
    assert family.row().next_action == NextAction.ASSESS
    family.assess()
    assert family.row().state == FileState.PLANNING
    family.plan()
    row = family.row()
    assert (row.state, row.next_action) == (FileState.IN_SERVICES, NextAction.REVIEW)

    family.prepare_exit()
    leaving.put_forward(file=family.ref, by=family.salma)
    assert family.row().next_action == NextAction.DECIDE
    with pytest.raises(Refused) as own:
        leaving.decide(file=family.ref, approve=True, reason="نعم", by=family.salma)
    assert own.value.code == "role_may_not"
    leaving.decide(file=family.ref, approve=True, reason="كل ما يلزم موجود", by=family.nadia)
    assert family.row().state == FileState.DEPARTING
    with pytest.raises(Refused) as early:
        leaving.leave(file=family.ref, by=family.salma)
    assert early.value.code == "notice_too_short"
    leaving.leave(file=family.ref, by=family.salma, shortened_because="family_insists")

    with pytest.raises(NotFound):
        leaving.exit_begin(file=family.ref, by=family.salma)
    row = family.row(family.dilshad)
    assert (row.state, row.worker, row.team_id) == (
        FileState.AFTERCARE,
        family.dilshad.ref,
        house.teams["SD"],
    )
    assert row.next_action == NextAction.HOME_CONTACT
    assert (row.next_due - today()).days == 14

    new = NewContact(on=today(), kind="phone", result="reached", text="بخير")
    home.contact(file=family.ref, new=new, by=family.dilshad)
    home.closing_propose(
        file=family.ref, reason="own_wish", answered=["wish-heard"], words="لا يرغبون", by=family.dilshad
    )
    assert family.row(family.dilshad).next_action == NextAction.SIGN_CLOSING
    home.closing_sign(file=family.ref, by=family.shirin)
    row = family.row(family.dilshad)
    assert (row.state, row.closed_on, row.next_due) == (FileState.CLOSED, today(), None)
