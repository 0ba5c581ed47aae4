"""What was merged to save questions protects as the single questions did: the held file, the functions that write."""

from uuid import UUID, uuid4

import psycopg
import pytest

from tests.cast import AMAL, HADI, KARIM, SALMA
from tests.protection.test_every_table import Connection, changed, web
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House
from wasl.kernel.clock import now, today

pytestmark = pytest.mark.requirement("P7", "R088")
KEEP = "SELECT casefile_note_keep(%s, %s, %s, NULL, 'note', 'family', %s, NULL, %s, NULL, %s, %s, %s, '')"
OURS = "('casefile_take', 'casefile_note_keep', 'vault_keep', 'appointments_wait_and_see')"
WITH_OWNERS_RIGHTS = f"SELECT count(*) FROM pg_proc WHERE proname IN {OURS} AND prosecdef"


@pytest.fixture(scope="module")
def family(house: House) -> tuple[UUID, str]:
    file, number, _ = a_family(house, AMAL, SALMA)
    return file, number


def kept(connection: Connection, house: House, file: UUID) -> object:
    """A note written straight through the function, whatever the page would have said."""
    note = uuid4()
    given = [note, file, house.teams["A"], today(), now(), uuid4(), file, b"sealed"]
    return connection.execute(KEEP, given).fetchall()[0][0]


def test_a_file_is_taken_by_whoever_works_on_it_and_by_nobody_else(house: House, family: tuple[UUID, str]):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.kernel.errors import NotFound, Refused

    file, number = family
    salma, karim, hadi = house.actor(SALMA), house.actor(KARIM), house.actor(HADI)
    with unit_of_work(salma.token):
        assert files.take(number, by=salma).file_id == file
    with pytest.raises(NotFound), unit_of_work(karim.token):
        files.take(number, by=karim)
    with pytest.raises(Refused) as refused, unit_of_work(hadi.token):
        files.take(number, by=hadi)
    assert refused.value.code == "colleague_without_grant"


def test_what_another_session_holds_is_asked_for_again(house: House, family: tuple[UUID, str]):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.kernel.errors import NotFound

    salma, karim = house.actor(SALMA), house.actor(KARIM)
    with unit_of_work(salma.token):
        held = files.take(family[1], by=salma)
        assert files.lock_once(held, by=salma) is held
    with unit_of_work(house.actor(SALMA).token) as again:
        assert files.lock_once(held, by=again) is not held
    with pytest.raises(NotFound), unit_of_work(karim.token):
        files.lock_once(held, by=karim)


def test_a_stranger_writes_nothing_through_the_functions(house: House, family: tuple[UUID, str]):
    file, number = family
    with web(house, house.actor(SALMA).token) as connection:
        assert kept(connection, house, file)
        connection.rollback()
    with web(house, house.actor(KARIM).token) as connection:
        assert connection.execute("SELECT * FROM casefile_take(%s)", [number]).fetchall() == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            kept(connection, house, file)
    with web(house, None) as connection:
        assert connection.execute(WITH_OWNERS_RIGHTS).fetchall() == [(0,)]


def test_a_function_that_ran_with_its_owners_rights_is_caught(house: House):
    """The planted fault."""
    with changed(house, "ALTER FUNCTION casefile_take(text) SECURITY DEFINER") as everything:
        assert everything.execute(WITH_OWNERS_RIGHTS).fetchall() == [(1,)]


def test_a_key_that_was_used_leads_to_the_note_that_is_there(house: House, family: tuple[UUID, str]):
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import ContactKind
    from wasl.casefile.models import Contact
    from wasl.casefile.services.record import contact_record

    salma, key = house.actor(SALMA), uuid4()
    first, second = [
        contact_record(
            file=family[0], person=None, kind=ContactKind.NOTE, text=text, on=today(), by=salma, form_key=key
        )
        for text in ("طلبت بيان ولادة لأحمد", "وصل البيان")
    ]
    assert first == second
    with unit_of_work(salma.token):
        assert Contact.objects.filter(form_key=key).count() == 1
