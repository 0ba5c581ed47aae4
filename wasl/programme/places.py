"""The places of a programme: governorates and districts with codes, three languages and every spelling.

A folder `places/` holds `governorates.csv` and `districts.csv`, and may hold `spellings.csv` (what clerks
also write), `administered.csv` (districts that another governorate looks after than their code says) and
`places.toml` (codes of an older generation, which are refused because they name other places today, and how
telephone numbers are written). Lookups go by code or by any spelling in its normal form.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from wasl.kernel.errors import Invalid, Invalids
from wasl.kernel.names import is_arabic_script, normal
from wasl.kernel.names_latin import latin_fold
from wasl.kernel.numerals import to_ascii_digits
from wasl.kernel.text import LocalizedText

_BRACKETED: Final = re.compile(r"[(\[（].*?[)\]）]")
_KIND_WORDS: Final = frozenset(
    [
        *("محافظة", "محافظه", "قضاء", "ناحية", "ناحيه", "مدينة", "مدينه"),
        *("پارێزگای", "پارێزگا", "قەزای", "قەزا", "شاری"),
        *("governorate", "province", "district", "city", "muhafazat", "qadha"),
    ]
)
_ISO_FORM: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_NOT_IN_CODES: Final = re.compile(r"\s+")


def place_key(text: str) -> str:
    """The form in which spellings of places are compared: without article, brackets and 'governorate'."""
    words = [word for word in _BRACKETED.sub(" ", text).split() if word.casefold() not in _KIND_WORDS]
    plain = " ".join(words) or text.strip()
    if is_arabic_script(plain):
        return normal(plain, laqab=True)
    return latin_fold(plain, laqab=True)


def _code_form(text: str) -> str:
    return _NOT_IN_CODES.sub("", to_ascii_digits(unicodedata.normalize("NFKC", text))).upper()


@dataclass(frozen=True)
class Place:
    """A governorate, or a district of one."""

    code: str
    name: LocalizedText
    parent: str | None = None
    iso: str | None = None
    administered_by: str | None = None
    spellings: tuple[str, ...] = ()

    @property
    def office(self) -> str:
        """The governorate whose office looks after people there."""
        return self.administered_by or self.parent or self.code


@dataclass(frozen=True)
class Telephone:
    """How numbers of the country are written."""

    country: str = ""
    national: str = ""

    def normal(self, text: str) -> str:
        """One number in international form where it can be told, else its digits; '' when it holds none."""
        digits = re.sub(r"[^0-9+]", "", to_ascii_digits(text))
        plain = digits.replace("+", "")
        plain = plain[2:] if plain.startswith("00") else plain
        if self.country and self.national:
            national = plain.removeprefix(self.country).lstrip("0")
            if re.fullmatch(self.national, national):
                return f"+{self.country}{national}"
        return f"+{plain}" if digits.startswith(("+", "00")) and plain else plain


@dataclass(frozen=True)
class Places:
    """All places of one programme."""

    governorates: tuple[Place, ...]
    districts: tuple[Place, ...]
    obsolete_codes: tuple[str, ...] = ()
    telephone: Telephone = Telephone()
    _by_code: Mapping[str, Place] = field(init=False, repr=False, compare=False)
    _governorate_by: Mapping[str, Place] = field(init=False, repr=False, compare=False)
    _districts_by: Mapping[str, tuple[Place, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        governorate_by: dict[str, Place] = {}
        districts_by: dict[str, list[Place]] = {}
        for place in self.governorates:
            for key in _keys(place):
                governorate_by.setdefault(key, place)
        for place in self.districts:
            for key in _keys(place):
                districts_by.setdefault(key, []).append(place)
        everywhere = (*self.governorates, *self.districts)
        object.__setattr__(self, "_by_code", {place.code.upper(): place for place in everywhere})
        object.__setattr__(self, "_governorate_by", governorate_by)
        object.__setattr__(self, "_districts_by", {key: tuple(found) for key, found in districts_by.items()})

    @classmethod
    def load(cls, folder: str | Path) -> Places:
        """Read the folder; raises `Invalids` naming every faulty file and row at once."""
        return _Reader(Path(folder)).places()

    def by_code(self, code: str) -> Place | None:
        return self._by_code.get(_code_form(code))

    def governorate(self, text: str) -> Place | None:
        """The governorate of this code (ours or ISO) or spelling."""
        place = self.by_code(text)
        if place is not None:
            return place if place.parent is None else None
        code = _code_form(text)
        by_iso = next((one for one in self.governorates if one.iso == code), None)
        return by_iso or self._governorate_by.get(place_key(text))

    def district(self, text: str, governorate: str) -> Place | None:
        """The district of this code or spelling that belongs to the governorate or is looked after by it."""
        place = self.by_code(text)
        found: Iterable[Place] = (place,) if place else self.districts_named(text)
        return next((one for one in found if governorate in (one.parent, one.administered_by)), None)

    def districts_named(self, text: str) -> tuple[Place, ...]:
        """Every district of this spelling, wherever it lies."""
        return self._districts_by.get(place_key(text), ())

    def districts_of(self, governorate: str) -> tuple[Place, ...]:
        return tuple(place for place in self.districts if place.parent == governorate)

    def name(self, code: str, lang: str) -> str:
        """The name of a code in a language; the code itself when it is not ours."""
        place = self.by_code(code)
        return place.name.in_(lang) if place else code

    def is_obsolete_code(self, text: str) -> bool:
        code = _code_form(text)
        return code not in self._by_code and any(re.fullmatch(old, code) for old in self.obsolete_codes)


def _keys(place: Place) -> Iterator[str]:
    names = (place.name.ar, place.name.ckb, place.name.en, *place.spellings)
    yield from dict.fromkeys(key for name in names if name and (key := place_key(name)))


class _Reader:
    """Reads the files of a folder and keeps every fault until the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Invalid] = []
        self.spellings: dict[str, list[str]] = {}
        self.offices: dict[str, str] = {}

    def places(self) -> Places:
        for row, line in self._lines("spellings.csv", ("pcode", "spelling"), needed=False):
            self._add_spelling(row, line)
        for _, line in self._lines("administered.csv", ("pcode", "governorate"), needed=False):
            self.offices[line["pcode"]] = line["governorate"]
        columns = ("pcode", "name_en", "name_ar", "name_ckb")
        governorates = self._places("governorates.csv", columns, parent=None)
        districts = self._places("districts.csv", (*columns, "adm1_pcode"), parent="adm1_pcode")
        self._check_codes(governorates, districts)
        settings = self._settings()
        if self.faults:
            raise Invalids(self.faults)
        obsolete = tuple(settings.get("obsolete_codes", ()))
        telephone = Telephone(**settings.get("telephone", {}))
        return Places(tuple(governorates), tuple(districts), obsolete, telephone)

    def _lines(
        self, name: str, columns: tuple[str, ...], *, needed: bool = True
    ) -> Iterator[tuple[int, dict[str, str]]]:
        path = self.folder / name
        if not path.is_file():
            if needed:
                self.faults.append(Invalid(f"places/{name}", "file_missing"))
            return
        with path.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source)
            absent = [column for column in columns if column not in (reader.fieldnames or ())]
            if absent:
                self.faults.append(Invalid(f"places/{name}:1", "column_missing", columns=absent))
                return
            for line in reader:
                yield reader.line_num, {key: (value or "").strip() for key, value in line.items() if key}

    def _add_spelling(self, row: int, line: dict[str, str]) -> None:
        if not line["spelling"]:
            self.faults.append(Invalid(f"places/spellings.csv:{row}", "spelling_missing"))
        self.spellings.setdefault(line["pcode"], []).append(line["spelling"])

    def _places(self, name: str, columns: tuple[str, ...], *, parent: str | None) -> list[Place]:
        found = []
        for row, line in self._lines(name, columns):
            if not line["pcode"] or not line["name_ar"]:
                self.faults.append(Invalid(f"places/{name}:{row}", "code_or_name_missing"))
                continue
            iso = _ISO_FORM.match(line.get("iso3166_2", ""))
            listed = [*line.get("aliases", "").split("|"), line.get("name_kmr_latin", "")]
            found.append(
                Place(
                    code=line["pcode"],
                    name=LocalizedText(line["name_ar"], line["name_ckb"], line["name_en"]),
                    parent=line[parent] if parent else None,
                    iso=iso.group() if iso else None,
                    administered_by=self.offices.get(line["pcode"]),
                    spellings=tuple(one for one in (*listed, *self.spellings.get(line["pcode"], ())) if one),
                )
            )
        return found

    def _check_codes(self, governorates: list[Place], districts: list[Place]) -> None:
        above = {place.code for place in governorates}
        everywhere = [place.code for place in (*governorates, *districts)]
        for code in sorted({code for code in everywhere if everywhere.count(code) > 1}):
            self.faults.append(Invalid("places", "code_twice", pcode=code))
        for place in districts:
            for governorate in (place.parent, place.administered_by):
                if governorate is not None and governorate not in above:
                    self.faults.append(
                        Invalid("places/districts.csv", "governorate_unknown", pcode=place.code)
                    )
        for code in sorted({*self.spellings, *self.offices} - set(everywhere)):
            self.faults.append(Invalid("places", "code_unknown", pcode=code))

    def _settings(self) -> dict[str, Any]:
        path = self.folder / "places.toml"
        if not path.is_file():
            return {}
        try:
            settings = tomllib.loads(path.read_text(encoding="utf-8"))
            for pattern in settings.get("obsolete_codes", ()):
                re.compile(pattern)
            Telephone(**settings.get("telephone", {}))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, re.error, TypeError):
            self.faults.append(Invalid("places/places.toml", "unreadable"))
            return {}
        return settings
