"""Amal's desk in a browser without JavaScript: what she types, page by page."""

import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import AMAL, Member
from tests.entry.convoy import mark
from tests.protection.visitors import signed_in
from tests.worlds import House


@pytest.fixture(scope="module", autouse=True)
def contexts_are_kept(house: House) -> Iterator[None]:
    """Answers remember what their pages were drawn with."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    yield
    teardown_test_environment()


class Desk:
    """A browser at the desk."""

    def __init__(self, house: House, who: Member = AMAL) -> None:
        self.house, self.who = house, who
        self.browser = signed_in(house, who)

    def get(self, path: str) -> Any:
        return self.browser.get(path)

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.content.decode())

    def post(self, path: str, **values: Any) -> Any:
        return self.browser.post(path, {name.replace("__", "-"): value for name, value in values.items()})

    def opening(self, mark: str, **changed: Any) -> dict[str, Any]:
        """What is typed of the head of a family without a file."""
        return {
            "key": str(uuid.uuid4()), "looked": "", "language": "ar", "read": "on", "given": "خديجة", "father": "حاتم",
            "grandfather": mark, "laqab": "", "mother": "نجود", "sex": "f", "birth_0": "", "birth_1": "",
            "birth_2": "1988", "starts": "assessing", "arrived_on_0": "", "arrived_on_1": "", "arrived_on_2": "",
        } | changed  # fmt: skip

    def look(self, typed: dict[str, Any]) -> Any:
        """Look whether the family is known, and take what the page signs into what is typed."""
        answer = self.browser.post("/reception/new/", typed | {"look": "1"})
        typed["looked"] = (answer.context or {}).get("looked", "")
        return answer

    def receive(self, mark: str, **changed: Any) -> str:
        """A family that nobody knows, from the first question to its number."""
        typed = self.opening(mark, **changed)
        self.look(typed)
        answer = self.browser.post("/reception/new/", typed | SOMEBODY_ELSE | {"open": "1"})
        assert answer.status_code == 302, answer.context["form"].errors
        return str(answer["Location"].split("/")[2])

    def people(self, number: str) -> dict[str, uuid.UUID]:
        """Who is in the file, by own name."""
        from wasl.access.work import unit_of_work
        from wasl.casefile.selectors import files
        from wasl.people.selectors import people_of

        by = self.house.actor(self.who)
        with unit_of_work(by.token):
            inside = people_of(files.find(number, viewer=by), viewer=by)
        return {one.name.given: one.ref for one in inside if one.name}

    def row(self, number: str) -> Any:
        """The file's row as the desk may read it."""
        from wasl.access.work import unit_of_work
        from wasl.casefile.models import File

        with unit_of_work(self.house.actor(self.who).token):
            return File.objects.get(number=number)


def desk_sees(desk: Desk, name: str, given: str = "خديجة") -> None:
    """The vault has followed what was saved."""
    from wasl.access.enums import Purpose
    from wasl.access.work import unit_of_work
    from wasl.phases.entry_assessment.selectors.search import search

    by = desk.house.actor(desk.who)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with unit_of_work(by.token):
            if search([given, name], viewer=by, purpose=Purpose.SEARCH).found:
                return
        time.sleep(0.05)
    raise AssertionError("not found within ten seconds")


def members(*people: dict[str, str]) -> dict[str, str]:
    """The household's table as it is sent; nobody in it is like anybody of another story."""
    typed = {
        "key": str(uuid.uuid4()),
        "member-TOTAL_FORMS": "8",
        "member-INITIAL_FORMS": "0",
        "member-MIN_NUM_FORMS": "0",
        "member-MAX_NUM_FORMS": "8",
    }
    for at, person in enumerate(people):
        alone = {"grandfather": mark()} | person
        if alone.get("father") == "ناجي":
            alone["father"] = mark()
        typed |= {f"member-{at}-{name}": value for name, value in alone.items()}
    return typed


SOMEBODY_ELSE = {"another": "on", "reason": "اسم الأم مختلف"}
CHILD = {"given": "سيف", "father": "ناجي", "sex": "m", "role": "child", "birth_2": "2024"}
GIRL = {"given": "رؤى", "father": "ناجي", "sex": "f", "role": "child", "birth_2": "2016"}
