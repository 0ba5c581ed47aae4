"""Salma makes appointments for Umm Ahmed: nobody and nothing is promised twice, and every clash is named."""

from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest

from tests.appointments.desk import Diary, interpreter
from tests.cast import HADI, KARIM, RAWA, SALMA
from tests.worlds import House
from wasl.kernel.errors import Conflict, Invalids, NotFound, Refused


@pytest.fixture
def diary(house: House) -> Diary:
    return Diary(house)


@contextmanager
def refused(*codes: str):
    with pytest.raises(Invalids) as why:
        yield why
    assert {one.code for one in why.value} == set(codes)


def everything(house: House, statement: str, *values: object) -> list[tuple]:
    with psycopg.connect(house.dsn("wasl_super")) as connection:
        return connection.execute(statement, values).fetchall()


@pytest.mark.requirement("R063", "R084")
def test_childcare_is_asked_for_by_itself_when_she_has_small_children(diary: Diary):
    row = diary.row(diary.book(starts=480))
    assert (row.childcare, row.small_children, row.seats) == ("asked", 1, [1])
    grandmother = diary.row(diary.book("badia", starts=540))
    assert (grandmother.childcare, grandmother.small_children) == ("none", 0)


@pytest.mark.requirement("R063")
def test_a_full_nursery_is_told_and_the_shortage_stands_where_she_comes_without(diary: Diary, monkeypatch):
    from wasl.appointments.enums import Childcare
    from wasl.appointments.selectors import asked

    terms = asked.terms()
    nursery = terms.childcare["nursery"]
    other = Diary(diary.house)
    from dataclasses import replace

    small = replace(terms, childcare={"nursery": replace(nursery, places=1)})
    monkeypatch.setattr(asked, "terms", lambda: small)
    first = other.book(worker=HADI, day=1, starts=480)
    with refused("childcare_full") as why:
        diary.book(day=1, starts=480)
    assert next(iter(why.value)).facts == {"free": 0, "children": 1}
    with refused("childcare_full"):
        diary.book(day=1, starts=525)
    diary.book(day=1, starts=540)
    short = diary.row(diary.book(day=1, starts=480, childcare=Childcare.SHORT, worker=SALMA))
    assert (short.childcare, short.seats) == ("short", [])
    other.settle(first, "cancelled", "ill", by=SALMA)
    assert diary.row(diary.book("sundus", HADI, day=1, starts=720)).childcare == "asked"


@pytest.mark.requirement("R063")
def test_every_clash_is_named_at_once(diary: Diary):
    other = Diary(diary.house)
    other.book(day=2, starts=600, room="room-1")
    diary.book("sundus", HADI, day=2, starts=630, room="room-2")
    with refused("person_taken", "worker_taken", "room_taken"):
        diary.book(day=2, starts=615, room="room-1", minutes=45)
    diary.book(day=2, starts=690, room="room-1")


@pytest.mark.requirement("R063")
def test_an_interpreter_of_the_language_and_the_sex_that_is_wished(diary: Diary):
    man = interpreter(diary.house, "شوان", "m")
    with refused("interpreter_none"):
        diary.book(day=3, starts=480, language="ckb", interpreter_sex="f")
    woman = interpreter(diary.house, "نەسرین", "f")
    hers = diary.row(diary.book(day=3, starts=480, language="ckb", interpreter_sex="f"))
    assert hers.interpreter == woman
    other = Diary(diary.house)
    with refused("interpreter_taken"):
        other.book(worker=HADI, day=3, starts=510, language="ckb", interpreter_sex="f")
    any_sex = other.row(other.book(worker=HADI, day=3, starts=510, language="ckb"))
    assert any_sex.interpreter not in (None, woman)
    assert man != woman


def test_times_that_cannot_be_are_told_by_field(diary: Diary):
    from datetime import timedelta

    friday = next(d for n in range(7) if (d := diary.days[0] + timedelta(days=n)).weekday() == 4)
    with refused("day_is_off"):
        diary.book_on(friday)
    with refused("outside_hours"):
        diary.book(starts=420)
    with refused("not_on_the_quarter"):
        diary.book(starts=607)
    with refused("room_unknown", "kind_unknown"):
        diary.book(starts=600, room="cellar", kind="dance")
    with refused("worker_elsewhere"):
        diary.book_with(uuid4())


def test_sent_twice_it_is_there_once(diary: Diary):
    key = uuid4()
    assert diary.book(day=1, starts=780, form_key=key) == diary.book(day=1, starts=780, form_key=key)


@pytest.mark.requirement("R063", "P6")
def test_the_database_takes_each_hour_once_whatever_the_pages_do(diary: Diary):
    """As somebody who writes to the table past every service: worker, person, room, interpreter, place in childcare."""
    ref = diary.book(day=0, starts=780, room="room-3")
    columns = [
        name for (name,) in everything(
            diary.house,
            "SELECT column_name::text FROM information_schema.columns WHERE table_name = 'appointments_appointment'",
        )
    ]  # fmt: skip
    others = {
        "worker": "gen_random_uuid()", "person_id": f"'{diary.family.people['badia']}'", "room": "''",
        "seats": "'{}'", "childcare": "'none'", "childcare_place": "''",
    }  # fmt: skip
    for clash in ("worker", "person_id", "room", "seats"):
        kept = {"seats", "childcare", "childcare_place"} if clash == "seats" else {clash}
        values = ", ".join(
            "gen_random_uuid()"
            if name == "id"
            else (others[name] if name in others and name not in kept else name)
            for name in columns
        )
        statement = (
            f"INSERT INTO appointments_appointment ({', '.join(columns)}) SELECT {values} "
            "FROM appointments_appointment WHERE id = %s"
        )
        with pytest.raises(psycopg.errors.UniqueViolation):
            everything(diary.house, statement, ref)
    nothing_in_common = ", ".join(
        "gen_random_uuid()" if name == "id" else others.get(name, name) for name in columns
    )
    with psycopg.connect(diary.house.dsn("wasl_super")) as connection:
        connection.execute(
            f"INSERT INTO appointments_appointment ({', '.join(columns)}) SELECT {nothing_in_common} "
            "FROM appointments_appointment WHERE id = %s", [ref],
        )  # fmt: skip
        connection.rollback()


def test_moving_frees_the_old_hour_and_takes_the_new_one(diary: Diary):
    ref = diary.book(day=4 if len(diary.days) > 4 else 0, starts=600, room="room-4")
    day = 4 if len(diary.days) > 4 else 0
    version = diary.row(ref).version
    diary.move(ref, day=day, starts=660, room="room-4", version=version)
    assert (diary.row(ref).starts, diary.row(ref).version) == (660, version + 1)
    with pytest.raises(Conflict):
        diary.move(ref, day=day, starts=720, version=version)
    diary.book("badia", day=day, starts=600, room="room-4")
    with refused("worker_taken", "room_taken"):
        diary.move(ref, day=day, starts=615, room="room-4")
    assert diary.row(ref).starts == 660


def test_a_cancellation_has_a_reason_and_can_be_taken_back_while_the_hour_is_free(diary: Diary):
    from wasl.kernel.errors import Invalid

    ref = diary.book(day=1, starts=840)
    with pytest.raises(Invalid) as why:
        diary.settle(ref, "cancelled")
    assert why.value.code == "appointment_reason_missing"
    diary.settle(ref, "cancelled", "asked_by_her")
    diary.restore(ref)
    assert diary.row(ref).state == "planned"
    diary.settle(ref, "cancelled", "ill")
    taken = diary.book("badia", day=1, starts=840)
    with refused("worker_taken"):
        diary.restore(ref)
    diary.settle(taken, "cancelled", "ill")
    diary.restore(ref)
    with pytest.raises(Refused) as early:
        diary.settle(ref, "attended")
    assert early.value.code == "appointment_is_ahead"


def test_what_became_of_it_is_said_on_its_day_and_can_be_taken_back(diary: Diary):
    from datetime import UTC, datetime, time

    from wasl.kernel.clock import frozen

    ref = diary.book(day=2, starts=840)
    with frozen(datetime.combine(diary.days[2], time(13), UTC)):
        diary.settle(ref, "missed", "did_not_know")
        assert (diary.row(ref).state, diary.row(ref).reason) == ("missed", "did_not_know")
        diary.restore(ref)
        diary.settle(ref, "attended")
        with pytest.raises(Refused):
            diary.settle(ref, "missed", "ill")
    with frozen(datetime.combine(diary.days[2], time(23), UTC)), pytest.raises(Refused) as late:
        settle_after_all(diary, ref)
    assert late.value.code == "appointment_is_past"


def settle_after_all(diary: Diary, ref) -> None:
    diary.restore(ref)
    diary.settle(ref, "cancelled", "ill")


@pytest.mark.requirement("P8")
def test_a_stranger_finds_nothing_and_a_psychologist_needs_the_file(diary: Diary):
    ref = diary.book(day=3, starts=840)
    for member in (KARIM, RAWA):
        with pytest.raises(NotFound):
            diary.settle(ref, "cancelled", "ill", by=member)
    assert diary.row(ref).state == "planned"


@pytest.mark.requirement("R063")
def test_of_two_who_want_one_hour_at_the_same_moment_one_is_told(diary: Diary):
    """Four times, each pair begun together: one is made, the other is refused in words, never by the database."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    other = Diary(diary.house)

    def want(home: Diary, at: int, gate: Barrier) -> str:
        from django.db import connection

        try:
            actor = diary.house.actor(SALMA)
            household, desk = home.household(actor), home.desk(actor)
            from wasl.appointments.services.booking import book

            gate.wait(timeout=60)
            book(
                file=home.family.file, wish=home.wish("badia", day=3, starts=at, minutes=15), household=household,
                desk=desk, by=actor,
            )  # fmt: skip
        except Invalids as error:
            return ",".join(one.code for one in error)
        finally:
            connection.close()
        return "made"

    for at in (600, 615, 630, 645):
        gate = Barrier(2)
        with ThreadPoolExecutor(2) as hands:
            told = [one.result() for one in [hands.submit(want, home, at, gate) for home in (diary, other)]]
        assert sorted(told) == ["made", "worker_taken"]
