"""Started by root, Wasl is three users: each process runs as its own, and none can read what is another's."""

import os
import pwd
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.commands import Place, Served, eventually, place, serving
from wasl.runtime.identity import Account, Users, started_by_root, users
from wasl.runtime.settings import load

PACKAGES = sysconfig.get_path("purelib")
INTERPRETERS = (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}")


def open_interpreter() -> str | None:
    """One of this version that other users may run; root's own often lies below a closed folder."""
    for python in INTERPRETERS:
        tried = subprocess.run(
            ["/bin/sh", "-c", '"$0" -c "import psycopg, granian"', python],
            cwd="/", env={"PYTHONPATH": PACKAGES}, user="nobody", group="nogroup", extra_groups=[],
            capture_output=True, check=False,
        )  # fmt: skip
        if tried.returncode == 0:
            return python
    return None


PYTHON = open_interpreter() if started_by_root() else None
pytestmark = pytest.mark.skipif(
    PYTHON is None, reason="needs root, and a Python of this version that other users may run"
)


@dataclass
class Realm:
    """A served instance of three users."""

    home: Place
    served: Served
    who: Users

    def account(self, name: str) -> Account:
        found = {"database": self.who.database, "vault": self.who.vault, "web": self.who.web}[name]
        assert found is not None
        return found

    def secrets(self) -> dict[str, list[Path]]:
        """Whose are which files."""
        path = self.home.path
        return {
            "database": [path / "pgdata" / "PG_VERSION", path / "pgdata" / "global" / "pg_control"],
            "vault": [path / "vault" / "keyring.json", path / "vault" / "practice.key"],
            "web": [path / "tls" / "server.key"],
            "root": [path / "secrets" / name for name in ("authority.key", "pg_wasl_owner", "web_sessions")],
        }


@pytest.fixture(scope="module")
def realm() -> Iterator[Realm]:
    with place() as home:
        home.path.parent.chmod(0o711)
        home.python, home.packages = str(PYTHON), PACKAGES
        made = home.wasl("demo", "--no-serve", "--families", "2", "--json")
        assert made.code == 0, made.err
        with serving(home, "--listen", "0.0.0.0") as up:  # noqa: S104 - this is what is tried
            who = as_seen_by(home)
            assert who.separate, who.reason
            yield Realm(home, up, who)


def as_seen_by(home: Place) -> Users:
    """As the interpreter of the instance sees it, not as that of the tests."""
    instance = home.instance
    database = users(load(home=home.path), instance.home.path, instance.home.pgdata).database
    group = instance.home.sockets.stat().st_gid

    def account(place: Path) -> Account:
        entry = pwd.getpwuid(place.stat().st_uid)
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, (group,))

    return Users(database, account(home.path / "vault"), account(home.path / "tls"), group, "as found")


def uid_of(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("Uid:")))


def may_connect(account: Account, place: Path) -> bool:
    """Whether a process of that user gets through to the socket."""
    code = "import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])"
    tried = subprocess.run(
        [str(PYTHON), "-c", code, str(place)], cwd="/", capture_output=True, check=False, **account.popen
    )
    return tried.returncode == 0


def test_the_three_users_are_three_and_none_is_root(realm: Realm) -> None:
    uids = {realm.account(name).uid for name in ("database", "vault", "web")}
    assert len(uids) == 3
    assert 0 not in uids


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("postgres -D", "database"),
        ("wasl.vault", "vault"),
        ("wasl.interfaces.web.server", "web"),
        ("wasl.interfaces.cli.worker", "web"),
        ("wasl.interfaces.web.door", "web"),
    ],
)
def test_each_process_runs_as_its_own_user_and_holds_no_group_of_roots(
    realm: Realm, word: str, name: str
) -> None:
    pid = realm.served.child(word)
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    told = {line.partition(":")[0]: line.split()[1:] for line in status.splitlines()}
    account = realm.account(name)
    assert set(told["Uid"]) == {str(account.uid)}
    assert set(told["Gid"]) == {str(account.gid)}
    assert "0" not in told["Groups"]
    assert int(told["CapEff"][0], 16) == 0


@pytest.mark.parametrize("name", ["database", "vault", "web"])
def test_none_reads_what_is_anothers(realm: Realm, name: str) -> None:
    account = realm.account(name)
    for owner, files in realm.secrets().items():
        for file in files:
            assert file.exists(), file
            assert account.may("r", file) == (owner == name), f"{name}: {file}"


def test_a_key_that_was_left_open_would_be_seen(realm: Realm) -> None:
    key = realm.secrets()["vault"][1]
    try:
        key.parent.chmod(0o755)
        key.chmod(0o644)
        assert realm.account("web").may("r", key)
    finally:
        key.chmod(0o600)
        key.parent.chmod(0o700)
    assert not realm.account("web").may("r", key)


def test_the_sockets_let_in_who_works_there_and_no_other_user(realm: Realm) -> None:
    instance = realm.home.instance
    database, vault = instance.home.sockets / ".s.PGSQL.5432", instance.vault_socket
    entry = pwd.getpwnam("nobody")
    nobody = Account("nobody", entry.pw_uid, entry.pw_gid)
    server = realm.account("database")
    assert may_connect(realm.account("web"), database)
    assert may_connect(realm.account("web"), vault)
    assert may_connect(realm.account("vault"), database)
    assert not may_connect(nobody, database)
    assert not may_connect(nobody, vault)
    assert not may_connect(Account(server.name, server.uid, server.gid), vault)


@pytest.mark.parametrize("place", ["mem", "environ", "fd", "maps"])
def test_the_pages_cannot_look_into_the_vaults_process(realm: Realm, place: str) -> None:
    pid = realm.served.child("wasl.vault")
    command = "ls" if place == "fd" else "head -c 1"
    for name in ("web", "database", "vault"):
        looked = subprocess.run(
            ["/bin/sh", "-c", f'{command} "$0"', f"/proc/{pid}/{place}"],
            cwd="/", capture_output=True, check=False, **realm.account(name).popen,
        )  # fmt: skip
        assert looked.returncode != 0, f"{name} reads {place}: {looked.stdout[:20]!r}"


def test_it_serves_and_the_doctor_finds_nothing_wrong(realm: Realm) -> None:
    said = realm.home.wasl("doctor", "--json")
    assert [check for check in said.document["checks"] if not check["ok"]] == []
    told = next(check for check in said.document["checks"] if check["name"] == "users")
    assert "none reads another's secrets" in told["detail"]
    port = int(realm.served.address.rpartition(":")[2])
    socket.create_connection(("127.0.0.1", port), 5).close()
    assert realm.home.wasl("seal", "--json").document == {"sealed": True}, "root's commands reach the vault"
    assert realm.home.wasl("unseal", "--json").document["people"] >= 2


def test_a_vault_that_is_killed_comes_back_as_its_own_user(realm: Realm) -> None:
    killed = realm.served.child("wasl.vault")
    os.kill(killed, 9)
    eventually(lambda: realm.served.children("wasl.vault") not in ([], [killed]))
    assert uid_of(realm.served.child("wasl.vault")) == realm.account("vault").uid
