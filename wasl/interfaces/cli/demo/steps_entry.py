"""A family's first days step by step: reception, choices, what could not wait, a worker, the assessment."""

from datetime import date, timedelta
from uuid import uuid5

from wasl.access.actor import Actor
from wasl.access.work import unit_of_work
from wasl.casefile.enums import ConsentDecision, DocumentState, TaskKind
from wasl.casefile.selectors import record as tasks
from wasl.casefile.services import files, record
from wasl.casefile.services.record import Choice
from wasl.instruments.enums import Mode, Occasion
from wasl.instruments.rules import asked_age
from wasl.instruments.services.grid import Filled, grid_record
from wasl.interfaces.cli.demo import events as e
from wasl.interfaces.cli.demo import steps_forms
from wasl.interfaces.cli.demo.needs import MISSING, NOT_NEEDED
from wasl.interfaces.cli.demo.rows_thread import own_words
from wasl.interfaces.cli.demo.stages import opening
from wasl.interfaces.cli.demo.steps_leaving import asked_alone, office, office_accepts
from wasl.interfaces.cli.demo.walker import Walk
from wasl.interfaces.cli.demo.wishes import contact
from wasl.interfaces.cli.demo.writing import WORKER
from wasl.journey.services import hands, moves, stay
from wasl.people import services as people
from wasl.people.enums import FamilyRole, Sex
from wasl.people.names import from_document
from wasl.people.selectors import safe_contact_from
from wasl.phases.entry_assessment.services import papers as board
from wasl.phases.entry_assessment.services import reception

_ACUTE = 4
_A_DAY = timedelta(days=1)


def arrived(going: Walk, event: e.Arrived) -> None:
    writing, family, by = going.writing, going.writing.family, going.clerk
    named = opening(family.index)
    if named is not None and not named.desk:
        return
    reception.notice_read(file=going.file, language=family.language, by=by)
    called(going, by)
    _here(going)
    _choices(going, event.on)
    urgent = writing.every(e.Urgent)
    found = [
        reception.Urgent(one.code, going.person(one.person), writing.someone(one.owner), one.text)
        for one in urgent
        if writing.someone(one.owner)
    ]
    tasks = reception.urgent_record(file=going.file, found=found, by=by)
    kept = [one for one in urgent if writing.someone(one.owner)]
    for one, task in zip(kept, tasks, strict=True):
        if one.done_on is not None:
            record.task_done(task=task, on=one.done_on, by=by)
    reception.reception_finish(file=going.file, by=by)


def caught_up(going: Walk) -> None:
    """Reception of a family that has been here for weeks: place, papers and choices as they are today."""
    _here(going)
    _choices(going, going.writing.arrived_on)
    reception.urgent_record(file=going.file, found=[], by=going.clerk)
    reception.reception_finish(file=going.file, by=going.clerk)


def _here(going: Walk) -> None:
    """Where the family stays and wishes to go, how adults may be reached, and how the papers stand."""
    family, by = going.writing.family, going.clerk
    reception.place_record(
        file=going.file, governorate=family.governorate.code, district=family.district.code, local="",
        section=going.writing.section, by=by,
    )  # fmt: skip
    for member in family.people:
        wishes = contact(member, family.language)
        if wishes is not None and member.adult:
            people.safe_contact_record(
                person=going.inside[member.key].ref, contact=safe_contact_from(wishes), by=by
            )
    board.papers_record(
        file=going.file,
        papers=[
            board.Paper(going.inside[member.key].ref, kind, DocumentState(state), state in MISSING)
            for member in family.people
            for kind, state in member.documents.items()
            if state != NOT_NEEDED
        ],
        by=by,
    )


def called(going: Walk, by: Actor) -> None:
    """What a list does not tell: the name somebody wants to hear, the Kurdish form, how a mother is called."""
    for member in going.writing.family.people:
        card = going.inside[member.key]
        people.person_change(
            person=card.ref, name=from_document(member.identity()), sex=Sex(card.sex), role=FamilyRole(card.role),
            spouse=member.spouse or "", version=card.version, by=by,
        )  # fmt: skip


def _choices(going: Walk, day: date) -> None:
    known, asked = going.writing.place.programme.entry.consents, going.writing.every(e.Consented)
    for key, card in going.inside.items():
        own = [one for one in asked if one.person == key and one.on == day and known[one.code].optional]
        if own:
            record.consent_record(
                file=going.file, person=card.ref, choices=[c for one in own for c in _lines(going, one)],
                language=own[0].language, asked_alone=own[0].asked_alone, given_how=own[0].how,
                guardian=going.person(own[0].guardian), by=going.clerk, on=day,
            )  # fmt: skip


def _lines(going: Walk, event: e.Consented) -> list[Choice]:
    choice = going.writing.place.programme.entry.consents[event.code]
    decision = ConsentDecision(event.decision)
    return [Choice(choice.code, decision, recipient, choice.fields) for recipient in choice.recipients]


def consented(going: Walk, event: e.Consented) -> None:
    if event.on == going.writing.arrived_on or not _lines(going, event):
        return
    record.consent_record(
        file=going.file, person=going.inside[event.person].ref, choices=_lines(going, event), language=event.language,
        asked_alone=event.asked_alone, given_how=event.how, by=going.worker(event.on), on=event.on,
    )  # fmt: skip


def handover(going: Walk, event: e.Handover) -> None:
    writing = going.writing
    to = writing.someone(WORKER, event.slot)
    if event.role == writing.place.officer:
        office(going, event)
        return
    if event.role != WORKER or to is None or to == writing.worker_on(event.on - _A_DAY):
        return
    supervisor = going.actor(writing.supervisor)
    hands.hand_over(file=going.file, to=to, role=WORKER, reason="", by=supervisor)
    going.offered = event


def taken(going: Walk, event: e.Taken) -> None:
    """Who was asked accepts, some days later as it may be; until then the former worker is responsible."""
    of, writing = event.of, going.writing
    if of.role == writing.place.officer:
        office_accepts(going, event)
    elif going.offered is of and not writing.came_too_late(of):
        files.handover_accept(file=going.file, by=going.actor(writing.someone(WORKER, of.slot)))


def group(going: Walk, event: e.GroupService) -> None:
    key = uuid5(going.file, f"{event.code}/{event.on}")
    by = going.worker(event.on)
    stay.group(code=event.code, on=event.on, chosen={going.file: []}, form_key=key, by=by)


def assessed(going: Walk, event: e.Assessed) -> None:
    programme, by = going.writing.place.programme, going.worker(event.on)
    card = None if event.person is None else going.inside[event.person]
    domains = (
        programme.household_domains()
        if card is None
        else programme.person_domains(asked_age(card.age, card.age_band))
    )
    asked = [domain.code for domain in domains]
    scores = {code: score for code, score in event.scores.items() if code in asked}
    silent = tuple(code for code in asked if code not in scores)
    words = {code: text for code, text in own_words(going.writing, event).items() if code in scores}
    grid_record(
        file=going.file, person=going.person(event.person),
        filled=Filled(scores, silent, words, event.language, Mode(event.mode), event.on), by=by,
        occasion=Occasion(event.purpose),
    )  # fmt: skip
    if _ACUTE in scores.values() and event.on < going.writing.place.today:
        _seen_to(going, by, event.on)
    steps_forms.asked(going, event, by)
    asked_alone(going, event)
    moves.follow(file=going.file, by=by)
    going.know_needs(by)


def _seen_to(going: Walk, by: Actor, on: date) -> None:
    """What was so pressing that it became a task of the same day was done on it."""
    with unit_of_work(by.token):
        found = tasks.tasks(going.file, viewer=by)
    for task in found:
        if task.kind == TaskKind.SAFETY:
            record.task_done(task=task.ref, on=on, by=by)
