"""The desk's pages ask the database as often for eight people as for two."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.entry.convoy import mark
from tests.entry.desk import CHILD, GIRL, Desk, contexts_are_kept, members  # noqa: F401 - a fixture
from tests.worlds import House


@contextmanager
def counted() -> Iterator[list[str]]:
    from django.db import connection

    seen: list[str] = []

    def count(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield seen


def statements(ask) -> int:
    with counted() as seen:
        answer = ask()
    assert answer.status_code in (200, 302), answer.status_code
    return len([sql for sql in seen if not sql.startswith(("SAVEPOINT", "RELEASE"))])


@pytest.fixture(scope="module")
def small_and_large(house: House) -> tuple[Desk, str, str]:
    desk = Desk(house)
    small, large = desk.receive(mark()), desk.receive(mark())
    desk.browser.post(f"/files/{small}/people/add/", members(CHILD))
    desk.browser.post(f"/files/{large}/people/add/", members(CHILD, GIRL, *[CHILD] * 5))
    return desk, small, large


@pytest.mark.parametrize("page", ["reception/", "choices/", "documents/", "people/add/", "reception/urgent/"])
def test_a_page_costs_the_same_for_a_large_family(small_and_large, page):
    desk, small, large = small_and_large
    few = statements(lambda: desk.get(f"/files/{small}/{page}"))
    many = statements(lambda: desk.get(f"/files/{large}/{page}"))
    assert few == many <= 14


def test_all_papers_of_a_person_are_written_with_few_statements(small_and_large):
    desk, small, _ = small_and_large
    mother = desk.people(small)["خديجة"]
    page = f"/files/{small}/documents/?person={mother}"
    kinds = [name for name in desk.get(page).context["form"].fields if name.startswith("state_")]
    assert len(kinds) >= 15
    all_of_them = statements(lambda: desk.browser.post(page, dict.fromkeys(kinds, "lost")))
    one = statements(lambda: desk.browser.post(page, dict.fromkeys(kinds, "lost") | {kinds[0]: "have"}))
    assert abs(all_of_them - one) <= 2
    assert all_of_them <= 20


def test_the_list_of_the_desk_costs_the_same_however_many_are_expected(house: House, small_and_large):
    from tests.entry.convoy import announce, expect, family

    desk, _, _ = small_and_large
    expect(house, announce(*family("1", mark())))
    few = statements(lambda: desk.get("/reception/"))
    expect(house, announce(*(line for n in range(20) for line in family(str(n + 1), mark()))))
    assert statements(lambda: desk.get("/reception/")) == few
