"""Huda meets a woman of whom nobody else may know: her hour is kept, and nothing of it leads to the family."""

import html
from uuid import uuid4

import psycopg
import pytest

from tests.appointments.desk import Diary
from tests.cast import AMAL, HUDA, LAYLA, NADIA, SALMA
from tests.protection.visitors import signed_in
from tests.worlds import House

pytestmark = pytest.mark.requirement("R083", "P2")


@pytest.fixture
def diary(house: House) -> Diary:
    return Diary(house, ahead=9)


def test_a_sealed_appointment_is_a_busy_hour_and_nothing_else(diary: Diary):
    house, number = diary.house, diary.family.number
    path, week = f"/files/{number}/sealed/", f"/week/?from={diary.days[0].isoformat()}"
    huda = signed_in(house, HUDA)
    words = "تريد أن نتحدث على انفراد"
    item = {
        "person": str(diary.family.people["sundus"]), "line": "gbv", "kind": "note", "text": words,
        "day": diary.days[0].isoformat(), "starts": "600", "minutes": "45", "room": "room-4",
    }  # fmt: skip
    assert huda.post(path, item).status_code == 302
    hers = html.unescape(huda.get(path).content.decode())
    assert words in hers
    assert "١٠:٠٠–١٠:٤٥" in hers
    assert "غرفة ٤" in html.unescape(huda.get(week).content.decode())
    again = huda.post(path, item | {"text": "ثانية"})
    assert again.status_code == 422
    assert "ثانية" in html.unescape(again.content.decode())
    for member in (SALMA, NADIA, AMAL):
        seen = html.unescape(
            signed_in(house, member).get(f"/files/{number}/week/{week[6:]}").content.decode()
        )
        assert "١٠:٠٠–١٠:٤٥" not in seen
    assert "١٠:٠٠" in html.unescape(signed_in(house, LAYLA).get(path).content.decode())
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        blocks = everything.execute("SELECT * FROM appointments_block").fetchall()
        slots = everything.execute(
            "SELECT s.kind FROM appointments_slot s JOIN appointments_block b ON b.id = s.appointment"
        ).fetchall()
    told = str(blocks)
    assert len(blocks) == 1
    for ref in (diary.family.file, *diary.family.people.values()):
        assert str(ref) not in told
    assert {kind for (kind,) in slots} == {"room", "worker"}
    assert number not in told


def test_her_hour_is_nobody_elses_to_see_or_to_give_back(diary: Diary):
    from wasl.access.work import unit_of_work
    from wasl.appointments.models import Block
    from wasl.appointments.rules import When
    from wasl.appointments.services.hours import hour_give_back, hour_keep
    from wasl.kernel.errors import Invalids, NotFound, Refused

    huda = diary.house.actor(HUDA)
    when = When(diary.days[1], 600, 660)
    kept = hour_keep(when=when, room="room-2", by=huda)
    with pytest.raises(Invalids) as why:
        hour_keep(when=when, by=huda)
    assert [one.code for one in why.value] == ["you_are_taken"]
    with pytest.raises(Invalids) as clash:
        diary.book(day=1, starts=600, room="room-2")
    assert [one.code for one in clash.value] == ["room_taken"]
    for member in (SALMA, LAYLA):
        with unit_of_work(diary.house.actor(member).token):
            assert not Block.objects.filter(pk=kept).exists()
        with pytest.raises(NotFound):
            hour_give_back(block=kept, by=diary.house.actor(member))
    with pytest.raises(Refused):
        hour_keep(when=when, by=diary.house.actor(AMAL))
    with pytest.raises(NotFound):
        hour_give_back(block=uuid4(), by=huda)
    hour_give_back(block=kept, by=huda)
    diary.book(day=1, starts=600, room="room-2")
