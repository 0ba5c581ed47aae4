"""The first days of a course: arrival, choices, what cannot wait, the needs and strengths of each person."""

from datetime import date

from wasl.interfaces.cli.demo.course import Course
from wasl.interfaces.cli.demo.events import (
    Arrived,
    Assessed,
    Consented,
    Due,
    Expected,
    GroupService,
    Handover,
    Note,
    NoticeRead,
    Urgent,
)
from wasl.interfaces.cli.demo.milestones import days
from wasl.interfaces.cli.demo.stages import Stage, opening
from wasl.interfaces.cli.demo.tables import Table, between, pick
from wasl.interfaces.cli.demo.words import sentence

HOW_AGREED = Table((("signature", 46), ("thumbprint", 38), ("spoken", 16)))
#: Families so new that not everything that could not wait has been done.
_NEW = (Stage.ARRIVED, Stage.RECEIVED)
#: Urgent needs that only some families can have.
_ONLY_IN = {
    "infant_food": frozenset({"baby"}),
    "birth_near": frozenset({"wife"}),
    "dignity_items": frozenset({"girl"}),
}
_SEALED_LINES = ("child", "gbv", "clinical")


def expect(course: Course) -> None:
    """Announced; only the head, the count and the ages are known."""
    announced = course.terms.back(min(course.today, course.marks.arrival - days(1)))
    course.events.append(Expected(announced, course.marks.arrival))
    course.upcoming.append(Due(course.marks.arrival, "arrival"))


def receive(course: Course) -> None:
    """Arrival: the notice is read, each adult is asked alone, a worker takes the file, urgent things are done."""
    on, family, rng = course.marks.arrival, course.family, course.rng
    course.events.append(Arrived(on, on, family.section))
    if family.placement.stage is not Stage.ARRIVED:
        course.events.append(Handover(on, "caseworker", family.index, on, "arrival"))
    for person in family.adults or family.people:
        course.events.append(NoticeRead(on, person.key, family.language))
    _consents(course, on)
    _urgent(course, on)
    everyone = tuple(person.key for person in family.people)
    for code in course.terms.group_services[:2]:
        course.events.append(GroupService(course.terms.roll(on + days(between(rng, 0, 1))), code, everyone))
    course.events = [event for event in course.events if event.on <= course.today]
    course.note(on, "reception")


def _consents(course: Course, on: date) -> None:
    rng, family = course.rng, course.family
    how = {person.key: HOW_AGREED.draw(rng) for person in family.people}
    for term in course.terms.consents:
        refusals = 0.0 if not term.optional else 0.75 if term.purpose == "photo" else 0.1
        for person in family.people:
            if not (person.adult or term.everyone or len(family.people) == 1):
                continue
            decision = "refused" if rng.random() < refusals else "given"
            course.events.append(
                Consented(
                    on,
                    person.key,
                    term.code,
                    decision,
                    family.language,
                    how[person.carer or person.key],
                    None if person.adult else person.carer,
                    person.adult or person.carer is None,
                )
            )


def _urgent(course: Course, on: date) -> None:
    """What was seen in the first hour: with one family in three, and wherever a score of 4 will be found."""
    rng, terms, stage = course.rng, course.terms, course.family.placement.stage
    alone = course.family.head.age < 18
    acute = [
        (whom, domain)
        for whom, scores in course.scores.items()
        for domain, score in scores.items()
        if score == 4
    ]
    for term in terms.urgent:
        whom = next((whom for whom, domain in acute if domain == term.domain), None)
        for_child = alone and term.code == "child_alone"
        if for_child:
            whom = course.family.head.key
        elif term.code == "child_alone" or not _ONLY_IN.get(term.code, course.traits) & course.traits:
            continue
        elif not any(domain == term.domain for _, domain in acute):
            often = 0.3 if stage in _NEW else 0.09
            if stage is Stage.ARRIVED and term.domain == "basics":
                often = 1.0
            if term.domain not in {"health", "basics", "coping"} or rng.random() > often:
                continue
            whom = pick(rng, course.family.people).key
        done: date | None = on if rng.random() < 0.85 else terms.roll(on + days(1))
        if stage in _NEW and (for_child or rng.random() < 0.5):
            done = None
        text = sentence(rng, "urgent", term.code, course.traits)
        course.events.append(
            Urgent(
                on,
                on,
                whom,
                term.code,
                term.domain,
                term.owner,
                term.circle,
                text,
                done if done and done <= course.today else None,
            )
        )


def assess(course: Course) -> None:
    """The grid with each person, and for the household once with the head; high scores become needs."""
    marks = course.marks
    if marks.assessed is None:
        course.upcoming.append(Due(marks.assessment_due, "assessment"))
        if course.family.placement.stage is Stage.RECEIVED:
            _sealed(course, marks.arrival)
        return
    last = marks.assessed
    for person in course.family.people:
        on = max(course.terms.back(last - days(between(course.rng, 0, 2))), marks.arrival)
        record(course, on, person.key, "entry", marks.assessment_due)
    if None in course.scores:
        record(course, last, None, "entry", marks.assessment_due)
    course.note(last, "assessment", 1)
    _sealed(course, last)
    for whom, scores in course.scores.items():
        for domain, score in scores.items():
            if score >= course.terms.need_from:
                course.raise_need(last, whom, domain, score)


def record(course: Course, on: date, whom: int | None, purpose: str, due: date) -> None:
    person = course.family.people[(whom or 1) - 1]
    own = whom is not None
    mode = "read_aloud" if person.age >= 10 else "proxy"
    course.events.append(
        Assessed(
            on,
            due,
            whom,
            purpose,
            course.family.language,
            mode,
            dict(course.scores[whom]),
            course.levels[person.key] if own else course.level,
            person.strength if own else "",
            person.wish if own else "",
        )
    )


def _sealed(course: Course, on: date) -> None:
    """A few files hold something that only one line of work knows of."""
    named = opening(course.family.index)
    line = named.apart if named else ""
    if line or course.rng.random() < 0.04:
        whom = 1 if line else pick(course.rng, course.family.people).key
        text = sentence(course.rng, "plain", "sealed")
        line = line or pick(course.rng, _SEALED_LINES)
        course.events.append(Note(on, whom, "sealed", "sealed", text, line))
