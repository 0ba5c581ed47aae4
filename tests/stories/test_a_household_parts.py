"""A household parts: who goes takes her own part of the record along, in every circle, and nobody reads another's."""

import threading

import pytest

from tests.cast import HADI, HUDA, LAYLA, NADIA, SALMA
from tests.entry.desk import Desk, contexts_are_kept  # noqa: F401 - a fixture
from tests.stories.household import DAY, Home, household
from tests.stories.test_life_in_a_family import appointment
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.kernel.errors import Conflict, Invalid, NotFound, WaslError

SAID, HIS, SHARED = "تخاف أن يعرف", "يريد عملاً بعيداً", "السكن للجميع"


@pytest.fixture
def home(house: House) -> Home:
    return household(house)


def parting(home: Home, *going: str, head: str = "", **more):
    from wasl.journey.services.parting import Parting

    return Parting([home.people[who] for who in going], today(), head=home.people[head or going[0]], **more)


def parted(home: Home, *going: str, by=SALMA, **more) -> Home:
    """The new file of those who went."""
    from wasl.journey.services.parting import part

    file = part(file=home.file, parting=parting(home, *going, **more), by=home.actor(by))
    new = Home(home.house, file, "", {who: home.people[who] for who in going})
    new.number = new.row().number
    return new


def written(home: Home) -> dict:
    """Something about her, about him and about all: needs, goals, notes, choices, papers."""
    from tests.journey.family import first_goal
    from wasl.casefile.enums import Circle, ConsentDecision, ContactKind, DocumentState
    from wasl.casefile.services.record import Choice, consent_record, contact_record, document_record
    from wasl.casefile.services.thread import goal_write, need_record

    by, made = home.actor(), {}
    of = lambda who: home.people[who] if who else None  # noqa: E731
    for who, words in (("sundus", SAID), ("abbas", HIS), ("", SHARED)):
        need = need_record(
            file=home.file, person=of(who), domain="work" if who else "housing", score=3, on=today(), due_on=None,
            by=by, wish=words, circle=Circle.OWN if who else Circle.FAMILY,
        )  # fmt: skip
        goal = goal_write(
            file=home.file, person=of(who), needs=[need], words=words, due_on=None, by=by,
            circle=Circle.OWN if who else Circle.FAMILY,
        )  # fmt: skip
        made[who] = need, goal
    for who, words in (("sundus", SAID), ("abbas", HIS)):
        contact_record(
            file=home.file,
            person=of(who),
            kind=ContactKind.PERSON,
            text=words,
            on=today(),
            by=by,
            circle=Circle.OWN,
        )
    return made | {
        "both": goal_write(
            file=home.file, person=of("sundus"), needs=[made["sundus"][0], made[""][0]], words=SAID, due_on=None, by=by
        ),
        "consent": consent_record(
            file=home.file, person=of("sundus"), choices=[Choice("photo", ConsentDecision.REFUSED)], language="ar",
            asked_alone=True, given_how="spoken", by=by,
        ),
        "paper": document_record(
            file=home.file, person=of("sundus"), kind="DOC01", state=DocumentState.LOST, number="A77", by=by
        ),
        "home": goal_write(
            file=home.file, person=None, needs=[], words="العودة", due_on=None, by=by, code=first_goal()
        ),
    }  # fmt: skip


def page(home: Home, who=SALMA, path: str = "") -> str:
    return Desk(home.house, who).text(f"/files/{home.number}/{path}")


@pytest.mark.requirement("R062", "R069")
def test_she_goes_with_all_that_is_hers_and_he_keeps_all_that_is_his(home: Home):
    from wasl.casefile.models import Consent, Contact, Document, Goal, Need, NeedGoal
    from wasl.people.selectors import opened

    made = written(home)
    meeting = appointment(home, "sundus")
    new = parted(home, "sundus", "noor")
    assert [row.state for row in new.rows(type(meeting), pk=meeting.pk)] == ["planned"]
    assert {row.id for row in new.rows(Goal)} == {made["sundus"][1], made["both"]}
    assert {row.id for row in home.rows(Goal)} == {made["abbas"][1], made[""][1], made["home"]}
    assert made["sundus"][0] in {row.id for row in new.rows(Need)}
    assert [len(new.rows(model)) for model in (Consent, Contact, Document)] == [1, 1, 1]
    assert [len(home.rows(model)) for model in (Consent, Contact, Document)] == [0, 1, 0]
    links = {(link.need_id, link.goal_id) for link in new.rows(NeedGoal)}
    carried = next(need for need in new.rows(Need) if need.carried_from)
    assert links == {made["sundus"], (made["sundus"][0], made["both"]), (carried.id, made["both"])}
    wish = opened([(carried.id, "notes:wish")], viewer=home.actor()).text(carried.id, "notes:wish")
    assert (wish, carried.domain, carried.carried_from) == (SHARED, "housing", made[""][0])
    hers, his = page(new), page(home)
    assert SAID in hers
    assert HIS not in hers
    assert HIS in his
    assert SHARED in his
    assert SAID not in his
    assert "سندس" not in his


@pytest.mark.requirement("R006", "J8")
def test_what_she_asked_to_have_corrected_is_decided_where_she_is(home: Home):
    from wasl.rights.enums import About, NamePart
    from wasl.rights.models import Correction
    from wasl.rights.services.corrections import correction_accept, correction_ask

    asked = correction_ask(
        file=home.file, person=home.people["sundus"], what=About.PERSON, about=home.people["sundus"],
        field=NamePart.FATHER, wanted="ماجد", by=home.actor(),
    )  # fmt: skip
    new = parted(home, "sundus")
    assert [row.id for row in new.rows(Correction)] == [asked]
    assert home.rows(Correction) == []
    assert "ماجد" in page(new, path=f"people/{home.people['sundus']}/corrections/")
    correction_accept(file=new.file, correction=asked, version=1, by=new.actor(NADIA))
    assert [row.state for row in new.rows(Correction)] == ["accepted"]


@pytest.mark.requirement("R062")
def test_her_key_goes_with_her_and_opens_where_she_is_and_nowhere_else(home: Home):
    from django.db import connection

    made = written(home)
    new = parted(home, "sundus")
    with home.house.as_role("wasl_owner"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE vault_sealed NO FORCE ROW LEVEL SECURITY")
        cursor.execute("ALTER TABLE vault_subjectkey NO FORCE ROW LEVEL SECURITY")
        try:
            cursor.execute(
                "SELECT DISTINCT file_id FROM vault_sealed WHERE subject = %s UNION "
                "SELECT file_id FROM vault_subjectkey WHERE subject = %s",
                [home.people["sundus"], home.people["sundus"]],
            )
            assert cursor.fetchall() == [(new.file,)]
        finally:
            cursor.execute("ALTER TABLE vault_sealed FORCE ROW LEVEL SECURITY")
            cursor.execute("ALTER TABLE vault_subjectkey FORCE ROW LEVEL SECURITY")
    from wasl.people.selectors import opened

    wanted = [(made["sundus"][1], "notes:goal"), (home.people["sundus"], "identity:name")]
    assert len(opened(wanted, viewer=home.actor()).values) == 2
    assert opened(wanted, viewer=home.actor(HADI)).values == {}


def test_whoever_works_with_him_alone_reads_nothing_of_hers_from_then_on(home: Home):
    """Hadi works with the family; nobody names him for her new file."""
    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work

    written(home)
    with unit_of_work(home.actor().token):
        grant_give(
            file=home.file,
            account=home.house.accounts["hadi"],
            role="caseworker",
            purpose="care",
            by=home.actor(),
        )
    assert SAID in page(home, HADI)
    new = parted(home, "sundus", "noor")
    assert SAID not in page(home, HADI)
    assert Desk(home.house, HADI).get(f"/files/{new.number}/").status_code == 403
    other = household(home.house)
    with unit_of_work(other.actor().token):
        grant_give(
            file=other.file,
            account=home.house.accounts["hadi"],
            role="caseworker",
            purpose="care",
            by=other.actor(),
        )
    named = parted(other, "sundus", keep=[home.house.accounts["hadi"]])
    assert "سندس" in page(named, HADI)


@pytest.mark.requirement("R062")
def test_what_is_sealed_about_her_is_read_in_her_new_file_by_the_same_line_alone(home: Home):
    from wasl.casefile.enums import SealedKind, SealedLine
    from wasl.casefile.services.sealed import sealed_write

    words = "لا يعرف أحد سوى خطها"
    sealed_write(
        file=home.file, person=home.people["sundus"], line=SealedLine.GBV, kind=SealedKind.NOTE, text=words,
        by=home.actor(HUDA),
    )  # fmt: skip
    new = parted(home, "sundus", "noor")
    _until(lambda: words in page(new, HUDA, "sealed/"))
    assert words in page(new, LAYLA, "sealed/")
    assert words not in page(home, HUDA, "sealed/")
    assert Desk(home.house, SALMA).get(f"/files/{new.number}/sealed/").status_code == 404
    home.house.stop_vault()
    home.house.start_vault()
    assert words in page(new, HUDA, "sealed/")
    assert words not in page(home, HUDA, "sealed/")


def _until(true, seconds: float = 10.0) -> None:
    """The vault follows what is committed within a moment."""
    import time

    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_both_files_count_their_people_and_each_has_a_head_a_worker_and_a_day(home: Home):
    from wasl.journey.models import Step
    from wasl.people.models import Membership

    new = parted(home, "sundus", "noor", carers={home.people["huda"]: home.people["badia"]})
    old, own = home.row(), new.row()
    assert (old.size, old.adults, own.size, own.adults) == (4, 2, 2, 1)
    assert (own.worker, own.team_id, own.state) == (old.worker, old.team_id, "in_services")
    assert own.next_due is not None
    assert (new.person("sundus").role, new.person("noor").role) == ("head", "child")
    assert home.person("huda").carer == home.people["badia"]
    assert home.tasks()["who_cares"] == {home.people["ahmed"]}
    assert new.tasks() == {"new_household": {None}}
    assert len(new.rows(Step)) == 1
    left = home.rows(Membership, person_id=home.people["sundus"])
    came = new.rows(Membership, person_id=home.people["sundus"])
    assert [(m.until, m.reason_out) for m in left] == [(today(), "split")]
    assert [(m.since, m.reason_in) for m in came] == [(today(), "split")]


@pytest.mark.requirement("R060")
def test_some_leave_and_some_stay(home: Home):
    """The husband's mother stays behind with one boy: theirs is a file of its own before the others go home."""
    from wasl.journey.services.leaving import leave_by_own_choice

    staying = parted(home, "badia", "ahmed")
    leave_by_own_choice(file=home.file, wants_aftercare=True, by=home.actor())
    assert home.row().state == "aftercare"
    assert (staying.row().state, staying.row().size, staying.row().left_on) == ("in_services", 2, None)


def test_a_child_who_goes_alone_is_seen_today(home: Home):
    new = parted(home, "ahmed")
    assert new.tasks()["child_alone"] == {home.people["ahmed"]}
    assert new.row().worker == home.house.accounts["salma"]
    assert new.person("ahmed").role == "head"


def test_who_goes_to_relatives_joins_their_file_and_is_counted_there(home: Home):
    from wasl.journey.services.parting import move
    from wasl.people.enums import JoinReason

    made = written(home)
    aunt = household(home.house, without=("abbas", "badia", "ahmed", "noor"))
    move(
        file=home.file,
        to=aunt.file,
        parting=parting(home, "sundus"),
        reason=JoinReason.REUNION,
        by=home.actor(),
    )
    aunt.people["guest"] = home.people["sundus"]
    assert (home.row().size, aunt.row().size) == (5, 3)
    assert aunt.person("guest").role == "other"
    assert aunt.person("sundus").role == "head"
    assert SAID in page(aunt)
    from wasl.casefile.models import Need

    assert {need.id for need in aunt.rows(Need)} == {made["sundus"][0]}


def test_what_does_not_fit_is_said_at_its_field_and_moves_nobody(home: Home):
    for going, head, said in (
        (tuple(home.people), "abbas", "nobody_stays"),
        (("sundus", "noor"), "noor", "no_head_there"),
        (("sundus",), "abbas", "no_head_there"),
    ):
        with pytest.raises(Invalid, match=said):
            parted(home, *going, head=head)
    with pytest.raises(Invalid, match="name_another_head_first"):
        parted(home, "abbas")
    assert home.row().size == 6
    stranger = household(home.house)
    with pytest.raises(Invalid, match="not_of_this_family"):
        parted(Home(home.house, home.file, "", stranger.people), "sundus")


def test_to_a_file_that_one_does_not_reach_nobody_goes(home: Home):
    from wasl.journey.services.parting import move
    from wasl.people.enums import JoinReason

    other = household(home.house)
    from wasl.access.services import grant_end
    from wasl.access.work import unit_of_work

    with unit_of_work(other.actor(NADIA).token):
        grant_end(
            file=other.file, account=home.house.accounts["salma"], role="caseworker", by=other.actor(NADIA)
        )
    with pytest.raises(NotFound):
        move(
            file=home.file,
            to=other.file,
            parting=parting(home, "noor"),
            reason=JoinReason.REUNION,
            by=home.actor(),
        )
    assert home.row().size == 6
    answer = Desk(home.house, SALMA).post(
        f"/files/{home.number}/changes/parting/", going=[home.people["noor"]], where="other", number=other.number,
        on=today().isoformat(),
    )  # fmt: skip
    assert answer.status_code == 422
    assert "number" in answer.context["form"].errors


@pytest.mark.requirement("R062")
def test_the_page_asks_who_goes_and_leads_to_the_new_file(home: Home):
    desk = Desk(home.house, SALMA)
    opened = desk.get(f"/files/{home.number}/changes/parting/?person={home.people['sundus']}").context["form"]
    answer = desk.post(
        f"/files/{home.number}/changes/parting/", going=[home.people["sundus"], home.people["noor"]], where="own",
        head=home.people["sundus"], on=(today() - DAY).isoformat(), seen=opened["seen"].value(),
    )  # fmt: skip
    assert answer.status_code == 302
    assert answer["Location"] != f"/files/{home.number}/"
    assert "سندس" in desk.text(answer["Location"])
    again = desk.post(
        f"/files/{home.number}/changes/parting/", going=[home.people["huda"]], where="own", head=home.people["huda"],
        on=today().isoformat(), seen=f"{home.people['huda']}=99",
    )  # fmt: skip
    assert again.status_code == 422
    assert "going" in again.context["form"].errors


def test_two_move_one_child_at_once_and_the_second_is_told(home: Home):
    """Rounds of two threads: one file more each time, one told, and the child in exactly one place."""
    from django.db import connection

    from wasl.journey.services.parting import Parting, part
    from wasl.people.models import Person

    for _ in range(5):
        other = household(home.house)
        child, seen = other.people["noor"], {other.people["noor"]: other.person("noor").version}
        told: list[object] = []
        gate = threading.Barrier(2)

        def go(by, other=other, child=child, seen=seen, told=told, gate=gate) -> None:
            gate.wait()
            try:
                told.append(
                    part(file=other.file, parting=Parting([child], today(), head=child, seen=seen), by=by)
                )
            except (Conflict, Invalid, WaslError) as error:
                told.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=go, args=(other.actor(who),)) for who in (SALMA, NADIA)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        refused = [one for one in told if isinstance(one, Exception)]
        assert len(told) == 2
        assert [type(one).__name__ for one in refused] == ["Invalid"]
        assert other.row().size == 5
        [file] = [one for one in told if not isinstance(one, Exception)]
        assert [row.id for row in Home(home.house, file, "").rows(Person, NADIA)] == [child]


def test_every_table_that_names_a_person_goes_with_her_or_says_why_it_stays():
    from django.apps import apps

    from wasl.journey.services.parting import STAYS, follows

    about = {
        model._meta.label
        for model in apps.get_models()
        for name in [field.name for field in model._meta.fields if field.is_relation]
        if getattr(model._meta.get_field(name).related_model, "__name__", "") == "Person"
    }
    going = {model._meta.label for model in follows()}
    assert about == going | STAYS.keys()
    assert not going & STAYS.keys()
