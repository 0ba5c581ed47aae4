"""Two states of one database, before and after a sealed note was written: nothing in the difference tells about whom.

Every row of every table is compared, with the transaction that wrote it. What must appear is one envelope and one line
of the record that names the envelope and its writer; what must not is anything of the file or its people.
"""

from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from tests.cast import AMAL, HUDA, SALMA
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House

Rows = dict[str, set[str]]
TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1
"""
# who is signed in and when, the vault's queue of news, which is emptied as it is read, and the hashes with which the
# vault closes the record in its own time
COMES_AND_GOES = frozenset({"access_session", "vault_change", "audit_leaf", "audit_checkpoint"})


def everything(house: House) -> Rows:
    """Each row of each table as text."""
    with psycopg.connect(house.dsn("wasl_super")) as connection:
        found = {}
        for (table,) in connection.execute(TABLES).fetchall():
            query = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
            found[table] = {row[0] for row in connection.execute(query)}
    return found


def difference(house: House, act: Callable[[], object]) -> Rows:
    """The rows that an act added, changed or took away."""
    before = everything(house)
    act()
    after = everything(house)
    changed = {table: after[table] ^ before.get(table, set()) for table in after}
    return {table: rows for table, rows in changed.items() if rows and table not in COMES_AND_GOES}


def a_sealed_note(house: House, file: UUID, person: UUID, by: object) -> UUID:
    from wasl.casefile.enums import SealedKind, SealedLine
    from wasl.casefile.services.sealed import sealed_write

    return sealed_write(
        file=file, person=person, line=SealedLine.GBV, kind=SealedKind.NOTE, text="تريد أن تتحدث وحدها", by=by
    )  # type: ignore[arg-type]


@pytest.mark.requirement("R030", "P2")
def test_the_difference_is_an_envelope_and_a_line_that_names_nobody_of_the_family(house: House):
    file, number, people = a_family(house, AMAL, SALMA)
    huda = house.actor(HUDA)
    changed = difference(house, lambda: a_sealed_note(house, file, people[0], huda))
    assert {table: len(rows) for table, rows in changed.items()} == {"vault_envelope": 1, "audit_event": 1}
    told = "\n".join(row for rows in changed.values() for row in rows)
    for secret in (file, number, *people, "gbv", "note"):
        assert str(secret) not in told
    assert str(house.accounts["huda"]) in told


@pytest.mark.requirement("R030", "P2")
def test_no_row_of_a_file_was_written_by_the_same_transaction(house: House):
    """Each row tells which transaction wrote it: none of a file's rows may share the envelope's."""
    file, _, people = a_family(house, AMAL, SALMA)
    ref = a_sealed_note(house, file, people[0], house.actor(HUDA))
    with psycopg.connect(house.dsn("wasl_super")) as connection:
        (writer,) = connection.execute(
            "SELECT xmin::text FROM vault_envelope WHERE id = %s", [ref]
        ).fetchall()[0]
        together = {}
        for (table,) in connection.execute(TABLES).fetchall():
            query = sql.SQL("SELECT t::text FROM {} t WHERE t.xmin::text = %s").format(sql.Identifier(table))
            if rows := [row[0] for row in connection.execute(query, [writer])]:
                together[table] = rows
    assert set(together) <= {"vault_envelope", "audit_event", "vault_change"}
    assert not any(str(file) in row or str(people[0]) in row for rows in together.values() for row in rows)


def test_reading_it_back_adds_only_a_line_that_names_the_envelope(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors.sealed import sealed_items

    file, number, people = a_family(house, AMAL, SALMA)
    huda = house.actor(HUDA)
    a_sealed_note(house, file, people[0], huda)

    def read() -> None:
        with unit_of_work(huda.token):
            sealed_items(file, viewer=huda)

    told = difference(house, read)
    assert set(told) <= {"audit_event"}
    assert not any(
        secret in row for row in told.get("audit_event", ()) for secret in (str(file), str(people[0]), number)
    )


def test_a_sealed_note_that_touches_the_file_is_caught(house: House, monkeypatch: pytest.MonkeyPatch):
    """The planted fault: the same service, marking the file as changed as all others do."""
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File
    from wasl.casefile.services.files import touch

    file, _, people = a_family(house, AMAL, SALMA)
    huda = house.actor(HUDA)

    def careless() -> None:
        a_sealed_note(house, file, people[0], huda)
        with unit_of_work(huda.token):
            touch(File.objects.get(pk=file), [])

    changed = difference(house, careless)
    assert any(str(file) in row for rows in changed.values() for row in rows)


def test_long_and_short_notes_look_alike(house: House):
    """Two sizes and no third, whatever is written."""
    from wasl.casefile.enums import SealedKind, SealedLine
    from wasl.casefile.services.sealed import sealed_write

    file, _, people = a_family(house, AMAL, SALMA)
    huda = house.actor(HUDA)
    refs = [
        sealed_write(
            file=file, person=people[0], line=SealedLine.GBV, kind=SealedKind.NOTE, text="ا" * length, by=huda
        )
        for length in (1, 60, 200, 900, 1500)
    ]
    with psycopg.connect(house.dsn("wasl_super")) as connection:
        sizes = connection.execute(
            "SELECT DISTINCT length(sealed) FROM vault_envelope WHERE id = ANY (%s)", [refs]
        ).fetchall()
    assert len(sizes) <= 2
