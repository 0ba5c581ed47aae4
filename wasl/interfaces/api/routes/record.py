"""What is recorded beside the thread: contacts and notes, tasks, what a file waits for."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.casefile.selectors import files, record
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.selectors.record import TaskCard
from wasl.casefile.services import files as file_services
from wasl.casefile.services import record as services
from wasl.interfaces.api import inputs, listing, shapes
from wasl.interfaces.api.listing import Cut
from wasl.interfaces.api.names import Asked, asked
from wasl.interfaces.api.routes.files import actor, number_of
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound

router = Router(tags=["record"])


class TasksAsked(Cut):
    """Open ones only, or all."""

    open_only: bool = True


class MyTasksAsked(Cut):
    """Due within so many days."""

    days: Annotated[int, Field(ge=0, le=366)] = 7


@router.get("/files/{number}/contacts", response=shapes.Contacts, url_name="contacts", summary="Contacts")
def contacts(request: HttpRequest, number: str, where: Query[Cut], purpose: Asked = None) -> shapes.Contacts:
    """Contacts and notes that the viewer may read, the newest first."""
    names = asked(request, purpose)
    card = files.view(number, viewer=names.by)
    place = listing.place_by_time(where.after)
    part = record.contacts_part(
        card.ref, viewer=names.by, roles=card.roles, limit=where.limit + 1, words=names.wanted, before=place
    )
    found = names.read(part)
    page = found[: where.limit]
    last = page[-1] if len(found) > where.limit else None
    if page:
        names.given([card.ref], "notes:text")
    return shapes.Contacts(
        items=[shapes.ContactOut.of(one, names.wanted) for one in page],
        next=listing.shut(f"{last.written_at.isoformat()}|{last.ref}") if last else None,
        names=names.shown,
    )


@router.post(
    "/files/{number}/contacts", response={201: shapes.Written}, url_name="contact_record", summary="A note"
)
def contact_record(request: HttpRequest, number: str, sent: inputs.ContactIn) -> Status[shapes.Written]:
    """Write a note or a contact."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.NOTE_WRITE)
    ref = services.contact_record(
        file=card.ref, person=sent.person, kind=sent.kind, text=sent.text, on=sent.on, by=by, circle=sent.circle,
        permitted=sent.permitted,
    )  # fmt: skip
    return Status(201, shapes.Written(ref=ref))


@router.get("/tasks", response=shapes.Tasks, url_name="my_tasks", summary="One's own open tasks")
def my_tasks(request: HttpRequest, where: Query[MyTasksAsked]) -> shapes.Tasks:
    """Open tasks of the token's owner, the earliest due first, at most 200."""
    by = actor(request)
    found = record.my_tasks(viewer=by, until=today() + timedelta(days=where.days), limit=listing.MOST)
    page, after = listing.cut(found, where, _ref)
    numbers = {file: number_of(file, viewer=by) for file in {one.file for one in page}}
    return shapes.Tasks(items=[shapes.TaskOut.of(one, numbers[one.file]) for one in page], next=after)


@router.get("/files/{number}/tasks", response=shapes.Tasks, url_name="tasks", summary="Tasks of a file")
def tasks(request: HttpRequest, number: str, where: Query[TasksAsked], purpose: Asked = None) -> shapes.Tasks:
    """Tasks of a file, the earliest due first."""
    names = asked(request, purpose)
    card = files.view(number, viewer=names.by)
    found = names.read(
        record.tasks_part(card.ref, viewer=names.by, open_only=where.open_only, words=names.wanted)
    )
    page, after = listing.cut(found, where, _ref)
    if page:
        names.given([card.ref], "notes:text")
    items = [shapes.TaskOut.of(one, card.number, names.wanted) for one in page]
    return shapes.Tasks(items=items, next=after, names=names.shown)


@router.post("/files/{number}/tasks", response={201: shapes.Written}, url_name="task_add", summary="A task")
def task_add(request: HttpRequest, number: str, sent: inputs.TaskIn) -> Status[shapes.Written]:
    """Something that the token's owner will do by a day."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.NOTE_WRITE)
    ref = services.task_add(
        file=card.ref, person=sent.person, kind=sent.kind, code="", owner=by.account, due_on=sent.due_on, by=by,
        text=sent.text,
    )  # fmt: skip
    return Status(201, shapes.Written(ref=ref))


@router.put(
    "/files/{number}/tasks/{uuid:task}/done",
    response={200: shapes.Written},
    url_name="task_done",
    summary="A task is done",
)
def task_done(request: HttpRequest, number: str, task: UUID) -> shapes.Written:
    """Tick a task."""
    by, found = _task(request, number, task)
    services.task_done(task=found.ref, on=today(), by=by)
    return shapes.Written(ref=task)


@router.delete(
    "/files/{number}/tasks/{uuid:task}/done",
    response={200: shapes.Written},
    url_name="task_undone",
    summary="A task is open again",
)
def task_undone(request: HttpRequest, number: str, task: UUID) -> shapes.Written:
    """Take the tick back."""
    by, found = _task(request, number, task)
    services.task_done(task=found.ref, on=today(), by=by, undo=True)
    return shapes.Written(ref=task)


@router.put(
    "/files/{number}/waiting", response={200: shapes.FileOut}, url_name="waiting_set", summary="It waits"
)
def waiting_set(request: HttpRequest, number: str, sent: inputs.WaitingIn) -> shapes.FileOut:
    """Say what a file waits for, since when."""
    by, card = _waits(request, number)
    file_services.waiting_set(file=card.ref, reason=sent.reason, since=sent.since, by=by)
    return shapes.FileOut.of(files.get(card.ref, viewer=by))


@router.delete(
    "/files/{number}/waiting",
    response={200: shapes.FileOut},
    url_name="waiting_end",
    summary="It waits no more",
)
def waiting_end(request: HttpRequest, number: str) -> shapes.FileOut:
    """What the file waited for is there."""
    by, card = _waits(request, number)
    file_services.waiting_end(file=card.ref, on=today(), by=by)
    return shapes.FileOut.of(files.get(card.ref, viewer=by))


def _waits(request: HttpRequest, number: str) -> tuple[Actor, FileCard]:
    by = actor(request)
    return by, files.view(number, viewer=by, action=Action.CASE_WAIT)


def _task(request: HttpRequest, number: str, task: UUID) -> tuple[Actor, TaskCard]:
    by = actor(request)
    card = files.view(number, viewer=by)
    inside = record.tasks(card.ref, viewer=by, open_only=False)
    found = next((one for one in inside if one.ref == task), None)
    if found is None:
        raise NotFound
    return by, found


def _ref(card: TaskCard) -> str:
    return str(card.ref)
