"""Weighted choices that cost one random number, because a hundred thousand people need millions of them."""

from bisect import bisect
from collections.abc import Iterable
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Table(Generic[T]):
    """A fixed set of values, each with its share."""

    __slots__ = ("_bounds", "_last", "_total", "values")

    def __init__(self, shares: Iterable[tuple[T, float]]) -> None:
        pairs = list(shares)
        self.values: tuple[T, ...] = tuple(value for value, _ in pairs)
        self._bounds = list(accumulate(share for _, share in pairs))
        self._total = self._bounds[-1]
        self._last = len(pairs) - 1

    def draw(self, rng: Random) -> T:
        return self.values[min(bisect(self._bounds, rng.random() * self._total), self._last)]

    def draw_distinct(self, rng: Random, count: int) -> list[T]:
        """Up to `count` different values, in the order in which they came."""
        wanted = min(count, len(self.values))
        chosen: dict[T, None] = {}
        while len(chosen) < wanted:
            chosen[self.draw(rng)] = None
        return list(chosen)


def pick(rng: Random, values: "tuple[T, ...] | list[T]") -> T:
    """An even choice; faster than `Random.choice`."""
    return values[int(rng.random() * len(values))]


def between(rng: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included; faster than `Random.randint`."""
    return low + int(rng.random() * (high - low + 1))
