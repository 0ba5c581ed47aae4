"""A plan is agreed by each adult for herself, locked as a version, and never rewritten."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile import rules
from wasl.casefile.enums import AgreedHow
from wasl.casefile.models import Case, Goal, Need, NeedGoal, PlanVersion
from wasl.casefile.models.thread import whose
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import of_family, touch
from wasl.kernel.decision import Decision
from wasl.kernel.refs import new_id
from wasl.vault import services as vault
from wasl.vault.client import Plain


def need_facts(file: UUID) -> list[rules.NeedFact]:
    """What the rules ask of each need of a file."""
    linked = set(NeedGoal.objects.filter(file_id=file).values_list("need_id", flat=True))
    return [
        rules.NeedFact(need.score, need.state, int(need.id in linked), bool(need.no_goal))
        for need in Need.objects.filter(file_id=file)
    ]


def plan_ready(file: UUID) -> Decision:
    """Whether the plan of a file may be agreed, and what is missing."""
    first = {goal.code for goal in policy.programme().rehabilitation.first_plan_goals}
    return rules.can_agree(
        need_facts(file),
        has_return_goal=Goal.objects.filter(file_id=file, code__in=first).exists() if first else True,
        assessed=Case.objects.filter(file_id=file, left_on__isnull=True, assessed_on__isnull=False).exists(),
    )


def digest_of(version: UUID, words: Mapping[str, Any]) -> str:
    """What shows later that a locked page was not rewritten; nobody can guess the page from it."""
    text = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(version.bytes + text.encode()).hexdigest()


@command
def plan_agree(
    *,
    file: UUID,
    person: UUID | None,
    how: AgreedHow,
    on: date,
    words: Mapping[str, Any],
    goals: Sequence[UUID],
    by: Actor,
    copy_given: bool = True,
    reason: str = "",
    refused: Sequence[UUID] = (),
) -> UUID:
    """Lock the page that this adult (or the family together) read and agreed to as the next version.

    `refused`: goals of the page that she does not want for herself; nothing follows from that but that it is kept.
    """
    row = lock(file, by=by)
    require(by, Action.PLAN_AGREE, on=row)
    of_family(file, person)
    plan_ready(file).or_refuse()
    last = PlanVersion.objects.filter(whose(person), file_id=file).order_by("-number").first()
    ref = new_id()
    version = PlanVersion.objects.create(
        id=ref, file_id=file, team_id=row.team_id, person_id=person, number=last.number + 1 if last else 1,
        digest=digest_of(ref, words), programme_digest=policy.programme().edition,
        agreed_on=on, agreed_how=str(how), copy_given=copy_given, prepared_by=by.ref, goals=list(goals), reason=reason,
        refused=[goal for goal in goals if goal in set(refused)],
    )  # fmt: skip
    vault.write([Plain(version.id, "notes:plan", person or file, file, row.team_id, dict(words))])
    touch(row, [])
    audit.record(EventType.PLAN_AGREED, by=by, on=version, person=person, code=str(how))
    return version.id
