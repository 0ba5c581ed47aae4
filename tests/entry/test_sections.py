"""Places by section: the desk sees how many, not who; places can be kept for those who are announced."""

from typing import Any

import psycopg
import pytest

from tests.cast import AMAL, DILSHAD, SALMA
from tests.entry.convoy import announce, expect, family, mark, read, take_in
from tests.entry.desk import Desk, contexts_are_kept
from tests.worlds import House

__all__ = ["contexts_are_kept"]
pytestmark = pytest.mark.requirement("R003", "R028", "J1")


def numbers(house: House, who: Any = AMAL) -> dict[str, tuple[int, int, int]]:
    from wasl.access.work import unit_of_work
    from wasl.phases.entry_assessment.selectors.sections import sections

    by = house.actor(who)
    with unit_of_work(by.token):
        return {one.team.code: (one.families, one.people, one.reserved) for one in sections(viewer=by).cards}


def settle(house: House, done: Any, section: str) -> None:
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File

    with unit_of_work(house.actor(AMAL).token):
        assert File.objects.filter(pk__in=done.files).update(section=section) == len(done.files)


def test_who_comes_into_a_section_is_counted_there_and_who_moves_is_counted_once(house: House):
    before = numbers(house)
    done = take_in(house, read(*family("1", mark()), *family("2", mark())))
    settle(house, done, "A")
    after = numbers(house)
    assert after["A"] == (before["A"][0] + 2, before["A"][1] + 6, before["A"][2])
    settle(house, done, "B")
    moved = numbers(house)
    assert moved["A"] == before["A"]
    assert moved["B"] == (before["B"][0] + 2, before["B"][1] + 6, before["B"][2])


def test_a_colleague_who_may_open_none_of_the_files_sees_the_same_numbers(house: House):
    settle(house, take_in(house, read(*family("1", mark()))), "A")
    assert numbers(house, SALMA) == numbers(house)
    with (
        psycopg.connect(house.dsn("wasl_web")) as nobody,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        nobody.execute("SELECT * FROM entry_inside")
    with psycopg.connect(house.dsn("wasl_web")) as nobody:
        assert nobody.execute("SELECT count(*) FROM entry_sections()").fetchone() == (0,)
    by = house.actor(DILSHAD)
    with psycopg.connect(house.dsn("wasl_web")) as office:
        office.execute("SELECT set_config('wasl.session', %s, true)", [by.token])
        assert ("A",) not in office.execute("SELECT section FROM entry_sections()").fetchall()


def test_places_are_kept_for_announced_families_and_taken_when_they_come(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File

    desk, before = Desk(house), numbers(house)
    done = expect(house, announce(*family("1", mark()), *family("2", mark()), *family("3", mark())))
    answer = desk.post("/reception/sections/", batch=str(done.batch), section="B", families="2")
    assert answer.status_code == 302, answer.context["form"].errors
    assert numbers(house)["B"][2] == before["B"][2] + 2
    with unit_of_work(house.actor(AMAL).token):
        number = File.objects.filter(imported=done.batch, section="B").values_list("number", flat=True)[0]
    assert desk.post(f"/files/{number}/reception/arrived/").status_code == 302
    families, _people, reserved = numbers(house)["B"]
    assert (families, reserved) == (before["B"][0] + 1, before["B"][2] + 1)


def test_the_lines_are_put_together_and_the_numbers_stay(house: House):
    from wasl.phases.entry_assessment.services.sections import sections_fold

    before = numbers(house)
    with house.as_role("wasl_worker"):
        lines = sections_fold()
    assert numbers(house) == before
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        assert owner.execute("SELECT count(*) FROM entry_inside").fetchone() == (lines,)


def test_a_full_section_is_said_and_refuses_nobody():
    from dataclasses import replace

    from wasl.phases.entry_assessment.selectors.sections import SectionCard

    card = SectionCard(team=None, families=300, people=900, reserved=100, capacity=400)  # type: ignore[arg-type]
    assert (card.free, card.over) == (0, 0)
    assert replace(card, families=310).over == 10
    assert replace(card, capacity=0).over == 0, "nobody has said for how many it is meant"
