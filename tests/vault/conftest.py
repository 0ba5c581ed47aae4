"""A database cluster of its own for the vault's tests, with the real tables, and a vault on its socket."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg.conninfo import make_conninfo

from tests.vault.world import World
from wasl.runtime import settings
from wasl.runtime.home import Home
from wasl.runtime.postgres import Cluster
from wasl.vault import client, keyring, operations, server, store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="wv-", dir="/tmp") as folder:
        Path(folder).chmod(
            0o711
        )  # or the server's own user could not come in, and data would be kept elsewhere
        home = Home(Path(folder) / "h")
        made = Cluster.of(home, settings.load(home=home.path), durable=False)
        made.create()
        made.start()
        _migrate(made.dsn("wasl_owner"))
        try:
            yield made
        finally:
            made.stop()


def _migrate(dsn: str) -> None:
    environment = os.environ | {
        "WASL_TEST_DSN": dsn,
        "DJANGO_SETTINGS_MODULE": "tests.vault.bare_settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture
def database(cluster: Cluster) -> Iterator[Callable[[str], str]]:
    """A fresh copy of the migrated database; the fixture gives each role's connection string."""
    name = f"t{uuid4().hex[:10]}"
    cluster.create_database(name, "wasl")
    yield lambda role: make_conninfo(cluster.dsn(role, name), connect_timeout=5)
    cluster.drop_database(name)


@pytest.fixture
def keys(tmp_path: Path) -> keyring.KeyringFile:
    made = keyring.KeyringFile(tmp_path / "keys", "practice")
    made.create()
    return made


@pytest.fixture
def vault(database: Callable[[str], str], keys: keyring.KeyringFile) -> Iterator[operations.Vault]:
    """The vault's inside, sealed."""
    made = operations.Vault(keys, store.Store(database("wasl_vault")))
    made.store.open()
    yield made
    made.seal_up({})
    made.store.close()


@pytest.fixture
def at_socket(vault: operations.Vault) -> Iterator[client.Vault]:
    """A client of that vault, over its socket."""
    with tempfile.TemporaryDirectory(prefix="ws-", dir="/tmp") as folder:
        serving = server.VaultServer(Path(folder) / "vault.sock", vault)
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        through = client.Vault(Path(folder) / "vault.sock")
        yield through
        through.close()
        serving.shutdown()
        serving.server_close()
        thread.join()


@pytest.fixture
def world(database: Callable[[str], str], vault: operations.Vault, at_socket: client.Vault) -> World:
    """A centre with an unsealed vault."""
    vault.unseal({})
    return World({"super": database("wasl_super"), "web": database("wasl_web")}, at_socket)
