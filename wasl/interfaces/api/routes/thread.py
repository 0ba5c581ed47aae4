"""The thread of a file: needs, goals and services, read and written."""

from typing import TypeVar
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.policy import programme
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.selectors.thread import GoalCard, NeedCard, ServiceCard, Thread, thread_part
from wasl.casefile.services import corrections
from wasl.casefile.services import thread as services
from wasl.interfaces.api import inputs, listing, shapes
from wasl.interfaces.api.listing import Cut
from wasl.interfaces.api.names import Asked, Names, asked
from wasl.interfaces.api.routes.files import actor
from wasl.kernel.errors import Invalid, NotFound
from wasl.people import selectors as people

T = TypeVar("T")
router = Router(tags=["thread"])


def _read(names: Names, card: FileCard) -> Thread:
    return names.read(thread_part(card.ref, viewer=names.by, roles=card.roles, words=names.wanted))


def _codes(request: HttpRequest, number: str, action: Action) -> tuple[Actor, FileCard, Thread]:
    """The thread as far as this person may see it, without words: what is out of sight cannot be written to either."""
    by = actor(request)
    card = files.view(number, viewer=by, action=action)
    part = thread_part(card.ref, viewer=by, roles=card.roles, words=False)
    return by, card, people.alone(part, viewer=by)


def _goal(knots: Thread, ref: UUID) -> GoalCard:
    return _one([goal for goal in knots.goals if goal.ref == ref])


def _need(knots: Thread, ref: UUID) -> NeedCard:
    return _one([need for need in knots.needs if need.ref == ref])


def _service(knots: Thread, ref: UUID) -> ServiceCard:
    return _one([service for goal in knots.goals for service in goal.services if service.ref == ref])


def _one(found: list[T]) -> T:
    if not found:
        raise NotFound
    return found[0]


@router.get("/files/{number}/needs", response=shapes.Needs, url_name="needs", summary="Needs")
def needs(request: HttpRequest, number: str, where: Query[Cut], purpose: Asked = None) -> shapes.Needs:
    """Needs that the viewer may see, the most serious first."""
    names = asked(request, purpose)
    card = files.view(number, viewer=names.by)
    knots = _read(names, card)
    page, after = listing.cut(knots.needs, where, lambda one: str(one.ref))
    if page:
        names.given([card.ref], "notes:reason", "notes:wish")
    items = [shapes.NeedOut.of(one, names.wanted) for one in page]
    return shapes.Needs(items=items, next=after, names=names.shown)


@router.post(
    "/files/{number}/needs", response={201: shapes.Written}, url_name="need_record", summary="A need"
)
def need_record(request: HttpRequest, number: str, sent: inputs.NeedIn) -> Status[shapes.Written]:
    """Raise a need, or give the open need of the same field of life its new score."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.NEED_RECORD)
    domain = programme().domains.get(sent.domain)
    if domain is None or domain.circle == "sealed":
        raise Invalid("domain", "domain_unknown")
    ref = services.need_record(
        file=card.ref, person=sent.person, domain=sent.domain, score=sent.score, on=sent.on, due_on=sent.due_on,
        by=by, wish=sent.wish.strip(), circle=sent.circle,
    )  # fmt: skip
    return Status(201, shapes.Written(ref=ref))


@router.put(
    "/files/{number}/needs/{uuid:need}/answer",
    response={200: shapes.Written},
    url_name="need_answer",
    summary="Why a need has no goal",
)
def need_answer(request: HttpRequest, number: str, need: UUID, sent: inputs.NoGoalIn) -> shapes.Written:
    """Say in a code and a sentence why a need has no goal."""
    by, _card, knots = _codes(request, number, Action.GOAL_WRITE)
    services.need_answer(need=_need(knots, need).ref, reason=sent.reason, words=sent.words, by=by)
    return shapes.Written(ref=need)


@router.delete(
    "/files/{number}/needs/{uuid:need}/answer",
    response={200: shapes.Written},
    url_name="need_unanswer",
    summary="The need asks again",
)
def need_unanswer(request: HttpRequest, number: str, need: UUID) -> shapes.Written:
    """Take the reason back: the need asks for an answer again."""
    by, _card, knots = _codes(request, number, Action.GOAL_WRITE)
    corrections.need_unanswer(need=_need(knots, need).ref, by=by)
    return shapes.Written(ref=need)


@router.get("/files/{number}/goals", response=shapes.Goals, url_name="goals", summary="Goals and services")
def goals(request: HttpRequest, number: str, where: Query[Cut], purpose: Asked = None) -> shapes.Goals:
    """Goals that the viewer may see, with their services."""
    names = asked(request, purpose)
    card = files.view(number, viewer=names.by)
    knots = _read(names, card)
    page, after = listing.cut(knots.goals, where, lambda one: str(one.ref))
    if page:
        names.given([card.ref], "notes:goal", "notes:result")
    items = [shapes.GoalOut.of(one, names.wanted) for one in page]
    return shapes.Goals(items=items, next=after, names=names.shown)


@router.post("/files/{number}/goals", response={201: shapes.Written}, url_name="goal_write", summary="A goal")
def goal_write(request: HttpRequest, number: str, sent: inputs.GoalIn) -> Status[shapes.Written]:
    """A goal in the person's words, for one need or several that the viewer may see."""
    by, card, knots = _codes(request, number, Action.GOAL_WRITE)
    ref = services.goal_write(
        file=card.ref, person=sent.person, needs=_seen(knots, sent.needs), words=sent.words, due_on=sent.due_on,
        by=by, circle=sent.circle,
    )  # fmt: skip
    return Status(201, shapes.Written(ref=ref))


@router.patch(
    "/files/{number}/goals/{uuid:goal}",
    response={200: shapes.Written},
    url_name="goal_change",
    summary="A goal worded anew",
)
def goal_change(request: HttpRequest, number: str, goal: UUID, sent: inputs.GoalChange) -> shapes.Written:
    """Word an open goal anew. `version` is the one that was read; a newer one is answered with 409."""
    by, _card, knots = _codes(request, number, Action.GOAL_WRITE)
    corrections.goal_change(
        goal=_goal(knots, goal).ref, words=sent.words, due_on=sent.due_on, circle=sent.circle,
        needs=_seen(knots, sent.needs), by=by, version=sent.version,
    )  # fmt: skip
    return shapes.Written(ref=goal)


@router.post(
    "/files/{number}/goals/{uuid:goal}/close",
    response={200: shapes.Written},
    url_name="goal_close",
    summary="How far a goal was reached",
)
def goal_close(request: HttpRequest, number: str, goal: UUID, sent: inputs.GoalEnd) -> shapes.Written:
    """Close a goal with what came of it."""
    by, _card, knots = _codes(request, number, Action.GOAL_WRITE)
    if sent.state == "open":
        raise Invalid("state", "value_unknown")
    services.goal_close(
        goal=_goal(knots, goal).ref,
        state=sent.state,
        words=sent.words,
        on=sent.on,
        by=by,
        version=sent.version,
    )
    return shapes.Written(ref=goal)


@router.post(
    "/files/{number}/goals/{uuid:goal}/reopen",
    response={200: shapes.Written},
    url_name="goal_reopen",
    summary="A goal opened again",
)
def goal_reopen(request: HttpRequest, number: str, goal: UUID, sent: inputs.Reopened) -> shapes.Written:
    """Take back the closing of a goal, on the same day."""
    by, _card, knots = _codes(request, number, Action.GOAL_WRITE)
    corrections.goal_reopen(goal=_goal(knots, goal).ref, by=by, version=sent.version)
    return shapes.Written(ref=goal)


@router.post(
    "/files/{number}/goals/{uuid:goal}/services",
    response={201: shapes.Written},
    url_name="service_record",
    summary="A service for a goal",
)
def service_record(
    request: HttpRequest, number: str, goal: UUID, sent: inputs.ServiceIn
) -> Status[shapes.Written]:
    """Plan a service for a goal, or record one that was given."""
    by, _card, knots = _codes(request, number, Action.SERVICE_RECORD)
    offered = programme().services.get(sent.code)
    if offered is None or offered.for_everyone or offered.circle == "sealed":
        raise Invalid("code", "service_unknown")
    ref = services.service_record(
        goal=_goal(knots, goal).ref, code=sent.code, state=sent.state, on=sent.on, by=by, result=sent.result,
        words=sent.words,
    )  # fmt: skip
    return Status(201, shapes.Written(ref=ref))


@router.patch(
    "/files/{number}/services/{uuid:service}",
    response={200: shapes.Written},
    url_name="service_change",
    summary="Where a service stands",
)
def service_change(
    request: HttpRequest, number: str, service: UUID, sent: inputs.ServiceChange
) -> shapes.Written:
    """Where a service stands, and what came of it."""
    by, _card, knots = _codes(request, number, Action.SERVICE_RECORD)
    found = _service(knots, service)
    services.service_record(
        goal=found.goal, code=found.code, state=sent.state, on=sent.on, by=by, service=found.ref,
        result=sent.result, words=sent.words,
    )  # fmt: skip
    return shapes.Written(ref=service)


def _seen(knots: Thread, needs: list[UUID]) -> list[UUID]:
    """Needs that this person may see; one of another family, or out of sight, is none."""
    known = {need.ref for need in knots.needs}
    if not known.issuperset(needs):
        raise Invalid("needs", "which_need")
    return needs
