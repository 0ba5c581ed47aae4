"""The family at the desk: the file opened, the notice read, what cannot wait, where they wish to go, done for today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from wasl.access import policy
from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.selectors import staff
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import FileState, TaskKind
from wasl.casefile.models import File, Task
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import NewFile, of_family, row_for, touch
from wasl.kernel.clock import now, today
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid
from wasl.kernel.refs import new_id
from wasl.phases.entry_assessment import rules
from wasl.phases.entry_assessment.models import Reception
from wasl.phases.entry_assessment.selectors.reception import done_so_far
from wasl.phases.entry_assessment.services.taking import planned_end
from wasl.vault import services as vault
from wasl.vault.client import Plain

OWNER_LOOKS_DAYS = 3
STARTS = (FileState.ASSESSING, FileState.IN_SERVICES, FileState.AFTERCARE)


@dataclass(frozen=True)
class Opening:
    """A family as it comes: where it stands and since when. `ref` is the form's own, so that it is opened once."""

    ref: UUID
    team: int
    role: str
    language: str
    state: FileState = FileState.ASSESSING
    arrived_on: date | None = None
    left_on: date | None = None


@command
def family_open(*, opening: Opening, by: Actor) -> UUID:
    """Open the file of a family that was read the notice; one that is further on begins there, with its real dates."""
    again = File.objects.filter(pk=opening.ref).first()
    require(by, Action.FILE_CREATE)
    if again is not None:
        return again.file_id
    arrived = opening.arrived_on or today()
    _check_days(opening, arrived)
    row = row_for(
        NewFile(
            team=opening.team, state=opening.state, arrived_on=arrived, language=opening.language,
            planned_end=planned_end(arrived), ledger_from=today() if arrived < today() else None,
        ),
        ref=opening.ref,
    )  # fmt: skip
    row.left_on = opening.left_on if opening.state is FileState.AFTERCARE else None
    row.number = access.scope_open(row.file_id, row.number, opening.team, opening.role)
    row.save(force_insert=True)
    _notice(row, opening.language, by)
    audit.record(EventType.FILE_CREATED, by=by, on=row)
    audit.record(EventType.FAMILY_RECEIVED, by=by, on=row, code=str(opening.state))
    return row.file_id


def _check_days(opening: Opening, arrived: date) -> None:
    if opening.state not in STARTS:
        raise Invalid("state", "starts_elsewhere")
    if arrived > today():
        raise Invalid("arrived_on", "date_in_future")
    if opening.state is not FileState.AFTERCARE:
        return
    if opening.left_on is None:
        raise Invalid("left_on", "day_of_leaving_missing")
    if not arrived <= opening.left_on <= today():
        raise Invalid("left_on", "left_before_arrival")


@command
def notice_read(*, file: UUID, language: str, by: Actor) -> None:
    """The privacy notice was read aloud, in the family's language, before the first question."""
    row = lock(file, by=by)
    require(by, Action.RECEPTION_RECORD, on=row)
    _notice(row, language, by)
    row.language = language
    touch(row, ["language"])
    audit.record(EventType.FAMILY_RECEIVED, by=by, on=row, code="notice", fields=["notice_language"])


def _notice(row: File, language: str, by: Actor) -> None:
    values = {
        "notice_language": language,
        "notice_version": policy.programme().entry.privacy.version,
        "by": by.ref,
    }
    Reception.objects.update_or_create(
        file_id=row.file_id,
        defaults=values,
        create_defaults=values | {"id": new_id(), "team_id": row.team_id, "on": today()},
    )


@dataclass(frozen=True)
class Urgent:
    """One urgent need: what, whose (nobody's own: the family's), who sees to it, and a few words."""

    code: str
    person: UUID | None
    owner: UUID | None
    words: str = ""


@command
def urgent_record(
    *, file: UUID, found: Sequence[Urgent], by: Actor, form_key: UUID | None = None
) -> list[UUID]:
    """What cannot wait becomes a task of today with an owner who may open the file for it. Nothing is an answer too."""
    row = lock(file, by=by)
    require(by, Action.RECEPTION_RECORD, on=row)
    of_family(file, *(one.person for one in found))
    roles = _owners(found, by)
    if form_key and Task.objects.filter(form_key=form_key).exists():
        return []
    tasks = Task.objects.bulk_create(
        Task(
            id=new_id(), file_id=file, team_id=row.team_id, person_id=one.person, kind=str(TaskKind.URGENT),
            code=one.code, owner=one.owner, added_by=by.ref, added_on=today(), due_on=today(),
            form_key=form_key if at == 0 else None,
        )
        for at, one in enumerate(found)
    )  # fmt: skip
    vault.write(
        [
            Plain(task.id, "notes:text", one.person or file, file, row.team_id, one.words.strip())
            for task, one in zip(tasks, found, strict=True)
            if one.words.strip()
        ]
    )
    until = now() + timedelta(days=OWNER_LOOKS_DAYS)
    for owner, role in roles:
        access.grant_give(file=file, account=owner, role=role, purpose="urgent", by=by, until=until)
    Reception.objects.filter(file_id=file).update(urgent_asked_on=today())
    touch(row, [])
    audit.record(
        EventType.FAMILY_RECEIVED, by=by, on=row, code=f"urgent:{len(tasks)}", fields=["urgent_asked_on"]
    )
    for task in tasks:
        audit.record(EventType.TASK_ADDED, by=by, on=task, person=task.person_id, code=task.code)
    return [task.id for task in tasks]


def _owners(found: Sequence[Urgent], by: Actor) -> list[tuple[UUID, str]]:
    """Who has to be let into the file for a task, and in which role: each serves in the role that the need names."""
    urgent = policy.programme().entry.urgent_needs
    roles = {one.code: urgent[one.code].owner for one in found if one.code in urgent}
    serving = (
        {(card.account, card.role) for card in staff(list(set(roles.values())), viewer=by)}
        if roles
        else set()
    )
    let_in: dict[tuple[UUID, str], None] = {}
    for one in found:
        role = roles.get(one.code, "")
        if one.owner is None or (one.owner != by.ref and (one.owner, role) not in serving):
            raise Invalid(f"owner_{one.code}", "owner_missing")
        if one.owner != by.ref:
            let_in[one.owner, role] = None
    return list(let_in)


@command
def place_record(*, file: UUID, governorate: str, district: str, local: str, section: str, by: Actor) -> None:
    """Where the family wishes to live one day, and where it stays now. Below the district it is sealed."""
    row = lock(file, by=by)
    require(by, Action.RECEPTION_RECORD, on=row)
    places = policy.programme().places
    found = places.by_code(governorate) if governorate else None
    if governorate and (found is None or found.parent is not None):
        raise Invalid("governorate", "place_unknown")
    if district and places.district(district, governorate) is None:
        raise Invalid("district", "district_elsewhere")
    row.governorate, row.district, row.section = governorate, district, section
    touch(row, ["governorate", "district", "section"])
    vault.write([Plain(file, "identity:place", file, file, row.team_id, {"local": local.strip()})])
    audit.record(
        EventType.FAMILY_RECEIVED, by=by, on=row, code="place", fields=["governorate", "district", "section"]
    )


@command
def reception_finish(*, file: UUID, by: Actor) -> datetime:
    """Reception is done for today; what is missing can follow. The supervisor sees that a worker is to be named."""
    row = lock(file, by=by)
    require(by, Action.RECEPTION_RECORD, on=row)
    rules.can_finish(done_so_far(file, viewer=by)).or_refuse()
    at = now()
    if not Reception.objects.filter(file_id=file, finished_at__isnull=True).update(finished_at=at):
        refuse("reception_finished").or_refuse()
    audit.record(EventType.FAMILY_RECEIVED, by=by, on=row, code="finished")
    return at
