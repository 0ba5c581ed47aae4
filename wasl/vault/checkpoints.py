"""A checkpoint: so many rows, this root, after that checkpoint; signed, and handed to witnesses line by
line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FIRST = bytes(32)


@dataclass(frozen=True)
class Checkpoint:
    """`prev` is the hash of the checkpoint before, so that none can be taken out of the middle."""

    tree_size: int
    root: bytes
    prev: bytes
    at: datetime
    signature: bytes = b""

    def body(self) -> bytes:
        """What is signed."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        lines = ("wasl checkpoint 1", str(self.tree_size), self.root.hex(), self.prev.hex(), at, "")
        return "\n".join(lines).encode()

    def digest(self) -> bytes:
        return sha256(self.body()).digest()

    def signed(self, key: Ed25519PrivateKey) -> Checkpoint:
        return Checkpoint(self.tree_size, self.root, self.prev, self.at, key.sign(self.body()))

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        try:
            key.verify(self.signature, self.body())
        except InvalidSignature:
            return False
        return True

    def line(self) -> str:
        """As a witness keeps it."""
        return json.dumps(
            {
                "rows": self.tree_size,
                "root": self.root.hex(),
                "prev": self.prev.hex(),
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "signature": self.signature.hex(),
            }
        )

    @classmethod
    def from_line(cls, line: str) -> Checkpoint:
        kept = json.loads(line)
        return cls(
            int(kept["rows"]),
            bytes.fromhex(kept["root"]),
            bytes.fromhex(kept["prev"]),
            datetime.fromisoformat(kept["at"]),
            bytes.fromhex(kept["signature"]),
        )


def witness(path: Path, checkpoint: Checkpoint) -> None:
    """Append a line and wait until it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "w") as file:
        file.write(checkpoint.line() + "\n")
        file.flush()
        os.fsync(file.fileno())


class NotAWitness(Exception):
    """A line that no vault wrote stands among a witness's lines."""


def witnessed(path: Path) -> Iterator[Checkpoint]:
    """What a witness saw. A last line cut off by a power failure is passed over."""
    lines = path.read_text(errors="replace").splitlines()
    for number, line in enumerate(lines):
        try:
            yield Checkpoint.from_line(line)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if number + 1 < len(lines):
                raise NotAWitness(f"line {number + 1}") from error
