"""Rows of the thread: answers, needs, goals, services, the pages of the plan as they were agreed, reviews, notes."""

from datetime import date
from typing import Any

from wasl.casefile.enums import ContactKind
from wasl.casefile.selectors.thread import GoalCard, NeedCard, ServiceCard, Thread
from wasl.casefile.services.plans import digest_of
from wasl.instruments.enums import Mode, Tool
from wasl.instruments.selectors.grid import ANSWERS
from wasl.instruments.services.grid import Filled, answers_document
from wasl.interfaces.cli.demo.events import (
    Assessed,
    Goal,
    Need,
    Note,
    PlanAgreed,
    Review,
    Service,
    Waiting,
    Whom,
)
from wasl.interfaces.cli.demo.writing import Writing
from wasl.kernel.refs import new_id
from wasl.phases.rehabilitation.selectors import plan

WITH = {
    "reception": ContactKind.FAMILY,
    "assessment": ContactKind.PERSON,
    "plan": ContactKind.FAMILY,
    "exit": ContactKind.FAMILY,
}
CHANGED_BECAUSE = {"first": "", "new_need": "need_changed"}


def answers(writing: Writing) -> None:
    """Each filled grid, in the words of this edition."""
    programme, edition = writing.place.programme, writing.place.programme.edition
    for at, event in enumerate(writing.every(Assessed)):
        whom = event.person
        ref = writing.responses[event.on, event.purpose, whom] = writing.whole.add(
            "instruments_response",
            person_id=writing.person(whom),
            instrument=str(Tool.GRID),
            version=edition,
            language=event.language,
            mode=event.mode,
            on=event.on,
            occasion=event.purpose,
            recorded_by=writing.worker_on(event.on),
            recorded_at=writing.at(event.on, at),
            minutes=6 + 3 * len(event.scores),
        )
        age = writing.age(whom)
        domains = programme.household_domains() if whom is None else programme.person_domains(age)
        silent = tuple(domain.code for domain in domains if domain.code not in event.scores)
        said = own_words(writing, event)
        filled = Filled(event.scores, silent, said, event.language, Mode(event.mode), event.on)
        writing.whole.seal(ref, ANSWERS, answers_document(domains, age, filled), writing.person(whom))


def own_words(writing: Writing, event: Assessed) -> dict[str, str]:
    """What was said beside a score: about each need that it raised, and about something that goes well."""
    words = {need.domain: need.text for need in writing.every(Need) if answer_to(writing, need) is event}
    good = next((domain for domain, score in event.scores.items() if score == 0), None)
    return words | {good: event.strength} if good and event.strength else words


def answer_to(writing: Writing, need: Need) -> Assessed | None:
    """The filled grid that raised a need; entry takes days, and its needs are written when everybody was asked."""
    asked = writing.asked_on_entry
    if not asked or need.on != asked[-1].on:
        return None
    return next((event for event in asked if event.person == need.person), None)


def thread(writing: Writing) -> None:
    """Needs with their goals, goals with their services, each with its words and its end."""
    whole = writing.whole
    for need in writing.every(Need):
        person, raised = writing.person(need.person), answer_to(writing, need)
        ref = writing.needs[need.key] = whole.add(
            "casefile_need",
            person_id=person,
            domain=need.domain,
            score=need.score,
            first_score=need.first_score,
            circle=writing.circle(need.person, need.circle),
            state=need.state,
            raised_on=need.on,
            due_on=need.due,
            closed_on=need.closed_on,
            answer=writing.responses[raised.on, raised.purpose, raised.person] if raised else None,
            no_goal=need.no_goal,
            owner_after=need.owner_after,
        )
        whole.seal(ref, "notes:wish", need.text, person)
        whole.seal(ref, "notes:reason", need.reason, person)
    for goal in writing.every(Goal):
        _goal(writing, goal)
    for service in writing.every(Service):
        person = writing.person(service.person)
        ref = whole.add(
            "casefile_service",
            goal_id=writing.goals[service.goal],
            person_id=person,
            code=service.code,
            state=service.state,
            planned_on=service.on,
            started_on=service.started_on,
            ended_on=service.ended_on,
            result=service.result,
        )
        whole.seal(ref, "notes:result", service.text, person)


def _goal(writing: Writing, goal: Goal) -> None:
    person, whole = writing.person(goal.person), writing.whole
    ref = writing.goals[goal.key] = whole.add(
        "casefile_goal",
        person_id=person,
        code=goal.code,
        circle=writing.circle_of_goal(goal),
        state=goal.state,
        set_on=goal.on,
        due_on=goal.due,
        closed_on=goal.closed_on,
    )
    whole.seal(ref, "notes:goal", goal.text, person)
    whole.seal(ref, "notes:result", goal.result, person)
    for key in goal.needs:
        whole.add("casefile_needgoal", need_id=writing.needs[key], goal_id=ref)


def plans(writing: Writing) -> None:
    """Each page as it stood on the day on which it was agreed; each adult's own pages are counted by themselves."""
    numbers: dict[Whom, int] = {}
    cards: dict[date, Thread] = {}
    agreed: dict[Whom, dict[str, Any]] = {}
    for event in writing.every(PlanAgreed):
        person = writing.person(event.person)
        if event.on not in cards:
            cards[event.on] = _as_of(writing, event.on)
        page = plan.page(cards[event.on], person)
        document, ref = page.document(), new_id()
        if agreed.get(event.person) == document:
            continue
        agreed[event.person] = document
        numbers[event.person] = numbers.get(event.person, 0) + 1
        writing.whole.add(
            "casefile_planversion",
            id=ref,
            person_id=person,
            number=numbers[event.person],
            digest=digest_of(ref, document),
            programme_digest=writing.place.programme.edition,
            agreed_on=event.on,
            agreed_how=event.how,
            copy_given=True,
            prepared_by=writing.worker_on(event.on),
            goals=[line.goal for line in page.lines],
            reason=CHANGED_BECAUSE[event.reason] if numbers[event.person] > 1 else "",
        )
        writing.whole.seal(ref, "notes:plan", document, person)


def _as_of(writing: Writing, day: date) -> Thread:
    """The thread as the plan's pages saw it on a day."""
    services: dict[int, list[ServiceCard]] = {}
    for event in writing.every(Service):
        if event.on <= day:
            card = ServiceCard(
                new_id(), writing.goals[event.goal], None, event.code, "", "planned", event.on, None, None, ""
            )
            services.setdefault(event.goal, []).append(card)
    needs, goals = [], []
    for goal in writing.every(Goal):
        if goal.on <= day and not _over(goal.closed_on, day):
            goals.append(
                GoalCard(
                    writing.goals[goal.key], writing.person(goal.person), goal.code, writing.circle_of_goal(goal),
                    "open", goal.on, goal.due, None, goal.text, "", 1, tuple(writing.needs[key] for key in goal.needs),
                    tuple(services.get(goal.key, ())),
                )
            )  # fmt: skip
    for need in writing.every(Need):
        if need.on <= day and not _over(need.closed_on, day):
            ref = writing.needs[need.key]
            needs.append(
                NeedCard(
                    ref, writing.person(need.person), need.domain, need.score, need.first_score,
                    writing.circle(need.person, need.circle), "open", need.on, need.due, None, None, need.no_goal, "",
                    need.text, need.reason, 1, tuple(goal for goal in goals if ref in goal.needs),
                )
            )  # fmt: skip
    return Thread(tuple(needs), tuple(goals))


def _over(ended: date | None, day: date) -> bool:
    return ended is not None and ended <= day


def reviews(writing: Writing) -> None:
    """Each look at the plan together; a lower level was the supervisor's to say."""
    for event in writing.every(Review):
        ref = writing.whole.add(
            "rehabilitation_review",
            on=event.on,
            due_on=event.due,
            next_due=event.next_due,
            level_before=event.level_before,
            level_after=event.level_after,
            changed=bool(event.changed),
            reviewed_by=writing.supervisor if event.supervisor else writing.worker_on(event.on),
        )
        writing.whole.seal(ref, "notes:text", event.text)


def notes(writing: Writing) -> None:
    """Talks and notes; what only one line of work may know of is written by that line itself."""
    for at, event in enumerate(writing.every(Note)):
        if event.line:
            continue
        kind = WITH.get(event.topic, ContactKind.NOTE)
        by = writing.clerk if event.topic == "reception" else writing.worker_on(event.on)
        _note(
            writing,
            event.on,
            at,
            event.person,
            kind,
            writing.circle(event.person, event.circle),
            event.text,
            by,
        )
    for at, wait in enumerate(writing.every(Waiting)):
        by = writing.worker_on(wait.on)
        _note(writing, wait.on, 20 + at, None, ContactKind.NOTE, "family", wait.text, by)


def _note(
    writing: Writing, on: date, at: int, whom: Whom, kind: ContactKind, circle: str, text: str, by: object
) -> None:
    person = writing.person(whom)
    ref = writing.whole.add(
        "casefile_contact",
        person_id=person,
        kind=str(kind),
        circle=circle,
        on=on,
        written_by=by,
        written_at=writing.at(on, at),
    )
    writing.whole.seal(ref, "notes:text", text, person)
