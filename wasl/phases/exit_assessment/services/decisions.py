"""Lines are answered, a decision is put forward by one and taken by another, each with its reasons."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.models import File, Need
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import touch
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.phases.exit_assessment import rules
from wasl.phases.exit_assessment.models import Decision, Finding
from wasl.phases.exit_assessment.selectors import answers
from wasl.programme.criteria import Criterion
from wasl.vault import services as vault
from wasl.vault.client import Plain


def known_lines(pathway: str) -> tuple[Criterion, ...]:
    """What can be answered on a file: the lines of leaving, and those of the gates into paths it is not on yet."""
    programme = policy.programme()
    gates = (line for path in programme.pathways.values() if path.code != pathway for line in path.gate)
    return (*programme.exit.criteria, *gates)


@command
def finding_record(
    *, file: UUID, criterion: str, met: bool, evidence: str, facts: Mapping[str, Any], on: date, by: Actor
) -> None:
    """Answer a line that the facts leave open, with what shows it and under one's own name."""
    row = lock(file, by=by)
    require(by, Action.EXIT_ASSESS, on=row)
    found = rules.lines(known_lines(row.pathway), facts, answers(file, viewer=by, since=row.stay_from))
    rules.can_answer(criterion, found).or_refuse()
    if not evidence.strip():
        raise Invalid("evidence", "evidence_missing")
    line = Finding.objects.select_for_update().filter(file_id=file, criterion=criterion).first()
    line = line or Finding(id=new_id(), file_id=file, team_id=row.team_id, criterion=criterion, version=0)
    line.met, line.answered_by, line.on, line.version = met, by.ref, on, line.version + 1
    line.save()
    vault.write([Plain(line.id, "notes:evidence", file, file, row.team_id, evidence.strip())])
    touch(row, [])
    audit.record(EventType.FINDING_RECORDED, by=by, on=line, code=criterion)


@command
def need_owner_set(*, file: UUID, need: UUID, owner: str, by: Actor) -> None:
    """Name who goes on with a need of this family that stays open when it leaves (R046)."""
    row = lock(file, by=by)
    require(by, Action.EXIT_ASSESS, on=row)
    found = Need.objects.select_for_update().filter(pk=need, file_id=file).first()
    if found is None:
        raise NotFound
    if owner and owner not in policy.programme().roles:
        raise Invalid("owner", "owner_unknown")
    found.owner_after, found.version = owner, found.version + 1
    found.save(update_fields=["owner_after", "version"])
    audit.record(EventType.NEED_ANSWERED, by=by, on=found, person=found.person_id, code="owner_after")


@command
def decision_put_forward(*, file: UUID, facts: Mapping[str, Any], on: date, by: Actor) -> UUID:
    """Ask for the decision: every line has its answer, and what is not met is listed."""
    row = lock(file, by=by)
    require(by, Action.EXIT_ASSESS, on=row)
    found = _exit_lines(row, facts, by)
    rules.can_put_forward(found, waiting=_waiting(file) is not None).or_refuse()
    decision = Decision.objects.create(
        id=new_id(),
        file_id=file,
        team_id=row.team_id,
        prepared_by=by.ref,
        prepared_on=on,
        unmet=rules.unmet(found),
    )
    touch(row, [])
    audit.record(EventType.FINDING_RECORDED, by=by, on=decision, code="put_forward")
    return decision.id


@command
def decision_take(
    *, file: UUID, approve: bool, reason: str, override: str, facts: Mapping[str, Any], on: date, by: Actor
) -> UUID:
    """Decide on what was put forward: by somebody else, with reasons, counting each line that is not met."""
    row = lock(file, by=by)
    require(by, Action.EXIT_DECIDE, on=row)
    decision = _waiting(file)
    if decision is None:
        refuse("nothing_put_forward").or_refuse()
        raise NotFound
    missing = rules.unmet(_exit_lines(row, facts, by))
    rules.can_decide(
        by=by.ref,
        prepared_by=decision.prepared_by,
        worker=row.worker,
        approve=approve,
        unmet=missing,
        override=override,
    ).or_refuse(kind=_kind(by, decision, row))
    if override and override not in policy.programme().exit.override_reasons:
        raise Invalid("override", "override_unknown")
    if not reason.strip():
        raise Invalid("reason", "decision_reason_missing")
    decision.approved, decision.decided_by, decision.on, decision.unmet = approve, by.ref, on, missing
    decision.override = bool(approve and missing)
    decision.override_because = override if decision.override else ""
    decision.save()
    vault.write([Plain(decision.id, "notes:reason", file, file, row.team_id, reason.strip())])
    touch(row, [])
    audit.record(EventType.EXIT_DECIDED, by=by, on=decision, code="approved" if approve else "not_yet")
    return decision.id


@command
def decision_overtaken(*, file: UUID, on: date, by: Actor) -> None:
    """The family leaves by its own choice, which needs nobody's leave: nobody decides on what was put forward."""
    row = lock(file, by=by)
    require(by, Action.DEPARTURE_RECORD, on=row)
    decision = _waiting(file)
    if decision is None:
        return
    decision.approved, decision.on = False, on
    decision.save(update_fields=["approved", "on"])
    audit.record(EventType.EXIT_DECIDED, by=by, on=decision, code="overtaken")


def _kind(by: Actor, decision: Decision, row: File) -> Any:
    return "person" if by.ref in (decision.prepared_by, row.worker) else "state"


def _exit_lines(row: File, facts: Mapping[str, Any], by: Actor) -> list[rules.Line]:
    return rules.lines(
        policy.programme().exit.criteria, facts, answers(row.file_id, viewer=by, since=row.stay_from)
    )


def _waiting(file: UUID) -> Decision | None:
    return Decision.objects.select_for_update().filter(file_id=file, on__isnull=True).first()
