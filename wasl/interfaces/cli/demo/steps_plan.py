"""The months in the centre step by step: needs, goals, services, the plan agreed page by page, reviews, notes."""

from wasl.access.work import unit_of_work
from wasl.casefile.enums import (
    AgreedHow,
    Circle,
    ContactKind,
    DocumentState,
    GoalState,
    Level,
    NoGoalReason,
    ScanKind,
    SealedKind,
    SealedLine,
    ServiceResult,
    ServiceState,
    WaitingReason,
)
from wasl.casefile.selectors import record as papers
from wasl.casefile.services import files, record, thread
from wasl.casefile.services.scans import scan_keep
from wasl.casefile.services.sealed import sealed_write
from wasl.interfaces.cli.demo import apart
from wasl.interfaces.cli.demo import events as e
from wasl.interfaces.cli.demo.needs import MISSING
from wasl.interfaces.cli.demo.rows_entry import PAPER_STEPS
from wasl.interfaces.cli.demo.rows_thread import CHANGED_BECAUSE, WITH
from wasl.interfaces.cli.demo.specimen import CAPTION, specimen
from wasl.interfaces.cli.demo.walker import Walk
from wasl.journey.services import moves, stay
from wasl.kernel.errors import Invalid
from wasl.phases.entry_assessment.services import papers as board
from wasl.phases.rehabilitation.services.plan import page_agree
from wasl.phases.rehabilitation.services.reviews import LevelChange, NewReview


def need(going: Walk, event: e.Need) -> None:
    person, by = going.person(event.person), going.worker(event.on)
    if (person, event.domain) not in going.needs:
        going.needs[person, event.domain] = thread.need_record(
            file=going.file, person=person, domain=event.domain, score=event.first_score, on=event.on,
            due_on=event.due, by=by, wish=event.text,
            circle=Circle(going.writing.circle(event.person, event.circle)),
        )  # fmt: skip
    if event.no_goal:
        thread.need_answer(
            need=going.needs[person, event.domain],
            reason=NoGoalReason(event.no_goal),
            words=event.reason,
            by=by,
        )


def goal(going: Walk, event: e.Goal) -> None:
    wanted = {need.key: need for need in going.writing.every(e.Need)}
    needs = [going.needs[going.person(wanted[key].person), wanted[key].domain] for key in event.needs]
    going.goals[event.key] = thread.goal_write(
        file=going.file, person=going.person(event.person), needs=needs, words=event.text, due_on=event.due,
        by=going.worker(event.on), code=event.code, circle=Circle(going.writing.circle_of_goal(event)),
        set_on=event.on,
    )  # fmt: skip


def service(going: Walk, event: e.Service) -> None:
    going.services[event.key] = thread.service_record(
        goal=going.goals[event.goal], code=event.code, state=ServiceState.PLANNED, on=event.on,
        by=going.worker(event.on),
    )  # fmt: skip


def _service_of(going: Walk, key: int) -> e.Service:
    return next(one for one in going.writing.every(e.Service) if one.key == key)


def started(going: Walk, event: e.ServiceStarted) -> None:
    of = _service_of(going, event.service)
    thread.service_record(
        goal=going.goals[of.goal], code=of.code, state=ServiceState.STARTED, on=event.on,
        service=going.services[of.key], by=going.worker(event.on),
    )  # fmt: skip


def ended(going: Walk, event: e.ServiceEnded) -> None:
    of = _service_of(going, event.service)
    thread.service_record(
        goal=going.goals[of.goal], code=of.code, state=ServiceState(of.state), on=event.on,
        service=going.services[of.key], result=ServiceResult(of.result), words=of.text, by=going.worker(event.on),
    )  # fmt: skip


def agreed(going: Walk, event: e.PlanAgreed) -> None:
    by = going.worker(event.on)
    try:
        page_agree(
            file=going.file, person=going.person(event.person), how=AgreedHow(event.how), on=event.on, alone=True,
            reason=CHANGED_BECAUSE[event.reason], by=by,
        )  # fmt: skip
    except Invalid as error:
        # what is new stands on somebody else's page: there is nothing to agree to again
        if error.code != "agreed_already":
            raise
    moves.follow(file=going.file, by=by)
    if event.reason == "first" and event.person is None:
        _routes(going, event)


def _routes(going: Walk, event: e.PlanAgreed) -> None:
    """For each missing paper, who is at it and how far: a line of leaving asks for it."""
    slot = going.writing.history.slot
    board.papers_record(
        file=going.file,
        papers=[
            board.Paper(
                going.inside[member.key].ref, kind, DocumentState(state), True, PAPER_STEPS[(slot + at) % 3]
            )
            for member in going.writing.family.people
            for at, (kind, state) in enumerate(member.documents.items())
            if state in MISSING
        ],
        by=going.worker(event.on),
    )


def goal_closed(going: Walk, event: e.GoalClosed) -> None:
    of = next(one for one in going.writing.every(e.Goal) if one.key == event.goal)
    thread.goal_close(
        goal=going.goals[of.key],
        state=GoalState(of.state),
        words=of.result,
        on=event.on,
        by=going.worker(event.on),
    )


def document(going: Walk, event: e.DocumentChanged) -> None:
    record.document_record(
        file=going.file, person=going.inside[event.person].ref, kind=event.kind, state=DocumentState(event.state),
        step="obtained", since=event.on, by=going.worker(event.on),
    )  # fmt: skip
    scan_keep(
        file=going.file, person=going.inside[event.person].ref, kind=ScanKind.DOCUMENT, document=event.kind,
        picture=specimen(), caption=CAPTION, by=going.worker(event.on),
    )  # fmt: skip


def review(going: Walk, event: e.Review) -> None:
    """Scores that changed, then the levels; whoever may lower one holds the review."""
    supervisor, worker = going.actor(going.writing.supervisor), going.worker(event.on)
    for whom, domain, score in event.changed:
        need = going.needs.get((going.person(whom), domain))
        if need is not None:
            thread.need_record(
                file=going.file, person=going.person(whom), domain=domain, score=score, on=event.on, due_on=None,
                by=worker,
            )  # fmt: skip
            if score < going.writing.place.terms.need_from:
                del going.needs[going.person(whom), domain]
    with unit_of_work(worker.token):
        before = {case.person: case.level for case in papers.cases(going.file, viewer=worker).values()}
    changes = [
        LevelChange(going.inside[key].ref, Level(level), event.text)
        for key, level in event.levels.items()
        if before.get(going.inside[key].ref) != level
    ]
    stay.review(
        file=going.file, new=NewReview(event.on, event.text, (), changes, event.due),
        by=supervisor if changes else worker,
    )  # fmt: skip


def note(going: Walk, event: e.Note) -> None:
    if event.line:
        _apart(going, event)
        return
    record.contact_record(
        file=going.file, person=going.person(event.person), kind=WITH.get(event.topic, ContactKind.NOTE),
        text=event.text, on=event.on, by=going.worker(event.on),
        circle=Circle(going.writing.circle(event.person, event.circle)),
    )  # fmt: skip


def _apart(going: Walk, event: e.Note) -> None:
    """What only one line of work knows of is written by that line's own worker."""
    line = SealedLine(event.line)
    by, person = apart.worker_of(going.writing, line), going.person(event.person)
    if by is not None and person is not None and not going.home:
        sealed_write(
            file=going.file,
            person=person,
            line=line,
            kind=SealedKind.NOTE,
            text=event.text,
            by=going.actor(by),
        )


def waiting(going: Walk, event: e.Waiting) -> None:
    by = going.worker(event.on)
    files.waiting_set(file=going.file, reason=WaitingReason(event.reason), since=event.on, by=by)
    if event.until is not None:
        with going.on(event.until):
            files.waiting_end(file=going.file, on=event.until, by=going.worker(event.until))
