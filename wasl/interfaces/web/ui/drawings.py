"""Geometry for the pictures: pure numbers, so that the templates only place them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from textwrap import wrap
from typing import Protocol

import segno

TOP_LEVEL = 4
#: letters in a line of a label beside the web
LINE = 13


class Change(Protocol):
    """One domain of need, before and after: levels 0 (none) to 4 (most help needed)."""

    @property
    def label(self) -> object: ...
    @property
    def before(self) -> int: ...
    @property
    def after(self) -> int | None: ...


@dataclass(frozen=True)
class Spoke:
    lines: tuple[str, ...]
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Radar:
    box: str
    rings: tuple[str, ...]
    spokes: tuple[Spoke, ...]
    before: str
    after: str
    centre: float


def percent(done: float, total: float) -> int:
    """How much of a bar is filled, 0 to 100."""
    if total <= 0:
        return 0
    return max(0, min(100, round(100 * done / total)))


@dataclass(frozen=True)
class Square:
    side: int
    path: str


def square(text: str) -> Square:
    """A QR code as one path of unit squares inside the quiet zone of four that scanners need."""
    code = segno.make_qr(text, error="m")
    dots = (
        f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark
    )
    return Square(side=len(code.matrix) + 8, path="".join(dots))


def radar(changes: Sequence[Change], *, rtl: bool) -> Radar:
    """A web of levels; the first spoke points up and the others follow in reading direction."""
    labels = [str(change.label) for change in changes]
    before = [change.before for change in changes]
    after = [change.before if change.after is None else change.after for change in changes]
    count, centre, radius = len(labels), 200.0, 120.0
    turn = -1 if rtl else 1

    def at(index: int, distance: float) -> tuple[float, float]:
        angle = turn * 2 * pi * index / count
        return round(centre + distance * sin(angle), 1), round(centre - distance * cos(angle), 1)

    def polygon(levels: Sequence[float]) -> str:
        return " ".join(f"{x},{y}" for x, y in (at(i, radius * v / TOP_LEVEL) for i, v in enumerate(levels)))

    spokes = []
    for index, label in enumerate(labels):
        x, y = at(index, radius)
        lines = tuple(wrap(label, LINE, break_long_words=False)) or (label,)
        label_x, label_y = at(index, radius + 20)
        side = 0 if abs(label_x - centre) < 12 else (1 if label_x > centre else -1)
        # In right-to-left text "start" is the right edge, so the anchors change places.
        outward = {0: "middle", 1: "end" if rtl else "start", -1: "start" if rtl else "end"}[side]
        spokes.append(Spoke(lines, x, y, label_x, label_y + 4 - 8 * (len(lines) - 1), outward))
    return Radar(
        box="-80 30 560 350",
        rings=tuple(polygon([level] * count) for level in range(1, TOP_LEVEL + 1)),
        spokes=tuple(spokes),
        before=polygon(before),
        after=polygon(after),
        centre=centre,
    )
