"""Rows of leaving and of life at home: findings, decisions, departure, the office's answer, contacts, the end."""

from datetime import timedelta
from functools import cache
from random import Random

from wasl.access.enums import Action, Reach
from wasl.access.policy import programme
from wasl.casefile.enums import Circle, ContactKind
from wasl.interfaces.cli.demo import words
from wasl.interfaces.cli.demo.events import (
    AfterContact,
    Assessed,
    Closed,
    ClosingProposed,
    Decision,
    Departed,
    ExitStarted,
    Finding,
    NoticeGiven,
    PutForward,
    Reopened,
)
from wasl.interfaces.cli.demo.rows_way import signer, tried
from wasl.interfaces.cli.demo.writing import Writing
from wasl.journey import bulk
from wasl.programme import Programme

_RETURNED = "new_need"
_KEPT_NOWHERE = frozenset({"community_readiness"})


def answered_by_name(programme: Programme) -> set[str]:
    """Lines of leaving that somebody answers with evidence: those that say so, and those whose fact no room keeps."""
    return {c.code for c in programme.exit.criteria if c.evidence == "answered" or c.fact in _KEPT_NOWHERE}


def exit_assessment(writing: Writing) -> None:
    """What was answered by name; what the facts tell is never stored. Then the decisions, taken by another."""
    answered = answered_by_name(writing.place.programme)
    newest = {line.criterion: line for line in writing.every(Finding) if line.criterion in answered}
    for line in newest.values():
        ref = writing.whole.add(
            "exit_finding",
            criterion=line.criterion,
            met=line.met,
            answered_by=writing.worker_on(line.on),
            on=line.on,
        )
        writing.whole.seal(ref, "notes:evidence", line.evidence)
    started = writing.first(ExitStarted)
    for event in writing.every(Decision):
        ready = event.outcome == "ready"
        ref = writing.whole.add(
            "exit_decision",
            approved=ready,
            decided_by=writing.supervisor,
            prepared_by=writing.worker_on(event.on),
            prepared_on=max(event.on - timedelta(days=2), started.on) if started else event.on,
            on=event.on,
            unmet=[f.criterion for f in writing.every(Finding) if f.on == event.on and not f.met],
        )
        writing.whole.seal(ref, "notes:reason", event.text)
    for asked in writing.every(PutForward):
        writing.whole.add(
            "exit_decision",
            approved=None,
            decided_by=None,
            prepared_by=writing.worker_on(asked.on),
            prepared_on=asked.on,
            on=None,
            unmet=[],
        )


def talks(writing: Writing) -> None:
    """Each adult was asked alone whether she wishes to leave, and how."""
    for at, event in enumerate(writing.every(Assessed)):
        if event.purpose != "exit" or event.person is None or not writing.member(event.person).adult:
            continue
        person = writing.people[event.person]
        ref = writing.whole.add(
            "casefile_contact",
            person_id=person,
            kind=str(ContactKind.PERSON),
            circle=str(Circle.OWN),
            on=event.on,
            written_by=writing.worker_on(event.on),
            written_at=writing.at(event.on, 40 + at),
        )
        rng = Random(f"{writing.family.seed}:{writing.family.index}:{event.person}")  # noqa: S311 - made-up words
        writing.whole.seal(
            ref, "notes:text", words.talk(rng, writing.family.language, writing.family.people), person
        )


def departure(writing: Writing) -> None:
    """Notice, planned day, and the day it happened; or the day on which a family left by its own choice."""
    notice, left = writing.first(NoticeGiven), writing.first(Departed)
    if notice is None and left is None:
        return
    ref = writing.whole.add(
        "exit_departure",
        kind=left.kind if left else writing.place.terms.departure_done,
        notice_on=notice.on if notice else None,
        planned_on=notice.departure if notice else None,
        left_on=left.on if left else None,
        governorate=writing.family.governorate.code,
        district=writing.family.district.code,
    )
    writing.whole.seal(ref, "notes:departure", left.text if left else "")


def acceptance(writing: Writing) -> None:
    """The office of the place of return was asked, and somebody there said yes, or has not answered yet."""
    offer = writing.offer
    if offer is None or writing.office is None:
        return
    accepted = offer.accepted_on is not None
    writing.whole.add(
        "aftercare_acceptance",
        office=writing.office,
        offered_by=writing.worker_on(offer.on),
        offered_on=offer.on,
        officer=writing.officer if accepted else None,
        answered_on=offer.accepted_on,
        accepted=True if accepted else None,
        tier=bulk.tier_of(writing.history.pathway, writing.history.level),
    )
    if writing.history.state in ("closed", "withdrawn"):
        return
    if not accepted:
        for role in answering():
            for account in writing.place.desks.everybody(role, writing.office):
                writing.whole.grant(account, role, "aftercare")
    elif not writing.received_at_home:
        writing.whole.grant(writing.officer, writing.place.officer, "aftercare")


@cache
def answering() -> tuple[str, ...]:
    """Who of an office may answer an offer: its officers, and whoever answers for it."""
    roles = programme().roles.values()
    return tuple(
        role.code for role in roles if role.may(Action.AFTERCARE_ACCEPT) and role.reach != Reach.TEAM
    )


def contacts(writing: Writing) -> None:
    """Each contact at home, made or missed, with the day on which the next one was due."""
    for event, known in zip(writing.every(AfterContact), tried(writing), strict=True):
        person = writing.people[event.person]
        ref = writing.whole.add(
            "aftercare_contact",
            person_id=person,
            due_on=event.due,
            on=event.on,
            kind=event.kind,
            result=event.result,
            missed=event.missed_reason,
            made_by=writing.worker_on(event.on),
            level_after=event.level_after,
            next_due=known.next_due,
        )
        writing.whole.seal(ref, "notes:text", event.text, person)


def closing(writing: Writing) -> None:
    """Proposed by who followed up, signed off by who answers for the office; and opened again when asked for."""
    closed, reopened = writing.first(Closed), writing.first(Reopened)
    proposed = writing.first(ClosingProposed)
    if proposed is not None:
        ref = writing.whole.add(
            "aftercare_closing",
            reason=proposed.reason,
            proposed_by=writing.worker_on(proposed.on),
            proposed_on=proposed.on,
            signed_by=None,
            signed_on=None,
        )
        writing.whole.seal(ref, "notes:reason", proposed.text)
    if closed is None:
        return
    by = signer(writing)
    ref = writing.whole.add(
        "aftercare_closing",
        reason=closed.reason,
        proposed_by=writing.worker_on(closed.on),
        proposed_on=writing.place.terms.back(closed.on - timedelta(days=2)),
        signed_by=by,
        signed_on=closed.on,
        reopened_by=by if reopened else None,
        reopened_on=reopened.on if reopened else None,
        reopened_because=_RETURNED if reopened else "",
    )
    writing.whole.seal(ref, "notes:reason", closed.text)
