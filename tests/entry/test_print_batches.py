"""Cards and consent forms of many families: asked for at the desk, drawn by the worker, fetched once, remembered."""

import re
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.cast import AMAL
from tests.entry.convoy import family, mark, read, take_in
from tests.entry.desk import Desk, contexts_are_kept
from tests.worlds import House

__all__ = ["contexts_are_kept"]
pytestmark = pytest.mark.requirement("R028", "J1")
NAMED = re.compile("الأمل|مخيم|الهول|قافلة|سجن|amal|hol|convoy|prison", re.IGNORECASE)


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


def taken_in(house: House, families: int = 3) -> Any:
    return take_in(house, read(*(line for at in range(families) for line in family(str(at + 1), mark()))))


def asked(desk: Desk, kind: str, batch: UUID) -> str:
    answer = desk.browser.post("/reception/papers/", {"kind": kind, "batch": str(batch)})
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer["Location"])


def drawn(house: House, page: str) -> bool:
    """The worker's turn, under the worker's role."""
    from wasl.interfaces.web import paper_batches
    from wasl.phases.entry_assessment.services.prints import papers_draw

    with house.as_role("wasl_worker"):
        return papers_draw(UUID(page.partition("job=")[2]), paper_batches.draw)


def fetched(desk: Desk, page: str) -> Any:
    return desk.browser.post(page.replace("/paper/?", "/paper/fetch/?"))


@pytest.mark.parametrize(("kind", "pages"), [("cards", 1), ("consents", 3)])
def test_the_worker_draws_what_was_asked_for_and_it_is_fetched(
    desk: Desk, house: House, kind: str, pages: int
):
    done = taken_in(house)
    page = asked(desk, kind, done.batch)
    assert desk.get(page).context["printing"]["under_way"]
    assert drawn(house, page)
    shown = desk.get(page).context["printing"]
    assert (shown["ready"], shown["families"], shown["pages"]) == (True, 3, pages)
    answer = fetched(desk, page)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    again = desk.browser.post("/reception/papers/", {"kind": kind, "batch": str(done.batch)})
    assert again.status_code == 422, "printed families are left out of the next batch"


def test_asking_puts_the_work_in_the_workers_line(desk: Desk, house: House):
    page = asked(desk, "cards", taken_in(house, 1).batch)
    with psycopg.connect(house.dsn("wasl_owner")) as owner:
        found = owner.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE args ->> 'printing' = %s",
            [page.partition("job=")[2]],
        ).fetchall()
    assert found == [("draw_papers",)]


def test_nothing_on_the_papers_names_a_centre_or_a_list(desk: Desk, house: House):
    from wasl.access.work import unit_of_work
    from wasl.interfaces.web import paper_batches
    from wasl.kernel.clock import today
    from wasl.phases.entry_assessment.enums import PrintKind
    from wasl.phases.entry_assessment.selectors import prints

    done = taken_in(house)
    by = house.actor(AMAL)
    with unit_of_work(by.token):
        chosen = prints.families(prints.Choosing(PrintKind.CARDS, batch=done.batch), viewer=by)
        cards = paper_batches.cards(chosen, viewer=by)
        forms = paper_batches.consents(prints.adults(chosen, viewer=by), on=today())
    said = str(cards["words"]) + str(forms["words"])
    assert not NAMED.search(said)
    assert NAMED.search(said + "مركز الأمل"), "the search would find it"


def test_the_workers_session_opens_no_name_and_no_seed(desk: Desk, house: House):
    import secrets

    from django.db import connection, transaction

    from wasl.access.work import unit_of_work
    from wasl.kernel.errors import Refused
    from wasl.people.models import Person
    from wasl.vault.services import client

    done = taken_in(house, 1)
    page = asked(desk, "consents", done.batch)
    with unit_of_work(house.actor(AMAL).token):
        [person] = Person.objects.filter(file_id__in=done.files, role="head").values_list("id", flat=True)
    seed = client().keep("totp", "secret", token=house.actor(AMAL).token)
    token = secrets.token_urlsafe(32)
    with house.as_role("wasl_worker"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT entry_print_open(%s, %s)", [page.partition("job=")[2], token])
        assert cursor.fetchone()[0]
    assert client().open(token, "print", [(person, "identity:name")]) == {}
    assert client().open(house.actor(AMAL).token, "print", [(person, "identity:name")]), "its owner may"
    with pytest.raises(Refused):
        client().recall("totp", seed, token=token)
    assert client().recall("totp", seed, token=house.actor(AMAL).token) == "secret"
