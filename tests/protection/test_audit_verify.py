"""`wasl audit verify` against whoever owns the database: an edited, a deleted and an inserted row are each named."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.browser.served import Instance
from tests.cli.commands import eventually
from wasl.runtime.roles import SUPERUSER

SEALED = """
SELECT e.id::text FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id
WHERE e.event = 'opened' ORDER BY l.position LIMIT 1
"""
Connection = psycopg.Connection[Any]


@contextmanager
def behind_the_scenes(running: Instance) -> Iterator[Connection]:
    """As the administrator of the database, with every trigger off."""
    with psycopg.connect(running.cluster.dsn(SUPERUSER), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


@pytest.fixture
def looked(running: Instance) -> str:
    """A look at a family that has been sealed into the tree."""

    def sealed() -> list[str]:
        with behind_the_scenes(running) as connection:
            return [row[0] for row in connection.execute(SEALED)]

    if not sealed():
        running.visitor("nadia").get("/files/?scope=team")
        eventually(lambda: bool(sealed()), 40)
    return sealed()[0]


def verify(running: Instance) -> tuple[int, dict[str, Any]]:
    said = running.place.wasl("audit", "verify", "--json")
    return said.code, said.document


def found(running: Instance) -> tuple[int, str, str]:
    code, document = verify(running)
    first = document["first_divergent"] or {}
    return code, str(first.get("reason")), str(first.get("event"))


@pytest.mark.requirement("P10")
def test_an_untouched_record_is_whole(running: Instance, looked: str):
    code, document = verify(running)
    assert (code, document["ok"], document["first_divergent"]) == (0, True, None)
    assert document["rows"] > 0
    assert document["checkpoints"] > 0


@pytest.mark.requirement("P10")
def test_an_edited_row_is_named(running: Instance, looked: str):
    with behind_the_scenes(running) as connection:
        (actor,) = connection.execute("SELECT actor FROM audit_event WHERE id = %s", [looked]).fetchall()[0]
        connection.execute("UPDATE audit_event SET actor = gen_random_uuid() WHERE id = %s", [looked])
        try:
            assert found(running) == (1, "edited", looked)
        finally:
            connection.execute("UPDATE audit_event SET actor = %s WHERE id = %s", [actor, looked])
    assert verify(running)[0] == 0


@pytest.mark.requirement("P10")
def test_a_deleted_row_is_named(running: Instance, looked: str):
    with behind_the_scenes(running) as connection:
        connection.execute("CREATE TEMPORARY TABLE gone AS SELECT * FROM audit_event WHERE id = %s", [looked])
        connection.execute("DELETE FROM audit_event WHERE id = %s", [looked])
        try:
            assert found(running) == (1, "deleted", looked)
        finally:
            connection.execute("INSERT INTO audit_event SELECT * FROM gone")
    assert verify(running)[0] == 0


@pytest.mark.requirement("P10")
def test_a_row_written_in_with_an_old_date_is_named(running: Instance, looked: str):
    """Last, since the vault notes what it found: the record says so for ever."""
    with behind_the_scenes(running) as connection:
        connection.execute(
            "CREATE TEMPORARY TABLE forged AS SELECT * FROM audit_event WHERE id = %s", [looked]
        )
        connection.execute("UPDATE forged SET id = gen_random_uuid(), at = at - interval '2 hours'")
        (forged,) = connection.execute(
            "INSERT INTO audit_event SELECT * FROM forged RETURNING id::text"
        ).fetchall()[0]
    assert found(running) == (1, "inserted", forged)
