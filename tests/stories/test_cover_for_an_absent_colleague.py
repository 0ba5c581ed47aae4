"""Salma is away for some days; Hadi goes on with her families in her name, and then does so no more."""

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from tests.cast import HADI, KARIM, NADIA, RAWA, SALMA
from tests.journey.family import Family
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, NotFound, Refused


@pytest.fixture
def family(house: House) -> Family:
    made = Family(house)
    made.assess()
    made.plan()
    return made


def cover(house: House, by, stand_in=HADI, absent=SALMA, days=2, since=None):
    from wasl.workforce.enums import CoverReason
    from wasl.workforce.services import cover_give

    return cover_give(
        absent=house.accounts[absent.username], stand_in=house.accounts[stand_in.username],
        since=since or today(), until=(since or today()) + timedelta(days=days), reason=CoverReason.LEAVE, by=by,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_stands_in_yet(house: House):
    """Each story begins without the covers of the one before, of whichever story that was, and leaves none."""
    house.end_all_covers()
    yield
    house.end_all_covers()


def reads(house: House, family: Family, member) -> bool:
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File

    with unit_of_work(house.actor(member).token):
        return File.objects.filter(pk=family.ref).exists()


def own_note(family: Family) -> str:
    """What the mother wishes for herself alone, as she told Salma."""
    from wasl.casefile.enums import Circle
    from wasl.casefile.services.thread import goal_write, need_record

    words = f"own {uuid4().hex}"
    need = need_record(
        file=family.ref, person=family.mother, domain="health", score=4, on=today(), due_on=today(), wish=words,
        by=family.salma, circle=Circle.OWN,
    )  # fmt: skip
    goal_write(
        file=family.ref, person=family.mother, needs=[need], words=words, due_on=today(), by=family.salma,
        circle=Circle.OWN,
    )  # fmt: skip
    return words


def looks(house: House, family: Family, member) -> list[tuple[str, str]]:
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        rows = everything.execute(
            "SELECT event, purpose FROM audit_event WHERE file_id = %s AND actor = %s "
            "AND event IN ('opened', 'file_viewed') ORDER BY at",
            [family.ref, house.accounts[member.username]],
        )
        return list(rows)


@pytest.mark.requirement("P8", "R054")
def test_cover_opens_the_families_of_whoever_is_away_and_ends_early_by_a_press(house: House, family: Family):
    from wasl.workforce.services import cover_end

    assert not reads(house, family, HADI)
    given = cover(house, family.nadia)
    assert reads(house, family, HADI)
    assert not reads(house, family, KARIM)
    cover_end(cover=given, by=family.nadia)
    assert not reads(house, family, HADI)
    with pytest.raises(Refused) as over:
        cover_end(cover=given, by=family.nadia)
    assert over.value.code == "cover_is_over"


@pytest.mark.requirement("P8")
def test_cover_ends_by_itself_to_the_second_whatever_runs(house: House, family: Family):
    """By raw SQL, as the web's role, with the clock of the database moved across the boundary by moving the row."""
    cover(house, family.nadia)
    token = house.actor(HADI).token
    count = "SELECT count(*) FROM casefile_file WHERE file_id = %s"

    def seen(shift: str) -> int:
        with psycopg.connect(house.dsn("wasl_super")) as everything:
            everything.execute(
                "UPDATE access_grant SET valid_until = now() + %s::interval WHERE purpose = 'cover'", [shift]
            )
            everything.execute("SELECT set_config('wasl.session', %s, true)", [token])
            everything.execute("SET LOCAL ROLE wasl_web")
            (number,) = everything.execute(count, [family.ref]).fetchone()
            everything.rollback()
            return number

    assert seen("1 microsecond") == 1
    assert seen("0 seconds") == 0, "the moment of the end is no longer cover"
    assert seen("-1 second") == 0


@pytest.mark.requirement("P8")
def test_cover_that_begins_later_opens_nothing_today(house: House, family: Family):
    cover(house, family.nadia, since=today() + timedelta(days=1))
    assert not reads(house, family, HADI)


@pytest.mark.requirement("P8", "P10")
def test_every_look_in_cover_says_so_whatever_the_page_named(house: House, family: Family):
    cover(house, family.nadia)
    page = signed_in(house, HADI).get(f"/files/{family.number}/")
    assert page.status_code == 200
    found = looks(house, family, HADI)
    assert {event for event, _ in found} == {"opened", "file_viewed"}
    assert {purpose for _, purpose in found} == {"cover"}


@pytest.mark.requirement("P8")
def test_what_was_told_to_one_person_alone_is_not_covered(house: House, family: Family):
    from wasl.access.selectors import hold
    from wasl.access.work import unit_of_work

    words = own_note(family)
    path = f"/files/{family.number}/"
    assert words in signed_in(house, SALMA).get(path).content.decode()
    cover(house, family.nadia)
    page = signed_in(house, HADI).get(path)
    assert page.status_code == 200
    assert words not in page.content.decode()
    hadi = house.actor(HADI)
    with unit_of_work(hadi.token):
        assert hold(family.ref, viewer=hadi).roles == {"stand-in"}


@pytest.mark.requirement("P8", "P7")
def test_the_planted_fault_a_full_role_in_cover_would_show_it(house: House, family: Family):
    """The same note is read when the grant carries the caseworker's own role: the guard is the role."""
    words = own_note(family)
    cover(house, family.nadia)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("UPDATE access_grant SET role = 'caseworker' WHERE purpose = 'cover'")
    page = signed_in(house, HADI).get(f"/files/{family.number}/")
    assert words in page.content.decode()


@pytest.mark.requirement("P8")
def test_only_who_may_share_out_or_is_away_herself_names_cover(house: House, family: Family):
    with pytest.raises(Refused) as refused:
        cover(house, house.actor(HADI))
    assert refused.value.code == "role_may_not"
    with pytest.raises(Refused):
        cover(house, house.actor(RAWA))
    with pytest.raises(Invalid) as other:
        cover(house, family.nadia, stand_in=RAWA)
    assert other.value.code == "cover_other_role"
    cover(house, family.salma)
    assert reads(house, family, HADI)
    with pytest.raises(Refused) as twice:
        cover(house, family.nadia, stand_in=KARIM)
    assert twice.value.code == "covered_already"


@pytest.mark.requirement("P8")
def test_a_statement_smuggled_in_names_no_cover_for_others(house: House, family: Family):
    """As the web's role in Hadi's session: he may give none of Salma's families to himself or anybody."""
    call = "SELECT * FROM access_cover_give(%s, %s, %s, '{identity,notes}', now(), now() + interval '1 day')"
    salma, hadi, karim = (house.accounts[m.username] for m in (SALMA, HADI, KARIM))
    for whom in (hadi, karim):
        with psycopg.connect(house.dsn("wasl_web")) as web:
            web.execute("SELECT set_config('wasl.session', %s, true)", [house.actor(HADI).token])
            assert web.execute(call, [salma, whom, [family.ref]]).fetchall() == []
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, true)", [house.actor(NADIA).token])
        assert web.execute(call, [salma, hadi, [family.ref]]).fetchall() == [(family.ref,)]
        web.rollback()


@pytest.mark.requirement("P8")
def test_the_covered_families_stand_in_my_day_for_whom(house: House, family: Family):
    number = family.number
    assert number not in signed_in(house, HADI).get("/").content.decode()
    cover(house, family.nadia)
    from wasl.casefile.enums import TaskKind
    from wasl.casefile.services.record import task_add

    task_add(
        file=family.ref, person=None, kind=TaskKind.OTHER, code="x", owner=house.accounts["salma"], due_on=today(),
        by=family.salma,
    )  # fmt: skip
    page = signed_in(house, HADI).get("/").content.decode()
    assert number in page
    assert "سلمى" in page


@pytest.mark.requirement("P8")
def test_a_family_that_goes_to_another_worker_is_covered_no_longer(house: House, family: Family):
    from wasl.journey.services.hands import hand_accept, hand_over

    cover(house, family.nadia)
    hand_over(file=family.ref, to=house.accounts["karim"], role="caseworker", reason="", by=family.nadia)
    hand_accept(file=family.ref, by=house.actor(KARIM))
    assert not reads(house, family, HADI)


@pytest.mark.requirement("R054")
def test_two_presses_on_the_page_arrange_cover(house: House, family: Family):
    browser = signed_in(house, NADIA)
    team = browser.get("/team/").content.decode()
    path = f"/team/cover/?who={house.accounts['salma']}"
    assert path in team.replace("&amp;", "&")
    page = browser.get(path).content.decode()
    assert f'value="{today().isoformat()}"' in page
    answer = browser.post(
        path,
        {
            "stand_in": str(house.accounts["hadi"]), "until": today().isoformat(), "reason": "leave",
            "since_0": str(today().day), "since_1": str(today().month), "since_2": str(today().year),
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert reads(house, family, HADI)
    assert signed_in(house, HADI).get("/team/").status_code == 403
    assert signed_in(house, HADI).get(path).status_code == 403
    assert signed_in(house, NADIA).get(f"/team/cover/?who={uuid4()}").status_code == 404


@pytest.mark.requirement("P8")
def test_covers_are_seen_by_those_concerned_and_their_team_alone(house: House, family: Family):
    from wasl.workforce.services import cover_end

    given = cover(house, family.nadia)
    for member, sees in ((SALMA, 1), (HADI, 1), (NADIA, 1), (KARIM, 0), (RAWA, 0)):
        with psycopg.connect(house.dsn("wasl_web")) as web:
            web.execute("SELECT set_config('wasl.session', %s, true)", [house.actor(member).token])
            (count,) = web.execute("SELECT count(*) FROM workforce_cover WHERE id = %s", [given]).fetchone()
            assert count == sees, member.username
    with pytest.raises(NotFound):
        cover_end(cover=given, by=house.actor(KARIM))
