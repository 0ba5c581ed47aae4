"""Filled forms as they were answered, their results over time, and what rules propose because of them.

Single answers of a clinical instrument open for those who read clinical answers on this file; for all others there is
a day and that it was done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.policy import allowed
from wasl.access.rules import may
from wasl.casefile.models import Draft
from wasl.instruments.enums import RaisedState, Tool
from wasl.instruments.models import Raised, Response
from wasl.instruments.selectors.documents import CLINICAL, NOTES, draft_field
from wasl.instruments.selectors.grid import ResponseCard, card_of
from wasl.instruments.selectors.versions import VersionCard, is_clinical
from wasl.people import selectors as people


@dataclass(frozen=True)
class AnsweredLine:
    """One answer in the words that were read: question and answer in each language there was, or plain text."""

    name: str
    group: Mapping[str, str]
    label: Mapping[str, str]
    value: str
    words: tuple[Mapping[str, str], ...]
    at: tuple[int, ...]


@dataclass(frozen=True)
class Filled:
    """One filled form, as far as the viewer may read it. `hidden`: it was done; what was said is not hers to read."""

    card: ResponseCard
    title: Any = ""
    tool: str = ""
    lines: tuple[AnsweredLine, ...] = ()
    results: Mapping[str, Any] | None = None
    reasons: tuple[Mapping[str, Any], ...] = ()
    missing: tuple[str, ...] = ()
    prorated: bool = False
    says: tuple[str, ...] = ()
    hidden: bool = False
    sealed: bool = False


@dataclass(frozen=True)
class RaisedCard:
    """A need that a rule proposes, why, and what became of it."""

    ref: UUID
    file: UUID
    person: UUID | None
    response: UUID
    domain: str
    level: int
    circle: str
    state: RaisedState
    raised_on: date
    decided_on: date | None
    decided_by: UUID | None
    given: int | None
    need: UUID | None
    because: Mapping[str, str]
    rules: tuple[str, ...]
    rests_on: tuple[str, ...]
    reason: str


def responses(file: UUID, *, viewer: Actor, instruments: Sequence[str] = ()) -> list[ResponseCard]:
    """Every filled form of a file but the grid, the newest first."""
    rows = Response.objects.filter(file_id=file).exclude(instrument=Tool.GRID)
    if instruments:
        rows = rows.filter(instrument__in=list(instruments))
    return [card_of(row) for row in rows.order_by("-recorded_at", "id")]


def everything(file: UUID, *, viewer: Actor) -> list[ResponseCard]:
    """Every filled form of a file, the grid's among them, the newest first."""
    return [card_of(row) for row in Response.objects.filter(file_id=file).order_by("-recorded_at", "id")]


def arrived(file: UUID, key: UUID | None, *, viewer: Actor) -> bool:
    """Whether a filled form of this instance ID is there already."""
    return key is not None and Response.objects.filter(file_id=file, form_key=key).exists()


def may_read_clinical(roles: frozenset[str]) -> bool:
    """Whether somebody with these roles on a file reads clinical answers."""
    return bool(may(Action.ASSESSMENT_VIEW_CLINICAL, roles, allowed()))


def filled(
    cards: Sequence[ResponseCard],
    tools: Mapping[str, str],
    *,
    viewer: Actor,
    roles: frozenset[str],
    purpose: Purpose = Purpose.CARE,
) -> list[Filled]:
    """Filled forms with one look at the vault. `tools`: form code → instrument, of today's versions."""
    open_to = may_read_clinical(roles)
    clinical = {card.ref: is_clinical(tools.get(card.instrument, card.instrument)) for card in cards}
    wanted = [
        (card.ref, CLINICAL if clinical[card.ref] else NOTES)
        for card in cards
        if not card.declined and (open_to or not clinical[card.ref])
    ]
    found = people.opened(wanted, viewer=viewer, purpose=purpose)
    return [
        Filled(card, hidden=clinical[card.ref] and not open_to)
        if card.declined or (clinical[card.ref] and not open_to)
        else _filled(
            card, found.get(card.ref, CLINICAL if clinical[card.ref] else NOTES), sealed=found.sealed
        )
        for card in cards
    ]


def _filled(card: ResponseCard, document: Mapping[str, Any] | None, *, sealed: bool) -> Filled:
    if not document:
        return Filled(card, hidden=not sealed, sealed=sealed)
    groups = document.get("groups") or {}
    return Filled(
        card=card,
        title=document.get("title", ""),
        tool=document.get("tool", ""),
        lines=tuple(
            AnsweredLine(
                one["name"], groups.get(one.get("group", ""), {}), one["label"], one["value"],
                tuple(one.get("words", ())), tuple(one.get("at", ())),
            )
            for one in document["answers"]
        ),
        results=document.get("results"),
        reasons=tuple(document.get("reasons", ())),
        missing=tuple(document.get("missing", ())),
        prorated=bool(document.get("prorated")),
        says=tuple(document.get("says", ())),
    )  # fmt: skip


def draft(file: UUID, version: VersionCard, name: str, *, viewer: Actor) -> Mapping[str, Any]:
    """The unfinished form of this viewer: `instance` and its `version`; empty where there is none."""
    row = Draft.objects.filter(account=viewer.account, file_id=file, form=name).first()
    if row is None:
        return {}
    field = draft_field(clinical=version.clinical)
    kept: Mapping[str, Any] | None = people.opened([(row.id, field)], viewer=viewer).get(row.id, field)
    return kept or {}


def drafts(file: UUID, *, viewer: Actor) -> set[str]:
    """The names of the viewer's unfinished forms of a file."""
    rows = Draft.objects.filter(account=viewer.account, file_id=file, form__startswith="form:")
    return set(rows.values_list("form", flat=True))


def raised(file: UUID, *, viewer: Actor, roles: frozenset[str], only_open: bool = False) -> list[RaisedCard]:
    """What rules propose for a file. What belongs to one person's own page only for roles that may read it."""
    return people.alone(raised_part(file, viewer=viewer, roles=roles, only_open=only_open), viewer=viewer)


def raised_part(
    file: UUID, *, viewer: Actor, roles: frozenset[str], only_open: bool = False, words: bool = True
) -> people.Part[list[RaisedCard]]:
    """The same as a part of a page; without `words` nothing is opened."""
    rows = Raised.objects.filter(file_id=file)
    if only_open:
        rows = rows.filter(state=RaisedState.PROPOSED)
    if not may(Action.NOTE_READ_OWN_CIRCLE, roles, allowed()):
        rows = rows.filter(circle="family")
    found = list(rows.order_by("-level", "raised_on", "id"))
    opened = yield [(row.id, name) for row in found for name in ("notes:because", "notes:reason") if words]
    return [_raised(row, opened) for row in found]


def _raised(row: Raised, opened: people.Opened) -> RaisedCard:
    kept = opened.get(row.id, "notes:because") or {}
    return RaisedCard(
        row.id, row.file_id, row.person_id, row.response_id, row.domain, row.level, row.circle,
        RaisedState(row.state), row.raised_on, row.decided_on, row.decided_by, row.given, row.need,
        kept.get("said", {}), tuple(kept.get("rules", ())), tuple(kept.get("rests_on", ())),
        opened.text(row.id, "notes:reason"),
    )  # fmt: skip


def raised_file(ref: UUID, *, viewer: Actor) -> UUID | None:
    """Of which file a proposal is; None where the viewer reaches none."""
    return Raised.objects.filter(pk=ref).values_list("file_id", flat=True).first()
