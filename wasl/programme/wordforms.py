"""The words of a name or a sentence, and the forms under which each may stand in a lexicon.

Arabic writes particles and the article onto a word and pronouns behind it, Sorani its endings; people leave out
hamzas and write ه for ة. Too strict, and «بالعشيره» is missed; too lax, and «ولا» (and not) becomes «ولاء»
(allegiance). So a word has three forms: `careful`, `folded` (ة is ه, Sorani letters are their Arabic cousins) and
`loose` (hamzas gone). A name or heading is compared carefully and folded, running text carefully only; where an
article shows that the word is a noun, both are compared loosely as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from wasl.kernel.names_exact import INITIAL_CARRIER, KURDISH_E, NOTHING, ZWNJ_E, is_arabic_script, normal

_MARKS: Final = "\u0640\u061c\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad"
_LATIN: Final = "A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a"
_ARABIC: Final = "\u0610-\u061a\u0620-\u065f\u066e-\u06dc\u06ee\u06ef\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc"
_WORD: Final = re.compile(f"[{_LATIN}][{_LATIN}{_MARKS}]*|[{_ARABIC}][{_ARABIC}{_MARKS}]*")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_KURDISH: Final = re.compile("[ەێۆڤپچژگ]")

_ALIKE: Final[dict[str, str | None]] = {
    **{"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ك": "ک", "ي": "ی", "ى": "ی", "ھ": "ه", "ڕ": "ر", "ڵ": "ل"},
}
_CAREFUL: Final = {**NOTHING, **{ord(letter): to for letter, to in _ALIKE.items()}}
_FOLDED: Final = str.maketrans(
    {"ة": "ه", "ۆ": "و", "ێ": "ی", "ڤ": "ف", "گ": "ک", "چ": "ج", "پ": "ب", "ژ": "ز", "ؤ": "و", "ئ": "ی"}
)
_FIRST_E: Final = re.compile(f"^{KURDISH_E}")
_FINAL_E: Final = re.compile(f"{KURDISH_E}$")

_ARTICLES: Final = ("ال", "وال", "فال", "بال", "کال", "وبال", "فبال", "وکال", "لل", "ولل", "فلل")
_PARTICLES: Final = ("و", "ف", "ب", "ل", "ک", "وب", "ول", "وک", "فب", "فل")
_SORANI_PARTICLES: Final = ("به", "له", "بە", "لە")
_LEAST: Final = 3

_PRONOUNS: Final = ("ه", "ها", "هم", "هما", "هن", "ک", "کم", "نا", "ی")
_NUMBERS: Final = ("ون", "ین", "ان", "ات", "ة", "ا")
_SORANI_ENDINGS: Final = (
    *(
        "ی",
        "ە",
        "م",
        "ت",
        "مان",
        "تان",
        "یان",
        "ان",
        "انی",
        "انە",
        "ن",
        "دا",
        "ەوە",
        "یش",
        "ێک",
        "ێکی",
        "ێکە",
    ),
    *("ەکە", "ەکەی", "ەکەم", "ەکەیان", "ەکان", "ەکانی", "ەکانیان"),
)


@dataclass(frozen=True)
class Word:
    """One word as it stands in the text."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order; `riskLevel` is two."""
    for found in _WORD.finditer(text):
        begin = found.start()
        edges = [0, *(hump.start() for hump in _HUMP.finditer(found.group())), len(found.group())]
        for start, end in pairwise(edges):
            yield Word(found.group()[start:end], begin + start, begin + end)


def is_sorani(text: str) -> bool:
    """Whether a text has letters that Arabic does not have."""
    return _KURDISH.search(text) is not None


def careful(word: str) -> str:
    """The form in which only what has no meaning is gone: vowel signs, look-alike letters, marks of direction."""
    plain = unicodedata.normalize("NFKC", word)
    if not is_arabic_script(plain):
        return plain.translate(NOTHING).casefold()
    plain = ZWNJ_E.sub(KURDISH_E, plain).translate(NOTHING)
    return INITIAL_CARRIER.sub(lambda found: found.group()[1], plain).translate(_CAREFUL)


def _folded(form: str) -> str:
    return _FINAL_E.sub("ه", _FIRST_E.sub("ا", form)).replace(KURDISH_E, "").translate(_FOLDED)


def keys(form: str) -> tuple[str, str, str]:
    """What a lexicon's word (in its careful form) is found by: itself, folded, loose. The marks keep them apart."""
    if not is_arabic_script(form):
        return form, form, form
    return form, "1" + _folded(form), "2" + normal(form)


def forms(word: str, *, strict: bool) -> frozenset[str]:
    """The keys under which a word of a text asks the lexicon; `strict` for names and headings."""
    form = careful(word)
    if not is_arabic_script(form):
        return frozenset([form])
    articled, bare = _without_particles(form)
    articled += ["ال" + one for one in articled]
    found = {form, *articled, *bare}
    if strict:
        found |= {keys(one)[1] for one in found}
    found |= {keys(one)[2] for one in articled}
    return frozenset(found)


def _without_particles(form: str) -> tuple[list[str], list[str]]:
    """The word without its article, if it has one, and without other particles. At least three letters stay."""

    def rest(particles: tuple[str, ...]) -> list[str]:
        return [
            form[len(one) :] for one in particles if form.startswith(one) and len(form) - len(one) >= _LEAST
        ]

    if is_sorani(form):
        return [], rest(_SORANI_PARTICLES)
    return rest(_ARTICLES), rest(_PARTICLES)


def dictionary_form(word: str, *, article: bool) -> str:
    """A lexicon's word; unless the article belongs to it, without the one with which it may be written there."""
    form = careful(word)
    return form[2:] if not article and form.startswith("ال") and len(form) - 2 >= _LEAST else form


def inflected(form: str, lang: str) -> list[str]:
    """A noun with what its language writes behind it: English plural, Arabic pronouns and number, Sorani endings."""
    if lang == "en":
        return [form, form + "s"]
    if lang == "ckb":
        return [form, *(form + ending for ending in _SORANI_ENDINGS)]
    if form.endswith("ة"):
        stem = form[:-1]
        return [form, stem + "ات", stem + "تین", stem + "تان", *(f"{stem}ت{ending}" for ending in _PRONOUNS)]
    stems = [form[:-1] + seat for seat in "ءؤئ"] if form.endswith("ء") else [form]
    return [form, *(stem + ending for stem in stems for ending in (*_PRONOUNS, *_NUMBERS))]
