"""The exact form of one name part, and the letters that carry no difference.

Below `names`, because the tables of `names_latin` are keyed by it too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from wasl.kernel.numerals import TO_ASCII

KURDISH_E: Final = "\u06d5"
CARRIER: Final = "\u0626"

NOTHING: Final = dict.fromkeys(
    [
        *(0x200C, 0x200D, 0x200E, 0x200F, 0x0640, 0x0670, 0x061C, 0xFEFF, 0x00AD),
        *range(0x064B, 0x0660),
        *range(0x06D6, 0x06ED),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
_LETTERS: Final[dict[str, str | None]] = {
    **{"ئ": "ی", "ك": "ک", "ي": "ی", "ى": "ی", "ھ": "ه", "ۆ": "و", "ێ": "ی", "ڕ": "ر", "ڵ": "ل"},
    **{"ڤ": "ف", "گ": "ک", "چ": "ج", "پ": "ب", "ژ": "ز"},
    **{"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ة": "ه", "ء": None},
}
_EXACT: Final = {**NOTHING, **{ord(char): to for char, to in _LETTERS.items()}, **TO_ASCII}
ZWNJ_E: Final = re.compile("\u0647\u200c")
INITIAL_CARRIER: Final = re.compile(rf"(?<!\S){CARRIER}[ا{KURDISH_E}]")
_FINAL_E: Final = re.compile(rf"{KURDISH_E}(?!\S)")
_ARABIC_LETTER: Final = re.compile("[\u0620-\u06d3\u06d5]")


def is_arabic_script(text: str) -> bool:
    """Whether the text holds a letter of the Arabic script (Arabic, Sorani, Persian)."""
    return _ARABIC_LETTER.search(text) is not None


def normal(part: str, laqab: bool = False) -> str:
    """The exact form of one name part: equal forms are the same name."""
    text = unicodedata.normalize("NFKC", part)
    if "\u200c" in text:
        text = ZWNJ_E.sub(KURDISH_E, text)
    if CARRIER in text or KURDISH_E in text:
        text = text.translate(NOTHING)
        text = INITIAL_CARRIER.sub("ا", text)
        text = _FINAL_E.sub("ه", text).replace(KURDISH_E, "")
    words = text.translate(_EXACT).casefold().split()
    if "ابی" in words:
        words = ["ابو" if word == "ابی" else word for word in words]
    text = "".join(words)
    if laqab and len(text) > 3 and text.startswith("ال"):
        text = text[2:]
    return text
