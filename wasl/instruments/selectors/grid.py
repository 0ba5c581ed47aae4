"""Reading filled forms: as they were answered, in the edition of the questions that was read then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.policy import allowed, programme
from wasl.access.rules import may
from wasl.casefile.enums import Circle, NeedState
from wasl.casefile.models import Need
from wasl.instruments import rules
from wasl.instruments.enums import Tool
from wasl.instruments.models import Response
from wasl.kernel.errors import NotFound
from wasl.kernel.text import LocalizedText
from wasl.people import selectors as people
from wasl.programme.sheets.domains import Domain

ANSWERS = "notes:answers"


@dataclass(frozen=True)
class ResponseCard:
    """That a form was filled: by whom with whom, when, how, in which edition. Not what was answered."""

    ref: UUID
    file: UUID
    person: UUID | None
    instrument: str
    version: str
    language: str
    mode: str
    on: date
    occasion: str
    recorded_by: UUID | None
    recorded_at: datetime
    declined: bool
    minutes: int | None


@dataclass(frozen=True)
class AnswerCard:
    """One line of the grid as it was read and chosen then. `score` is None where nobody wanted to answer."""

    domain: str
    name: LocalizedText
    score: int | None
    line: LocalizedText | None
    words: str


@dataclass(frozen=True)
class Sheet:
    """One part of the grid that is filled in one sitting: the household's, or one person's."""

    person: people.PersonCard | None
    age: int | None
    domains: tuple[Domain, ...]
    last: ResponseCard | None

    @property
    def minutes(self) -> float:
        """How long this part is expected to take."""
        if self.person is None:
            return sum(domain.minutes for domain in self.domains)
        return sum(domain.minutes_for(self.age) for domain in self.domains)

    @property
    def who(self) -> str:
        """How an address names this part."""
        return str(self.person.ref) if self.person else "household"


def card_of(row: Response) -> ResponseCard:
    """A filling as it is shown in lists."""
    return ResponseCard(
        row.id, row.file_id, row.person_id, row.instrument, row.version, row.language, row.mode, row.on, row.occasion,
        row.recorded_by, row.recorded_at, row.declined, row.minutes,
    )  # fmt: skip


def responses(file: UUID, *, viewer: Actor, instrument: str = Tool.GRID) -> list[ResponseCard]:
    """Every filling of a form in a file, the newest first."""
    rows = Response.objects.filter(file_id=file, instrument=instrument).order_by("-recorded_at", "id")
    return [card_of(row) for row in rows]


def response(file: UUID, ref: UUID, *, viewer: Actor) -> ResponseCard:
    """One filling of a form."""
    row = Response.objects.filter(file_id=file, pk=ref).first()
    if row is None:
        raise NotFound
    return card_of(row)


@dataclass(frozen=True)
class Answers:
    """What was answered, as far as the viewer may read it."""

    lines: tuple[AnswerCard, ...] = ()
    age: int | None = None
    hidden: int = 0
    sealed: bool = False


def answers(
    card: ResponseCard, *, viewer: Actor, roles: frozenset[str], purpose: Purpose = Purpose.CARE
) -> Answers:
    """The answers of one filling. Lines of the own circle only for roles that may read them."""
    found = people.opened([(card.ref, ANSWERS)], viewer=viewer, purpose=purpose)
    document: Mapping[str, Any] = found.get(card.ref, ANSWERS) or {}
    may_own = bool(may(Action.NOTE_READ_OWN_CIRCLE, roles, allowed()))
    lines = [_answer(code, line, document) for code, line in (document.get("lines") or {}).items()]
    shown = [
        line for line in lines if may_own or document["lines"][line.domain].get("circle") == Circle.FAMILY
    ]
    return Answers(tuple(shown), document.get("age"), len(lines) - len(shown), found.sealed)


def _answer(code: str, line: Mapping[str, Any], document: Mapping[str, Any]) -> AnswerCard:
    chosen = line.get("line")
    return AnswerCard(
        code,
        LocalizedText(**line["name"]),
        line.get("score"),
        LocalizedText(**chosen) if chosen else None,
        (document.get("words") or {}).get(code, ""),
    )


def sheets(file: UUID, inside: Sequence[people.PersonCard], *, viewer: Actor) -> list[Sheet]:
    """The parts of the grid for this family, the household's first, each with its last filling."""
    last: dict[UUID | None, ResponseCard] = {}
    for card in responses(file, viewer=viewer):
        last.setdefault(card.person, card)
    parts = [Sheet(None, None, programme().household_domains(), last.get(None))]
    for person in inside:
        age = rules.asked_age(person.age, person.age_band)
        parts.append(Sheet(person, age, programme().person_domains(age), last.get(person.ref)))
    return parts


def open_scores(file: UUID, *, viewer: Actor) -> dict[UUID | None, dict[str, int]]:
    """The scores of the open needs, by whose they are (None: the household's): what a support level rests on."""
    found: dict[UUID | None, dict[str, int]] = {}
    rows = Need.objects.filter(file_id=file, state=NeedState.OPEN)
    for person, domain, score in rows.values_list("person_id", "domain", "score"):
        found.setdefault(person, {})[domain] = score
    return found
