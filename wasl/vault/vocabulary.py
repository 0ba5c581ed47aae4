"""Name parts as numbers: each distinct exact form once, with the looser forms under which it may be sought.

Held in the vault's memory only. A person is then eight small integers instead of eight strings, and a
question is asked once of the vocabulary instead of once of every person.
"""

from __future__ import annotations

import threading
from collections import defaultdict

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from wasl.kernel import names
from wasl.kernel.names_latin import readings

EXACT, LOOSE, LATIN, MISSPELT = 1.0, 0.95, 0.9, 0.85
MOST_MISSPELT = 24
LATIN_ALIKE = 0.92
MOTHER_OF = frozenset({"ام", "um", "umm", "om", "oum", "دایک"})
FATHER_OF = frozenset({"ابو", "abu", "abo", "abou", "باوک"})
SERVANTS = frozenset({"عبد", "عبدل", "abd", "abdul", "abdel", "abdal"})
SECOND_HALVES = frozenset(
    {"الدین", "الله", "دین", "aldin", "aldeen", "eldin", "uldin", "allah", "alah", "ullah"}
)
ARTICLES = frozenset({"al", "el", "ul", "as", "ash", "ad", "ar", "an", "az"})
LINKS = frozenset({"بن", "ابن", "بنت", "ibn", "bin", "bint", "ben"})


def split_name(text: str) -> list[str]:
    """A written name as its parts: عبد الرحمن, نور الدين, أم أحمد and al-Jubouri are one part each."""
    parts: list[str] = []
    joins_next = False
    for word in text.replace("،", " ").replace(",", " ").split():
        form = names.normal(word)
        if not form or (form in LINKS and not joins_next):
            continue
        if joins_next or (parts and form in SECOND_HALVES):
            parts[-1] += " " + word
        else:
            parts.append(word)
        joins_next = form in SERVANTS | ARTICLES or form in MOTHER_OF | FATHER_OF
    return parts


def kunya_word(part: str) -> str | None:
    """ام or ابو when the part is a kunya, else None."""
    words = part.split()
    if len(words) < 2:
        return None
    first = names.normal(words[0])
    return "ام" if first in MOTHER_OF else "ابو" if first in FATHER_OF else None


def weight(parts: list[str]) -> int:
    """How many name parts a question names: a kunya counts as two, for many women are known by nothing
    else.
    """
    return sum(2 if kunya_word(part) else 1 for part in parts)


def forms(part: str, laqab: bool = False) -> tuple[str, str, str]:
    """Exact, loose and Latin form; of a kunya its word in one spelling before the forms of the name."""
    word = kunya_word(part)
    if word is None:
        return names.normal(part, laqab), names.loose(part, laqab), names.latin(part, laqab)
    rest = part.split(maxsplit=1)[1]
    latin_word = "um" if word == "ام" else "abu"
    return word + names.normal(rest), word + names.loose(rest), latin_word + names.latin(rest)


class Vocabulary:
    """Grows only; a form that nobody bears any more costs a few bytes until the vault is next unsealed."""

    def __init__(self) -> None:
        self.exact: list[str] = []
        self.latin: list[str] = []
        self._id_of: dict[str, int] = {}
        self._loose: defaultdict[str, list[int]] = defaultdict(list)
        self._latin: defaultdict[str, list[int]] = defaultdict(list)
        self._written: tuple[dict[str, int], dict[str, int]] = ({}, {})
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.exact)

    def learn(self, part: str | None, laqab: bool = False) -> int:
        """The number of a written part; -1 for none."""
        if not part:
            return -1
        known = self._written[laqab].get(part)
        return self._add(part, laqab) if known is None else known

    def _add(self, part: str, laqab: bool) -> int:
        exact, loose, latin = forms(part, laqab)
        if not exact:
            return -1
        with self._lock:
            number = self._id_of.get(exact)
            if number is None:
                number = len(self.exact)
                self.latin.append(latin)
                self._loose[loose].append(number)
                self._latin[latin].append(number)
                self._id_of[exact] = number
                self.exact.append(exact)
            self._written[laqab][part] = number
        return number

    def knows(self, part: str) -> bool:
        return names.normal(part) in self._id_of

    def by_latin(self, key: str) -> list[int]:
        return self._latin.get(key, [])

    def alike(self, part: str) -> dict[int, float]:
        """The numbers that a written part may stand for, each with how well: exact, loose or through
        Latin.
        """
        found: dict[int, float] = {}
        for laqab in (False, True):
            exact, loose, latin = forms(part, laqab)
            for form in readings(part, laqab):
                if form in self._id_of:
                    found.setdefault(self._id_of[form], LATIN)
            for number in self._latin.get(latin, ()):
                found.setdefault(number, LATIN)
            for number in self._loose.get(loose, ()):
                found[number] = max(found.get(number, 0.0), LOOSE)
            if exact in self._id_of:
                found[self._id_of[exact]] = EXACT
        return found

    def misspelt(self, part: str) -> dict[int, float]:
        """The numbers of forms a slip away: one letter, two in a long name; Latin by Jaro-Winkler."""
        exact, _, latin = forms(part)
        if not self.exact or len(exact) < 3:
            return {}
        if names.is_arabic_script(part):
            edits = 2 if len(exact) >= 7 else 1
            apart = process.cdist(
                [exact], self.exact, scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8
            )[0]
            near = np.flatnonzero(apart <= edits)
            longer = np.array([max(len(exact), len(self.exact[number])) for number in near])
            quality = 1.0 - apart[near] / longer if near.size else np.zeros(0)
        else:
            score = process.cdist(
                [latin], self.latin, scorer=JaroWinkler.similarity, score_cutoff=LATIN_ALIKE, dtype=np.float32
            )[0]
            near = np.flatnonzero(score >= LATIN_ALIKE)
            quality = score[near]
        best = np.argsort(-quality, kind="stable")[:MOST_MISSPELT]
        return {int(near[at]): MISSPELT * float(quality[at]) for at in best}
