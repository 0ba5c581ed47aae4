"""Who of a list may be known already is found when the list is written, and also when that was stopped in between."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from tests.cast import AMAL, SALMA
from tests.entry.convoy import as_csv, family, line, mark, read, take_in
from tests.entry.desk import Desk, contexts_are_kept
from tests.entry.test_roster_pages import imported, looked
from tests.worlds import House

__all__ = ["contexts_are_kept"]
pytestmark = pytest.mark.requirement("R007", "R028")


def strangers(numbers: str) -> list[Any]:
    """Families of whom not one name was ever heard."""
    return [
        line(number, mark(), father=mark(), grandfather=mark(), mother=mark(), relation=relation)
        for number in numbers
        for relation in ("رب الأسرة", "زوجة", "ابنة")
    ]


def lists(again: str) -> tuple[list[Any], list[Any]]:
    """Two convoys: a family of the first comes with the second too, among three that nobody knows."""
    return [*family("1", again), *strangers("678")], [*family("9", again), *strangers("345")]


def to_the_end(comparison: UUID, by: Any) -> tuple[Any, ...]:
    from wasl.access.work import unit_of_work
    from wasl.phases.entry_assessment.selectors import comparing
    from wasl.phases.entry_assessment.services.comparing import comparison_end, comparison_go_on

    while comparison_go_on(comparison=comparison, by=by):
        continue
    with unit_of_work(by.token):
        found = comparing.proposals(comparison, viewer=by)
    comparison_end(comparison=comparison, by=by)
    return found


def waiting(by: Any) -> set[UUID]:
    from wasl.access.work import unit_of_work
    from wasl.phases.entry_assessment.selectors import comparing

    with unit_of_work(by.token):
        return {card.ref for card in comparing.left_over(viewer=by)}


@pytest.fixture
def second(house: House) -> Iterator[tuple[Any, Any]]:
    """A list with a family that is here already: what looking at it says, and its import, not compared yet."""
    from wasl.phases.entry_assessment.services import comparing

    here, coming = lists(mark())
    take_in(house, read(*here))
    said = take_in(house, read(*coming), dry_run=True)
    assert {one.family for one in said.proposals} == {"9"}
    done = take_in(house, read(*coming))
    yield said, done
    comparing.comparison_end(comparison=done.comparison, by=house.actor(AMAL))


def test_a_written_list_says_what_looking_at_it_said(house: House, second: tuple[Any, Any]):
    said, done = second
    assert done.proposals == ()
    assert to_the_end(done.comparison, house.actor(AMAL)) == said.proposals


def test_what_was_stopped_in_between_goes_on_in_parts_at_the_next_run(
    house: House, second: tuple[Any, Any], monkeypatch
):
    from wasl.phases.entry_assessment.services import comparing

    said, done = second
    monkeypatch.setattr(comparing, "AT_ONCE", 4)
    assert done.comparison in waiting(house.actor(AMAL))
    by = house.actor(AMAL)
    assert comparing.comparison_go_on(comparison=done.comparison, by=by)
    by = house.actor(AMAL)  # another process, hours later
    assert done.comparison in waiting(by)
    assert to_the_end(done.comparison, by) == said.proposals
    assert done.comparison not in waiting(by)


def test_a_comparison_that_forgot_its_list_would_find_the_list_itself(house: House, monkeypatch):
    """The planted fault: were the people of a list compared with each other, a family twice in it would be proposed."""
    from wasl.vault.client import Vault

    again = mark()
    alike = read(*family("1", again), *family("2", again), *strangers("34"))
    asked = Vault.duplicates
    for forgets in (True, False):
        done, by = take_in(house, alike), house.actor(AMAL)
        own = people_of(done, by)
        with monkeypatch.context() as patch:
            if forgets:
                patch.setattr(
                    Vault, "duplicates", lambda self, token, people, apart: asked(self, token, people)
                )
            found = to_the_end(done.comparison, by)
        assert bool({ref for one in found for ref in one.people} & own) is forgets
        undone(house, done)


def people_of(done: Any, by: Any) -> set[UUID]:
    from wasl.access.work import unit_of_work
    from wasl.people.models import Person

    with unit_of_work(by.token):
        return set(Person.objects.filter(file_id__in=done.files).values_list("id", flat=True))


def undone(house: House, done: Any) -> None:
    from wasl.phases.entry_assessment.services.rosters import roster_undo

    roster_undo(batch=str(done.batch), by=house.actor(AMAL))


def test_nobody_else_goes_on_with_it_and_nobody_reads_what_waits(house: House, second: tuple[Any, Any]):
    from django.db import connection

    from wasl.kernel.errors import NotFound, Refused
    from wasl.phases.entry_assessment.selectors.comparing import label_of
    from wasl.phases.entry_assessment.services.comparing import comparison_go_on
    from wasl.vault.services import client

    _, done = second
    with pytest.raises((Refused, NotFound)):
        comparison_go_on(comparison=done.comparison, by=house.actor(SALMA))
    with house.as_role("wasl_backup"), connection.cursor() as cursor:
        cursor.execute("SELECT content, people FROM entry_comparison WHERE id = %s", [done.comparison])
        content, people = cursor.fetchone()
    assert people == 12
    label = label_of(done.comparison, "content")
    with pytest.raises(Refused):
        client().recall(label, bytes(content), token=house.actor(SALMA).token)
    assert client().recall(label, bytes(content), token=house.actor(AMAL).token)


def test_the_vault_compares_by_reference_only_whom_the_asker_reaches(house: House, second: tuple[Any, Any]):
    """Otherwise a reference alone would tell any account whom its bearer may be."""
    from wasl.access.work import unit_of_work
    from wasl.people.models import Person
    from wasl.vault.services import client

    _, done = second
    by = house.actor(AMAL)
    with unit_of_work(by.token):
        people = Person.objects.filter(file_id__in=done.files).values_list("id", "file_id", "sex")
        asked = [
            {"key": str(ref), "family": str(file), "person": str(ref), "file": str(file), "sex": sex}
            for ref, file, sex in people.order_by("file_id")
        ]
    assert any(client().duplicates(by.token, asked, apart=done.files))
    assert not any(client().duplicates(house.actor(SALMA).token, asked, apart=done.files))


def test_a_list_that_is_taken_back_is_compared_no_more(house: House):
    done = take_in(house, read(*family("1", mark())))
    assert done.comparison in waiting(house.actor(AMAL))
    undone(house, done)
    assert done.comparison not in waiting(house.actor(AMAL))


def test_the_page_of_the_report_goes_on_with_what_was_stopped(house: House, monkeypatch):
    from wasl.interfaces.web import importing

    desk, (here, coming) = Desk(house), lists(mark())
    take_in(house, read(*here))
    page = looked(desk, as_csv(*coming))
    with monkeypatch.context() as stopped:  # as if the process had ended when the list was written
        stopped.setattr(importing, "_compare", lambda upload, by: None)
        assert desk.browser.post(page.replace("/list/?", "/list/import/?")).status_code == 302
        until_written(desk, page)
    report = gone_on(desk, page)
    assert report["created_families"] == 4
    assert {one["family"] for one in report["possible_duplicates"]} == {"9"}


def test_the_report_of_an_import_says_who_may_be_known(house: House):
    desk, (here, coming) = Desk(house), lists(mark())
    take_in(house, read(*here))
    report = imported(desk, looked(desk, as_csv(*coming))).context["report"]
    assert {one["family"] for one in report["possible_duplicates"]} == {"9"}


def until_written(desk: Desk, page: str) -> None:
    import time

    until = time.monotonic() + 20
    while time.monotonic() < until:
        answer = desk.get(page)
        if "report" in (answer.context or {}):
            assert answer.context["comparing"]
            assert answer.context["report"]["possible_duplicates"] == []
            assert len(answer.context["numbers"]) == 3, "how many may be known is not told before it is known"
            return
        time.sleep(0.05)
    raise AssertionError("the list was not written")


def gone_on(desk: Desk, page: str) -> dict[str, Any]:
    import time

    until = time.monotonic() + 20
    while time.monotonic() < until:
        if desk.get(page.replace("/list/?", "/list/progress/?")).status_code == 204:
            report: dict[str, Any] = desk.get(page).context["report"]
            return report
        time.sleep(0.1)
    raise AssertionError("the comparison did not go on")
