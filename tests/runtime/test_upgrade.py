"""An upgrade carries everything, keeps the way back, and leaves the old data alone whenever something is wrong."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest

from tests.runtime.places import SERVERS, cluster_at, short_home, within
from wasl.runtime import doctor, upgrade
from wasl.runtime.binaries import Binaries
from wasl.runtime.comparing import compare, contents
from wasl.runtime.faults import Fault
from wasl.runtime.home import Home
from wasl.runtime.locks import ServiceLock
from wasl.runtime.postgres import Cluster, data_version
from wasl.runtime.roles import SUPERUSER
from wasl.runtime.settings import Settings, load

OLD, NEW = min(SERVERS, key=lambda one: one.major), max(SERVERS, key=lambda one: one.major)
ROWS = 3000
pytestmark = pytest.mark.skipif(OLD.major == NEW.major, reason="only one major version is installed here")


def settings() -> Settings:
    """Both versions are found; the newer is a wheel or the system's."""
    return load(pg_shared_buffers="16MB")


def own(cluster: Cluster) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(cluster.dsn("wasl_owner"), autocommit=True)


@pytest.fixture
def old_home() -> Iterator[Home]:
    """A home of the old version with a guarded table, a sequence and some Arabic."""
    with short_home() as home:
        cluster = cluster_at(home, OLD)
        cluster.create()
        cluster.start()
        try:
            with own(cluster) as connection:
                connection.execute(
                    "CREATE TABLE audit_event (id bigserial PRIMARY KEY, what text, sealed bytea)"
                )
                connection.execute(
                    "INSERT INTO audit_event (what, sealed) SELECT 'حدث ' || n, sha256(n::text::bytea)"
                    " FROM generate_series(1, %s) n",
                    [ROWS],
                )
                connection.execute("ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY")
                connection.execute("ALTER TABLE audit_event FORCE ROW LEVEL SECURITY")
                connection.execute("CREATE POLICY none ON audit_event FOR SELECT TO wasl_web USING (false)")
                connection.execute("GRANT SELECT (id) ON audit_event TO wasl_web")
        finally:
            cluster.stop()
        yield home


def rows_in(home: Home) -> int:
    cluster = Cluster.of(home, settings())
    cluster.start()
    try:
        with psycopg.connect(cluster.dsn(SUPERUSER)) as connection:
            found = connection.execute(
                "SELECT count(*) FROM audit_event WHERE what ~ '^حدث [[:digit:]]'"
            ).fetchone()
    finally:
        cluster.stop()
    assert found is not None
    return int(str(found[0]))


def go(home: Home) -> upgrade.Upgraded:
    return upgrade.upgrade(home, settings(), NEW.major, lambda told: None)


def test_everything_arrives_and_the_old_data_is_kept_until_it_is_forgotten(old_home: Home) -> None:
    assert upgrade.possible(old_home, settings())[-1] == NEW.major
    done = go(old_home)
    assert (done.source, done.target, done.rows) == (OLD.major, NEW.major, ROWS)
    assert data_version(old_home) == NEW.major
    assert rows_in(old_home) == ROWS
    assert [one.major for one in upgrade.kept(old_home)] == [OLD.major]
    assert upgrade.forget(old_home) == [done.kept]
    assert not done.kept.exists()
    with pytest.raises(Fault, match="no upgrade to take back"):
        upgrade.go_back(old_home, settings(), lose_changes=True)


def test_the_way_back_is_open_and_asks_first_when_something_was_done_since(old_home: Home) -> None:
    go(old_home)
    cluster = Cluster.of(old_home, settings())
    cluster.start()
    with psycopg.connect(cluster.dsn(SUPERUSER), autocommit=True) as connection:
        connection.execute("INSERT INTO audit_event (what) VALUES ('حدث 9')")
    cluster.stop()
    with pytest.raises(Fault, match="1 things were done since"):
        upgrade.go_back(old_home, settings(), lose_changes=False)
    assert data_version(old_home) == NEW.major
    assert upgrade.go_back(old_home, settings(), lose_changes=True) == (NEW.major, OLD.major)
    assert data_version(old_home) == OLD.major
    assert rows_in(old_home) == ROWS
    assert [one.major for one in upgrade.kept(old_home)] == [NEW.major], "what was done since is not deleted"


def test_nothing_is_done_while_it_is_served(old_home: Home) -> None:
    with ServiceLock(old_home, "postgres") as serving:
        assert serving.claim()
        with pytest.raises(Fault, match="runs here"):
            go(old_home)
    assert data_version(old_home) == OLD.major


def test_a_copy_that_lost_a_row_is_refused_and_the_old_data_serves_on(
    old_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    pour = upgrade._pour

    def pour_and_lose(old: Cluster, new: Cluster) -> None:
        pour(old, new)
        with psycopg.connect(new.dsn(SUPERUSER), autocommit=True) as connection:
            connection.execute("DELETE FROM audit_event WHERE id = 77")

    monkeypatch.setattr(upgrade, "_pour", pour_and_lose)
    with pytest.raises(Fault, match=f"audit_event \\({ROWS} rows before, {ROWS - 1} rows after"):
        go(old_home)
    assert data_version(old_home) == OLD.major
    assert rows_in(old_home) == ROWS
    assert upgrade.kept(old_home) == []


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ("UPDATE audit_event SET what = 'x' WHERE id = 5", "audit_event"),
        ("ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY", "tables and their owners"),
        ("DROP POLICY none ON audit_event", "policies"),
        ("GRANT SELECT ON audit_event TO wasl_web", "rights on tables"),
        ("REVOKE SELECT (id) ON audit_event FROM wasl_web", "rights on columns"),
        ("SELECT setval('audit_event_id_seq', 1)", "sequences"),
        ("ALTER TABLE audit_event DROP CONSTRAINT audit_event_pkey", "constraints"),
    ],
)
def test_each_difference_is_seen(old_home: Home, fault: str, named: str) -> None:
    cluster = Cluster.of(old_home, settings())
    cluster.start()
    try:
        with psycopg.connect(cluster.dsn(SUPERUSER), autocommit=True) as connection:
            before = contents(connection)
            assert compare(before, contents(connection)) == {"public.audit_event": ROWS}
            connection.execute(fault.encode())
            with pytest.raises(Fault, match=named):
                compare(before, contents(connection))
    finally:
        cluster.stop()


def begun(home: Home) -> subprocess.Popen[bytes]:
    """An upgrade in a process of its own, which can be cut off."""
    code = (
        "import sys; from pathlib import Path; from wasl.runtime import upgrade; from wasl.runtime.home import Home;"
        "from wasl.runtime.settings import load;"
        f"upgrade.upgrade(Home(Path(sys.argv[1])), load(pg_shared_buffers='16MB'), {NEW.major}, print)"
    )
    return subprocess.Popen([sys.executable, "-c", code, str(home.path)], stdout=subprocess.DEVNULL)


def cut(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("after", [0.5, 1.5, 2.5, 3.5])
def test_a_power_cut_in_the_middle_leaves_the_data_whole(old_home: Home, after: float) -> None:
    process = begun(old_home)
    time.sleep(after)
    cut(process)
    if data_version(old_home) == OLD.major:
        assert rows_in(old_home) == ROWS
        go(old_home)
    assert rows_in(old_home) == ROWS
    assert data_version(old_home) == NEW.major


def test_whoever_is_killed_while_the_new_database_is_made_leaves_nobody_who_writes_on(old_home: Home) -> None:
    process = begun(old_home)
    half_made = old_home.pgdata.with_name("pgdata.next") / "global"
    assert within(60, half_made.exists)
    cut(process)
    assert go(old_home).rows == ROWS
    assert rows_in(old_home) == ROWS


def test_a_cut_between_the_change_of_places_and_the_new_name_is_settled(old_home: Home) -> None:
    done = go(old_home)
    following = old_home.pgdata.with_name("pgdata.next")
    done.kept.rename(following)
    upgrade.settle(old_home)
    assert done.kept.exists()
    assert not following.exists()


def test_the_doctor_asks_to_forget_old_data_after_five_weeks(old_home: Home) -> None:
    assert doctor.old_data(old_home).ok
    done = go(old_home)
    assert doctor.old_data(old_home).ok
    control = done.kept / "global" / "pg_control"
    long_ago = time.time() - 36 * 86_400
    os.utime(control, (long_ago, long_ago))
    found = doctor.old_data(old_home)
    assert not found.ok
    assert "wasl upgrade --forget" in found.remedy


def test_a_newer_version_is_told_by_the_doctor(old_home: Home) -> None:
    told = doctor.binaries(old_home, settings())
    assert told.ok
    assert f"`wasl upgrade` brings it to {NEW.major}" in told.detail
    assert isinstance(NEW, Binaries)
