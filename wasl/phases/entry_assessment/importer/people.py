"""The parts of a name: from columns of their own, or from one cell that holds them all.

A name of two words is one name: عبد الله, أبو بكر, نور الدين, سيف الله. Splitting at every space would give a man
the father 'الرحمن' and his file would never be found again.
"""

from __future__ import annotations

import re
from typing import Final

from wasl.kernel.names import is_arabic_script, normal
from wasl.kernel.names_latin import is_listed_given_name, is_listed_laqab
from wasl.phases.entry_assessment.importer.roster import Name
from wasl.phases.entry_assessment.importer.vocabulary import clean, is_unknown

MAX_PART: Final = 80
_NOT_IN_NAMES: Final = re.compile(r"[^\w\s'’`.\-\u200c\u200d]|[\d_]")
_BRACKETED: Final = re.compile(r"\s*[(\[].*?[)\]]\s*")
_SEPARATORS: Final = re.compile(r"[\s/\\|،,]+")

_SERVANT: Final = normal("عبد")
_OPENING: Final = frozenset(map(normal, ("أبو", "أبا", "أبي", "أم", "ذو", "عەبدول")))
_OPENING_LATIN: Final = frozenset(["abd", "abdul", "abdel", "abu", "abo", "umm", "um"])
_CLOSING: Final = frozenset(
    map(normal, ("الدين", "الله", "الإسلام", "الحق", "الزهراء", "الهدى", "الزمان", "الفقار"))
)
_CLOSING_LATIN: Final = frozenset(
    ["al-din", "aldin", "el-din", "eldin", "ad-din", "addin", "ud-din", "uddin", "al-deen", "allah", "ullah"]
)
_BETWEEN: Final = frozenset([*map(normal, ("بن", "ابن", "بنت")), "bin", "bint", "ibn", "ben"])
_ARTICLE_LATIN: Final = re.compile(r"(?:al|el|ul|ad|ar|as|an)-?", re.IGNORECASE)
_LAQAB_HOUSE: Final = normal("آل")


class BadName(Exception):
    """A name cell that cannot be a name: code `name_missing` or `name_invalid`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_part(text: str) -> str:
    """One part of a name as written; '' when the cell says that it is not known; raises `BadName`."""
    part = clean(_BRACKETED.sub(" ", text))
    if is_unknown(part):
        return ""
    if len(part) > MAX_PART or _NOT_IN_NAMES.search(part):
        raise BadName("name_invalid")
    return part


def split_full(text: str, *, laqab_apart: bool = False) -> Name:
    """The parts of a name written in one cell; `laqab_apart`: the laqab has a column of its own."""
    whole = clean(_SEPARATORS.sub(" ", _BRACKETED.sub(" ", text)))
    if is_unknown(whole):
        return Name()
    if len(whole) > MAX_PART * 3 or _NOT_IN_NAMES.search(whole):
        raise BadName("name_invalid")
    parts = _units(whole.split())
    laqab: list[str] = []
    if not laqab_apart:
        while len(parts) > 1 and _looks_like_laqab(parts[-1]):
            laqab.insert(0, parts.pop())
        while len(parts) > 4:
            laqab.insert(0, parts.pop())
    given, father, grandfather, *rest = [*parts, "", "", ""]
    return Name(given, father, grandfather, " ".join(part for part in rest if part), " ".join(laqab))


def _units(words: list[str]) -> list[str]:
    """Words put together to names."""
    units: list[str] = []
    joined = False
    for place, word in enumerate(words):
        form = normal(word)
        if form in _BETWEEN and units and place + 1 < len(words):
            joined = False
            continue
        if units and (joined or _closes(form, word) or units[-1] in ("آل", "ال")):
            units[-1] = f"{units[-1]} {word}"
        else:
            units.append(word)
        joined = _opens(form, words[place + 1 :], len(words)) or (
            joined and _ARTICLE_LATIN.fullmatch(word) is not None
        )
    return units


def _opens(form: str, after: list[str], count: int) -> bool:
    if form == _SERVANT:
        # عبد is also a whole name; without an article after it, it is read as one where a part would be missing.
        return bool(after) and (after[0].startswith("ال") or count > 3)
    return form in _OPENING or form in _OPENING_LATIN


def _closes(form: str, word: str) -> bool:
    return form in _CLOSING or word.casefold() in _CLOSING_LATIN


def _looks_like_laqab(part: str) -> bool:
    """With the article in front (الموصلي, Al-Jubouri), of a house (آل ياسين), or listed (زاخۆیی)."""
    if not is_arabic_script(part):
        return re.match(r"(?:al|el)[- ]\w", part, re.IGNORECASE) is not None
    form = normal(part)
    if is_listed_given_name(form) or form in _GIVEN_WITH_ARTICLE:
        return False
    with_article = part.startswith(("آل ", "ال")) and len(form) > 4
    return with_article or is_listed_laqab(normal(part, laqab=True)) or part.endswith("یی")


_GIVEN_WITH_ARTICLE: Final = frozenset(
    map(normal, ("إلياس", "إلهام", "آلاء", "ألماس", "إلينا", "ألحان", "ألطاف", "ألين"))
)
