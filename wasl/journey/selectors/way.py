"""One file's way: its steps with the planned day beside the actual one, and what the gates of leaving say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.kept import Kept
from wasl.access.services import may
from wasl.casefile.enums import Circle, FileState
from wasl.casefile.models import File, Need
from wasl.casefile.selectors.files import FileCard
from wasl.journey import rules
from wasl.journey.models import Step
from wasl.journey.selectors import facts
from wasl.kernel.errors import NotFound
from wasl.phases.exit_assessment import rules as leaving
from wasl.phases.exit_assessment.selectors import answers
from wasl.programme.criteria import Result, evaluate


@dataclass(frozen=True)
class StepCard:
    """A state of the file: entered, meant to be left, left."""

    state: FileState
    entered_on: date
    planned_until: date | None
    left_on: date | None
    moved_by: UUID | None
    with_reason: bool

    @property
    def days_late(self) -> int:
        """Days beyond the planned end, known only once it was left."""
        if self.planned_until is None or self.left_on is None:
            return 0
        return max(0, (self.left_on - self.planned_until).days)


def steps(file: UUID, *, viewer: Actor) -> list[StepCard]:
    """All steps in their order."""
    return [
        StepCard(FileState(s.state), s.entered_on, s.planned_until, s.left_on, s.moved_by, bool(s.reason))
        for s in sorted(_STEPS(file), key=lambda s: (s.entered_on, s.left_on or date.max))
    ]


_STEPS = Kept(
    lambda file: Step.objects.filter(file_id=file).order_by("entered_on", "left_on", "id"), UUID,
    columns=("state", "entered_on", "planned_until", "left_on", "moved_by", "reason"),
)  # fmt: skip


def due(card: FileCard, *, viewer: Actor) -> rules.Due | None:
    """What is due next, reckoned anew."""
    row = _row(card.ref, viewer)
    return rules.next_due(facts.way(row, viewer=viewer), facts.terms(row))


def exit_lines(card: FileCard, *, viewer: Actor) -> list[leaving.Line]:
    """How each declared line of leaving stands now."""
    row = _row(card.ref, viewer)
    known = facts.exit_facts(row, viewer=viewer)
    said = answers(card.ref, viewer=viewer, since=row.stay_from)
    return leaving.lines(policy.programme().exit.criteria, known, said)


def path_lines(card: FileCard, pathway: str, *, viewer: Actor) -> list[leaving.Line]:
    """How each line of the gate into a path stands; who may agree does so on the page itself."""
    path, row = policy.programme().pathways[pathway], _row(card.ref, viewer)
    known = facts.gate_facts(row, viewer=viewer)
    return leaving.lines(path.gate, known, answers(card.ref, viewer=viewer, since=row.stay_from))


def closing_lines(card: FileCard, *, viewer: Actor) -> dict[str, Sequence[Result]]:
    """Each way to end our work with its lines as they stand."""
    known: dict[str, Any] = facts.closing_facts(_row(card.ref, viewer), viewer=viewer)
    closings = policy.programme().aftercare.closings
    return {
        code: evaluate(ending.criteria, known)
        for code, ending in closings.items()
        if rules.can_end(card.state, facts.asked_by_ending(code))
    }


def contact_plan(card: FileCard, *, viewer: Actor) -> tuple[tuple[int, ...], date | None]:
    """The contact days of this file's level and path, and the next one due."""
    row = _row(card.ref, viewer)
    return facts.schedule(row), facts.contact_due(row)


@dataclass(frozen=True)
class OpenNeed:
    """A serious need that the family takes home, and who goes on with it."""

    ref: UUID
    person: UUID | None
    domain: str
    score: int
    owner_after: str


def serious_needs(card: FileCard, *, viewer: Actor) -> list[OpenNeed]:
    """Open needs of 3 or 4: each wants a named owner before the family leaves (R046). Those that stand on one person's
    own page are there for who may read them; to others the gate says only whether it is met.
    """
    file = card.ref
    rows = Need.objects.filter(file_id=file, state="open", score__gte=facts.SERIOUS).order_by(
        "-score", "domain", "id"
    )
    if not may(viewer, Action.NOTE_READ_OWN_CIRCLE, on=card):
        rows = rows.filter(circle=Circle.FAMILY)
    return [OpenNeed(n.id, n.person_id, n.domain, n.score, n.owner_after) for n in rows]


def _row(file: UUID, viewer: Actor) -> File:
    row = File.objects.filter(pk=file).first()
    if row is None or not viewer.signed_in:
        raise NotFound
    return row
