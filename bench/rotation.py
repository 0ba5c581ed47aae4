"""Contestants measured in rotation, request by request: shared machines swing within minutes, ratios do not."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

WARM = 3


@dataclass
class Contestant:
    """One kind of work: what is done, and how long it took each time.

    `do` may answer with the seconds that it measured itself (a contestant at the other end of a pipe).
    `cost`: what one time costs in statements, where it is a page.
    """

    name: str
    do: Callable[[], object]
    cost: Callable[[], dict[str, int]] | None = None
    seconds: list[float] = field(default_factory=list)

    def once(self) -> None:
        begun = time.perf_counter()
        answer = self.do()
        took = time.perf_counter() - begun
        self.seconds.append(answer if isinstance(answer, float) else took)

    def figures(self) -> dict[str, Any]:
        ordered = sorted(self.seconds)
        found: dict[str, Any] = {
            "p50_ms": round(1000 * statistics.median(ordered), 2),
            "p95_ms": round(1000 * ordered[int(0.95 * (len(ordered) - 1))], 2),
            "least_ms": round(1000 * ordered[0], 2),
            "times": len(ordered),
        }
        return found | (self.cost() if self.cost else {})


def rotate(contestants: Sequence[Contestant], rounds: int) -> dict[str, Any]:
    """Everybody once in each round; the first rounds only warm up."""
    for number in range(rounds + WARM):
        for one in contestants:
            one.once()
        if number == WARM - 1:
            for one in contestants:
                one.seconds.clear()
    found = {one.name: one.figures() for one in contestants}
    for name, figures in found.items():
        plain = found.get(f"{name}: bare Django")
        if plain:
            figures["of_bare_django"] = ratio(contestants, name)
    return found


def ratio(contestants: Sequence[Contestant], name: str) -> float:
    """The median over the rounds of how much longer than bare Django it took in the same round."""
    known = {one.name: one.seconds for one in contestants}
    pairs = zip(known[name], known[f"{name}: bare Django"], strict=True)
    return round(statistics.median(own / other for own, other in pairs), 2)


def calibration() -> int:
    """A fixed amount of pure Python: tells how fast the machine is at this moment."""
    return len(json.dumps([{"n": n, "text": "ا" * 20} for n in range(2000)]))
