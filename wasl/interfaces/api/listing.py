"""Lists in pages by keyset: `after` is where the page before ended, and means nothing to whoever holds it."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from ninja import Schema
from pydantic import Field

from wasl.interfaces.api.names import Shown
from wasl.kernel.errors import Invalid
from wasl.kernel.refs import is_file_number

T = TypeVar("T")
MOST = 200
After = Annotated[
    str, Field(max_length=200, pattern=r"^[A-Za-z0-9_-]*$", description="`next` of the page before.")
]
Limit = Annotated[int, Field(ge=1, le=MOST, description="How many at most.")]


class Cut(Schema):
    """Which page of a list."""

    after: After = ""
    limit: Limit = 50


class Page(Schema, Generic[T]):
    """A page of a list. `next` continues it, and is null on the last page."""

    items: list[T]
    next: str | None = None


class NamedPage(Page[T], Generic[T]):
    """A page of what may hold names or words; they are null where they were not given."""

    names: Annotated[Shown, Field(description="Whether names and words are in this answer; if not, why.")] = (
        Shown.NOT_ASKED
    )


def shut(place: str) -> str | None:
    """A place in a list as `next` shows it."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=") if place else None


def unlock(after: str) -> str:
    """The place that `after` means; one that nobody was given is said so, and does not begin the list anew."""
    try:
        return base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise unknown() from None


def place_of_files(after: str, order: str) -> str:
    """A place in the list of files: a day or moment and a reference, or a file number."""
    if not after:
        return ""
    place = unlock(after)
    mark, _bar, ref = place.partition("|")
    if order == "number":
        if mark or not is_file_number(ref):
            raise unknown()
        return place
    _moment(mark, ref)
    return place


def place_by_time(after: str) -> tuple[datetime, UUID] | None:
    """A place in a list that is ordered by a moment, the newest first."""
    if not after:
        return None
    mark, _bar, ref = unlock(after).partition("|")
    at, found = _moment(mark, ref)
    if at is None or at.tzinfo is None:
        raise unknown()
    return at, found


def place_in_diary(after: str) -> tuple[date, int, UUID] | None:
    """A place in a list of appointments: a day, the minute of its beginning, and a reference."""
    if not after:
        return None
    try:
        day, starts, ref = unlock(after).split("|")
        return date.fromisoformat(day), int(starts), UUID(ref)
    except ValueError:
        raise unknown() from None


def _moment(mark: str, ref: str) -> tuple[datetime | None, UUID]:
    """The two halves of a place by time; both were written by us."""
    try:
        return datetime.fromisoformat(mark) if mark else None, UUID(ref)
    except ValueError:
        raise unknown() from None


def cut(found: Sequence[T], where: Cut, key: Callable[[T], str]) -> tuple[list[T], str | None]:
    """One page of a list that belongs to a single file and was read whole."""
    start = 0
    if where.after:
        place = unlock(where.after)
        start = next((n + 1 for n, one in enumerate(found) if key(one) == place), 0)
        if not start:
            raise unknown()
    page = list(found[start : start + where.limit])
    return page, shut(key(page[-1])) if len(found) > start + where.limit else None


def unknown() -> Invalid:
    return Invalid("after", "place_in_list_unknown")
