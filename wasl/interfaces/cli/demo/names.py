"""Draws the names of synthetic families by the rules of Iraqi names, and never the name of a public figure.

Own name, father, grandfather, great-grandfather, then perhaps a laqab. Children carry their father's line; a wife
keeps her own. Names from the Kurdish lists come with the Arabic form that the papers would show.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from random import Random

from wasl.interfaces.cli.demo.tables import Table, between, pick

FEMALE, MALE = "f", "m"


@dataclass(frozen=True, slots=True)
class Word:
    """One name part: the Arabic form, the Kurdish form where there is one, and a Latin form."""

    ar: str
    ckb: str | None
    latin: str


@dataclass(frozen=True, slots=True)
class Line:
    """A person's own name and the father's line above it."""

    given: Word
    father: Word
    grandfather: Word
    great: Word

    def child(self, given: Word) -> "Line":
        return Line(given, self.given, self.father, self.grandfather)

    def sibling(self, given: Word) -> "Line":
        return Line(given, self.father, self.grandfather, self.great)

    @property
    def arabic(self) -> tuple[str, str, str]:
        return self.given.ar, self.father.ar, self.grandfather.ar


_OFTEN = {
    MALE: {
        "محمد": 70,
        "أحمد": 48,
        "علي": 30,
        "عمر": 22,
        "عبد الله": 20,
        "حسين": 14,
        "إبراهيم": 14,
        "يوسف": 14,
    }
    | {
        "خالد": 14,
        "مصطفى": 12,
        "محمود": 12,
        "عبد الرحمن": 12,
        "حسن": 10,
        "محەمەد": 40,
        "ئەحمەد": 26,
        "عەلی": 16,
    },
    FEMALE: {"فاطمة": 46, "زينب": 26, "مريم": 26, "عائشة": 22, "خديجة": 16, "نور": 14, "سارة": 12, "آمنة": 12}
    | {"رقية": 10, "أسماء": 10, "هدى": 10, "زهراء": 6, "فاتیمە": 20, "مەریەم": 14, "خەدیجە": 10},
}
_ELDER = frozenset(
    {
        "صبيحة",
        "شكرية",
        "بدرية",
        "حمدية",
        "خيرية",
        "فوزية",
        "نجاة",
        "سعاد",
        "جميلة",
        "رجاء",
        "حليمة",
        "سهام",
        "صفية",
        "جاسم",
        "عبيد",
        "عواد",
        "خلف",
    }
)
_RECENT = frozenset(
    {
        "تبارك",
        "غفران",
        "نبأ",
        "رغد",
        "سجى",
        "جنان",
        "شهد",
        "آلاء",
        "آية",
        "شذى",
        "ضحى",
        "رحمة",
        "سجاد",
        "آدم",
        "سيف",
        "مهند",
        "ليث",
        "أنس",
    }
)
_NONE: frozenset[str] = frozenset()
_GENERATIONS = (("elder", _ELDER, _RECENT), ("adult", _NONE, _NONE), ("young", _RECENT, _ELDER))
_KURDISH_LAQAB = {
    "ھەولێری": "الأربيلي",
    "سلێمانی": "السليماني",
    "کۆیی": "الكويي",
    "دھۆکی": "الدهوكي",
    "ئاکرەیی": "العقراوي",
    "زاخۆیی": "الزاخولي",
    "شەنگالی": "الشنكالي",
}
# The zeros after the operator's code make a synthetic number known at sight.
_PHONE_PREFIXES = ("0770000", "0771000", "0780000", "0781000", "0790000", "0750000")


def _rows(name: str, package: str = "wasl.kernel") -> list[dict[str, str]]:
    with (files(package) / "data" / f"{name}.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


#: Own name and father's name of people whom everybody in Iraq has heard of: rulers, officials, leaders of armed
#: groups, singers, players. No synthetic person carries such a pair, nor do her forebears.
PUBLIC_FIGURES = frozenset(
    (row["own"], row["father"]) for row in _rows("public_figures", "wasl.interfaces.cli.demo")
)


@lru_cache(maxsize=1)
def _book() -> dict[tuple[str, str, str], Table[Word]]:
    """Tables by language, sex and generation (elder, adult, young)."""
    book: dict[tuple[str, str, str], Table[Word]] = {}
    for language in ("ar", "ckb"):
        for sex, label in ((FEMALE, "female"), (MALE, "male")):
            rows = _rows(f"names_{language}_{label}")
            for age, favoured, avoided in _GENERATIONS:
                book[language, sex, age] = Table(
                    (_word(row), _share(row["name"], sex, favoured, avoided)) for row in rows
                )
    return book


def _word(row: dict[str, str]) -> Word:
    if row["script"] == "ckb":
        return Word(row["arabic_equivalent"], row["name"], row["latin_default"])
    return Word(row["name"], None, row["latin_default"])


def _share(name: str, sex: str, favoured: frozenset[str], avoided: frozenset[str]) -> float:
    share = float(_OFTEN[sex].get(name, 4))
    return share * (5 if name in favoured else 0.1 if name in avoided else 1)


@lru_cache(maxsize=1)
def _laqabs() -> dict[str, Table[Word]]:
    rows = _rows("names_laqab")
    arabic = [
        (Word(row["name"], None, row["latin_default"]), 1.0) for row in rows if row["kind"] != "place-ku"
    ]
    kurdish = [
        (Word(_KURDISH_LAQAB[row["name"]], row["name"], row["latin_default"]), 1.0)
        for row in rows
        if row["kind"] == "place-ku"
    ]
    return {"ar": Table(arabic), "ckb": Table(kurdish)}


def age_group(age: int) -> str:
    return "elder" if age >= 50 else "young" if age < 18 else "adult"


def draw_given(rng: Random, language: str, sex: str, age: int, *, father: Word, taken: "set[str]") -> Word:
    """A given name that no sibling has, that is not the father's, and that makes no public figure's pair."""
    table = _book()[language, sex, age_group(age)]
    while True:
        word = table.draw(rng)
        if word.ar not in taken and word.ar != father.ar and (word.ar, father.ar) not in PUBLIC_FIGURES:
            return word


def draw_line(rng: Random, language: str, sex: str, age: int) -> Line:
    """A whole line: four generations, no two neighbours alike."""
    men = _book()[language, MALE, "elder"]
    great = men.draw(rng)
    grandfather = draw_given(rng, language, MALE, 80, father=great, taken=set())
    father = draw_given(rng, language, MALE, 60, father=grandfather, taken={great.ar})
    return Line(draw_given(rng, language, sex, age, father=father, taken=set()), father, grandfather, great)


def draw_laqab(rng: Random, language: str) -> Word | None:
    """A laqab for nine in ten; it says nothing about anybody and nothing is derived from it."""
    return _laqabs()[language].draw(rng) if rng.random() < 0.9 else None


def draw_phone(rng: Random) -> str:
    return f"{pick(rng, _PHONE_PREFIXES)}{between(rng, 0, 9999):04d}"


def kunya(sex: str, eldest: Word) -> tuple[str, str]:
    """How neighbours address a parent, in Arabic and in Sorani."""
    own = eldest.ckb or eldest.ar
    if sex == FEMALE:
        return f"أم {eldest.ar}", f"دایکی {own}"
    return f"أبو {eldest.ar}", f"باوکی {own}"


def latin(line: Line, laqab: Word | None) -> str:
    parts = [line.given.latin, line.father.latin, line.grandfather.latin]
    return " ".join(parts if laqab is None else [*parts, laqab.latin])
