"""The same migrations on every PostgreSQL that is here: the system's and the one that a package carries."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.runtime.places import SERVERS, cluster_at, short_home
from wasl.runtime.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
MIGRATE = """
import os, sys
from wasl.runtime.handed import hand_over
hand_over({"dsn": sys.stdin.readline().strip(), "secret_key": "only for tests"})
os.environ["DJANGO_SETTINGS_MODULE"] = "wasl.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


@pytest.fixture(params=SERVERS, ids=lambda server: f"{server.origin}-{server.major}")
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    with short_home() as place:
        made = cluster_at(place, request.param)
        made.create()
        made.start()
        try:
            made.ensure_roles()
            yield made
        finally:
            made.stop()


#: numbers of places, papers of whoever asked for them, which a trigger of the owner must see, versions of forms, which
#: hold no word about anybody and are written by functions of the owner only
NO_CASES = ("entry_inside", "entry_printing", "instruments_formversion")


@pytest.mark.requirement("R079")
def test_migrations_run_and_case_tables_are_under_row_level_security(cluster: Cluster) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MIGRATE], input=cluster.dsn("wasl_owner"), text=True, cwd=ROOT, capture_output=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    with psycopg.connect(cluster.dsn("wasl_owner")) as owner:
        tables = owner.execute(
            "SELECT count(*), count(*) FILTER (WHERE relrowsecurity AND relforcerowsecurity) FROM pg_class "
            "WHERE relkind = 'r' AND relname ~ '^(people|casefile|instruments|entry|exit|aftercare|journey)_' "
            "AND relname <> ALL (%s)",
            [list(NO_CASES)],
        ).fetchone()
    assert tables is not None
    assert tables[0] >= 25
    assert tables[0] == tables[1]
    with psycopg.connect(cluster.dsn("wasl_web")) as web:
        assert web.execute("SELECT count(*) FROM casefile_file").fetchone() == (0,)
