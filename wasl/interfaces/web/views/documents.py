"""The documents board: every paper of every person at a glance, and one person's list to write down."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access.enums import Action
from wasl.access.services import may
from wasl.casefile.enums import DocumentState
from wasl.casefile.selectors import files, record
from wasl.casefile.selectors import scans as scan_selectors
from wasl.casefile.selectors.record import DocumentCard
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.documents import PapersForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import reception as pages
from wasl.interfaces.web.pages import scans as scan_pages
from wasl.interfaces.web.ui.edits import ALL
from wasl.kernel.errors import NotFound
from wasl.people import selectors as people
from wasl.people.selectors import PersonCard
from wasl.phases.entry_assessment.selectors import papers
from wasl.phases.entry_assessment.services.papers import papers_record

TONES = {DocumentState.HAVE: "teal", DocumentState.NOT_NEEDED: "plain", DocumentState.UNKNOWN: "plain"}


@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, number: str) -> HttpResponse:
    """The board; with `?person=` the list of one person to fill."""
    by = actor(request)
    card = files.view(number, viewer=by)
    inside = people.people_of(card.ref, viewer=by)
    known = record.documents(card.ref, viewer=by)
    chosen = _chosen(inside, request.GET.get("person", ""))
    may_record = bool(may(by, Action.DOCUMENT_RECORD, on=card))
    form = None
    if chosen is not None and may_record:
        kinds = scan_pages.kinds(chosen)
        numbers = papers.numbers(card.ref, chosen.ref, viewer=by)
        first = _first(known, chosen.ref, numbers.by_kind)
        form = PapersForm(
            request.POST or None, kinds=kinds, numbers=not numbers.sealed, initial=first, edits=ALL
        )
        if request.method == "POST" and form.is_valid():
            papers_record(file=card.ref, papers=form.papers(chosen.ref), by=by)
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(reverse("documents", args=[card.number]) + _next(inside, chosen))
    context = {
        "file": card,
        "people": _people(inside, known, chosen, card.number),
        "board": _board(inside, known),
        "pictures": _pictures(inside, scan_selectors.counts(card, viewer=by), card.number),
        "chosen": pages.called(chosen) if chosen else "",
        "chosen_ref": chosen.ref if chosen else None,
        "form": form,
        "heads": [pages.called(one) for one in inside],
    }
    return render(request, "casefile/documents.html", context, status=422 if form and form.is_bound else 200)


def _chosen(inside: list[PersonCard], text: str) -> PersonCard | None:
    if not text:
        return None
    found = next((one for one in inside if str(one.ref) == text), None)
    if found is None:
        raise NotFound
    return found


def _next(inside: list[PersonCard], chosen: PersonCard) -> str:
    """After one person's papers the next person's; after the last the board."""
    refs = [one.ref for one in inside]
    at = refs.index(chosen.ref) + 1
    return f"?person={refs[at]}" if at < len(refs) else ""


def _first(known: list[DocumentCard], person: UUID, numbers: Mapping[str, str]) -> dict[str, Any]:
    first: dict[str, Any] = {}
    for paper in known:
        if paper.person == person:
            first |= {
                f"state_{paper.kind}": paper.state,
                f"wanted_{paper.kind}": paper.wanted,
                f"step_{paper.kind}": paper.step,
                f"number_{paper.kind}": numbers.get(paper.kind, ""),
            }
    return first


def _people(
    inside: list[PersonCard], known: list[DocumentCard], chosen: PersonCard | None, number: str
) -> list[dict[str, Any]]:
    base = reverse("documents", args=[number])
    return [
        {
            "label": pages.called(one),
            "url": f"{base}?person={one.ref}",
            "current": chosen is not None and one.ref == chosen.ref,
            "count": sum(paper.person == one.ref for paper in known) or "",
        }
        for one in inside
    ]


def _pictures(inside: list[PersonCard], counts: Mapping[UUID, int], number: str) -> list[dict[str, Any]]:
    """Where each person's pictures are, and how many there are."""
    return [
        {
            "name": pages.called(one),
            "url": reverse("scans", args=[number, one.ref]),
            "count": counts.get(one.ref, 0),
            "ref": one.ref,
        }
        for one in inside
    ]


def _board(inside: list[PersonCard], known: list[DocumentCard]) -> list[dict[str, Any]]:
    """Kinds of paper by people; a kind that nobody was asked about is left out."""
    by_place = {(paper.kind, paper.person): paper for paper in known}
    kinds = words.programme().documents.kinds
    asked = {paper.kind for paper in known}
    return [
        {
            "name": words.say(kind.name),
            "cells": [_cell(by_place.get((code, one.ref)), pages.called(one)) for one in inside],
        }
        for code, kind in kinds.items()
        if code in asked
    ]


def _cell(paper: DocumentCard | None, who: str) -> dict[str, Any]:
    if paper is None:
        return {"who": who, "word": ""}
    documents = words.programme().documents
    state = DocumentState(paper.state)
    step = documents.steps.get(paper.step)
    return {
        "who": who,
        "word": words.say(documents.states[paper.state].name),
        "tone": TONES.get(state, "amber" if paper.wanted else ""),
        "step": words.say(step.name) if step else "",
        "wanted": paper.wanted and state is not DocumentState.HAVE,
    }
