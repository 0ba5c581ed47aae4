"""A plan is handed in by whoever made it and approved, or sent back, by somebody else (R020)."""

from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import TaskKind
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import touch
from wasl.casefile.services.record import task_add
from wasl.kernel.clock import now, today
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.phases.rehabilitation import rules
from wasl.phases.rehabilitation.enums import ApprovalState
from wasl.phases.rehabilitation.models import PlanApproval
from wasl.phases.rehabilitation.selectors.approvals import standing
from wasl.vault import services as vault
from wasl.vault.client import Plain


@command
def plan_hand_in(*, file: UUID, by: Actor) -> UUID:
    """Ask the supervisor to stand behind the plan as its pages are agreed now."""
    row = lock(file, by=by)
    require(by, Action.PLAN_AGREE, on=row)
    found = standing(row, viewer=by, words=False)
    rules.can_hand_in(found.missing, waits=found.waits, stands=found.stands).or_refuse()
    handed = PlanApproval.objects.create(
        id=new_id(), file_id=file, team_id=row.team_id, versions=list(found.versions), handed_by=by.account,
        handed_at=now(),
    )  # fmt: skip
    touch(row, [])
    audit.record(EventType.PLAN_HANDED_IN, by=by, on=handed)
    return handed.id


@command
def plan_answer(*, file: UUID, approve: bool, words: str, by: Actor) -> None:
    """Approve a plan that was handed in, or send it back with what is to be done; the worker finds it on her day."""
    row = lock(file, by=by)
    require(by, Action.PLAN_LOCK, on=row)
    waits = PlanApproval.objects.filter(file_id=file, state=str(ApprovalState.HANDED)).first()
    if waits is None:
        refuse("plan_not_handed_in").or_refuse()
        raise NotFound
    found = standing(row, viewer=by, words=False)
    made = {*found.prepared, waits.handed_by, row.worker}
    rules.can_answer_plan(
        found.missing, by=by.account, prepared=made, approve=approve, same=found.same
    ).or_refuse(kind="person" if by.account in made else "state")
    if not approve and not words.strip():
        raise Invalid("words", "answer_missing")
    waits.state = str(ApprovalState.APPROVED if approve else ApprovalState.SENT_BACK)
    waits.answered_by, waits.answered_on = by.account, today()
    waits.save(update_fields=["state", "answered_by", "answered_on"])
    if words.strip():
        vault.write([Plain(waits.id, "notes:answer", file, file, row.team_id, words.strip())])
    touch(row, [])
    event = EventType.PLAN_APPROVED if approve else EventType.PLAN_SENT_BACK
    audit.record(event, by=by, on=waits)
    task_add(
        file=file, person=None, kind=TaskKind.OTHER, code=str(event), owner=waits.handed_by, due_on=today(), by=by,
        text=words,
    )  # fmt: skip
