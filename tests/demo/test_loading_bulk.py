"""Families written in bulk: the same constraints, the same table of states, and pages that read them like any other."""

import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.cast import DILSHAD, HADI, HUDA, KARIM, NADIA, SALMA, SHIRIN
from tests.worlds import House

FAMILIES = 80


@dataclass
class Loaded:
    """What was written, as it was handed over."""

    place: Any
    wholes: list[Any]
    sealed: list[Any]

    def state(self, whole: Any) -> str:
        return str(whole.rows["casefile_file"][0]["state"])


@pytest.fixture(scope="module")
def loaded(house: House) -> Loaded:
    """Families of every stage, spread over the cast of the house."""
    from wasl.interfaces.cli.demo import apart, loading
    from wasl.interfaces.cli.demo.desks import Desks
    from wasl.journey import bulk
    from wasl.kernel.clock import today

    desks = Desks.seen_by([NADIA.username])
    place = loading.place_for(desks, today())
    written: list[Any] = []
    sealed: list[Any] = []
    for chunk in loading.chunks(place, FAMILIES, 11, sealed):
        by = desks.writer(chunk[0].team)
        assert by
        bulk.write(chunk, by=by)
        written += chunk
    apart.write(desks, sealed)
    return Loaded(place, written, sealed)


@pytest.mark.requirement("R086")
def test_every_state_of_a_file_is_there_but_the_announced_one(loaded: Loaded):
    from wasl.casefile.enums import FileState

    states = Counter(loaded.state(whole) for whole in loaded.wholes)
    assert set(states) == set(FileState) - {FileState.EXPECTED}


def test_every_family_of_the_centre_lives_in_a_section_that_there_is(house: House, loaded: Loaded):
    sections = {loaded.place.desks.teams[team].code for team in loaded.place.centres}
    assert {whole.rows["casefile_file"][0]["section"] for whole in loaded.wholes} <= sections


def test_each_file_walked_the_table_and_stands_where_its_last_step_is(house: House, loaded: Loaded):
    from wasl.journey.rules import FILE_TABLE

    for whole in loaded.wholes:
        steps = whole.rows["journey_step"]
        states = [step["state"] for step in steps]
        for source, target in pairwise(states):
            assert FILE_TABLE.decide(source, target), (source, target)
        assert states[-1] == loaded.state(whole)
        assert [step["left_on"] for step in steps[:-1]] == [step["entered_on"] for step in steps[1:]]


def test_a_course_that_leaps_over_a_state_is_noticed(loaded: Loaded):
    from wasl.journey.rules import FILE_TABLE

    steps = next(w.rows["journey_step"] for w in loaded.wholes if len(w.rows["journey_step"]) > 4)
    leaping = [step["state"] for step in (steps[0], *steps[2:])]
    assert not all(FILE_TABLE.decide(source, target) for source, target in pairwise(leaping))


@pytest.mark.requirement("R087")
def test_the_journey_itself_finds_nothing_to_move_and_the_same_day_due(house: House, loaded: Loaded):
    """Whatever follows a piece of work: gates that are open, the next thing due. In bulk it was computed alike."""
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.journey.services import moves

    desks = loaded.place.desks
    for whole in loaded.wholes:
        by = desks.writer(whole.team)
        with unit_of_work(by.token):
            before = files.get(whole.ref, viewer=by)
            moves.follow(file=whole.ref, by=by)
            after = files.get(whole.ref, viewer=by)
        assert (after.state, after.next_due, after.next_action) == (
            before.state,
            before.next_due,
            before.next_action,
        ), whole.number


def test_the_worker_reads_names_notes_thread_answers_and_plan(house: House, loaded: Loaded):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files, record
    from wasl.casefile.selectors.thread import thread
    from wasl.instruments.selectors import grid as instruments
    from wasl.people import selectors as people
    from wasl.phases.rehabilitation.selectors import plan

    salma = house.actor(SALMA)
    whole = next(
        w
        for w in loaded.wholes
        if w.rows["casefile_file"][0]["worker"] == salma.ref and loaded.state(w) == "in_services"
    )
    names = {p.owner: p.value for p in whole.plains if p.field == "identity:name"}
    with unit_of_work(salma.token):
        card = files.view(whole.number, viewer=salma)
        inside = people.people_of(card.ref, viewer=salma)
        notes = record.contacts(card.ref, viewer=salma, roles=card.roles)
        knots = thread(card.ref, viewer=salma, roles=card.roles)
        filled = instruments.responses(card.ref, viewer=salma)
        answers = instruments.answers(filled[0], viewer=salma, roles=card.roles)
        versions = record.plans(card.ref, viewer=salma, words=True)
        standing = plan.agreements(knots, inside, versions)
        mine = files.listing(viewer=salma, limit=200)
    assert {one.ref: one.name.given for one in inside if one.name} == {
        ref: name["given"] for ref, name in names.items()
    }
    assert notes
    assert all(note.text for note in notes)
    assert all(need.wish for need in knots.needs)
    assert all(goal.words for goal in knots.goals)
    assert answers.lines
    assert versions
    assert all(one.before is not None for one in standing if one.last)
    assert card.ref in {one.ref for one in mine.cards}
    assert all(one.head for one in mine.cards)


def test_whoever_does_not_work_with_a_family_finds_nothing(house: House, loaded: Loaded):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.kernel.errors import NotFound, Refused

    karim, hadi = house.actor(KARIM), house.actor(HADI)
    whole = next(
        w
        for w in loaded.wholes
        if w.team == house.teams["A"] and w.rows["casefile_file"][0]["worker"] == house.accounts[SALMA.username]
        and not any(account == hadi.ref for account, _, _ in w.grants)
    )  # fmt: skip
    with pytest.raises(NotFound), unit_of_work(karim.token):
        files.view(whole.number, viewer=karim)
    with pytest.raises(Refused), unit_of_work(hadi.token):
        files.view(whole.number, viewer=hadi)


@pytest.mark.requirement("R073")
def test_a_family_at_home_is_in_the_hands_of_its_office(house: House, loaded: Loaded):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.phases.aftercare import selectors as aftercare

    dilshad = house.actor(DILSHAD)
    at_home = [w for w in loaded.wholes if loaded.state(w) == "aftercare" and w.team == house.teams["SD"]]
    assert at_home
    with unit_of_work(dilshad.token):
        for whole in at_home:
            card = files.view(whole.number, viewer=dilshad)
            assert card.worker == dilshad.ref
            assert all(one.text for one in aftercare.contacts(card.ref, viewer=dilshad))


@pytest.mark.requirement("R030")
def test_what_is_sealed_opens_for_its_worker_and_nobody_was_let_in_for_it(house: House, loaded: Loaded):
    from wasl.casefile.selectors.sealed import sealed_items
    from wasl.interfaces.cli.demo import apart, loading
    from wasl.interfaces.cli.demo.events import Note
    from wasl.interfaces.cli.demo.families import family
    from wasl.interfaces.cli.demo.histories import history
    from wasl.interfaces.cli.demo.writing import Writing
    from wasl.journey import bulk
    from wasl.kernel.refs import new_file_number

    place = loaded.place
    made = family(12, 0, place.today, place.terms.grid)
    course = history(made, place.today, place.terms)
    course.events.append(Note(course.events[-1].on, 1, "sealed", "sealed", "كلام لا يعرفه غيرها", "gbv"))
    writing = Writing.begin(place, made, course, new_file_number())
    whole = loading.rows_of(writing)
    items = apart.items(writing)
    assert [item.by for item in items] == [house.accounts[HUDA.username]]
    bulk.write([whole], by=place.desks.writer(whole.team))
    assert apart.write(place.desks, items) == 1

    huda, salma = house.actor(HUDA), house.actor(SALMA)
    assert await_text(
        lambda: [one.text for one in sealed_items(whole.ref, viewer=huda)], "كلام لا يعرفه غيرها"
    )
    assert not sealed_items(whole.ref, viewer=salma)
    assert huda.ref not in {account for account, _, _ in whole.grants}
    assert "كلام لا يعرفه غيرها" not in str([(plain.field, plain.value) for plain in whole.plains])


def await_text(read, text: str) -> bool:
    """The vault follows what is committed a moment later."""
    for _ in range(50):
        if text in read():
            return True
        time.sleep(0.1)
    return False


def test_nobody_decides_on_own_work(loaded: Loaded):
    for whole in loaded.wholes:
        for decision in whole.rows.get("exit_decision", ()):
            assert decision["decided_by"] != decision["prepared_by"]
        for closing in whole.rows.get("aftercare_closing", ()):
            assert closing["signed_by"] != closing["proposed_by"]


def test_every_file_has_one_event_in_the_record(house: House, loaded: Loaded):
    from django.db import connection

    with house.as_role("wasl_backup"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_event "
            "WHERE event = 'file_created' AND code = 'practice' AND file_id = ANY (%s)",
            [[whole.ref for whole in loaded.wholes]],
        )
        assert cursor.fetchone()[0] == len(loaded.wholes)


def oddities(whole: Any, staff: set[Any]) -> list[str]:
    """What the tables' constraints and the rules of hand-over would object to in one family's rows."""
    found = [f"{role} given to somebody else" for who, role, _ in whole.grants if (who, role) not in staff]
    rows = whole.rows
    file = rows["casefile_file"][0]
    for table, open_field in (
        ("journey_step", "left_on"),
        ("casefile_handover", "answered_on"),
        ("casefile_waiting", "until"),
    ):
        if sum(row[open_field] is None for row in rows.get(table, ())) > 1:
            found.append(f"two open rows of {table}")
    accepted = [row["to_worker"] for row in rows.get("casefile_handover", ()) if row["accepted"]]
    if accepted and accepted[-1] != file["worker"]:
        found.append("the worker is not who accepted last")
    days = [row["entered_on"] for row in rows["journey_step"]]
    if days != sorted(days):
        found.append("steps out of order")
    keys = [(row["person_id"], row["number"]) for row in rows.get("casefile_planversion", ())]
    if len(set(keys)) != len(keys):
        found.append("a version of the plan twice")
    return found


def test_a_thousand_courses_have_nothing_odd_about_them(loaded: Loaded):
    from wasl.interfaces.cli.demo import loading

    staff = {(card.account, card.role) for card in loaded.place.desks.staff}
    for seed in (1, 2):
        for whole in loading.wholes(loaded.place, 500, seed, []):
            assert not oddities(whole, staff), whole.rows["casefile_file"]


def test_a_planted_oddity_is_seen(loaded: Loaded):
    staff = {(card.account, card.role) for card in loaded.place.desks.staff}
    whole = one_more(loaded)
    nobody = next(account for account, role in staff if role == "auditor")
    whole.grant(nobody, "caseworker", "care")
    whole.rows["journey_step"].append(whole.rows["journey_step"][-1])
    assert set(oddities(whole, staff)) >= {
        "caseworker given to somebody else",
        "two open rows of journey_step",
    }


# --- what must not go through -------------------------------------------------------------------------------------


def one_more(loaded: Loaded):
    from wasl.interfaces.cli.demo import loading

    return next(loading.wholes(loaded.place, 1, 12, []))


def test_constraints_hold_for_bulk_as_for_a_single_row(house: House, loaded: Loaded):
    from django.db import IntegrityError

    from wasl.journey import bulk

    whole = one_more(loaded)
    whole.rows["casefile_need"][0] |= {"state": "open", "closed_on": loaded.place.today}
    with pytest.raises(IntegrityError):
        bulk.write([whole], by=loaded.place.desks.writer(whole.team))


def test_a_session_that_does_not_serve_the_team_writes_nothing(house: House, loaded: Loaded):
    from django.db import ProgrammingError

    from wasl.journey import bulk

    whole = one_more(loaded)
    with pytest.raises(ProgrammingError):
        bulk.write([whole], by=house.actor(SHIRIN))


def test_a_row_of_another_team_is_refused_by_the_table(house: House, loaded: Loaded):
    from django.db import Error

    from wasl.journey import bulk

    whole = one_more(loaded)
    whole.rows["casefile_case"][0]["team_id"] = house.teams["SD"]
    with pytest.raises(Error):
        bulk.write([whole], by=loaded.place.desks.writer(whole.team))


def test_a_real_instance_takes_no_made_up_histories(house: House, loaded: Loaded, monkeypatch):
    from django.conf import settings

    from wasl.journey import bulk
    from wasl.kernel.errors import Refused

    monkeypatch.setattr(settings, "WASL_PRACTICE", False)
    whole = one_more(loaded)
    with pytest.raises(Refused) as refused:
        bulk.write([whole], by=loaded.place.desks.writer(whole.team))
    assert refused.value.code == "practice_only"


def test_a_column_that_does_not_exist_is_told(loaded: Loaded):
    from wasl.journey import bulk

    whole = one_more(loaded)
    whole.rows["casefile_need"][0]["wish"] = "in the clear"
    with pytest.raises(TypeError, match="casefile_need has no wish"):
        bulk.write([whole], by=loaded.place.desks.writer(whole.team))


def test_loading_again_keeps_what_is_there(house: House, loaded: Loaded, tmp_path: Path):
    from wasl.interfaces.cli.demo import loading

    before = loading.load([NADIA.username], 40)
    assert before["families"] >= len(loaded.wholes)
    assert loading.load([NADIA.username], 40) == before


def test_accounts_that_are_gone_are_passed_over(house: House, loaded: Loaded):
    from wasl.interfaces.cli.demo.desks import Desks
    from wasl.kernel.errors import NotFound

    assert Desks.seen_by(["nobody-of-that-name", NADIA.username]).staff
    with pytest.raises(NotFound):
        Desks.seen_by([])
    with suppress(NotFound):
        Desks.seen_by(["nobody-of-that-name"])
        pytest.fail("somebody who is not there answered")
