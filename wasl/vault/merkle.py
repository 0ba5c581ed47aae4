"""The Merkle tree of RFC 6962, as far as a log that only grows needs it: leaves in, root out, memory of
log2(n).
"""

from __future__ import annotations

from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the complete subtrees, largest first: all that is needed to go on."""

    __slots__ = ("_peaks", "size")

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add the hash of one leaf; complete subtrees of equal size join, as carries do when counting."""
        peaks, size = self._peaks, self.size
        while size & 1:
            leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
            size >>= 1
        peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY
        *others, root = self._peaks
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root

    def copy(self) -> Frontier:
        made = Frontier()
        made.size, made._peaks = self.size, list(self._peaks)
        return made
