"""Life at home step by step: contacts made or missed, the end proposed by one and signed by another, and a return."""

from datetime import timedelta
from random import Random
from typing import TypeAlias
from uuid import UUID

from wasl.casefile.services import thread
from wasl.interfaces.cli.demo import events as e
from wasl.interfaces.cli.demo import words, words_ar
from wasl.interfaces.cli.demo.steps_leaving import settle
from wasl.interfaces.cli.demo.traits import traits_of
from wasl.interfaces.cli.demo.walker import Walk
from wasl.journey.services import home
from wasl.phases.aftercare.enums import ReturnedBecause
from wasl.phases.aftercare.services.contacts import NewContact

Ending: TypeAlias = e.ClosingProposed | e.Closed
#: a score at which nothing has to be done
_FINE = 1
_AGAIN = timedelta(days=5)


def contact(going: Walk, event: e.AfterContact) -> None:
    """What was heard, which needs stand otherwise, and a level that the manager sets where less is needed now."""
    by = going.worker(event.on)
    for whom, domain, score in event.changed:
        _scored(going, (going.person(whom), domain), score, event)
    home.contact(
        file=going.file,
        new=NewContact(
            event.on, event.kind, event.result, event.text, event.missed_reason, going.person(event.person)
        ),
        by=by,
    )
    if event.reached:
        settle(going, event.on, going.leader, words_ar.LEVEL)
    else:
        _tried_again(going, event)


def _tried_again(going: Walk, event: e.AfterContact) -> None:
    """Whoever was missed is tried again within days, and found; the schedule goes on from there."""
    writing, terms = going.writing, going.writing.place.terms
    again = terms.roll(event.on + _AGAIN)
    later = [other.on for other in writing.history.events if other.on > event.on and _ends_the_trying(other)]
    if again >= min(later, default=writing.place.today):
        return
    family = writing.family
    rng = Random(f"{family.seed}:{family.index}:{event.number}")  # noqa: S311 - made-up words
    text = words.note(rng, family.language, "aftercare", traits_of(family.people), frozenset())
    found = NewContact(again, event.kind, terms.reached[0], text, "", going.person(event.person))
    with going.on(again):
        home.contact(file=going.file, new=found, by=going.worker(again))


def _ends_the_trying(event: e.Event) -> bool:
    """What ends the time in which somebody can be tried again."""
    return isinstance(event, e.AfterContact | e.ClosingProposed | e.Closed)


def _scored(going: Walk, key: tuple[UUID | None, str], score: int, event: e.AfterContact | Ending) -> None:
    if key not in going.needs:
        return
    thread.need_record(
        file=going.file, person=key[0], domain=key[1], score=score, on=event.on, due_on=None,
        by=going.worker(event.on),
    )  # fmt: skip
    if score <= _FINE:
        del going.needs[key]


def proposed(going: Walk, event: Ending) -> None:
    """At the end of the year every need is asked about once more, and the officer proposes to end the work."""
    lines = going.writing.place.programme.aftercare.closings[event.reason].criteria
    for key in list(going.needs):
        _scored(going, key, _FINE, event)
    home.closing_propose(
        file=going.file, reason=event.reason, words=event.text, by=going.worker(event.on), on=event.on,
        answered=[line.code for line in lines if line.evidence == "answered"],
    )  # fmt: skip


def closed(going: Walk, event: e.Closed) -> None:
    proposed(going, event)
    home.closing_sign(file=going.file, by=going.leader, on=event.on)


def reopened(going: Walk, event: e.Reopened) -> None:
    home.reopen(file=going.file, because=ReturnedBecause.FAMILY_ASKED, by=going.leader, on=event.on)
