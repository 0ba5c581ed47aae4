"""Commands that need the database for a moment: they start it, share it, and leave things as they were."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.runtime.places import WHEEL, cluster_at, processes_of, within
from tests.runtime.test_supervisor import pid_of, supervised
from wasl.runtime.children import Child
from wasl.runtime.database import Database, External, open_database
from wasl.runtime.faults import Fault
from wasl.runtime.home import Home
from wasl.runtime.locks import ServiceLock
from wasl.runtime.oneshot import running
from wasl.runtime.roles import SUPERUSER
from wasl.runtime.settings import Settings, load


@pytest.fixture
def settings(home: Home) -> Settings:
    settings = load(home=home.path, pg_bin=WHEEL.bin, pg_shared_buffers="16MB")
    cluster_at(home, WHEEL).create()
    return settings


def who(database: Database) -> object:
    with psycopg.connect(database.dsn("wasl_web")) as connection:
        row = connection.execute("SELECT current_user").fetchone()
    assert row is not None
    return row[0]


def vault_that_serves(home: Home) -> Callable[[Database], Child]:
    code = "import pathlib, sys, time\npathlib.Path(sys.argv[1]).touch()\ntime.sleep(1000)"
    mark = home.run / "vault.sock"

    def vault(database: Database) -> Child:
        argv = [sys.executable, "-c", code, str(mark)]
        return Child("vault", argv, credentials={"dsn": database.dsn("wasl_vault")}, ready=mark.exists)

    return vault


def test_a_command_starts_what_it_needs_and_stops_it_again(home: Home, settings: Settings) -> None:
    with running(home, settings, need={"postgres", "vault"}, vault=vault_that_serves(home)) as database:
        assert who(database) == "wasl_web"
        assert any("vault.sock" in line for line in processes_of(home).values())
    assert processes_of(home) == {}


def test_a_command_that_fails_stops_what_it_started_all_the_same(home: Home, settings: Settings) -> None:
    with pytest.raises(ZeroDivisionError), running(home, settings):
        raise ZeroDivisionError
    assert processes_of(home) == {}


def test_a_command_uses_the_running_server_and_leaves_it_running(home: Home, settings: Settings) -> None:
    with supervised(home, {"name": "postgres"}):
        server = pid_of(home, "postgres")
        with running(home, settings) as database:
            assert who(database) == "wasl_web"
        assert server in processes_of(home)
        assert cluster_at(home, WHEEL).alive()


def test_the_first_of_two_commands_waits_for_the_second_before_it_stops_the_server(
    home: Home, settings: Settings
) -> None:
    second_is_in, first_is_done = threading.Event(), threading.Event()
    seen: list[object] = []

    def second() -> None:
        with running(home, settings) as database:
            second_is_in.set()
            first_is_done.wait(0.5)
            seen.append(who(database))

    with running(home, settings):
        other = threading.Thread(target=second)
        other.start()
        assert second_is_in.wait(10)
    first_is_done.set()
    other.join(10)
    assert seen == ["wasl_web"]
    assert within(5, lambda: processes_of(home) == {})


def test_a_lock_is_free_again_when_its_holder_was_killed(home: Home) -> None:
    home.prepare()
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom wasl.runtime.home import Home\n"
        "from wasl.runtime.locks import ServiceLock\n"
        "lock = ServiceLock(Home(Path(sys.argv[1])), 'postgres')\nprint(lock.claim(), flush=True)\ntime.sleep(1000)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(home.path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        with ServiceLock(home, "postgres") as lock:
            assert not lock.claim()
            assert lock.holder() == holder.pid
            holder.kill()
            holder.wait()
            assert lock.claim()


def test_a_home_without_a_database_says_how_to_make_one(home: Home) -> None:
    with (
        pytest.raises(Fault, match="wasl init"),
        running(home, load(home=home.path, pg_bin=WHEEL.bin)),
    ):
        pass


class TestAnExternalServer:
    def test_is_used_with_the_roles_that_its_administrator_made_by_our_script(
        self, home: Home, settings: Settings
    ) -> None:
        elsewhere = Home(home.path / "e")
        server = cluster_at(home, WHEEL)
        server.start()
        try:
            address = f"postgresql:///registry?host={home.sockets}"
            external = load(home=elsewhere.path, database_url=address)
            database = open_database(elsewhere, external)
            assert isinstance(database, External)
            assert not database.alive()
            for _ in range(2):
                subprocess.run(
                    [WHEEL.program("psql"), "-X", "-q", server.dsn(SUPERUSER, "postgres")],
                    input=database.roles_script(),
                    text=True,
                    check=True,
                    capture_output=True,
                )
            assert elsewhere.secret("pg_wasl_web") not in database.roles_script()
            with running(elsewhere, external) as found:
                assert who(found) == "wasl_web"
                with psycopg.connect(found.dsn("wasl_owner")) as connection:
                    assert connection.info.dbname == "registry"
                    connection.execute("CREATE TABLE ours (a int)")
        finally:
            server.stop()

    def test_takes_passwords_that_its_administrator_chose(self, home: Home) -> None:
        settings = load(
            database_url="postgresql://db.ministry/registry", role_passwords={"wasl_web": "theirs"}
        )
        assert "theirs" in External(home, settings).dsn("wasl_web")

    def test_that_does_not_answer_is_told_and_nothing_is_started(self, home: Home) -> None:
        settings = load(database_url=f"postgresql:///registry?host={home.path}/nobody-is-here")
        with pytest.raises(Fault, match="does not let us in"), running(home, settings):
            pass
        assert not home.pgdata.exists() or not list(home.pgdata.iterdir())
