"""Digits as people type them: Arabic-Indic, Persian and ASCII are one."""

from __future__ import annotations

from typing import Final

ARABIC_INDIC: Final = "٠١٢٣٤٥٦٧٨٩"
PERSIAN: Final = "۰۱۲۳۴۵۶۷۸۹"
ASCII: Final = "0123456789"

TO_ASCII: Final[dict[int, int]] = {
    ord(digit): ord(ASCII[place]) for digits in (ARABIC_INDIC, PERSIAN) for place, digit in enumerate(digits)
}
_TO_ARABIC: Final[dict[int, int]] = {
    ord(digit): ord(ARABIC_INDIC[place]) for place, digit in enumerate(ASCII)
}


def to_ascii_digits(text: str) -> str:
    return text.translate(TO_ASCII)


def to_arabic_digits(text: str) -> str:
    return text.translate(_TO_ARABIC)
