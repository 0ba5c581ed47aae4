"""Forms, filled forms and what rules propose because of them: the one door for submissions that other programs use."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from wasl.access.enums import Action
from wasl.access.policy import programme
from wasl.casefile.selectors import files
from wasl.instruments.enums import Tool
from wasl.instruments.selectors import forms as selectors
from wasl.instruments.selectors import grid, versions
from wasl.instruments.selectors.documents import NOTES
from wasl.instruments.selectors.forms import AnsweredLine, RaisedCard
from wasl.instruments.selectors.grid import ResponseCard
from wasl.instruments.selectors.versions import VersionCard
from wasl.instruments.services.submissions import Sent, form_receive
from wasl.interfaces.api import inputs, listing, shapes, shapes_forms
from wasl.interfaces.api.listing import Cut
from wasl.interfaces.api.names import Asked, Shown, asked
from wasl.interfaces.api.routes.files import actor
from wasl.journey.services import moves
from wasl.kernel.text import LANGUAGES, LocalizedText
from wasl.programme.forms.instance import key_of

router = Router(tags=["forms"])


@router.get("/forms", response=shapes_forms.Forms, url_name="forms", summary="Forms that are asked now")
def forms(request: HttpRequest, where: Query[Cut]) -> shapes_forms.Forms:
    """The forms of the programme, each in the version that is asked now."""
    by = actor(request)
    now = versions.currents(list(programme().entry.instruments), viewer=by)
    page, after = listing.cut([now[code] for code in sorted(now)], where, lambda one: one.code)
    return shapes_forms.Forms(items=[_form(one) for one in page], next=after)


def _form(card: VersionCard) -> shapes_forms.FormOut:
    return shapes_forms.FormOut(
        code=card.code, version=card.version, title=_title(card), tool=card.tool, clinical=card.clinical,
        languages=list(card.form.languages), since=card.decided_at,
    )  # fmt: skip


def _title(card: VersionCard) -> dict[str, str]:
    """What the programme calls the instrument, else the form's own title."""
    found = programme().entry.instruments.get(card.code)
    return _in_each(found.name) if found else dict(card.form.title)


def _in_each(text: LocalizedText) -> dict[str, str]:
    return {one: text.in_(one) for one in LANGUAGES}


@router.get(
    "/forms/{code}/versions/{edition}",
    response={200: None},
    url_name="form_definition",
    summary="The XForm of a version",
)
def form_definition(request: HttpRequest, code: inputs.Code, edition: inputs.Code) -> HttpResponse:
    """The definition of a published version, which never changes."""
    by = actor(request)
    found = versions.of_version(code, edition, viewer=by)
    return HttpResponse(versions.xform_of(found, viewer=by), content_type="text/xml; charset=utf-8")


@router.post(
    "/files/{number}/submissions",
    response={200: shapes.Written, 201: shapes.Written},
    url_name="form_receive",
    summary="A filled form",
)
def submission_send(request: HttpRequest, number: str, sent: inputs.SubmissionIn) -> Status[shapes.Written]:
    """Keep a filled form. One instance ID (or `key`, where somebody declined) is there once: sent again it is 200."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    asked_of = programme().entry.instruments.get(sent.form)
    place = card.district if asked_of is not None and asked_of.asked_of == "place" else ""
    key = sent.key if sent.declined else key_of(sent.instance) or sent.key
    again = selectors.arrived(card.ref, key, viewer=by)
    ref = form_receive(
        file=card.ref, person=sent.person, by=by, key=sent.key,
        sent=Sent(
            form=sent.form, instance=sent.instance, language=sent.language, mode=sent.mode, on=sent.on,
            minutes=sent.minutes, declined=sent.declined, place=place,
        ),
    )  # fmt: skip
    moves.follow(file=card.ref, by=by)
    return Status(200 if again else 201, shapes.Written(ref=ref))


@router.get(
    "/files/{number}/submissions",
    response=shapes_forms.Submissions,
    url_name="submissions",
    summary="Filled forms",
)
def submissions(request: HttpRequest, number: str, where: Query[Cut]) -> shapes_forms.Submissions:
    """Which forms were filled, the newest first, without their answers; the needs grid is among them."""
    by = actor(request)
    card = files.view(number, viewer=by)
    found = selectors.everything(card.ref, viewer=by)
    page, after = listing.cut(found, where, lambda one: str(one.ref))
    return shapes_forms.Submissions(items=[_submission(one) for one in page], next=after)


@router.get(
    "/files/{number}/submissions/{uuid:response}",
    response=shapes_forms.SubmissionWhole,
    url_name="submission",
    summary="One filled form",
)
def submission(
    request: HttpRequest, number: str, response: UUID, purpose: Asked = None
) -> shapes_forms.SubmissionWhole:
    """One filled form in the words of then. Answers and results are words: null unless the token was given them.

    Clinical answers are read on a page and by nobody's program: no token opens them in the vault either.
    """
    names = asked(request, purpose)
    card = files.view(number, viewer=names.by, action=Action.ASSESSMENT_RECORD)
    found = grid.response(card.ref, response, viewer=names.by)
    whole = shapes_forms.SubmissionWhole(**_submission(found).model_dump(), names=names.shown)
    now = versions.currents([found.instrument], viewer=names.by)
    tool = now[found.instrument].tool if found.instrument in now else found.instrument
    whole.hidden = versions.is_clinical(tool)
    if whole.hidden or found.declined or not names.wanted:
        return whole
    if found.instrument == Tool.GRID:
        lines = grid.answers(found, viewer=names.by, roles=card.roles, purpose=names.purpose)
        sealed, missing = lines.sealed, not lines.lines
        whole.answers = [_level(one) for one in lines.lines]
    else:
        [filled] = selectors.filled(
            [found], {found.instrument: tool}, viewer=names.by, roles=card.roles, purpose=names.purpose
        )
        sealed, missing = filled.sealed, filled.hidden
        whole.answers = [_answer(one) for one in filled.lines]
        whole.results = dict(filled.results) if filled.results is not None else None
    if sealed or missing:
        whole.answers, whole.names = None, Shown.SEALED if sealed else Shown.NOT_GRANTED
    else:
        names.given([card.ref], NOTES)
    return whole


def _answer(one: AnsweredLine) -> shapes_forms.AnswerOut:
    return shapes_forms.AnswerOut(
        name=one.name, value=one.value, label=_words(one.label), words=[_words(word) for word in one.words],
        at=list(one.at),
    )  # fmt: skip


def _level(one: grid.AnswerCard) -> shapes_forms.AnswerOut:
    """In the grid a field of life is the question, and the level chosen the answer."""
    return shapes_forms.AnswerOut(
        name=one.domain, value="" if one.score is None else str(one.score), label=_in_each(one.name),
        words=[_in_each(one.line)] if one.line else [], at=[],
    )  # fmt: skip


def _words(said: Mapping[str, str] | str) -> dict[str, str]:
    return {"": said} if isinstance(said, str) else dict(said)


def _submission(card: ResponseCard) -> shapes_forms.SubmissionOut:
    return shapes_forms.SubmissionOut(
        ref=card.ref, person=card.person, form=card.instrument, version=card.version, language=card.language,
        mode=card.mode, occasion=card.occasion, on=card.on, declined=card.declined, minutes=card.minutes,
        recorded_at=card.recorded_at,
    )  # fmt: skip


@router.get(
    "/files/{number}/proposed-needs",
    response=shapes_forms.ProposedNeeds,
    url_name="proposed_needs",
    summary="Needs that rules propose",
)
def proposed_needs(
    request: HttpRequest, number: str, where: Query[Cut], purpose: Asked = None
) -> shapes_forms.ProposedNeeds:
    """From an answer to the need that came of it, with the rules and what they rest on where words are given."""
    names = asked(request, purpose)
    card = files.view(number, viewer=names.by)
    found = names.read(selectors.raised_part(card.ref, viewer=names.by, roles=card.roles, words=names.wanted))
    page, after = listing.cut(found, where, lambda one: str(one.ref))
    if page:
        names.given([card.ref], "notes:because", "notes:reason")
    return shapes_forms.ProposedNeeds(
        items=[_proposed(one, names.wanted) for one in page], next=after, names=names.shown
    )


def _proposed(card: RaisedCard, words: bool) -> shapes_forms.ProposedNeedOut:
    return shapes_forms.ProposedNeedOut(
        ref=card.ref, person=card.person, answer=card.response, domain=card.domain, level=card.level,
        circle=card.circle, state=card.state, raised_on=card.raised_on, decided_on=card.decided_on, given=card.given,
        need=card.need, rules=list(card.rules) if words else None, rests_on=list(card.rests_on) if words else None,
        because=dict(card.because) if words else None, reason=card.reason if words else None,
    )  # fmt: skip
