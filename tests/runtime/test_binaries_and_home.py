"""Where things lie, and who may come to them."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.runtime.places import WHEEL, cluster_at
from wasl.runtime import binaries as binaries_module
from wasl.runtime import home as home_module
from wasl.runtime.binaries import Binaries
from wasl.runtime.faults import Fault
from wasl.runtime.home import LONGEST_SOCKET, SOCKET, Home
from wasl.runtime.identity import server_account, started_by_root, users
from wasl.runtime.settings import load


def test_named_programs_come_before_the_systems_and_those_before_the_packages() -> None:
    every = Binaries.every(load(pg_bin=WHEEL.bin))
    order = ["WASL_PG_BIN", "system", "wheel"]
    places = [order.index(found.origin) for found in every]
    assert places == sorted(places)
    assert places[0] == 0


def test_a_named_folder_without_a_server_is_told_and_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="no PostgreSQL server"):
        Binaries.every(load(pg_bin=tmp_path))


def test_without_any_programs_the_message_says_how_to_get_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries_module, "SYSTEM", Path("/nowhere"))
    monkeypatch.setattr(binaries_module, "WHEEL", "no_such_package")
    with pytest.raises(Fault, match="WASL_DATABASE_URL"):
        Binaries.find(load())


def test_programs_below_a_closed_folder_are_copied_to_where_the_server_may_run_them(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.path.chmod(0o711)
    closed = home.path / "closed"
    for part in WHEEL.parts:
        shutil.copytree(WHEEL.base / part, closed / part, symlinks=True)
    closed.chmod(0o700)
    monkeypatch.setattr(binaries_module, "SYSTEM_HOME", home.path / "system")
    there = Binaries.find(load(pg_bin=closed / WHEEL.bin.relative_to(WHEEL.base)))
    account = server_account(load(), home.pgdata)
    found = there.runnable_by(account)
    if started_by_root():
        assert found.bin.is_relative_to(home.path / "system")
        assert found.runnable_by(account) == found
        assert cluster_at(Home(home.path / "instance"), found).create()
    else:
        assert found == there


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(home: Home) -> None:
    home.prepare()
    first = home.secret("pg_wasl_web")
    assert len(first) >= 43
    assert home.secret("pg_wasl_web") == first != home.secret("pg_wasl_owner")
    assert stat.S_IMODE((home.secrets / "pg_wasl_web").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["../outside", "", "a/b", "Name"])
def test_a_secret_cannot_be_named_out_of_its_folder(home: Home, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        home.secret(name)


def test_a_home_with_a_long_path_keeps_its_sockets_in_a_short_private_folder(home: Home) -> None:
    deep = Home(home.path / ("d" * 60) / ("e" * 60))
    cluster = cluster_at(deep, WHEEL)
    assert len(os.fsencode(deep.sockets / SOCKET)) <= LONGEST_SOCKET
    assert not deep.run.is_relative_to(deep.path)
    cluster.create()
    cluster.start()
    try:
        assert cluster.alive()
        assert deep.sockets.stat().st_mode & 0o077 == 0
        assert Home(deep.path).run == deep.run
    finally:
        cluster.stop()
        deep.remove()


def test_a_folder_for_sockets_that_somebody_else_put_there_is_refused(home: Home) -> None:
    home.prepare()
    shutil.rmtree(home.run)
    home.run.symlink_to(home.logs)
    with pytest.raises(Fault, match="not ours"):
        home.prepare()


def test_a_home_in_a_folder_that_is_closed_to_the_server_still_works(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_module, "SYSTEM_HOME", home.path / "system")
    home.path.chmod(0o711)
    closed = home.path / "closed"
    closed.mkdir(mode=0o700)
    inside = Home(closed / "instance")
    cluster = cluster_at(inside, WHEEL)
    cluster.create()
    cluster.start()
    try:
        assert cluster.alive()
        assert inside.pgdata.is_symlink() == started_by_root()
        assert closed.stat().st_mode & 0o077 == 0
    finally:
        cluster.stop()
    places = [inside.run, inside.pgdata.resolve(), inside.path]
    assert all(place.exists() for place in places)
    inside.remove()
    assert not any(place.exists() for place in places)


def test_each_programme_that_is_named_has_a_home_of_its_own(tmp_path: Path) -> None:
    plain = Home.locate(load(home=tmp_path))
    prison = Home.locate(load(home=tmp_path, programme="iq-itidal"))
    assert plain.path == tmp_path
    assert prison.path == tmp_path / "iq-itidal"
    assert plain.programme_code == "iq-al-amal"


def test_a_home_never_changes_its_programme(home: Home) -> None:
    home.prepare()
    home.record_programme("iq-itidal")
    home.record_programme("iq-itidal")
    assert home.programme_code == "iq-itidal"
    with pytest.raises(Fault, match="belongs to the programme iq-itidal"):
        home.record_programme("iq-al-amal")


def test_python_stays_with_root_where_the_service_users_cannot_read_it(home: Home) -> None:
    who = users(load(), home.path, home.pgdata)
    if who.database is None:
        assert who.vault is None
        assert "all processes run as" in who.reason
    else:
        assert who.database.uid != 0
        assert who.separate != ("cannot read" in who.reason)


def test_existing_data_is_run_by_its_owner_even_when_root_calls(home: Home) -> None:
    if not started_by_root():
        assert server_account(load(), home.path) is None
        return
    home.pgdata.mkdir()
    os.chown(home.pgdata, 65534, 65534)
    account = server_account(load(), home.pgdata)
    assert account is not None
    assert account.uid == 65534
