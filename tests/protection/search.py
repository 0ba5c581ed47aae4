"""Looks for tens of thousands of byte strings at once in hundreds of megabytes, in seconds.

Each pattern's first eight bytes are a number; all numbers of a piece are tried against a table of bits, then against
the sorted numbers, and what is left is compared in full.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

HEAD = 8
BITS = 24
PIECE = 8 << 20
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
Patterns = Mapping[bytes, tuple[str, str]]


class Search:
    """Finds any of the patterns in bytes or in files."""

    def __init__(self, patterns: Patterns) -> None:
        self._whole: defaultdict[int, list[bytes]] = defaultdict(list)
        for pattern in patterns:
            self._whole[int.from_bytes(pattern[:HEAD], "little")].append(pattern)
        self._patterns = patterns
        self._longest = max(map(len, patterns), default=HEAD)
        self._heads = np.array(sorted(self._whole), dtype=np.uint64)
        self._table = np.zeros(1 << BITS, dtype=bool)
        self._table[self._place(self._heads)] = True

    def in_bytes(self, content: bytes) -> Iterator[tuple[str, str]]:
        """(needle, way) of each occurrence."""
        for at in range(0, max(len(content), 1), PIECE):
            yield from self._in_piece(content[at : at + PIECE + self._longest])

    def in_file(self, path: Path) -> Iterator[tuple[str, str]]:
        """The same, of a file that may be larger than memory."""
        with path.open("rb") as file:
            before = b""
            while piece := file.read(PIECE):
                yield from self._in_piece(before + piece)
                before = piece[-self._longest :]

    def _place(self, numbers: "np.typing.NDArray[np.uint64]") -> "np.typing.NDArray[np.uint64]":
        return (numbers * MULTIPLIER) >> np.uint64(64 - BITS)

    def _in_piece(self, piece: bytes) -> Iterator[tuple[str, str]]:
        for shift in range(HEAD):
            count = (len(piece) - shift) // HEAD
            if count <= 0:
                return
            numbers = np.frombuffer(piece, dtype="<u8", count=count, offset=shift)
            likely = np.flatnonzero(self._table[self._place(numbers)])
            places = np.searchsorted(self._heads, numbers[likely]) % max(len(self._heads), 1)
            for index in likely[self._heads[places] == numbers[likely]]:
                start = shift + HEAD * int(index)
                for pattern in self._whole[int(numbers[index])]:
                    if piece.startswith(pattern, start):
                        yield self._patterns[pattern]
