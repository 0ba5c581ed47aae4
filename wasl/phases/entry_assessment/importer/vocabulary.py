"""The words that clerks write, from `columns.toml` and `words.toml`, found in whatever spelling they come."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from wasl.kernel.names import is_arabic_script, normal
from wasl.kernel.names_exact import NOTHING
from wasl.kernel.numerals import to_ascii_digits
from wasl.people.enums import FamilyRole, Sex

_NOT_SHOWN: Final = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_NOT_WORD: Final = re.compile(r"[^\w\u200c\u200d]+|_")
_NOT_PART_OF_WORDS: Final = {**NOTHING, ord("'"): None, ord("’"): None}
del _NOT_PART_OF_WORDS[0x200C]  # it makes a Kurdish e of the heh before it
_CHOICES: Final = re.compile(r"[/\\|،,]")
_BETWEEN_WORDS: Final = re.compile(r"[\s/\\|،,()\[\]\-–.:]+")
_ASIDES: Final = re.compile(r"[()\[\]\-–]")
_NO_FIELDS: Final = frozenset(["fillers", "refused"])
_NO_LETTER: Final = re.compile(r"[\W_×ـ]*|x")


def clean(text: str) -> str:
    """What a cell shows: no control or direction characters, single spaces."""
    plain = unicodedata.normalize("NFC", text)
    return " ".join(plain.split()) if plain.isprintable() else " ".join(_NOT_SHOWN.sub("", plain).split())


def key(text: str) -> str:
    """The form in which headings and words are compared: normal form of each word, no article, no punctuation."""
    plain = to_ascii_digits(text).translate(_NOT_PART_OF_WORDS).replace("#", " # ")
    words = _NOT_WORD.sub(" ", plain).split()
    return " ".join(_word(word) for word in words) or text.strip()


def _word(word: str) -> str:
    if not is_arabic_script(word):
        return word.casefold()
    exact = normal(word)
    return exact[2:] if exact.startswith("ال") and len(exact) > 3 else exact


def _toml(name: str) -> dict[str, Any]:
    source = files("wasl.phases.entry_assessment.importer") / name
    return tomllib.loads(source.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Heading:
    """The field that a heading means, and how plainly: the first spelling of a field is the plainest."""

    field: str
    nth: int


@cache
def _columns() -> dict[str, Any]:
    return _toml("columns.toml")


@cache
def refused_headings() -> frozenset[str]:
    """Whole headings that are refused, in their normal form."""
    return frozenset(map(key, _columns()["refused"]))


@cache
def heading_fillers() -> re.Pattern[str]:
    """What is said beside the word that counts ('if any', 'بالعربية'), at the end of a normal form."""
    words = sorted(map(key, _columns()["fillers"]), key=len, reverse=True)
    return re.compile(rf"(?: (?:{'|'.join(map(re.escape, words))}))+$")


@cache
def headings() -> Mapping[str, Heading]:
    """Every known heading in its normal form."""
    found: dict[str, Heading] = {}
    for field, spellings in _columns().items():
        if field in _NO_FIELDS:
            continue
        for nth, spelling in enumerate(spellings):
            other = found.setdefault(key(spelling), Heading(field, nth))
            if other.field != field:
                raise ValueError(f"the heading {spelling!r} means both {other.field} and {field}")
    return found


@cache
def _words() -> dict[str, Any]:
    return _toml("words.toml")


@cache
def _sexes() -> Mapping[str, Sex]:
    listed = [(word, Sex(code)) for code, words in _words()["sex"].items() for word in words]
    return {form: sex for word, sex in listed for form in (word, key(word))}


@cache
def _relations() -> Mapping[str, FamilyRole]:
    found: dict[str, FamilyRole] = {}
    for code, words in _words()["relation"].items():
        for word in words:
            for form in (word, key(word)):
                other = found.setdefault(form, FamilyRole(code))
                if other != code:
                    raise ValueError(f"the relation {word!r} means both {other} and {code}")
    return found


@dataclass(frozen=True)
class DateWords:
    """Month names, units of age in months, and the words around a date."""

    months: Mapping[str, int]
    units: Mapping[str, int]
    before: frozenset[str]
    about: frozenset[str]
    fillers: frozenset[str]


@cache
def date_words() -> DateWords:
    words = _words()["dates"]
    return DateWords(
        months={
            normal(name): number for number, names in enumerate(words["months"], start=1) for name in names
        },
        units={
            normal(word): size for unit, size in (("years", 12), ("one_month", 1)) for word in words[unit]
        },
        before=frozenset(map(normal, words["before"])),
        about=frozenset(map(normal, words["about"])),
        fillers=frozenset(map(normal, words["fillers"])),
    )


@cache
def _unknowns() -> frozenset[str]:
    return frozenset(normal(word) for word in _words()["unknown"]["words"])


@cache
def _closing(kind: str) -> tuple[str, ...]:
    return tuple(key(word) for word in _words()["not_a_person"][kind])


def sex_of(text: str) -> Sex | None:
    """Female or male; of several words in a cell ('F/أنثى', '2 - أنثى') those that are known must agree."""
    if not text:
        return None
    if (found := _sexes().get(text) or _sexes().get(key(text))) is not None:
        return found
    parts = [
        part.strip() for part in _BETWEEN_WORDS.split(text) if part.strip() and not part.strip().isdigit()
    ]
    told = {_sexes().get(part) or _sexes().get(key(part)) for part in parts}
    return told.pop() if len(told) == 1 else None


def relation_of(text: str) -> FamilyRole | None:
    """How someone stands to the head; a word that the list lacks is `other`, an empty cell None."""
    if (found := _relations().get(text)) is not None:
        return found
    if is_unknown(text):
        return None
    # 'ابن/ابنة' offers two words and 'daughter-in-law' is one: a stroke parts before the whole is tried.
    choices = _CHOICES.split(text) if _CHOICES.search(text) else []
    for attempt in (*choices, text, *_ASIDES.split(text)):
        found = _relation(key(attempt)) if attempt.strip() else None
        if found is not None:
            return found
    return FamilyRole.OTHER


def _relation(plain: str) -> FamilyRole | None:
    """As listed, or as listed with whose it is behind it: ابن رب الأسرة, son of the head, زوجة 2."""
    if (found := _relations().get(plain)) is not None:
        return found
    return _relations().get(_whose().sub("", plain))


@cache
def _whose() -> re.Pattern[str]:
    words = sorted(map(key, _words()["whose"]["words"]), key=len, reverse=True)
    return re.compile(rf"(?: (?:{'|'.join(map(re.escape, words))})| ?\d)+$")


def is_unknown(text: str) -> bool:
    """Whether a cell says that nothing is known: empty, a dash, a question mark, 'unknown' in any language."""
    return _NO_LETTER.fullmatch(text) is not None or normal(text) in _unknowns()


def begins(text: str, kind: str) -> bool:
    """Whether a cell begins with a word that closes a list (kind 'totals' or 'signatures')."""
    plain = key(text)
    return any(plain == word or plain.startswith(f"{word} ") for word in _closing(kind))


def begins_any(texts: Iterable[str], kind: str) -> bool:
    return any(begins(text, kind) for text in texts)
