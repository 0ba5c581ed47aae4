"""What everyone receives, such as soap or vaccination: recorded for many at once, no goal asked (R023)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.phases.rehabilitation import rules
from wasl.phases.rehabilitation.models import GroupService
from wasl.phases.rehabilitation.selectors import stay as selectors


@command
def group_record(
    *, code: str, on: date, chosen: Mapping[UUID, Sequence[UUID]], form_key: UUID, by: Actor
) -> int:
    """Record a service for people of several files; an empty list means the whole family. Answers with the people.

    `form_key` is the key of the form: sent twice, each file has it once.
    """
    rows = selectors.lock_many(chosen, by=by)
    if len(rows) != len(chosen):
        raise NotFound
    for row in rows:
        require(by, Action.SERVICE_GROUP, on=row)
    rules.can_give_to_all(code, _for_everyone()).or_refuse()
    if not rows:
        raise Invalid("people", "nobody_chosen")
    if on > today():
        raise Invalid("on", "date_in_future")
    inside, ever = selectors.rows_households(chosen)
    if any(set(people) - ever[file] for file, people in chosen.items()):
        raise Invalid("people", "not_of_this_family")
    given = [
        GroupService(
            id=new_id(), file_id=row.file_id, team_id=row.team_id, code=code, on=on, given_by=by.ref, round=form_key,
            people=sorted(set(chosen[row.file_id]) or inside[row.file_id]),
        )
        for row in rows
    ]  # fmt: skip
    GroupService.objects.bulk_create(given, ignore_conflicts=True)
    for line in given:
        audit.record(EventType.GROUP_SERVICE_RECORDED, by=by, on=line, code=code)
    return sum(len(line.people) for line in given)


def _for_everyone() -> list[str]:
    return [code for code, service in policy.programme().services.items() if service.for_everyone]
