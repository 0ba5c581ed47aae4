"""Who lives together: heads, wives, grandmothers and children, with ages that fit and lines that hold.

A woman keeps her father's line; children take their father's, also where he is not there. Where a grandmother lives
with her grown child, she is that child's mother by name too.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from wasl.interfaces.cli.demo.names import FEMALE, MALE, Line, Word, draw_given, draw_laqab, draw_line
from wasl.interfaces.cli.demo.tables import Table, between


@dataclass(slots=True)
class Member:
    key: int
    relation: str
    sex: str
    age: int
    line: Line
    laqab: Word | None
    mother: Line
    spouse: str | None = None
    carer: int | None = None
    eldest: Word | None = None
    born: date = date.min
    accuracy: str = "day"


_SIZES = Table(
    ((1, 10), (2, 17), (3, 20.5), (4, 19), (5, 14), (6, 9), (7, 5), (8, 2.5), (9, 1.5), (10, 1), (11, 0.5))
)
_HEADS = Table((("woman", 56.5), ("man", 39), ("grandmother", 4.5)))
_HEADS_ALONE = Table((("woman", 40), ("man", 27), ("grandmother", 20), ("child", 13)))
_HUSBAND = Table((("absent", 39), ("deceased", 37), ("unknown", 24)))
_WIFE_GONE = Table((("deceased", 60), ("absent", 28), ("unknown", 12)))
_GAPS = Table(((1, 46), (2, 40), (3, 14)))
_CHILD_DATES = Table((("day", 66), ("month", 6), ("year", 20), ("estimated", 8)))
_ADULT_DATES = Table((("day", 47), ("month", 6), ("year", 32), ("estimated", 15)))


def compose(rng: Random, language: str, arrival: date, *, size: int = 0, kind: str = "") -> list[Member]:
    """The members of one family, the head first, then a spouse, then the others by age."""
    size = size or _SIZES.draw(rng)
    kind = kind or (_HEADS_ALONE if size == 1 else _HEADS).draw(rng)
    if kind == "child":
        members = [
            _newcomer(rng, language, "head", _any_sex(rng), between(rng, 14, 17), draw_laqab(rng, language))
        ]
    elif kind == "grandmother":
        members = _grandmother_and_grandchildren(rng, language, size)
    else:
        members = _parent_and_children(rng, language, kind, size)
    for key, member in enumerate(members, 1):
        member.key = key
        _set_birth(rng, member, arrival)
    _set_carers(members)
    return members


def _any_sex(rng: Random) -> str:
    return FEMALE if rng.random() < 0.5 else MALE


def _newcomer(rng: Random, language: str, relation: str, sex: str, age: int, laqab: Word | None) -> Member:
    """Somebody whose line and mother are drawn afresh."""
    line, mother = draw_line(rng, language, sex, age), draw_line(rng, language, FEMALE, age + 25)
    return Member(0, relation, sex, age, line, laqab, mother)


def _parent_and_children(rng: Random, language: str, kind: str, size: int) -> list[Member]:
    laqab = draw_laqab(rng, language)
    couple = size > 1 and rng.random() < (0.74 if kind == "man" else 0.02)
    grandmother = size - couple > 1 and rng.random() < 0.145
    sibling = size - couple - grandmother > 2 and rng.random() < 0.04
    ages = _children_ages(rng, size - 1 - couple - grandmother - sibling)
    woman_age = max(19, ages[0] + between(rng, 18, 26)) if ages else between(rng, 19, 58)
    man_age = max(woman_age + between(rng, 0, 9), 20)
    if kind == "woman":
        head = _newcomer(rng, language, "head", FEMALE, woman_age, _wifes_laqab(rng, language, laqab))
        head.spouse = "present" if couple else _HUSBAND.draw(rng) if ages or rng.random() < 0.7 else None
        father, mother = draw_line(rng, language, MALE, man_age), head.line
        partner = Member(0, "husband", MALE, man_age, father, laqab, draw_line(rng, language, FEMALE, 70))
    else:
        head = _newcomer(rng, language, "head", MALE, man_age, laqab)
        head.spouse = "present" if couple else _WIFE_GONE.draw(rng) if ages or rng.random() < 0.4 else None
        father, mother = head.line, draw_line(rng, language, FEMALE, woman_age)
        partner = Member(
            0,
            "wife",
            FEMALE,
            woman_age,
            mother,
            _wifes_laqab(rng, language, laqab),
            draw_line(rng, language, FEMALE, 60),
        )
    partner.spouse = "present"
    children = _children(rng, language, ages, father, mother, laqab)
    head.eldest = partner.eldest = _eldest(children)
    members = [head, partner] if couple else [head]
    if grandmother:
        members.append(_head_mother(rng, language, head))
    if sibling:
        members.append(_head_sibling(rng, language, head))
    return members + children


def _wifes_laqab(rng: Random, language: str, husbands: Word | None) -> Word | None:
    """Her own, which is often the same where cousins marry."""
    return husbands if rng.random() < 0.4 else draw_laqab(rng, language)


def _children_ages(rng: Random, count: int) -> list[int]:
    """Oldest first; brothers and sisters a year or more apart."""
    if count <= 0:
        return []
    ages = [max(0, between(rng, 0, 10) - count // 2)]
    for _ in range(count - 1):
        ages.append(ages[-1] + _GAPS.draw(rng))
    return ages[::-1]


def _children(
    rng: Random, language: str, ages: list[int], father: Line, mother: Line, laqab: Word | None
) -> list[Member]:
    taken: set[str] = {father.father.ar} if rng.random() < 0.7 else set()
    children = []
    for age in ages:
        sex = _any_sex(rng)
        given = draw_given(rng, language, sex, age, father=father.given, taken=taken)
        taken.add(given.ar)
        relation = "son" if sex == MALE else "daughter"
        children.append(Member(0, relation, sex, age, father.child(given), laqab, mother))
    return children


def _eldest(children: list[Member]) -> Word | None:
    """Whom a parent is called after: the eldest son, else the eldest daughter."""
    if not children:
        return None
    return next((child for child in children if child.sex == MALE), children[0]).line.given


def _head_mother(rng: Random, language: str, head: Member) -> Member:
    age = max(head.age + between(rng, 17, 28), 44)
    mother = _newcomer(rng, language, "mother", FEMALE, age, draw_laqab(rng, language))
    mother.spouse = "deceased" if rng.random() < 0.7 else _HUSBAND.draw(rng)
    mother.eldest = head.line.given
    head.mother = mother.line
    return mother


def _head_sibling(rng: Random, language: str, head: Member) -> Member:
    sex, age = _any_sex(rng), max(10, head.age - between(rng, 2, 14))
    given = draw_given(rng, language, sex, age, father=head.line.father, taken={head.line.given.ar})
    relation = "brother" if sex == MALE else "sister"
    return Member(0, relation, sex, age, head.line.sibling(given), head.laqab, head.mother)


def _grandmother_and_grandchildren(rng: Random, language: str, size: int) -> list[Member]:
    """A grandmother who brings up the children of a son who is not there."""
    head = _newcomer(rng, language, "head", FEMALE, between(rng, 52, 74), draw_laqab(rng, language))
    head.spouse = "deceased" if rng.random() < 0.75 else _HUSBAND.draw(rng)
    laqab = draw_laqab(rng, language)
    grandfather = draw_line(rng, language, MALE, 70)
    father = grandfather.child(
        draw_given(rng, language, MALE, 35, father=grandfather.given, taken={grandfather.father.ar})
    )
    head.eldest = father.given
    ages = [min(age, 17) for age in _children_ages(rng, size - 1)]
    children = _children(rng, language, ages, father, draw_line(rng, language, FEMALE, 32), laqab)
    for child in children:
        child.relation = "grandson" if child.sex == MALE else "granddaughter"
    return [head, *children]


def _set_birth(rng: Random, member: Member, arrival: date) -> None:
    """A birth date as people know it: the year alone is written as 1 July of that year."""
    born = arrival - timedelta(days=int(member.age * 365.25) + between(rng, 1, 364))
    accuracy = (_CHILD_DATES if member.age < 18 else _ADULT_DATES).draw(rng)
    if accuracy == "month":
        born = born.replace(day=1)
    elif accuracy != "day":
        placeholder = date(born.year, 7, 1)
        born, accuracy = (placeholder, accuracy) if placeholder <= arrival else (born, "day")
    member.born, member.accuracy = born, accuracy
    member.age = _years(born, arrival)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _set_carers(members: list[Member]) -> None:
    """Who cares for each child: a woman of the house before the head who is a man."""
    carer = next(
        (m for m in members if m.sex == FEMALE and m.relation in {"head", "wife"} and m.age >= 18), members[0]
    )
    for member in members:
        if member.age < 18 and member is not carer:
            member.carer = carer.key
