"""What the programme proposes for the needs of a family, gathered so that one goal can answer several of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wasl.access.policy import programme
from wasl.casefile.enums import Circle
from wasl.casefile.selectors.thread import NeedCard, Thread
from wasl.kernel.text import LocalizedText
from wasl.people.selectors import PersonCard
from wasl.programme.proposals import Proposal, because, propose
from wasl.programme.sheets.rehabilitation import Goal


@dataclass(frozen=True)
class NeedGroup:
    """Needs that one goal can answer, such as the papers of five children, with what is proposed for them."""

    needs: tuple[NeedCard, ...]
    proposals: tuple[Proposal, ...]
    reasons: tuple[LocalizedText, ...]

    @property
    def domain(self) -> str:
        return self.needs[0].domain

    @property
    def circle(self) -> str:
        return self.needs[0].circle

    @property
    def score(self) -> int:
        return max(need.score for need in self.needs)

    @property
    def person(self) -> UUID | None:
        """Whose goal it would be: one person's, or several people's and so the family's."""
        owners = {need.person for need in self.needs}
        return owners.pop() if len(owners) == 1 else None

    @property
    def key(self) -> str:
        """A short name for the fields of a form; the same as long as the first need is the same."""
        return f"n{self.needs[0].ref.hex[:12]}"


def groups(thread: Thread, people: Mapping[UUID, PersonCard], *, answered: bool = False) -> list[NeedGroup]:
    """The needs that still owe an answer (or those that have one), children of like needs together."""
    found: dict[tuple[object, ...], list[NeedCard]] = {}
    for need in thread.needs:
        if need.score < programme().entry.need_from_score or need.state != "open":
            continue
        if need.unanswered is not answered:
            found.setdefault(_together(need, people), []).append(need)
    made = [_group(needs, people) for needs in found.values()]
    return sorted(made, key=lambda group: (-group.score, programme().domains[group.domain].number))


def _together(need: NeedCard, people: Mapping[UUID, PersonCard]) -> tuple[object, ...]:
    """Children's needs of one kind stand together; an adult's, and whatever is private, stands alone."""
    person = people.get(need.person) if need.person else None
    if person is not None and not person.is_adult and need.circle == Circle.FAMILY:
        return need.domain, tuple(
            one.goal.code for one in propose(programme(), need.domain, need.score, person.age)
        )
    return (need.ref,)


def _group(found: Sequence[NeedCard], people: Mapping[UUID, PersonCard]) -> NeedGroup:
    order = {ref: place for place, ref in enumerate(people)}
    needs = sorted(found, key=lambda need: order.get(need.person, 0) if need.person else 0)
    worst = max(needs, key=lambda need: need.score)
    return NeedGroup(
        tuple(needs),
        tuple(
            one
            for one in propose(programme(), worst.domain, worst.score, _age(worst, people))
            if not one.goal.first_plan
        ),
        tuple(because(programme().domains[n.domain], n.score, _age(n, people)) for n in needs),
    )


def _age(need: NeedCard, people: Mapping[UUID, PersonCard]) -> int | None:
    person = people.get(need.person) if need.person else None
    return person.age if person else None


def first_goals(thread: Thread) -> tuple[Goal, ...]:
    """Goals that belong into every first plan (return or the place of choice) and are not there yet (R012)."""
    there = {goal.code for goal in thread.goals}
    return tuple(goal for goal in programme().rehabilitation.first_plan_goals if goal.code not in there)
