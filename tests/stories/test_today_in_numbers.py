"""Zainab runs the centre. In the morning she asks for its day: in numbers, women and men beside every one, no name."""

import io
import re
from datetime import date

import openpyxl
import pytest

from tests.cast import AMAL, KARIM, NADIA, SHIRIN, ZAINAB
from tests.entry.desk import CHILD, GIRL, Desk, contexts_are_kept, desk_sees, mark, members  # noqa: F401 - a fixture
from tests.journey.family import Family
from tests.journey.family import day as ago
from tests.spoken import languages_kept
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.reporting.rules import Group

pytestmark = pytest.mark.requirement("R003", "R011", "R033")


def day(house: House, who=ZAINAB):
    return Desk(house, who).get("/today/").context["day"]


def more(after: Group, before: Group) -> tuple[int, ...]:
    """What came on top, as families, headed by a woman, women, men, girls, boys."""
    one, other = after.heads, before.heads
    return (
        after.families - before.families, after.woman_headed - before.woman_headed, one.women - other.women,
        one.men - other.men, one.girls - other.girls, one.boys - other.boys,
    )  # fmt: skip


def test_a_family_at_the_desk_is_in_the_numbers_at_once(house: House):
    before = day(house)
    desk = Desk(house, AMAL)
    number = desk.receive(mark())
    assert desk.browser.post(f"/files/{number}/people/add/", members(CHILD, GIRL)).status_code == 302
    after = day(house)
    came = (1, 1, 1, 0, 1, 1)
    assert more(after.inside, before.inside) == came
    assert more(after.arrived, before.arrived) == came
    assert more(after.arrived_week, before.arrived_week) == came
    assert more(after.left_week, before.left_week) == (0,) * 6
    assert (
        after.within.families + after.over_planned.families + after.over_longest.families
        == after.inside.families
    )
    assert sum(group.families for group in after.sections.values()) == after.inside.families
    assert number not in Desk(house, ZAINAB).text("/today/"), "counts only"


def test_a_family_that_went_home_is_counted_by_the_centre_that_does_not_reach_it_any_more(house: House):
    family = Family(house, arrived_ago=90)
    family.assess(on=ago(85))
    family.plan(on=ago(80))
    number = family.number
    before, office = day(house), day(house, SHIRIN)
    family.prepare_exit()
    family.depart()
    after = day(house)
    went = (1, 1, 1, 0, 0, 1)
    assert more(after.left, before.left) == went
    assert more(after.left_week, before.left_week) == went
    assert more(before.inside, after.inside) == went
    assert Desk(house, ZAINAB).get(f"/files/{number}/").status_code == 404
    assert more(day(house, SHIRIN).left_week, office.left_week) == (0,) * 6, "nobody left an office"


def test_the_spreadsheet_and_the_paper_say_what_the_screen_says(house: House):
    desk = Desk(house, ZAINAB)
    shown = desk.get("/today/").context["tables"]
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/today/sheet/").content))
    sheet = book.active
    assert sheet is not None
    assert sheet.sheet_view.rightToLeft, "an Arabic reader's sheet runs from the right"
    lines = {row[0]: row[1:9] for row in sheet.iter_rows(values_only=True) if row[0]}
    for table in shown:
        for row in table.rows:
            assert lines[row.label] == row.numbers
    paper = desk.get("/today/paper/")
    assert paper["Content-Type"] == "application/pdf"
    assert len(re.findall(rb"/Type\s*/Page\b", paper.content)) == 1, "one side of A4"


def test_each_sees_the_numbers_of_the_people_she_leads(house: House):
    led = (ZAINAB, NADIA, SHIRIN)
    before = [day(house, who).inside for who in led]
    Desk(house, AMAL).receive(mark())
    centre, team, office = (day(house, who).inside for who in led)
    assert 0 < team.families <= centre.families
    came = (1, 1, 1, 0, 0, 0)
    assert more(centre, before[0]) == more(team, before[1]) == came
    assert more(office, before[2]) == (0,) * 6, "whoever comes to the centre is in no office's numbers"
    assert Desk(house, KARIM).get("/today/").status_code == 403
    assert "/today/" not in Desk(house, KARIM).text("/")


@pytest.mark.parametrize("language", ["ckb", "en"])
def test_the_day_is_told_in_every_language(house: House, language: str):
    desk = Desk(house, ZAINAB)
    with languages_kept(house):
        desk.browser.post("/language/", {"language": language, "next": "/"})
        for path in ("/today/", "/today/paper/", "/today/sheet/"):
            assert desk.get(path).status_code == 200


def test_the_day_is_the_working_day_of_baghdad(house: House):
    assert day(house).on == today()
    assert isinstance(today(), date)
