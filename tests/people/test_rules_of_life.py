"""What an event of life changes in any household: one head, nobody lost, no child without an answer."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wasl.people import rules
from wasl.people.enums import Accuracy, AgeBand, FamilyRole, LifeEvent
from wasl.people.rules import Member
from wasl.programme.sheets.documents import AFTER

BANDS = list(AgeBand)
REF = UUID(int=1)
#: a machine on which others work is slow, and that says nothing about a rule
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def households(draw):
    """A household with one head, and whoever is gone from it."""
    size = draw(st.integers(1, 8))
    people = []
    for at in range(size):
        band = draw(st.sampled_from(BANDS))
        adult = band not in rules.MINORS
        role = draw(st.sampled_from(list(FamilyRole)[1:])) if at else FamilyRole.HEAD
        carer = None if adult else draw(st.sampled_from([None, *(UUID(int=n + 1) for n in range(size))]))
        people.append(Member(UUID(int=at + 1), adult, role, band, carer))
    gone = draw(st.sets(st.sampled_from([one.ref for one in people]), min_size=1))
    heir = draw(st.sampled_from([None, *(one.ref for one in people)]))
    carers = draw(
        st.dictionaries(
            st.sampled_from([one.ref for one in people]), st.sampled_from([one.ref for one in people])
        )
    )
    return people, sorted(gone), heir, carers


@calm
@given(households())
def test_after_anybody_is_gone_there_is_one_head_and_no_child_without_an_answer(case):
    people, gone, heir, carers = case
    if not rules.can_leave(people, gone, heir):
        return
    left = rules.after(people, gone, heir, carers)
    staying = {one.ref: one for one in people if one.ref not in gone}
    assert (left.head is None) == (not staying)
    if not staying:
        return
    assert left.head in staying
    adults = {ref for ref, one in staying.items() if one.adult}
    assert not adults or staying[left.head].adult or heir is None
    assert set(left.alone) == (set() if adults else set(staying))
    settled = {ref for ref, one in staying.items() if carers.get(ref, one.carer) in adults}
    assert not set(left.uncared) & (settled | adults)
    if any(one.adult for one in people if one.ref in gone):
        assert set(left.uncared) == set(staying) - adults - settled
    if left.roles:
        assert set(left.roles) == set(staying)
        assert [ref for ref, role in left.roles.items() if role is FamilyRole.HEAD] == [left.head]


@calm
@given(households())
def test_nobody_heads_a_family_who_does_not_stay_in_it(case):
    people, gone, _heir, _carers = case
    for ref in gone:
        assert not rules.can_leave(people, gone, ref)


def test_a_head_who_leaves_two_adults_behind_asks_who_heads_the_family_now():
    head = Member(REF, True, FamilyRole.HEAD)
    aunt, uncle = (Member(UUID(int=n), True, FamilyRole.SIBLING) for n in (2, 3))
    refused = rules.can_leave([head, aunt, uncle], [head.ref], None)
    assert (bool(refused), refused.code) == (False, "name_another_head_first")
    assert rules.can_leave([head, aunt], [head.ref], None)
    assert rules.after([head, aunt], [head.ref], None, {}).head == aunt.ref


def test_the_eldest_of_children_alone_heads_their_file():
    mother = Member(UUID(int=9), True, FamilyRole.HEAD)
    small = Member(UUID(int=8), False, FamilyRole.CHILD, AgeBand.B0_4)
    girl = Member(UUID(int=7), False, FamilyRole.CHILD, AgeBand.B12_17)
    left = rules.after([mother, small, girl], [mother.ref], None, {})
    assert (left.head, set(left.alone)) == (girl.ref, {small.ref, girl.ref})
    assert left.roles == {girl.ref: FamilyRole.HEAD, small.ref: FamilyRole.SIBLING}


def test_a_child_heads_a_file_only_where_no_adult_is_left():
    assert rules.can_head(15, 3, adults=0)
    assert rules.can_head(15, 1)
    assert not rules.can_head(15, 3, adults=1)


def test_each_event_is_asked_for_and_has_its_papers_from_the_programme():
    assert set(rules.LIFE) == set(LifeEvent)
    assert set(AFTER) == {str(event) for event in LifeEvent} - {"leaving", "parting", "of_age"}
    for event in rules.LIFE.values():
        assert event.spouse in (None, "", "present", "absent", "deceased", "unknown")


def test_marriage_is_between_two_adults():
    adult, girl = Member(REF, True, FamilyRole.HEAD), Member(UUID(int=2), False, FamilyRole.CHILD)
    assert rules.can_marry(adult, None)
    assert rules.can_marry(girl, None).code == "child_is_not_married"
    assert rules.can_marry(adult, girl).code == "child_is_not_married"
    assert rules.can_marry(adult, adult).code == "two_people_needed"


@calm
@given(st.dates(date(1930, 1, 1), date(2080, 12, 31)), st.sampled_from(list(Accuracy)))
def test_nobody_is_treated_as_of_age_before_she_may_be_nor_as_a_child_when_she_is_certainly_not(
    birth, accuracy
):
    when = rules.of_age(birth, accuracy)
    assert when.first <= when.certain
    assert rules.age_on(birth, when.certain) >= rules.ADULT
    assert rules.age_on(birth, when.first - timedelta(days=1)) < rules.ADULT
    if accuracy is Accuracy.DAY:
        assert when.first == when.certain
    assert rules.can_come_of_age(when, when.first)
    assert rules.can_come_of_age(when, when.first - timedelta(days=1)).code == "not_of_age_yet"
    assert rules.is_near(when, when.first - rules.BEFORE_OF_AGE)
    assert not rules.is_near(when, when.first - rules.BEFORE_OF_AGE - timedelta(days=1))


def test_a_birth_that_is_known_by_its_year_alone_gives_a_year_in_which_she_is_asked():
    when = rules.of_age(date(2008, 7, 1), Accuracy.YEAR)
    assert (when.first, when.certain) == (date(2026, 1, 1), date(2026, 12, 31))
    estimate = rules.of_age(date(2008, 7, 1), Accuracy.ESTIMATED)
    assert (estimate.first, estimate.certain) == (date(2025, 1, 1), date(2027, 12, 31))
    month = rules.of_age(date(2008, 2, 29), Accuracy.MONTH)
    assert (month.first, month.certain) == (date(2026, 2, 1), date(2026, 2, 28))
    assert rules.can_come_of_age(None, date(2026, 1, 1)).code == "birth_unknown"


@calm
@given(households())
def test_a_household_parts_only_with_somebody_who_stays_and_an_adult_who_heads(case):
    people, going, heir, _carers = case
    there = {one.ref: one for one in people}
    for head in (None, heir, *going):
        if rules.can_part(people, going, head):
            assert head in going
            assert set(going) < set(there)
            assert there[head].adult or not any(there[ref].adult for ref in going)
