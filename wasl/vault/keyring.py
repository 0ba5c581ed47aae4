"""The key-encryption keys, where they lie, and the three ways in which an instance comes by its root key.

`practice`    a key file beside the data, readable by the service user only; the instance says so
`credential`  a file that systemd decrypts for the service at start (TPM of the host)
`passphrase`  Argon2id over a passphrase; the instance starts sealed and waits

The root key never touches data: it opens `keyring.json`, which holds the versioned key-encryption keys and
the key that signs audit checkpoints. So changing a passphrase re-writes one small file and not one row.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wasl.kernel.decision import refuse
from wasl.kernel.errors import Refused
from wasl.vault import crypto

Mode = Literal["practice", "passphrase", "credential"]
KEYRING_FILE = "keyring.json"
PRACTICE_FILE = "practice.key"
PUBLIC_FILE = "audit.pub"
ARGON = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 1}
ROOT_CLASS = 0
BOUND_TO = b"wasl keyring"


@dataclass(frozen=True)
class Keyring:
    """The opened keys. `current` seals; older versions only open."""

    keks: dict[int, bytes]
    current: int
    signing: Ed25519PrivateKey

    def wrap(self, key: bytes) -> bytes:
        return crypto.wrap(self.keks[self.current], key)

    def unwrap(self, version: int, wrapped: bytes) -> bytes:
        if version not in self.keks:
            raise crypto.Tampered("key version")
        return crypto.unwrap(self.keks[version], wrapped)

    def own_key(self, purpose: str) -> bytes:
        """A key for what belongs to no person: the outside of envelopes, seeds of second factors."""
        return crypto.sub_key(self.keks[min(self.keks)], "own/" + purpose)

    def public_bytes(self) -> bytes:
        return self.signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


@dataclass(frozen=True)
class KeyringFile:
    """The folder of one instance's keys. `credential` is the path that systemd hands over."""

    folder: Path
    mode: Mode
    credential: Path | None = None

    @property
    def exists(self) -> bool:
        return (self.folder / KEYRING_FILE).exists()

    @property
    def unattended(self) -> bool:
        return self.mode != "passphrase"

    def create(self, passphrase: str | None = None) -> Keyring:
        """New keys for a new instance. Refuses to overwrite: overwritten keys are lost records."""
        if self.exists:
            raise Refused(refuse("keyring_exists"))
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.mode == "practice":
            _write_private(self.folder / PRACTICE_FILE, base64.b64encode(crypto.new_key()))
        ring = Keyring({1: crypto.new_key()}, 1, Ed25519PrivateKey.generate())
        self._save(ring, os.urandom(16), passphrase)
        return ring

    def open(self, passphrase: str | None = None) -> Keyring:
        """The keys, or `Refused` with the reason that a page can put into words."""
        if not self.exists:
            raise Refused(refuse("keyring_missing"))
        stored = json.loads((self.folder / KEYRING_FILE).read_text())
        root = self._root(base64.b64decode(stored["salt"]), passphrase)
        try:
            content = json.loads(
                crypto.unpad(crypto.decrypt(root, base64.b64decode(stored["sealed"]), BOUND_TO, ROOT_CLASS))
            )
        except crypto.Tampered as error:
            raise Refused(refuse("passphrase_wrong" if self.mode == "passphrase" else "key_wrong")) from error
        keks = {int(version): base64.b64decode(key) for version, key in content["keks"].items()}
        signing = Ed25519PrivateKey.from_private_bytes(base64.b64decode(content["signing"]))
        return Keyring(keks, int(content["current"]), signing)

    def rotate(self, passphrase: str | None = None) -> Keyring:
        """A new key-encryption key; what was wrapped before still opens under its own version."""
        ring = self.open(passphrase)
        version = max(ring.keks) + 1
        turned = Keyring({**ring.keks, version: crypto.new_key()}, version, ring.signing)
        self._save(turned, os.urandom(16), passphrase)
        return turned

    def change_passphrase(self, old: str, new: str) -> None:
        self._save(self.open(old), os.urandom(16), new)

    def public_key(self) -> bytes:
        """The public half of the checkpoint key, readable without unsealing, so that anyone may verify."""
        return base64.b64decode((self.folder / PUBLIC_FILE).read_bytes())

    def _root(self, salt: bytes, passphrase: str | None) -> bytes:
        if self.mode == "passphrase":
            if not passphrase:
                raise Refused(refuse("passphrase_needed"))
            return hash_secret_raw(
                passphrase.encode(), salt, hash_len=crypto.KEY_BYTES, type=Type.ID, **ARGON
            )
        path = self.credential if self.mode == "credential" else self.folder / PRACTICE_FILE
        if path is None or not path.exists():
            raise Refused(refuse("key_file_missing"))
        if self.mode == "practice" and path.stat().st_mode & 0o077:
            raise Refused(refuse("key_file_readable_by_others"))
        return crypto.sub_key(base64.b64decode(path.read_bytes()), "root")

    def _save(self, ring: Keyring, salt: bytes, passphrase: str | None) -> None:
        content: dict[str, Any] = {
            "keks": {str(version): base64.b64encode(key).decode() for version, key in ring.keks.items()},
            "current": ring.current,
            "signing": base64.b64encode(ring.signing.private_bytes_raw()).decode(),
        }
        root = self._root(salt, passphrase)
        sealed = crypto.encrypt(root, crypto.pad(json.dumps(content).encode()), BOUND_TO, ROOT_CLASS)
        stored = {
            "format": 1,
            "salt": base64.b64encode(salt).decode(),
            "sealed": base64.b64encode(sealed).decode(),
        }
        _write_private(self.folder / KEYRING_FILE, json.dumps(stored).encode())
        _write_private(self.folder / PUBLIC_FILE, base64.b64encode(ring.public_bytes()))


def _write_private(path: Path, content: bytes) -> None:
    """Write beside and rename, synced: a power cut leaves the old keys or the new ones, never half."""
    beside = path.with_name(path.name + ".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
