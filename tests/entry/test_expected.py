"""The evening before a list is announced: heads, counts and ages are kept, sealed; what nobody came for goes."""

from datetime import timedelta

import pytest

from tests.cast import AMAL, HADI
from tests.entry.convoy import announce, expect, family, mark, read, take_in
from tests.worlds import House


def cards(house: House, who=AMAL):
    from wasl.access.work import unit_of_work
    from wasl.phases.entry_assessment.selectors.arrivals import expected

    by = house.actor(who)
    with unit_of_work(by.token):
        return expected(viewer=by)


def rows(house: House, done):
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File

    by = house.actor(AMAL)
    with unit_of_work(by.token):
        return list(File.objects.filter(imported=done.batch))


@pytest.mark.requirement("R002", "J1")
def test_of_an_announced_family_only_head_count_and_ages_are_known(house: House):
    from wasl.access.work import unit_of_work
    from wasl.people.models import Person

    name = mark()
    done = expect(house, announce(*family("7", name)))
    [row] = rows(house, done)
    assert (row.state, row.size, row.arrived_on, row.governorate) == ("expected", 0, None, "")
    [card] = [one for one in cards(house) if one.file == row.file_id]
    assert card.head is not None
    assert (card.head.three, card.count, len(card.ages)) == (f"خديجة حاتم {name}", 3, 3)
    with unit_of_work(house.actor(AMAL).token):
        assert not Person.objects.filter(file_id=row.file_id).exists()


def test_nothing_else_of_the_list_reaches_the_database_in_clear(house: House):
    from django.db import connection

    name = mark()
    done = expect(house, announce(*family("7", name)))
    [row] = rows(house, done)
    with house.as_role("wasl_backup"), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(f)::text FROM casefile_file f WHERE file_id = %s", [row.file_id])
        assert name not in cursor.fetchone()[0]
        cursor.execute("SELECT field, sealed FROM vault_sealed WHERE file_id = %s", [row.file_id])
        [(field, sealed)] = cursor.fetchall()
    assert field == "identity:roster"
    assert name.encode() not in bytes(sealed)


def test_a_colleague_without_the_desk_sees_no_expected_family(house: House):
    expect(house, announce(*family("7", mark())))
    assert cards(house, HADI) == []


def test_an_announcement_read_twice_is_there_once(house: House):
    listed = announce(*family("7", mark()), *family("8", mark()))
    done = expect(house, listed)
    again = expect(house, listed)
    assert (done.created_families, again.created_families) == (2, 0)
    assert len(rows(house, done)) == 2


@pytest.mark.requirement("R028")
def test_when_they_arrive_the_expected_families_become_files_and_no_second_ones(house: House):
    one, two = mark(), mark()
    done = expect(house, announce(*family("7", one), *family("8", two)))
    arrived = take_in(house, read(*family("7", one)))
    assert (arrived.created_families, arrived.created_people) == (1, 3)
    assert sorted((row.state, row.size) for row in rows(house, done)) == [("assessing", 3), ("expected", 0)]
    again = take_in(house, read(*family("7", one)))
    assert (again.created_families, again.created_people) == (0, 0)


@pytest.mark.requirement("J1")
def test_at_the_desk_the_expected_family_becomes_a_file(house: House):
    from wasl.kernel.clock import today
    from wasl.kernel.errors import Refused
    from wasl.phases.entry_assessment.services.expected import expected_receive

    [row] = rows(house, expect(house, announce(*family("7", mark()))))
    expected_receive(file=row.file_id, on=today(), by=house.actor(AMAL))
    with pytest.raises(Refused) as twice:
        expected_receive(file=row.file_id, on=today(), by=house.actor(AMAL))
    assert twice.value.code == "not_expected"


@pytest.mark.requirement("R002")
def test_who_did_not_come_is_forgotten_after_fourteen_days_and_who_came_stays(house: House):
    from django.db import connection

    from wasl.kernel.clock import today
    from wasl.phases.entry_assessment.services.expected import expected_receive, expire

    done = expect(house, announce(*family("7", mark()), *family("8", mark())))
    came, stayed_away = rows(house, done)
    expected_receive(file=came.file_id, on=today(), by=house.actor(AMAL))
    with house.as_role("wasl_worker"):
        assert expire(on=today() + timedelta(days=14)) == 0
        assert expire(on=today() + timedelta(days=15)) >= 1
    assert [row.file_id for row in rows(house, done)] == [came.file_id]
    with house.as_role("wasl_backup"), connection.cursor() as cursor:
        for table in ("vault_sealed", "vault_subjectkey", "access_scope", "access_grant"):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE file_id = %s", [stayed_away.file_id])
            assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT actor, code, fields FROM audit_event WHERE file_id = %s AND event = 'expected_expired'",
            [stayed_away.file_id],
        )
        assert cursor.fetchall() == [(None, "", [])]


def test_the_worker_s_own_function_forgets_no_family_that_is_here(house: House):
    from django.db import connection

    done = take_in(house, read(*family("1", mark())))
    [row] = rows(house, done)
    with house.as_role("wasl_worker"), connection.cursor() as cursor:
        cursor.execute("SELECT entry_forget(%s)", [[row.file_id]])
        assert cursor.fetchone() == (0,)
    assert rows(house, done)
