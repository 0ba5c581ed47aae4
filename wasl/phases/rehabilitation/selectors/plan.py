"""The plan as pages: one for each adult with her own and the family's items, one for the family with its own only."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wasl.access.policy import programme
from wasl.casefile.enums import Circle, GoalState
from wasl.casefile.selectors.record import PlanCard
from wasl.casefile.selectors.thread import GoalCard, NeedCard, Thread
from wasl.people.selectors import PersonCard

#: a goal that was dropped or done is no longer read out and agreed
_PLANNED = frozenset({GoalState.OPEN})


@dataclass(frozen=True)
class PlanLine:
    """One goal as a plan page shows it. `needs` are (whose, field of life), `services` codes of the catalogue."""

    goal: UUID
    person: UUID | None
    code: str
    words: str
    circle: str
    due_on: date | None
    needs: tuple[tuple[UUID | None, str], ...]
    services: tuple[str, ...]


@dataclass(frozen=True)
class LeftLine:
    """A need that has no goal, and why."""

    person: UUID | None
    domain: str
    reason: str
    words: str


@dataclass(frozen=True)
class PlanPage:
    """What one adult (or the family, `person` None) reads, agrees to and takes along."""

    person: UUID | None
    lines: tuple[PlanLine, ...] = ()
    left: tuple[LeftLine, ...] = ()

    @property
    def mark(self) -> str:
        """Tells whether a page is still the one that was shown."""
        return hashlib.sha256(json.dumps(self.document(), sort_keys=True).encode()).hexdigest()[:16]

    def document(self) -> dict[str, Any]:
        """The page as it is locked: references and words, no names."""
        return {
            "lines": [
                {
                    "goal": str(line.goal),
                    "person": _text(line.person),
                    "code": line.code,
                    "words": line.words,
                    "circle": line.circle,
                    "due_on": line.due_on.isoformat() if line.due_on else None,
                    "needs": [[_text(person), domain] for person, domain in line.needs],
                    "services": list(line.services),
                }
                for line in self.lines
            ],
            "left": [[_text(left.person), left.domain, left.reason, left.words] for left in self.left],
        }


def page_from(person: UUID | None, document: Mapping[str, Any]) -> PlanPage:
    """A locked page, read back."""
    return PlanPage(
        person,
        tuple(
            PlanLine(
                UUID(line["goal"]),
                _ref(line["person"]),
                line["code"],
                line["words"],
                line["circle"],
                date.fromisoformat(line["due_on"]) if line["due_on"] else None,
                tuple((_ref(whose), domain) for whose, domain in line["needs"]),
                tuple(line["services"]),
            )
            for line in document["lines"]
        ),
        tuple(LeftLine(_ref(whose), *rest) for whose, *rest in document["left"]),
    )


def readable(item: GoalCard | NeedCard, person: UUID | None) -> bool:
    """Whether an item may stand on this person's page; on the family's page (None) only what all may read."""
    return item.circle == Circle.FAMILY or (person is not None and item.person == person)


def page(thread: Thread, person: UUID | None) -> PlanPage:
    """The plan page of one adult, or of the family."""
    needs = {need.ref: need for need in thread.needs if readable(need, person)}
    goals = [goal for goal in thread.goals if readable(goal, person) and goal.state in _PLANNED]
    lines = [
        PlanLine(
            goal.ref,
            goal.person,
            goal.code,
            goal.words,
            goal.circle,
            goal.due_on,
            tuple((needs[ref].person, needs[ref].domain) for ref in goal.needs if ref in needs),
            tuple(dict.fromkeys(s.code for s in goal.services if _printable(s.code, goal.circle))),
        )
        for goal in goals
    ]
    left = [
        LeftLine(need.person, need.domain, need.no_goal, need.reason)
        for need in needs.values()
        if need.no_goal and not need.goals and need.state == "open"
    ]
    first = {goal.code for goal in programme().rehabilitation.first_plan_goals}
    lines.sort(key=lambda line: (line.code not in first, line.due_on or date.max, line.words))
    return PlanPage(person, tuple(lines), tuple(left))


def _printable(code: str, circle: str) -> bool:
    """A service whose name would tell others something private stays off what others read."""
    found = programme().rehabilitation.catalogue.get(code)
    if found is None or found.circle == "sealed":
        return False
    return found.circle == Circle.FAMILY or circle == Circle.OWN


@dataclass(frozen=True)
class Changes:
    """How a page differs from what was last agreed."""

    new: tuple[PlanLine, ...] = ()
    changed: tuple[PlanLine, ...] = ()
    gone: tuple[PlanLine, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def changes(now: PlanPage, before: PlanPage | None) -> Changes:
    """What is new, worded or dated anew, and gone since the last agreed version."""
    if before is None:
        return Changes(new=now.lines)
    known = {line.goal: line for line in before.lines}
    still = {line.goal for line in now.lines}
    return Changes(
        tuple(line for line in now.lines if line.goal not in known),
        tuple(line for line in now.lines if line.goal in known and line != known[line.goal]),
        tuple(line for line in before.lines if line.goal not in still),
    )


@dataclass(frozen=True)
class Beside:
    """One goal in two agreed versions of a page, and whether she wanted it then; the older on the first side."""

    kind: str
    older: PlanLine | None
    newer: PlanLine | None
    refused_then: bool = False
    refused_now: bool = False


#: how a goal of one version stands to the other, in the order in which a table shows them
ADDED, DROPPED, CHANGED, SAME = "added", "dropped", "changed", "same"


def beside(older: PlanCard, newer: PlanCard) -> list[Beside]:
    """Two locked versions of one page, goal by goal, each exactly as it was agreed then."""
    then = {line.goal: line for line in page_from(older.person, older.words).lines}
    now = {line.goal: line for line in page_from(newer.person, newer.words).lines}
    found = []
    for goal in dict.fromkeys((*now, *then)):
        one, two = then.get(goal), now.get(goal)
        refused = goal in older.refused, goal in newer.refused
        if one is None:
            kind = ADDED
        elif two is None:
            kind = DROPPED
        else:
            kind = SAME if one == two and refused[0] == refused[1] else CHANGED
        found.append(Beside(kind, one, two, *refused))
    order = (ADDED, CHANGED, DROPPED, SAME)
    return sorted(found, key=lambda row: order.index(row.kind))


@dataclass(frozen=True)
class Agreement:
    """Where one page of the plan stands: what it says now, the last agreed version, and the difference."""

    person: PersonCard | None
    page: PlanPage
    last: PlanCard | None
    before: PlanPage | None

    @property
    def changes(self) -> Changes:
        return changes(self.page, self.before)

    @property
    def current(self) -> bool:
        """Whether what stands in the plan now is what was agreed."""
        if self.last is None:
            return False
        return not self.changes if self.before is not None else set(self.last.goals) == _goals(self.page)

    @property
    def who(self) -> str:
        """How an address names this page."""
        return str(self.person.ref) if self.person else "family"


def _goals(shown: PlanPage) -> set[UUID]:
    return {line.goal for line in shown.lines}


def pages_needed(inside: Sequence[PersonCard], thread: Thread) -> list[PersonCard]:
    """Whose own page there is: every adult's, and that of a minor who has something of her own in the plan."""
    own = {goal.person for goal in thread.goals if goal.circle == Circle.OWN}
    own |= {need.person for need in thread.needs if need.circle == Circle.OWN}
    return [person for person in inside if person.is_adult or person.ref in own]


def agreements(
    thread: Thread, inside: Sequence[PersonCard], plans: Iterable[PlanCard]
) -> tuple[Agreement, ...]:
    """Every page of the plan and how it stands, the family's first."""
    last: dict[UUID | None, PlanCard] = {}
    for card in plans:
        last.setdefault(card.person, card)
    found = []
    for person in (None, *pages_needed(inside, thread)):
        ref = person.ref if person else None
        card_of = last.get(ref)
        before = page_from(ref, card_of.words) if card_of and card_of.words else None
        found.append(Agreement(person, page(thread, ref), card_of, before))
    return tuple(found)


def _text(ref: UUID | None) -> str | None:
    return str(ref) if ref else None


def _ref(text: str | None) -> UUID | None:
    return UUID(text) if text else None
