"""Forms on paper: printed under a code that says nothing, and typed back once.

The code is drawn by chance; for whom a sheet is, only its row knows. A blank sheet gets its family when it is typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import FileState
from wasl.casefile.selectors.files import lock
from wasl.instruments import rules
from wasl.instruments.enums import About, PaperState
from wasl.instruments.models import Paper
from wasl.instruments.selectors import versions
from wasl.instruments.selectors.papers import PaperCard, card_of
from wasl.instruments.selectors.versions import VersionCard
from wasl.instruments.services.submissions import Sent, form_receive
from wasl.kernel.clock import now, today
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, NotFound, Refused
from wasl.kernel.refs import new_id, new_page_code
from wasl.people import selectors as people
from wasl.programme.forms.instance import root_of

DRAWS = 20


@command
def paper_print(*, file: UUID, who: str, form: str, language: str, by: Actor) -> PaperCard:
    """A sheet of the form that is asked now, for one person of a file, its household or its place of return."""
    row = lock(file, by=by)
    version = versions.current(form, viewer=by)
    require(by, Action.ASSESSMENT_RECORD, on=row)
    if version.clinical:
        require(by, Action.ASSESSMENT_VIEW_CLINICAL, on=row)
    rules.can_fill(FileState(row.state)).or_refuse()
    person = _person(file, who, by)
    [paper] = _printed(version, language, 1, row.team_id, by, file=file, who=who, person=person)
    audit.record(EventType.PAPER_PRINTED, by=by, on=paper, person=person, code=version.code)
    return card_of(paper)


@command
def papers_print(*, forms: Mapping[str, int], language: str, by: Actor) -> list[PaperCard]:
    """A stack of blank sheets for the team, each under its own code: form → how many."""
    asked = versions.currents([code for code, count in forms.items() if count > 0], viewer=by)
    require(by, Action.ASSESSMENT_RECORD)
    if any(version.clinical for version in asked.values()):
        require(by, Action.ASSESSMENT_VIEW_CLINICAL)
    rules.can_print([max(forms[code], 0) for code in asked]).or_refuse()
    made: list[Paper] = []
    for code, version in asked.items():
        made += _printed(version, language, forms[code], _team(by), by)
        audit.record(EventType.PAPER_PRINTED, by=by, code=code)
    return [card_of(paper) for paper in made]


@command
def paper_receive(*, paper: UUID, file: UUID, who: str, sent: Sent, by: Actor) -> UUID:
    """What stands on a sheet, typed back. Whoever types the same sheet of the same person again is led to the first."""
    row = lock_sheet(paper)
    if row.state == PaperState.USED and (row.file_id, row.who) == (file, who) and row.response_id:
        return row.response_id
    same = row.file_id in (None, file) and row.who in ("", who)
    rules.can_type_back(PaperState(row.state), row.until, today(), same=same).or_refuse()
    if not sent.declined and root_of(sent.instance) != (row.instrument, row.version):
        raise Invalid("instance", "form_is_another", form=row.instrument)
    person = _person(file, who, by)
    sent = replace(sent, form=row.instrument, paper=key_of(row.code))
    response = form_receive(file=file, person=person, sent=sent, by=by)
    row.team_id = lock(file, by=by).team_id
    row.file_id, row.who, row.person_id, row.response_id = file, who, person, response
    row.state, row.settled_by, row.settled_at = str(PaperState.USED), by.ref, now()
    row.save()
    audit.record(EventType.PAPER_TYPED, by=by, on=row, person=person, code=row.instrument)
    return response


@command
def paper_cancel(*, paper: UUID, by: Actor) -> None:
    """A sheet that was lost, torn or not needed: its code opens nothing any more."""
    row = lock_sheet(paper)
    require(by, Action.ASSESSMENT_RECORD, on=lock(row.file_id, by=by) if row.file_id else None)
    rules.can_cancel(PaperState(row.state)).or_refuse()
    row.state, row.settled_by, row.settled_at = str(PaperState.CANCELLED), by.ref, now()
    row.save(update_fields=["state", "settled_by", "settled_at"])
    audit.record(EventType.PAPER_CANCELLED, by=by, on=row, code=row.instrument)


def key_of(code: str) -> UUID:
    """What a filled form is known by that was typed from a sheet, whoever types it."""
    return uuid5(NAMESPACE_OID, f"paper:{code}")


def lock_sheet(paper: UUID) -> Paper:
    """A sheet, held until the transaction ends; nothing where it is not in reach."""
    row = Paper.objects.select_for_update().filter(pk=paper).first()
    if row is None:
        raise NotFound
    return row


def _person(file: UUID, who: str, by: Actor) -> UUID | None:
    if who in tuple(About):
        return None
    try:
        card = people.person(UUID(who), viewer=by)
    except ValueError as error:
        raise NotFound from error
    if card.file != file or not card.active:
        raise NotFound
    return card.ref


def _team(by: Actor) -> int:
    """Whose stack it is: the team in which somebody works."""
    if not by.teams:
        raise Refused(refuse("paper_no_team"), "person")
    return by.teams[0]


def _printed(
    version: VersionCard, language: str, count: int, team: int, by: Actor, *,
    file: UUID | None = None, who: str = "", person: UUID | None = None,
) -> Sequence[Paper]:  # fmt: skip
    """New sheets. A code that another sheet has, of whichever team, is drawn anew."""
    made: list[Paper] = []
    for _ in range(DRAWS):
        drawn = [
            Paper(
                id=new_id(), file_id=file, team_id=team, code=new_page_code(), instrument=version.code,
                version=version.version, language=language, who=who, person_id=person, printed_by=by.account,
                printed_on=today(), until=today() + timedelta(days=rules.PAPER_DAYS),
            )
            for _ in range(count - len(made))
        ]  # fmt: skip
        Paper.objects.bulk_create(drawn, ignore_conflicts=True)
        kept = set(Paper.objects.filter(pk__in=[one.id for one in drawn]).values_list("id", flat=True))
        made += [one for one in drawn if one.id in kept]
        if len(made) == count:
            return made
    raise RuntimeError("every code that was drawn is taken")
