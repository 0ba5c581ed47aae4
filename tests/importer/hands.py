"""Writes the same families in as many hands as clerks have: headings in three languages and any order, names in one
cell or four, dates of every kind, families told apart in six ways, faults where one asks for them, as text or as a
workbook. Seeded. The words are in hands.toml.
"""

import io
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

from tests.importer.lists import as_csv
from tests.importer.population import YEAR, Family, Person
from wasl.kernel.numerals import to_arabic_digits

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
HEADINGS: dict[str, dict[str, list[str]]] = _WORDS["headings"]
FORBIDDEN: list[str] = _WORDS["forbidden"]
HARMLESS: list[str] = _WORDS["harmless"]
SEXES: dict[str, list[str]] = _WORDS["sexes"]
RELATIONS: dict[str, dict[str, list[str]]] = _WORDS["relations"]
ROLES = {"رب الأسرة": "head", "زوجة": "spouse", "ابن": "child", "ابنة": "child", "أم": "parent"}
DATES = (
    *(
        "{0:%d/%m/%Y}",
        "{0.day}/{0.month}/{0.year}",
        "{0:%d-%m-%Y}",
        "{0:%Y-%m-%d}",
        "{0:%Y/%m/%d}",
        "{0:%d.%m.%Y}",
    ),
    *("{0.day} {1} {0.year}", "{0:%Y-%m-%d 00:00:00}"),
)
COLUMNS = (
    *("family", "given", "father", "grandfather", "laqab", "mother", "sex", "birth", "relation"),
    *("governorate", "district", "phone", "remarks"),
)
FAULTS = {
    "name_missing": (("given", "full"), ("", "؟", "-")),
    "sex_unknown": (("sex",), ("؟", "", "غير معروف", "x")),
    "date_invalid": (("birth",), ("31/02/1990", "99/99/1999", "1410/5/3", "abc", "٣٠/٢/٢٠٠١", "12/25/1990")),
    "date_in_future": (("birth",), ("2031", "1/1/2031", "٢٠٣٠-٠٥-٠٤")),
    "place_unknown": (("governorate",), ("كوكب المريخ", "Atlantis", "الرقة")),
    "place_code_obsolete": (("governorate",), ("IQ-G08", "iq-g15", "IQ08")),
}


@dataclass
class Written:
    """A list as a file, and what must come out of it."""

    how: str
    data: bytes = b""
    filename: str = ""
    refused: tuple[str, ...] = ()
    people: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    """By line of the file: the family's place in the list, names, sex, year, role."""
    faults: list[tuple[int, str]] = field(default_factory=list)
    faulty: set[int] = field(default_factory=set)


class Hand:
    """What one clerk always does, and what now and then."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.book = chance.random() < 0.5
        self.lang = chance.choice(["ar", "ar", "en", "ckb"])
        self.full = chance.random() < 0.3
        self.age = chance.random() < 0.12
        self.grouping = chance.choice(["every", "every", "first", "line", "none", "member", "named"])
        self.digits = chance.choice(["ascii", "arabic", "mixed"])
        self.style = chance.choice(["{}", "{}", "{:03}", "F-{}"])

    def __str__(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in vars(self).items() if name != "chance")

    def columns(self) -> list[str]:
        words = list(COLUMNS)
        if self.full:
            words = [word for word in words if word not in ("father", "grandfather", "laqab")]
            words[words.index("given")] = "full"
        if self.age:
            words[words.index("birth")] = "age"
        if self.grouping in ("line", "none"):
            words.remove("family")
        if self.grouping == "named":
            words[words.index("family")] = "head_name"
        for optional in ("phone", "remarks", "district"):
            if self.chance.random() < 0.2:
                words.remove(optional)
        if self.chance.random() < 0.6:
            self.chance.shuffle(words)
        return words

    def heading(self, word: str) -> str:
        text = self.chance.choice(HEADINGS[self.lang][word])
        if self.lang != "en" and self.chance.random() < 0.1:
            text = f"{text} / {HEADINGS['en'][word][0]}"
        ways = [f" {text} ", f"{text}:", f"{text} *", text.replace(" ", "  ")]
        return self.chance.choice([text] * 6 + ways)

    def number(self, text: str) -> str:
        arabic = self.digits == "arabic" or (self.digits == "mixed" and self.chance.random() < 0.4)
        return to_arabic_digits(text) if arabic else text

    def birth(self, person: Person) -> Any:
        born, way = person.born, self.chance.random()
        if (born.month, born.day) == (7, 1) and way < 0.5:
            return born.year if self.book and way < 0.2 else self.number(str(born.year))
        if self.book and way < 0.15:
            return datetime.combine(born, time())
        if self.book and way < 0.25:
            return (born - date(1899, 12, 30)).days
        return self.number(self.chance.choice(DATES).format(born, _WORDS["months"][born.month - 1]))

    def phone(self) -> Any:
        digits = f"77{self.chance.randrange(10**7, 10**8)}"
        if self.book and self.chance.random() < 0.3:
            return int(digits)
        ways = [
            "",
            "",
            f"0{digits}",
            f"+964 {digits}",
            self.number(f"0{digits[:3]} {digits[3:]}"),
            "لا يوجد",
            "-",
        ]
        return self.chance.choice(ways)

    def family(self, at: int, nth: int) -> Any:
        if self.grouping == "first" and nth:
            return None
        if self.grouping == "member":
            return self.number(f"{at}/{nth + 1}")
        if self.book and self.style == "{}" and self.chance.random() < 0.5:
            return at
        return self.number(self.style.format(at))

    def cells(self, person: Person, family: Family, at: int, nth: int) -> dict[str, Any]:
        chance = self.chance
        names = {
            part: getattr(person, part) for part in ("given", "father", "grandfather", "laqab", "mother")
        }
        own = [names[part] for part in ("given", "father", "grandfather", "laqab")]
        head = family.people[0]
        return {
            **names,
            "family": self.family(at, nth),
            "head_name": f"{head.given} {head.father} {head.grandfather}",
            "full": chance.choice([" ", "  "]).join(own),
            "sex": chance.choice(SEXES[person.sex]),
            "birth": self.birth(person),
            "age": self.number(str(YEAR - person.born.year)),
            "relation": chance.choice(RELATIONS[person.relation][person.sex]),
            "governorate": family.place[0] if nth == 0 or chance.random() < 0.8 else None,
            "district": family.place[1],
            "phone": self.phone(),
            "remarks": chance.choice([None, None, "يتيم", "مريضة سكري"]),
            "?": chance.choice([None, "نعم", "قيد التدقيق", "7"]),
        }


def write(chance: Random, families: Sequence[Family], *, faults: int = 0) -> Written:
    """The families as one clerk writes them, with at most so many faults in families of their own."""
    hand = Hand(chance)
    columns = hand.columns()
    titles = [hand.heading(word) for word in columns]
    extra = [chance.choice(FORBIDDEN)] if chance.random() < 0.5 else []
    harmless = [chance.choice(HARMLESS)] if chance.random() < 0.3 else []
    for text in (*extra, *harmless):
        at = chance.randrange(len(columns) + 1)
        columns.insert(at, "?")
        titles.insert(at, text)
    if chance.random() < 0.4:
        columns.insert(0, "serial")
        titles.insert(0, {"ar": "ت", "en": "No", "ckb": "ز"}[hand.lang])
    written = Written(str(hand), refused=tuple(extra))
    rows = [*_above(chance), list(titles), *_below(chance, hand, columns)]
    wrong = chance.sample(range(1, len(families) + 1), min(faults, len(families)))
    count = 0
    for at, family in enumerate(families, start=1):
        if chance.random() < 0.1:
            rows.append([])
        if hand.grouping == "line":
            words = chance.choice(["العائلة رقم {}", "عائلة رقم ({})", "Family {}", "الأسرة {}"])
            rows.append([words.format(hand.number(str(at)))])
        elif at > 1 and chance.random() < 0.05:
            rows.append(list(titles))
        hurt = chance.randrange(len(family.people)) if at in wrong else -1
        for nth, person in enumerate(family.people):
            count += 1
            cells = {"serial": count, **hand.cells(person, family, at, nth)}
            if nth == hurt:
                _hurt(chance, cells, columns, len(rows) + 1, at, written)
            rows.append([cells.get(word) for word in columns])
            written.people[len(rows)] = _truth(person, at)
    rows += _after(chance, count)
    written.data, written.filename = _as_book(chance, rows) if hand.book else _as_text(chance, rows)
    return written


def _above(chance: Random) -> list[list[Any]]:
    titles: list[list[Any]] = [
        ["وزارة الهجرة والمهجرين"],
        ["قائمة عوائل القافلة", None, None, "العدد: 7"],
        [],
    ]
    return titles[: chance.randrange(4)]


def _below(chance: Random, hand: Hand, columns: Sequence[str]) -> list[list[Any]]:
    """What some forms have under the headings: them again in English, or the number of each column."""
    kind = chance.random()
    if kind < 0.08 and hand.lang != "en":
        return [[HEADINGS["en"].get(word, [None])[0] for word in columns]]
    if kind < 0.14:
        return [[str(number) for number in range(1, len(columns) + 1)]]
    return []


def _after(chance: Random, count: int) -> list[list[Any]]:
    total = chance.choice(["المجموع", "الإجمالي", "Total", "کۆی گشتی"])
    closing: list[list[Any]] = [
        [],
        [total, count],
        [None, "المجموع: 4 عائلة / 9 فرد"],
        [None, None, "التوقيع"],
    ]
    return closing[: chance.choice([0, 0, 2, 3, 4])]


def _hurt(
    chance: Random, cells: dict[str, Any], columns: Sequence[str], row: int, at: int, written: Written
) -> None:
    code = chance.choice(list(FAULTS))
    words, instead = FAULTS[code]
    place = next((word for word in words if word in columns), None)
    if place is not None:
        cells[place] = chance.choice(instead)
        written.faults.append((row, code))
        written.faulty.add(at)


def _truth(person: Person, at: int) -> tuple[Any, ...]:
    names = (person.given, person.father, person.grandfather, person.laqab, person.mother)
    return (at, *names, person.sex, person.born.year, ROLES[person.relation])


def _as_text(chance: Random, rows: list[list[Any]]) -> tuple[bytes, str]:
    delimiter = chance.choice([",", ";", "\t", "|"])
    encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1256"])
    texts = [["" if cell is None else cell for cell in row] for row in rows]
    try:
        data = as_csv(texts, delimiter, encoding)
    except UnicodeEncodeError:  # windows-1256 has no Kurdish letters
        data = as_csv(texts, delimiter, "utf-8-sig")
    return data, "list.txt" if delimiter == "\t" else "list.csv"


def _as_book(chance: Random, rows: list[list[Any]]) -> tuple[bytes, str]:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "القافلة"
    for row in rows:
        sheet.append(row)
    if chance.random() < 0.4:
        book.create_sheet("تعليمات", 0).append(["يرجى ملء القائمة"])
    if chance.random() < 0.3:
        old = book.create_sheet("قديم")
        old.sheet_state = "hidden"
        for row in rows[: len(rows) // 2]:
            old.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue(), "list.xlsx"
