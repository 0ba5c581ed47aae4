"""Needs that nobody answered and services that serve no need are lists of whoever leads the team, by file numbers."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import KARIM, NADIA, SALMA, ZAINAB
from tests.protection.visitors import signed_in
from tests.stories.umm_ahmed import Family, receive
from tests.worlds import House
from wasl.casefile.enums import Circle, GoalState, NoGoalReason, ServiceState
from wasl.kernel.clock import today


def need(
    house: House, family: Family, domain: str = "documents", *, ago: int = 0, circle=Circle.FAMILY
) -> UUID:
    from wasl.casefile.services.thread import need_record

    return need_record(
        file=family.file, person=family.people["sundus"], domain=domain, score=3, on=today() - timedelta(days=ago),
        due_on=None, circle=circle, by=house.actor(SALMA),
    )  # fmt: skip


def goal(house: House, family: Family, needs: list[UUID], code: str = "") -> UUID:
    from wasl.casefile.services.thread import goal_write

    return goal_write(
        file=family.file, person=family.people["sundus"], needs=needs, words="أن تكون لنا أوراق", due_on=None,
        code=code, by=house.actor(SALMA),
    )  # fmt: skip


def service(house: House, of: UUID, code: str = "SV-LG-02") -> UUID:
    from wasl.casefile.services.thread import service_record

    return service_record(goal=of, code=code, state=ServiceState.STARTED, on=today(), by=house.actor(SALMA))


def both(house: House, member, family: Family):
    """The orphans of one family in the lists of somebody, page by page."""
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import orphans
    from wasl.workforce import selectors

    by = house.actor(member)
    teams = orphans.Teams(selectors.teams_led(by), selectors.teams_read_whole(by))
    with unit_of_work(by.token):
        needs = everything(
            lambda after: orphans.needs(viewer=by, teams=teams, today=today(), after=after, limit=2)
        )
        services = everything(lambda after: orphans.services(viewer=by, teams=teams, after=after, limit=2))
        assert orphans.counts(viewer=by, teams=teams) == (len(needs), len(services))
    assert [n.since for n in needs] == sorted(n.since for n in needs), "the oldest first"
    number = family.number
    return [n for n in needs if n.number == number], [s for s in services if s.number == number]


def everything(page):
    found, after = [], ""
    while True:
        part = page(after)
        found += part.found
        if not part.after:
            assert len({one.ref for one in found}) == len(found), "no row twice"
            return found
        after = part.after


@pytest.mark.requirement("R072", "R076")
def test_a_need_is_an_orphan_until_it_has_a_goal_or_a_reason(house: House):
    from wasl.access.policy import programme
    from wasl.casefile.services.thread import need_answer

    family = receive(house)
    old = need(house, family, ago=programme().entry.plan_due_days + 3)
    new, third = need(house, family, "work"), need(house, family, "health")
    found, _ = both(house, NADIA, family)
    assert [(n.ref, n.late) for n in found if n.ref == old] == [(old, True)]
    assert {n.ref for n in found} == {old, new, third}
    goal(house, family, [old])
    need_answer(need=new, reason=NoGoalReason.NOT_WANTED, words="لا ترغب الآن", by=house.actor(SALMA))
    found, _ = both(house, NADIA, family)
    assert [n.ref for n in found] == [third]


@pytest.mark.requirement("R076")
def test_a_service_is_an_orphan_when_its_goal_is_closed_or_answers_no_need(house: House):
    from wasl.casefile.services.thread import goal_close

    family = receive(house)
    served = goal(house, family, [need(house, family)])
    one, wished = service(house, served), goal(house, family, [], code="own-wish")
    two = service(house, wished, "SV-RC-03")
    service(
        house, goal(house, family, [], code="place-of-return"), "SV-CO-04"
    )  # of every first plan, without a need
    _, found = both(house, NADIA, family)
    assert {(s.ref, s.goal_closed) for s in found} == {(two, False)}
    goal_close(goal=served, state=GoalState.ACHIEVED, words="تم", on=today(), by=house.actor(SALMA))
    _, found = both(house, NADIA, family)
    assert {(s.ref, s.goal_closed) for s in found} == {(one, True), (two, False)}


@pytest.mark.requirement("P3")
def test_a_manager_who_reads_no_own_pages_does_not_learn_of_their_needs(house: House):
    family = receive(house)
    own = need(house, family, "coping", circle=Circle.OWN)
    plain = need(house, family)
    assert {n.ref for n in both(house, NADIA, family)[0]} == {own, plain}
    assert {n.ref for n in both(house, ZAINAB, family)[0]} == {plain}


def test_a_list_that_forgot_the_circle_would_be_seen(house: House, monkeypatch):
    """The planted fault of the story above."""
    from wasl.workforce import selectors

    monkeypatch.setattr(selectors, "teams_read_whole", selectors.teams_led)
    family = receive(house)
    own = need(house, family, "coping", circle=Circle.OWN)
    assert own in {n.ref for n in both(house, ZAINAB, family)[0]}


def test_the_page_shows_numbers_and_a_worker_has_none(house: House):
    family = receive(house)
    need(house, family, ago=90)
    said = signed_in(house, NADIA).get("/team/orphans/").content.decode()
    assert family.number in said.replace("\u2066", "").replace("\u2069", "")
    assert "سندس" not in said
    assert signed_in(house, NADIA).get("/team/orphans/?needs=never|given").status_code == 200
    assert signed_in(house, KARIM).get("/team/orphans/").status_code == 403
    assert 'id="orphans"' in signed_in(house, NADIA).get("/team/").content.decode()


@pytest.mark.requirement("P7")
def test_the_lists_go_by_indexes_and_ask_as_often_for_many_families_as_for_one(house: House):
    from tests.protection.test_plans import plans, read_whole

    family = receive(house)
    need(house, family)
    before = len(list(plans(house, NADIA, "/team/orphans/", whole_tables=True)))
    for _ in range(4):
        more = receive(house)
        need(house, more)
    assert len(list(plans(house, NADIA, "/team/orphans/", whole_tables=True))) == before
    assert read_whole(house, NADIA, "/team/orphans/", whole_tables=False) == []
