"""What Wasl has no field for, so that nobody can fill one.

Affiliation, rank, accusations, tribe, sect and the rest of `forbidden.toml` are wanted by those who would harm the
people in the records. They are kept out twice. Names (model fields, form questions, programme files, headings of
imported lists) are asked strictly with `check_name`: a finding stops. Running text is asked softly with
`check_text`: the writer gets a hint to describe the need instead, and words that are innocent in a sentence
(a security guard, a suspected fracture, somebody's trust) are left in peace there. English, Arabic and Sorani; an
allow-list covers help to the person (a threat she received) and words of two meanings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

from wasl.kernel.names_exact import is_arabic_script
from wasl.kernel.text import LANGUAGES, LocalizedText
from wasl.programme.wordforms import Word, dictionary_form, forms, inflected, is_sorani, keys, words

_STEM: Final = "*"
_INFLECTED: Final = "~"
_ARTICLED: Final = "!"


@dataclass(frozen=True)
class Finding:
    """A name that may not exist: which kind of thing it would hold, and the words that tell."""

    code: str
    name: LocalizedText
    term: str
    text: str


@dataclass(frozen=True)
class Hint:
    """Words in running text that may harm the person, where they stand, and what to write instead."""

    term: str
    span: tuple[int, int]
    lang: str
    code: str
    remedy: LocalizedText


@dataclass(frozen=True)
class _Term:
    """Each word as the keys that find it; `stem`: of the last word only the beginning is given."""

    words: tuple[tuple[str, ...], ...]
    stem: bool
    written: str
    code: str

    def at(self, tokens: Sequence[frozenset[str]], place: int) -> bool:
        """Whether the term begins at this token."""
        if place + len(self.words) > len(tokens):
            return False
        *before, last = self.words
        if any(tokens[place + n].isdisjoint(word) for n, word in enumerate(before)):
            return False
        found = tokens[place + len(before)]
        return any(form.startswith(last) for form in found) if self.stem else not found.isdisjoint(last)


class _Table:
    """Terms by their first word, so that a sentence of a thousand words costs a thousand look-ups."""

    def __init__(self, terms: Iterable[_Term]) -> None:
        self._by_first_word: dict[str, list[_Term]] = {}
        self._stems: list[_Term] = []
        for term in terms:
            if term.stem and len(term.words) == 1:
                self._stems.append(term)
                continue
            for key in term.words[0]:
                self._by_first_word.setdefault(key, []).append(term)
        self._beginnings = tuple({key for term in self._stems for key in term.words[0]})

    def at(self, tokens: Sequence[frozenset[str]], place: int) -> list[_Term]:
        """The terms that begin at a token, the longest first."""
        found: list[_Term] = []
        for form in sorted(tokens[place]):
            found += (term for term in self._by_first_word.get(form, ()) if term.at(tokens, place))
            if form.startswith(self._beginnings):
                found += (term for term in self._stems if term.at(tokens, place))
        return sorted(found, key=lambda term: -len(term.words))


class Lexicon:
    """The terms, what each kind is called and what to write instead, and what is allowed."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        both, strict, soft = [], [], []
        self.names: dict[str, LocalizedText] = {}
        self.remedies: dict[str, LocalizedText] = {}
        for kind in data["never"]:
            code = kind["code"]
            self.names[code] = LocalizedText(**kind["name"])
            self.remedies[code] = LocalizedText(**kind.get("remedy", kind["name"]))
            both += _terms(kind, code)
            strict += _terms(kind.get("names", {}), code)
            soft += _terms(kind.get("text", {}), code)
        allow = data.get("allow", {})
        allowed, allowed_in_text = _terms(allow, "allowed"), _terms(allow.get("text", {}), "allowed")
        self._strict = (_Table([*both, *strict]), _Table(allowed))
        self._soft = (_Table([*both, *soft]), _Table([*allowed, *allowed_in_text]))

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Lexicon:
        return cls(data)

    def findings(self, name: str) -> Iterator[Finding]:
        """Every forbidden thing that a name asks for, in the order of its words."""
        for term, _ in _found(tuple(words(name)), *self._strict, strict=True):
            yield Finding(term.code, self.names[term.code], term.written, name)

    def hints(self, text: str) -> Iterator[Hint]:
        """Every place of a running text where the need would better be described."""
        script = "ckb" if is_sorani(text) else "ar"
        for term, said in _found(tuple(words(text)), *self._soft, strict=False):
            start, end = said[0].start, said[-1].end
            lang = script if is_arabic_script(text[start:end]) else "en"
            yield Hint(text[start:end], (start, end), lang, term.code, self.remedies[term.code])


def _found(
    said: tuple[Word, ...], never: _Table, allowed: _Table, *, strict: bool
) -> Iterator[tuple[_Term, tuple[Word, ...]]]:
    tokens = [forms(word.text, strict=strict) for word in said]
    excused: set[int] = set()
    for place in range(len(tokens)):
        for term in allowed.at(tokens, place):
            excused.update(range(place, place + len(term.words)))
    told = -1
    for place in range(len(tokens)):
        for term in never.at(tokens, place):
            last = place + len(term.words)
            if last > told and not excused.issuperset(range(place, last)):
                yield term, said[place:last]
                told = last
                break


def _terms(lists: Mapping[str, Any], code: str) -> list[_Term]:
    return [
        term for lang in LANGUAGES for written in lists.get(lang, ()) for term in _term(written, lang, code)
    ]


def _term(written: str, lang: str, code: str) -> Iterator[_Term]:
    """A term as written in the lexicon, once for each inflection of the words that are marked as nouns."""
    choices = []
    for part in written.split():
        marked = part.endswith(_INFLECTED)
        for word in words(part):
            form = dictionary_form(word.text, article=part.endswith(_ARTICLED))
            choices.append(inflected(form, lang) if marked else [form])
    if not choices:
        raise ValueError(f"{code}: a term without a word: {written!r}")
    for chosen in product(*choices):
        yield _Term(tuple(keys(form) for form in chosen), written.endswith(_STEM), written, code)


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with Wasl. No setting and no programme can shorten it."""
    source = files("wasl.programme") / "forbidden.toml"
    return Lexicon(tomllib.loads(source.read_text(encoding="utf-8")))


def check_name(text: str, using: Lexicon | None = None) -> Finding | None:
    """The first forbidden thing that a name, header or label asks for; None when there is none."""
    return next((using or lexicon()).findings(text), None)


def check_names(texts: Iterable[str], using: Lexicon | None = None) -> list[Finding]:
    """All forbidden things that any of the names asks for."""
    return [finding for text in texts for finding in (using or lexicon()).findings(text)]


def check_text(text: str, using: Lexicon | None = None) -> list[Hint]:
    """What in a running text had better be said as a need. A hint, never a refusal: the writer decides."""
    return list((using or lexicon()).hints(text))
