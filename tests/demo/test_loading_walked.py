"""The first families of a demonstration come in by a list and are walked through the services, rule by rule."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import NADIA, ZAINAB
from tests.worlds import House

SEED = 31


@pytest.fixture(scope="module")
def place(house: House) -> Any:
    """One section, which has a supervisor of its own."""
    from wasl.interfaces.cli.demo import loading
    from wasl.interfaces.cli.demo.desks import Desks
    from wasl.kernel.clock import today

    made = loading.place_for(Desks.seen_by([NADIA.username]), today())
    return replace(made, centres=(house.teams["A"],))


@pytest.fixture(scope="module")
def everybody(place: Any) -> list[Any]:
    """The first families of all: every stage is among them."""
    from wasl.interfaces.cli.demo.convoys import arrive
    from wasl.interfaces.cli.demo.families import families
    from wasl.interfaces.cli.demo.stages import OPENING, Stage
    from wasl.interfaces.cli.demo.walking import walk

    made = families(SEED, len(OPENING), place.today, grid=place.terms.grid)
    here = [f for f in made if f.placement.stage is not Stage.EXPECTED and not OPENING[f.index].late]
    return [walk(place, came) for came in arrive(place, here)]


@pytest.fixture(scope="module")
def walks(everybody: list[Any]) -> list[Any]:
    """Those that have not begun to leave."""
    from wasl.interfaces.cli.demo.walking import STAYING

    return [going for going in everybody if going.writing.family.placement.stage in STAYING]


def card_of(place: Any, going: Any) -> Any:
    """The file as whoever answers for its team reads it."""
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files

    by = place.desks.writer(going.writing.office if going.home else going.writing.centre)
    with unit_of_work(by.token):
        return files.get(going.file, viewer=by)


def test_they_came_by_the_importer_with_all_their_people(place: Any, everybody: list[Any]):
    for going in everybody:
        card = card_of(place, going)
        assert (card.size, card.arrived_on) == (len(going.writing.family.people), going.writing.arrived_on)
        assert len({one.ref for one in going.inside.values()}) == card.size


@pytest.mark.requirement("R086")
def test_each_stands_where_its_course_says_and_every_state_is_reached(place: Any, everybody: list[Any]):
    from wasl.casefile.enums import ENDED, FileState
    from wasl.interfaces.cli.demo.stages import Stage

    states = set()
    for going in everybody:
        card, writing = card_of(place, going), going.writing
        states.add(card.state)
        assert card.state == writing.history.state, writing.family.placement
        unassigned = writing.family.placement.stage is Stage.ARRIVED
        assert card.worker == (None if unassigned else writing.worker), writing.family.placement
        assert bool(card.next_due) == (card.state not in ENDED)
    assert states == set(FileState) - {FileState.EXPECTED}


def test_nobody_at_home_is_late_for_months(place: Any, everybody: list[Any]):
    """Whoever was missed was tried again."""
    from wasl.casefile.enums import FileState

    cards = [card_of(place, going) for going in everybody if going.home]
    at_home = [card for card in cards if card.state == FileState.AFTERCARE]
    assert at_home
    assert all((place.today - card.next_due).days <= 21 for card in at_home)


def test_what_waits_for_somebody_is_on_somebodys_day(place: Any, everybody: list[Any]):
    """A decision, an ending, an offer to an office, a hand-over and a family without a worker."""
    from wasl.access.work import unit_of_work
    from wasl.interfaces.cli.demo.stages import Stage
    from wasl.journey.selectors import day

    def of(stage: Any) -> Any:
        return next(g for g in everybody if g.writing.family.placement.stage is stage)

    def on_the_day_of(account: Any) -> Any:
        by = place.desks.session(account)
        with unit_of_work(by.token):
            return day.day(viewer=by, until=place.today, today=place.today)

    decision, arrived, ending = of(Stage.PUT_FORWARD), of(Stage.ARRIVED), of(Stage.ENDING)
    for going, action in ((decision, "decide"), (ending, "sign_closing")):
        team = going.writing.office if going.home else going.writing.centre
        led = on_the_day_of(place.desks.leader(team)).team
        assert action in {file.next_action for file in led if file.ref == going.file}
    led = on_the_day_of(place.desks.leader(arrived.writing.centre)).team
    assert arrived.file in {file.ref for file in led if file.worker is None}
    offered, handed = of(Stage.OFFERED), of(Stage.HANDED_ON)
    assert offered.file in {offer.file for offer in on_the_day_of(offered.writing.officer).offers}
    asked = handed.writing.someone("caseworker", handed.writing.history.slot + 1)
    assert handed.file in {offer.file for offer in on_the_day_of(asked).handovers}


@pytest.mark.requirement("R074")
def test_a_family_that_is_entered_late_has_its_true_days_and_nothing_is_late(place: Any):
    from wasl.interfaces.cli.demo.convoys import enter_late
    from wasl.interfaces.cli.demo.families import family
    from wasl.interfaces.cli.demo.stages import OPENING
    from wasl.interfaces.cli.demo.walking import take_over

    index = next(at for at, one in enumerate(OPENING) if one.late)
    made = family(SEED, index, place.today, place.terms.grid)
    came = enter_late(place, made)
    assert came
    card = card_of(place, take_over(place, came))
    assert (card.arrived_on, card.ledger_from) == (made.placement.arrival, place.today)
    assert card.next_due > place.today
    assert card.worker


def test_the_thread_is_the_one_that_bulk_would_have_written(place: Any, walks: list[Any]):
    """Two ways, one course: the same needs, goals, services and links, in the same states, with the same words."""
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors.thread import thread
    from wasl.interfaces.cli.demo import loading
    from wasl.interfaces.cli.demo.writing import Writing

    for going in walks:
        writing = Writing.begin(place, going.writing.family, going.writing.history, "")
        rows = loading.rows_of(writing).rows
        by = going.worker(place.today)
        with unit_of_work(by.token):
            knots = thread(going.file, viewer=by, roles=frozenset({"caseworker"}))
        assert Counter((n.domain, n.score, n.state, n.circle, n.no_goal) for n in knots.needs) == Counter(
            (n["domain"], n["score"], n["state"], n["circle"], n["no_goal"])
            for n in rows.get("casefile_need", ())
        )
        assert Counter((g.code, g.state, g.circle, len(g.needs)) for g in knots.goals) == Counter(
            (g["code"], g["state"], g["circle"], sum(link["goal_id"] == g["id"] for link in links(rows)))
            for g in rows.get("casefile_goal", ())
        )
        assert Counter((s.code, s.state, s.result) for g in knots.goals for s in g.services) == Counter(
            (s["code"], s["state"], s["result"]) for s in rows.get("casefile_service", ())
        )
        assert all(goal.words for goal in knots.goals)
        assert all(need.wish for need in knots.needs)


def links(rows: dict[str, Any]) -> Any:
    return rows.get("casefile_needgoal", ())


def test_a_walk_that_leaves_out_the_assessment_is_stopped_by_the_rules(
    place: Any, walks: list[Any], monkeypatch
):
    from wasl.interfaces.cli.demo import events, walking
    from wasl.interfaces.cli.demo.convoys import arrive
    from wasl.interfaces.cli.demo.families import families
    from wasl.interfaces.cli.demo.stages import Stage
    from wasl.kernel.errors import Refused

    made = families(SEED + 1, 40, place.today, grid=place.terms.grid)
    family = next(one for one in made if one.placement.stage is Stage.PLANNED)
    steps = {kind: step for kind, step in walking._STEPS.items() if kind is not events.Assessed}
    monkeypatch.setattr(walking, "_STEPS", steps)
    came = next(arrive(place, [family]))
    with pytest.raises(Refused) as refused:
        walking.walk(place, came)
    assert refused.value.code == "not_assessed_yet"


def test_an_announced_family_waits_at_the_desk_with_no_people(house: House, place: Any):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.interfaces.cli.demo.convoys import announce
    from wasl.interfaces.cli.demo.families import families
    from wasl.interfaces.cli.demo.stages import Stage

    made = families(SEED, 40, place.today, grid=place.terms.grid)
    announced = [one for one in made if one.placement.stage is Stage.EXPECTED]
    assert announce(place, announced) == len(announced)
    zainab = house.actor(ZAINAB)
    with unit_of_work(zainab.token):
        cards = files.listing(viewer=zainab, scope="site", state="expected", limit=200).cards
    assert cards
    assert {card.size for card in cards} == {0}
