"""Finds the line of headings in a table and says which column means what, which are refused, which are not kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from wasl.kernel.numerals import to_ascii_digits
from wasl.phases.entry_assessment.importer.sheets import Cell, Row
from wasl.phases.entry_assessment.importer.vocabulary import (
    Heading,
    clean,
    heading_fillers,
    headings,
    key,
    refused_headings,
)

MAX_TITLE_ROWS: Final = 80
MAX_HEADING: Final = 80
MAX_HEADING_LINES: Final = 3
MOST_PARTS: Final = 4
_PARTS: Final = re.compile(r"[/\\|\n\r:]|\s[-–]\s")
_BRACKETS: Final = re.compile(r"[(\[（{](.*?)[)\]）}]")
_ALIKE: Final = 0.88
_WORDS_ALIKE: Final = 0.6
_NAMES: Final = frozenset(["given", "full", "head_name"])
_OTHERS: Final = frozenset(
    ["family", "relation", "sex", "birth", "age", "count", "ages", "father", "mother", "governorate"]
)
_SILENT: Final = frozenset(["serial"])


@dataclass(frozen=True)
class Header:
    """The columns of one table. `last_row` is the number of the last line of headings."""

    first_row: int
    last_row: int
    fields: Mapping[str, int]
    titles: Mapping[int, str]
    refused: tuple[str, ...]
    ignored: tuple[str, ...]

    def title(self, field: str) -> str:
        """The heading of a field as the file has it."""
        place = self.fields.get(field)
        return self.titles.get(place, "") if place is not None else ""

    def __contains__(self, field: str) -> bool:
        return field in self.fields

    def is_repeated(self, row: Row) -> bool:
        """Whether a later line is the headings once more, as at the top of a printed page."""
        texts = _texts(row.cells)
        same = sum(1 for place, text in texts.items() if self.titles.get(place) == text)
        meant = {place: field for field, place in self.fields.items()}
        alike = sum(
            1
            for place, text in texts.items()
            if place in meant and field_of(text, guess=False) == meant[place]
        )
        return same >= 3 or alike >= max(4, len(meant) / 2)


def meaning_of(heading: str, *, guess: bool = True) -> Heading | None:
    """What a heading means; `guess` forgives a slip of the pen."""
    for attempt in _attempts(heading):
        plain = key(attempt)
        found = headings().get(plain) or headings().get(heading_fillers().sub("", plain))
        if found is not None:
            return found
    return _almost(key(_BRACKETS.sub(" ", heading))) if guess else None


def is_refused(heading: str) -> bool:
    """Whether a heading as a whole, or one of its languages, is on the list of those that are never read."""
    return any(key(attempt) in refused_headings() for attempt in _attempts(heading))


def field_of(heading: str, *, guess: bool = True) -> str | None:
    """The field that a heading means."""
    found = meaning_of(heading, guess=guess)
    return found.field if found else None


def find_header(rows: Sequence[Row], is_forbidden: Callable[[str], bool]) -> Header | None:
    """The line with the most headings among the first ones; None when there is no list of people here."""
    best: tuple[int, int] | None = None
    for place, row in enumerate(rows[:MAX_TITLE_ROWS]):
        fields = {field_of(text, guess=False) for text in _texts(row.cells).values()} - {None}
        score = len(fields)
        if score >= 3 and _NAMES & fields and _OTHERS & fields and (best is None or score > best[0]):
            best = (score, place)
    if best is None:
        return None
    return _with_neighbours(rows, best[1], is_forbidden)


def _with_neighbours(rows: Sequence[Row], place: int, is_forbidden: Callable[[str], bool]) -> Header:
    """Headings may take two lines: a group above ('الاسم') and its parts below, or merged cells beside them."""
    titles = _texts(rows[place].cells)
    first = last = rows[place].number
    if place and rows[place - 1].number == first - 1:
        above = _texts(rows[place - 1].cells)
        missing = {
            at: text for at, text in above.items() if at not in titles and _is_heading(text, is_forbidden)
        }
        if missing and len(above) > 1:
            titles, first = {**titles, **missing}, first - 1
    filled = [row for row in rows[place + 1 : place + 1 + MAX_TITLE_ROWS] if any(row.cells)]
    for row in filled[:MAX_HEADING_LINES]:
        below = _texts(row.cells)
        if _is_second_line(below, is_forbidden):
            titles = {
                **titles,
                **{at: text for at, text in below.items() if _is_better(titles, at, is_forbidden)},
            }
        elif not _counts_columns(row):
            break
        last = row.number
    return _header(titles, first, last, is_forbidden)


def _is_second_line(below: Mapping[int, str], is_forbidden: Callable[[str], bool]) -> bool:
    """The parts of a group above, or the headings once more in another language: most of it means something."""
    known = {field for text in below.values() if (field := field_of(text, guess=False)) is not None}
    told = sum(1 for text in below.values() if field_of(text, guess=False) or is_forbidden(text))
    enough = len(below) if len(known) < MOST_PARTS else 0.6 * len(below)
    return len(known) >= 2 and told >= enough


def _is_better(titles: Mapping[int, str], at: int, is_forbidden: Callable[[str], bool]) -> bool:
    """Whether the heading above says nothing, so that the one below it counts."""
    return at not in titles or not _is_heading(titles[at], is_forbidden)


def _counts_columns(row: Row) -> bool:
    """1, 2, 3 ... or A, B, C ... below the headings, as forms have it."""
    texts = [
        to_ascii_digits(str(cell).removesuffix(".0").strip()) for cell in row.cells if cell not in (None, "")
    ]
    numbers = [str(number) for number in range(1, len(texts) + 1)]
    letters = [chr(ord("A") + place % 26) for place in range(len(texts))]
    return len(texts) >= 4 and (
        [text.strip("()") for text in texts] == numbers or [t.upper() for t in texts] == letters
    )


def _header(titles: dict[int, str], first: int, last: int, is_forbidden: Callable[[str], bool]) -> Header:
    fields = _fields(titles, is_forbidden)
    if "origin" in fields and "governorate" not in fields:
        fields["governorate"] = fields.pop("origin")
    fields.pop("origin", None)
    used = set(fields.values())
    refused = tuple(dict.fromkeys(text for text in titles.values() if is_forbidden(text)))
    ignored = tuple(
        text
        for place, text in sorted(titles.items())
        if text not in refused and (place not in used or place == fields.get("remarks"))
    )
    kept = {field: place for field, place in fields.items() if field not in ("remarks", *_SILENT)}
    return Header(first, last, kept, titles, refused, ignored)


def _texts(cells: Sequence[Cell]) -> dict[int, str]:
    """The cells that could be headings: short texts."""
    found = {}
    for place, cell in enumerate(cells):
        text = clean(cell) if isinstance(cell, str) else ""
        if text and len(text) <= MAX_HEADING:
            found[place] = text
    return found


def _fields(titles: Mapping[int, str], is_forbidden: Callable[[str], bool]) -> dict[str, int]:
    """The column of each field: the plainest heading, of equals the first."""
    best: dict[str, tuple[int, int]] = {}
    for place, text in sorted(titles.items()):
        meaning = None if is_forbidden(text) else meaning_of(text)
        if meaning is not None and (meaning.field not in best or meaning.nth < best[meaning.field][0]):
            best[meaning.field] = (meaning.nth, place)
    return {field: place for field, (_, place) in best.items()}


def _is_heading(text: str, is_forbidden: Callable[[str], bool]) -> bool:
    return is_forbidden(text) or field_of(text) is not None


def _attempts(heading: str) -> list[str]:
    bare = _BRACKETS.sub(" ", heading)
    inside = [found.group(1) for found in _BRACKETS.finditer(heading)]
    parts = [*_PARTS.split(bare), *inside]
    return [text for text in (heading, bare, *parts) if text and text.strip()]


def _almost(plain: str) -> Heading | None:
    """A heading with a slip of the pen; short ones are not guessed, 'اسم الأب' and 'اسم الأم' lie too near."""
    if len(plain) < 8:
        return None
    best = max(headings(), key=lambda known: OSA.normalized_similarity(plain, known))
    if OSA.normalized_similarity(plain, best) < _ALIKE:
        return None
    ours, theirs = plain.split(), best.split()
    if len(ours) == len(theirs) and any(
        OSA.normalized_similarity(one, other) < _WORDS_ALIKE for one, other in zip(ours, theirs, strict=True)
    ):
        return None  # 'أسماء الأفراد' is not 'أعمار الأفراد': one word is quite another
    return headings()[best]
