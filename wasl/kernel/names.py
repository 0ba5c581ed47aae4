"""Normal forms of names: what makes أحمد and احمد, عبد الرحمن and عبدالرحمن, محەمەد and محمد the same name.

The forms are computed from one name part at a time and the text that was written is never changed. `normal`
is the exact form (the same name written otherwise), `loose` only proposes candidates, `latin` meets passports
and foreign keyboards. Nothing is cached here: a cache would keep people's names in the memory of processes
that should forget them, and one form costs a few microseconds.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

from wasl.kernel.names_exact import INITIAL_CARRIER, KURDISH_E, NOTHING, ZWNJ_E, is_arabic_script, normal
from wasl.kernel.names_latin import arabic_equivalent, latin_fold, latin_key

__all__ = [
    "is_arabic_script",
    "latin",
    "loose",
    "normal",
    "same_exact",
    "same_loose",
    "similarity",
    "sort_key",
]

_LOOSE: Final = str.maketrans("ذظضثصطقح", "زززسستکه")
_DOUBLED: Final = re.compile(r"(.)\1+")


def loose(part: str, laqab: bool = False) -> str:
    """The loose form, for candidates only: letters confused when a name is heard and written down."""
    return _loosen(normal(part, laqab))


def _loosen(exact: str) -> str:
    return _DOUBLED.sub(r"\1", arabic_equivalent(exact).translate(_LOOSE))


def latin(part: str, laqab: bool = False) -> str:
    """The Latin key: of a listed name that of its usual spelling, of any other its folded letters."""
    if is_arabic_script(part):
        exact = normal(part, laqab)
        return latin_key(exact) or _transliterate(part, laqab)
    return latin_key(latin_fold(part, laqab)) or latin_fold(part, laqab)


def same_exact(a: str, b: str, laqab: bool = False) -> bool:
    form = normal(a, laqab)
    return form != "" and form == normal(b, laqab)


def same_loose(a: str, b: str, laqab: bool = False) -> bool:
    form = loose(a, laqab)
    return form != "" and form == loose(b, laqab)


def similarity(a: str, b: str, laqab: bool = False) -> float:
    """How alike two name parts are, 0 to 1: 1 the exact form, .95 the loose form, at most .9 anything else.

    Within the Arabic script it counts edits, because short names one letter apart (حسن, حسين) are two
    people's; between Latin spellings it is Jaro-Winkler of the keys.
    """
    one, two = normal(a, laqab), normal(b, laqab)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    both_arabic = is_arabic_script(one) and is_arabic_script(two)
    if both_arabic and _loosen(one) == _loosen(two):
        return 0.95
    if both_arabic:
        return min(0.9, float(OSA.normalized_similarity(one, two)))
    return min(0.9, float(JaroWinkler.similarity(latin(a, laqab), latin(b, laqab))))


_SOUNDS: Final[dict[str, str]] = {
    **{"ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j"},
    **{
        "چ": "ch",
        "ح": "h",
        "خ": "kh",
        "د": "d",
        "ذ": "dh",
        "ر": "r",
        "ڕ": "r",
        "ز": "z",
        "ژ": "zh",
        "س": "s",
    },
    **{
        "ش": "sh",
        "ص": "s",
        "ض": "dh",
        "ط": "t",
        "ظ": "dh",
        "ع": "a",
        "غ": "gh",
        "ف": "f",
        "ڤ": "v",
        "ق": "q",
    },
    **{"ك": "k", "ک": "k", "گ": "g", "ل": "l", "ڵ": "l", "م": "m", "ن": "n", "ه": "h", "ھ": "h", "ة": "a"},
    **{"ە": "a", "و": "w", "ؤ": "u", "ۆ": "o", "ي": "i", "ی": "i", "ێ": "e", "ى": "a", "ئ": "i", "ء": ""},
}
_VOWELLED: Final = str.maketrans(_SOUNDS)


def _transliterate(part: str, laqab: bool) -> str:
    text = unicodedata.normalize("NFKC", part)
    text = ZWNJ_E.sub(KURDISH_E, text).translate(NOTHING)
    text = INITIAL_CARRIER.sub(lambda found: found.group()[1], text)
    joined = "".join(text.split())
    if laqab and len(joined) > 3 and joined.startswith("ال"):
        joined = joined[2:]
    return latin_fold(joined.translate(_VOWELLED), laqab)


_ORDER: Final = "ئاأإآٱءبپتةثجچحخدذرڕزژسشصضطظعغفڤقكکگلڵمنهھەوؤۆيیىێ"
_RANK_OF: Final = {
    **{letter: letter for letter in _ORDER},
    **dict.fromkeys("أإآٱء", "ا"),
    **{"ة": "ه", "ھ": "ه", "ك": "ک", "ي": "ی", "ى": "ی", "ؤ": "و"},
}
_RANKED: Final = {ord(letter): chr(0xE000 + _ORDER.index(first)) for letter, first in _RANK_OF.items()}


def sort_key(text: str) -> str:
    """A key that puts names in the order of the Arabic and Kurdish alphabet, whatever keyboard wrote them."""
    plain = ZWNJ_E.sub(KURDISH_E, unicodedata.normalize("NFKC", text)).translate(NOTHING)
    return " ".join(plain.casefold().split()).translate(_RANKED)
