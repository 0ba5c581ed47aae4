"""What of the minimum package somebody has not received yet, beside the lines of leaving (R045)."""

from collections.abc import Sequence
from typing import Any

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.enums import ServiceState
from wasl.casefile.selectors import thread
from wasl.casefile.selectors.files import FileCard
from wasl.instruments.rules import asked_age
from wasl.interfaces.web import words
from wasl.people.selectors import PersonCard
from wasl.programme.minimum import Member, Received, on_own_page, package_gaps

#: what was begun, given or refused; a service that is only planned has reached nobody
_SAID = (ServiceState.STARTED, ServiceState.DELIVERED, ServiceState.DECLINED)


def of(card: FileCard, people: Sequence[PersonCard], *, viewer: Actor) -> list[dict[str, Any]]:
    """The lines that somebody has nothing of, with who. What tells of services on one person's own page is there for
    who may read those: to others it would say, by not being there, who has been to the psychologist."""
    programme = words.programme()
    found = thread.thread(card.ref, viewer=viewer, roles=card.roles, words=False)
    least = programme.entry.need_from_score
    needs = [(need.person, need.domain) for need in found.needs if max(need.score, need.first_score) >= least]
    members = [
        Member(
            one.ref,
            asked_age(one.age, one.age_band),
            frozenset(domain for person, domain in needs if person in (None, one.ref)),
        )
        for one in people
    ]
    received = [
        Received(one.person, one.code, declined=one.state == ServiceState.DECLINED)
        for goal in found.goals
        for one in goal.services
        if one.state in _SAID
    ]
    own = bool(may(viewer, Action.NOTE_READ_OWN_CIRCLE, on=card))
    called = {one.ref: one.called for one in people}
    return [
        {
            "name": words.say(gap.line.name),
            "people": [{"name": called[ref], "declined": ref in gap.declined} for ref in gap.people],
        }
        for gap in package_gaps(programme, card.pathway, members, received)
        if own or not on_own_page(programme, gap.line)
    ]
