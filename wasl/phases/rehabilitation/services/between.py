"""Between two reviews: a review held later, once and by one interval at most; a lower level, asked for and answered."""

from datetime import date
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import LEVELS, Level, TaskKind
from wasl.casefile.models import Case
from wasl.casefile.selectors.files import lock
from wasl.casefile.services import thread
from wasl.casefile.services.files import of_family, touch
from wasl.casefile.services.record import task_add
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.phases.rehabilitation import rules
from wasl.phases.rehabilitation.enums import LevelAnswer
from wasl.phases.rehabilitation.models import LevelRequest, Postponement
from wasl.phases.rehabilitation.selectors.between import last_review, postponed
from wasl.vault import services as vault
from wasl.vault.client import Plain


@command
def review_postpone(*, file: UUID, due: date | None, until: date, reason: str, by: Actor) -> None:
    """Hold the review that is due on a later day, for a reason of the programme's list."""
    row = lock(file, by=by)
    require(by, Action.REVIEW_RECORD, on=row)
    rules.can_review(row.state).or_refuse()
    last = last_review(file, viewer=by, since=row.stay_from)
    before = postponed(file, viewer=by, since=row.stay_from)
    interval = policy.programme().review_days(row.level or Level.STANDARD)
    rules.can_postpone(due, until, interval=interval, today=today(), postponed=before is not None).or_refuse()
    if due is None or reason not in policy.programme().rehabilitation.postpone_reasons:
        raise Invalid("reason", "postpone_reason_missing")
    kept = Postponement.objects.create(
        id=new_id(), file_id=file, team_id=row.team_id, after=last, due_on=due, until=until, reason=reason,
        on=today(), postponed_by=by.ref,
    )  # fmt: skip
    touch(row, [])
    audit.record(EventType.REVIEW_POSTPONED, by=by, on=kept, code=reason)


@command
def level_ask(*, file: UUID, person: UUID, level: Level, reason: str, by: Actor) -> UUID:
    """Ask whoever may lower a support level to do so; asking again says it anew."""
    row = lock(file, by=by)
    require(by, Action.REVIEW_RECORD, on=row)
    of_family(file, person)
    case = Case.objects.filter(person_id=person, left_on__isnull=True).first()
    if case is None or not case.level or LEVELS.index(level) >= LEVELS.index(Level(case.level)):
        raise Invalid("level", "nothing_to_lower")
    if not reason.strip():
        raise Invalid("reason", "level_reason_missing")
    asked = LevelRequest.objects.filter(person_id=person, state=str(LevelAnswer.ASKED)).first()
    asked = asked or LevelRequest(id=new_id(), file_id=file, team_id=row.team_id, person_id=person)
    asked.level, asked.asked_by, asked.asked_on = str(level), by.account, today()
    asked.save()
    vault.write([Plain(asked.id, "notes:reason", person, file, row.team_id, reason.strip())])
    touch(row, [])
    audit.record(EventType.LEVEL_ASKED, by=by, on=asked, person=person, code=str(level))
    return asked.id


@command
def level_answer(*, file: UUID, request: UUID, grant: bool, reason: str, by: Actor) -> None:
    """Lower the level as was asked, or leave it, each with a reason; who asked finds the answer on her day."""
    row = lock(file, by=by)
    require(by, Action.LEVEL_LOWER, on=row)
    asked = LevelRequest.objects.filter(pk=request, file_id=file).first()
    if asked is None:
        raise NotFound
    rules.can_answer_level(asked.state, by=by.account, asked_by=asked.asked_by).or_refuse(
        kind="person" if by.account == asked.asked_by else "state"
    )
    if not reason.strip():
        raise Invalid("reason", "level_reason_missing")
    asked.state = str(LevelAnswer.GRANTED if grant else LevelAnswer.KEPT)
    asked.answered_by, asked.answered_on = by.account, today()
    asked.save(update_fields=["state", "answered_by", "answered_on"])
    audit.record(EventType.LEVEL_ANSWERED, by=by, on=asked, person=asked.person_id, code=asked.state)
    if grant:
        thread.level_set(
            file=file, person=asked.person_id, level=Level(asked.level), because=(), on=today(), reason=reason, by=by
        )  # fmt: skip
    row.refresh_from_db(fields=["version"])
    touch(row, [])
    task_add(
        file=file, person=asked.person_id, kind=TaskKind.OTHER, code=f"level_{asked.state}", owner=asked.asked_by,
        due_on=today(), by=by, text=reason,
    )  # fmt: skip
