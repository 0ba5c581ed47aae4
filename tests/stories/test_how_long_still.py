"""Umm Ahmed asks how long still. She is told what stands in the way, how long it takes others, and no promise."""

from datetime import timedelta

import pytest

from tests.cast import DILSHAD, SALMA
from tests.entry.desk import Desk, contexts_are_kept  # noqa: F401 - a fixture
from tests.journey.family import Family, day
from tests.spoken import languages_kept
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.planning.rules import Span

pytestmark = pytest.mark.requirement("R011", "R087")

BIRTH = "DOC06"


@pytest.fixture
def family(house: House) -> Family:
    made = Family(house, arrived_ago=60)
    made.assess(on=day(57))
    made.plan(on=day(50))
    return made


def paper(family: Family, step: str, *, ago: int) -> None:
    from wasl.casefile.enums import DocumentState
    from wasl.casefile.services.record import document_record

    state = DocumentState.HAVE if step == "obtained" else DocumentState.NEVER_HAD
    document_record(
        file=family.ref, person=family.child, kind=BIRTH, state=state, step=step, wanted=True, since=day(ago),
        by=family.salma,
    )  # fmt: skip


def wait_for(family: Family, reason: str, *, ago: int) -> None:
    from wasl.casefile.enums import WaitingReason
    from wasl.casefile.services.files import waiting_set

    waiting_set(file=family.ref, reason=WaitingReason(reason), by=family.salma, since=day(ago))


def outlook(house: House, family: Family):
    answer = Desk(house, SALMA).get(f"/files/{family.number}/way/")
    assert answer.status_code == 200
    return answer.context["outlook"]


def count(house: House) -> None:
    """What the worker does every hour, as the role that it does it with."""
    from wasl.interfaces.cli.tasks import count_durations

    with house.as_role("wasl_worker"):
        count_durations()


def test_the_birth_registration_of_the_child_is_what_she_waits_for(house: House, family: Family):
    paper(family, "applied", ago=41)
    wait_for(family, "documents", ago=41)
    with languages_kept(house, "ar"):
        seen = outlook(house, family)
        told = Desk(house, SALMA).text(f"/files/{family.number}/way/")
    names = [line["name"] for line in seen["chain"]]
    assert any("ولادة" in name for name in names), names
    assert seen["earliest"] in told


def test_a_paper_is_counted_from_the_day_somebody_did_something_for_it(house: House, family: Family):
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import Document

    def begun():
        with unit_of_work(family.salma.token):
            return Document.objects.get(file_id=family.ref, kind=BIRTH).begun_on

    paper(family, "not_started", ago=45)
    assert begun() is None
    paper(family, "papers_gathered", ago=41)
    paper(family, "at_court", ago=20)
    assert begun() == day(41), "the court is a later step of the same wait"
    paper(family, "obtained", ago=2)
    assert begun() == day(41)
    paper(family, "not_started", ago=1)
    assert begun() is None


def test_a_wait_longer_than_others_had_is_given_no_end(house: House, family: Family):
    wait_for(family, "transport", ago=40)
    seen = outlook(house, family)
    assert seen["by"] == ""
    assert seen["open_ended"]


def test_a_family_that_left_is_told_no_day_of_leaving(house: House, family: Family):
    number = family.number
    family.prepare_exit()
    family.depart()
    assert Desk(house, DILSHAD).get(f"/files/{number}/way/").context["outlook"] is None


def test_the_centres_own_cases_take_the_place_of_the_estimate(house: House, family: Family):
    from wasl.access.work import unit_of_work
    from wasl.journey.selectors import ahead
    from wasl.planning import selectors, services

    with house.as_role("wasl_worker"):
        services.durations_keep(
            {"in_services": Span(40, 70, 20), "planning": Span(5, 9, 19)}, on=today() - timedelta(days=1)
        )
    with unit_of_work(family.salma.token):
        assert selectors.own_spans(viewer=family.salma) == {"in_services": Span(40, 70, 20)}, (
            "nineteen are too few"
        )
    with house.as_role("wasl_worker"):
        counted = ahead.durations(viewer=family.salma, on=today())
    assert counted["assessing"][2] >= 1
    count(house)
    with unit_of_work(family.salma.token):
        kept = selectors.own_spans(viewer=family.salma)
    assert {code: span.cases for code, span in kept.items()} == {
        code: cases for code, (_median, _late, cases) in counted.items() if cases >= 20
    }
