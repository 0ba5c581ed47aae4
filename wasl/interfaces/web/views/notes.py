"""Notes and contacts of a file, and the drafts of all its forms."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from wasl.access.enums import Action
from wasl.casefile.enums import Circle, ContactKind
from wasl.casefile.labels import word
from wasl.casefile.selectors import files, record
from wasl.casefile.services import record as services
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.ui.addresses import address
from wasl.interfaces.web.ui.fields import DateField, kept_parts
from wasl.interfaces.web.ui.plain_words import PlainWords
from wasl.kernel.clock import today
from wasl.people import selectors as people

FORM = "note"


class NoteForm(PlainWords):
    """Shape only; what may be written is the service's question."""

    plain_fields = ("text",)

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What was it"), choices=[(k.value, word(k)) for k in ContactKind])
    person = forms.ChoiceField(label=_("Whom does it concern"), required=False)
    on = DateField(label=_("Day"))
    circle = forms.ChoiceField(
        label=_("Who in the family may read it"), choices=[(c.value, word(c)) for c in Circle]
    )
    permitted = forms.BooleanField(
        label=_("The person agreed to this contact outside the family"), required=False
    )
    text = forms.CharField(
        label=_("What happened, in short"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        help_text=_(
            "Describe needs and agreements. Leave out what others are said to have done or believed."
        ),
    )

    def __init__(self, *args: Any, people_in_file: list[people.PersonCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(people_in_file)

    def offer(self, people_in_file: list[people.PersonCard]) -> None:
        """Whom it may concern."""
        choices = [("", _("The whole family"))] + [
            (str(p.ref), p.called or str(p.role)) for p in people_in_file
        ]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def note_write(request: HttpRequest, number: str) -> HttpResponse:
    """Write a note; sent twice, it is there once."""
    by = actor(request)
    if request.method == "POST":
        # nobody reads the file or a name of it while a note is being saved
        held = files.take(number, by=by)
        part = people.people_part(held.file_id, viewer=by, names=False)
        inside = people.alone(part, viewer=by) if request.POST.get("person") else []
        form = NoteForm(request.POST, people_in_file=inside)
        if form.is_valid():
            data = form.cleaned_data
            services.contact_record(
                file=held,
                person=uuid.UUID(data["person"]) if data["person"] else None,
                kind=ContactKind(data["kind"]),
                text=data["text"],
                on=data["on"],
                by=by,
                circle=Circle(data["circle"]),
                permitted=data["permitted"] or None,
                form_key=data["key"],
                draft=FORM,
            )
            return HttpResponseRedirect(address("file", number) + "#contacts")
        card = files.view(number, viewer=by, action=Action.NOTE_WRITE)
        form.offer(people.people_of(card.ref, viewer=by))
    else:
        card = files.view(number, viewer=by, action=Action.NOTE_WRITE)
        inside = people.people_of(card.ref, viewer=by)
        kept = record.draft(card.ref, FORM, viewer=by) or {}
        first = {"key": uuid.uuid4(), "on": today(), "kind": ContactKind.NOTE, "circle": Circle.FAMILY}
        form = NoteForm(initial=first | kept_parts(kept) | {"key": uuid.uuid4()}, people_in_file=inside)
    return render(
        request,
        "casefile/note_write.html",
        {"file": card, "form": form, "draft_url": reverse("draft_save", args=[card.number, FORM])},
        status=422 if form.is_bound else 200,
    )


@require_POST
def draft_save(request: HttpRequest, number: str, form: str) -> JsonResponse:
    """Keep what is being typed. The same door for every form of a file."""
    by = actor(request)
    ref = files.find(number, viewer=by)
    hidden = ("csrfmiddlewaretoken", "key")
    values = {
        name: request.POST[name]
        for name in request.POST
        if name not in hidden and not PlainWords.is_tick(name)
    }
    services.draft_save(file=ref, form=form, values=values, by=by)
    return JsonResponse({"saved": True})
