"""The process: who may connect, what it answers to nonsense, what it never says, and how it comes and goes."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.vault.world import World
from wasl.kernel.errors import Invalid, Refused, VaultDown
from wasl.runtime.children import Child, Running
from wasl.vault import client, protocol, server
from wasl.vault.keyring import KeyringFile
from wasl.vault.operations import Vault
from wasl.vault.verify import verify

Start = Callable[..., tuple[Running, client.Vault, Path]]
SALMA: dict[str, Any] = {"given": "سلمى", "father": "ياسين", "grandfather": "عمر"}


@pytest.mark.requirement("P1")
def test_there_is_no_operation_that_lists(vault: Vault) -> None:
    assert set(vault.operations) == {
        "status", "unseal", "seal_up", "seal", "open", "search", "known_person", "duplicates", "roster_overlap",
        "seal_envelope", "envelopes", "erase", "keep", "recall", "passkey_ask", "passkey_shown", "passkey_made",
        # of a sealed line, to whoever works in it and to nobody else
        "cases", "case", "case_name", "case_open", "case_add",
    }  # fmt: skip
    with pytest.raises(Invalid):
        vault.handle({"op": "list"})


def test_a_process_of_another_user_is_turned_away(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="ws-", dir="/tmp") as folder:
        serving = server.VaultServer(Path(folder) / "s", vault, frozenset({os.geteuid() + 1}))
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            with pytest.raises(VaultDown):
                client.Vault(Path(folder) / "s").status()
        finally:
            serving.shutdown()
            serving.server_close()
            thread.join()


def test_the_kernel_tells_who_is_at_the_other_end() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert server.peer_uid(one) == os.geteuid()


@pytest.mark.parametrize(
    "sent",
    [
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x03nil",
        b"\x00\x00\x00\x09short",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
)
def test_nonsense_ends_its_own_connection_and_nothing_else(at_socket: client.Vault, sent: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as raw:
        raw.connect(at_socket.path)
        raw.sendall(sent)
        raw.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionResetError):
            assert raw.recv(10) == b""
    assert at_socket.status()["sealed"] is True


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"op": "open"},
        {"op": "open", "token": 1, "purpose": "care", "wanted": [["x", "y"]]},
        {"op": "seal", "plains": [{"owner": "سلمى"}]},
        {"op": "search", "token": "t", "purpose": "care", "query": "a b", "limit": "many"},
    ],
)
def test_a_malformed_question_is_answered_with_a_code_only(world: World, message: dict[str, Any]) -> None:
    with socket.socket(socket.AF_UNIX) as raw:
        raw.connect(world.vault.path)
        protocol.write(raw, message)
        answer = protocol.read(raw)
    assert answer is not None
    assert answer["error"]["type"] in ("Invalid", "Refused")
    assert "سلمى" not in str(answer)


def test_a_message_longer_than_the_bound_is_not_sent() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other, pytest.raises(protocol.BadMessage):
        protocol.write(one, {"x": "y" * protocol.MAX_MESSAGE})


def test_the_vault_imports_no_web_framework() -> None:
    code = "import sys, wasl.vault.__main__; print(sorted(m for m in sys.modules if m.split('.')[0] == 'django'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def child(database: Callable[[str], str], keys: KeyringFile) -> Iterator[Start]:
    """The real process, started as the supervisor starts it."""
    with tempfile.TemporaryDirectory(prefix="ws-", dir="/tmp") as folder:
        path, log = Path(folder) / "vault.sock", Path(folder) / "vault.log"
        started: list[Running] = []
        through = client.Vault(path)

        def start(mode: str = "practice") -> tuple[Running, client.Vault, Path]:
            given = {
                "dsn": database("wasl_vault"), "socket": str(path), "keyring": str(keys.folder), "mode": mode,
                "witness": str(Path(folder) / "witness"),
            }  # fmt: skip

            def ready() -> bool:
                try:
                    return through.status()["sealed"] is (mode == "passphrase")
                except VaultDown:
                    return False

            one = Running.start(Child("vault", [sys.executable, "-m", "wasl.vault"], given, ready), log)
            started.append(one)
            return one, through, log

        yield start
        through.close()
        for one in started:
            one.end()


@pytest.mark.requirement("P1")
def test_the_process_answers_seals_the_record_and_says_no_value(
    child: Start,
    database: Callable[[str], str],
    keys: KeyringFile,
) -> None:
    running, through, log = child()
    world = World({"super": database("wasl_super"), "web": database("wasl_web")}, through)
    zainab = world.worker("zainab", "north")
    salma, _ = world.person(zainab, "north", **SALMA)
    assert through.open(zainab.token, "care", [(salma, "identity:name")]) == {(salma, "identity:name"): SALMA}
    with world.as_super() as sql:
        sql.execute("ALTER TABLE vault_sealed RENAME TO moved")
    with pytest.raises(VaultDown):
        through.open(zainab.token, "care", [(salma, "identity:name")])
    with world.as_super() as sql:
        sql.execute("ALTER TABLE moved RENAME TO vault_sealed")
    began = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(10) == 0
    assert time.monotonic() - began < 10
    text = log.read_text()
    assert "database: UndefinedTable" in text
    for secret in ("سلمى", "ياسين", zainab.token, "password"):
        assert secret not in text
    with psycopg.connect(database("wasl_vault")) as sql:
        answer = verify(sql, log.parent / "witness", keys.public_key())
    assert answer["ok"], answer
    assert answer["rows"] >= 2, "unsealed and opened are in the signed record"
    assert answer["pending"] <= 1, "only its own last word may wait"


def test_memory_of_the_process_is_closed_to_others_of_the_same_user(
    child: Start,
) -> None:
    running, _, _ = child()
    status = Path(f"/proc/{running.process.pid}/limits").read_text()
    assert (
        next(line for line in status.splitlines() if line.startswith("Max core file size")).split()[4] == "0"
    )
    assert Path(f"/proc/{running.process.pid}").stat().st_uid == 0, "not dumpable: its entries belong to root"
    environment = Path(f"/proc/{running.process.pid}/environ").read_bytes()
    assert b"password" not in environment


@pytest.mark.requirement("P5")
def test_after_kill_minus_nine_it_comes_back_and_clients_go_on(
    child: Start, database: Callable[[str], str]
) -> None:
    running, through, _ = child()
    world = World({"super": database("wasl_super"), "web": database("wasl_web")}, through)
    zainab = world.worker("zainab", "north")
    salma, _ = world.person(zainab, "north", **SALMA)
    running.process.kill()
    running.process.wait()
    with pytest.raises(VaultDown):
        through.status()
    child()
    assert through.open(zainab.token, "care", [(salma, "identity:name")])
    assert len(through.search(zainab.token, "care", "سلمي ياسين")) == 1


@pytest.mark.requirement("P5")
def test_with_a_passphrase_it_starts_sealed_and_says_so(child: Start, keys: KeyringFile) -> None:
    for path in keys.folder.iterdir():
        path.unlink()
    KeyringFile(keys.folder, "passphrase").create("seven quiet rivers")
    _, through, _ = child("passphrase")
    assert through.status() == {"sealed": True, "mode": "passphrase", "keyring": True}
    with pytest.raises(Refused) as refused:
        through.unseal("six quiet rivers")
    assert refused.value.code == "passphrase_wrong"
    assert through.unseal("seven quiet rivers")["sealed"] is False
