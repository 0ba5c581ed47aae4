"""Contacts and notes, consents, documents, tasks, drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from wasl.access.actor import Actor
from wasl.access.enums import Action, SessionKind
from wasl.access.services import command, require, unit_of_work
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import Circle, ConsentDecision, ContactKind, DocumentState, TaskKind
from wasl.casefile.models import Consent, Contact, Document, Draft, Task
from wasl.casefile.selectors.files import Held, lock, lock_once
from wasl.casefile.selectors.scans import photo_choices
from wasl.casefile.services.files import of_family, touch
from wasl.casefile.services.scans import photo_forget
from wasl.kernel.clock import now, today
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.vault import services as vault
from wasl.vault.client import Plain

DRAFT_DAYS = 14
JOB = Actor(ref=None, kind=str(SessionKind.JOB))


@command
def contact_record(
    *,
    file: UUID | Held,
    person: UUID | None,
    kind: ContactKind,
    text: str,
    on: date,
    by: Actor,
    circle: Circle = Circle.FAMILY,
    permitted: bool | None = None,
    form_key: UUID | None = None,
    draft: str = "",
) -> UUID:
    """Write a note or a contact. Sent twice with the same key, it is there once; its `draft` is none any more.

    `file`: its reference, or what the page holds (`selectors.files.take`).
    """
    row = lock_once(file, by=by)
    require(by, Action.NOTE_WRITE, on=row)
    of_family(row.file_id, person)
    if not text.strip():
        raise Invalid("text", "text_missing")
    if on > today():
        raise Invalid("on", "date_in_future")
    if kind in (ContactKind.COMMUNITY, ContactKind.PROVIDER) and not permitted:
        raise Invalid("permitted", "permission_missing")
    note = Contact(
        id=new_id(), file_id=row.file_id, team_id=row.team_id, person_id=person, kind=str(kind), circle=str(circle),
        on=on, written_by=by.ref, written_at=now(), permitted=permitted, form_key=form_key,
    )  # fmt: skip
    kept = _keep(note, text.strip(), draft)
    if kept == note.id:
        audit.record(EventType.CONTACT_RECORDED, by=by, on=note, person=person, code=str(kind))
    return kept


def _keep(note: Contact, text: str, draft: str) -> UUID:
    """Write a note with its sealed words, end its draft and touch its file, in one statement.

    Answers with the note that is there now: this one, or the one that was kept under its key before.
    """
    subject = note.person_id or note.file_id
    words = vault.seal([Plain(note.id, "notes:text", subject, note.file_id, note.team_id, text)])[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT casefile_note_keep(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                note.id, note.file_id, note.team_id, note.person_id, note.kind, note.circle, note.on,
                note.written_by, note.written_at, note.permitted, note.form_key, subject, words, draft,
            ],
        )  # fmt: skip
        found = cursor.fetchone()[0]
    if found is None:  # the key is that of a note which the writer does not reach
        raise NotFound
    return UUID(str(found))


@dataclass(frozen=True)
class Choice:
    """One choice of one person: a purpose, whom it concerns, which fields, and what was decided."""

    purpose: str
    decision: ConsentDecision
    recipient: str = ""
    fields: tuple[str, ...] = ()


@command
def consent_record(
    *,
    file: UUID,
    person: UUID,
    choices: Sequence[Choice],
    language: str,
    asked_alone: bool,
    given_how: str,
    by: Actor,
    guardian: UUID | None = None,
    on: date | None = None,
) -> list[UUID]:
    """Add choices to the ledger: given, refused or withdrawn, each as easy as the other (P13, R006, R059)."""
    row = lock(file, by=by)
    require(by, Action.CONSENT_RECORD, on=row)
    of_family(file, person, guardian)
    lines = Consent.objects.bulk_create(
        Consent(
            id=new_id(), file_id=file, team_id=row.team_id, person_id=person, purpose=c.purpose,
            recipient=c.recipient, fields=list(c.fields), decision=str(c.decision), on=on or today(),
            language=language, explained_by=by.ref, asked_alone=asked_alone, guardian=guardian,
            given_how=given_how, recorded_at=now(),
        )
        for c in choices
    )  # fmt: skip
    touch(row, [])
    if any(line.purpose in photo_choices() and line.decision != ConsentDecision.GIVEN for line in lines):
        photo_forget(person, by=by)
    for line in lines:
        audit.record(EventType.CONSENT_RECORDED, by=by, on=line, person=person, code=line.decision)
    return [line.id for line in lines]


#: steps of the programme on the way to a paper at which nobody has done anything for it yet
NOT_BEGUN, ENDED_STEPS = ("", "not_started"), ("obtained", "refused")


@command
def document_record(
    *,
    file: UUID,
    person: UUID,
    kind: str,
    state: DocumentState,
    by: Actor,
    wanted: bool = False,
    step: str = "",
    number: str = "",
    since: date | None = None,
) -> None:
    """How one kind of paper stands for one person."""
    row = lock(file, by=by)
    require(by, Action.DOCUMENT_RECORD, on=row)
    of_family(file, person)
    document, _ = Document.objects.select_for_update().get_or_create(
        person_id=person,
        kind=kind,
        defaults={
            "id": new_id(), "file_id": file, "team_id": row.team_id, "state": str(state), "since": since or today(),
        },
    )  # fmt: skip
    if document.state != state:
        document.since = since or today()
    document.state, document.wanted, document.step = str(state), wanted, step
    if step in NOT_BEGUN:
        document.begun_on = None
    elif document.begun_on is None and step not in ENDED_STEPS:
        document.begun_on = since or today()
    document.version += 1
    document.save()
    if number.strip():
        vault.write([Plain(document.id, "identity:number", person, file, row.team_id, number.strip())])
    touch(row, [])
    audit.record(
        EventType.DOCUMENT_RECORDED, by=by, on=document, person=person, code=str(state), fields=[kind]
    )


@command
def task_add(
    *,
    file: UUID,
    person: UUID | None,
    kind: TaskKind,
    code: str,
    owner: UUID | None,
    due_on: date,
    by: Actor,
    text: str = "",
    form_key: UUID | None = None,
) -> UUID:
    """Something somebody must do by a day; every task has an owner."""
    row = lock(file, by=by)
    require(by, Action.NOTE_WRITE if kind is not TaskKind.URGENT else Action.RECEPTION_RECORD, on=row)
    of_family(file, person)
    if owner is None:
        raise Invalid("owner", "owner_missing")
    again = Task.objects.filter(form_key=form_key).first() if form_key else None
    if again is not None:
        return again.id
    task = Task.objects.create(
        id=new_id(), file_id=file, team_id=row.team_id, person_id=person, kind=str(kind), code=code, owner=owner,
        added_by=by.ref, added_on=today(), due_on=due_on, form_key=form_key,
    )  # fmt: skip
    if text.strip():
        vault.write([Plain(task.id, "notes:text", person or file, file, row.team_id, text.strip())])
    touch(row, [])
    audit.record(EventType.TASK_ADDED, by=by, on=task, person=person, code=code)
    return task.id


@command
def task_done(*, task: UUID, on: date, by: Actor, undo: bool = False) -> None:
    """Tick a task, or take the tick back."""
    found = Task.objects.select_for_update().filter(pk=task).first()
    if found is None:
        raise NotFound
    row = lock(found.file_id, by=by)
    require(by, Action.FILE_VIEW, on=row)
    found.done_on = None if undo else on
    found.save(update_fields=["done_on"])
    touch(row, [])
    audit.record(EventType.TASK_DONE, by=by, on=found, code="undone" if undo else "done")


@command
def draft_save(*, file: UUID, form: str, values: Mapping[str, Any], by: Actor) -> None:
    """Keep what is being typed, sealed, for its writer alone."""
    row = lock(file, by=by)
    require(by, Action.FILE_VIEW, on=row)
    draft, _ = Draft.objects.update_or_create(
        account=by.account,
        file_id=file,
        form=form,
        defaults={"team_id": row.team_id, "saved_at": now()},
        create_defaults={"id": new_id(), "team_id": row.team_id, "saved_at": now()},
    )
    vault.write([Plain(draft.id, "notes:draft", file, file, row.team_id, dict(values))])
    audit.record(EventType.DRAFT_SAVED, by=by, on=row, code=form)


@command
def draft_drop(*, file: UUID, form: str, by: Actor) -> None:
    """The form was sent: what was typed is no draft any more."""
    row = lock(file, by=by)
    require(by, Action.FILE_VIEW, on=row)
    Draft.objects.filter(account=by.account, file_id=file, form=form).delete()
    audit.record(EventType.DRAFT_SAVED, by=by, on=row, code=f"{form}:sent")


def drafts_expire() -> int:
    """Forget drafts that nobody came back to. A job of the worker: no person acts, and the record says so."""
    with unit_of_work(""):
        left = Draft.objects.filter(saved_at__lt=now() - timedelta(days=DRAFT_DAYS))
        gone = list(left.values_list("id", "file_id", "form"))
        Draft.objects.filter(pk__in=[ref for ref, _, _ in gone]).delete()
        for _, file, form in gone:
            audit.record(EventType.DRAFT_SAVED, by=JOB, file=file, code=f"{form}:expired")
    return len(gone)
