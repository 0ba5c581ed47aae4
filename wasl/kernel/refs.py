"""References that say nothing: random, never serial, so that no number tells who came before whom.

A file number is what people write on paper and say on the telephone: six characters of Crockford's alphabet
(no I, L, O, U), the last a check character that catches any single wrong character and any two neighbours
swapped. It names no centre, no convoy and no year.
"""

from __future__ import annotations

import re
import secrets
import uuid
from typing import Final

from wasl.kernel.numerals import to_ascii_digits

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE: Final[dict[str, int]] = {char: value for value, char in enumerate(ALPHABET)}
_FORM: Final = re.compile(rf"[{ALPHABET}]{{2}}-[{ALPHABET}]{{4}}")
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS: Final = re.compile(r"[\s\-\u2010-\u2015\u200e\u200f\u2212]+")
_OFFSET: Final = 30  # so that a row of zeros is no file number
_PAGE_OFFSET: Final = 21  # another one, so that no file number is ever taken for the code of a page
_PAGE: Final = re.compile(rf"P-[{ALPHABET}]{{4}}-[{ALPHABET}]{{2}}")


def _times(a: int, b: int) -> int:
    """Multiply in the field of 32 elements (x^5 + x^2 + 1)."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0b100000:
            a ^= 0b100101
        b >>= 1
    return product


# Distinct weights, none of them 1 (the check character's own): that is what finds swapped neighbours.
_WEIGHTS: Final = (2, 4, 8, 16, 5)


def _check_char(five: str, total: int = _OFFSET) -> str:
    for weight, char in zip(_WEIGHTS, five, strict=True):
        total ^= _times(weight, _VALUE[char])
    return ALPHABET[total]


def new_id() -> uuid.UUID:
    return uuid.uuid4()


def new_file_number() -> str:
    five = "".join(secrets.choice(ALPHABET) for _ in range(5))
    return f"{five[:2]}-{five[2:]}{_check_char(five)}"


def is_file_number(text: str) -> bool:
    """Whether the text is a file number exactly as we print it."""
    if not _FORM.fullmatch(text):
        return False
    plain = text.replace("-", "")
    return _check_char(plain[:5]) == plain[5]


def normal_file_number(text: str) -> str | None:
    """The file number that was meant, or None: any case, no hyphen, O for 0, I or L for 1, Arabic digits."""
    if len(text) > 40:
        return None
    plain = _SEPARATORS.sub("", to_ascii_digits(text)).upper().translate(_READ_AS)
    number = f"{plain[:2]}-{plain[2:]}"
    return number if is_file_number(number) else None


def new_page_code() -> str:
    """What stands on a printed sheet, as P-7K2M-4Q: drawn by chance, never made of anything that it belongs to."""
    five = "".join(secrets.choice(ALPHABET) for _ in range(5))
    return f"P-{five[:4]}-{five[4]}{_check_char(five, _PAGE_OFFSET)}"


def normal_page_code(text: str) -> str | None:
    """The code of a page that was meant, or None; read as kindly as a file number, with or without its P."""
    if len(text) > 40:
        return None
    plain = _SEPARATORS.sub("", to_ascii_digits(text)).upper().translate(_READ_AS)
    six = plain[1:] if len(plain) == 7 and plain[0] == "P" else plain
    code = f"P-{six[:4]}-{six[4:]}"
    return code if _PAGE.fullmatch(code) and _check_char(six[:5], _PAGE_OFFSET) == six[5] else None
