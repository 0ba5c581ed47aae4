"""Governorates and districts of return, shared out as the dossier assumes for synthetic data only."""

from dataclasses import dataclass
from random import Random

from wasl.interfaces.cli.demo.tables import Table


@dataclass(frozen=True, slots=True)
class Place:
    """A code and the Arabic name as a roster prints it."""

    code: str
    ar: str


_ARABIC_SPEAKING: tuple[tuple[Place, float, tuple[tuple[Place, float], ...]], ...] = (
    (
        Place("IQG16", "صلاح الدين"),
        35,
        (
            (Place("IQG16Q02", "الشرقاط"), 26),
            (Place("IQG16Q03", "بيجي"), 24),
            (Place("IQG16Q06", "تكريت"), 20),
            (Place("IQG16Q04", "بلد"), 10),
            (Place("IQG16Q05", "سامراء"), 10),
            (Place("IQG16Q01", "الدور"), 10),
        ),
    ),
    (
        Place("IQG01", "الأنبار"),
        30,
        (
            (Place("IQG01Q02", "القائم"), 34),
            (Place("IQG01Q01", "الفلوجة"), 20),
            (Place("IQG01Q03", "الرمادي"), 18),
            (Place("IQG01Q07", "هيت"), 12),
            (Place("IQG01Q05", "عنة"), 8),
            (Place("IQG01Q06", "حديثة"), 8),
        ),
    ),
    (
        Place("IQG15", "نينوى"),
        25,
        (
            (Place("IQG15Q05", "الموصل"), 40),
            (Place("IQG15Q08", "تلعفر"), 26),
            (Place("IQG15Q02", "البعاج"), 14),
            (Place("IQG15Q04", "الحضر"), 12),
            (Place("IQG15Q07", "سنجار"), 8),
        ),
    ),
    (
        Place("IQG13", "كركوك"),
        5,
        (
            (Place("IQG13Q01", "الحويجة"), 60),
            (Place("IQG13Q04", "كركوك"), 25),
            (Place("IQG13Q02", "داقوق"), 15),
        ),
    ),
    (
        Place("IQG10", "ديالى"),
        3,
        (
            (Place("IQG10Q04", "بعقوبة"), 45),
            (Place("IQG10Q02", "المقدادية"), 35),
            (Place("IQG10Q01", "الخالص"), 20),
        ),
    ),
    (
        Place("IQG08", "بغداد"),
        2,
        (
            (Place("IQG08Q05", "المحمودية"), 45),
            (Place("IQG08Q04", "المدائن"), 35),
            (Place("IQG08Q03", "الكرخ"), 20),
        ),
    ),
)
#: In a governorate of return these districts have many Sorani speakers; the others of the same governorate do not.
_SORANI_DISTRICTS: dict[str, tuple[Place, ...]] = {
    "IQG13": (Place("IQG13Q04", "كركوك"), Place("IQG13Q02", "داقوق"), Place("IQG13Q03", "الدبس")),
    "IQG10": (Place("IQG10Q05", "خانقين"),),
    "IQG15": (Place("IQG15Q06", "الشيخان"), Place("IQG15Q01", "عقرة")),
    "IQG16": (Place("IQG16Q07", "طوزخورماتو"),),
}
_SORANI_SHARE = {"IQG13": 0.35, "IQG10": 0.3, "IQG15": 0.08, "IQG16": 0.04}

_GOVERNORATES = Table((governorate, share) for governorate, share, _ in _ARABIC_SPEAKING)
_DISTRICTS = {governorate.code: Table(districts) for governorate, _, districts in _ARABIC_SPEAKING}

PLACES: tuple[Place, ...] = tuple(
    dict.fromkeys(
        place
        for governorate, _, districts in _ARABIC_SPEAKING
        for place in (governorate, *(d for d, _ in districts), *_SORANI_DISTRICTS.get(governorate.code, ()))
    )
)


def draw_place(rng: Random, *, governorate: str = "", language: str = "") -> tuple[Place, Place, str]:
    """Governorate, district and the language that the family speaks; one or the other may be given."""
    drawn = _GOVERNORATES.draw(rng)
    if governorate or language:
        drawn = _named(governorate or next(iter(_SORANI_DISTRICTS)))
    return _within(rng, drawn, language)


def _named(code: str) -> Place:
    return next(place for place in _GOVERNORATES.values if place.code == code)


def _within(rng: Random, governorate: Place, language: str) -> tuple[Place, Place, str]:
    share = float(language == "ckb") if language else _SORANI_SHARE.get(governorate.code, 0.0)
    if rng.random() < share:
        districts = _SORANI_DISTRICTS[governorate.code]
        return governorate, districts[int(rng.random() * len(districts))], "ckb"
    return governorate, _DISTRICTS[governorate.code].draw(rng), "ar"
