"""What happens in a file, as plain dated facts.

Each knot of the thread (need, goal, service) is one object that carries both its beginning and, once it has one, its
end; the end also stands in the history as an event of its own. Whoever writes histories through the services walks
the events in order; whoever writes them in bulk takes the knots as rows. `on` is the day it happened, `due` the day
for which it was planned. `person` is the key within the family; None means the household.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

Whom: TypeAlias = int | None
#: person or household, domain, new score
Change: TypeAlias = tuple[Whom, str, int]


@dataclass(slots=True)
class Expected:
    """Announced before arrival; `due` is the day for which the convoy is announced."""

    on: date
    due: date


@dataclass(slots=True)
class Arrived:
    on: date
    due: date
    section: str


@dataclass(slots=True)
class NoticeRead:
    on: date
    person: int
    language: str


@dataclass(slots=True)
class Consented:
    on: date
    person: int
    code: str
    decision: str
    language: str
    how: str
    guardian: int | None
    asked_alone: bool


@dataclass(slots=True)
class Urgent:
    """A need of the first hours; `done_on` is empty while somebody is still at it."""

    on: date
    due: date
    person: Whom
    code: str
    domain: str
    owner: str
    circle: str
    text: str
    done_on: date | None


@dataclass(slots=True)
class Asked:
    """Something that a colleague of another line was asked to do by a day; `done_on` is empty while it is open."""

    on: date
    due: date
    person: Whom
    kind: str
    role: str
    text: str
    done_on: date | None


@dataclass(slots=True)
class Handover:
    """A primary worker offered and accepted; `slot` spreads files over whoever holds the role."""

    on: date
    role: str
    slot: int
    accepted_on: date | None
    reason: str


@dataclass(slots=True)
class Taken:
    """That an offered file was accepted, as a step of its own for whoever walks the events."""

    on: date
    of: Handover


@dataclass(slots=True)
class Assessed:
    """The needs and strengths grid with one person, or for the household."""

    on: date
    due: date
    person: Whom
    purpose: str
    language: str
    mode: str
    scores: dict[str, int]
    level: str
    strength: str
    wish: str


@dataclass(slots=True)
class Need:
    on: date
    due: date
    key: int
    person: Whom
    domain: str
    first_score: int
    circle: str
    text: str
    score: int
    no_goal: str = ""
    reason: str = ""
    state: str = "open"
    closed_on: date | None = None
    owner_after: str = ""


@dataclass(slots=True)
class Goal:
    on: date
    due: date
    key: int
    person: Whom
    code: str
    domain: str
    circle: str
    needs: tuple[int, ...]
    text: str
    state: str = "open"
    closed_on: date | None = None
    result: str = ""


@dataclass(slots=True)
class Service:
    """`on` is the day it was planned, `due` the day by which it should begin."""

    on: date
    due: date
    key: int
    goal: int
    person: Whom
    code: str
    circle: str
    state: str = "planned"
    started_on: date | None = None
    ended_on: date | None = None
    result: str = ""
    text: str = ""


@dataclass(slots=True)
class GroupService:
    """Something for everyone, such as a hygiene kit: recorded for the group, without a goal."""

    on: date
    code: str
    people: tuple[int, ...]


@dataclass(slots=True)
class PlanAgreed:
    """One page of a plan: a person's own, or (person None) the family page."""

    on: date
    due: date
    person: Whom
    number: int
    goals: tuple[int, ...]
    how: str
    reason: str


@dataclass(slots=True)
class ServiceStarted:
    on: date
    service: int


@dataclass(slots=True)
class ServiceEnded:
    on: date
    service: int


@dataclass(slots=True)
class GoalClosed:
    on: date
    goal: int


@dataclass(slots=True)
class NeedClosed:
    on: date
    need: int


@dataclass(slots=True)
class DocumentChanged:
    on: date
    person: int
    kind: str
    state: str


@dataclass(slots=True)
class Review:
    on: date
    due: date
    number: int
    level_before: str
    level_after: str
    changed: tuple[Change, ...]
    levels: dict[int, str]
    next_due: date | None
    supervisor: bool
    text: str


@dataclass(slots=True)
class Waiting:
    on: date
    reason: str
    until: date | None
    text: str


@dataclass(slots=True)
class Note:
    """`line` is set for a sealed one only and names the line of work that may know of it."""

    on: date
    person: Whom
    circle: str
    topic: str
    text: str
    line: str = ""


@dataclass(slots=True)
class PlaceAgreed:
    on: date
    governorate: str
    district: str
    of_choice: bool


@dataclass(slots=True)
class ExitStarted:
    on: date
    due: date


@dataclass(slots=True)
class Finding:
    on: date
    criterion: str
    met: bool
    evidence: str


@dataclass(slots=True)
class PutForward:
    """Every line of leaving has its answer, and the decision is asked for; it has not been taken yet."""

    on: date
    due: date


@dataclass(slots=True)
class Decision:
    """Taken by somebody other than the family's own worker."""

    on: date
    due: date
    outcome: str
    role: str
    text: str


@dataclass(slots=True)
class NoticeGiven:
    on: date
    departure: date


@dataclass(slots=True)
class Departed:
    on: date
    due: date
    kind: str
    governorate: str
    district: str
    aftercare: bool
    text: str


@dataclass(slots=True)
class AfterContact:
    on: date
    due: date
    number: int
    kind: str
    result: str
    reached: bool
    tries: int
    missed_reason: str
    person: int
    level_before: str
    level_after: str
    changed: tuple[Change, ...]
    levels: dict[int, str]
    text: str


@dataclass(slots=True)
class ClosingProposed:
    """The officer proposes to end our work; whoever signs has not done so yet."""

    on: date
    due: date
    reason: str
    text: str


@dataclass(slots=True)
class Closed:
    on: date
    due: date
    reason: str
    text: str


@dataclass(slots=True)
class Reopened:
    on: date
    text: str


Event: TypeAlias = (
    Expected
    | Arrived
    | NoticeRead
    | Consented
    | Urgent
    | Asked
    | Handover
    | Assessed
    | Need
    | Goal
    | Service
    | GroupService
    | PlanAgreed
    | ServiceStarted
    | ServiceEnded
    | GoalClosed
    | NeedClosed
    | DocumentChanged
    | Review
    | Waiting
    | Note
    | PlaceAgreed
    | ExitStarted
    | Finding
    | PutForward
    | Decision
    | NoticeGiven
    | Departed
    | AfterContact
    | ClosingProposed
    | Closed
    | Reopened
)


@dataclass(slots=True)
class Due:
    """Something planned that has not happened yet; it is overdue where the day has passed."""

    on: date
    what: str
    key: int | None = None


@dataclass(slots=True)
class History:
    """One family's course until today. `levels` are those of the last assessment or review, by person."""

    state: str
    pathway: str
    slot: int
    level: str
    levels: dict[int, str]
    planned_end: date | None
    events: list["Event"] = field(default_factory=list)
    upcoming: list[Due] = field(default_factory=list)

    @property
    def next(self) -> Due | None:
        return min(self.upcoming, key=lambda due: due.on, default=None)
