"""domains.toml: the needs and strengths grid, and the rules by which scores give a support level.

A domain holds all that a page needs to ask about it: the words, one line for each score, what is strong here, whom
to ask, how long it takes and which decision it serves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wasl.kernel.text import LocalizedText
from wasl.programme.reading import Sheet

SCORES = (0, 1, 2, 3, 4)
ADULT_FROM = 18


@dataclass(frozen=True, slots=True)
class Domain:
    """One field of life. Household domains are asked once for the family, the others of each person they fit."""

    number: int
    code: str
    name: LocalizedText
    question: LocalizedText
    strength: LocalizedText
    decision: LocalizedText
    anchors: tuple[LocalizedText, ...]
    child_anchors: tuple[LocalizedText, ...]
    child_question: LocalizedText | None
    scope: str
    ages: tuple[int, int]
    minutes: float
    minutes_child: float
    circle: str
    voluntary: bool

    @property
    def once_for_the_family(self) -> bool:
        return self.scope == "household"

    def is_asked_of(self, age: int | None) -> bool:
        """Whether a person of this age is asked; somebody whose age is not known is asked as an adult."""
        if self.once_for_the_family:
            return False
        first, last = self.ages
        return first <= (ADULT_FROM if age is None else age) <= last

    def anchors_for(self, age: int | None) -> tuple[LocalizedText, ...]:
        """The five lines, in the form for children where there is one and the person is a child."""
        return self.child_anchors if self._as_child(age) and self.child_anchors else self.anchors

    def question_for(self, age: int | None) -> LocalizedText:
        return self.child_question if self._as_child(age) and self.child_question else self.question

    def minutes_for(self, age: int | None) -> float:
        return self.minutes_child if self._as_child(age) else self.minutes

    @staticmethod
    def _as_child(age: int | None) -> bool:
        return age is not None and age < ADULT_FROM


@dataclass(frozen=True, slots=True)
class LevelRule:
    """So many domains at this score or above."""

    score: int
    domains: int


@dataclass(frozen=True, slots=True)
class Level:
    """How much help somebody needs from us. `order` 0 is the lightest."""

    code: str
    name: LocalizedText
    order: int
    rules: tuple[LevelRule, ...]


@dataclass(frozen=True, slots=True)
class DomainsFile:
    """All of domains.toml."""

    domains: Mapping[str, Domain]
    levels: Mapping[str, Level]


def read(sheet: Sheet) -> DomainsFile:
    domains = {}
    for entry in sheet.tables("domain"):
        domain = _read_domain(entry)
        domains[domain.code] = domain
    levels = _read_levels(sheet)
    sheet.done()
    return DomainsFile(MappingProxyType(domains), MappingProxyType(levels))


def _read_domain(sheet: Sheet) -> Domain:
    number = sheet.whole("number", least=1)
    sheet.notes.declare("domain number", str(number), sheet.file, sheet.place)
    scope = sheet.choice("scope", ("household", "person"))
    minutes = sheet.number("minutes")
    domain = Domain(
        number=number,
        code=sheet.code(declares="domain"),
        name=sheet.text("name"),
        question=sheet.text("question"),
        strength=sheet.text("strength"),
        decision=sheet.text("decision"),
        anchors=_read_anchors(sheet, "anchors"),
        child_anchors=_read_anchors(sheet, "child_anchors") if sheet.has("child_anchors") else (),
        child_question=sheet.text_or_none("child_question"),
        scope=scope,
        ages=sheet.span("ages", required=scope == "person") or (0, 130),
        minutes=minutes,
        minutes_child=sheet.number("minutes_child", default=minutes),
        circle=sheet.choice("circle", ("family", "own"), default="family"),
        voluntary=sheet.flag("voluntary"),
    )
    if scope == "household" and domain.circle != "family":
        sheet.fault(
            "circle",
            "value_wrong",
            "what is asked for the family is in the family circle.",
            'Write "family".',
        )
    sheet.done()
    return domain


def _read_anchors(sheet: Sheet, key: str) -> tuple[LocalizedText, ...]:
    """One line for each score 0-4; a missing one is a fault of its own, since a bare number means nothing."""
    lines = sheet.table(key)
    for score in SCORES:
        if not lines.has(str(score)):
            lines.fault(
                str(score), "anchor_missing", f"no words for score {score}.", "Write one line for it."
            )
    found = tuple(lines.text(str(score), required=False) for score in SCORES)
    lines.done()
    return found


def _read_levels(sheet: Sheet) -> dict[str, Level]:
    entries = list(sheet.tables("level"))
    levels = {}
    for order, entry in enumerate(entries):
        rules = []
        for line in entry.tables("when", required=order > 0, named="score"):
            rules.append(LevelRule(line.whole("score", least=1, most=4), line.whole("domains", least=1)))
            line.done()
        if order == 0 and rules:
            entry.fault(
                "when", "level_unreachable", "the first level is for everybody else.", "Remove its rules."
            )
        level = Level(entry.code(declares="level"), entry.text("name"), order, tuple(rules))
        entry.done()
        levels[level.code] = level
    return levels
