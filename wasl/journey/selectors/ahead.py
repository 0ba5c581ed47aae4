"""What stands between a family and its departure, and how long each such thing took families that are through.

Facts only: what they mean for the day of departure is reckoned above this room, from codes and days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.db import connection

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.casefile.enums import FileState
from wasl.casefile.models import Document, File, Waiting
from wasl.casefile.selectors.files import FileCard
from wasl.journey.models import Step
from wasl.journey.rules import Terms
from wasl.journey.selectors import facts
from wasl.kernel.errors import NotFound

STATES = (
    FileState.ASSESSING, FileState.PLANNING, FileState.IN_SERVICES, FileState.EXIT_ASSESSMENT, FileState.DEPARTING,
)  # fmt: skip
DOCUMENTS, PAPER, WAIT = "documents", "paper:", "wait:"
YEARS = timedelta(days=730)


@dataclass(frozen=True)
class Ahead:
    """One thing still required. `usual`: days for half of those who were through, and for nine in ten, by estimate."""

    code: str
    after: tuple[str, ...]
    begun_on: date | None
    usual: tuple[int, int]


def ahead(card: FileCard, *, viewer: Actor) -> list[Ahead]:
    """Everything between here and the departure, in the order of the way; nothing for a family that is not inside."""
    if card.state not in STATES:
        return []
    row = File.objects.filter(pk=card.ref).first()
    if row is None or not viewer.signed_in:
        raise NotFound
    entered = Step.objects.filter(file_id=card.ref, left_on__isnull=True).values_list("entered_on", flat=True)
    usual = estimates(facts.terms(row))
    before: tuple[str, ...] = ()
    found = []
    for state in STATES[STATES.index(card.state) :]:
        held_up = _held_up(row) if state is FileState.DEPARTING else []
        found += held_up
        begun = next(iter(entered), None) if state is card.state else None
        found.append(Ahead(str(state), (*before, *(one.code for one in held_up)), begun, usual[state]))
        before = (str(state),)
    return found


def estimates(terms: Terms) -> dict[FileState, tuple[int, int]]:
    """What the pathway plans for each part of the stay; stretched as its longest stay stretches the planned one."""
    stretch = max(terms.longest_days / terms.planned_days, 1.0) if terms.planned_days else 1.0
    ends = (
        terms.assessment_days,
        terms.plan_days,
        terms.services_until,
        terms.planned_days - terms.notice_days,
    )
    days, last = [], 0
    for end in ends:
        days.append(max(end - last, 1))
        last = max(end, last)
    days.append(terms.notice_days)
    return {state: (planned, ceil(planned * stretch)) for state, planned in zip(STATES, days, strict=True)}


def _held_up(row: File) -> list[Ahead]:
    """What the file waits for. Papers are told one by one: which of them holds up the rest is the question."""
    wait = Waiting.objects.filter(file_id=row.file_id, until__isnull=True).first()
    if wait is None:
        return []
    if wait.reason == DOCUMENTS and (papers := _papers(row)):
        return papers
    reason = policy.programme().waiting_reasons.get(wait.reason)
    return [Ahead(f"{WAIT}{wait.reason}", (), wait.since, reason.days if reason else (0, 0))]


def _papers(row: File) -> list[Ahead]:
    """Kinds of paper that somebody of the family wants and does not have; of several, the one begun last."""
    known = policy.programme().documents
    rows = Document.objects.filter(
        file_id=row.file_id, wanted=True, state__in=known.missing_states, person__active=True
    )
    begun: dict[str, date | None] = {}
    for kind, since in rows.values_list("kind", "begun_on"):
        earlier = begun.get(kind, since)
        begun[kind] = None if since is None or earlier is None else max(since, earlier)
    return [
        Ahead(f"{PAPER}{kind}", (), since, known.kinds[kind].days)
        for kind, since in sorted(begun.items())
        if kind in known.kinds
    ]


_COUNT = """
SELECT code, percentile_disc(0.5) WITHIN GROUP (ORDER BY days)::int, percentile_disc(0.9) WITHIN GROUP (ORDER BY days)::int,
       count(*)::int
FROM (
  SELECT s.state AS code, s.left_on - s.entered_on AS days
  FROM journey_step s WHERE s.state = ANY (%(states)s) AND s.left_on > %(since)s
  UNION ALL
  SELECT 'wait:' || w.reason, w.until - w.since FROM casefile_waiting w WHERE w.until > %(since)s
  UNION ALL
  SELECT 'paper:' || d.kind, d.since - d.begun_on FROM casefile_document d
  WHERE d.state = 'have' AND d.begun_on IS NOT NULL AND d.since >= d.begun_on AND d.since > %(since)s
) AS lasted
GROUP BY code
"""  # noqa: E501


def durations(*, viewer: Actor, on: date) -> dict[str, tuple[int, int, int]]:
    """How long each thing took in the last two years: days for half, days for nine in ten, how many cases.

    For the worker, whose role reads codes and days of all files; percentiles are durations that somebody really had.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"states": [str(state) for state in STATES], "since": on - YEARS})
        return {code: (median, late, cases) for code, median, late, cases in cursor.fetchall()}
