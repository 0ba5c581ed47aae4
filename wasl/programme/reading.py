"""Reads a parsed TOML table key by key, notes every fault and goes on, so that one run finds them all.

A `Sheet` knows where it stands (file and key path). Whatever is wrong is noted and an empty value handed back; the
folder is refused at the end if anything was noted.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from wasl.kernel.text import LANGUAGES, LocalizedText
from wasl.programme.notes import Notes, Reference

NO_TEXT = LocalizedText(ar="", ckb="", en="")
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]*|[A-Z]{2,}[A-Z0-9-]*")
_ARABIC_LETTER = re.compile(r"[\u0620-\u06ff]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_KINDS: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    dt.date: "a date",
}


class Sheet:
    """One table of a programme file, read by asking for each key; `done` reports the keys nobody asked for."""

    def __init__(self, notes: Notes, file: str, place: str, data: Mapping[str, Any]) -> None:
        self.notes, self.file, self.place, self.data = notes, file, place, data
        self._asked: set[str] = set()

    def at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def fault(self, key: str, code: str, message: str, remedy: str) -> None:
        self.notes.fault(self.file, self.at(key) if key else self.place, code, message, remedy)

    def _take(self, key: str, kind: type, *, required: bool) -> Any:
        self._asked.add(key)
        if key not in self.data:
            if required:
                self.fault(
                    key, "key_missing", f"{key!r} is missing.", f"Add it; it is {self._kind_name(kind)}."
                )
            return None
        value = self.data[key]
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        right = type(value) is kind
        if not right:
            self.fault(
                key,
                "type_wrong",
                f"{key!r} is {self._kind_name(type(value))}.",
                f"Write {self._kind_name(kind)}.",
            )
            return None
        return value

    @staticmethod
    def _kind_name(kind: type) -> str:
        return _KINDS.get(kind, kind.__name__)

    def has(self, key: str) -> bool:
        return key in self.data

    def string(self, key: str, *, required: bool = True) -> str:
        value = self._take(key, str, required=required)
        if value == "" and required:
            self.fault(key, "value_wrong", f"{key!r} is empty.", "Write something, or remove what needs it.")
        return value or ""

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self._take(key, bool, required=False)
        return default if value is None else bool(value)

    def whole(self, key: str, *, least: int = 0, most: int | None = None, default: int | None = None) -> int:
        value = self._take(key, int, required=default is None)
        if value is None:
            return default or 0
        if value < least or (most is not None and value > most):
            limits = f"{least} to {most}" if most is not None else f"{least} or more"
            self.fault(key, "value_wrong", f"{key!r} is {value}.", f"Write a number from {limits}.")
        return int(value)

    def whole_or_none(self, key: str, *, least: int = 0) -> int | None:
        self._asked.add(key)
        return self.whole(key, least=least) if self.has(key) else None

    def number(self, key: str, *, default: float | None = None) -> float:
        value = self._take(key, float, required=default is None)
        if value is None:
            return default or 0.0
        if value < 0:
            self.fault(key, "value_wrong", f"{key!r} is below zero.", "Write zero or more.")
        return float(value)

    def date(self, key: str) -> dt.date:
        value = self._take(key, dt.date, required=True)
        return value if isinstance(value, dt.date) else dt.date.min

    def code(self, key: str = "code", *, declares: str | None = None) -> str:
        """A short name; with `declares` it becomes known to the rest of the folder."""
        value = self.string(key)
        if value and not _CODE.fullmatch(value):
            self.fault(
                key,
                "code_wrong",
                f"{value!r} is not a code.",
                "Use small Latin letters, digits, - and _ (or SV-PR-01).",
            )
        if value and declares:
            self.notes.declare(declares, value, self.file, self.place)
        return value

    def refer(self, key: str, kind: str, *, required: bool = True) -> str:
        value = self.string(key, required=required)
        if value:
            self.notes.references.append(Reference(kind, value, self.file, self.at(key)))
        return value

    def choice(self, key: str, allowed: tuple[str, ...], *, default: str | None = None) -> str:
        value = self.string(key, required=default is None) or default or ""
        if value and value not in allowed:
            self.fault(key, "value_wrong", f"{key!r} is {value!r}.", f"Use one of: {', '.join(allowed)}.")
            return allowed[0]
        return value

    def strings(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        values = self._take(key, list, required=required) or []
        good = [value for value in values if isinstance(value, str) and value]
        if len(good) != len(values):
            self.fault(
                key, "type_wrong", f"{key!r} holds something other than texts.", "Write a list of texts."
            )
        for value in sorted({value for value in good if good.count(value) > 1}):
            self.fault(key, "code_twice", f"{value!r} stands twice in {key!r}.", "Remove one of them.")
        return tuple(dict.fromkeys(good))

    def references(self, key: str, kind: str, *, required: bool = False) -> tuple[str, ...]:
        values = self.strings(key, required=required)
        for value in values:
            self.notes.references.append(Reference(kind, value, self.file, self.at(key)))
        return values

    def wholes(self, key: str, *, required: bool = True) -> tuple[int, ...]:
        values = self._take(key, list, required=required) or []
        good = [value for value in values if type(value) is int]
        if len(good) != len(values):
            self.fault(
                key,
                "type_wrong",
                f"{key!r} holds something other than whole numbers.",
                "Write whole numbers.",
            )
        return tuple(good)

    def span(self, key: str, *, required: bool = True) -> tuple[int, int] | None:
        """Two whole numbers, the first not above the second."""
        if not self.has(key) and not required:
            return None
        values = self.wholes(key)
        if len(values) != 2 or values[0] > values[1]:
            if self.has(key):
                self.fault(
                    key, "value_wrong", f"{key!r} is not a range.", "Write [first, last], the smaller first."
                )
            return (0, 0)
        return (values[0], values[1])

    def text(self, key: str, *, required: bool = True) -> LocalizedText:
        """Words in the three languages; each must be there, and Arabic and Sorani in their own letters."""
        data = self._take(key, dict, required=required)
        if data is None:
            return NO_TEXT
        words = Sheet(self.notes, self.file, self.at(key), data)
        found = {language: words._words(language) for language in LANGUAGES}
        if words.flag("ckb_review"):
            self.notes.to_review.append((self.file, words.place))
        words.done()
        text = LocalizedText(**found)
        self.notes.texts.append((self.file, words.place, text))
        return text

    def text_or_none(self, key: str) -> LocalizedText | None:
        self._asked.add(key)
        return self.text(key) if self.has(key) else None

    def _words(self, language: str) -> str:
        self._asked.add(language)
        value = self.data.get(language, "")
        if not isinstance(value, str):
            self.fault(language, "type_wrong", f"{language!r} is not a text.", "Write a text.")
            return ""
        if not value.strip():
            self.fault(
                language, "language_missing", f"the words in {language!r} are missing.", "Translate them."
            )
        elif language != "en" and _LATIN_LETTER.search(value) and not _ARABIC_LETTER.search(value):
            self.fault(language, "language_copied", f"{language!r} stands in Latin letters.", "Translate it.")
        return value.strip()

    def table(self, key: str, *, required: bool = True) -> "Sheet":
        data = self._take(key, dict, required=required)
        return Sheet(self.notes, self.file, self.at(key), data if data is not None else {})

    def tables(self, key: str, *, required: bool = True, named: str = "code") -> Iterator["Sheet"]:
        """Each table of a [[list]]; its place carries its code, so that a person finds it without counting."""
        values = self._take(key, list, required=required) or []
        if required and self.has(key) and not values:
            self.fault(key, "value_wrong", f"{key!r} is empty.", "Add at least one entry.")
        for number, value in enumerate(values, start=1):
            if not isinstance(value, dict):
                self.fault(
                    key, "type_wrong", f"entry {number} of {key!r} is not a table.", f"Write it as [[{key}]]."
                )
                continue
            name = value.get(named)
            label = name if isinstance(name, str | dt.date | int) and name else number
            yield Sheet(self.notes, self.file, f"{self.at(key)}[{label}]", value)

    def every_key(self) -> tuple[str, ...]:
        """The keys of a table whose keys are themselves data (levels, scores); they count as asked for."""
        self._asked.update(self.data)
        return tuple(self.data)

    def any_value(self, key: str) -> Any:
        """A value whose type depends on its neighbours; the caller checks it."""
        self._asked.add(key)
        if key not in self.data:
            self.fault(key, "key_missing", f"{key!r} is missing.", "Add it.")
        return self.data.get(key)

    def done(self) -> None:
        for key in self.data:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.fault(key, "key_unknown", f"nobody knows {key!r} here.", f"Known here: {known}.")
