"""The day of a worker, of her supervisor and of an office: what is due, what waits, in few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import DILSHAD, NADIA, PASSWORD, SALMA
from tests.journey.family import Family, day
from tests.worlds import House

MOST = 8


def signed_in(house: House, member):
    from django.test import Client

    client = Client()
    client.post("/accounts/login/", {"login": member.username, "password": PASSWORD})
    return client


def page(client, path="/"):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(path)
    return answer, [
        q["sql"]
        for q in seen.captured_queries
        if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]


def days_off(house: House) -> int:
    """How long nobody has worked: what was due on the last worked day is due until the next one."""
    from wasl.access.policy import programme
    from wasl.kernel.clock import today

    return (today() - programme().calendar.worked_before(today())).days


@pytest.mark.requirement("R081")
def test_what_is_late_and_what_is_due_stand_on_salmas_day(house: House):
    late = Family(house, arrived_ago=21)
    due = Family(house, arrived_ago=7 + days_off(house))
    answer, statements = page(signed_in(house, SALMA))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert (
        text.index('id="today"') < text.index(due.number) < text.index('id="late"') < text.index(late.number)
    )
    assert len(statements) <= MOST, "\n".join(statements)


@pytest.mark.requirement("R054")
def test_a_new_family_without_a_worker_stands_on_the_supervisors_day(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File

    # long due, so that it stands before the families that other stories left without a worker
    family = Family(house, arrived_ago=400)
    with unit_of_work(family.nadia.token):
        File.objects.filter(pk=family.ref).update(worker=None)
    answer, statements = page(signed_in(house, NADIA))
    assert family.number in answer.content.decode().partition('id="assign"')[2]
    assert len(statements) <= MOST, "\n".join(statements)


def test_an_offer_waits_on_the_officers_day_and_on_nobody_elses(house: House):
    from wasl.journey.services import leaving

    family = Family(house)
    leaving.office_ask(file=family.ref, office=house.teams["SD"], by=family.salma)
    answer, statements = page(signed_in(house, DILSHAD))
    assert family.number in answer.content.decode().partition('id="for-me"')[2]
    assert len(statements) <= MOST, "\n".join(statements)
    hers, _ = page(signed_in(house, NADIA))
    assert family.number not in hers.content.decode()
    mine, _ = page(signed_in(house, SALMA))
    assert family.number in mine.content.decode().partition('id="for-others"')[2]


def test_a_task_is_ticked_and_the_tick_is_taken_back(house: House):
    from wasl.casefile.enums import TaskKind
    from wasl.casefile.services.record import task_add

    family = Family(house)
    task = task_add(
        file=family.ref,
        person=None,
        kind=TaskKind.OTHER,
        code="",
        owner=family.salma.ref,
        due_on=day(0),
        by=family.salma,
    )
    salma = signed_in(house, SALMA)
    assert salma.post(f"/tasks/{task}/tick/").status_code == 302
    assert str(task) in salma.get("/").content.decode().partition('id="done"')[2]
    assert salma.post(f"/tasks/{task}/tick/").status_code == 302
    assert str(task) not in salma.get("/").content.decode().partition('id="done"')[2]


def test_the_family_page_with_its_journey_costs_at_most_fourteen_statements(house: House):
    family = Family(house)
    family.assess()
    family.plan()
    answer, statements = page(signed_in(house, SALMA), f"/files/{family.number}/")
    text = answer.content.decode()
    assert text.count("journey__phase") >= 4
    assert 'class="button button--main"' in text
    assert len(statements) <= 14, "\n".join(statements)
