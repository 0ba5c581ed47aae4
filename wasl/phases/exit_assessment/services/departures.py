"""Written notice, the planned day and the place of choice, and the day the family left."""

from datetime import date
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import DepartureKind
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import touch
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid
from wasl.kernel.refs import new_id
from wasl.phases.exit_assessment import rules
from wasl.phases.exit_assessment.models import Departure
from wasl.vault import services as vault
from wasl.vault.client import Plain


@command
def departure_plan(
    *,
    file: UUID,
    notice_on: date,
    planned_on: date,
    governorate: str,
    district: str,
    by: Actor,
    words: str = "",
    shortened_because: str = "",
) -> UUID:
    """Choose the day with the family, and write down when it was told and where it goes."""
    row = lock(file, by=by)
    require(by, Action.DEPARTURE_RECORD, on=row)
    rules.can_plan_departure(
        notice_on=notice_on, planned_on=planned_on, notice_days=policy.programme().exit.notice_days,
        shortened_because=shortened_because,
    ).or_refuse()  # fmt: skip
    departure = Departure.objects.select_for_update().filter(file_id=file, left_on__isnull=True).first()
    departure = departure or Departure(id=new_id(), file_id=file, team_id=row.team_id)
    departure.kind = str(DepartureKind.COMPLETION)
    departure.notice_on, departure.planned_on = notice_on, planned_on
    departure.governorate, departure.district = governorate, district
    departure.shortened_because = shortened_because
    departure.save()
    if words.strip():
        vault.write([Plain(departure.id, "notes:departure", file, file, row.team_id, words.strip())])
    row.governorate, row.district = governorate, district
    touch(row, ["governorate", "district"])
    audit.record(EventType.NOTICE_GIVEN, by=by, on=departure, code=shortened_because)
    return departure.id


@command
def departed(
    *, file: UUID, kind: DepartureKind, on: date, by: Actor, words: str = "", shortened_because: str = ""
) -> UUID:
    """The day the family left: as planned, or by its own choice, which needs nobody's leave (R060).

    Whoever leaves sooner than the notice promised does so for a reason, which is kept.
    """
    row = lock(file, by=by)
    require(by, Action.DEPARTURE_RECORD, on=row)
    if on > today():
        raise Invalid("on", "date_in_future")
    if row.stays_since and on < row.stays_since:
        raise Invalid("on", "left_before_arrival")
    departure = Departure.objects.select_for_update().filter(file_id=file, left_on__isnull=True).first()
    departure = departure or Departure(
        id=new_id(), file_id=file, team_id=row.team_id, governorate=row.governorate, district=row.district
    )
    if kind is DepartureKind.COMPLETION:
        departure.shortened_because = departure.shortened_because or shortened_because
        rules.can_plan_departure(
            notice_on=departure.notice_on or on, planned_on=on, notice_days=policy.programme().exit.notice_days,
            shortened_because=departure.shortened_because,
        ).or_refuse()  # fmt: skip
    departure.kind, departure.left_on = str(kind), on
    departure.save()
    if words.strip():
        vault.write([Plain(departure.id, "notes:departure", file, file, row.team_id, words.strip())])
    row.left_on = on
    touch(row, ["left_on"])
    audit.record(EventType.DEPARTED, by=by, on=departure, code=str(kind))
    return departure.id
