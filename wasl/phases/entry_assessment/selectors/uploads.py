"""Lists on their way, as their sender sees them: what was understood, how far the import is, what it did."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import require
from wasl.kernel.clock import now
from wasl.kernel.errors import NotFound
from wasl.phases.entry_assessment.enums import UploadStage, UploadState
from wasl.phases.entry_assessment.importer.columns import unpacked
from wasl.phases.entry_assessment.importer.tables import Table
from wasl.phases.entry_assessment.models import Upload
from wasl.phases.entry_assessment.rules import gone_quiet
from wasl.vault import services as vault


@dataclass(frozen=True)
class UploadCard:
    """One list on its way."""

    ref: UUID
    state: UploadState
    stage: UploadStage | None
    expected: bool
    expected_on: date | None
    lines: int
    made_at: datetime
    expires_at: datetime
    fault: str
    batch: UUID | None
    quiet: bool

    @property
    def open(self) -> bool:
        """Whether it can still be looked at, set right and imported."""
        return self.state in (UploadState.READ, UploadState.FAILED) or self.quiet


def content_label(upload: UUID) -> str:
    return f"list:{upload}"


def report_label(upload: UUID) -> str:
    return f"report:{upload}"


def upload(ref: UUID, *, viewer: Actor) -> UploadCard:
    """One list of the viewer's own."""
    return _card(_row(ref, viewer))


def uploads(*, viewer: Actor, limit: int = 20) -> list[UploadCard]:
    """The viewer's own lists of the last weeks, the newest first."""
    require(viewer, Action.ROSTER_IMPORT)
    rows = Upload.objects.filter(account=viewer.account, expires_at__gt=now()).defer("content", "report")
    return [_card(row) for row in rows.order_by("-made_at")[:limit]]


def table(ref: UUID, *, viewer: Actor) -> Table:
    """What was read of a list."""
    row = _row(ref, viewer)
    if row.content is None:
        raise NotFound
    return unpacked(vault.client().recall(content_label(ref), bytes(row.content), token=viewer.token))


def report(ref: UUID, *, viewer: Actor) -> dict[str, Any]:
    """What an import did."""
    row = _row(ref, viewer)
    if row.report is None:
        raise NotFound
    text = vault.client().recall(report_label(ref), bytes(row.report), token=viewer.token)
    found: dict[str, Any] = json.loads(text)
    return found


def _row(ref: UUID, viewer: Actor) -> Upload:
    require(viewer, Action.ROSTER_IMPORT)
    row = Upload.objects.filter(pk=ref, account=viewer.account, expires_at__gt=now()).first()
    if row is None:
        raise NotFound
    return row


def _card(row: Upload) -> UploadCard:
    state = UploadState(row.state)
    return UploadCard(
        ref=row.id, state=state, stage=UploadStage(row.stage) if row.stage else None, expected=row.expected,
        expected_on=row.expected_on, lines=row.total, made_at=row.made_at, expires_at=row.expires_at,
        fault=row.fault, batch=row.batch,
        quiet=state is UploadState.RUNNING and gone_quiet(row.beat_at, now()),
    )  # fmt: skip
