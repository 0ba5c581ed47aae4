"""Files by scope and by number, and what is read of one: people, cases, its way, papers, choices, looks."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import require
from wasl.casefile.enums import FileState
from wasl.casefile.selectors import files, record
from wasl.interfaces.api import listing, shapes
from wasl.interfaces.api.listing import Cut
from wasl.interfaces.api.names import Asked, asked
from wasl.journey.selectors import way
from wasl.kernel.clock import now
from wasl.people import selectors as people

router = Router(tags=["files"])


class Scope(StrEnum):
    """Whose files: one's own, one's teams', one's site's."""

    MINE = "mine"
    TEAM = "team"
    SITE = "site"


class Order(StrEnum):
    """In which order: next due, last changed, by number."""

    DUE = "due"
    CHANGED = "changed"
    NUMBER = "number"


class FilesAsked(Cut):
    """Which files, in which order."""

    scope: Scope = Scope.MINE
    order: Order = Order.DUE
    state: FileState | None = None


class LooksAsked(Schema):
    """How far back, and how many of the newest."""

    limit: listing.Limit = listing.MOST
    days: Annotated[int, Field(ge=1, le=366)] = 30


def actor(request: HttpRequest) -> Actor:
    """Whom the token acts for."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


@router.get("/files", response=shapes.Files, url_name="file_list", summary="Files in a scope")
def file_list(request: HttpRequest, where: Query[FilesAsked], purpose: Asked = None) -> shapes.Files:
    """Files in a stated scope, by keyset."""
    by, names = actor(request), asked(request, purpose)
    require(by, Action.FILE_VIEW)
    found = files.listing(
        viewer=by, scope=where.scope, order=where.order, state=where.state or "", limit=where.limit,
        after=listing.place_of_files(where.after, where.order), with_names=False,
    )  # fmt: skip
    heads = people.heads((card.ref for card in found.cards), viewer=by) if names.wanted else {}
    opened = names.open(heads.values())
    names.given((file for file, head in heads.items() if opened.name(head)), people.NAME)
    return shapes.Files(
        items=[shapes.FileOut.of(card, opened.name(heads.get(card.ref))) for card in found.cards],
        next=listing.shut(found.after),
        names=names.shown,
    )


@router.get("/files/{number}", response=shapes.FileOut, url_name="file", summary="One file")
def file(request: HttpRequest, number: str) -> shapes.FileOut:
    """A file by its number."""
    return shapes.FileOut.of(files.view(number, viewer=actor(request)))


@router.get("/files/{number}/people", response=shapes.People, url_name="people", summary="Its household")
def people_list(request: HttpRequest, number: str, where: Query[Cut], purpose: Asked = None) -> shapes.People:
    """Everybody who belongs or belonged to the household."""
    by, names = actor(request), asked(request, purpose)
    card = files.view(number, viewer=by)
    inside = names.read(people.people_part(card.ref, viewer=by, active=None, names=names.wanted))
    belongs = {one.person: one for one in people.memberships(card.ref, viewer=by)}
    page, after = listing.cut(inside, where, lambda one: str(one.ref))
    if any(one.name for one in page):
        names.given([card.ref], people.NAME)
    items = [shapes.PersonOut.of(one, belongs.get(one.ref)) for one in page]
    return shapes.People(items=items, next=after, names=names.shown)


@router.get("/files/{number}/cases", response=shapes.Cases, url_name="cases", summary="Each person's level")
def cases(request: HttpRequest, number: str, where: Query[Cut]) -> shapes.Cases:
    """The open case of each person."""
    by = actor(request)
    card = files.view(number, viewer=by)
    found = sorted(record.cases(card.ref, viewer=by).values(), key=lambda one: str(one.ref))
    page, after = listing.cut(found, where, lambda one: str(one.ref))
    return shapes.Cases(items=[shapes.CaseOut.of(one) for one in page], next=after)


@router.get("/files/{number}/stays", response=shapes.Stays, url_name="stays", summary="Its way so far")
def stays(request: HttpRequest, number: str, where: Query[Cut]) -> shapes.Stays:
    """Each state of the file, with the planned day beside the actual one."""
    by = actor(request)
    card = files.view(number, viewer=by)
    found = list(enumerate(way.steps(card.ref, viewer=by)))
    page, after = listing.cut(found, where, lambda one: str(one[0]))
    return shapes.Stays(items=[shapes.StayOut.of(one) for _, one in page], next=after)


@router.get(
    "/files/{number}/documents", response=shapes.Documents, url_name="documents", summary="Its papers"
)
def documents(request: HttpRequest, number: str, where: Query[Cut]) -> shapes.Documents:
    """How the papers of everybody stand."""
    by = actor(request)
    card = files.view(number, viewer=by)
    page, after = listing.cut(record.documents(card.ref, viewer=by), where, _ref)
    return shapes.Documents(items=[shapes.DocumentOut.of(one) for one in page], next=after)


@router.get("/files/{number}/consents", response=shapes.Consents, url_name="consents", summary="Its choices")
def consents(request: HttpRequest, number: str, where: Query[Cut]) -> shapes.Consents:
    """The choices that hold now."""
    by = actor(request)
    card = files.view(number, viewer=by)
    page, after = listing.cut(record.consents(card.ref, viewer=by), where, _ref)
    return shapes.Consents(items=[shapes.ConsentOut.of(one) for one in page], next=after)


@router.get("/files/{number}/looks", response=shapes.Looks, url_name="looks", summary="Who looked")
def looks(request: HttpRequest, number: str, where: Query[LooksAsked]) -> shapes.Looks:
    """Who looked at the file, the newest first, at most 200."""
    by = actor(request)
    card = files.view(number, viewer=by)
    found = access.looks(card.ref, since=now() - timedelta(days=where.days), viewer=by)
    return shapes.Looks(items=[shapes.LookOut.of(one) for one in found[: where.limit]])


def _ref(card: record.DocumentCard | record.ConsentCard) -> str:
    return str(card.ref)


def number_of(file: UUID, *, viewer: Actor) -> str:
    """The number that people know a file by."""
    return files.get(file, viewer=viewer).number
