"""Contacts and notes, consents, documents, tasks, hand-overs and plan versions of a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.kept import Kept
from wasl.access.models import Account
from wasl.access.policy import allowed
from wasl.access.rules import may
from wasl.casefile.enums import BY_HAND, Circle
from wasl.casefile.models import Case, Consent, Contact, Document, Draft, Handover, PlanVersion, Task, Waiting
from wasl.people import selectors as people

CONTACTS = 20


@dataclass(frozen=True)
class ContactCard:
    """A contact or note with its words."""

    ref: UUID
    person: UUID | None
    kind: str
    circle: str
    on: date
    written_by: UUID | None
    written_at: datetime
    permitted: bool | None
    text: str
    version: int
    author: str = ""


@dataclass(frozen=True)
class ConsentCard:
    """The newest choice for a purpose and recipient; earlier ones stay in the ledger."""

    ref: UUID
    person: UUID
    purpose: str
    recipient: str
    fields: tuple[str, ...]
    decision: str
    on: date
    language: str
    explained_by: UUID | None
    asked_alone: bool


@dataclass(frozen=True)
class DocumentCard:
    """How one kind of paper stands for one person."""

    ref: UUID
    person: UUID
    kind: str
    state: str
    wanted: bool
    step: str
    since: date
    version: int


@dataclass(frozen=True)
class TaskCard:
    """Something to be done by somebody, by a day."""

    ref: UUID
    file: UUID
    person: UUID | None
    kind: str
    code: str
    owner: UUID | None
    due_on: date
    done_on: date | None
    text: str = ""


def _contacts(file: UUID, *, whole: bool, before: tuple[datetime, UUID] | None = None) -> QuerySet[Contact]:
    """The newest first; `whole`: with those that stand on one person's own page."""
    author = Account.objects.filter(pk=OuterRef("written_by")).values("name")
    rows = Contact.objects.filter(file_id=file).annotate(author=Subquery(author))
    if before is not None:
        at, ref = before
        rows = rows.filter(Q(written_at__lt=at) | Q(written_at=at, id__gt=ref))
    return (rows if whole else rows.filter(circle=Circle.FAMILY)).order_by("-written_at", "id")


_CONTACT = (
    "id", "person_id", "kind", "circle", "on", "written_by", "written_at", "permitted", "version", "author",
)  # fmt: skip
_FIRST_CONTACTS = {
    True: Kept(lambda file: _contacts(file, whole=True)[:CONTACTS], UUID, columns=_CONTACT),
    False: Kept(lambda file: _contacts(file, whole=False)[:CONTACTS], UUID, columns=_CONTACT),
}


def contacts(
    file: UUID, *, viewer: Actor, roles: frozenset[str], limit: int = CONTACTS, words: bool = True
) -> list[ContactCard]:
    """The newest contacts and notes that the viewer may read."""
    return people.alone(
        contacts_part(file, viewer=viewer, roles=roles, limit=limit, words=words), viewer=viewer
    )


def contacts_part(
    file: UUID,
    *,
    viewer: Actor,
    roles: frozenset[str],
    limit: int = CONTACTS,
    words: bool = True,
    before: tuple[datetime, UUID] | None = None,
) -> people.Part[list[ContactCard]]:
    """Contacts and notes as a part of a page; `before` continues where the page above ended."""
    whole = bool(may(Action.NOTE_READ_OWN_CIRCLE, roles, allowed()))
    found_rows: list[Any] = (
        _FIRST_CONTACTS[whole](file)
        if (before, limit) == (None, CONTACTS)
        else list(_contacts(file, whole=whole, before=before)[:limit])
    )
    found = yield [(r.id, "notes:text") for r in found_rows] if words else []
    return [
        ContactCard(
            r.id, r.person_id, r.kind, r.circle, r.on, r.written_by, r.written_at, r.permitted,
            found.text(r.id, "notes:text"), r.version, r.author or "",
        )
        for r in found_rows
    ]  # fmt: skip


def consents(file: UUID, *, viewer: Actor) -> list[ConsentCard]:
    """The choice that holds now, for each person, purpose and recipient."""
    newest: dict[tuple[UUID, str, str], Consent] = {}
    for row in Consent.objects.filter(file_id=file).order_by("recorded_at", "id"):
        newest[row.person_id, row.purpose, row.recipient] = row
    return [
        ConsentCard(
            r.id, r.person_id, r.purpose, r.recipient, tuple(r.fields), r.decision, r.on, r.language, r.explained_by,
            r.asked_alone,
        )
        for r in newest.values()
    ]  # fmt: skip


def documents(file: UUID, *, viewer: Actor) -> list[DocumentCard]:
    """Papers of everybody in a file."""
    return [DocumentCard(*row) for row in _DOCUMENTS(file)]


_DOCUMENTS = Kept(
    lambda file: Document.objects.filter(file_id=file).order_by("kind", "id"), UUID,
    columns=("id", "person_id", "kind", "state", "wanted", "step", "since", "version"),
)  # fmt: skip


def tasks(file: UUID, *, viewer: Actor, open_only: bool = True, words: bool = False) -> list[TaskCard]:
    """Tasks of a file, the earliest due first."""
    return people.alone(tasks_part(file, viewer=viewer, open_only=open_only, words=words), viewer=viewer)


def tasks_part(
    file: UUID, *, viewer: Actor, open_only: bool = True, words: bool = True
) -> people.Part[list[TaskCard]]:
    """Tasks as a part of a page."""
    return (yield from _task_cards((_OPEN_TASKS if open_only else _TASKS)(file), words=words))


def _tasks(file: UUID) -> QuerySet[Task]:
    return Task.objects.filter(file_id=file).order_by("due_on", "id")


_TASK = ("id", "file_id", "person_id", "kind", "code", "owner", "due_on", "done_on")
_TASKS = Kept(_tasks, UUID, columns=_TASK)
_OPEN_TASKS = Kept(lambda file: _tasks(file).filter(done_on__isnull=True), UUID, columns=_TASK)


def my_tasks(*, viewer: Actor, until: date, limit: int = 100) -> list[TaskCard]:
    """Open tasks of the viewer due by a day."""
    rows = Task.objects.filter(owner=viewer.account, done_on__isnull=True, due_on__lte=until).order_by(
        "due_on", "id"
    )
    return people.alone(_task_cards(rows[:limit], words=False), viewer=viewer)


def _task_cards(rows: Any, *, words: bool) -> people.Part[list[TaskCard]]:
    listed = list(rows)
    found = yield [(r.id, "notes:text") for r in listed] if words else []
    return [
        TaskCard(
            r.id,
            r.file_id,
            r.person_id,
            r.kind,
            r.code,
            r.owner,
            r.due_on,
            r.done_on,
            found.text(r.id, "notes:text"),
        )
        for r in listed
    ]


@dataclass(frozen=True)
class HandoverCard:
    """A file on offer to another worker."""

    ref: UUID
    file: UUID
    from_worker: UUID | None
    to_worker: UUID
    role: str
    proposed_on: date


def open_handover(file: UUID, *, viewer: Actor) -> HandoverCard | None:
    """The offer of this file that waits for an answer."""
    row = Handover.objects.filter(file_id=file, answered_on__isnull=True).first()
    return (
        HandoverCard(row.id, row.file_id, row.from_worker, row.to_worker, row.role, row.proposed_on)
        if row
        else None
    )


@dataclass(frozen=True)
class CaseCard:
    """One person's own level and ending."""

    ref: UUID
    person: UUID
    level: str
    level_because: tuple[str, ...]
    assessed_on: date | None
    left_on: date | None
    left_how: str


def cases(file: UUID, *, viewer: Actor) -> dict[UUID, CaseCard]:
    """The open case of each person of a file."""
    rows = Case.objects.filter(file_id=file, left_on__isnull=True)
    return {
        r.person_id: CaseCard(
            r.id, r.person_id, r.level, tuple(r.level_because), r.assessed_on, r.left_on, r.left_how
        )
        for r in rows
    }


@dataclass(frozen=True)
class LevelSaid:
    """Why somebody set a level that no answer gave."""

    level: str
    reason: str
    by: UUID | None
    on: date | None


def levels_said(cases: Iterable[CaseCard], *, viewer: Actor) -> dict[UUID, LevelSaid]:
    """The words behind each level that a named person has set and that still holds."""
    by_hand = [case for case in cases if BY_HAND in case.level_because]
    opened = people.opened([(case.ref, "notes:level") for case in by_hand], viewer=viewer)
    found = {}
    for case in by_hand:
        said = opened.get(case.ref, "notes:level")
        if isinstance(said, dict):
            found[case.person] = LevelSaid(
                said["level"], said["reason"], UUID(said["by"]), date.fromisoformat(said["on"])
            )
    return found


@dataclass(frozen=True)
class PlanCard:
    """A version of a plan as it was agreed. `words`: the page as it was read, where it was opened."""

    ref: UUID
    person: UUID | None
    number: int
    digest: str
    programme_digest: str
    agreed_on: date
    agreed_how: str
    prepared_by: UUID | None
    goals: tuple[UUID, ...]
    words: Any = None
    refused: tuple[UUID, ...] = ()


def plans(file: UUID, *, viewer: Actor, words: bool = False) -> list[PlanCard]:
    """All agreed versions, the newest first."""
    rows: Sequence[PlanVersion] = list(PlanVersion.objects.filter(file_id=file).order_by("-number", "id"))
    found = people.opened([(r.id, "notes:plan") for r in rows], viewer=viewer) if words else people.Opened()
    return [
        PlanCard(
            r.id, r.person_id, r.number, r.digest, r.programme_digest, r.agreed_on, r.agreed_how, r.prepared_by,
            tuple(r.goals), found.get(r.id, "notes:plan"), tuple(r.refused),
        )
        for r in rows
    ]  # fmt: skip


def waits(file: UUID, *, viewer: Actor) -> list[tuple[str, date, date | None]]:
    """What the file waited for: reason, since, until."""
    return list(
        Waiting.objects.filter(file_id=file).order_by("since", "id").values_list("reason", "since", "until")
    )


def draft(file: UUID, form: str, *, viewer: Actor) -> Any:
    """What the viewer was typing in this form of this file, if anything."""
    row = Draft.objects.filter(account=viewer.account, file_id=file, form=form).first()
    return people.opened([(row.id, "notes:draft")], viewer=viewer).get(row.id, "notes:draft") if row else None
