"""Who is in a family, as far as a sentence about it must know: no note speaks of a grandmother who is not there."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from wasl.interfaces.cli.demo.names import FEMALE


class Somebody(Protocol):
    """What is asked of a member."""

    @property
    def age(self) -> int: ...
    @property
    def sex(self) -> str: ...
    @property
    def relation(self) -> str: ...


#: A sentence with this word is said only of a family that has this.
_ONLY_WITH = (
    ("الجدة", "grandmother"),
    ("الأم ", "mother"),
    ("للأم ", "mother"),
    ("الأطفال", "children"),
    ("للأولاد", "school"),
    ("أطفال", "children"),
    ("طفل", "children"),
    ("الإخوة", "brothers"),
    ("المراهقين", "teens"),
    ("للرضيع", "baby"),
    ("الحضانة", "small"),
    ("المدرسة", "school"),
    ("مدرسة", "school"),
    ("المعلمة", "school"),
    ("الولادة", "children"),
    ("ولادة", "children"),
    ("كل بالغ", "adults"),
    ("كل فرد", "several"),
    ("العائلة كلها", "several"),
    ("منداڵ", "children"),
    ("لەدایکبوون", "children"),
    ("قوتابخانە", "school"),
    ("گەورەیەک", "adults"),
    ("ئەندامێک", "several"),
)


def traits_of(members: Iterable[Somebody]) -> frozenset[str]:
    """What there is in a family."""
    people = list(members)
    ages = [one.age for one in people if one.age < 18]
    own = any(one.relation in {"son", "daughter"} for one in people)
    found = {
        "children": bool(ages),
        "school": any(age >= 6 for age in ages),
        "teens": any(age >= 13 for age in ages),
        "small": any(age < 6 for age in ages),
        "baby": any(age < 2 for age in ages),
        "brothers": len(ages) > 1,
        "adults": len(ages) < len(people),
        "several": len(people) > 1,
        "grandmother": any(_is_grandmother(one, people) for one in people),
        "mother": own and any(one.sex == FEMALE and one.relation in {"head", "wife"} for one in people),
        "girl": any(one.sex == FEMALE and one.age >= 12 for one in people),
        "wife": any(one.sex == FEMALE and 18 <= one.age <= 42 for one in people if one.relation == "wife"),
    }
    return frozenset(name for name, there in found.items() if there)


def _is_grandmother(one: Somebody, people: list[Somebody]) -> bool:
    grandchildren = any(other.relation in {"grandson", "granddaughter"} for other in people)
    return one.sex == FEMALE and (one.relation == "mother" or (one.relation == "head" and grandchildren))


@lru_cache(maxsize=4096)
def asked_by(sentence: str) -> frozenset[str]:
    """What a family must have for this to be said of it."""
    return frozenset(trait for word, trait in _ONLY_WITH if word in sentence)


def fitting(sentences: tuple[str, ...], traits: frozenset[str]) -> tuple[str, ...]:
    """Those that can be said of this family; all of them where none is left."""
    return tuple(one for one in sentences if asked_by(one) <= traits) or sentences
