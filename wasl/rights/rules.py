"""Who may handle a complaint, when it is late, what leads from state to state, which counts can be shown. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wasl.access.enums import Action
from wasl.kernel.clock import Calendar
from wasl.kernel.decision import Decision, allow, refuse
from wasl.kernel.numerals import to_ascii_digits
from wasl.kernel.refs import new_file_number, normal_file_number
from wasl.kernel.transitions import Transition, TransitionTable
from wasl.rights.enums import ComplaintState, CorrectionState, IdentityFact, RequestState, Told, Topic

SERIOUS = frozenset({Topic.HARM, Topic.FAVOUR})
#: so long an answer waits for whoever holds the slip before the complaint may be closed without her
WAITS_FOR_HER = timedelta(days=60)
S = ComplaintState
COMPLAINT = TransitionTable(
    "A complaint",
    (
        Transition(S.RECEIVED, S.ACKNOWLEDGED, Action.COMPLAINT_HANDLE),
        Transition(S.ACKNOWLEDGED, S.LOOKED_INTO, Action.COMPLAINT_HANDLE),
        Transition(S.LOOKED_INTO, S.ANSWERED, Action.COMPLAINT_HANDLE, "outcome_and_words"),
        Transition(S.ANSWERED, S.CLOSED, Action.COMPLAINT_HANDLE, "person_was_told"),
        Transition(S.ANSWERED, S.REOPENED, Action.COMPLAINT_TAKE, "somebody_else_looks"),
        Transition(S.CLOSED, S.REOPENED, Action.COMPLAINT_TAKE, "somebody_else_looks"),
        Transition(S.REOPENED, S.LOOKED_INTO, Action.COMPLAINT_HANDLE),
    ),
)
OPEN = frozenset({S.RECEIVED, S.ACKNOWLEDGED, S.LOOKED_INTO, S.REOPENED})
_SLIP = re.compile(r"^\s*[sSسS]\s*[-\u2010-\u2015\s]*")


def new_number() -> str:
    """A number for a complaint and for the slip that is torn off: a file number's form with S before it."""
    return f"S-{new_file_number()}"


def normal_number(text: str) -> str | None:
    """The number that was meant, with its S or without, or None."""
    found = [normal_file_number(one) for one in (text, _SLIP.sub("", text, count=1))]
    number = next((one for one in found if one), None)
    return f"S-{number}" if number else None


@dataclass(frozen=True)
class Clock:
    """By when the person hears that it came, and by when she is answered."""

    acknowledge_by: date
    answer_by: date


def clock(since: date, calendar: Calendar, *, acknowledge: int, answer: int, serious: bool) -> Clock:
    """Working days from the day after; a serious one is on its handler's desk the same day."""
    first = calendar.worked(since) if serious else calendar.add_working(since, acknowledge)
    return Clock(first, calendar.add_working(since, answer))


def next_due(state: ComplaintState, acknowledge_by: date, answer_by: date) -> date | None:
    """The day by which the handler owes the next step; none when it is answered."""
    if state is S.RECEIVED:
        return acknowledge_by
    return answer_by if state in OPEN else None


def can_answer(state: ComplaintState, words: str) -> Decision:
    """An answer has words that can be told to the person."""
    decided = COMPLAINT.decide(state, S.ANSWERED)
    return decided if not decided or words.strip() else refuse("answer_missing")


def can_close(state: ComplaintState, told: Told, answered_on: date | None, today: date) -> Decision:
    """Closed when she was told; without her only after her answer lay there for a long time."""
    decided = COMPLAINT.decide(state, S.CLOSED)
    if decided and told is Told.NOBODY_CAME and (answered_on is None or today - answered_on < WAITS_FOR_HER):
        return refuse("her_answer_waits", days=WAITS_FOR_HER.days)
    return decided


@dataclass(frozen=True)
class Candidate:
    """Somebody who may handle complaints: where, and whether outside every centre's line; and serious ones too."""

    account: UUID
    site: int | None
    outside: bool
    serious: bool


@dataclass(frozen=True)
class Concerned:
    """Whom a complaint concerns, where, and who may not see it: she, who stands in for her, who works under her."""

    about: UUID | None = None
    site: int | None = None
    shut: frozenset[UUID] = frozenset()
    former: UUID | None = None
    serious: bool = False


def can_handle(one: Candidate, what: Concerned) -> Decision:
    """Never the person concerned nor who works under her; a serious one never in the line; an appeal never twice."""
    if one.account == what.about:
        return refuse("complaint_about_you")
    if one.account in what.shut:
        return refuse("complaint_about_your_lead")
    if one.account == what.former:
        return refuse("handled_before")
    if what.serious and not (one.serious and one.outside):
        return refuse("serious_goes_outside_the_line")
    return allow()


def handlers(known: Iterable[Candidate], what: Concerned) -> list[Candidate]:
    """Who can handle it, the nearest first: the place's own lead, then whoever stands outside every line."""
    fit = [one for one in known if can_handle(one, what)]
    here = {one.account: one.site == what.site for one in fit}
    return sorted(
        fit, key=lambda one: (one.outside or not here[one.account], not one.outside, not here[one.account])
    )


@dataclass(frozen=True)
class Post:
    """One role of a member of staff: whom she leads by it."""

    account: UUID
    team: int | None
    site: int | None
    leads_team: bool = False
    leads_site: bool = False
    outside: bool = False


def under(about: UUID, posts: Iterable[Post]) -> frozenset[UUID]:
    """Everybody who works under somebody: her team, or her whole place but for those outside its line."""
    known = list(posts)
    own = [post for post in known if post.account == about]
    teams = {post.team for post in own if post.leads_team and post.team is not None}
    sites = {post.site for post in own if post.leads_site and post.site is not None}
    return frozenset(
        post.account
        for post in known
        if post.account != about and not post.outside and (post.team in teams or post.site in sites)
    )


Table = Mapping[str, int]


def shown(tables: Collection[Table], below: int) -> list[dict[str, int | None]]:
    """Counts with small cells hidden, and as many others as it takes that no subtraction gives a hidden one back.

    The tables count the same complaints, each in another way; so any table that is whole gives away the sum.
    """
    total = max((sum(table.values()) for table in tables), default=0)
    if total < below:
        return [dict.fromkeys(table) for table in tables]
    return [_shown(table, below) for table in tables]


def _shown(table: Table, below: int) -> dict[str, int | None]:
    hidden = {code for code, count in table.items() if count < below}
    while hidden and not _safe(table, hidden, below):
        left = [code for code in table if code not in hidden]
        if not left:
            break
        hidden.add(min(left, key=lambda code: (table[code], code)))
    return {code: None if code in hidden else count for code, count in table.items()}


def _safe(table: Table, hidden: Collection[str], below: int) -> bool:
    """Whether each hidden count could be another one, for a reader who knows the sum and all that is shown."""
    rest = sum(table[code] for code in hidden)
    return len(hidden) > 1 and (rest == 0 or not _only_one_way(len(hidden), rest, below))


def _only_one_way(cells: int, rest: int, below: int) -> bool:
    """Whether so many small counts make up `rest` in one way only: when each is as large as a small one can be."""
    return rest == cells * (below - 1)


FACTS_NEEDED = 2
REQUEST = TransitionTable(
    "A person's request about her own data",
    (
        Transition(RequestState.RECEIVED, RequestState.GIVEN, Action.PERSON_EDIT, "identity_checked"),
        Transition(RequestState.RECEIVED, RequestState.WITHDRAWN, Action.PERSON_EDIT),
    ),
)


def identity_checked(facts: Collection[IdentityFact]) -> Decision:
    """Two facts that whoever asks told by herself; a document is not asked for."""
    return allow() if len(set(facts)) >= FACTS_NEEDED else refuse("two_facts_needed")


@dataclass(frozen=True)
class Look:
    """Looks of one day at one file: in which roles, what for, how many."""

    day: date
    roles: tuple[str, ...]
    purpose: str
    count: int


def told(looks: Iterable[Look], unspoken: Collection[str]) -> list[Look]:
    """What of the looks stands on a paper that others of the family may read.

    Whoever holds one of the `unspoken` roles is not on it at all, whatever she looked at: that somebody who works in a
    sealed line has to do with a family must be read nowhere. Looks in the same role, for the same purpose, on the same
    day are one line, so that a line stands for no single member of staff.
    """
    found: dict[tuple[date, tuple[str, ...], str], int] = {}
    for look in looks:
        if look.roles and not set(look.roles) & set(unspoken):
            key = (look.day, look.roles, look.purpose)
            found[key] = found.get(key, 0) + look.count
    ordered = sorted(found.items(), key=lambda one: (-one[0][0].toordinal(), one[0][1:]))
    return [Look(*key, count) for key, count in ordered]


CORRECTION = TransitionTable(
    "A correction that a person asks for",
    (
        Transition(CorrectionState.ASKED, CorrectionState.ACCEPTED, Action.PERSON_EDIT),
        Transition(
            CorrectionState.ASKED, CorrectionState.REFUSED, Action.PERSON_EDIT, "by_another_with_a_reason"
        ),
        Transition(CorrectionState.ASKED, CorrectionState.WITHDRAWN, Action.PERSON_EDIT),
        Transition(CorrectionState.REFUSED, CorrectionState.ACCEPTED, Action.PERSON_EDIT),
    ),
)


def can_refuse(
    state: CorrectionState, by: UUID | None, taken_by: UUID, author: UUID | None, reason: str
) -> Decision:
    """What she asks is refused with a reason, by nobody who wrote what she rejects or took down what she said."""
    decided = CORRECTION.decide(state, CorrectionState.REFUSED)
    if not decided:
        return decided
    if by is None or by in (taken_by, author):
        return refuse("own_work")
    return decided if reason.strip() else refuse("reason_missing")


_BIRTH = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def birth_of(text: str) -> tuple[date, str] | None:
    """A birth date as written in a line: the year alone, year and month, or the whole; and how exactly it is known."""
    found = _BIRTH.fullmatch(to_ascii_digits(text).strip().replace("/", "-"))
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return date(year or 0, month or 1, day or 1), "day" if day else "month" if month else "year"
    except ValueError:
        return None
