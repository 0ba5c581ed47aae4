"""Life at home: the contacts that were and the one that is due, something urgent, the way back to a centre."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.enums import FileState
from wasl.casefile.selectors import files, record
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.services.record import draft_drop
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.home import ContactForm, ReturnForm, UrgentForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import home as pages
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.interfaces.web.ui.fields import kept_parts
from wasl.journey.selectors import way
from wasl.journey.services import home
from wasl.kernel.clock import today
from wasl.people import selectors as people
from wasl.phases.aftercare import selectors
from wasl.phases.aftercare.services.contacts import NewContact
from wasl.workforce.selectors import worker_roles

FORM = "home"


@require_GET
def aftercare(request: HttpRequest, number: str) -> HttpResponse:
    """Contacts so far, the plan of contacts with its reason, and what can be done."""
    by = actor(request)
    card = files.view(number, viewer=by)
    days, due = way.contact_plan(card, viewer=by)
    contacts = selectors.contacts(card.ref, viewer=by)
    staff = access.staff_names([card.worker, *(c.made_by for c in contacts)], viewer=by)
    at_home = card.state is FileState.AFTERCARE
    context = {
        "file": card,
        "at_home": at_home,
        "due": due if at_home else None,
        "plan": pages.plan(card, days, contacts),
        "plan_why": pages.plan_why(card),
        "contacts": pages.contacts(contacts, staff),
        "worker": staff.get(card.worker, "") if card.worker else "",
        "may_contact": at_home and bool(may(by, Action.AFTERCARE_CONTACT, on=card)),
        "may_return": at_home and bool(may(by, Action.FILE_HANDOVER, on=card)),
        "where": words.where(card.governorate, card.district),
    }
    return render(request, "aftercare/aftercare.html", context)


@require_http_methods(["GET", "POST"])
def home_contact(request: HttpRequest, number: str) -> HttpResponse:
    """Write down a visit or a call; safe contact stands above it."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.AFTERCARE_CONTACT)
    inside = people.people_of(card.ref, viewer=by)
    given: dict[str, Any] = {
        "people": inside,
        "cases": record.cases(card.ref, viewer=by),
        "may_lower": bool(may(by, Action.LEVEL_LOWER, on=card)),
    }
    if request.method == "POST":
        form = ContactForm(request.POST, **given)
        if form.kept(
            lambda data: home.contact(file=card.ref, new=_contact(data), level=form.new_level(), by=by)
        ):
            draft_drop(file=card.ref, form=FORM, by=by)
            after = files.get(card.ref, viewer=by)
            if after.next_due:
                messages.success(
                    request, _("Kept. Next date: %(day)s.") % {"day": iraqi_date(after.next_due, "weekday")}
                )
            return HttpResponseRedirect(reverse("aftercare", args=[card.number]))
    else:
        kept = record.draft(card.ref, FORM, viewer=by) or {}
        form = ContactForm(initial={"on": today()} | kept_parts(kept) | {"key": uuid.uuid4()}, **given)
    adults = [person for person in inside if person.is_adult]
    contact = people.opened([(p.ref, people.CONTACT) for p in adults], viewer=by)
    context = {
        "file": card,
        "form": form,
        "safe": pages.safe(
            adults, {p.ref: people.safe_contact_from(contact.get(p.ref, people.CONTACT)) for p in adults}
        ),
        "tracks": [words.say(t.question) for t in words.programme().aftercare.tracks.values()],
        "draft_url": reverse("draft_save", args=[card.number, FORM]),
    }
    return render(request, "aftercare/home_contact.html", context, status=422 if form.is_bound else 200)


def _contact(data: dict[str, Any]) -> NewContact:
    return NewContact(
        on=data["on"], kind=data["kind"], result=data["result"], text=data["text"], missed=data["missed"],
        person=uuid.UUID(data["person"]) if data["person"] else None, permitted=data["permitted"], form_key=data["key"],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def urgent_event(request: HttpRequest, number: str) -> HttpResponse:
    """Something that cannot wait: a task of the same day with its owner."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.NOTE_WRITE)
    form = UrgentForm(request.POST or None, people=people.people_of(card.ref, viewer=by))
    if form.is_bound and form.kept(
        lambda data: home.urgent_event(
            file=card.ref, person=uuid.UUID(data["person"]) if data["person"] else None, text=data["text"],
            owner=card.worker, by=by,
        )
    ):  # fmt: skip
        messages.success(request, _("It stands on today's list of the family's worker."))
        return HttpResponseRedirect(reverse("file", args=[card.number]))
    context = {"file": card, "form": form}
    return render(request, "aftercare/urgent_event.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def return_to_centre(request: HttpRequest, number: str) -> HttpResponse:
    """A family comes back: a worker of a centre is asked, the officer stays responsible until she accepts."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.FILE_HANDOVER)
    form = ReturnForm(request.POST or None, staff=_centre_staff(by))
    if form.is_bound and form.kept(lambda data: _return(card, data["to"], data["reason"], by)):
        messages.success(request, _("Offered. Until it is accepted the present worker stays responsible."))
        return HttpResponseRedirect(reverse("my_day"))
    context = {"file": card, "form": form}
    return render(request, "aftercare/return_to_centre.html", context, status=422 if form.is_bound else 200)


def _centre_staff(by: Actor) -> list[tuple[str, str]]:
    """Workers of the centres, the least loaded first, with the team that would hold the file."""
    teams = {team.id: team for team in access.teams().values() if team.site_kind == "centre"}
    staff = access.staff(worker_roles(), viewer=by, sites=sorted({team.site for team in teams.values()}))
    return [
        (f"{s.account}:{s.role}:{s.team}", f"{isolated(s.name)} · {words.say(teams[s.team].site_name)}")
        for s in staff
        if s.team in teams
    ]


def _return(card: FileCard, to: str, reason: str, by: Actor) -> None:
    account, role, team = to.split(":")
    home.return_to_centre(
        file=card.ref, team=int(team), to=uuid.UUID(account), role=role, reason=reason, by=by
    )
