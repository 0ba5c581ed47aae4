"""`python -m wasl.vault`: the process that holds the keys. It reads what it needs from the pipe it inherited.

The JSON on the pipe: `dsn` (role wasl_vault), `socket`, `keyring` (folder), `mode` (practice, passphrase or
credential), and if wanted `credential` (path), `uids` (who may connect), `witness` (file of checkpoints).
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from wasl.kernel.errors import Refused
from wasl.runtime.children import read_credentials
from wasl.runtime.processes import harden
from wasl.vault.keyring import KeyringFile
from wasl.vault.memory import Memory
from wasl.vault.operations import Vault
from wasl.vault.sealer import Sealer
from wasl.vault.server import VaultServer
from wasl.vault.store import Store

log = logging.getLogger("wasl.vault")


def build(given: dict[str, Any]) -> tuple[Vault, VaultServer]:
    """The vault and its server from what was handed over; nothing is opened yet."""
    credential = Path(given["credential"]) if given.get("credential") else None
    keyring = KeyringFile(Path(given["keyring"]), given["mode"], credential)
    uids = frozenset({os.geteuid(), *map(int, given.get("uids", []))})
    vault = Vault(keyring, Store(given["dsn"]))
    watch_record(vault, Path(given["witness"]) if given.get("witness") else None)
    return vault, VaultServer(Path(given["socket"]), vault, uids)


def watch_record(vault: Vault, witness: Path | None) -> None:
    """The sealer works while the vault is unsealed: it needs the signing key."""
    sealers: list[Sealer] = []

    def begin(memory: Memory) -> None:
        sealers.append(Sealer(vault.store, memory.ring.signing, witness))
        sealers[-1].start()

    def end() -> None:
        while sealers:
            sealers.pop().stop()

    vault.on_unsealed.append(begin)
    vault.on_sealed.append(end)
    vault.record_state = lambda: sealers[-1].state if sealers else "waiting"


def main() -> int:
    harden(lock_memory=True)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    vault, server = build(read_credentials())
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    vault.store.open()
    serving = threading.Thread(target=server.serve_forever, name="vault-serve", daemon=True)
    serving.start()
    if vault.keyring.unattended:
        try:
            vault.unseal({})
        except Refused as refused:
            log.error("stays sealed: %s", refused.code)
    ended.wait()
    server.shutdown()
    server.server_close()
    vault.seal_up({})
    vault.store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
