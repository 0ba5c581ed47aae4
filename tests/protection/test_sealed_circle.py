"""The sealed circle: Huda writes for one woman, her supervisor reads it; for everybody else it does not exist."""

import psycopg
import pytest

from tests.cast import AMAL, HUDA, LAYLA, NADIA, SALMA, ZAINAB
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House

TEXT = "تريد أن تتحدث وحدها يوم الأحد"


@pytest.fixture
def written(house: House):
    from wasl.casefile.enums import SealedKind, SealedLine
    from wasl.casefile.services.sealed import sealed_write

    file, number, (mother, _) = a_family(house, AMAL, SALMA)
    ref = sealed_write(
        file=file, person=mother, line=SealedLine.GBV, kind=SealedKind.NOTE, text=TEXT, by=house.actor(HUDA)
    )
    return file, number, mother, ref


def texts(house: House, member, file) -> list[str]:
    import time

    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors.sealed import sealed_items

    by = house.actor(member)
    for _ in range(20):
        with unit_of_work(by.token):
            found = [item.text for item in sealed_items(file, viewer=by)]
        if found or member not in (HUDA, LAYLA):
            return found
        time.sleep(0.1)
    return []


@pytest.mark.requirement("R030")
def test_her_worker_and_that_lines_supervisor_read_it(house: House, written):
    file, *_ = written
    assert texts(house, HUDA, file) == [TEXT]
    assert texts(house, LAYLA, file) == [TEXT]


@pytest.mark.requirement("R030")
@pytest.mark.parametrize("member", [SALMA, NADIA, ZAINAB, AMAL], ids=lambda m: m.username)
def test_team_supervisor_and_manager_see_nothing(house: House, written, member):
    file, *_ = written
    assert texts(house, member, file) == []


@pytest.mark.requirement("R030")
def test_the_database_does_not_tell_whose_it_is(house: House, written):
    """No row anywhere holds the envelope's id beside a file, a person or a request."""
    file, _, _, ref = written
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        events = everything.execute(
            "SELECT file_id, person, request FROM audit_event WHERE resource = %s", [ref]
        ).fetchall()
        columns = [
            row[0] for row in everything.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'vault_envelope'"
            )
        ]  # fmt: skip
        grants = everything.execute(
            "SELECT count(*) FROM access_grant WHERE file_id = %s AND role LIKE 'gbv%%'", [file]
        ).fetchone()
    assert events
    assert all(event == (None, None, None) for event in events)
    assert sorted(columns) == ["id", "sealed"]
    assert grants == (0,)


def test_a_caseworker_may_not_write_there(house: House, written):
    from wasl.casefile.enums import SealedKind, SealedLine
    from wasl.casefile.services.sealed import sealed_write
    from wasl.kernel.errors import Refused

    file, _, mother, _ = written
    with pytest.raises(Refused):
        sealed_write(
            file=file,
            person=mother,
            line=SealedLine.GBV,
            kind=SealedKind.NOTE,
            text=TEXT,
            by=house.actor(SALMA),
        )
