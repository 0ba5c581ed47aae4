"""Synthetic families: who they are, how they are called, where they go, what they need.

Nothing here is taken from anybody. Shares come from the dossier (6.3 and 7): six heads in ten are women, about 62 in
a hundred people are under 18, a grandmother lives in every seventh family, sizes run from 1 to 11 with a mean of 3.9.
Every family has a random source of its own, so that the tenth family is the same among ten and among ten thousand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from wasl.interfaces.cli.demo import needs, words
from wasl.interfaces.cli.demo.composition import Member, compose
from wasl.interfaces.cli.demo.names import FEMALE, Line, Word, draw_phone, kunya, latin
from wasl.interfaces.cli.demo.places import Place, draw_place
from wasl.interfaces.cli.demo.stages import Opening, Placement, Stage, opening, place, turn_of
from wasl.interfaces.cli.demo.tables import Table, between, pick
from wasl.interfaces.cli.demo.traits import traits_of

_ROLES = {
    "head": "head",
    "wife": "spouse",
    "husband": "spouse",
    "son": "child",
    "daughter": "child",
    "mother": "parent",
    "brother": "sibling",
    "sister": "sibling",
    "grandson": "grandchild",
    "granddaughter": "grandchild",
}


@dataclass(frozen=True, slots=True)
class SafeContact:
    """How an adult may be reached without harm."""

    when: str
    answered_by: str
    visit: str
    vehicle: str
    leave_message: bool


@dataclass(frozen=True, slots=True)
class SyntheticPerson:
    key: int
    sex: str
    born: date
    accuracy: str
    age: int
    relation: str
    carer: int | None
    line: Line
    laqab: Word | None
    mother: Line
    kunya: tuple[str, str] | None
    used: str
    spouse: str | None
    phones: tuple[str, ...]
    safe: SafeContact | None
    documents: dict[str, str]
    scores: dict[str, int]
    level: str
    strength: str
    wish: str

    @property
    def adult(self) -> bool:
        return self.age >= 18

    @property
    def role(self) -> str:
        """How she stands to the head, in the codes of `people`."""
        return _ROLES[self.relation]

    @property
    def latin(self) -> str:
        return latin(self.line, self.laqab)

    @property
    def missing_documents(self) -> tuple[str, ...]:
        return tuple(code for code, state in self.documents.items() if state in needs.MISSING)

    def identity(self) -> dict[str, Any]:
        """The document sealed as `identity:name`."""
        own = (self.line.given, self.line.father, self.line.grandfather, self.line.great)
        keys = ("given", "father", "grandfather", "great")
        kurdish = self.line.given.ckb is not None
        return {
            **{key: word.ar for key, word in zip(keys, own, strict=True)},
            "laqab": self.laqab.ar if self.laqab else "",
            "kunya": self.kunya[0] if self.kunya else "",
            "used": self.used,
            "mother": list(self.mother.arabic),
            "ckb": self._kurdish() if kurdish else None,
            "latin": self.latin,
            "birth": {"date": self.born.isoformat(), "accuracy": self.accuracy},
        }

    def _kurdish(self) -> dict[str, str]:
        own = {"given": self.line.given, "father": self.line.father, "grandfather": self.line.grandfather}
        parts = {key: word.ckb or word.ar for key, word in own.items()}
        if self.laqab:
            parts["laqab"] = self.laqab.ckb or self.laqab.ar
        if self.kunya:
            parts["kunya"] = self.kunya[1]
        return parts


@dataclass(frozen=True, slots=True)
class SyntheticFamily:
    seed: int
    index: int
    placement: Placement
    governorate: Place
    district: Place
    place_of_choice: bool
    language: str
    section: str
    people: tuple[SyntheticPerson, ...]
    household: dict[str, int]
    level: str

    @property
    def head(self) -> SyntheticPerson:
        return self.people[0]

    @property
    def number(self) -> str:
        """The family's number within its roster."""
        return str(self.index + 1)

    @property
    def woman_headed(self) -> bool:
        return self.head.adult and self.head.sex == FEMALE

    @property
    def adults(self) -> tuple[SyntheticPerson, ...]:
        return tuple(person for person in self.people if person.adult)

    @property
    def children(self) -> tuple[SyntheticPerson, ...]:
        return tuple(person for person in self.people if not person.adult)


_ANY = Opening(Stage.IN_SERVICES)
_SECTIONS = ("A", "B", "C", "D", "E", "F")
_WHEN = Table((("any", 40), ("morning", 28), ("afternoon", 20), ("evening", 12)))
_ANSWERED = Table((("self_only", 52), ("self_or_adult_family", 34), ("anyone", 14)))
_VISIT = Table((("call_first", 56), ("yes", 26), ("no", 18)))
_VEHICLE = Table((("unmarked_only", 64), ("any", 36)))


def families(
    seed: int, count: int, today: date, *, first: int = 0, grid: needs.Grid = needs.NSG_14
) -> Iterator[SyntheticFamily]:
    """`count` families, from number `first` on; the same seed and day always give the same ones."""
    for index in range(first, first + count):
        yield family(seed, index, today, grid)


def family(seed: int, index: int, today: date, grid: needs.Grid = needs.NSG_14) -> SyntheticFamily:
    rng = Random(f"{seed}:{index}")  # noqa: S311 — made-up people, not secrets
    placement = place(rng, index, today)
    named = opening(index) or _ANY
    turn = named.governorate or turn_of(index)
    governorate, district, language = draw_place(rng, governorate=turn, language=named.language)
    arrival = min(placement.arrival, today)
    members = compose(rng, language, arrival, size=named.size, kind=named.head)
    levels = needs.member_levels(rng, needs.FAMILY_LEVELS.draw(rng), len(members))
    cluster = needs.draw_cluster(rng)
    traits = traits_of(members)
    people: list[SyntheticPerson] = []
    household: dict[str, int] = {}
    for member, level in zip(members, levels, strict=True):
        domains = grid.domains(member.age, head=not people)
        scores = needs.draw_scores(rng, domains, level, cluster)
        actual = needs.support_level(tuple(scores.values()))
        if not people:
            household = {domain: scores.pop(domain) for domain in grid.household}
        people.append(_person(rng, member, scores, household, actual, language, traits))
    return SyntheticFamily(
        seed=seed,
        index=index,
        placement=placement,
        governorate=governorate,
        district=district,
        place_of_choice=rng.random() < 0.18,
        language=language,
        section=named.section or pick(rng, _SECTIONS),
        people=tuple(people),
        household=household,
        level=needs.highest([person.level for person in people]),
    )


def _person(
    rng: Random, member: Member, scores: dict[str, int], household: dict[str, int], level: str, language: str,
    traits: frozenset[str],
) -> SyntheticPerson:  # fmt: skip
    called = kunya(member.sex, member.eldest) if member.eldest else None
    return SyntheticPerson(
        key=member.key,
        sex=member.sex,
        born=member.born,
        accuracy=member.accuracy,
        age=member.age,
        relation=member.relation,
        carer=member.carer,
        line=member.line,
        laqab=member.laqab,
        mother=member.mother,
        kunya=called,
        used=_used(rng, member, called, language),
        spouse=member.spouse,
        phones=_phones(rng, member),
        safe=_safe(rng) if member.age >= 18 else None,
        documents=needs.draw_documents(
            rng,
            member.age,
            head=member.relation == "head",
            married=member.spouse is not None,
            spouse=member.spouse,
            score=scores.get("documents", household.get("documents", 0)),
        ),
        scores=scores,
        level=level,
        strength=words.strength(rng, language, member.age),
        wish=words.wish(rng, language, member.age, traits),
    )


def _used(rng: Random, member: Member, called: tuple[str, str] | None, language: str) -> str:
    """The name she wants to hear: often the kunya, else her own."""
    kurdish = language == "ckb"
    if called and rng.random() < (0.66 if member.sex == FEMALE else 0.25):
        return called[1] if kurdish else called[0]
    return (kurdish and member.line.given.ckb) or member.line.given.ar


def _phones(rng: Random, member: Member) -> tuple[str, ...]:
    likely = 0.66 if member.relation == "head" else 0.3 if member.age >= 18 else 0.0
    if rng.random() >= likely:
        return ()
    first = draw_phone(rng)
    return (first, draw_phone(rng)) if rng.random() < 0.08 else (first,)


def _safe(rng: Random) -> SafeContact:
    return SafeContact(
        when=_WHEN.draw(rng),
        answered_by=_ANSWERED.draw(rng),
        visit=_VISIT.draw(rng),
        vehicle=_VEHICLE.draw(rng),
        leave_message=between(rng, 1, 100) <= 22,
    )
