"""A Latin form for a name: the habitual one of a listed name, else its letters one by one. A proposal to be corrected.

Only the Arabic spelling is official; Latin ones vary even on passports (dossier 6.1).
"""

from functools import cache
from typing import Final

from wasl.kernel.names_exact import normal
from wasl.kernel.names_latin import listed_names

_LETTERS: Final = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ک": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ی": "i", "پ": "p", "چ": "ch", "گ": "g", "ڤ": "v", "ژ": "zh",
}  # fmt: skip


@cache
def _habitual() -> dict[tuple[str, bool], str]:
    found: dict[tuple[str, bool], str] = {}
    for entry in listed_names():
        found.setdefault((normal(entry.name, entry.laqab), entry.laqab), entry.latin)
    return found


def in_latin(part: str, laqab: bool = False) -> str:
    """One name part in Latin letters; a part that is Latin already stays as it is."""
    if not part or part.isascii():
        return part
    exact = normal(part, laqab)
    if (known := _habitual().get((exact, laqab))) is not None:
        return known
    letters = "".join(_LETTERS.get(letter, "") for letter in exact)
    return ("Al-" if laqab and letters else "") + letters.capitalize()
