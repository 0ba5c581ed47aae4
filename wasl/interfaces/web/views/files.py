"""The family page, the list of families, and who looked."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import may
from wasl.appointments.selectors import diary
from wasl.casefile.enums import FileState
from wasl.casefile.selectors import files, record, thread
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import words
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import appointments, family, grants, journey, own_data
from wasl.interfaces.web.pages.knots import thread_links, thread_rows
from wasl.journey.selectors import way
from wasl.kernel.clock import now, today
from wasl.people import selectors as people
from wasl.rights.selectors.corrections import corrections_part

SCOPES = ("mine", "team", "site")
ORDERS = ("due", "changed", "number")


def file_list(request: HttpRequest) -> HttpResponse:
    """Families in a stated scope, page by page."""
    by = actor(request)
    scope = request.GET.get("scope", "")
    scope = scope if scope in SCOPES else _scopes(by)[-1][0]
    order = request.GET.get("order", "")
    order = order if order in ORDERS else "due"
    listing = files.listing(
        viewer=by,
        scope=scope,
        order=order,
        state=request.GET.get("state", ""),
        after=request.GET.get("after", ""),
        # a page of fifty families that are not one's own work would use up the looks of an hour
        with_names=scope != "site",
    )
    context = {
        "rows": [family.row(card) for card in listing.cards],
        "listing": listing,
        "scope": scope,
        "scopes": [(code, label, code == scope) for code, label in _scopes(by)],
        "order": order,
        "may_list": bool(may(by, Action.LIST_PRINT)),
    }
    return render(request, "casefile/file_list.html", context)


def _scopes(by: Actor) -> list[tuple[str, str]]:
    found = [("mine", _("My families"))]
    if any(m.reach == "team" for m in by.memberships):
        found.append(("team", _("My team's")))
    if any(m.reach in ("site", "realm") for m in by.memberships):
        found.append(("site", _("The whole site's")))
    return found


def file(request: HttpRequest, number: str) -> HttpResponse:
    """The hub: who they are, where they stand, the thread, people, papers, contacts."""
    by = actor(request)
    card = files.view(number, viewer=by)
    inside, knots, contacts, tasks, wrong = people.together(
        people.people_part(card.ref, viewer=by, reach=True),
        thread.thread_part(card.ref, viewer=by, roles=card.roles),
        record.contacts_part(card.ref, viewer=by, roles=card.roles),
        record.tasks_part(card.ref, viewer=by),
        corrections_part(card.ref, viewer=by, roles=card.roles),
        viewer=by,
    )
    ahead = diary.ahead(card.ref, viewer=by, roles=card.roles, number=card.number, since=today())
    known = {person.ref: person for person in inside}
    head = next((person for person in inside if person.is_head), None)
    may_see = grants.may_see(card, by)
    spoken = own_data.beside_lines(wrong, {need.ref: words.domain(need.domain) for need in knots.needs})
    context = {
        "file": card,
        "title": family.title(card, head.called if head else ""),
        "stay": family.stay(card),
        "meta": family.meta(card, head.safe if head else None),
        "rows": thread_rows(knots, known, card.number),
        "thread_links": thread_links(card, may_plan=bool(may(by, Action.PLAN_WRITE, on=card))),
        **_empty_thread(card, by),
        "level_sentence": family.level_sentence(card),
        "people": family.people_list(inside, card.number),
        "appointments": appointments.next_ones(ahead, known),
        "people_links": family.people_links(card, may_edit=bool(may(by, Action.PERSON_EDIT, on=card))),
        "papers": family.papers(record.documents(card.ref, viewer=by)),
        "steps": [*journey.next_step(card), *family.next_steps(card, tasks)],
        "contacts": family.contact_list(
            contacts, known, {c.written_by: c.author for c in contacts if c.written_by}, spoken
        ),
        "beside_needs": [line for need in knots.needs for line in spoken.get(need.ref, ())],
        "sealed": knots.sealed,
        "may_note": bool(may(by, Action.NOTE_WRITE, on=card)),
        "phases": journey.phases(card, way.steps(card.ref, viewer=by)),
        "main_action": journey.main_action(card, by),
        "waiting": journey.waiting(card),
        "waiting_url": reverse("waiting", args=[card.number]) if may(by, Action.CASE_WAIT, on=card) else "",
        "stay_note": journey.stay_note(card),
        "links": journey.links(card, by),
        "may_see_access": may_see,
        "access": grants.lines(access.grants_on(card.ref, viewer=by), card, by) if may_see else [],
    }
    return render(request, "casefile/file.html", context)


def _empty_thread(card: FileCard, by: Actor) -> dict[str, str]:
    """What stands where no need does: before the assessment and after it that is not the same news."""
    if card.state in (FileState.EXPECTED, FileState.ASSESSING):
        url = reverse("assessment", args=[card.number]) if may(by, Action.ASSESSMENT_RECORD, on=card) else ""
        return {
            "empty_thread": _("No need is recorded yet. The assessment comes first."),
            "empty_url": url,
            "empty_action": _("To the assessment"),
        }
    url = reverse("plan", args=[card.number]) if may(by, Action.PLAN_WRITE, on=card) else ""
    return {
        "empty_thread": _("The assessment found no need that asks for a goal."),
        "empty_url": url,
        "empty_action": _("To the plan"),
    }


def file_looks(request: HttpRequest, number: str) -> HttpResponse:
    """Who looked at this file in the last thirty days."""
    by = actor(request)
    card = files.view(number, viewer=by)
    looks = family.looks(access.looks(card.ref, since=now() - timedelta(days=30), viewer=by))
    return render(request, "casefile/file_looks.html", {"file": card, "looks": looks})
