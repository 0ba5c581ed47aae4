"""What a person asked about her own data: who looked at her file, as roles, days and purposes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound
from wasl.rights import rules
from wasl.rights.enums import IdentityFact, RequestState, RequestVia
from wasl.rights.models import DataRequest
from wasl.rights.rules import Look


@dataclass(frozen=True)
class RequestCard:
    """One request: of whom, when and how it was asked, until when it is owed, when it was given."""

    ref: UUID
    person: UUID
    via: RequestVia
    facts: tuple[IdentityFact, ...]
    state: RequestState
    asked_on: date
    due_on: date
    given_on: date | None

    @property
    def late(self) -> bool:
        return self.state is RequestState.RECEIVED and self.due_on < today()


def requests(file: UUID, *, viewer: Actor, person: UUID | None = None) -> list[RequestCard]:
    """The requests of a file's people, or of one, the newest first."""
    if not viewer.signed_in:
        raise NotFound
    rows = DataRequest.objects.filter(file_id=file).order_by("-asked_on", "id")
    return [_card(row) for row in (rows.filter(person=person) if person else rows)]


def _card(row: DataRequest) -> RequestCard:
    return RequestCard(
        row.id, row.person_id, RequestVia(row.via), tuple(IdentityFact(code) for code in row.facts),
        RequestState(row.state), row.asked_on, row.due_on, row.given_on,
    )  # fmt: skip


def lock_request(ref: UUID, file: UUID) -> DataRequest:
    """The request of this very file, held until the transaction ends."""
    row = DataRequest.objects.select_for_update().filter(pk=ref, file_id=file).first()
    if row is None:
        raise NotFound
    return row


def unspoken() -> frozenset[str]:
    """Roles of the sealed lines: whoever holds one is on no paper about a family."""
    return frozenset(
        code
        for code, role in policy.programme().roles.items()
        if any(action.startswith("sealed.") for action in role.actions)
    )


def looks(file: UUID, person: UUID, *, viewer: Actor) -> list[Look]:
    """Looks at her and at what is her family's, since the file is there; nothing of others or of a sealed line."""
    if not viewer.signed_in:
        raise NotFound
    with connection.cursor() as cursor:
        cursor.execute("SELECT day, roles, purpose, n FROM rights_looks_of(%s, %s)", [file, person])
        found = [Look(day, tuple(roles), purpose or "", n) for day, roles, purpose, n in cursor.fetchall()]
    return rules.told(found, unspoken())
