"""The page of the sealed circle: for its own lines only; to everybody else there is nothing at this address.

Names are not opened here and the file is not recorded as viewed, so that the record tells no one which file it was.
"""

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.appointments.rules import When
from wasl.appointments.services.hours import hour_keep
from wasl.casefile.enums import SealedKind, SealedLine
from wasl.casefile.selectors import files
from wasl.casefile.selectors.sealed import lines_of, sealed_items
from wasl.casefile.services.sealed import sealed_write
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.appointments import length, times
from wasl.interfaces.web.forms.codes import OpenForm
from wasl.interfaces.web.forms.journey import WayForm
from wasl.interfaces.web.forms.leaving import coded
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages.appointments import room, span
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.interfaces.web.ui.fields import DateField
from wasl.interfaces.web.ui.plain_words import PlainWords
from wasl.kernel.errors import NotFound
from wasl.lines.selectors import cases, may_open
from wasl.lines.services import case_open
from wasl.people import selectors as people
from wasl.people.enums import AgeBand, FamilyRole

#: how long such a talk usually is
USUAL = 45


class SealedForm(PlainWords, WayForm):
    """One item of the sealed circle."""

    plain_fields = ("text",)

    person = forms.ChoiceField(label=_("Whom does it concern"))
    line = forms.ChoiceField(label=_("Line of work"))
    kind = forms.ChoiceField(label=_("What is it"))
    text = forms.CharField(
        label=_("In short"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1400,
        help_text=_(
            "What she needs, what she wishes, what makes her safe. Do not ask what happened or who did it."
        ),
    )
    day = DateField(
        label=_("If you meet: the day"),
        required=False,
        help_text=_("Your hour is kept. In every diary it is a busy hour, without person and family."),
    )
    starts = forms.ChoiceField(label=_("From what time"), required=False)
    minutes = forms.ChoiceField(label=_("How long"), required=False)
    room = forms.ChoiceField(label=_("Room"), required=False)

    def when(self) -> When | None:
        """The hour that is to be kept."""
        data = self.cleaned_data
        if not data["day"]:
            return None
        starts = int(data["starts"] or 0)
        return When(data["day"], starts, starts + int(data["minutes"] or USUAL))


@require_http_methods(["GET", "POST"])
def sealed(request: HttpRequest, number: str) -> HttpResponse:
    """Read and write what only this line may know."""
    by = actor(request)
    ref = files.find(number, viewer=by)
    held = access.hold(ref, viewer=by)
    lines = lines_of(held.roles)
    if not lines:
        raise NotFound
    known = people.rows_of(ref, active=None)
    rows = {row.id: _person(row.role, row.age_band) for row in known if row.active}
    names = {row.id: rows.get(row.same_as or row.id, _person(row.role, row.age_band)) for row in known}
    opening = _opening(request, lines, rows, by)
    if request.method == "POST" and opening.is_bound:
        if opening.is_valid():
            data = opening.cleaned_data
            person, line = uuid.UUID(data["person"]), SealedLine(data["line"])
            code = case_open(file=ref, person=person, line=line, by=by)
            return HttpResponseRedirect(reverse("code", args=[code]))
        raise NotFound
    form = _form(request, lines, rows)
    if request.method == "POST" and form.kept(lambda data: _write(ref, data, form.when(), by)):
        return HttpResponseRedirect(reverse("sealed", args=[held.number]))
    items = [
        {
            "about": names.get(item.person, "") if item.person else "",
            "kind": words.label(item.kind),
            "line": words.label(item.line),
            "on": item.on,
            "text": item.text,
        }
        for item in sealed_items(ref, viewer=by)
    ]
    context = {
        "number": held.number,
        "items": items,
        "form": form,
        "cases": [{"code": one.code, "line": words.label(one.line)} for one in cases(viewer=by, file=ref)],
        "opening": opening if opening.fields["line"].choices else None,  # type: ignore[attr-defined]
    }
    return render(request, "casefile/sealed.html", context, status=422 if form.is_bound else 200)


def _opening(
    request: HttpRequest, lines: list[SealedLine], rows: dict[uuid.UUID, str], by: Actor
) -> OpenForm:
    sent = request.POST if request.POST.get("do") == "open" else None
    form = OpenForm(sent, prefix="new")
    form.fields["person"].choices = [(str(ref), text) for ref, text in rows.items()]  # type: ignore[attr-defined]
    open_to = [(str(line), words.label(line)) for line in lines if may_open(line, viewer=by)]
    form.fields["line"].choices = open_to  # type: ignore[attr-defined]
    return form


def _form(request: HttpRequest, lines: list[SealedLine], rows: dict[uuid.UUID, str]) -> SealedForm:
    form = SealedForm(request.POST if request.method == "POST" else None)
    for name, choices in (
        ("person", [(str(ref), text) for ref, text in rows.items()]),
        ("line", [(str(line), words.label(line)) for line in lines]),
        ("kind", [(str(kind), words.label(kind)) for kind in SealedKind]),
        ("starts", [("", "—"), *times()]),
        ("minutes", [(str(n), length(n)) for n in (30, USUAL, 60, 90)]),
        ("room", [("", _("No room of ours")), *coded(words.programme().week.rooms)]),
    ):
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
    return form


def _write(file: uuid.UUID, data: dict[str, str], when: When | None, by: Actor) -> None:
    """The item; where they meet, the hour is kept first, and stands in the item alone with what it is for."""
    text = data["text"]
    if when is not None:
        hour_keep(when=when, room=data["room"], by=by)
        told = (iraqi_date(when.day, "weekday"), span(when.starts, when.ends), room(data["room"]))
        text += "\n" + " · ".join(part for part in told if part)
    sealed_write(
        file=file,
        person=uuid.UUID(data["person"]),
        line=SealedLine(data["line"]),
        kind=SealedKind(data["kind"]),
        text=text,
        by=by,
    )


def _person(role: str, band: str) -> str:
    return digits(f"{words.label(FamilyRole(role))} · {words.label(AgeBand(band))}")
