"""Pure rules of the grid: as of which age somebody is asked, who may read a need, which level holds after it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from wasl.casefile.enums import ENDED, LEVELS, PHASE_OF, Circle, FileState, Level, Phase
from wasl.instruments.enums import FormState, Occasion, PaperState, RaisedState
from wasl.kernel.clock import Calendar
from wasl.kernel.decision import Decision, allow, refuse
from wasl.kernel.errors import Invalid
from wasl.programme.sheets.entry import Instrument, Urgency

#: from this age on, what a child says about body and mind is the child's own and not the family's
OWN_PAGE_FROM = 12
#: how long a sheet may lie about before its code opens nothing any more
PAPER_DAYS = 60
#: how many blank sheets are printed at once
MOST_SHEETS = 200
_LAST_AGE = {"0-4": 4, "5-11": 11, "12-17": 17}
_OCCASIONS = {
    Phase.ENTRY: Occasion.ENTRY,
    Phase.SERVICES: Occasion.REVIEW,
    Phase.EXIT: Occasion.EXIT,
    Phase.AFTERCARE: Occasion.AFTERCARE,
}


def asked_age(age: int | None, band: str) -> int | None:
    """The age by which questions are chosen: that of the birth date, else the last one of a child's band."""
    return age if age is not None else _LAST_AGE.get(band)


def circle_of(domain_circle: str, age: int | None) -> Circle:
    """Who may read a need: for small children it is the family's, since others must act on it."""
    own = domain_circle == Circle.OWN and (age is None or age >= OWN_PAGE_FROM)
    return Circle.OWN if own else Circle.FAMILY


def occasion_of(state: FileState) -> Occasion:
    """At which occasion a form is filled while a file stands in a state."""
    return _OCCASIONS[PHASE_OF[state]]


def can_fill(state: FileState) -> Decision:
    """Families who are here or at home are asked; not those who have not come, nor those whose file is closed."""
    if state is FileState.EXPECTED:
        return refuse("family_not_here_yet")
    return refuse("file_is_closed") if state in ENDED else allow()


def faults(
    asked: Collection[str], scores: Mapping[str, int], unanswered: Collection[str], *, whole: bool
) -> Iterator[Invalid]:
    """What is missing or out of place. At a review (not `whole`) only what has changed is asked."""
    for code in scores:
        if code not in asked:
            yield Invalid(code, "not_asked_here")
        elif not 0 <= scores[code] <= 4:
            yield Invalid(code, "score_out_of_range")
    if whole:
        for code in asked:
            if code not in scores and code not in unanswered:
                yield Invalid(code, "line_missing")


def is_wanted(instrument: Instrument, scores: Mapping[str, int], state: FileState) -> bool:
    """Whether an instrument is asked now: of everybody, once a field of life shows it, or before the family leaves."""
    if instrument.when == "flag":
        return scores.get(instrument.flag_domain, 0) >= instrument.flag_score
    return instrument.when == "always" or PHASE_OF[state] is not Phase.ENTRY


def can_answer(state: str) -> Decision:
    """A proposal is answered once; what came of it is changed at the need itself."""
    return allow() if state == RaisedState.PROPOSED else refuse("proposal_answered")


def can_type_back(state: PaperState, until: date, on: date, *, same: bool) -> Decision:
    """A sheet is typed back once, while it is out and its days are not over. `same`: for whom it was printed."""
    if state is PaperState.USED:
        return refuse("paper_used")
    if state is PaperState.CANCELLED:
        return refuse("paper_cancelled")
    if on > until:
        return refuse("paper_expired")
    return allow() if same else refuse("paper_of_another")


def can_cancel(state: PaperState) -> Decision:
    """What was typed back or cancelled stays so."""
    return allow() if state is PaperState.OUT else refuse("paper_settled")


def can_print(sheets: Collection[int]) -> Decision:
    """A stack for a day without power, not a year's supply: each sheet has a code that somebody must look after."""
    if not any(sheets):
        return refuse("paper_none_chosen")
    return allow() if sum(sheets) <= MOST_SHEETS else refuse("paper_too_many")


def can_decide(state: str) -> Decision:
    """A version is published or turned down once."""
    return allow() if state == FormState.PROPOSED else refuse("form_decided")


def begun_by(urgency: Urgency, on: date, calendar: Calendar) -> date:
    """By when something must have begun: what is urgent waits for no working day, the rest for the next one."""
    by_then = on + timedelta(days=urgency.days)
    return by_then if urgency.first_answer_hours else calendar.worked(by_then)


def level_after(before: str, computed: Level, *, may_lower: bool, same_day: bool) -> Level:
    """Scores raise a level by themselves; lowering it needs the supervisor, but a slip may be mended the same day."""
    if not before or may_lower or same_day:
        return computed
    return max(Level(before), computed, key=LEVELS.index)
