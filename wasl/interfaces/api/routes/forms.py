"""Forms and filled forms: what is asked, what was answered, what rules propose; the chain begins here."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from wasl.access.enums import Action
from wasl.access.policy import programme
from wasl.casefile.selectors import files
from wasl.instruments.enums import Tool
from wasl.instruments.selectors import forms as selectors
from wasl.instruments.selectors import grid, versions
from wasl.instruments.selectors.documents import NOTES
from wasl.instruments.services import submissions as services
from wasl.interfaces.api import filled, inputs, listing, shapes
from wasl.interfaces.api.listing import Cut
from wasl.interfaces.api.names import Asked, Shown, asked
from wasl.interfaces.api.routes.files import actor
from wasl.journey.services import moves
from wasl.kernel.errors import Invalid
from wasl.kernel.text import LocalizedText
from wasl.programme.forms.instance import key_of

router = Router(tags=["forms"])


@router.get("/forms", response=filled.Forms, url_name="forms", summary="Forms that are asked")
def forms(request: HttpRequest, where: Query[Cut]) -> filled.Forms:
    """The version of each form that is asked now, in the order of the programme."""
    by, codes = actor(request), list(programme().entry.instruments)
    now = versions.currents(codes, viewer=by)
    page, after = listing.cut([now[code] for code in codes if code in now], where, lambda one: one.code)
    return filled.Forms(items=[filled.FormOut.of(one, _name(one.code)) for one in page], next=after)


@router.get(
    "/forms/{slug:code}/versions/{slug:edition}",
    response=filled.FormVersionOut,
    url_name="form",
    summary="One version of a form",
)
def form(request: HttpRequest, code: str, edition: str) -> filled.FormVersionOut:
    """A published version with its XForm, the one asked now or an older one."""
    by = actor(request)
    card = versions.of_version(code, edition, viewer=by)
    return filled.FormVersionOut.whole(card, _name(code), versions.xform_of(card, viewer=by))


@router.get(
    "/files/{number}/submissions", response=filled.Submissions, url_name="submissions", summary="Filled forms"
)
def submissions(request: HttpRequest, number: str, where: Query[Cut]) -> filled.Submissions:
    """Filled forms of a file without their answers, the newest first; the needs grid is among them."""
    by = actor(request)
    card = files.view(number, viewer=by)
    page, after = listing.cut(selectors.everything(card.ref, viewer=by), where, lambda one: str(one.ref))
    return filled.Submissions(items=[filled.SubmissionOut.of(one) for one in page], next=after)


@router.post(
    "/files/{number}/submissions",
    response={200: shapes.Written, 201: shapes.Written},
    url_name="submission_send",
    summary="A filled form",
)
def submission_send(request: HttpRequest, number: str, sent: inputs.SubmissionIn) -> Status[shapes.Written]:
    """Keep a filled form. One instance ID is there once: sent again, the answer is 200 and the first reference.

    What is wrong with answers is told by the names of their questions.
    """
    by = actor(request)
    card = files.view(number, viewer=by, action=Action.ASSESSMENT_RECORD)
    if sent.language not in programme().languages:
        raise Invalid("language", "value_unknown")
    asked_of = programme().entry.instruments.get(sent.form)
    place = card.district if asked_of is not None and asked_of.asked_of == "place" else ""
    again = not sent.declined and selectors.arrived(card.ref, key_of(sent.instance), viewer=by)
    ref = services.form_receive(
        file=card.ref, person=sent.person, by=by,
        sent=services.Sent(
            form=sent.form, instance="" if sent.declined else sent.instance, language=sent.language, mode=sent.mode,
            on=sent.on, minutes=sent.minutes, declined=sent.declined, place=place,
        ),
    )  # fmt: skip
    moves.follow(file=card.ref, by=by)
    return Status(200 if again else 201, shapes.Written(ref=ref))


@router.get(
    "/files/{number}/submissions/{uuid:response}",
    response=filled.SubmissionWhole,
    url_name="submission",
    summary="One filled form",
)
def submission(
    request: HttpRequest, number: str, response: UUID, purpose: Asked = None
) -> filled.SubmissionWhole:
    """One filled form as it was answered then. Answers are words: null unless the token was given them.

    Clinical answers are read on a page and by nobody's program: no token opens them in the vault either.
    """
    names = asked(request, purpose)
    card = files.view(number, viewer=names.by, action=Action.ASSESSMENT_RECORD)
    found = grid.response(card.ref, response, viewer=names.by)
    now = versions.currents([found.instrument], viewer=names.by)
    tool = now[found.instrument].tool if found.instrument in now else found.instrument
    if versions.is_clinical(tool):
        return filled.SubmissionWhole.closed(found, hidden=True, names=names.shown)
    if not names.wanted or found.declined:
        return filled.SubmissionWhole.closed(found, hidden=False, names=names.shown)
    if found.instrument == Tool.GRID:
        lines = grid.answers(found, viewer=names.by, roles=card.roles, purpose=names.purpose)
        if lines.sealed:
            return filled.SubmissionWhole.closed(found, hidden=False, names=Shown.SEALED)
        names.given([card.ref], grid.ANSWERS)
        return filled.SubmissionWhole.of_grid(found, lines, names.shown)
    [whole] = selectors.filled(
        [found], {found.instrument: tool}, viewer=names.by, roles=card.roles, purpose=names.purpose
    )
    if whole.sealed or whole.hidden:
        shown = Shown.SEALED if whole.sealed else Shown.NOT_GRANTED
        return filled.SubmissionWhole.closed(found, hidden=whole.hidden, names=shown)
    names.given([card.ref], NOTES)
    return filled.SubmissionWhole.whole(whole, names.shown)


@router.get(
    "/files/{number}/proposed-needs",
    response=filled.ProposedNeeds,
    url_name="proposed_needs",
    summary="Needs that rules propose",
)
def proposed_needs(
    request: HttpRequest, number: str, where: Query[Cut], purpose: Asked = None
) -> filled.ProposedNeeds:
    """Each with the submission that raised it and the need that came of it, the most serious first."""
    names = asked(request, purpose)
    card = files.view(number, viewer=names.by)
    part = selectors.raised_part(card.ref, viewer=names.by, roles=card.roles, words=names.wanted)
    page, after = listing.cut(names.read(part), where, lambda one: str(one.ref))
    if page:
        names.given([card.ref], "notes:because", "notes:reason")
    items = [filled.ProposedNeedOut.of(one, names.wanted) for one in page]
    return filled.ProposedNeeds(items=items, next=after, names=names.shown)


def _name(code: str) -> LocalizedText | None:
    found = programme().entry.instruments.get(code)
    return found.name if found else None
