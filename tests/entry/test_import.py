"""Amal takes in a convoy: each family a file, each line a person; twice the same, once corrected, and taken back."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import AMAL, HADI, KARIM, NADIA, SALMA
from tests.entry.convoy import family, line, mark, read, take_in
from tests.worlds import House

ROSTERS = Path(__file__).parents[1] / "rosters"
TRUTH = json.loads((ROSTERS / "convoy-truth.json").read_text(encoding="utf-8"))


def files_of(house: House, done, who=AMAL):
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File

    by = house.actor(who)
    with unit_of_work(by.token):
        return list(File.objects.filter(imported=done.batch).order_by("size"))


def the_list(name: str):
    from wasl.access.policy import programme
    from wasl.kernel.clock import today
    from wasl.phases.entry_assessment.importer import read_roster

    return read_roster(ROSTERS / name, name, today=today(), places=programme().places)


@pytest.mark.requirement("R028", "J1")
def test_a_family_of_the_list_is_a_file_with_its_people_and_a_planned_end(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import Case
    from wasl.kernel.clock import today
    from wasl.people.selectors import people_of

    done = take_in(house, read(*family("1", mark())))
    [row] = files_of(house, done)
    assert (row.state, row.size, row.adults, row.children, row.woman_headed) == ("assessing", 3, 1, 2, True)
    assert row.arrived_on == today()
    assert row.planned_end == today() + timedelta(days=90)
    assert (row.governorate, row.district) == ("IQG15", "IQG15Q07")
    by = house.actor(AMAL)
    with unit_of_work(by.token):
        inside = people_of(row.file_id, viewer=by)
        assert Case.objects.filter(file_id=row.file_id).count() == 3
    named = {(p.name.given, p.role) for p in inside if p.name}
    assert named == {("خديجة", "head"), ("سيف", "child"), ("رؤى", "child")}
    assert inside[0].role == "head"


@pytest.mark.requirement("R028")
def test_the_same_list_twice_adds_nothing(house: House):
    roster = read(*family("1", mark()), *family("2", mark()))
    first, again = take_in(house, roster), take_in(house, roster)
    assert (first.created_families, first.created_people) == (2, 6)
    assert (again.created_families, again.created_people, again.proposals) == (0, 0, ())
    assert again.batch == first.batch
    assert len(files_of(house, first)) == 2


def test_a_vault_that_recognises_no_list_would_double_everybody(house: House, monkeypatch):
    """The planted fault of the test above: without the comparison in the vault the second import adds all again."""
    from wasl.phases.entry_assessment.services import rosters
    from wasl.vault.client import KnownFamily, Overlap

    def blind(families, batch, *, by):
        unknown = [KnownFamily(f["number"], None, None, (None,) * len(f["members"])) for f in families]
        return Overlap(None, 0, tuple(unknown))

    roster = read(*family("1", mark()))
    take_in(house, roster)
    monkeypatch.setattr(rosters, "overlap_of", blind)
    assert take_in(house, roster).created_families == 1


@pytest.mark.requirement("R028")
def test_a_corrected_list_adds_only_what_was_missing(house: House):
    one, two, three = mark(), mark(), mark()
    wrong = [line("2", "هدى", grandfather=two, sex="?"), *family("2", two)[1:]]
    first = take_in(house, read(*family("1", one)[:2], *wrong, *family("3", three)))
    assert (first.created_families, first.created_people) == (2, 5)
    corrected = read(*family("1", one), *family("2", two), *family("3", three))
    second = take_in(house, corrected)
    assert (second.created_families, second.created_people) == (1, 4)
    assert sorted(row.size for row in files_of(house, first)) == [3, 3, 3]
    third = take_in(house, corrected)
    assert (third.created_families, third.created_people) == (0, 0)


def test_a_list_is_found_by_the_name_of_its_import_too(house: House):
    label = f"convoy-{mark().encode().hex()[:8]}"
    first = take_in(house, read(*family("1", mark())), label=label)
    second = take_in(house, read(*family("7", mark())), label=label)
    assert second.batch == first.batch
    assert len(files_of(house, first)) == 2


def test_a_dry_run_says_what_would_be_done_and_does_nothing(house: House):
    roster = read(*family("1", mark()))
    would = take_in(house, roster, dry_run=True)
    assert (would.created_families, would.created_people) == (1, 3)
    assert files_of(house, would) == []
    assert take_in(house, roster).created_families == 1


@pytest.mark.requirement("R028")
def test_an_import_is_undone_whole_and_leaves_no_key(house: House):
    from django.db import connection

    from wasl.kernel.errors import Refused
    from wasl.phases.entry_assessment.services.rosters import roster_undo

    roster = read(*family("1", mark()), *family("2", mark()))
    done = take_in(house, roster)
    gone = [row.file_id for row in files_of(house, done)]
    assert roster_undo(batch=str(done.batch), by=house.actor(AMAL)) == 2
    assert files_of(house, done) == []
    with house.as_role("wasl_backup"), connection.cursor() as cursor:
        for table in ("vault_sealed", "vault_subjectkey", "people_person", "entry_roster", "casefile_case"):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE file_id = ANY (%s)", [gone])
            assert cursor.fetchone() == (0,)
    with pytest.raises(Refused) as twice:
        roster_undo(batch=str(done.batch), by=house.actor(AMAL))
    assert twice.value.code == "import_undone_already"


@pytest.mark.requirement("R028")
def test_once_somebody_has_worked_on_a_family_the_import_stays(house: House):
    from wasl.casefile.enums import ContactKind
    from wasl.casefile.services.record import contact_record
    from wasl.kernel.clock import today
    from wasl.kernel.errors import Refused
    from wasl.phases.entry_assessment.services.rosters import roster_undo

    done = take_in(house, read(*family("1", mark()), *family("2", mark())))
    [first, _] = files_of(house, done, NADIA)
    contact_record(
        file=first.file_id, person=None, kind=ContactKind.NOTE, text="سألت عن الحليب", on=today(), by=house.actor(NADIA)
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        roster_undo(batch=str(done.batch), by=house.actor(AMAL))
    assert refused.value.code == "import_worked_on"
    assert len(files_of(house, done)) == 2


def test_the_database_itself_takes_back_nothing_but_an_untouched_import(house: House):
    """What a captured web process could try: the function that deletes refuses what a desk has opened or worked on."""
    from django.db import DatabaseError, connection

    from tests.stories.test_a_note_is_saved_and_read_back import a_family
    from wasl.access.work import unit_of_work

    file, _, _ = a_family(house, AMAL, SALMA)
    for who in (AMAL, SALMA, NADIA, KARIM):
        by = house.actor(who)
        with pytest.raises(DatabaseError), unit_of_work(by.token), connection.cursor() as cursor:
            cursor.execute("SELECT entry_withdraw(%s)", [[file]])
    with pytest.raises(DatabaseError), unit_of_work(house.actor(AMAL).token), connection.cursor() as cursor:
        cursor.execute("SELECT entry_forget(%s)", [[file]])


@pytest.mark.requirement("R088")
def test_who_may_not_import_is_told_so_and_nothing_is_there(house: House):
    from wasl.kernel.errors import Refused
    from wasl.phases.entry_assessment.services.rosters import roster_import

    with pytest.raises(Refused) as refused:
        roster_import(roster=read(*family("1", mark())), role="caseworker", by=house.actor(SALMA))
    assert refused.value.code == "role_may_not"


@pytest.mark.requirement("R088")
def test_only_the_desk_and_the_team_s_supervisor_see_the_new_files(house: House):
    done = take_in(house, read(*family("1", mark())))
    assert len(files_of(house, done, AMAL)) == len(files_of(house, done, NADIA)) == 1
    assert files_of(house, done, HADI) == files_of(house, done, KARIM) == []


@pytest.mark.requirement("R007", "R028")
def test_families_of_a_second_convoy_that_are_here_already_are_proposed(house: House):
    first, second = the_list("convoy-a.xlsx"), the_list("convoy-b.csv")
    done = take_in(house, first)
    assert (done.created_families, done.created_people) == (TRUTH["families_a"], TRUTH["people_a"])
    proposed = {one.family for one in take_in(house, second, dry_run=True).proposals}
    known = set(TRUTH["b_already_in_a"])
    assert len(proposed & known) >= 11
    assert len(proposed - known) <= 3


@pytest.mark.requirement("R074")
def test_people_who_came_long_ago_are_written_down_with_their_real_day(house: House):
    from wasl.kernel.clock import today

    arrived = today() - timedelta(days=40)
    [row] = files_of(house, take_in(house, read(*family("1", mark())), arrived_on=arrived))
    assert (row.arrived_on, row.opened_on, row.ledger_from) == (arrived, arrived, today())


def test_statements_do_not_grow_with_the_list(house: House):
    from django.db import connection

    def statements(families: int) -> int:
        roster = read(*(cells for n in range(families) for cells in family(str(n + 1), mark())))
        seen: list[str] = []

        def count(execute, sql, params, many, context):
            seen.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            take_in(house, roster, dry_run=False)
        return len([sql for sql in seen if not sql.startswith(("SAVEPOINT", "RELEASE"))])

    few, many = statements(3), statements(30)
    assert many <= few + 4


@pytest.mark.requirement("P10")
def test_each_file_says_in_the_record_that_it_came_from_a_list(house: House):
    from django.db import connection

    done = take_in(house, read(*family("1", mark())))
    [row] = files_of(house, done)
    with house.as_role("wasl_backup"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT event, code, actor FROM audit_event WHERE file_id = %s ORDER BY at", [row.file_id]
        )
        assert cursor.fetchone() == ("file_created", "roster", house.accounts[AMAL.username])
