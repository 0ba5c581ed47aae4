"""Forms, filled forms and what rules propose because of them: the one door for submissions that other programs use."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from wasl.access.enums import Action
from wasl.access.policy import programme
from wasl.casefile.selectors import files
from wasl.instruments.selectors import forms as selectors
from wasl.instruments.selectors import versions
from wasl.instruments.selectors.forms import RaisedCard
from wasl.instruments.selectors.grid import ResponseCard
from wasl.instruments.selectors.versions import VersionCard
from wasl.instruments.services.submissions import Sent, form_receive
from wasl.interfaces.api import inputs, listing, shapes, shapes_forms
from wasl.interfaces.api.listing import Cut
from wasl.interfaces.api.names import Asked, asked
from wasl.interfaces.api.routes.files import actor

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
        code=card.code, version=card.version, tool=card.tool, clinical=card.clinical,
        languages=list(card.form.languages), since=card.decided_at,
    )  # fmt: skip


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
    response={201: shapes.Written},
    url_name="form_receive",
    summary="A filled form",
)
def submission(request: HttpRequest, number: str, sent: inputs.SubmissionIn) -> Status[shapes.Written]:
    """Keep a filled form. Sent twice with one instance ID (or `key`, where somebody declined), it is there once."""
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    ref = form_receive(
        file=card.ref, person=sent.person, by=by, key=sent.key,
        sent=Sent(
            form=sent.form, instance=sent.instance, language=sent.language, mode=sent.mode, on=sent.on,
            minutes=sent.minutes, declined=sent.declined,
        ),
    )  # fmt: skip
    return Status(201, shapes.Written(ref=ref))


@router.get(
    "/files/{number}/submissions",
    response=shapes_forms.Submissions,
    url_name="submissions",
    summary="Filled forms",
)
def submissions(request: HttpRequest, number: str, where: Query[Cut]) -> shapes_forms.Submissions:
    """Which forms were filled, the newest first. What was answered is read on the pages, in the words of then."""
    by = actor(request)
    card = files.view(number, viewer=by)
    found = selectors.responses(card.ref, viewer=by)
    page, after = listing.cut(found, where, lambda one: str(one.ref))
    return shapes_forms.Submissions(items=[_submission(one) for one in page], next=after)


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
