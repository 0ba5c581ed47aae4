"""Appointments of a family: its week with the hours asked of each adult; made, moved, settled; the slip."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.services import may
from wasl.appointments import rules
from wasl.appointments.enums import Childcare, State
from wasl.appointments.labels import word
from wasl.appointments.selectors import asked, diary
from wasl.appointments.selectors.diary import AppointmentCard
from wasl.appointments.services import booking, settling
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import paper_slips, words
from wasl.interfaces.web.forms.appointments import AppointmentForm, SettleForm
from wasl.interfaces.web.forms.leaving import coded
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import appointments as pages
from wasl.interfaces.web.pages import reception as people_pages
from wasl.interfaces.web.refusals import words_for
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Invalids, NotFound
from wasl.people import selectors as people
from wasl.people.selectors import CONTACT, NAME, PersonCard


@require_GET
def file_week(request: HttpRequest, number: str) -> HttpResponse:
    """A family's week, and what it asks of each adult."""
    by = actor(request)
    card = files.view(number, viewer=by)
    first = pages.first_day(request.GET.get("from", ""))
    household = people.people_of(card.ref, viewer=by)
    seen = diary.of_file(
        card.ref, viewer=by, roles=card.roles, number=card.number, since=first, until=first + asked.LASTS
    )
    known = {person.ref: person for person in household}
    staff = access.staff_names(_named(seen), viewer=by)
    books = bool(may(by, Action.APPOINTMENT_BOOK, on=card))
    book_url = reverse("appointment_book", args=[card.number])
    context = {
        "file": card,
        "week": pages.frame(first, reverse("file_week", args=[card.number])),
        "days": pages.days(
            first,
            [pages.line(one, staff=staff, known=known) for one in seen],
            book_url=book_url if books else "",
        ),
        "adults": pages.adults(
            household, asked.weeks(card.ref, first, viewer=by), reads_own=diary.reads_own(card.roles)
        ),
        "book_url": book_url if books else "",
    }
    return render(request, "appointments/file_week.html", context)


def _named(cards: Sequence[AppointmentCard]) -> set[uuid.UUID]:
    return {one.worker for one in cards} | {one.interpreter for one in cards if one.interpreter}


@require_http_methods(["GET", "POST"])
def appointment_book(request: HttpRequest, number: str) -> HttpResponse:
    """Make an appointment."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.APPOINTMENT_BOOK, hold=request.method == "POST")
    household = people.people_of(card.ref, viewer=by)
    desk = asked.desk(card.team, viewer=by)
    form = AppointmentForm(
        request.POST or None, initial=_first(request, card, household, by), **_choices(household, desk, by)
    )
    made: list[uuid.UUID] = []

    def book(data: dict[str, Any]) -> None:
        ref = card.held or card.ref
        made.append(
            booking.book(
                file=ref, wish=form.wish(), household=household, desk=desk, by=by, form_key=data["key"]
            )
        )

    if request.method == "POST" and form.kept(book):
        messages.success(request, _("The appointment is made."))
        return HttpResponseRedirect(reverse("appointment", args=[card.number, made[0]]))
    context = {"file": card, "form": form, "title": _("A new appointment"), "back_url": _week_url(card)}
    return render(request, "appointments/book.html", context, status=422 if form.is_bound else 200)


def _week_url(card: FileCard) -> str:
    return reverse("file_week", args=[card.number])


def _choices(household: Sequence[PersonCard], desk: asked.Desk, by: Actor) -> dict[str, Any]:
    """Who can come, and whom they can meet; oneself first."""
    workers = sorted(desk.workers.values(), key=lambda one: (one.account != by.ref, one.name))
    named = [(str(one.ref), pages.called(one)) for one in household]
    return {"people": named, "workers": workers, "names": dict(named)}


def _first(
    request: HttpRequest, card: FileCard, household: Sequence[PersonCard], by: Actor
) -> dict[str, Any]:
    """What a new appointment begins with: the head, oneself, the day that was pressed, an interpreter where needed."""
    head = next((one for one in household if one.is_head), None)
    calendar = words.programme().calendar
    day = request.GET.get("day", "")
    language = head.language if head else card.language
    return {
        "key": uuid.uuid4(),
        "person": str(head.ref) if head else "",
        "worker": str(by.ref),
        "day": day or calendar.add_working(today(), 1),
        "starts": str(max(words.programme().week.begins, 9 * rules.HOUR)),
        "language": language if language != by.language and by.language != "en" else "",
    }


@require_GET
def appointment(request: HttpRequest, number: str, appointment: uuid.UUID) -> HttpResponse:
    """One appointment: what it is, how the person wishes to be reached, and what can be done with it."""
    by = actor(request)
    card = files.view(number, viewer=by)
    return _page(request, card, appointment, by)


def _page(
    request: HttpRequest, card: FileCard, ref: uuid.UUID, by: Actor, fault: Invalid | Invalids | None = None
) -> HttpResponse:
    found = diary.one(ref, file=card.ref, number=card.number, viewer=by, roles=card.roles, names=False)
    assert found.person is not None  # noqa: S101 - one that is busy to the reader is not found at all
    opened = people.opened([(found.person, NAME), (found.person, CONTACT)], viewer=by)
    named = opened.name(found.person)
    staff = access.staff_names({*_named([found]), found.booked_by, found.settled_by}, viewer=by)
    may_change = bool(may(by, Action.APPOINTMENT_BOOK, on=card))
    planned, now = found.state is State.PLANNED, today()
    contact = people.safe_contact_from(opened.get(found.person, CONTACT))
    faults = fault.errors if isinstance(fault, Invalids) else [fault] if fault else []
    context = {
        "file": card,
        "one": found,
        "title": pages.kind(found.kind),
        "facts": pages.facts(found, staff=staff, name=named.called if named else ""),
        "state": "" if planned else words_of(found),
        "contact_facts": people_pages.contact_facts(contact) if contact.known or contact.name_to_use else [],
        "contact_url": reverse("person", args=[card.number, found.person]),
        "may_change": may_change,
        "may_move": may_change and planned,
        "may_cancel": may_change
        and bool(rules.can_settle(found.state, State.CANCELLED, day=found.day, today=now)),
        "may_settle": may_change
        and bool(rules.can_settle(found.state, State.ATTENDED, day=found.day, today=now)),
        "may_restore": may_change and bool(rules.can_restore(found.state, day=found.day, today=now)),
        "cancel_reasons": coded(words.programme().week.cancel_reasons),
        "missed_reasons": coded(words.programme().week.missed_reasons),
        "faults": [str(words_for(one.code)) for one in faults],
        "week_url": f"{_week_url(card)}?from={found.day.isoformat()}",
    }
    return render(request, "appointments/appointment.html", context, status=422 if faults else 200)


def words_of(found: AppointmentCard) -> str:
    """How it ended, and why."""
    state = str(word(found.state))
    why = pages.reason(found)
    return f"{state}: {why}" if why else state


@require_http_methods(["GET", "POST"])
def appointment_move(request: HttpRequest, number: str, appointment: uuid.UUID) -> HttpResponse:
    """Another time, place or help."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.APPOINTMENT_BOOK)
    found = diary.one(
        appointment, file=card.ref, number=card.number, viewer=by, roles=card.roles, names=False
    )
    rules.can_move(found.state).or_refuse()
    household = people.people_of(card.ref, viewer=by)
    desk = asked.desk(card.team, viewer=by)
    theirs = [one for one in household if one.ref == found.person]
    form = AppointmentForm(request.POST or None, initial=_standing(found), **_choices(theirs, desk, by))
    if request.method == "POST" and form.kept(
        lambda data: booking.move(
            appointment=appointment, wish=form.wish(), household=household, desk=desk, by=by,
            version=data["version"],
        )
    ):  # fmt: skip
        messages.success(request, _("The appointment is moved. Give a new slip."))
        return HttpResponseRedirect(reverse("appointment", args=[card.number, appointment]))
    back_url = reverse("appointment", args=[card.number, appointment])
    context = {
        "file": card,
        "form": form,
        "title": _("Move the appointment"),
        "back_url": back_url,
        "moves": True,
    }
    return render(request, "appointments/book.html", context, status=422 if form.is_bound else 200)


def _standing(found: AppointmentCard) -> dict[str, Any]:
    asks = found.childcare if found.childcare is not Childcare.NONE else Childcare.ASKED
    return {
        "key": uuid.uuid4(), "version": found.version, "person": str(found.person), "kind": found.kind,
        "worker": str(found.worker), "day": found.day, "starts": str(found.starts),
        "minutes": str(found.ends - found.starts), "room": found.room, "language": found.language,
        "childcare": asks.value, "circle": found.circle,
    }  # fmt: skip


@require_POST
def appointment_settle(request: HttpRequest, number: str, appointment: uuid.UUID) -> HttpResponse:
    """It took place, it did not, or it is cancelled."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.APPOINTMENT_BOOK)
    diary.one(appointment, file=card.ref, number=card.number, viewer=by, roles=card.roles, names=False)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _page(request, card, appointment, by, Invalid("to", "appointment_reason_missing"))
    to = State(form.cleaned_data["to"])
    try:
        settling.settle(appointment=appointment, to=to, reason=form.cleaned_data["reason"], by=by)
    except Invalid as fault:
        return _page(request, card, appointment, by, fault)
    said = _("Cancelled. It can be taken back below.") if to is State.CANCELLED else _("Kept.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("appointment", args=[card.number, appointment]))


@require_POST
def appointment_restore(request: HttpRequest, number: str, appointment: uuid.UUID) -> HttpResponse:
    """Take back what was said of it; where its hour is somebody else's by now, the page says whose."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.APPOINTMENT_BOOK)
    diary.one(appointment, file=card.ref, number=card.number, viewer=by, roles=card.roles, names=False)
    household = people.people_of(card.ref, viewer=by)
    desk = asked.desk(card.team, viewer=by)
    try:
        settling.restore(appointment=appointment, household=household, desk=desk, by=by)
    except (Invalid, Invalids) as fault:
        return _page(request, card, appointment, by, fault)
    messages.success(request, _("Taken back: the appointment stands again."))
    return HttpResponseRedirect(reverse("appointment", args=[card.number, appointment]))


@require_GET
def appointment_slip(request: HttpRequest, number: str, appointment: uuid.UUID) -> HttpResponse:
    """The slip as a page to print: day, hour, room, and the name she uses, or a code alone (`?name=no`)."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.APPOINTMENT_BOOK)
    found = diary.one(
        appointment, file=card.ref, number=card.number, viewer=by, roles=card.roles, names=False
    )
    if found.state is not State.PLANNED or found.person is None:
        raise NotFound
    named = request.GET.get("name") != "no"
    household = people.people_of(card.ref, viewer=by, purpose=Purpose.PRINT)
    person = next((one for one in household if one.ref == found.person), None)
    opened = (
        people.opened([(found.person, CONTACT)], viewer=by, purpose=Purpose.PRINT)
        if named
        else people.Opened()
    )
    contact = people.safe_contact_from(opened.get(found.person, CONTACT))
    name = contact.name_to_use or (person.called if person else "") if named else ""
    made = paper_slips.slip(found, name=name, language=person.language if person else card.language)
    audit.record(EventType.FILE_PRINTED, by=by, file=card.ref, code="slip", purpose=Purpose.PRINT)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.code}.pdf"'
    return answer
