"""Many files begin at once: the first step of each family of an imported list, and what is due next."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import FileState
from wasl.casefile.models import File
from wasl.journey import rules
from wasl.journey.models import Step
from wasl.journey.selectors import facts
from wasl.kernel.refs import new_id

_SAME = ("state", "pathway", "level", "opened_on", "arrived_on", "planned_end", "ledger_from")


@command
def files_begin(*, files: Sequence[UUID], by: Actor) -> int:
    """Begin the files of a list that have no step yet; families with the same dates have the same plan."""
    rows = list(File.objects.select_for_update().filter(pk__in=files))
    require(by, Action.ROSTER_IMPORT)
    begun = set(
        Step.objects.filter(file_id__in=files, left_on__isnull=True).values_list("file_id", flat=True)
    )
    fresh = sorted((row for row in rows if row.file_id not in begun), key=_same)
    steps: list[Step] = []
    for _, alike in groupby(fresh, key=_same):
        steps += _begin(list(alike), by)
    Step.objects.bulk_create(steps)
    for row in fresh:
        audit.record(EventType.STATE_CHANGED, by=by, on=row, code=row.state, purpose="import")
    return len(fresh)


def _begin(alike: Sequence[File], by: Actor) -> list[Step]:
    first = alike[0]
    way, terms = facts.way(first, viewer=by), facts.terms(first)
    due = rules.next_due(way, terms)
    File.objects.filter(pk__in=[row.file_id for row in alike]).update(
        next_due=due.on if due else None,
        due_moved=due.moved if due else 0,
        next_action=str(due.action) if due else "",
    )
    until = rules.planned_until(FileState(first.state), way, terms, way.entered_on)
    return [
        Step(
            id=new_id(), file_id=row.file_id, team_id=row.team_id, state=row.state, entered_on=way.entered_on,
            moved_by=by.ref, planned_until=until,
        )
        for row in alike
    ]  # fmt: skip


def _same(row: File) -> tuple[str, ...]:
    return tuple(str(getattr(row, name)) for name in _SAME)
