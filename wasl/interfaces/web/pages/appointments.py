"""Appointments for a page: days of a week, one line for each, and what a week asks of each adult."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.appointments import rules
from wasl.appointments.enums import Childcare, Source, State
from wasl.appointments.labels import word
from wasl.appointments.selectors import asked
from wasl.appointments.selectors.diary import AppointmentCard, Diary, HeldCard
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.kernel.clock import today
from wasl.people.enums import FamilyRole
from wasl.people.selectors import PersonCard

TONES = {State.PLANNED: "", State.ATTENDED: "teal", State.MISSED: "amber", State.CANCELLED: "plain"}


def time_of_day(minutes: int) -> str:
    """A time in the reader's digits."""
    return digits(f"{minutes // 60:02d}:{minutes % 60:02d}")


def span(starts: int, ends: int) -> str:
    return f"{time_of_day(starts)}–{time_of_day(ends)}"


def kind(code: str) -> str:
    """The name of a kind of appointment."""
    found = words.programme().week.kinds.get(code)
    return words.say(found.name) if found else code


def room(code: str) -> str:
    """The name of a room; empty for none."""
    found = words.programme().week.rooms.get(code)
    return words.say(found.name) if found else ""


def reason(card: AppointmentCard) -> str:
    """Why it did not take place or was cancelled."""
    week = words.programme().week
    found = (week.missed_reasons if card.state is State.MISSED else week.cancel_reasons).get(card.reason)
    return words.say(found.name) if found else ""


def hours(minutes: int) -> str:
    """Whole hours, a begun one counted."""
    count = -(-minutes // rules.HOUR)
    return digits(ngettext("%(n)d hour", "%(n)d hours", count) % {"n": count})


def hours_refused(name: str, facts: Mapping[str, Any]) -> str:
    """What a week would ask of somebody, beside what may be asked."""
    return _("The week would ask %(hours)s of %(name)s, %(uncared)s of them without childcare; at most %(limit)s.") % {
        "hours": hours(facts["hours"] * rules.HOUR), "name": isolated(name),
        "uncared": hours(facts["uncared"] * rules.HOUR), "limit": hours(facts["limit"] * rules.HOUR),
    }  # fmt: skip


# --- a week -------------------------------------------------------------------------------------------------------


def first_day(text: str) -> date:
    """The first day of the week that is asked for; this week where the address says nothing that is a day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today()
    return rules.week_of(day, words.programme().calendar)


def frame(first: date, url: str, query: str = "") -> dict[str, Any]:
    """What stands around a week: its days, and the ways to the weeks beside it."""
    calendar = words.programme().calendar
    shown = rules.days_of(first, calendar)
    week = timedelta(days=7)
    return {
        "first": first,
        "last": shown[-1],
        "title": _("%(first)s to %(last)s") % {
            "first": iraqi_date(shown[0], "day_month"), "last": iraqi_date(shown[-1], "day")
        },
        "before": f"{url}?from={(first - week).isoformat()}{query}",
        "after": f"{url}?from={(first + week).isoformat()}{query}",
        "now": "" if first == rules.week_of(today(), calendar) else f"{url}?{query.lstrip('&')}",
    }  # fmt: skip


def days(first: date, items: Iterable[dict[str, Any]], *, book_url: str = "") -> list[dict[str, Any]]:
    """The days of a week with what is on them, a feast by its name."""
    programme = words.programme()
    by_day: dict[date, list[dict[str, Any]]] = {}
    for item in items:
        by_day.setdefault(item["day"], []).append(item)
    found = []
    for day in rules.days_of(first, programme.calendar):
        feast = programme.working_days.holiday_on(day)
        free = programme.calendar.is_working(day) and day >= today()
        found.append(
            {
                "name": iraqi_date(day, "name"),
                "date": iraqi_date(day, "day_month"),
                "today": day == today(),
                "feast": words.say(feast.name) if feast else "",
                "items": sorted(by_day.get(day, []), key=lambda one: (one["starts"], one["ends"])),
                "book_url": f"{book_url}?day={day.isoformat()}" if book_url and free else "",
            }
        )
    return found


def line(
    card: AppointmentCard, *, staff: Mapping[UUID, str], known: Mapping[UUID, PersonCard] | None = None,
    me: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One appointment of a week."""
    base = {
        "day": card.day, "starts": card.starts, "ends": card.ends, "time": span(card.starts, card.ends),
        "worker": staff.get(card.worker, "") if card.worker != me else "", "own": card.circle == "own",
        "cancelled": card.state is State.CANCELLED,
    }  # fmt: skip
    if card.busy:
        return base | {"title": _("Busy"), "busy": True, "room": ""}
    person = (known or {}).get(card.person) if card.person else None
    return base | {
        "title": kind(card.kind),
        "name": called(person) if person else card.called,
        "number": card.number,
        "room": room(card.room),
        "interpreter": staff.get(card.interpreter, "") if card.interpreter else "",
        "short": card.childcare is Childcare.SHORT,
        "code": card.code,
        "state": "" if card.state is State.PLANNED else str(word(card.state)),
        "tone": TONES[card.state],
        "url": reverse("appointment", args=[card.number, card.ref]) if card.number else "",
    }


def held(card: HeldCard, *, staff: Mapping[UUID, str], me: UUID | None = None) -> dict[str, Any]:
    """A busy hour of which nothing else is to be known; one's own interpreting is named as such."""
    return {
        "day": card.day, "starts": card.starts, "ends": card.ends, "time": span(card.starts, card.ends), "busy": True,
        "title": _("Interpreting") if card.as_interpreter and card.account == me else _("Busy"),
        "worker": staff.get(card.account, "") if card.account != me else "", "room": room(card.room), "kept": card.kept,
    }  # fmt: skip


def called(person: PersonCard) -> str:
    return person.called or str(words.label(FamilyRole(person.role)))


def lines(diary: Diary, *, staff: Mapping[UUID, str], me: UUID | None = None) -> list[dict[str, Any]]:
    """Everything of a diary."""
    return [line(card, staff=staff, me=me) for card in diary.appointments] + [
        held(card, staff=staff, me=me) for card in diary.held
    ]


def staff_in(diary: Diary) -> set[UUID]:
    """Whose names stand in a diary."""
    named = {card.worker for card in diary.appointments} | {card.account for card in diary.held}
    return named | {card.interpreter for card in diary.appointments if card.interpreter}


# --- the hours of a week ------------------------------------------------------------------------------------------


def adults(household: Sequence[PersonCard], weeks: asked.Weeks, *, reads_own: bool) -> list[dict[str, Any]]:
    """What the week asks of each adult, and where it comes from; what is one's own is an hour among others."""
    found = []
    for person in household:
        if not person.is_adult:
            continue
        small = asked.small_children(person, household)
        load, limits = weeks.load(person.ref, small), asked.limits(small)
        found.append(
            {
                "name": called(person),
                "percent": min(100, load.minutes * 100 // (limits.most * rules.HOUR)),
                "fits": rules.fits(load, limits),
                "said": _said(load, small),
                "limit": _limit(limits, small),
                "lines": [
                    {
                        "label": _("Busy") if one.own and not reads_own else _of(one),
                        "own": one.own,
                        "hours": hours(one.minutes),
                        "uncared": bool(small) and not one.cared,
                    }
                    for one in load.lines
                ],
            }
        )
    return found


def _of(one: rules.Asked) -> str:
    return kind(one.code) if one.source is Source.APPOINTMENT else words.service(one.code)


def _said(load: rules.Load, small: int) -> str:
    if small and load.uncared:
        return _("%(hours)s asked, %(uncared)s of them without childcare") % {
            "hours": hours(load.minutes), "uncared": hours(load.uncared),
        }  # fmt: skip
    return _("%(hours)s asked") % {"hours": hours(load.minutes)}


def _limit(limits: rules.Limits, small: int) -> str:
    if not small:
        return _("At most %(hours)s a week.") % {"hours": hours(limits.most * rules.HOUR)}
    said = ngettext(
        "At most %(hours)s a week with %(n)d small child, %(uncared)s of them without childcare.",
        "At most %(hours)s a week with %(n)d small children, %(uncared)s of them without childcare.",
        small,
    )
    return digits(
        said % {
            "hours": hours(limits.most * rules.HOUR), "n": small, "uncared": hours(limits.most_uncared * rules.HOUR)
        }
    )  # fmt: skip


# --- one appointment ----------------------------------------------------------------------------------------------


def facts(card: AppointmentCard, *, staff: Mapping[UUID, str], name: str) -> list[dict[str, Any]]:
    """Everything about one appointment."""
    found: list[dict[str, Any]] = [
        {"term": _("Who comes"), "value": name},
        {"term": _("When"), "value": f"{iraqi_date(card.day, 'weekday')} · {span(card.starts, card.ends)}"},
        {"term": _("With whom"), "value": staff.get(card.worker, "")},
        {"term": _("Room"), "value": room(card.room) or _("No room of ours")},
    ]
    if card.language:
        found.append(
            {"term": _("Interpreter"), "value": staff.get(card.interpreter, "") if card.interpreter else ""}
        )
    if card.small_children:
        found.append(
            {
                "term": _("Small children"),
                "value": word(card.childcare),
                "note": digits(
                    ngettext("%(n)d child", "%(n)d children", card.small_children)
                    % {"n": card.small_children}
                ),
            }
        )
    found.append({"term": _("Code on a slip without a name"), "value": digits(card.code)})
    return found


def next_ones(cards: Sequence[AppointmentCard], known: Mapping[UUID, PersonCard]) -> list[dict[str, Any]]:
    """The next appointments of a family, for its page."""
    found = []
    for card in cards:
        person = known.get(card.person) if card.person else None
        parts = (
            iraqi_date(card.day, "weekday_month"),
            span(card.starts, card.ends),
            "" if card.busy else room(card.room),
        )
        found.append(
            {
                "title": _("Busy") if card.busy else kind(card.kind),
                "name": called(person) if person else "",
                "sub": " · ".join(part for part in parts if part),
                "url": "" if card.busy else reverse("appointment", args=[card.number, card.ref]),
                "own": card.circle == "own",
            }
        )
    return found
