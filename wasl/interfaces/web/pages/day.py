"""My day as lists: due today, late, this week, what waits for me and what for others, my families by phase."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.appointments.selectors.diary import AppointmentCard
from wasl.casefile.enums import FileState, Phase, TaskKind
from wasl.interfaces.web import words
from wasl.interfaces.web.pages import appointments
from wasl.interfaces.web.pages.journey import PLACES, action_of, is_late, link, moved_note
from wasl.interfaces.web.pages.team import last_day
from wasl.interfaces.web.ui.addresses import address
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.dates import days, digits, iraqi_date, when
from wasl.journey.enums import OTHERS_DECIDE, NextAction
from wasl.journey.labels import word
from wasl.journey.selectors.day import Day, DayFile, DayTask, Offer
from wasl.kernel.clock import today
from wasl.phases.aftercare.selectors import AcceptanceCard

WEEK = timedelta(days=7)
URGENT_EVENT = "urgent_event"
SAME_DAY = frozenset({TaskKind.URGENT, TaskKind.SAFETY})


def family(file: DayFile | None) -> str:
    """How a family is called in a list."""
    if file is None:
        return ""
    return _("Family of %(name)s") % {"name": file.called} if file.called else ""


def lists(day: Day, by: Actor) -> dict[str, Any]:
    """Every list of the page."""
    own = [
        file for file in (*day.mine, *day.covered) if file.next_due and file.next_action not in OTHERS_DECIDE
    ]
    standing = access.staff_names([file.worker for file in day.covered], viewer=by)
    work = sorted(
        [(file.next_due, 1, is_late(file.next_due), _due(file, standing)) for file in own if file.next_due]
        + [
            (task.due_on, 0, _late(task), _task(task, day, standing))
            for task in day.tasks
            if task.done_on is None
        ],
        key=lambda line: line[:2],
    )
    now = today()
    return {
        "due": [item for due, _o, late, item in work if due <= now and not late],
        "late": [item | {"time": days((now - due).days)} for due, _o, late, item in work if late],
        "week": [
            item | {"time": iraqi_date(due, "weekday_day")}
            for due, _o, _late, item in work
            if now < due <= now + WEEK
        ],
        "done": [_task(task, day) for task in day.tasks if task.done_on is not None],
        "for_me": _for_me(day, by),
        "for_others": _for_others(day, by),
        "assign": [_assign(file) for file in day.team if file.worker is None],
        "phases": [
            {"label": words.label(phase), "count": count}
            for phase, count in day.phases().items()
            if count or phase is not Phase.AFTERCARE
        ],
        "families": len(day.mine),
        "team": _team(day),
        "sealed": day.sealed,
        "covers": covers(day, by) if day.covered else [],
        "appointments": [_appointment(card, standing) for card in day.appointments],
    }


def _appointment(card: AppointmentCard, standing: Mapping[UUID, str]) -> dict[str, Any]:
    """Whom one meets today, where; what is one person's own is a busy hour for whoever stands in."""
    line = appointments.line(card, staff=standing)
    return {
        "time": appointments.time_of_day(card.starts),
        "name": line.get("name", ""),
        "title": line["title"],
        "file": "" if card.busy else card.number,
        "sub": _beside(line["room"], line.get("state", "")),
        "url": line.get("url", ""),
        "verb": "open",
    }


def _team(day: Day) -> list[dict[str, Any]]:
    """The workers of the team with what they have in hand."""
    return [
        {
            "name": load.name,
            "families": _families(load.families),
            "late": digits(ngettext("%(n)d late", "%(n)d late", load.late) % {"n": load.late})
            if load.late
            else "",
        }
        for load in day.loads
    ]


def _families(count: int) -> str:
    return digits(ngettext("%(n)d family", "%(n)d families", count) % {"n": count})


def meta(day: Day, found: dict[str, Any]) -> list[str]:
    """The line under the greeting."""
    count, work = found["families"], len(found["due"]) + len(found["late"])
    return [
        *([_families(count)] if count else []),
        digits(ngettext("%(n)d thing to do today", "%(n)d things to do today", work) % {"n": work}),
    ]


def covers(day: Day, by: Actor) -> list[dict[str, Any]]:
    """Whom one stands in for, with how many families and until when."""
    names = access.staff_names([file.worker for file in day.covered], viewer=by)
    counted = Counter((file.worker, file.covered_until) for file in day.covered)
    return [
        {"name": names.get(worker, ""), "families": _families(count), "until": iraqi_date(last_day(until))}
        for (worker, until), count in counted.items()
        if worker and until
    ]


def _late(task: DayTask) -> bool:
    """What is urgent waits for no working day; other tasks are late once a worked day has come since."""
    return task.due_on < today() if task.kind in SAME_DAY else is_late(task.due_on)


def _for_whom(file: DayFile | None, standing: Mapping[UUID, str]) -> str:
    """The colleague for whom this is done, beside what it is."""
    if file is None or file.covered_until is None or file.worker is None:
        return ""
    return _("for %(name)s") % {"name": isolated(standing.get(file.worker, ""))}


def _beside(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _due(file: DayFile, standing: Mapping[UUID, str]) -> dict[str, Any]:
    action = action_of(file)
    return {
        "name": family(file),
        "title": word(action) if action else "",
        "file": file.number,
        "sub": _beside(
            words.label(file.state) if file.state is not FileState.IN_SERVICES else words.level(file.level),
            _for_whom(file, standing),
            moved_note(file.next_due, file.due_moved),
        ),
        "url": link(PLACES[action], file.number) if action else address("file", file.number),
        "verb": "start",
    }


def _task(task: DayTask, day: Day, standing: Mapping[UUID, str] | None = None) -> dict[str, Any]:
    file = day.files.get(task.file)
    return {
        "name": family(file),
        "title": task_name(task.kind, task.code),
        "file": file.number if file else "",
        "sub": _beside(
            words.label(TaskKind(task.kind)) if task.code else "", _for_whom(file, standing or {})
        ),
        "url": address("task_tick", task.ref),
        "label": _("Done") if task.done_on is None else _("Not done after all"),
        "post": True,
    }


def task_name(kind: str, code: str) -> str:
    """What a task is about: an urgent need by the programme's words, else what kind it is."""
    if code == URGENT_EVENT:
        return _("Something urgent at home")
    return words.task(code) if code else str(words.label(TaskKind(kind)))


def _for_me(day: Day, by: Actor) -> list[dict[str, Any]]:
    items = [_handover(offer, day) for offer in day.handovers if offer.to_worker == by.ref]
    items += [_offer(offer, day) for offer in day.offers if offer.offered_by != by.ref]
    items += [_decision(file) for file in day.team if file.next_action in OTHERS_DECIDE and file.worker]
    return items


def _handover(offer: Offer, day: Day) -> dict[str, Any]:
    file = day.files.get(offer.file)
    return {
        "name": family(file) or _("A family"),
        "title": _("is handed to you"),
        "file": file.number if file else "",
        "sub": _since(offer.proposed_on),
        "url": link("handover", file.number) if file else "",
        "verb": "answer",
    }


def _offer(offer: AcceptanceCard, day: Day) -> dict[str, Any]:
    file = day.files.get(offer.file)
    return {
        "name": family(file) or _("A family"),
        "title": _("comes to your governorate: will your office follow up?"),
        "file": file.number if file else "",
        "sub": _since(offer.offered_on),
        "url": link("office", file.number) if file else "",
        "verb": "answer",
    }


def _decision(file: DayFile) -> dict[str, Any]:
    action = NextAction(file.next_action)
    return {
        "name": family(file),
        "title": word(action),
        "file": file.number,
        "sub": _since(file.since) if file.since else "",
        "url": link(PLACES[action], file.number),
        "verb": "open",
    }


def _assign(file: DayFile) -> dict[str, Any]:
    return {
        "name": family(file) or _("New family"),
        "title": words.label(file.state),
        "file": file.number,
        "sub": _since(file.opened_on),
        "url": link("handover", file.number),
        "label": _("Choose a worker"),
    }


def _for_others(day: Day, by: Actor) -> list[dict[str, Any]]:
    items = [
        {"name": _("A colleague's answer to a hand-over"), **_sent(offer.file, offer.proposed_on, day)}
        for offer in day.handovers
        if offer.proposed_by == by.ref and offer.to_worker != by.ref
    ]
    items += [
        {"name": _("The after-care office's answer"), **_sent(offer.file, offer.offered_on, day)}
        for offer in day.offers
        if offer.offered_by == by.ref
    ]
    items += [
        {"name": word(NextAction(file.next_action)), **_sent(file.ref, file.since or today(), day)}
        for file in day.mine
        if file.next_action in OTHERS_DECIDE
    ]
    return items


def _sent(file: UUID, since: date, day: Day) -> dict[str, Any]:
    card = day.files.get(file)
    return {
        "family": family(card),
        "file": card.number if card else "",
        "sub": _since(since),
        "url": address("file", card.number) if card else "",
    }


def _since(day: date) -> str:
    return _("since %(day)s") % {"day": when(day)}
