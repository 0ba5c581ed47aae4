"""A review is prepared from the record, may be put off once, and a lower level is asked for and answered by another."""

from datetime import timedelta

import pytest

from tests.journey.family import day
from tests.stories.planned import agree, planned
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Refused


def living(house: House, *, level: str = "standard", since: int = 20):
    """A family that lives by its plan for some days already."""
    family = planned(house, level=level, arrived_ago=since, on=day(since))
    agree(family)
    assert str(family.row().state) == "in_services"
    return family


def put_off(family, days: int, reason: str = "ill"):
    from wasl.journey.services.stay import postpone

    row = family.row()
    postpone(file=family.ref, until=row.next_due + timedelta(days=days), reason=reason, by=family.salma)


def review(family, by=None, **said):
    from wasl.journey.services.stay import review
    from wasl.phases.rehabilitation.services.reviews import NewReview

    return review(file=family.ref, new=NewReview(today(), "تحدثنا عن كل هدف", **said), by=by or family.salma)


def requests(family, by=None):
    from wasl.access.work import unit_of_work
    from wasl.phases.rehabilitation.selectors import between

    viewer = by or family.salma
    with unit_of_work(viewer.token):
        return between.level_requests(family.ref, viewer=viewer)


@pytest.mark.requirement("R081")
def test_a_review_is_put_off_once_and_held_then(house: House):
    family = living(house)
    before = family.row().next_due
    put_off(family, 3)
    row = family.row()
    assert row.next_action == "review"
    assert before < row.next_due
    with pytest.raises(Refused) as again:
        put_off(family, 1)
    assert again.value.decision.code == "postponed_already"
    review(family)
    put_off(family, 2)


@pytest.mark.requirement("R081")
def test_a_review_is_put_off_by_one_interval_at_most_and_for_a_reason_of_the_list(house: House):
    from wasl.access.policy import programme

    family = living(house)
    with pytest.raises(Refused) as far:
        put_off(family, programme().review_days("standard") + 1)
    assert far.value.decision.code == "postponed_too_far"
    with pytest.raises(Refused) as earlier:
        put_off(family, -1)
    assert earlier.value.decision.code == "postpone_to_later_day"
    with pytest.raises(Invalid) as reason:
        put_off(family, 3, "no_time")
    assert reason.value.code == "postpone_reason_missing"


@pytest.mark.requirement("R081")
def test_what_was_put_off_is_seen_by_the_supervisor_with_its_reason(house: House):
    from wasl.access.work import unit_of_work
    from wasl.phases.rehabilitation.selectors import between

    family = living(house)
    put_off(family, 4, "at_court")
    with unit_of_work(family.nadia.token):
        listed = between.postponed_in([house.teams["A"]], viewer=family.nadia)
        mine = next(one for one in listed if one.number == family.number)
        assert mine.reason == "at_court"
        assert between.postponed_ever(family.ref, viewer=family.nadia) == 1


def test_a_rule_that_lets_a_review_be_put_off_without_end_is_stopped_by_the_table(house: House, monkeypatch):
    """Planted: the rule allows everything. Two postponements after one review cannot stand."""
    from django.db import IntegrityError

    from wasl.kernel.decision import allow
    from wasl.phases.rehabilitation import rules

    family = living(house)
    review(family)
    put_off(family, 2)
    monkeypatch.setattr(rules, "can_postpone", lambda *args, **kwargs: allow())
    with pytest.raises(IntegrityError):
        put_off(family, 2)


@pytest.mark.requirement("R081")
def test_worker_and_family_may_meet_earlier_than_the_level_asks_and_not_later(house: House):
    family = living(house)
    review(family, next_on=today() + timedelta(days=9))
    assert abs((family.row().next_due - today()).days - 9) <= 4
    with pytest.raises(Invalid) as late:
        review(family, next_on=today() + timedelta(days=90))
    assert late.value.code == "next_day_too_late"


@pytest.mark.requirement("R081", "R082")
def test_salma_asks_for_a_lower_level_and_nadia_lowers_it(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import Level
    from wasl.casefile.selectors import record
    from wasl.journey.services.stay import level_answer
    from wasl.phases.rehabilitation.services.reviews import LevelChange

    family = living(house)
    review(family, asks=[LevelChange(family.mother, Level.LIGHT, "تدبر أمورها وحدها")])
    assert str(family.row().level) == "standard", "asking changes nothing yet"
    (asked,) = requests(family, family.nadia)
    assert (asked.level, asked.reason) == ("light", "تدبر أمورها وحدها")
    with pytest.raises(Refused):
        level_answer(file=family.ref, request=asked.ref, grant=True, reason="نعم", by=family.salma)
    with pytest.raises(Invalid):
        level_answer(file=family.ref, request=asked.ref, grant=True, reason=" ", by=family.nadia)
    level_answer(file=family.ref, request=asked.ref, grant=True, reason="رأيت ذلك معها", by=family.nadia)
    assert not requests(family)
    with unit_of_work(family.salma.token):
        assert record.cases(family.ref, viewer=family.salma)[family.mother].level == "light"
        codes = [task.code for task in record.tasks(family.ref, viewer=family.salma)]
    assert "level_granted" in codes
    assert str(family.row().level) == "light"
    with pytest.raises(Refused) as twice:
        level_answer(file=family.ref, request=asked.ref, grant=False, reason="لا", by=family.nadia)
    assert twice.value.decision.code == "answered_already"


@pytest.mark.requirement("R082")
def test_who_asked_does_not_answer_and_a_level_can_stay(house: House):
    from wasl.casefile.enums import Level
    from wasl.journey.services.stay import level_answer
    from wasl.phases.rehabilitation.services.between import level_ask

    family = living(house)
    request = level_ask(
        file=family.ref, person=family.mother, level=Level.LIGHT, reason="لأن", by=family.nadia
    )
    with pytest.raises(Refused) as own:
        level_answer(file=family.ref, request=request, grant=True, reason="نعم", by=family.nadia)
    assert own.value.decision.code == "own_request"
    with pytest.raises(Invalid) as higher:
        level_ask(file=family.ref, person=family.mother, level=Level.ENHANCED, reason="لأن", by=family.salma)
    assert higher.value.code == "nothing_to_lower"


@pytest.mark.requirement("R081")
def test_a_review_begins_with_what_the_record_knows(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import ServiceState
    from wasl.casefile.services.thread import service_record
    from wasl.phases.rehabilitation.selectors import between

    family = living(house)
    service_record(
        goal=family.goal, code="SV-LG-01", state=ServiceState.DELIVERED, on=today(), by=family.salma
    )
    with unit_of_work(family.salma.token):
        found = between.since_last(family.ref, day(20), viewer=family.salma)
        later = between.since_last(family.ref, today() + timedelta(days=1), viewer=family.salma)
    assert found.delivered == ("SV-LG-01",)
    assert found
    assert not later.delivered
