"""Pure rules about persons: age, band, who counts as adult, who may head a family, what an event of life changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wasl.kernel.decision import Decision, allow, refuse
from wasl.people.enums import Accuracy, AgeBand, FamilyRole, JoinReason, LifeEvent, SpouseFate

ADULT = 18
_BANDS = (
    (4, AgeBand.B0_4),
    (11, AgeBand.B5_11),
    (17, AgeBand.B12_17),
    (24, AgeBand.B18_24),
    (59, AgeBand.B25_59),
)
MINORS = frozenset({AgeBand.B0_4, AgeBand.B5_11, AgeBand.B12_17})


def age_on(birth: date, day: date) -> int:
    """Full years between a birth date and a day; the accuracy of the date is shown beside it, not guessed at."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def band_of(age: int) -> AgeBand:
    """The age band in which indicators count a person."""
    return next((band for top, band in _BANDS if age <= top), AgeBand.B60)


def can_head(age: int, household_size: int, adults: int = 1) -> Decision:
    """Any adult may head a family; a child only when she is a file of her own, or where no adult is left."""
    if age >= ADULT or household_size == 1 or not adults:
        return allow()
    return refuse("head_is_child", age=age)


# What happens in a family's life ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Life:
    """What one kind of event changes. The papers after it are the programme's (`after` in documents.toml).

    `joins`: why somebody new belongs to the household; `spouse`: what is known of husband or wife from then on, by
    whoever has or had one: one of four neutral values or nothing, never more (R062).
    """

    joins: JoinReason | None = None
    spouse: SpouseFate | str | None = None


LIFE: Mapping[LifeEvent, Life] = {
    LifeEvent.BIRTH: Life(joins=JoinReason.BIRTH),
    LifeEvent.MARRIAGE: Life(joins=JoinReason.MARRIAGE, spouse=SpouseFate.PRESENT),
    LifeEvent.DIVORCE: Life(spouse=""),
    LifeEvent.DEATH: Life(spouse=SpouseFate.DECEASED),
    LifeEvent.LEAVING: Life(),
    LifeEvent.PARTING: Life(joins=JoinReason.SPLIT),
    LifeEvent.OF_AGE: Life(),
}


@dataclass(frozen=True)
class Member:
    """What the rules know of somebody who belongs to a household."""

    ref: UUID
    adult: bool
    role: FamilyRole
    band: AgeBand = AgeBand.B25_59
    carer: UUID | None = None

    @property
    def heads(self) -> bool:
        return self.role is FamilyRole.HEAD


@dataclass(frozen=True)
class After:
    """A household after somebody no longer belongs to it.

    `head`: who heads it (nobody where nobody is left); `alone`: no adult is left with these children; `uncared`:
    children of whom nobody said who cares for them now; `roles`: how everybody stands to a new head.
    """

    head: UUID | None
    alone: tuple[UUID, ...] = ()
    uncared: tuple[UUID, ...] = ()
    roles: Mapping[UUID, FamilyRole] | None = None


def can_leave(members: Sequence[Member], gone: Sequence[UUID], heir: UUID | None) -> Decision:
    """Whoever is gone belonged to the household; where its head is gone and adults stay, one of them heads it."""
    there = {one.ref: one for one in members}
    if not gone or not set(gone) <= there.keys():
        return refuse("not_of_this_family")
    staying = [one for one in members if one.ref not in gone]
    if heir is not None and heir not in {one.ref for one in staying}:
        return refuse("heir_not_staying")
    adults = [one for one in staying if one.adult]
    if heir is not None and adults and not there[heir].adult:
        return refuse("head_is_child")
    headless = any(there[ref].heads for ref in gone) or not any(one.heads for one in members)
    if headless and len(adults) > 1 and heir is None:
        return refuse("name_another_head_first")
    return allow()


def after(
    members: Sequence[Member], gone: Sequence[UUID], heir: UUID | None, carers: Mapping[UUID, UUID | None]
) -> After:
    """Who heads the household, who is without an adult, and whose care is not settled. Ask `can_leave` first."""
    staying = [one for one in members if one.ref not in gone]
    if not staying:
        return After(head=None)
    adults = [one for one in staying if one.adult]
    present = next((one.ref for one in staying if one.heads), None)
    head = heir or present or (adults[0] if len(adults) == 1 else _eldest(staying)).ref
    children = [one for one in staying if not one.adult]
    left_adult = any(one.adult for one in members if one.ref in gone)
    staying_adults = {one.ref for one in adults}
    uncared = [
        one.ref
        for one in children
        if (left_adult or one.carer in gone) and carers.get(one.ref, one.carer) not in staying_adults
    ]
    roles = None if head == present else roles_under(head, staying)
    return After(head, () if adults else tuple(one.ref for one in children), tuple(uncared), roles)


def _eldest(members: Sequence[Member]) -> Member:
    """The eldest as well as the bands tell; of children without an adult it is she who heads their file."""
    order = list(AgeBand)
    return max(members, key=lambda one: (one.adult, order.index(one.band), str(one.ref)))


_ROLES: Mapping[FamilyRole, Mapping[FamilyRole, FamilyRole]] = {
    FamilyRole.SPOUSE: {FamilyRole.CHILD: FamilyRole.CHILD, FamilyRole.GRANDCHILD: FamilyRole.GRANDCHILD},
    FamilyRole.CHILD: {
        FamilyRole.CHILD: FamilyRole.SIBLING,
        FamilyRole.SPOUSE: FamilyRole.PARENT,
        FamilyRole.PARENT: FamilyRole.GRANDPARENT,
    },
    FamilyRole.PARENT: {
        FamilyRole.CHILD: FamilyRole.GRANDCHILD,
        FamilyRole.SIBLING: FamilyRole.CHILD,
        FamilyRole.GRANDPARENT: FamilyRole.PARENT,
    },
    FamilyRole.SIBLING: {
        FamilyRole.SIBLING: FamilyRole.SIBLING,
        FamilyRole.PARENT: FamilyRole.PARENT,
        FamilyRole.GRANDPARENT: FamilyRole.GRANDPARENT,
    },
}


def roles_under(head: UUID, members: Sequence[Member]) -> dict[UUID, FamilyRole]:
    """How everybody stands to a new head, as far as their place under the former one tells; else a relative."""
    former = next(one.role for one in members if one.ref == head)
    told = _ROLES.get(former, {})
    return {
        one.ref: FamilyRole.HEAD if one.ref == head else told.get(one.role, FamilyRole.OTHER)
        for one in members
    }


def can_marry(one: Member, other: Member | None) -> Decision:
    """A child is not written down as married; that is a matter for child protection, spoken of alone."""
    if not one.adult or (other is not None and not other.adult):
        return refuse("child_is_not_married")
    if other is not None and one.ref == other.ref:
        return refuse("two_people_needed")
    return allow()


def can_part(members: Sequence[Member], going: Sequence[UUID], head: UUID | None) -> Decision:
    """Some go to a file of their own, and somebody stays; an adult among them heads the new household."""
    there = {one.ref: one for one in members}
    if not going or not set(going) <= there.keys():
        return refuse("not_of_this_family")
    if set(going) == there.keys():
        return refuse("nobody_stays")
    if (
        head is None
        or head not in going
        or (not there[head].adult and any(there[ref].adult for ref in going))
    ):
        return refuse("no_head_there")
    return allow()


# Coming of age ---------------------------------------------------------------------------------------------------

#: so many days before somebody may be of age, somebody is told to prepare it
BEFORE_OF_AGE = timedelta(days=60)
#: an estimate may be wrong by so many years
ESTIMATE = 1


@dataclass(frozen=True)
class OfAge:
    """The first day on which somebody may be of age, and the day from which she is, whatever her true birth date.

    From the first she is asked for herself, since asking early takes nothing from anybody; from the last no guardian
    answers for her any more.
    """

    first: date
    certain: date


def of_age(birth: date, accuracy: Accuracy) -> OfAge:
    """When somebody comes of age, as exactly as her birth date is known."""
    if accuracy is Accuracy.DAY:
        day = _years_on(birth, ADULT)
        return OfAge(day, day)
    if accuracy is Accuracy.MONTH:
        return OfAge(_years_on(birth.replace(day=1), ADULT), _month_end(birth.year + ADULT, birth.month))
    slack = ESTIMATE if accuracy is Accuracy.ESTIMATED else 0
    return OfAge(date(birth.year + ADULT - slack, 1, 1), date(birth.year + ADULT + slack, 12, 31))


def _years_on(day: date, years: int) -> date:
    """The same day so many years later; who was born on 29 February is of age on 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def is_near(when: OfAge, today: date) -> bool:
    """Whether it is time to prepare somebody's coming of age."""
    return today >= when.first - BEFORE_OF_AGE


def can_come_of_age(when: OfAge | None, today: date) -> Decision:
    """Her own choices are asked from the first day on which she may be of age."""
    if when is None:
        return refuse("birth_unknown")
    return allow() if today >= when.first else refuse("not_of_age_yet", on=when.first)
