"""The record for whoever checks the work: files drawn by a printed seed, and who looked at each. Masked, read only."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.labels import word as purpose_word
from wasl.access.services import require
from wasl.audit.enums import EventType
from wasl.audit.labels import WORDS as EVENTS
from wasl.interfaces.web import words
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages.grants import PURPOSES
from wasl.kernel.clock import today
from wasl.rights import viewing
from wasl.rights.viewing import MaskedFile, SeenBy


class DrawForm(forms.Form):
    """A seed, a day and how many; what was printed is typed here again."""

    seed = forms.CharField(
        label=_("Seed"),
        max_length=40,
        help_text=_("Printed with the list; the same seed draws the same files."),
    )
    until = forms.DateField(widget=forms.HiddenInput)
    count = forms.TypedChoiceField(
        label=_("How many files"),
        choices=[(number, number) for number in (5, 10, 30)],
        coerce=int,
        initial=10,
    )


@require_GET
def auditor(request: HttpRequest) -> HttpResponse:
    """Files at random with who looked at them; or who looked at one, by its number."""
    by = actor(request)
    require(by, Action.AUDIT_VIEW)
    asked = bool(request.GET.get("seed"))
    form = DrawForm(
        request.GET if asked else None, initial={"seed": viewing.new_seed(), "until": today(), "count": 10}
    )
    drawn: list[dict[str, Any]] = []
    if asked and form.is_valid() and viewing.may_draw(by):
        data = form.cleaned_data
        drawn = _drawn(viewing.draw(data["seed"], until=data["until"], count=data["count"], viewer=by), by)
    context = {
        "form": form if viewing.may_draw(by) else None,
        "drawn": drawn,
        "asked": asked,
        "until": form.cleaned_data.get("until", today()) if asked and form.is_valid() else today(),
        "days": viewing.DAYS,
    }
    return render(
        request, "rights/auditor.html", context, status=422 if asked and not form.is_valid() else 200
    )


@require_GET
def auditor_file(request: HttpRequest) -> HttpResponse:
    """Who looked at one file, when and what for."""
    by = actor(request)
    require(by, Action.AUDIT_VIEW)
    typed = request.GET.get("file", "")
    number, rows = "", []
    if typed:
        ref, number = viewing.checked(typed, viewer=by)
        rows = [_look(one) for one in viewing.seen([ref], viewer=by)[ref]]
    return render(request, "rights/auditor_file.html", {"number": number, "rows": rows, "days": viewing.DAYS})


def _drawn(files: Sequence[MaskedFile], by: Actor) -> list[dict[str, Any]]:
    looks = viewing.seen([file.ref for file in files], viewer=by)
    return [
        {
            "number": file.number,
            "state": words.label(file.state),
            "level": words.level(file.level),
            "people": file.people,
            "opened": file.opened_on,
            "looks": len(looks[file.ref]),
            "who": [
                {"name": name, "count": count}
                for name, count in Counter(one.name for one in looks[file.ref]).most_common(5)
            ],
            "outside": sum(one.outside for one in looks[file.ref]),
        }
        for file in files
    ]


def _look(one: SeenBy) -> dict[str, Any]:
    return {
        "at": one.at,
        "name": one.name,
        "roles": [words.role(role) for role in one.roles],
        "what": EVENTS[EventType][EventType(one.event)],
        "purpose": purpose_word(Purpose(one.purpose))
        if one.purpose in set(Purpose)
        else PURPOSES.get(one.purpose, one.purpose),
        "outside": one.outside,
    }
