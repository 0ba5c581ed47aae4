"""Forms on paper: one sheet for somebody, a stack for a day without power, and typing back what was written by hand."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.selectors import files
from wasl.casefile.selectors.files import FileCard
from wasl.instruments.enums import About
from wasl.instruments.rules import can_fill, can_type_back
from wasl.instruments.selectors import papers as selectors
from wasl.instruments.selectors import versions
from wasl.instruments.selectors.papers import PaperCard
from wasl.instruments.selectors.versions import VersionCard
from wasl.instruments.services import papers as services
from wasl.interfaces.web import paper_forms, words
from wasl.interfaces.web.forms.filling import FillForm
from wasl.interfaces.web.forms.papers import CodeForm, SheetForm, StackForm
from wasl.interfaces.web.middleware import actor
from wasl.interfaces.web.pages import filling as pages
from wasl.interfaces.web.pages import papers as page
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.views.filling import runs_the_engine
from wasl.journey.services import moves
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Invalids, NotFound, Refused
from wasl.people import selectors as people
from wasl.people.selectors import PersonCard


@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """A stack of blank sheets, each under its own code."""
    by = actor(request)
    require(by, Action.ASSESSMENT_RECORD)
    there = page.printable(by)
    titles = {code: page.title(version) for code, version in there.items()}
    form = StackForm(request.POST or None, titles=titles, initial={"language": words.language()})
    if form.is_bound and form.is_valid():
        try:
            sheets = services.papers_print(forms=form.counts(), language=form.cleaned_data["language"], by=by)
            return _pdf(paper_forms.draw(sheets, there), "forms")
        except Refused as refused:
            form.add_error(None, str(words_for(refused.code)))
    context = {"form": form, "stack": page.stack(by, titles)}
    return render(request, "instruments/papers.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def form_paper(request: HttpRequest, number: str, code: str, who: str) -> HttpResponse:
    """One sheet for one person, which bears no more than its code; and those that are out."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    can_fill(card.state).or_refuse()
    version = _asked(versions.current(code, viewer=by), card, by)
    person = _person(card, who, by)
    first = {"language": person.language if person else card.language}
    form = SheetForm(request.POST or None, initial=first)
    if form.is_bound and form.is_valid():
        sheet = services.paper_print(
            file=card.ref, who=who, form=code, language=form.cleaned_data["language"], by=by
        )
        return _pdf(paper_forms.draw([sheet], {code: version}), sheet.code)
    context = {
        "file": card,
        "form": form,
        "who": pages.name_of(person, who),
        "title": page.title(version),
        "fill_url": reverse("form_fill", args=[card.number, code, who]),
        "out": page.out(selectors.out(card.ref, code, who, viewer=by)),
    }
    return render(request, "instruments/paper.html", context, status=422 if form.is_bound else 200)


@require_POST
def paper_cancel(request: HttpRequest, paper: uuid.UUID) -> HttpResponse:
    """A sheet that is lost or not needed opens nothing any more."""
    by = actor(request)
    sheet = selectors.paper(paper, viewer=by)
    services.paper_cancel(paper=sheet.ref, by=by)
    messages.success(request, _("The sheet is cancelled."))
    if sheet.file is None:
        return HttpResponseRedirect(reverse("papers"))
    number = page.number_of(sheet.file, viewer=by)
    return HttpResponseRedirect(reverse("form_paper", args=[number, sheet.instrument, sheet.who]))


@require_http_methods(["GET", "POST"])
def paper_back(request: HttpRequest) -> HttpResponse:
    """The code on a sheet leads to its form. A code of another team is answered like one that nobody has."""
    by = actor(request)
    require(by, Action.ASSESSMENT_RECORD)
    form = CodeForm(request.POST or None)
    used = ""
    if form.is_bound and form.is_valid():
        sheet = selectors.by_code(form.cleaned_data["code"], viewer=by)
        if sheet is None:
            audit.record(EventType.NOT_FOUND, by=by, code="paper")
            form.add_error("code", str(words_for("paper_unknown")))
        elif not (decision := can_type_back(sheet.state, sheet.until, today(), same=True)):
            form.add_error("code", str(words_for(decision.code)))
            used = page.answers_url(sheet, viewer=by) if sheet.response else ""
        elif sheet.file is None and not form.cleaned_data["number"]:
            form.add_error("number", str(words_for("paper_needs_file")))
        else:
            number = page.number_of(sheet.file, viewer=by) if sheet.file else form.cleaned_data["number"]
            return HttpResponseRedirect(reverse("paper_whose", args=[number, sheet.ref]))
    context = {"form": form, "used_url": used}
    return render(request, "instruments/paper_back.html", context, status=422 if form.is_bound else 200)


@require_GET
def paper_whose(request: HttpRequest, number: str, paper: uuid.UUID) -> HttpResponse:
    """Who filled a blank sheet; a sheet that was printed for somebody leads on at once."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    sheet, version = _sheet(card, paper, by)
    if url := page.whose_url(sheet, card.number):
        return HttpResponseRedirect(url)
    context = {
        "file": card,
        "code": sheet.code,
        "title": page.title(version),
        "people": page.choices_of(sheet, people.people_of(card.ref, viewer=by), card.number),
    }
    return render(request, "instruments/paper_whose.html", context)


@require_http_methods(["GET", "POST"])
def paper_fill(request: HttpRequest, number: str, paper: uuid.UUID, who: str) -> HttpResponse:
    """The questions of the very version on the sheet, in its order, to be typed once."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    can_fill(card.state).or_refuse()
    sheet, version = _sheet(card, paper, by)
    person = _person(card, who, by)
    if sheet.response is not None:
        messages.info(request, str(words_for("paper_used")))
        return HttpResponseRedirect(reverse("form_read", args=[card.number, sheet.response]))
    can_type_back(sheet.state, sheet.until, today(), same=sheet.who in ("", who)).or_refuse()
    place = card.district if who == About.PLACE else ""
    if request.method == "POST":
        form = FillForm(request.POST, code=sheet.instrument, place=place)
        if form.is_valid() and (response := _kept(form, sheet, card, who, by)):
            moves.follow(file=card.ref, by=by)
            messages.success(request, _("Kept. Destroy the sheet now."))
            return HttpResponseRedirect(reverse("form_read", args=[card.number, response]))
    else:
        form = FillForm(
            initial={"key": uuid.uuid4(), "language": sheet.language}, code=sheet.instrument, place=place
        )
    context = {
        "file": card,
        "form": form,
        "who": pages.name_of(person, who),
        "code": sheet.code,
        "title": page.title(version),
        "config": pages.configuration(
            version, draft=request.POST.get("instance", ""), faults=form.faults,
            language=form["language"].value() or sheet.language,
        ),
    }  # fmt: skip
    return runs_the_engine(
        render(request, "instruments/paper_fill.html", context, status=422 if form.is_bound else 200)
    )


def _kept(form: FillForm, sheet: PaperCard, card: FileCard, who: str, by: Actor) -> uuid.UUID | None:
    try:
        return services.paper_receive(paper=sheet.ref, file=card.ref, who=who, sent=form.sent(), by=by)
    except (Invalid, Invalids) as error:
        form.show(error)
        return None


def _sheet(card: FileCard, paper: uuid.UUID, by: Actor) -> tuple[PaperCard, VersionCard]:
    """A sheet of this file, or a blank one; that of another family is not there."""
    sheet = selectors.paper(paper, viewer=by)
    if sheet.file not in (None, card.ref):
        raise NotFound
    return sheet, _asked(versions.of_version(sheet.instrument, sheet.version, viewer=by), card, by)


def _asked(version: VersionCard, card: FileCard, by: Actor) -> VersionCard:
    if version.clinical:
        require(by, Action.ASSESSMENT_VIEW_CLINICAL, on=card)
    return version


def _person(card: FileCard, who: str, by: Actor) -> PersonCard | None:
    if who in tuple(About):
        return None
    try:
        found = people.person(uuid.UUID(who), viewer=by)
    except ValueError as error:
        raise NotFound from error
    if found.file != card.ref or not found.active:
        raise NotFound
    return found


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
