"""Giving and ending cover for an absent colleague; printing numbered lists and ticking them as destroyed."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.selectors import staff
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import ENDED
from wasl.casefile.models import File
from wasl.kernel.clock import now, today
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, NotFound, Refused
from wasl.kernel.refs import new_file_number, new_id
from wasl.workforce import rules, selectors
from wasl.workforce.enums import CoverReason, ListPurpose, ListSource
from wasl.workforce.models import Cover, WorkingList

#: before the number of a list, so that nobody takes it for a family's
LIST_MARK = "L-"


@command
def cover_give(
    *, absent: UUID, stand_in: UUID, since: date, until: date, reason: CoverReason, by: Actor
) -> UUID:
    """Let a colleague work on the families of somebody who is away, from a day to a day; it ends by itself."""
    _lock_absence(absent)
    require(by, Action.FILE_HANDOVER if absent == by.ref else Action.FILE_ASSIGN)
    begin, end = rules.moments(since, until, now())
    taken = selectors.covers_of(absent, begin, end, viewer=by).exists()
    rules.can_cover(absent, stand_in, begin, end, now(), taken).or_refuse()
    team = _same_work(absent, stand_in, by)
    files = _grants(absent, stand_in, begin, end, by)
    if not files:
        refuse("nobody_to_cover").or_refuse()
    cover = Cover.objects.create(
        id=new_id(), absent=absent, stand_in=stand_in, team_id=team, reason=str(reason), since=begin, until=end,
        given_by=by.account, given_at=now(),
    )  # fmt: skip
    audit.record(EventType.COVER_GIVEN, by=by, on=cover, code=str(reason))
    for file in files:
        audit.record(EventType.GRANT_GIVEN, by=by, file=file, code=policy.STAND_IN, purpose=Purpose.COVER)
    return cover.id


@command
def cover_end(*, cover: UUID, by: Actor) -> None:
    """The colleague is back earlier, or somebody else shall stand in."""
    row = Cover.objects.select_for_update().filter(pk=cover).first()
    if row is None:
        raise NotFound
    if by.ref not in (row.absent, row.stand_in):
        require(by, Action.FILE_ASSIGN)
    if row.ended_at is not None or row.until <= now():
        refuse("cover_is_over").or_refuse()
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_cover_end(%s, %s)", [row.absent, row.stand_in])
        files = [found[0] for found in cursor.fetchall()]
    row.ended_at, row.ended_by = now(), by.account
    row.save(update_fields=["ended_at", "ended_by"])
    audit.record(EventType.COVER_ENDED, by=by, on=row)
    for file in files:
        audit.record(EventType.GRANT_ENDED, by=by, file=file, code=policy.STAND_IN, purpose=Purpose.COVER)


@command
def list_print(
    *, source: ListSource, purpose: ListPurpose, files: Sequence[UUID], destroy_by: date, key: UUID, by: Actor
) -> str:
    """Enter a list that is about to be printed; answers its number. Sent twice with the same key, it is one list."""
    again = WorkingList.objects.select_for_update().filter(form_key=key, account=by.account).first()
    require(by, Action.LIST_PRINT)
    rules.can_print(len(files), destroy_by, today()).or_refuse()
    if again is not None:
        return again.number
    team = _team_of(files)
    row = WorkingList.objects.create(
        id=new_id(), number=f"{LIST_MARK}{new_file_number()}", account=by.account, team_id=team, source=str(source),
        purpose=str(purpose), files=list(files), printed_at=now(), printed_on=today(), destroy_by=destroy_by,
        form_key=key,
    )  # fmt: skip
    audit.record(EventType.LIST_PRINTED, by=by, on=row, code=str(purpose), purpose=Purpose.PRINT)
    for file in files:
        audit.record(EventType.FILE_PRINTED, by=by, on=row, file=file, code="list", purpose=Purpose.PRINT)
    return row.number


def _team_of(files: Sequence[UUID]) -> int:
    """In whose register the list stands; refuses families that are not all in hand."""
    team = File.objects.filter(pk__in=files).values_list("team_id", flat=True).order_by("team_id").first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT workforce_in_hand(%s, %s)", [list(files), team])
        answer = cursor.fetchone()
    if team is None or not answer or not answer[0]:
        raise Refused(refuse("list_not_in_hand"), "person")
    return team


@command
def list_destroyed(*, ref: UUID, by: Actor) -> None:
    """The paper is gone: ticked by whoever had it, or by whoever leads the team."""
    row = WorkingList.objects.select_for_update().filter(pk=ref).first()
    if row is None:
        raise NotFound
    if by.ref != row.account:
        require(by, Action.FILE_ASSIGN)
    if row.destroyed_at is not None:
        refuse("list_destroyed_already").or_refuse()
    row.destroyed_at, row.destroyed_by = now(), by.account
    row.save(update_fields=["destroyed_at", "destroyed_by"])
    audit.record(EventType.LIST_DESTROYED, by=by, on=row, code=row.purpose)


def _lock_absence(absent: UUID) -> None:
    """Two supervisors may name cover for one colleague at the same moment: the second waits, and is told."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('workforce_cover:' || %s, 0))", [str(absent)]
        )


def _same_work(absent: UUID, stand_in: UUID, by: Actor) -> int:
    """Both do the same work; answers with the team of whoever is away."""
    found = staff(selectors.worker_roles(), viewer=by)
    away = next((card for card in found if card.account == absent and card.team is not None), None)
    if away is None or away.team is None:
        raise NotFound
    if not any(card.account == stand_in and card.role == away.role for card in found):
        raise Invalid("stand_in", "cover_other_role")
    return away.team


def _grants(absent: UUID, stand_in: UUID, begin: datetime, end: datetime, by: Actor) -> list[UUID]:
    """The families of whoever is away that `by` may share out, with a grant on each for whoever stands in."""
    ended = [str(state) for state in ENDED]
    held = File.objects.filter(worker=absent).exclude(state__in=ended)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_cover_give(%s, %s, %s, %s, %s, %s)",
            [
                absent,
                stand_in,
                list(held.values_list("pk", flat=True)),
                policy.classes_of(policy.STAND_IN),
                begin,
                end,
            ],
        )
        return [row[0] for row in cursor.fetchall()]
