"""The register of requests for names: what staff were asked, in the order of days, and counts of a year."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.selectors import staff_names
from wasl.access.services import require, trust_join
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.people.selectors import opened
from wasl.rights.enums import AskedFor, AskedHow
from wasl.rights.models import Asked

ASKED = "notes:asked"
MOST = 50


@dataclass(frozen=True)
class AskedCard:
    """One request: who was asked, when, how and for what; who asked, in the words of whoever was asked."""

    number: str
    staff: str
    on: date
    how: AskedHow
    wanted: tuple[AskedFor, ...]
    asker: str


def register(year: int, *, viewer: Actor) -> list[AskedCard]:
    """The requests of a year, newest first."""
    require(viewer, Action.ASKED_REGISTER)
    trust_join("asked")
    rows = list(Asked.objects.filter(on__year=year).order_by("-on", "id")[:MOST])
    found = opened([(row.id, ASKED) for row in rows], viewer=viewer, purpose=Purpose.RIGHTS)
    names = staff_names({row.account for row in rows}, viewer=viewer)
    audit.record(EventType.LOG_VIEWED, by=viewer, code="asked")
    return [
        AskedCard(
            row.number, names.get(row.account, ""), row.on, AskedHow(row.how),
            tuple(AskedFor(code) for code in row.wanted), found.text(row.id, ASKED),
        )
        for row in rows
    ]  # fmt: skip


def counts(year: int, *, viewer: Actor) -> dict[tuple[str, str], int]:
    """How often in a year: in all, by how, by what was wanted. Counts and nothing else."""
    require(viewer, Action.ASKED_REGISTER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, code, n FROM rights_asked_counts(%s)", [year])
        return {(kind, code): n for kind, code, n in cursor.fetchall()}
