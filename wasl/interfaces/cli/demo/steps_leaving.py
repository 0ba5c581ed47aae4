"""Leaving step by step: questions asked again, an office that accepts, notice, the decision, the day of departure."""

from datetime import date
from random import Random

from wasl.access.actor import Actor
from wasl.access.policy import programme
from wasl.access.work import unit_of_work
from wasl.casefile.enums import Circle, ContactKind, Level
from wasl.casefile.selectors import record as papers
from wasl.casefile.services import record, thread
from wasl.instruments.selectors import grid as instruments
from wasl.interfaces.cli.demo import events as e
from wasl.interfaces.cli.demo import words, words_ar
from wasl.interfaces.cli.demo.rows_leaving import answered_by_name
from wasl.interfaces.cli.demo.walker import Walk
from wasl.journey.services import home, leaving

_EXIT, _MET = "exit", "met"


def need_closed(going: Walk, event: e.NeedClosed) -> None:
    """A need that was met gets its new score; one that is handed on stays open with its next owner's name."""
    of = next(one for one in going.writing.every(e.Need) if one.key == event.need)
    key = going.person(of.person), of.domain
    if of.state != _MET or key not in going.needs:
        return
    thread.need_record(
        file=going.file, person=key[0], domain=of.domain, score=of.score, on=event.on, due_on=None,
        by=going.worker(event.on),
    )  # fmt: skip
    del going.needs[key]


def begun(going: Walk, event: e.ExitStarted) -> None:
    leaving.exit_begin(file=going.file, by=going.worker(event.on), on=event.on)


def asked_alone(going: Walk, event: e.Assessed) -> None:
    """At the end each adult is asked alone whether she wishes to leave, and how."""
    family, whom = going.writing.family, event.person
    if event.purpose != _EXIT or whom is None or not going.writing.member(whom).adult:
        return
    rng = Random(f"{family.seed}:{family.index}:{whom}")  # noqa: S311 - made-up words
    record.contact_record(
        file=going.file, person=going.person(whom), kind=ContactKind.PERSON, circle=Circle.OWN, on=event.on,
        text=words.talk(rng, family.language, family.people), by=going.worker(event.on),
    )  # fmt: skip


def office(going: Walk, event: e.Handover) -> None:
    """The office of the place of return is asked."""
    writing = going.writing
    if writing.office is not None and not going.asked:
        leaving.office_ask(file=going.file, office=writing.office, by=going.worker(event.on), on=event.on)
        going.asked = True


def office_accepts(going: Walk, event: e.Taken) -> None:
    """One of its officers follows up: at once where the family is at home already, else from the day it leaves."""
    if not going.asked:
        return
    home.office_accept(file=going.file, by=going.actor(going.writing.officer), on=event.on)
    going.home = going.left


def answered(going: Walk, event: e.Finding) -> None:
    """Lines that the facts leave open, with what shows how they stand."""
    if event.criterion in answered_by_name(going.writing.place.programme):
        leaving.line_answer(
            file=going.file, criterion=event.criterion, met=event.met, evidence=event.evidence, on=event.on,
            by=going.worker(event.on),
        )  # fmt: skip


def notice(going: Walk, event: e.NoticeGiven) -> None:
    family = going.writing.family
    leaving.departure_plan(
        file=going.file, notice_on=event.on, planned_on=event.departure, governorate=family.governorate.code,
        district=family.district.code, by=going.worker(event.on),
    )  # fmt: skip


def put_forward(going: Walk, event: e.PutForward) -> None:
    _put_forward(going, event.on)


def _put_forward(going: Walk, on: date) -> None:
    """What stays open gets an owner, the levels are those of today, and the decision is asked for."""
    by = going.worker(on)
    going.know_needs(by)
    for need in going.needs.values():
        leaving.need_hand_on(file=going.file, need=need, owner=going.writing.place.officer, by=by)
    settle(going, on, going.actor(going.writing.supervisor), words_ar.LEVEL)
    leaving.put_forward(file=going.file, by=by, on=on)


def settle(going: Walk, on: date, by: Actor, reason: str) -> None:
    """Levels as the open needs of this day give them; whoever may lower one says so."""
    with unit_of_work(by.token):
        open_now = instruments.open_scores(going.file, viewer=by)
        cases = papers.cases(going.file, viewer=by)
    for ref, case in cases.items():
        result = programme().support_level({**open_now.get(None, {}), **open_now.get(ref, {})})
        level = Level(result.level.code)
        if level != case.level:
            because = [f"{code}={score}" for code, score in result.because.items()]
            thread.level_set(
                file=going.file, person=ref, level=level, because=because, on=on, reason=reason, by=by
            )


def decided(going: Walk, event: e.Decision) -> None:
    _put_forward(going, event.on)
    ready = event.outcome == "ready"
    override = next(iter(programme().exit.override_reasons)) if ready else ""
    leaving.decide(
        file=going.file, approve=ready, reason=event.text, override=override, on=event.on,
        by=going.actor(going.writing.supervisor),
    )  # fmt: skip


def departed(going: Walk, event: e.Departed) -> None:
    """As planned, or by own choice, which needs nobody's leave."""
    writing, by = going.writing, going.worker(event.on)
    if event.kind == writing.place.terms.departure_done:
        leaving.leave(file=going.file, by=by, on=event.on, words=event.text)
        going.home = going.left = True
        return
    leaving.leave_by_own_choice(
        file=going.file, wants_aftercare=event.aftercare, office=writing.office, by=by, on=event.on,
        words=event.text,
    )  # fmt: skip
    going.left = True
    going.asked = event.aftercare and writing.office is not None
