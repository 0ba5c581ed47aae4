"""Latin and Kurdish spellings of listed names, read once from the tables in `data/`.

Lists, not rules, because spellings are habits: Hussein and Husain are one name, Hussein and Hassan are two,
and no rule of letters tells the difference. For a name that no list has, `latin_fold` evens out what varies.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from wasl.kernel.names_exact import normal

GIVEN_TABLES: Final = ("names_ar_male", "names_ar_female", "names_ckb_male", "names_ckb_female")
LAQAB_TABLE: Final = "names_laqab"

_ARTICLE_WORD: Final = re.compile(r"(?<![^\W_])(?:al|el|ul)[-\s]+")
_SERVANT: Final = re.compile(r"\babd[\s-]*(?:al|el|ul)[\s-]*|\babd[\s-]+")
_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_SINGLE: Final = re.compile(r"(a)a+|(e)e+|(i)i+|(o)o+|(u)u+")
_PAIRS: Final = (("ou", "u"), ("kh", "x"), ("gh", "g"), ("dh", "z"), ("q", "k"))
_STROKES: Final = str.maketrans({"ı": "i", "ş": "sh", "ç": "ch", "ø": "o", "ł": "l", "đ": "d"})


@dataclass(frozen=True)
class ListedName:
    """One line of a table."""

    name: str
    latin: str
    variants: tuple[str, ...]
    arabic: str
    laqab: bool
    sex: str


@dataclass(frozen=True)
class _Tables:
    latin_of: dict[str, str]  # exact form or folded variant -> key
    arabic_of: dict[str, str]  # exact form of a Sorani name -> exact form of its Arabic spelling
    readings: dict[str, tuple[str, ...]]  # folded variant -> exact forms that it may stand for
    given: frozenset[str]
    laqabs: frozenset[str]


def latin_fold(text: str, laqab: bool = False) -> str:
    """A Latin spelling with the usual variations evened out."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).strip()
    plain = _SERVANT.sub("abdul", plain)
    plain = _NOT_LETTERS.sub("", _ARTICLE_WORD.sub("", plain))
    if laqab and len(plain) > 4 and plain.startswith("al"):
        plain = plain[2:]
    plain = _SINGLE.sub(lambda found: found.group()[0], plain)
    for pair, one in _PAIRS:
        plain = plain.replace(pair, one)
    return plain


def listed_names() -> Iterator[ListedName]:
    """Every name of the tables, in their order."""
    folder = files("wasl.kernel") / "data"
    for table in (*GIVEN_TABLES, LAQAB_TABLE):
        with (folder / f"{table}.csv").open(encoding="utf-8") as lines:
            for line in csv.DictReader(lines):
                yield ListedName(
                    name=line["name"],
                    latin=line["latin_default"],
                    variants=tuple(line["latin_variants"].split("|")),
                    arabic=line.get("arabic_equivalent") or "",
                    laqab=table == LAQAB_TABLE,
                    sex=line.get("sex") or "",
                )


@cache
def _tables() -> _Tables:
    latin_of: dict[str, str] = {}
    arabic_of: dict[str, str] = {}
    readings: dict[str, dict[str, None]] = {}
    given: set[str] = set()
    laqabs: set[str] = set()
    listed = list(listed_names())
    for entry in listed:
        exact = normal(entry.name, entry.laqab)
        arabic = normal(entry.arabic) if entry.arabic else exact
        key = latin_fold(entry.latin, entry.laqab)
        if arabic != exact:
            arabic_of[exact] = arabic
        # A Sorani spelling takes the key of its Arabic twin, so that both are found by one Latin word.
        latin_of.setdefault(exact, latin_of.get(arabic, key))
        latin_of.setdefault(key, latin_of[exact])
        if entry.laqab:
            laqabs.add(exact)
        else:
            given.update((exact, arabic))
    for (
        entry
    ) in listed:  # second round: a spelling that is the usual one of some name is never a variant of another
        exact = normal(entry.name, entry.laqab)
        for variant in entry.variants:
            folded = latin_fold(variant, entry.laqab)
            latin_of.setdefault(folded, latin_of[exact])
            readings.setdefault(folded, {}).update(dict.fromkeys((arabic_of.get(exact, exact), exact)))
    read_as = {key: tuple(names) for key, names in readings.items()}
    return _Tables(latin_of, arabic_of, read_as, frozenset(given), frozenset(laqabs))


def latin_key(form: str) -> str | None:
    """The key of a listed name, from its exact form or a folded Latin spelling; None when no list has it."""
    return _tables().latin_of.get(form)


def arabic_equivalent(exact: str) -> str:
    """The exact form of the Arabic spelling, for a listed Sorani name (عومەر: عمر); else the form itself."""
    return _tables().arabic_of.get(exact, exact)


def readings(part: str, laqab: bool = False) -> tuple[str, ...]:
    """The exact forms that a Latin spelling may stand for (Amina: آمنة, أمينة); empty when unlisted."""
    return _tables().readings.get(latin_fold(part, laqab), ())


def is_listed_given_name(exact: str) -> bool:
    return exact in _tables().given


def is_listed_laqab(exact: str) -> bool:
    """Whether a laqab, in its exact form without article, stands in the tables."""
    return exact in _tables().laqabs
