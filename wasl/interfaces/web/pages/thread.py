"""One knot of the thread, for the page about it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.casefile.enums import Circle, GoalState, ServiceResult, ServiceState
from wasl.casefile.selectors.thread import GoalCard, NeedCard, ServiceCard, Thread
from wasl.interfaces.web import words
from wasl.interfaces.web.pages import plan
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.kernel.clock import today
from wasl.people.selectors import PersonCard

People = Mapping[UUID, PersonCard]
_NEXT = {ServiceState.PLANNED: ServiceState.DELIVERED, ServiceState.STARTED: ServiceState.DELIVERED}


def need(found: NeedCard, people: People, number: str = "") -> dict[str, Any]:
    """A need with the line that was chosen for it."""
    person = people.get(found.person) if found.person else None
    line = words.anchor(found.domain, found.score, person.age if person else None)
    return {
        "ref": found.ref,
        "level": found.score,
        "word": words.urgency(found.score),
        "name": words.domain(found.domain),
        "who": plan.whose(found.person, people),
        "own": found.circle == Circle.OWN,
        "because": f"{words.domain(found.domain)} = {digits(found.score)} ({line})",
        "wish": found.wish,
        "answered": bool(found.no_goal),
        "answer_url": reverse("need_answer", args=[number, found.ref]) if number else "",
    }


def goal(found: GoalCard, thread: Thread, people: People, number: str) -> dict[str, Any]:
    """A goal with both ends of the thread: needs and the answers they came from, services and results."""
    needs = {one.ref: one for one in thread.needs}
    state = GoalState(found.state)
    return {
        "ref": found.ref,
        "words": found.words or words.goal(found.code),
        "own": found.circle == Circle.OWN,
        "open": state is GoalState.OPEN,
        "state": words.label(state),
        "until": iraqi_date(found.due_on) if found.due_on else "",
        "since": iraqi_date(found.set_on),
        "result": found.result,
        "closed_on": iraqi_date(found.closed_on) if found.closed_on else "",
        "may_reopen": found.closed_on == today(),
        "needs": [
            {
                **need(needs[ref], people),
                "answers_url": reverse("assessment_read", args=[number, needs[ref].answer])
                if needs[ref].answer
                else "",
            }
            for ref in found.needs
            if ref in needs
        ],
        "services": [service(one, number) for one in found.services],
        "service_url": f"{reverse('service_record', args=[number])}?goal={found.ref}",
    }


def service(found: ServiceCard, number: str) -> dict[str, Any]:
    """A service and what came of it."""
    state = ServiceState(found.state)
    result = ServiceResult(found.result)
    return {
        "name": words.service(found.code),
        "state": words.label(state),
        "tone": "amber" if state is ServiceState.DECLINED else "teal",
        "on": iraqi_date(found.ended_on or found.started_on or found.planned_on),
        "result": words.label(result) if result else "",
        "words": found.words,
        "url": f"{reverse('service_record', args=[number])}?service={found.ref}",
    }


def service_name(found: ServiceCard | None) -> str:
    """What is being recorded."""
    return words.service(found.code) if found else _("Record a service")


def next_state(found: ServiceCard | None) -> str:
    """What most often comes next, chosen beforehand: most services are recorded once they were given."""
    return str(_NEXT.get(ServiceState(found.state), ServiceState.ENDED) if found else ServiceState.DELIVERED)


def service_stands(found: ServiceCard | None) -> dict[str, str]:
    """How far a service is that somebody goes on recording."""
    if found is None:
        return {}
    stands = {
        _("Service"): words.service(found.code),
        _("How far"): str(words.label(ServiceState(found.state))),
    }
    return stands | ({_("What came of it"): found.words} if found.words else {})
