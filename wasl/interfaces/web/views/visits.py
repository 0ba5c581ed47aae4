"""Document days: who is ready for one visit of the office that issues papers, and the numbered list that goes along."""

import uuid
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.services import may, require
from wasl.casefile.selectors import visits
from wasl.casefile.selectors.visits import ReadyCard
from wasl.interfaces.web import paper, words
from wasl.interfaces.web.forms.lists import FIELD_OF, VisitListForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import visits as page
from wasl.interfaces.web.refusals import words_for
from wasl.kernel.clock import today
from wasl.kernel.errors import Refused
from wasl.people import selectors as people
from wasl.workforce import services
from wasl.workforce.enums import ListPurpose, ListSource
from wasl.workforce.rules import MOST_LINES
from wasl.workforce.selectors import teams_led


@require_http_methods(["GET", "POST"])
def document_day(request: HttpRequest) -> HttpResponse:
    """How many papers wait for a visit, by kind and place; with `?kind=&place=` who they are, and their list."""
    by = actor(request)
    require(by, Action.DOCUMENT_RECORD)
    terms = words.programme().documents
    led = teams_led(by)
    found = visits.ready(
        viewer=by, kinds=page.kinds(), states=terms.missing_states, steps=terms.visit_steps, teams=led or None
    )
    chosen = (request.GET.get("kind", ""), request.GET.get("place", ""))
    cards = [card for card in found if (card.kind, card.governorate) == chosen]
    prints = bool(cards) and bool(may(by, Action.LIST_PRINT))
    first = {"key": uuid.uuid4(), "destroy_by": today().isoformat()}
    form = VisitListForm(request.POST or None, today=today(), initial=first) if prints else None
    if form is not None and form.is_bound and form.is_valid() and (answer := _printed(form, cards, by)):
        return answer
    opened = people.opened([(card.person, people.NAME) for card in cards[:MOST_LINES]], viewer=by)
    context = {
        "groups": page.groups(found, chosen),
        "scope": _("My team's families") if led else _("My families"),
        "chosen": words.document(chosen[0]) if cards else "",
        "place": words.place(chosen[1]) if cards else "",
        "bring": page.bring(chosen[0]) if cards else "",
        "lines": page.lines(cards[:MOST_LINES], {card.person: opened.name(card.person) for card in cards}),
        "sealed": opened.sealed,
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "casefile/document_day.html", context, status=status)


def _printed(form: VisitListForm, cards: Sequence[ReadyCard], by: Actor) -> HttpResponse | None:
    """The paper, entered in the register before a name is opened; or the form says why there is none."""
    listed = cards[:MOST_LINES]
    try:
        number = services.list_print(
            source=ListSource.FAMILIES, purpose=ListPurpose.DOCUMENTS,
            files=list(dict.fromkeys(card.file for card in listed)), destroy_by=form.last_day,
            key=form.cleaned_data["key"], by=by,
        )  # fmt: skip
    except Refused as error:
        form.add_error(FIELD_OF.get(error.code, None), str(words_for(error.code)))
        return None
    opened = people.opened([(card.person, people.NAME) for card in listed], viewer=by, purpose=Purpose.PRINT)
    content = page.paper(
        listed, {card.person: opened.name(card.person) for card in listed}, number=number, destroy_by=form.last_day,
        today=today(), viewer=by,
    )  # fmt: skip
    answer = HttpResponse(paper.pdf("list", content), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
