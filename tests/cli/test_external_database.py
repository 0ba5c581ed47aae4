"""A ministry's own PostgreSQL: the whole house works on it over the network, and nothing of ours runs beside it."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.cli.commands import Place, command_line, eventually, place, serving
from wasl.runtime.binaries import Binaries
from wasl.runtime.identity import server_account
from wasl.runtime.settings import load

KEEPER = "keeper"
KEEPERS_PASSWORD = "of-their-administrator"
WEBS_PASSWORD_IN_THE_URL = "nobody-uses-this"


@dataclass
class Ministry:
    """A server that somebody else runs."""

    binaries: Binaries
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://somebody:{WEBS_PASSWORD_IN_THE_URL}@127.0.0.1:{self.port}/register"

    def address(self, dbname: str = "postgres") -> str:
        return f"host=127.0.0.1 port={self.port} user={KEEPER} dbname={dbname} password={KEEPERS_PASSWORD}"

    def answers(self) -> bool:
        try:
            psycopg.connect(self.address(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def administrator_runs(self, script: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.binaries.program("psql"), "-X", "-q", self.address()],
            input=script, capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def ministry() -> Iterator[Ministry]:
    """The oldest PostgreSQL that is here, as its administrator would have made it: passwords, one port."""
    binaries = min(Binaries.every(load()), key=lambda found: found.major)
    folder = Path(tempfile.mkdtemp(prefix="ministry-", dir="/tmp"))
    account = server_account(load(), folder / "nobody's")
    binaries = binaries.runnable_by(account)
    data, password = folder / "data", folder / "password"
    password.write_text(KEEPERS_PASSWORD)
    as_server = account.popen if account else {}
    if account:
        for entry in (folder, password):
            os.chown(entry, account.uid, account.gid)
    make = [binaries.program("initdb"), "-D", str(data), "-U", KEEPER, f"--pwfile={password}", "--no-sync"]
    make += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run(make, check=True, capture_output=True, cwd="/", **as_server)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    run = [binaries.program("postgres"), "-D", str(data), "-p", str(port), "-k", "", "-h", "127.0.0.1"]
    server = subprocess.Popen(run, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_server)
    made = Ministry(binaries, port)
    try:
        eventually(made.answers)
        yield made
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def centre(ministry: Ministry) -> Iterator[Place]:
    """A home whose database is the ministry's."""
    with place() as home:
        yield home


@pytest.mark.requirement("R079")
def test_a_server_without_our_roles_is_told_with_the_script_that_makes_them(
    centre: Place, ministry: Ministry
) -> None:
    said = centre.wasl("init", WASL_DATABASE_URL=ministry.url)
    assert said.code == 1
    script = centre.path / "roles.sql"
    assert str(script) in said.err
    assert script.stat().st_mode & 0o077 == 0
    done = ministry.administrator_runs(script.read_text(encoding="utf-8"))
    assert done.returncode == 0, done.stderr


@pytest.mark.requirement("R079")
def test_a_new_instance_on_the_ministrys_server_is_served_and_its_administrator_signs_in(
    centre: Place, ministry: Ministry
) -> None:
    given = {"WASL_DATABASE_URL": ministry.url}
    made = centre.wasl("init", "--json", **given)
    assert made.code == 0, made.err
    administrator = made.document["administrator"]
    with serving(centre, **given) as up:
        assert up.ready()
        assert [command_line(pid) for pid in up.everyone() if "postgres" in command_line(pid)] == []
        page = up.address + "/accounts/login/"
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', browser.open(page).read().decode())
        assert token is not None
        sent = {
            "csrfmiddlewaretoken": token[1],
            "login": administrator["username"],
            "password": administrator["password"],
        }
        asked = urllib.request.Request(page, urllib.parse.urlencode(sent).encode(), {"Referer": page})  # noqa: S310
        with browser.open(asked) as answer:
            assert answer.url != page, "signed in"
        assert sessions(ministry) == {"wasl_web", "wasl_vault", "wasl_worker"}
    assert not (centre.path / "pgdata").exists()
    doctor = centre.wasl("doctor", "--json", **given)
    assert [check for check in doctor.document["checks"] if not check["ok"]] == []


def test_the_look_for_a_server_of_ours_finds_one_where_there_is_one(demo: Place) -> None:
    with serving(demo) as up:
        assert [pid for pid in up.everyone() if "postgres" in command_line(pid)]


def sessions(ministry: Ministry) -> set[str]:
    """As whom the instance is connected."""
    with psycopg.connect(ministry.address()) as connection:
        rows = connection.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'register' AND usename IS NOT NULL"
        ).fetchall()
    return {str(row[0]) for row in rows}
