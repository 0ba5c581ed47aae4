"""Draws convoys as the given ones are: few names that very many bear, families that come a second time written
otherwise, and families that only look as if they did. Seeded, so that a number names a convoy for ever.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from wasl.kernel.names_latin import listed_names

YEAR = 2026
_LISTED = list(listed_names())


def _listed(sex: str, kurdish: bool) -> list[str]:
    return [
        one.name
        for one in _LISTED
        if not one.laqab and one.sex == sex and bool(one.arabic or "ە" in one.name) == kurdish
    ]


MEN = [name for name in _listed("m", kurdish=False) if name not in ("محمد", "أحمد", "علي")]
WOMEN = [name for name in _listed("f", kurdish=False) if name not in ("فاطمة", "زينب", "مريم")]
LAQABS = ["الموصلي", *(one.name for one in _LISTED if one.laqab and one.name.startswith("ال"))]
PLACES = [
    *(("نينوى", "سنجار"), ("نينوى", "تلعفر"), ("الأنبار", "القائم"), ("صلاح الدين", "بيجي")),
    *(("ديالى", "بعقوبة"), ("كركوك", "الحويجة"), ("بغداد", "أبو غريب")),
]


@dataclass(frozen=True)
class Person:
    """One person of a made family, as she would write herself."""

    given: str
    father: str
    grandfather: str
    laqab: str
    mother: str
    sex: str
    born: date
    relation: str


@dataclass(frozen=True)
class Family:
    """A made family. `of`: the number of the family of the first convoy that this one is once more."""

    number: str
    people: tuple[Person, ...]
    place: tuple[str, str]
    of: str = ""
    near: str = ""


@dataclass
class Convoys:
    """A first convoy, a second one, and which of its families were in the first."""

    first: list[Family] = field(default_factory=list)
    second: list[Family] = field(default_factory=list)

    @property
    def known(self) -> dict[str, str]:
        return {family.number: family.of for family in self.second if family.of}


def _man(chance: Random) -> str:
    return chance.choices(["محمد", "أحمد", "علي", chance.choice(MEN)], [30, 10, 6, 54])[0]


def _woman(chance: Random) -> str:
    return chance.choices(["فاطمة", "زينب", "مريم", chance.choice(WOMEN)], [30, 9, 6, 55])[0]


def _born(chance: Random, year: int) -> date:
    if chance.random() < 0.45:
        return date(year, 7, 1)
    return date(year, 1, 1) + timedelta(days=chance.randrange(300 if year == YEAR else 365))


def family(chance: Random, number: str) -> Family:
    """A mother or father, perhaps a spouse, children who carry the father's line, sometimes a grandmother."""
    laqab = chance.choices(LAQABS, [30, *[2] * (len(LAQABS) - 1)])[0]
    year = chance.randrange(1955, 2003)
    father, mother = (
        Person(
            name, _man(chance), _man(chance), laqab, _woman(chance), sex, _born(chance, year + chance.randrange(5)), ""
        )
        for name, sex in ((_man(chance), "m"), (_woman(chance), "f"))
    )  # fmt: skip
    together = chance.random() < 0.4
    head, spouse = (father, mother) if together else (mother, None)
    people = [replace(head, relation="رب الأسرة")]
    if spouse:
        people.append(replace(spouse, relation="زوجة"))
    for _ in range(chance.choices(range(7), [18, 20, 20, 16, 12, 8, 6])[0]):
        sex = chance.choice("mf")
        given = _man(chance) if sex == "m" else _woman(chance)
        born = _born(chance, min(YEAR, year + 20 + chance.randrange(25)))
        people.append(
            Person(given, father.given, father.father, laqab, mother.given, sex, born, "ابن" if sex == "m" else "ابنة")
        )  # fmt: skip
    if chance.random() < 0.15:
        elder = Person(
            _woman(chance),
            _man(chance),
            _man(chance),
            laqab,
            _woman(chance),
            "f",
            _born(chance, year - 20),
            "أم",
        )
        people.append(elder)  # fmt: skip
    return Family(number, tuple(people), chance.choice(PLACES))


def convoys(
    seed: int, *, first: int = 190, second: int = 60, repeated: int = 12, hard: bool = False
) -> Convoys:
    """Two convoys. `hard`: parts left out, slips, ages changed, members missing or new, and relatives of the first."""
    chance = Random(seed)
    made = Convoys([family(chance, str(number)) for number in range(1, first + 1)])
    again = chance.sample(made.first, repeated)
    fresh = second - repeated
    relatives = chance.sample([one for one in made.first if one not in again], 12) if hard else []
    for at, one in enumerate(again, start=1):
        made.second.append(_once_more(chance, one, f"B{at}", hard=hard))
    for at in range(fresh):
        number = f"B{repeated + at + 1}"
        other = family(chance, number)
        made.second.append(_near(chance, other, relatives[at]) if at < len(relatives) else other)
    chance.shuffle(made.second)
    return made


SWAPS = (("ة", "ه"), ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"), ("ئ", "ي"), ("عبد ", "عبد"))


def otherwise(chance: Random, name: str) -> str:
    """The same name in another hand."""
    for old, new in SWAPS:
        if old in name and chance.random() < 0.5:
            name = name.replace(old, new, 1)
    if len(name) > 3 and chance.random() < 0.15:
        at = chance.randrange(1, len(name) - 1)
        name = name[:at] + "ـ" * chance.randrange(1, 4) + name[at:]
    return name


def slip(chance: Random, name: str) -> str:
    """A letter left out, doubled or exchanged with its neighbour."""
    if len(name) < 4:
        return name
    at = chance.randrange(1, len(name) - 1)
    return chance.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ]
    )


def _same(chance: Random, one: Person, *, hard: bool) -> Person:
    parts = {
        part: otherwise(chance, getattr(one, part))
        for part in ("given", "father", "grandfather", "laqab", "mother")
    }
    year = one.born.year + (chance.choice((-1, 1)) if chance.random() < 0.15 else 0)
    if hard:
        wrong = chance.random()
        if wrong < 0.15:
            part = chance.choice(("given", "father", "grandfather", "mother"))
            parts[part] = slip(chance, parts[part])
        elif wrong < 0.25:
            parts[chance.choice(("grandfather", "mother", "laqab"))] = ""
        elif wrong < 0.30:
            parts["laqab"] = chance.choice(LAQABS)
        if chance.random() < 0.10:
            year += chance.choice((-2, 2, -9, 9, -3, 5))
    return replace(one, **parts, born=_born(chance, min(year, YEAR)))


def _once_more(chance: Random, one: Family, number: str, *, hard: bool) -> Family:
    people = [_same(chance, person, hard=hard) for person in one.people]
    if hard and len(people) > 2 and chance.random() < 0.3:
        people.pop(chance.randrange(1, len(people)))
    if hard and len(people) > 1 and chance.random() < 0.2:
        baby = people[-1]
        people.append(replace(baby, given=_woman(chance), sex="f", relation="ابنة", born=date(YEAR, 7, 1)))
    return Family(number, tuple(people), one.place, of=one.number)


def _near(chance: Random, other: Family, known: Family) -> Family:
    """A family that is not the known one: of a brother or sister, of a namesake, or of a cousin."""
    them, head = known.people[0], other.people[0]
    kind = chance.choice(("sibling", "namesake", "cousin"))
    if kind == "sibling":
        given = head.given if head.given != them.given else _man(chance) + " علي"
        like = replace(
            head, father=them.father, grandfather=them.grandfather, laqab=them.laqab, mother=them.mother, given=given
        )  # fmt: skip
        if like.sex == them.sex and like.given == them.given:
            like = replace(like, given="سراء" if like.sex == "f" else "ذنون")
    elif kind == "namesake":
        like = replace(head, given=them.given, father=them.father, grandfather=them.grandfather, sex=them.sex)
        if abs(like.born.year - them.born.year) <= 3:
            like = replace(like, born=date(max(1950, them.born.year - 12), 7, 1))
    else:
        like = replace(head, father=_man(chance), grandfather=them.grandfather, laqab=them.laqab)
    return replace(other, people=(like, *other.people[1:]), place=known.place, near=kind)


def lines(families: list[Family]) -> list[tuple[str, ...]]:
    """The families as the lines of a list, in the order of the usual headings."""
    return [
        (
            *(one.number, person.given, person.father, person.grandfather, person.laqab, person.mother),
            *("ذكر" if person.sex == "m" else "أنثى", person.born.isoformat(), person.relation, *one.place, "", ""),
        )
        for one in families
        for person in one.people
    ]  # fmt: skip
