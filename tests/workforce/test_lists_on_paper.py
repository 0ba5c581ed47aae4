"""Lists on paper are numbered: at most sixty families of one's own work, for some days; somebody answers for each."""

import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import AMAL, HADI, KARIM, NADIA, SALMA, YUSUF, Member
from tests.entry.desk import contexts_are_kept
from tests.protection.counting import counted
from tests.protection.visitors import signed_in
from tests.stories.umm_ahmed import Family, receive
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound, Refused
from wasl.workforce import rules
from wasl.workforce.enums import ListPurpose, ListSource

__all__ = ["contexts_are_kept"]


@pytest.fixture
def family(house: House) -> Family:
    return receive(house)


@pytest.fixture(autouse=True)
def few_in_hand(house: House):
    house.free_hands("salma")


@pytest.fixture
def quiet_desk(house: House) -> Iterator[None]:
    """Who is expected and who waits from other stories is taken in for this one; afterwards they wait as before."""
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        waiting = everything.execute(
            "SELECT state, arrived_on, file_id FROM casefile_file "
            "WHERE state = 'expected' OR (state = 'assessing' AND worker IS NULL)"
        ).fetchall()
        everything.execute(
            "UPDATE casefile_file SET state = 'in_services', arrived_on = coalesce(arrived_on, %s) "
            "WHERE file_id = ANY (%s)",
            [today(), [file for *_, file in waiting]],
        )
    try:
        yield
    finally:
        with psycopg.connect(house.dsn("wasl_super")) as everything, everything.cursor() as each:
            each.executemany(
                "UPDATE casefile_file SET state = %s, arrived_on = %s WHERE file_id = %s", waiting
            )


def ask(house: House, member: Member = SALMA, **said: str) -> Any:
    told = {
        "key": str(uuid.uuid4()),
        "source": "families",
        "phase": "",
        "purpose": "visits",
        "worker": "",
    } | {"destroy_by": today().isoformat()}
    return signed_in(house, member).post("/lists/", told | said)


def printed(house: House, member: Member = SALMA, **said: str) -> str:
    """The number of the list that was just printed."""
    answer = ask(house, member, **said)
    assert answer.status_code == 200, answer.context["form"].errors
    assert answer["Content-Type"] == "application/pdf"
    found = re.search(r'"(L-[0-9A-Z]{2}-[0-9A-Z]{4})\.pdf"', answer["Content-Disposition"])
    assert found
    return found[1]


def rows(house: House, number: str) -> dict[str, Any]:
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        [row] = everything.execute(
            "SELECT id, account, team_id, files, destroy_by, destroyed_by FROM workforce_list WHERE number = %s",
            [number],
        ).fetchall()
    return dict(zip(("id", "account", "team", "files", "destroy_by", "destroyed_by"), row, strict=True))


def content(house: House, source: ListSource = ListSource.FAMILIES) -> dict[str, Any]:
    """What would stand on the paper."""
    from wasl.access.work import unit_of_work
    from wasl.interfaces.web.pages import lists
    from wasl.workforce.selectors import list_lines

    by = house.actor(SALMA)
    with unit_of_work(by.token):
        lines = list_lines(source, viewer=by, today=today())
        return lists.paper(
            lines,
            number="L-00-0000",
            purpose=ListPurpose.VISITS,
            destroy_by=today(),
            today=today(),
            viewer=by,
        )


@pytest.mark.requirement("R102", "P8")
def test_a_list_has_a_number_a_purpose_a_day_and_stands_in_the_register(house: House, family: Family):
    number = printed(house)
    row = rows(house, number)
    assert row["account"] == house.accounts["salma"]
    assert row["files"] == [family.file]
    assert row["team"] == house.teams["A"]
    assert row["destroy_by"] == today()
    page = signed_in(house, SALMA).get("/lists/")
    assert number in page.content.decode()
    team = signed_in(house, NADIA).get("/team/")
    assert number in {one["number"] for one in team.context["papers"]}


@pytest.mark.requirement("P8")
def test_on_paper_stand_the_name_used_and_the_file_number_and_little_else(house: House, family: Family):
    paper = content(house)
    assert len(paper["headings"]) == 6
    [row] = paper["rows"]
    assert row[1] == family.number
    assert row[2] == "أم أحمد", "the name that she uses with us, not the one of the register"
    told = str(paper["rows"])
    assert "كاظم" not in told
    assert "بدعة" not in told, "of a family only whoever heads it"
    assert paper["signed"]
    assert paper["facts"][1][1] == SALMA.name


@pytest.mark.requirement("P10")
def test_each_family_on_the_list_has_it_on_her_record_and_the_name_was_opened_for_printing(
    house: House, family: Family
):
    printed(house)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        found = everything.execute(
            "SELECT event, code, purpose FROM audit_event WHERE file_id = %s AND purpose = 'print' ORDER BY at",
            [family.file],
        ).fetchall()
        [(lists,)] = everything.execute(
            "SELECT count(*) FROM audit_event WHERE event = 'list_printed' AND actor = %s",
            [house.accounts["salma"]],
        ).fetchall()
    assert ("file_printed", "list", "print") in found
    assert "opened" in {event for event, _, _ in found}
    assert lists >= 1


@pytest.mark.requirement("P8")
def test_the_sixty_first_family_is_refused_in_words_and_sixty_are_printed(house: House):
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        first = receive(house)
        for at in range(60):
            file = uuid.uuid4()
            everything.execute(
                "INSERT INTO access_scope (file_id, number, team_id) VALUES (%s, %s, %s)",
                [file, f"T{at:02}-{uuid.uuid4().hex[:4]}", house.teams["A"]],
            )
            everything.execute(
                "INSERT INTO access_grant (id, file_id, account_id, role, purpose, classes, valid_from, given_by) "
                "VALUES (gen_random_uuid(), %s, %s, 'caseworker', 'care', '{identity}', now(), %s)",
                [file, house.accounts["salma"], house.accounts["nadia"]],
            )
            everything.execute(
                "INSERT INTO casefile_file SELECT (jsonb_populate_record(f, jsonb_build_object('file_id', %s::text, "
                "'number', (SELECT number FROM access_scope WHERE file_id = %s)))).* FROM casefile_file f "
                "WHERE f.file_id = %s",
                [str(file), file, first.file],
            )
    answer = ask(house)
    assert answer.status_code == 422
    assert answer.context["form"].errors["source"]
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("UPDATE casefile_file SET worker = NULL WHERE file_id = %s", [file])
    with counted() as cost:
        number = printed(house)
    assert len(rows(house, number)["files"]) == 60
    assert len(cost.statements) <= 14, cost.told()
    assert cost.vault == ["open"], "one look for the whole list"


@pytest.mark.requirement("P6", "P8")
def test_no_list_holds_a_family_that_is_not_ones_own_work(house: House, family: Family):
    """Neither by asking the service nor by writing as the web's role; nor do colleagues see another's list."""
    from wasl.access.work import unit_of_work
    from wasl.workforce.models import WorkingList
    from wasl.workforce.services import list_print

    stranger = receive(house, worker=HADI)
    said = {"source": ListSource.FAMILIES, "purpose": ListPurpose.CALLS, "destroy_by": today()}
    for files in ([stranger.file], [family.file, stranger.file], [family.file, uuid.uuid4()]):
        with pytest.raises(Refused) as refused:
            list_print(files=files, key=uuid.uuid4(), by=house.actor(SALMA), **said)
        assert refused.value.code == "list_not_in_hand"
    by = house.actor(SALMA)
    with pytest.raises(Exception, match="row-level security"), unit_of_work(by.token):
        WorkingList.objects.create(
            number="L-forged", account=by.account, team_id=house.teams["A"], source="families", purpose="calls",
            files=[stranger.file], printed_at=rules.datetime.now(rules.UTC), printed_on=today(),
            destroy_by=today(), form_key=uuid.uuid4(),
        )  # fmt: skip
    number = printed(house)
    for member, sees in ((SALMA, True), (NADIA, True), (HADI, False), (KARIM, False)):
        with unit_of_work(house.actor(member).token):
            assert WorkingList.objects.filter(number=number).exists() is sees, member.username


@pytest.mark.requirement("P8")
def test_overdue_lists_stand_first_on_the_supervisors_page_and_are_ticked_there(house: House, family: Family):
    number = printed(house)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute(
            "UPDATE workforce_list SET printed_on = %s, destroy_by = %s WHERE number = %s",
            [today() - timedelta(days=9), today() - timedelta(days=2), number],
        )
    browser = signed_in(house, NADIA)
    first = browser.get("/team/").context["papers"][0]
    assert first["late"]
    answer = browser.post("/lists/destroyed/", {"list": str(rows(house, number)["id"]), "back": "team"})
    assert answer["Location"] == "/team/#lists"
    assert number not in {one["number"] for one in browser.get("/team/").context["papers"]}
    assert rows(house, number)["destroyed_by"] == house.accounts["nadia"]
    again = browser.post("/lists/destroyed/", {"list": str(rows(house, number)["id"])})
    assert again.status_code == 409


def test_whoever_has_the_paper_ticks_it_and_nobody_beside(house: House, family: Family):
    number = printed(house)
    ref = str(rows(house, number)["id"])
    for member, answer in ((HADI, 404), (KARIM, 404), (YUSUF, 403)):
        assert signed_in(house, member).post("/lists/destroyed/", {"list": ref}).status_code == answer
    assert signed_in(house, SALMA).post("/lists/destroyed/", {"list": ref}).status_code == 302
    assert rows(house, number)["destroyed_by"] == house.accounts["salma"]


def test_a_second_press_prints_the_same_list_and_enters_it_once(house: House, family: Family):
    key = str(uuid.uuid4())
    assert printed(house, key=key) == printed(house, key=key)


def test_the_supervisor_prints_what_one_worker_has_in_hand(house: House, family: Family):
    receive(house, worker=HADI)
    number = printed(house, NADIA, source="worker", worker=str(house.accounts["salma"]))
    assert rows(house, number)["files"] == [family.file]
    missing = ask(house, NADIA, source="worker")
    assert missing.context["form"].errors["worker"]
    assert "source" in ask(house, SALMA, source="worker").context["form"].errors, (
        "a worker has no team's list"
    )


@pytest.mark.requirement("R028")
@pytest.mark.usefixtures("quiet_desk")
def test_the_desk_prints_who_is_expected_and_who_waits(house: House):
    from tests.entry.convoy import mark
    from tests.entry.desk import Desk

    desk = Desk(house)
    number = desk.receive(mark())
    listed = printed(house, AMAL, source="desk", purpose="desk")
    assert desk.row(number).file_id in rows(house, listed)["files"]


@pytest.mark.requirement("P8")
def test_no_list_is_made_of_a_village_or_of_a_name_that_was_sought(house: House, family: Family):
    form = signed_in(house, SALMA).get("/lists/").context["form"]
    assert set(form.fields) == {"key", "source", "phase", "purpose", "destroy_by"}
    assert {source.value for source in ListSource} == {"families", "due", "desk", "worker", "late"}
    answer = ask(house, district="IQG16Q01", name="سندس", source="families")
    assert answer.status_code == 200, "what is not asked for changes nothing"
    for member in (YUSUF,):
        assert signed_in(house, member).get("/lists/").status_code == 403


@given(st.integers(0, 200), st.integers(-40, 40))
def test_a_list_is_short_and_short_lived_or_there_is_none(lines: int, days: int):
    decision = rules.can_print(lines, date(2026, 11, 29) + timedelta(days=days), date(2026, 11, 29))
    assert bool(decision) == (1 <= lines <= 60 and 0 <= days <= 14)


def test_the_database_itself_holds_sixty_families_at_most(house: House, family: Family):
    with psycopg.connect(house.dsn("wasl_super")) as everything, pytest.raises(psycopg.errors.CheckViolation):
        everything.execute(
            "INSERT INTO workforce_list (id, number, account, team_id, source, purpose, files, printed_at, printed_on, "
            "destroy_by, form_key) VALUES (gen_random_uuid(), 'L-x', gen_random_uuid(), 1, 'families', 'calls', "
            "(SELECT array_agg(gen_random_uuid()) FROM generate_series(1, 61)), now(), current_date, current_date, "
            "gen_random_uuid())"
        )


def test_nobodys_list_is_nothing(house: House):
    from wasl.workforce.services import list_destroyed

    with pytest.raises(NotFound):
        list_destroyed(ref=uuid.uuid4(), by=house.actor(SALMA))
