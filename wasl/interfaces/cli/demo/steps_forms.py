"""What else is asked at entry and before leaving, in some of the families, and what becomes of what rules propose."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from wasl.access.actor import Actor
from wasl.access.work import unit_of_work
from wasl.casefile.selectors.thread import thread as thread_of
from wasl.instruments.enums import Mode
from wasl.instruments.selectors import forms as selectors
from wasl.instruments.selectors import versions
from wasl.instruments.services.raising import raised_leave, raised_take
from wasl.instruments.services.submissions import Sent, form_receive
from wasl.interfaces.cli.demo import events as e
from wasl.interfaces.cli.demo.walker import Walk
from wasl.interfaces.cli.demo.writing import WORKER
from wasl.people.enums import FamilyRole
from wasl.programme.forms.instance import write_instance

#: one family in so many
ONE_IN = 3
OF_WORK: Mapping[str, str] = {
    "skills": "sewing", "years_worked": "4", "wish": "learn_first", "wish_words": "خياطة ملابس الأطفال",
    "hours_free": "12", "children_to_mind": "2", "debts": "small", "work_papers": "none", "barriers": "childcare",
}  # fmt: skip
NOT_NOW = "ضمن الخطة، أو لا رغبة فيه الآن."


def asked(going: Walk, event: e.Assessed, by: Actor) -> None:
    """The food of the last week with the household, skills and work with the head of every third family."""
    card = None if event.person is None else going.inside[event.person]
    turn = going.writing.family.index % ONE_IN
    if card is None and turn == 0:
        _send(going, event, "rcsi", _week(event), by)
    elif card is not None and turn == 1 and card.role == FamilyRole.HEAD and event.purpose == "entry":
        _send(going, event, "livelihood-profile", OF_WORK, by)


def _week(event: e.Assessed) -> Mapping[str, str]:
    """Days of the last week on which there was too little; more where basics were scored higher."""
    less = min(7, 2 * event.scores.get("basics", 0))
    return {f"item_{item}": str(max(0, less - item)) for item in range(1, 6)}


def _send(going: Walk, event: e.Assessed, code: str, answers: Mapping[str, str], by: Actor) -> None:
    with unit_of_work(by.token):
        form = versions.current(code, viewer=by).form
    key = uuid5(going.file, f"{code}/{event.on}")
    response = form_receive(
        file=going.file, person=going.person(event.person), by=by,
        sent=Sent(
            form=code, instance=write_instance(form, answers, key), language=event.language, mode=Mode(event.mode),
            on=event.on, minutes=6,
        ),
    )  # fmt: skip
    if event.on < going.writing.place.today:
        _answered(going, response, by)


def _answered(going: Walk, response: UUID, by: Actor) -> None:
    """What says no more than the grid did is taken up; the rest is left with a reason."""
    with unit_of_work(by.token):
        found = selectors.raised(going.file, viewer=by, roles=frozenset({WORKER}), only_open=True)
        knots = thread_of(going.file, viewer=by, roles=frozenset({WORKER}), words=False)
    known = {(need.person, need.domain): need.score for need in knots.needs if need.state == "open"}
    for one in found:
        if one.response != response:
            continue
        if known.get((one.person, one.domain)) == one.level:
            raised_take(raised=one.ref, by=by)
        else:
            raised_leave(raised=one.ref, words=NOT_NOW, by=by)
