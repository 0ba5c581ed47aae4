"""Plan, services, reviews and waiting: the months in the centre."""

from datetime import date

from wasl.interfaces.cli.demo.course import Course
from wasl.interfaces.cli.demo.entry import HOW_AGREED
from wasl.interfaces.cli.demo.events import (
    Asked,
    Change,
    Consented,
    Due,
    Goal,
    Handover,
    Need,
    PlanAgreed,
    Review,
    Waiting,
    Whom,
)
from wasl.interfaces.cli.demo.milestones import days
from wasl.interfaces.cli.demo.needs import LEVELS, URGENT_DOMAINS
from wasl.interfaces.cli.demo.stages import Stage
from wasl.interfaces.cli.demo.tables import Table, between, pick
from wasl.interfaces.cli.demo.words import sentence

#: Why families stayed longer than planned, where a reason is known (dossier, section 7).
_REASONS = Table(
    (("documents", 25), ("community", 20), ("transport", 10), ("health", 6), ("family_wish", 8), ("other", 3))
)
#: Who is asked to do something for a goal, and what kind of task it is.
_LINES = {
    "documents": ("legal-officer", "document"),
    "legal": ("legal-officer", "document"),
    "coping": ("psychologist", "contact"),
}
#: Once every service for a need is over, it is soon met.
_WHEN_SERVED = 0.28
_SLIPS = Table(((0, 68), (1, 12), (2, 8), (3, 5), (5, 4), (8, 3)))
#: For children these needs are answered by one goal for all, such as the birth papers of five.
_TOGETHER = frozenset({"documents"})


def plan(course: Course) -> None:
    """Every need gets a goal or a reason; return is a goal from the first plan; each adult agrees for herself."""
    marks, terms, rng = course.marks, course.terms, course.rng
    if marks.planned is None:
        course.upcoming.append(Due(marks.plan_due, "plan"))
        return
    on = marks.planned
    for found in _grouped(course, list(course.needs.values())):
        course.answer(on, found)
    for code, domain in terms.first_goals:
        goal = course.set_goal(on, None, code, domain, "family", [])
        goal.due = marks.planned_end
    agree(course, on, marks.plan_due, [person.key for person in course.family.adults] or [1], "first")
    course.note(on, "plan")
    _waiting(course, on)
    _late_changes(course, on)
    _asks(course, on)
    if course.family.placement.stage is Stage.HANDED_ON:
        offered = terms.back(course.today - days(between(rng, 0, 2)))
        course.events.append(Handover(offered, "caseworker", course.family.index + 1, None, "leave"))
    elif rng.random() < 0.12:
        changed = terms.roll(on + days(between(rng, 12, 40)))
        if changed < _limit(course):
            accepted = terms.roll(changed + days(between(rng, 0, 3)))
            course.events.append(
                Handover(
                    changed,
                    "caseworker",
                    course.family.index + 7,
                    accepted if accepted <= course.today else None,
                    "leave",
                )
            )


def _grouped(course: Course, needs: list[Need]) -> list[list[Need]]:
    """Needs that one goal answers together; now and then two different ones of the same person."""
    groups: dict[tuple[str, Whom], list[Need]] = {}
    for need in needs:
        together = need.domain in _TOGETHER and need.person is not None and _age(course, need.person) < 18
        groups.setdefault((need.domain, -1 if together else need.person), []).append(need)
    found = list(groups.values())
    if len(found) > 1 and course.rng.random() < 0.15:
        last, other = found[-1], found[-2]
        if last[0].person == other[0].person and len(last) == len(other) == 1:
            found[-2:] = [[*other, *last]]
    return found


def _age(course: Course, person: int) -> int:
    return course.family.people[person - 1].age


def agree(course: Course, on: date, due: date, people: list[int], reason: str) -> None:
    """A new version of the plan: the page of each of these people and the family's page."""
    course.plan_number += 1
    open_goals = [goal for goal in course.goals.values() if goal.state == "open"]
    pages: list[tuple[Whom, tuple[int, ...]]] = [
        (person, tuple(g.key for g in open_goals if _concerns(course, g, person))) for person in people
    ]
    pages.append((None, tuple(g.key for g in open_goals if g.circle == "family")))
    for whom, goals in pages:
        how = HOW_AGREED.draw(course.rng)
        course.events.append(PlanAgreed(on, due, whom, course.plan_number, goals, how, reason))


def _concerns(course: Course, goal: Goal, person: int) -> bool:
    """Her own goals, the family's, and those of the children she cares for."""
    return goal.person in (person, None) or course.family.people[(goal.person or 1) - 1].carer == person


def _limit(course: Course) -> date:
    """The day on which reviews end."""
    return course.marks.exit_started or course.marks.left or course.today


def _waiting(course: Course, planned: date) -> None:
    """Waiting now, or once upon a time where the stay went beyond the plan."""
    rng, marks, terms = course.rng, course.marks, course.terms
    now = course.family.placement.stage is Stage.WAITING
    long_stay = marks.departed is not None and marks.departed > marks.planned_end + days(12)
    if not now and not (long_stay and rng.random() < 0.75):
        return
    reason = _REASONS.draw(rng)
    if reason not in terms.waiting or (reason == "documents" and not course.papers):
        reason = pick(rng, [code for code in terms.waiting if code != "documents"] or list(terms.waiting))
    latest = course.today if now else marks.exit_started or course.today
    earliest = terms.roll(planned + days(14))
    since = terms.back(latest - days(between(rng, 6, 38)))
    if since < earliest:
        if not now:
            return
        since = earliest
    until = None if now else terms.back(latest - days(1))
    course.events.append(Waiting(since, reason, until, sentence(rng, "waiting", reason)))


def _asks(course: Course, planned: date) -> None:
    """What a colleague of another line has promised for these days, where one is needed for a goal of now."""
    rng, terms, today = course.rng, course.terms, course.today
    if _limit(course) < today:
        return
    asked: set[str] = set()
    for goal in list(course.goals.values()):
        line = _LINES.get(goal.domain)
        if line is None or line[0] in asked or goal.state != "open" or rng.random() > 0.5:
            continue
        role, kind = line
        on = terms.back(today - days(between(rng, 2, 6)))
        if on <= planned:
            continue
        asked.add(role)
        due = terms.roll(today + days(between(rng, -1, 4)))
        text = sentence(rng, "asked", goal.domain)
        course.events.append(Asked(on, due, goal.person, kind, role, text, None))


def _late_changes(course: Course, on: date) -> None:
    """A choice can be taken back any day, and one adult in fifty does."""
    rng = course.rng
    optional = [term.code for term in course.terms.consents if term.optional and term.purpose != "photo"]
    for person in course.family.adults:
        if optional and rng.random() < 0.02:
            day = course.terms.roll(on + days(between(rng, 5, 30)))
            if day <= _limit(course):
                course.events.append(
                    Consented(
                        day,
                        person.key,
                        pick(rng, optional),
                        "withdrawn",
                        course.family.language,
                        "spoken",
                        None,
                        True,
                    )
                )


def reviews(course: Course) -> None:
    """A review by the interval of the level, until the exit assessment or today."""
    marks, terms, rng = course.marks, course.terms, course.rng
    if marks.planned is None:
        return
    limit, last, number = _limit(course), marks.planned, 0
    ongoing = marks.exit_started is None and marks.left is None
    while True:
        due = terms.roll(last + days(terms.review_days[course.level]))
        on = terms.roll(due + days(_SLIPS.draw(rng)))
        if on >= limit:
            if ongoing:
                course.upcoming.append(Due(due, "review", number + 1))
            return
        number += 1
        before = course.level
        changed = _level_steps(course, on) + drift(course, on, better=0.1, worse=0.08)
        levels = course.refresh_levels()
        following = terms.roll(on + days(terms.review_days[course.level]))
        lowered = LEVELS.index(course.level) < LEVELS.index(before)
        course.events.append(
            Review(
                on=on,
                due=due,
                number=number,
                level_before=before,
                level_after=course.level,
                changed=tuple(changed),
                levels=levels,
                next_due=following,
                supervisor=lowered,
                text=course.words("review"),
            )
        )
        last = on


def _level_steps(course: Course, on: date) -> list[Change]:
    """At one review in five what makes the level as high as it is gets better; at one in twelve it gets worse."""
    chance = course.rng.random()
    if 0.23 < chance < 0.92:
        return []
    changed = []
    for need in list(course.needs.values()):
        if need.on >= on or course.levels[need.person or 1] != course.level:
            continue
        if chance >= 0.92:
            if need.score < 3 or (need.score == 3 and need.domain in URGENT_DOMAINS):
                return [course.change(on, need, need.score + 1)]
        elif need.score > course.terms.need_from or course.served(need, on):
            changed.append(course.change(on, need, need.score - 1))
    return changed


def drift(course: Course, on: date, *, better: float, worse: float) -> list[Change]:
    """How needs stand on a day: some better (never before their services are over), now and then a new one."""
    rng, terms = course.rng, course.terms
    changed: list[Change] = []
    for need in list(course.needs.values()):
        served = course.served(need, on)
        if need.on >= on or rng.random() >= (max(better, _WHEN_SERVED) if served else better):
            continue
        lowest = 1 if served else terms.need_from
        score = max(need.score - (2 if rng.random() < 0.3 else 1), lowest)
        if score < need.score:
            changed.append(course.change(on, need, score))
    if rng.random() < worse:
        new = _new_need(course, on)
        if new is not None:
            changed.append(new)
    return changed


def _new_need(course: Course, on: date) -> Change | None:
    """Something that was fine is not any more: a need, a goal and a new page of the plan."""
    rng = course.rng
    whom: Whom = pick(rng, list(course.scores))
    fine = [
        d for d, score in course.scores[whom].items() if score < course.terms.need_from and d != "documents"
    ]
    if not fine:
        return None
    domain, score = pick(rng, fine), 3 if rng.random() < 0.3 else 2
    course.scores[whom][domain] = score
    goal: Goal | None = course.answer(on, [course.raise_need(on, whom, domain, score)])
    if goal is not None:
        person = course.family.people[(whom or 1) - 1]
        agree(course, on, on, [person.key if person.adult else person.carer or 1], "new_need")
    return whom, domain, score
