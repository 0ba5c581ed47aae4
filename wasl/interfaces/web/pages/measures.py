"""The same instrument over time: a table and a picture. A change is marked where the literature calls it meaningful.

Nobody is better or worse than anybody here: what is compared is one person with herself, and the words say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.instruments.enums import Mode, Occasion
from wasl.instruments.selectors.forms import Filled
from wasl.instruments.selectors.versions import tool_of
from wasl.interfaces.web import words
from wasl.interfaces.web.pages import score_words
from wasl.interfaces.web.pages.filling import title_of_filled
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.programme.scoring import Tool
from wasl.programme.scoring.tool import Score

WIDE, HIGH, EDGE = 320, 96, 14


@dataclass(frozen=True)
class Row:
    """One result at each time. `change` between the first and the last, `meant` where it is meaningful."""

    label: str
    cells: tuple[str, ...]
    change: str
    meant: bool


@dataclass(frozen=True)
class Point:
    """Where one time stands in the picture."""

    x: float
    y: float
    value: str
    when: str


@dataclass(frozen=True)
class Table:
    """One instrument: when it was answered, what it came to, and its main number as a line."""

    title: str
    source: str
    times: tuple[dict[str, Any], ...]
    rows: tuple[Row, ...]
    points: tuple[Point, ...]
    path: str
    range: str
    hidden: int
    differs: bool


def tables(filled: Sequence[Filled], *, number: str) -> list[Table]:
    """A table for each instrument that was answered, the one answered most often first."""
    found = sorted(filled, key=lambda one: (one.card.instrument, one.card.on, one.card.recorded_at))
    made = []
    for _code, several in groupby(found, key=lambda one: one.card.instrument):
        made.append(_table([one for one in several if not one.card.declined], number))
    return sorted((table for table in made if table.times or table.hidden), key=lambda one: -len(one.times))


def _table(several: Sequence[Filled], number: str) -> Table:
    shown = [one for one in several if not one.hidden and one.results]
    tool = tool_of(shown[-1].tool) if shown else None
    main = _main(tool)
    rows = tuple(_rows(tool, shown)) if tool else ()
    points = tuple(_points(main, shown)) if main else ()
    changes = [score for score in (tool.scores.values() if tool else ()) if score.change is not None]
    return Table(
        title=title_of_filled(several[-1]) if several else "",
        source="; ".join(dict.fromkeys(score.change_source for score in changes)),
        times=tuple(_time(one, number) for one in shown),
        rows=rows,
        points=points,
        path=" ".join(f"{point.x:.1f},{point.y:.1f}" for point in points),
        range="–".join(digits(end) for end in _ends(main, tool)) if main and tool else "",
        hidden=sum(one.hidden for one in several),
        differs=len({(one.card.version, one.card.language, one.card.mode) for one in shown}) > 1,
    )


def _time(one: Filled, number: str) -> dict[str, Any]:
    language = words.programme().languages.get(one.card.language)
    return {
        "on": iraqi_date(one.card.on),
        "occasion": words.label(Occasion(one.card.occasion)),
        "mode": words.label(Mode(one.card.mode)),
        "language": language.name if language else one.card.language,
        "version": one.card.version,
        "url": reverse("form_read", args=[number, one.card.ref]),
    }


def _main(tool: Tool | None) -> Score | None:
    """The number that is drawn: that of the ranges, else the one with a meaningful change, else the first."""
    if tool is None or not tool.scores:
        return None
    banded = [bands.score for bands in tool.bands.values()]
    for score in tool.scores.values():
        if score.code in banded or score.change is not None:
            return score
    return next(iter(tool.scores.values()))


def _rows(tool: Tool, shown: Sequence[Filled]) -> list[Row]:
    made = []
    keys = list(dict.fromkeys(key for one in shown for key in (one.results or {})))
    for key in keys:
        found = [(one.results or {}).get(key) for one in shown]
        score = tool.scores.get(key)
        if score is None and key in tool.flags:
            continue  # what was said that day was followed that day
        difference, meant = _change(found, score)
        made.append(
            Row(score_words.key(key), tuple(score_words.value(one) for one in found), difference, meant)
        )
    return made


def _change(found: Sequence[Any], score: Score | None) -> tuple[str, bool]:
    """How far the last number lies from the first, and whether that is more than chance."""
    numbers = [one for one in found if isinstance(one, int | float) and not isinstance(one, bool)]
    if score is None or len(numbers) < 2:
        return "", False
    by = Decimal(str(numbers[-1])) - Decimal(str(numbers[0]))
    said = ("+" if by > 0 else "−" if by < 0 else "") + digits(abs(by))
    return said, score.change is not None and abs(by) >= score.change


def _ends(score: Score, tool: Tool) -> tuple[float, float]:
    """The least and the most that a number can be."""
    if score.how == "percent":
        return 0, 100
    if score.how == "count":
        return 0, len(score.items)
    items = [tool.items[code] for code in score.items]
    least = float(sum(score.weight(item.code) * (item.least + score.shift) for item in items))
    most = float(sum(score.weight(item.code) * (item.most + score.shift) for item in items))
    return (least / len(items), most / len(items)) if score.how == "mean" else (least, most)


def _points(score: Score, shown: Sequence[Filled]) -> list[Point]:
    """From the left in the order of time, as every table is read; the page turns the picture with its writing."""
    tool = tool_of(shown[-1].tool) if shown else None
    if tool is None:
        return []
    least, most = _ends(score, tool)
    there = [(one, (one.results or {}).get(score.code)) for one in shown]
    known = [(one, float(value)) for one, value in there if isinstance(value, int | float)]
    step = (WIDE - 2 * EDGE) / max(1, len(known) - 1)
    return [
        Point(
            EDGE + at * step,
            HIGH - EDGE - (value - least) / ((most - least) or 1) * (HIGH - 2 * EDGE),
            digits(int(value) if value.is_integer() else value),
            _("%(occasion)s, %(day)s") % {
                "occasion": words.label(Occasion(one.card.occasion)), "day": iraqi_date(one.card.on),
            },
        )
        for at, (one, value) in enumerate(known)
    ]  # fmt: skip
