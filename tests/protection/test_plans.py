"""The main lists go by their indexes as the web's role, with policies on: none reads a table from end to end."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.cast import NADIA, SALMA, ZAINAB
from tests.protection.population import populate
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.access.work import begin

#: whose rows grow with the families; what is small is best read whole
GROWS = re.compile(r"Seq Scan on (casefile_\w+|people_\w+|journey_step|vault_\w+|instruments_\w+)")
#: each list with the index whose order it follows from where the page before ended
LISTS = (
    (SALMA, "mine", "due", "casefile_file_worker"),
    (NADIA, "team", "due", "casefile_file_team_due"),
    (NADIA, "team", "changed", "casefile_file_team"),
    (NADIA, "team", "number", "casefile_file_team_number"),
    (ZAINAB, "site", "due", "casefile_file_due"),
    (ZAINAB, "site", "changed", "casefile_file_changed"),
)
FAMILIES = 1_500


def plans(house: House, member, path: str, *, whole_tables: bool) -> Iterator[tuple[str, str]]:
    """How each statement of a page is carried out: the statement and its plan.

    Without `whole_tables` the planner avoids reading a table whole; where it does all the same, no index serves.
    """
    browser, sent = signed_in(house, member), []

    def keep(run, sql, params, many, context):
        sent.append((sql, params))
        return run(sql, params, many, context)

    with connection.execute_wrapper(keep):
        assert browser.get(path).status_code == 200
    with transaction.atomic(), connection.cursor() as cursor:
        begin(browser.cookies["wasl"].value)
        cursor.execute("SELECT set_config('enable_seqscan', %s, true)", ["on" if whole_tables else "off"])
        for sql, params in sent:
            if "access_begin" in sql or "audit_append" in sql or not sql.startswith("SELECT"):
                continue
            cursor.execute(f"EXPLAIN {sql}", params)
            yield sql, "\n".join(row[0] for row in cursor.fetchall())


def read_whole(house: House, member, path: str, *, whole_tables: bool) -> list[str]:
    return [plan for _, plan in plans(house, member, path, whole_tables=whole_tables) if GROWS.search(plan)]


@pytest.fixture(scope="module")
def number(house: House) -> str:
    return next(one.number for one in populate(house, 40) if one.grants.get("salma") == "caseworker")


@pytest.mark.requirement("P7")
def test_every_statement_of_the_main_pages_has_an_index_to_go_by(house: House, number: str):
    pages = [(SALMA, "/"), (SALMA, f"/files/{number}/")]
    pages += [(member, f"/files/?scope={scope}&order={order}") for member, scope, order, _ in LISTS]
    for member, path in pages:
        assert read_whole(house, member, path, whole_tables=False) == [], path


def test_a_list_that_lost_its_index_is_caught(house: House, number: str):
    """The planted fault, in a transaction that is undone: no index on the owner of a task."""
    import psycopg

    with psycopg.connect(house.cluster.dsn("wasl_super"), autocommit=True) as owner:
        (kept,) = owner.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'casefile_task_done'"
        ).fetchall()[0]
        owner.execute("DROP INDEX casefile_task_done")
        try:
            assert read_whole(house, SALMA, "/", whole_tables=False)
        finally:
            owner.execute(kept)


@pytest.mark.prove
@pytest.mark.requirement("P7")
def test_at_a_size_where_it_matters_each_list_follows_the_index_of_its_order(house: House):
    """The planner's own choice, among thousands of people."""
    import psycopg

    populate(house, FAMILIES)
    with psycopg.connect(house.cluster.dsn("wasl_super"), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    assert read_whole(house, SALMA, "/", whole_tables=True) == []
    for member, scope, order, index in LISTS:
        found = [
            plan
            for sql, plan in plans(house, member, f"/files/?scope={scope}&order={order}", whole_tables=True)
            if 'FROM "casefile_file"' in sql
        ]
        assert found
        for plan in found:
            assert not GROWS.search(plan), plan
            assert f"Index Scan using {index} " in plan, plan
