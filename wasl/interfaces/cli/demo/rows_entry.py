"""Rows of a family's first days: the file, its people and their papers, reception, choices, what could not wait."""

from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from wasl.casefile.enums import Clearance, TaskKind
from wasl.interfaces.cli.demo import rows_way
from wasl.interfaces.cli.demo.events import (
    Asked,
    Consented,
    DocumentChanged,
    GroupService,
    Handover,
    NoticeRead,
    Service,
    Urgent,
    Waiting,
)
from wasl.interfaces.cli.demo.families import SyntheticPerson
from wasl.interfaces.cli.demo.needs import HAVE, MISSING, NOT_NEEDED
from wasl.interfaces.cli.demo.wishes import contact
from wasl.interfaces.cli.demo.writing import CLERK, WORKER, Writing
from wasl.people.rules import age_on, band_of
from wasl.people.selectors import CONTACT, NAME

#: Groups of services that are given by somebody of the staff.
_PROVIDERS = {"SV-MH": "psychologist", "SV-LG": "legal-officer"}
#: One family in so many of those that stay is there for trainees too.
_TRAINEE, _FOR_PRACTICE = "training-user", 9
PAPER_STEPS = ("not_started", "papers_gathered", "applied")


def file(writing: Writing) -> None:
    """The file itself, as its last event left it."""
    family, history, programme = writing.family, writing.history, writing.place.programme
    waits = next((wait for wait in writing.every(Waiting) if wait.until is None), None)
    highest = next((key for key, level in history.levels.items() if level == history.level), None)
    due = rows_way.next_due(writing)
    writing.whole.open(
        programme=programme.code,
        digest=programme.short_digest,
        pathway=history.pathway,
        state=history.state,
        level=history.level,
        level_because=because(writing, highest) if highest else [],
        worker=writing.worker if writing.workers else None,
        clearance=str(Clearance.CLEARED),
        clearance_on=writing.arrived_on - timedelta(days=7 + history.slot % 9),
        opened_on=writing.arrived_on,
        arrived_on=writing.arrived_on,
        planned_end=history.planned_end,
        left_on=writing.departed.on if writing.departed else None,
        home_from=rows_way.came_back(writing),
        closed_on=rows_way.closed_on(writing),
        next_due=due.on if due else None,
        next_action=str(due.action) if due else "",
        due_moved=due.moved if due else 0,
        waiting=waits.reason if waits else "",
        size=len(family.people),
        adults=len(family.adults),
        children=len(family.children),
        woman_headed=family.woman_headed,
        governorate=family.governorate.code,
        district=family.district.code,
        language=family.language,
        section=writing.section,
        changed_at=writing.at(writing.last_event, len(history.events)),
        version=1 + len(history.events),
    )


def because(writing: Writing, key: int) -> list[str]:
    """The fields of life that give a person the level, the household's with the head's."""
    scores = dict(writing.scores.get(key, {}))
    if key == 1:
        scores |= writing.scores.get(None, {})
    result = writing.place.programme.support_level(scores)
    return [f"{code}={score}" for code, score in result.because.items()]


def people(writing: Writing) -> None:
    """Everybody, with name and contact sealed under their own key."""
    for person in writing.family.people:
        ref, whole = writing.people[person.key], writing.whole
        whole.add(
            "people_person",
            id=ref,
            sex=person.sex,
            age_band=str(band_of(age_on(person.born, writing.place.today))),
            role=person.role,
            spouse=person.spouse or "",
            language=writing.family.language,
            active=True,
        )
        whole.add("people_membership", person_id=ref, since=writing.arrived_on, reason_in="arrival")
        _case(writing, person, ref)
        whole.seal(ref, NAME, person.identity(), ref)
        whole.seal(ref, CONTACT, contact(person, writing.family.language), ref)
        _papers(writing, person, ref)


def _case(writing: Writing, person: SyntheticPerson, ref: UUID) -> None:
    level = writing.history.levels.get(person.key, "")
    writing.whole.add(
        "casefile_case",
        person_id=ref,
        level=level,
        level_because=because(writing, person.key) if level else [],
        assessed_on=writing.assessed_on(person.key),
    )


def _papers(writing: Writing, person: SyntheticPerson, ref: UUID) -> None:
    changed = {e.kind: e for e in writing.every(DocumentChanged) if e.person == person.key}
    planned = writing.history.state not in ("assessing", "planning")
    for at, (kind, state) in enumerate(person.documents.items()):
        if state == NOT_NEEDED:
            continue
        event = changed.get(kind)
        state, since = (event.state, event.on) if event else (state, writing.arrived_on)
        missing = state in MISSING
        step = PAPER_STEPS[(writing.history.slot + at) % 3 if planned else 0] if missing else ""
        writing.whole.add(
            "casefile_document",
            person_id=ref,
            kind=kind,
            state=state,
            wanted=missing,
            step="obtained" if event and state == HAVE else step,
            since=since,
            begun_on=since if step in PAPER_STEPS[1:] else None,
        )


def reception(writing: Writing) -> None:
    """The notice read aloud, and each choice of each person, in the order in which they were made."""
    notice = writing.first(NoticeRead)
    on = writing.arrived_on
    writing.whole.add(
        "entry_reception",
        on=on,
        by=writing.clerk,
        notice_language=notice.language if notice else writing.family.language,
        notice_version=writing.place.programme.entry.privacy.version,
        urgent_asked_on=on,
        finished_at=writing.at(on, 30),
    )
    consents = writing.place.programme.entry.consents
    for at, event in enumerate(writing.every(Consented)):
        choice = consents[event.code]
        if not choice.optional:
            continue
        for recipient in choice.recipients:
            writing.whole.add(
                "casefile_consent",
                person_id=writing.people[event.person],
                purpose=choice.code,
                recipient=recipient,
                fields=list(choice.fields),
                decision=event.decision,
                on=event.on,
                language=event.language,
                explained_by=writing.clerk if event.on == on else writing.worker_on(event.on),
                asked_alone=event.asked_alone,
                guardian=writing.person(event.guardian),
                given_how=event.how,
                recorded_at=writing.at(event.on, at),
            )


def urgent(writing: Writing) -> None:
    """What could not wait, with who did it; whoever still has to do it reaches the file."""
    for event in writing.every(Urgent):
        owner = writing.someone(event.owner) or writing.worker_on(event.on)
        if event.done_on is None and event.owner == CLERK:
            # what the desk has not done passes to the worker who accepted the family
            owner = writing.worker
        ref = writing.whole.add(
            "casefile_task",
            person_id=writing.person(event.person),
            kind=str(TaskKind.URGENT),
            code=event.code,
            owner=owner,
            added_by=writing.clerk,
            added_on=event.on,
            due_on=event.due,
            done_on=event.done_on,
        )
        writing.whole.seal(ref, "notes:text", event.text, writing.person(event.person))
        if event.done_on is None and event.owner != CLERK:
            writing.whole.grant(writing.someone(event.owner), event.owner, "urgent")


def asked(writing: Writing) -> None:
    """What somebody of another line is to do; for that she reaches the file."""
    for event in writing.every(Asked):
        owner = writing.someone(event.role)
        if owner is None:
            continue
        person = writing.person(event.person)
        ref = writing.whole.add(
            "casefile_task",
            person_id=person,
            kind=event.kind,
            code="",
            owner=owner,
            added_by=writing.worker_on(event.on),
            added_on=event.on,
            due_on=event.due,
            done_on=event.done_on,
        )
        writing.whole.seal(ref, "notes:text", event.text, person)
        writing.whole.grant(owner, event.role, "service")


def given_to_all(writing: Writing) -> None:
    """What everybody got, such as soap: one round for all families of the team on that day."""
    for event in writing.every(GroupService):
        writing.whole.add(
            "rehabilitation_groupservice",
            code=event.code,
            on=event.on,
            people=[writing.people[key] for key in event.people],
            given_by=writing.clerk,
            round=uuid5(NAMESPACE_URL, f"{writing.centre}/{event.code}/{event.on}"),
        )


def handovers(writing: Writing) -> None:
    """Offered and accepted: until somebody accepts, the former worker stays responsible."""
    former: UUID | None = None
    for event in writing.every(Handover):
        if event.role == WORKER:
            former = _handed(writing, event, former, writing.someone(WORKER, event.slot))
    if writing.received_at_home and writing.offer:
        _handed(writing, writing.offer, former, writing.officer)


def _handed(writing: Writing, event: Handover, former: UUID | None, to: UUID | None) -> UUID | None:
    """One offer; answers with whoever is responsible after it."""
    if to is None or to == former:
        return former
    late = event.role == WORKER and writing.came_too_late(event)
    answered = writing.departed.on if late and writing.departed else event.accepted_on
    writing.whole.add(
        "casefile_handover",
        from_worker=former,
        to_worker=to,
        role=event.role,
        proposed_by=writing.supervisor if event.role == WORKER else former,
        proposed_on=event.on,
        answered_on=answered,
        accepted=not late if answered else None,
    )
    if answered:
        return former if late else to
    writing.whole.grant(to, event.role, "handover")
    return former


def grants(writing: Writing) -> None:
    """Who works with the family today. After the end nobody does until it comes back."""
    if writing.history.state in ("closed", "withdrawn"):
        return
    if not writing.workers:
        writing.whole.grant(writing.clerk, CLERK, "care")
        return
    if writing.departed is None:
        _specialists(writing)
        if writing.history.slot % _FOR_PRACTICE == 0:
            writing.whole.grant(writing.someone(_TRAINEE), _TRAINEE, "practice")
    # on the very days of a hand-over the worker of today is still the one who hands over, in her own role
    ways = (writing.place.officer, WORKER) if writing.received_at_home else (WORKER, CLERK)
    role = next((one for one in ways if writing.place.desks.holds(writing.worker, one)), ways[0])
    writing.whole.grant(writing.worker, role, "care")


def _specialists(writing: Writing) -> None:
    """Whoever provides a service that goes on sees the file for it."""
    for service in writing.every(Service):
        role = _PROVIDERS.get(service.code[:5])
        if role and service.ended_on is None:
            writing.whole.grant(writing.someone(role), role, "service")
