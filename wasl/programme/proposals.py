"""From a score to a need, and from a need to goals and services, each with the sentence that says why.

Nothing here decides: a worker accepts, changes or leaves each proposal, and the reason stands beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wasl.kernel.text import LocalizedText
from wasl.programme.programme import Programme
from wasl.programme.sheets.domains import Domain
from wasl.programme.sheets.entry import Urgency
from wasl.programme.sheets.rehabilitation import Goal, Service


@dataclass(frozen=True, slots=True)
class RaisedNeed:
    """A need that a score raises, how soon it is begun, and why."""

    domain: Domain
    score: int
    urgency: Urgency
    because: LocalizedText


@dataclass(frozen=True, slots=True)
class Proposal:
    """A goal for a need with the services that can serve it, and why it is proposed."""

    goal: Goal
    services: tuple[Service, ...]
    because: LocalizedText


def because(domain: Domain, score: int, age: int | None = None) -> LocalizedText:
    """Domain, score and its line, in each language: `Civil documents = 3 (…)`."""
    line = domain.anchors_for(age)[score]
    return LocalizedText(
        **{
            language: f"{domain.name.in_(language)} = {score} ({line.in_(language)})"
            for language in ("ar", "ckb", "en")
        }
    )


def raised_needs(programme: Programme, scores: Mapping[str, int], age: int | None = None) -> list[RaisedNeed]:
    """The needs that these scores raise, the most urgent first, then in the order of the grid."""
    needs = []
    for code, score in scores.items():
        domain, urgency = programme.domains[code], programme.entry.urgency(score)
        if urgency is not None and score >= programme.entry.need_from_score:
            needs.append(RaisedNeed(domain, score, urgency, because(domain, score, age)))
    return sorted(needs, key=lambda need: (-need.score, need.domain.number))


def propose(programme: Programme, domain: str, score: int, age: int | None = None) -> list[Proposal]:
    """Goals for a need at this score that fit the age, each with the offered services that fit it too."""
    services = programme.services
    reason = because(programme.domains[domain], score, age)
    proposals = []
    for goal in programme.rehabilitation.goals.values():
        if goal.domain != domain or score < goal.from_score or not goal.fits(age):
            continue
        fitting = tuple(
            services[code] for code in goal.services if code in services and services[code].fits(age)
        )
        proposals.append(Proposal(goal, fitting, reason))
    return proposals
