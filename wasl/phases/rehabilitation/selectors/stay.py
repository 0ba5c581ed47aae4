"""Reading reviews and services for everyone; holding several files at once for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField

from wasl.access.actor import Actor
from wasl.casefile.models import File
from wasl.people import selectors as people
from wasl.people.models import Person
from wasl.phases.rehabilitation.models import GroupService, Review
from wasl.phases.rehabilitation.selectors.between import last_review, postponed


@dataclass(frozen=True)
class ReviewCard:
    """A review: when it was due, when it was, what it led to."""

    ref: UUID
    on: date
    due_on: date | None
    next_due: date | None
    level_before: str
    level_after: str
    changed: bool
    reviewed_by: UUID | None
    text: str = ""


@dataclass(frozen=True)
class GroupCard:
    """Something everybody of a family, or some of them, received."""

    code: str
    on: date
    people: tuple[UUID, ...]
    given_by: UUID | None
    round: UUID


def reviews(file: UUID, *, viewer: Actor, words: bool = True) -> list[ReviewCard]:
    """All reviews, the newest first."""
    rows = list(Review.objects.filter(file_id=file).order_by("-on", "id"))
    found = people.opened([(r.id, "notes:text") for r in rows], viewer=viewer) if words else people.Opened()
    return [
        ReviewCard(
            r.id, r.on, r.due_on, r.next_due, r.level_before, r.level_after, r.changed, r.reviewed_by,
            found.text(r.id, "notes:text"),
        )
        for r in rows
    ]  # fmt: skip


def review_due(file: UUID, *, viewer: Actor, since: date | None = None) -> date | None:
    """When the next review is due by what the last one said, or by the day to which it was put off since; with
    `since`, by what was said from that day on.
    """
    later = postponed(file, viewer=viewer, since=since)
    if later is not None:
        return later.until
    last = last_review(file, viewer=viewer, since=since)
    return last.next_due if last is not None else None


def group_services(file: UUID, *, viewer: Actor) -> list[GroupCard]:
    """What the family received with everybody else, the newest first."""
    return [
        GroupCard(g.code, g.on, tuple(g.people), g.given_by, g.round)
        for g in GroupService.objects.filter(file_id=file).order_by("-on", "id")
    ]


def lock_many(files: Collection[UUID], *, by: Actor) -> list[File]:
    """Files held in one statement, each with the roles that `by` holds on it; what is out of reach is absent."""
    roles = Func(F("file_id"), F("team_id"), function="access_roles_on", output_field=ArrayField(TextField()))
    rows = File.objects.annotate(roles_held=roles).select_for_update(of=("self",)).filter(pk__in=files)
    return list(rows.order_by("file_id"))


def rows_households(files: Collection[UUID]) -> tuple[dict[UUID, set[UUID]], dict[UUID, set[UUID]]]:
    """Who lives in each of these files now, and everybody who ever did."""
    now: dict[UUID, set[UUID]] = {file: set() for file in files}
    ever: dict[UUID, set[UUID]] = {file: set() for file in files}
    people = Person.objects.filter(file_id__in=files).values_list("file_id", "id", "active")
    for file, person, active in people:
        ever[file].add(person)
        if active:
            now[file].add(person)
    return now, ever


def rows_people(files: Collection[UUID]) -> list[Person]:
    """Everybody who lives in one of these files."""
    return list(Person.objects.filter(file_id__in=files, active=True).order_by("file_id", "id"))


def members(files: Collection[UUID], *, viewer: Actor) -> dict[UUID, list[people.PersonCard]]:
    """Everybody of several families with names, for choosing who received something."""
    rows = rows_people(files)
    found = people.opened([(row.id, people.NAME) for row in rows], viewer=viewer)
    grouped: dict[UUID, list[people.PersonCard]] = {}
    for row in rows:
        grouped.setdefault(row.file_id, []).append(people.card(row, found))
    return grouped
