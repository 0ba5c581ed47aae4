"""What is put in at every door and must be found nowhere: made-up names, numbers, sentences, in each way of writing.

A needle is drawn so that no dictionary, programme or page holds it: whatever finds it, finds what was put in.
"""

import base64
import json
import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

ARABIC = "ابتثجحخدذرزسشصضطعغفقكلمنهوي"
# hamza and madda forms, kurdish vowels: letters that NFD takes apart, and letters that keyboards confuse
KURDISH = "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ"
COMPOSED = "أإآؤئ"
LATIN = "abcdefghijklmnopqrstuvwxyz"
ACCENTED = "éêîûçş"


class Hay:
    """Draws needles, each once, and remembers them all."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._drawn: dict[str, None] = {}

    @property
    def all(self) -> list[str]:
        """Every needle drawn so far."""
        return list(self._drawn)

    def arabic(self, letters: int = 8) -> str:
        return self._kept(
            lambda: self._draw(COMPOSED, 1) + self._draw(ARABIC, letters - 2) + self._draw("ئؤ", 1)
        )

    def kurdish(self, letters: int = 9) -> str:
        return self._kept(lambda: self._draw(KURDISH, letters))

    def latin(self, letters: int = 11) -> str:
        return self._kept(lambda: self._draw(LATIN, letters - 1).capitalize() + self._draw(ACCENTED, 1))

    def phone(self) -> str:
        return self._kept(lambda: "07" + self._draw("0123456789", 9))

    def paper(self) -> str:
        return self._kept(lambda: self._draw("GHJKLMNPQ", 2) + self._draw("0123456789", 9))

    def sentence(self) -> str:
        """A note of several words, none of which stands in a dictionary; every word is a needle of its own."""
        words = [self.arabic(9), self.kurdish(9), self.latin(12)]
        return f"قالت {words[0]} إن {words[1]}، {words[2]}"

    def _draw(self, letters: str, count: int) -> str:
        return "".join(self._random.choice(letters) for _ in range(count))

    def _kept(self, draw: Callable[[], str]) -> str:
        needle = draw()
        while needle in self._drawn:
            needle = draw()
        self._drawn[needle] = None
        return needle


def written(needle: str) -> Iterator[tuple[str, bytes]]:
    """(way, bytes) of each way in which a needle may lie somewhere."""
    seen: set[bytes] = set()
    for way, found in _ways(needle):
        if len(found) >= 8 and found not in seen:
            seen.add(found)
            yield way, found


def _ways(needle: str) -> Iterator[tuple[str, bytes]]:
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, needle)
        utf8 = text.encode()
        yield f"{form} UTF-8", utf8
        yield f"{form} UTF-16 LE", text.encode("utf-16-le")
        yield f"{form} UTF-16 BE", text.encode("utf-16-be")
        yield f"{form} percent", quote(utf8, safe="").encode()
        yield f"{form} percent, small", quote(utf8, safe="").lower().encode()
        yield f"{form} JSON escapes", json.dumps(text)[1:-1].encode()
        yield f"{form} JSON escapes, twice", json.dumps(json.dumps(text)[1:-1])[1:-1].encode()
        yield f"{form} hexadecimal", utf8.hex().encode()
        yield f"{form} octal", "".join(f"\\{byte:03o}" for byte in utf8).encode()
        for shift in range(3):
            yield f"{form} base64, shifted by {shift}", _inside_base64(utf8, shift)
            yield f"{form} base64url, shifted by {shift}", _inside_base64(utf8, shift, b"-_")


def _inside_base64(content: bytes, shift: int, letters: bytes = b"+/") -> bytes:
    """The letters that stand in a base64 text whatever lies around the content, which begins at `shift` of three."""
    text = base64.b64encode(bytes(shift) + content, letters).rstrip(b"=")
    ends_within = (shift + len(content)) % 3
    return text[-(-shift * 8 // 6) : len(text) - (1 if ends_within else 0)]


def ways_of(needles: Sequence[str]) -> dict[bytes, tuple[str, str]]:
    """Every writing of every needle: bytes to (needle, way)."""
    return {found: (needle, way) for needle in needles for way, found in written(needle)}
