"""Search: a file number leads to the file; names are shown within one's own work, and beyond it only yes or no."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from wasl.access.enums import Action, Purpose
from wasl.access.services import may, require
from wasl.casefile.selectors import files
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import reception as pages
from wasl.interfaces.web.refusals import words_for
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import normal_file_number
from wasl.phases.entry_assessment.labels import word
from wasl.phases.entry_assessment.selectors import search as selectors

WORK, RECEPTION = "work_on_file", "reception"


class SearchForm(forms.Form):
    """Two parts of a name, or a file number; and what it is for."""

    q = forms.CharField(
        label=_("Two parts of the name, or the file number"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Any spelling will do, in Arabic, Kurdish or Latin letters."),
    )
    purpose = forms.ChoiceField(
        label=_("What for"),
        widget=forms.RadioSelect,
        choices=[
            (WORK, _("I am working with this family")),
            (RECEPTION, _("The family is at the desk: has it a file already?")),
        ],
    )

    def __init__(self, *args: object, may_receive: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not may_receive:
            self.fields["purpose"].choices = [c for c in self.fields["purpose"].choices if c[0] == WORK]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """The question is sent in the body, so that no name stands in an address or a log."""
    by = actor(request)
    require(by, Action.FILE_SEARCH)
    receives = bool(may(by, Action.RECEPTION_RECORD))
    if request.method != "POST":
        form = SearchForm(initial={"purpose": WORK}, may_receive=receives)
        return render(request, "entry/search.html", {"form": form})
    form = SearchForm(request.POST, may_receive=receives)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        query, beyond = form.cleaned_data["q"], form.cleaned_data["purpose"] == RECEPTION
        number = normal_file_number(query)
        if number is not None:
            try:
                files.find(number, viewer=by)
            except NotFound:
                context["no_such_number"] = True
                return render(request, "entry/search.html", context)
            return HttpResponseRedirect(reverse("file", args=[number]))
        try:
            answer = selectors.search(
                query, viewer=by, purpose=Purpose.RECEPTION if beyond else Purpose.SEARCH, beyond=beyond
            )
        except Invalid as error:
            form.add_error("q", str(words_for(error.code)))
        else:
            context |= {
                "asked": True,
                "found": pages.found(answer.found),
                "beyond": answer.beyond,
                "asked_beyond": beyond,
                "sentence": word(answer.known),
                "may_open": bool(may(by, Action.FILE_CREATE)) and bool(by.teams),
            }
    return render(request, "entry/search.html", context, status=422 if form.errors else 200)
