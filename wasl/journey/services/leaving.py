"""The third phase in the file's way: lines answered, a decision by another, notice, and the day of departure."""

from datetime import date
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.casefile.enums import DepartureKind, FileState
from wasl.casefile.selectors.files import lock
from wasl.journey import rules
from wasl.journey.selectors import facts
from wasl.journey.services import moves
from wasl.journey.services.hands import take_home, work_is_over
from wasl.kernel.clock import today
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid
from wasl.phases.aftercare.services import offers
from wasl.phases.exit_assessment import selectors as exits
from wasl.phases.exit_assessment.services import decisions, departures


@command
def exit_begin(*, file: UUID, by: Actor, on: date | None = None) -> None:
    """Begin the completion assessment: the same questions again, and the lines of leaving."""
    moves.file_move(file=file, to=FileState.EXIT_ASSESSMENT, by=by, on=on)


@command
def exit_stop(*, file: UUID, reason: str, by: Actor, on: date | None = None) -> None:
    """Back to services: it was too early. A decision that waits must be answered first."""
    row = lock(file, by=by)
    require(by, Action.EXIT_ASSESS, on=row)
    decision = exits.decision(file, viewer=by)
    if decision is not None and decision.waits:
        refuse("decision_waits_already").or_refuse()
    moves.file_move(file=file, to=FileState.IN_SERVICES, by=by, on=on, reason=reason)


@command
def line_answer(
    *, file: UUID, criterion: str, met: bool, evidence: str, by: Actor, on: date | None = None
) -> None:
    """Answer a line that the facts leave open."""
    row = lock(file, by=by)
    require(by, Action.EXIT_ASSESS, on=row)
    known = facts.exit_facts(row, viewer=by) | facts.gate_facts(row, viewer=by)
    decisions.finding_record(
        file=file, criterion=criterion, met=met, evidence=evidence, facts=known, on=on or today(), by=by
    )


@command
def put_forward(*, file: UUID, by: Actor, on: date | None = None) -> UUID:
    """Ask for the decision on completion."""
    row = lock(file, by=by)
    require(by, Action.EXIT_ASSESS, on=row)
    if row.state != FileState.EXIT_ASSESSMENT:
        refuse("no_such_step").or_refuse()
    ref = decisions.decision_put_forward(
        file=file, facts=facts.exit_facts(row, viewer=by), on=on or today(), by=by
    )
    moves.follow(file=file, by=by)
    return ref


@command
def decide(
    *, file: UUID, approve: bool, reason: str, by: Actor, override: str = "", on: date | None = None
) -> None:
    """Decide on completion; approved, the departure is prepared from that day on."""
    row = lock(file, by=by)
    require(by, Action.EXIT_DECIDE, on=row)
    decisions.decision_take(
        file=file, approve=approve, reason=reason, override=override, facts=facts.exit_facts(row, viewer=by),
        on=on or today(), by=by,
    )  # fmt: skip
    if approve:
        moves.file_move(file=file, to=FileState.DEPARTING, by=by, on=on)
    else:
        moves.follow(file=file, by=by)


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
) -> None:
    """Write down the day of departure, when the family was told, and the place it chose."""
    row = lock(file, by=by)
    require(by, Action.DEPARTURE_RECORD, on=row)
    rules.can_plan_departure(FileState(row.state)).or_refuse()
    if notice_on > today():
        raise Invalid("notice_on", "date_in_future")
    departures.departure_plan(
        file=file, notice_on=notice_on, planned_on=planned_on, governorate=governorate, district=district, by=by,
        words=words, shortened_because=shortened_because,
    )  # fmt: skip
    moves.follow(file=file, by=by)


@command
def office_ask(*, file: UUID, office: int, by: Actor, on: date | None = None) -> UUID:
    """Ask the after-care office of the place of choice to follow up."""
    row = lock(file, by=by)
    require(by, Action.DEPARTURE_RECORD, on=row)
    ref = offers.aftercare_offer(file=file, office=office, tier=facts.tier(row), on=on or today(), by=by)
    moves.follow(file=file, by=by)
    return ref


@command
def leave(
    *, file: UUID, by: Actor, on: date | None = None, words: str = "", shortened_because: str = ""
) -> None:
    """The family has left as planned; whoever accepted to follow up is its worker from now on."""
    departures.departed(
        file=file, kind=DepartureKind.COMPLETION, on=on or today(), words=words, by=by,
        shortened_because=shortened_because,
    )  # fmt: skip
    moves.file_move(file=file, to=FileState.AFTERCARE, by=by, on=on)
    _into_other_hands(file, by, at_home=True)


@command
def leave_by_own_choice(
    *, file: UUID, wants_aftercare: bool, by: Actor, on: date | None = None, words: str = "", office: int | None = None
) -> None:  # fmt: skip
    """The family leaves because it wishes to: a normal ending, with after-care offered to everybody (R060)."""
    row = lock(file, by=by)
    require(by, Action.DEPARTURE_RECORD, on=row)
    departures.departed(file=file, kind=DepartureKind.OWN_CHOICE, on=on or today(), words=words, by=by)
    decisions.decision_overtaken(file=file, on=on or today(), by=by)
    if not wants_aftercare:
        offers.aftercare_take_back(file=file, on=on or today(), by=by)
    offer = facts.offer_of_this_stay(row, viewer=by)
    if wants_aftercare and office is not None and (offer is None or offer.accepted is False):
        offers.aftercare_offer(file=file, office=office, tier=facts.tier(row), on=on or today(), by=by)
    to = FileState.AFTERCARE if wants_aftercare else FileState.WITHDRAWN
    moves.file_move(
        file=file, to=to, by=by, on=on, known={"own_choice": True, "aftercare_wanted": wants_aftercare}
    )
    _into_other_hands(file, by, at_home=wants_aftercare)


@command
def departure_undo(*, file: UUID, reason: str, by: Actor, on: date | None = None) -> None:
    """The departure cannot take place after all: back to the completion assessment."""
    moves.file_move(file=file, to=FileState.EXIT_ASSESSMENT, by=by, on=on, reason=reason)


@command
def need_hand_on(*, file: UUID, need: UUID, owner: str, by: Actor) -> None:
    """Name who goes on with a serious need after the family has left (R046)."""
    decisions.need_owner_set(file=file, need=need, owner=owner, by=by)


def _into_other_hands(file: UUID, by: Actor, *, at_home: bool) -> None:
    """Whoever accepted takes the family home; until somebody has, only its worker and after-care read on."""
    row = lock(file, by=by)
    offer = facts.offer_of_this_stay(row, viewer=by)
    if at_home and offer is not None and offer.accepted:
        take_home(row, offer, by)
    else:
        work_is_over(row, by, at_home=at_home)
