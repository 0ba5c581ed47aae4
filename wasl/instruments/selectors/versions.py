"""Versions of forms: the one that is asked now, and every older one, since answers and drafts remember theirs.

A version never changes. What was read of a sheet is therefore kept by its version for as long as the process lives.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.policy import programme
from wasl.instruments.enums import FormState
from wasl.instruments.models import FormVersion
from wasl.kernel.errors import NotFound
from wasl.programme.forms import reading, workbook
from wasl.programme.forms.form import Form
from wasl.programme.notes import Notes
from wasl.programme.scoring import Tool


@dataclass(frozen=True)
class VersionCard:
    """One version: who put it forward and who published it. `form` is what it asks."""

    ref: UUID
    code: str
    version: str
    tool: str
    state: FormState
    reason: str
    proposed_by: UUID | None
    proposed_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    form: Form

    @property
    def clinical(self) -> bool:
        """Whether single answers are the psychologist's alone."""
        return is_clinical(self.tool)


def is_clinical(tool: str) -> bool:
    """Whether an instrument's answers are read by the psychologist and her supervisor only."""
    found = tool_of(tool)
    return found is not None and found.privacy == "clinical"


def tool_of(code: str) -> Tool | None:
    """How an instrument is scored in this programme."""
    return programme().scoring.tools.get(code) if code else None


@lru_cache(maxsize=128)
def _form(code: str, version: str, sheet: bytes) -> Form:
    notes = Notes()
    name = f"{code}.xlsx"
    form = reading.read(workbook.read(sheet, name, notes), name, notes, own=False)
    if form is None:
        raise NotFound
    return form


@lru_cache(maxsize=128)
def _known(ref: UUID) -> VersionCard:
    row = FormVersion.objects.get(pk=ref)
    return _card(row)


def _card(row: FormVersion) -> VersionCard:
    return VersionCard(
        row.id, row.code, row.version, row.tool, FormState(row.state), row.reason, row.proposed_by, row.proposed_at,
        row.decided_by, row.decided_at, _form(row.code, row.version, bytes(row.sheet)),
    )  # fmt: skip


def current(code: str, *, viewer: Actor) -> VersionCard:
    """The version that is asked now: the one published last."""
    ref = (
        FormVersion.objects.filter(code=code, state=FormState.PUBLISHED)
        .order_by("-decided_at", "-proposed_at")
        .values_list("id", flat=True)
        .first()
    )
    if ref is None:
        raise NotFound
    return _known(ref)


def currents(codes: Iterable[str], *, viewer: Actor) -> dict[str, VersionCard]:
    """The same of several forms with one question; codes without a form are left out."""
    rows = (
        FormVersion.objects.filter(code__in=list(codes), state=FormState.PUBLISHED)
        .order_by("code", "-decided_at", "-proposed_at")
        .distinct("code")
        .values_list("id", flat=True)
    )
    cards = [_known(ref) for ref in rows]
    return {card.code: card for card in cards}


def forms_of(tool: str, *, viewer: Actor) -> list[str]:
    """The forms that ask the items of an instrument between them; its own form is all of it and stands apart."""
    rows = FormVersion.objects.filter(tool=tool, state=FormState.PUBLISHED).exclude(code=tool)
    return sorted(rows.values_list("code", flat=True).distinct())


def of_version(code: str, version: str, *, viewer: Actor) -> VersionCard:
    """One version by what answers and drafts call it; one that nobody published is asked of nobody."""
    ref = (
        FormVersion.objects.filter(code=code, version=version, state=FormState.PUBLISHED)
        .values_list("id", flat=True)
        .first()
    )
    if ref is None:
        raise NotFound
    return _known(ref)


def xform_of(card: VersionCard, *, viewer: Actor) -> str:
    """The XForm of a version, for the engine in the browser."""
    return str(FormVersion.objects.values_list("xform", flat=True).get(pk=card.ref))


def history(code: str, *, viewer: Actor) -> list[VersionCard]:
    """Every version of a form, the newest first."""
    rows = FormVersion.objects.filter(code=code).defer("xform").order_by("-proposed_at", "id")
    return [_card(row) for row in rows]


def waiting(*, viewer: Actor) -> list[VersionCard]:
    """What was put forward and waits for a second person."""
    rows = FormVersion.objects.filter(state=FormState.PROPOSED).defer("xform").order_by("proposed_at", "id")
    return [_card(row) for row in rows]


def put_forward(*, viewer: Actor, limit: int = 200) -> list[VersionCard]:
    """What people put forward, of every form, the newest first, whatever became of it."""
    rows = FormVersion.objects.filter(proposed_by__isnull=False).defer("xform").order_by("-proposed_at", "id")
    return [_card(row) for row in rows[:limit]]


def proposed(ref: UUID, *, viewer: Actor) -> VersionCard:
    """One version, whatever its state."""
    row = FormVersion.objects.filter(pk=ref).first()
    if row is None:
        raise NotFound
    return _card(row)
