"""A program keeps Salma's diary: in pages, in codes, and with every clash at its field."""

from uuid import UUID

import pytest

from tests.api.program import Program, token_of
from tests.appointments.desk import Diary
from tests.cast import HADI, KARIM, NADIA, SALMA
from tests.worlds import House

pytestmark = pytest.mark.requirement("R063")


@pytest.fixture(scope="module")
def diary(house: House) -> Diary:
    return Diary(house, ahead=11)


def test_an_appointment_is_made_moved_cancelled_and_taken_back(diary: Diary):
    salma = Program(token_of(diary.house, SALMA))
    base, day = f"/files/{diary.family.number}/appointments", diary.days[0].isoformat()
    body = {
        "person": str(diary.family.people["sundus"]),
        "kind": "talk",
        "day": day,
        "starts": "10:00",
        "room": "room-1",
    }
    ref = salma.post(base, body).json()["ref"]
    (found,) = salma.get(f"{base}?since={day}&days=1").json()["items"]
    assert (found["ref"], found["starts"], found["ends"]) == (ref, "10:00", "10:45")
    assert (found["childcare"], found["small_children"]) == ("asked", 1)
    again = salma.post(base, body | {"person": str(diary.family.people["badia"])})
    assert again.status_code == 422
    assert {(one["field"], one["code"]) for one in again.json()["errors"]} == {
        ("worker", "worker_taken"), ("room", "room_taken"),
    }  # fmt: skip
    moved = salma.ask("patch", f"{base}/{ref}", {"version": found["version"], "starts": "11:00"})
    assert moved.status_code == 200, moved.content
    assert salma.ask("patch", f"{base}/{ref}", {"version": 1, "starts": "12:00"}).status_code == 409
    assert salma.ask("put", f"{base}/{ref}/outcome", {"state": "cancelled"}).status_code == 422
    assert (
        salma.ask("put", f"{base}/{ref}/outcome", {"state": "cancelled", "reason": "ill"}).status_code == 200
    )
    assert salma.ask("delete", f"{base}/{ref}/outcome").status_code == 200
    assert salma.ask("put", f"{base}/{ref}/outcome", {"state": "attended"}).status_code == 409
    karim = Program(token_of(diary.house, KARIM))
    assert karim.get(base).status_code == 404


def test_lists_go_on_where_they_ended_and_tell_no_more_than_a_busy_hour(diary: Diary):
    own = str(diary.book(day=1, starts=480, kind="session"))
    others = [str(diary.book("badia", HADI, day=1, starts=at)) for at in (480, 600, 720)]
    base = f"/files/{diary.family.number}/appointments?since={diary.days[1].isoformat()}&days=1"
    salma, nadia = (Program(token_of(diary.house, member)) for member in (SALMA, NADIA))
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = salma.get(f"{base}&limit=1&after={after}").json()
        seen += [one["ref"] for one in page["items"]]
        after = page["next"]
    assert sorted(seen) == sorted([own, *others])
    assert salma.get(f"{base}&after=bm93aGVyZQ").status_code == 422
    mine = salma.get(f"/appointments?since={diary.days[1].isoformat()}&days=1").json()["items"]
    assert [one["ref"] for one in mine] == [own]
    whole = {one["ref"]: one for one in nadia.get(base).json()["items"]}
    assert whole[own]["kind"] == "session", "a supervisor reads what is a person's own on the file"
    from wasl.appointments.selectors import diary as selectors

    hidden = selectors.card(diary.row(UUID(own)), busy=True)
    assert (hidden.kind, hidden.person, hidden.interpreter, hidden.small_children) == ("", None, None, 0)
