"""Reading sealed cases: by code, for the worker of a case and the supervisor of its line; to all others nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from wasl.access import policy
from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.selectors import StaffCard
from wasl.access.services import may
from wasl.casefile.enums import SealedLine
from wasl.kernel.errors import NotFound
from wasl.lines import rules
from wasl.lines.enums import State
from wasl.lines.rules import Case, Done
from wasl.people import selectors as people
from wasl.people.names import NameCard, from_document
from wasl.people.rules import MINORS
from wasl.vault import services as vault

WORKS: Mapping[SealedLine, Action] = {
    SealedLine.GBV: Action.SEALED_GBV,
    SealedLine.CHILD: Action.SEALED_CHILD,
    SealedLine.CLINICAL: Action.SEALED_CLINICAL,
}
SUPERVISES: Mapping[SealedLine, Action] = {
    SealedLine.GBV: Action.SEALED_GBV_SUPERVISE,
    SealedLine.CHILD: Action.SEALED_CHILD_SUPERVISE,
    SealedLine.CLINICAL: Action.SEALED_CLINICAL_SUPERVISE,
}


@dataclass(frozen=True)
class CaseCard:
    """A sealed case for whoever may see it. `file`, `person` and `child` are known for a single case only."""

    code: str
    line: SealedLine
    worker: UUID
    own: bool
    supervises: bool
    case: Case
    file: UUID | None = None
    person: UUID | None = None
    child: bool = False


@dataclass(frozen=True)
class LoadCard:
    """How many open cases a worker of the line has, and how many there should be at most."""

    worker: UUID
    cases: int
    most: int


def in_a_line(viewer: Actor) -> bool:
    """Whether somebody works in a sealed line or supervises one."""
    return any(may(viewer, action) for action in (*WORKS.values(), *SUPERVISES.values()))


def may_open(line: SealedLine, *, viewer: Actor) -> bool:
    """Whether the viewer works in a line herself."""
    return bool(may(viewer, WORKS[line]))


def cases(*, viewer: Actor, file: UUID | None = None) -> list[CaseCard]:
    """The cases of the viewer's line, by code; with `file` those of one family."""
    found = vault.client().cases(viewer.token, str(Purpose.CARE), file=file)
    return [_card(one, viewer) for one in found]


def case(code: str, *, viewer: Actor) -> CaseCard:
    """One case by its code; a code that is not the viewer's is a code that nobody gave."""
    found = vault.client().case(viewer.token, str(Purpose.CARE), code)
    if found is None:
        raise NotFound
    return _card(found, viewer)


def lock_case(code: str, *, by: Actor) -> CaseCard:
    """One case to write in, while nobody else does. The lock is held by the code and leaves no row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [code])
    return case(code, viewer=by)


def name_of(code: str, *, viewer: Actor) -> tuple[NameCard | None, str]:
    """The name behind a code and the number of the file: a look of its own, of which the record knows no family."""
    found = case(code, viewer=viewer)
    document = vault.client().case_name(viewer.token, str(Purpose.CARE), code)
    held = access.hold(found.file, viewer=viewer) if found.file else None
    return (from_document(document) if document else None), (held.number if held else "")


def workers(line: SealedLine, *, viewer: Actor) -> list[StaffCard]:
    """Who works in a line on the viewer's site."""
    roles = [code for code, actions in policy.allowed().items() if WORKS[line] in actions]
    return access.staff(roles, viewer=viewer, sites=viewer.sites)


@dataclass(frozen=True)
class PlanCard:
    """A safety plan on a person's own page, and the envelope that a newer one takes the place of."""

    ref: UUID
    plan: Mapping[str, Any]


def safety_plan(file: UUID, person: UUID, *, viewer: Actor) -> PlanCard | None:
    """The safety plan of one person, for whoever works with her family. Of having asked there is a line in the record,
    which names no family, whether there is a plan or not.
    """
    found = vault.client().envelopes(viewer.token, str(Purpose.CARE), [file], own=True)
    hers = [one for one in found if one["person"] == str(person)]
    newest = max(hers, key=lambda one: str(one["payload"]["on"]), default=None)
    return PlanCard(UUID(newest["id"]), newest["payload"]) if newest else None


def load(found: Sequence[CaseCard]) -> list[LoadCard]:
    """Open cases by worker, for the supervisor of the line; counted from cases that she sees, and kept nowhere."""
    terms = policy.programme().protection.lines
    open_ones = [card for card in found if card.supervises and card.case.state is not State.CLOSED]
    counted: dict[UUID, int] = {}
    for card in open_ones:
        counted[card.worker] = counted.get(card.worker, 0) + 1
    lines = {card.worker: card.line for card in open_ones}
    return [LoadCard(who, count, terms.cases[lines[who]]) for who, count in counted.items()]


def _card(found: Mapping[str, Any], viewer: Actor) -> CaseCard:
    line, worker = SealedLine(found["line"]), UUID(found["worker"])
    acts = [
        Done(
            UUID(one["id"]),
            UUID(one["by"]),
            one["at"],
            one["payload"],
            UUID(one["to"]) if one["to"] else None,
        )
        for one in found["acts"]
    ]
    file = UUID(found["file"]) if found.get("file") else None
    person = UUID(found["person"]) if found.get("person") else None
    rows = people.rows_of(file, active=None) if file else []
    return CaseCard(
        code=found["code"],
        line=line,
        worker=worker,
        own=worker == viewer.ref,
        supervises=bool(may(viewer, SUPERVISES[line])),
        case=rules.fold(acts),
        file=file,
        person=person,
        child=any(row.id == person and row.age_band in MINORS for row in rows),
    )
