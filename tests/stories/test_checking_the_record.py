"""Yusuf checks the work: files drawn by a printed seed, who looked at each, and not one name of a family."""

import psycopg
import pytest

from tests.cast import BASIM, NADIA, RANA, SALMA, YUSUF
from tests.journey.family import Family
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.kernel.errors import Refused


@pytest.fixture(scope="module")
def families(house: House) -> list[Family]:
    return [Family(house) for _ in range(4)]


def drawn(house: House, seed: str, count: int = 3, by=YUSUF) -> list[str]:
    from wasl.access.work import unit_of_work
    from wasl.rights.viewing import draw

    viewer = house.actor(by)
    with unit_of_work(viewer.token):
        return [file.number for file in draw(seed, until=today(), count=count, viewer=viewer)]


@pytest.mark.requirement("R070", "P8")
def test_the_same_seed_draws_the_same_files_and_another_seed_others(house: House, families: list[Family]):
    first = drawn(house, "K7QM-2")
    assert first == drawn(house, "k7qm-2 ")
    assert len(first) == 3
    assert len({tuple(drawn(house, f"seed-{n}")) for n in range(8)}) > 1


@pytest.mark.requirement("P8", "P10")
def test_the_page_shows_who_looked_and_what_for_and_no_name_of_a_family(house: House, families: list[Family]):
    number = families[0].number
    assert signed_in(house, SALMA).get(f"/files/{number}/").status_code == 200
    browser = signed_in(house, YUSUF)
    pages = (
        browser.get(f"/record/?seed=seed-{n}&until={today().isoformat()}&count=30").content.decode()
        for n in range(60)
    )
    page = next((one for one in pages if number in one), "")
    assert number in page, "of many files not every draw has this one"
    one = browser.get(f"/record/file/?file={number}").content.decode()
    assert "سلمى" in one
    assert "File viewed" in one
    for name in ("سندس", "كاظم", "أم أحمد", "أحمد"):
        assert name not in page + one
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        looked = everything.execute(
            "SELECT count(*) FROM audit_event WHERE event = 'log_viewed' AND file_id = %s AND actor = %s",
            [families[0].ref, house.accounts["yusuf"]],
        ).fetchone()
    assert looked is not None
    assert looked[0] >= 2, "looking at the record is recorded too"


@pytest.mark.requirement("P8")
def test_who_only_watches_over_the_record_asks_by_number_and_draws_nothing(
    house: House, families: list[Family]
):
    browser = signed_in(house, RANA)
    assert (
        families[0].number not in browser.get(f"/record/?seed=ABC&until={today()}&count=30").content.decode()
    )
    assert "سلمى" in browser.get(f"/record/file/?file={families[0].number}").content.decode()
    with pytest.raises(Refused):
        drawn(house, "ABC", by=RANA)


@pytest.mark.requirement("P8")
def test_nobody_else_reads_the_record(house: House, families: list[Family]):
    for member in (SALMA, NADIA, BASIM):
        assert signed_in(house, member).get("/record/").status_code == 403
        with psycopg.connect(house.dsn("wasl_web")) as web:
            web.execute("SELECT set_config('wasl.session', %s, true)", [house.actor(member).token])
            query = "SELECT * FROM access_audit_of(%s, now() - interval '1 year')"
            assert web.execute(query, [[families[0].ref]]).fetchall() == []
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, true)", [house.actor(YUSUF).token])
        assert web.execute(query, [[families[0].ref]]).fetchall() != [], "the control: an auditor reads it"
