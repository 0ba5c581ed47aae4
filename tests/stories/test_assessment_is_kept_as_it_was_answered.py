"""The grid: asked once for the household and of each person alone; it raises needs, gives the level and is kept."""

import uuid
from datetime import timedelta

import pytest

from tests.cast import AMAL, HADI, NADIA, SALMA
from tests.stories.umm_ahmed import assess, fill, receive
from tests.worlds import House
from wasl.kernel.clock import today


def look(house, by, family):
    """Needs, cases, file and tasks as the worker sees them."""
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files, record, thread

    with unit_of_work(by.token):
        card = files.view(family.number, viewer=by)
        knots = thread.thread(family.file, viewer=by, roles=card.roles)
        return (
            card,
            knots,
            record.cases(family.file, viewer=by),
            record.tasks(family.file, viewer=by, words=True),
        )


def by_domain(knots, person):
    return {need.domain: need for need in knots.needs if need.person == person}


@pytest.mark.requirement("J1", "R048", "R072", "R076")
def test_scores_of_two_and_more_raise_needs_with_a_day_and_the_answer_they_came_from(house: House):
    family, salma = receive(house), house.actor(SALMA)
    answer = fill(family, "sundus", salma, documents=3, work=2, words={"documents": "تريد بطاقة موحدة"})
    card, knots, cases, tasks = look(house, salma, family)
    needs = by_domain(knots, family.people["sundus"])
    assert set(needs) == {"documents", "work"}
    assert needs["documents"].answer == answer
    assert needs["documents"].due_on == today() + timedelta(days=7)
    assert needs["work"].due_on == today() + timedelta(days=30)
    assert needs["documents"].wish == "تريد بطاقة موحدة"
    assert cases[family.people["sundus"]].level == "enhanced"
    assert cases[family.people["sundus"]].level_because == ("documents=3",)
    assert card.level == "enhanced"
    assert tasks == []


@pytest.mark.requirement("J1", "R048")
def test_the_household_counts_for_everybody_and_the_family_has_the_level_of_who_needs_most(house: House):
    family, salma = receive(house), house.actor(SALMA)
    fill(family, "badia", salma)
    fill(family, "sundus", salma, documents=2)
    assert look(house, salma, family)[2][family.people["badia"]].level == "light"
    fill(family, None, salma, family=2)
    card, _, cases, _ = look(house, salma, family)
    assert cases[family.people["badia"]].level == "standard"
    assert cases[family.people["badia"]].level_because == ("family=2",)
    assert family.people["ahmed"] not in cases or cases[family.people["ahmed"]].level == ""
    assert card.level == "standard"


@pytest.mark.requirement("R036", "R055")
def test_children_are_asked_by_age_in_their_own_lines(house: House):
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import grid as selectors
    from wasl.people import selectors as people

    family, salma = receive(house), house.actor(SALMA)
    with unit_of_work(salma.token):
        sheets = selectors.sheets(family.file, people.people_of(family.file, viewer=salma), viewer=salma)
    asked = {sheet.person.called if sheet.person else "": [d.code for d in sheet.domains] for sheet in sheets}
    assert asked[""] == ["shelter", "basics", "legal", "family"]
    assert "education" not in asked["نور الهدى عباس حسن"]
    assert "children" in asked["عمر عباس حسن"]
    assert "work" in asked["هدى عباس حسن"]
    assert "children" not in asked["أم أحمد"]
    assert sum(sheet.minutes for sheet in sheets) <= 75


@pytest.mark.requirement("R048")
def test_what_a_grown_person_says_of_body_and_mind_is_her_own_and_a_small_childs_is_the_familys(house: House):
    family, salma = receive(house), house.actor(SALMA)
    fill(family, "badia", salma, health=2)
    fill(family, "noor", salma, health=2)
    _, knots, _, _ = look(house, salma, family)
    assert by_domain(knots, family.people["badia"])["health"].circle == "own"
    assert by_domain(knots, family.people["noor"])["health"].circle == "family"


def test_an_urgent_answer_is_a_task_of_the_same_day_which_names_nothing_private(house: House):
    family, salma = receive(house), house.actor(SALMA)
    fill(family, None, salma, basics=4)
    fill(family, "badia", salma, safety=4)
    tasks = look(house, salma, family)[3]
    assert {task.due_on for task in tasks} == {today()}
    assert {task.owner for task in tasks} == {house.accounts["salma"]}
    private = next(task for task in tasks if task.person)
    assert private.code == ""
    assert "سلامة" not in private.text
    assert any("= 4" in task.text for task in tasks)


def test_refusing_blocks_nothing_and_is_written_down(house: House):
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import grid as selectors
    from wasl.instruments.services.grid import Filled, grid_record
    from wasl.people.selectors import people_of
    from wasl.phases.entry_assessment.selectors.assessment import progress

    family, salma = receive(house), house.actor(SALMA)
    grid_record(file=family.file, person=family.people["badia"], filled=Filled(declined=True), by=salma)
    with unit_of_work(salma.token):
        (card,) = selectors.responses(family.file, viewer=salma)
        found = progress(family.file, people_of(family.file, viewer=salma), viewer=salma)
    assert card.declined
    assert [bool(sheet.last) for sheet in found.sheets].count(True) == 1
    assert not found.complete


@pytest.mark.requirement("J1")
def test_a_family_is_assessed_when_the_household_and_everybody_were_asked(house: House):
    from wasl.access.work import unit_of_work
    from wasl.people.selectors import people_of
    from wasl.phases.entry_assessment.selectors.assessment import progress

    family, salma = receive(house), house.actor(SALMA)
    assess(family, salma)
    with unit_of_work(salma.token):
        assert progress(family.file, people_of(family.file, viewer=salma), viewer=salma).complete


def test_the_same_form_sent_twice_is_there_once(house: House):
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import grid as selectors

    family, salma, key = receive(house), house.actor(SALMA), uuid.uuid4()
    assert fill(family, None, salma, key=key) == fill(family, None, salma, key=key)
    with unit_of_work(salma.token):
        assert len(selectors.responses(family.file, viewer=salma)) == 1


@pytest.mark.requirement("R048")
def test_answers_are_read_as_they_were_given_even_when_the_questions_have_changed(house: House, monkeypatch):
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import grid as selectors
    from wasl.kernel.text import LocalizedText

    family, salma = receive(house), house.actor(SALMA)
    ref = fill(family, "zahra", salma, education=3, words={"education": "تحب الرسم"})
    with unit_of_work(salma.token):
        card = selectors.response(family.file, ref, viewer=salma)
        before = selectors.answers(card, viewer=salma, roles=frozenset({"caseworker"}))
    from wasl.access.policy import programme
    from wasl.programme.sheets.domains import Domain

    other = tuple(LocalizedText(ar="غير", ckb="تر", en="other") for _ in range(5))
    monkeypatch.setattr(Domain, "anchors_for", lambda self, age: other)
    with unit_of_work(salma.token):
        after = selectors.answers(card, viewer=salma, roles=frozenset({"caseworker"}))
    assert before == after
    line = next(line for line in after.lines if line.domain == "education")
    assert line.line is not None
    assert line.line.en == "Of school age and not in school, or never was"
    assert line.words == "تحب الرسم"
    assert card.version == programme().edition


def test_a_role_that_may_not_read_the_own_circle_sees_that_lines_are_hidden(house: House):
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import grid as selectors

    family, salma = receive(house), house.actor(SALMA)
    ref = fill(family, "badia", salma, health=3)
    with unit_of_work(salma.token):
        card = selectors.response(family.file, ref, viewer=salma)
        seen = selectors.answers(card, viewer=salma, roles=frozenset({"centre-manager"}))
    assert seen.hidden == 4
    assert not {"health", "coping", "safety", "spiritual"} & {line.domain for line in seen.lines}


def test_a_missing_line_is_asked_for_and_nothing_is_kept(house: House):
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import grid as selectors
    from wasl.instruments.services.grid import Filled, grid_record
    from wasl.kernel.errors import Invalids

    family, salma = receive(house), house.actor(SALMA)
    with pytest.raises(Invalids) as missing:
        grid_record(
            file=family.file,
            person=None,
            filled=Filled(scores={"shelter": 1}, unanswered=("basics",)),
            by=salma,
        )
    assert {(e.field, e.code) for e in missing.value.errors} == {
        ("legal", "line_missing"),
        ("family", "line_missing"),
    }
    with unit_of_work(salma.token):
        assert selectors.responses(family.file, viewer=salma) == []


def test_a_later_lower_score_closes_the_need_and_only_the_supervisor_lowers_the_level(
    house: House, monkeypatch
):
    from wasl.kernel import clock

    family, salma, nadia = receive(house), house.actor(SALMA), house.actor(NADIA)
    fill(family, "sundus", salma, documents=3)
    with clock.frozen(clock.now() + timedelta(days=1)):
        fill(family, "sundus", salma, documents=1)
        _, knots, cases, _ = look(house, salma, family)
        assert by_domain(knots, family.people["sundus"])["documents"].state == "met"
        assert cases[family.people["sundus"]].level == "enhanced"
        fill(family, "sundus", nadia, documents=1)
        assert look(house, salma, family)[2][family.people["sundus"]].level == "light"


def test_nobody_without_the_right_fills_the_grid(house: House):
    from wasl.kernel.errors import NotFound, Refused

    family = receive(house)
    with pytest.raises(Refused) as refused:
        fill(family, None, house.actor(AMAL))
    assert refused.value.code == "role_may_not"
    with pytest.raises(NotFound):
        fill(family, None, house.actor(HADI))


def test_a_family_that_has_not_come_is_not_asked():
    from wasl.casefile.enums import FileState
    from wasl.instruments.rules import can_fill

    assert can_fill(FileState.EXPECTED).code == "family_not_here_yet"
    assert can_fill(FileState.CLOSED).code == "file_is_closed"
    assert can_fill(FileState.AFTERCARE)


def test_the_age_of_the_questions_is_told_by_the_band_when_no_birth_date_is_known():
    from wasl.instruments.rules import asked_age

    assert asked_age(None, "5-11") == 11
    assert asked_age(None, "25-59") is None
    assert asked_age(7, "5-11") == 7
