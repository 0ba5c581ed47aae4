"""The way of one file for its page: four phases, the one main action, what comes next, what it waits for."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.enums import ENDED, PHASE_OF, FileState, Phase, WaitingReason
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import words
from wasl.interfaces.web.access_table import TABLE
from wasl.interfaces.web.ui.addresses import address
from wasl.interfaces.web.ui.dates import days, digits, iraqi_date
from wasl.journey.enums import NextAction, Stay
from wasl.journey.labels import word
from wasl.journey.rules import late_before, stay
from wasl.journey.selectors.way import StepCard
from wasl.kernel.clock import today

#: where each thing that is due is done
PLACES: Mapping[NextAction, str] = {
    NextAction.RECEIVE: "reception",
    NextAction.ASSESS: "assessment",
    NextAction.PLAN: "plan",
    NextAction.REVIEW: "review",
    NextAction.BEGIN_EXIT: "completion",
    NextAction.PREPARE_DECISION: "completion",
    NextAction.DECIDE: "completion",
    NextAction.PLAN_DEPARTURE: "departure",
    NextAction.DEPART: "departure",
    NextAction.OFFER_AFTERCARE: "office",
    NextAction.HOME_CONTACT: "home_contact",
    NextAction.CLOSE: "closing",
    NextAction.SIGN_CLOSING: "closing",
}
#: the page of each phase, which is also the link in the journey bar
PAGES: Mapping[Phase, str] = {
    Phase.ENTRY: "assessment",
    Phase.SERVICES: "plan",
    Phase.EXIT: "completion",
    Phase.AFTERCARE: "aftercare",
}
_ORDER = (Phase.ENTRY, Phase.SERVICES, Phase.EXIT, Phase.AFTERCARE)


def link(name: str, number: str) -> str:
    """The address of a page of a file; of the file itself where this instance has no such page."""
    return address(name if name in TABLE else "file", number)


def action_of(file: Any) -> NextAction | None:
    """What is due on a file."""
    return NextAction(file.next_action) if file.next_action else None


def phases(file: FileCard, steps: Sequence[StepCard]) -> list[dict[str, Any]]:
    """The journey bar: how far each phase is, with its days, planned beside actual."""
    at = _ORDER.index(PHASE_OF[file.state])
    return [
        {
            "number": number + 1,
            "name": words.label(phase),
            "line": _line(file, phase, number, at, steps),
            "done": _done(file, number, at, steps),
            "total": 100,
            "current": number == at,
            "url": link(PAGES[phase], file.number) if number <= at else "",
        }
        for number, phase in enumerate(_ORDER)
    ]


def _line(file: FileCard, phase: Phase, number: int, at: int, steps: Sequence[StepCard]) -> str:
    inside = [step for step in steps if PHASE_OF[step.state] is phase]
    if number > at or (number < at and not inside):
        return _("still to come") if number > at else _("done")
    if number < at:
        ended = inside[-1].left_on
        return _("done %(day)s") % {"day": iraqi_date(ended, "day_month")} if ended else _("done")
    action = action_of(file)
    state = str(words.label(file.state))
    if action is None or file.next_due is None:
        return state
    return _("%(what)s by %(day)s") % {"what": word(action), "day": iraqi_date(file.next_due, "day_month")}


def _done(file: FileCard, number: int, at: int, steps: Sequence[StepCard]) -> int:
    if number != at:
        return 100 if number < at else 0
    if file.state in ENDED:
        return 100
    inside = [step for step in steps if PHASE_OF[step.state] is PHASE_OF[file.state]]
    until = inside[-1].planned_until if inside else None
    if until is None:
        return 10
    start = inside[0].entered_on
    return max(5, min(95, _share(start, until)))


def _share(start: date, until: date) -> int:
    return round(100 * (today() - start).days / max(1, (until - start).days))


def main_action(file: FileCard, by: Actor) -> dict[str, str] | None:
    """The one filled button: the next thing owed, where the reader may do it."""
    action = action_of(file)
    if action is None:
        if file.state in ENDED and may(by, Action.FILE_REOPEN, on=file):
            return {"label": _("Open the file again"), "url": link("closing", file.number)}
        return None
    name = PLACES[action]
    needed = TABLE.get(name)
    if not isinstance(needed, Action) or not may(by, needed, on=file):
        return None
    if action is NextAction.DECIDE and file.worker == by.ref:
        return None
    return {"label": str(word(action)), "url": link(name, file.number)}


def waiting(file: FileCard) -> str:
    """The banner of a file that waits; what for is one of a closed list."""
    if not file.waiting:
        return ""
    return _("This family waits: %(what)s") % {"what": words.label(WaitingReason(file.waiting))}


def stay_note(file: FileCard) -> str:
    """A stay longer than planned is said, with both figures (R011)."""
    path = words.programme().pathways.get(file.pathway)
    if path is None or file.stays_since is None:
        return ""
    found = stay(file.stays_since, file.left_on, file.planned_end, path.range_days[1], today())
    if found is Stay.WITHIN:
        return ""
    return _("%(what)s: day %(day)s of %(planned)s planned, %(longest)s at the longest") % {
        "what": word(found),
        "day": digits((today() - file.stays_since).days),
        "planned": digits(path.planned_days),
        "longest": digits(path.range_days[1]),
    }


def next_step(file: FileCard) -> list[dict[str, Any]]:
    """What is due next, as the first line of what comes next."""
    action = action_of(file)
    if action is None or file.next_due is None:
        return []
    return [
        {
            "title": word(action),
            "sub": " · ".join(
                filter(
                    None,
                    (
                        iraqi_date(file.next_due, "weekday_month"),
                        due_note(file.next_due),
                        moved_note(file.next_due, file.due_moved),
                    ),
                )
            ),
        }
    ]


def stage(file: FileCard) -> dict[str, str]:
    """Where a family stands, for a form that takes it further."""
    return {_("Where the family stands"): str(words.label(file.state))}


def is_late(due: date) -> bool:
    """Whether the day on which something was due is over, and another worked day has come since."""
    return due < late_before(today(), words.programme().calendar)


def moved_note(due: date | None, moved: int) -> str:
    """Why a day is not the one that was counted: the weekend, or the feast by its name."""
    if due is None or not moved:
        return ""
    counted = due - timedelta(days=moved)
    step = timedelta(days=1 if moved > 0 else -1)
    days_off = [counted + step * n for n in range(abs(moved))]
    known = (words.programme().working_days.holiday_on(day) for day in days_off)
    feasts = list(dict.fromkeys(words.say(holiday.name) for holiday in known if holiday))
    if feasts:
        wording = (
            _("moved to %(day)s because of %(feast)s")
            if moved > 0
            else _("brought forward to %(day)s because of %(feast)s")
        )
        return wording % {"day": iraqi_date(due, "weekday_day"), "feast": feasts[0]}
    wording = (
        _("moved to %(day)s because of the weekend")
        if moved > 0
        else _("brought forward to %(day)s because of the weekend")
    )
    return wording % {"day": iraqi_date(due, "weekday_day")}


def due_note(due: date) -> str:
    """How late something is, in words; nothing while there is time, or while nobody works."""
    late = (today() - due).days
    if late <= 0:
        return _("today") if late == 0 else ""
    if not is_late(due):
        return ""
    return _("%(days)s late") % {"days": days(late)}


def links(file: FileCard, by: Actor) -> list[dict[str, str]]:
    """Quiet ways on from the family page: each where the reader may go and the state asks for it."""
    staying = file.state not in ENDED and file.state is not FileState.AFTERCARE
    offered = (
        ("way", _("The way so far"), True),
        ("reception_file", _("Reception"), file.state in (FileState.EXPECTED, FileState.ASSESSING)),
        ("review", _("Review of the plan"), file.state in (FileState.IN_SERVICES, FileState.AFTERCARE)),
        ("completion", _("Lines of leaving"), staying and file.state is not FileState.EXPECTED),
        ("aftercare", _("After-care"), file.state in (FileState.AFTERCARE, *ENDED)),
        ("level", _("Support level"), file.state not in ENDED and file.state is not FileState.EXPECTED),
        (
            "joining",
            _("The family has two files"),
            file.state not in ENDED and file.state is not FileState.EXPECTED,
        ),
        ("waiting", _("Waiting"), file.state not in ENDED),
        ("handover", _("Hand over the file"), file.state not in ENDED),
        ("closing", _("Our work ends in another way"), staying and file.state is not FileState.EXPECTED),
        ("own_choice", _("Leaving by own choice"), staying and file.state is not FileState.EXPECTED),
    )
    return [
        {"label": label, "url": link(name, file.number)}
        for name, label, fits in offered
        if fits and isinstance(needed := TABLE.get(name), Action) and may(by, needed, on=file)
    ]
