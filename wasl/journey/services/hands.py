"""Who holds a file: at every moment one named worker (R054); the path on which a family is, and back."""

from collections.abc import Collection, Mapping
from uuid import UUID

from wasl.access import policy
from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.rules import decided_by_another
from wasl.access.selectors import GrantCard, grants_on, staff
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import ENDED
from wasl.casefile.models import File, Handover, Task
from wasl.casefile.selectors.files import lock
from wasl.casefile.services import files
from wasl.casefile.services.files import touch
from wasl.journey import rules
from wasl.journey.selectors import facts
from wasl.kernel.clock import today
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.phases.aftercare.selectors import AcceptanceCard
from wasl.phases.aftercare.services.offers import PURPOSE
from wasl.phases.exit_assessment import rules as leaving_rules
from wasl.phases.exit_assessment.selectors import answers
from wasl.workforce.selectors import worker_roles


@command
def hand_over(*, file: UUID, to: UUID, role: str, reason: str, by: Actor) -> UUID:
    """Offer a file to a colleague; the present worker stays responsible until it is accepted (J7)."""
    row = lock(file, by=by)
    require(by, Action.FILE_ASSIGN if row.worker != by.ref else Action.FILE_HANDOVER, on=row)
    if to == row.worker:
        refuse("same_worker").or_refuse()
    if role not in worker_roles():
        raise Invalid("to", "worker_missing")
    return files.handover_propose(file=file, to=to, role=role, reason=reason, by=by)


@command
def share_out(*, given: Mapping[UUID, tuple[UUID, str]], reason: str, by: Actor) -> int:
    """Offer many files at once, each to its own worker; every one of them is still to be accepted (J7).

    A file whose worker serves no longer goes to the new one directly: nobody is there to stay responsible until then.
    Answers with how many went directly.
    """
    require(by, Action.FILE_ASSIGN)
    if not reason.strip():
        raise Invalid("reason", "share_reason_missing")
    if not given:
        raise Invalid("files", "nothing_chosen")
    serving = {card.account for card in staff(worker_roles(), viewer=by)}
    return sum(_share_one(file, to, role, reason, serving, by) for file, (to, role) in given.items())


def _share_one(file: UUID, to: UUID, role: str, reason: str, serving: Collection[UUID], by: Actor) -> bool:
    """Whether this file went to its new worker directly."""
    former = lock(file, by=by).worker
    hand_over(file=file, to=to, role=role, reason=reason, by=by)
    if former is None or former in serving:
        return False
    files.handover_settle(file=file, by=by)
    return True


@command
def hand_accept(*, file: UUID, by: Actor) -> None:
    """Take a file over; whoever had it in another role, such as an after-care officer, has it no more."""
    row = lock(file, by=by)
    require(by, Action.FILE_ACCEPT, on=row)
    former, role = row.worker, _role_of(row)
    files.handover_accept(file=file, by=by)
    if former and former != by.ref:
        access.grant_end(file=file, account=former, role=role, by=by)
        access.grant_end(file=file, account=None, role=policy.STAND_IN, by=by)


def take_home(row: File, offer: AcceptanceCard, by: Actor) -> None:
    """The officer who accepted becomes the named worker, the file goes to the office, everybody else leaves it.

    Called by services that have asked who may. The last statement may be the last that `by` can do on this file.
    """
    officer = offer.officer
    if officer is None:
        return
    former = row.worker
    Handover.objects.filter(file_id=row.file_id, answered_on__isnull=True).update(
        answered_on=today(), accepted=False
    )
    Handover.objects.create(
        id=new_id(), file_id=row.file_id, team_id=row.team_id, from_worker=former, to_worker=officer,
        role=policy.programme().aftercare.owner_roles[0], proposed_by=offer.offered_by, proposed_on=offer.offered_on,
        answered_on=offer.answered_on, accepted=True,
    )  # fmt: skip
    row.worker = officer
    touch(row, ["worker"])
    over = [grant for grant in grants_on(row.file_id, viewer=by) if grant.account != officer]
    _pass_on(row, over)
    own = [grant for grant in over if grant.account == by.account]
    others = [grant for grant in over if grant.account != by.account]
    access.grants_end(others, file=row.file_id, because="departure", by=by)
    access.scope_move(row.file_id, offer.office)
    access.grants_end(own, file=row.file_id, because="departure", by=by)


def work_is_over(row: File, by: Actor, *, at_home: bool) -> None:
    """Whoever worked with a family reads its file no longer once the family has left, or the file is closed.

    Its named worker stays; at home also whoever was asked to take it over, and those of after-care. Called by services
    that have asked who may; it may be the last that `by` can do on this file.
    """
    asked = Handover.objects.filter(file_id=row.file_id, answered_on__isnull=True)
    stay = {row.worker}
    if at_home:
        stay |= set(asked.values_list("to_worker", flat=True))
    else:
        asked.update(answered_on=today(), accepted=False)
    owners = policy.programme().aftercare.owner_roles
    over = [
        grant
        for grant in grants_on(row.file_id, viewer=by)
        if grant.account not in stay and not (at_home and (grant.purpose == PURPOSE or grant.role in owners))
    ]
    _pass_on(row, over)
    access.grants_end(over, file=row.file_id, because="departure" if at_home else "closing", by=by)


@command
def access_end(*, file: UUID, account: UUID, role: str, by: Actor) -> None:
    """Somebody's work with a family is over before its time: from now on she reads the file no longer."""
    row = lock(file, by=by)
    require(by, Action.FILE_HANDOVER if row.worker == by.ref else Action.FILE_ASSIGN, on=row)
    if account == row.worker:
        refuse("worker_hands_over").or_refuse()
    over = [g for g in grants_on(file, viewer=by) if (g.account, g.role) == (account, role)]
    if not over:
        raise NotFound
    asked = Handover.objects.filter(file_id=file, to_worker=account, answered_on__isnull=True).first()
    if asked is not None:
        asked.answered_on, asked.accepted = today(), False
        asked.save(update_fields=["answered_on", "accepted"])
        audit.record(EventType.HANDOVER_DECLINED, by=by, on=asked, code="taken_back")
    _pass_on(row, over)
    access.grants_end(over, file=file, because="ended", by=by)


def _pass_on(row: File, over: Collection[GrantCard]) -> None:
    """An open task of somebody who reads the file no longer would stand on nobody's day."""
    gone = [grant.account for grant in over]
    if row.worker is not None and gone:
        open_tasks = Task.objects.filter(file_id=row.file_id, owner__in=gone, done_on__isnull=True)
        open_tasks.update(owner=row.worker)


def _role_of(row: File) -> str:
    """The role in which the present worker took the file over; one that was imported came to a centre's worker."""
    taken = Handover.objects.filter(file_id=row.file_id, accepted=True).order_by("-answered_on")
    role = next((h.role for h in taken if h.to_worker == row.worker), "")
    owners = policy.programme().aftercare.owner_roles
    return role or next(code for code in worker_roles() if code not in owners)


@command
def path_take(*, file: UUID, pathway: str, by: Actor) -> None:
    """Put a family on a path with a gate: every line met, the family asked, another than its worker agrees."""
    row = lock(file, by=by)
    require(by, Action.EXIT_DECIDE, on=row)
    path = policy.programme().pathways.get(pathway)
    if path is None:
        raise Invalid("pathway", "pathway_unknown")
    if row.state in ENDED:
        refuse("file_is_closed").or_refuse()
    decided_by_another(by.ref, row.worker).or_refuse(kind="person")
    known = facts.gate_facts(row, viewer=by) | {"supervisor_agreed": True}
    missing = leaving_rules.unmet(
        leaving_rules.lines(path.gate, known, answers(file, viewer=by, since=row.stay_from))
    )
    if missing:
        refuse("pathway_gate_closed", lines=missing).or_refuse()
    _set_path(row, pathway)
    audit.record(EventType.PATHWAY_CHANGED, by=by, on=row, code=pathway)


@command
def path_leave(*, file: UUID, by: Actor) -> None:
    """Back to the ordinary path, on any day, by the family's own worker."""
    row = lock(file, by=by)
    require(by, Action.PLAN_WRITE, on=row)
    if row.state in ENDED:
        refuse("file_is_closed").or_refuse()
    _set_path(row, next(iter(policy.programme().pathways)))
    audit.record(EventType.PATHWAY_CHANGED, by=by, on=row, code=row.pathway)


def _set_path(row: File, pathway: str) -> None:
    row.pathway = pathway
    if row.stays_since:
        row.planned_end = rules.planned_end(row.stays_since, facts.terms(row))
    touch(row, ["pathway", "planned_end"])
