"""Numbers of people by codes, which is all that reporting hands to planning.

`hidden` is for tables that stay inside the house. What is published goes through the release check of the
reporting room, which also looks at earlier releases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

Key = tuple[Hashable, ...]


class Counts(Mapping[Key, int]):
    """A frozen table of counts; every key is a tuple of the same length."""

    __slots__ = ("_cells", "width")

    def __init__(self, cells: Mapping[Key, int] | None = None) -> None:
        self._cells: dict[Key, int] = dict(cells or {})
        widths = {len(key) for key in self._cells}
        if len(widths) > 1:
            raise ValueError("every key of a table has the same number of parts")
        if any(count < 0 for count in self._cells.values()):
            raise ValueError("a count is never negative")
        self.width = widths.pop() if widths else 0

    def __getitem__(self, key: Key) -> int:
        return self._cells[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Mapping) and self._cells == dict(other)

    def __hash__(self) -> int:
        return hash(frozenset(self._cells.items()))

    def __repr__(self) -> str:
        return f"Counts({self._cells!r})"

    def total(self) -> int:
        return sum(self._cells.values())

    def by(self, index: int) -> Counts:
        """Sums over everything but one part of the key; keys become tuples of that part."""
        sums: dict[Key, int] = defaultdict(int)
        for key, count in self._cells.items():
            sums[(key[index],)] += count
        return Counts(sums)

    def hidden(self, minimum: int = 5) -> dict[Key, int | None]:
        """The table with None for small cells and for enough others that no sum gives them back."""
        gone = {key for key, count in self._cells.items() if 0 < count < minimum}
        lines = self._lines()
        changed = bool(gone)
        while changed:
            changed = False
            for line in lines:
                hidden_here = [key for key in line if key in gone]
                open_here = [key for key in line if key not in gone and self._cells[key] > 0]
                if len(hidden_here) == 1 and open_here:
                    gone.add(min(open_here, key=lambda key: (self._cells[key], repr(key))))
                    changed = True
        return {key: None if key in gone else count for key, count in self._cells.items()}

    def _lines(self) -> list[list[Key]]:
        """Each row, column and so on: the keys that differ in one part only."""
        lines: dict[tuple[int, Key], list[Key]] = defaultdict(list)
        for key in self._cells:
            for part in range(self.width):
                lines[(part, key[:part] + key[part + 1 :])].append(key)
        return list(lines.values())
