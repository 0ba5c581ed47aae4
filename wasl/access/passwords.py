"""Passwords whose hash the database can check: the slow part happens here, the last fast step there.

Kept is SHA-256 of what Argon2id makes of the password. Whoever reads it must still guess the password through
Argon2id; whoever is to be let in shows what Argon2id made, and the database hashes that itself (see
`migrations/_doors.py`). So the role that the web works under cannot say that a wrong password was right.
"""

import base64
import hmac
import secrets
from hashlib import sha256
from typing import Any, Final

from argon2.low_level import Type, hash_secret_raw
from django.contrib.auth.hashers import BasePasswordHasher
from django.utils.translation import gettext_noop as _

LENGTH: Final = 32
NAME: Final = "argon2id-shown"


class ShownArgon2id(BasePasswordHasher):
    """Argon2id with t=3 and 64 MiB (PROTECTION P15), then SHA-256."""

    algorithm = NAME
    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        made = _slow(password, salt, self.time_cost, self.memory_cost, self.parallelism)
        costs = f"m={self.memory_cost},t={self.time_cost},p={self.parallelism}"
        return f"{NAME}$v=19${costs}${salt}${_fast(made)}"

    def decode(self, encoded: str) -> dict[str, Any]:
        algorithm, _version, costs, salt, kept = encoded.split("$")
        given = dict(one.split("=") for one in costs.split(","))
        return {
            "algorithm": algorithm,
            "salt": salt,
            "memory_cost": int(given["m"]),
            "time_cost": int(given["t"]),
            "parallelism": int(given["p"]),
            "hash": kept,
        }

    def verify(self, password: str, encoded: str) -> bool:
        return shown(password, encoded) is not None

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        return {_("algorithm"): self.decode(encoded)["algorithm"]}

    def must_update(self, encoded: str) -> bool:
        """Other costs wait for the next change of password: nobody else may write a hash."""
        return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Every hash costs the same."""


def shown(password: str, encoded: str) -> bytes | None:
    """What Argon2id makes of a password that is right; None when it is wrong."""
    if not encoded.startswith(f"{NAME}$"):
        return None
    kept = ShownArgon2id().decode(encoded)
    made = _slow(password, kept["salt"], kept["time_cost"], kept["memory_cost"], kept["parallelism"])
    return made if hmac.compare_digest(_fast(made), kept["hash"]) else None


def new_proof() -> str:
    return secrets.token_urlsafe(32)


def _fast(made: bytes) -> str:
    return base64.b64encode(sha256(made).digest()).decode()


def _slow(password: str, salt: str, time_cost: int, memory_cost: int, parallelism: int) -> bytes:
    return hash_secret_raw(
        password.encode(), salt.encode(), time_cost, memory_cost, parallelism, LENGTH, Type.ID
    )
