"""Printed sheets: found by the code that stands on them, and what is still out."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from wasl.access.actor import Actor
from wasl.instruments.enums import PaperState
from wasl.instruments.models import Paper
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import normal_page_code


@dataclass(frozen=True)
class PaperCard:
    """One printed sheet. `file` is None and `who` empty while it is blank."""

    ref: UUID
    code: str
    instrument: str
    version: str
    language: str
    file: UUID | None
    person: UUID | None
    who: str
    state: PaperState
    printed_on: date
    until: date
    response: UUID | None


def card_of(row: Paper) -> PaperCard:
    """A sheet as it is shown."""
    return PaperCard(
        row.id, row.code, row.instrument, row.version, row.language, row.file_id, row.person_id, row.who,
        PaperState(row.state), row.printed_on, row.until, row.response_id,
    )  # fmt: skip


def by_code(text: str, *, viewer: Actor) -> PaperCard | None:
    """The sheet with a code; None where there is none in the viewer's reach. Raises Invalid for what is no code."""
    code = normal_page_code(text)
    if code is None:
        raise Invalid("code", "page_code_wrong")
    row = Paper.objects.filter(code=code).first()
    return card_of(row) if row else None


def paper(ref: UUID, *, viewer: Actor) -> PaperCard:
    """One sheet."""
    row = Paper.objects.filter(pk=ref).first()
    if row is None:
        raise NotFound
    return card_of(row)


def out(file: UUID, instrument: str, who: str, *, viewer: Actor) -> list[PaperCard]:
    """The sheets of one form for one person that wait to be typed back."""
    rows = Paper.objects.filter(
        file_id=file, instrument=instrument, who=who, state=PaperState.OUT, until__gte=today()
    )
    return [card_of(row) for row in rows.order_by("printed_on", "id")]


def stack(*, viewer: Actor) -> dict[str, int]:
    """How many blank sheets of each form lie in the viewer's teams."""
    rows = Paper.objects.filter(file_id=None, state=PaperState.OUT, until__gte=today())
    return dict(rows.values_list("instrument").annotate(n=Count("id")).order_by("instrument"))
