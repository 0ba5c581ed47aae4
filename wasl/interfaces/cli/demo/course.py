"""One family's course while it is being written: the scores of the day, the knots of the thread, what was told."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from wasl.interfaces.cli.demo import needs as grid
from wasl.interfaces.cli.demo.events import (
    Change,
    DocumentChanged,
    Due,
    Event,
    Goal,
    GoalClosed,
    Need,
    NeedClosed,
    Note,
    Service,
    ServiceEnded,
    ServiceStarted,
    Whom,
)
from wasl.interfaces.cli.demo.families import SyntheticFamily
from wasl.interfaces.cli.demo.milestones import Milestones, days
from wasl.interfaces.cli.demo.tables import Table, between, pick
from wasl.interfaces.cli.demo.terms import GoalTerm, ServiceTerm, Terms
from wasl.interfaces.cli.demo.traits import traits_of
from wasl.interfaces.cli.demo.words import goal as goal_words
from wasl.interfaces.cli.demo.words import need as need_words
from wasl.interfaces.cli.demo.words import note as note_words
from wasl.interfaces.cli.demo.words import sentence
from wasl.interfaces.cli.demo.words import served as served_words
from wasl.interfaces.cli.demo.words import under_way as under_way_words

_RESULTS = Table((("helped", 70), ("partly", 24), ("did_not_help", 6)))
_DOCUMENTS, _BASICS = "documents", "basics"


@dataclass(slots=True)
class Course:
    rng: Random
    family: SyntheticFamily
    terms: Terms
    today: date
    marks: Milestones
    scores: dict[Whom, dict[str, int]]
    level: str
    levels: dict[int, str]
    papers: dict[tuple[int, str], str]
    events: list[Event] = field(default_factory=list)
    upcoming: list[Due] = field(default_factory=list)
    needs: dict[tuple[Whom, str], Need] = field(default_factory=dict)
    goals: dict[int, Goal] = field(default_factory=dict)
    of_need: dict[int, list[Goal]] = field(default_factory=dict)
    of_goal: dict[int, list[Service]] = field(default_factory=dict)
    plan_number: int = 0
    keys: int = 0
    traits: frozenset[str] = frozenset()
    said: set[str] = field(default_factory=set)

    @classmethod
    def start(
        cls, rng: Random, family: SyntheticFamily, today: date, terms: Terms, marks: Milestones
    ) -> "Course":
        scores: dict[Whom, dict[str, int]] = {person.key: dict(person.scores) for person in family.people}
        if family.household:
            scores[None] = dict(family.household)
        return cls(
            rng=rng,
            family=family,
            terms=terms,
            today=today,
            marks=marks,
            traits=traits_of(family.people),
            scores=scores,
            level=family.level,
            levels={person.key: person.level for person in family.people},
            papers={
                (person.key, kind): state
                for person in family.people
                for kind, state in person.documents.items()
                if state in grid.MISSING
            },
        )

    @property
    def stop(self) -> date:
        """The last day of the stay, or today while it lasts."""
        return self.marks.departed or self.marks.left or self.today

    def key(self) -> int:
        self.keys += 1
        return self.keys

    def age_and_sex(self, whom: Whom) -> tuple[int, str]:
        person = self.family.people[(whom or 1) - 1]
        return person.age, person.sex

    def _is_child(self, whom: Whom) -> bool:
        return whom is not None and self.age_and_sex(whom)[0] < 18

    def note(self, on: date, topic: str, person: Whom = None, circle: str = "family") -> None:
        self.events.append(Note(on, person, circle, topic, self.words(topic)))

    def words(self, topic: str) -> str:
        return self._once(
            note_words(self.rng, self.family.language, topic, self.traits, frozenset(self.said))
        )

    def under_way(self, domain: str) -> str:
        said = frozenset(self.said)
        return self._once(under_way_words(self.rng, self.family.language, domain, self.traits, said))

    def _once(self, text: str) -> str:
        self.said.add(text)
        return text

    def refresh_levels(self) -> dict[int, str]:
        """Levels follow from the scores of the day, the household's with the head's; gives those that changed."""
        changed = {}
        for person in self.family.people:
            scores = list(self.scores[person.key].values())
            if person.key == 1 and None in self.scores:
                scores.extend(self.scores[None].values())
            level = grid.support_level(scores)
            if level != self.levels[person.key]:
                changed[person.key] = self.levels[person.key] = level
        self.level = grid.highest(list(self.levels.values()))
        return changed

    # -- the thread ------------------------------------------------------------------------------------------------

    def raise_need(self, on: date, whom: Whom, domain: str, score: int) -> Need:
        due = self.terms.begun_by(score, on)
        circle = self.terms.circles.get(domain, "family")
        text = need_words(
            self.rng, self.family.language, domain, child=self._is_child(whom), traits=self.traits
        )
        need = Need(on, due, self.key(), whom, domain, score, circle, text, score)
        self.needs[whom, domain] = need
        self.events.append(need)
        return need

    def answer(self, on: date, found: list[Need]) -> Goal | None:
        """A goal for one need or several of one kind, or the reason why there is none."""
        first = found[0]
        whom = first.person if all(need.person == first.person for need in found) else None
        age, sex = self.age_and_sex(first.person)
        term = self._goal_term(first.domain, age, max(need.score for need in found))
        if term is None or (len(found) == 1 and self.rng.random() < 0.07):
            code = (
                self.terms.no_goal_reasons[-1] if term is None else pick(self.rng, self.terms.no_goal_reasons)
            )
            for need in found:
                need.no_goal, need.reason = code, sentence(self.rng, "why_no_goal", code)
            return None
        circle = "own" if any(need.circle == "own" for need in found) else first.circle
        goal = self.set_goal(on, whom, term.code, first.domain, circle, found)
        self._serve(on, goal, term, age, sex)
        return goal

    def set_goal(self, on: date, whom: Whom, code: str, domain: str, circle: str, found: list[Need]) -> Goal:
        child = bool(found) and self._is_child(found[0].person)
        text = goal_words(
            self.rng, self.family.language, domain if found else "return", child=child, traits=self.traits
        )
        due = self.terms.roll(on + days(between(self.rng, 25, 70)))
        goal = Goal(on, due, self.key(), whom, code, domain, circle, tuple(need.key for need in found), text)
        self.goals[goal.key] = goal
        for need in found:
            self.of_need.setdefault(need.key, []).append(goal)
        self.events.append(goal)
        return goal

    def _goal_term(self, domain: str, age: int, score: int) -> GoalTerm | None:
        fitting = [
            term
            for term in self.terms.goals.get(domain, ())
            if term.ages[0] <= age <= term.ages[1] and score >= term.from_score
        ]
        return pick(self.rng, fitting) if fitting else None

    def _serve(self, on: date, goal: Goal, term: GoalTerm, age: int, sex: str) -> None:
        catalogue = self.terms.services
        fitting = [
            catalogue[code]
            for code in term.services
            if code in catalogue and catalogue[code].circle != "sealed" and catalogue[code].fits(age, sex)
        ]
        if not fitting:
            return
        count = 2 if len(fitting) > 1 and self.rng.random() < 0.25 else 1
        at = int(self.rng.random() * len(fitting))
        for service in (fitting[at:] + fitting[:at])[:count]:
            self._add_service(on, goal, service)

    def _add_service(self, on: date, goal: Goal, term: ServiceTerm) -> None:
        rng, stop = self.rng, self.stop
        circle = "own" if "own" in (goal.circle, term.circle) else "family"
        due = self.terms.roll(on + days(term.days_to_start))
        service = Service(on, due, self.key(), goal.key, goal.person, term.code, circle)
        self.of_goal.setdefault(goal.key, []).append(service)
        self.events.append(service)
        if rng.random() < 0.05:
            declined = self.terms.roll(on + days(between(rng, 1, 6)))
            if declined <= stop:
                service.state, service.ended_on = "declined", declined
                self.events.append(ServiceEnded(declined, service.key))
            return
        start = self.terms.roll(on + days(between(rng, 1, max(2, int(term.days_to_start * 1.2)))))
        if start > stop:
            return
        service.state, service.started_on = "started", start
        self.events.append(ServiceStarted(start, service.key))
        if rng.random() < 0.22:
            self.events.append(Note(start, goal.person, circle, "service", self.under_way(goal.domain)))
        end = self.terms.roll(start + days(between(rng, 8, 55)))
        if end <= stop:
            self.end_service(service, end, "delivered" if rng.random() < 0.87 else "ended")

    def end_service(self, service: Service, on: date, state: str) -> None:
        service.state, service.ended_on = state, on
        if state == "delivered":
            service.result = _RESULTS.draw(self.rng)
            service.text = served_words(
                self.rng, self.family.language, self.goals[service.goal].domain, self.traits
            )
        elif service.started_on:
            service.result = "partly"
        self.events.append(ServiceEnded(on, service.key))
        if state == "delivered" and self.goals[service.goal].domain == _DOCUMENTS:
            self._papers_arrive(service, on)

    def _papers_arrive(self, service: Service, on: date) -> None:
        for (person, kind), state in list(self.papers.items()):
            if service.person in (None, person) and state != grid.HAVE and self.rng.random() < 0.6:
                del self.papers[person, kind]
                self.events.append(DocumentChanged(on, person, kind, grid.HAVE))

    def served(self, need: Need, on: date) -> bool:
        """Whether every service for this need is over, so that the need can be called met."""
        return all(
            service.ended_on is not None and service.ended_on <= on
            for goal in self.of_need.get(need.key, ())
            for service in self.of_goal.get(goal.key, ())
        )

    def change(self, on: date, need: Need, score: int) -> Change:
        need.score = score
        self.scores[need.person][need.domain] = score
        if score < self.terms.need_from:
            self.close_need(on, need, "met")
        return need.person, need.domain, score

    def close_need(self, on: date, need: Need, state: str, owner_after: str = "") -> None:
        need.state, need.closed_on, need.owner_after = state, on, owner_after
        self.needs.pop((need.person, need.domain), None)
        self.events.append(NeedClosed(on, need.key))
        if state == "met":
            for goal in self.of_need.get(need.key, ()):
                if goal.state == "open" and not self._still_open(goal):
                    self.close_goal(on, goal, "achieved", "reached")

    def _still_open(self, goal: Goal) -> bool:
        return any(need.key in goal.needs for need in self.needs.values())

    def close_goal(self, on: date, goal: Goal, state: str, words: str) -> None:
        goal.state, goal.closed_on, goal.result = state, on, sentence(self.rng, "results", words)
        self.events.append(GoalClosed(on, goal.key))
