"""Facts gathered from the rooms: what the table's gates, the criteria of leaving and of closing, and the next day ask.

Only the rooms that the present state concerns are asked. A fact that no room knows is absent: a criterion about it then
stays open until a named person answers it with evidence.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.casefile.enums import (
    LEVELS,
    ContactKind,
    DocumentState,
    FileState,
    GoalState,
    Level,
    NeedState,
    TaskKind,
)
from wasl.casefile.models import Case, Contact, Document, File, Goal, Need, PlanVersion, Task
from wasl.casefile.rules import unanswered
from wasl.casefile.services.plans import need_facts
from wasl.instruments.enums import Occasion, Tool
from wasl.instruments.models import Response
from wasl.journey.models import Step
from wasl.journey.rules import STAYING, Terms, Way
from wasl.kernel.clock import today
from wasl.people.models import Person
from wasl.people.rules import MINORS
from wasl.phases.aftercare import rules as aftercare_rules
from wasl.phases.aftercare import selectors as aftercare
from wasl.phases.exit_assessment import selectors as leaving
from wasl.phases.rehabilitation.selectors import stay
from wasl.programme.sheets.header import Pathway

SERIOUS, URGENT = 3, 4
_THERE = (str(DocumentState.HAVE), str(DocumentState.NOT_NEEDED))
_AT_EXIT = (FileState.EXIT_ASSESSMENT, FileState.DEPARTING)


def pathway_of(code: str) -> Pathway:
    """The pathway of a file; one that the programme has dropped since is read as its first."""
    paths = policy.programme().pathways
    return paths.get(code) or next(iter(paths.values()))


def terms(row: File) -> Terms:
    """The days that the programme sets for this file's pathway and level."""
    programme, path = policy.programme(), pathway_of(row.pathway)
    phase = path.phases.get("rehabilitation")
    return Terms(
        assessment_days=programme.entry.assessment_due_days,
        plan_days=programme.entry.plan_due_days,
        review_days=programme.review_days(row.level or Level.STANDARD),
        begin_exit_days=programme.exit.begin_days_before_planned,
        notice_days=programme.exit.notice_days,
        services_until=phase.last if phase else path.planned_days,
        planned_days=path.planned_days,
        longest_days=path.range_days[1],
        aftercare_days=max(max(tier.days) for tier in programme.aftercare.tiers.values()),
        calendar=programme.calendar,
    )


def way(row: File, *, viewer: Actor) -> Way:
    """What the rules ask of a file in the state in which it stands."""
    state, file = FileState(row.state), row.file_id
    step = Step.objects.filter(file_id=file, left_on__isnull=True).first()
    entered = step.entered_on if step else row.home_since or row.arrived_on or row.opened_on
    found = Way(
        state=state, opened_on=row.opened_on, entered_on=entered, arrived_on=row.arrived_on,
        planned_end=row.planned_end, left_on=row.left_on, stays_since=row.stays_since, home_since=row.home_since,
        ledger_from=row.ledger_from,
    )  # fmt: skip
    if state in STAYING:
        found = _with_closing(found, aftercare.closing(file, viewer=viewer))
    match state:
        case FileState.ASSESSING:
            people, waiting = _assessed(file)
            return replace(found, people=people, unassessed=waiting, level_known=bool(row.level))
        case FileState.PLANNING:
            return replace(found, adults_without_plan=adults_without_plan(file, viewer=viewer))
        case FileState.IN_SERVICES:
            return replace(found, review_due=stay.review_due(file, since=row.stay_from, viewer=viewer))
        case FileState.EXIT_ASSESSMENT | FileState.DEPARTING:
            return _leaving(found, row, viewer)
        case FileState.AFTERCARE:
            return _at_home(found, row, viewer)
    return found


def _assessed(file: UUID) -> tuple[int, int]:
    people = set(Person.objects.filter(file_id=file, active=True).values_list("id", flat=True))
    done = set(
        Case.objects.filter(file_id=file, assessed_on__isnull=False).values_list("person_id", flat=True)
    )
    if people - done:
        done |= set(
            Response.objects.filter(file_id=file, instrument=Tool.GRID).values_list("person_id", flat=True)
        )
    return len(people), len(people - done)


def adults_without_plan(file: UUID, *, viewer: Actor) -> int:
    """Adults who have not agreed to a page of their own; where no adult is, the children's page counts."""
    people = list(Person.objects.filter(file_id=file, active=True).values_list("id", "age_band"))
    adults = {ref for ref, band in people if band not in MINORS} or {ref for ref, _ in people}
    agreed = PlanVersion.objects.filter(file_id=file, person_id__in=adults).values_list(
        "person_id", flat=True
    )
    return len(adults - set(agreed))


def _leaving(found: Way, row: File, viewer: Actor) -> Way:
    decision = leaving.decision(row.file_id, viewer=viewer)
    departure = leaving.departure(row.file_id, viewer=viewer)
    offer = offer_of_this_stay(row, viewer=viewer)
    fresh = decision is not None and (decision.on is None or decision.on >= found.entered_on)
    return replace(
        found,
        put_forward=decision.prepared_on if decision and decision.waits else None,
        approved=bool(decision and fresh and decision.approved) or found.state is FileState.DEPARTING,
        departure_on=departure.planned_on if departure and not departure.left_on else None,
        office_accepted=bool(offer and offer.accepted),
        offer_open=bool(offer and offer.waits),
    )


def offer_of_this_stay(row: File, *, viewer: Actor) -> aftercare.AcceptanceCard | None:
    """An office that accepted before the family came back has followed up already: it is asked anew."""
    offer = aftercare.acceptance(row.file_id, viewer=viewer)
    return offer if offer is not None and _of_this_stay(row, offer.offered_on) else None


def departure_of_this_stay(row: File, *, viewer: Actor) -> leaving.DepartureCard | None:
    """The departure that is planned, or was; the notice of an earlier one tells nobody anything about the next."""
    found = leaving.departure(row.file_id, viewer=viewer)
    if found is None or found.left_on is None:
        return found
    return found if _of_this_stay(row, found.left_on) else None


def _of_this_stay(row: File, on: date) -> bool:
    return row.stay_from is None or on >= row.stay_from


def _at_home(found: Way, row: File, viewer: Actor) -> Way:
    offer = offer_of_this_stay(row, viewer=viewer)
    return replace(
        _with_closing(found, aftercare.closing(row.file_id, viewer=viewer)),
        office_accepted=bool(offer and offer.accepted) or (offer is None and _follows_up(row)),
        offer_open=bool(offer and offer.waits),
        contact_due=contact_due(row),
    )


def _with_closing(found: Way, closing: aftercare.ClosingCard | None) -> Way:
    if closing is None or closing.reopened_on is not None:
        return found
    return replace(found, closing_proposed=closing.proposed_on, closing_signed=closing.stands)


def asked_by_ending(reason: str) -> frozenset[str]:
    """The facts that the lines of a way to end our work ask."""
    ending = policy.programme().aftercare.closings.get(reason)
    return frozenset(line.fact for line in ending.criteria) if ending else frozenset()


def _follows_up(row: File) -> bool:
    """A file that began at home was never offered: its worker is the one who follows up (R074)."""
    return row.worker is not None and row.ledger_from is not None


def schedule(row: File) -> tuple[int, ...]:
    """Contact days of the level, with the floor that the pathway sets for its first weeks."""
    path = pathway_of(row.pathway)
    return policy.programme().aftercare.schedule(
        row.level or Level.STANDARD, floor=path.aftercare_floor, floor_days=path.aftercare_floor_days
    )


def tier(row: File) -> str:
    """The tier on which after-care begins: the level at exit, never under the floor of the pathway."""
    floor = pathway_of(row.pathway).aftercare_floor
    return str(
        max((Level(level) for level in (row.level or Level.STANDARD, floor) if level), key=LEVELS.index)
    )


def contact_due(row: File) -> date | None:
    """The next contact at home. A family that came home again, or comes back to us, begins a new year of contacts."""
    if row.home_since is None:
        return None
    return aftercare_rules.next_contact(
        row.home_since, schedule(row), contacts_at_home(row), counted_from=row.ledger_from
    )


def contacts_at_home(row: File) -> list[aftercare_rules.Tried]:
    """Contacts of the present time at home; what was tried before the family came back counts no more."""
    return aftercare.rows_tried(row.file_id, since=row.home_since)


# Criteria -------------------------------------------------------------------------------------------------------


def gate_facts(row: File, *, viewer: Actor) -> dict[str, Any]:
    """What the gate of a short path asks: every member, adult and child, by her own level (R041, R042)."""
    people = set(Person.objects.filter(file_id=row.file_id, active=True).values_list("id", flat=True))
    levels = dict(
        Case.objects.filter(file_id=row.file_id).exclude(level="").values_list("person_id", "level")
    )
    return {
        "members_without_level": len(people - levels.keys()),
        "members_above_light": sum(levels.get(ref, Level.LIGHT) != Level.LIGHT for ref in people),
        "safety_tasks_open": Task.objects.filter(
            file_id=row.file_id, kind=TaskKind.SAFETY, done_on__isnull=True
        ).count(),
    }


def exit_facts(row: File, *, viewer: Actor) -> dict[str, Any]:
    """What the criteria of leaving ask, as far as rooms know it."""
    file = row.file_id
    since = _since(row)
    offer = offer_of_this_stay(row, viewer=viewer)
    people = list(Person.objects.filter(file_id=file, active=True).values_list("id", "age_band"))
    adults = {ref for ref, band in people if band not in MINORS}
    asked = set(
        Contact.objects.filter(
            file_id=file, kind=ContactKind.PERSON, person_id__in=adults, on__gte=since
        ).values_list("person_id", flat=True)
    )
    repeated = set(
        Response.objects.filter(
            file_id=file, instrument=Tool.GRID, occasion=Occasion.EXIT, on__gte=since
        ).values_list("person_id", flat=True)
    )
    return _needs_facts(row) | {
        "assessments_to_repeat": len({ref for ref, _ in people} - repeated),
        "needs_without_goal_or_reason": unanswered(need_facts(file)),
        "documents_without_route": Document.objects.filter(file_id=file, wanted=True, step="")
        .exclude(state__in=_THERE)
        .count(),
        "aftercare_owner_accepted": bool(offer and offer.accepted),
        "adults_without_plan_agreement": adults_without_plan(file, viewer=viewer),
        "adults_without_exit_talk": len(adults - asked),
        "notice_days_given": notice_days(departure_of_this_stay(row, viewer=viewer)),
    }


def notice_days(departure: leaving.DepartureCard | None) -> int:
    """Days between being told and leaving; none while no day is chosen."""
    if departure is None or departure.notice_on is None or departure.planned_on is None:
        return 0
    return (departure.planned_on - departure.notice_on).days


def _since(row: File) -> date:
    """Since when the completion assessment runs; before it has begun, nothing counts as repeated."""
    states = [str(state) for state in _AT_EXIT]
    steps = Step.objects.filter(file_id=row.file_id, state__in=states).order_by("-entered_on")
    begun = [s.entered_on for s in steps if s.state == FileState.EXIT_ASSESSMENT]
    return begun[0] if row.state in states and begun else today() + timedelta(days=1)


def _needs_facts(row: File) -> dict[str, Any]:
    needs = list(
        Need.objects.filter(file_id=row.file_id, state=NeedState.OPEN).values_list(
            "score", "domain", "owner_after", "id"
        )
    )
    serious = [need for need in needs if need[0] >= SERIOUS]
    safety = {ref for _, domain, _, ref in serious if domain == "safety"}
    planned = set(
        Goal.objects.filter(needs__in=safety).exclude(state=GoalState.DROPPED).values_list("needs", flat=True)
        if safety
        else ()
    )
    urgent = Task.objects.filter(file_id=row.file_id, kind=TaskKind.URGENT, done_on__isnull=True).count()
    return {
        "serious_needs_without_owner": sum(not owner for _, _, owner, _ in serious),
        "safety_plans_missing": len(safety - planned),
        "urgent_needs_open": sum(score >= URGENT for score, _, _, _ in needs) + urgent,
    }


def closing_facts(row: File, *, viewer: Actor) -> dict[str, Any]:
    """What the endings of after-care ask."""
    aftercare_terms = policy.programme().aftercare
    contacts = contacts_at_home(row)
    tried, ways = aftercare_rules.tries(contacts)
    due = contact_due(row)
    last = (row.home_since or row.opened_on) + timedelta(days=max(schedule(row)))
    grace, worked = timedelta(days=aftercare_terms.grace_days), policy.programme().calendar.worked
    return _needs_facts(row) | {
        "days_since_departure": (today() - row.home_since).days if row.home_since else 0,
        "contacts_overdue": int(bool(due and worked(due + grace) < today())),
        "goals_open": Goal.objects.filter(file_id=row.file_id, state=GoalState.OPEN).count(),
        "final_contact_done": any(c.reached and c.on >= last - grace for c in contacts),
        "tries_without_answer": tried,
        "ways_tried": ways,
    }
