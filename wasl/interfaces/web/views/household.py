"""The household's table: everybody compared with who is known already, then written down once, nothing typed lost."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.access.enums import Action
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.services import files as casefile
from wasl.interfaces.web.forms.alike import OTHER, SAME
from wasl.interfaces.web.forms.household import Household, HouseholdTable, MemberForm
from wasl.interfaces.web.forms.people import refs_of
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import alike as alike_pages
from wasl.interfaces.web.pages import reception as pages
from wasl.interfaces.web.pages.alike import Pair
from wasl.interfaces.web.refusals import words_for
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, LimitReached
from wasl.people import services
from wasl.people.enums import FamilyRole, JoinReason, Sex
from wasl.phases.entry_assessment.selectors import reception as selectors
from wasl.phases.entry_assessment.selectors.alike import Newcomer, alike
from wasl.phases.entry_assessment.selectors.reception import ReceptionCard


@dataclass(frozen=True)
class _Line:
    """A line in which somebody stands who is not written down yet."""

    row: MemberForm
    ref: uuid.UUID

    @property
    def newcomer(self) -> Newcomer:
        return Newcomer(self.row.prefix or "", self.row.name_card(), Sex(self.row.cleaned_data["sex"]))


@require_http_methods(["GET", "POST"])
def people_add(request: HttpRequest, number: str) -> HttpResponse:
    """Up to eight people at once; empty lines are left out, and the page can be opened again for more."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.PERSON_EDIT)
    found = selectors.reception(card.ref, viewer=by)
    key = _key(request)
    head = next((one.person for one in found.members if one.person.is_head), None)
    rows = Household(request.POST or None, prefix="member", head=head)
    lines: list[_Line] = []
    if request.method == "POST" and rows.is_valid():
        lines = _lines(rows, key, found)
        if not _heads_fit(lines, found):
            return _page(request, card, found, rows, key, [])
    try:
        pairs = _pairs(lines, card, found, request)
    except LimitReached as limit:
        lines[0].row.add_error(None, str(words_for(limit.code)))
        return _page(request, card, found, rows, key, [])
    if request.method == "POST" and rows.is_valid() and _answered(pairs, lines):
        if not _written(lines, pairs, card, request):
            return _page(request, card, found, rows, key, pairs)
        return HttpResponseRedirect(reverse("reception_file", args=[card.number]) + "#members")
    return _page(request, card, found, rows, key, pairs)


def _page(
    request: HttpRequest, card: FileCard, found: ReceptionCard, rows: HouseholdTable, key: uuid.UUID,
    pairs: list[Pair],
) -> HttpResponse:  # fmt: skip
    wrong = rows.is_bound and (not rows.is_valid() or any(pair.form.errors for pair in pairs))
    context: dict[str, Any] = {
        "file": card,
        "rows": rows,
        "key": key,
        "pairs": pairs,
        "pair_forms": [pair.form for pair in pairs],
        "members": pages.members(found.members, card.number),
    }
    return render(request, "people/people_add.html", context, status=422 if wrong else 200)


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _lines(rows: HouseholdTable, key: uuid.UUID, found: ReceptionCard) -> list[_Line]:
    """Who stands in the table and not yet in the file: a form sent twice writes nobody down twice."""
    there = {one.person.ref for one in found.members}
    filled = rows.filled
    lines = [_Line(row, ref) for row, ref in zip(filled, refs_of(key, len(filled)), strict=True)]
    return [line for line in lines if line.ref not in there]


def _heads_fit(lines: list[_Line], found: ReceptionCard) -> bool:
    """One head, the first who is written down or there already."""
    if not lines:
        return True
    heads = [line.row for line in lines if line.row.cleaned_data["role"] == FamilyRole.HEAD]
    if len(heads) > 1 or (heads and found.members):
        heads[-1].add_error("role", str(words_for("head_twice")))
        return False
    if not heads and not found.members:
        lines[0].row.add_error("role", str(words_for("head_first")))
        return False
    return True


def _pairs(lines: list[_Line], card: FileCard, found: ReceptionCard, request: HttpRequest) -> list[Pair]:
    """Who looks like somebody known: of the table, and until reception is done of those who came with a list."""
    newcomers = [line.newcomer for line in lines]
    if not found.finished_at:
        newcomers += [
            Newcomer(str(one.person.ref), one.person.name, Sex(one.person.sex), one.person.ref)
            for one in found.members
            if one.person.name
        ]
    return alike_pages.pairs(alike(card.ref, newcomers, viewer=actor(request)), request.POST or None)


def _answered(pairs: list[Pair], lines: list[_Line]) -> bool:
    """Whoever is not written down yet waits for an answer; of those who are here it may come later."""
    waiting = {line.newcomer.key for line in lines}
    return all(pair.form.given or (pair.key not in waiting and not pair.form.is_bound) for pair in pairs)


def _written(lines: list[_Line], pairs: list[Pair], card: FileCard, request: HttpRequest) -> bool:
    """Write down who is new, remember who was told apart; who is known already is left where she is."""
    by = actor(request)
    known = {pair.key for pair in pairs if pair.form.given == SAME}
    new = [line for line in lines if line.newcomer.key not in known]
    try:
        if new:
            services.person_add(
                file=card.ref, people=[line.row.new_person(line.ref, card.language) for line in new],
                since=card.arrived_on or today(), reason=JoinReason.ARRIVAL, by=by,
            )  # fmt: skip
    except Invalid as error:
        row = new[0].row
        row.add_error(error.field if error.field in row.fields else None, str(words_for(error.code)))
        return False
    refs = {line.newcomer.key: line.ref for line in new}
    for pair in pairs:
        person = pair.person or refs.get(pair.key)
        if pair.form.given == OTHER and person:
            for other in pair.others:
                services.not_the_same(person=person, other=other, reason=pair.form.because, by=by)
    if new:
        casefile.file_recount(file=card.ref, by=by)
    for pair in pairs:
        if pair.form.given == SAME:
            messages.warning(request, _known(pair))
    return True


def _known(pair: Pair) -> str:
    """No name stands in it: what is said after the next page was opened lies in the browser till then."""
    where = pair.number or _("a file that you do not work on")
    if pair.person:
        return _(
            "Somebody of this family has another file as well: %(where)s. One of the two is not needed; the "
            "supervisor of the team decides which. Nothing was joined."
        ) % {"where": where}
    return _(
        "Whoever has a file already was not written down a second time: %(where)s. If the person belongs to this "
        "family now, ask the supervisor of the team."
    ) % {"where": where}
