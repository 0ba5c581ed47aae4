"""A family's life goes on while it is with us: a birth, a marriage and its end, a death, somebody who leaves."""

import pytest

from tests.cast import AMAL, HADI, KARIM, SALMA
from tests.entry.desk import Desk, contexts_are_kept  # noqa: F401 - a fixture
from tests.stories.household import DAY, Home, household
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid


@pytest.fixture
def home(house: House) -> Home:
    return household(house)


def gone(reason: str = "death", **more):
    from wasl.journey.services.life import Gone
    from wasl.people.enums import LeaveReason

    return Gone(today(), LeaveReason(reason), **more)


def appointment(home: Home, who: str):
    """Something planned with somebody for tomorrow."""
    from wasl.access.models import Team
    from wasl.access.work import unit_of_work
    from wasl.appointments.models import Appointment
    from wasl.kernel.clock import now
    from wasl.kernel.refs import new_id

    row = home.row()
    with unit_of_work(home.actor().token):
        return Appointment.objects.create(
            id=new_id(), file_id=row.file_id, team_id=row.team_id, person_id=home.people[who], kind="talk",
            day=today() + DAY, starts=540, ends=570, worker=new_id(), booked_at=now(),
            site_id=Team.objects.get(pk=row.team_id).site_id,
        )  # fmt: skip


def events(home: Home, kind: str) -> int:
    """Lines of the record about this file; read as the auditor's functions do, behind the scenes."""
    from django.db import connection

    with home.house.as_role("wasl_owner"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_event WHERE file_id = %s AND event = %s", [home.file, kind]
        )
        return cursor.fetchone()[0]


@pytest.mark.requirement("R062", "R069")
def test_a_newborn_is_a_person_of_her_own_with_papers_and_somebody_who_asks_after_both(home: Home):
    from wasl.casefile.models import Case, Document
    from wasl.people.models import Membership

    desk = Desk(home.house, SALMA)
    page = f"/files/{home.number}/changes/birth/"
    opened = desk.get(page + f"?person={home.people['sundus']}").context["form"].initial
    assert (opened["father"], opened["mother_ref"]) == ("عباس", str(home.people["sundus"]))
    typed = {
        "given": "زينة", "sex": "f", "father": "عباس", "grandfather": "حسن", "laqab": opened["laqab"], "role": "child",
        "on": (today() - DAY).isoformat(), "mother_ref": str(home.people["sundus"]),
    }  # fmt: skip
    assert desk.browser.post(page, typed).status_code == 302
    child = desk.people(home.number)["زينة"]
    home.people["zina"] = child
    assert home.row().size == 7
    assert home.person("zina").carer == home.people["sundus"]
    [member] = home.rows(Membership, person_id=child)
    assert (member.since, member.reason_in) == (today() - DAY, "birth")
    assert len(home.rows(Case, person_id=child, left_on__isnull=True)) == 1
    [paper] = home.rows(Document, person_id=child)
    assert (paper.kind, paper.state, paper.wanted) == ("DOC06", "never_had", True)
    assert home.tasks(owner=home.house.accounts["salma"]) == {"newborn": {child}}
    page_of_family = desk.text(f"/files/{home.number}/")
    assert "زينة" in page_of_family


def test_nobody_is_born_tomorrow_and_what_was_typed_stays(home: Home):
    desk = Desk(home.house, SALMA)
    typed = {
        "given": "زينة",
        "sex": "f",
        "role": "child",
        "on": (today() + DAY).isoformat(),
        "mother_ref": "",
    }
    refused = desk.browser.post(f"/files/{home.number}/changes/birth/", typed)
    assert refused.status_code == 422
    assert "on" in refused.context["form"].errors
    assert 'value="زينة"' in refused.content.decode()
    assert home.row().size == 6


@pytest.mark.requirement("R062")
def test_when_the_father_dies_the_mother_heads_the_family_and_nobody_asks_for_him(home: Home):
    from wasl.casefile.enums import TaskKind
    from wasl.casefile.models import Case, Document, Goal, Need, Task
    from wasl.casefile.services.record import task_add
    from wasl.casefile.services.thread import goal_write, need_record
    from wasl.journey.services import life

    by, abbas = home.actor(), home.people["abbas"]
    need = need_record(file=home.file, person=abbas, domain="work", score=3, on=today(), due_on=None, by=by)
    goal = goal_write(file=home.file, person=abbas, needs=[need], words="عمل", due_on=None, by=by)
    call = task_add(
        file=home.file,
        person=abbas,
        kind=TaskKind.CONTACT,
        due_on=today(),
        owner=by.ref,
        text="اتصل",
        code="",
        by=by,
    )
    meeting = appointment(home, "abbas")
    children = {home.people[who]: home.people["sundus"] for who in ("huda", "ahmed", "noor")}
    with pytest.raises(Invalid, match="name_another_head_first"):
        life.death(file=home.file, person=abbas, gone=gone(carers=children), by=by)
    life.death(file=home.file, person=abbas, gone=gone(heir=home.people["sundus"], carers=children), by=by)
    row = home.row()
    assert (row.size, row.adults, row.woman_headed) == (5, 2, True)
    assert (home.person("sundus").role, home.person("sundus").spouse) == ("head", "deceased")
    assert [home.person(who).role for who in ("huda", "badia")] == ["child", "other"]
    assert home.rows(Need, pk=need)[0].state == "ended"
    assert home.rows(Goal, pk=goal)[0].state == "dropped"
    assert home.rows(Task, pk=call)[0].done_on == today()
    assert [(row.state, row.reason) for row in home.rows(type(meeting), pk=meeting.pk)] == [
        ("cancelled", "gone")
    ]
    assert home.rows(Case, person_id=abbas)[0].left_how == "death"
    assert home.rows(Document, kind="DOC09")[0].person_id == home.people["sundus"]
    assert home.tasks() == {"after_death": {None}}
    assert events(home, "thread_ended") == 1
    desk = Desk(home.house, SALMA)
    assert desk.get(f"/files/{home.number}/people/{abbas}/contact/").status_code == 404
    assert all(
        str(abbas) not in desk.text(f"/files/{home.number}/{page}") for page in ("", "changes/leaving/")
    )


@pytest.mark.requirement("R062")
def test_of_whom_nobody_says_who_cares_there_is_an_urgent_task_today(home: Home):
    from wasl.casefile.models import Task
    from wasl.journey.services import life

    carers = {home.people["huda"]: home.people["badia"], home.people["ahmed"]: None}
    life.death(file=home.file, person=home.people["sundus"], gone=gone(carers=carers), by=home.actor())
    assert home.person("huda").carer == home.people["badia"]
    assert home.tasks()["who_cares"] == {home.people["ahmed"], home.people["noor"]}
    urgent = home.rows(Task, code="who_cares")
    assert {(task.kind, task.due_on, task.owner) for task in urgent} == {
        ("safety", today(), home.house.accounts["salma"])
    }
    assert home.person("abbas").spouse == "deceased"


@pytest.mark.requirement("R062")
def test_children_whose_last_adult_dies_have_a_file_of_their_own_at_once(house: House):
    from wasl.journey.services import life

    home = household(house, without=("abbas", "badia"))
    life.death(file=home.file, person=home.people["sundus"], gone=gone(), by=home.actor())
    row = home.row()
    assert (row.size, row.adults, row.children, row.worker) == (3, 0, 3, house.accounts["salma"])
    assert home.person("huda").role == "head"
    assert [home.person(who).role for who in ("ahmed", "noor")] == ["sibling", "sibling"]
    children = {home.people[who] for who in ("huda", "ahmed", "noor")}
    assert home.tasks(owner=house.accounts["salma"])["child_alone"] == children


def test_a_child_alone_before_any_worker_is_the_task_of_whoever_wrote_it_down(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File
    from wasl.journey.services import life

    home = household(house, without=("abbas", "badia", "huda", "ahmed"))
    with unit_of_work(home.actor(AMAL).token):
        File.objects.filter(pk=home.file).update(worker=None)
    life.leaving(file=home.file, person=home.people["sundus"], gone=gone("own_choice"), by=home.actor(AMAL))
    assert home.tasks(owner=house.accounts["amal"]) == {"child_alone": {home.people["noor"]}}


def test_who_leaves_takes_the_last_name_from_an_empty_file_and_the_page_leads_to_its_end(house: House):
    home = household(house, without=("abbas", "badia", "huda", "ahmed", "noor"))
    desk = Desk(house, SALMA)
    typed = {"who": home.people["sundus"], "on": today().isoformat()}
    answer = desk.post(f"/files/{home.number}/changes/death/", **typed)
    assert (answer.status_code, answer["Location"]) == (302, f"/files/{home.number}/closing/")
    assert home.row().size == 0


@pytest.mark.requirement("R062")
def test_a_marriage_is_kept_as_papers_and_one_neutral_word(home: Home):
    from wasl.casefile.models import Document
    from wasl.people.models import Membership

    desk = Desk(home.house, SALMA)
    page = f"/files/{home.number}/changes/marriage/"
    typed = {"who": home.people["badia"], "spouse": "", "on": today().isoformat()}
    unnamed = desk.post(page, **typed)
    assert {"given", "sex"} <= set(unnamed.context["form"].errors)
    typed |= {"given": "خليل", "father": "إبراهيم", "sex": "m", "birth_2": "1958"}
    assert desk.post(page, **typed).status_code == 302
    groom = desk.people(home.number)["خليل"]
    home.people["khalil"] = groom
    assert (home.person("khalil").spouse, home.person("badia").spouse) == ("present", "present")
    assert [m.reason_in for m in home.rows(Membership, person_id=groom)] == ["marriage"]
    papers = home.rows(Document, kind="DOC07")
    assert {paper.person_id for paper in papers} == {groom, home.people["badia"]}


@pytest.mark.requirement("R062")
def test_a_girl_is_not_written_down_as_married(home: Home):
    from wasl.casefile.models import Document
    from wasl.journey.services import life

    for who, spouse in (("huda", "abbas"), ("abbas", "huda")):
        with pytest.raises(Invalid, match="child_is_not_married"):
            life.marriage(
                file=home.file,
                person=home.people[who],
                spouse=home.people[spouse],
                on=today(),
                by=home.actor(),
            )
    assert home.rows(Document) == []
    offered = Desk(home.house, SALMA).get(f"/files/{home.number}/changes/marriage/").context["form"]
    assert str(home.people["huda"]) not in dict(offered.fields["who"].choices)


@pytest.mark.requirement("R062")
def test_of_a_marriage_that_ended_nothing_is_kept_but_the_paper(home: Home):
    from wasl.casefile.models import Document

    desk = Desk(home.house, SALMA)
    typed = {"who": home.people["sundus"], "spouse": home.people["abbas"], "on": today().isoformat()}
    assert desk.post(f"/files/{home.number}/changes/divorce/", **typed).status_code == 302
    assert [home.person(who).spouse for who in ("sundus", "abbas")] == ["", ""]
    assert {paper.kind for paper in home.rows(Document)} == {"DOC08"}
    assert home.row().size == 6
    from django.db import connection

    with home.house.as_role("wasl_owner"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT code FROM audit_event WHERE file_id = %s AND event <> 'task_added'", [home.file]
        )
        assert "divorce" not in {row[0] for row in cursor.fetchall()}


def test_nobody_of_another_family_dies_or_leaves_in_this_one(home: Home, house: House):
    from wasl.journey.services import life

    other = household(house)
    for service in (life.death, life.leaving):
        with pytest.raises(Invalid, match="not_of_this_family"):
            service(file=home.file, person=other.people["huda"], gone=gone(), by=home.actor())
    with pytest.raises(Invalid, match="not_of_this_family"):
        life.divorce(
            file=home.file,
            person=home.people["abbas"],
            spouse=other.people["sundus"],
            on=today(),
            by=home.actor(),
        )
    assert other.row().size == 6


def test_the_pages_are_nothing_to_a_stranger_and_a_reason_to_a_colleague(home: Home):
    for page in ("", "birth/", "marriage/", "divorce/", "death/", "leaving/"):
        path = f"/files/{home.number}/changes/{page}"
        assert Desk(home.house, KARIM).get(path).status_code == 404
        assert Desk(home.house, HADI).get(path).status_code == 403
        assert Desk(home.house, SALMA).get(path).status_code == 200


def test_two_write_down_one_death_and_the_second_is_told(home: Home):
    """The second finds that this person does not belong to the family any more; nothing happens twice."""
    from wasl.journey.services import life

    left = gone(heir=home.people["sundus"])
    life.death(file=home.file, person=home.people["abbas"], gone=left, by=home.actor())
    with pytest.raises(Invalid, match="not_of_this_family"):
        life.death(file=home.file, person=home.people["abbas"], gone=left, by=home.actor())
    assert home.tasks()["after_death"] == {None}
    assert events(home, "thread_ended") == 1
