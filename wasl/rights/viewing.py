"""The masked view of whoever checks the work: files drawn by a printed seed, who looked at each, when and what for.

File numbers, states and codes; no name of a participant, no word that was written, nothing of the sealed circle. The
draw depends on the seed, the day and the files that were open by then, and on nothing else: whoever has the printed
seed draws the same files again.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Concat

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.selectors import relation
from wasl.access.services import may, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import FileState
from wasl.casefile.models import File
from wasl.kernel.clock import now
from wasl.kernel.errors import NotFound
from wasl.kernel.refs import normal_file_number

MOST: Final = 50
DAYS: Final = 90
_CLEAR: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class MaskedFile:
    """A file as it may be checked: by its number, with what its work is at."""

    ref: UUID
    number: str
    state: FileState
    level: str
    people: int
    opened_on: date
    audit_kind: str = "casefile_file"

    @property
    def audit_ref(self) -> UUID:
        return self.ref

    @property
    def audit_file(self) -> UUID:
        return self.ref


@dataclass(frozen=True)
class SeenBy:
    """One look, or one change in who may look: who, in which roles, when, what for, which kinds of fields."""

    file: UUID
    at: datetime
    name: str
    roles: tuple[str, ...]
    event: str
    purpose: str
    fields: tuple[str, ...]
    outside: bool


def new_seed() -> str:
    """A seed to be printed: eight letters and digits that nobody mistakes for others."""
    return "".join(secrets.choice(_CLEAR) for _ in range(8))


def draw(seed: str, *, until: date, count: int, viewer: Actor) -> list[MaskedFile]:
    """Files at random, the same ones for the same seed and day; recorded as a look at the record of each."""
    require(viewer, Action.AUDIT_VIEW)
    require(viewer, Action.FILE_VIEW)
    mixed = Func(
        Func(Concat(Value(f"{seed.strip().upper()}:"), F("number")), Value("UTF8"), function="convert_to"),
        function="sha256", output_field=CharField(),
    )  # fmt: skip
    rows = File.objects.filter(opened_on__lte=until).annotate(mixed=mixed).order_by("mixed", "number")
    found = [_masked(row) for row in rows[: min(count, MOST)]]
    for file in found:
        audit.record(EventType.LOG_VIEWED, by=viewer, on=file, code="draw")
    return found


def checked(number: str, *, viewer: Actor) -> tuple[UUID, str]:
    """A file by its number, for its record of looks alone."""
    require(viewer, Action.AUDIT_VIEW)
    known = normal_file_number(number) or ""
    ref, _relation = relation(known, viewer=viewer)
    if ref is None:
        raise NotFound
    audit.record(EventType.LOG_VIEWED, by=viewer, file=ref, code="looks")
    return ref, known


def seen(files: list[UUID], *, viewer: Actor, days: int = DAYS) -> dict[UUID, list[SeenBy]]:
    """Who looked at these files, newest first, by file; one statement for all of them."""
    require(viewer, Action.AUDIT_VIEW)
    found: dict[UUID, list[SeenBy]] = {file: [] for file in files}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT file, at, name, roles, event, purpose, fields, outside FROM access_audit_of(%s, %s)",
            [files, now() - timedelta(days=days)],
        )
        for file, at, name, roles, event, purpose, fields, outside in cursor.fetchall():
            found[file].append(
                SeenBy(file, at, name, tuple(roles), event, purpose or "", tuple(fields or ()), bool(outside))
            )
    return found


def may_draw(viewer: Actor) -> bool:
    """Whether the files themselves are within sight, masked; who only watches over the record asks by number."""
    return bool(may(viewer, Action.FILE_VIEW))


def _masked(row: File) -> MaskedFile:
    return MaskedFile(row.file_id, row.number, FileState(row.state), row.level, row.size, row.opened_on)
